"""Where a long stretch of text may be cut: between lines, after a sentence, after ``;``, never inside what belongs together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from ingest.types import Directive

LONGEST = 160
"""Syllables above which a stretch is cut, where it can be."""
WANTED = 110
"""Syllables of the pieces that a cut aims at."""

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
    counts = [bisect_left(syllables, place) for place in places]
    pieces: list[tuple[int, int]] = []
    left = done = at = 0
    left = start
    while len(syllables) - done > LONGEST and at < len(places):
        rest = len(syllables) - done
        wanted = done + rest / max(2, round(rest / WANTED))
        right = bisect_left(counts, wanted, at)
        near = [place for place in (right - 1, right) if at <= place < len(places)]
        best = min(near, key=lambda place: abs(counts[place] - wanted))
        if counts[best] > done:
            pieces.append((left, places[best]))
            left, done = places[best], counts[best]
        at = best + 1
    return [*pieces, (left, end)]


def _places(directive: Directive, start: int, end: int, lines: Sequence[int]) -> list[int]:
    text = directive.text
    kept = [(citation.start, citation.end) for citation in directive.citations if citation.end > start]
    kept += [match.span() for match in _TOGETHER.finditer(text, start, end)]
    places = set(lines)
    for match in _SENTENCE.finditer(text, start, end):
        before = text[max(start, match.start() - 12) : match.start()]
        if "\n" not in match.group() and not _NO_END.search(before) and _opens(text, match.end(), before):
            places.add(match.end())
    return sorted(place for place in places if start < place < end and not _inside(place, kept))


def _inside(place: int, kept: Sequence[tuple[int, int]]) -> bool:
    return any(left < place < right for left, right in kept)


def _opens(text: str, place: int, before: str) -> bool:
    """After ``;`` anything may follow, after a full stop a capital, a digit or a mark."""
    following = text[place : place + 1]
    return before.endswith(";") or following.isupper() or following.isdigit() or following in "“\"'(-+"
