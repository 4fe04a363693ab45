"""Recognised words become lines in reading order: of a masthead, and of recipients beside a signature, first the left.

Everything else is read line by line over the whole width: the cells of a table's row belong together.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from ingest.lexicon import load
from ingest.ocr.engine import Token
from ingest.text import fold

Line = list[Token]
_Band = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns side by side: the lines from ``first`` to ``last``, parted at ``middle``."""

    first: int
    last: int
    middle: float


def lines(tokens: Iterable[Token]) -> list[Line]:
    """The words line by line from the top of the page; what stands at one height is one line."""
    parts = [list(group) for _, group in groupby(tokens, key=lambda token: token.line)]
    rows: list[Line] = []
    for part in sorted(parts, key=_centre):
        if rows and _beside(rows[-1], part):
            rows[-1].extend(part)
        else:
            rows.append(part)
    for row in rows:
        row.sort(key=lambda token: token.left)
    return rows


def _centre(line: Line) -> float:
    return statistics.median((token.top + token.bottom) / 2 for token in line)


def _height(line: Line) -> float:
    return statistics.median(token.bottom - token.top for token in line)


def _beside(row: Line, part: Line) -> bool:
    """Do both stand at one height, and neither over the other?"""
    if abs(_centre(row) - _centre(part)) > _LEVEL * min(_height(row), _height(part)):
        return False
    return all(one.right <= other.left or other.right <= one.left for one in row for other in part)


_LEVEL = 0.4  # of a word's height
_GAP = 0.5  # of a word's height: columns that stand closer are no columns
_FEWEST_WORDS = 2  # in each column
_ROOM = 0.7  # of a word's height: more than lines of one block leave between them
_CENTRE = (0.45, 0.6)  # of the page's width: where the middle of a title stands; margins differ
_WIDER = 1.5  # than the common gap of the same row: the white between columns


# -- columns -------------------------------------------------------------------------------------------------------


def columns(rows: Sequence[Line], width: float) -> list[Columns]:
    """Where the page has two columns: by the words that open one, and the white band that goes on from there."""
    found: list[Columns] = []
    for number, row in enumerate(rows):
        if found and number <= found[-1].last:
            continue
        for side, band in _bands(row, width):
            region = _grown(rows, number, side, band, width)
            if region is not None:
                found.append(region)
                break
    return found


def _middle(token: Token) -> float:
    return (token.left + token.right) / 2


def _bands(row: Line, width: float) -> Iterator[tuple[str, _Band]]:
    """The white beside each mark of a column: before one that opens the right, behind one that opens the left."""
    text, starts = "", []
    for token in row:
        starts.append(len(text))
        text += fold(token.text) + " "
    for side, capitals, pattern in _marks():
        match = pattern.search(text)
        if match is None:
            continue
        if side == "right":
            place = sum(start <= match.start() for start in starts) - 1
            if capitals and not row[place].text.isupper():
                continue  # the name of the State within a sentence
            yield side, (row[place - 1].right if place else 0.0, row[place].left)
        else:
            place = sum(start < match.end() for start in starts) - 1
            yield side, (row[place].right, row[place + 1].left if place + 1 < len(row) else width)


@cache
def _marks() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    return tuple((row["side"], row["capitals"], re.compile(row["pattern"])) for row in load("ocr")["columns"])


def _grown(rows: Sequence[Line], number: int, side: str, band: _Band, width: float) -> Columns | None:
    """The rows around the marked one that leave the band free; nothing where only one side has words."""
    least = _GAP * _height(rows[number])
    first = last = number
    while first > 0 and (narrower := _free(rows[first - 1], band, least)):
        if side == "left" and min(token.left for token in rows[first - 1]) < sum(narrower) / 2:
            break  # above the recipients ends the body; only the signature may begin higher
        band, first = narrower, first - 1
    while last + 1 < len(rows) and (narrower := _free(rows[last + 1], band, least)):
        if side == "right" and _is_title(rows[last], rows[last + 1], narrower, width):
            break
        band, last = narrower, last + 1
    middle = sum(band) / 2
    left = [_middle(token) < middle for row in rows[first : last + 1] for token in row]
    two = min(sum(left), len(left) - sum(left)) >= _FEWEST_WORDS and last > first
    return Columns(first, last, middle) if two else None


def _is_title(above: Line, row: Line, band: _Band, width: float) -> bool:
    """Under a masthead: a row in the middle of the page, all of it on one side of the band, with room above it."""
    room = min(token.top for token in row) - max(token.bottom for token in above)
    middle = (row[0].left + row[-1].right) / 2 / width
    whole = row[0].left >= band[1] or row[-1].right <= band[0]
    return whole and room > _ROOM * _height(row) and _CENTRE[0] < middle < _CENTRE[1]


def _free(row: Line, band: _Band, least: float) -> _Band | None:
    """The widest part of the band that the row leaves free.

    Where the row has words on both sides, its gap there must be wider than its others: those of a justified line, and
    those between the cells of a table, are all much the same.
    """
    inner = [(one.right, two.left) for one, two in pairwise(row)]
    edges = [(float("-inf"), row[0].left), *inner, (row[-1].right, float("inf"))]
    parts = [(max(band[0], start), min(band[1], end)) for start, end in edges]
    place = max(range(len(parts)), key=lambda number: parts[number][1] - parts[number][0])
    widest = parts[place]
    if widest[1] - widest[0] < least:
        return None
    if 0 < place < len(parts) - 1:
        others = [end - start for number, (start, end) in enumerate(inner, start=1) if number != place]
        if others and edges[place][1] - edges[place][0] < _WIDER * statistics.median(others):
            return None
    return widest
