"""Scans saved as pictures: one page each, a TIFF with several."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from ingest.errors import EmptyFileError, TruncatedFileError, UnsupportedFormatError
from ingest.ocr import engine
from ingest.ocr.recognise import recognise
from ingest.readers.pages import RawPage

if TYPE_CHECKING:
    from PIL import Image

_FORMATS = ("PNG", "JPEG", "TIFF")
_MAX_PIXELS = 100_000_000  # of one page: A3 at 600 dots per inch has 70 million
_MAX_PAGES = 2_000
_A4_INCHES = 8.27, 11.69
_USUAL = (90.0, 1200.0)  # dots per inch that a scanner writes down; anything else is a camera's or a program's filler


def read(data: bytes, name: str) -> tuple[tuple[RawPage, ...], bool]:
    """The text page by page, recognised.

    Raises:
        OcrUnavailableError: no tesseract here, or none that knows Vietnamese.
        UnsupportedFormatError: a picture of more pixels or pages than any scan has.
        TruncatedFileError: the picture is cut off or damaged.
        EmptyFileError: no word on any page.
    """
    engine.require(name)
    frames = enumerate(_frames(data, name), start=1)
    pages = tuple(recognise(picture, dpi, name=f"{name}, trang {number}") for number, (picture, dpi) in frames)
    if not any(page.text for page in pages):
        raise EmptyFileError(f"{name}: ảnh không có chữ nào nhận ra được; hãy quét lại rõ hơn rồi thêm lại.")
    return pages, True


def _frames(data: bytes, name: str) -> Iterator[tuple[Image.Image, float]]:
    """One page after the other with its dots per inch."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    too_big = f"{name}: ảnh lớn bất thường; hãy quét lại ở 300 dpi, mỗi tệp không quá {_MAX_PAGES} trang, rồi thêm lại."
    try:
        with warnings.catch_warnings():
            # The limits below are ours: tighter than the library's for a page, and without its warning in between.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(data), formats=_FORMATS)
            count = getattr(picture, "n_frames", 1)
            if count > _MAX_PAGES:
                raise UnsupportedFormatError(too_big)
            for number in range(count):
                picture.seek(number)
                if picture.width * picture.height > _MAX_PIXELS:
                    raise UnsupportedFormatError(too_big)
                yield _on_white(ImageOps.exif_transpose(picture)), _dpi(picture)
    except Image.DecompressionBombError as error:
        raise UnsupportedFormatError(too_big) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise TruncatedFileError(f"{name}: ảnh bị cắt cụt hoặc hỏng; hãy xin lại bản gốc rồi thêm lại.") from error


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which would turn black."""
    from PIL import Image

    if picture.mode in {"1", "L", "RGB"}:
        return picture.convert("L") if picture.mode == "1" else picture
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.point(lambda value: value / 256).convert("L")
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture.convert("RGBA")).convert("RGB")


def _dpi(picture: Image.Image) -> float:
    """As written in the file; where it is not, or cannot be, as if the picture were a page of A4."""
    written = float(picture.info.get("dpi", (0, 0))[0] or 0)
    short, long = sorted(picture.size)
    by_page = max(short / _A4_INCHES[0], long / _A4_INCHES[1])
    usual = _USUAL[0] <= written <= _USUAL[1] and 0.3 < written / max(by_page, 1) < 3
    return written if usual else max(by_page, 1.0)
