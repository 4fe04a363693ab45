"""One page of a PDF's text layer, by pdfium: the text as printed, and where each word stands.

pdfium keeps syllables whole that pypdf tears ("n ăm"), but it breaks the line at each footnote mark and gives text that
nobody sees (white on white). Both are put right here, where the places of the characters are known. Every change keeps
the length of the text, so that pdfium's positions stay good.
"""

from __future__ import annotations

import re
from ctypes import c_uint
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ingest.readers import tables
from ingest.readers.pages import RawPage, RawWord
from ingest.types import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_WORD = re.compile("[^\\s\ufffe]+")  # U+FFFE: pdfium's hyphen at a line's end; the word goes on below
_DIGITS = re.compile(r"\d+(?=\s|[.,;:)”\"]|$)")  # what may be, or end with, a footnote's mark
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARKS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTHING = "\u200b"  # stands for a line break that is none; normalisation drops it
_SMALL = 0.8  # of its neighbour's height: a footnote mark is no larger
_LIFTED = 0.08  # of its neighbour's height, that a mark stands above the neighbour's foot
_SAME_LINE = 0.4  # of the smaller height, by which two words on one line overlap
_NEAR = 2.0  # heights: a mark is no further from its word
_TOUCHING = 0.1  # heights: the two parts of one word are no further apart
_SPACE = 0.2  # heights: the least that a space takes
_WHITE = 250  # of 255: a colour that cannot be told from paper


def read(page: PdfPage) -> RawPage:
    """The text layer of a page, an empty text where it has none; ``page`` stays open."""
    layer = page.get_textpage()
    try:
        text = layer.get_text_range().replace("\r\n", " \n").replace("\f", " ")
        place = _Places(page, layer)
        words = place.words(text)
        text = _without_hidden(text, words, place)
        words = [word for word in words if text[word.start : word.end].strip()]
        text = _marked(text, words, place)
        width, height = page.get_size()
        found = RawPage(_rejoined(text, words), tuple(words), width, height)
        return found if page.get_rotation() else tables.in_rows(found, tables.grids(*tables.rules(page)))
    finally:
        layer.close()


class _Places:
    """Where the characters of a page stand, in points from its upper left corner as it is shown."""

    def __init__(self, page: PdfPage, layer: Any) -> None:  # noqa: ANN401 - pypdfium2's own handle
        from pypdfium2 import raw

        self._raw = raw
        self._layer = layer.raw
        self._rect = raw.FS_RECTF()
        self._rotation = page.get_rotation()
        self._left, self._bottom, self._right, self._top = page.get_cropbox()

    def words(self, text: str) -> list[RawWord]:
        """The words of a text and their boxes: as high as their font, so that all words of a line are alike."""
        return [
            RawWord(match.start(), match.end(), self.box(match.start(), match.end())) for match in _WORD.finditer(text)
        ]

    def box(self, start: int, end: int) -> Box:
        """The box of some characters on one line."""
        first, last = self._of(start), self._of(end - 1)
        left, bottom = min(first[0], last[0]), min(first[1], last[1])
        right, top = max(first[2], last[2]), max(first[3], last[3])
        match self._rotation:
            case 90:
                return Box(bottom - self._bottom, left - self._left, top - self._bottom, right - self._left)
            case 180:
                return Box(self._right - right, bottom - self._bottom, self._right - left, top - self._bottom)
            case 270:
                return Box(self._top - top, self._right - right, self._top - bottom, self._right - left)
            case _:
                return Box(left - self._left, self._top - top, right - self._left, self._top - bottom)

    def _of(self, position: int) -> tuple[float, float, float, float]:
        rect = self._rect
        if not self._raw.FPDFText_GetLooseCharBox(self._layer, position, rect):
            return 0.0, 0.0, 0.0, 0.0
        return rect.left, rect.bottom, rect.right, rect.top

    def is_white(self, position: int) -> bool:
        """Whether a character is drawn in the colour of paper."""
        red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
        if not self._raw.FPDFText_GetFillColor(self._layer, position, red, green, blue, alpha):
            return False
        return min(red.value, green.value, blue.value) >= _WHITE


def _without_hidden(text: str, words: list[RawWord], place: _Places) -> str:
    """The text with blanks for what is white: a reader of the printed page does not see it."""
    hidden = [
        position
        for word in words
        if place.is_white(word.start) or place.is_white(word.end - 1)
        for position in range(word.start, word.end)
        if place.is_white(position)
    ]
    if not hidden or 2 * len(hidden) > sum(word.end - word.start for word in words):
        return text  # A page that is mostly white has a dark ground.
    chars = list(text)
    for position in hidden:
        chars[position] = " "
    return "".join(chars)


def _marked(text: str, words: list[RawWord], place: _Places) -> str:
    """The text with its footnote marks as superscript digits, which no number is mistaken for: ``Điều 5¹``."""
    chars = list(text)
    for number, word in enumerate(words):
        for match in _DIGITS.finditer(text, word.start, word.end):
            for position in _raised(match.start(), match.end(), words, number, place):
                chars[position] = chars[position].translate(_RAISED)
    return "".join(chars)


def _raised(start: int, end: int, words: list[RawWord], number: int, place: _Places) -> range:
    """Which of some digits at the end of a word are a mark: ``013`` may be printed ``01³``."""
    last = place.box(end - 1, end)
    alone = start == words[number].start
    beside = _beside(words, number, last) if alone else place.box(start - 1, start)
    if beside is not None and _is_raised(last, beside) and _is_raised(place.box(start, start + 1), beside):
        return range(start, end)
    for position in range(end - 1, start, -1):
        if _is_raised(last, place.box(position - 1, position)):
            return range(position, end)
    return range(0)


def _beside(words: list[RawWord], number: int, own: Box) -> Box | None:
    """The neighbour on the same line, before or behind."""
    for other in (number - 1, number + 1):
        if 0 <= other < len(words) and _overlap(own, words[other].box) >= _SAME_LINE:
            return words[other].box
    return None


def _is_raised(own: Box, beside: Box) -> bool:
    height = beside.bottom - beside.top
    return own.bottom - own.top <= _SMALL * height and beside.bottom - own.bottom >= _LIFTED * height


def _overlap(one: Box, other: Box) -> float:
    """How much two boxes share vertically, as a share of the lower one's height."""
    smaller = min(one.bottom - one.top, other.bottom - other.top)
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / smaller if smaller > 0 else 0.0


def _rejoined(text: str, words: list[RawWord]) -> str:
    """The text without the line breaks that only a raised mark, or a letter of another font, has caused."""
    for one, other in pairwise(words):
        gap = text[one.end : other.start]
        if "\n" not in gap or _overlap(one.box, other.box) < _SAME_LINE:
            continue
        distance = other.box.left - one.box.right
        height = max(one.box.bottom - one.box.top, other.box.bottom - other.box.top)
        marked = _MARKS.issuperset(text[one.start : one.end]) or text[other.start] in _MARKS
        if not -1 <= distance <= (_NEAR if marked else _TOUCHING) * height:
            continue
        opens = text[one.start] in _MARKS and text[other.start].isalnum()
        space = " " if distance > _SPACE * height or (marked and opens) else ""
        text = text[: one.end] + space.ljust(len(gap), _NOTHING) + text[other.start :]
    return text
