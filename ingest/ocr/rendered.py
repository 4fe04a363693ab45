"""Pages of a PDF as pictures for recognition, drawn one at a time by pdfium."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.ocr.recognise import recognise
from ingest.readers.pages import RawPage

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

_FINE, _COARSE = 300.0, 200.0  # dots per inch: of drawn print; at least, of a picture that has fewer of its own
_BIG = 0.3  # share of the page that a picture covers to be the page's picture
MAX_PIXELS = 40_000_000
"""A page is drawn at most so large: A3 at 300 dots per inch has 17 million."""


def read_pages(data: bytes, pages: Sequence[int], *, name: str = "") -> Iterator[tuple[int, RawPage]]:
    """Recognise pages of a PDF; one is in memory at a time.

    Args:
        data: the whole file.
        pages: their places from 0, in the order in which they are wanted.
        name: of the file, for messages.

    Yields:
        The place and what stands on the page. Its boxes are in points of the page as shown, rotation applied.

    Raises:
        OcrUnavailableError: no tesseract here, or none that knows Vietnamese.
        OcrTimeoutError: a page took too long.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in pages:
            page = document[number]
            try:
                image, dpi = _drawn(page)
            finally:
                page.close()
            yield number, recognise(image, dpi, name=f"{name}, trang {number + 1}")
    finally:
        document.close()


def picture_share(page: pypdfium2.PdfPage) -> float:
    """The share of the page that its biggest pictures cover, from 0 to 1 (pictures in strips are added up)."""
    width, height = page.get_size()
    shown = sum(right_left * top_bottom for right_left, top_bottom, _ in _pictures(page))
    return min(1.0, shown / (width * height)) if width and height else 0.0


def _drawn(page: pypdfium2.PdfPage) -> tuple[Image.Image, float]:
    width, height = page.get_size()
    dpi = min(resolution(page), 72 * math.sqrt(MAX_PIXELS / max(width * height, 1)))
    bitmap = page.render(scale=dpi / 72)
    try:
        # A copy: the picture must outlive pdfium's memory.
        return bitmap.to_pil().copy(), dpi
    finally:
        bitmap.close()


def resolution(page: pypdfium2.PdfPage) -> float:
    """Dots per inch at which a page reads best: those of its picture, within bounds."""
    width, height = page.get_size()
    own = [dpi for across, down, dpi in _pictures(page) if across * down >= _BIG * width * height]
    return min(max(min(own, default=_FINE), _COARSE), _FINE)


def _pictures(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float]]:
    """Width and height in points, and dots per inch, of every picture on the page."""
    from pypdfium2 import raw

    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = item.get_bounds()
        across, down = max(0.0, right - left), max(0.0, top - bottom)
        if across and down:
            columns, rows = item.get_px_size()
            yield across, down, 72 * math.sqrt(columns * rows / (across * down))
