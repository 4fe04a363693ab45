"""Where a long stretch of text may be cut: between lines, after a sentence, after ``;``, never inside what belongs together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ingest.types import Directive

LONGEST = 160
"""Syllables above which a stretch is cut, where it can be."""
WANTED = 110
"""Syllables of the pieces that a cut aims at."""
SHORTEST = 20
"""Syllables that a piece has at least."""
SENTENCE, CLAUSE = 10, 25
"""How many syllables off the mark a line's start may be to be preferred to a sentence's end, or to a ``;``."""

SYLLABLE = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?…;])[”\"')]?\s+")
_TOGETHER = re.compile(r"\([^()]{0,600}\)|“[^“”]{0,600}”|\"[^\"\n]{0,300}\"")
# "TM. Ban", "số 5. 3", "v.v. và": what stands before the full stop is no end of a sentence.
_NO_END = re.compile(r"(?:\b[A-ZĐ]{1,3}|\b\d+|\bv\.v|\bTh?S|\bsố)\.\s*$")


def cut(directive: Directive, start: int, end: int, lines: Sequence[int]) -> list[tuple[int, int]]:
    """Cut ``directive.text[start:end]`` into pieces of about :data:`WANTED` syllables.

    Args:
        directive: gives the text and the citations, which stay whole.
        start: first character.
        end: end of the stretch.
        lines: starts of lines inside it where a piece may begin.

    Returns:
        Neighbouring ranges from ``start`` to ``end``; one only when the stretch is short or holds no place for a cut.
    """
    syllables = [match.start() for match in SYLLABLE.finditer(directive.text, start, end)]
    if len(syllables) <= LONGEST:
        return [(start, end)]
    places = _places(directive, start, end, lines)
    offsets = sorted(places)
    counts = [bisect_left(syllables, place) for place in offsets]
    pieces: list[tuple[int, int]] = []
    left, done = start, 0
    while len(syllables) - done > LONGEST:
        rest = len(syllables) - done
        wanted = done + rest / max(2, round(rest / WANTED))
        best = _nearest(counts, [places[offset] for offset in offsets], wanted, done)
        if best is None:
            break
        pieces.append((left, offsets[best]))
        left, done = offsets[best], counts[best]
    return [*pieces, (left, end)]


def _nearest(counts: Sequence[int], costs: Sequence[int], wanted: float, done: int) -> int | None:
    """The place that is nearest to what is wanted, a worse kind of place counting as further away."""
    after = bisect_right(counts, done + SHORTEST)
    first = max(after, bisect_left(counts, wanted - WANTED / 2))
    last = bisect_right(counts, wanted + WANTED / 2)
    if first >= last:  # None where one is wished for: the next there is.
        first, last = after, min(after + 1, len(counts))
        first, last = (last - 1, last) if last > first else (0, 0)
    return min(range(first, last), key=lambda place: abs(counts[place] - wanted) + costs[place], default=None)


def _places(directive: Directive, start: int, end: int, lines: Sequence[int]) -> dict[int, int]:
    """Where a piece may begin, and how much worse than a line's start that is."""
    text = directive.text
    kept = _merged(
        [(citation.start, citation.end) for citation in directive.citations if citation.end > start]
        + [match.span() for match in _TOGETHER.finditer(text, start, end)]
    )
    places = dict.fromkeys(lines, 0)
    for match in _SENTENCE.finditer(text, start, end):
        before = text[max(start, match.start() - 12) : match.start()]
        if "\n" not in match.group() and not _NO_END.search(before) and _opens(text, match.end(), before):
            places.setdefault(match.end(), CLAUSE if before.endswith(";") else SENTENCE)
    return {place: cost for place, cost in places.items() if start < place < end and not _inside(place, kept)}


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for left, right in sorted(spans):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _inside(place: int, kept: Sequence[tuple[int, int]]) -> bool:
    last = bisect_left(kept, (place, place)) - 1
    return last >= 0 and kept[last][0] < place < kept[last][1]


def _opens(text: str, place: int, before: str) -> bool:
    """After ``;`` anything may follow, after a full stop a capital, a digit or a mark."""
    following = text[place : place + 1]
    return before.endswith(";") or following.isupper() or following.isdigit() or following in "“\"'(-+"
