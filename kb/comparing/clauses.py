"""A line is cut into clauses: at ``;`` and at the end of a sentence, never inside quotation marks, brackets or citations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

_OPENING, _CLOSING = "“«(", "”»)"
_END = re.compile(r";\s*|(?<=[^\W\d])[.!?]\s+(?=[A-ZĐÀ-Ỹ])")


def clauses(text: str, line: Span, whole: Iterable[Span] = ()) -> list[Span]:
    """The clauses of a line, without the white space and marks between them.

    Args:
        text: that the line is in.
        line: its range.
        whole: ranges that are never cut, such as citations.

    >>> text = "Xây dựng kế hoạch; báo cáo về tỉnh (qua Ban; Văn phòng)."
    >>> [span.of(text) for span in clauses(text, Span(0, len(text)))]
    ['Xây dựng kế hoạch', 'báo cáo về tỉnh (qua Ban; Văn phòng).']
    """
    kept = [one for one in whole if one.end > line.start and one.start < line.end]
    found, start = [], line.start
    for match in _END.finditer(text, line.start, line.end):
        at = match.start()
        if _depth(text[start:at]) > 0 or any(one.start < at < one.end for one in kept):
            continue
        found.append(Span(start, at if text[at] == ";" else at + 1))
        start = match.end()
    found.append(Span(start, line.end))
    return [one for span in found if (one := trimmed(text, span)).start < one.end]


def trimmed(text: str, span: Span) -> Span:
    """A range without white space at its ends."""
    shown = text[span.start : span.end]
    return Span(span.start + len(shown) - len(shown.lstrip()), span.end - len(shown) + len(shown.rstrip()))


def _depth(text: str) -> int:
    """How many marks are open at the end; one that is never closed counts no further than a line."""
    depth = 0
    for char in text:
        depth += (char in _OPENING) - (char in _CLOSING)
        depth = max(depth, 0)
    return depth
