"""What stands between quotation marks: words that are spoken of, and the new wording that an amending text gives.

New wording runs over many lines, with quotations inside. Prints forget closing marks: what is never closed ends where the
next order of the amending text stands, else with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.types import Span

_MARK = re.compile(r"[“”«»\n]")
_OPENING = re.compile(r"[“«]")
_OPEN = "“«"
_MOST_LINES = 400
_MOST_AGAIN = 20  # blocks that are read a second time, because nothing closes them
_LEAD = re.compile(r"[ \t]*(?:[-+*•–] ?)?")
_STRAIGHT_START = re.compile(r"(?<=[:.]\n)\"(?=[^\"\n]*(?:\n|$))")
_STRAIGHT_END = re.compile(r"\"[ .;,]{0,4}(?=\n|$)")
_STRAIGHT_INLINE = re.compile(r"\"[^\"\n]{1,600}\"")
# The amending text speaks again: "2. Sửa đổi, bổ sung Điều 7 như sau:", "Điều 3. Hiệu lực thi hành".
_ORDER = re.compile(
    r"(?:dieu \d{1,3}[a-z]?|\d{1,3}[a-z]?|[a-z])[.)/:] (?:sua doi|bo sung|bai bo|thay the|huy bo)[^\n]{1,300}nhu sau ?:?(?=\n|$)"
)
_FINAL = re.compile(r"dieu \d{1,3}[a-z]?[.:] ?(?:hieu luc|dieu khoan thi hanh|to chuc thuc hien|trach nhiem)")


def quotations(text: str, folded: str) -> tuple[Span, ...]:
    r"""The quotations of a text, outermost ones only, in order; each with its marks.

    >>> text = "1. Sửa Điều 5 như sau:\n“Điều 5. Mức thu\nBỏ từ “phí” ở đây.”\n2. Khác"
    >>> [span.of(text) for span in quotations(text, text)]
    ['“Điều 5. Mức thu\nBỏ từ “phí” ở đây.”']
    """
    curly = list(_curly(text, folded))
    straight = list(_straight(text)) if '"' in text else []
    return _merged(sorted([*curly, *straight], key=lambda span: (span.start, -span.end)))


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _curly(text: str, folded: str) -> Iterator[Span]:
    unclosed = position = 0
    while (opened := _OPENING.search(text, position)) is not None:
        mark = opened.start()
        block = _opens_line(text, mark) and unclosed < _MOST_AGAIN
        close, order = _close(text, mark, folded, lines=_MOST_LINES if block else 0)
        if close is None and block:
            unclosed += 1
            close = order or _line_end(text, mark)
        if close is not None:
            yield Span(mark, close)
        position = close or _line_end(text, mark)


def _opens_line(text: str, position: int) -> bool:
    start = text.rfind("\n", max(0, position - 8), position)
    return (start >= 0 or position < 8) and _LEAD.fullmatch(text, start + 1, position) is not None


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _close(text: str, start: int, folded: str, *, lines: int) -> tuple[int | None, int | None]:
    """Behind the mark that closes the one at ``start``; where none does, the line at which the amending text goes on."""
    depth = 0
    order: int | None = None
    for mark in _MARK.finditer(text, start):
        if mark[0] == "\n":
            if not lines:
                return None, order
            lines -= 1
            if _ORDER.match(folded, mark.end()) and text.startswith(("“", "«"), _line_end(text, mark.end()) + 1):
                return mark.start(), order
            if order is None and _FINAL.match(folded, mark.end()):
                order = mark.start()
        else:
            depth += 1 if mark[0] in _OPEN else -1
            if depth <= 0:
                return mark.end(), order
    return None, order


def _straight(text: str) -> Iterator[Span]:
    position = 0
    while (start := _STRAIGHT_START.search(text, position)) is not None:
        end = _STRAIGHT_END.search(text, start.end())
        if end is None:
            break
        yield Span(start.start(), end.start() + 1)
        position = end.end()
    yield from (Span(*match.span()) for match in _STRAIGHT_INLINE.finditer(text))
