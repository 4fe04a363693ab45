"""One search system over made-up passages, in a process of its own: ``python -m tests.benchmarks.systems SYSTEM COUNT FOLDER HOME``.

Builds, lets go of what building took by starting anew (``--serve``), asks every question once for warmth and once by the
clock, and prints one JSON object. All systems get the same passages, the same vectors of the same model, the same questions.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks import txtai_hybrid
from tests.benchmarks.made import Made, Question, slices, whole

K = 10
Vectors = NDArray[np.float32]
Search = Callable[[str], Sequence[tuple[str, float]]]
_WORD = re.compile(r"\w+")


class Forgotten(MutableMapping[str, Vectors]):
    """Keeps no vector: what a million passages have would fill the memory."""

    def __getitem__(self, key: str) -> Vectors:
        raise KeyError(key)

    def __setitem__(self, key: str, value: Vectors) -> None:
        pass

    def __delitem__(self, key: str) -> None:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def build_ours(made: Made, home: Path) -> None:
    from index.encoders import open_encoder
    from index.generation import prepare, switch

    switch(home, prepare(made.rows(), open_encoder("static"), home, vectors=Forgotten()).manifest.id)


def open_ours(home: Path) -> Search:
    from index.search import Index

    index = Index.open(home, model="static")
    return lambda text: [(hit.passage, hit.score) for hit in index.search(text, k=K)]


def build_bm25s(made: Made, home: Path) -> None:
    import bm25s

    retriever = bm25s.BM25(k1=1.2, b=0.75)
    words = [_words(whole(passage)) for some in slices(made.count) for passage in made.some(some)]
    retriever.index(words, show_progress=False)
    retriever.save(str(home / "bm25s"))
    (home / "ids").write_text("\n".join(made[place].id for place in range(made.count)), encoding="utf-8")


def open_bm25s(home: Path) -> Search:
    import bm25s

    retriever = bm25s.BM25.load(str(home / "bm25s"), load_corpus=False)
    ids = (home / "ids").read_text(encoding="utf-8").split("\n")

    def search(text: str) -> list[tuple[str, float]]:
        found, scores = retriever.retrieve([_words(text)], k=K, show_progress=False)
        return [(ids[row], float(score)) for row, score in zip(found[0], scores[0], strict=True)]

    return search


SYSTEMS = {
    "ours": (build_ours, open_ours),
    "txtai": (txtai_hybrid.build, txtai_hybrid.opened),
    "bm25s": (build_bm25s, open_bm25s),
}


def ask(search: Search, questions: Sequence[Question]) -> dict[str, Any]:
    """Times of each question in milliseconds, and the quality for each development set."""
    for question in questions:
        search(question.text)
    times, busy, runs, qrels = [], [], {}, {}
    for question in questions:
        started, used = time.perf_counter(), time.process_time()
        found = search(question.text)
        times.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() - used) * 1000)
        if question.answers:
            runs.setdefault(question.source, {})[question.id] = {name: float(score) for name, score in found}
            qrels.setdefault(question.source, {})[question.id] = dict.fromkeys(question.answers, 1)
    quality = {source: _ndcg(qrels[source], runs[source]) for source in runs}
    p50, p95 = (float(np.percentile(times, share)) for share in (50, 95))
    return {"p50": p50, "p95": p95, "cpu": float(np.percentile(busy, 50)), "ndcg": quality}


def recall(home: Path, questions: Sequence[Question]) -> dict[str, float]:
    """The share of the nearest passages, and of the best of a hybrid search, that are found with clusters."""
    from index import fusion
    from index.search import Index

    index = Index.open(home, model="static")
    shares: dict[str, list[float]] = {"dense@10": [], "dense@100": [], "hybrid@10": []}
    for question in questions:
        scores = index.scores(question.text)
        if len(scores) < 2:
            continue
        fused = fusion.fuse(scores, index._lexical.utmost(index.terms(index.accented(question.text))))
        hits = index.search(question.text, k=100, mode="dense")
        for k in (10, 100):
            shares[f"dense@{k}"].append(_share([hit.scores["dense"] for hit in hits[:k]], scores["dense"], k))
        shares["hybrid@10"].append(_share([hit.score for hit in index.search(question.text, k=K)], fused, K))
    return {name: float(np.mean(found)) for name, found in shares.items()}


def _share(found: Sequence[float], every: Vectors, k: int) -> float:
    """By the scores: of passages that say the same, any will do."""
    floor = float(np.partition(every, -k)[-k])
    return sum(score >= floor - 1e-6 for score in found) / k


def _ndcg(qrels: dict[str, dict[str, int]], run: dict[str, dict[str, float]]) -> float:
    import ir_measures

    measure = ir_measures.parse_measure("nDCG@10")
    return float(ir_measures.calc_aggregate([measure], qrels, run)[measure])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--recall", action="store_true")
    given = parser.parse_args()
    made = Made(given.folder, given.count)
    build, opened = SYSTEMS[given.system]
    started = time.perf_counter()
    if given.recall:
        found = {"recall": recall(given.home, made.questions()[::3])}
    elif given.serve:
        search = opened(given.home)
        ready = time.perf_counter() - started
        found = {"open": ready, **ask(search, made.questions())}
    else:
        build(made, given.home)
        size = sum(path.stat().st_size for path in given.home.rglob("*") if path.is_file())
        found = {"build": time.perf_counter() - started, "disk": size / 1e6}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({**found, "peak": peak, "private": _private()}) + "\n")


def _private() -> float:
    """Memory of this process in MB without what it shares with files, which the system takes back when it needs it."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    main()
