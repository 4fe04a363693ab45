"""How wide the lines of a hard-wrapped text were, and so which breaks are only its printer's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.edges import Edge
from ingest.joining import Block, Verdict, block, ends_sentence, is_whole, judge, opens_block


@dataclass(frozen=True, slots=True)
class Line:
    """A cleaned line of a page, or several that were joined.

    Attributes:
        apart: a blank line stands above it there.
        letters: which letters and digits of all pages it holds, as half-open ranges of their positions.
        edge: where it stands on its page, where the source tells.
    """

    text: str
    page: int = 0
    apart: bool = False
    letters: tuple[tuple[int, int], ...] = ()
    edge: Edge | None = None


_NARROW, _WIDE = 40, 200  # lines shorter than the one are not full, longer than the other are not wrapped
_PAGE_WIDTH = 105  # characters of a printed line, at the most
_PROOFS = 3  # continuations in lower case that prove a text to be hard-wrapped
_SHARE = 0.1  # of all lines
_FULL = 0.87  # share of the width that the line and the next word must need; letters differ in breadth
_SURELY_FULL = 0.95  # the same where a heading may end, or the row of a table begin
_BREADTH = 1.3  # of a capital against a small letter: a full line of capitals has fewer of them
_DASHED = re.compile(r"^- [^\W\d_]")
_PAUSED = re.compile(r"[.,:;!?]$")
_ROW = re.compile(r"^\d+(?:\s(?!%)|$)")
_OVER = 2.0  # the next word found no room: more than any share that is asked for
_LEAST = 0.9  # a page's width is no less than this share of the common one: narrow columns are tables


def widths(lines: Sequence[Line]) -> dict[int, int]:
    """The width at which each page's lines were broken; empty for a text that has a paragraph on each line."""
    sure: dict[int, list[int]] = {}
    for first, second in pairwise(lines):
        if _goes_on(first, second):
            sure.setdefault(first.page, []).append(len(first.text))
    every = [length for lengths in sure.values() for length in lengths]
    if len(every) < max(_PROOFS, _SHARE * len(lines)):
        return _short_widths(lines) if every else {}
    common = _ninth_decile(every)
    return {
        page: max(_ninth_decile(sure[page]), round(_LEAST * common)) if len(sure.get(page, ())) >= _PROOFS else common
        for page in {line.page for line in lines}
    }


def _short_widths(lines: Sequence[Line]) -> dict[int, int]:
    """The width of a short text with few continuations: a paragraph on each line would make some line longer than a page."""
    longest = max(len(line.text) for line in lines)
    full = [len(line.text) for line in lines if len(line.text) > _FULL * longest]
    if longest > _PAGE_WIDTH or len(full) < _PROOFS:
        return {}
    return {line.page: _ninth_decile(full) for line in lines}


def _goes_on(first: Line, second: Line) -> bool:
    if second.apart or not second.text[0].islower() or not _NARROW <= len(first.text) <= _WIDE:
        return False
    return judge(block(first.text), block(second.text)) is Verdict.SPACED


def _ninth_decile(lengths: Sequence[int]) -> int:
    return sorted(lengths)[len(lengths) * 9 // 10]


def was_wrapped(whole: Block, this: Block, share: float) -> bool:
    """Was the line broken only because the next word found no room?"""
    if whole.table or this.table or is_whole(whole.head) or is_whole(this.head):
        return False
    if opens_block(this.head):
        # A bullet opens with a capital; "- xã hội" under a full line without an end is the rest of "kinh tế - xã hội".
        return (
            bool(_DASHED.match(this.head))
            and this.head[2].islower()
            and not _PAUSED.search(whole.tail)
            and share > _SURELY_FULL
        )
    labelled = opens_block(whole.head)
    if this.capitals != whole.capitals and (whole.capitals or " " in this.head):
        return False
    if whole.capitals and not labelled:
        return False
    if ends_sentence(whole.tail) and not this.head[0].islower():
        return False  # a paragraph is taken to end with its sentence: cut there, it loses little
    share *= _BREADTH if whole.capitals else 1
    heading = labelled and not whole.capitals and whole.head[0] not in "-+" and whole.size <= _WIDE
    return share > (_SURELY_FULL if heading or _ROW.match(this.head) else _FULL)


def needed(before: Line, line: Line, page_widths: Mapping[int, int]) -> float | None:
    """The share of the width that a line and the first word of the next would take; ``None`` where nothing is known."""
    if before.edge and line.edge and not (before.edge.centred and line.edge.centred):
        return _OVER if before.edge.spare < line.edge.first else 0.0
    if before.page not in page_widths:
        return None
    return (len(before.text) + 1 + len(line.text.split(" ", 1)[0])) / page_widths[before.page]
