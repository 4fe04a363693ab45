"""The concepts that a text speaks of: groups of the thesaurus whose phrases it uses."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from kb.ask.language import thesaurus

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 6
"""Syllables of the longest phrase that is looked for."""
_SYLLABLE = re.compile(r"[^\W_]+")


def concepts(text: str) -> frozenset[int]:
    """The groups of the thesaurus of which phrases stand in a text.

    >>> concepts("được đào tạo") == concepts("được tập huấn") != concepts("được khen thưởng")
    True
    """
    return frozenset(_found(tuple(_SYLLABLE.findall(text.lower()))))


def _found(syllables: tuple[str, ...]) -> Iterator[int]:
    table = _phrases()
    for start in range(len(syllables)):
        for length in range(2, LONGEST + 1):
            yield from table.get(syllables[start : start + length], ())


@cache
def _phrases() -> dict[tuple[str, ...], frozenset[int]]:
    """The groups of every phrase of two syllables and more."""
    table: dict[tuple[str, ...], set[int]] = {}
    for number, group in enumerate(thesaurus()):
        for phrase in chain(group.get("official", ()), group.get("everyday", ())):
            syllables = tuple(_SYLLABLE.findall(phrase.lower()))
            if len(syllables) > 1:
                table.setdefault(syllables, set()).add(number)
    return {phrase: frozenset(groups) for phrase, groups in table.items()}
