"""What a written Vietnamese syllable can be, by rule, and which ones the language has.

The rule is the orthography of the standard textbooks, as data in ``lexicon/syllables.toml``: an onset, a rime, one tone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache

from ingest.lexicon import load
from ingest.text import unify_tone_placement
from ingest.vocabulary import accented_words

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_MISPLACED = re.compile("[^aeiouy\u0302\u0306\u031b][\u0300\u0301\u0303\u0309\u0323]")  # "ñ" is no n with a tone
_STOPS = ("c", "ch", "p", "t")
_OF_STOPS = {"\u0301", "\u0323"}
_LONGEST = 8  # letters of "nghiêng", and one to spare
_CACHED = 1 << 16


@cache
def _plain() -> frozenset[str]:
    """Every onset with every rime that it takes, without tones."""
    table = load("syllables")
    first, only_after = table["first"], table["only_after"]
    made = {
        onset + rime
        for onset in table["onsets"]
        for rime in table["rimes"]
        if rime[0] in first.get(onset, rime[0]) and onset in only_after.get(rime, [onset])
    }
    # "qu" is an onset that ends in a vowel's letter: "quốc" is qu + ôc, its sound and its letters are one.
    return frozenset(made | {f"qu{rime[1:]}" for rime in table["rimes"] if rime.startswith("uô")})


@lru_cache(_CACHED)
def is_syllable(word: str) -> bool:
    """Can ``word`` be a Vietnamese syllable? In NFC, any case, either placement of the tone.

    >>> [is_syllable(word) for word in ("Nghị", "quyết", "hoà", "ết", "qyết", "năn", "bàc", "plan")]
    [True, True, True, True, False, True, False, False]
    """
    if not 0 < len(word) <= _LONGEST or not word.isalpha():
        return False
    lowered = word.lower()
    parts = unicodedata.normalize("NFD", lowered)
    tones = _TONES.findall(parts)
    if len(tones) > 1 or _MISPLACED.search(parts):
        return False
    plain = unicodedata.normalize("NFC", _TONES.sub("", parts))
    if plain in _plain():
        return not plain.endswith(_STOPS) or bool(tones and tones[0] in _OF_STOPS)
    return lowered in load("syllables")["names"]


@cache
def _counts() -> Mapping[str, int]:
    """In how many words of the language's list a syllable stands."""
    return Counter(syllable for word in accented_words() for syllable in word.split("_"))


@lru_cache(_CACHED)
def weight(word: str) -> int:
    """In how many words of the language a syllable stands; 0 for what is none, or none that is used.

    >>> weight("định") > weight("ến") == weight("qyết") == 0
    True
    """
    return _counts().get(unify_tone_placement(word.lower()), 0) if is_syllable(word) else 0
