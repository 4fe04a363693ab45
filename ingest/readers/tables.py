"""Ruled tables of a PDF page: the lines drawn on it tell the cells, and each row becomes one line, ``a | b | c``.

pdfium gives the words of a table cell by cell, or line by line across the cells, as the printer happened to set them.
The grid is found from the rules alone: thin strokes that cross, walls between neighbouring fields of the grid, and fields
without a wall between them as one merged cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_float, c_int
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.readers.frame import Frame
from ingest.readers.pages import RawPage, RawWord

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_THIN = 2.5  # points: a stroke that is a rule, not a field
_LONG = 8.0  # points: a rule is no shorter
_TOUCH = 3.0  # points by which rules that meet may miss each other
_MOST = 4000  # rules of a page; more are a drawing
_FEWEST = 2  # rows and columns of a table


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke: ``at`` is its place across its direction, ``start`` and ``end`` lie along it, in points."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the places of its columns and rows, and which merged cell each field belongs to, row by row.

    ``cells[row][column]`` is the number of the field, counted row by row, that the cell begins with.
    """

    lefts: tuple[float, ...]
    tops: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    def cell(self, across: float, down: float) -> int | None:
        """The cell at a place of the page, ``None`` outside the table."""
        column, row = bisect_right(self.lefts, across) - 1, bisect_right(self.tops, down) - 1
        if not (0 <= column < len(self.lefts) - 1 and 0 <= row < len(self.tops) - 1):
            return None
        return self.cells[row][column]


def rules(page: PdfPage) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical rules drawn on a page, in points from its upper left corner as it is shown."""
    from pypdfium2 import raw

    across: list[Rule] = []
    down: list[Rule] = []
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    frame = Frame.of(page)
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, number)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if not raw.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
            continue
        box = frame.shown(left.value, bottom.value, right.value, top.value)
        x0, y0, x1, y1 = box.left, box.top, box.right, box.bottom
        if y1 - y0 <= _THIN and x1 - x0 >= _LONG:
            across.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN and y1 - y0 >= _LONG:
            down.append(Rule((x0 + x1) / 2, y0, y1))
        elif x1 - x0 >= _LONG and y1 - y0 >= _LONG and _is_box(item):
            across += [Rule(y0, x0, x1), Rule(y1, x0, x1)]
            down += [Rule(x0, y0, y1), Rule(x1, y0, y1)]
        if len(across) + len(down) > _MOST:
            return [], []
    return across, down


def _is_box(item: object) -> bool:
    """Whether a path is a stroked rectangle: five points at the most, and drawn, not only filled."""
    from pypdfium2 import raw

    fill, stroke = c_int(), c_int()
    drawn = raw.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke)) and stroke.value
    return bool(drawn) and 4 <= raw.FPDFPath_CountSegments(item) <= 5


# -- the grid ------------------------------------------------------------------------------------------------------


def grids(across: Sequence[Rule], down: Sequence[Rule]) -> list[Grid]:
    """The tables that some rules make: those that cross each other belong to one.

    >>> lines = [Rule(at, 0, 100) for at in (0, 20, 40)], [Rule(at, 0, 40) for at in (0, 50, 100)]
    >>> [grid.cells for grid in grids(*lines)]
    [((0, 1), (2, 3))]
    """
    across, down = _merged(across), _merged(down)
    found = []
    for rows, columns in _crossing(across, down):
        grid = _grid([across[number] for number in rows], [down[number] for number in columns])
        if grid is not None:
            found.append(grid)
    return sorted(found, key=lambda grid: (grid.tops[0], grid.lefts[0]))


def _merged(lines: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that touch, as one: borders are drawn cell by cell."""
    found: list[Rule] = []
    for line in sorted(lines, key=lambda one: (round(one.at / _TOUCH), one.start)):
        last = found[-1] if found else None
        if last and abs(last.at - line.at) <= _TOUCH and line.start <= last.end + _TOUCH and line.start >= last.start:
            found[-1] = Rule(last.at, last.start, max(last.end, line.end))
        else:
            found.append(line)
    return found


def _crossing(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[int], list[int]]]:
    """The numbers of the rules that hang together by crossing."""
    by_row: list[list[int]] = [[] for _ in across]
    by_column: list[list[int]] = [[] for _ in down]
    for row, level in enumerate(across):
        for column, upright in enumerate(down):
            if (
                level.start - _TOUCH <= upright.at <= level.end + _TOUCH
                and upright.start - _TOUCH <= level.at <= upright.end + _TOUCH
            ):
                by_row[row].append(column)
                by_column[column].append(row)
    seen: set[int] = set()
    for first in range(len(across)):
        if first in seen or not by_row[first]:
            continue
        rows, columns, waiting = {first}, set[int](), [first]
        while waiting:
            for column in by_row[waiting.pop()]:
                columns.add(column)
                waiting += [row for row in by_column[column] if row not in rows]
                rows.update(by_column[column])
        seen |= rows
        yield sorted(rows), sorted(columns)


def _grid(across: Sequence[Rule], down: Sequence[Rule]) -> Grid | None:
    """The fields between the rules; where the sides of a table are left open, its rules' ends close them."""
    lefts = _places([*(line.at for line in down), min(line.start for line in across), max(line.end for line in across)])
    tops = _places([*(line.at for line in across), min(line.start for line in down), max(line.end for line in down)])
    columns, rows = len(lefts) - 1, len(tops) - 1
    if columns < _FEWEST or rows < _FEWEST:
        return None
    cells = [[row * columns + column for column in range(columns)] for row in range(rows)]
    for row in range(rows):
        middle = (tops[row] + tops[row + 1]) / 2
        for column in range(1, columns):
            if not _is_wall(down, lefts[column], middle):
                _unite(cells, cells[row][column - 1], cells[row][column])
    for column in range(columns):
        middle = (lefts[column] + lefts[column + 1]) / 2
        for row in range(1, rows):
            if not _is_wall(across, tops[row], middle):
                _unite(cells, cells[row - 1][column], cells[row][column])
    if len({cell for line in cells for cell in line}) <= _FEWEST:
        return None  # A frame, parted once: a form, or a box for a stamp.
    return Grid(tuple(lefts), tuple(tops), tuple(map(tuple, cells)))


def _places(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 2 * _TOUCH:
            found.append(value)
    return found


def _is_wall(lines: Sequence[Rule], at: float, middle: float) -> bool:
    return any(abs(line.at - at) <= 2 * _TOUCH and line.start - _TOUCH <= middle <= line.end + _TOUCH for line in lines)


def _unite(cells: list[list[int]], one: int, other: int) -> None:
    if one != other:
        kept, gone = min(one, other), max(one, other)
        for line in cells:
            line[:] = [kept if cell == gone else cell for cell in line]


# -- the text ------------------------------------------------------------------------------------------------------


def in_rows(page: RawPage, tables: Sequence[Grid]) -> RawPage:
    """The page with the words of each table row by row; what stands outside stays as it is."""
    homes = [_home(word, tables) for word in page.words]
    if not any(homes):
        return page
    out = _Text(page)
    done: set[int] = set()
    for number, word in enumerate(page.words):
        home = homes[number]
        if home is None:
            out.add(word, "\n" if number and homes[number - 1] is not None else None)
        elif home[0] not in done:
            done.add(home[0])
            out.add_rows(_rows(page.words, homes, home[0], tables[home[0]]))
    return replace(page, text=out.text(), words=tuple(out.words))


def _home(word: RawWord, tables: Sequence[Grid]) -> tuple[int, int] | None:
    """The number of the table and of the cell in it that a word stands in."""
    across, down = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
    for number, table in enumerate(tables):
        cell = table.cell(across, down)
        if cell is not None:
            return number, cell
    return None


def _rows(
    words: Sequence[RawWord], homes: Sequence[tuple[int, int] | None], table: int, grid: Grid
) -> Iterator[list[list[RawWord]]]:
    """The cells of each row; a cell over several rows stands in its first, and is empty in the others."""
    inside: dict[int, list[RawWord]] = {}
    for word, home in zip(words, homes, strict=True):
        if home is not None and home[0] == table:
            inside.setdefault(home[1], []).append(word)
    shown: set[int] = set()
    for row in grid.cells:
        of_row = [inside.get(cell, []) if cell not in shown else [] for cell in dict.fromkeys(row)]
        shown.update(row)
        if any(of_row):
            yield of_row


class _Text:
    """A text that grows word by word; what stood between two words that still follow each other is kept."""

    def __init__(self, page: RawPage) -> None:
        self._page = page
        self._parts: list[str] = []
        self._length = 0
        self._last: RawWord | None = None
        self.words: list[RawWord] = []

    def text(self) -> str:
        return "".join(self._parts)

    def add(self, word: RawWord, between: str | None = None) -> None:
        """Add a word behind ``between``, or behind what stood before it on the page."""
        if between is None:
            start = 0 if self._last is None else self._last.end
            between = self._page.text[start : word.start] if start <= word.start else "\n"
        self._put(between)
        start = self._length
        self._put(self._page.text[word.start : word.end])
        self.words.append(RawWord(start, self._length, word.box))
        self._last = word

    def add_rows(self, rows: Iterable[Sequence[Sequence[RawWord]]]) -> None:
        """Add the rows of a table, a line each."""
        for row in rows:
            self._put("\n" if self._length else "")
            last = max(number for number, cell in enumerate(row) if cell)
            for number, cell in enumerate(row[: last + 1]):
                self._put(" | " if number else "")
                before: RawWord | None = None
                for word in cell:
                    gap = self._page.text[before.end : word.start] if before and before.end <= word.start else ""
                    joined = gap if before and gap and "\n" not in gap and len(gap) <= 2 else " "
                    self.add(word, joined if before else "")
                    before = word

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)
