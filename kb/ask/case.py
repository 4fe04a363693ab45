"""One question on its way to an answer: what it may rest on, and how it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.ask.answer import AMBIGUOUS, NO_EVIDENCE, UNKNOWN_NUMBER, Answer, Evidence
from kb.ask.compose import Composer
from kb.ask.near import near_numbers, near_passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.ask.question import Question
    from kb.ask.subjects import NumberMatch
    from kb.collection import Collection
    from kb.store.records import Document

# Calibrated on the development questions (tests/data/questions/*_blind.json); `kb eval-answers` prints the shares.
ENOUGH = 0.62
"""Share of a question's weight that a sentence and what stands around it must hold to answer."""
ENOUGH_OWN = 0.28
"""Share that the quoted words alone must hold."""
ENOUGH_BESIDE_VALUE = 0.42
"""Share that must stand in the very words that state a quantity: figures are everywhere."""
ENOUGH_SUBJECT = 0.6
"""Share that an instrument's subject and the words around its mention must hold."""
ENOUGH_STEPS = 0.52
"""Share that a section must hold whose heading or labels say that it goes by steps."""
ALIKE = 0.92
"""A second document, or a second sentence, is quoted too when it scores this share of the best."""
MOST_READ = 60
"""Documents whose whole outline is read for one question."""
PASSAGES = 60
"""Passages that the retrievers hand over for a closer look."""


@dataclass(slots=True)
class Case:
    """A question, the collection it is asked of, and the documents that may carry the answer.

    Attributes:
        allowed: ids of those documents.
        admitted: ids of the documents that pass the filters; near misses come from them.
        note: what a person is told beside the answer.
    """

    collection: Collection
    question: Question
    allowed: frozenset[str]
    admitted: frozenset[str]
    note: str | None = None

    @property
    def documents(self) -> list[Document]:
        """The documents that may carry the answer."""
        return [document for document in self.collection.documents if document.id in self.allowed]

    def likely(self) -> list[Document]:
        """The documents whose outline is worth reading: all of a few, of many those that the retrievers point to."""
        documents = self.documents
        if len(documents) <= MOST_READ:
            return documents
        hits = self.collection.search(self.question.query, k=MOST_READ * 2, documents=self.allowed)
        found = dict.fromkeys(self.collection.passage(hit.passage).document for hit in hits)
        return [self.collection.document(ident) for ident in list(found)[:MOST_READ]]

    def within(self, documents: Sequence[Document]) -> Case:
        """The same question asked of these documents only."""
        return Case(self.collection, self.question, frozenset(one.id for one in documents), self.admitted, self.note)

    def composer(self) -> Composer:
        """An empty answer."""
        return Composer(self.collection, self.question.text)

    def finish(self, composer: Composer) -> Answer:
        """The answer that was composed, or a refusal where nothing was."""
        return composer.finish(note=self.note) if composer else self.refuse(NO_EVIDENCE)

    def add_note(self, note: str) -> None:
        """Tell a person something beside the answer."""
        self.note = f"{self.note} {note}" if self.note else note

    def refuse(self, reason: str, note: str | None = None, *, numbers: Sequence[NumberMatch] = ()) -> Answer:
        """A refusal with near misses."""
        if note:
            self.add_note(note)
        near: tuple[Evidence, ...] = ()
        if reason == UNKNOWN_NUMBER:
            near = near_numbers(self.collection, [match.query for match in numbers if not match.known], self.admitted)
        elif reason == NO_EVIDENCE and self.question.terms:
            near = near_passages(self.collection, self.question, self.allowed or self.admitted)
        return Answer(question=self.question.text, reason=reason, near=near, note=self.note)

    def refuse_ambiguous(self, near: Sequence[Evidence], names: Sequence[str]) -> Answer:
        """A refusal that lists what may be meant."""
        note = f"Các khả năng: {'; '.join(names)}."
        return Answer(question=self.question.text, reason=AMBIGUOUS, near=tuple(near), note=note)
