"""The nouns of an audit."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.types import Span

SURE, LIKELY, LOOK = "chắc chắn", "nhiều khả năng", "cần xem lại"
"""How sure a finding is: the documents contradict each other or the calendar; one reading is much likelier; a person has to tell."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document says something: its id and the range in its text."""

    directive: str
    span: Span


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values that stand against each other, and where each is said; ``source`` where no document says it."""

    value: str
    places: tuple[Place, ...] = ()
    source: str | None = None

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents that say it."""
        return tuple(sorted({place.directive for place in self.places}))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that somebody should look at.

    Attributes:
        kind: ``date_conflict`` and the like; :data:`KINDS` names them all.
        message: what is wrong, in one Vietnamese sentence.
        sure: one of :data:`SURE`, :data:`LIKELY`, :data:`LOOK`.
        instrument: id of the instrument that it is about; ``None`` for one about an abbreviation.
        number: its number or name, or the abbreviation.
        values: what stands against each other, the likelier first.
        likely: the form that is probably right; ``None`` where nothing tells.
    """

    kind: str
    message: str
    sure: str
    instrument: str | None = None
    number: str | None = None
    values: tuple[Value, ...] = ()
    likely: str | None = None


KINDS = {
    "date_conflict": "ngày ban hành ghi khác nhau",
    "issuer_conflict": "cơ quan ban hành ghi khác nhau",
    "type_conflict": "loại văn bản ghi khác nhau",
    "subject_conflict": "trích yếu ghi khác nhau",
    "symbol_issuer": "ký hiệu không hợp với cơ quan ban hành",
    "date_invalid": "ngày không có thật",
    "date_order": "viện dẫn văn bản ban hành sau mình",
    "superseded": "viện dẫn văn bản đã hết hiệu lực",
    "misprint": "số hiệu có thể ghi nhầm",
    "abbreviation": "chữ viết tắt giải thích khác nhau",
}
"""Kinds of findings and what they are called."""
