"""The container of old Office files, as far as telling what is in one and whether it has a password.

[MS-CFB] 2.6: the directory is made of entries of 128 bytes that begin with the name of a stream in UTF-16.
[MS-DOC] 2.5.1: the main stream of Word begins with its head; a bit of it tells that the rest is encrypted.
"""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = ("Workbook", "Book", "PowerPoint Document")
_PACKAGE = "EncryptedPackage"  # a .docx with a password is put into such a container as a whole
_ENTRY, _START_AT = 128, 116
_SHIFT_AT, _FLAGS_AT = 30, 10
_ENCRYPTED = 0x0100


def holds(data: bytes, stream: str) -> bool:
    """Whether the container has a stream of that name."""
    return _entry(data, stream) >= 0


def is_encrypted(data: bytes) -> bool:
    """Whether a Word file in the container needs a password."""
    if _PACKAGE.encode("utf-16-le") in data:
        return True
    entry = _entry(data, "WordDocument")
    if entry < 0:
        return False
    (shift,) = struct.unpack_from("<H", data, _SHIFT_AT)
    (sector,) = struct.unpack_from("<I", data, entry + _START_AT)
    head = (sector + 1) << min(shift, 16)
    if len(data) < head + _FLAGS_AT + 2:
        return False
    (flags,) = struct.unpack_from("<H", data, head + _FLAGS_AT)
    return bool(flags & _ENCRYPTED)


def _entry(data: bytes, stream: str) -> int:
    """Where the directory's entry of a stream begins; -1 where it has none."""
    name = stream.encode("utf-16-le") + b"\x00\x00"
    at = data.find(name)
    while at >= 0 and (at % _ENTRY or len(data) < at + _ENTRY or data[at + 64] != len(name)):
        at = data.find(name, at + 1)
    return at
