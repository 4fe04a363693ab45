"""Writing an answer: statements with their marks, each checked against its passages before it may stand."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.sections import path_at
from ingest.text import fold
from kb.ask.answer import Answer, Evidence, Statement
from kb.ask.verify import carried
from kb.catalogue.describe import day
from kb.catalogue.describe import describe as instrument_phrase
from kb.store.records import Instrument
from kb.told import secrecy_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.types import Passage
    from ingest.types import Directive, Span
    from kb.collection import Collection
    from kb.store.records import Document, Mention

log = logging.getLogger(__name__)

FRAME = frozenset(
    map(
        fold,
        [
            "Theo",
            "Mục",
            "Căn",
            "Nơi",
            "Người",
            "Số",
            "Ngày",
            "Chức",
            "Được",
            "Các",
            "Điều",
            "Bước",
            "Phần",
            "Chương",
            "Trang",
            "Văn",
            "Có",
            "Tại",
            "Kế",
        ],
    )
)
"""Words that the product itself opens a statement with."""


class Composer:
    """Collects statements and their passages, numbering each passage once."""

    def __init__(self, collection: Collection, question: str) -> None:
        self._collection = collection
        self._question = question
        self._evidence: list[Evidence] = []
        self._statements: list[Statement] = []
        self._instruments: list[Instrument] = []

    def __bool__(self) -> bool:
        return bool(self._statements)

    @property
    def question(self) -> str:
        """What was asked."""
        return self._question

    @property
    def count(self) -> int:
        """Statements so far."""
        return len(self._statements)

    def mark(self, passage: Passage, score: float, highlight: Span | None = None) -> int:
        """The mark of a passage, a new one where it is cited for the first time."""
        spans = (highlight,) if highlight is not None else ()
        for position, item in enumerate(self._evidence):
            if item.passage.id == passage.id:
                merged = (*item.highlights, *(span for span in spans if span not in item.highlights))
                self._evidence[position] = Evidence(passage, item.document, max(item.score, score), merged)
                return position + 1
        document = self._collection.document(passage.document)
        self._evidence.append(Evidence(passage, document, min(score, 1.0), spans))
        return len(self._evidence)

    def say(self, text: str, marks: Sequence[int], *, minor: bool = False) -> bool:
        """Add a statement, if its passages carry every figure and name in it.

        One that says what a document with a secrecy stamp says begins with the stamp.
        """
        cited = [self._evidence[mark - 1] for mark in marks]
        if not carried(text, cited, FRAME):
            log.warning("statement not carried by its passages, left out: %s", text)
            return False
        text = secrecy_mark(*(item.document for item in cited)) + text
        if any(text == other.text for other in self._statements):
            return True
        self._statements.append(Statement(text, tuple(dict.fromkeys(marks)), minor))
        return True

    def name(self, instrument: Instrument) -> None:
        """List an instrument with the answer."""
        if all(instrument.id != other.id for other in self._instruments):
            self._instruments.append(instrument)

    def finish(self, *, note: str | None = None) -> Answer:
        """The answer; passages that no statement is left for go, and marks follow."""
        used = sorted({mark for statement in self._statements for mark in statement.marks})
        renumbered = {old: new for new, old in enumerate(used, start=1)}
        return Answer(
            question=self._question,
            statements=tuple(
                replace(item, marks=tuple(renumbered[mark] for mark in item.marks)) for item in self._statements
            ),
            instruments=tuple(self._instruments),
            evidence=tuple(self._evidence[mark - 1] for mark in used),
            note=note,
        )


def name_of(document: Document) -> str:
    """How a directive is named in an answer: type, number, date, issuer, as far as known."""
    header = document.header
    parts = [header.type or "Văn bản"]
    if header.number:
        parts.append(f"số {header.number}")
    elif header.draft:
        parts.append(f"(dự thảo{', ' + header.symbol if header.symbol else ''})")
    if header.date:
        parts.append(f"ngày {day(header.date)}")
    elif header.year:
        parts.append(f"năm {header.year}")
    if header.issuer:
        parts.append(f"của {header.issuer}")
    return " ".join(parts)


def short_name(document: Document) -> str:
    """Type, number and issuer, or type, issuer and year of a draft."""
    header = document.header
    kind = header.type or "Văn bản"
    place = f" của {header.issuer}" if header.issuer else ""
    if header.number:
        return f"{kind} số {header.number}{place}"
    return f"{kind}{' dự thảo' if header.draft else ''}{place}{f' năm {header.year}' if header.year else ''}"


def describe(mention: Mention, kind: str | None = None) -> str:
    """An instrument in full, as one mention states it: only parts that this mention gives."""
    return instrument_phrase(
        Instrument(
            id="",
            number=mention.number or None,
            scope="",
            type=mention.type or kind,
            date=mention.date,
            issuer=mention.issuer,
            title=mention.title,
            name=mention.name,
        )
    )


def where(passage: Passage, directive: Directive | None = None, offset: int | None = None) -> str:
    """The place of a passage as a person says it, with its page where there are pages.

    With ``directive`` and ``offset`` the place of the words at that offset, which may be deeper in the outline.

    >>> from index.types import Passage
    >>> where(Passage("p", "d", 0, 1, "x", section="II.3.Bước 1", page=2))
    'mục II.3, Bước 1, trang 2'
    >>> where(Passage("p", "d", 0, 1, "x", section="Chương III.Điều 9.2.b"))
    'Chương III, Điều 9, khoản 2, điểm b'
    >>> where(Passage("p", "d", 0, 1, "x", section="Điều 1.II.2.a"))
    'Điều 1, mục II.2.a'
    """
    section = passage.section
    if directive is not None and offset is not None:
        section = path_at(directive.sections, offset) or section
    parts = said_path(section) if section else []
    if passage.page is not None:
        parts.append(f"trang {passage.page}")
    return ", ".join(parts)


def said_path(section: str) -> list[str]:
    """The labels of a section's path as they are said: named ones by themselves, numbered ones together."""
    parts: list[str] = []
    run: list[str] = []
    article = False
    for label in section.split("."):
        if " " in label:
            parts += _run(run)
            run = []
            parts.append(label)
            article = label.startswith("Điều")
        elif article and not label[:1].isupper():
            parts.append(f"{'khoản' if label[:1].isdigit() else 'điểm'} {label}")
        else:
            article = False  # A plan within an article has items of its own: no clauses and points.
            run.append(label)
    return [*parts, *_run(run)]


def _run(labels: list[str]) -> list[str]:
    return [f"mục {'.'.join(labels)}"] if labels else []
