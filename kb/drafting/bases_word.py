"""A Word page as offices have it: A4, Times New Roman, the margins and spacing of the style. Written with python-docx."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb.drafting.bases import Line, Style

FONT = "Times New Roman"
BODY = 14
"""Points of the text: 13 to 14 by Nghị định 30/2020/NĐ-CP and by the Party's guidance."""
INDENT, AFTER = Mm(10), Pt(6)
_MARGINS = {"top": Mm(20), "bottom": Mm(20), "left": Mm(30), "right": Mm(20)}
"""Within what all three rules allow: 20 to 25, 20 to 25, 30 to 35 and 15 to 20 mm."""
_BLANK = re.compile(r"\(chưa rõ [^)]*\)|…+")


class Paper:
    """A document that paragraphs are added to, in order."""

    def __init__(self) -> None:
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for side, width in _MARGINS.items():
            setattr(section, f"{side}_margin", width)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(BODY)
        # Letters with Vietnamese marks are taken from these, where Word asks for a font of its own.
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
        normal.paragraph_format.space_after = Pt(0)
        core = self.document.core_properties
        core.author, core.comments, core.language = "", "", "vi-VN"

    def paragraph(self, text: str, **look: Any) -> Any:  # noqa: ANN401 - python-docx has no types
        """One paragraph of the body: justified, its first line indented.

        Args:
            text: blanks in it are marked.
            look: of :func:`written`.
        """
        made = self.document.add_paragraph()
        made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        made.paragraph_format.first_line_indent = INDENT
        made.paragraph_format.space_after = AFTER
        written(made, text, **look)
        return made

    def basis(self, line: Line, of: Style) -> None:
        """A line of the bases."""
        self.paragraph(line.text, italic=of.italic)

    def saved(self) -> bytes:
        """The file."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()


def written(
    paragraph: Any,  # noqa: ANN401 - python-docx has no types
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float | None = None,
    underline: bool = False,
) -> None:
    """Put words into a paragraph; what nobody has told is highlighted, so that it is filled in and not overlooked."""
    at = 0
    for blank in [*_BLANK.finditer(text), None]:
        parts = [(text[at : blank.start()], False), (blank.group(), True)] if blank else [(text[at:], False)]
        for part, marked in parts:
            if part:
                run = paragraph.add_run(part)
                run.bold, run.italic, run.underline = bold, italic, underline
                run.font.size = Pt(size) if size else None
                if marked:
                    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        at = blank.end() if blank else at


def of_lines(lines: Iterable[Line], of: Style) -> bytes:
    """A .docx with one paragraph for each line of the bases."""
    paper = Paper()
    for line in lines:
        paper.basis(line, of)
    return paper.saved()
