"""Phrases of the lexicon in a text: of several syllables without diacritics, single syllables with.

Scans misread diacritics ("phần đấu"), so a phrase is found on folded text; but "tu" alone may be từ, tư or tự, so a
single syllable has to stand as the table writes it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest import labels
from ingest.sentences import clauses
from ingest.text import fold
from ingest.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_REACH = 800  # characters; a clause is shorter, and a page without full stops costs no more
_HELD = re.compile(r"\([^()\n]{0,400}\)|“[^“”\n]{0,400}”")


def lowered(text: str) -> str:
    """Small letters, one character for one."""
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def find(words: tuple[str, ...], text: str, span: Span) -> Iterator[Span]:
    """Where one of ``words`` stands in the range, the longest first at each place.

    >>> [hit.of("Phần đấu đạt 5%, đất đai") for hit in find(("phấn đấu", "đạt"), "Phần đấu đạt 5%, đất đai", Span(0, 24))]
    ['Phần đấu', 'đạt']
    """
    exact = frozenset(word.lower() for word in words)
    for match in _pattern(words).finditer(fold(text[span.start : span.end])):
        found = Span(span.start + match.start(), span.start + match.end())
        shown = lowered(found.of(text))
        if " " in shown or shown in exact:
            yield found


def last(words: tuple[str, ...], text: str, span: Span) -> Span | None:
    """The last of :func:`find` within reach of the range's end, or ``None``."""
    near = Span(max(span.start, span.end - _REACH), span.end)
    return max(find(words, text, near), key=lambda hit: hit.start, default=None)


def ends_with(words: tuple[str, ...], text: str, span: Span) -> Span | None:
    """The phrase that ends the range (white space after it aside), or ``None``."""
    stop = span.start + len(text[span.start : span.end].rstrip())
    reach = max(span.start, stop - 40)
    return next((hit for hit in find(words, text, Span(reach, stop)) if hit.end == stop), None)


def starts_with(words: tuple[str, ...], text: str, span: Span) -> Span | None:
    """The phrase that begins the range (white space before it aside), or ``None``."""
    start = span.start + len(text[span.start : span.end]) - len(text[span.start : span.end].lstrip())
    hit = next(find(words, text, Span(start, min(span.end, start + 40))), None)
    return hit if hit and hit.start == start else None


def clause_spans(text: str, zone: Span) -> Iterator[Span]:
    """The clauses of the zone, without the label that opens their line; brackets and quotations stay whole."""
    start = max(zone.start, 0)
    stop = min(zone.end, len(text))
    while start < stop:
        newline = text.find("\n", start, stop)
        end = stop if newline < 0 else newline
        line = text[start:end]
        readings = labels.read(line)
        lead = readings[0].end if readings else 0
        whole = _HELD.sub(lambda match: match[0].replace(";", ","), line)
        for clause in clauses(whole, Span(lead, len(whole))):
            yield Span(start + clause.start, start + clause.end)
        start = end + 1


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest_first) + r")(?!\w)"
    )
