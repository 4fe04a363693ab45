"""When an instrument, or a part of it, begins or ceases to be in force, in the words of the directive.

A date that ends a stretch of time ("có hiệu lực đến hết ngày 31/12/2025") is the last day in force, as it is printed;
"hết hiệu lực kể từ ngày 01/01/2026" gives the first day without. :mod:`days` reads the days, :mod:`subjects` tells of what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.citations.tables import alternation
from ingest.effects.days import When, day_or_own, first_day, last_day
from ingest.effects.subjects import GAP, Known, Subject, subject
from ingest.relations import ceasing, passive, words
from ingest.relations.reading import ITSELF, Reading
from ingest.types import Directive, Effect

_FORCE = r"co hieu luc(?: thi hanh| phap ly| ap dung| chap hanh| thuc hien)?(?: va (?:duoc )?(?:ap dung|thi hanh|thuc hien))?"
_MILD = r"(?:duoc )?(?:thi hanh|ap dung|thuc hien)"
_BEGINS = re.compile(
    rf"(?<![^\W_])(?:(?P<force>{_FORCE})|(?P<mild>{_MILD}))[ ,]{{1,2}}(?:bat dau )?(?:ke )?(?:tinh )?(?:tu|vao|sau)(?![^\W_])"
)
_LASTS = re.compile(rf"(?<![^\W_])(?:{_FORCE}|{_MILD})(?: ke)?(?: cho)? den(?= )")
_UNTIL = re.compile(rf"[ ,]{{0,2}}(?:va )?(?:(?:{_FORCE}|{_MILD}) )?(?:cho )?(?P<until>den)(?= )")
_SINCE = re.compile(r"[ ,]{0,2}(?:ke )?(?:tinh )?tu(?![^\W_])")
_LISTED = re.compile(r"[^\n:]{0,60}: ?(?=\n)")
_NAMED = re.compile(
    r"(?:cac |quy dinh tai |noi dung quy dinh tai |cac quy dinh tai )*(?:diem|khoan|dieu|chuong|muc|phu luc|mau) "
    r"(?:(?:\d{1,3}[a-z]?|[a-z]|[ivx]{1,6}|va|cac|khoan|diem|dieu|chuong|muc|cua|den|so|phu luc)(?![^\W_])[ ,;]{0,2}){1,80}"
    r"(?:(?:cua )?[^\W\d_]+(?: [^\W\d_]+)? nay)?"
)
_FINAL = re.compile(r" ?(?:[.;\n]|$)")
_LONGEST = 900
_MOST_ITEMS = 60


def find(directive: Directive) -> tuple[Effect, ...]:
    """Every statement of when something begins or ceases to be in force, in the order of the text, each once.

    What stands in new wording, in annexes, in conditions ("kể từ ngày Nghị định này có hiệu lực, …") states nothing.
    Of footnotes only what they say of the instruments that they name is read.

    Args:
        directive: with its citations, sections, notes and header.
    """
    reading = Reading(directive)
    agents = frozenset(passive.relations(reading, reading.verbs)[1])
    begins = list(_beginnings(reading, agents))
    own = next((one.date for one in begins if one.of is None and one.part is None and not one.ends), None)
    found = [*begins, *_endings(reading, own, agents), *_own_endings(reading)]
    return tuple(_once(reading, sorted(found, key=lambda one: (one.start, one.end))))


def _once(reading: Reading, effects: list[Effect]) -> Iterator[Effect]:
    keys = {mention.index: mention.key for mention in reading.mentions}
    seen: set[tuple[str | None, str | None, bool, str | None]] = set()
    for one in effects:
        key = (None if one.of is None else keys.get(one.of), one.date, one.ends, one.part)
        if key not in seen:
            seen.add(key)
            yield one


# -- it begins -----------------------------------------------------------------------------------------------------


def _beginnings(reading: Reading, agents: frozenset[int]) -> Iterator[Effect]:
    for match in _BEGINS.finditer(reading.folded):
        when = None if reading.quotation(match.start()) else first_day(reading, match.end())
        if when:
            yield from _stated(reading, match, when, agents)
    for match in _LASTS.finditer(reading.folded):
        last = None if reading.quotation(match.start()) else last_day(reading, match.end())
        mild = not match[0].startswith("co ")
        whose = subject(reading, match.start(), Known(agents, last.iso), mild=mild) if last else None
        if last and whose:
            yield _effect(reading, whose, match.start(), last, ends=True)


def _stated(reading: Reading, match: re.Match[str], when: When, agents: frozenset[int]) -> Iterator[Effect]:
    listed = _LISTED.match(reading.folded, when.end) if match["force"] else None
    parts = list(_items(reading, match.start(), listed.end(), when)) if listed else []
    whose = None if parts else subject(reading, match.start(), Known(agents, when.iso), mild=match["mild"] is not None)
    yield from parts
    if whose is None:
        return
    yield _effect(reading, whose, match.start(), when, ends=False)
    until = _UNTIL.match(reading.folded, when.end)
    last = last_day(reading, until.end()) if until else None
    if last and until:
        yield _effect(reading, whose, until.start("until"), last, ends=True)


def _effect(reading: Reading, whose: Subject, verb: int, when: When, *, ends: bool) -> Effect:
    start = whose.start if verb - whose.start <= GAP else verb
    return Effect(reading.text[start : when.end], start, when.end, when.iso, ends, whose.of, whose.part)


def _items(reading: Reading, verb: int, end: int, when: When) -> Iterator[Effect]:
    """Reads "Các điều, khoản sau đây có hiệu lực từ ngày …:" and the provisions that the lines below name."""
    opened = reading.clause(verb)
    if not reading.spoken(verb) or "sau" not in reading.folded[opened:verb]:
        return
    position = end + 1
    for _ in range(_MOST_ITEMS):
        line = reading.line(min(position, len(reading.text)))
        start = reading.content(line)
        provision = _NAMED.match(reading.folded, start, line.end)
        if start == line.start or provision is None:
            return
        stop = reading.trimmed(start, start + len(provision[0].rstrip(" ,;.")))
        itself = words.oneself().search(reading.folded, start, stop)
        part = reading.words(start, itself.start() if itself else stop).removesuffix(" của")
        begin = opened if stop - opened <= _LONGEST else start
        yield Effect(reading.text[begin:stop], begin, stop, when.iso, part=part)
        position = line.end + 1


# -- it ceases -----------------------------------------------------------------------------------------------------


def _endings(reading: Reading, own: str | None, agents: frozenset[int]) -> Iterator[Effect]:
    """Reads "… hết hiệu lực kể từ ngày …", of cited instruments."""
    for one in ceasing.find(reading, agents):
        when = _ceases(reading, one, own)
        if when is None:
            continue
        for ceases in one.subjects:
            start, end = one.words(reading, ceases, when.end)
            words_of_it = reading.text[start:end]
            yield Effect(words_of_it, start, end, when.iso, ends=True, of=ceases.mention.index, part=ceases.part)


def _ceases(reading: Reading, one: ceasing.Ceasing, own: str | None) -> When | None:
    """From when: behind the verb, or before the sentence; the directive's own beginning where it says so."""
    since = _SINCE.match(reading.folded, one.end)
    found = day_or_own(reading, since.end(), own) if since else None
    if found:
        return found
    if one.opening:
        opened = _SINCE.match(reading.folded, one.opening[0])
        found = day_or_own(reading, opened.end(), own) if opened else None
        return When(found.iso, one.end) if found else None
    return When(None, one.end) if _FINAL.match(reading.folded, one.end) and reading.spoken(one.start) else None


def _own_endings(reading: Reading) -> Iterator[Effect]:
    """Reads "Quyết định này hết hiệu lực kể từ ngày …"."""
    for match in _ends().finditer(reading.folded):
        named = None if reading.quotation(match.start()) else reading.before_self(match.start(), 40)
        if named is None or reading.folded[named.end() : match.start()].strip(" ,"):
            continue
        since = _SINCE.match(reading.folded, match.end())
        when = first_day(reading, since.end()) if since else None
        lead = reading.folded[reading.clause(named.start()) : named.start()].strip(" ,")
        if when and reading.meant(named) == ITSELF and not lead:
            yield Effect(reading.text[named.start() : when.end], named.start(), when.end, when.iso, ends=True)


@cache
def _ends() -> re.Pattern[str]:
    ends = alternation(words.table("effect")["ends"])
    return re.compile(rf"(?<![^\W_])(?:{ends})(?: thi hanh| phap ly| ap dung)?(?![^\W_])")
