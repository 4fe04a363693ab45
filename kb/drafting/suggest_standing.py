"""What of the candidates may be named: the own scope only, nothing replaced without its successor, nothing that is there already."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.types import Header, Span
from kb.catalogue.describe import day
from kb.catalogue.in_force import EXPIRED, NOT_YET, PARTLY, Act, InForce, in_force
from kb.catalogue.stated import scope_of
from kb.drafting.suggest_types import AS_BASIS, IN_BODY
from kb.store.keys import number_key
from kb.store.records import Document, Instrument

if TYPE_CHECKING:
    from collections.abc import Collection as Items

    from ingest.types import Citation
    from kb.collection import Collection
    from kb.drafting.suggest_types import Wanted

_REPLACED = "thay thế"
_STEPS = 5
"""Successors of successors that are followed."""
_FIELDS = {"date": "ngày", "issuer": "cơ quan ban hành", "type": "loại văn bản", "title": "trích yếu"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What an instrument is on the day of the draft.

    Attributes:
        instrument: to be named: itself, or what has replaced it; ``None``: nothing may be.
        told: why not, or what is to be said of its standing.
        replaced: what it has replaced, the first that was cited first.
        said: where a document says so: its id, and the words.
    """

    instrument: Instrument | None
    status: str
    told: str = ""
    replaced: tuple[Instrument, ...] = ()
    said: tuple[tuple[str, Span], ...] = ()


def standing_of(collection: Collection, row: Instrument, wanted: Wanted) -> Standing:
    """An instrument, or its successor in force."""
    replaced: list[Instrument] = []
    said: list[tuple[str, Span]] = []
    for _ in range(_STEPS):
        force = in_force(collection.store, row, as_of=wanted.as_of)
        if force.status != EXPIRED:
            return Standing(row, force.status, force.told, tuple(replaced), tuple(said))
        act = next(
            (one for one in force.acts if one.kind == _REPLACED and one.part is None and one.on(wanted.as_of)), None
        )
        after = _successor(collection, act) if act is not None else None
        if act is None or after is None or after.scope not in wanted.scopes or after in replaced:
            return Standing(None, force.status, _why(force), tuple(replaced))
        if act.directive and act.span and collection.is_active(act.directive):
            said.append((act.directive, act.span))
        replaced.append(row)
        row = after
    return Standing(None, EXPIRED, "chuỗi văn bản thay thế quá dài", tuple(replaced))


def _successor(collection: Collection, act: Act) -> Instrument | None:
    """The row of what replaces; a directive of the collection that nobody cites yet has none, and speaks for itself."""
    if act.by:
        return collection.store.instruments.get(act.by)
    if act.directive is None or act.by_name is None or not collection.is_active(act.directive):
        return None
    document = collection.document(act.directive)
    head = document.header
    if not head.number or not act.by_name.endswith(f" {head.number}"):
        return None
    scope = scope_of(head.number, head.issuer, document)
    return Instrument(
        document.id, head.number, scope, head.type, head.date, head.issuer, head.title, directive=document.id
    )


def _why(force: InForce) -> str:
    told = force.told or (f"hết hiệu lực từ {day(force.since)}" if force.since else "hết hiệu lực")
    return f"{told}; kho chưa có văn bản thay thế để nêu: hãy tra cứu" if force.by is None else told


def warnings_of(row: Instrument, standing: Standing, wanted: Wanted) -> tuple[str, ...]:
    """What is to be looked at before an instrument is named."""
    found = [
        f"các văn bản trong kho ghi {_FIELDS[one.kind]} khác nhau: "
        + "; ".join(f"{_shown(one.kind, value.value)} ({len(value.documents)} văn bản)" for value in one.values)
        for one in row.conflicts
        if one.kind in _FIELDS
    ]
    if standing.status in {PARTLY, NOT_YET}:
        found.append(standing.status + (f" ({standing.told})" if standing.told else ""))
    own, other = _years(wanted.subject) or {wanted.as_of[:4]}, _years(row.title or row.name or "")
    if other and not own & other:
        found.append(f"trích yếu nói về năm {', '.join(sorted(other))}: xem có văn bản của năm nay không")
    return tuple(found)


_YEARS = re.compile(r"năm ((?:19|20)\d\d)(?!\s*[-–\d])")


def _years(text: str) -> set[str]:
    return set(_YEARS.findall(text))


def _shown(kind: str, value: str) -> str:
    return day(value) if kind == "date" else f"“{value}”"


def without_secrets(row: Instrument, stamped: Items[str]) -> Instrument:
    """A row without the fields that only a document with a secrecy stamp states: lines are made to be passed on."""
    hidden = {name for name, claim in row.evidence if claim.directive in stamped}
    return replace(
        row,
        date=None if "date" in hidden else row.date,
        issuer=None if "issuer" in hidden else row.issuer,
        type=None if "type" in hidden else row.type,
        title=None if "title" in hidden else row.title,
    )


def numbered_twin(collection: Collection, row: Instrument) -> Instrument:
    """The numbered law of the name by which another document cites it, where there is just one."""
    if row.number is not None or not row.name:
        return row
    found = [one for one in collection.named(row.name) if one.number is not None]
    return found[0] if len(found) == 1 else row


def named_in(collection: Collection, wanted: Wanted) -> dict[str, str]:
    """The instruments that the draft names, by id: among its bases, or in its body only."""
    draft = wanted.draft
    if draft is None:
        return {}
    bases = {place for basis in draft.bases for place in basis.citations}
    document = Document("draft", draft.header, "", (), sample=False)
    found: dict[str, str] = {}
    for place, citation in enumerate(draft.citations):
        for ident in (
            *(row.id for row in _meant(collection, citation, document)),
            *_issued(collection, citation, document),
        ):
            if found.get(ident) != AS_BASIS:
                found[ident] = AS_BASIS if place in bases else IN_BODY
    return found


def _issued(collection: Collection, citation: Citation, document: Document) -> list[str]:
    """The directives of the collection that a citation of the draft can mean: one that nobody else cites has no row."""
    if citation.number is None:
        return []
    scope = scope_of(citation.number, citation.issuer, document)
    return [
        one.id
        for one in collection.store.directives.numbered(number_key(citation.number))
        if scope_of(citation.number, one.header.issuer, one) == scope
    ]


def _meant(collection: Collection, citation: Citation, document: Document) -> list[Instrument]:
    """The rows that a citation of the draft can mean: those of its date where several bear the number."""
    if citation.number is None:
        return collection.named(citation.name) if citation.name else []
    scope = scope_of(citation.number, citation.issuer, document)
    rows = [one for one in collection.store.instruments.numbered(number_key(citation.number)) if one.scope == scope]
    return [one for one in rows if one.date == citation.date] or rows


def is_itself(row: Instrument, head: Header | None, scopes: Items[str]) -> bool:
    """Whether an instrument is the draft: it bears its number, in its scope."""
    if head is None or head.number is None or row.number is None:
        return False
    return number_key(row.number) == number_key(head.number) and row.scope in {"", *scopes}
