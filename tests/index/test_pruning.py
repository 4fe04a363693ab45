"""What is left out of a search could not have got in: the best are those of scoring every passage, to the last bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import candidates, clusters, fusion, growth, nearest, pruned
from index.generation import build, open_current
from index.pruned import Pruned
from index.search import Index, Mode
from index.types import Passage
from tests.index.conftest import Toy
from tests.index.test_growth import QUESTIONS, STATES, entries_of

MODES: tuple[Mode, ...] = ("hybrid", "lexical", "dense")


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few passages are treated as many are: several segments, several steps, hardly any row scored before."""
    monkeypatch.setattr(growth, "SMALL", 0)
    monkeypatch.setattr(growth, "TIMES", 0)
    monkeypatch.setattr(candidates, "FIRST", 1)
    monkeypatch.setattr(candidates, "MANY", 1)
    monkeypatch.setattr(pruned, "SHARES", (0.2, 0.5, 1.0))


def every(index: Index, question: str, mode: Mode) -> list[tuple[str, float]]:
    """All passages in the order of their scores, by scoring all."""
    scores = index.scores(question, mode=mode)
    if not scores:
        return []
    terms = index.terms(index.accented(question))
    found = fusion.fuse(scores, index._lexical.utmost(terms)) if mode == "hybrid" else scores[mode]
    order = np.argsort(-found, kind="stable")
    return [(index.passages[row], float(found[row])) for row in order if mode != "lexical" or found[row] > 0]


def asked(index: Index, question: str, mode: Mode, k: int) -> list[tuple[str, float]]:
    return [(hit.passage, hit.score) for hit in index.search(question, k=k, mode=mode, without=("ranker",))]


def grown(folder: Path, states: list[list[Passage]], toy: Toy) -> Index:
    for revision, state in enumerate(states):
        build(state, toy, folder, instruments=entries_of(state), revision=str(revision))
    return Index(open_current(folder, toy), toy)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES, k=st.integers(1, 4))
def test_the_best_are_those_of_scoring_all(
    tmp_path_factory: pytest.TempPathFactory, states: list[list[Passage]], k: int
) -> None:
    index = grown(tmp_path_factory.mktemp("home"), states, Toy())
    for question in QUESTIONS:
        for mode in MODES:
            assert asked(index, question, mode, k) == every(index, question, mode)[:k]
        terms = index.terms(question)
        instruments = index._instruments.scores(terms)
        order = [row for row in np.argsort(-instruments, kind="stable")[:k] if instruments[row] > 0]
        hits = index.search_instruments(question, k=k)
        assert [(hit.passage, hit.score) for hit in hits] == [
            (index._instrument_ids[row], instruments[row]) for row in order
        ]
        rows = np.arange(len(index.passages))
        exact = Pruned(index._lexical, index._lexical.weigh(terms)).exact(rows)
        assert exact.tolist() == index._lexical.scores(terms).tolist()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES, k=st.integers(1, 4))
def test_clusters_that_are_all_looked_into_find_the_same(
    tmp_path_factory: pytest.TempPathFactory, states: list[list[Passage]], k: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "LARGE", 4)
        patch.setattr(clusters, "PROBED", 99)
        index = grown(tmp_path_factory.mktemp("home"), states, Toy(dimension=32))
        for question in QUESTIONS:
            for mode in MODES:
                assert asked(index, question, mode, k) == every(index, question, mode)[:k]


def test_what_clusters_find_has_its_own_score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "LARGE", 100)
    monkeypatch.setattr(clusters, "PROBED", 2)
    monkeypatch.setattr(nearest, "FEWEST", 20)
    monkeypatch.setattr(nearest, "FOR_EACH", 1)
    toy = Toy(dimension=32)
    passages = [Passage(f"p{n}", "d", 0, 9, f"giám sát {n} công đoàn {n % 7}") for n in range(400)]
    index = Index(build(passages, toy, tmp_path), toy)
    assert any(path.suffix == ".ivf" for path in (tmp_path / "segments").iterdir())
    found = 0
    for number in range(0, 400, 20):
        question = f"giám sát {number}"
        right = dict(every(index, question, "dense"))
        hits = asked(index, question, "dense", 5)
        assert len(hits) == 5
        assert all(right[passage] == score for passage, score in hits)
        found += hits == every(index, question, "dense")[:5]
        odd = index.search(question, k=5, allowed=lambda name: name.endswith("1"), without=("ranker",))
        assert len(odd) == 5
        assert all(hit.passage.endswith("1") for hit in odd)
    assert found < 20  # or the clusters were not used


def test_a_filter_that_leaves_little_is_exact(tmp_path: Path) -> None:
    toy = Toy()
    passages = [Passage(f"p{n}", "d", 0, 9, f"giám sát {n} công đoàn {n % 7}") for n in range(60)]
    index = Index(build(passages, toy, tmp_path), toy)
    for mode in MODES:
        for allowed in (set(), {"p3"}, {"p3", "p59", "p7"}):
            expected = [one for one in every(index, "giám sát 7", mode) if one[0] in allowed][:2]
            hits = index.search("giám sát 7", k=2, allowed=allowed, mode=mode, without=("ranker",))
            assert [(hit.passage, hit.score) for hit in hits] == expected
