"""The words of ``words.toml``, and what is done with words."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ingest import lexicon
from ingest.text import fold

_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r"\bkhoa [ivxlc]+\b")


@cache
def table(name: str) -> dict[str, Any]:
    """One table of ``words.toml``."""
    text = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)[name]
    return found


def opens(name: str, key: str, text: str) -> bool:
    """Whether a text begins with one of the words of a list.

    >>> opens("duties", "bodies", "Ban Nữ công"), opens("duties", "bodies", "Bản kế hoạch")
    (True, False)
    """
    small = text.lower().strip()
    return any(re.match(rf"{re.escape(word)}(?!\w)", small) for word in table(name)[key])


def holds(name: str, key: str, text: str) -> bool:
    """Whether one of the words of a list stands in a text."""
    small = " ".join(text.lower().split())
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", small) for word in table(name)[key])


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, small ones left out."""
    small = {fold(word) for word in table("topics")["small"]}
    return tuple(word for word in _WORD.findall(fold(text)) if word not in small)


def overlap(one: str, other: str) -> float:
    """How much of the shorter text stands in the other, from 0 to 1.

    >>> overlap("về công tác dân vận", "Quy chế dân vận của hệ thống"), overlap("thu chi", "dân vận")
    (0.5, 0.0)
    """
    left, right = set(words(one)), set(words(other))
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def body_words(issuer: str) -> frozenset[str]:
    """The words of a body's name, written out, without its term.

    >>> body_words("LĐLĐ tỉnh") <= body_words("Liên đoàn Lao động tỉnh Lai Châu")
    True
    """
    written = _WORD.sub(lambda match: _long(match.group()), issuer)
    return frozenset(_WORD.findall(_TERM.sub("", fold(written))))


def nested(one: str, other: str) -> bool:
    """Whether one body's name holds the other: the two may be one, or one speaks for the other.

    >>> nested("Chủ tịch UBND tỉnh", "UBND tỉnh"), nested("Bộ Chính trị", "Ban Bí thư")
    (True, False)
    """
    left, right = body_words(one), body_words(other)
    return left <= right or right <= left


@cache
def _abbreviations() -> dict[str, str]:
    rows = lexicon.load("abbreviations")["abbreviation"]
    return {short: row["long"] for row in rows for short in (row["short"], *row["variants"])}


def _long(word: str) -> str:
    return _abbreviations().get(word, word)


def whole(title: str) -> bool:
    """Whether a subject is neither cut off nor open: its quotation marks and brackets are closed.

    >>> whole("về “Dân vận khéo”"), whole("về “Tiếp tục phát huy"), whole("triển khai thực hiện")
    (True, False, False)
    """
    last = title.rstrip(" .;,").lower()
    cut = any(last.endswith(f" {word}") for word in table("titles")["unfinished"])
    closed = title.count("“") == title.count("”") and title.count("(") == title.count(")") and title.count('"') % 2 == 0
    return closed and not cut and not last.endswith(("-", "–"))
