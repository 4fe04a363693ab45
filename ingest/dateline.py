"""The place and date line: "Lai Châu, ngày 11 tháng 01 năm 2021", its blanks included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest import lexicon, symbols
from ingest.letters import CAPITAL, SMALL
from ingest.text import fold

_FILL = r"[\s.…_·]{0,40}"
_MARRED = r"(?:\d?[oilsb]\d?)(?!\w)"  # digits that a scan has read as letters
_DATE = re.compile(
    rf"(?<!\w)ngay{_FILL}(?:(?P<day>\d{{1,2}})(?!\w)|{_MARRED})?{_FILL}thang{_FILL}(?:(?P<month>\d{{1,2}})(?!\w)|{_MARRED})?{_FILL}"
    r"nam[\s.…_·]{0,40}(?P<year>\d{0,5})[.…_]{0,9}"
    r"|(?<!\w)ngay\s{0,3}(?P<day2>\d{1,2})\s?[/.-]\s?(?P<month2>\d{1,2})\s?[/.-]\s?(?P<year2>\d{4})(?!\d)"
)
_PLACE_WORD = re.compile(
    rf"(?:(?:TP|Tp|TX|Tx|TT|T\.P)\.?)?{CAPITAL}[{SMALL}]*|(?:TP|Tp|TX|Tx|TT|T\.P)\.?|(?:TP|Tp)\.?\s?HCM|[-–]"
)
_YEAR_DIGITS = 4
_MOST_WORDS = 8  # of a place


@dataclass(frozen=True, slots=True)
class Dateline:
    """A place and date line.

    Attributes:
        start, end: where it stands in the line that was searched.
        place: as printed, or ``None``.
        date: ISO date, ``None`` where a part is blank or impossible.
        year: the year, also where the day is blank.
        blank: day, month or year was left blank.
    """

    start: int
    end: int
    place: str | None
    date: str | None
    year: int | None
    blank: bool


def find(words: str, *, in_title: bool) -> Dateline | None:
    """The place and date in a line, unless the date belongs to a sentence.

    Args:
        words: one line of a header; other columns may stand on it too.
        in_title: the title has begun: a bare "ngày … năm …" is then part of it.

    >>> found = find("Số: 15/KH-LĐLĐ Lai Châu, ngày 11 tháng 01 năm 2021", in_title=False)
    >>> found.place, found.date
    ('Lai Châu', '2021-01-11')
    >>> find("Thực hiện Kết luận ngày 11 tháng 01 năm 2021 của Ban Thường vụ", in_title=False)
    """
    for match in _DATE.finditer(fold(words)):
        rest = words[match.end() :].strip(" .,;")
        if rest and not rest[0].isupper():
            continue
        start, place = _place_before(words, match.start())
        left = words[:start].strip(" .,;…_*|")
        if not place and (left or in_title or rest):
            continue
        if not left or _may_stand_before(left):
            return _dateline(match, start, place)
    return None


def _may_stand_before(left: str) -> bool:
    """Whether what stands left of a place is another column rather than the sentence that goes on with it."""
    other_column = re.match(r"\W{0,3}(?:v/v|ve viec|doc lap)", fold(left))
    return left == left.upper() or symbols.find_own(left) is not None or other_column is not None


def _place_before(words: str, end: int) -> tuple[int, str | None]:
    """Where the place before a date begins, and the place: the capitalised words before ", ngày"."""
    stop = len(words[:end].rstrip(" ,.…_"))
    tokens = list(re.finditer(r"\S+", words[:stop]))
    taken: list[re.Match[str]] = []
    for token in reversed(tokens[-_MOST_WORDS:]):
        if not _PLACE_WORD.fullmatch(token.group()):
            break
        taken.insert(0, token)
    while taken and taken[0].group() in "-–":
        taken.pop(0)
    if not taken:
        return (0, words[:stop].strip()) if _is_shouted_place(words[:stop], words[end:]) else (end, None)
    start = _with_level(words, taken[0].start())
    return start, " ".join(words[start:stop].split())


def _is_shouted_place(before: str, after: str) -> bool:
    few = 0 < len(before.split()) <= 5  # no place has more words
    return few and before == before.upper() and after[:4].isupper() and "/" not in before


def _with_level(words: str, start: int) -> int:
    """Draw a level in lower case ("thành phố", "huyện") into the place."""
    levels = "|".join(lexicon.load("header")["levels"])
    level = re.search(rf"(?:^|\s)({levels})\s+$", words[:start])
    return level.start(1) if level else start


def _dateline(match: re.Match[str], start: int, place: str | None) -> Dateline:
    day, month = match["day"] or match["day2"], match["month"] or match["month2"]
    year = match["year"] or match["year2"] or ""
    number = int(year) if len(year) == _YEAR_DIGITS else None
    iso = None
    if day and month and number:
        try:
            iso = date(number, int(month), int(day)).isoformat()
        except ValueError:
            iso = None
    marred = re.search(rf"(?:ngay|thang)\s{{0,3}}{_MARRED}", match.group()) is not None
    blank = not marred and not (day and month and len(year) >= _YEAR_DIGITS)
    return Dateline(start, match.end(), place=place, date=iso, year=number, blank=blank)
