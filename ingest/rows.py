"""Rows of tables that a page break has cut in two: the cells of the rest go on where those above have stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from ingest.wraps import Line

_CELLS = " | "


def mended(lines: Sequence[Line]) -> list[Line]:
    """The lines, with each row that goes on at the top of the next page made whole.

    A row without a first cell goes on with the row above where one of its cells begins in the middle of a sentence. The
    heading of the table, which is set again on each page, may stand between.
    """
    out: list[Line] = []
    headings: set[str] = set()
    for line in lines:
        cells = _cells(line)
        if not cells:
            out.append(line)
            continue
        above = _row_above(out, line, headings)
        if above is not None and _goes_on(cells, _cells(out[above])):
            out[above] = _one(out[above], line)
            continue
        if not out or not _cells(out[-1]) or out[-1].page != line.page:
            headings.add(line.text)
        out.append(line)
    return out


def _cells(line: Line) -> list[str]:
    return [cell.strip() for cell in line.text.split("|")] if "|" in line.text else []


def _row_above(out: Sequence[Line], line: Line, headings: set[str]) -> int | None:
    """The place of the last row of the page before, if only a heading of the table has come since."""
    place = len(out) - 1
    if place > 0 and out[place].page == line.page and out[place].text in headings:
        place -= 1
    return place if place >= 0 and out[place].page == line.page - 1 and _cells(out[place]) else None


def _goes_on(cells: Sequence[str], above: Sequence[str]) -> bool:
    if len(cells) > len(above) + 1 or cells[0]:
        return False
    return any(
        cell[:1].islower() and over and over[-1] not in ".;:!?"
        for cell, over in zip_longest(cells, above, fillvalue="")
    )


def _one(above: Line, rest: Line) -> Line:
    """Both rows cell by cell; each cell keeps its own letters."""
    over, under = _pieces(above), _pieces(rest)
    texts, letters = [], []
    for (text, own), (more, added) in zip_longest(over, under, fillvalue=("", ())):
        texts.append(f"{text} {more}".strip())
        letters += [*own, *added]
    return replace(above, text=_CELLS.join(texts).strip(), letters=tuple(letters))


def _pieces(line: Line) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """The cells of a row with the letters of each."""
    found = []
    ranges = list(line.letters)
    for cell in _cells(line):
        wanted = sum(map(str.isalnum, cell))
        own = []
        while wanted and ranges:
            start, end = ranges.pop(0)
            taken = min(end - start, wanted)
            own.append((start, start + taken))
            wanted -= taken
            if start + taken < end:
                ranges.insert(0, (start + taken, end))
        found.append((cell, tuple(own)))
    return found
