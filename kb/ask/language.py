"""The language knowledge of questions, loaded once from ``language.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ingest.lexicon import load
from ingest.text import fold, normalise

_MARKS = re.compile(r"[^\w\s%]+")
Gram = tuple[str, ...]
"""Consecutive syllables, folded or with their diacritics as the place says."""


def gram(phrase: str) -> Gram:
    """The lower-case syllables of a phrase, diacritics kept, marks left out.

    >>> gram("Công nhân, viên chức")
    ('công', 'nhân', 'viên', 'chức')
    """
    return tuple(_MARKS.sub(" ", normalise(phrase).lower()).split())


def folded(phrase: Gram) -> Gram:
    """The same syllables without diacritics."""
    return tuple(map(fold, phrase))


Phrases = dict[Gram, tuple[Gram, ...]]
"""Folded phrase to the phrases with their diacritics that fold to it ("gồm" and "gom")."""


def phrases(texts: list[str]) -> Phrases:
    """A table of phrases to look up folded."""
    table: Phrases = {}
    for one in map(gram, texts):
        table[folded(one)] = (*table.get(folded(one), ()), one)
    return table


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question may ask for: phrases that ask for it, and words that only hint at it."""

    name: str
    asks: Phrases
    hints: Phrases
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """Everything that ``language.toml`` holds, ready for look-up.

    Attributes:
        synonyms: folded phrase to the other phrases of its groups, these with their diacritics.
        spelled: each weak word and each synonym folded, and with its diacritics.
        turns: name to a pattern over folded text.
        bounds: patterns of "over" and "under" a figure, ``{0}`` for the figure.
        everyday: what people say, with its diacritics, to what offices write instead (``thesaurus.toml``).
        everyday_folded: of those of two syllables and more, the folded ones that mean one thing only.
    """

    intents: tuple[Intent, ...]
    citing_verbs: Phrases
    citing_documents: Phrases
    citing_examples: tuple[str, ...]
    standing: Phrases
    positions: Phrases
    negation: Phrases
    turns: dict[str, re.Pattern[str]]
    bounds: tuple[str, str]
    type_words: dict[str, str]
    which: Phrases
    type_verbs: frozenset[str]
    asking: frozenset[str]
    stop: frozenset[str]
    stop_folded: frozenset[str]
    ambiguous: frozenset[str]
    weak: Phrases
    synonyms: dict[Gram, tuple[Gram, ...]]
    spelled: Phrases
    everyday: dict[Gram, tuple[Gram, ...]]
    everyday_folded: Phrases


@cache
def language() -> Language:
    """The knowledge, read once per process."""
    raw = _read("language.toml")
    everyday = _everyday()
    words = raw["words"]
    groups = raw["synonyms"]["groups"] + _abbreviation_groups()
    stop = frozenset(normalise(word).lower() for word in words["stop"])
    return Language(
        intents=tuple(
            Intent(row["name"], phrases(row["asks"]), phrases(row["hints"]), tuple(row["examples"]))
            for row in raw["intent"]
        ),
        citing_verbs=phrases(raw["cites"]["verbs"]),
        citing_documents=phrases(raw["cites"]["documents"]),
        citing_examples=tuple(raw["cites"]["examples"]),
        standing=phrases(raw["standing"]["words"]),
        positions=phrases(raw["positions"]["words"]),
        negation=phrases(raw["negation"]["words"]),
        turns={row["name"]: re.compile(row["pattern"]) for row in raw["turn"]},
        bounds=(raw["bounds"]["over"], raw["bounds"]["under"]),
        type_words=raw["types"],
        which=phrases(words["which"]),
        type_verbs=frozenset(words["verbs"]),
        asking=frozenset(words["asking"]),
        stop=stop,
        stop_folded=frozenset(map(fold, stop)) - set(words["ambiguous"]),
        ambiguous=frozenset(words["ambiguous"]),
        weak=phrases(words["weak"]),
        synonyms=_synonyms(groups),
        everyday=everyday,
        everyday_folded=_unambiguous(everyday),
        spelled=phrases([*words["weak"], *(phrase for group in groups for phrase in group)]),
    )


def says(turn: str, plain: str) -> bool:
    """Whether a folded text has a turn of speech of ``language.toml``.

    >>> says("asks for a day", "gui cham nhat ngay nao")
    True
    """
    return language().turns[turn].search(plain) is not None


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("kb.ask").joinpath(name).read_text("utf-8"))


@cache
def thesaurus() -> tuple[dict[str, list[str]], ...]:
    """The groups of ``thesaurus.toml``: what offices write, what people say for it, and what is only near."""
    return tuple(_read("thesaurus.toml")["group"])


def _everyday() -> dict[Gram, tuple[Gram, ...]]:
    table: dict[Gram, tuple[Gram, ...]] = {}
    for group in thesaurus():
        official = tuple(map(gram, group["official"]))
        table.update((gram(phrase), official) for phrase in (*group["broader"], *group["everyday"]))
    return table


def _unambiguous(everyday: dict[Gram, tuple[Gram, ...]]) -> Phrases:
    """Folded everyday phrases that neither two of them nor an official phrase fold to."""
    official = {folded(phrase) for phrases in everyday.values() for phrase in phrases}
    table: Phrases = {}
    twice = set()
    for phrase in everyday:
        plain = folded(phrase)
        if plain in table or plain in official:
            twice.add(plain)
        table[plain] = (phrase,)
    return {plain: phrase for plain, phrase in table.items() if len(plain) > 1 and plain not in twice}


def _synonyms(groups: list[list[str]]) -> dict[Gram, tuple[Gram, ...]]:
    """Folded phrase to the other phrases of its groups, these with their diacritics."""
    table: dict[Gram, list[Gram]] = {}
    for group in groups:
        grams = [gram(phrase) for phrase in group]
        for one in grams:
            others = table.setdefault(folded(one), [])
            others.extend(other for other in grams if other != one and other not in others)
    return {one: tuple(others) for one, others in table.items()}


def _abbreviation_groups() -> list[list[str]]:
    """Each abbreviation of the lexicon stands for its expansion, and the other way round."""
    return [[row["short"], row["long"], *row.get("variants", [])] for row in load("abbreviations")["abbreviation"]]
