"""The levels that an issuer names: the centre, a province, a district, a commune. The levels are data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest import lexicon
from ingest.text import fold
from kb.catalogue.lexicon import table

_NAME_WORDS = 4
_WORD = re.compile(r"[^\W_]+")
_BEFORE_NAME = re.compile(r"(?: (?:uy|doan)(?!\w))?\.?\s{0,2}")
_CITY = "thành phố"


@dataclass(frozen=True, slots=True)
class Unit:
    """One level that an issuer names, and which of its units (``None`` where it does not say).

    Attributes:
        rank: 0 for the centre, the larger the lower.
        lower: below the province; a city may be one or not.
    """

    level: str
    rank: int
    name: str | None
    lower: bool

    def __str__(self) -> str:
        return f"{self.level} {self.name}" if self.name else self.level


@lru_cache(maxsize=65536)
def units(issuer: str) -> tuple[Unit, ...]:
    """The levels that an issuer names, in order.

    >>> [str(unit) for unit in units("UBND xã Bum Tở, huyện Mường Tè")], units("Sở Lao động - Thương binh và Xã hội")
    (['xã Bum Tở', 'huyện Mường Tè'], ())
    """
    found = list(_places(issuer))
    ends = [*(start for start, _, _ in found[1:]), len(issuer)]
    return tuple(
        Unit(level, rank, _name(issuer, after, end), lower)
        for (_, after, (level, rank, lower)), end in zip(found, ends, strict=False)
    )


def level(issuer: str) -> str | None:
    """The level of a body: the lowest that its name holds.

    >>> level("UBND huyện Mường Tè, tỉnh Lai Châu"), level("Tổng Liên đoàn Lao động Việt Nam"), level("Chính phủ")
    ('huyện', 'trung ương', None)
    """
    return max(units(issuer), key=lambda unit: unit.rank).level if units(issuer) else None


def opening(issuer: str) -> str | None:
    """The word with which a body's name tells its level: ``sở`` is a province's, ``bộ`` the centre's."""
    first = _WORD.match(issuer.strip().lower())
    return first.group() if first and first.group() in table()["level_openings"] else None


def lower_unit(issuer: str, province: str) -> Unit | None:
    """The lowest unit below the province that an issuer names, one with a name before one without."""
    city = is_city(province)
    # In a city under the central government "thành phố" without another name is the city itself.
    below = [
        unit
        for unit in units(issuer)
        if unit.lower or (unit.level == _CITY and not (city and unit.name in {None, province}))
    ]
    return max(below, key=lambda unit: (unit.rank, unit.name is not None), default=None)


@cache
def is_city(province: str) -> bool:
    """Whether a province is a city under the central government."""
    return any(row["name"] == province and row["kind"] == _CITY for row in lexicon.load("provinces")["province"])


def _places(issuer: str) -> Iterator[tuple[int, int, tuple[str, int, bool]]]:
    """Start, end of the level's word, and the level."""
    pattern, levels = _levels()
    plain = issuer.lower() == fold(issuer)
    for match in pattern.finditer(fold(issuer)):
        for word, row in levels.get(match.group(), ()):
            # One syllable means something else with other diacritics: "quân", "quản", "quan" are not "quận".
            if plain or " " in word or issuer[slice(*match.span())].lower() == word:
                yield match.start(), match.end(), row
                break


def _name(issuer: str, start: int, end: int) -> str | None:
    opened = _BEFORE_NAME.match(fold(issuer), start)
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(issuer, opened.end() if opened else start, end):
        adjoins = (
            word.start() == opened.end() if opened and not words else issuer[words[-1].end() : word.start()] == " "
        )
        if not adjoins or not (word.group()[0].isupper() or word.group().isdigit()) or len(words) == _NAME_WORDS:
            break
        words.append(word)
    return " ".join(word.group().capitalize() for word in words) or None


@cache
def _levels() -> tuple[re.Pattern[str], dict[str, list[tuple[str, tuple[str, int, bool]]]]]:
    rows: dict[str, list[tuple[str, tuple[str, int, bool]]]] = {}
    for rank, row in enumerate(table()["level"]):
        for word in row["words"]:
            rows.setdefault(fold(word), []).append((word, (row["name"], rank, row["lower"])))
    longest = sorted({*rows, *(fold(other) for other in table()["level_lookalikes"])}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"), rows
