"""Charters, and resolutions of congresses and plenums, which are cited by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.citations.called import at_word, called, with_year
from ingest.citations.issuer import organ_end
from ingest.citations.tables import alternation
from ingest.lexicon import load
from ingest.text import fold
from ingest.types import Citation

_ROMAN = r"(?:[ivxlc]{1,7}|\d{1,2})(?![^\W_])"
_ORDINAL = "nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi(?: (?:mot|hai|ba|bon|lam|sau|bay|tam|chin))?"
_CONGRESS = re.compile(r"nghi quyet (?:cua )?dai hoi(?= )")
_PART = re.compile(
    rf" (?:dai bieu|toan quoc|cua dang(?: cong san viet nam)?|dang cong san viet nam|dang(?= )(?! bo)|lan(?: thu)?|(?P<number>{_ROMAN}|(?<=thu )(?:{_ORDINAL})(?![^\W_])))"
    rf"(?![^\W_])"
)
_TERM_YEARS = re.compile(r",?[ \n]\(?nhiem ky (?:19|20)\d\d ?[-\u2013] ?(?:19|20)\d\d\)?")
_PLENUM = re.compile(
    r"nghi quyet (?:hoi nghi )?(?:lan thu (?P<before>"
    + _ORDINAL
    + r"|\d{1,2}) )?(?:cua )?(?:ban chap hanh |bch )?(?:trung uong|tw)(?: dang)?(?![^\W_])"
    r"(?: (?:lan thu )?(?P<after>(?:\d{1,2}|(?<=thu )(?:"
    + _ORDINAL
    + r"))(?![\w/])(?:(?:, ?| va )\d{1,2}(?![\w/])){0,6}))?"
    r"(?:,? ?(?P<terms>\(? ?khoa (?:[ivxl]{1,6}|\d{1,2})(?![^\W_])(?:(?:, ?| va )(?:khoa )?(?:[ivxl]{1,6}|\d{1,2})(?![^\W_])(?! khoa)){0,4} ?\)?))?"
)
_TERM = re.compile(r"(?:khoa )?(?P<term>[ivxl]{1,6}|\d{1,2})(?![^\W_])")
_DIGITS = re.compile(r"\d{1,2}")


def find(text: str, folded: str) -> Iterator[Citation]:
    """Every mention of a charter or of such a resolution; see :func:`ingest.citations.named.find_named`."""
    yield from _charters(text, folded)
    yield from _congresses(text, folded)
    yield from _plenums(text, folded)


@cache
def _charter_heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('names')['charters'])}) (?=[^\W_])")


@cache
def _charter_bodies() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('names')['charter_bodies'])})(?![^\W_])")


def _charters(text: str, folded: str) -> Iterator[Citation]:
    for match in _charter_heads().finditer(folded):
        start, at = match.start(), match.end()
        if not at_word(folded, start) or not text[at].isupper() or fold(text[start:at]) == text[start:at]:
            continue
        body = _charter_bodies().match(folded, at)
        end = body.end() if body else organ_end(text, folded, at) or at
        if end > at:
            kind = next(word for word in load("names")["charters"] if fold(word) == match[0].strip())
            yield with_year(text, folded, kind, start, end)


def _congresses(text: str, folded: str) -> Iterator[Citation]:
    """What has an ordinal: "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng"."""
    for match in _CONGRESS.finditer(folded):
        end = _congress_end(text, folded, match.end()) if at_word(folded, match.start()) else None
        if end is not None:
            name = " ".join(text[match.start() : end].split())
            yield called(text, folded, "Nghị quyết", match.start(), end, name)


def _congress_end(text: str, folded: str, position: int) -> int | None:
    numbered = False
    for _ in range(8):
        part = _PART.match(folded, position)
        if part and (part["number"] is None or _is_ordinal(text, part)):
            numbered |= part["number"] is not None
            position = part.end()
            continue
        organ = organ_end(text, folded, position + 1) if folded[position : position + 1] == " " else None
        if organ is None:
            break
        position = organ
    years = _TERM_YEARS.match(folded, position)
    return (years.end() if years else position) if numbered else None


def _is_ordinal(text: str, part: re.Match[str]) -> bool:
    written = text[part.start("number") : part.end("number")]
    return written.isupper() or written.isdigit() or len(written) > 1


def _plenums(text: str, folded: str) -> Iterator[Citation]:
    """One for each plenum and each term: "Nghị quyết Trung ương 4 (khóa XI, khóa XII)"."""
    for match in _PLENUM.finditer(folded):
        if (match["before"] is None and match["after"] is None) or not at_word(folded, match.start()):
            continue
        yield from _members(text, folded, match)


def _members(text: str, folded: str, match: re.Match[str]) -> Iterator[Citation]:
    start = match.start()
    terms = _spans(_TERM, folded, match.span("terms"), "term") if match["terms"] else []
    numbers = _spans(_DIGITS, folded, match.span("after"), 0) if match["after"] else []
    stem = text[start : numbers[0][0]] if numbers else text[start : match.end()]
    if len(numbers) > 1 and len(terms) <= 1:
        term = f" khóa {text[slice(*terms[0])]}" if terms else ""
        for index, (at, end) in enumerate(numbers):
            last = index == len(numbers) - 1
            yield called(
                text,
                folded,
                "Nghị quyết",
                start if index == 0 else at,
                match.end() if last else end,
                _one(f"{stem}{text[at:end]}{term}"),
            )
        return
    if len(terms) <= 1:
        name = _one(re.sub(r"[(),]", " ", text[start : match.end()]))
        yield called(text, folded, "Nghị quyết", start, match.end(), name)
        return
    before = _one(re.sub(r"[(),]", " ", text[start : match.start("terms")]))
    for index, (at, end) in enumerate(terms):
        begin = folded.rfind("khoa", match.start("terms"), at)
        begin = begin if begin >= 0 and folded[begin + 4 : at].strip() == "" else at
        name = f"{before} khóa {text[at:end]}"
        yield called(text, folded, "Nghị quyết", start if index == 0 else begin, end, name)


def _spans(pattern: re.Pattern[str], folded: str, where: tuple[int, int], group: str | int) -> list[tuple[int, int]]:
    return [match.span(group) for match in pattern.finditer(folded, *where)]


def _one(name: str) -> str:
    return " ".join(name.split())
