"""Retrieval quality on a folder in BEIR's format: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/<split>.tsv``.

Thakur et al., *BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval Models* (2021).
The documents go the way of a collection's passages: the same analysis, the same windows, the same generation on disk.
"""

from __future__ import annotations

import csv
import json
import math
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from index import generation
from index.encoders import Encoder, open_encoder
from index.encoders.cross import Rerank, open_reranker, reranked
from index.errors import EvaluationError
from index.search import Index, Mode
from index.types import Passage
from ingest.segment import segment
from ingest.text import fold, normalise

DEPTH = 100
"""Documents that a run holds per question."""
MEASURES = {"ndcg@10": "nDCG@10", "recall@10": "R@10", "recall@100": "R@100", "mrr@10": "RR@10"}

ABLATION: Mapping[str, tuple[Mode, tuple[str, ...]]] = {
    "hybrid": ("hybrid", ()),
    "lexical": ("lexical", ()),
    "dense": ("dense", ()),
    "hybrid - ranker": ("hybrid", ("ranker",)),
    "hybrid - syllables": ("hybrid", ("syllables",)),
    "hybrid - accented": ("hybrid", ("accented",)),
    "hybrid - pairs": ("hybrid", ("pairs",)),
    "hybrid - words": ("hybrid", ("words",)),
    "lexical - syllables": ("lexical", ("syllables",)),
    "lexical - accented": ("lexical", ("accented",)),
    "lexical - pairs": ("lexical", ("pairs",)),
    "lexical - words": ("lexical", ("words",)),
}
"""By what a row is called, the retrievers that take part, and the parts that are left out of the first stage.

The features of the ranker stay what they are; ``python -m index.ranking.train`` learns it anew without each.
"""

Qrels = dict[str, dict[str, int]]
Typing = Literal["full", "half", "none"]


def run(
    folder: Path,
    split: str = "dev",
    *,
    mode: Mode = "hybrid",
    typed: Typing = "full",
    words: bool = True,
    without: Collection[str] = (),
    encoder: Encoder | None = None,
) -> dict[str, Any]:
    """Build an index of the folder's documents and ask its questions.

    Args:
        folder: a BEIR collection.
        split: name of the qrels file.
        mode: which retrievers take part.
        typed: with how many of their diacritics the questions are asked, see :func:`as_typed`.
        words: segment the documents with underthesea; ``False`` shows what that brings.
        without: what else is left out, see :meth:`index.search.Index.search`.
        encoder: the embedding model; ``KB_MODEL`` or the default one when ``None``. ``KB_RERANKER`` counts, too.

    Returns:
        ``mode``, ``queries``, ``docs``, the measures from 0 to 1, ``seconds_build`` and ``ms_per_query``.

    Raises:
        EvaluationError: the folder is no BEIR collection.
    """
    test = Judged.read(folder, split, words=words)
    with TemporaryDirectory(prefix="cancu-eval-") as home:
        started = time.perf_counter()
        index = test.index(Path(home), encoder or open_encoder())
        built = time.perf_counter()
        found = _asked(test, index, mode, typed, without)
    return {
        "mode": mode,
        "queries": len(test.queries),
        "docs": len(test.passages),
        **measure(test.qrels, found),
        "seconds_build": round(test.seconds + built - started, 2),
        "ms_per_query": round((time.perf_counter() - built) / len(test.queries) * 1000, 2),
    }


def ablation(folder: Path, split: str = "dev", *, typed: Typing = "full") -> list[dict[str, Any]]:
    """What each part of the search brings: the measures of the whole, of each retriever alone, and of the whole without a part.

    Args:
        folder: a BEIR collection.
        split: name of the qrels file.
        typed: as in :func:`run`.

    Returns:
        One row for each line of :data:`ABLATION`: ``part``, and the measures.

    Raises:
        EvaluationError: the folder is no BEIR collection.
    """
    test, encoder = Judged.read(folder, split), open_encoder()
    rows = []
    with TemporaryDirectory(prefix="cancu-eval-") as home:
        index = test.index(Path(home), encoder)
        for part, (mode, without) in ABLATION.items():
            rows.append({"part": part, **measure(test.qrels, _asked(test, index, mode, typed, without))})
    return rows


@dataclass(frozen=True, slots=True)
class Judged:
    """A BEIR folder, read.

    Attributes:
        passages: its documents, one passage each.
        queries: those that the split judges.
        qrels: the judgements.
        seconds: that reading and segmenting took.
    """

    passages: Sequence[Passage]
    queries: Mapping[str, str]
    qrels: Qrels
    seconds: float

    @classmethod
    def read(cls, folder: Path, split: str, *, words: bool = True) -> Judged:
        """Read a folder.

        Raises:
            EvaluationError: it is no BEIR collection.
        """
        started = time.perf_counter()
        qrels = _qrels(folder, split)
        queries = {row["_id"]: row.get("text") or "" for row in _rows(folder / "queries.jsonl") if row["_id"] in qrels}
        if not queries:
            raise EvaluationError(f"{folder}: không câu hỏi nào của queries.jsonl có trong qrels/{split}.tsv")
        passages = [_passage(row, words=words) for row in _rows(folder / "corpus.jsonl")]
        return cls(passages, queries, qrels, time.perf_counter() - started)

    def index(self, home: Path, encoder: Encoder) -> Index:
        """An index of the documents."""
        return Index(generation.build(self.passages, encoder, home), encoder)


def as_typed(query: str, typed: Typing) -> str:
    """A question as somebody types it who leaves out diacritics: none of them, all, or those of every other syllable.

    >>> as_typed("giám sát và phản biện", "half")
    'giam sát va phản bien'
    """
    if typed == "full":
        return query
    if typed == "none":
        return fold(normalise(query))
    parts = normalise(query).split(" ")
    return " ".join(part if place % 2 else fold(part) for place, part in enumerate(parts))


def measure(qrels: Mapping[str, Mapping[str, int]], found: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The means of the measures over the questions, by ``ir-measures``.

    >>> measure({"q": {"a": 1}}, {"q": {"b": 2.0, "a": 1.0}})["mrr@10"]
    0.5
    """
    import ir_measures

    parsed = {key: ir_measures.parse_measure(name) for key, name in MEASURES.items()}
    values = ir_measures.calc_aggregate(parsed.values(), qrels, found)
    return {key: round(float(values[name]), 4) for key, name in parsed.items()}


def _rerank(texts: Mapping[str, str]) -> Rerank | None:
    model = open_reranker()
    return (
        None
        if model is None
        else (lambda query, hits: reranked(query, hits, [texts[hit.passage] for hit in hits], model))
    )


def _asked(
    test: Judged, index: Index, mode: Mode, typed: Typing, without: Collection[str]
) -> dict[str, dict[str, float]]:
    rerank = _rerank({passage.id: passage.text for passage in test.passages})
    return {name: _answer(index, as_typed(text, typed), mode, rerank, without) for name, text in test.queries.items()}


def _answer(index: Index, query: str, mode: Mode, rerank: Rerank | None, without: Collection[str]) -> dict[str, float]:
    hits = index.search(query, k=DEPTH, mode=mode, rerank=rerank, without=without)
    # Measures sort by score alone; equal scores keep the order of the search.
    return {hit.passage: hit.score - rank * 1e-7 for rank, hit in enumerate(hits)}


def _passage(row: Mapping[str, Any], *, words: bool) -> Passage:
    title, text = normalise(row.get("title") or ""), normalise(row.get("text") or "")
    name = str(row["_id"])
    return Passage(name, name, 0, len(text), text, context=title, words=segment(text) if words else "")


def _qrels(folder: Path, split: str) -> Qrels:
    path = folder / "qrels" / f"{split}.tsv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        qrels: Qrels = {}
        for query, document, grade in rows[1:]:
            if not math.isclose(float(grade), 0):
                qrels.setdefault(query, {})[document] = int(float(grade))
    except FileNotFoundError as error:
        known = ", ".join(sorted(found.stem for found in (folder / "qrels").glob("*.tsv"))) or "không có"
        raise EvaluationError(f"Không thấy {path}; các bộ có trong thư mục: {known}") from error
    except (OSError, ValueError) as error:
        raise EvaluationError(
            f"{path}: mỗi dòng phải có ba cột query-id, corpus-id, score cách nhau bằng tab"
        ) from error
    return qrels


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    number = 0
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):  # noqa: B007 (the error names the line)
                if line.strip():
                    row = json.loads(line)
                    yield {**row, "_id": str(row["_id"])}
    except FileNotFoundError as error:
        raise EvaluationError(
            f"Không thấy {path}; một thư mục BEIR có corpus.jsonl, queries.jsonl và qrels/"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path}, dòng {number}: phải là một đối tượng JSON có _id và text") from error
