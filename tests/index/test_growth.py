"""An index that has grown finds what one that is built at once finds, with the same scores."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import growth
from index.analysis import analyse
from index.generation import build, open_current
from index.lexical import Lexical
from index.search import Index
from index.segment import Part, Segment
from index.strings import Strings
from index.types import Entry, Passage
from index.units import compact, join, take
from ingest.text import fold
from tests.index.conftest import Toy

SYLLABLES = tuple("giám sát giảm nghèo phản biện xã hội công đoàn cơ sở 217-QĐ/TW 08/3/2023 98% dân vận khéo".split())  # noqa: SIM905
QUESTIONS = (
    "giám sát phản biện xã hội", "giam sat xa hoi o co so", "cong doan 217-qd/tw", "98% dân vận khéo", "giảm nghèo", "08/3/2023",
)  # fmt: skip
PARTS = 8


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    """A made-up passage; some are longer than a window, and few words make that headings and passages share them."""
    name = draw(st.integers(0, 11))
    length = draw(st.sampled_from([0, 3, 9, 70, 140]))
    chosen = draw(st.lists(st.sampled_from(SYLLABLES), min_size=min(length, 9), max_size=9)) if length else []
    syllables = (chosen * (length // max(len(chosen), 1) + 1))[:length] if chosen else []
    joined = draw(st.lists(st.booleans(), min_size=9, max_size=9))
    words = "".join(
        f"{one}{'_' if joined[place % 9] and one.isalpha() else ' '}" for place, one in enumerate(syllables)
    )
    heading = " ".join(draw(st.lists(st.sampled_from(SYLLABLES), max_size=5)))
    text = " ".join(syllables)
    return Passage(f"p{name}", f"d{name // 3}", 0, len(text), text, context=heading, words=words.strip("_ "))


STATES = st.lists(st.lists(passages(), max_size=10, unique_by=lambda one: one.id), min_size=1, max_size=5)


def entries_of(found: list[Passage]) -> list[Entry]:
    return [Entry(f"i{one.id}", one.context or "công đoàn cơ sở", one.text) for one in found]


def known(index: Index) -> tuple[object, ...]:
    """What an index says beside its scores."""
    terms = sorted({term for text in SYLLABLES for term in analyse(text).syllables})
    tokens = [*terms, *(f"{one}_{other}" for one in terms for other in terms)]
    return (
        index.passages,
        index.words,
        [index.df(token) for token in tokens],
        [index.accented(fold(question)) for question in QUESTIONS],
        [index.suggest(token) for token in ("giamm", "cong_doann", "xax", "nghe")],
        [(hit.passage, hit.score) for question in QUESTIONS for hit in index.search_instruments(question)],
        [index.search(question, mode="lexical") for question in QUESTIONS],
    )


@pytest.mark.parametrize("small", [0, 3, 1000])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES)
def test_grown_is_as_built_at_once(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, small: int, states: list[list[Passage]]
) -> None:
    monkeypatch.setattr(growth, "SMALL", small)
    monkeypatch.setattr(growth, "TIMES", small and growth.TIMES)
    toy = Toy()
    grown, clean = tmp_path_factory.mktemp("grown"), tmp_path_factory.mktemp("clean")
    for revision, state in enumerate(states):
        build(state, toy, grown, instruments=entries_of(state), revision=str(revision))
        reader = Index(open_current(grown, toy), toy)
        made = build(state, toy, clean / str(revision), instruments=entries_of(state), revision=str(revision))
        whole = Index(made, toy)
        assert known(reader) == known(whole)
        for question in QUESTIONS:
            mine, theirs = reader.scores(question), whole.scores(question)
            assert mine.keys() == theirs.keys()
            if "lexical" in mine:
                assert mine["lexical"].tolist() == theirs["lexical"].tolist()
            assert np.allclose(mine["dense"], theirs["dense"], atol=1e-4)


def test_what_is_there_is_not_written_again(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    many = [replace(passage, id=f"{passage.id}{copy}") for copy in range(400) for passage in passages]
    before = set(build(many, toy, tmp_path).manifest.segments)
    toy.encoded.clear()
    text = "Một văn bản khác hẳn"
    after = set(build([*many[7:], Passage("new", "new", 0, len(text), text)], toy, tmp_path).manifest.segments)
    assert before < after
    assert toy.encoded == [text]


def test_few_segments_are_left_and_dead_rows_go(tmp_path: Path, toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "SMALL", 4)
    numbers = count()

    def made(size: int) -> list[Passage]:
        return [Passage(f"p{one}", "d", 0, 9, f"giám sát {one}") for one, _ in zip(numbers, range(size), strict=False)]

    passages = made(300)
    for _ in range(60):
        passages = passages[2:] + made(3)
        manifest = build(passages, toy, tmp_path).manifest
        assert len(manifest.parts["passages"]) <= PARTS
    parts = Index(open_current(tmp_path, toy), toy)._parts
    assert sum(len(part.segment) for part in parts) < 1.5 * len(passages)


def test_a_new_word_reaches_the_headings_that_hold_it(tmp_path: Path, toy: Toy) -> None:
    old = Passage("old", "a", 0, 3, "một", context="Giám sát ở cơ sở", words="một")
    new = Passage("new", "b", 0, 8, "giám sát", words="giám_sát")
    build([old], toy, tmp_path)
    assert Index(open_current(tmp_path, toy), toy).words == frozenset()
    build([old, new], toy, tmp_path)
    reader = Index(open_current(tmp_path, toy), toy)
    assert reader._lexical.holding("words", "giam_sat") == 2
    build([old], toy, tmp_path)
    assert Index(open_current(tmp_path, toy), toy)._lexical.holding("words", "giam_sat") == 0


def test_blocks_can_be_taken_apart_and_joined() -> None:
    texts = [analyse(f"giám sát {number}", f"giám_sát {number}") for number in range(5)]
    lexical = Lexical.build([analyse("công đoàn")] * 5, texts)
    segment = lexical.parts[0].segment
    block = segment.block(np.zeros((0, 1), dtype=np.float32))
    mixed = compact(join([take(block, np.array([3, 4])), take(block, np.array([0, 1, 2]))]))
    again = Lexical([Part("", Segment.of(mixed), np.array([3, 4, 0, 1, 2], dtype=np.int32))], 5)
    for question in ("giám sát 3", "công đoàn", "cong doan giam 1"):
        query = analyse(question, fold(question).replace(" ", "_", 1))
        assert again.scores(query).tolist() == lexical.scores(query).tolist()
    assert len(mixed) == 5


@given(st.sets(st.text(max_size=6)), st.text(max_size=6))
def test_strings_are_found_where_they_are(strings: set[str], other: str) -> None:
    table = Strings.of(sorted(strings))
    assert table.all() == sorted(strings)
    assert [table.find(string) for string in sorted(strings)] == list(range(len(strings)))
    assert (table.find(other) is not None) == (other in strings)
