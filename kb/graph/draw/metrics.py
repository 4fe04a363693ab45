"""How wide words are, and where lines are broken: no font is asked, so a picture is the same on every machine."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

MARGIN = 1.08
"""Words are taken to be a little wider than in Arial: other fonts of an office PC are."""
_HORN = "̛"
_BREAK_AFTER = re.compile(r"(?<=[/\-–])(?=\w)")


@lru_cache(maxsize=65536)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line in the units of ``size``.

    >>> width("Kế hoạch", 10) < width("Kế hoạch", 10, bold=True) < width("Kế hoạch", 20)
    True
    """
    return MARGIN * size / 1000 * sum(_letter(char, "bold" if bold else "regular") for char in text)


def wrap(text: str, room: float, size: float, *, bold: bool = False, lines: int | None = None) -> list[str]:
    """A text in lines that are not wider than ``room``; what goes beyond the last line is left out with ``…``.

    Lines are broken at spaces, a single long word (a number-symbol) also behind its strokes, or anywhere.

    >>> wrap("Kế hoạch giám sát năm 2022", 90, 12)
    ['Kế hoạch giám', 'sát năm 2022']
    >>> wrap("Kế hoạch giám sát năm 2022", 90, 12, lines=1)
    ['Kế hoạch…']
    """
    found = [""]
    for word in text.split():
        for number, piece in enumerate(_pieces(word, room, size, bold=bold)):
            longer = f"{found[-1]}{' ' if found[-1] and not number else ''}{piece}"
            if not found[-1] or width(longer, size, bold=bold) <= room:
                found[-1] = longer
            else:
                found.append(piece)
    if lines is None or len(found) <= lines:
        return [line for line in found if line]
    return [*found[: lines - 1], _cut(found[lines - 1], room, size, bold=bold)]


def _cut(line: str, room: float, size: float, *, bold: bool) -> str:
    """A line with ``…`` at its end, shortened by words until that fits."""
    while line and width(f"{line}…", size, bold=bold) > room:
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return f"{line.rstrip(' ,;:.–-')}…"


def _pieces(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= room:
        return [word]
    pieces: list[str] = []
    for part in _BREAK_AFTER.split(word):
        piece = ""
        for char in part:
            if piece and width(piece + char, size, bold=bold) > room:
                pieces.append(piece)
                piece = ""
            piece += char
        pieces.append(piece)
    return pieces


@cache
def _letter(char: str, face: str) -> int:
    table = _table()
    if char in table["like"]:
        return _letter(table["like"][char], face)
    parts = unicodedata.normalize("NFD", char)
    base, marks = parts[0], parts[1:]
    place = ord(base) - table["first"]
    wide: int = table[face][place] if 0 <= place < len(table[face]) else table["other"]
    if base in table["like"]:
        wide = _letter(table["like"][base], face)
    return wide + (table["horn"] if _HORN in marks else 0)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("widths.toml").read_text(encoding="utf-8"))
