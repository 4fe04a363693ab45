"""The collection's own words: how rare each is, and which one a misspelt word was meant to be."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterator
from string import ascii_lowercase

SHORTEST = 3
"""Letters below which a word is not corrected: nearly everything is near it."""


def idf(frequency: int, count: int) -> float:
    """Inverse document frequency as Lucene's BM25 has it; the greatest for what stands nowhere.

    >>> idf(0, 100) > idf(1, 100) > idf(100, 100) > 0
    True
    """
    return math.log1p((count - frequency + 0.5) / (frequency + 0.5))


def nearest(token: str, known: Container[str], frequency: Callable[[str], int]) -> str | None:
    """The most frequent known token at one edit from ``token``: a letter more, less, other, or two exchanged.

    Tokens with digits are never corrected: a number that is one digit off is another number.

    >>> nearest("giams", {"giam", "sat"}, lambda token: 1)
    'giam'
    >>> nearest("218", {"217"}, lambda token: 1) is None
    True
    """
    if len(token) < SHORTEST or any(char.isdigit() for char in token) or token in known:
        return None
    found = {edit for edit in _edits(token) if edit in known}
    return max(sorted(found), key=frequency, default=None)


def _edits(token: str) -> Iterator[str]:
    for place in range(len(token) + 1):
        left, right = token[:place], token[place:]
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in ascii_lowercase:
            yield left + letter + right
            if right and right[0] != "_":
                yield left + letter + right[1:]
