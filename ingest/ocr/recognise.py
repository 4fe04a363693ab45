"""One picture of a page becomes its text, with the place of every word."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.ocr import engine, order, prepare, repairs
from ingest.ocr.engine import Token
from ingest.ocr.order import Columns, Line
from ingest.ocr.upright import Upright, straightened, turned
from ingest.readers.pages import RawPage, RawWord

_log = logging.getLogger(__name__)

_BLOCK = 6  # --psm: one block of lines; the only mode that loses no line to a seal or beside a table
_FINE, _COARSE = 300.0, 200.0  # dots per inch: more only take longer; below, letters are drawn larger
_GRAIN = 4.0  # of 255: a page with more noise than this reads better without its specks
_POOR = 0.65  # confidence of a page that may stand on its head
READABLE = 0.5
"""Pages of a lower confidence are of another script, drawings, or past reading: their text is not to be trusted."""
_MARGIN = 0.06  # inches around the words of a column


def recognise(
    image: Image.Image | NDArray[np.uint8], dpi: float, *, name: str = "", seconds: float = engine.SECONDS
) -> RawPage:
    """Read a scanned page, whichever way it lies.

    Args:
        image: the page as it is shown.
        dpi: its dots per inch.
        name: what messages call the page.
        seconds: after which tesseract is stopped.

    Returns:
        The text in reading order, one printed line per line, without the page number; a blank line between columns.
        Its words have boxes in points and a confidence each. A page without words has the confidence 0.

    Raises:
        OcrUnavailableError: no tesseract here, or none that knows Vietnamese.
        OcrTimeoutError: it took longer than ``seconds``.
    """
    engine.require(name)
    picture = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    grey, grey_dpi = _cleaned(picture, dpi)
    page = _laid(grey, grey_dpi, picture, dpi, int(prepare.is_sideways(grey, grey_dpi)))
    lines = _read(page, name, seconds)
    if lines and _confidence(lines) < _POOR:
        other = _laid(grey, grey_dpi, picture, dpi, page.quarters + 2)
        again = _read(other, name, seconds)
        if _confidence(again) > _confidence(lines):
            page, lines = other, again
    return _page(lines, page)


def _cleaned(picture: Image.Image, dpi: float) -> tuple[Image.Image, float]:
    """Grey, white paper, no seals, no specks; at a size that reads well."""
    grey = prepare.with_even_paper(prepare.without_seals(picture, dpi), dpi)
    if dpi >= _COARSE and prepare.noise(grey) > _GRAIN:
        grey = prepare.despeckled(grey)
    wanted = min(max(dpi, _COARSE), _FINE)
    if abs(wanted / dpi - 1) < 0.05:
        return grey, dpi
    size = (round(grey.width * wanted / dpi), round(grey.height * wanted / dpi))
    return grey.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0), wanted


def _laid(grey: Image.Image, grey_dpi: float, picture: Image.Image, dpi: float, quarters: int) -> Upright:
    """The page turned by quarters, then straight, without rules."""
    image = turned(grey, quarters)
    angle = prepare.skew(image, grey_dpi)
    image = prepare.without_rules(straightened(image, angle), grey_dpi)
    return Upright(image, grey_dpi, picture.width, picture.height, dpi, quarters, angle)


# -- lines ---------------------------------------------------------------------------------------------------------


def _read(page: Upright, name: str, seconds: float) -> list[Line]:
    """The lines in reading order; an empty one parts the columns."""
    found = engine.tokens(page.image, page.dpi, mode=_BLOCK, name=name, seconds=seconds)
    rows = order.lines(repairs.repaired(found))
    lines: list[Line] = []
    done = 0
    for part in order.columns(rows, page.image.width):
        lines += rows[done : part.first]
        for side in _sides(page, rows, part, name, seconds):
            lines += [[], *side]
        lines.append([])
        done = part.last + 1
    return [*lines, *rows[done:]]


def _sides(page: Upright, rows: Sequence[Line], part: Columns, name: str, seconds: float) -> list[list[Line]]:
    """The lines of the left and the right column, each read by itself: their lines need not stand at one height."""
    words = [token for row in rows[part.first : part.last + 1] for token in row]
    margin = _MARGIN * page.dpi
    top = max(0, round(min(token.top for token in words) - margin))
    bottom = min(page.image.height, round(max(token.bottom for token in words) + margin))
    middle = round(part.middle)
    return [
        order.lines(repairs.repaired(_cut(page, (left, top, right, bottom), name, seconds)))
        for left, right in ((0, middle), (middle, page.image.width))
        if right - left > margin
    ]


def _cut(page: Upright, box: tuple[int, int, int, int], name: str, seconds: float) -> list[Token]:
    found = engine.tokens(page.image.crop(box), page.dpi, mode=_BLOCK, name=name, seconds=seconds)
    left, top = box[:2]
    return [
        replace(one, left=one.left + left, right=one.right + left, top=one.top + top, bottom=one.bottom + top)
        for one in found
    ]


def _confidence(lines: Sequence[Line]) -> float:
    """Mean of the words' confidence, each weighing as much as it has letters."""
    weights = [(len(token.text), token.confidence) for line in lines for token in line]
    letters = sum(weight for weight, _ in weights)
    return sum(weight * confidence for weight, confidence in weights) / letters if letters else 0.0


# -- the page ------------------------------------------------------------------------------------------------------


def _page(lines: list[Line], page: Upright) -> RawPage:
    text = ""
    words: list[RawWord] = []
    for line in _trimmed(lines):
        for token in line:
            box = page.box(token.left, token.top, token.right, token.bottom)
            words.append(RawWord(len(text), len(text) + len(token.text), box, round(token.confidence, 3)))
            text += token.text + " "
        text = text.removesuffix(" ") + "\n"
    scale = 72 / page.shown_dpi
    return RawPage(
        text.removesuffix("\n"),
        tuple(words),
        round(page.width * scale, 2),
        round(page.height * scale, 2),
        round(_confidence(lines), 3),
    )


def _trimmed(lines: list[Line]) -> list[Line]:
    """No empty line at the edges, nor two together."""
    kept = [line for above, line in pairwise([[], *lines]) if line or above]
    return kept[:-1] if kept and not kept[-1] else kept
