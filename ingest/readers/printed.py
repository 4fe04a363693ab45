"""One page of a PDF's text layer, by pdfium: the text as printed, and where each word stands.

pdfium keeps syllables whole that pypdf tears ("n ăm"), but it breaks the line at each footnote mark and gives text that
nobody sees (white on white). Both are put right here, where the places of the characters are known. Every change keeps
the length of the text, so that pdfium's positions stay good.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from ctypes import c_double, c_uint
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.readers import order, tables
from ingest.readers.frame import Frame, turned_back
from ingest.readers.pages import RawPage, RawWord
from ingest.text import RAISED, TO_RAISED
from ingest.types import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_WORD = re.compile("[^\\s\ufffe]+")  # U+FFFE: pdfium's hyphen at a line's end; the word goes on below
_DIGITS = re.compile(r"\d+(?!\w)")  # what may be, or end with, a footnote's mark
_MARKS = frozenset(RAISED)
_NOTHING = "\u200b"  # stands for a line break that is none; normalisation drops it
_SMALL = 0.8  # of its neighbour's height: a footnote mark is no larger
_LIFTED = 0.08  # of its neighbour's height, that a mark stands above the neighbour's foot
_ASCENT, _DESCENT = 0.89, 0.22  # of a font's size, above and below its line: those of Times
_UPRIGHT = 1.6  # of a font's size: a higher word is one that runs up or down
_SAME_LINE = 0.4  # of the smaller height, by which two words on one line overlap
_NEAR = 2.0  # heights: a mark is no further from its word
_TOUCHING = 0.1  # heights: the two parts of one word are no further apart
_SPACE = 0.2  # heights: the least that a space takes
_SAMPLES = 40  # characters of a page that tell how it is turned
_WHITE = 250  # of 255: a colour that cannot be told from paper


def read(page: PdfPage) -> RawPage:
    """The text layer of a page, an empty text where it has none; ``page`` stays open and as it was."""
    layer = page.get_textpage()
    try:
        own = page.get_rotation()
        turn = _turn(layer, own)
        if not turn:
            return _upright(page, layer, turned=False)
    finally:
        layer.close()
    width, height = page.get_size()
    page.set_rotation((own + turn) % 360)
    layer = page.get_textpage()
    try:
        found = _upright(page, layer, turned=True)
    finally:
        layer.close()
        page.set_rotation(own)
    words = tuple(replace(word, box=turned_back(word.box, turn, width, height)) for word in found.words)
    return replace(found, words=words, width=width, height=height)


def _upright(page: PdfPage, layer: PdfTextPage, *, turned: bool) -> RawPage:
    printed = layer.get_text_range()
    place = _Places(page, layer, printed, turned=turned)
    text = printed.replace("\r\n", " \n").replace("\f", " ")
    words = place.words(text)
    text = _without_hidden(text, words, place)
    words = [word for word in words if text[word.start : word.end].strip()]
    text = _marked(text, words, place)
    width, height = page.get_size()
    found = RawPage(_rejoined(text, words, turned=turned), tuple(words), width, height)
    return order.from_the_top(tables.in_rows(found, tables.grids(*tables.rules(page))))


def _turn(layer: PdfTextPage, own: int) -> int:
    """The degrees clockwise by which a page must be turned to be read: wide tables are often set sideways."""
    count = layer.count_chars()
    step = max(1, count // _SAMPLES)
    turns = Counter((_angle(layer, position) - own) % 360 for position in range(0, count, step))
    turn, often = turns.most_common(1)[0] if turns else (0, 0)
    return turn if 2 * often > turns.total() else 0


def _angle(layer: PdfTextPage, position: int) -> int:
    """The degrees clockwise by which the page has to be shown for a character to stand upright."""
    from pypdfium2 import raw

    angle = raw.FPDFText_GetCharAngle(layer.raw, position)
    return round(-angle / (math.pi / 2)) % 4 * 90 if angle >= 0 else 0


class _Places:
    """Where the characters of a page stand, in points from its upper left corner as it is shown."""

    def __init__(self, page: PdfPage, layer: PdfTextPage, text: str, *, turned: bool) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._layer = layer.raw
        self._indices = _indices(layer, text)
        self._rect = raw.FS_RECTF()
        self._frame = Frame.of(page)
        self._turned = turned
        self._matrix = raw.FS_MATRIX()
        self._origin = (c_double(), c_double())
        self._colour = (c_uint(), c_uint(), c_uint(), c_uint())

    def words(self, text: str) -> list[RawWord]:
        """The words of a text and their boxes: as high as their font, so that all words of a line are alike."""
        return [
            RawWord(match.start(), match.end(), self.box(match.start(), match.end())) for match in _WORD.finditer(text)
        ]

    def box(self, start: int, end: int) -> Box:
        """The box of some characters on one line, as high as their font: what a font says of its own height is often wrong."""
        first, last = self._of(start), self._of(end - 1)
        left, bottom = min(first[0], last[0]), min(first[1], last[1])
        right, top = max(first[2], last[2]), max(first[3], last[3])
        box = self._frame.shown(left, bottom, right, top)
        size, foot = self.size(start), self.foot(start)
        if (
            self._turned
            or not size
            or not box.top - size <= foot <= box.bottom + size
            or box.bottom - box.top > _UPRIGHT * size
        ):
            return box  # Its line may not run to the right.
        return Box(box.left, foot - _ASCENT * size, box.right, foot + _DESCENT * size)

    def is_raised(self, position: int, beside: int) -> bool:
        """Whether a character is smaller than another and stands on a higher line, as a footnote's mark does."""
        size, other = self.size(position), self.size(beside)
        return 0 < size <= _SMALL * other and self.foot(beside) - self.foot(position) >= _LIFTED * other

    def size(self, position: int) -> float:
        """The height of a character's font in points, as it is drawn."""
        matrix = self._matrix
        if not self._raw.FPDFText_GetMatrix(self._layer, self._indices[position], matrix):
            return 0.0
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        return float(self._raw.FPDFText_GetFontSize(self._layer, self._indices[position])) * scale

    def foot(self, position: int) -> float:
        """Where the line that a character stands on is, from the top of the page as shown."""
        across, up = self._origin
        if not self._raw.FPDFText_GetCharOrigin(self._layer, self._indices[position], across, up):
            return -1.0
        return self._frame.shown(across.value, up.value, across.value, up.value).top

    def _of(self, position: int) -> tuple[float, float, float, float]:
        rect = self._rect
        if not self._raw.FPDFText_GetLooseCharBox(self._layer, self._indices[position], rect):
            return 0.0, 0.0, 0.0, 0.0
        return rect.left, rect.bottom, rect.right, rect.top

    def is_white(self, position: int) -> bool:
        """Whether a character is drawn in the colour of paper."""
        red, green, blue, alpha = self._colour
        if not self._raw.FPDFText_GetFillColor(self._layer, self._indices[position], red, green, blue, alpha):
            return False
        return min(red.value, green.value, blue.value) >= _WHITE


def _indices(layer: PdfTextPage, text: str) -> Sequence[int]:
    """Which of pdfium's characters each character of its text is: it leaves some out, and counts a rare one as two."""
    from pypdfium2 import raw

    if layer.count_chars() == len(text) and max(text, default="") <= "\uffff":
        return range(len(text))
    found, unit = [], 0
    for char in text:
        found.append(max(raw.FPDFText_GetCharIndexFromTextIndex(layer.raw, unit), 0))
        unit += 1 + (char > "\uffff")
    return found


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
                chars[position] = chars[position].translate(TO_RAISED)
    return "".join(chars)


def _raised(start: int, end: int, words: list[RawWord], number: int, place: _Places) -> range:
    """Which of some digits at the end of a word are a mark: ``013`` may be printed ``01³``."""
    alone = start == words[number].start
    beside = _beside(words, number) if alone else start - 1
    if beside is not None and place.is_raised(end - 1, beside) and place.is_raised(start, beside):
        return range(start, end)
    for position in range(end - 1, start, -1):
        if place.is_raised(end - 1, position - 1):
            return range(position, end)
    return range(0)


def _beside(words: list[RawWord], number: int) -> int | None:
    """The place of the nearest character on the same line, before or behind."""
    own = words[number].box
    if number and _overlap(own, words[number - 1].box) >= _SAME_LINE:
        return words[number - 1].end - 1
    if number + 1 < len(words) and _overlap(own, words[number + 1].box) >= _SAME_LINE:
        return words[number + 1].start
    return None


def _overlap(one: Box, other: Box) -> float:
    """How much two boxes share vertically, as a share of the lower one's height."""
    smaller = min(one.bottom - one.top, other.bottom - other.top)
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / smaller if smaller > 0 else 0.0


def _rejoined(text: str, words: list[RawWord], *, turned: bool) -> str:
    """The text without the line breaks that only a raised mark, or a letter of another font, has caused."""
    for one, other in pairwise(words):
        gap = text[one.end : other.start]
        if "\n" not in gap:
            continue
        marked = _MARKS.issuperset(text[one.start : one.end]) or text[other.start] in _MARKS
        distance = _distance(one.box, other.box, turned=turned)
        if distance is None or distance > (_NEAR if marked else _TOUCHING):
            continue
        opens = text[one.start] in _MARKS and text[other.start].isalnum()
        space = " " if distance > _SPACE or (marked and opens) else ""
        text = text[: one.end] + space.ljust(len(gap), _NOTHING) + text[other.start :]
    return text


def _distance(one: Box, other: Box, *, turned: bool) -> float | None:
    """How far one word stands behind another on the same line, in heights of the line; ``None`` where it does not.

    On a page that was turned the line may run sideways, as its running head does.
    """
    for view in _VIEWS if turned else _VIEWS[:1]:
        first, second = view(one), view(other)
        height = max(first.bottom - first.top, second.bottom - second.top)
        distance = second.left - first.right
        if height and _overlap(first, second) >= _SAME_LINE and distance >= -1:
            return distance / height
    return None


def _as_is(box: Box) -> Box:
    return box


def _from_above(box: Box) -> Box:
    """The box of a word on a line that runs down, as if it ran to the right."""
    return Box(box.top, -box.right, box.bottom, -box.left)


def _from_below(box: Box) -> Box:
    """The same for a line that runs up."""
    return Box(-box.bottom, box.left, -box.top, box.right)


_VIEWS: tuple[Callable[[Box], Box], ...] = (_as_is, _from_above, _from_below)
