"""The date that a mention claims: "ngày 12/12/2013", "ngày 08 tháng 3 năm 2023", "ngày 8 /3/2023"."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_LEAD = r"[ ,(]{0,4}(?:(?:duoc )?(?:ban hanh|ky ban hanh|ky|thong qua|de) {1,2})?(?:vao {1,2})?"
_SIGN = r" {0,2}[/.\-\u2013] {0,2}"
# "năm 20023" is met: five digits are read, so that the misprint is no year, and the rest of the mention still is.
_FULL = re.compile(
    rf"{_LEAD}ngay {{0,2}}(?P<day>\d{{1,2}})(?:{_SIGN}| {{0,2}}thang {{0,2}})(?P<month>\d{{1,2}})"
    rf"(?:{_SIGN}| {{0,2}},? ?nam {{0,2}})(?P<year>\d{{2,5}})(?!\d)(?: ?\))?"
)
_BARE = re.compile(r"[ ,]{0,3}\(?(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?!\d)\)?")
# A day left blank, a month or a year alone: nothing to claim, but the issuer stands behind it.
_PARTIAL = re.compile(
    r"[ ,(]{0,4}(?:(?:duoc )?(?:ban hanh|ky) )?(?:"
    r"ngay[ .\u2026_/]{1,12}(?:\d{1,2}[ .\u2026_/]{0,4})?(?:thang[ .\u2026_]{0,12}(?:\d{1,2} {0,2})?)?(?:nam {0,2})?(?:19|20)\d\d"
    r"|thang {0,2}\d{1,2} {0,2}(?:/|nam) {0,2}(?:19|20)\d\d"
    r"|nam {0,2}(?:19|20)\d\d(?! ?[-\u2013]))(?!\d)(?: ?\))?"
)


class Claim(NamedTuple):
    """A date as it stands in the text: ISO (``None`` where impossible or blank) and where it ends."""

    iso: str | None
    end: int


def read_date(folded: str, position: int) -> Claim | None:
    """The date at a position of folded text, commas before it skipped.

    >>> read_date(", ngay 8 /3/2023 cua", 0)
    Claim(iso='2023-03-08', end=16)
    >>> read_date(" ngay 31/02/2023", 0)
    Claim(iso=None, end=16)
    """
    match = _FULL.match(folded, position) or _BARE.match(folded, position)
    if match:
        return Claim(_iso(match["year"], match["month"], match["day"]), _closed(match))
    partial = _PARTIAL.match(folded, position)
    return Claim(None, _closed(partial)) if partial else None


def _closed(match: re.Match[str]) -> int:
    """Where the date ends; a bracket closes it only where one was opened before it."""
    return (
        match.end()
        if "(" in match[0] or not match[0].endswith(")")
        else match.end() - len(match[0]) + len(match[0][:-1].rstrip())
    )


def all_dates(folded: str, start: int, end: int) -> frozenset[str]:
    """Every full date between two offsets."""
    found = (_iso(match["year"], match["month"], match["day"]) for match in _FULL.finditer(folded, start, end))
    return frozenset(iso for iso in found if iso)


def _iso(year: str, month: str, day: str) -> str | None:
    if len(year) != 4:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
