"""The JSON of the command line: every key always there, ``null`` or ``[]`` where there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kb import nowadays

if TYPE_CHECKING:
    from index.types import Passage
    from kb.ask.answer import Answer, Evidence
    from kb.store.records import Correction, Document, Instrument, Mention, Removal

Json = dict[str, Any]


def document_json(document: Document) -> Json:
    """A directive as a source of passages."""
    header = document.header
    return {
        "id": document.id,
        "number": header.number,
        "type": header.type,
        "title": header.title,
        "issuer": header.issuer,
        "province": header.province,
        "province_now": nowadays.province_now(header.province),
        "issuer_now": nowadays.to_json(header.issuer),
        "year": header.year,
        "date": header.date,
        "draft": header.draft,
        "secrecy": header.secrecy,
        "sample": document.sample,
        "confidence": document.confidence,
        "source": document.source,
        "sources": list(document.sources),
        "corrections": [correction_json(item) for item in document.corrections],
    }


def correction_json(item: Correction) -> Json:
    """What a person put in the place of what a text gives; ``citation`` is where the citation starts that it is about."""
    return {
        "id": item.id,
        "document": item.directive,
        "field": item.field,
        "value": item.value,
        "was": item.was,
        "by": item.by,
        "at": item.at,
        "note": item.note,
        "citation": item.citation,
        "text": item.printed,
        "state": item.state,
    }


def removal_json(item: Removal) -> Json:
    """A document that a person took out of the collection."""
    return {
        "id": item.id,
        "document": item.directive,
        "name": item.name,
        "sources": list(item.paths),
        "by": item.by,
        "at": item.at,
        "undone_by": item.undone_by,
        "undone_at": item.undone_at,
    }


def passage_json(passage: Passage, document: Document, *, rank: int, score: float) -> Json:
    """A passage as a hit."""
    return {
        "rank": rank,
        "id": passage.id,
        "document": document_json(document),
        "section": passage.section,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(score, 4),
    }


def evidence_json(evidence: Evidence, rank: int) -> Json:
    """A cited passage with the ranges that carry the statements."""
    return {
        **passage_json(evidence.passage, evidence.document, rank=rank, score=evidence.score),
        "highlights": [{"start": span.start, "end": span.end} for span in evidence.highlights],
    }


def instrument_json(instrument: Instrument) -> Json:
    """A row of the catalogue."""
    return {
        "id": instrument.id,
        "number": instrument.number,
        "type": instrument.type,
        "date": instrument.date,
        "issuer": instrument.issuer,
        "title": instrument.title,
        "status": instrument.status,
        "cited_by": list(instrument.cited_by),
        "scope": instrument.scope,
        "spellings": list(instrument.spellings),
        "directive": instrument.directive,
        "note": instrument.note,
        "note_source": instrument.note_source,
        "issuer_now": nowadays.to_json(instrument.issuer),
        "conflicts": [
            {
                "kind": conflict.kind,
                "values": [{"value": value.value, "documents": list(value.documents)} for value in conflict.values],
            }
            for conflict in instrument.conflicts
        ],
    }


def mention_json(mention: Mention, document: Document, passage: Passage | None, text: str) -> Json:
    """One mention of an instrument, with what it claims, uncorrected, and the corrections beside."""
    return {
        "document": document_json(document),
        "section": passage.section if passage else None,
        "page": passage.page if passage else None,
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.span.of(text),
        "number": mention.number,
        "type": mention.type,
        "date": mention.date,
        "issuer": mention.issuer,
        "title": mention.title,
        "corrections": [correction_json(item) for item in mention.corrections],
    }


def answer_json(answer: Answer) -> Json:
    """The result of ``kb ask``."""
    return {
        "question": answer.question,
        "answered": answer.answered,
        "reason": answer.reason,
        "answer": answer.text if answer.answered else None,
        "statements": [
            {"text": item.text, "marks": list(item.marks), "minor": item.minor} for item in answer.statements
        ],
        "instruments": [instrument_json(instrument) for instrument in answer.instruments],
        "passages": [evidence_json(item, rank) for rank, item in enumerate(answer.evidence, start=1)],
        "near": [evidence_json(item, rank) for rank, item in enumerate(answer.near, start=1)],
        "message": None if answer.answered else answer.text,
        "note": answer.note,
    }
