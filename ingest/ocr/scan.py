"""Which pages of a file are pictures of print: those without a text layer, or with one that says nothing of the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ingest.text import fold, normalise

_FEW = 60  # letters beside running heads below which a page under a big picture has no text of its own
_HEAD_LINES = 3  # of a page, at either edge, may be running heads
_WORDS = 25  # fewer words tell nothing about a text layer
_FOREIGN = 0.25  # share of words with letters that no Vietnamese word has
_MARKED = 0.15  # share of words with Vietnamese letters; of true texts two thirds to three quarters have some
_WORD = re.compile(r"[^\W\d_]+")
_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyzđăâêôơư")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


def is_scan(text: str, *, picture: bool, neighbours: Sequence[str] = ()) -> bool:
    r"""Is the page to be recognised from its picture?

    Args:
        text: its text layer.
        picture: whether pictures cover a good part of it (a third or more).
        neighbours: text layers of pages before and after it, to tell running heads.

    A page without a big picture never is. One with a picture is, where the layer is missing, holds only a page number or
    what its neighbours repeat at their edges, or cannot be read (:func:`is_legible`). Any other layer is kept: a scanner
    that read the page itself has hidden its text behind the picture.

    >>> head = "CÔNG BÁO MẪU/Số 5/Ngày 02-3-2024 "
    >>> is_scan(head + "7", picture=True, neighbours=[head + "6", head + "8"])
    True
    >>> is_scan(head + "7", picture=False)
    False
    """
    if not picture:
        return False
    own = _without_heads(text, neighbours)
    return sum(map(str.isalpha, own)) < _FEW or not is_legible(text)


def is_legible(text: str) -> bool:
    """Can a Vietnamese reader make something of the text layer?

    No: letters without meaning (a font without its table), letters of the old one-byte fonts, and Vietnamese that was
    recognised as another language, without its diacritics. A layer of few words is taken for legible.

    >>> is_legible("Kế hoạch công tác dân vận của tổ chức Công đoàn năm 2021 " * 4)
    True
    >>> is_legible("KÕ ho¹ch c«ng t¸c d©n vËn cña tæ chøc C«ng ®oµn n¨m 2021 " * 4)
    False
    """
    words = [word.lower() for word in re.findall(r"[^\s\d]+", normalise(text)) if any(map(str.isalpha, word))]
    if len(words) < _WORDS:
        return not _BROKEN.search(text)
    broken = sum(bool(_BROKEN.search(word)) for word in words)
    foreign = sum(any(not _is_vietnamese(char) for char in word if _counts(char)) for word in words)
    marked = sum(any(ord(char) > 127 and char.isalpha() for char in word) for word in words)
    return broken + foreign < _FOREIGN * len(words) and marked >= _MARKED * len(words)


def _counts(char: str) -> bool:
    """A letter, or a sign that stands for a letter in the old one-byte fonts (©, ®, ¸)."""
    return char.isalpha() or unicodedata.category(char) in {"So", "Sk", "Co", "Cc"} or char in "¬«»¹±×÷¶·"


def _is_vietnamese(char: str) -> bool:
    parts = unicodedata.normalize("NFD", char)
    bare = "".join(part for part in parts if part not in _TONES)
    return unicodedata.normalize("NFC", bare) in _ALPHABET and len(parts) - len(bare) <= 1


def _without_heads(text: str, neighbours: Sequence[str]) -> str:
    """The lines of the page, but for those at its edges that a neighbour has at an edge too."""
    repeated = {key for page in neighbours for line in _edges(page) if (key := _key(line))}
    lines = [line for line in text.splitlines() if line.strip()]
    return "\n".join(
        line
        for number, line in enumerate(lines)
        if _HEAD_LINES <= number < len(lines) - _HEAD_LINES or _key(line) not in repeated
    )


def _edges(page: str) -> list[str]:
    lines = [line for line in page.splitlines() if line.strip()]
    return [*lines[:_HEAD_LINES], *lines[-_HEAD_LINES:]]


def _key(line: str) -> str:
    """The letters of a line: the page number changes from page to page, and stands left or right."""
    return " ".join(_WORD.findall(fold(line)))
