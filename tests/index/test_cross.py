"""Cross-encoders put the best hits in another order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.encoders.cross import DEPTH, CrossReranker, open_reranker, reranked
from index.errors import ModelError
from index.search import Index
from index.types import Hit
from tests.index.conftest import TEXTS
from tests.tools import tiny_models


class Longest:
    """The longer a text, the better."""

    name = "longest"

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        assert query == "hỏi"
        return np.array([len(text) for text in texts], dtype=np.float32)


def hits(count: int) -> list[Hit]:
    return [Hit(f"p{place}", float(count - place), {"lexical": place + 1}, {"lexical": 0.5}) for place in range(count)]


def test_hits_take_the_scores_of_their_new_places() -> None:
    found = reranked("hỏi", hits(4), ["a", "aaa", "aa"], Longest())
    assert [hit.passage for hit in found] == ["p1", "p2", "p0", "p3"]
    assert [hit.score for hit in found] == [4, 3, 2, 1]
    assert found[0].ranks == {"lexical": 2, "cross": 1}
    assert found[0].scores == {"lexical": 0.5, "cross": 3}
    assert found[3] == hits(4)[3]  # It was not looked at.


def test_only_the_best_are_read_and_equals_keep_their_order() -> None:
    texts = ["a"] * DEPTH + ["aaaa"] * 10
    assert [hit.passage for hit in reranked("hỏi", hits(DEPTH + 10), texts, Longest())] == [
        hit.passage for hit in hits(DEPTH + 10)
    ]
    assert reranked("hỏi", [], [], Longest()) == []


def test_a_search_is_reranked_after_it_is_fused(index: Index) -> None:
    plain = index.search("giám sát phản biện xã hội", k=6)

    def backwards(query: str, found: list[Hit]) -> list[Hit]:
        assert query == "giám sát phản biện xã hội"
        return found[::-1]

    turned = index.search("giám sát phản biện xã hội", k=2, rerank=backwards)
    assert [hit.passage for hit in turned] == [hit.passage for hit in plain[::-1]][:2]
    lexical = index.search("giám sát phản biện xã hội", mode="lexical")
    assert index.search("giám sát phản biện xã hội", mode="lexical", rerank=backwards) == lexical


def test_a_question_without_diacritics_is_read_with_them(index: Index) -> None:
    asked: list[str] = []

    def keep(query: str, found: list[Hit]) -> list[Hit]:
        asked.append(query)
        return found

    index.search("giam sat xa hoi", rerank=keep)
    assert asked == ["giám sát xã hội"]


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, str]]:
    """What a text is about, and a text with other words for it: words alone do not tell."""
    chance = random.Random(3)
    subjects = {f"chủđề{place}": [f"từ{place}{letter}" for letter in "abcdef"] for place in range(6)}
    return [
        (f"nói về {subject}", " ".join(chance.sample(words, 4)))
        for subject, words in subjects.items()
        for _ in range(20)
    ]


def test_a_trained_cross_encoder_finds_what_belongs_together(pairs: list[tuple[str, str]], tmp_path: Path) -> None:
    trained = CrossReranker(str(tiny_models.cross_encoder(tmp_path / "cross", pairs, steps=150)))
    drawn = CrossReranker(str(tiny_models.cross_encoder(tmp_path / "drawn", pairs, steps=0)))
    subjects = dict(pairs)
    texts = list(subjects.values())

    def right(model: CrossReranker) -> int:
        return sum(
            reranked(subject, hits(len(texts)), texts, model)[0].passage == f"p{place}"
            for place, subject in enumerate(subjects)
        )

    assert right(trained) >= 5
    assert right(drawn) <= 3
    assert trained.score("nói về chủđề1", []).shape == (0,)


def test_the_setting_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KB_RERANKER", raising=False)
    assert open_reranker() is None
    monkeypatch.setenv("KB_RERANKER", str(tmp_path / "khong-co"))
    model = open_reranker()
    assert model is not None
    with pytest.raises(ModelError, match=r"khong-co.*KB_RERANKER"):
        model.score("hỏi", ["một"])


def test_an_encoder_of_another_kind_is_refused(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    made = tiny_models.cross_encoder(tmp_path / "cross", list(TEXTS.values()), steps=0)
    three = CrossEncoder(str(made), num_labels=3, device="cpu", model_kwargs={"ignore_mismatched_sizes": True})
    three.save(str(tmp_path / "ba"))
    with pytest.raises(ModelError, match=r"3 điểm.*KB_RERANKER"):
        CrossReranker(str(tmp_path / "ba")).score("hỏi", ["một", "hai"])
