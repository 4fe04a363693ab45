"""What frames a question: dates, years, places, and the types of instrument that it names."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from ingest import places
from ingest.citations.tables import kind_of_code, type_codes
from ingest.lexicon import load
from ingest.text import fold
from kb.ask.language import language
from kb.ask.numbers import TypeWord, type_of_code

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*((?:19|20)\d{2})(?!\d)")
_LONG_DATE = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+((?:19|20)\d{2})")
_RANGE = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}(?!\d)")
_YEAR = re.compile(r"(?<![\d/.-])(?:nam\s+)?((?:19|20)\d{2})(?![\d/-])")


def _take(match: re.Match[str], taken: list[bool]) -> None:
    taken[match.start() : match.end()] = [True] * (match.end() - match.start())


def find_dates(plain: str, taken: list[bool]) -> tuple[str, ...]:
    """ISO dates of a folded question; their places become taken."""
    found = []
    for pattern in (_DATE, _LONG_DATE):
        for match in pattern.finditer(plain):
            day, month, year = map(int, match.groups())
            with suppress(ValueError):
                found.append(date(year, month, day).isoformat())
            _take(match, taken)
    return tuple(dict.fromkeys(found))


_DAY = re.compile(r"(?<![\w/.-])(?:ngay\s+)(\d{1,2})\s*/\s*(\d{1,2})(?![\w/.-])")


def find_days(plain: str, taken: list[bool]) -> tuple[tuple[int, int], ...]:
    """Days without a year that a folded question names, (day, month); their places become taken."""
    found = []
    for match in _DAY.finditer(plain):
        if not taken[match.start(1)]:
            found.append((int(match.group(1)), int(match.group(2))))
            _take(match, taken)
    return tuple(found)


@cache
def _issuer_pattern() -> re.Pattern[str]:
    """Match "… của Bộ Chính trị", "do Thủ tướng Chính phủ ban hành": an organ of the lexicon where an issuer stands."""
    rows = load("organs")["organ"]
    names = {fold(name) for row in rows for name in (row["name"], *row.get("names", ())) if " " in name}
    # One code of several organs ("TW"): each by its own name.
    names |= {fold(part) for row in rows for part in row["name"].split(", ") if part.startswith(("Ban ", "Bộ "))}
    organ = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    kinds = "|".join(re.escape(words) for words, _ in _type_names())
    return re.compile(
        rf"(?<!\w)(?:{kinds}|van ban)(?:\s+(?:so|nao|gi|nam|[\w/.-]*\d[\w/-]*)){{0,4}}\s+(?:la\s+)?cua\s+(?P<of>{organ})(?!\w)"
        rf"|(?<!\w)do\s+(?P<by>{organ})\s+(?:ban hanh|ky)(?!\w)|^(?P<first>{organ})\s+(?:da\s+)?ban hanh(?!\w)"
    )


def find_issuers(plain: str) -> tuple[str, ...]:
    """Organs that a folded question names as the issuer of what it asks about, folded."""
    return tuple(
        dict.fromkeys(
            next(name for name in match.group("of", "by", "first") if name)
            for match in _issuer_pattern().finditer(plain)
        )
    )


def find_years(plain: str, taken: list[bool]) -> tuple[int, ...]:
    """Single years; a range ("2021-2025") is a name of something and stays content."""
    ranged = {place for match in _RANGE.finditer(plain) for place in range(*match.span())}
    years = []
    for match in _YEAR.finditer(plain):
        if taken[match.start(1)] or match.start(1) in ranged:
            continue
        years.append(int(match.group(1)))
        _take(match, taken)
    return tuple(dict.fromkeys(years))


def find_provinces(tidy: str, taken: list[bool], *, accented: bool) -> tuple[str, ...]:
    """Provinces that a question names; their places become taken."""
    found = places.find(tidy)
    if not found and accented:
        # A slip in the diacritics of the name ("Ninh Thuân"): as if typed without any.
        found = tuple((span, name) for span, name in places.find(fold(tidy)) if span.of(tidy)[0].isupper())
    for span, _ in found:
        taken[span.start : span.end] = [True] * (span.end - span.start)
    return tuple(dict.fromkeys(name for _, name in found))


@cache
def _type_names() -> tuple[tuple[str, str], ...]:
    """(folded words, type), longest first."""
    rows = [(row["name"], row["name"]) for row in load("types")["type"]]
    rows += list(language().type_words.items())
    return tuple(sorted(((fold(words), name) for words, name in rows), key=lambda row: -len(row[0])))


_CODE = re.compile(r"(?<![\w/-])[A-ZĐ][A-Za-zĐđ]{0,3}(?![\w/-])")
_CODE_GOES_ON = re.compile(r"\s*(?:$|\d|số|so|nào|nao|của|cua|về|ve|gì|gi|[A-ZĐ])")


def find_types(tidy: str, plain: str, *, accented: bool) -> tuple[TypeWord, ...]:
    """Types of instrument that a question names, in full or by their code ("NĐ nào", "qd 218")."""
    found: list[TypeWord] = []

    def add(name: str, start: int, end: int) -> None:
        if not any(start < other_end and other < end for _, other, other_end in found):
            found.append((name, start, end))

    for words, name in _type_names():
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", plain):
            typed = tidy[match.start() : match.end()].lower()
            if accented and " " not in words and typed != name.lower() and not typed.isascii():
                continue
            add(name, *match.span())
    for match in _CODE.finditer(tidy):
        code = type_of_code(match.group())
        if code is not None and _CODE_GOES_ON.match(tidy, match.end()):
            add(code, *match.span())
    for match in re.finditer(r"(?<![\w/-])([a-zđ]{2,3})\.?(?=\s*(?:so\s*)?\d)", plain):
        code = type_of_code(tidy[match.start(1) : match.end(1)].upper()) or _unaccented_code(match.group(1))
        if code is not None:
            add(code, *match.span(1))
    return tuple(sorted(found, key=lambda item: item[1]))


def _unaccented_code(code: str) -> str | None:
    known = type_codes().find(code)
    return kind_of_code(known, party=False) if known else None


def asked_type(plain: str, types: Sequence[TypeWord]) -> str | None:
    """The type beside a "which": "Quyết định nào", "Nghị quyết số mấy", "which Quyết định"."""
    after = "|".join(" ".join(phrase) for phrase in sorted(language().which, key=lambda phrase: -len(phrase)))
    for name, start, end in types:
        asked = re.match(rf"\s+(?:cua\s+(?:\w+\s+){{1,4}})?({after})(?!\w)", plain[end:])
        if asked is not None and not (name in language().type_verbs and asked.group(1) == "gi"):
            return name
        if re.search(r"(?<!\w)(?:which|what)\s+$", plain[:start]):
            return name
    return None
