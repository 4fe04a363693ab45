"""Windows, fusion, dense scores, accents, vocabulary and what is imported."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index import dense, fusion, windows
from index.accents import Accents
from index.analysis import analyse
from index.encoders import Window
from index.vocabulary import idf, nearest

HEAVY = {
    "torch",
    "sentence_transformers",
    "transformers",
    "underthesea",
    "pandas",
    "sklearn",
    "jax",
    "numba",
    "streamlit",
}


@given(st.integers(0, 500), st.integers(1, 60), st.data())
def test_windows_cover_everything(count: int, size: int, data: st.DataObject) -> None:
    stride = data.draw(st.integers(1, size))
    found = windows.spans(count, Window(size, stride))
    assert set(range(count)) == {place for start, end in found for place in range(start, end)}
    assert all(end - start == min(size, count) for start, end in found)
    assert found == sorted(set(found))


@given(st.text(alphabet="ab cđ. \n", max_size=200))
def test_window_texts_are_taken_from_the_text(text: str) -> None:
    found = windows.texts(text, Window(5, 3))
    assert all(window in text for window in found)
    assert found[0] == text or len(found) > 1


SCORES = arrays(np.float32, 12, elements=st.floats(-100, 100, width=32))


@given(SCORES, SCORES, st.floats(1, 500))
def test_fusion_does_not_depend_on_how_rare_the_words_of_the_question_are(
    one: np.typing.NDArray[np.float32], other: np.typing.NDArray[np.float32], utmost: float
) -> None:
    plain = fusion.fuse({"lexical": one, "dense": other}, utmost)
    scaled = fusion.fuse({"lexical": one * 4, "dense": other}, utmost * 4)
    assert np.isfinite(plain).all()
    assert np.allclose(plain, scaled, atol=1e-3)


def test_one_retriever_alone_keeps_its_order() -> None:
    scores = np.array([3, 1, 2], dtype=np.float32)
    assert fusion.fuse({"dense": scores}, 0).argsort().tolist() == scores.argsort().tolist()
    assert fusion.fuse({"lexical": scores}, 3).argsort().tolist() == scores.argsort().tolist()
    assert fusion.fuse({"lexical": np.zeros(3, np.float32)}, 0).tolist() == [0, 0, 0]


VECTORS = arrays(np.float32, (5, 4), elements=st.floats(-4, 4, width=32))


@given(VECTORS, arrays(np.float32, 4, elements=st.floats(-4, 4, width=32)))
def test_a_window_is_as_near_as_its_vector_less_the_mean(
    raw: np.typing.NDArray[np.float32], asked: np.typing.NDArray[np.float32]
) -> None:
    raw[0] = 0
    mean = raw.mean(axis=0)
    query = dense.normalised(asked, mean)
    long = dense.lengths(raw, mean)
    found = dense.scores(dense.build(raw), long, mean, query)
    far = long > 0.01  # What is the mean itself has no direction.
    assert np.allclose(found[far], (dense.normalised(raw, mean) @ query[0])[far], atol=1e-3)
    assert found[0] == 0


def test_the_mean_is_taken_off_and_nothing_stays_nothing() -> None:
    mean = np.array([1, 1], dtype=np.float32)
    assert dense.normalised(np.array([[3, 1], [0, 0]], np.float32), mean).tolist() == [[1, 0], [0, 0]]


def learnt(text: str) -> Accents:
    """How often a text has each form and each pair."""
    terms = analyse(text)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for syllable, form in zip(terms.syllables, terms.accented, strict=True):
        forms[syllable][form] += 1
    return Accents(forms, Counter(map(" ".join, pairwise(terms.accented))))


LEARNT = learnt("giám sát, phản biện xã hội; giảm nghèo; sắt thép; xả thải; công đoàn, công đoàn cơ sở")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giam sat phan bien xa hoi", "giám sát phản biện xã hội"),
        ("giam ngheo", "giảm nghèo"),
        ("sat thep", "sắt thép"),
        ("xa thai", "xả thải"),
        ("cong doan 217 qd", "công đoàn 217 qd"),
        ("", ""),
    ],
)
def test_diacritics_by_neighbours(typed: str, meant: str) -> None:
    assert LEARNT.restore(tuple(typed.split())) == tuple(meant.split())


@given(st.lists(st.sampled_from(["giam", "sat", "xa", "hoi", "217", "zz", "cong", "doan"]), max_size=12))
def test_putting_diacritics_back_keeps_every_syllable(typed: list[str]) -> None:
    from ingest.text import fold

    assert [fold(form) for form in LEARNT.restore(typed)] == typed


@pytest.mark.parametrize(
    ("token", "known", "found"),
    [
        ("congg", {"cong", "con"}, "cong"),
        ("ocng", {"cong"}, "cong"),
        ("doan", {"doan"}, None),
        ("ab", {"abc"}, None),
        ("217", {"218"}, None),
        ("qd217", {"qd218"}, None),
        ("cong_daon", {"cong_doan"}, "cong_doan"),
        ("hoan_toan_khac", {"cong"}, None),
    ],
)
def test_nearest(token: str, known: set[str], found: str | None) -> None:
    assert nearest(token, known, lambda _: 1) == found


def test_the_more_frequent_of_two_is_meant() -> None:
    assert nearest("xyz", {"xya", "xyb"}, {"xya": 1, "xyb": 5}.__getitem__) == "xyb"


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_rare_words_weigh_more(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert idf(low, 1000) >= idf(high, 1000) > 0


def test_a_question_imports_nothing_heavy() -> None:
    code = (
        "import sys; from index.search import Index; from index.encoders import open_encoder; "
        "from index.lexical import Lexical; from index.analysis import analyse; import faiss; "
        "open_encoder('static').encode_query('giám sát'); Lexical.build([analyse('')], [analyse('một')]); "
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(found.stdout.split())
