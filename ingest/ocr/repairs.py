"""What may be put right after recognition without guessing: specks that were taken for marks, letters of other alphabets.

No diacritic is guessed and no word is looked up. Digits, and words with digits in them, are never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ingest.lexicon import load
from ingest.ocr.engine import Token

_DOUBTFUL = 0.5  # confidence below which a lone mark is a speck


def repaired(tokens: Sequence[Token]) -> list[Token]:
    """The words without specks, their letters Vietnamese."""
    kept = [token for token in tokens if not _is_speck(token)]
    return [replace(token, text=word(token.text)) for token in kept]


def word(text: str) -> str:
    """One word with its letters and marks put right; as it is where a digit stands in it.

    >>> word("TLĐÐ")
    'TLĐ'
    >>> word("LÐLÐ"), word("|Huyện"), word("217-QÐ/TW")
    ('LĐLĐ', 'Huyện', '217-QÐ/TW')
    """
    if any(char.isdigit() for char in text):
        return text
    # Đ beside its lookalike is one letter read twice.
    bare = text.replace("\u0110\u00d0", "\u0110").translate(_letters())
    return bare.strip(_edges()) or bare


def _is_speck(token: Token) -> bool:
    """A mark that means nothing alone, or one that the program itself doubts."""
    if any(char.isalnum() for char in token.text):
        return token.confidence < _DOUBTFUL and token.text in _slivers()
    return token.confidence < _DOUBTFUL or token.text not in _marks()


@cache
def _letters() -> dict[int, str]:
    return {ord(row["wrong"]): row["right"] for row in load("ocr")["letter"]}


@cache
def _marks() -> frozenset[str]:
    return frozenset(load("ocr")["marks"])


@cache
def _slivers() -> frozenset[str]:
    return frozenset(load("ocr")["slivers"])


@cache
def _edges() -> str:
    return str(load("ocr")["edges"])
