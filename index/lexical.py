"""BM25 over the fields of the analysis, one ``bm25s`` index per field, summed with weights.

Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009); the idf is Lucene's.
A passage is scored as a whole and by its best window, where the question's words stand close together.
bm25s was taken over tantivy because it scores every passage, which exact filters and fusion need.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.analysis import Terms
from index.encoders.protocol import Window
from index.windows import spans

Scores = NDArray[np.float32]

K1 = 1.2
B = 0.75
WEIGHTS: Mapping[str, float] = {"syllables": 0.3, "accented": 0.3, "pairs": 0.5, "words": 0.4}
WINDOW = Window(60, 30)
WINDOWS_WEIGHT = 1.0
"""Of the best window's score; that of the whole passage counts once."""


class Fields:
    """One BM25 index per field over the same texts."""

    def __init__(self, indexes: Mapping[str, Any], count: int) -> None:
        self._indexes = dict(indexes)
        self.count = count

    @classmethod
    def build(cls, texts: Sequence[Terms]) -> Self:
        """Index texts in the order of their rows."""
        BM25 = _bm25()  # noqa: N806
        indexes: dict[str, Any] = {}
        for name in WEIGHTS:
            bags = [list(bag(terms, name)) for terms in texts]
            if any(bags):
                indexes[name] = BM25(k1=K1, b=B, method="lucene")
                indexes[name].index(bags, create_empty_token=False, show_progress=False)
        return cls(indexes, len(texts))

    @classmethod
    def load(cls, folder: Path, count: int) -> Self:
        """Open what :meth:`save` wrote, memory-mapped."""
        BM25 = _bm25()  # noqa: N806
        present = [name for name in WEIGHTS if (folder / name).is_dir()]
        return cls({name: BM25.load(folder / name, mmap=True, show_progress=False) for name in present}, count)

    def save(self, folder: Path) -> None:
        """Write one folder per field."""
        for name, index in self._indexes.items():
            index.save(folder / name, show_progress=False)

    def scores(self, query: Terms, weights: Mapping[str, float]) -> Scores:
        """The score of every text; zeros where nothing matches."""
        total = np.zeros(self.count, dtype=np.float32)
        for name, weight in weights.items():
            tokens = list(bag(query, name))
            if weight and tokens and name in self._indexes:
                total += np.float32(weight) * self._indexes[name].get_scores(tokens)
        return total

    def vocabulary(self, name: str) -> Mapping[str, int]:
        """The terms of a field and their rows in its index."""
        terms: Mapping[str, int] = self._indexes[name].vocab_dict if name in self._indexes else {}
        return terms

    def frequency(self, name: str, term: str) -> int:
        """In how many texts a term stands."""
        row = self.vocabulary(name).get(term)
        if row is None:
            return 0
        starts = self._indexes[name].scores["indptr"]
        return int(starts[row + 1] - starts[row])


class Lexical:
    """BM25 scores of passages.

    Args:
        passages: the passages as wholes.
        windows: their windows.
        starts: row of each passage's first window.
    """

    def __init__(self, passages: Fields, windows: Fields, starts: NDArray[np.intp]) -> None:
        self._passages = passages
        self._windows = windows
        self._starts = starts

    @classmethod
    def build(cls, contexts: Iterable[Terms], texts: Iterable[Terms]) -> Self:
        """Index passages: the terms of the headings above each, and of its text."""
        wholes: list[Terms] = []
        windows: list[Terms] = []
        starts: list[int] = []
        for context, text in zip(contexts, texts, strict=True):
            wholes.append(context + text)
            starts.append(len(windows))
            windows += [context + text.part(start, end) for start, end in spans(len(text.syllables), WINDOW)]
        return cls(Fields.build(wholes), Fields.build(windows), np.asarray(starts, dtype=np.intp))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open what :meth:`save` wrote."""
        starts: NDArray[np.intp] = np.load(folder / "starts.npy")
        count = int(np.load(folder / "count.npy"))
        return cls(Fields.load(folder / "passages", len(starts)), Fields.load(folder / "windows", count), starts)

    def save(self, folder: Path) -> None:
        """Write a folder."""
        folder.mkdir(parents=True)
        np.save(folder / "starts.npy", self._starts)
        np.save(folder / "count.npy", np.int64(self._windows.count))
        self._passages.save(folder / "passages")
        self._windows.save(folder / "windows")

    def scores(self, query: Terms, weights: Mapping[str, float] = WEIGHTS) -> Scores:
        """The score of every passage; zeros where nothing matches."""
        wholes = self._passages.scores(query, weights)
        if not len(self._starts) or not WINDOWS_WEIGHT:
            return wholes
        best: Scores = np.maximum.reduceat(self._windows.scores(query, weights), self._starts)
        wholes += np.float32(WINDOWS_WEIGHT) * best
        return wholes

    def frequency(self, token: str) -> int:
        """In how many passages a syllable, a symbol or a pair stands."""
        return self._passages.frequency("syllables", token) or self._passages.frequency("pairs", token)

    def known(self, field: str) -> Mapping[str, int]:
        """The terms of a field."""
        return self._passages.vocabulary(field)


def bag(terms: Terms, field: str) -> tuple[str, ...]:
    """What a field holds; symbols stand among the syllables."""
    if field == "syllables":
        return terms.syllables + terms.symbols
    found: tuple[str, ...] = getattr(terms, field)
    return found


def _bm25() -> type[Any]:
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # It sets itself to DEBUG.
    found: type[Any] = bm25s.BM25
    return found
