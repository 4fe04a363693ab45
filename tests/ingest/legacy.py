"""Vietnamese text put into the encodings from before Unicode, for the tests of reading them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from ingest.charsets import TONES, letters

VOWELS = "aăâeêioôơuưy"
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
ALPHABET = SMALL + [letter.upper() for letter in SMALL]
"""All 146 vowels with their tones, and đ, small and capital: 134 of them are no ASCII letters."""


def encoder(key: str) -> Callable[[str], bytes]:
    """Text to bytes; signs outside ASCII as in Windows-1252. TCVN3 writes the small letter where it has no capital."""
    if key == "cp1258":
        return lambda text: b"".join(map(_cp1258, text))
    codes = {letter: code for code, letter in letters(key).items()}

    def encode(text: str) -> bytes:
        return b"".join(codes.get(char) or codes.get(char.lower()) or char.encode("cp1252") for char in text)

    return encode


def _cp1258(char: str) -> bytes:
    try:
        return char.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", char)
        tone = next(mark for mark in marks[1:] if mark in TONES)
        base = unicodedata.normalize("NFC", marks.replace(tone, ""))
        return base.encode("cp1258") + tone.encode("cp1258")
