"""All examinations together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kb.audit import abbreviations, conflicts, dates, issuers, misprints, superseded
from kb.audit.findings import KINDS, LIKELY, LOOK, SURE, Finding
from kb.audit.material import Material
from kb.catalogue import known
from kb.store import Instrument, Store
from kb.store.keys import number_key

_SURENESS = (SURE, LIKELY, LOOK)
Examination = Callable[[Material], Iterator[Finding]]


def audit(
    store: Store, *, kinds: Iterable[str] = (), document: str | None = None, table: Iterable[known.Row] | None = None
) -> tuple[Finding, ...]:
    """What is wrong in a collection, the surest first.

    Args:
        store: the collection, held at one revision.
        kinds: of findings; all where none is given.
        document: only what concerns the document with this id.
        table: rows of the table of instruments; those of the collection where none are given.
    """
    material = Material(store)
    rows = (*known.office(store), *known.shipped()) if table is None else tuple(table)
    examinations: tuple[Examination, ...] = (
        lambda material: conflicts.differing(material, rows),
        issuers.symbols,
        dates.invalid,
        dates.order,
        lambda material: superseded.ended(material, rows),
        lambda material: misprints.slips(material, rows),
        abbreviations.differing,
    )
    wanted = frozenset(kinds) or frozenset(KINDS)
    found = [one for examine in examinations for one in examine(material) if one.kind in wanted]
    if document is not None:
        found = [one for one in found if any(document in value.documents for value in one.values)]
    order = list(KINDS)
    return tuple(
        sorted(found, key=lambda one: (_SURENESS.index(one.sure), order.index(one.kind), one.number or "", one.message))
    )


def doubts(store: Store, instrument: Instrument) -> tuple[Finding, ...]:
    """What documents and tables disagree on about one instrument."""
    key = number_key(instrument.number or "")
    rows = [row for row in (*known.office(store), *known.shipped()) if number_key(row.number) == key]
    mentions = [
        one.corrected()
        for one in store.instruments.mentions(instrument.id)
        if store.directives.is_active(one.directive)
    ]
    return tuple(conflicts.of_instrument(instrument, mentions, rows))
