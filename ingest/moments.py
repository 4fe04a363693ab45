"""Moments as Vietnamese office texts write them, and the ISO date that each comes to.

``13/3``, ``ngày 05 tháng 12 năm 2023``, ``tháng 9/2023``, ``quý II năm 2024``. A month or a quarter ends on its last
day. What the text leaves open stays open: a date is ``None`` rather than a guess.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_YEAR = r"(?:\s?[/.-]\s?|,?\s+(?:cua\s+)?nam\s+)(?P<year>\d{4})(?!\d)"
_HOUR = r"(?:\d{1,2}\s?(?:gio|h|g)(?:\s?\d{2}(?:\s?(?:phut|p))?)?,?\s+)?"
_MOMENTS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("day", rf"{_HOUR}(?:ngay\s+)?(?P<day>\d{{1,2}})\s?[/.-]\s?(?P<month>\d{{1,2}}){_YEAR}"),
        ("day", rf"{_HOUR}ngay\s+(?P<day>\d{{1,2}})\s+thang\s+(?P<month>\d{{1,2}})(?!\d|\s?%)(?:{_YEAR})?"),
        ("day", rf"{_HOUR}(?:ngay\s+)?(?P<day>\d{{1,2}})\s?/\s?(?P<month>\d{{1,2}})(?![\d%]|\s?/\s?\d)"),
        ("bare day", rf"{_HOUR}ngay\s+(?:mung\s+)?(?P<day>\d{{1,2}})(?![\d%/]|\.\d|\s?[/-]\s?\d|\s+(?:ngay|lam viec))"),
        ("half", r"(?:6|sau|06)\s+thang\s+(?P<half>dau|cuoi)\s+nam(?:\s+(?P<year>\d{4}))?(?!\w)"),
        (
            "month",
            rf"(?:(?P<part>dau|giua|cuoi)\s+)?thang\s+(?P<month>\d{{1,2}})(?![\d%]|\s?/\s?\d{{1,3}}(?!\d))(?:{_YEAR})?",
        ),
        ("quarter", rf"(?:(?P<part>dau|giua|cuoi)\s+)?quy\s+(?P<quarter>iv|i{{1,3}}|[1-4])(?![\w%])(?:{_YEAR})?"),
        ("year", r"nam\s+(?P<year>(?:19|20)\d{2})(?!\d|\s?[-–]\s?\d)"),
    )
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that the text writes; what it does not give is ``None``. ``day`` 0 means the last of its period."""

    kind: str
    end: int
    year: int | None
    month: int | None
    day: int | None

    def iso(self, *, year: int | None = None, yearly: bool = False, before: bool = False) -> str | None:
        """The ISO date; ``--03-13`` for a day of every year.

        Args:
            year: the year to take where the text gives none.
            yearly: the moment comes back every year.
            before: the period itself is too late: "trước tháng 6" ends on 31 May.
        """
        if self.month is None or self.day is None:
            return None
        if yearly and self.year is None:
            # A month ends on the same day every year, but for February.
            day = self.day or (
                None if self.month == 2 else calendar.monthrange(2024, self.month)[1] if self.month <= 12 else None
            )
            return f"--{self.month:02d}-{day:02d}" if day and self._is_possible(2024) else None
        resolved = self.year or year
        if resolved is None or not self._is_possible(resolved):
            return None
        if self.day:
            return date(resolved, self.month, self.day).isoformat()
        return self._last_day_before(resolved) if before else _last_day(resolved, self.month)

    def _is_possible(self, year: int) -> bool:
        month, day = self.month or 0, self.day or 0
        return 1900 <= year <= 2199 and 1 <= month <= 12 and day <= calendar.monthrange(year, month)[1]

    def _last_day_before(self, year: int) -> str:
        first = {"quarter": (self.month or 3) - 2, "half": (self.month or 6) - 5, "year": 1}.get(
            self.kind, self.month or 1
        )
        return date.fromordinal(date(year, first, 1).toordinal() - 1).isoformat()


def read(folded: str, start: int, kinds: frozenset[str] | None = None) -> Moment | None:
    """The moment that begins at ``start`` of a folded text, or ``None``.

    >>> moment = read("thang 9/2023", 0)
    >>> moment.iso()
    '2023-09-30'
    """
    for kind, pattern in _MOMENTS:
        match = pattern.match(folded, start) if kinds is None or kind in kinds else None
        if match:
            return _moment(kind, match)
    return None


def _moment(kind: str, match: re.Match[str]) -> Moment:
    given = match.groupdict()
    year = int(given["year"]) if given.get("year") else None
    month = int(given["month"]) if given.get("month") else None
    day: int | None = int(given["day"]) if given.get("day") else 0
    if given.get("quarter"):
        month = 3 * (_QUARTERS.get(given["quarter"]) or int(given["quarter"]))
    elif given.get("half"):
        month = 6 if given["half"] == "dau" else 12
    elif kind == "year":
        month = 12
    if given.get("part") in ("dau", "giua"):
        day = None
    return Moment(kind, match.end(), year, month, day)


def _last_day(year: int, month: int) -> str:
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()
