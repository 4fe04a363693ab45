"""Numbers in a question: whole symbols however they are typed, and bare figures beside a type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.citations import normalise_number
from ingest.citations.tables import kind_of_code, organ_codes, type_codes
from ingest.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WHOLE = re.compile(
    r"(?<![\w/.-])(?:[^\W\d_]{2,5}\s*-\s*)?\d{1,5}(?:\.\d{1,3})?[a-zđ]?(?:\s*[-/–]\s*[^\W_][\w&]*)+", re.IGNORECASE
)
# "59 2023 ND CP", "02 NQ TW": the marks left out.
_SPACED = re.compile(
    r"(?<![\w/.-])(\d{1,5}[a-z]?)(?:[\s/-]+((?:19|20)\d\d))?[\s/-]+([a-z]{1,4})[\s/-]+([a-z]{2,8}\d{0,2})"
    r"(?![\w&]|\s*[-/–]\s*\w)"
)
# "999QĐ/TW", and "QĐ-TW 217".
_GLUED = re.compile(r"(?<![\w/.-])(\d{1,5})([^\W\d_]{1,4})\s?[-/]\s?([^\W\d_]{2,8}\d{0,2})(?![\w&]|\s*[-/–]\s*\w)")
_REVERSED = re.compile(r"(?<![\w/.-])([^\W\d_]{1,4})\s?[-/]\s?([^\W\d_]{2,8})\s+(?:so\s+)?(\d{1,5}[a-z]?)(?![\w/.,-])")
# A figure that opens a question, before a word that asks what it says.
_OPENING = re.compile(r"(\d{2,5}[a-z]?)\s+(?=(?:quy dinh|noi|la|do|ban hanh|ve|cua|co)(?!\w))")
_BARE = re.compile(r"\.?\s*(?:so\s+|thu\s+)?(\d{1,5}[a-z]?)(?![\w/%]|[.,-]\d)")
_NUMBERED = re.compile(r"(?<!\w)so\s+(\d{1,5}[a-z]?)(?![\w/%.,-])")
_NO_NUMBER = re.compile(r"[\d\s./–-]+")
NEAR = 6
"""Characters that may stand between a type word and its number."""


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """A number that the question names.

    Attributes:
        text: as typed.
        number: normalised in full, or ``None`` where only figures were typed.
        digits: its figures (with a letter: ``12b``), leading zeros as typed.
        type: the type named before it, or ``None``.
        year: the year right behind it ("16/CT-TTg năm 2016"), or ``None``.
    """

    text: str
    number: str | None
    digits: str
    type: str | None
    year: int | None = None


TypeWord = tuple[str, int, int]
"""A type named in the question: (type, start, end)."""


def find_numbers(tidy: str, folded: str, types: Sequence[TypeWord], taken: list[bool]) -> tuple[NumberQuery, ...]:
    """All numbers of a question; their places become taken."""
    found = [
        *_spaced(tidy, folded, types, taken),
        *_glued(tidy, folded, types, taken),
        *_whole(tidy, folded, types, taken),
        *_bare(tidy, folded, types, taken),
    ]
    if not found:
        opening = _OPENING.match(folded)
        found = [
            NumberQuery(match.group(1), None, match.group(1), None, _year_behind(folded, match.end(1), taken))
            for match in [*_NUMBERED.finditer(folded), *([opening] if opening else [])]
            if _free(match.span(1), taken)
        ]
    return tuple(dict.fromkeys(found))


def _whole(tidy: str, folded: str, types: Sequence[TypeWord], taken: list[bool]) -> Iterable[NumberQuery]:
    for match in _WHOLE.finditer(tidy):
        raw = match.group()
        if _NO_NUMBER.fullmatch(raw) or ("/" not in raw and normalise_number(raw) is None):
            continue
        number = normalise_number(raw) or _as_typed(raw)
        if number is None or not _free(match.span(), taken):
            continue
        year = _year_behind(folded, match.end(), taken)
        yield NumberQuery(raw, number, _digits(number), _type_before(types, match.start()), year)


def _as_typed(raw: str) -> str | None:
    """A symbol outside of the grammar ("MẪU-01/KH-LĐLĐ"): the part that is in it made regular."""
    head, mark, rest = raw.partition("-")
    inner = normalise_number(rest) if mark and head.strip().isalpha() else None
    return f"{head.strip().upper()}-{inner}" if inner else None


def _spaced(tidy: str, folded: str, types: Sequence[TypeWord], taken: list[bool]) -> Iterable[NumberQuery]:
    for match in _SPACED.finditer(folded):
        digits, issued, code, organ = (
            tidy[start:end] if start >= 0 else None for start, end in map(match.span, range(1, 5))
        )
        kind, issuer = type_codes().find(code or ""), organ_codes().find(organ or "")
        if kind is None or issuer is None:
            continue
        number = normalise_number("/".join([part for part in (digits, issued) if part] + [f"{kind}-{issuer}"]))
        if number is not None and _free(match.span(), taken):
            year = _year_behind(folded, match.end(), taken)
            yield NumberQuery(
                tidy[slice(*match.span())], number, _digits(number), _type_before(types, match.start()), year
            )


def _glued(tidy: str, folded: str, types: Sequence[TypeWord], taken: list[bool]) -> Iterable[NumberQuery]:
    for pattern, order in ((_GLUED, (1, 2, 3)), (_REVERSED, (3, 1, 2))):
        for match in pattern.finditer(tidy):
            digits, code, organ = (match.group(place) for place in order)
            kind, issuer = type_codes().find(code), organ_codes().find(organ)
            number = normalise_number(f"{digits}/{kind}-{issuer}") if kind and issuer else None
            if number is not None and _free(match.span(), taken):
                year = _year_behind(folded, match.end(), taken)
                yield NumberQuery(match.group(), number, _digits(number), _type_before(types, match.start()), year)


def _bare(tidy: str, folded: str, types: Sequence[TypeWord], taken: list[bool]) -> Iterable[NumberQuery]:
    for name, _, end in types:
        match = _BARE.match(folded, end)
        if match is None or re.fullmatch(r"(?:19|20)\d\d", match.group(1)):
            continue
        if len(match.group(1)) == 1 and "so" not in folded[end : match.start(1)]:
            continue  # "kết luận 3 doanh nghiệp" counts them
        if _free(match.span(1), taken):
            year = _year_behind(folded, match.end(), taken)
            yield NumberQuery(tidy[match.start(1) : match.end(1)], None, match.group(1), name, year)


_YEAR = re.compile(r"\s*[,(]?\s*(?:ban hanh\s+)?(?:nam\s+)?((?:19|20)\d\d)(?![\d/-])")


def _year_behind(folded: str, end: int, taken: list[bool]) -> int | None:
    """The year that belongs to a number because it stands right behind it; its place becomes taken."""
    match = _YEAR.match(folded, end)
    if match is None or not _free(match.span(1), taken):
        return None
    return int(match.group(1))


def _type_before(types: Sequence[TypeWord], start: int) -> str | None:
    return next((name for name, _, end in reversed(types) if 0 <= start - end <= NEAR), None)


def _digits(number: str) -> str:
    match = re.search(r"\d[\d.]*[a-z]?", fold(number))
    return match.group() if match else number


def _free(span: tuple[int, int], taken: list[bool]) -> bool:
    """Take a place, if nothing has taken it yet."""
    start, end = span
    if any(taken[start:end]):
        return False
    taken[start:end] = [True] * (end - start)
    return True


def type_of_code(code: str) -> str | None:
    """The type that a code printed in capitals stands for ("NĐ")."""
    known = type_codes().exact.get(code)
    return kind_of_code(known, party=False) if known else None
