"""PDF: the text layer by pdfium; by pypdf where that reads better; by recognition where there is only a picture."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from ingest.errors import EncryptedFileError, NoTextLayerError, TruncatedFileError
from ingest.readers import damaged, printed
from ingest.readers.footnotes import with_feet
from ingest.readers.pages import RawPage

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_TAIL = 2048  # where the end mark must stand
_SPARSE = 400  # letters of a page below which it may be a picture with a running head
_LARGE = 0.3  # of the page, that a picture of its text covers
_MOST_PAGES = 5000  # of a file; none of these is a directive


def read(data: bytes, name: str) -> tuple[tuple[RawPage, ...], bool]:
    """The text page by page, with the places of its words.

    Raises:
        TruncatedFileError: the end of the file is missing, or it cannot be opened.
        EncryptedFileError: it opens with a password only.
        NoTextLayerError: pages of pictures, and nothing can be recognised on them.
        OcrUnavailableError: pages are pictures, and this machine has no program that recognises them.
    """
    if b"%%EOF" not in data.rstrip(b"\x00\r\n\t ")[-_TAIL:]:
        raise TruncatedFileError(f"{name}: tệp PDF bị cắt cụt, thiếu phần cuối; hãy tải hoặc xin lại bản đầy đủ.")
    document = _opened(data, name)
    try:
        if len(document) > _MOST_PAGES:
            raise TruncatedFileError(
                f"{name}: tệp PDF có {len(document)} trang, nhiều hơn mức {_MOST_PAGES}; hãy tách thành các tệp nhỏ hơn."
            )
        layers = [_layer(document, number, data) for number in range(len(document))]
    finally:
        document.close()
    from ingest.ocr.rendered import read_pages

    pages = [page for page, _ in layers]
    for number, page in read_pages(data, _scans(layers), name=name):
        pages[number] = page
    if not any(char.isalnum() for page in pages for char in page.text):
        raise NoTextLayerError(
            f"{name}: PDF chỉ có ảnh mà nhận dạng chữ (OCR) không ra chữ nào; hãy quét lại rõ hơn rồi thêm lại."
        )
    return with_feet([_kept(page) for page in pages]), True


def _opened(data: bytes, name: str) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise EncryptedFileError(f"{name}: PDF có mật khẩu; hãy mở tệp, bỏ mật khẩu rồi lưu lại.") from error
        raise TruncatedFileError(
            f"{name}: tệp PDF bị hỏng, không mở được; hãy xin lại bản gốc rồi thêm lại."
        ) from error


def _layer(document: PdfDocument, number: int, data: bytes) -> tuple[RawPage, bool]:
    """The text layer of a page as it reads best, and whether a picture covers the page (asked only where it matters)."""
    from ingest.ocr.rendered import picture_share

    page: PdfPage = document[number]
    try:
        found = damaged.best(printed.read(page), lambda: _by_pypdf(data, number))
        doubtful = sum(map(str.isalpha, found.text)) < _SPARSE or damaged.reads(found.text) < damaged.READABLE
        return found, doubtful and picture_share(page) >= _LARGE
    finally:
        page.close()


def _by_pypdf(data: bytes, number: int) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return PdfReader(BytesIO(data)).pages[number].extract_text() or ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return ""  # A second opinion only: pypdf fails on some files that pdfium reads.


def _scans(layers: Sequence[tuple[RawPage, bool]]) -> list[int]:
    """The places of the pages that are to be recognised."""
    from ingest.ocr.scan import is_scan

    texts = [page.text for page, _ in layers]
    return [
        number
        for number, (page, picture) in enumerate(layers)
        if is_scan(
            page.text,
            picture=picture,
            neighbours=[*texts[max(0, number - 2) : number], *texts[number + 1 : number + 3]],
        )
    ]


def _kept(page: RawPage) -> RawPage:
    """The page, without its text where that is noise: such a page counts as one that could not be read."""
    from ingest.ocr.recognise import READABLE

    recognised = page.confidence
    sound = damaged.reads(page.text) >= damaged.READABLE if recognised is None else recognised >= READABLE
    return page if sound else RawPage("", (), page.width, page.height, confidence=recognised or 0.0)
