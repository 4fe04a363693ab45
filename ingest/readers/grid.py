"""Tables of word files and web pages: whether one holds data or only sets blocks side by side, and its rows as lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from ingest.lexicon import load
from ingest.readers.styles import Styles, ruled
from ingest.readers.xml import W, child, value, within

MOST_CELLS = 256  # in a row; Word itself allows 63


def is_continued(cell: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether a cell is the lower or right part of a merged one: what it holds is not printed."""
    for tag in ("vMerge", "hMerge"):
        merged = child(cell, "tcPr", tag)
        if merged is not None and merged.get(f"{W}val", "continue") == "continue":
            return True
    return False


def row_line(cells: Sequence[str]) -> str:
    """The cells of a row on one line, without the empty ones at its end.

    >>> row_line(["1", "Tập huấn", "", "Quý I", ""]), row_line(["", ""])
    ('1 | Tập huấn |  | Quý I', '')
    """
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return " | ".join(cells[: last + 1])


def sets_columns(rows: Sequence[Sequence[str]], *, ruled: bool) -> bool:
    r"""Does the table only set blocks side by side: masthead, recipients and signature, a frame around a text?

    Args:
        rows: the text of its cells.
        ruled: whether lines part its columns.

    >>> sets_columns([["Nơi nhận:\n- Lưu: VT.", "CHỦ TỊCH"]], ruled=False)
    True
    >>> sets_columns([["Quý I", "Tập huấn"], ["Quý II", "Tổng kết"]], ruled=False)
    False
    """
    broadest = max((len(row) for row in rows), default=0)
    if broadest <= 1:
        return True
    lines = [line for row in rows for cell in row for line in cell.split("\n")]
    marked = any(pattern.search(line) for pattern in _marks() for line in lines)
    several = any("\n" in cell.strip("\n") for row in rows for cell in row)
    filled = max(sum(bool(cell.strip()) for cell in row) for row in rows)
    if broadest <= 2 or (filled <= 2 and not ruled):
        return marked or (not ruled and (len(rows) == 1 or several))
    return several and not ruled and (marked or len(rows) == 1)


@cache
def _marks() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in load("layout")["columns"])


def is_ruled(table: Any, styles: Styles) -> bool:  # noqa: ANN401
    """Whether lines part the columns in at least half of the cells; a rule under a masthead is none."""
    edges: dict[str, bool] = {}
    for style in reversed(list(styles.chain(value(table, "tblPr", "tblStyle")))):
        for properties in style.iter(f"{W}tblPr", f"{W}tcPr"):  # conditional formats have borders of their own
            edges |= {
                edge: drawn
                for tag in ("tblBorders", "tcBorders")
                for edge, drawn in ruled(child(properties, tag)).items()
                if drawn or _is_own(properties, style)
            }
    edges |= ruled(child(table, "tblPr", "tblBorders"))
    cells = [cell for row in within(table, "tr") for cell in within(row, "tc")]
    parted = 0
    for cell in cells:
        own = ruled(child(cell, "tcPr", "tcBorders"))
        left = own.get("left", edges.get("insideV", False) or edges.get("left", False))
        right = own.get("right", edges.get("insideV", False) or edges.get("right", False))
        parted += left or right
    return bool(cells) and parted * 2 >= len(cells)


def _is_own(properties: Any, style: Any) -> bool:  # noqa: ANN401
    """Whether table properties are the style's own, not those of its first row or the like."""
    return properties.getparent() is style
