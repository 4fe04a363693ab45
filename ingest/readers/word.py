"""Word files (.docx): paragraphs and tables in the order of the document, as they are printed.

``accepted`` takes out what is not printed, ``runs`` gives the text of a paragraph, ``numbering`` its label, ``notes``
what its marks stand for, ``grid`` tells data from columns, ``heads`` what only the first page's header says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from ingest.errors import AbnormalFileError, EmptyFileError, TruncatedFileError
from ingest.readers import grid, heads
from ingest.readers.accepted import accept
from ingest.readers.archive import Archive
from ingest.readers.notes import Notes, elements, first_numbers
from ingest.readers.numbering import BULLETS, Counter, Lists
from ingest.readers.pages import RawPage
from ingest.readers.runs import Walker
from ingest.readers.styles import Look, Styles
from ingest.readers.xml import W, child, switched, within

MAIN_PART = "word/document.xml"


def read(data: bytes, name: str) -> tuple[tuple[RawPage, ...], bool]:
    """The text as one element: Word files have no pages until they are printed.

    Raises:
        TruncatedFileError: the container is damaged.
        AbnormalFileError: it unpacks to, nests or counts what no directive does.
        EmptyFileError: no text in it.
    """
    archive = Archive(data, name)
    part = main_part(archive)
    root = archive.xml(part)
    body = child(root, "body")
    if body is None:
        raise TruncatedFileError(f"{name}: tệp Word bị hỏng, không thấy nội dung; hãy xin lại bản gốc rồi thêm lại.")
    text = "\n".join(_Document(archive, part, root, name).lines(body))
    if not text.strip():
        raise EmptyFileError(f"{name}: tệp Word không có chữ nào; hãy mở tệp gốc xem nội dung còn không rồi thêm lại.")
    return (RawPage(text),), False


def main_part(archive: Archive) -> str:
    """Where the body is: as the package says, else where Word puts it."""
    named = [part for kind, part in archive.related("").values() if kind == "officeDocument"]
    return next((part for part in named if part in archive), MAIN_PART)


class _Kind(Enum):
    """What a line is to the table cell that holds it."""

    TEXT = "of the cell"
    LABEL = "a number without a text: in a cell it counts the rows, outside it is an empty paragraph"
    BESIDE = "a note, a text box, a row of a table: a line of its own, behind the row of the table around it"


_Line = tuple[_Kind, str]


class _Document:
    """One document with all that its paragraphs need."""

    def __init__(self, archive: Archive, part: str, root: Any, name: str) -> None:  # noqa: ANN401 - lxml has no types
        self._name = name
        self._related = archive.related(part)
        self._archive = archive
        self._styles = Styles(self._part("styles"))
        self._lists = Lists.of(self._part("numbering"), self._styles)
        found: dict[tuple[str, str], Any] = {}
        for kind in ("footnote", "endnote"):
            story = self._part(f"{kind}s")
            if story is not None:
                accept(story)
                found |= elements(kind, story)
        notes = Notes(found, first_numbers(self._part("settings"), root), self._flat)
        self._walker = Walker(self._styles, notes.mark)

    def _part(self, kind: str) -> Any:  # noqa: ANN401
        part = next((part for told, part in self._related.values() if told == kind), None)
        return None if part is None else self._archive.xml(part)

    def lines(self, body: Any) -> list[str]:  # noqa: ANN401
        """All lines: what the first page's header says beyond the body, then the body."""
        accept(body)
        printed = [text for text in self._story(body) if text.strip()]
        found = heads.first(body, self._related)
        head = None if found is None else self._archive.xml(found.part)
        if found is None or head is None:
            return printed
        accept(head)
        return heads.telling(self._story(head), printed, once=found.once) + printed

    def _story(self, parent: Any) -> list[str]:  # noqa: ANN401
        """The lines of a story, whose lists are counted by themselves; numbers without a text are empty paragraphs."""
        found = self._blocks(parent, Counter(self._lists))
        return [line for kind, text in found if kind is not _Kind.LABEL for line in text.split("\n")]

    def _flat(self, parent: Any) -> str:  # noqa: ANN401
        return " ".join(" ".join(self._story(parent)).split())

    # -- blocks ----------------------------------------------------------------------------------------------------

    def _blocks(self, parent: Any, counter: Counter) -> Iterator[_Line]:  # noqa: ANN401
        """The lines of paragraphs and tables; what stands behind a paragraph or in a table is marked as such."""
        held = _Held()
        for element in within(parent, "p", "tbl"):
            if element.tag == f"{W}tbl":
                yield from held.release()
                yield from ((_Kind.BESIDE, text) for text in self._table(element, counter))
                continue
            self._paragraph(element, counter, held)
            if not _runs_on(child(element, "pPr")):
                yield from held.release()
        yield from held.release()

    def _paragraph(self, paragraph: Any, counter: Counter, held: _Held) -> None:  # noqa: ANN401
        properties = child(paragraph, "pPr")
        content = self._walker.read(paragraph)
        written = bool(content.text.strip())
        mark = self._styles.of_run(self._styles.look(self._styles.of_paragraph(properties)), child(properties, "rPr"))
        only_breaks = not written and (mark.hidden or child(properties, "sectPr") is not None)
        if not (_is_deleted(properties) or only_breaks):
            label = self._counted(properties, mark, counter)
            held.text += label if written or not label.startswith(BULLETS) else ""
        held.written |= written
        held.text += content.text
        held.beside += content.notes
        for box in content.boxes:
            held.beside += [line for line in self._story(box) if line.strip()]

    @staticmethod
    def _counted(properties: Any, mark: Look, counter: Counter) -> str:  # noqa: ANN401
        """The label; a hidden mark hides the end of the paragraph, not its label."""
        return counter.label(properties, replace(mark, hidden=False))

    # -- tables ----------------------------------------------------------------------------------------------------

    def _table(self, table: Any, counter: Counter) -> Iterator[str]:  # noqa: ANN401
        rows = [self._cells(row, counter) for row in within(table, "tr")]
        texts = [["\n".join(_own(cell)) for cell in row] for row in rows]
        if grid.sets_columns(texts, ruled=grid.is_ruled(table, self._styles)):
            yield from (text for row in rows for cell in row for kind, text in cell if kind is not _Kind.LABEL)
            return
        for row, cells in zip(rows, texts, strict=True):
            if line := grid.row_line([" ".join(cell.split()) for cell in cells]):
                yield line
            yield from (text for cell in row for kind, text in cell if kind is _Kind.BESIDE)

    def _cells(self, row: Any, counter: Counter) -> list[list[_Line]]:  # noqa: ANN401
        cells = list(within(row, "tc"))
        if len(cells) > grid.MOST_CELLS:
            raise AbnormalFileError(
                f"{self._name}: tệp bất thường, bảng có {len(cells)} cột; hãy mở bằng Word, sửa lại bảng rồi lưu lại."
            )
        return [[] if grid.is_continued(cell) else list(self._blocks(cell, counter)) for cell in cells]


def _own(cell: list[_Line]) -> Iterator[str]:
    return (text for kind, text in cell if kind is not _Kind.BESIDE)


def _is_deleted(properties: Any) -> bool:  # noqa: ANN401
    """Whether the paragraph's end is deleted or moved away, with changes tracked."""
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _runs_on(properties: Any) -> bool:  # noqa: ANN401
    """Whether a paragraph has no end in print: the next one goes on in its line."""
    return _is_deleted(properties) or bool(switched(child(properties, "rPr"), "vanish"))


@dataclass(slots=True)
class _Held:
    """The paragraph that is being put together, of one or of several that run on."""

    text: str = ""
    written: bool = False
    beside: list[str] = field(default_factory=list)

    def release(self) -> list[_Line]:
        """Its lines; it is empty afterwards."""
        text = self.text.strip()
        kind = _Kind.TEXT if self.written else _Kind.LABEL
        lines = [(kind, text)] if text else []
        lines += [(_Kind.BESIDE, line) for line in self.beside]
        self.text, self.written, self.beside = "", False, []
        return lines
