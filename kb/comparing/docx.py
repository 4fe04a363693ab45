"""A comparison as a Word document (python-docx): A4 landscape, a table for each aspect, its head repeated on each page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kb.comparing.letters import printable
from kb.comparing.sheets import TITLE

if TYPE_CHECKING:
    from kb.comparing.sheets import Book, Line, Table

PAGE = (Mm(297), Mm(210))
MARGIN = Mm(15)
LABEL = Mm(42)
FONT = "Times New Roman"


def docx(book: Book) -> bytes:
    """The bytes of the document."""
    document = Document()
    _page(document)
    document.core_properties.title = TITLE
    document.add_heading(TITLE, level=0)
    for short, name in zip(book.columns, book.documents, strict=True):
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(printable(short)).bold = True
        paragraph.add_run(printable(f": {name}"))
    for note in book.notes:
        document.add_paragraph(printable(note))
    for table in book.tables:
        document.add_heading(printable(table.name), level=1)
        _table(document, table, book)
    memory = io.BytesIO()
    document.save(memory)
    return memory.getvalue()


def _page(document: Any) -> None:  # noqa: ANN401 (the package has no types)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    for name in ("Normal", "Title", "Heading 1"):
        style = document.styles[name]
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        style.element.rPr.rFonts.set(qn("w:ascii"), FONT)
        style.element.rPr.rFonts.set(qn("w:hAnsi"), FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        style.font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Title"].font.size = Pt(16)
    document.styles["Heading 1"].font.size = Pt(13)


def _table(document: Any, table: Table, book: Book) -> None:  # noqa: ANN401
    grid = document.add_table(rows=1, cols=len(book.columns) + 1)
    grid.style = "Table Grid"
    grid.autofit = False
    wide = (PAGE[0] - 2 * MARGIN - LABEL) // max(1, len(book.columns))
    head = grid.rows[0]
    for cell, text in zip(head.cells, ("Nội dung", *book.columns), strict=True):
        cell.paragraphs[0].add_run(printable(text)).bold = True
        _shade(cell, "DDE6F0")
    _property(head, "w:tblHeader")
    for line in table.lines:
        _row(grid, line)
    for row in grid.rows:
        _property(row, "w:cantSplit")
        for place, cell in enumerate(row.cells):
            cell.width = LABEL if place == 0 else wide


def _row(grid: Any, line: Line) -> None:  # noqa: ANN401
    cells = grid.add_row().cells
    cells[0].paragraphs[0].add_run(printable(line.label)).bold = True
    for cell, said in zip(cells[1:], line.cells, strict=True):
        if not said.text:
            continue
        cell.paragraphs[0].add_run(printable(said.text))
        run = cell.add_paragraph().add_run(printable(f"[{said.source}]"))
        run.italic, run.font.size = True, Pt(9)
        if line.differs:
            _shade(cell, "FFF4CE")


def _property(row: Any, name: str) -> None:  # noqa: ANN401
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 (python-docx has no other way)


def _shade(cell: Any, colour: str) -> None:  # noqa: ANN401
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001
