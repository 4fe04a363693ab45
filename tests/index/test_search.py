from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import generation
from index.encoders import Encoder
from index.search import Index, Mode
from index.types import Entry, Passage
from tests.index.conftest import TEXTS, passages_of

MODES: tuple[Mode, ...] = ("hybrid", "lexical", "dense")


def best(index: Index, query: str, mode: Mode = "hybrid") -> str | None:
    hits = index.search(query, k=1, mode=mode)
    return hits[0].passage if hits else None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Quyết định nào quy định việc giám sát, phản biện xã hội?", "gsat"),
        ("quyet dinh nao quy dinh viec giam sat, phan bien xa hoi", "gsat"),
        ("which Quyết định governs giám sát phản biện?", "gsat"),
        ("217/QĐ-TW", "gsat"),
        ("qd 217", "gsat"),
        ("18-CT/TW", "ct18"),
        ("118-CT/TW", "ct118"),
        ("chi thi 18-ct/tw", "ct18"),
        ("chỉ thị ngày 18 tháng 3 năm 2023", "ct118"),
        ("bao nhiêu đoàn viên được kết nạp", "ketnap"),
        ("24500", "ketnap"),
        ("98%", "ketnap"),
        ("lao động nữ", "nucong"),
        ("dan van kheo", "dan"),
    ],
)
def test_the_passage_that_answers_comes_first(index: Index, query: str, expected: str) -> None:
    assert best(index, query) == expected
    assert best(index, query, "lexical") == expected or query == "lao động nữ"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("query", ["", "   ", "?!", "…"])
def test_an_empty_question_finds_nothing(index: Index, query: str, mode: Mode) -> None:
    assert index.search(query, mode=mode) == []


def test_a_question_of_unknown_words_has_no_lexical_hit(index: Index) -> None:
    assert index.search("zzzz qqqq", mode="lexical") == []
    assert all("lexical" not in hit.ranks for hit in index.search("zzzz qqqq"))


@given(
    st.sets(st.sampled_from(sorted(TEXTS))),
    st.sampled_from(MODES),
    st.sampled_from(["công đoàn", "giam sat", "18-CT/TW"]),
)
def test_a_filter_takes_nothing_else_away(index: Index, allowed: set[str], mode: Mode, query: str) -> None:
    search = partial(index.search, query, mode=mode, without=("ranker",))
    everything = search(k=99)
    expected = [(hit.passage, hit.score) for hit in everything if hit.passage in allowed]
    assert [(hit.passage, hit.score) for hit in search(k=99, allowed=allowed)] == expected
    tested = search(k=2, allowed=lambda name: name in allowed)
    assert [(hit.passage, hit.score) for hit in tested] == expected[:2]


def test_the_ranker_orders_what_a_filter_leaves(index: Index) -> None:
    allowed = set(index.passages[1:])
    hits = index.search("giám sát", k=99, allowed=allowed)
    plain = index.search("giám sát", k=99, allowed=allowed, without=("ranker",))
    assert {hit.passage for hit in hits} == {hit.passage for hit in plain} == allowed
    assert [hit.score for hit in hits] == [hit.score for hit in plain]


def test_hits_tell_where_they_come_from(index: Index) -> None:
    first, second = index.search("giám sát phản biện", k=2)
    assert first.score > second.score
    assert first.ranks == {"lexical": 1, "dense": 1}
    assert first.scores["lexical"] > 0
    assert -1 <= first.scores["dense"] <= 1 + 1e-5


def test_statistics(index: Index) -> None:
    assert index.df("cong_doan") == 1
    assert index.df("ct") == 2
    assert index.df("18_ct_tw") == 1
    assert index.df("khongco") == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("giamm", "giam"), ("phann", "phan"), ("phan_bein", "phan_bien"), ("giam", None), ("219", None), ("xyzt", None)],
)
def test_slips_are_mended(index: Index, typed: str, meant: str | None) -> None:
    assert index.suggest(typed) == meant


def test_diacritics_are_put_back(index: Index) -> None:
    assert index.accented("giam sat va phan bien xa hoi") == "giám sát và phản biện xã hội"
    assert index.accented("chi thi 18-ct/tw ngay 08/3/2023") == "chỉ thị 18-ct/tw ngày 08/3/2023"
    assert index.accented("giám sat") == "giám sat"


def test_words_tell_what_neighbours_cannot(tmp_path: Path, static: Encoder) -> None:
    # "học sinh | học": the pair "sinh học" stands in both, the word "sinh học" in one.
    texts = {
        "school": ("Các em học sinh học tập tốt hơn năm ngoái", "Các em học_sinh học_tập tốt hơn năm_ngoái"),
        "biology": ("Các em giỏi sinh học đều tốt hơn năm ngoái", "Các em giỏi sinh_học đều tốt hơn năm_ngoái"),
    }
    gaps = {}
    for name, words in (("with", True), ("without", False)):
        found = passages_of({key: (text, kept if words else "") for key, (text, kept) in texts.items()})
        generation.build(found, static, tmp_path / name)
        scores = Index.open(tmp_path / name, model="static").scores("sinh học", mode="lexical")["lexical"]
        gaps[name] = float(scores[1] - scores[0])
    assert gaps["with"] > 0 > gaps["without"]


def test_an_empty_collection_can_be_searched(tmp_path: Path, static: Encoder) -> None:
    generation.build([], static, tmp_path)
    index = Index.open(tmp_path, model="static")
    assert index.search("giám sát") == []
    assert index.df("giam") == 0
    assert index.words == frozenset()
    assert index.suggest("giam") is None


def test_passages_without_words_of_the_model_do_no_harm(tmp_path: Path, static: Encoder) -> None:
    odd = [Passage("a", "d", 0, 3, "…"), Passage("b", "d", 4, 9, "公報"), Passage("c", "d", 10, 20, "giám sát")]
    generation.build(odd, static, tmp_path)
    index = Index.open(tmp_path, model="static")
    assert best(index, "giám sát") == "c"
    assert all(np.isfinite(found).all() for found in index.scores("giám sát").values())


INSTRUMENTS = [
    Entry(
        "a",
        "Quyết định . 217-QĐ/TW . Bộ Chính trị . ban hành Quy chế giám sát và phản biện xã hội",
        "lựa chọn nội dung giám sát",
    ),
    Entry("b", "Chỉ thị . 18-CT/TW . tăng cường vận động nhân dân", "học tập Chỉ thị 18-CT/TW trong đoàn viên"),
    Entry("c", "Chỉ thị . 118-CT/TW . chuyển đổi số", "đưa dữ liệu lên phần mềm theo Chỉ thị 118-CT/TW"),
]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("phan bien xa hoi", "a"),
        ("18-CT/TW", "b"),
        ("118-CT/TW", "c"),
        ("phần mềm dữ liệu", "c"),  # only the words that cite it say so
    ],
)
def test_instruments_are_found_by_number_subject_and_citing_words(
    tmp_path: Path, passages: list[Passage], toy: Encoder, query: str, expected: str
) -> None:
    made = generation.build(passages, toy, tmp_path, instruments=INSTRUMENTS)
    assert Index(made, toy).search_instruments(query, k=1)[0].passage == expected


def test_without_instruments_none_is_found(tmp_path: Path, passages: list[Passage], toy: Encoder) -> None:
    assert Index(generation.build(passages, toy, tmp_path), toy).search_instruments("giám sát") == []
