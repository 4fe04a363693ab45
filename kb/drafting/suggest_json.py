"""The JSON of ``kb suggest``: every key always there. Made to be passed on, so documents with a secrecy stamp have no part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.contract import Json, document_json, evidence_json, instrument_json
from kb.drafting.skeleton_headings import numbered
from kb.drafting.suggest_types import AS_BASIS

if TYPE_CHECKING:
    from collections.abc import Collection as Items

    from kb.drafting.skeleton import Skeleton
    from kb.drafting.suggest_types import LeftOut, Piece, Suggested, Suggestion, Wanted
    from kb.store.records import Instrument


def suggestion_json(found: Suggestion, stamped: Items[str]) -> Json:
    """The result of ``kb suggest``.

    Args:
        found: the suggestion.
        stamped: ids of the documents that are not to be named.
    """
    wanted = found.wanted
    return {
        "subject": wanted.subject,
        "type": wanted.type,
        "province": wanted.province,
        "as_of": wanted.as_of,
        "style": found.style,
        "bases": [_base_json(one, wanted, stamped) for one in found.bases],
        "lines": [line.text for line in found.lines],
        "comparable": [
            {"document": document_json(one.document), "weight": round(one.weight, 4)} for one in found.comparable
        ],
        "left_out": [_left_out_json(one, stamped) for one in found.left_out],
        "counterparts": [
            {"text": one.text, "evidence": [evidence_json(item, rank) for rank, item in enumerate(one.evidence, 1)]}
            for one in found.counterparts
        ],
        "warnings": list(found.warnings),
        "message": found.message,
    }


def skeleton_json(begun: Skeleton, stamped: Items[str]) -> Json:
    """The result of ``kb draft``: what stands in the file, and from where."""
    return {
        "type": begun.type,
        "topic": begun.topic,
        "style": begun.style,
        "issuer": begun.issuer,
        "symbol": begun.symbol,
        "place": begun.place,
        "issued": document_json(begun.issued) if begun.issued else None,
        "sections": [
            {
                "label": label,
                "heading": one.heading,
                "sources": [
                    {
                        "document": document_json(source.document),
                        "label": source.label,
                        "text": source.heading,
                        "start": source.span.start,
                        "end": source.span.end,
                    }
                    for source in one.sources
                ],
            }
            for label, one in numbered(begun.headings)
        ],
        **{key: value for key, value in suggestion_json(begun.suggestion, stamped).items() if key in _OF_BASES},
    }


_OF_BASES = ("bases", "lines", "left_out", "counterparts", "message")


def _base_json(one: Suggested, wanted: Wanted, stamped: Items[str]) -> Json:
    documents = {place.document.id: place.document for place in one.citing}
    as_basis = {place.document.id for place in one.citing if place.role == AS_BASIS}
    return {
        "instrument": _open(one.instrument, stamped),
        "line": one.line.text,
        "score": round(one.score, 4),
        "reason": one.reason,
        "present": one.present is not None,
        "present_in": one.present,
        "status": one.status,
        "status_reason": one.told or None,
        "replaces": [_open(row, stamped) for row in one.replaces],
        "missing": list(one.line.missing),
        "warnings": list(one.warnings),
        "cited_by": [
            {"document": document_json(document), "as_basis": ident in as_basis}
            for ident, document in documents.items()
        ],
        "calls": _piece_json(one.calls, wanted),
        "evidence": [evidence_json(item, rank) for rank, item in enumerate(one.evidence, start=1)],
    }


def _piece_json(piece: Piece | None, wanted: Wanted) -> Json | None:
    """What of the draft calls for it; offsets are those of the draft's text as ``kb parse`` gives it."""
    if piece is None or piece.span is None or wanted.draft is None:
        return None
    return {"start": piece.span.start, "end": piece.span.end, "text": piece.span.of(wanted.draft.text)}


def _left_out_json(one: LeftOut, stamped: Items[str]) -> Json:
    return {"instrument": _open(one.instrument, stamped), "reason": one.reason}


def _open(row: Instrument, stamped: Items[str]) -> Json:
    """A row of the catalogue without the documents that are not to be named."""
    shown = instrument_json(row)
    shown["cited_by"] = [one for one in shown["cited_by"] if one not in stamped]
    shown["conflicts"] = [
        conflict
        for conflict in (
            {
                **one,
                "values": [
                    {**value, "documents": [ident for ident in value["documents"] if ident not in stamped]}
                    for value in one["values"]
                    if set(value["documents"]) - set(stamped)
                ],
            }
            for one in shown["conflicts"]
        )
        if len(conflict["values"]) > 1
    ]
    return shown
