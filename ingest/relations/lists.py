"""Instruments in a row: beside each other in a sentence, on the lines below, and behind the end of another one's subject."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import labels
from ingest.relations import words
from ingest.relations.mentions import Mention, above, later, same_family
from ingest.relations.reading import Reading

_GAP = 320
_NEAR = 60
_MOST = 400
"""Instruments in one list."""
_YEAR_ALONE = 4
_BRACKET = re.compile(r" ?\([^()\n]{0,600}\)")
_BESIDE = re.compile(r"[ ,;]{0,3}(?:(?:va|cung|hoac|va cac|cung voi) )?")
_MARKS = re.compile(r"[,;]|(?<!\w)(?:va|cung|hoac)(?!\w)")
_AND = re.compile(r"(?<!\w)(?:va|cung)(?!\w)")
_ROW = re.compile(r"\d{1,3} ?\| ?")
_AFTER = re.compile(
    r"\s*(?:[,;.:()\n\]]|$|va |nhu sau|bang |thanh |da duoc|duoc |ban hanh|ke tu|tu ngay|ngay |het hieu luc|bi |thi |nay |tiep tuc |cua |ve |den |hoac |\|)"
)


def beside(reading: Reading, place: int, *, end: int | None = None) -> Iterator[int]:
    """The mentions that stand in a list with one: behind commas, semicolons and "và", brackets skipped."""
    mention = reading.mentions[place]
    for _ in range(_MOST):
        other = next_beside(reading, mention)
        if other is None or (end is not None and reading.mentions[other].start >= end):
            return
        mention = reading.mentions[other]
        yield other


def next_beside(reading: Reading, mention: Mention) -> int | None:
    """The next mention of the list that one stands in."""
    bracket = _BRACKET.match(reading.folded, mention.end)
    position = bracket.end() if bracket else mention.end
    place = reading.first(position)
    if place is None or reading.mentions[place].head < position or reading.mentions[place].start > position + _GAP:
        return None
    other = reading.mentions[place]
    gap = reading.folded[position : other.head]
    if other.parent != mention.parent or "\n" in gap or not _AFTER.match(reading.folded, other.end):
        return None
    if ";" not in gap and _may_be_theirs(reading, mention, other):
        return None
    lead = _BESIDE.match(gap)
    direct = lead is not None and _MARKS.search(lead[0]) is not None and words.is_plain(gap[lead.end() :], points=True)
    return place if direct or _goes_on(gap, mention, other) else None


def _may_be_theirs(reading: Reading, mention: Mention, other: Mention) -> bool:
    """In "thay thế A sửa đổi B và C", C may stand beside B, unless it is as new as A."""
    inner = reading.last(mention.end)
    if inner is None or reading.mentions[inner] is mention or reading.mentions[inner].end < mention.end - 1:
        return False
    same_day = len(other.issued) > _YEAR_ALONE and other.issued == mention.issued
    return not same_day and later(other, mention) is not True


def _goes_on(gap: str, mention: Mention, other: Mention) -> bool:
    """The subject of the one before was longer than could be told: "…, tiền lương và thù lao và Thông tư số …"."""
    cut = gap.startswith(",") and gap.endswith((" va ", "; ", " va cac "))
    return cut and same_family(mention, other) and not words.breaks().search(gap[1:].rstrip("; "))


def items(reading: Reading, end_of_line: int) -> Iterator[tuple[int, int]]:
    """The mentions with which the lines below begin, up to a line that begins otherwise, and those beside them.

    With each the place where its own words begin: the clause that is meant stands there.
    """
    position = end_of_line + 1
    kinds: frozenset[str] | None = None
    for _ in range(_MOST):
        if position >= len(reading.text):
            return
        line = reading.line(position)
        if reading.in_note(position):
            position = line.end + 1
            continue
        start = reading.content(line)
        row = _ROW.match(reading.folded, start)
        start = row.end() if row else start
        place = reading.first(start)
        if place is None or reading.mentions[place].start >= line.end:
            return
        if not words.is_plain(reading.folded[start : reading.mentions[place].head]):
            return
        own = frozenset(label.kind for label in labels.read(reading.text[line.start : min(line.end, line.start + 120)]))
        if kinds is not None and own != kinds and not own & kinds:
            return  # "3. …" after "a) …, b) …" is the next clause
        kinds = own
        yield place, start
        yield from ((other, reading.mentions[other].head) for other in beside(reading, place, end=line.end))
        position = line.end + 1


def shared(reading: Reading, outer: Mention, place: int) -> Iterator[int]:
    """What else an instrument acts on by its own subject: "A sửa đổi một số điều của B … và C".

    The subject ends before "và", so C must be what only an object can be: of the kind of B and not of A's, or older than A.
    """
    inner = reading.mentions[place]
    pending: list[int] = []
    mention = inner
    for _ in range(_MOST):
        other = _next_of_subject(reading, mention)
        if other is None or not _is_object(outer, inner, reading.mentions[other]):
            return
        pending.append(other)
        gap = reading.folded[mention.end : reading.mentions[other].head]
        if _AND.search(gap) or above(reading.mentions[other], outer):
            yield from pending
            pending = []
        mention = reading.mentions[other]


def _next_of_subject(reading: Reading, mention: Mention) -> int | None:
    place = reading.first(mention.end)
    if place is None or reading.mentions[place].start > mention.end + _NEAR:
        return None
    gap = reading.folded[mention.end : reading.mentions[place].head]
    lead = _BESIDE.match(gap)
    ok = lead and _MARKS.search(lead[0]) and ";" not in lead[0] and words.is_plain(gap[lead.end() :], points=True)
    return place if ok else None


def _is_object(outer: Mention, inner: Mention, other: Mention) -> bool:
    if not same_family(inner, other) and same_family(outer, other):
        return False
    if same_family(outer, other):
        return later(outer, other) is True
    # A guidance may be for a law and a decree: both stand above it.
    return above(other, outer) and later(other, outer) is not True
