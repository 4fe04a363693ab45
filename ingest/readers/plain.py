"""Plain text and Markdown."""

from __future__ import annotations

import codecs
import logging
import re

from ingest.encodings import decode
from ingest.errors import EmptyFileError, EncodingError
from ingest.readers.pages import RawPage, without_page_number

_log = logging.getLogger(__name__)

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PICTURE = re.compile(r"^[ \t]*!\[[^\]\n]*\]\([^)\n]*\)[ \t]*$", re.MULTILINE)  # OCR tools leave a mark for each figure


def read(data: bytes, name: str) -> tuple[tuple[RawPage, ...], bool]:
    """The text, one element per page where form feeds part it.

    Raises:
        EncodingError: the bytes are text in no encoding that :mod:`ingest.encodings` knows, or too few to tell.
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
    try:
        found = decode(data)
    except UnicodeDecodeError as error:
        offset = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        raise EncodingError(
            f"{name}: không phải là văn bản UTF-8 (sai từ byte thứ {offset}) và không nhận ra bảng mã tiếng Việt cũ nào; "
            "hãy mở tệp và lưu lại với bảng mã UTF-8."
        ) from error
    _log.debug("%s: %s", name, found.encoding)
    return found.text
