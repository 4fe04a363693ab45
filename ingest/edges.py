"""Where each printed line begins and ends on its page, and so which lines the printer broke for want of room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pages import RawPage, RawWord

_INDENT = 8.0  # points by which the first line of a paragraph stands in
_CENTRED = 8.0  # points by which the middle of a centred line is off the middle of the column at most
_APART = 1.5  # line pitches: a wider step down parts blocks
_FEWEST = 5  # lines of a page that tell its margins


@dataclass(frozen=True, slots=True)
class Edge:
    """A printed line against the column that it stands in.

    Attributes:
        spare: points that are left to the right margin; below 0 for a line that sticks out.
        first: points that its first word takes, with a space before it.
        centred: it stands in the middle, away from both margins.
        parted: it stands in, or lower than the next line would.
    """

    spare: float
    first: float
    centred: bool
    parted: bool


@dataclass(frozen=True, slots=True)
class _Printed:
    left: float
    right: float
    top: float
    first: float


def edges(page: RawPage) -> list[Edge | None]:
    """The edges of the lines of a page's text, ``None`` for lines without words and for pages without places."""
    lines = _lines(page)
    printed = [line for line in lines if line is not None]
    if len(printed) < _FEWEST:
        return [None] * len(lines)
    left, right = _margins(printed)
    pitch = median(abs(below.top - above.top) for above, below in pairwise(printed))
    found: list[Edge | None] = []
    above: _Printed | None = None
    was_centred = False
    for line in lines:
        if line is None:
            found.append(None)
            continue
        indent, spare = line.left - left, right - line.right
        centred = indent > _INDENT and abs(indent - spare) <= 2 * _CENTRED
        lower = above is not None and line.top - above.top > _APART * pitch
        found.append(Edge(spare, line.first, centred, lower or (indent > _INDENT and not (centred and was_centred))))
        above, was_centred = line, centred
    return found


def _lines(page: RawPage) -> list[_Printed | None]:
    found: list[_Printed | None] = []
    words = iter(page.words)
    word = next(words, None)
    end = -1
    for text in page.text.split("\n"):
        end += len(text) + 1
        of_line: list[RawWord] = []
        while word is not None and word.start < end:
            of_line.append(word)
            word = next(words, None)
        found.append(_printed(of_line) if of_line else None)
    return found


def _printed(words: Sequence[RawWord]) -> _Printed:
    first = words[0].box
    space = 0.25 * (first.bottom - first.top)
    return _Printed(
        min(word.box.left for word in words),
        max(word.box.right for word in words),
        first.top,
        first.right - first.left + space,
    )


def _margins(lines: Sequence[_Printed]) -> tuple[float, float]:
    """Left and right margin: what few lines go beyond."""
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    return lefts[len(lefts) // 10], rights[len(rights) * 9 // 10]
