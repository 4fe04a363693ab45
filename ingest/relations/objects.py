"""What a verb governs: the instrument behind it, the part that is meant, and the instruments that are listed with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ingest import labels
from ingest.citations.tables import alternation
from ingest.relations import words
from ingest.relations.reading import Mention, Reading, later, same_family
from ingest.text import fold
from ingest.types import Span

_REACH = 400
_LONGEST_PART = 220
_GAP = 320
_YEAR_ALONE = 4
_MOST = 400  # instruments in one list
_BRACKET = re.compile(r" ?\([^()\n]{0,600}\)")
_BESIDE = re.compile(r"[ ,;]{0,3}(?:(?:va|cung|hoac|va cac|cung voi) )?")
_MARKS = re.compile(r"[,;]|(?<!\w)(?:va|cung|hoac)(?!\w)")
_ANNOUNCES = re.compile(r"(?:[^\W\d_]+[ ,]{1,2}){1,14}?(?:sau|duoi)(?: day)?(?:[ ,][^\n:;]{0,160})?:? ?$")
_ROW = re.compile(r"\d{1,3} ?\| ?")
_QUOTE = re.compile(r"[“\"][^“”\"\n]{0,300}[”\"]")
_AFTER = re.compile(
    r"\s*(?:[,;.:()\n\]]|$|va |nhu sau|bang |thanh |da duoc|duoc |ban hanh|ke tu|tu ngay|ngay |het hieu luc|bi |cua |ve |den |hoac |\|)"
)


class Object(NamedTuple):
    """One instrument that is acted on.

    Attributes:
        place: of the mention in the reading.
        part: what of it is concerned, on one line.
        kind: the kind of the act, as the part makes it ("Thay thế cụm từ …" amends).
        start: where the words for it begin.
    """

    place: int
    part: str | None
    kind: str
    start: int


def governed(reading: Reading, kind: str, start: int, *, stop: int, listed: bool) -> list[Object]:
    """The instruments that a verb governs, which ends at ``start``.

    Args:
        reading: the directive.
        kind: of the verb.
        start: behind the verb.
        stop: the instruments begin before it.
        listed: several in a row are meant, whatever stands between them; else only those that are clearly coordinated.
    """
    place = reading.first(start)
    if place is None or reading.mentions[place].start >= min(stop, start + _REACH):
        return _list_below(reading, kind, start) if listed else []
    first = reading.mentions[place]
    between = reading.folded[start : first.head]
    if "\n" in between:
        return _list_below(reading, kind, start) if listed else []
    announced = listed and _announces(between)
    chosen = None if announced else _part(reading, kind, Span(start, first.head), first)
    if not announced and chosen is None:
        return []
    part, kind = chosen or (first.citation.pinpoint, kind)
    objects = [Object(place, part, kind, first.head)]
    if listed:
        objects += [
            Object(other, reading.mentions[other].citation.pinpoint or some(part), kind, reading.mentions[other].head)
            for other in beside(reading, place)
        ]
    return objects


def some(part: str | None) -> str | None:
    """What a part says of the instruments listed with the first one: "một số điều của A và B"."""
    return part if part and fold(part).startswith("mot so ") else None


def _announces(between: str) -> bool:
    """ "… các văn bản sau đây:" leads to a list."""
    return between.rstrip().endswith(":") and _ANNOUNCES.search(between.strip()) is not None


@cache
def _links() -> re.Pattern[str]:
    return re.compile(rf"(?:[ ,]{{1,3}}(?:cac |{alternation(words.table('object')['links'])}))+[ ,]*$")


@cache
def _tied(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{alternation(words.table('object')[name])})(?: cac)? ?$")


@cache
def _opening(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"[ ,]{{0,2}}(?:(?:mot so|cac|nhung|toan bo) )?(?:{alternation(words.table('object')[name])})(?![^\W_])"
    )


def _part(reading: Reading, kind: str, between: Span, first: Mention) -> tuple[str | None, str] | None:
    """The part of the instrument that stands between verb and mention, and what is done; ``None``: the verb is not about it."""
    found = reading.folded[between.start : between.end]
    bare = _QUOTE.sub(lambda quote: " " * len(quote[0]), found)
    tied = _tied("links" if kind in words.changing() else "guiding_links").search(bare)
    if kind in words.changing() and tied and _opening("wording").match(bare) and not re.search(r"[:!?|]|\. ", bare):
        kind = kind if kind == "đính chính" else "sửa đổi, bổ sung"
        return first.citation.pinpoint or _last_points(reading, between.start, bare), kind
    plain = words.is_plain(bare)
    if not plain and (tied is None or not _is_loose(bare, kind)):
        return None
    if kind == "thay thế" and _opening("forms").match(bare):
        kind = "sửa đổi, bổ sung"
    kept = bare[: tied.start()] if tied else bare
    kept = _links().sub("", kept + " ").rstrip(" ,")
    carried = _opening("carried").match(kept + " ")
    if carried and carried.end() >= len(kept):
        kept = ""
    if not words.phrases("object", "units").search(kept) or not (plain or kind in words.changing()):
        return first.citation.pinpoint, kind
    lead = len(kept) - len(kept.lstrip(" ,"))
    end = between.start + len(kept) if first.head == first.start else first.head + len(first.citation.pinpoint or "")
    words_of_it = reading.words(between.start + lead, end)
    return (words_of_it if len(words_of_it) <= _LONGEST_PART else first.citation.pinpoint), kind


def _last_points(reading: Reading, start: int, bare: str) -> str | None:
    """ "… tại khoản 3 Điều 9": what stands behind the last "tại"."""
    at = bare.rfind(" tai ")
    rest = bare[at + 5 :] if at >= 0 else ""
    kept = _links().sub("", f"{rest} ").rstrip(" ,")
    return reading.words(start + at + 5, start + at + 5 + len(kept)) if kept and words.is_plain(kept) else None


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(rf"[:;!?|]|\. |(?<![^\W_])(?:{alternation(words.table('object')['breaks'])})(?![^\W_])")


def _is_loose(bare: str, kind: str) -> bool:
    """Other objects are acted on, too, when they stand in the instrument: "Bãi bỏ mức phí … quy định tại khoản 2 Điều 5 …"."""
    rest = re.sub(r"(?:duoc )?(?:ban hanh|quy dinh) (?:kem theo|theo|tai)", " ", bare)
    opens = kind not in ("thay thế",) or _opening("units").match(bare)
    return bool(opens) and len(bare) <= _REACH and not _breaks().search(rest)


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
    """ "thay thế A sửa đổi B và C": C may stand beside B, unless it is as new as A."""
    inner = reading.last(mention.end)
    if inner is None or reading.mentions[inner] is mention or reading.mentions[inner].end < mention.end - 1:
        return False
    same_day = len(other.issued) > _YEAR_ALONE and other.issued == mention.issued
    return not same_day and later(other, mention) is not True


def _goes_on(gap: str, mention: Mention, other: Mention) -> bool:
    """The subject of the one before was longer than could be told: "…, tiền lương và thù lao và Thông tư số …"."""
    cut = gap.startswith(",") and gap.endswith((" va ", "; ", " va cac "))
    return cut and same_family(mention, other) and not _breaks().search(gap[1:].rstrip("; "))


def _list_below(reading: Reading, kind: str, start: int) -> list[Object]:
    """The instruments that the lines below name, when the verb's line announces a list."""
    line = reading.line(start)
    rest = reading.folded[start : line.end].strip()
    if not _ANNOUNCES.fullmatch(rest) and not (rest.endswith(":") and words.is_plain(rest.rstrip(": "))):
        return []
    return [
        Object(place, reading.mentions[place].citation.pinpoint, kind, reading.mentions[place].head)
        for place in items(reading, line.end)
    ]


def items(reading: Reading, end_of_line: int) -> Iterator[int]:
    """The mentions with which the lines below begin, those beside them too, up to a line that begins otherwise."""
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
        yield place
        yield from beside(reading, place, end=line.end)
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
        if re.search(r"(?<!\w)(?:va|cung)(?!\w)", gap) or above(reading.mentions[other], outer):
            yield from pending
            pending = []
        mention = reading.mentions[other]


def _next_of_subject(reading: Reading, mention: Mention) -> int | None:
    place = reading.first(mention.end)
    if place is None or reading.mentions[place].start > mention.end + 60:
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


_RANKS = ("Hiến pháp", "luật", "Nghị quyết", "Lệnh", "Nghị định", "Quyết định", "thông tư")


def above(one: Mention, other: Mention) -> bool:
    """Whether an instrument is of a higher rank than another one; resolutions are, when a parliament passed them."""
    return outranks(one, other.family)


def outranks(one: Mention, family: str | None) -> bool:
    """Whether an instrument is of a higher rank than those of a kind."""
    if one.family not in _RANKS or family not in _RANKS:
        return False
    if one.family == "Nghị quyết" and "QH" not in (one.citation.number or ""):
        return False
    return _RANKS.index(one.family) < _RANKS.index(family)
