"""PDF with a text layer, by pypdf."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from ingest.errors import EncryptedFileError, NoTextLayerError, TruncatedFileError
from ingest.readers.pages import RawPage, without_page_number

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_TAIL = 2048  # where the end mark must stand
_SPARSE = 100  # letters per page below which pages of pictures are taken for a scan


def read(data: bytes, name: str) -> tuple[tuple[RawPage, ...], bool]:
    """The text page by page, without the page numbers.

    Raises:
        TruncatedFileError: the end of the file is missing.
        EncryptedFileError: it opens with a password only.
        NoTextLayerError: pictures of pages, without text.
    """
    from pypdf import PdfReader

    if b"%%EOF" not in data.rstrip(b"\x00\r\n\t ")[-_TAIL:]:
        raise TruncatedFileError(f"{name}: tệp PDF bị cắt cụt, thiếu phần cuối; hãy tải hoặc xin lại bản đầy đủ.")
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        _open(reader, name)
    pages = tuple(page.extract_text() or "" for page in reader.pages)
    if _is_scan(reader, pages):
        raise NoTextLayerError(
            f"{name}: PDF chỉ có ảnh, không có lớp chữ; hãy nhận dạng chữ (OCR) rồi thêm lại bản có chữ."
        )
    return tuple(RawPage(without_page_number(page)) for page in pages), True


def _open(reader: PdfReader, name: str) -> None:
    """Try the empty password: many files are only protected against changes."""
    from pypdf import PasswordType
    from pypdf.errors import DependencyError

    try:
        opened = reader.decrypt("") is not PasswordType.NOT_DECRYPTED
    except (DependencyError, NotImplementedError):
        opened = False
    if not opened:
        raise EncryptedFileError(f"{name}: PDF có mật khẩu; hãy mở tệp, bỏ mật khẩu rồi lưu lại.")


def _is_scan(reader: PdfReader, pages: tuple[str, ...]) -> bool:
    letters = sum(char.isalnum() for page in pages for char in page)
    if not letters:
        return True
    return letters < _SPARSE * len(pages) and sum(map(_has_picture, reader.pages)) * 2 > len(pages)


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return False
    return any(item.get_object().get("/Subtype") == "/Image" for item in objects.get_object().values())
