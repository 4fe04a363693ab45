"""Small and capital Vietnamese letters for regular expressions: Unicode mixes the two, so a range cannot tell them apart."""

from __future__ import annotations

import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _small_letters() -> str:
    vowels = "aăâeêioôơuưy"
    toned = (unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in _TONES)
    return "a-zăâêôơưđ" + "".join(toned)


SMALL = _small_letters()
"""The inside of a character class: any small letter, ``[{SMALL}]``."""

CAPITAL = rf"[^\W\d_{SMALL}]"
"""A character class: any capital letter.

>>> import re
>>> [bool(re.fullmatch(CAPITAL, char)) for char in "ĐẠaạđ1"]
[True, True, False, False, False, False]
"""
