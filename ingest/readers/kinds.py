"""Which kind of file the bytes are, whatever the extension says."""

from __future__ import annotations

import codecs
import re
from enum import Enum

from ingest.encodings import wide_codec
from ingest.errors import EncryptedFileError, TruncatedFileError, WrongExtensionError
from ingest.readers import ole
from ingest.readers.archive import Archive
from ingest.readers.word import main_part


class Kind(Enum):
    """A kind of file; the value is what a person calls it."""

    TEXT = "văn bản thuần (.txt)"
    DOCX = "Word (.docx)"
    DOC = "Word đời cũ (.doc)"
    ODT = "LibreOffice Writer (.odt)"
    RTF = "văn bản RTF (.rtf)"
    HTML = "trang web (.html)"
    MHT = "trang web gộp một tệp (.mht)"
    WORD_XML = "Word XML (.xml)"
    PDF = "PDF (.pdf)"
    OLE = "Office đời cũ (.doc, .xls, .ppt)"
    ZIP = "tệp nén (.zip)"
    IMAGE = "ảnh (.png, .jpg, .tif)"
    UNKNOWN = "không rõ loại"


OFFICE = frozenset({Kind.DOCX, Kind.DOC, Kind.ODT, Kind.RTF, Kind.HTML})
"""Word opens any of these by its content, so offices have them under each other's extensions."""

_IN_LETTERS = frozenset({Kind.HTML, Kind.MHT, Kind.WORD_XML})

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind.PDF),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (ole.MAGIC, Kind.OLE),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
)
_HEAD = 1024  # a PDF may start with some bytes that are not its own
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|font)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_WRITTEN = (
    (_PAGE, Kind.HTML),
    (re.compile(r"(?:[\w-]+:.*\n)*MIME-Version:", re.IGNORECASE), Kind.MHT),
    (
        re.compile(r"\s*<\?xml[^>]*>.{0,200}(?:progid=\"Word\.Document\"|<\w+:wordDocument|<pkg:package)", re.DOTALL),
        Kind.WORD_XML,
    ),
)
_UTF16 = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"


def sniff(data: bytes) -> Kind:
    """The kind that the first bytes show; what is inside a zip or an OLE container is not looked at.

    >>> sniff(b"%PDF-1.7"), sniff("Kế hoạch".encode()), sniff(b"<html><body>")
    (<Kind.PDF: 'PDF (.pdf)'>, <Kind.TEXT: 'văn bản thuần (.txt)'>, <Kind.HTML: 'trang web (.html)'>)
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:_HEAD]:
        return Kind.PDF
    beginning = _beginning(data)
    written = next((kind for pattern, kind in _WRITTEN if pattern.match(beginning)), None)
    if written is not None:
        return written
    return Kind.UNKNOWN if _is_binary(data) else Kind.TEXT


def _beginning(data: bytes) -> str:
    encoding = next((name for mark, name in _UTF16.items() if data.startswith(mark)), "latin-1")
    head = data[: 4 * _HEAD].removeprefix(codecs.BOM_UTF8)
    return head.decode(encoding, "ignore").lstrip("\ufeff")


def _is_binary(data: bytes) -> bool:
    if b"\x00" not in data[:4096] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return wide_codec(data) is None


def settle(data: bytes, claimed: Kind, name: str) -> Kind:
    """The kind to read a file as: what the extension claims, or another office kind that its content shows.

    Raises:
        WrongExtensionError: it is a kind of file that has no business under this extension.
        EncryptedFileError: an office file behind a password.
        TruncatedFileError: it cannot be told what it is, or its container is cut off.
        AbnormalFileError: its container is made to fill memory.
    """
    found = sniff(data)
    if found is Kind.OLE:
        found = _inside_ole(data, claimed, name)
    elif found is Kind.ZIP:
        found = _inside_zip(data, claimed, name)
    if (
        found is claimed
        or (claimed is Kind.TEXT and found in _IN_LETTERS)
        or (claimed, found) == (Kind.HTML, Kind.TEXT)
    ):
        return claimed  # Markdown may open with a tag, and a page need not
    if found in OFFICE and claimed in OFFICE:
        return found
    if found is Kind.UNKNOWN:
        if claimed is Kind.TEXT:
            raise WrongExtensionError(
                f"{name}: đây không phải là văn bản thuần mà là tệp nhị phân; hãy đổi lại đúng đuôi tệp."
            )
        raise TruncatedFileError(
            f"{name}: tệp bị hỏng ngay từ đầu, không nhận ra {claimed.value}; hãy xin lại bản gốc."
        )
    raise WrongExtensionError(
        f"{name}: đuôi tệp là {claimed.value} nhưng nội dung là {found.value}; hãy đổi lại đúng đuôi hoặc lưu lại đúng định dạng."
    )


def _inside_ole(data: bytes, claimed: Kind, name: str) -> Kind:
    if claimed in OFFICE and ole.is_encrypted(data):
        raise EncryptedFileError(f"{name}: tệp Word có mật khẩu; hãy mở bằng Word, bỏ mật khẩu rồi lưu lại.")
    if ole.holds(data, "WordDocument"):
        return Kind.DOC
    if claimed is Kind.DOC and not any(ole.holds(data, stream) for stream in ole.OTHERS):
        raise TruncatedFileError(f"{name}: tệp Word đời cũ bị cắt cụt hoặc hỏng; hãy xin lại bản gốc rồi thêm lại.")
    return Kind.OLE


def _inside_zip(data: bytes, claimed: Kind, name: str) -> Kind:
    if claimed not in OFFICE:
        return _zipped(data, name) if _is_sound(data, name) else Kind.ZIP
    return _zipped(data, name)


def _is_sound(data: bytes, name: str) -> bool:
    try:
        Archive(data, name)
    except TruncatedFileError:
        return False
    return True


def _zipped(data: bytes, name: str) -> Kind:
    archive = Archive(data, name)
    if main_part(archive) in archive:
        return Kind.DOCX
    if "EncryptedPackage" in archive:
        raise EncryptedFileError(f"{name}: tệp Word có mật khẩu; hãy mở bằng Word, bỏ mật khẩu rồi lưu lại.")
    if "mimetype" in archive and (archive.bytes("mimetype") or b"").startswith(_OPEN_DOCUMENT):
        if b"encryption-data" in (archive.bytes("META-INF/manifest.xml") or b""):
            raise EncryptedFileError(f"{name}: tệp có mật khẩu; hãy mở bằng LibreOffice, bỏ mật khẩu rồi lưu lại.")
        return Kind.ODT
    return Kind.ZIP
