"""Terms that a text explains: clauses under "Giải thích từ ngữ", and quoted terms with "là" behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.types import Directive, Section, Span
from kb.training.words import holds, table

_LABEL = re.compile(r"\s*(?:[-+•]|\(?\w{1,3}[.)]|\d+(?:\.\d+)*\.?)\s+")
_LONGEST = 60


def explained(directive: Directive) -> Iterator[tuple[str, Span]]:
    """Each term with the range of what it means.

    >>> from ingest.parse import parse_text
    >>> text = "Điều 3. Giải thích từ ngữ" + chr(10) + "1. Đối thoại là việc trao đổi trực tiếp giữa hai bên."
    >>> directive = parse_text(text, source="-")
    >>> [(term, span.of(directive.text)) for term, span in explained(directive)]
    [('Đối thoại', 'việc trao đổi trực tiếp giữa hai bên.')]
    """
    for span in _clauses(directive):
        found = _read(directive.text, span, quoted=False)
        if found:
            yield found
    body = directive.text[directive.body.start : directive.body.end]
    for match in re.finditer(r"(?m)^.*$", body):
        start = directive.body.start + match.start()
        found = _read(directive.text, Span(start, directive.body.start + match.end()), quoted=True)
        if found:
            yield found


def _clauses(directive: Directive) -> Iterator[Span]:
    """The clauses of every section that explains terms."""
    pending = list(directive.sections)
    while pending:
        section = pending.pop(0)
        if section.heading and holds("explaining", "headings", section.heading):
            yield from (Span(child.start, child.end) for child in section.children)
        elif not section.children and (under := _heading_line(directive, section)):
            yield from under
        pending = [*section.children, *pending]


def _heading_line(directive: Directive, section: Section) -> list[Span]:
    """Lines below an unheaded section whose first line says that terms are explained."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", directive.text[section.start : section.end])]
    if not lines or not holds("explaining", "headings", directive.text[section.start : section.start + lines[0][1]]):
        return []
    return [Span(section.start + start, section.start + end) for start, end in lines[1:]]


def _read(text: str, span: Span, *, quoted: bool) -> tuple[str, Span] | None:
    """``Term là meaning``; with ``quoted`` only a term in quotation marks at the beginning of the line."""
    label = _LABEL.match(text, span.start, span.end)
    start = label.end() if label else span.start
    means = "|".join(map(re.escape, table("explaining")["means"]))
    mark = r"[“\"](?P<term>[^”\"\n]{2,60})[”\"]" if quoted else rf"[“\"]?(?P<term>[^,;:.\n”\"]{{2,{_LONGEST}}}?)[”\"]?"
    match = re.compile(rf"{mark}\s+(?:{means})\s+").match(text, start, span.end)
    if match is None:
        return None
    end = text.find("\n", match.end(), span.end)
    stop = span.end if end < 0 else end
    # "là việc" opens the meaning with its second word.
    begin = match.end() - (len("việc ") if match.group().rstrip().endswith("là việc") else 0)
    return (match["term"].strip(), Span(begin, stop)) if begin < stop else None
