"""From pages as read to the text that every parser works on: one block per line, and where each page stands in it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ingest import paging, rows, running
from ingest.edges import Edge, edges
from ingest.joining import Block, Verdict, block, extended, judge
from ingest.markdown import clean
from ingest.readers.pages import RawPage
from ingest.text import FROM_RAISED, RAISED, normalise
from ingest.types import Note, Page
from ingest.wraps import Line, needed, was_wrapped, widths

_MARK = re.compile(f"[{RAISED}]+")

Heads = Callable[[Sequence[Sequence[str]]], list[set[int]]]
"""Which lines of each page are no text."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its pages, its footnotes, and the places of its words (:mod:`ingest.boxes`)."""

    text: str
    pages: tuple[Page, ...] = ()
    notes: tuple[Note, ...] = ()
    words: bytes = b""


def reflow(raw_pages: Sequence[str], *, paged: bool | None = None) -> tuple[str, tuple[Page, ...]]:
    r"""Normalise, take off Markdown marks, and join what page breaks and hard wraps have torn.

    Letters and digits stay as they are and in their order, but for running heads that every page repeats; doing it
    twice changes nothing more.

    Args:
        raw_pages: the texts of the pages; one element for a source without pages. A form feed ends a page too.
        paged: whether the source has pages; ``None`` takes two pages or more for a yes.

    Returns:
        The text, one block per line, and the pages' ranges, which tile it (a page may begin within a line).

    >>> reflow(["## **I. MỤC ĐÍCH**\n\ntheo Chỉ", "thị số 16/CT-TTg"])[0]
    'I. MỤC ĐÍCH\ntheo Chỉ thị số 16/CT-TTg'
    """
    pages = [RawPage(page) for raw in raw_pages for page in split(raw)]
    layout = _laid_out(pages, [normalise(page.text) for page in pages], heads=running.repeated)
    has_pages = len(pages) > 1 if paged is None else paged
    return layout.text, layout.pages if has_pages else ()


def arrange(pages: Sequence[RawPage], *, paged: bool) -> Layout:
    """The text of a document's pages, without what a printer adds; footnotes stand behind what they belong to."""
    if not paged:
        text, _ = reflow([page.text for page in pages], paged=False)
        return Layout(text, notes=inline_notes(text))
    return _laid_out(pages, [normalise(page.text) for page in pages], heads=running.running)


def split(raw: str) -> list[str]:
    """The pages of a raw text: a form feed ends one."""
    pages = raw.split("\f")
    return pages[:-1] if len(pages) > 1 and not pages[-1].strip() else pages


def _laid_out(pages: Sequence[RawPage], texts: Sequence[str], heads: Heads) -> Layout:
    printed = [text.strip("\n ").split("\n") for text in texts]  # room above the first line of a page tells nothing
    gone = heads(printed)
    firsts = list(accumulate((sum(map(str.isalnum, text)) for text in texts), initial=0))
    body: list[Line] = []
    feet: list[Line] = []
    for number, page in enumerate(pages):
        foot = _foot(page)
        stand = _edges(page, printed[number])
        for place, line in _lines(printed[number], gone[number], number, firsts[number], stand):
            (body if place < foot else feet).append(line)
    blocks = _blocks(rows.mended(body))
    notes = _notes(_blocks(feet)) if feet else []
    ordered, marks = _with_notes(blocks, notes)
    text = "\n".join(line.text for line in ordered)
    map_of_words = paging.words(text, ordered, pages, firsts) if any(page.words for page in pages) else b""
    return Layout(text, paging.pages(text, ordered, pages, firsts), _spans(ordered, marks), map_of_words)


def _foot(page: RawPage) -> float:
    """The number of the line that the page's notes begin with."""
    return math.inf if page.foot is None else normalise(page.text[: page.foot]).lstrip("\n ").count("\n")


def _edges(page: RawPage, printed: Sequence[str]) -> Sequence[Edge | None]:
    """The edges of the lines that are left when the room above the first is taken off."""
    found = edges(page) if page.words else []
    above = len(page.text) - len(page.text.lstrip("\n "))
    found = found[page.text.count("\n", 0, above) :][: len(printed)]
    return found if len(found) == len(printed) else [None] * len(printed)


def _lines(
    lines: Sequence[str], gone: set[int], page: int, first: int, stand: Sequence[Edge | None]
) -> Iterator[tuple[int, Line]]:
    """The cleaned lines of a page with their numbers, those left out that are no text."""
    apart = False
    for place, line in enumerate(lines):
        count = sum(map(str.isalnum, line))
        text = "" if place in gone else clean(line)
        if text:
            edge = stand[place]
            parted = apart or (edge is not None and edge.parted)
            yield place, Line(text, page, parted, ((first, first + count),), edge)
        apart = not text
        first += count


def _blocks(lines: Sequence[Line]) -> list[Line]:
    blocks = list(_joined(lines, widths(lines)))
    # What was joined is judged once more as a whole, until nothing moves: then it stays so for good.
    while True:
        again = list(_joined([replace(line, text=clean(line.text), apart=False, edge=None) for line in blocks], {}))
        if [line.text for line in again] == [line.text for line in blocks]:
            return blocks
        blocks = again


# -- joining -------------------------------------------------------------------------------------------------------


def _joined(lines: Iterable[Line], page_widths: Mapping[int, int]) -> Iterator[Line]:
    parts: list[str] = []
    letters: list[tuple[int, int]] = []
    whole: Block | None = None
    first = previous = Line("")
    for line in lines:
        if not line.text:
            continue
        this = block(line.text)
        verdict = Verdict.APART if whole is None else judge(whole, this)
        if whole is not None and verdict is Verdict.APART and not line.apart:
            share = needed(previous, line, page_widths)
            verdict = Verdict.SPACED if share is not None and was_wrapped(whole, this, share) else verdict
        if whole is None or verdict is Verdict.APART:
            if parts:
                yield Line("".join(parts), first.page, first.apart, tuple(letters))
            parts, letters, whole, first = [line.text], list(line.letters), this, line
        else:
            parts += [verdict.value, line.text]
            letters += line.letters
            whole = extended(whole, verdict.value, this)
        previous = line
    if parts:
        yield Line("".join(parts), first.page, first.apart, tuple(letters))


# -- footnotes -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Note:
    mark: str
    page: int
    blocks: list[Line]


def _notes(blocks: Sequence[Line]) -> list[_Note]:
    """The footnotes that some blocks are: each begins with its mark, and may have several blocks."""
    notes: list[_Note] = []
    for one in blocks:
        mark = _MARK.match(one.text)
        if mark or not notes:
            notes.append(_Note(mark.group() if mark else "", one.page, [one]))
        else:
            notes[-1].blocks.append(one)
    return notes


def _with_notes(blocks: Sequence[Line], notes: Sequence[_Note]) -> tuple[list[Line], dict[int, _Mark]]:
    """All blocks in order, each note behind the block with its mark; and by the place of each note what it is."""
    if not notes:
        return list(blocks), {}
    carried: dict[int, list[tuple[int, _Note]]] = {}
    taken: set[tuple[int, int]] = set()
    for note in notes:
        place, offset = _carrier(blocks, note, taken)
        carried.setdefault(place, []).append((offset, note))
    ordered: list[Line] = []
    marks: dict[int, _Mark] = {}
    for place in range(-1, len(blocks)):
        if place >= 0:
            ordered.append(blocks[place])
        carrier = len(ordered) - 1
        for offset, note in sorted(carried.get(place, ()), key=lambda one: one[0]):
            marks[len(ordered)] = _Mark(note.mark.translate(FROM_RAISED), len(note.blocks), carrier, offset)
            ordered += note.blocks
    return ordered, marks


@dataclass(frozen=True, slots=True)
class _Mark:
    """A note among the blocks: its number, how many blocks it has, and where its mark stands (-1: nowhere)."""

    text: str
    blocks: int
    carrier: int
    offset: int


def _carrier(blocks: Sequence[Line], note: _Note, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The block that a note belongs behind, and the offset of the mark in it: -1 for the last of the page without one.

    Notes may be numbered anew on each page: a mark on the note's own page comes first, then one in a block of the page
    before, which may go on to this one; each mark has one note.
    """
    last = -1
    found: list[tuple[int, int, int]] = []
    for place, one in enumerate(blocks):
        if one.page > note.page:
            break
        last = place
        if note.mark and one.page >= note.page - 1:
            found += [
                (one.page, place, match.start())
                for match in _MARK.finditer(one.text)
                if match.group() == note.mark and match.start() and (place, match.start()) not in taken
            ]
    if not found:
        return last, -1
    _, place, offset = min(found, key=lambda one: (-one[0], one[1], one[2]))
    taken.add((place, offset))
    return place, offset


def inline_notes(text: str) -> tuple[Note, ...]:
    """The footnotes of a source that has no pages: a line each, behind the block with its mark."""
    found = []
    start = 0
    for line in text.split("\n"):
        mark = _MARK.match(line)
        anchor = text.rfind(mark.group(), 0, start) if mark else -1
        if mark and anchor > 0 and text[anchor - 1] != "\n" and len(line) > mark.end():
            found.append(Note(mark.group().translate(FROM_RAISED), start, start + len(line), anchor))
        start += len(line) + 1
    return tuple(found)


def _spans(ordered: Sequence[Line], marks: Mapping[int, _Mark]) -> tuple[Note, ...]:
    starts = list(accumulate((len(line.text) + 1 for line in ordered), initial=0))
    return tuple(
        Note(
            mark.text,
            starts[place],
            starts[place + mark.blocks] - 1,
            starts[mark.carrier] + mark.offset if mark.offset >= 0 else None,
        )
        for place, mark in marks.items()
    )
