"""What people learn, in the database: topics, passages read, and the cards of a spaced repetition. No document's text."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """A question that a learner has answered.

    Attributes:
        question: its id.
        due: when it is to be asked again, UTC, ISO 8601.
        state: the scheduler's, JSON.
    """

    question: str
    due: str
    state: str


class Learning:
    """The tables ``studies``, ``lessons``, ``cards`` and ``reviews``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def study(self, learner: str, topic: str, at: str) -> None:
        """Remember what somebody is learning."""
        self._db.execute("INSERT OR REPLACE INTO studies VALUES (?, ?, ?)", (learner, topic, at))

    def topics(self, learner: str) -> tuple[str, ...]:
        """What somebody learns, the last first."""
        rows = self._db.execute("SELECT topic FROM studies WHERE learner = ? ORDER BY at DESC, topic", (learner,))
        return tuple(row["topic"] for row in rows)

    def read(self, learner: str, topic: str, contents: list[str], at: str) -> None:
        """Remember that somebody has read passages, by the sha256 of their texts."""
        self._db.executemany(
            "INSERT OR IGNORE INTO lessons VALUES (?, ?, ?, ?)", [(learner, topic, content, at) for content in contents]
        )

    def has_read(self, learner: str, topic: str) -> frozenset[str]:
        """The sha256 of the texts that somebody has read on a topic."""
        rows = self._db.execute("SELECT content FROM lessons WHERE learner = ? AND topic = ?", (learner, topic))
        return frozenset(row["content"] for row in rows)

    def card(self, learner: str, question: str) -> Card | None:
        """The card of a question; ``None`` where it has not been answered."""
        row = self._db.execute("SELECT * FROM cards WHERE learner = ? AND question = ?", (learner, question)).fetchone()
        return None if row is None else Card(row["question"], row["due"], row["card"])

    def cards(self, learner: str) -> tuple[Card, ...]:
        """All cards of somebody, the one that is due first in front."""
        rows = self._db.execute("SELECT * FROM cards WHERE learner = ? ORDER BY due, question", (learner,))
        return tuple(Card(row["question"], row["due"], row["card"]) for row in rows)

    def answered(self, learner: str, card: Card, *, correct: bool, at: str) -> None:
        """Remember an answer, and when the question comes back."""
        self._db.execute(
            "INSERT OR REPLACE INTO cards VALUES (?, ?, ?, ?)", (learner, card.question, card.due, card.state)
        )
        self._db.execute(
            "INSERT INTO reviews (learner, question, at, correct) VALUES (?, ?, ?, ?)",
            (learner, card.question, at, int(correct)),
        )

    def score(self, learner: str) -> tuple[int, int]:
        """How many answers somebody has given, and how many of them were right."""
        row = self._db.execute(
            "SELECT count(*) AS given, coalesce(sum(correct), 0) AS correct FROM reviews WHERE learner = ?", (learner,)
        ).fetchone()
        return int(row["given"]), int(row["correct"])
