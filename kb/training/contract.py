"""The JSON of ``kb glossary``, ``kb quiz`` and ``kb learn``."""

from __future__ import annotations

from typing import Any

from kb.contract import instrument_json, passage_json
from kb.training.paths import Step, content
from kb.training.progress import Progress
from kb.training.types import Proof, Question, Quiz, Term

Json = dict[str, Any]


def proof_json(proof: Proof, rank: int = 1) -> Json:
    """A passage, and the range of the words that count."""
    return {
        **passage_json(proof.passage, proof.document, rank=rank, score=1.0),
        "highlights": [{"start": proof.span.start, "end": proof.span.end}],
    }


def term_json(term: Term) -> Json:
    """A term with all its expansions; ``expansion`` and ``evidence`` are those of the most used one."""
    first = term.expansions[0]
    return {
        "term": term.term,
        "expansion": first.text,
        "evidence": _proofs(first.proofs),
        "source": first.source,
        "kind": first.kind,
        "used_by": term.used_by,
        "expansions": [
            {
                "expansion": one.text,
                "source": one.source,
                "kind": one.kind,
                "documents": sorted({proof.document.id for proof in one.proofs}),
                "evidence": _proofs(one.proofs),
            }
            for one in term.expansions
        ],
    }


def question_json(question: Question) -> Json:
    """One question; ``answer`` is the position of the right option."""
    return {
        "id": question.id,
        "kind": question.kind,
        "level": question.level,
        "question": question.question,
        "options": list(question.options),
        "answer": question.answer,
        "explanation": question.explanation,
        "evidence": _proofs(question.proofs),
        "truths": [truth or None for truth in question.truths],
    }


def quiz_json(quiz: Quiz) -> Json:
    """A quiz, with what there is to say about it."""
    return {
        "questions": [question_json(one) for one in quiz.questions],
        "topic": quiz.topic,
        "seed": quiz.seed,
        "message": quiz.message,
    }


def step_json(step: Step, read: frozenset[str]) -> Json:
    """One step of a path, and which of its passages have been read."""
    return {
        "level": step.level,
        "instrument": instrument_json(step.instrument) if step.instrument else None,
        "document": step.document.id if step.document else None,
        "passages": [
            {**proof_json(proof, rank), "read": content(proof.passage) in read}
            for rank, proof in enumerate(step.proofs, start=1)
        ],
    }


def progress_json(progress: Progress) -> Json:
    """How far somebody is."""
    return {
        "cards": progress.cards,
        "due": progress.due,
        "retired": progress.retired,
        "next_due": progress.next_due,
        "answered": progress.answered,
        "correct": progress.correct,
    }


def _proofs(proofs: tuple[Proof, ...]) -> list[Json]:
    return [proof_json(proof, rank) for rank, proof in enumerate(proofs, start=1)]
