"""When an instrument, or a part of it, begins or ceases to be in force, in the words of the directive.

A date that ends a stretch of time ("có hiệu lực đến hết ngày 31/12/2025") is the last day in force, as it is printed;
"hết hiệu lực kể từ ngày 01/01/2026" gives the first day without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ingest import moments
from ingest.citations.date import read_date
from ingest.citations.tables import alternation
from ingest.relations import ceasing, passive, words
from ingest.relations.objects import items
from ingest.relations.reading import Mention, Reading
from ingest.types import Directive, Effect

_FORCE = r"co hieu luc(?: thi hanh| phap ly| ap dung| chap hanh| thuc hien)?(?: va (?:duoc )?(?:ap dung|thi hanh|thuc hien))?"
_BEGINS = re.compile(
    rf"(?<![^\W_])(?:(?P<force>{_FORCE})|(?P<mild>(?:duoc )?(?:thi hanh|ap dung|thuc hien)))[ ,]{{1,2}}(?:bat dau )?(?:ke )?(?:tinh )?(?P<since>tu|vao|sau)(?![^\W_])"
)
_LASTS = re.compile(
    r"(?<![^\W_])(?P<force>co hieu luc(?: thi hanh| ap dung)?|(?:duoc )?(?:thi hanh|ap dung|thuc hien))(?: ke)?(?: cho)? (?P<until>den)(?= )"
)
_ON = re.compile(r" (?:(?:0|00|khong) ?(?:gio|h)(?: ?(?:00|0)(?: phut)?)?,? )?(?:thoi diem )?(?=ngay|\d)")
_SIGNED = re.compile(r" (?:ngay|khi|thoi diem) (?:duoc )?(?:ky|ban hanh|ky ban hanh)(?: (?:ban hanh|ky))?(?![^\W_])")
_PASSED = re.compile(r" (?:ngay|khi|thoi diem) (?:duoc )?(?:[^\W\d_]+ ){0,8}?thong qua(?![^\W_])")
_OTHER_DAY = re.compile(
    r" (?:(?:\d{1,3}|[^\W\d_]+) ngay,? (?:lam viec,? )?(?:ke )?tu )?(?:ngay|khi|thoi diem) (?:duoc )?(?:cong bo|dang cong bao|ky|ban hanh|thong qua|dang)(?: [^\W\d_]+){0,3}"
)
_PASSED_ON = re.compile(r"thong qua(?:,| tai [^\n;]{0,120}?)?(?= ngay)")
_UNTIL = re.compile(r"[ ,]{0,2}(?:va )?(?:(?:co hieu luc|duoc (?:thuc hien|ap dung|thi hanh)|thuc hien|ap dung)(?: thi hanh)? )?(?:cho )?(?P<until>den)(?= )")
_END_OF = re.compile(r" (?:het )?(?:(?:het )?(?=ngay|\d|thang|quy|nam ))")
_EVENT = re.compile(r" (?:ngay|khi|thoi diem) [^\n;.]{3,300}")
_IN_FORCE = re.compile(r" (?:bat dau )?(?:co )?hieu luc(?: thi hanh)?|(?P<issued> (?:duoc )?(?:ban hanh|ky))(?![^\W_])")
_SINCE = re.compile(r"[ ,]{0,2}(?:ke )?(?:tinh )?tu(?![^\W_])")
_EXCEPT = re.compile(r"(?:^|[ ,])(?:tru|rieng|ngoai tru)(?: (?:doi voi|cac|quy dinh tai|truong hop|noi dung))* ?")
_PROVISION = re.compile(
    r"(?:(?:tru|rieng|cac|nhung|quy dinh|noi dung|mot so|doi voi|tai|truong hop) )*(?:dieu|khoan|diem|chuong|muc|phu luc|mau|quy dinh|noi dung|chi tieu|bieu|danh muc|che do|muc)(?![^\W_])"
)
_TIED = re.compile(r"(?:[ ,]{1,2}(?:cua|tai|trong|thuoc|quy dinh tai|quy dinh trong|(?:ban hanh )?kem theo|duoc quy dinh tai|neu tai))+ ?$")
_LEAD = re.compile(r"(?:(?:tru|rieng|ngoai tru|doi voi|quy dinh tai|quy dinh cua|cac quy dinh tai|noi dung quy dinh tai)(?: cac)? )+")
_WHOLE = re.compile(r"(?:cac|nhung|toan bo|moi)?(?: ?(?:quy dinh|noi dung))?")
_LISTED = re.compile(r"[^\n:]{0,60}: ?(?=\n)")
_ADOPTED = re.compile(r"[^;]{0,260}(?:thong qua|ky|ban hanh|va|,)[^;]{0,80}$")
_GAP = 320
_SUBJECT = 900
_LONGEST_PART = 260
_MOST_ITEMS = 60


class When(NamedTuple):
    """A day that the text names: ISO where it can be told, and where its words end."""

    iso: str | None
    end: int


class _Known(NamedTuple):
    """What tells the subject from other mentions: those that only amended another one, and the day of effect."""

    agents: frozenset[int]
    date: str | None


class Subject(NamedTuple):
    """What is in force: a citation (``None``: the directive), the part of it, and where its words begin."""

    of: int | None
    part: str | None
    start: int


def find(directive: Directive) -> tuple[Effect, ...]:
    """Every statement of when something begins or ceases to be in force, in the order of the text, each once.

    What stands in new wording, in annexes, in conditions ("kể từ ngày Nghị định này có hiệu lực, …") states nothing.
    Of footnotes only what they say of the instruments that they name is read.

    Args:
        directive: with its citations, sections, notes and header.
    """
    reading = Reading(directive)
    agents = frozenset(passive.relations(reading, words.verbs(reading.folded))[1])
    begins = list(_beginnings(reading, agents))
    own = next((one.date for one in begins if one.of is None and one.part is None and not one.ends), None)
    found = [*begins, *_endings(reading, own, agents)]
    return tuple(_once(reading, sorted(found, key=lambda one: (one.start, one.end))))


def _once(reading: Reading, effects: list[Effect]) -> Iterator[Effect]:
    keys = {mention.index: mention.key for mention in reading.mentions}
    seen: set[tuple[str | None, str | None, bool, str | None]] = set()
    for one in effects:
        key = (keys.get(one.of) if one.of is not None else None, one.date, one.ends, one.part)
        if key not in seen:
            seen.add(key)
            yield one


# -- it begins -----------------------------------------------------------------------------------------------------


def _beginnings(reading: Reading, agents: frozenset[int]) -> Iterator[Effect]:
    for match in _BEGINS.finditer(reading.folded):
        if reading.quotation(match.start()):
            continue
        when = _when(reading, match.end())
        if when is None:
            continue
        yield from _stated(reading, match, when, agents)
    for match in _LASTS.finditer(reading.folded):
        last = None if reading.quotation(match.start()) else _last_day(reading, match.end())
        subject = _subject(reading, match.start(), _Known(agents, last.iso), mild=True) if last else None
        if last and subject:
            yield _effect(reading, subject, match.start(), last, ends=True)


def _stated(reading: Reading, match: re.Match[str], when: When, agents: frozenset[int]) -> Iterator[Effect]:
    listed = _LISTED.match(reading.folded, when.end)
    parts = _items(reading, match.start(), listed.end()) if listed and match["force"] else []
    if parts:
        yield from (Effect(text, start, end, when.iso, part=part) for text, start, end, part in parts)
        return
    subject = _subject(reading, match.start(), _Known(agents, when.iso), mild=match["mild"] is not None)
    if subject is None:
        return
    yield _effect(reading, subject, match.start(), when, ends=False)
    until = _UNTIL.match(reading.folded, when.end)
    last = _last_day(reading, until.end()) if until else None
    if last and until:
        yield _effect(reading, subject, until.start("until"), last, ends=True)


def _effect(reading: Reading, subject: Subject, verb: int, when: When, *, ends: bool) -> Effect:
    start = subject.start if verb - subject.start <= _GAP else verb
    return Effect(reading.text[start : when.end], start, when.end, when.iso, ends, subject.of, subject.part)


def _when(reading: Reading, position: int) -> When | None:
    """The day behind "từ" or "vào"."""
    folded = reading.folded
    on = _ON.match(folded, position)
    claim = read_date(folded, (on.end() - 1) if on and not on[0].endswith("  ") else position)
    if claim and claim.end > position + 1:
        return When(claim.iso, claim.end)
    header = reading.directive.header
    if signed := _SIGNED.match(folded, position):
        return When(header.date, signed.end())
    if passed := _PASSED.match(folded, position):
        return When(_adoption(reading) or header.date, passed.end())
    if other := _OTHER_DAY.match(folded, position):
        return When(None, other.end())
    return None


def _adoption(reading: Reading) -> str | None:
    """The day on which a body passed the directive: "thông qua ngày 17 tháng 8 năm 2022"."""
    start = max(reading.directive.body.start, 0)
    for found in _PASSED_ON.finditer(reading.folded, start):
        if reading.quotation(found.start()) is None and not reading.in_note(found.start()):
            claim = read_date(reading.folded, found.end())
            if claim and claim.iso:
                return claim.iso
    return None


def _last_day(reading: Reading, position: int) -> When | None:
    """The last day behind "đến": of a date, a month, a year; no date for an event ("đến khi có quy định mới")."""
    folded = reading.folded
    lead = _END_OF.match(folded, position)
    if lead:
        claim = read_date(folded, lead.end() - 1)
        if claim and claim.iso:
            return When(claim.iso, claim.end)
        moment = moments.read(folded, lead.end(), frozenset({"month", "quarter", "year"}))
        if moment and moment.iso():
            return When(moment.iso(), moment.end)
        if claim:
            return None
    event = _EVENT.match(folded, position)
    return When(None, position + len(event[0].rstrip(" ,"))) if event else None


# -- of what -------------------------------------------------------------------------------------------------------


def _subject(reading: Reading, verb: int, known: _Known, *, mild: bool) -> Subject | None:
    """What the verb at a position speaks of."""
    named = reading.before_self(verb, _GAP)
    cited = _cited(reading, verb, known, mild=mild)
    sentence = _begin(reading, verb)
    if named and named.start() >= sentence and (cited is None or cited.start < named.start()):
        found = _of_itself(reading, named, sentence, verb, mild=mild)
        if found or reading.folded[named.end() : verb].strip(" ,") == "":
            return found
    if cited:
        return cited
    return None if mild else _provision(reading, sentence, verb)


def _begin(reading: Reading, verb: int) -> int:
    """Where the clause begins: behind a label, a full stop, a colon, a semicolon, or "trừ"."""
    return reading.clause(verb)


def _of_itself(
    reading: Reading, named: re.Match[str], sentence: int, verb: int, *, mild: bool
) -> Subject | None:
    """ "Nghị định này (được … thông qua và) có hiệu lực", "khoản 2 Điều 5 Thông tư này có hiệu lực"."""
    meant = reading.meant(named)
    gap = reading.folded[named.end() : verb]
    if meant is None or not _flows(gap, mild=mild):
        return None
    of = None if meant == -1 else reading.mentions[meant].index
    lead = reading.folded[sentence : named.start()].strip(" ")
    if not lead.strip(",") or (of is not None and lead.endswith(",")):
        return Subject(of, None, named.start())
    part = None if mild else _part(reading, sentence, named.start())
    return Subject(of, part[0] or None, part[1]) if part else None


def _flows(gap: str, *, mild: bool) -> bool:
    bare = gap.strip(" ,")
    if not bare or (not mild and bare in ("chi", "se", "bat dau", "chinh thuc", "nay")):
        return True
    if words.phrases("effect", "conditions").search(bare) and "thong qua" not in bare:
        return "hieu luc" in bare and bare.endswith("va")
    return not mild and _ADOPTED.fullmatch(bare) is not None


def _part(reading: Reading, start: int, end: int) -> tuple[str, int] | None:
    """The part that stands before "Nghị định này": "khoản 2 Điều 5 của", "Các chỉ tiêu … quy định tại Phụ lục II kèm theo"."""
    lead = reading.folded[start:end]
    excepted = None
    for excepted in _EXCEPT.finditer(lead):
        pass
    start += excepted.end() if excepted else 0
    lead = reading.folded[start:end]
    opening = _LEAD.match(lead)
    tied = _TIED.search(lead)
    kept = lead[: tied.start()] if tied else lead.rstrip(" ,")
    at = opening.end() if opening and opening.end() < len(kept) else 0
    known = words.is_plain(kept[at:], points=True) or (tied is not None and _PROVISION.match(kept))
    if not known or not kept.strip() or len(kept) > _LONGEST_PART or words.phrases("effect", "conditions").search(kept):
        return None
    part = reading.words(start + at, start + len(kept))
    return ("" if _WHOLE.fullmatch(kept[at:].strip()) else part), start + at


def _provision(reading: Reading, start: int, verb: int) -> Subject | None:
    """A part without its instrument: "trừ khoản 2 Điều 5 có hiệu lực từ …", "Các quy định tại Điều 7 có hiệu lực …"."""
    if not reading.spoken(verb):
        return None
    lead = reading.folded[start:verb]
    excepted = None
    for excepted in _EXCEPT.finditer(lead):
        pass
    start += excepted.end() if excepted else 0
    lead = reading.folded[start:verb].rstrip(" ,")
    if not _PROVISION.match(lead) or len(lead) > _LONGEST_PART or reading.first(start) != reading.first(verb):
        return None
    opening = _LEAD.match(lead)
    at = opening.end() if opening and opening.end() < len(lead) else 0
    kept = re.sub(r"(?: cua)? (?:dieu|chuong|muc|van ban) nay$", "", lead[at:])
    if not words.is_plain(kept, points=True) or not re.search(r"\d|(?<!\w)[ivx]+(?!\w)", kept):
        return None
    return Subject(None, reading.words(start + at, start + at + len(kept)), start + at)


def _cited(reading: Reading, verb: int, known: _Known, *, mild: bool) -> Subject | None:
    """A citation directly before the verb, or with which the line of a list begins: "Thông tư số …, có hiệu lực từ …"."""
    place = reading.last(verb)
    if place is None:
        return None
    line = reading.line(verb)
    if reading.mentions[place].end > verb or reading.mentions[place].start < line.start:
        return None
    mention = reading.ending(place, verb)[-1]
    gap = reading.folded[mention.end : verb]
    if ")" in gap and "(" not in gap and (opened := reading.folded.rfind("(", line.start, mention.start)) >= 0:
        place = reading.last(opened)  # what stands in the bracket is said of the instrument before it
        if place is None or reading.mentions[place].end > opened:
            return None
        mention = reading.ending(place, opened)[-1]
        gap = gap[gap.index(")") + 1 :]
    bare = re.sub(r"\([^()]{0,300}\)", "", gap).strip(" )")
    outermost = _actor(reading, mention, line.start, known)
    if bare in ("", ",", "da", "bat dau", ", bat dau"):
        if _conditional(reading, outermost) or (mild and bare):
            return None
        apposed = bare.startswith(",") or reading.in_note(verb)
        return Subject(outermost.index, None if apposed else outermost.citation.pinpoint, outermost.head)
    return None if mild else _heading_line(reading, place, verb, gap)


def _actor(reading: Reading, mention: Mention, floor: int, known: _Known) -> Mention:
    """Whose date a mention leads to: its own, or that of the one that it is only said to have amended.

    "Thông tư số A sửa đổi Thông tư số B được sửa đổi bởi Thông tư số C, có hiệu lực …" tells when A begins: behind what only
    amended another one, it is the one that was issued last before that date.
    """
    if mention.index not in known.agents or known.date is None:
        return mention
    first, last = reading.first(floor), reading.first(mention.start)
    line = reading.mentions[first : last] if first is not None and last is not None else ()
    issued = [one for one in (*line, mention) if not one.alias and one.citation.date and one.citation.date <= known.date]
    return max(issued, key=lambda one: one.issued, default=mention)


def _conditional(reading: Reading, mention: Mention) -> bool:
    """ "… trước ngày Luật số 41/2024/QH15 có hiệu lực"."""
    before = reading.folded[max(reading.line(mention.head).start, mention.head - 40) : mention.head]
    return re.search(r"(?<!\w)(?:khi|neu|truoc ngay|sau ngay|ke tu ngay|tu ngay|den ngay|thoi diem)(?: cac)? ?$", before) is not None


def _heading_line(reading: Reading, place: int, verb: int, gap: str) -> Subject | None:
    """A line that begins with an instrument whose subject was too long to be told, and ends ", có hiệu lực từ ngày …"."""
    line = reading.line(verb)
    start = reading.content(line)
    first = reading.first(start)
    if first is None or len(gap) > _SUBJECT or not gap.rstrip().endswith(","):
        return None
    mention = reading.mentions[first]
    between = any(other.parent is None and other is not mention for other in reading.mentions[first : place + 1])
    if mention.head != start or between or re.search(r"[;:]|\. |(?<!\w)(?:thi|neu|khi)(?!\w)", gap):
        return None
    return Subject(mention.index, None, mention.head)


def _items(reading: Reading, verb: int, end: int) -> list[tuple[str, int, int, str]]:
    """ "Các điều, khoản sau đây có hiệu lực từ ngày …:" and the provisions that the lines below name."""
    if not reading.spoken(verb) or "sau" not in reading.folded[reading.clause(verb) : verb]:
        return []
    found: list[tuple[str, int, int, str]] = []
    opened = reading.clause(verb)
    position = end + 1
    for _ in range(_MOST_ITEMS):
        if position >= len(reading.text):
            break
        line = reading.line(position)
        start = reading.content(line)
        provision = _NAMED.match(reading.folded, start, line.end)
        if start == line.start or provision is None:
            break
        kept = start + len(provision[0].rstrip(" ,;."))
        itself = words.oneself().search(reading.folded, start, kept)
        part = reading.words(start, itself.start() if itself else kept).removesuffix(" của")
        begin = opened if kept - opened <= _SUBJECT else start
        found.append((reading.text[begin:kept], begin, kept, part))
        position = line.end + 1
    return found


_NAMED = re.compile(
    r"(?:cac |quy dinh tai |noi dung quy dinh tai |cac quy dinh tai )*(?:diem|khoan|dieu|chuong|muc|phu luc|mau) (?:(?:\d{1,3}[a-z]?|[a-z]|[ivx]{1,6}|va|cac|khoan|diem|dieu|chuong|muc|cua|den|so|phu luc)(?![^\W_])[ ,;]{0,2}){1,80}"
    r"(?:(?:cua )?[^\W\d_]+(?: [^\W\d_]+)? nay)?"
)


# -- it ceases -----------------------------------------------------------------------------------------------------


def _endings(reading: Reading, own: str | None, agents: frozenset[int]) -> Iterator[Effect]:
    """ "… hết hiệu lực kể từ ngày …", of instruments and of the directive itself."""
    for one in ceasing.find(reading, agents):
        when = _ceases(reading, one, own)
        if when is None:
            continue
        for mention in one.subjects:
            start, end = min(mention.head, one.start), max(when.end, one.end, mention.core)
            if end - start > _SUBJECT:
                start, end = (one.start, max(when.end, one.end)) if mention.end <= one.start else (mention.head, mention.core)
            end = start + len(reading.text[start:end].rstrip(" ,;:("))
            yield Effect(reading.text[start:end], start, end, when.iso, True, mention.index, mention.citation.pinpoint)
    for match in _own_end().finditer(reading.folded):
        named = reading.before_self(match.start(), 40)
        if named is None or reading.quotation(match.start()) or reading.folded[named.end() : match.start()].strip(" ,"):
            continue
        since = _SINCE.match(reading.folded, match.end())
        when = _when(reading, since.end()) if since else None
        lead = reading.folded[reading.clause(named.start()) : named.start()].strip(" ,")
        if when and reading.meant(named) == -1 and not lead:
            yield Effect(reading.text[named.start() : when.end], named.start(), when.end, when.iso, ends=True)


@cache
def _own_end() -> re.Pattern[str]:
    ends = alternation(words.table("effect")["ends"])
    return re.compile(rf"(?<![^\W_])(?:{ends})(?: thi hanh| phap ly| ap dung)?(?![^\W_])")


def _ceases(reading: Reading, one: ceasing.Ceasing, own: str | None) -> When | None:
    """From when: behind the verb, or before the sentence; the directive's own beginning where it says so."""
    since = _SINCE.match(reading.folded, one.end)
    if since:
        found = _day_of(reading, since.end(), own)
        if found:
            return found
    if one.opening:
        opened = _SINCE.match(reading.folded, one.opening[0])
        found = _day_of(reading, opened.end(), own) if opened else None
        return When(found.iso, one.end) if found else None
    final = re.match(r" ?[.;\n]|$", reading.folded[one.end : one.end + 3])
    return When(None, one.end) if final and reading.spoken(one.start) else None


def _day_of(reading: Reading, position: int, own: str | None) -> When | None:
    named = words.oneself().search(reading.folded, position, position + 60)
    force = _IN_FORCE.match(reading.folded, named.end()) if named else None
    if named and force and reading.says_this(named) and reading.meant(named) == -1:
        return When(reading.directive.header.date if force["issued"] else own, force.end())
    return _when(reading, position)
