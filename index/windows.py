"""Overlapping windows of a text: what the embedding models read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.encoders.protocol import Window
from index.types import Passage

_SYLLABLE = re.compile(r"[^\W_]+")


def spans(count: int, window: Window) -> list[tuple[int, int]]:
    """Ranges of positions that cover ``count`` syllables; the last one is as long as the others.

    >>> spans(100, Window(40, 30))
    [(0, 40), (30, 70), (60, 100)]
    >>> spans(45, Window(40, 30)), spans(0, Window(40, 30))
    ([(0, 40), (5, 45)], [(0, 0)])
    """
    if count <= window.size:
        return [(0, count)]
    starts = range(0, count - window.size, window.stride)
    return [*((start, start + window.size) for start in starts), (count - window.size, count)]


def texts(text: str, window: Window) -> list[str]:
    """The windows of a text, as printed; one at least."""
    places = [match.span() for match in _SYLLABLE.finditer(text)]
    if len(places) <= window.size:
        return [text]
    return [text[places[start][0] : places[end - 1][1]] for start, end in spans(len(places), window)]


def of_passages(passages: Sequence[Passage], window: Window, *, segmented: bool) -> tuple[list[str], list[int]]:
    """The windows of all passages and, for each, the row of its passage.

    Args:
        passages: in the order of their rows.
        window: how long.
        segmented: take :attr:`Passage.words` where it is there.
    """
    windows: list[str] = []
    owners: list[int] = []
    for row, passage in enumerate(passages):
        found = texts(passage.words if segmented and passage.words else passage.text, window)
        windows += found
        owners += [row] * len(found)
    return windows, owners
