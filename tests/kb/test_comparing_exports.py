"""What an office hands on: Excel, Word and HTML, opened again with libraries."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import docx as word
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT

from kb.collection import Collection
from kb.comparing import Comparison, compare
from kb.comparing.choose import named
from kb.comparing.docx import docx
from kb.comparing.html import html
from kb.comparing.sheets import Book, Cell, Line, Table, book
from kb.comparing.xlsx import sheet_name, xlsx

FORMULAS = ("=1+1", "+84 là số", "-5% so với", "@SUM(A1)", '=HYPERLINK("http://x")')
NASTY = '<script>alert("x")</script> & “khéo”'


@pytest.fixture(scope="module")
def plans(collection: Collection) -> Comparison:
    return compare(collection, named(collection, ["214/KH-LĐLĐ", "439/KH-LĐLĐ", "03/CTr-LĐLĐ"]))


@pytest.fixture(scope="module")
def made(plans: Comparison) -> Book:
    return book(plans)


@pytest.fixture
def nasty() -> Book:
    lines = tuple(
        Line(text, (Cell(text, "1/KH, mục I"), Cell()), "Riêng") for text in (*FORMULAS, NASTY, "a\x0bb", "d" * 40_000)
    )
    return Book(("=A", NASTY), ("-một", "hai"), (Table("Nhiệm vụ", lines),), (), ())


def test_the_workbook_has_a_sheet_for_each_aspect_with_its_words_and_citations(made: Book) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(made)), rich_text=True)
    assert workbook.sheetnames == [
        "Văn bản",
        *(sheet_name(table.name) for table in made.tables),
        "Biểu đồ chỉ tiêu",
    ]
    assert "Tóm tắt" in workbook.sheetnames
    for table in made.tables:
        sheet = workbook[sheet_name(table.name)]
        assert sheet.freeze_panes == "B2"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.column_dimensions["B"].width > 30
        for row, line in enumerate(table.lines, start=2):
            for column, cell in enumerate(line.cells, start=2):
                there = sheet.cell(row, column)
                assert str(there.value or "") == (f"{cell.text}\n[{cell.source}]" if cell.text else "")
                assert there.alignment.wrap_text
    assert len(workbook["Biểu đồ chỉ tiêu"]._charts) == 1


def test_words_that_look_like_a_formula_stay_words(nasty: Book) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(nasty)))
    cells = [cell for sheet in workbook for row in sheet for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert "=1+1" in {cell.value for cell in cells}
    archive = zipfile.ZipFile(io.BytesIO(xlsx(nasty)))
    assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)


def test_the_word_document_has_a_table_for_each_aspect(made: Book) -> None:
    document = word.Document(io.BytesIO(docx(made)))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert round(section.page_width.mm) == 297
    assert len(document.tables) == len(made.tables)
    for grid, table in zip(document.tables, made.tables, strict=True):
        assert "w:tblHeader" in grid.rows[0]._tr.xml
        assert len(grid.rows) == len(table.lines) + 1
    first = made.tables[0].lines[0]
    shown = [cell.text for cell in document.tables[0].rows[1].cells]
    assert shown == [first.label, *(f"{one.text}\n[{one.source}]" if one.text else "" for one in first.cells)]


def test_word_takes_every_character(nasty: Book) -> None:
    document = word.Document(io.BytesIO(docx(nasty)))
    assert document.tables[0].rows[1].cells[1].text.startswith("=1+1")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_stands_alone_and_shows_every_cell(made: Book) -> None:
    reader = _Reader()
    reader.feed(html(made))
    assert reader.outside == []
    assert "svg" in reader.tags
    assert "script" not in reader.tags
    words = "".join(reader.words)
    for table in made.tables:
        assert table.name in words
        for line in table.lines:
            assert all(cell.source in words for cell in line.cells)
            assert all(part in words for cell in line.cells for part in cell.text.split("\n"))


def test_what_looks_like_markup_stays_words(nasty: Book) -> None:
    page = html(nasty)
    assert "<script" not in page
    reader = _Reader()
    reader.feed(page)
    assert NASTY in "".join(reader.words)


def test_a_document_with_a_secrecy_stamp_is_never_exported(plans: Comparison) -> None:
    secret = plans.documents[0]
    stamped = replace(secret, header=replace(secret.header, secrecy="Mật"))
    parted = book(replace(plans, documents=(stamped, *plans.documents[1:])))
    assert len(parted.columns) == 2
    assert any("Không xuất 1 văn bản" in note for note in parted.notes)
    items = [item for aspect in plans.aspects for row in aspect.rows for item in row.items]
    others = "\n".join(item.text for item in items if item.document != secret.id)
    only = {item.text for item in items if item.document == secret.id and item.text not in others}
    reader = _Reader()
    reader.feed(html(parted))
    words = "".join(reader.words)
    assert len(only) > 20
    assert not [text for text in only if text in words]
    openings = {" ".join(text.split()[:8]) for text in only if len(text.split()) > 8}
    assert not [one for one in openings if one not in others and one in words]
