"""From pages as read to the text that every parser works on: one block per line, and where each page stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ingest.joining import Block, Verdict, block, ends_sentence, extended, is_whole, judge, opens_block
from ingest.markdown import clean
from ingest.running import without_running_heads
from ingest.text import normalise
from ingest.types import Page


@dataclass(frozen=True, slots=True)
class _Line:
    """A cleaned line of a page; ``apart`` when a blank line stands above it there."""

    text: str
    page: int = 0
    apart: bool = False


def reflow(raw_pages: Sequence[str], *, paged: bool | None = None) -> tuple[str, tuple[Page, ...]]:
    r"""Normalise, take off Markdown marks, and join what page breaks and hard wraps have torn.

    Letters and digits stay as they are and in their order, but for running heads that every page repeats; doing it
    twice changes nothing more.

    Args:
        raw_pages: the texts of the pages; one element for a source without pages. A form feed ends a page too.
        paged: whether the source has pages; ``None`` takes two pages or more for a yes.

    Returns:
        The text, one block per line, and the pages' ranges, which tile it (a page may begin within a line).

    >>> reflow(["## **I. MỤC ĐÍCH**\n\ntheo Chỉ", "thị số 16/CT-TTg"])[0]
    'I. MỤC ĐÍCH\ntheo Chỉ thị số 16/CT-TTg'
    """
    raws = without_running_heads([page for raw in raw_pages for page in split(normalise(raw))])
    lines = [line for page, raw in enumerate(raws) for line in _lines(raw, page)]
    texts = list(_joined(lines, _wrap_widths(lines)))
    # What was joined is judged once more as a whole, until nothing moves: then it stays so for good.
    while (again := list(_joined([_Line(clean(text)) for text in texts], {}))) != texts:
        texts = again
    text = "\n".join(texts)
    has_pages = len(raws) > 1 if paged is None else paged
    return text, _pages(text, raws) if has_pages else ()


def split(raw: str) -> list[str]:
    """The pages of a raw text: a form feed ends one."""
    pages = raw.split("\f")
    return pages[:-1] if len(pages) > 1 and not pages[-1].strip() else pages


def _lines(raw: str, page: int) -> Iterator[_Line]:
    apart = False
    for line in raw.strip("\n ").split("\n"):  # room above the first line of a page tells nothing
        if text := clean(line):
            yield _Line(text, page, apart)
        apart = not text


# -- joining -------------------------------------------------------------------------------------------------------


def _joined(lines: Iterable[_Line], widths: Mapping[int, int]) -> Iterator[str]:
    parts: list[str] = []
    whole: Block | None = None
    previous = _Line("")
    for line in lines:
        if not line.text:
            continue
        this = block(line.text)
        verdict = Verdict.APART if whole is None else judge(whole, this)
        if whole is not None and verdict is Verdict.APART and not line.apart and previous.page in widths:
            needed = (len(previous.text) + 1 + len(line.text.split(" ", 1)[0])) / widths[previous.page]
            verdict = Verdict.SPACED if _was_wrapped(whole, this, needed) else verdict
        if whole is None or verdict is Verdict.APART:
            if parts:
                yield "".join(parts)
            parts, whole = [line.text], this
        else:
            parts += [verdict.value, line.text]
            whole = extended(whole, verdict.value, this)
        previous = line
    if parts:
        yield "".join(parts)


# -- hard wraps ----------------------------------------------------------------------------------------------------

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
_LEAST = 0.9  # a page's width is no less than this share of the common one: narrow columns are tables


def _wrap_widths(lines: Sequence[_Line]) -> dict[int, int]:
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


def _short_widths(lines: Sequence[_Line]) -> dict[int, int]:
    """The width of a short text with few continuations: a paragraph on each line would make some line longer than a page."""
    longest = max(len(line.text) for line in lines)
    full = [len(line.text) for line in lines if len(line.text) > _FULL * longest]
    if longest > _PAGE_WIDTH or len(full) < _PROOFS:
        return {}
    return {line.page: _ninth_decile(full) for line in lines}


def _goes_on(first: _Line, second: _Line) -> bool:
    if second.apart or not second.text[0].islower() or not _NARROW <= len(first.text) <= _WIDE:
        return False
    return judge(block(first.text), block(second.text)) is Verdict.SPACED


def _ninth_decile(lengths: Sequence[int]) -> int:
    return sorted(lengths)[len(lengths) * 9 // 10]


def _was_wrapped(whole: Block, this: Block, needed: float) -> bool:
    """Was the line broken only because the next word found no room?"""
    if whole.table or this.table or is_whole(whole.head) or is_whole(this.head):
        return False
    if opens_block(this.head):
        # A bullet opens with a capital; "- xã hội" under a full line without an end is the rest of "kinh tế - xã hội".
        return (
            bool(_DASHED.match(this.head))
            and this.head[2].islower()
            and not _PAUSED.search(whole.tail)
            and needed > _SURELY_FULL
        )
    labelled = opens_block(whole.head)
    if this.capitals != whole.capitals and (whole.capitals or " " in this.head):
        return False
    if whole.capitals and not labelled:
        return False
    if ends_sentence(whole.tail) and not this.head[0].islower():
        return False  # a paragraph is taken to end with its sentence: cut there, it loses little
    needed *= _BREADTH if whole.capitals else 1
    heading = labelled and not whole.capitals and whole.head[0] not in "-+" and whole.size <= _WIDE
    return needed > (_SURELY_FULL if heading or _ROW.match(this.head) else _FULL)


# -- pages ---------------------------------------------------------------------------------------------------------


def _pages(text: str, raws: Sequence[str]) -> tuple[Page, ...]:
    """Letters and digits are the same before and after, so counting them finds where each page begins."""
    letters = [offset for offset, char in enumerate(text) if char.isalnum()]
    before = accumulate((sum(map(str.isalnum, raw)) for raw in raws[:-1]), initial=0)
    starts = [0, *(_start(text, letters, count) for count in list(before)[1:]), len(text)]
    return tuple(Page(number, start, end) for number, (start, end) in enumerate(pairwise(starts), start=1))


def _start(text: str, letters: Sequence[int], count: int) -> int:
    """The offset at which a page begins whose first letter is the ``count``-th of the text."""
    if count >= len(letters):
        return len(text)
    first = letters[count]
    line = text.rfind("\n", 0, first) + 1
    floor = letters[count - 1] + 1 if count else 0
    if floor <= line:
        return line
    gap = text.rfind(" ", floor, first)
    return gap + 1 if gap >= 0 else first
