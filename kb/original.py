"""The page of a source as it was printed or scanned, with the places of a passage marked on it."""

from __future__ import annotations

import hashlib
import math
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.boxes import Mark, marks
from kb.errors import OriginalError

if TYPE_CHECKING:
    from PIL import Image

    from ingest.types import Directive, Span

DPI = 110
"""Dots per inch at which a page is drawn: an A4 page is as wide as a text column on a screen."""
_POINTS = 72.0
_MOST_PIXELS = 40_000_000  # of a drawn page: one that says it is as large as a house must not fill the memory
_PEN = (255, 214, 0)  # what a marker pen leaves on paper: black stays black under it


def page_of(directive: Directive, offset: int) -> int | None:
    """The number of the page on which an offset of a directive's text stands; ``None`` where its source has no pages."""
    for page in directive.pages:
        if page.start <= offset < max(page.end, page.start + 1):
            return page.number
    return None


def places(directive: Directive, span: Span, page: int) -> tuple[Mark, ...]:
    """The rectangles on a page that cover a span of the text, one for each printed line."""
    return tuple(mark for mark in marks(directive.words, span) if mark.page == page)


def picture(directive: Directive, page: int, found: tuple[Mark, ...] = (), *, dpi: int = DPI) -> bytes:
    """A page as PNG, with places marked as with a marker pen.

    Args:
        directive: with the file that it was read from.
        page: its number, from 1.
        found: what to mark; only what stands on this page is.
        dpi: dots per inch.

    Raises:
        OriginalError: the file is not there, has changed since it was read, or has no such page.
    """
    drawn, scale = _drawn(directive, page, dpi)
    for mark in found:
        if mark.page == page:
            _mark(drawn, mark, scale)
    out = BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


def _drawn(directive: Directive, page: int, dpi: int) -> tuple[Image.Image, float]:
    data = _bytes(directive)
    sizes = {one.number: (one.width, one.height) for one in directive.pages}
    if page not in sizes:
        raise OriginalError(f"{directive.source}: không có trang {page}; hãy chọn từ 1 đến {max(sizes, default=0)}.")
    if Path(directive.source).suffix.lower() == ".pdf":
        return _of_pdf(data, page, dpi)
    return _of_picture(data, page, sizes[page][0], dpi)


def _bytes(directive: Directive) -> bytes:
    path = Path(directive.source)
    if not directive.pages or not directive.words:
        raise OriginalError(f"{path}: văn bản này không có trang in để xem; hãy mở tệp bằng phần mềm soạn thảo.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OriginalError(f"{path}: không mở được tệp gốc; hãy đưa tệp về chỗ cũ rồi chạy lại kb build.") from error
    if hashlib.sha256(data).hexdigest() != directive.sha256:
        raise OriginalError(f"{path}: tệp gốc đã khác lúc nạp vào kho; hãy chạy lại kb build.")
    return data


def _of_pdf(data: bytes, page: int, dpi: int) -> tuple[Image.Image, float]:
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    try:
        width, height = document[page - 1].get_size()
        scale = min(dpi / _POINTS, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
        return document[page - 1].render(scale=scale).to_pil().convert("RGB"), scale
    finally:
        document.close()


def _of_picture(data: bytes, page: int, width: float, dpi: int) -> tuple[Image.Image, float]:
    from PIL import Image, ImageOps

    with Image.open(BytesIO(data)) as opened:
        opened.seek(page - 1)
        whole = ImageOps.exif_transpose(opened).convert("RGB")
    scale = min(dpi / _POINTS, whole.width / width)
    return whole.resize((round(width * scale), round(whole.height * width * scale / whole.width))), scale


def _mark(drawn: Image.Image, mark: Mark, scale: float) -> None:
    from PIL import Image, ImageChops

    box = tuple(round(edge * scale) for edge in (mark.box.left, mark.box.top, mark.box.right, mark.box.bottom))
    left, top, right, bottom = (
        max(box[0] - 1, 0),
        max(box[1], 0),
        min(box[2] + 1, drawn.width),
        min(box[3], drawn.height),
    )
    if left >= right or top >= bottom:
        return
    part = drawn.crop((left, top, right, bottom))
    drawn.paste(ImageChops.multiply(part, Image.new("RGB", part.size, _PEN)), (left, top))
