"""Where in the words of a citation its number, date, issuer and kind stand, so that one of them can be put right."""

from __future__ import annotations

import re

from ingest.citations import normalise_number
from ingest.citations.number import ANCHOR
from ingest.text import fold
from ingest.types import Citation, Span

_DATE = re.compile(
    r"ngay {0,2}(?P<day>\d{1,2})(?P<first> {0,2}(?:[/.\-\u2013]|thang) {0,2})(?P<month>\d{1,2})"
    r"(?P<second> {0,2}(?:[/.\-\u2013]|,? ?nam) {0,2})(?P<year>\d{2,5})(?!\d)"
)


def number_span(citation: Citation) -> Span | None:
    """Where its number-symbol stands; ``None`` where the text gives only a part of it.

    >>> text = "Quyết định số 217 /QĐ-TW ngày 12/12/2013"
    >>> found = number_span(Citation(text, 0, len(text), number="217-QĐ/TW"))
    >>> found and found.of(text)
    '217 /QĐ-TW'
    """
    for match in ANCHOR.finditer(fold(citation.text)):
        # A symbol may run on into a word that is none of it: the shortest that reads as the number is the number.
        for end in range(match.end(), match.start("digits"), -1):
            printed = citation.text[match.start("digits") : end]
            if printed == printed.rstrip() and normalise_number(printed) == citation.number:
                return Span(citation.start + match.start("digits"), citation.start + end)
    return None


def date_span(citation: Citation) -> Span | None:
    """Where the day, month and year of its own date stand, without "ngày"."""
    match = _own_date(citation)
    return Span(citation.start + match.start("day"), citation.start + match.end("year")) if match else None


def date_as(citation: Citation, date: str) -> str | None:
    """Another date in the way in which the citation writes its own.

    >>> text = "Kế hoạch số 5/KH-LĐLĐ ngày 02 tháng 5 năm 2021"
    >>> date_as(Citation(text, 0, len(text), number="5/KH-LĐLĐ"), "2021-06-12")
    '12 tháng 6 năm 2021'
    """
    match = _own_date(citation)
    if match is None:
        return None
    year, month, day = date.split("-")
    text = citation.text
    parts = (
        _like(match["day"], day),
        text[match.start("first") : match.end("first")],
        _like(match["month"], month),
        text[match.start("second") : match.end("second")],
        year,
    )
    return "".join(parts)


def issuer_span(citation: Citation) -> Span | None:
    """Where its issuer stands, which may run over lines."""
    return _found(citation, citation.issuer)


def type_span(citation: Citation) -> Span | None:
    """Where the word of its kind stands: at its beginning."""
    found = _found(citation, citation.type)
    return found if found and found.start == citation.start else None


def _own_date(citation: Citation) -> re.Match[str] | None:
    text = citation.text
    end = text.find(citation.title) if citation.title and citation.title in text else len(text)
    return _DATE.search(fold(text), 0, end)


def _like(printed: str, part: str) -> str:
    """A day or a month below ten has its zero where the printed one has it; days and January, February always do."""
    bare = part.lstrip("0")
    padded = printed.startswith("0") or (len(printed) > 1 and int(bare) < 3)
    return part if len(bare) > 1 or padded else bare


def _found(citation: Citation, words: str | None) -> Span | None:
    if not words:
        return None
    pattern = r"\s+".join(map(re.escape, fold(words).split()))
    match = re.search(pattern, fold(citation.text))
    return Span(citation.start + match.start(), citation.start + match.end()) if match else None
