"""A source of the sample collection as a Word file, with the look of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from tests.tools.corpus_source import AUTHOR, INVENTED, MARGINS_CM, RECIPIENTS, ROOM_TO_SIGN, STATE, runs

if TYPE_CHECKING:
    from tests.tools.corpus_source import Block, Source

FONT = "Times New Roman"


def write(source: Source) -> bytes:
    """Set a source as a Word file, with the look of Nghị định 30: A4, Times, a masthead in two columns."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    _properties(document.core_properties, source)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for side, width in MARGINS_CM.items():
        setattr(section, f"{side}_margin", Cm(width))
    _page_number(section)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.paragraph_format.space_after = Pt(6)
    _head(document, source)
    for block in source.blocks:
        _block(document, block)
    _foot(document, source)
    return _repack(document)


def _properties(properties: Any, source: Source) -> None:
    properties.author = properties.last_modified_by = AUTHOR
    properties.title = f"{source.fields['type'].capitalize()} {source.several('title')[0]}"
    properties.comments = source.fields.get("note", INVENTED)
    properties.created = properties.modified = source.moment
    properties.revision = 1


def _line(paragraph: Any, text: str, *, size: float = 14, bold: bool = False, italic: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for piece, piece_bold, piece_italic in runs(text):
        run = paragraph.add_run(piece)
        run.bold, run.italic = bold or piece_bold, italic or piece_italic
        run.font.size, run.font.name = Pt(size), FONT
        run._element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _cell(cell: Any, lines: list[tuple[str, dict[str, Any]]], *, centred: bool = True) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for index, (text, look) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = index < len(lines) - 1
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _line(paragraph, text, **look)


def _columns(document: Any, rows: int, widths: tuple[float, ...]) -> Any:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    return table


def _head(document: Any, source: Source) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    fields = source.fields
    if "note" in fields:
        note = document.add_paragraph()
        note.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _line(note, fields["note"], size=10)
    table = _columns(document, 2, (8.3, 9.3))
    issuer = [(fields["superior"], {"size": 11}), (fields["issuer"], {"size": 11, "bold": True})]
    _cell(table.cell(0, 0), issuer)
    _cell(table.cell(0, 1), [(STATE[0], {"size": 12, "bold": True}), (STATE[1], {"size": 13, "bold": True})])
    _cell(table.cell(1, 0), [(fields["number"], {"size": 13})])
    _cell(table.cell(1, 1), [(fields["place_date"], {"size": 13, "italic": True})])
    document.add_paragraph()
    for line in (fields["type"], *source.several("title")):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _line(paragraph, line, bold=True)


def _block(document: Any, block: Block) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    if block.kind == "table":
        table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
        for index, row in enumerate(block.rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                _cell(cell, [(text, {"size": 12, "bold": index == 0})], centred=index == 0)
        return
    paragraph = document.add_paragraph()
    if block.kind == "centre":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1)
    if block.kind != "text":
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(6)
    _line(paragraph, block.text, bold=block.kind != "text", italic=block.level > 2)


def _foot(document: Any, source: Source) -> None:
    document.add_paragraph()
    table = _columns(document, 1, (8.2, 8.0))
    left = [(RECIPIENTS, {"size": 12, "bold": True, "italic": True})]
    left += [(f"- {line}", {"size": 11}) for line in source.several("recipients")]
    _cell(table.cell(0, 0), left, centred=False)
    right = [(source.fields["authority"], {"bold": True}), (source.fields["position"], {"bold": True})]
    right += [("", {})] * ROOM_TO_SIGN + [(source.fields["name"], {"bold": True})]
    _cell(table.cell(0, 1), right)


def _page_number(section: Any) -> None:
    """The page's number in the middle of the upper margin, from the second page on."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = "PAGE"
        run._element.append(element)


def _repack(document: Any) -> bytes:
    """The file with one fixed time for every member, where python-docx writes the time of day."""
    loose, packed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name != "docProps/thumbnail.jpeg":  # a picture of python-docx's template, which no part needs
                after.writestr(_member(name), _without_thumbnail(name, before.read(name)))
    return packed.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return member


def _without_thumbnail(name: str, content: bytes) -> bytes:
    if name != "_rels/.rels":
        return content
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
