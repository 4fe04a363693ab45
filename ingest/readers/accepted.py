"""A Word file's body as it is printed with all changes accepted: what is deleted, hidden by a field or written twice goes.

The tree is changed in place, once, so that the readers after it see printed content only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ingest.readers.xml import W, child, local, switched

_GONE = ("{*}del", "{*}moveFrom", "{*}rt")  # deleted, moved away, the reading of a ruby text
_MARKS = {"rPr", "trPr", "tcPr"}  # where w:del marks a paragraph's end, a row or a cell
_PRINTED = ("t", "sym", "tab", "ptab", "br", "cr", "noBreakHyphen", "footnoteReference", "endnoteReference", "drawing")
# Fields whose result only counts pages, or repeats the headings with their pages.
_DROPPED = {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "TOC", "TOA", "INDEX", "RD"}


def accept(root: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out of a story what its printed page does not show."""
    _drop_deleted(root)
    _drop_doubles(root)
    _drop_placeholders(root)
    _drop_fields(root)


def _drop(element: Any) -> None:  # noqa: ANN401
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _drop_deleted(root: Any) -> None:  # noqa: ANN401
    for element in list(root.iter(*_GONE)):
        parent = element.getparent()
        if parent is None or local(parent) not in _MARKS:
            _drop(element)
    for row in list(root.iter(f"{W}tr")):
        if child(row, "trPr", "del") is not None:
            _drop(row)
    for cell in list(root.iter(f"{W}tc")):
        if child(cell, "tcPr", "cellDel") is not None:
            _drop(cell)


def _drop_doubles(root: Any) -> None:  # noqa: ANN401
    """A text box is written twice, for new programs and for old ones."""
    for choices in list(root.iter("{*}AlternateContent")):
        for other in list(choices)[1:]:
            choices.remove(other)


def _drop_placeholders(root: Any) -> None:  # noqa: ANN401
    """What a form shows until somebody writes there ("Click here to enter text")."""
    for control in list(root.iter(f"{W}sdt")):
        if switched(child(control, "sdtPr"), "showingPlcHdr"):
            for text in list(control.iter(f"{W}t")):
                _drop(text)


# -- fields --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Field:
    """An open field: ``begin`` and ``result`` count the printed pieces before its code and before its result."""

    begin: int
    code: list[str] = field(default_factory=list)
    result: int | None = None


def _drop_fields(root: Any) -> None:  # noqa: ANN401
    for simple in list(root.iter(f"{W}fldSimple")):
        if _is_dropped(simple.get(f"{W}instr", "")):
            _drop(simple)
    # In one walk: what is printed so far, and the fields that stand open. A field that never ends drops nothing.
    printed: list[Any] = []
    gone: list[Any] = []
    stack: list[_Field] = []
    if next(root.iter(f"{W}fldChar"), None) is None:
        return
    for element in root.iter(f"{W}fldChar", f"{W}instrText", *(f"{W}{tag}" for tag in _PRINTED)):
        tag = local(element)
        if tag == "fldChar":
            _turn(str(element.get(f"{W}fldCharType", "")), stack, printed, gone)
        elif tag != "instrText":
            printed.append(element)
        elif stack and stack[-1].result is None:
            stack[-1].code.append(element.text or "")
    for element in gone:
        _drop(element)


def _turn(kind: str, stack: list[_Field], printed: list[Any], gone: list[Any]) -> None:
    if kind == "begin":
        stack.append(_Field(len(printed)))
    elif kind == "separate" and stack and stack[-1].result is None:
        # What is printed inside the code is the result of a field that the code makes use of.
        gone.extend(printed[stack[-1].begin :])
        del printed[stack[-1].begin :]
        stack[-1].result = len(printed)
    elif kind == "end" and stack:
        ended = stack.pop()
        if ended.result is not None and _is_dropped("".join(ended.code)):
            gone.extend(printed[ended.result :])
            del printed[ended.result :]


def _is_dropped(code: str) -> bool:
    return next(iter(code.split()), "").upper() in _DROPPED
