"""The nouns of training."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Passage
from ingest.types import Span
from kb.store.records import Document

LEVELS = {1: "trực tiếp", 2: "phương án gần giống", 3: "liên hệ nhiều văn bản"}
"""How hard a question is, and what that is called."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A passage of the collection, and the words in it that count (a range of the directive's text)."""

    document: Document
    passage: Passage
    span: Span

    @property
    def text(self) -> str:
        """The words that count, exactly as they stand."""
        return self.passage.text[self.span.start - self.passage.start : self.span.end - self.passage.start]


@dataclass(frozen=True, slots=True)
class Expansion:
    """One thing that an abbreviation or a term stands for.

    Attributes:
        text: what it stands for.
        source: ``văn bản`` or ``từ điển``.
        kind: ``viết tắt`` or ``thuật ngữ``.
        proofs: where documents say so; empty for the lexicon's.
    """

    text: str
    source: str
    kind: str
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """An abbreviation or a term, with everything that it stands for; ``used_by`` counts the documents that write it."""

    term: str
    expansions: tuple[Expansion, ...]
    used_by: int


@dataclass(frozen=True, slots=True)
class Rival:
    """What is of the same kind as a right answer and wrong.

    Attributes:
        text: as it is offered.
        key: by which two that are written differently are told to be one.
        far: how unlike the right answer it is; the smaller, the harder.
        truth: what it is right of, for the explanation.
        proof: where that stands.
    """

    text: str
    key: str
    far: float = 0.0
    truth: str = ""
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What can be asked: the question, what is right, and what is verifiably wrong.

    Attributes:
        kind: ``date``, ``issuer`` and the like (:mod:`kb.training.facts`).
        about: what it is about; a quiz asks once about each.
        prompt: the question.
        right, key: the answer, and by what it is told to be another one.
        proofs: where it stands; the answer is in the words of the first.
        rivals: wrong ones, no two of them one.
        across: it takes several documents (level 3).
        prove_rivals: the passages of the rivals belong to the evidence, too.
    """

    kind: str
    about: str
    prompt: str
    right: str
    key: str
    proofs: tuple[Proof, ...]
    rivals: tuple[Rival, ...]
    across: bool = False
    prove_rivals: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a quiz.

    Attributes:
        id: of what is asked, whatever the options and their order.
        options: four texts; ``answer`` is the position of the right one, ``truths`` say what each is right of.
        explanation: why, with the words of the passage and where they stand.
        proofs: the evidence; the answer is in the words of the first.
    """

    id: str
    kind: str
    level: int
    question: str
    options: tuple[str, ...]
    answer: int
    explanation: str
    proofs: tuple[Proof, ...]
    truths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quiz:
    """Questions, and what there is to say about them: why there are fewer than asked for."""

    questions: tuple[Question, ...]
    seed: str
    topic: str | None = None
    message: str | None = None
