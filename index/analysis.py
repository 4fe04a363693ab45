"""The one analysis that queries and passages share: a text becomes terms, field by field.

Fields
    ``syllables``: folded syllables and numbers in order of the text; a symbol stands in its parts.
    ``accented``: the same positions, lower case with diacritics kept.
    ``pairs``: folded neighbours joined by ``_``.
    ``symbols``: number-symbols, dates, percentages and large numbers whole, so that an exact one can be found:
    ``18-CT/TW`` is ``18_ct_tw`` and never ``118_ct_tw``.
    ``words``: folded words of a segmented text, whole: ``cong_doan`` is one term, and so is ``o``.

Numbers lose their leading zeros ("02 CĐCS" is found by "2 CĐCS"), on both sides alike.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ingest.segment import longest_match
from ingest.text import fold, normalise

VERSION = "2"
"""Changes whenever the same text would give other terms: indexes built with another one are rebuilt."""

FIELDS = ("syllables", "accented", "pairs", "symbols", "words")

_TOKEN = re.compile(r"[^\W_]+")
_LETTERS = r"[a-z]{1,12}\d{0,2}"
# 217-qd/tw, 30/2020/nd-cp, 10/2022/qh15, 215/ldld, 12b/nq-bch, 66.17/2026/nq-cp
_SYMBOL = re.compile(rf"(?<![\w/.-])\d{{1,5}}(?:\.\d{{1,3}})?[a-z]?(?:/\d{{4}})?(?:[-/–]{_LETTERS}){{1,6}}(?![\w])")
# The same with stray spaces, which only capitals may have: "218- QĐ/TW", "439 /KH – LĐLĐ"; "5 - tổ chức" is prose.
_CAPITALS = r"[A-ZĐƯƠÂÊÔĂ]{1,12}\d{0,2}"
_SPACED = re.compile(rf"(?<![\w/.-])\d{{1,5}}[a-z]?(?: ?/ ?\d{{4}})?(?: ?[-/–] ?{_CAPITALS}){{1,6}}(?![\w])")
_DATE = re.compile(
    r"(?<![\w/.-])(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2}) ?[/.-] ?(?P<y>\d{4})(?!\w)"
    r"|(?<!\w)(?P<d2>\d{1,2}) thang (?P<m2>\d{1,2}) nam (?P<y2>\d{4})(?!\w)"
)
_PERCENT = re.compile(r"(?<![\w.,])(\d{1,4}(?:[.,]\d{1,3})?) ?%")
_LARGE = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3}){1,4}(?![\w.])")


@dataclass(frozen=True, slots=True)
class Terms:
    """What one text is found by.

    ``syllables`` and ``accented`` run in parallel; ``symbol_places`` and ``word_places`` say at which syllable a
    symbol and a word begin; ``offsets`` are the places of the syllables in the normalised text.
    """

    syllables: tuple[str, ...] = ()
    accented: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    offsets: tuple[tuple[int, int], ...] = ()
    symbol_places: tuple[int, ...] = ()
    word_places: tuple[int, ...] = ()

    def part(self, start: int, end: int) -> Terms:
        """The terms of the syllables from ``start`` to ``end``, without reading the text again."""
        symbols = range(bisect_left(self.symbol_places, start), bisect_left(self.symbol_places, end))
        words = range(bisect_left(self.word_places, start), bisect_left(self.word_places, end))
        return Terms(
            syllables=self.syllables[start:end],
            accented=self.accented[start:end],
            pairs=self.pairs[start : max(start, end - 1)],
            symbols=tuple(self.symbols[place] for place in symbols),
            words=self.words[words.start : words.stop],
        )

    def __add__(self, other: Terms) -> Terms:
        """The terms of two texts that stand apart: no pair reaches from one to the other. Places are dropped."""
        return Terms(
            syllables=self.syllables + other.syllables,
            accented=self.accented + other.accented,
            pairs=self.pairs + other.pairs,
            symbols=self.symbols + other.symbols,
            words=self.words + other.words,
        )


def analyse(text: str, words: str = "") -> Terms:
    """The terms of a text, which is normalised first.

    Args:
        text: a passage or a question, in any typing.
        words: the same text segmented, words joined by ``_``; may be empty.

    >>> analyse("Quyết định 217-QĐ/TW").syllables
    ('quyet', 'dinh', '217', 'qd', 'tw')
    >>> analyse("ngày 08/3/2023, đạt 98%").symbols
    ('8_3_2023', '98%')
    >>> analyse("giám sát").pairs
    ('giam_sat',)
    """
    text = normalise(text)
    folded = fold(text)
    offsets = tuple(match.span() for match in _TOKEN.finditer(folded))
    syllables = tuple(_plain(folded[start:end]) for start, end in offsets)
    accented = tuple(_plain(text[start:end].lower()) for start, end in offsets)
    symbols = sorted((bisect_left(offsets, (start, 0)), symbol) for start, symbol in _symbols(text, folded))
    found = word_terms(words)
    return Terms(
        syllables=syllables,
        accented=accented,
        pairs=tuple(f"{left}_{right}" for left, right in pairwise(syllables)),
        symbols=tuple(symbol for _, symbol in symbols),
        words=found,
        offsets=offsets,
        symbol_places=tuple(place for place, _ in symbols),
        word_places=tuple(accumulate((word.count("_") + 1 for word in found[:-1]), initial=0)) if found else (),
    )


def word_terms(words: str) -> tuple[str, ...]:
    """The folded words of a segmented text, marks left out.

    >>> word_terms("Tổ_chức công_đoàn ở cơ_sở , 217-QĐ/TW")
    ('to_chuc', 'cong_doan', 'o', 'co_so', '217_qd_tw')
    """
    parts = (_TOKEN.findall(token) for token in fold(normalise(words)).split())
    return tuple("_".join(map(_plain, part)) for part in parts if part)


def segmented(text: str, words: frozenset[str]) -> str:
    """A question or a heading, folded and segmented by the longest known word at each place.

    >>> segmented("Giám sát ở cơ sở", frozenset({"giam_sat", "co_so"}))
    'giam_sat o co_so'
    """
    return longest_match(fold(normalise(text)), words) if words else ""


def has_diacritics(text: str) -> bool:
    """Whether a text was typed with Vietnamese letters.

    >>> has_diacritics("giam sat phan bien"), has_diacritics("giám sát")
    (False, True)
    """
    lowered = unicodedata.normalize("NFC", text).lower()
    return any(not char.isascii() and char != plain for char, plain in zip(lowered, fold(lowered), strict=True))


def _plain(token: str) -> str:
    return token.lstrip("0") or "0" if token.isdigit() else token


def _symbols(text: str, folded: str) -> Iterator[tuple[int, str]]:
    """Each symbol with the offset where it begins."""
    taken: set[tuple[int, int]] = set()
    for pattern, source in ((_SYMBOL, folded), (_SPACED, text)):
        for match in pattern.finditer(source):
            if match.span() not in taken:
                taken.add(match.span())
                yield match.start(), "_".join(_plain(part) for part in _TOKEN.findall(fold(match.group())))
    for match in _DATE.finditer(folded):
        yield match.start(), "_".join(_plain(part) for part in match.groups() if part)
    for match in _PERCENT.finditer(folded):
        yield match.start(), _plain(match.group(1).replace(",", ".")) + "%"
    for match in _LARGE.finditer(folded):
        yield match.start(), match.group().replace(".", "")
