"""How much of a text can be read: whether its words are words.

Used to choose between two extractions of one page, and to tell a page whose letters are damaged from one that is whole.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache, lru_cache

from ingest.lexicon import load
from ingest.syllables import is_syllable, weight

_CACHED = 1 << 16
# Letters and whatever else stands between spaces, digits and the marks that print uses: "Ch\u00b5o" is one word with a strange sign.
_WORD = re.compile(
    r"[^\s\x00-\x1f!-@\[-`{-\xa0«»·°±²³¹½¼¾×÷§©®\u2010-\u2027\u2030-\u203a\u2080-\u2089\u20ab\u2190-\u2bff\uf020-\uf0ff]+"
)
_LABEL_END = tuple(")./-:")
_CLUSTER = re.compile(r"[bcdđfghjklmnpqrstvwxz]{5}")
_FOREIGN = re.compile(r"[a-z\xdf-\xf6\xf8-\xffœ]+")
_VOWEL = re.compile(r"[aeiouy\xe0-\xe6\xe8-\xef\xf2-\xf6\xf9-\xff]")
_SHORT = re.compile(r"[A-ZĐƯƠ][a-zđ]{0,2}[A-ZĐƯƠ]+[a-zđ]{0,2}")  # TTg, QyĐ, TTr, CTr


class Kind(Enum):
    """What a word is."""

    SYLLABLE = "syllable of a word of the language"
    ABBREVIATION = "abbreviation"
    FOREIGN = "foreign word or unit"
    UNUSED = "possible syllable that no word has, a torn piece (ết) or a name; or a foreign word with accents"
    BROKEN = "none of these"


_READ = {Kind.SYLLABLE: 1.0, Kind.ABBREVIATION: 1.0, Kind.FOREIGN: 1.0, Kind.UNUSED: 0.5, Kind.BROKEN: 0.0}


@lru_cache(_CACHED)
def kind(word: str) -> Kind:
    """What a run of letters is.

    >>> [kind(word).name for word in ("Quyết", "UBND", "TTg", "logistics", "ết", "qyết", "nh", "Ch\u00b5o")]
    ['SYLLABLE', 'ABBREVIATION', 'ABBREVIATION', 'FOREIGN', 'UNUSED', 'BROKEN', 'BROKEN', 'BROKEN']
    """
    if is_syllable(word):
        return Kind.SYLLABLE if weight(word) or word.lower() in _names() else Kind.UNUSED
    if not word.isalpha():
        return Kind.BROKEN
    if 1 < len(word) <= 16 and ((word.isupper() and _is_latin(word)) or _SHORT.fullmatch(word)):
        return Kind.ABBREVIATION
    lowered = word.lower() if word[1:].islower() else ""
    if _FOREIGN.fullmatch(lowered) and lowered not in _onsets():
        if len(lowered) == 2:
            return Kind.FOREIGN  # units: km, kg, mm
        if _VOWEL.search(lowered) and not _CLUSTER.search(lowered):
            return Kind.FOREIGN if lowered.isascii() else Kind.UNUSED
    return Kind.BROKEN


@cache
def _names() -> frozenset[str]:
    return frozenset(load("syllables")["names"])


@cache
def _onsets() -> frozenset[str]:
    return frozenset(load("syllables")["onsets"])


@cache
def before_letters() -> frozenset[str]:
    """Words after which a single letter is a name: "điểm c", "hạng B"."""
    return frozenset(load("mending")["before_letters"])


def _is_latin(word: str) -> bool:
    return all(char < "\u0250" or "\u1e00" <= char < "\u1f00" for char in word)


def legible(text: str) -> float:
    """The share of a text's words that are Vietnamese, abbreviations or foreign, from 0 to 1. ``text`` is in NFC.

    A text without letters has nothing that could not be read: 1. Letters that label ("c)", "B.") are not counted.

    >>> legible("Căn cứ Nghị định số 51/2016/NĐ-CP của Chính phủ, khoản c)")
    1.0
    >>> [round(legible(text), 1) for text in ("C ăn c ứ Ngh ị đị nh c ủa Chính ph ủ", "QuyÕt ®Þnh vÒ viÖc")]
    [0.5, 0.4]
    """
    total = read = 0.0
    last = word = ""
    for match in _WORD.finditer(text):
        last, word = word, match.group()
        if len(word) == 1 and (
            word.isupper() or last.lower() in before_letters() or text[match.end() : match.end() + 1] in _LABEL_END
        ):
            continue
        total += 1
        read += _READ[kind(word)]
    return read / total if total else 1.0
