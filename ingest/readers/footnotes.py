"""Which lines of a printed page are notes at its foot: set smaller than what stands above, the first behind a raised mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.readers.pages import RawPage, RawWord
from ingest.text import FROM_RAISED, RAISED, TO_RAISED

_NUMBER = re.compile(r"\s*(\d{1,3})\s+(?=\S)")
_MARKS = frozenset(RAISED)
_SMALLER = 0.97  # of the height of the lines above
_ALIKE = 1.03  # heights of lines in one size differ by no more


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    height: float
    marked: bool
    number: str


def with_feet(pages: Sequence[RawPage]) -> tuple[RawPage, ...]:
    """The pages, each with the place where its notes begin. Notes may go on at the foot of the next page."""
    found: list[RawPage] = []
    note = 0.0  # height of the notes' lines that the page before ends with
    body = 0.0  # height of the lines above the last notes
    for page in pages:
        lines = list(_lines(page))
        first = _first_note(lines, note, body)
        if first is None:
            note = 0.0
            found.append(page)
            continue
        if first:
            body = median(line.height for line in lines[:first])
        note = median(line.height for line in lines[first:])
        found.append(replace(_with_marks(page, lines[first:]), foot=lines[first].start))
    return tuple(found)


def _with_marks(page: RawPage, notes: Sequence[_Line]) -> RawPage:
    """The page with the numbers that its notes begin with as raised digits; some programs print them like any other."""
    text = page.text
    for line in notes:
        if line.number:
            start = text.index(line.number, line.start)
            end = start + len(line.number)
            text = text[:start] + line.number.translate(TO_RAISED) + text[end:]
    return replace(page, text=text)


def _lines(page: RawPage) -> Iterator[_Line]:
    marks = {mark.translate(FROM_RAISED) for mark in re.findall(f"[{RAISED}]+", page.text)}
    words = iter(page.words)
    word = next(words, None)
    start = 0
    for text in page.text.split("\n"):
        end = start + len(text)
        heights = []
        while word is not None and word.start < end:
            if not _MARKS.issuperset(page.text[word.start : word.end]):
                heights.append(_height(word))
            word = next(words, None)
        if heights:
            plain = _NUMBER.match(text)
            number = plain[1] if plain and plain[1] in marks else ""
            yield _Line(start, median(heights), bool(number) or text.lstrip()[:1] in _MARKS, number)
        start = end + 1


def _height(word: RawWord) -> float:
    return word.box.bottom - word.box.top


def _first_note(lines: Sequence[_Line], note: float, body: float) -> int | None:
    """The number of the line that the notes begin with."""
    for number, line in enumerate(lines):
        if line.marked and all(below.height <= line.height * _ALIKE for below in lines[number:]):
            above = median(one.height for one in lines[:number]) if number else body
            if line.height <= above * _SMALLER:
                return _with_rest(lines, number, line.height) if note else number
    if not note:
        return None
    first = _with_rest(lines, len(lines), note)
    return first if first < len(lines) else None


def _with_rest(lines: Sequence[_Line], number: int, note: float) -> int:
    """The line from which on everything above ``number`` is in the size of notes: the rest of the page before's."""
    while number and note / _ALIKE <= lines[number - 1].height <= note * _ALIKE:
        number -= 1
    return number
