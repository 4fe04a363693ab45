"""Footnotes are read apart: what the parsers see has neither them nor their marks, and what they find is put back in place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from ingest import citations
from ingest.layout import Layout
from ingest.types import Citation, Directive, Note


@dataclass(frozen=True, slots=True)
class Bare:
    """A text without some stretches of another one.

    Attributes:
        starts: where in ``text`` each kept stretch begins.
        shifts: how far each stretch stands behind that place in the whole text.
    """

    text: str
    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    def first(self, offset: int) -> int:
        """The place in the whole text of the character at an offset."""
        return offset + self.shifts[max(bisect_right(self.starts, offset) - 1, 0)]

    def end(self, offset: int) -> int:
        """The place in the whole text behind the last character before an offset."""
        return self.first(offset - 1) + 1 if offset else self.first(0)


def without_notes(text: str, notes: Sequence[Note]) -> Bare:
    r"""The text without its footnotes and their marks; without notes, the text as it is.

    >>> without_notes("Điều 5¹\n¹ Khoản này\nĐiều 6", (Note("1", 8, 19, 6),)).text
    'Điều 5\nĐiều 6'
    """
    if not notes:
        return Bare(text, (0,), (0,))
    gone = [(note.start, min(note.end + 1, len(text))) for note in notes]
    gone += [(note.anchor, note.anchor + len(note.mark)) for note in notes if note.anchor is not None]
    parts: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    at = length = 0
    for start, end in [*sorted(gone), (len(text), len(text))]:
        if start > at or not starts:
            parts.append(text[at:start])
            starts.append(length)
            shifts.append(at - length)
            length += max(start - at, 0)
        at = max(at, end)
    return Bare("".join(parts), tuple(starts), tuple(shifts))


def restored(directive: Directive, bare: Bare, whole: Layout) -> Directive:
    """A directive that was read from the bare text, as one of the whole text, with the notes and what they cite."""
    if not whole.notes:
        return directive
    mentions = [_moved(one, bare, whole.text) for one in directive.citations]
    order = sorted(
        [*(((-1, number), one) for number, one in enumerate(mentions)), *_cited(whole)],
        key=lambda one: (one[1].start, -one[1].end),
    )
    places = {where: place for place, (where, _) in enumerate(order)}
    cited = tuple(
        one if one.refers is None else replace(one, refers=places[where[0], one.refers]) for where, one in order
    )
    now = {number: place for (zone, number), place in places.items() if zone < 0}
    moved = {
        field.name: _moved(getattr(directive, field.name), bare, whole.text)
        for field in fields(directive)
        if field.name in {"body", "bases", "sections", "targets", "deadlines"}
    }
    moved["bases"] = tuple(replace(one, citations=tuple(now[old] for old in one.citations)) for one in moved["bases"])
    return replace(directive, text=whole.text, notes=whole.notes, citations=cited, **moved)


def _cited(whole: Layout) -> list[tuple[tuple[int, int], Citation]]:
    """What the notes cite, each mention with the number of its note and its place in it."""
    return [
        ((zone, number), replace(one, start=one.start + note.start, end=one.end + note.start))
        for zone, note in enumerate(whole.notes)
        for number, one in enumerate(citations.find_all(whole.text[note.start : note.end]))
    ]


def _moved(value: Any, bare: Bare, text: str) -> Any:  # noqa: ANN401 - any part of a directive
    """A value with its offsets, and those of all parts of it, moved into the whole text."""
    if isinstance(value, tuple):
        return tuple(_moved(item, bare, text) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    now = {field.name: _moved(getattr(value, field.name), bare, text) for field in fields(value)}
    if "start" in now:
        now["start"], now["end"] = bare.first(now["start"]), bare.end(now["end"])
        if "text" in now:
            now["text"] = text[now["start"] : now["end"]]
    return type(value)(**now)
