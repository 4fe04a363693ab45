"""The language knowledge of questions, loaded once from ``language.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ingest.text import fold, normalise

_MARKS = re.compile(r"[^\w\s]+")
Gram = tuple[str, ...]
"""Consecutive folded syllables."""


def gram(phrase: str) -> Gram:
    """The folded syllables of a phrase.

    >>> gram("Công đoàn cơ sở")
    ('cong', 'doan', 'co', 'so')
    """
    return tuple(fold(normalise(phrase)).split())


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question may ask for, with the phrases that tell it."""

    name: str
    cues: frozenset[Gram]
    examples: tuple[str, ...]
    needs_number: bool = False
    needs_document: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """Everything that ``language.toml`` holds, ready for look-up."""

    intents: tuple[Intent, ...]
    which: frozenset[Gram]
    stop: frozenset[str]
    stop_folded: frozenset[str]
    weak: frozenset[Gram]
    synonyms: dict[Gram, tuple[Gram, ...]]


@cache
def language() -> Language:
    """The knowledge, read once per process."""
    raw = tomllib.loads(resources.files("kb.ask").joinpath("language.toml").read_text("utf-8"))
    words = raw["words"]
    stop = frozenset(normalise(word).lower() for word in words["stop"])
    return Language(
        intents=tuple(
            Intent(
                name=row["name"],
                cues=frozenset(map(gram, row["cues"])),
                examples=tuple(row["examples"]),
                needs_number=row.get("needs_number", False),
                needs_document=row.get("needs_document", False),
            )
            for row in raw["intent"]
        ),
        which=frozenset(map(gram, words["which"])),
        stop=stop,
        stop_folded=frozenset(map(fold, stop)),
        weak=frozenset(map(gram, words["weak"])),
        synonyms=_synonyms(raw["synonyms"]["groups"]),
    )


def _synonyms(groups: list[list[str]]) -> dict[Gram, tuple[Gram, ...]]:
    """Folded phrase to the other phrases of its groups, these with their diacritics."""
    table: dict[Gram, list[Gram]] = {}
    for group in groups + _abbreviation_groups():
        accented = [tuple(_MARKS.sub(" ", normalise(phrase).lower()).split()) for phrase in group]
        for one in accented:
            others = table.setdefault(tuple(map(fold, one)), [])
            others.extend(other for other in accented if other != one and other not in others)
    return {one: tuple(others) for one, others in table.items()}


def _abbreviation_groups() -> list[list[str]]:
    """Each abbreviation of the lexicon stands for its expansion, and the other way round."""
    from ingest.lexicon import load

    return [[row["short"], row["long"], *row.get("variants", [])] for row in load("abbreviations")["abbreviation"]]
