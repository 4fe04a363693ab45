"""The last gate: a statement leaves only when its passages carry every figure and every name in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.ask.answer import Evidence

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+", re.UNICODE)


def carried(statement: str, evidence: Sequence[Evidence], frame: frozenset[str]) -> bool:
    """Whether each figure and each capitalised word of a statement stands in its passages.

    The directive's own header (number, date, issuer, place) counts with each of its passages: it says where the
    passage is from.

    Args:
        statement: without marks.
        evidence: the passages that it is marked with.
        frame: folded words that the product itself puts around a statement ("Theo", "Mục").
    """
    if not evidence:
        return False
    carrier: set[str] = set()
    for item in evidence:
        carrier |= _words(item.passage.text) | _words(_label_of(item))
    return all(word in carrier for word in _claims(statement) if word not in frame)


def _claims(statement: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(statement) if word[0].isdigit() or word[0].isupper()]


def _words(text: str) -> set[str]:
    return {_plain(word) for word in _WORD.findall(text)}


def _plain(word: str) -> str:
    return (word.lstrip("0") or "0") if word.isdigit() else fold(word)


def _label_of(item: Evidence) -> str:
    header = item.document.header
    parts = (
        header.number,
        header.symbol,
        header.type,
        header.issuer,
        header.place,
        header.province,
        header.title,
        header.date,
        item.passage.section,
        item.passage.context,
    )
    day = "/".join(reversed(header.date.split("-"))) if header.date else ""
    return " ".join([*(part for part in parts if part), day, str(header.year or ""), str(item.passage.page or "")])
