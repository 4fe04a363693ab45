"""Documents that give one instrument different dates, issuers, kinds or subjects, or another than the table of instruments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.audit.findings import LIKELY, LOOK, SURE, Finding, Place, Value
from kb.audit.material import Material, called, place
from kb.catalogue import known
from kb.catalogue.describe import day
from kb.catalogue.stated import CENTRAL
from kb.catalogue.words import Relation, same_issuer, subjects
from kb.store import Conflict, Instrument, Mention
from kb.store.keys import number_key

_KINDS = {
    "date": ("date_conflict", "ngày ban hành"),
    "issuer": ("issuer_conflict", "cơ quan ban hành"),
    "type": ("type_conflict", "loại văn bản"),
    "title": ("subject_conflict", "trích yếu"),
}
_MUCH_MORE = 3
"""So many times more documents make a value the likely one."""


def between_documents(material: Material) -> Iterator[Finding]:
    """What the catalogue has found to differ when it put the mentions together."""
    for row in material.instruments.values():
        for conflict in row.conflicts:
            yield _conflict(row, conflict, material.mentions.get(row.id, ()))


def _conflict(row: Instrument, conflict: Conflict, mentions: Iterable[Mention]) -> Finding:
    kind, what = _KINDS[conflict.kind]
    mentions = list(mentions)
    values = tuple(
        Value(
            value.value,
            tuple(place(one) for one in mentions if one.directive in value.documents and _claims(one, conflict.kind)),
        )
        for value in conflict.values
    )
    first, second = conflict.values[0], conflict.values[1]
    own = row.directive is not None and row.directive in first.documents
    more = len(first.documents) >= _MUCH_MORE * len(second.documents)
    told = "; ".join(f"{_shown(conflict.kind, one.value)} ({len(one.documents)} văn bản)" for one in conflict.values)
    return Finding(
        kind,
        f"{called(row)}: {what} ghi khác nhau: {told}.",
        SURE if conflict.kind == "date" else LIKELY if own or more else LOOK,
        row.id,
        row.number or row.name,
        values,
        first.value if own or more else None,
    )


def _claims(mention: Mention, kind: str) -> bool:
    return getattr(mention, kind) is not None


def _shown(kind: str, value: str) -> str:
    return day(value) if kind == "date" else value


def with_table(material: Material, rows: Iterable[known.Row]) -> Iterator[Finding]:
    """What documents say otherwise than a row of the table that is about the same instrument."""
    by_key: dict[str, list[known.Row]] = {}
    for row in rows:
        by_key.setdefault(number_key(row.number), []).append(row)
    for instrument in material.instruments.values():
        found = by_key.get(number_key(instrument.number or ""), ()) if instrument.scope == CENTRAL else ()
        row = _about(instrument, found)
        if row is not None:
            yield from _against(instrument, row, material.mentions.get(instrument.id, []))


def _about(instrument: Instrument, rows: Iterable[known.Row]) -> known.Row | None:
    """The row of this instrument: with its date, or, where no row has it, the one row with its subject."""
    rows = list(rows)
    dates = {
        instrument.date,
        *(one.value for part in instrument.conflicts if part.kind == "date" for one in part.values),
    }
    dated = [row for row in rows if row.date and row.date in dates]
    if dated:
        return dated[0] if len(dated) == 1 else None
    alike = [row for row in rows if row.title and subjects(instrument.title, row.title) is Relation.SAME]
    return alike[0] if len(alike) == 1 and same_issuer(instrument.issuer, alike[0].issuer) else None


def _against(instrument: Instrument, row: known.Row, mentions: list[Mention]) -> Iterator[Finding]:
    for field, (_, what) in _KINDS.items():
        given = getattr(row, field)
        if not given or field == "title":
            continue
        others: dict[str, list[Place]] = {}
        for mention in mentions:
            value = getattr(mention, field)
            if value and not _agree(field, value, given):
                others.setdefault(value, []).append(place(mention))
        if not others:
            continue
        values = (
            Value(given, source=row.source or "bảng văn bản"),
            *(Value(value, tuple(at)) for value, at in sorted(others.items())),
        )
        told = "; ".join(
            f"{_shown(field, value)} ({len({one.directive for one in at})} văn bản)"
            for value, at in sorted(others.items())
        )
        yield Finding(
            "table_conflict",
            f"{called(instrument)}: {what} theo bảng văn bản là {_shown(field, given)}, mà văn bản trong kho ghi {told}.",
            LIKELY,
            instrument.id,
            instrument.number,
            values,
            given,
        )


def _agree(field: str, value: str, given: str) -> bool:
    return same_issuer(value, given) if field == "issuer" else value == given
