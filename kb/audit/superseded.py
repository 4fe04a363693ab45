"""Bases that were replaced or repealed before the document that stands on them was issued."""

from __future__ import annotations

from collections.abc import Iterator

from kb.audit.findings import LIKELY, Finding, Value
from kb.audit.material import Material, called, place
from kb.catalogue.describe import day
from kb.catalogue.in_force import EXPIRED, in_force

_ON = frozenset({"căn cứ", "thực hiện", "hướng dẫn"})
_ENDS = frozenset({"thay thế", "bãi bỏ", "hợp nhất", "sửa đổi, bổ sung", "đính chính"})


def ended(material: Material) -> Iterator[Finding]:
    """Documents that rest on what had lost its effect by then; not those that say so themselves."""
    for ident, mentions in material.mentions.items():
        row = material.instruments[ident]
        for mention in mentions:
            document = material.documents[mention.directive]
            issued = document.header.date
            if issued is None or document.header.draft:
                continue
            kinds = {
                one.kind
                for one in material.store.directives.relations(mention.directive)
                if one.target == mention.position and one.source is None
            }
            if not kinds & _ON or kinds & _ENDS:
                continue
            state = in_force(material.store, row, as_of=issued)
            # Who replaces it may well name it among its own bases.
            if state.status != EXPIRED or any(act.directive == mention.directive for act in state.acts):
                continue
            yield Finding(
                "superseded",
                f"{called(row)} đã hết hiệu lực{f' từ {day(state.since)}' if state.since else ''} khi văn bản này viện dẫn: {state.told}.",
                LIKELY,
                ident,
                row.number or row.name,
                (Value(row.number or row.name or "", (place(mention),)),),
                state.by_name,
            )
