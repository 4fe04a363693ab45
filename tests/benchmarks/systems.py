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

from tests.benchmarks.made import Made, Question

K = 10
Vectors = NDArray[np.float32]
Search = Callable[[str], Sequence[tuple[str, float]]]
_WORD = re.compile(r"\w+")
_AT_ONCE = 4096


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


def build_txtai(made: Made, home: Path) -> None:
    """Its hybrid index, its own defaults for the number of rows; one vector for each passage, less the mean as ours."""
    import tempfile

    from index.encoders import open_encoder

    encoder = open_encoder("static")
    total, slices = np.zeros(encoder.dimension), []
    with tempfile.TemporaryFile(dir=home) as file:
        for some in _slices(made.count):
            vectors = encoder.encode_passages([_whole(passage) for passage in made.some(some)])
            total += vectors.sum(axis=0, dtype=np.float64)
            file.write(vectors.astype(np.float32).tobytes())
            slices.append(len(vectors))
        mean = (total / made.count).astype(np.float32)
        np.save(home / "mean.npy", mean)
        embeddings = _txtai(lambda texts: _batch(file, len(texts), mean))
        file.seek(0)
        embeddings.index((passage.id, _whole(passage), None) for some in _slices(made.count) for passage in made.some(some))
        embeddings.save(str(home / "txtai"))


def _batch(file: Any, count: int, mean: Vectors) -> Vectors:
    read = np.frombuffer(file.read(count * len(mean) * 4), dtype=np.float32).reshape(count, len(mean))
    return read - mean


def _txtai(transform: Callable[[Any], Vectors]) -> Any:
    from txtai.embeddings import Embeddings

    return Embeddings({"method": "external", "transform": transform, "hybrid": True})


def open_txtai(home: Path) -> Search:
    from index.encoders import open_encoder

    encoder, mean = open_encoder("static"), np.load(home / "mean.npy")
    embeddings = _txtai(lambda texts: np.stack([encoder.encode_query(text) - mean for text in texts]))
    embeddings.load(str(home / "txtai"))
    # A question goes to its transform alone; what the configuration on disk names cannot be a function.
    embeddings.model.transform = lambda texts: np.stack([encoder.encode_query(text) - mean for text in texts])
    return lambda text: embeddings.search(text, K)


def build_bm25s(made: Made, home: Path) -> None:
    import bm25s

    retriever = bm25s.BM25(k1=1.2, b=0.75)
    words = [_words(_whole(passage)) for some in _slices(made.count) for passage in made.some(some)]
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
    "txtai": (build_txtai, open_txtai),
    "bm25s": (build_bm25s, open_bm25s),
}


def ask(search: Search, questions: Sequence[Question]) -> dict[str, Any]:
    """Times of each question in milliseconds, and the quality for each development set."""
    for question in questions:
        search(question.text)
    times, runs, qrels = [], {}, {}
    for question in questions:
        started = time.perf_counter()
        found = search(question.text)
        times.append((time.perf_counter() - started) * 1000)
        if question.answers:
            runs.setdefault(question.source, {})[question.id] = {name: float(score) for name, score in found}
            qrels.setdefault(question.source, {})[question.id] = dict.fromkeys(question.answers, 1)
    quality = {source: _ndcg(qrels[source], runs[source]) for source in runs}
    return {"p50": float(np.percentile(times, 50)), "p95": float(np.percentile(times, 95)), "ndcg": quality}


def _ndcg(qrels: dict[str, dict[str, int]], run: dict[str, dict[str, float]]) -> float:
    import ir_measures

    measure = ir_measures.parse_measure("nDCG@10")
    return float(ir_measures.calc_aggregate([measure], qrels, run)[measure])


def _whole(passage: Any) -> str:
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _slices(count: int) -> Iterator[range]:
    for start in range(0, count, _AT_ONCE):
        yield range(start, min(start + _AT_ONCE, count))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("--serve", action="store_true")
    given = parser.parse_args()
    made = Made(given.folder, given.count)
    build, opened = SYSTEMS[given.system]
    started = time.perf_counter()
    if given.serve:
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
