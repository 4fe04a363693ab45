"""Numbers with what they count: value, range, unit and comparator, wherever they stand in a clause.

Dots group thousands, commas are decimal: ``24.500`` and ``99,5%``. Numbers that belong to a date, a symbol, an article
or a name are masked by patterns of the lexicon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest import phrases
from ingest.letters import CAPITAL
from ingest.lexicon import load
from ingest.types import Span

_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,9}(?:,\d+)?|\d{1,3}\.\d{1,2}(?=\s?%))"
_QUANTITY = re.compile(
    rf"(?<![\w.,/])(?<!\d[-–])(?!0\d\d)(?P<low>{_NUMBER})(?P<lowmark>\s?%)?"
    rf"(?:\s?(?:[-–]|đến|tới)\s?(?P<high>{_NUMBER})(?![\d]|[/.,]\d))?(?P<mark>\s?%|\s+phần trăm)?(?![\w]|[/.,]\d)(?:\s?\([^\W\d_]+(?:\s[^\W\d_]+)?\))?",
    re.IGNORECASE,
)
_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_SPELT = re.compile(rf"(?P<low>{'|'.join(_WORDS)})(?=\s+[^\W\d_])", re.IGNORECASE)
_FILLER = re.compile(r"(?<!\w)(?P<word>từ|là|có|khoảng|đạt)\s+$", re.IGNORECASE)
_CAPITALS = re.compile(r"[-–/]\s?(?:\d{4}\s?/\s?)?[A-ZĐƯ]")
_PER = re.compile(r"\s?/\s?[^\W\d_]+(?:\s(?:tháng|năm|quý))?")
_BASELINE = re.compile(r"(?!\s?trở)\s?(?:%|[^\W\d_]+(?:\s[^\W\d_]+)?)?\s?(?:lên|xuống|thành)\b", re.IGNORECASE)
_UNKNOWN_UNIT = re.compile(rf"\s+(?:[A-ZĐƯ]{{2,}}\b|(?!{CAPITAL})[^\W\d_]+(?:\s(?!{CAPITAL})[^\W\d_]+)?)")
_NO_UNIT = re.compile(r"tỷ (?:lệ|suất|trọng|số|giá)(?!\w)", re.IGNORECASE)
_TRAILING_REACH = 60  # characters between a counted noun and its "trở lên"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a clause.

    Attributes:
        start: where the number begins, its comparator and "từ" included.
        number_end: where the number, with its percent sign, ends.
        end: the same with unit and "trở lên".
        sign: comparator, ``=`` where no word gives one.
        strong: the comparator orders ("ít nhất"), it does not describe ("trên").
        trailing: the comparator stands behind: "trở lên".
        known: the unit is one of the lexicon's.
    """

    start: int
    number_end: int
    end: int
    value: int | float
    value_max: int | float | None
    unit: str
    sign: str
    strong: bool
    trailing: bool
    known: bool


def value_of(printed: str) -> int | float:
    """The number that is printed.

    >>> value_of("24.500"), value_of("99,5"), value_of("02")
    (24500, 99.5, 2)
    """
    grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", printed)
    plain = float((printed.replace(".", "") if grouped else printed).replace(",", "."))
    return int(plain) if plain.is_integer() else plain


def quantities(text: str, clause: Span) -> tuple[Quantity, ...]:
    """The quantities of one clause in order; numbers that name or date are left out, and numbers that count nothing."""
    masked = _masked(text, clause)
    found = [
        quantity
        for pattern in (_QUANTITY, _SPELT)
        for match in pattern.finditer(text, clause.start, clause.end)
        if not any(masked[match.start() - clause.start : match.end("low") - clause.start])
        and (quantity := _quantity(text, clause, match))
    ]
    return tuple(sorted(found, key=lambda quantity: quantity.number_end))


def _quantity(text: str, clause: Span, match: re.Match[str]) -> Quantity | None:
    spelt = match.re is _SPELT
    printed = match.groupdict()
    low = _WORDS.index(match["low"].lower()) + 1 if spelt else value_of(match["low"])
    high = value_of(printed["high"]) if printed.get("high") else None
    percent = bool(printed.get("lowmark") or printed.get("mark"))
    start, sign, strong = _comparator(text, Span(clause.start, match.start()))
    unit_end, known = (
        _unit(text, Span(match.end(), clause.end)) if not percent else (_per_end(text, match.end(), clause.end), True)
    )
    if unit_end is None or (high is not None and high <= low) or (spelt and not strong):
        return None
    if start < match.start() and sign == "=" and _BASELINE.match(text, unit_end, clause.end):
        return None
    trailing = _trailing(text, Span(unit_end, clause.end))
    return Quantity(
        start=start if sign != "=" or trailing or high is not None else match.start(),
        number_end=match.end(),
        end=trailing[1].end if trailing else unit_end,
        value=low,
        value_max=high,
        unit=("%" if percent else "") + text[match.end() : unit_end].strip(),
        sign=trailing[0] if trailing else sign,
        strong=strong,
        trailing=trailing is not None,
        known=known,
    )


def _comparator(text: str, lead: Span) -> tuple[int, str, bool]:
    """Where the words before a number begin, the sign that they give, and whether they order."""
    filler = _FILLER.search(text, max(lead.start, lead.end - 20), lead.end)
    tries = [Span(lead.start, filler.start()), lead] if filler else [lead]
    for span in tries:
        for entry in load("quantities")["comparator"]:
            hit = phrases.ends_with(tuple(entry["words"]), text, span)
            if hit:
                return hit.start, entry["sign"], entry["strong"]
    return (filler.start("word") if filler else lead.end), "=", False


def _unit(text: str, rest: Span) -> tuple[int | None, bool]:
    """Where the counted noun after a number ends, and whether the lexicon has it."""
    units = load("quantities")["units"]
    modifier = phrases.starts_with(tuple(units["modifiers"]), text, rest)
    known = tuple(units["counted"] + units["money"] + units["time"])
    modified = phrases.starts_with(known, text, Span(modifier.end, rest.end)) if modifier else None
    plain = phrases.starts_with(known, text, rest)
    hit = max((one for one in (plain, modified) if one), key=lambda one: one.end, default=None)
    if hit and not _NO_UNIT.match(text, hit.start, rest.end):
        return _per_end(text, hit.end, rest.end), True
    unknown = _UNKNOWN_UNIT.match(text, rest.start, rest.end)
    return (unknown.end() if unknown else None), False


def _per_end(text: str, end: int, stop: int) -> int:
    """Where a unit ends with its "/năm", if it has one."""
    per = _PER.match(text, end, stop)
    return per.end() if per else end


def _trailing(text: str, rest: Span) -> tuple[str, Span] | None:
    """The comparator behind the counted noun: "70 đoàn viên công đoàn trở lên"."""
    after = load("quantities")["after"]
    near = Span(rest.start, min(rest.end, rest.start + _TRAILING_REACH))
    for sign in (">=", "<="):
        hit = next(phrases.find(tuple(after[sign]), text, near), None)
        if not hit:
            continue
        between = Span(rest.start, hit.start)
        if re.search(r"[,;:()\d]", between.of(text)) or phrases.last(tuple(after["grades"]), text, between):
            continue
        return sign, hit
    return None


def _masked(text: str, clause: Span) -> bytearray:
    """One byte for each character of the clause: 1 where a number names or dates."""
    shown = clause.of(text)
    lowered = phrases.lowered(shown)
    marks = bytearray(len(shown))
    for pattern, symbol in _masks():
        for match in pattern.finditer(lowered):
            if not symbol or _CAPITALS.search(shown[match.start() : match.end()]):
                marks[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return marks


@cache
def _masks() -> tuple[tuple[re.Pattern[str], bool], ...]:
    return tuple((re.compile(entry["pattern"]), entry.get("symbol", False)) for entry in load("quantities")["mask"])
