"""What language.toml teaches is what a question is read as."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from ingest.text import fold, normalise
from kb.ask.language import gram, language, says
from kb.ask.question import read
from kb.ask.tokens import LONGEST
from kb.collection import Collection

RAW: dict[str, Any] = tomllib.loads(resources.files("kb.ask").joinpath("language.toml").read_text("utf-8"))
INTENTS = RAW["intent"]


def _examples() -> Iterator[tuple[str, str]]:
    for row in INTENTS:
        yield from ((row["name"], example) for example in row["examples"])
    yield from (("cites", example) for example in RAW["cites"]["examples"])


@pytest.mark.parametrize(("intent", "example"), list(_examples()))
def test_an_example_is_read_as_its_intent(collection: Collection, intent: str, example: str) -> None:
    assert read(example, collection).intent == intent


@pytest.mark.parametrize("row", [*INTENTS, {"name": "cites", **RAW["cites"]}], ids=lambda row: row["name"])
def test_every_intent_has_examples(row: dict[str, Any]) -> None:
    assert row["examples"]


@pytest.mark.parametrize(
    ("intent", "phrase"), [(row["name"], phrase) for row in INTENTS for phrase in row["asks"] if len(phrase) > 8]
)
def test_a_phrase_that_asks_is_heard_without_its_diacritics(collection: Collection, intent: str, phrase: str) -> None:
    typed, plain = read(phrase, collection), read(fold(normalise(phrase)), collection)
    assert typed.explicit, intent
    assert (plain.intent, plain.explicit) == (typed.intent, True)


def test_intents_have_names_of_their_own() -> None:
    names = [row["name"] for row in INTENTS]
    assert len(set(names)) == len(names)
    assert [intent.name for intent in language().intents] == names


@pytest.mark.parametrize(
    ("where", "phrases"),
    [
        *((row["name"], row["asks"] + row["hints"]) for row in INTENTS),
        ("cites.verbs", RAW["cites"]["verbs"]),
        ("cites.documents", RAW["cites"]["documents"]),
        ("words.which", RAW["words"]["which"]),
        ("words.asking", RAW["words"]["asking"]),
    ],
)
def test_no_phrase_stands_twice_in_one_place(where: str, phrases: list[str]) -> None:
    twice = [phrase for phrase, times in Counter(map(gram, phrases)).items() if times > 1]
    assert not twice, where


@pytest.mark.parametrize("group", RAW["synonyms"]["groups"], ids=lambda group: group[0])
def test_a_group_of_synonyms_holds_several_different_phrases(group: list[str]) -> None:
    assert len(set(map(gram, group))) == len(group) > 1


def test_no_phrase_is_empty_or_out_of_normal_form() -> None:
    phrases = [phrase for row in INTENTS for phrase in row["asks"] + row["hints"]]
    phrases += [phrase for group in RAW["synonyms"]["groups"] for phrase in group]
    phrases += RAW["words"]["stop"] + RAW["words"]["weak"]
    assert [phrase for phrase in phrases if not phrase.strip() or phrase != normalise(phrase)] == []


class _Unknown:
    """A collection that uses no word."""

    def rank(self, syllables: tuple[str, ...], *, accented: bool) -> int:  # noqa: ARG002 (the protocol's)
        return 0

    def expansions(self, initials: str) -> tuple[tuple[str, ...], ...]:  # noqa: ARG002 (the protocol's)
        return ()


@pytest.mark.parametrize("question", RAW["standing"]["examples"])
def test_questions_about_standing_are_known_as_such(question: str) -> None:
    assert read(question, _Unknown()).standing


THESAURUS = tomllib.loads(resources.files("kb.ask").joinpath("thesaurus.toml").read_text("utf-8"))


@pytest.mark.parametrize(("everyday", "official"), THESAURUS["examples"])
def test_everyday_speech_means_what_offices_write(everyday: str, official: str) -> None:
    assert gram(official) in language().everyday[gram(everyday)]


def test_the_thesaurus_is_in_order() -> None:
    phrases = [phrase for group in THESAURUS["group"] for key in ("official", "everyday") for phrase in group[key]]
    assert all(phrase == normalise(phrase).lower() for phrase in phrases)
    everyday = [gram(phrase) for group in THESAURUS["group"] for phrase in group["everyday"]]
    assert len(everyday) == len(set(everyday))
    assert max(map(len, everyday)) <= LONGEST


TURNS = [
    (row["name"], found, text)
    for row in RAW["turn"]
    for found, texts in ((True, row["yes"]), (False, row["no"]))
    for text in texts
]


@pytest.mark.parametrize(("turn", "found", "text"), TURNS)
def test_a_turn_of_speech_is_found_where_it_stands(turn: str, found: bool, text: str) -> None:
    assert says(turn, fold(normalise(text))) is found


def test_every_turn_has_examples_of_both() -> None:
    assert all(row["yes"] and row["no"] for row in RAW["turn"])


@pytest.mark.parametrize(
    ("bound", "text"), [(0, "trên 31%"), (0, "từ 31% trở lên"), (1, "dưới 31%"), (1, "31% trở xuống")]
)
def test_a_bound_has_a_side(bound: int, text: str) -> None:
    over_under = [re.search(one.format("31"), fold(text)) is not None for one in language().bounds]
    assert over_under == [bound == 0, bound == 1]
