from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import generation
from index.analysis import analyse
from index.encoders import Encoder
from index.ranking import DEPTH, train
from index.ranking.features import FEATURES
from index.ranking.ranker import Ranker, shipped
from index.search import Index
from index.types import Passage
from tests.index.conftest import TEXTS, Toy, passages_of

LONG = " ".join(f"mục {number} công tác giám sát, phản biện {number}" for number in range(40))
PASSAGES = [
    *passages_of(TEXTS),
    Passage("long", "long", 0, len(LONG), LONG, context="Giám sát", words=LONG),
    Passage("none", "none", 0, 3, "§§§", words=""),
]
QUESTION = "Giám sát và phản biện xã hội là gì?"


def naive(index: Index, question: str, passage: Passage) -> dict[str, float]:
    """Some of the features, from the words themselves."""
    terms, text, above = index.terms(question), analyse(passage.text), analyse(passage.context)
    asking = {"la", "gi"}
    count = len(index.passages)
    idf = {
        token: math.log(1 + (count - found + 0.5) / (found + 0.5)) if token not in asking else 0.0
        for token in dict.fromkeys(terms.syllables)
        for found in [index.df(token)]
    }
    total = sum(idf.values())
    syllables = text.syllables
    starts = [*range(0, max(len(syllables) - 30, 0), 5), max(len(syllables) - 30, 0)]
    windows = [set(syllables[start : start + 30]) for start in starts]
    return {
        "cov": sum(idf[token] for token in idf if token in {*syllables, *above.syllables}) / total,
        "covc": sum(idf[token] for token in idf if token in above.syllables) / total,
        "w30": max(sum(idf[token] for token in idf if token in window) for window in windows) / total,
        "head8": sum(idf[token] for token in idf if token in syllables[:8]) / total,
        "focus8": sum(token in idf for token in syllables[:8]) / max(min(8, len(syllables)), 1),
        "len": math.log1p(len(syllables)),
    }


@pytest.mark.parametrize("steps", [1, 3])
def test_features_are_those_of_the_words(tmp_path: Path, steps: int) -> None:
    toy = Toy()
    for step in range(steps):  # Several segments give what one gives.
        some = PASSAGES[: len(PASSAGES) * (step + 1) // steps]
        index = Index(generation.build(some, toy, tmp_path, revision=str(step)), toy)
    found = index.described(QUESTION)
    assert found is not None
    ids, columns = found
    assert sorted(ids) == sorted(passage.id for passage in PASSAGES)
    by_id = {passage.id: passage for passage in PASSAGES}
    for place, ident in enumerate(ids):
        expected = naive(index, QUESTION, by_id[ident])
        assert {name: float(columns[name][place]) for name in expected} == pytest.approx(expected, abs=1e-5)


def test_every_feature_is_a_number(tmp_path: Path, static: Encoder) -> None:
    index = Index(generation.build(PASSAGES, static, tmp_path), static)
    for question in (QUESTION, "217-QĐ/TW", "?", "ai", "zzzz", "gsat"):
        found = index.described(question)
        if found is None:
            continue
        ids, columns = found
        assert set(columns) == set(FEATURES)
        assert all(np.isfinite(column).all() and column.shape == (len(ids),) for column in columns.values())


def test_a_near_word_counts(tmp_path: Path, static: Encoder) -> None:
    texts = {"near": "trẻ nhỏ đi học", "far": "sắt thép xuất khẩu"}
    passages = [Passage(name, name, 0, len(text), text) for name, text in texts.items()]
    index = Index(generation.build(passages, static, tmp_path), static)
    found = index.described("trẻ em")
    assert found is not None
    near = dict(zip(found[0], found[1]["ms"].tolist(), strict=True))
    assert near["near"] > near["far"]


def test_the_shipped_ranker_reads_known_features() -> None:
    ranker = shipped()
    assert set(ranker.features) <= set(FEATURES)
    assert ranker.hidden.shape == (len(ranker.features), len(ranker.bias))
    assert ranker.output.shape == ranker.bias.shape


def sample(seed: int) -> train.Sample:
    """Questions whose one right candidate has the most of the first feature, and noise in all others."""
    random = np.random.default_rng(seed)
    features = random.normal(size=(60, DEPTH, len(FEATURES))).astype(np.float32)
    grades = np.zeros((60, DEPTH), dtype=np.float32)
    grades[np.arange(60), features[:, :, 0].argmax(axis=1)] = 1
    return train.Sample(
        features, grades, np.ones((60, DEPTH), dtype=np.bool_), np.ones(60, dtype=np.int64), np.arange(60) % train.FOLDS
    )


def test_training_finds_what_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "STEPS", 150)
    learned = train.learn([sample(1)], FEATURES[:4])
    blind = Ranker(learned.features, learned.hidden * 0, learned.bias, learned.output)
    assert train.ndcg(learned, sample(2)).mean() > 0.9
    assert train.ndcg(blind, sample(2)).mean() < 0.5


@given(question=st.text(st.sampled_from("giám sát phản biện 217 "), max_size=30), k=st.integers(1, 9))
def test_ranking_only_changes_the_order(ranked: Index, question: str, k: int) -> None:
    hits, plain = ranked.search(question, k=99), ranked.search(question, k=99, without=("ranker",))
    assert sorted(hit.passage for hit in hits) == sorted(hit.passage for hit in plain)
    assert [hit.score for hit in hits] == [hit.score for hit in plain]
    assert ranked.search(question, k=k) == hits[:k]


@pytest.fixture(scope="module")
def ranked(tmp_path_factory: pytest.TempPathFactory) -> Index:
    toy = Toy()
    return Index(generation.build(PASSAGES, toy, tmp_path_factory.mktemp("ranked")), toy)
