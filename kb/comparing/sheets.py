"""A comparison as tables of words and numbers: what all exports write, each in its own form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from kb.ask.compose import name_of, where
from kb.comparing.contract import passage_of
from kb.comparing.summary import summary
from kb.export_guard import exportable
from kb.nowadays import mark

if TYPE_CHECKING:
    from kb.comparing.types import Aspect, Comparison, Item, Row
    from kb.store.records import Document

TITLE = "BẢNG SO SÁNH VĂN BẢN"
KINDS = {"differs": "Số liệu, thời hạn khác nhau", "shared": "Các văn bản đều có"}
SUMMARY = "Tóm tắt"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the words of the document, and where they stand. Both empty where the document says nothing."""

    text: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table; ``share`` tells whether all documents have it, some, or one."""

    label: str
    cells: tuple[Cell, ...]
    share: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One aspect, or the summary."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A share in per cent that documents want reached: one value for each, ``None`` where a document says nothing."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All that an export writes.

    Attributes:
        columns: short names of the documents.
        documents: their full names with their files.
        tables: the summary, then every aspect that has rows.
        bars: of the chart.
        notes: what is to be said below the title.
    """

    columns: tuple[str, ...]
    documents: tuple[str, ...]
    tables: tuple[Table, ...]
    bars: tuple[Bar, ...]
    notes: tuple[str, ...]


def book(comparison: Comparison) -> Book:
    """The tables of what may be passed on: documents with a secrecy stamp are left out, and all that only they say."""
    parted = exportable(comparison.documents)
    documents = parted.documents
    aspects = tuple(_without(aspect, {one.id for one in documents}) for aspect in comparison.aspects)
    kept = replace(comparison, documents=documents, aspects=aspects, summary=summary(aspects, len(documents)))
    notes = (*comparison.notes, *((parted.warning,) if parted.warning else ()))
    notes += ("Có văn bản MẪU đi kèm chương trình, không dùng làm căn cứ.",) if any(d.sample for d in documents) else ()
    tables = [_summary(kept), *(_table(aspect, documents) for aspect in aspects)]
    return Book(
        tuple(_short(one) for one in documents),
        tuple(f"{name_of(one)}{mark(one)} · {PurePath(one.source).name}" for one in documents),
        tuple(table for table in tables if table.lines),
        _bars(aspects, documents),
        notes,
    )


def chart_bars(book: Book) -> tuple[Bar, ...]:
    """The bars that a chart shows: what several documents want reached first, no more than a page holds."""
    ordered = sorted(book.bars, key=lambda bar: -sum(value is not None for value in bar.values))
    return tuple(ordered[:24])


def _without(aspect: Aspect, idents: set[str]) -> Aspect:
    rows = []
    for row in aspect.rows:
        items = tuple(item for item in row.items if item.document in idents)
        if items == row.items:
            rows.append(row)
        elif items:
            # A label may be words of the document that is withheld.
            rows.append(replace(row, items=items, label=items[0].text[:80]))
    return replace(aspect, rows=tuple(rows))


def _short(document: Document) -> str:
    header = document.header
    number = header.number or (header.symbol if header.draft else None) or PurePath(document.source).stem
    parts = (header.type, number, f"({header.province})" if header.province else None)
    return " ".join(part for part in parts if part)


def _summary(comparison: Comparison) -> Table:
    lines = [
        replace(_line(one.row, comparison.documents), label=f"{KINDS[one.kind]} – {one.aspect.name}: {one.row.label}")
        for one in comparison.summary
    ]
    return Table(SUMMARY, tuple(lines))


def _table(aspect: Aspect, documents: tuple[Document, ...]) -> Table:
    return Table(aspect.name, tuple(_line(row, documents) for row in aspect.rows))


def _line(row: Row, documents: tuple[Document, ...]) -> Line:
    cells = tuple(_cell(row.of(one.id), one) for one in documents)
    count = len(row.items)
    share = "Chung" if count == len(documents) > 1 else "Một số" if count > 1 else "Riêng"
    return Line(row.label, cells, share, row.differs)


def _cell(item: Item | None, document: Document) -> Cell:
    return Cell() if item is None else Cell(item.text, source(item, document))


def source(item: Item, document: Document) -> str:
    """Where the words of a cell stand.

    The number of the document, or its file, and the place in it.
    """
    named = document.header.number or PurePath(document.source).name
    place = where(passage_of(item))
    return f"{named}, {place}" if place else named


def _bars(aspects: tuple[Aspect, ...], documents: tuple[Document, ...]) -> tuple[Bar, ...]:
    rows = [row for aspect in aspects if aspect.key == "targets" for row in aspect.rows]
    bars = []
    for row in rows:
        values = tuple(_percent(row.of(one.id)) for one in documents)
        if any(value is not None for value in values):
            bars.append(Bar(row.label, values))
    return tuple(bars)


def _percent(item: Item | None) -> float | None:
    target = item.target if item else None
    return float(target.value) if target is not None and target.unit == "%" and 0 <= target.value <= 100 else None
