"""A source of the sample collection as a PDF with a text layer.

It is set in Liberation Serif, version 2 (Debian: ``fonts-liberation2``), which has the metrics of the Times New Roman
that Nghị định 30/2020/NĐ-CP asks for, and all Vietnamese letters.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from tests.tools.corpus_source import AUTHOR, INVENTED, MARGINS_CM, RECIPIENTS, ROOM_TO_SIGN, STATE, runs

if TYPE_CHECKING:
    from tests.tools.corpus_source import Block, Source

FONT = "LiberationSerif"
FACES = {"Regular": (0, 0), "Bold": (1, 0), "Italic": (0, 1), "BoldItalic": (1, 1)}


class FontMissingError(Exception):
    """No Liberation Serif with Vietnamese letters is installed."""


def register_fonts() -> None:
    """Make the four faces known to reportlab.

    Raises:
        FontMissingError: a face is not installed, or is of version 1, which has no Vietnamese.
    """
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics

    for face, (bold, italic) in FACES.items():
        pdfmetrics.registerFont(_font(f"{FONT}-{face}"))
        addMapping(FONT, bold, italic, f"{FONT}-{face}")


def _font(name: str) -> Any:
    from reportlab import rl_config
    from reportlab.pdfbase.ttfonts import TTFont

    for folder in rl_config.TTFSearchPath:
        for path in sorted(Path(folder).rglob(f"{name}.ttf")):
            font = TTFont(name, str(path))
            if ord("ộ") in font.face.charToGlyph:
                return font
    raise FontMissingError(f"{name}.ttf version 2 (Debian: fonts-liberation2)")


def write(source: Source) -> bytes:
    """Set a source as a PDF with a text layer; the font's used letters are embedded."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import cm
    from reportlab.platypus import SimpleDocTemplate

    register_fonts()
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        invariant=1,
        title=f"{source.fields['type'].capitalize()} {source.several('title')[0]}",
        author=AUTHOR,
        subject=source.fields.get("note", INVENTED),
        lang="vi",
        **{f"{side}Margin": width * cm for side, width in MARGINS_CM.items()},
    )
    story = [*_head(source), *(_block(block) for block in source.blocks), *_foot(source)]
    document.build(story, onLaterPages=_page_number)
    return out.getvalue()


def _line(text: str, *, size: float = 13, align: int = 1, after: float = 0, bold: bool = False, **look: Any) -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle(
        "line",
        fontName=f"{FONT}-Regular",
        fontSize=size,
        leading=size * 1.25,
        alignment=align,
        spaceAfter=after,
        **look,
    )
    parts = []
    for piece, piece_bold, italic in runs(text):
        marked = escape(piece)
        marked = f"<b>{marked}</b>" if bold or piece_bold else marked
        parts.append(f"<i>{marked}</i>" if italic else marked)
    return Paragraph("".join(parts), style)


def _columns(rows: list[list[Any]], widths: tuple[float, ...]) -> Any:
    from reportlab.lib.units import cm
    from reportlab.platypus import Table

    look = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ]
    return Table(rows, colWidths=[width * cm for width in widths], style=look)


def _head(source: Source) -> list[Any]:
    from reportlab.platypus import Spacer

    fields = source.fields
    story: list[Any] = []
    if "note" in fields:
        story.append(_line(fields["note"], size=9, align=2, after=4))
    names = [_line(fields["superior"], size=10.5), _line(fields["issuer"], size=10.5, bold=True)]
    state = [_line(STATE[0], size=10.5, bold=True), _line(STATE[1], size=12, bold=True)]
    second = [_line(fields["number"], size=12), _line(f"*{fields['place_date']}*", size=12)]
    story += [
        _columns([[names, state], second], (8.0, 9.0)),
        Spacer(1, 14),
        _line(fields["type"], size=14, bold=True),
    ]
    story += [_line(line, size=14, bold=True) for line in source.several("title")]
    return [*story, Spacer(1, 12)]


def _block(block: Block) -> Any:
    if block.kind == "table":
        return _columns([[_line(cell, size=12) for cell in row] for row in block.rows], (4.0,) * len(block.rows[0]))
    if block.kind == "centre":
        return _line(block.text, after=6, bold=True, keepWithNext=1)
    if block.kind == "heading":
        text = f"*{block.text}*" if block.level > 2 else block.text
        return _line(text, align=0, after=5, bold=True, firstLineIndent=28, keepWithNext=1)
    return _line(block.text, align=4, after=5, firstLineIndent=28)


def _foot(source: Source) -> list[Any]:
    from reportlab.platypus import KeepTogether, Spacer

    left = [_line(f"***{RECIPIENTS}***", size=12, align=0)]
    left += [_line(f"- {line}", size=11, align=0) for line in source.several("recipients")]
    right = [_line(source.fields[key], bold=True) for key in ("authority", "position")]
    right += [Spacer(1, 20 * ROOM_TO_SIGN), _line(source.fields["name"], bold=True)]
    return [Spacer(1, 10), KeepTogether(_columns([[left, right]], (8.0, 8.0)))]


def _page_number(canvas: Any, document: Any) -> None:
    width, height = document.pagesize
    canvas.setFont(f"{FONT}-Regular", 12)
    canvas.drawCentredString(width / 2, height - 36, str(document.page))
