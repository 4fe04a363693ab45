"""What a question gets: statements, each carried by passages, or a refusal with near misses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.types import Passage
    from ingest.types import Span
    from kb.store.records import Document, Instrument

NO_EVIDENCE = "no_evidence"
UNKNOWN_NUMBER = "unknown_number"
AMBIGUOUS = "ambiguous"
EMPTY_QUESTION = "empty_question"

REASONS = {
    NO_EVIDENCE: "Kho văn bản không có đoạn nào trả lời được câu hỏi này.",
    UNKNOWN_NUMBER: "Không có văn bản nào trong kho mang hoặc viện dẫn số hiệu này.",
    AMBIGUOUS: "Có nhiều văn bản khớp với câu hỏi; hãy nêu rõ số, ký hiệu, năm hoặc tỉnh.",
    EMPTY_QUESTION: "Câu hỏi chưa có nội dung để tìm; hãy nêu vấn đề hoặc số hiệu văn bản.",
}
"""Why nothing is answered, as a person reads it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that carries statements.

    Attributes:
        passage: what is shown, an exact piece of the directive.
        document: the directive that it stands in.
        score: how well it fits the question, 0 to 1.
        highlights: ranges of the directive's text that carry the statement.
    """

    passage: Passage
    document: Document
    score: float
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the answer.

    Attributes:
        marks: positions (from 1) in :attr:`Answer.evidence`.
        minor: says where an instrument is cited, beside the answer itself.
    """

    text: str
    marks: tuple[int, ...]
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a question.

    Attributes:
        question: as typed.
        reason: ``None`` when answered, else one of the keys of :data:`REASONS`.
        statements: the answer, sentence by sentence.
        instruments: the instruments that the answer names, the best first.
        evidence: the cited passages, in the order of their marks.
        near: passages that come close, where nothing was answered.
        message: why nothing is answered, where more can be said than the reason's own sentence.
        note: how the question was read when not as typed (a slip corrected), or more about a refusal.
    """

    question: str
    reason: str | None = None
    statements: tuple[Statement, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    near: tuple[Evidence, ...] = ()
    note: str | None = None
    message: str | None = None

    @property
    def answered(self) -> bool:
        """Whether anything was answered."""
        return self.reason is None

    @property
    def text(self) -> str:
        """The whole answer with its marks; of a refusal, why."""
        if self.reason is not None:
            return " ".join(part for part in (self.message or REASONS[self.reason], self.note) if part)
        return "\n".join(
            statement.text + " " + "".join(f"[{mark}]" for mark in statement.marks) for statement in self.statements
        )
