"""Boxes that float on a page come last in its file: here they are read where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.readers.pages import RawPage, RawWord

_SLACK = 2.0  # points by which lines above each other may overlap


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: tuple[RawWord, ...]
    top: float
    bottom: float


def from_the_top(page: RawPage) -> RawPage:
    """The page with each run of lines that was set after lines below it moved up to its place.

    A run moves only into a gap that is empty over the whole width; what stands beside other text, as the two columns of
    a masthead do, stays in the order of the file.
    """
    lines = list(_lines(page))
    ordered: list[_Line] = []
    for run in _side_by_side(_runs(lines)):
        place = _place(ordered, run)
        ordered[place:place] = run
    return page if ordered == lines else _rewritten(page, ordered)


def _lines(page: RawPage) -> Iterator[_Line]:
    words = iter(page.words)
    word = next(words, None)
    start = 0
    for text in page.text.split("\n"):
        end = start + len(text)
        own: list[RawWord] = []
        while word is not None and word.start < end:
            own.append(word)
            word = next(words, None)
        if own:
            yield _Line(start, end, tuple(own), min(one.box.top for one in own), max(one.box.bottom for one in own))
        start = end + 1


def _runs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The lines parted where the next one stands higher."""
    run: list[_Line] = []
    for line in lines:
        if run and line.top < run[-1].top - _SLACK:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _side_by_side(runs: Iterable[list[_Line]]) -> Iterator[list[_Line]]:
    """The runs, those that stand beside the one before as one: the columns of a box move together."""
    whole: list[_Line] = []
    for run in runs:
        if whole and not _is_beside(whole, run):
            yield whole
            whole = []
        whole = whole + run
    if whole:
        yield whole


def _is_beside(one: Sequence[_Line], other: Sequence[_Line]) -> bool:
    (left, top, right, bottom), (left_, top_, right_, bottom_) = _extent(one), _extent(other)
    return (right <= left_ or right_ <= left) and top < bottom_ - _SLACK and top_ < bottom - _SLACK


def _extent(run: Sequence[_Line]) -> tuple[float, float, float, float]:
    boxes = [word.box for line in run for word in line.words]
    return (
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _place(ordered: Sequence[_Line], run: Sequence[_Line]) -> int:
    top, bottom = min(line.top for line in run), max(line.bottom for line in run)
    if any(line.top < bottom - _SLACK and line.bottom > top + _SLACK for line in ordered):
        return len(ordered)
    first = next((place for place, line in enumerate(ordered) if line.top >= bottom - _SLACK), len(ordered))
    below = all(line.top >= bottom - _SLACK for line in ordered[first:])
    return first if below else len(ordered)


def _rewritten(page: RawPage, lines: Sequence[_Line]) -> RawPage:
    parts: list[str] = []
    words: list[RawWord] = []
    length = 0
    for line in lines:
        shift = length - line.start
        words += [replace(word, start=word.start + shift, end=word.end + shift) for word in line.words]
        parts.append(page.text[line.start : line.end])
        length += line.end - line.start + 1
    return replace(page, text="\n".join(parts), words=tuple(words))
