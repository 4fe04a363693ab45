"""The day on which something begins or ceases to be in force, as the text names it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest import moments
from ingest.citations.date import read_date
from ingest.relations import words
from ingest.relations.reading import ITSELF, Reading

_ON = re.compile(r" (?:(?:0|00|khong) ?(?:gio|h)(?: ?(?:00|0)(?: phut)?)?,? )?(?:thoi diem )?(?=ngay|\d)")
_SIGNED = re.compile(r" (?:ngay|khi|thoi diem) (?:duoc )?(?:ky|ban hanh|ky ban hanh)(?: (?:ban hanh|ky))?(?![^\W_])")
_PASSED = re.compile(r" (?:ngay|khi|thoi diem) (?:duoc )?(?:[^\W\d_]+ ){0,8}?thong qua(?![^\W_])")
# "sau 15 ngày kể từ ngày ký", "từ ngày công bố": a day that the text does not tell.
_OTHER = re.compile(
    r" (?:(?:\d{1,3}|[^\W\d_]+) ngay,? (?:lam viec,? )?(?:ke )?tu )?(?:ngay|khi|thoi diem) (?:duoc )?"
    r"(?:cong bo|dang cong bao|ky|ban hanh|thong qua|dang)(?: [^\W\d_]+){0,3}"
)
_LAST = re.compile(r" (?:het )?(?=ngay|\d|thang|quy|nam )")
_EVENT = re.compile(r" (?:ngay|khi|thoi diem) [^\n;.]{3,300}")
_IN_FORCE = re.compile(r" (?:bat dau )?(?:co )?hieu luc(?: thi hanh)?|(?P<issued> (?:duoc )?(?:ban hanh|ky))(?![^\W_])")
_NEAR = 60


class When(NamedTuple):
    """A day that the text names: ISO where it can be told, and where its words end."""

    iso: str | None
    end: int


def first_day(reading: Reading, position: int) -> When | None:
    """The day behind "từ" or "vào"; that of signing is the directive's own, that of adoption is looked for in the text."""
    folded = reading.folded
    on = _ON.match(folded, position)
    claim = read_date(folded, on.end() - 1 if on else position)
    if claim and claim.end > position + 1:
        return When(claim.iso, claim.end)
    date = reading.directive.header.date
    if signed := _SIGNED.match(folded, position):
        return When(date, signed.end())
    if passed := _PASSED.match(folded, position):
        return When(reading.adoption or date, passed.end())
    other = _OTHER.match(folded, position)
    return When(None, other.end()) if other else None


def last_day(reading: Reading, position: int) -> When | None:
    """The last day behind "đến": of a date, a month, a year; no date for an event ("đến khi có quy định mới")."""
    folded = reading.folded
    lead = _LAST.match(folded, position)
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


def day_or_own(reading: Reading, position: int, own: str | None) -> When | None:
    """As :func:`first_day`; "kể từ ngày Nghị định này có hiệu lực" is the day ``own`` on which the directive begins."""
    named = words.oneself().search(reading.folded, position, position + _NEAR)
    force = _IN_FORCE.match(reading.folded, named.end()) if named else None
    if named and force and reading.says_this(named) and reading.meant(named) == ITSELF:
        return When(reading.directive.header.date if force["issued"] else own, force.end())
    return first_day(reading, position)
