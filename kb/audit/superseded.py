"""Bases that were replaced or repealed before the document that stands on them was issued."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.text import fold
from ingest.types import Relation
from kb.audit.findings import LIKELY, LOOK, Finding, Value
from kb.audit.material import Material, called, place
from kb.catalogue import known
from kb.catalogue.describe import day
from kb.catalogue.in_force import ENDING, EXPIRED, InForce, in_force
from kb.store import Instrument, Mention
from kb.store.keys import number_key

_ON = frozenset({"căn cứ", "thực hiện", "hướng dẫn"})
_ENDS = frozenset({"thay thế", "bãi bỏ", "hợp nhất", "sửa đổi, bổ sung", "đính chính"})
# Before a mention in the body these say that it is to be followed, not only that it was there.
_FOLLOWED = re.compile(
    r"(?:theo|ap dung|can cu|thuc hien)(?: (?:dung |noi dung |quy dinh (?:tai|cua) |quy che ban hanh kem theo |cac ))?[^;.\n]{0,40}$"
)
_BEFORE = 60


def ended(material: Material, rows: Iterable[known.Row]) -> Iterator[Finding]:
    """Documents that rest on what had lost its effect by then; not those that say so themselves.

    Args:
        material: the collection.
        rows: of the table of instruments.
    """
    told = {number_key(row.number) for row in rows if row.ends or row.status == EXPIRED or row.relations}
    told |= {number_key(one.number) for row in rows for one in row.relations}
    doubtful = material.store.relations.acted_on(ENDING) | _ended_on_a_day(material)
    for ident, mentions in material.mentions.items():
        row = material.instruments[ident]
        if ident in doubtful or number_key(row.number or "") in told:
            yield from _of(material, row, mentions)


def _ended_on_a_day(material: Material) -> frozenset[str]:
    """The instruments of which a document says that they cease to be in force."""
    found = set()
    for ident, mentions in material.mentions.items():
        for mention in mentions:
            if mention.directive in material.ending and mention.position in material.ending[mention.directive]:
                found.add(ident)
    return frozenset(found)


def _of(material: Material, row: Instrument, mentions: Iterable[Mention]) -> Iterator[Finding]:
    states: dict[str, InForce] = {}
    for mention in mentions:
        issued = material.documents[mention.directive].header.date
        if issued is None or material.documents[mention.directive].header.draft:
            continue
        sure = rests(
            material.relations(mention.directive),
            material.text(mention.directive),
            mention.position,
            mention.span.start,
        )
        if sure and issued not in states:
            states[issued] = in_force(material.store, row, as_of=issued)
        state = states[issued] if sure else None
        # Who replaces it may well name it among its own bases.
        if (
            sure is None
            or state is None
            or state.status != EXPIRED
            or any(act.directive == mention.directive for act in state.acts)
        ):
            continue
        since = f" từ {day(state.since)}" if state.since else ""
        yield Finding(
            "superseded",
            f"{called(row)} đã hết hiệu lực{since} khi văn bản này viện dẫn: {state.told}.",
            sure if sure == LOOK or state.since else LOOK,
            row.id,
            row.number or row.name,
            (Value(row.number or row.name or "", (place(mention),)),),
            state.by_name,
        )


def rests(relations: Iterable[Relation], text: str, position: int, start: int) -> str | None:
    """How surely a document stands on what it cites: as a basis, or by words of its body; ``None``: it only speaks of it.

    Args:
        relations: that the document states.
        text: of the document.
        position: of the citation among the document's.
        start: where the citation begins.
    """
    kinds = {one.kind for one in relations if one.target == position and one.source is None}
    if kinds & _ENDS:
        return None
    if kinds & _ON:
        return LIKELY
    before = fold(text[max(0, start - _BEFORE) : start])
    return LOOK if kinds and _FOLLOWED.search(before) else None
