"""The nouns of a comparison: items of documents, put side by side in rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.types import Span

if TYPE_CHECKING:
    from ingest.types import Target
    from kb.store.records import Document

ASPECTS = ("bases", "purposes", "targets", "tasks", "deadlines", "duties", "reporting", "citations")
"""In the order in which they are shown. ``citations`` are the instruments that a document cites beside its bases."""


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of one document that says one thing.

    Attributes:
        aspect: one of :data:`ASPECTS`.
        document: id.
        span: in the document's text.
        text: exactly the characters of the span.
        head: the heading that it stands under; of duties, who is charged.
        section: labels of the enclosing sections joined by dots.
        page: on which it starts; ``None`` where the source has no pages.
        target: its number, where it is a target.
        instruments: ids of the catalogue's rows that it cites.
        dates: days and rhythms that it sets.
        plain: the text without what it cites, of which the titles would outweigh what is said about them.
    """

    aspect: str
    document: str
    span: Span
    text: str
    head: str = ""
    section: str | None = None
    page: int | None = None
    target: Target | None = None
    instruments: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    plain: str = ""

    @property
    def key(self) -> tuple[str, int, int]:
        """By which items are put in order, whatever order the documents were given in."""
        return self.document, self.span.start, self.span.end


@dataclass(frozen=True, slots=True)
class Row:
    """What several documents say of one matter; a document that says nothing of it is not among the items.

    Attributes:
        label: the heading, number or opening words by which a person finds the row.
        items: by document, at most one of each.
        differs: the numbers in it are not all the same.
    """

    label: str
    items: tuple[Item, ...]
    differs: bool = False

    def of(self, document: str) -> Item | None:
        """What one document says."""
        return next((item for item in self.items if item.document == document), None)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect with its rows: those of the most documents first."""

    key: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A line of the summary, which is made of the cells of one row and nothing else.

    Attributes:
        kind: ``differs`` (numbers that are not the same) or ``shared`` (all documents have it).
    """

    kind: str
    aspect: Aspect
    row: Row


@dataclass(frozen=True, slots=True)
class Comparison:
    """Documents side by side.

    Attributes:
        documents: in the order given.
        aspects: all of :data:`ASPECTS`, also those without a row.
        summary: what to read first.
        topic: to which the rows were narrowed down.
        notes: what a person should know: a lone document, nothing shared, documents left out.
    """

    documents: tuple[Document, ...]
    aspects: tuple[Aspect, ...]
    summary: tuple[Remark, ...] = ()
    topic: str | None = None
    notes: tuple[str, ...] = ()
