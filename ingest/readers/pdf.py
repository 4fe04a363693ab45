"""PDF: the text layer by pdfium, by pypdf where pdfium's cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.errors import EncryptedFileError, NoTextLayerError, TruncatedFileError
from ingest.readers import printed
from ingest.readers.footnotes import with_feet
from ingest.readers.pages import RawPage

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_TAIL = 2048  # where the end mark must stand
_SPARSE = 100  # letters per page below which pages of pictures are taken for a scan
_LARGE = 0.3  # of the page, that a picture of its text covers


def read(data: bytes, name: str) -> tuple[tuple[RawPage, ...], bool]:
    """The text page by page, with the places of its words.

    Raises:
        TruncatedFileError: the end of the file is missing.
        EncryptedFileError: it opens with a password only.
        NoTextLayerError: pictures of pages, without text.
    """
    if b"%%EOF" not in data.rstrip(b"\x00\r\n\t ")[-_TAIL:]:
        raise TruncatedFileError(f"{name}: tệp PDF bị cắt cụt, thiếu phần cuối; hãy tải hoặc xin lại bản đầy đủ.")
    document = _opened(data, name)
    try:
        pages = []
        scanned = 0
        for number in range(len(document)):
            page = document[number]
            try:
                pages.append(printed.read(page))
                scanned += sum(map(str.isalnum, pages[-1].text)) < _SPARSE and _has_picture(page)
            finally:
                page.close()
    finally:
        document.close()
    letters = sum(char.isalnum() for page in pages for char in page.text)
    if not letters or (letters < _SPARSE * len(pages) and scanned * 2 > len(pages)):
        raise NoTextLayerError(
            f"{name}: PDF chỉ có ảnh, không có lớp chữ; hãy nhận dạng chữ (OCR) rồi thêm lại bản có chữ."
        )
    return with_feet(pages), True


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


def _has_picture(page: PdfPage) -> bool:
    """Whether a picture covers a good part of the page."""
    from pypdfium2 import raw

    width, height = page.get_size()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) >= _LARGE * width * height:
            return True
    return False
