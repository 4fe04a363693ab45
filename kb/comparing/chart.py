"""The targets in per cent as a picture: horizontal bars, one colour for each document."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kb.comparing.letters import printable
from kb.comparing.sheets import chart_bars

if TYPE_CHECKING:
    from kb.comparing.sheets import Book

COLOURS = ("#1f5a99", "#c8553d", "#3d8b5f", "#8a5fa8", "#b08a1e", "#4a9aa8", "#7a4b2a", "#5b5f66")
WIDTH, LABELS, BAR, GAP = 1100, 420, 16, 12
LETTERS = 62
"""Letters of a label that fit."""


def svg(book: Book) -> str:
    """The picture as inline SVG."""
    bars = chart_bars(book)
    parts: list[str] = []
    top = 8.0
    for place, name in enumerate(book.columns):
        parts.append(f'<rect x="8" y="{top}" width="14" height="14" fill="{_colour(place)}"/>')
        parts.append(_text(28, top + 12, name))
        top += 22
    top += 8
    for bar in bars:
        parts.append(_text(8, top + 12, _short(bar.label)))
        for place, value in enumerate(bar.values):
            if value is not None:
                parts.append(_bar(top, place, value))
                top += BAR + 2
        top += GAP
    title = "<title>Chỉ tiêu theo tỷ lệ phần trăm của từng văn bản</title>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {top + 8:.0f}" '
        f'font-family="serif" font-size="13">{title}{"".join(parts)}</svg>'
    )


def _bar(top: float, place: int, value: float) -> str:
    width = (WIDTH - LABELS - 70) * value / 100
    shape = f'<rect x="{LABELS}" y="{top}" width="{width:.1f}" height="{BAR}" fill="{_colour(place)}"/>'
    return shape + _text(LABELS + width + 6, top + 13, f"{value:g}%".replace(".", ","))


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:g}" y="{y:g}">{escape(printable(text))}</text>'


def _short(label: str) -> str:
    return label if len(label) <= LETTERS else label[: LETTERS - 1].rstrip() + "…"


def _colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]
