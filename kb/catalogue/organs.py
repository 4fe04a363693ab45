"""Whose symbols are the centre's and whose a province's: the levels of the organs in the lexicon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ingest.citations import parse_number
from ingest.lexicon import load

CENTRAL, DISTRICT, ANY = "central", "district", "any"

_DIGIT_TAIL = re.compile(r"\d+$")


@cache
def level_of(number: str) -> str | None:
    """The level of the organ in a number's symbol; ``None`` where the lexicon does not tell.

    >>> level_of("217-QĐ/TW"), level_of("392-CV/TU"), level_of("10/2022/QH15"), level_of("87-CT")
    ('central', 'province', 'central', None)
    """
    parts = parse_number(number)
    if parts is None or parts.organ is None:
        return None
    levels = [_level(part) for part in parts.organ.split("-")]
    return next((level for level in levels if level and level != ANY), next((level for level in levels if level), None))


def _level(organ: str) -> str | None:
    known = _levels().get(organ) or _levels().get(_DIGIT_TAIL.sub("", organ))
    if known:
        return known
    affixes = load("organs")["affixes"]
    ending = next((suffix for suffix in affixes["suffixes"] if organ.endswith(suffix)), None)
    if ending:
        return _levels().get(ending)
    start = next((prefix for prefix in affixes["prefixes"] if organ.startswith(prefix)), None)
    return _levels().get(organ[len(start) :]) if start else None


@cache
def _levels() -> Mapping[str, str]:
    """Code to level. Not folded: TƯ is the centre, TU a provincial committee."""
    return {organ["code"]: organ["level"] for organ in load("organs")["organ"]}
