"""What a verb governs: the instrument behind it, the part that is meant, and the instruments that are listed with it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ingest.citations.tables import alternation
from ingest.relations import words
from ingest.relations.lists import beside, items
from ingest.relations.mentions import Mention
from ingest.relations.reading import Reading
from ingest.text import fold
from ingest.types import Relation, Span

_REACH = 400
_LONGEST_PART = 220
LONGEST = 700
"""Characters of the words that say a relation; of longer ones only those that name the instrument are given."""
_ANNOUNCES = re.compile(
    r"(?:[^\W_]+[ ,]{1,2}){1,14}?(?:sau|duoi)(?: day)?(?:[ ,][^\n:;]{0,160})?:? ?$"
    r"|(?:toan bo )?(?:cac|nhung|hai|ba|\d{1,3}) [^\n:;]{3,160}: ?$"
)
_STOP = re.compile(r"[:!?|]|\. ")


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


def relation(reading: Reading, start: int, found: Object, source: Mention | None) -> Relation:
    """The relation whose words begin at ``start`` and end with the identity of what is acted on."""
    target = reading.mentions[found.place]
    end = reading.trimmed(target.head, target.core)
    if end - start > LONGEST:
        start = min(found.start, target.head)
    acts = source.index if source else None
    return Relation(found.kind, reading.text[start:end], start, end, acts, target.index, found.part)


def governed(reading: Reading, kind: str, start: int, *, stop: int, listed: bool) -> list[Object]:
    """The instruments that a verb governs, which ends at ``start``.

    Args:
        reading: the directive.
        kind: of the verb.
        start: behind the verb.
        stop: the first instrument begins before it.
        listed: those beside the first one, and on the lines below, are meant too.
    """
    place = reading.first(start)
    near = place is not None and reading.mentions[place].start < min(stop, start + _REACH)
    if place is None or not near or "\n" in reading.folded[start : reading.mentions[place].head]:
        return _list_below(reading, kind, start) if listed else []
    first = reading.mentions[place]
    chosen = _chosen(reading, kind, Span(start, first.head), first, listed=listed)
    if chosen is None:
        return []
    part, kind = chosen
    objects = [Object(place, part, kind, first.head)]
    for other in beside(reading, place) if listed else ():
        mention = reading.mentions[other]
        objects.append(Object(other, mention.citation.pinpoint or some(part), kind, mention.head))
    return objects


def some(part: str | None) -> str | None:
    """What a part says of the instruments listed with the first one: "một số điều của A và B"."""
    return part if part and fold(part).startswith("mot so ") else None


def _list_below(reading: Reading, kind: str, start: int) -> list[Object]:
    """The instruments that the lines below name, when the verb's line announces a list."""
    line = reading.line(start)
    rest = reading.folded[start : line.end].strip()
    if not _ANNOUNCES.fullmatch(rest) and not (rest.endswith(":") and words.is_plain(rest.rstrip(": "))):
        return []
    return [
        Object(place, part_before(reading, begins, place), kind, reading.mentions[place].head)
        for place, begins in items(reading, line.end)
    ]


def part_before(reading: Reading, start: int, place: int) -> str | None:
    """The part of an instrument that an item of a list begins with: "Phụ lục II kèm theo Nghị quyết số …"."""
    mention = reading.mentions[place]
    kept = _untied(words.without_quotes(reading.folded[start : mention.head]))
    named = words.phrases("object", "units").search(kept)
    told = mention.citation.pinpoint is not None and not words.is_plain(kept)
    return _part(reading, start, kept, mention) if named and not told else mention.citation.pinpoint


# -- the part that is meant ----------------------------------------------------------------------------------------


def _chosen(
    reading: Reading, kind: str, between: Span, first: Mention, *, listed: bool
) -> tuple[str | None, str] | None:
    """The part and the kind of the act, from the words between verb and mention; ``None``: the verb is not about it."""
    bare = words.without_quotes(reading.folded[between.start : between.end])
    lead = bare.rstrip().removesuffix(" so")  # "các Quyết định: số 1/QĐ-UBND; số 2/QĐ-UBND"
    if listed and lead.endswith(":"):
        return (first.citation.pinpoint, kind) if _ANNOUNCES.search(lead.strip()) else None
    changing = kind in words.changing()
    tied = _tied("links" if changing else "guiding_links").search(bare)
    if changing and tied and _opening("wording").match(bare) and not _STOP.search(bare):
        kind = kind if kind == "đính chính" else "sửa đổi, bổ sung"
        return first.citation.pinpoint or _last_points(reading, between.start, bare), kind
    plain = words.is_plain(bare)
    if not plain and (tied is None or not _is_loose(bare, kind)):
        return None
    if kind == "thay thế" and _opening("forms").match(bare):
        kind = "sửa đổi, bổ sung"
    kept = _untied(bare[: tied.start()] if tied else bare)
    named = words.phrases("object", "units").search(kept) is not None and (plain or changing)
    return (_part(reading, between.start, kept, first) if named else first.citation.pinpoint), kind


def _part(reading: Reading, start: int, kept: str, first: Mention) -> str | None:
    """The words of the part, with the clause that the mention itself gives."""
    lead = len(kept) - len(kept.lstrip(" ,"))
    pinpoint = first.citation.pinpoint
    end = first.head + len(pinpoint) if pinpoint and first.head < first.start else start + len(kept)
    part = reading.words(start + lead, end)
    return part if len(part) <= _LONGEST_PART else pinpoint


def _untied(words_of_it: str) -> str:
    """Without "quy định tại" and the like at the end; an instrument that the other one carries is no part of it."""
    kept = _links().sub("", f"{words_of_it} ").rstrip(" ,")
    carried = _opening("carried").match(f"{kept} ")
    return "" if carried and carried.end() >= len(kept) else kept


def _last_points(reading: Reading, start: int, bare: str) -> str | None:
    """What stands behind the last "tại": "… bằng cụm từ “…” tại khoản 3 Điều 9"."""
    at = bare.rfind(" tai ")
    kept = _links().sub("", f"{bare[at + 5 :]} ").rstrip(" ,") if at >= 0 else ""
    return reading.words(start + at + 5, start + at + 5 + len(kept)) if kept and words.is_plain(kept) else None


def _is_loose(bare: str, kind: str) -> bool:
    """Other objects are acted on, too, when they stand in the instrument: "Bãi bỏ mức phí … quy định tại khoản 2 Điều 5 …"."""
    rest = re.sub(r"(?:duoc )?(?:ban hanh|quy dinh) (?:kem theo|theo|tai)", " ", bare)
    opens = kind != "thay thế" or _opening("units").match(bare) is not None
    return opens and len(bare) <= _REACH and not words.breaks().search(rest)


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
