"""Plain text and Markdown."""

from __future__ import annotations

import codecs
import re

from ingest.errors import EmptyFileError, EncodingError
from ingest.readers.pages import RawPage, without_page_number

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PICTURE = re.compile(r"^[ \t]*!\[[^\]\n]*\]\([^)\n]*\)[ \t]*$", re.MULTILINE)  # OCR tools leave a mark for each figure


def read(data: bytes, name: str) -> tuple[tuple[RawPage, ...], bool]:
    """The text, one element per page where form feeds part it.

    Raises:
        EncodingError: the bytes are not UTF-8 (UTF-16 with its mark is read too).
        EmptyFileError: nothing but white space.
    """
    text = _PICTURE.sub("", _BREAK.sub(" ", _decoded(data, name)))
    if not text.strip():
        raise EmptyFileError(f"{name}: tệp không có chữ nào; hãy mở tệp gốc xem nội dung còn không rồi thêm lại.")
    pages = text.split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    if "\f" not in text:
        return (RawPage(text),), False
    return tuple(RawPage(without_page_number(page)) for page in pages), True


def _decoded(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        raise EncodingError(
            f"{name}: không phải là văn bản UTF-8 (sai từ byte thứ {offset}); hãy mở tệp và lưu lại với bảng mã UTF-8."
        ) from error
