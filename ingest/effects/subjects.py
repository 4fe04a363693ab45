"""Of what a text says that it is in force: the directive, an instrument that it cites, or a part of one."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.relations import words
from ingest.relations.mentions import Mention
from ingest.relations.reading import ITSELF, Reading

GAP = 320
_LINE = 900
_LONGEST_PART = 260
_EXCEPT = re.compile(r"(?:^|[ ,])(?:tru|rieng|ngoai tru)(?: (?:doi voi|cac|quy dinh tai|truong hop|noi dung))* ?")
_PROVISION = re.compile(
    r"(?:(?:tru|rieng|cac|nhung|quy dinh|noi dung|mot so|doi voi|tai|truong hop) )*"
    r"(?:dieu|khoan|diem|chuong|muc|phu luc|mau|quy dinh|noi dung|chi tieu|bieu|danh muc|che do)(?![^\W_])"
)
_TIED = re.compile(
    r"(?:[ ,]{1,2}(?:cua|tai|trong|thuoc|quy dinh tai|quy dinh trong|(?:ban hanh )?kem theo|duoc quy dinh tai|neu tai))+ ?$"
)
_LEAD = re.compile(
    r"(?:(?:tru|rieng|ngoai tru|doi voi|quy dinh tai|quy dinh cua|cac quy dinh tai|noi dung quy dinh tai)(?: cac)? )+"
)
_WHOLE = re.compile(r"(?:cac|nhung|toan bo|moi)?(?: ?(?:quy dinh|noi dung))?")
_ADOPTED = re.compile(r"[^;]{0,260}(?:thong qua|ky|ban hanh|va|,)[^;]{0,80}$")
_OF_THIS = re.compile(r"(?: cua)? (?:dieu|chuong|muc|van ban) nay$")
_COUNTED = re.compile(r"\d|(?<!\w)[ivx]+(?!\w)")
_ASIDE = re.compile(r"\([^()]{0,300}\)")
_CONDITION = re.compile(
    r"(?<!\w)(?:khi|neu|truoc ngay|sau ngay|ke tu ngay|tu ngay|den ngay|thoi diem|theo|tai|theo quy dinh (?:tai|cua))(?: cac)? ?$"
)
_OTHERWISE = re.compile(r"[;:]|\. |(?<!\w)(?:thi|neu|khi)(?!\w)")
_DIRECT = ("", ",", "da", "bat dau", ", bat dau", "tiep tuc", "van tiep tuc", "van")
_ADVERBS = ("chi", "se", "bat dau", "chinh thuc", "nay", "tiep tuc")


class Known(NamedTuple):
    """What tells the subject from other mentions: those that only amended another one, and the day of effect."""

    agents: frozenset[int]
    date: str | None


class Subject(NamedTuple):
    """What is in force: a citation (``None``: the directive), the part of it, and where its words begin."""

    of: int | None
    part: str | None
    start: int


def subject(reading: Reading, verb: int, known: Known, *, mild: bool) -> Subject | None:
    """What the verb at a position speaks of.

    Args:
        reading: the directive.
        verb: where "có hiệu lực" begins.
        known: see :class:`Known`.
        mild: the verb is "áp dụng" or "thi hành" alone, which is said of much else.
    """
    named = reading.before_self(verb, GAP)
    cited = _cited(reading, verb, known, mild=mild)
    clause = reading.clause(verb)
    if named and named.start() >= clause and (cited is None or cited.start < named.start()):
        found = _itself(reading, named, clause, verb, mild=mild)
        if found or reading.folded[named.end() : verb].strip(" ,") == "":
            return found
    if cited:
        return cited
    return None if mild else _provision(reading, clause, verb)


# -- "Nghị định này có hiệu lực" ---------------------------------------------------------------------------------------


def _itself(reading: Reading, named: re.Match[str], clause: int, verb: int, *, mild: bool) -> Subject | None:
    """The directive, or what "Luật này" means in it: all of it, or the part before ("khoản 2 Điều 5 Thông tư này")."""
    meant = reading.meant(named)
    if meant is None or not _flows(reading.folded[named.end() : verb], mild=mild):
        return None
    of = None if meant == ITSELF else reading.mentions[meant].index
    lead = reading.folded[clause : named.start()].strip(" ")
    if not lead.strip(",") or (of is not None and lead.endswith(",")):
        return Subject(of, None, named.start())
    part = None if mild else _part(reading, clause, named.start())
    return Subject(of, part[0] or None, part[1]) if part else None


def _flows(gap: str, *, mild: bool) -> bool:
    """Between subject and verb stands nothing, or how it was passed and what it replaces."""
    bare = gap.strip(" ,")
    if not bare or (not mild and bare in _ADVERBS):
        return True
    if words.phrases("effect", "conditions").search(bare) and "thong qua" not in bare:
        return "hieu luc" in bare and bare.endswith("va")
    return not mild and _ADOPTED.fullmatch(bare) is not None


def _part(reading: Reading, start: int, end: int) -> tuple[str, int] | None:
    """The part that stands before "Nghị định này": "khoản 2 Điều 5 của", "Các chỉ tiêu … quy định tại Phụ lục II kèm theo"."""
    start = _behind_exception(reading, start, end)
    lead = reading.folded[start:end]
    tied = _TIED.search(lead)
    kept = lead[: tied.start()] if tied else lead.rstrip(" ,")
    opening = _LEAD.match(lead)
    at = opening.end() if opening and opening.end() < len(kept) else 0
    known = words.is_plain(kept[at:], points=True) or (tied is not None and _PROVISION.match(kept))
    if not known or not kept.strip() or len(kept) > _LONGEST_PART or words.phrases("effect", "conditions").search(kept):
        return None
    whole = _WHOLE.fullmatch(kept[at:].strip())
    return "" if whole else reading.words(start + at, start + len(kept)), start + at


def _behind_exception(reading: Reading, start: int, end: int) -> int:
    """Behind the last "trừ": "…, trừ khoản 2 Điều 5 có hiệu lực từ …"."""
    found = list(_EXCEPT.finditer(reading.folded[start:end]))
    return start + found[-1].end() if found else start


def _provision(reading: Reading, start: int, verb: int) -> Subject | None:
    """A part without its instrument: "trừ khoản 2 Điều 5 có hiệu lực từ …", "Các quy định tại Điều 7 có hiệu lực …"."""
    if not reading.spoken(verb):
        return None
    start = _behind_exception(reading, start, verb)
    lead = reading.folded[start:verb].rstrip(" ,")
    if not _PROVISION.match(lead) or len(lead) > _LONGEST_PART or reading.first(start) != reading.first(verb):
        return None
    opening = _LEAD.match(lead)
    at = opening.end() if opening and opening.end() < len(lead) else 0
    kept = _OF_THIS.sub("", lead[at:])
    if not words.is_plain(kept, points=True) or not _COUNTED.search(kept):
        return None
    return Subject(None, reading.words(start + at, start + at + len(kept)), start + at)


# -- "Luật số … có hiệu lực" -------------------------------------------------------------------------------------------


def _cited(reading: Reading, verb: int, known: Known, *, mild: bool) -> Subject | None:
    """A citation directly before the verb, or with which the line of a list begins: "Thông tư số …, có hiệu lực từ …"."""
    line = reading.line(verb)
    place = reading.last(verb)
    inside = reading.around(verb)
    if inside is not None:  # "Luật số … (có hiệu lực từ …) quy định …"; else a subject speaks of what else is in force
        whose = reading.mentions[inside]
        return Subject(whose.index, None, whose.head) if reading.text[verb - 1] == "(" else None
    if place is None or reading.mentions[place].end > verb or reading.mentions[place].start < line.start:
        return None
    mention: Mention | None = reading.ending(place, verb)[-1]
    gap = reading.folded[reading.ending(place, verb)[-1].end : verb]
    if ")" in gap and "(" not in gap:
        mention = _before_bracket(reading, line.start, place)
        gap = gap[gap.index(")") + 1 :]
    if mention is None:
        return None
    bare = _ASIDE.sub("", gap).strip(" ()")
    if bare not in _DIRECT:
        return None if mild else _heading_line(reading, place, verb, gap)
    actor = _actor(reading, mention, line.start, known)
    apposed = bare.startswith(",") or gap.strip().endswith("(") or reading.in_note(verb)
    if (mild and bare) or (not apposed and _conditional(reading, actor)):
        return None
    return Subject(actor.index, None if apposed else actor.citation.pinpoint, actor.head)


def _before_bracket(reading: Reading, floor: int, place: int) -> Mention | None:
    """What stands in a bracket is said of the instrument before it; the mention itself where no bracket is open."""
    opened = reading.folded.rfind("(", floor, reading.mentions[place].start)
    if opened < 0:
        return reading.mentions[place]
    before = reading.last(opened)
    return reading.ending(before, opened)[-1] if before is not None and reading.mentions[before].end <= opened else None


def _actor(reading: Reading, mention: Mention, floor: int, known: Known) -> Mention:
    """Whose date a mention leads to: its own, or that of the one that it is only said to have amended.

    "Thông tư số A sửa đổi Thông tư số B được sửa đổi bởi Thông tư số C, có hiệu lực …" tells when A begins: behind what only
    amended another one, it is the one that was issued last before that date.
    """
    if mention.index not in known.agents or known.date is None:
        return mention
    first, last = reading.first(floor), reading.first(mention.start)
    line = reading.mentions[first : last or 0] if first is not None else ()
    issued = [
        one for one in (*line, mention) if not one.alias and one.citation.date and one.citation.date <= known.date
    ]
    return max(issued, key=lambda one: one.issued, default=mention)


def _conditional(reading: Reading, mention: Mention) -> bool:
    """Reads "… trước ngày Luật số 41/2024/QH15 có hiệu lực", "… theo Thông tư số 5 có hiệu lực": said of something else."""
    start = max(reading.line(mention.head).start, mention.head - 40)
    return _CONDITION.search(reading.folded, start, mention.head) is not None


def _heading_line(reading: Reading, place: int, verb: int, gap: str) -> Subject | None:
    """A line that begins with an instrument whose subject was too long to be told, and ends ", có hiệu lực từ ngày …"."""
    start = reading.content(reading.line(verb))
    first = reading.first(start)
    if first is None or len(gap) > _LINE or not gap.rstrip().endswith(",") or _OTHERWISE.search(gap):
        return None
    mention = reading.mentions[first]
    between = any(other.parent is None and other is not mention for other in reading.mentions[first : place + 1])
    return Subject(mention.index, None, mention.head) if mention.head == start and not between else None
