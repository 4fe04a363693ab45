"""Text of documents as safe HTML: everything is escaped, only our own marks are added."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.types import Span

STYLE = """
<style>
.cc-text { line-height: 1.65; font-size: 1.02rem; overflow-wrap: anywhere; }
.cc-text p { margin: 0 0 .55rem 0; }
.cc-text mark { background: #ffe58a; color: #1a1a1a; padding: .05em .1em; border-radius: .2em; }
.cc-passage { border-left: .3rem solid #c8102e; padding: .3rem 0 .1rem .8rem; scroll-margin-top: 5rem; }
</style>
"""


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


def block(text: str, start: int, spans: Iterable[Span] = ()) -> str:
    """A passage as paragraphs, one for each line."""
    ranges = list(spans)
    lines = []
    offset = start
    for line in text.split("\n"):
        if line.strip():
            lines.append(f"<p>{marked(line, offset, ranges)}</p>")
        offset += len(line) + 1
    return f'{STYLE}<div class="cc-text">{"".join(lines)}</div>'


def whole(text: str, passage: Span | None, spans: Iterable[Span] = ()) -> str:
    """A whole directive, the given passage set off so that the page can bring it into view."""
    if passage is None:
        return block(text, 0, spans)
    ranges = list(spans)
    before = block(text[: passage.start], 0, ranges)
    inside = block(text[passage.start : passage.end], passage.start, ranges)
    after = block(text[passage.end :], passage.end, ranges)
    return f'{before}<div class="cc-passage" id="doan-trich">{inside}</div>{after}'


SCROLL = """
<script>
document.getElementById("doan-trich")?.scrollIntoView({block: "center"});
</script>
"""


def plain(text: str) -> str:
    """Text for a Markdown place, with every mark of Markdown made harmless."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()<>#+-.!|~$:" else char for char in text)
