"""Text of documents as safe HTML: everything is escaped, only our own marks are added.

>>> marked("số 217 & 218", 100, [Span(103, 106)])
'số <mark>217</mark> &amp; 218'
"""

from __future__ import annotations

from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from ingest.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ingest.types import Directive
    from kb.ask.answer import Answer

SHOWN = "cc-shown"
"""The element that a document's page brings into view."""
_MARKDOWN = frozenset(r"\`*_{}[]()<>#+-.!|~$:&")


def marked(text: str, start: int, spans: Iterable[Span]) -> str:
    """A piece of a directive with some ranges marked.

    Args:
        text: the piece.
        start: its offset in the directive's text, which the spans count from.
        spans: ranges of the directive's text; parts outside of the piece are left out.
    """
    parts: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda span: span.start):
        left, right = max(span.start - start, at), min(span.end - start, len(text))
        if left >= right:
            continue
        parts += [escape(text[at:left]), "<mark>", escape(text[left:right]), "</mark>"]
        at = right
    parts.append(escape(text[at:]))
    return "".join(parts)


def passage(directive: Directive, shown: Span, spans: Sequence[Span] = ()) -> str:
    """A passage on its own, its lines as paragraphs."""
    return (
        f'<div class="cc-text">{_paragraphs(shown.of(directive.text), shown.start, spans, _headings(directive))}</div>'
    )


def document(directive: Directive, shown: Span | None, spans: Sequence[Span] = ()) -> str:
    """A whole directive, the given passage set off so that the page can bring it into view."""
    text = directive.text
    headings = _headings(directive)
    pages = _page_marks(directive)
    if shown is None:
        return f'<div class="cc-text">{_paragraphs(text, 0, spans, headings, pages)}</div>'
    before, inside, after = (
        _paragraphs(piece.of(text), piece.start, spans, headings, pages)
        for piece in (Span(0, shown.start), shown, Span(shown.end, len(text)))
    )
    return f'<div class="cc-text">{before}<div class="cc-passage" id="{SHOWN}">{inside}</div>{after}</div>'


def answer(found: Answer) -> str:
    """The statements of an answer, each followed by marks that lead to their passages."""
    lines = []
    for statement in found.statements:
        marks = " ".join(f'<a class="cc-mark" href="#cc-{mark}">[{mark}]</a>' for mark in statement.marks)
        kind = ' class="cc-minor"' if statement.minor else ""
        lines.append(f"<p{kind}>{escape(statement.text)} {marks}</p>")
    return f'<div class="cc-answer">{"".join(lines)}</div>'


def place(rank: int | None, name: str, file: str) -> str:
    """The line above a passage: its mark, where it stands and in which file."""
    mark = "" if rank is None else f'<span class="cc-mark">[{rank}]</span> '
    ident = "" if rank is None else f' id="cc-{rank}" tabindex="-1"'
    return f'<div class="cc-place"{ident}>{mark}{escape(name)}<small>{escape(file)}</small></div>'


def card(rows: Iterable[tuple[str, str | None]]) -> str:
    """Names and values, those without a value left out."""
    lines = [f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows if value]
    return f'<table class="cc-card">{"".join(lines)}</table>'


def corrections(lines: Iterable[str]) -> str:
    """What people have corrected, a line for each."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="cc-corrections"><strong>Sửa tay</strong><ul>{items}</ul></div>'


def links(rows: Iterable[tuple[str, str, str | None]]) -> str:
    """A list of links: where each leads, its words, and a line below them."""
    lines = []
    for target, name, below in rows:
        more = f"<small>{escape(below)}</small>" if below else ""
        lines.append(f'<li><a href="{escape(target)}" target="_self">{escape(name)}</a>{more}</li>')
    return f'<ul class="cc-list">{"".join(lines)}</ul>'


def plain(text: str) -> str:
    """Text for a Markdown place, with every mark of Markdown made harmless."""
    return "".join(f"\\{char}" if char in _MARKDOWN else char for char in text)


def message(text: str) -> str:
    r"""A message of the product for a Markdown place: only its `commands` are set as code.

    >>> message("Chưa có kho ở /tmp/a_b: hãy chạy `kb build THƯ_MỤC`")
    'Chưa có kho ở /tmp/a\\_b\\: hãy chạy `kb build THƯ_MỤC`'
    """
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return plain(text)
    return "".join(f"`{piece}`" if number % 2 else plain(piece) for number, piece in enumerate(pieces))


def _headings(directive: Directive) -> frozenset[int]:
    """Where the lines start that are headings."""
    found: set[int] = set()
    waiting = list(directive.sections)
    while waiting:
        section = waiting.pop()
        waiting += section.children
        if section.heading:
            found.add(section.start)
    return frozenset(found)


def _page_marks(directive: Directive) -> dict[int, int]:
    """The first line that starts on each page, and the page's number; the first page goes without saying."""
    marks = {}
    seen = 1
    for page in directive.pages[1:]:
        if page.number <= seen:
            continue  # the text comes back from a note to its page
        seen = page.number
        line = page.start if directive.text[page.start - 1] == "\n" else directive.text.find("\n", page.start) + 1
        if line:
            marks[line] = page.number
    return marks


def _paragraphs(
    text: str,
    start: int,
    spans: Sequence[Span],
    headings: frozenset[int] = frozenset(),
    pages: Mapping[int, int] = MappingProxyType({}),
) -> str:
    lines = []
    offset = start
    for line in text.split("\n"):
        if offset in pages and line:
            lines.append(f'<div class="cc-page">Trang {pages[offset]}</div>')
        if line.strip():
            kind = ' class="cc-heading"' if offset in headings else ""
            lines.append(f"<p{kind}>{marked(line, offset, spans)}</p>")
        offset += len(line) + 1
    return "".join(lines)
