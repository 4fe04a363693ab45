"""The lines of a zone as the outline sees them: with their labels, but for lines that only look labelled.

Bases and addressees with dashes, and the new wording that an amending text quotes, are no items.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ingest import labels
from ingest.lexicon import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.labels import Label
    from ingest.types import Span

_LONGEST_QUOTATION = 300  # lines; a quotation mark that is never closed must not swallow the rest
_LAST_WORDS = 3  # closing paragraphs, at most, after an item that is a full sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One block of the text with the labels that it may carry."""

    start: int
    end: int
    text: str
    labels: tuple[Label, ...]


@cache
def bullet_marks() -> str:
    """All characters that open a bullet."""
    return "".join(load("outline")["bullets"].values())


def read(text: str, zone: Span) -> list[Line]:
    """The lines of the zone that are not blank; those that only look labelled have no labels."""
    return _without_quoted_wording(_without_preamble(_without_addressees(list(_split(text, zone)))))


def _split(text: str, zone: Span) -> Iterator[Line]:
    start = max(zone.start, 0)
    stop = min(zone.end, len(text))
    while start < stop:
        newline = text.find("\n", start, stop)
        end = newline if newline >= 0 else stop
        content = text[start:end].rstrip()
        lead = len(content) - len(content.lstrip())
        if content.strip():
            yield Line(start + lead, start + len(content), content[lead:], labels.read(content[lead:]))
        start = end + 1


def _unlabelled(line: Line) -> Line:
    return Line(line.start, line.end, line.text, ())


def _without_addressees(lines: list[Line]) -> list[Line]:
    """The bullets below "Kính gửi:" name whom the directive is sent to."""
    starts = tuple(load("outline")["preamble"]["addressees"])
    result, inside = [], False
    for line in lines:
        inside = line.text.startswith(starts) or (inside and any(label.family == "bullet" for label in line.labels))
        result.append(_unlabelled(line) if inside else line)
    return result


def _without_preamble(lines: list[Line]) -> list[Line]:
    """Bulleted bases and addressees above the first item are no items."""
    starts = tuple(load("outline")["preamble"]["starts"])
    first = next(
        (place for place, line in enumerate(lines) if any(label.family != "bullet" for label in line.labels)),
        len(lines),
    )
    opener = next(
        (
            place
            for place in range(first)
            if not lines[place].labels and lines[place].text.endswith(":") and not lines[place].text.startswith(starts)
        ),
        None,
    )
    return [
        _unlabelled(line)
        if place < first
        and ((opener is not None and place < opener) or line.text.lstrip(bullet_marks() + " ").startswith(starts))
        else line
        for place, line in enumerate(lines)
    ]


def _without_quoted_wording(lines: list[Line]) -> list[Line]:
    """New wording quoted by an amending text ("“Điều 5. …”") is no part of the outline."""
    result = list(lines)
    place = 0
    while place < len(lines):
        end = _end_of_quotation(lines, place)
        for inside in range(place, end):
            result[inside] = _unlabelled(lines[inside])
        place = max(end, place + 1)
    return result


def _end_of_quotation(lines: list[Line], place: int) -> int:
    """The line after the quotation that opens at ``place`` with a label; ``place`` where none opens."""
    opening = lines[place].text
    if not opening or opening[0] not in '“"' or not labels.read(opening[1:]):
        return place
    depth = 0
    for end in range(place, min(len(lines), place + _LONGEST_QUOTATION)):
        line = lines[end].text
        if opening[0] == "“":
            depth += line.count("“") - line.count("”")
            closed = depth <= 0
        else:
            closed = line.rstrip(" .;,")[1 if end == place else 0 :].endswith('"')
        if closed:
            return end + 1
    return place


def last_of_outline(lines: list[Line]) -> int:
    """The last line that an item may own: the directive's closing paragraphs belong to none."""
    last = next((place for place in range(len(lines) - 1, -1, -1) if lines[place].labels), -1)
    if last < 0:
        return -1
    trailing = range(last + 1, len(lines))
    starts = tuple(load("outline")["closing"]["starts"])
    label = lines[last].labels[0]
    sentence = lines[last].text[-1] in ".;" and label.family != "container"
    if 0 < len(trailing) <= _LAST_WORDS and (sentence or label.family == "bullet") and not continues(lines[last + 1]):
        return last
    return next((place - 1 for place in trailing if lines[place].text.startswith(starts)), len(lines) - 1)


def continues(line: Line) -> bool:
    """Whether the line goes on with the sentence above it."""
    return line.text[:1].islower()
