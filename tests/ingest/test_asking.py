from __future__ import annotations

import re

import pytest

from ingest.asking import places
from ingest.lexicon import load


@pytest.mark.parametrize("example", load("asking")["examples"], ids=lambda example: example["question"][:30])
def test_examples(example: dict[str, str]) -> None:
    syllables = re.findall(r"\w+", example["question"].lower())
    assert " ".join(syllables[place] for place in sorted(places(syllables))) == example["asking"]


@pytest.mark.parametrize("phrase", load("asking")["phrases"])
def test_every_phrase_is_found_whole(phrase: str) -> None:
    syllables = ["công", *phrase.split(), "đoàn"]
    assert places(syllables) == frozenset(range(1, len(syllables) - 1))
