"""Where each page, and each word on it, stands in the text that was made of them.

Letters and digits keep their order within a line, so counting them leads from a page to the text and back.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from ingest import boxes
from ingest.readers.pages import RawPage
from ingest.types import Page
from ingest.wraps import Line


def pages(text: str, blocks: Sequence[Line], raws: Sequence[RawPage], firsts: Sequence[int]) -> tuple[Page, ...]:
    """The stretches of a text by page; they tile it.

    Args:
        text: the blocks, a line each.
        blocks: what the text was made of.
        raws: the pages.
        firsts: how many letters and digits stand before each page; one element more than pages.
    """
    letters = [offset for offset, char in enumerate(text) if char.isalnum()]
    stretches = list(_with_blank(_stretches(blocks, firsts), len(raws)))
    counts = accumulate((count for _, count in stretches[:-1]), initial=0)
    starts = [0, *(_start(text, letters, count) for count in list(counts)[1:]), len(text)]
    return tuple(
        Page(number + 1, start, end, raws[number].width, raws[number].height, raws[number].confidence)
        for (number, _), (start, end) in zip(stretches, pairwise(starts), strict=True)
    )


def _stretches(blocks: Sequence[Line], firsts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Page and number of letters of what follows one another on one page."""
    page, letters = -1, 0
    for block in blocks:
        for start, end in block.letters:
            if start == end:
                continue
            this = bisect_right(firsts, start) - 1
            if this != page and letters:
                yield page, letters
                letters = 0
            page, letters = this, letters + end - start
    if letters:
        yield page, letters


def _with_blank(stretches: Iterator[tuple[int, int]], count: int) -> Iterator[tuple[int, int]]:
    """The stretches, and one of no letters for each page without any."""
    seen = -1
    for page, letters in stretches:
        yield from ((blank, 0) for blank in range(seen + 1, page))
        seen = max(seen, page)
        yield page, letters
    yield from ((blank, 0) for blank in range(seen + 1, count))


def _start(text: str, letters: Sequence[int], count: int) -> int:
    """The offset at which a page begins whose first letter is the ``count``-th of the text."""
    if count >= len(letters):
        return len(text)
    first = letters[count]
    line = text.rfind("\n", 0, first) + 1
    floor = letters[count - 1] + 1 if count else 0
    if floor <= line:
        return line
    gap = text.rfind(" ", floor, first)
    return gap + 1 if gap >= 0 else first


def words(text: str, blocks: Sequence[Line], raws: Sequence[RawPage], firsts: Sequence[int]) -> bytes:
    """The places of the words that are in the text, packed (:func:`ingest.boxes.pack`); arguments as of :func:`pages`."""
    offsets = [offset for offset, char in enumerate(text) if char.isalnum()]
    place = array("i", [-1]) * firsts[-1]
    at = 0
    for block in blocks:
        for start, end in block.letters:
            place[start:end] = array("i", range(at, at + end - start))
            at += end - start
    found = []
    for number, page in enumerate(raws):
        counts = list(accumulate(map(str.isalnum, page.text), initial=0))
        if counts[-1] != firsts[number + 1] - firsts[number]:
            continue  # Normalisation has changed the letters of this page: no box is better than a wrong one.
        for word in page.words:
            first, last = firsts[number] + counts[word.start], firsts[number] + counts[word.end] - 1
            if first <= last and place[first] >= 0:
                found.append((number + 1, offsets[place[first]], offsets[place[last]] + 1, word.box))
    return boxes.pack(found)
