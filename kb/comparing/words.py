"""The words that two pieces of text are compared by: abbreviations in full, syllables and pairs, each with its weight."""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from index.analysis import analyse
from ingest.lexicon import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Bag = dict[str, float]
"""Terms with their weights."""
SINGLE = 0.4
"""What a syllable counts beside a pair: most Vietnamese words have two."""


def bag(text: str, weight: Callable[[str], float]) -> Bag:
    """The terms of a text, abbreviations written out; the same for the short and for the long form."""
    terms = analyse(expanded(text))
    singles = {term: SINGLE * weight(term) for term in terms.syllables if not term.isdigit()}
    pairs = {term: weight(term) for term in terms.pairs if not term.replace("_", "").isdigit()}
    return singles | pairs


def expanded(text: str) -> str:
    """A text with the abbreviations of the lexicon in full.

    >>> expanded("100% CĐCS và NLĐ")
    '100% công đoàn cơ sở và người lao động'
    """
    return _pattern().sub(lambda match: _long()[match.group()], text)


def shared(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How much two bags have in common, from 0 to 1: the mean of the cosine and of the part of the smaller one."""
    if not one or not other:
        return 0.0
    common = sum(weight * other[term] for term, weight in one.items() if term in other)
    if not common:
        return 0.0
    squares, others = sum(w * w for w in one.values()), sum(w * w for w in other.values())
    return 0.5 * common / math.sqrt(squares * others) + 0.5 * common / min(squares, others)


@cache
def _long() -> dict[str, str]:
    table = load("abbreviations")["abbreviation"]
    return {short: row["long"] for row in table for short in (row["short"], *row["variants"])}


@cache
def _pattern() -> re.Pattern[str]:
    listed = sorted(chain(_long()), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)")
