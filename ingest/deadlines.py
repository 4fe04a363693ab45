"""Deadlines: the moments and rhythms by which a directive wants something done.

Four forms: a cue with a moment ("chậm nhất ngày 01/11/2023"), a number of days ("trong thời hạn 15 ngày kể từ …"), a
rhythm ("định kỳ hàng quý"), and a plain date behind a duty to send. Dates of cited instruments, effective dates, terms
and anniversaries have none of these cues.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest import moments, phrases, rhythms
from ingest.lexicon import load
from ingest.text import fold
from ingest.types import Deadline, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.moments import Moment

_MORE = re.compile(r"\s?,\s?(?=ngay)|\s+(?:va|hoac)\s+(?:truoc\s+|cham nhat\s+)?")
_TAIL = re.compile(r"[^,;.()\n]{0,120}")
_PLAIN = re.compile(r"(?<!\w)ngay\s+(?=\d)")
_IN = re.compile(r"(?<!\w)(?:trong|vao)\s+(?=(?:dau\s|giua\s|cuoi\s)?(?:thang|quy|6|06|sau|nam)\s)")
# A step of a timetable: "Quý III năm 2024, ban hành quy chế".
_AT_HEAD = re.compile(
    r"(?:(?P<at>(?:thang|quy)\s+(?:\d{1,2}|i{1,3}|iv)(?:\s?/\s?|\s+nam\s+)\d{4})\s?[,:]\s"
    r"|trong\s+(?P<within>(?:thang|quy)\s+(?:\d{1,2}|i{1,3}|iv)(?:\s?/\s?|\s+nam\s+)\d{4})\s?,?\s)"
)
_DUE_HEAD = re.compile(
    r"(?<!\w)(?:thoi\s+han|thoi\s+gian|han)\s+(?:(?:cuoi|chot)\s+(?:cung\s+)?)?(?:nhan|gui|nop|bao\s+cao|hoan\s+thanh|dang\s+ky|xong)[^,;.:\n]{0,40}:?\s+(?:la\s+|den\s+|vao\s+|truoc\s+|trong\s+)?"
)
_NO_ACTION = re.compile(
    r"(?<!\w)(?:thoi\s+(?:gian|han)|han)(?:\s+(?:hoan\s+thanh|thuc\s+hien|gui|nop|bao\s+cao|dang\s+ky))?[\s:]*$"
)
_SINCE = re.compile(r"(?<!\w)tu\s+(?:ngay\s+)?\d[\d/. ]{0,12}$")  # the beginning of a period
_PARTICIPLE = 60  # characters from "đã" to the moment that it dates
# "Theo báo cáo hằng năm của …": a report that is there already.
_OF_WHAT = re.compile(r"(?:can cu|theo|qua|tai|trong|tu|cac|nhung|noi dung|mau)(?!\w)")
_REACH = 400  # characters before a moment in which its rhythm may stand
_LINKING = ("va", "hoac", "cua", "cac", "theo", "cho", "tu", "den")
_NEAR = 60  # characters
_REPORTING = 6  # the first of the words "reports": those that mean a report, whatever stands before them
_TAIL_WORDS = 14
_CLOSE = 30  # characters behind a moment in which its duty may stand
_EDGES = " \t,;:.–-/"


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause with its folded text, so that offsets in ``folded`` count from ``span.start``."""

    text: str
    span: Span
    folded: str

    def cut(self, start: int, end: int) -> str:
        return self.text[self.span.start + start : self.span.start + end]

    def has(self, words: tuple[str, ...], start: int, end: int) -> bool:
        """Whether one of the words stands in the range, within reach of its end."""
        return phrases.last(words, self.text, Span(self.span.start + start, self.span.start + end)) is not None

    def ends_with(self, words: tuple[str, ...], end: int) -> bool:
        return phrases.ends_with(words, self.text, Span(self.span.start, self.span.start + end)) is not None


@dataclass(frozen=True, slots=True)
class _Time:
    """A time found in a clause, offsets in the clause."""

    start: int
    end: int
    date: str | None = None
    recurrence: str | None = None


def find(text: str, zone: Span, *, issued: str | None, year: int | None) -> tuple[Deadline, ...]:
    """All deadlines in the zone, in reading order.

    Args:
        text: the directive's text.
        zone: where to look, the body.
        issued: ISO date of issue; a day without a year that would lie before it stays without a date.
        year: the directive's year, for days without one.

    >>> text = "Gửi báo cáo về tỉnh trước ngày 13/3 hàng năm."
    >>> [(d.date, d.recurrence, d.action) for d in find(text, Span(0, len(text)), issued=None, year=2023)]
    [('--03-13', 'hàng năm', 'Gửi báo cáo về tỉnh')]
    """
    result: list[Deadline] = []
    for span in phrases.clause_spans(text, zone):
        shown = span.of(text)
        clause = _Clause(text, span, fold(shown))
        times = _times(clause, _Calendar(issued, year))
        bounds = _windows(clause, times) if times else []
        result.extend(_deadline(clause, time, window) for time, window in zip(times, bounds, strict=True))
    return tuple(result)


@dataclass(frozen=True, slots=True)
class _Calendar:
    issued: str | None
    year: int | None

    def date(self, moment: Moment, *, yearly: bool, before: bool) -> str | None:
        """The moment's date; a year that had to be supplied must not put it before the day of issue."""
        found = moment.iso(year=self.year, yearly=yearly, before=before)
        supplied = moment.year is None and found is not None and not found.startswith("--")
        return None if supplied and found is not None and self.issued is not None and found < self.issued else found


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(load("quantities")["deadlines"][key])


@cache
def _cue() -> re.Pattern[str]:
    cues = "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in _words("cues"))
    links = "|".join(re.escape(link).replace(r"\ ", r"\s+") for link in _words("links"))
    return re.compile(rf"(?<!\w)(?P<cue>{cues})(?:\s?(?:{links})(?!\w)){{0,5}}\s+")


def _times(clause: _Clause, calendar: _Calendar) -> list[_Time]:
    """The times of a clause in order, none overlapping; the surer forms go first."""
    taken: list[_Time] = []
    free = bytearray(b"\1" * len(clause.folded))
    for form in (_cued, _lengths, _rhythms, _within, _sent):
        for time in form(clause, calendar):
            if all(free[time.start : time.end]):
                free[time.start : time.end] = bytes(time.end - time.start)
                taken.append(time)
    return _merged(clause, sorted(taken, key=lambda time: time.start))


def _merged(clause: _Clause, times: list[_Time]) -> list[_Time]:
    """A rhythm right before its day is one time with it: "Hằng năm, trước ngày 30/11"."""
    result: list[_Time] = []
    for time in times:
        last = result[-1] if result else None
        if (
            last
            and last.date is None
            and last.recurrence
            and last.recurrence == time.recurrence
            and not clause.cut(last.end, time.start).strip(" ,")
        ):
            result[-1] = _Time(last.start, time.end, time.date, time.recurrence)
        else:
            result.append(time)
    return result


def _cued(clause: _Clause, calendar: _Calendar) -> Iterator[_Time]:
    for pattern in (_cue(), _DUE_HEAD):
        for match in pattern.finditer(clause.folded):
            cue = match.groupdict().get("cue")
            moment = moments.read(clause.folded, match.end())
            if moment is None or (cue and not _is_due(clause, match.start(), cue, moment)):
                continue
            start = match.start() if cue else _moment_start(clause, match.end())
            yield from _series(clause, start, moment, calendar, before="truoc" in match[0])


def _moment_start(clause: _Clause, place: int) -> int:
    before = re.search(r"(?:truoc|den|vao|trong)\s+$", clause.folded[max(0, place - 12) : place])
    return place - len(before[0]) if before else place


def _is_due(clause: _Clause, start: int, cue: str, moment: Moment) -> bool:
    if moment.kind == "year":
        return clause.has(_words("completions"), 0, start + len(cue))
    if cue == "truoc":
        # "đã ban hành trước ngày …" dates what exists.
        piece = clause.folded.rfind(",", 0, start) + 1
        dated = clause.ends_with(_words("past"), start) or clause.has(("đã",), max(piece, start - _PARTICIPLE), start)
        condition = clause.has(_words("conditions"), 0, start)
        # "Trường hợp cho thuê trước ngày …" is none either; "nếu có thay đổi, báo cáo trước ngày …" is one.
        ordered = clause.has(_words("duties"), piece, min(len(clause.folded), moment.end + _CLOSE))
        return not dated and (not condition or ordered)
    if cue == "den":
        # "Đến ngày 30/6, hoàn thành …"; elsewhere the word only ends a period.
        return not clause.folded[:start].strip() and clause.has(_words("completions"), start, len(clause.folded))
    if cue in ("het", "den het"):
        # "đến hết tháng 6/2023, toàn tỉnh đã có …" reports.
        return not (clause.has(_words("counted"), 0, start) or clause.has(("đã",), 0, len(clause.folded)))
    return True


def _series(clause: _Clause, start: int, moment: Moment, calendar: _Calendar, *, before: bool) -> Iterator[_Time]:
    """A moment and those that follow it after "và": "trước ngày 15/6 và 15/12 hàng năm"."""
    found = [(start, moment)]
    while len(found) < 4:
        more = _MORE.match(clause.folded, found[-1][1].end)
        following = (
            moments.read(clause.folded, more.end(), frozenset({"day"})) if more and moment.kind == "day" else None
        )
        if more is None or following is None:
            break
        found.append((more.end(), following))
    last = found[-1][1]
    end, rhythm = _rhythm_after(clause, last)
    around = rhythm or _rhythm_around(clause, start)
    for place, one in found:
        yearly = around is not None and not rhythms.SHORTER.search(fold(around))
        following_year = one is last and rhythms.NEXT_YEAR.match(clause.folded, one.end)
        plain_year = None if following_year and not yearly else calendar
        iso = plain_year.date(one, yearly=yearly, before=before) if plain_year else None
        if around and not yearly and one.year is None:
            iso = None
        stop = end if one is last else one.end
        yield _Time(
            place, following_year.end() if following_year else stop, iso, around if one.year is None or rhythm else None
        )


def _rhythm_after(clause: _Clause, moment: Moment) -> tuple[int, str | None]:
    for pattern in (rhythms.OF_PERIOD, rhythms.RETURNS):
        match = pattern.match(clause.folded, moment.end)
        if match:
            return match.end(), clause.cut(match.start("rhythm"), match.end("rhythm"))
    return moment.end, None


def _rhythm_around(clause: _Clause, start: int) -> str | None:
    """The rhythm that stands before a moment in its clause: "định kỳ 6 tháng (trước ngày 05/6)"."""
    near = max(0, start - _REACH)
    alone = list(rhythms.ALONE.finditer(clause.folded, near, start))
    periodic = list(rhythms.PERIODIC.finditer(clause.folded, near, start))
    bracket = rhythms.BEFORE_BRACKET.search(clause.folded[:start], max(0, start - _NEAR))
    if bracket and periodic:
        return clause.cut(bracket.start("rhythm"), bracket.end("rhythm"))
    if alone and (alone[-1].end() >= start - 3 or not clause.folded[: alone[-1].start()].strip()):
        found = alone[-1]
    elif periodic:
        found = periodic[-1]
    else:
        return None
    return clause.cut(found.start("rhythm"), found.end("rhythm"))


def _lengths(clause: _Clause, calendar: _Calendar) -> Iterator[_Time]:
    del calendar  # a number of days comes to no date
    for match in rhythms.LENGTH.finditer(clause.folded):
        if not match["tail"] and match["cue"].split()[0] in ("thoi", "khong"):
            continue
        if not match["tail"] and not clause.has(_words("answers"), 0, len(clause.folded)):
            continue  # "giấy ra viện trong vòng 90 ngày"
        # "trong 9 tháng" and "dán trong 03 ngày" last; "trả lời trong 10 ngày" ends.
        lasts = re.search(r"(?:thang|tuan)$", match[0].strip()) or not clause.has(_words("answers"), 0, match.start())
        if match["cue"] == "trong" and lasts:
            continue
        end = match.end()
        if match["tail"]:
            tail = _TAIL.match(clause.folded, end)
            words = list(re.finditer(r"\S+", tail[0] if tail else ""))[:_TAIL_WORDS]
            while len(words) == _TAIL_WORDS and words[-1][0] in _LINKING:
                words.pop()
            end += words[-1].end() if words else 0
        yield _Time(match.start(), end)


def _rhythms(clause: _Clause, calendar: _Calendar) -> Iterator[_Time]:
    del calendar
    for match in rhythms.PERIODIC.finditer(clause.folded):
        yield _Time(match.start(), match.end(), None, clause.cut(match.start("rhythm"), match.end("rhythm")))
    for match in rhythms.ALONE.finditer(clause.folded):
        if clause.ends_with(_words("reported"), match.start()) and not _OF_WHAT.match(clause.folded):
            yield _Time(match.start(), match.end(), None, clause.cut(match.start("rhythm"), match.end("rhythm")))
            continue
        leads = match.start() < _NEAR and not clause.folded[: match.start()].strip(_EDGES)
        reach = match.end() + (60 if leads else 4)
        # "Mỗi năm tổ chức 02 diễn đàn" says how much, not when.
        counts = match["rhythm"].startswith("moi") and not match["rhythm"].endswith("lan")
        words = _words("reports") if leads and not counts else _words("reports")[:_REPORTING]
        hit = next(
            phrases.find(
                words,
                clause.text,
                Span(clause.span.start + match.end(), min(clause.span.end, clause.span.start + reach + 8)),
            ),
            None,
        )
        if hit and hit.start <= clause.span.start + reach:
            yield _Time(match.start(), match.end(), None, clause.cut(match.start("rhythm"), match.end("rhythm")))


def _within(clause: _Clause, calendar: _Calendar) -> Iterator[_Time]:
    """A month or quarter within which a duty is done: "tổ chức hội nghị trong quý II năm 2024"."""
    head = _AT_HEAD.match(clause.folded)
    if head and clause.has(_words("duties"), head.end(), min(len(clause.folded), head.end() + _NEAR)):
        moment = moments.read(clause.folded, head.start(head.lastgroup or "at"), frozenset({"month", "quarter"}))
        if moment and not clause.has(("đã",), 0, len(clause.folded)):
            yield from _series(clause, 0, moment, calendar, before=False)
    for match in _IN.finditer(clause.folded):
        moment = moments.read(clause.folded, match.end(), frozenset({"month", "quarter", "half", "year"}))
        duties = _words("completions") if moment and moment.kind == "year" else _words("duties")
        if moment is None or not clause.has(duties, 0, match.start()):
            continue
        if clause.ends_with(_words("results") + _words("past"), match.start()) or clause.has(
            ("đã",), 0, len(clause.folded)
        ):
            continue
        yield from _series(clause, match.start(), moment, calendar, before=False)


def _sent(clause: _Clause, calendar: _Calendar) -> Iterator[_Time]:
    """A plain date behind a duty to send: "gửi hồ sơ về Sở Nội vụ ngày 01/11/2023"."""
    for match in _PLAIN.finditer(clause.folded):
        moment = moments.read(clause.folded, match.start(), frozenset({"day"}))
        if moment is None or re.match(r"\s*,?\s+cua\b", clause.folded[moment.end : moment.end + 8]):
            continue
        near = Span(clause.span.start + max(0, match.start() - 80), clause.span.start + match.start())
        to = phrases.last(_words("destinations"), clause.text, near)
        if (
            to is None
            or phrases.last(_words("instruments"), clause.text, Span(to.start, near.end))
            or re.search(r"\d", clause.text[to.start : near.end])
            or (to.end >= near.end - 1 and fold(to.of(clause.text)) == "den")  # the end of a period
        ):
            continue
        if clause.has(_words("sending"), 0, to.start - clause.span.start):
            yield from _series(clause, match.start(), moment, calendar, before=False)


def _windows(clause: _Clause, times: list[_Time]) -> list[tuple[int, int]]:
    """For each time the range of the clause that it governs: a comma between two duties parts them."""
    cuts = [0]
    for left, right in pairwise(times):
        gap = clause.folded[left.end : right.start]
        comma = gap.find(",")
        parted = comma >= 0 and len(gap[comma:].split(None, 3)) > 2
        cuts.append(left.end + comma if parted else cuts[-1])
    ends = [cut for place, cut in enumerate(cuts) if place and cut != cuts[place - 1]]
    return [(cut, next((end for end in ends[bisect_right(ends, cut) :]), len(clause.folded))) for cut in cuts]


def _deadline(clause: _Clause, time: _Time, window: tuple[int, int]) -> Deadline:
    start, end = clause.span.start + time.start, clause.span.start + time.end
    return Deadline(
        text=clause.text[start:end],
        start=start,
        end=end,
        date=time.date,
        recurrence=time.recurrence,
        action=_action(clause, time, window),
    )


def _action(clause: _Clause, time: _Time, window: tuple[int, int]) -> str | None:
    """The words that say what is due: before the time, after it, or around it."""
    first, last = window
    opened = clause.folded.rfind("(", first, time.start)
    inside = opened >= 0 and clause.folded.find(")", opened, time.start) < 0
    before = clause.cut(first, opened if inside else time.start).strip(_EDGES)
    after = "" if inside else clause.cut(time.end, last).strip(_EDGES)
    since = _SINCE.search(fold(before[-_NEAR:]))
    before = before[: len(before) - len(since[0])].strip(_EDGES) if since else before
    if _NO_ACTION.search(fold(before[-_NEAR:])):
        before = ""
    remark = after.startswith("(") and after.endswith(")")
    around = before and not remark and len(after.split(None, 2)) > 1
    shown = clause.cut(first, last).strip(_EDGES) if around else before or after
    return shown if any(char.isalpha() for char in shown) else None
