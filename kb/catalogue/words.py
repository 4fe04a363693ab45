"""Comparing what mentions say: are two subjects one, are two issuers one?"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ingest import places
from ingest.citations import issuer_key
from ingest.text import fold
from kb.catalogue import levels
from kb.catalogue.lexicon import table

SAME_FROM, DIFFERENT_TO = 0.65, 0.3
"""Shares of common syllables and pairs: what is between them decides nothing."""
_TELLING = 4  # syllables; a shorter subject that shares nothing may be a mere label
_SAME_ISSUER = 0.75

_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TERM = re.compile(r"\(?\s*(?:nhiem ky|khoa)\s+[ivxlc\d]+\s*\)?")


class Relation(Enum):
    """How two subjects stand to each other."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


def subjects(one: str | None, other: str | None) -> Relation:
    """Whether two subjects may be one: mentions shorten them, so what counts is how much of the shorter is in the other.

    That is enough for a mention without a date; see :func:`equal_subjects` for two dates.

    >>> subjects("về công tác dân vận năm 2021", "công tác dân vận năm 2022")
    <Relation.DIFFERENT: 'different'>
    """
    left, right = content(one or ""), content(other or "")
    if not left or not right:
        return Relation.UNKNOWN
    if left == right:
        return Relation.SAME
    if _other_years(left, right):
        return Relation.DIFFERENT
    shortest = min(len(left), len(right))
    if shortest < 2:
        return Relation.UNKNOWN
    share = _shared(left, right, min)
    if share >= SAME_FROM:
        return Relation.SAME
    return Relation.DIFFERENT if share <= DIFFERENT_TO and shortest >= _TELLING else Relation.UNKNOWN


def equal_subjects(one: str | None, other: str | None) -> bool:
    """Whether two subjects are one even where the dates differ: most of the longer is in the shorter too.

    >>> equal_subjects("về công tác dân vận", "về tăng cường công tác dân vận của các cơ quan nhà nước")
    False
    """
    left, right = content(one or ""), content(other or "")
    if not left or not right or _other_years(left, right):
        return False
    return left == right or _shared(left, right, max) >= SAME_FROM


def same_issuer(one: str | None, other: str | None) -> bool:
    """Whether two issuers may be one body; an unknown one may be any.

    >>> same_issuer("LĐLĐ tỉnh", "Liên đoàn Lao động tỉnh Lai Châu"), same_issuer("Bộ Chính trị", "Ban Bí thư")
    (True, False)
    """
    left, right = _body(one or ""), _body(other or "")
    if not left or not right:
        return True
    if _other_level(one or "", other or ""):
        return False
    shorter, longer = sorted((left, right), key=len)
    shared = sum(_stands_in(word, longer) for word in shorter)
    # An abbreviation on the longer side stands for several words of the shorter.
    covered = max(shared / len(shorter), sum(_stands_in(word, shorter) for word in longer) / len(longer))
    return covered >= _SAME_ISSUER


def has_term(issuer: str) -> bool:
    """Whether an issuer is written with its term: ``khóa XI``."""
    return bool(_TERM.search(fold(issuer)))


@lru_cache(maxsize=65536)
def content(subject: str) -> tuple[str, ...]:
    """The folded words of a subject, without what merely opens it.

    >>> content("về việc ban hành Quy chế dân chủ")
    ('quy', 'che', 'dan', 'chu')
    """
    folded = " ".join(fold(subject).split()).strip(" \"'“”‘’.,;:")
    openings = [fold(opening) for opening in table()["subject_openings"]]
    while opening := next((item for item in openings if folded.startswith(f"{item} ")), None):
        folded = folded[len(opening) :].strip(" \"'“”‘’")
    return tuple(_WORD.findall(folded))


def _other_years(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    one, other = ({word for word in words if _YEAR.fullmatch(word)} for words in (left, right))
    return bool(one and other) and not one & other


def _shared(left: tuple[str, ...], right: tuple[str, ...], of: Callable[[int, int], int]) -> float:
    """The share of common syllables and of common pairs, of the smaller or the larger number of them."""
    syllables = _share(set(left), set(right), of)
    return (syllables + _share(set(pairwise(left)), set(pairwise(right)), of)) / 2


def _share(one: set[Any], other: set[Any], of: Callable[[int, int], int]) -> float:
    whole = of(len(one), len(other))
    return len(one & other) / whole if whole else 0.0


def _other_level(one: str, other: str) -> bool:
    """Whether both tell their level, and not the same."""
    return any(
        told[0] and told[1] and told[0] != told[1]
        for told in ((levels.level(one), levels.level(other)), (levels.opening(one), levels.opening(other)))
    )


@lru_cache(maxsize=65536)
def _body(issuer: str) -> tuple[str, ...]:
    """The folded words of an issuer, without its place and its term."""
    for span, _ in reversed(places.find(issuer)):
        issuer = f"{issuer[: span.start]} {issuer[span.end :]}"
    key = issuer_key(issuer)
    for row in table()["same_body"]:
        key = re.sub(rf"(?<!\w){re.escape(fold(row['name']))}(?!\w)", fold(row["also"]), key)
    return tuple(_WORD.findall(key))


def _stands_in(word: str, words: tuple[str, ...]) -> bool:
    if word in words:
        return True
    initials = "".join(item[0] for item in words)
    return len(word) >= 3 and word in initials
