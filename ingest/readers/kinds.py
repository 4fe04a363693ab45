"""Which kind of file the bytes are, whatever the extension says."""

from __future__ import annotations

import zipfile
from enum import Enum
from io import BytesIO

from ingest.errors import EncryptedFileError, TruncatedFileError, WrongExtensionError


class Kind(Enum):
    """A kind of file; the value is what a person calls it."""

    TEXT = "văn bản thuần (.txt)"
    DOCX = "Word (.docx)"
    PDF = "PDF (.pdf)"
    OLE = "Office đời cũ (.doc, .xls, .ppt)"
    ZIP = "tệp nén (.zip)"
    IMAGE = "ảnh (.png, .jpg, .tif)"
    RTF = "văn bản RTF (.rtf)"
    UNKNOWN = "không rõ loại"


_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind.PDF),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
)
_HEAD = 1024  # a PDF may start with some bytes that are not its own
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCX_PART = "word/document.xml"


def sniff(data: bytes) -> Kind:
    """The kind that the first bytes show.

    >>> sniff(b"%PDF-1.7"), sniff("Kế hoạch".encode())
    (<Kind.PDF: 'PDF (.pdf)'>, <Kind.TEXT: 'văn bản thuần (.txt)'>)
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:_HEAD]:
        return Kind.PDF
    return Kind.UNKNOWN if _is_binary(data) else Kind.TEXT


def _is_binary(data: bytes) -> bool:
    return b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def check(data: bytes, claimed: Kind, name: str) -> None:
    """Compare the content with what the extension claims.

    Raises:
        WrongExtensionError: it is another kind of file.
        EncryptedFileError: a Word file behind a password.
        TruncatedFileError: it cannot be told what it is, or its container is cut off.
    """
    found = sniff(data)
    if found is Kind.OLE and claimed is Kind.DOCX and _ENCRYPTED in data:
        raise EncryptedFileError(f"{name}: tệp Word có mật khẩu; hãy mở bằng Word, bỏ mật khẩu rồi lưu lại.")
    if found is Kind.ZIP:
        found = _inside_zip(data, claimed, name)
    if found is claimed:
        return
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


def _inside_zip(data: bytes, claimed: Kind, name: str) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return Kind.DOCX if _DOCX_PART in archive.namelist() else Kind.ZIP
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if claimed is not Kind.DOCX:
            return Kind.ZIP
        raise TruncatedFileError(f"{name}: tệp Word bị cắt cụt hoặc hỏng; hãy xin lại bản gốc rồi thêm lại.") from error
