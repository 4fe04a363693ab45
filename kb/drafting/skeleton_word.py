"""A directive begun, as a Word file in the form of its style; where words come from stands in comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kb.ask.compose import short_name
from kb.drafting import bases
from kb.drafting.bases_word import BODY, Paper, written
from kb.drafting.skeleton import form
from kb.drafting.skeleton_headings import numbered

if TYPE_CHECKING:
    from kb.drafting.skeleton import Skeleton

AUTHOR, INITIALS = "Căn Cứ", "CC"
_HEAD, _SMALL, _RECIPIENTS, _RECIPIENT = 12, 13, 12, 11
_LEFT, _RIGHT = Mm(65), Mm(95)
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def of_skeleton(skeleton: Skeleton) -> bytes:
    """The .docx of a directive begun."""
    paper = Paper()
    _head(paper, skeleton)
    if skeleton.type == "Công văn":
        _centred(paper.document.add_paragraph(), form()["common"]["addressees"], before=12, after=12)
    else:
        _title(paper, skeleton)
    _bases(paper, skeleton)
    _lead(paper, skeleton)
    _sections(paper, skeleton)
    _closing(paper, skeleton)
    return paper.saved()


def _head(paper: Paper, skeleton: Skeleton) -> None:
    """Issuer and number on the left, the State's or the Party's name and the date on the right."""
    common, look = form()["common"], form()["style"][skeleton.style]
    left, right = _columns(paper)
    issuer = (skeleton.issuer or common["issuer"]).upper() if skeleton.issuer else common["issuer"]
    if skeleton.above:
        _next(left, skeleton.above, size=_HEAD)
    _next(left, issuer, size=_HEAD, bold=True, stroke=not look["star"])
    if look["star"]:
        _next(left, look["star"], size=_HEAD)
    _next(left, look["number"].format(symbol=skeleton.symbol), size=_SMALL, before=6)
    if skeleton.type == "Công văn":
        _next(left, common["subject"].format(topic=skeleton.topic), size=_HEAD)
    for place, line in enumerate(look["motto"]):
        last = place == len(look["motto"]) - 1
        _next(right, line, size=_HEAD if place == 0 and not last else _SMALL, bold=True, stroke=last)
    dateline = common["dateline"].format(place=skeleton.place or "…")
    _next(right, dateline, size=_SMALL, italic=True, before=6)


def _title(paper: Paper, skeleton: Skeleton) -> None:
    _centred(paper.document.add_paragraph(), skeleton.type.upper(), bold=True, before=18)
    subject = skeleton.topic[:1].upper() + skeleton.topic[1:]
    _centred(paper.document.add_paragraph(), subject, bold=True, stroke=True, after=12)


def _bases(paper: Paper, skeleton: Skeleton) -> None:
    of = bases.style(skeleton.style)
    reasons = {one.instrument.id: one for one in skeleton.suggestion.bases}
    for line in skeleton.suggestion.lines:
        made = paper.paragraph(line.text, italic=of.italic)
        one = reasons[line.instrument]
        _comment(paper, made, ". ".join([f"Vì: {one.reason}", *one.warnings]))
    if not skeleton.suggestion.lines:
        made = paper.paragraph(f"{of.bullet}{form()['common']['basis']}", italic=of.italic)
        _comment(paper, made, skeleton.suggestion.message or "")


def _lead(paper: Paper, skeleton: Skeleton) -> None:
    own = form()["lead"].get(skeleton.type)
    if own:
        _centred(paper.document.add_paragraph(), own, bold=True, before=6, after=6)
    elif own is None:
        common = form()["common"]
        topic = skeleton.topic[:1].lower() + skeleton.topic[1:]
        paper.paragraph(common["lead"].format(issuer=skeleton.issuer or "…", type=skeleton.type, topic=topic))


def _sections(paper: Paper, skeleton: Skeleton) -> None:
    for label, one in numbered(skeleton.headings):
        made = paper.paragraph(f"{label} {one.heading}", bold=True)
        made.paragraph_format.keep_with_next = True
        told = "; ".join(f"{short_name(source.document)}, mục {source.label}" for source in one.sources)
        _comment(paper, made, f"Đề mục chung của {len(one.sources)} văn bản: {told}")
        paper.paragraph(form()["common"]["body"])
    if not skeleton.headings:
        paper.paragraph(form()["common"]["body"])


def _closing(paper: Paper, skeleton: Skeleton) -> None:
    common, look = form()["common"], form()["style"][skeleton.style]
    paper.document.add_paragraph()
    left, right = _columns(paper)
    _next(left, common["recipients"], size=_RECIPIENTS, bold=True, italic=True, flush=True)
    for line in (common["recipient"], common["recipient"], look["filed"]):
        _next(left, line, size=_RECIPIENT, flush=True)
    _next(right, look["signer"], size=BODY, bold=True)
    _next(right, common["name"], size=BODY, bold=True)
    for _ in range(3):
        _next(right, "", size=BODY)
    _next(right, common["name"], size=BODY, bold=True)


def _columns(paper: Paper) -> tuple[Any, Any]:
    table = paper.document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, (_LEFT, _RIGHT), strict=True):
        cell.width = width
    return table.rows[0].cells[0], table.rows[0].cells[1]


def _next(cell: Any, text: str, *, flush: bool = False, **look: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """One more line of a cell; a cell is born with an empty one."""
    first = cell.paragraphs[0]
    made = first if len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()
    _centred(made, text, **look)
    if flush:
        made.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _centred(
    paragraph: Any,  # noqa: ANN401
    text: str,
    *,
    before: int = 0,
    after: int = 0,
    stroke: bool = False,
    **look: Any,  # noqa: ANN401
) -> None:
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    written(paragraph, text, **look)
    if stroke:
        _stroke(paragraph)


def _stroke(paragraph: Any) -> None:  # noqa: ANN401
    """A line below the paragraph, shorter than it: the border of an empty paragraph with wide indents."""
    below = OxmlElement("w:p")
    paragraph._p.addnext(below)  # noqa: SLF001 - python-docx has no call for it
    made = type(paragraph)(below, paragraph._parent)  # noqa: SLF001
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    made._p.get_or_add_pPr().append(border)  # noqa: SLF001
    # The border comes before spacing and indents in the schema; these find their own places.
    shape = made.paragraph_format
    shape.left_indent = shape.right_indent = Mm(22)
    shape.space_after, shape.line_spacing = Pt(0), Pt(3)


def _comment(paper: Paper, paragraph: Any, text: str) -> None:  # noqa: ANN401
    paper.document.add_comment(paragraph.runs, text=text, author=AUTHOR, initials=INITIALS)
