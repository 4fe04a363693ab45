"""The last gate: a statement leaves only when its passages carry every date, number, figure and name in it, whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.citations import find, normalise_number
from ingest.text import fold
from kb.store.records import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kb.ask.answer import Evidence

_DATE = re.compile(
    r"(?<![\d/.-])(?:(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})|(\d{4})-(\d{2})-(\d{2})|"
    r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4}))(?![\d/])",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"(?<![\w/.-])(?:[^\W\d_]{2,5}-)?\d+(?:\.\d+)?[^\W\d_]?(?:\s*[-/–]\s*[^\W_][\w&]*)+(?!\w)")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*(?:\s?%)?")
_WORD = re.compile(r"[^\W\d_]+")
_APART = re.compile(r"[^\w\s]|\d")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states that can be right or wrong."""

    dates: frozenset[tuple[int, int, int]]
    symbols: frozenset[str]
    figures: frozenset[str]
    words: str


def carried(statement: str, evidence: Sequence[Evidence], frame: frozenset[str]) -> bool:
    """Whether the passages carry each date, symbol and figure of a statement, and each run of capitalised words.

    The directive's own header (number, date, issuer, place) counts with each of its passages: it says where the
    passage is from. So does what people have corrected of the citations in the passage; it is shown beside.

    Args:
        statement: without marks.
        evidence: the passages that it is marked with.
        frame: folded words that the product itself puts around a statement ("Theo", "Mục").
    """
    if not evidence:
        return False
    claims = _facts(statement)
    carriers = [_facts(text) for item in evidence for text in (item.passage.text, _label_of(item))]
    return (
        all(any(date in carrier.dates for carrier in carriers) for date in claims.dates)
        and all(any(symbol in carrier.symbols for carrier in carriers) for symbol in claims.symbols)
        and all(any(figure in carrier.figures for carrier in carriers) for figure in claims.figures)
        and all(any(f" {name} " in carrier.words for carrier in carriers) for name in _names(statement, frame))
    )


@lru_cache(maxsize=4096)
def _facts(text: str) -> Facts:
    dates = dates_in(text)
    rest = _DATE.sub(" ", text)
    symbols = {_symbol(match.group()) for match in _SYMBOL.finditer(rest)}
    # "217, 218-QĐ/TW" says 217-QĐ/TW without spelling it.
    symbols |= {citation.number for citation in find(text) if citation.number}
    rest = _SYMBOL.sub(" ", rest)
    figures = frozenset(_figure(match.group()) for match in _FIGURE.finditer(rest))
    words = " ".join(_WORD.findall(text)).lower()
    return Facts(dates, frozenset(symbols), figures, f" {words} ")


def dates_in(text: str) -> frozenset[tuple[int, int, int]]:
    """The dates that a text states, (year, month, day).

    >>> sorted(dates_in("ngày 7/1/2019, ngày 12 tháng 12 năm 2013"))
    [(2013, 12, 12), (2019, 1, 7)]
    """
    return frozenset(_as_date(match) for match in _DATE.finditer(text))


def _as_date(match: re.Match[str]) -> tuple[int, int, int]:
    day, month, year = (
        match.group(1, 2, 3) if match.group(1) else match.group(7, 8, 9) if match.group(7) else match.group(6, 5, 4)
    )
    return int(year), int(month), int(day)


def _symbol(raw: str) -> str:
    return normalise_number(raw) or fold("".join(raw.split()))


def _figure(raw: str) -> str:
    figure = "".join(raw.split())
    return figure.lstrip("0") or "0" if figure.isdigit() else figure


def _names(statement: str, frame: frozenset[str]) -> Iterator[str]:
    """Runs of capitalised words, in lower case with their diacritics."""
    for part in _APART.split(_SYMBOL.sub(".", _DATE.sub(".", statement))):
        run: list[str] = []
        for word in [*part.split(), ""]:
            if word and word[0].isupper() and not (not run and fold(word) in frame):
                run.append(word.lower())
                continue
            if run:
                yield " ".join(run)
            run = []


def _label_of(item: Evidence) -> str:
    header = item.document.header
    passage = item.passage
    day = "/".join(reversed(header.date.split("-"))) if header.date else ""
    parts = (
        header.number,
        header.symbol,
        header.type,
        header.issuer,
        header.place,
        header.province,
        header.title,
        day,
        str(header.year or ""),
        " ".join(re.split(r"\.", passage.section or "")),
        passage.section,
        passage.context,
        str(passage.page or ""),
        *_corrected(item),
    )
    return " . ".join(part for part in parts if part)


def _corrected(item: Evidence) -> Iterator[str]:
    """What people put in the place of what the citations in a passage give."""
    for one in item.document.corrections:
        inside = one.citation is not None and item.passage.start <= one.citation < item.passage.end
        if inside and one.state == "applied" and one.field in CLAIMS and one.value:
            yield "/".join(reversed(one.value.split("-"))) if one.field == "date" else one.value
