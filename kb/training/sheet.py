"""A quiz as a .docx: the questions, and the key with its passages on a page of its own."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from kb.training.types import LEVELS, Question, Quiz

if TYPE_CHECKING:
    from docx.document import Document as Docx

LETTERS = "abcd"
_SAMPLE = "Lập từ văn bản MẪU đi kèm chương trình, không dùng làm căn cứ."


def as_docx(quiz: Quiz) -> bytes:
    """The file."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
    from docx.shared import Pt

    document = Document()
    _styled(document)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(f"CÂU HỎI ÔN TẬP{': ' + quiz.topic.upper() if quiz.topic else ''}")
    run.bold, run.font.size = True, Pt(14)
    note = document.add_paragraph(f"{len(quiz.questions)} câu; mỗi câu chọn một phương án đúng. Mã đề: {quiz.seed}.")
    note.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if any(proof.document.sample for one in quiz.questions for proof in one.proofs):
        document.add_paragraph(_SAMPLE).runs[0].italic = True
    for number, question in enumerate(quiz.questions, start=1):
        _ask(document, number, question)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run("ĐÁP ÁN").bold = True
    _key(document, quiz)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def _styled(document: Docx) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(3)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(3), Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)


def _ask(document: Docx, number: int, question: Question) -> None:
    from docx.shared import Cm, Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(f"Câu {number}. ").bold = True
    paragraph.add_run(question.question)
    for place, option in enumerate(question.options):
        line = document.add_paragraph(f"{LETTERS[place]}) {option}")
        line.paragraph_format.left_indent = Cm(1)
        line.paragraph_format.keep_with_next = place + 1 < len(question.options)


def _key(document: Docx, quiz: Quiz) -> None:
    from docx.shared import Cm, Pt

    widths = (Cm(1.4), Cm(2), Cm(12.6))
    table = document.add_table(rows=1, cols=3)
    table.style, table.autofit = "Table Grid", False
    for cell, text in zip(table.rows[0].cells, ("Câu", "Đáp án", "Căn cứ"), strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for number, question in enumerate(quiz.questions, start=1):
        told = f"{question.explanation} (Mức {question.level}: {LEVELS[question.level]}.)"
        cells = table.add_row().cells
        for cell, text in zip(cells, (str(number), LETTERS[question.answer], told), strict=True):
            cell.paragraphs[0].add_run(text).font.size = Pt(11)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
