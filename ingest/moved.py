"""Where each place of a text stands after :func:`ingest.encodings.repair` or :func:`ingest.mending.mend`.

A page knows where its words are printed by their ranges in its text; these have to follow when letters change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_TOKEN = re.compile(r"[^ \xa0\t\r]+")
_SPACING_MARKS = "\u00b4\u02c6\u02ca\u02cb\u02d8\u02dc`^"


def moved(before: str, after: str) -> list[int]:
    """For each position in ``before``, its end included, the position in ``after``.

    Both have the same lines; inside a line spaces may have gone and letters changed. Exact at the ends of words, in
    proportion inside one whose length changed.

    >>> places = moved("c ủa Chính ph ủ", "của Chính phủ")
    >>> places[2], places[5], places[11], places[15]
    (1, 4, 10, 13)
    """
    places: list[int] = []
    start = 0
    lines = zip(before.split("\n"), after.split("\n"), strict=True)
    for old, new in lines:
        places += (start + place for place in (range(len(old) + 1) if old == new else _moved_line(old, new)))
        start += len(new) + 1
    return places


def _moved_line(old: str, new: str) -> list[int]:
    places = [0] * (len(old) + 1)
    last_old = last_new = 0
    for (start, end), (new_start, new_end) in [*_pairs(old, new), ((len(old), len(old)), (len(new), len(new)))]:
        for place in range(last_old, start):
            places[place] = min(last_new + place - last_old, new_start)
        for place in range(start, end):
            places[place] = new_start + (place - start) * (new_end - new_start) // (end - start)
        last_old, last_new = end, new_end
    places[len(old)] = len(new)
    return places


def _pairs(old: str, new: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each token of the old line with its part of the new one."""
    tokens = [match.span() for match in _TOKEN.finditer(old)]
    targets = [match.span() for match in _TOKEN.finditer(new)]
    if len(tokens) == len(targets):
        yield from zip(tokens, targets, strict=True)
        return
    pieces = iter(tokens)
    for new_start, new_end in targets:
        place = new_start
        while place < new_end and (piece := next(pieces, None)) is not None:
            end = min(new_end, place + _width(old[slice(*piece)]))
            yield piece, (place, end)
            place = end


def _width(token: str) -> int:
    """Characters that a token keeps when its marks go onto their letters."""
    kept = (char for char in unicodedata.normalize("NFC", token) if not unicodedata.combining(char))
    return sum(char not in _SPACING_MARKS for char in kept)
