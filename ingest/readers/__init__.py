"""A file becomes raw text: chosen by its extension, checked by its content.

``read`` is all that the rest of the product needs. Each kind of file has a module of its own with one function,
``read(data, name)``, which imports its library when it is called.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import EmptyFileError, IngestError, TruncatedFileError, UnsupportedFormatError
from ingest.readers import kinds, office, pdf, picture, plain, webpage, word
from ingest.readers.kinds import Kind
from ingest.readers.pages import RawPage

_log = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024 * 1024
"""A directive of more than this is no directive."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a file holds before any clean-up.

    Attributes:
        pages: page by page; one element where the source has no pages.
        paged: whether ``pages`` are real pages.
        sha256: of the file's bytes, hex.
    """

    pages: tuple[RawPage, ...]
    paged: bool
    sha256: str


_READERS: dict[Kind, Callable[[bytes, str], tuple[tuple[RawPage, ...], bool]]] = {
    Kind.TEXT: plain.read,
    Kind.DOCX: word.read,
    Kind.DOC: office.reader(".doc"),
    Kind.ODT: office.reader(".odt"),
    Kind.RTF: office.reader(".rtf"),
    Kind.HTML: webpage.read,
    Kind.PDF: pdf.read,
    Kind.IMAGE: picture.read,
}
EXTENSIONS = {
    ".txt": Kind.TEXT,
    ".md": Kind.TEXT,
    ".docx": Kind.DOCX,
    ".doc": Kind.DOC,
    ".odt": Kind.ODT,
    ".rtf": Kind.RTF,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".pdf": Kind.PDF,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), Kind.IMAGE),
}
"""What is read; folders are searched for these."""


def read(path: Path) -> RawDocument:
    """Read one file.

    Raises:
        IngestError: with one line of Vietnamese that says what is wrong, where, and what to do next.
    """
    name = str(path)
    if not path.is_file():
        what = "là thư mục" if path.is_dir() else "không tìm thấy tệp"
        raise IngestError(f"{name}: {what}; hãy kiểm tra lại đường dẫn tới một tệp văn bản.")
    claimed = _kind_by_extension(path)
    data = _bytes(path)
    try:
        pages, paged = _READERS[kinds.settle(data, claimed, name)](data, name)
    except IngestError:
        raise
    except ImportError as error:
        raise IngestError(
            f"{name}: thiếu thư viện để đọc tệp {path.suffix} ({error.name}); hãy chạy lại make setup rồi thêm lại."
        ) from error
    except Exception as error:  # a damaged file can make a library fail in any way
        _log.debug("%s: %s", name, error, exc_info=True)
        raise TruncatedFileError(
            f"{name}: tệp bị hỏng, không đọc được đến hết; hãy xin lại bản gốc rồi thêm lại."
        ) from error
    return RawDocument(pages, paged, hashlib.sha256(data).hexdigest())


def is_cured(reason: str | None) -> bool:
    """Whether the program that a file was skipped for has been installed since.

    >>> is_cured("tệp rỗng (0 byte); hãy chép lại từ bản gốc."), is_cured(None)
    (False, False)
    """
    return office.INSTALL in (reason or "") and office.program() is not None


def _kind_by_extension(path: Path) -> Kind:
    kind = EXTENSIONS.get(path.suffix.lower())
    if kind is None:
        extension = path.suffix or "không có đuôi"
        known = ", ".join(EXTENSIONS)
        raise UnsupportedFormatError(f"{path}: chưa đọc được loại tệp này ({extension}); hãy lưu lại thành {known}.")
    return kind


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // 1024 // 1024
            raise UnsupportedFormatError(
                f"{path}: tệp lớn hơn {limit} MB; hãy tách thành các tệp nhỏ hơn rồi thêm lại."
            )
        data = path.read_bytes()
    except OSError as error:
        reason = "không tìm thấy tệp" if isinstance(error, FileNotFoundError) else "không mở được tệp"
        raise IngestError(f"{path}: {reason}; hãy kiểm tra lại đường dẫn và quyền đọc.") from error
    if not data:
        raise EmptyFileError(f"{path}: tệp rỗng (0 byte); hãy chép lại từ bản gốc.")
    return data
