"""A comparison as an Excel workbook (XlsxWriter): a sheet for each aspect, and a chart of the targets."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import xlsxwriter

from kb.comparing.sheets import TITLE, chart_bars

if TYPE_CHECKING:
    from kb.comparing.sheets import Book, Cell, Table

LANDSCAPE_A4 = 9
LABEL, CELL, SHARE = 28, 46, 9
"""Widths of columns in characters."""
LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
NAME = 31
"""Characters of a sheet's name."""
TALLEST = 409
"""Points of the tallest row."""


def xlsx(book: Book) -> bytes:
    """The bytes of the workbook. Every cell is text, so that words beginning with "=", "+", "-" or "@" are no formulas."""
    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(memory, options)
    workbook.set_properties({"title": TITLE, "comments": "Căn Cứ"})
    formats = _formats(workbook)
    _documents(workbook, book, formats)
    for table in book.tables:
        _sheet(workbook, table, book, formats)
    if book.bars:
        _chart(workbook, book, formats)
    workbook.close()
    return memory.getvalue()


def _formats(workbook: Any) -> dict[str, Any]:  # noqa: ANN401 (the package has no types)
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True}
    edged = {**base, "border": 1, "border_color": "#999999"}
    return {
        "title": workbook.add_format({**base, "bold": True, "font_size": 15, "text_wrap": False}),
        "plain": workbook.add_format(base),
        "head": workbook.add_format({**edged, "bold": True, "bg_color": "#DDE6F0", "valign": "vcenter"}),
        "label": workbook.add_format({**edged, "bold": True}),
        "cell": workbook.add_format(edged),
        "differs": workbook.add_format({**edged, "bg_color": "#FFF4CE"}),
        "source": workbook.add_format(
            {"font_name": "Times New Roman", "font_size": 10, "italic": True, "font_color": "#555555"}
        ),
    }


def _page(sheet: Any, columns: int) -> None:  # noqa: ANN401
    sheet.set_landscape()
    sheet.set_paper(LANDSCAPE_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RTrang &P/&N")
    sheet.set_column(0, 0, LABEL)
    sheet.set_column(1, columns, CELL)
    sheet.set_column(columns + 1, columns + 1, SHARE)


def _documents(workbook: Any, book: Book, formats: dict[str, Any]) -> None:  # noqa: ANN401
    sheet = workbook.add_worksheet("Văn bản")
    _page(sheet, 1)
    sheet.set_column(0, 0, LABEL)
    sheet.set_column(1, 1, 2 * CELL)
    sheet.write_string(0, 0, TITLE, formats["title"])
    for row, (short, name) in enumerate(zip(book.columns, book.documents, strict=True), start=2):
        sheet.write_string(row, 0, short, formats["label"])
        sheet.write_string(row, 1, name, formats["cell"])
        sheet.set_row(row, _height([short]))
    for row, note in enumerate(book.notes, start=3 + len(book.documents)):
        sheet.write_string(row, 1, note, formats["plain"])


def _sheet(workbook: Any, table: Table, book: Book, formats: dict[str, Any]) -> None:  # noqa: ANN401
    sheet = workbook.add_worksheet(sheet_name(table.name))
    _page(sheet, len(book.columns))
    heads = ("Nội dung", *book.columns, "Chung/riêng")
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, formats["head"])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    for row, line in enumerate(table.lines, start=1):
        sheet.write_string(row, 0, _cut(line.label), formats["label"])
        for column, cell in enumerate(line.cells, start=1):
            _write(sheet, row, column, cell, formats["differs" if line.differs else "cell"], formats["source"])
        sheet.write_string(row, len(heads) - 1, line.share, formats["cell"])
        sheet.set_row(row, _height([line.label, *(f"{one.text}\n{one.source}" for one in line.cells)]))
    sheet.autofilter(0, 0, len(table.lines), len(heads) - 1)


def _write(sheet: Any, row: int, column: int, cell: Cell, form: Any, source: Any) -> None:  # noqa: ANN401
    """The words, and the citation below them in small letters."""
    if not cell.text:
        sheet.write_blank(row, column, None, form)
        return
    text = _cut(cell.text, LONGEST - len(cell.source) - 4)
    sheet.write_rich_string(row, column, text, source, f"\n[{cell.source}]", form)


def _height(texts: list[str]) -> float:
    """Points for the tallest cell of a row: programs do not reckon it for text in two sizes."""
    widths = (LABEL, *[CELL] * (len(texts) - 1))
    lines = max(
        sum(-(-max(1, len(part)) // max(1, int(width * 0.95))) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(TALLEST, 16.0 * lines + 4)


def _chart(workbook: Any, book: Book, formats: dict[str, Any]) -> None:  # noqa: ANN401
    """The shares in per cent as bars, from a sheet with the numbers."""
    sheet = workbook.add_worksheet("Biểu đồ chỉ tiêu")
    _page(sheet, len(book.columns))
    bars = chart_bars(book)
    for column, head in enumerate(("Chỉ tiêu (%)", *book.columns)):
        sheet.write_string(0, column, head, formats["head"])
    for row, bar in enumerate(bars, start=1):
        sheet.write_string(row, 0, bar.label, formats["label"])
        for column, value in enumerate(bar.values, start=1):
            if value is None:
                sheet.write_blank(row, column, None, formats["cell"])
            else:
                sheet.write_number(row, column, value, formats["cell"])
    chart = workbook.add_chart({"type": "bar"})
    name = sheet.get_name()
    for column, _ in enumerate(book.columns, start=1):
        chart.add_series(
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, len(bars), 0],
                "values": [name, 1, column, len(bars), column],
                "data_labels": {"value": True},
            }
        )
    chart.set_title({"name": "Chỉ tiêu theo tỷ lệ %", "overlay": False})
    chart.set_x_axis({"min": 0, "max": 100, "name": "%"})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1100, "height": max(360, 40 * len(bars) * max(1, len(book.columns)) // 2 + 160)})
    sheet.insert_chart(len(bars) + 2, 0, chart)


def sheet_name(name: str) -> str:
    """A name that a workbook takes.

    >>> sheet_name("Mục đích, yêu cầu [1/2]")
    'Mục đích, yêu cầu  1 2'
    """
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:NAME]


def _cut(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
