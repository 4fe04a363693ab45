"""Places in a text follow its repair."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.charsets import view
from ingest.encodings import repair
from ingest.mending import mend
from ingest.moved import moved
from tests.ingest.legacy import encoder

PLAN = (
    "Kế hoạch phối hợp tuyên truyền, vận động đoàn viên tham gia xây dựng thỏa ước\n"
    "\nSố: 15/KH-LĐLĐ  ngày 5\n"
    "Nâng cao nhận thức của người lao động về quyền và nghĩa vụ khi ký kết hợp đồng, đạt 98% trở lên."
)


@pytest.mark.parametrize("key", ["tcvn3", "vni", "viscii", "cp1258"])
def test_words_of_an_old_encoding_keep_their_places(key: str) -> None:
    old = view(encoder(key)(PLAN))
    new, _ = repair(old)
    places = moved(old, new)
    found = [new[places[match.start()] : places[match.end()]] for match in re.finditer(r"\S+", old)]
    assert found == PLAN.split()


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_pieces_of_torn_words_keep_their_places(seed: int, share: float) -> None:
    chance = random.Random(seed)
    torn = re.sub(r"(?<=[^\W\d_])(?=[Ạ-ỹăđơưĂĐƠƯ])", lambda _: " " if chance.random() < share else "", PLAN)
    new = mend(torn).text
    places = moved(torn, new)
    for match in re.finditer(r"\S+", torn):
        assert new[places[match.start()] : places[match.end()]].strip() == match.group()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Quye ˆ´ t đinh 5", "Quyết đinh 5", ["Quyế", "", "t", "đinh", "5"]),
        ("a\n\nb", "a\n\nb", ["a", "b"]),
        ("", "", []),
    ],
)
def test_marks_that_stand_apart(old: str, new: str, words: list[str]) -> None:
    places = moved(old, new)
    assert places[-1] == len(new)
    assert [new[places[match.start()] : places[match.end()]] for match in re.finditer(r"\S+", old)] == words


@given(st.text("ab ủ\n´5"), st.integers(0, 5))
def test_places_only_go_up_and_end_at_the_end(text: str, number: int) -> None:
    torn = text.replace("a", "c ủa" if number % 2 else "a")
    new = mend(torn).text
    places = moved(torn, new)
    assert len(places) == len(torn) + 1
    assert places == sorted(places)
    assert places[-1] == len(new)
