"""What stands before a number-symbol: the kind, further numbers of a list, the article that is cited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.citations.number import Number
from ingest.citations.tables import Kind, alternation, codes_of_kind, kind_words, longest_kind
from ingest.lexicon import load

_WINDOW = 200
_LIST_WINDOW = 90
_LAW_GAP = 160
_NAME_GAP = 90
_PINPOINT = 200
_LIST = re.compile(r"(?<![\w/.\-\u2013])(?:\d{1,5}[a-z]? {0,2}(?:[,;&]|va) {0,2}(?:so {1,2})?){1,8}$")
_WORD_START = re.compile(r"(?<![^\W_])[^\W\d_]")
_MEMBER = re.compile(r"\d{1,5}[a-z]?")
_SO = re.compile(r"(?<![^\W\d_])so {0,2}[.:]? {0,2}$")
_LINK = re.compile(r"[,;]? {0,2}(?:va|cung|hoac|&)? {0,2}(?:so {0,2})?")
_UNIT = re.compile(
    r"(?<!\w)(?:diem|khoan|dieu|muc|chuong|phan|tiet|doan|phu luc) {1,2}(?:so )?(?:\d{1,3}[a-z]?|[ivxl]{1,6}(?:\.\d{1,2})?|[a-z]\d{0,2})(?!\w)"
    r"(?: ?(?:,|va|den|-|\u2013) ?(?:\d{1,3}[a-z]?|[a-z]\d{0,2})(?!\w)){0,10}"
)
_BETWEEN_UNITS = re.compile(r" {0,2}(?:[,;]|va|cua|thuoc)? {0,2}(?:va )?(?:cac )?")
_BEHIND_UNITS = re.compile(r" {0,2},? {0,2}(?:cua|tai|thuoc)? {0,2}(?:cac )?")
_AMENDING = re.compile(r"(?:bo luat|luat|phap lenh) (?:sua doi|bo sung)(?=[^;:.\n\d]*$)")
# "Luật sửa đổi … của Luật Đất đai số 31/2024/QH15, Luật Nhà ở số …": here the numbers are those of the amended laws.
_LAW_FOLLOWS = re.compile(r" {0,2}(?:,|va) {1,2}(?:bo luat|luat|phap lenh) [^;,:.\n]{1,90} so {0,2}\d")
_NO_NAME = re.compile(r"[;:.\n\u201c\u201d\"]|\d/|(?<!\w)ngay ")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before a symbol.

    Attributes:
        start: where the mention begins: the type word, or the first number where none stands there.
        kind: what the type word says; ``None`` where no such word stands there.
        members: ranges and digits of the bare numbers of a list before the symbol ("217, " in "217, 218-QĐ/TW").
        name: range of the name that a law has between its type word and its number.
        between: where words between another kind and its number begin ("Nghị quyết của Bộ Chính trị số …").
        announced: "số" stands directly before the symbol.
        pinpoint: range of the article, clause or point before the type word.
    """

    start: int
    kind: Kind | None = None
    members: tuple[tuple[int, int, str], ...] = ()
    name: tuple[int, int] | None = None
    between: int | None = None
    announced: bool = False
    pinpoint: tuple[int, int] | None = None


def read_head(text: str, folded: str, start: int, end: int, floor: int, number: Number) -> Head:
    """The head of the symbol between ``start`` and ``end``; nothing before ``floor`` or the line's beginning is looked at."""
    floor = max(floor, folded.rfind("\n", max(0, start - _WINDOW), start) + 1, start - _WINDOW)
    members = _members(text, folded, start, floor)
    first = members[0][0] if members else start
    so = _SO.search(folded, max(floor, first - 6), first)
    before = so.start() if so else first
    word = kind_before(folded, before, floor)
    if word is None and members:  # "năm 2021, 218-QĐ/TW": digits before a symbol, but no list
        so = _SO.search(folded, max(floor, start - 6), start)
        before, members, first = (so.start() if so else start), (), start
        word = kind_before(folded, before, floor)
    name = between = None
    if word is None and (so or number.type_code is None):
        word = _kind_with_name(text, folded, before, floor, number, end)
        if word and word[1].law:
            name = (word[0], _trim(text, before))
        elif word and word[1].name:
            between = word[0] + len(word[1].name)
    if word is None:
        return Head(first, announced=bool(so))
    at, kind = word
    return Head(at, kind, members, name, between, bool(so), read_pinpoint(folded, at, floor))


def linked(folded: str, end: int, start: int) -> bool:
    """Only a comma, "và" or "số" stands between the end of one number and the start of the next."""
    between = _LINK.match(folded, end, start)
    return end <= start and between is not None and between.end() == start


def _trim(text: str, end: int) -> int:
    return len(text[:end].rstrip(" ,("))


def _members(text: str, folded: str, start: int, floor: int) -> tuple[tuple[int, int, str], ...]:
    window = max(floor, start - _LIST_WINDOW)
    found = _LIST.search(folded[window:start])
    if not found:
        return ()
    spans = [(window + m.start(), window + m.end()) for m in _MEMBER.finditer(found.string, found.start())]
    return tuple((begin, end, text[begin:end]) for begin, end in spans)


def kind_before(folded: str, end: int, floor: int) -> tuple[int, Kind] | None:
    """The type word that ends at an offset, the longest one; a bracket between it and the number is skipped."""
    window = folded[floor:end].rstrip(" (,:") if folded[end - 1 : end] != "," else ""
    starts = [match.start() for match in _WORD_START.finditer(window, max(0, len(window) - 60))]
    for start in starts[-longest_kind() :]:
        kind = kind_words().get(window[start:])
        if kind and not _compounds().search(window, start - 8 if start > 8 else 0):
            return floor + start, kind
    return None


@cache
def _compounds() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{alternation(load('types')['compounds'])})$")


@cache
def _kind_words() -> re.Pattern[str]:
    names = [kind["name"] for kind in load("types")["type"]]
    # Looked ahead, because two may overlap once folded: "thực hiện Pháp lệnh" has "Hiến pháp" in it.
    return re.compile(rf"(?<![^\W_])(?=(?P<word>(?:{alternation(names)})(?![^\W_])))")


def _last_kind(text: str, folded: str, floor: int, end: int) -> tuple[int, int, Kind] | None:
    """The last type word between two offsets, with its diacritics or without any: start, end and kind."""
    last = None
    for match in _kind_words().finditer(folded, floor, end):
        start, stop = match.span("word")
        kind = kind_words()[match["word"]]
        written = text[start:stop]
        if _compounds().search(folded, max(floor, start - 8), stop):
            continue
        if stop <= end and kind.name and (written.isascii() or written.lower() == kind.name.lower()):
            last = (start, stop, kind) if last is None or stop > last[1] else last
    return last


def _kind_with_name(
    text: str, folded: str, end: int, floor: int, number: Number, after: int
) -> tuple[int, Kind] | None:
    """A type word with words between it and "số": "Luật Công đoàn số …", "Nghị quyết của Bộ Chính trị số …"."""
    found = _last_kind(text, folded, floor, end)
    if found is None:
        return None
    at, stop, kind = found
    gap = folded[stop:end]
    if kind.law and _is_law(number) and len(gap) <= _LAW_GAP and not _NO_NAME.search(gap):
        amending = None if _LAW_FOLLOWS.match(folded, after) else _AMENDING.search(folded[floor:at])
        at = floor + amending.start() if amending else at
        return (at, kind) if text[at].isupper() or text[at:end].islower() else None
    if kind.name is None or number.type_code not in codes_of_kind(kind.name) or len(gap) > _NAME_GAP:
        return None
    return None if _NO_NAME.search(gap) or "," in gap or " so " in gap else (at, kind)


def _is_law(number: Number) -> bool:
    return number.type_code in (None, "PL") and (number.organ or "").startswith(("QH", "UBTVQH", "CTN"))


def read_pinpoint(folded: str, end: int, floor: int) -> tuple[int, int] | None:
    """The units ("khoản 2 Điều 5") that stand directly before the type word."""
    units = list(_UNIT.finditer(folded, max(floor, end - _PINPOINT), end))
    start = edge = end
    for unit in reversed(units):
        between = (_BEHIND_UNITS if edge == end else _BETWEEN_UNITS).match(folded, unit.end(), start)
        if between is None or between.end() != start:
            break
        edge = unit.end() if edge == end else edge
        start = unit.start()
    return (start, edge) if start < end else None
