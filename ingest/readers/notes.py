"""Footnotes and endnotes: counted in the order of their marks, each read once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers import numerals
from ingest.readers.xml import W, number, value


@dataclass(slots=True)
class Notes:
    """The notes of one document.

    Attributes:
        elements: by kind (``footnote``, ``endnote``) and id.
        first: the number that each kind starts with.
        text: gives the text of a note's element.
    """

    elements: dict[tuple[str, str], Any]
    first: dict[str, int]
    text: Callable[[Any], str]
    _marks: dict[tuple[str, str], str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _inside: bool = False

    def mark(self, kind: str, ident: str, typed: bool) -> tuple[str, str]:
        """The superscript mark of a note, and the line of the note where it is met for the first time.

        Args:
            kind: ``footnote`` or ``endnote``.
            ident: the note's id.
            typed: whether the writer typed the mark, in the text and in the note: none is counted then.
        """
        key = (kind, ident)
        element = self.elements.get(key)
        if element is None or self._inside:  # a note on a note is a damaged file, and could go round in a circle
            return "", ""
        if key in self._marks:
            return self._marks[key], ""
        mark = self._marks[key] = "" if typed else self._next(kind)
        self._inside = True
        try:
            words = self.text(element)
        finally:
            self._inside = False
        return mark, f"{mark} {words}".strip() if words else ""

    def _next(self, kind: str) -> str:
        self._counts[kind] = self._counts.get(kind, self.first.get(kind, 1) - 1) + 1
        return numerals.raised(str(self._counts[kind]))


def elements(kind: str, root: Any) -> Iterator[tuple[tuple[str, str], Any]]:  # noqa: ANN401 - lxml has no types
    """The notes of a part by kind and id, without the lines that Word draws above them."""
    if root is None:
        return
    for item in root.findall(f"{W}{kind}"):
        if item.get(f"{W}type", "normal") == "normal":
            yield (kind, item.get(f"{W}id", "")), item


def first_numbers(*roots: Any) -> dict[str, int]:  # noqa: ANN401
    """The number that each kind of note starts with, by settings and sections."""
    found: dict[str, int] = {}
    for root in roots:
        for kind in ("footnote", "endnote") if root is not None else ():
            for properties in root.iter(f"{W}{kind}Pr"):
                if start := value(properties, "numStart"):
                    found.setdefault(kind, number(start, 1))
    return found
