"""The JSON of ``kb compare``: every key always there, ``null`` or ``[]`` where there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.passages import passage_id
from index.types import Passage
from kb.contract import document_json, passage_json

if TYPE_CHECKING:
    from kb.comparing.changes import Changes
    from kb.comparing.types import Aspect, Comparison, Item, Row
    from kb.store.records import Document

Json = dict[str, Any]


def comparison_json(comparison: Comparison) -> Json:
    """The result of ``kb compare``."""
    documents = {one.id: one for one in comparison.documents}
    return {
        "documents": [document_json(one) for one in comparison.documents],
        "topic": comparison.topic,
        "aspects": [_aspect(aspect, documents) for aspect in comparison.aspects],
        "summary": [
            {"kind": one.kind, "aspect": one.aspect.key, "row": one.aspect.rows.index(one.row), "label": one.row.label}
            for one in comparison.summary
        ],
        "notes": list(comparison.notes),
    }


def passage_of(item: Item) -> Passage:
    """What a cell cites."""
    start, end = item.span.start, item.span.end
    return Passage(
        passage_id(item.document, start, end, item.text),
        item.document,
        start,
        end,
        item.text,
        section=item.section,
        page=item.page,
    )


def changes_json(changes: Changes) -> Json:
    """The result of ``kb compare --changes``."""
    return {
        "documents": [
            {"id": side.id, "number": side.number, "source": side.source} for side in (changes.old, changes.new)
        ],
        "numbers": [{"clause": one.clause, "old": list(one.old), "new": list(one.new)} for one in changes.numbers],
        "changes": [
            {
                "kind": one.kind,
                "old": _clause(one.old),
                "new": _clause(one.new),
                "marks": [{"kind": mark.kind, "text": mark.text} for mark in one.marks],
            }
            for one in changes.changes
        ],
        "unchanged": changes.unchanged,
        "notes": [],
    }


def _clause(clause: Any) -> Json | None:  # noqa: ANN401 (a clause or nothing)
    if clause is None:
        return None
    return {"section": clause.section, "start": clause.start, "end": clause.end, "text": clause.text}


def _aspect(aspect: Aspect, documents: dict[str, Document]) -> Json:
    rows = aspect.rows
    return {
        "aspect": aspect.key,
        "name": aspect.name,
        "rows": [_row(row, documents) for row in rows],
        "shared": [number for number, row in enumerate(rows) if len(row.items) == len(documents) > 1],
        "only": {
            ident: [number for number, row in enumerate(rows) if len(row.items) == 1 and row.items[0].document == ident]
            for ident in documents
        },
    }


def _row(row: Row, documents: dict[str, Document]) -> Json:
    return {
        "label": row.label,
        "differs": row.differs,
        "cells": [_cell(row.of(ident), document) for ident, document in documents.items()],
    }


def _cell(item: Item | None, document: Document) -> Json:
    target = item.target if item else None
    return {
        "document": document.id,
        "text": item.text if item else None,
        "passage": passage_json(passage_of(item), document, rank=1, score=1.0) if item else None,
        "value": target.value if target else None,
        "value_max": target.value_max if target else None,
        "unit": target.unit if target else None,
        "comparator": target.comparator if target else None,
    }
