"""A comparison as one page of HTML that stands alone and can be printed: styles and the chart are in it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kb.comparing.chart import svg
from kb.comparing.letters import printable
from kb.comparing.sheets import TITLE

if TYPE_CHECKING:
    from kb.comparing.sheets import Book, Line, Table

STYLE = """
@page { size: A4 landscape; margin: 12mm; }
body { font: 15px/1.45 "Times New Roman", "Liberation Serif", serif; color: #111; margin: 24px auto; max-width: 1500px; padding: 0 16px; }
h1 { font-size: 22px; } h2 { font-size: 18px; margin: 28px 0 8px; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #999; padding: 6px 8px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { background: #dde6f0; position: sticky; top: 0; }
tbody th { width: 16%; font-weight: bold; }
td.differs { background: #fff4ce; }
cite { display: block; font-size: 12px; color: #555; margin-top: 4px; }
.wide { overflow-x: auto; } svg { max-width: 100%; height: auto; }
@media print { body { margin: 0; max-width: none; font-size: 11px; padding: 0; } thead { display: table-header-group; } thead th { position: static; } tr { break-inside: avoid; } h2 { break-after: avoid; } }
"""


def html(book: Book) -> str:
    """The page."""
    listed = "".join(
        f"<li><b>{_safe(short)}</b>: {_safe(name)}</li>"
        for short, name in zip(book.columns, book.documents, strict=True)
    )
    notes = "".join(f"<p>{_safe(note)}</p>" for note in book.notes)
    chart = f"<h2>Biểu đồ chỉ tiêu</h2>{svg(book)}" if book.bars else ""
    tables = "".join(_table(table, book) for table in book.tables)
    return (
        '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{TITLE}</title><style>{STYLE}</style></head>\n"
        f"<body><h1>{TITLE}</h1><ul>{listed}</ul>{notes}{tables}{chart}</body></html>\n"
    )


def _table(table: Table, book: Book) -> str:
    heads = "".join(f'<th scope="col">{_safe(one)}</th>' for one in ("Nội dung", *book.columns))
    rows = "\n".join(_row(line) for line in table.lines)
    return f'<h2>{_safe(table.name)}</h2><div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>\n'


def _row(line: Line) -> str:
    kind = ' class="differs"' if line.differs else ""
    cells = "".join(
        f"<td{kind}>{_safe(one.text)}<cite>{_safe(one.source)}</cite></td>" if one.text else "<td></td>"
        for one in line.cells
    )
    return f'<tr><th scope="row">{_safe(line.label)}</th>{cells}</tr>'


def _safe(text: str) -> str:
    return escape(printable(text)).replace("\n", "<br>")
