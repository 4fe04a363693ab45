"""The syllables of a question, and phrases found among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.text import RAISED, fold
from ingest.vocabulary import accented_syllables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.ask.language import Phrases

_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*%?|%|[^\W\d_{RAISED}]+", re.UNICODE)
LONGEST = 6
"""Syllables of the longest phrase or word that a question is searched for."""


@dataclass(frozen=True, slots=True)
class Token:
    """One syllable or figure.

    Attributes:
        text: as typed.
        fold: folded.
        start, end: offsets in the tidied question.
        glued: only white space stands between it and the token before.
        shouted: the whole question is in capitals, so that they tell no name and no abbreviation.
        parted: a comma, colon, semicolon or full stop stands between them.
    """

    text: str
    fold: str
    start: int
    end: int
    glued: bool
    parted: bool = False
    shouted: bool = False

    @property
    def loose(self) -> bool:
        """Typed without diacritics, or with some that no syllable has ("naò"): it may be meant with others."""
        return self.text.isascii() or self.text.lower() not in accented_syllables()

    @property
    def capital(self) -> bool:
        """Begins with a capital."""
        return not self.shouted and self.text[0].isupper()

    @property
    def acronym(self) -> bool:
        """All capitals, two or more."""
        return not self.shouted and len(self.text) > 1 and self.text.isupper()


SHOUTED = 3
"""Words in capitals and nothing else, above which a question is taken as shouted and not as an abbreviation."""


def tokenise(text: str, taken: Sequence[bool]) -> list[Token]:
    """The tokens of a question, those left out whose place is already taken by a number, a date or a place."""
    found: list[Token] = []
    last = 0
    shouted = text.isupper() and len(text.split()) > SHOUTED
    for match in _TOKEN.finditer(text):
        if taken[match.start()]:
            continue
        glued = bool(found) and not any(taken[last : match.start()]) and not text[last : match.start()].strip()
        parted = bool(found) and any(mark in ",:;.?!" for mark in text[last : match.start()])
        found.append(Token(match.group(), fold(match.group()), match.start(), match.end(), glued, parted, shouted))
        last = match.end()
    return found


def together(tokens: Sequence[Token]) -> bool:
    """Whether nothing but white space stands between the tokens."""
    return all(token.glued for token in tokens[1:])


def find_phrases(tokens: Sequence[Token], phrases: Phrases, *, accented: bool) -> list[tuple[int, int]]:
    """Where phrases stand: (first token, number of tokens), longest phrases first, no two overlapping."""
    hits: list[tuple[int, int]] = []
    covered: set[int] = set()
    for length in range(min(LONGEST, len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            places = range(start, start + length)
            part = tokens[start : start + length]
            meant = phrases.get(tuple(token.fold for token in part), ())
            if not meant or any(place in covered for place in places) or not together(part):
                continue
            if is_meant(part, meant, accented=accented):
                hits.append((start, length))
                covered.update(places)
    return hits


def is_meant(part: Sequence[Token], phrases: Sequence[Sequence[str]], *, accented: bool) -> bool:
    """Whether tokens that fold to phrases are one of them: "ai" is not "ái", "chỉ tiêu" not "chí tiêu".

    In a question with diacritics a syllable may lack its own (typed in haste), and one of three may carry a wrong one.
    """
    return not accented or any(_wrong(part, phrase) <= len(part) // 3 for phrase in phrases)


def _wrong(part: Sequence[Token], phrase: Sequence[str]) -> int:
    """Tokens whose diacritics are others than the phrase's, and not just left out or slipped."""
    return sum(
        token.text.lower() != syllable and not (token.loose and (len(part) > 1 or not token.text.isascii()))
        for token, syllable in zip(part, phrase, strict=True)
    )
