"""Where the words of a directive stand on its pages, packed small: what a viewer needs to mark a passage.

A word takes 14 bytes before compression: its length and distance from the one before, its page, and its box in tenths of a
point. The order is that of the text.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from ingest.types import Box, Span

_TENTHS = 10
_MOST = 65535
_ROW = np.dtype(
    [
        ("start", "<u4"),
        ("end", "<u4"),
        ("page", "<u2"),
        ("left", "<u2"),
        ("top", "<u2"),
        ("right", "<u2"),
        ("bottom", "<u2"),
    ]
)
_SAME_LINE = 0.5  # of the smaller height, by which words on one line overlap
_NEAR = 2.0  # heights: a wider gap between two words parts them


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle to be marked on a page (pages are numbered from 1)."""

    page: int
    box: Box


def pack(words: Iterable[tuple[int, int, int, Box]]) -> bytes:
    """Page, start and end in the text, and box of each word, as bytes; empty for no word."""
    found = sorted(words, key=lambda word: word[1])
    if not found:
        return b""
    rows = np.empty(len(found), dtype=_ROW)
    for place, name in enumerate(("page", "start", "end")):
        rows[name] = [word[place] for word in found]
    for edge in ("left", "top", "right", "bottom"):
        values = np.array([getattr(word[3], edge) for word in found]) * _TENTHS
        rows[edge] = values.round().clip(0, _MOST)
    return zlib.compress(rows.tobytes(), 6)


def marks(words: bytes, span: Span) -> tuple[Mark, ...]:
    """The rectangles that cover a span of the text, one for each printed line, in order; none where it has no place.

    >>> row = [(1, 0, 3, Box(10, 20, 30, 32)), (1, 4, 7, Box(33, 20, 50, 32)), (1, 8, 11, Box(10, 40, 30, 52))]
    >>> [mark.box for mark in marks(pack(row), Span(4, 11))]
    [Box(left=33.0, top=20.0, right=50.0, bottom=32.0), Box(left=10.0, top=40.0, right=30.0, bottom=52.0)]
    """
    return tuple(_by_line(_within(words, span)))


def _within(words: bytes, span: Span) -> Iterator[Mark]:
    if not words:
        return
    rows = np.frombuffer(zlib.decompress(words), dtype=_ROW)
    for row in rows[(rows["end"] > span.start) & (rows["start"] < span.end)]:
        edges = (float(row[edge]) / _TENTHS for edge in ("left", "top", "right", "bottom"))
        yield Mark(int(row["page"]), Box(*edges))


def _by_line(words: Iterable[Mark]) -> Iterator[Mark]:
    line: Mark | None = None
    for word in words:
        if line is not None and word.page == line.page and _goes_on(line.box, word.box):
            line = Mark(line.page, _around(line.box, word.box))
            continue
        if line is not None:
            yield line
        line = word
    if line is not None:
        yield line


def _goes_on(line: Box, word: Box) -> bool:
    height = min(line.bottom - line.top, word.bottom - word.top)
    shared = min(line.bottom, word.bottom) - max(line.top, word.top)
    return shared >= _SAME_LINE * height and -height <= word.left - line.right <= _NEAR * max(height, 1.0)


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left), min(one.top, other.top), max(one.right, other.right), max(one.bottom, other.bottom)
    )
