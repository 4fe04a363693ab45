"""Spaced repetition (FSRS): when a question that somebody has answered is to be asked again.

The scheduler is that of https://github.com/open-spaced-repetition/py-fsrs, without its random spread: the same answers
at the same times give the same days. A question is found again by its id, so that its progress outlasts a rebuild; where
the words of its passage are gone there is no such question any more, and its card is left alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from kb.store import Store
from kb.store.learning import Card
from kb.training.facts import facts
from kb.training.making import asked, ident
from kb.training.material import Material
from kb.training.types import Question


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is.

    Attributes:
        cards: questions answered at least once, of which ``due`` are to be asked again and ``retired`` have lost their passage.
        next_due: when the next one is due, UTC, ISO 8601.
        answered, correct: answers given, and right ones.
    """

    cards: int
    due: int
    retired: int
    next_due: str | None
    answered: int
    correct: int


def answer(store: Store, learner: str, question: str, *, correct: bool, now: datetime) -> datetime:
    """Keep an answer; when the question is to be asked again.

    Args:
        store: open for writing, outside of a snapshot.
        learner: whose answer it is.
        question: id of the question.
        correct: whether it was right.
        now: with its zone.
    """
    import fsrs

    at = now.astimezone(UTC)
    before = store.learning.card(learner, question)
    card = fsrs.Card.from_json(before.state) if before else fsrs.Card(card_id=_number(question), due=at)
    rating = fsrs.Rating.Good if correct else fsrs.Rating.Again
    card, _ = fsrs.Scheduler(enable_fuzzing=False).review_card(card, rating, at)
    with store.transaction():
        kept = Card(question, _iso(card.due), card.to_json())
        store.learning.answered(learner, kept, correct=correct, at=_iso(at))
    return card.due


def due(material: Material, learner: str, now: datetime) -> tuple[Question, ...]:
    """The questions that are to be asked again by now, the longest overdue first; the options are shuffled by the day."""
    cards = [card for card in material.store.learning.cards(learner) if card.due <= _iso(now)]
    if not cards:
        return ()
    known = {ident(fact): fact for fact in facts(material)}
    day = now.astimezone(UTC).date().isoformat()
    live = (known[card.question] for card in cards if card.question in known)
    return tuple(asked(one, None, Random(f"{ident(one)} {day}")) for one in live)  # noqa: S311 (no secret)


def progress(material: Material, learner: str, now: datetime) -> Progress:
    """How far somebody is with the questions of a collection."""
    cards = material.store.learning.cards(learner)
    known = {ident(fact) for fact in facts(material)} if cards else set()
    live = [card for card in cards if card.question in known]
    given, correct = material.store.learning.score(learner)
    return Progress(
        cards=len(cards),
        due=sum(card.due <= _iso(now) for card in live),
        retired=len(cards) - len(live),
        next_due=live[0].due if live else None,
        answered=given,
        correct=correct,
    )


def _number(question: str) -> int:
    return int(hashlib.sha256(question.encode()).hexdigest()[:12], 16)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
