"""The words by which a question asks, as against those that say what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ingest.lexicon import load


def places(syllables: Sequence[str]) -> frozenset[int]:
    """The places of the syllables that only ask.

    Args:
        syllables: of a question, in lower case, with their diacritics.

    >>> sorted(places("công đoàn là gì".split()))
    [2, 3]
    """
    found: set[int] = set()
    known, longest = _phrases()
    place = 0
    while place < len(syllables):
        sizes = range(min(longest, len(syllables) - place), 0, -1)
        size = next((size for size in sizes if tuple(syllables[place : place + size]) in known), 0)
        found.update(range(place, place + size))
        place += size or 1
    return frozenset(found)


@cache
def _phrases() -> tuple[frozenset[tuple[str, ...]], int]:
    phrases = frozenset(tuple(phrase.split()) for phrase in load("asking")["phrases"])
    return phrases, max(map(len, phrases))
