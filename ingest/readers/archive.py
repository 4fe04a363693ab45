"""Files inside a zipped office file, and their XML: read with limits, whatever the archive says of itself."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ingest.errors import AbnormalFileError, TruncatedFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

# Limits that no directive comes near; a file made to fill memory runs into them at once.
_MOST_ENTRIES = 10_000
_MOST_BYTES = 64 * 1024 * 1024  # of one part, unpacked
_MOST_MARKS = 4_000_000  # tags and attributes of one part: each costs some hundred bytes once parsed
_CENTRAL = b"PK\x01\x02"  # opens each entry of a zip's directory
# Word writes these two; the other methods of zip unpack a block as a whole, however large it turns out.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DTD = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
# "Strict Open XML" names the same elements otherwise.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class Archive:
    """The parts of a zipped office file.

    Raises:
        AbnormalFileError: on making and on reading, where the file is made to fill memory.
        TruncatedFileError: it is cut off or damaged.
    """

    def __init__(self, data: bytes, name: str) -> None:
        """``name`` is what messages call the file."""
        self._name = name
        if data.count(_CENTRAL) > _MOST_ENTRIES:
            raise AbnormalFileError(
                f"{name}: tệp bất thường, chứa quá nhiều tệp con; hãy mở bằng Word rồi lưu lại, hoặc xin lại bản gốc."
            )
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise TruncatedFileError(
                f"{name}: tệp Word bị cắt cụt hoặc hỏng; hãy xin lại bản gốc rồi thêm lại."
            ) from error
        self._entries = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self._zip.infolist()}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def bytes(self, part: str) -> bytes | None:
        """One part, unpacked; ``None`` where there is none."""
        info = self._entries.get(part.lower())
        if info is None:
            return None
        if info.compress_type not in _METHODS:
            raise TruncatedFileError(
                f"{self._name}: tệp bị hỏng, nén theo cách mà Word không dùng; hãy mở bằng Word rồi lưu lại."
            )
        try:
            with self._zip.open(info) as file:
                data = file.read(_MOST_BYTES + 1)  # the size that the archive declares may be a lie
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
            raise TruncatedFileError(
                f"{self._name}: tệp Word bị cắt cụt hoặc hỏng, không giải nén được; hãy xin lại bản gốc rồi thêm lại."
            ) from error
        if len(data) > _MOST_BYTES:
            raise AbnormalFileError(
                f"{self._name}: tệp bất thường, giải nén ra quá lớn; hãy mở bằng Word rồi lưu lại, hoặc xin lại bản gốc."
            )
        return data

    def xml(self, part: str) -> Any:  # noqa: ANN401 - lxml has no types
        """The root element of a part; ``None`` where there is none."""
        data = self.bytes(part)
        return None if data is None else parsed(data, self._name)

    def related(self, part: str) -> Mapping[str, tuple[str, str]]:
        """What a part points to inside the archive: by id, the kind (last word of its type) and the name of the part."""
        folder, _, file = part.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        return {
            item.get("Id", ""): (
                item.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/"),
            )
            for item in root
            if isinstance(item.tag, str) and item.get("TargetMode") != "External"
        }


def parsed(data: bytes, name: str) -> Any:  # noqa: ANN401
    """The root element of XML; no entity is resolved, nothing is fetched.

    Raises:
        AbnormalFileError: a document type with entities, absurd depth or size.
        TruncatedFileError: not well-formed.
    """
    from lxml import etree

    if any(mark in data for mark in _DTD):  # office files have none; it only serves to blow up entities
        raise AbnormalFileError(
            f"{name}: tệp bất thường (XML có khai báo DTD); hãy mở bằng Word rồi lưu lại, hoặc xin lại bản gốc."
        )
    if data.count(b"<") + data.count(b"=") > _MOST_MARKS:
        raise AbnormalFileError(
            f"{name}: tệp bất thường, quá nhiều phần tử XML; hãy chia nhỏ văn bản hoặc xin lại bản gốc."
        )
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise AbnormalFileError(
                f"{name}: tệp bất thường, lồng nhau quá sâu; hãy mở bằng Word rồi lưu lại, hoặc xin lại bản gốc."
            ) from error
        raise TruncatedFileError(f"{name}: tệp Word bị hỏng bên trong; hãy xin lại bản gốc rồi thêm lại.") from error
