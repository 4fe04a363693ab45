"""Word files (.docx): paragraphs and tables in the order of the document."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ingest.errors import EmptyFileError, TruncatedFileError
from ingest.lexicon import load
from ingest.readers.numbering import Numbering
from ingest.readers.pages import RawPage

if TYPE_CHECKING:
    from docx.document import Document

_MAX_UNPACKED = 512 * 1024 * 1024  # a small file that unpacks to more is no directive
_SPACE = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
# A text box is written twice, for new and for old programs; what was deleted with changes tracked is no text.
_SKIPPED = {"Fallback", "del", "moveFrom", "instrText", "pPr", "rPr", "tblPr", "tcPr", "sectPr"}


def read(data: bytes, name: str) -> tuple[tuple[RawPage, ...], bool]:
    """The text as one element: Word files have no pages until they are printed.

    Raises:
        TruncatedFileError: the container unpacks to something that no directive is.
        EmptyFileError: no text in it.
    """
    import docx

    with zipfile.ZipFile(BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNPACKED:
            raise TruncatedFileError(f"{name}: tệp Word bất thường, giải nén ra quá lớn; hãy mở bằng Word rồi lưu lại.")
    document = docx.Document(BytesIO(data))
    text = "\n".join(_blocks(document.element.body, Numbering.of(document), document))
    if not text.strip():
        raise EmptyFileError(f"{name}: tệp Word không có chữ nào; hãy mở tệp gốc xem nội dung còn không rồi thêm lại.")
    return (RawPage(text),), False


def _local(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _blocks(parent: Any, numbering: Numbering, document: Document) -> Iterator[str]:  # noqa: ANN401
    for child in parent:
        match _local(child):
            case "p":
                yield from _paragraph(child, numbering, document)
            case "tbl":
                yield from _table(child, numbering, document)
            case "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "smartTag":
                yield from _blocks(child, numbering, document)


def _paragraph(paragraph: Any, numbering: Numbering, document: Document) -> Iterator[str]:  # noqa: ANN401
    text = "".join(_runs(paragraph)).strip()
    if text:
        yield numbering.label(paragraph) + text
    for box in paragraph.iter():
        if _local(box) == "txbxContent" and not any(_local(up) == "Fallback" for up in box.iterancestors()):
            yield from _blocks(box, numbering, document)


def _runs(element: Any) -> Iterator[str]:  # noqa: ANN401
    for child in element:
        tag = _local(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _SPACE:
            yield _SPACE[tag]
        elif tag not in _SKIPPED and tag != "txbxContent":
            yield from _runs(child)


# -- tables --------------------------------------------------------------------------------------------------------


def _table(table: Any, numbering: Numbering, document: Document) -> Iterator[str]:  # noqa: ANN401
    rows = [
        ["\n".join(_blocks(cell, numbering, document)) for cell in _children(row, "tc")]
        for row in _children(table, "tr")
    ]
    if _sets_columns(table, rows):
        yield from (line for row in rows for cell in row for line in cell.split("\n") if line.strip())
        return
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            yield " | ".join(cells)


def _children(parent: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401
    for child in parent:
        if _local(child) == tag:
            yield child
        elif _local(child) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _children(child, tag)


def _sets_columns(table: Any, rows: Iterable[list[str]]) -> bool:  # noqa: ANN401
    """Does the table only set blocks side by side: masthead, recipients and signature?"""
    rows = list(rows)
    if max(map(len, rows), default=0) > 2:
        return False
    lines = [line for row in rows for cell in row for line in cell.split("\n")]
    if any(pattern.search(line) for pattern in _column_marks() for line in lines):
        return True
    return not _has_borders(table) and (len(rows) == 1 or any("\n" in cell for row in rows for cell in row))


@cache
def _column_marks() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in load("layout")["columns"])


def _has_borders(table: Any) -> bool:  # noqa: ANN401
    for properties in _children(table, "tblPr"):
        for item in properties:
            if _local(item) == "tblStyle" and _value(item) not in {"", "TableNormal"}:
                return True
            if _local(item) == "tblBorders":
                return any(_value(edge) not in {"", "nil", "none"} for edge in item)
    return False


def _value(element: Any) -> str:  # noqa: ANN401
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == "val"), "")
