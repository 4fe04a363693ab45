"""The model of the written syllable, against the language's own words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexicon import load
from ingest.syllables import is_syllable, weight
from ingest.vocabulary import accented_syllables

TABLE = load("syllables")


@pytest.mark.parametrize("word", TABLE["examples"]["syllables"])
def test_a_syllable_is_one_in_any_case(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert is_syllable(word.lower())


@pytest.mark.parametrize("word", TABLE["examples"]["others"])
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)
    assert weight(word) == 0


@pytest.mark.parametrize("key", ["first", "only_after"])
def test_rules_speak_of_onsets_and_rimes_that_there_are(key: str) -> None:
    onsets, rimes = TABLE["onsets"], TABLE["rimes"]
    assert set(TABLE[key]) <= set(onsets if key == "first" else rimes)
    assert len(set(onsets)) == len(onsets)
    assert len(set(rimes)) == len(rimes)


def test_the_language_s_syllables_are_possible() -> None:
    accented = [word for word in accented_syllables() if not word.isascii()]
    impossible = [word for word in accented if not is_syllable(word)]
    assert len(accented) > 6000
    assert len(impossible) / len(accented) < 0.06  # loans and slips of the list: "niutơn", "côống"


@given(st.sampled_from(TABLE["rimes"]), st.sampled_from("\u0300\u0309\u0303\u0301\u0323"))
def test_a_stop_takes_two_tones_only(rime: str, tone: str) -> None:
    vowel = max(place for place, char in enumerate(rime) if char in "aăâeêioôơuưy")
    word = unicodedata.normalize("NFC", f"b{rime[: vowel + 1]}{tone}{rime[vowel + 1 :]}")
    if is_syllable(word) and rime.endswith(("c", "ch", "p", "t")):
        assert tone in "\u0301\u0323"
