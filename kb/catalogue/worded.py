"""Relations as a table words them: "thay thế 290-QĐ/TW; được sửa đổi, bổ sung bởi 97/2025/QH15". The wording is data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from ingest.citations import normalise_number
from ingest.lexicon import load
from ingest.text import fold, normalise
from kb.catalogue.describe import day
from kb.corrected_values import checked
from kb.errors import UsageError

Direction = Literal["does", "undergoes"]
_WORD = re.compile(r"[^\W_]+")
_NEXT = re.compile(r"\s*,(?!\s*(?:ngày|ngay|năm|nam)\b)\s*|\s+(?:và|va)\s+", re.IGNORECASE)
_DATE = re.compile(
    r"(?:,?\s+|^)(?:(?:ngày|ngay)\s+)?(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{4}-\d\d?-\d\d?)$", re.IGNORECASE
)
_YEAR = re.compile(r",?\s+(?:năm|nam)\s+(\d{4})$|\s*\((\d{4})\)$", re.IGNORECASE)
_LEAD = ("các", "số", "những")


@dataclass(frozen=True, slots=True)
class RowRelation:
    """What a row says that its instrument does to another one, or undergoes from it.

    Attributes:
        kind: one of :data:`ingest.types.RELATIONS`.
        direction: ``does``: the row's instrument acts on the other; ``undergoes``: the other acts on it.
        number: of the other, normalised.
        date: of the other, where it is told: ISO, or a year.
        words: how it is said, as the table of wordings writes it.
    """

    kind: str
    direction: Direction
    number: str
    date: str
    words: str

    def __str__(self) -> str:
        return f"{self.words} {self.number}{when(self.date)}"

    @property
    def turned(self) -> str:
        """How it is said of the other instrument."""
        return _turned()[self.words, self.direction]


@lru_cache(maxsize=4096)
def read(text: str) -> tuple[RowRelation, ...]:
    """The relations of a cell, those of one wording written together or apart.

    Raises:
        UsageError: a part has no known wording, or what follows is no number.

    >>> [(one.kind, one.direction, one.number) for one in read("được sửa đổi bởi 47/2024/QH15, 97/2025/QH15")]
    [('sửa đổi, bổ sung', 'undergoes', '47/2024/QH15'), ('sửa đổi, bổ sung', 'undergoes', '97/2025/QH15')]
    """
    parts = (part.strip(" .,") for part in re.split(r"[;\n]", normalise(text)))
    return tuple(dict.fromkeys(one for part in parts if part for one in _part(" ".join(part.split()))))


def say(relations: Iterable[RowRelation]) -> str:
    """The cell that :func:`read` reads as these relations.

    >>> say(read("bị thay thế bằng 23/QĐ-TW (2021)"))
    'được thay thế bởi 23-QĐ/TW năm 2021'
    """
    return "; ".join(map(str, relations))


def when(date: str) -> str:
    """What follows a number: the date, or the year, where one is known.

    >>> when("2010"), when("2021-07-30"), when("")
    (' năm 2010', ' ngày 30/07/2021', '')
    """
    return f" năm {date}" if len(date) == len("2010") else f" ngày {day(date)}" if date else ""


def wordings() -> tuple[str, ...]:
    """The words in which relations are written back."""
    return tuple(dict.fromkeys(row[direction][0] for row in table() for direction in ("does", "undergoes")))


@cache
def table() -> list[dict[str, Any]]:
    """The rows of ``relations.toml``."""
    text = files(__package__).joinpath("relations.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["wording"]
    return rows


def _part(text: str) -> list[RowRelation]:
    words = [(match.end(), fold(match.group())) for match in _WORD.finditer(text)]
    for count in range(min(len(words), _longest()), 0, -1):
        known = _phrases().get(" ".join(word for _, word in words[:count]))
        if known is not None:
            kind, direction, said = known
            rest = text[words[count - 1][0] :].strip(" ,:")
            return [_relation(kind, direction, said, item, text) for item in _NEXT.split(rest)]
    raise UsageError(f"“{text}” không rõ là quan hệ gì: hãy bắt đầu bằng một trong các lời: {'; '.join(wordings())}.")


def _relation(kind: str, direction: Direction, said: str, item: str, whole: str) -> RowRelation:
    date, found = "", _DATE.search(item) or _YEAR.search(item)
    if found:
        written = next(group for group in found.groups() if group)
        date = written if len(written) == 4 else checked("date", written)
        item = item[: found.start()]
    number = normalise_number(_without_type(item)) if item else None
    if number is None:
        raise UsageError(f"“{whole}” không có số, ký hiệu đọc được: hãy viết như “{said} 217-QĐ/TW ngày 12/12/2013”.")
    return RowRelation(kind, direction, number, date, said)


def _without_type(item: str) -> str:
    """A number-symbol without the words before it: "Luật số 97/2025/QH15"."""
    folded = fold(item)
    for lead in (*_LEAD, *_types(), *_LEAD):
        if folded.startswith(f"{fold(lead)} "):
            item = item[len(lead) :].strip()
            folded = fold(item)
    return item


@cache
def _types() -> tuple[str, ...]:
    return tuple(sorted((row["name"] for row in load("types")["type"]), key=len, reverse=True))


@cache
def _phrases() -> dict[str, tuple[str, Direction, str]]:
    """The words of each wording to its kind, its direction, and how it is written back."""
    found: dict[str, tuple[str, Direction, str]] = {}
    directions: tuple[Direction, ...] = ("does", "undergoes")
    for row in table():
        for direction in directions:
            for words in row[direction]:
                found[" ".join(map(fold, _WORD.findall(words)))] = (row["kind"], direction, row[direction][0])
    return found


@cache
def _longest() -> int:
    return max(phrase.count(" ") + 1 for phrase in _phrases())


@cache
def _turned() -> dict[tuple[str, str], str]:
    pairs = [(row["does"][0], row["undergoes"][0]) for row in table()]
    return {**{(does, "does"): under for does, under in pairs}, **{(under, "undergoes"): does for does, under in pairs}}
