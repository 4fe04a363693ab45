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
from ingest.relations.objects import LONGEST, part_before
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
_STOP = re.compile(r"[;:]|\. ")
_FACT = re.compile(r"(?<!\w)da $")
_ISSUED = re.compile(r" (?:bat dau )?(?:co |duoc )?(?:hieu luc|ban hanh)")
_REACH = 2400
_GAP = 900


class Subject(NamedTuple):
    """What ceases: an instrument, the part of it, and where the words for it begin."""

    mention: Mention
    part: str | None
    start: int


class Ceasing(NamedTuple):
    """Instruments, or parts of them, that cease to be in force by the words at ``start``.

    Attributes:
        start, end: the words "hết hiệu lực thi hành".
        subjects: what ceases.
        opening: "Kể từ ngày …," at the head of the sentence, when it stands there.
    """

    start: int
    end: int
    subjects: tuple[Subject, ...]
    opening: tuple[int, int] | None

    def words(self, reading: Reading, one: Subject, end: int) -> tuple[int, int]:
        """The range of the words that say it of one of them, up to ``end`` at least; of long ones what names it."""
        start, stop = min(one.start, self.start), max(end, self.end, one.mention.core)
        if stop - start > LONGEST:
            behind = one.mention.end <= self.start
            start, stop = (self.start, max(end, self.end)) if behind else (one.start, one.mention.core)
        return start, reading.trimmed(start, stop)


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
        subjects = tuple(_subjects(reading, begin, match.start(), agents)) or tuple(
            _listed(reading, begin, match, agents)
        )
        if subjects:
            yield Ceasing(match.start(), match.end(), subjects, opening.span() if opening else None)


def relations(reading: Reading, agents: AbstractSet[int]) -> Iterator[Relation]:
    """The directive repeals what it says ceases, when that is its own order."""
    speaker = Speaker(reading)
    for one in find(reading, agents):
        if not reading.spoken(one.start) or not _its_order(reading, speaker, one):
            continue
        for ceases in one.subjects:
            if not _is_own_wording(reading, ceases.mention, one):
                start, end = one.words(reading, ceases, one.end)
                words_of_it = reading.text[start:end]
                yield Relation("bãi bỏ", words_of_it, start, end, None, ceases.mention.index, ceases.part)


@cache
def _ends() -> re.Pattern[str]:
    ends = alternation(words.table("effect")["ends"])
    return re.compile(
        rf"(?<![^\W_])(?:{ends})(?: thi hanh| phap ly| ap dung| toan bo)?(?![^\W_])(?! (?:boi|theo|tai|bang)(?![^\W_]))"
    )


def _sentence(reading: Reading, position: int) -> int:
    """Where the sentence begins; long ones list many instruments."""
    line = reading.line(position)
    start = reading.content(line)
    for found in _FULL_STOP.finditer(reading.folded, start, position + 1):
        if found.end() <= position and reading.text[found.end()].isupper():
            start = found.end()
    return start


def _subjects(reading: Reading, begin: int, stop: int, agents: AbstractSet[int]) -> list[Subject]:
    """The instruments that a sentence begins with, all up to the verb."""
    place = reading.first(begin)
    if place is None or reading.mentions[place].start >= stop or stop - begin > _REACH:
        return []
    lead = reading.folded[begin : reading.mentions[place].head]
    conditions = words.phrases("effect", "conditions")
    provisions = _PROVISIONS.match(lead) and _TIED.search(lead) and ":" not in lead
    if conditions.search(lead) or not (words.is_plain(lead) or provisions):
        return []
    found = _row(reading, place, begin, stop, agents)
    gap = reading.folded[found[-1].mention.end : stop]
    return [] if len(gap) > _GAP or conditions.search(gap) or _STOP.search(gap) else found


def _row(reading: Reading, place: int, begin: int, stop: int, agents: AbstractSet[int]) -> list[Subject]:
    """A mention and those after it that begin a new item: behind a comma, a semicolon or "và"."""
    first = reading.mentions[place]
    part = part_before(reading, begin, place)
    found = [Subject(first, part, begin if part and part != first.citation.pinpoint else first.head)]
    for other in reading.mentions[place + 1 :]:
        if other.start >= stop:
            break
        if other.alias or other.index in agents or (other.parent is not None and other.parent >= place):
            continue
        if _NEXT.search(reading.folded, max(found[-1].mention.start, other.head - 8), other.head):
            found.append(Subject(other, other.citation.pinpoint, other.head))
    return found


def _listed(reading: Reading, begin: int, match: re.Match[str], agents: AbstractSet[int]) -> Iterator[Subject]:
    """Reads "Các văn bản sau đây hết hiệu lực …:" with its items behind the colon or on the lines below."""
    lead = reading.folded[begin : match.start()]
    line = reading.line(match.end())
    colon = _COLON.match(reading.folded, match.end(), line.end)
    if colon is None or "sau" not in lead or words.phrases("effect", "conditions").search(lead):
        return
    if not reading.folded[colon.end() : line.end].strip():
        for one, start in items(reading, line.end):
            if reading.mentions[one].index not in agents:
                yield Subject(reading.mentions[one], part_before(reading, start, one), start)
        return
    place = reading.first(colon.end())
    inside = place is not None and reading.mentions[place].start < line.end
    if place is not None and inside and words.is_plain(reading.folded[colon.end() : reading.mentions[place].head]):
        yield from _row(reading, place, colon.end(), line.end, agents)


def _is_own_wording(reading: Reading, mention: Mention, one: Ceasing) -> bool:
    """Reads "khoản 3 Điều 5 …, được sửa đổi tại Điều 3 Nghị định này, hết hiệu lực": what it has written itself."""
    return mention.end <= one.start and words.oneself().search(reading.folded, mention.end, one.start) is not None


def _its_order(reading: Reading, speaker: Speaker, one: Ceasing) -> bool:
    """From the day on which the directive is in force; or as an order of one of its articles."""
    around = reading.folded[one.end : one.end + 120]
    named = words.oneself().search(around)
    if named and _ISSUED.match(around, named.end()):
        return True
    if one.opening and (found := words.oneself().search(reading.folded, *one.opening)):
        return reading.meant(found) == ITSELF
    return speaker.orders(one.start) and not _FACT.search(reading.folded, max(0, one.start - 4), one.start)
