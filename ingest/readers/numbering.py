"""The labels that Word counts by itself: they are in no paragraph's text, but a reader of the printed page sees them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_MOST = 400  # no list goes further; a damaged count must not grow a label without end


def roman(number: int) -> str:
    """An upper-case Roman numeral.

    >>> roman(14)
    'XIV'
    """
    parts = []
    for value, letters in _ROMAN:
        parts.append(letters * (number // value))
        number %= value
    return "".join(parts)


def letter(number: int) -> str:
    """``1`` is ``a``, ``27`` is ``aa``.

    >>> letter(3), letter(27)
    ('c', 'aa')
    """
    times, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (times + 1)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": lambda number: letter(number).upper(),
    "lowerLetter": letter,
}


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the lists of one document, paragraph by paragraph in their order.

    Attributes:
        levels: by list id, then by depth.
        styles: list id and depth that a paragraph style brings with it.
    """

    levels: Mapping[str, Mapping[int, _Level]]
    styles: Mapping[str, tuple[str, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, document: Document) -> Numbering:
        """The lists that a document defines."""
        return cls(_levels(document), _styles(document))

    def label(self, paragraph: Any) -> str:  # noqa: ANN401 - lxml has no types
        """``"1.1. "``, ``"- "`` or ``""``; counts the paragraph."""
        place = _place(paragraph.find(f"{_W}pPr"), self.styles)
        levels = self.levels.get(place[0]) if place else None
        if place is None or not levels or place[1] not in levels:
            return ""
        depth, level = place[1], levels[place[1]]
        if level.format == "bullet":
            return "+ " if level.pattern.startswith("+") else "- "
        if level.format not in _FORMATS:
            return ""
        counts = self._counts[place[0]]
        counts[depth] = min(counts.get(depth, level.start - 1) + 1, _MOST)
        for deeper in [number for number in counts if number > depth]:
            del counts[deeper]
        return self._printed(level.pattern, levels, counts) + " "

    @staticmethod
    def _printed(pattern: str, levels: Mapping[int, _Level], counts: Mapping[int, int]) -> str:
        def number(match: re.Match[str]) -> str:
            depth = int(match.group(1)) - 1
            level = levels.get(depth)
            if level is None or level.format not in _FORMATS:
                return ""
            return _FORMATS[level.format](max(1, counts.get(depth, level.start)))

        return re.sub(r"%([1-9])", number, pattern)


def _attribute(element: Any, tag: str, default: str = "") -> str:  # noqa: ANN401
    child = element.find(f"{_W}{tag}") if element is not None else None
    return default if child is None else str(child.get(f"{_W}val", default))


def _place(properties: Any, styles: Mapping[str, tuple[str, int]]) -> tuple[str, int] | None:  # noqa: ANN401
    """List id and depth of a paragraph: its own, or its style's."""
    own = properties.find(f"{_W}numPr") if properties is not None else None
    inherited = styles.get(_attribute(properties, "pStyle"))
    if own is None:
        return inherited
    list_id = _attribute(own, "numId", inherited[0] if inherited else "")
    return (list_id, _integer(_attribute(own, "ilvl"), 0)) if list_id not in {"", "0"} else None


def _integer(text: str, default: int) -> int:
    return int(text) if text.isdecimal() else default


def _levels(document: Document) -> dict[str, dict[int, _Level]]:
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    abstract = {
        item.get(f"{_W}abstractNumId"): {
            _integer(level.get(f"{_W}ilvl", ""), 0): _Level(
                _attribute(level, "numFmt", "decimal"),
                _attribute(level, "lvlText"),
                _integer(_attribute(level, "start"), 1),
            )
            for level in item.findall(f"{_W}lvl")
        }
        for item in root.findall(f"{_W}abstractNum")
    }
    return {
        item.get(f"{_W}numId", ""): abstract.get(_attribute(item, "abstractNumId"), {})
        for item in root.findall(f"{_W}num")
    }


def _styles(document: Document) -> dict[str, tuple[str, int]]:
    found = {}
    for style in document.styles.element.findall(f"{_W}style"):
        place = _place(style.find(f"{_W}pPr"), {})
        if place is not None:
            found[style.get(f"{_W}styleId", "")] = place
    return found
