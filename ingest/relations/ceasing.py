"""What ceases to be in force: "Thông tư số A và Thông tư số B hết hiệu lực kể từ ngày Thông tư này có hiệu lực"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from typing import NamedTuple

from ingest.citations.tables import alternation
from ingest.relations import words
from ingest.relations.lists import items
from ingest.relations.mentions import Mention
from ingest.relations.objects import LONGEST
from ingest.relations.reading import ITSELF, Reading
from ingest.relations.speaker import Speaker
from ingest.types import Relation

_TIMED = re.compile(r"(?:ke )?tu (?:ngay|thoi diem|khi) [^\n;]{0,200}?(?:hieu luc(?: thi hanh)?|(?:19|20)\d\d), ")
_PROVISIONS = re.compile(
    r"(?:cac |mot so |toan bo )?(?:quy dinh|noi dung|muc|bieu|dieu|khoan|diem|chuong|phu luc|mau|che do|van ban)(?![^\W_])"
)
_TIED = re.compile(r"(?<![^\W_])(?:cua|tai|trong|thuoc|quy dinh tai|ban hanh kem theo|kem theo)(?: cac)? ?$")
_NEXT = re.compile(r"(?:[,;] ?|(?<![^\W_])va |: ?)$")
_COLON = re.compile(r"[^\n:]{0,120}:")
_FULL_STOP = re.compile(r"(?<=\w\w)\. (?=[^\W\d_])")
_REACH = 2400
_GAP = 900


class Ceasing(NamedTuple):
    """Instruments, or parts of them, that cease to be in force by the words at ``start``.

    Attributes:
        start, end: the words "hết hiệu lực thi hành".
        subjects: what ceases.
        opening: "Kể từ ngày …," at the head of the sentence, when it stands there.
    """

    start: int
    end: int
    subjects: tuple[Mention, ...]
    opening: tuple[int, int] | None


def find(reading: Reading, agents: AbstractSet[int]) -> Iterator[Ceasing]:
    """Every statement that instruments cease, with those that it names.

    Args:
        reading: the directive.
        agents: positions of citations that only say by what another one was amended.
    """
    for match in _ends().finditer(reading.folded):
        if reading.quotation(match.start()) is not None:
            continue
        sentence = _sentence(reading, match.start())
        opening = _TIMED.match(reading.folded, sentence, match.start())
        begin = opening.end() if opening else sentence
        subjects = _subjects(reading, begin, match.start(), agents)
        if not subjects:
            subjects = _listed(reading, begin, match, agents)
        if subjects:
            yield Ceasing(match.start(), match.end(), subjects, opening.span() if opening else None)


def relations(reading: Reading, agents: AbstractSet[int]) -> Iterator[Relation]:
    """The directive repeals what it says ceases, when that is its own order."""
    speaker = Speaker(reading)
    for one in find(reading, agents):
        if not reading.spoken(one.start) or not _its_order(reading, speaker, one):
            continue
        for mention in one.subjects:
            if _is_own_wording(reading, mention, one):
                continue
            start, end = min(mention.head, one.start), max(one.end, mention.core)
            if end - start > LONGEST:
                start, end = mention.head, mention.core
            end = start + len(reading.text[start:end].rstrip(" ,;:("))
            yield Relation(
                "bãi bỏ", reading.text[start:end], start, end, None, mention.index, mention.citation.pinpoint
            )


@cache
def _ends() -> re.Pattern[str]:
    ends = alternation(words.table("effect")["ends"])
    return re.compile(rf"(?<![^\W_])(?:{ends})(?: thi hanh| phap ly| ap dung| toan bo)?(?![^\W_])")


def _sentence(reading: Reading, position: int) -> int:
    """Where the sentence begins; long ones list many instruments."""
    line = reading.line(position)
    start = reading.content(line)
    for found in _FULL_STOP.finditer(reading.folded, start, position + 1):
        if found.end() <= position and reading.text[found.end()].isupper():
            start = found.end()
    return start


def _subjects(reading: Reading, begin: int, stop: int, agents: AbstractSet[int]) -> tuple[Mention, ...]:
    """The mentions that a sentence begins with, all up to the verb."""
    place = reading.first(begin)
    if place is None or reading.mentions[place].start >= stop or stop - begin > _REACH:
        return ()
    first = reading.mentions[place]
    lead = reading.folded[begin : first.head]
    conditions = words.phrases("effect", "conditions")
    if conditions.search(lead) or not (
        words.is_plain(lead) or (_PROVISIONS.match(lead) and _TIED.search(lead) and ":" not in lead)
    ):
        return ()
    found = _row(reading, place, stop, agents)
    gap = reading.folded[found[-1].end : stop]
    if len(gap) > _GAP or conditions.search(gap) or re.search(r"[;:]|\. ", gap):
        return ()
    return tuple(found)


def _row(reading: Reading, place: int, stop: int, agents: AbstractSet[int]) -> list[Mention]:
    """A mention and those after it that begin a new item: behind a comma, a semicolon or "và"."""
    found = [reading.mentions[place]]
    for other in reading.mentions[place + 1 :]:
        if other.start >= stop:
            break
        if other.alias or other.index in agents or (other.parent is not None and other.parent >= place):
            continue
        if _NEXT.search(reading.folded, max(found[-1].start, other.head - 8), other.head):
            found.append(other)
    return found


def _listed(reading: Reading, begin: int, match: re.Match[str], agents: AbstractSet[int]) -> tuple[Mention, ...]:
    """Reads "Các văn bản sau đây hết hiệu lực …:" with its items behind the colon or on the lines below."""
    lead = reading.folded[begin : match.start()]
    if "sau" not in lead or words.phrases("effect", "conditions").search(lead):
        return ()
    line = reading.line(match.end())
    colon = _COLON.match(reading.folded, match.end(), line.end)
    if colon is None:
        return ()
    if not reading.folded[colon.end() : line.end].strip():
        return tuple(
            reading.mentions[one] for one in items(reading, line.end) if reading.mentions[one].index not in agents
        )
    place = reading.first(colon.end())
    if place is None or reading.mentions[place].start >= line.end:
        return ()
    first = reading.mentions[place]
    if not words.is_plain(reading.folded[colon.end() : first.head]):
        return ()
    return tuple(_row(reading, place, line.end, agents))


def _is_own_wording(reading: Reading, mention: Mention, one: Ceasing) -> bool:
    """Reads "khoản 3 Điều 5 …, được sửa đổi tại Điều 3 Nghị định này, hết hiệu lực": what it has written itself."""
    return mention.end <= one.start and words.oneself().search(reading.folded, mention.end, one.start) is not None


def _its_order(reading: Reading, speaker: Speaker, one: Ceasing) -> bool:
    """From the day on which the directive is in force; or as an order of one of its articles."""
    around = reading.folded[one.end : one.end + 120]
    named = words.oneself().search(around)
    if named and re.match(r" (?:bat dau )?(?:co |duoc )?(?:hieu luc|ban hanh)", around[named.end() :]):
        return True
    if one.opening and (found := words.oneself().search(reading.folded, *one.opening)):
        return reading.meant(found) == ITSELF
    return speaker.orders(one.start) and not re.search(
        r"(?<!\w)da $", reading.folded[max(0, one.start - 4) : one.start]
    )
