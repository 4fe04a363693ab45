"""BM25 over the fields of the analysis, summed with weights, computed when a question comes.

Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009); the idf is Lucene's.
A passage is scored as a whole and by its best window, where the question's words stand close together.

How rare a term is and how long a text is beside the others are sums over the segments: what a passage scores does not
depend on which segment it lies in, and an index that has grown scores as one that was built at once, to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.analysis import Terms
from index.postings import Postings
from index.segment import Part, Segment
from index.units import Writer

Scores = NDArray[np.float32]

K1 = 1.2
B = 0.75
WEIGHTS: Mapping[str, float] = {"syllables": 0.3, "accented": 0.3, "pairs": 0.5, "words": 0.4}
WINDOWS_WEIGHT = 1.0
"""Of the best window's score; that of the whole passage counts once."""

_Hold = tuple[NDArray[Any], NDArray[np.float64]]
"""Rows that hold a term, and how often."""


class Lexical:
    """BM25 scores of the rows of a generation.

    Args:
        parts: its segments.
        count: its rows.
    """

    def __init__(self, parts: Sequence[Part], count: int) -> None:
        self._parts = [_Opened(part) for part in parts]
        self._count = count

    @classmethod
    def build(cls, contexts: Iterable[Terms], texts: Iterable[Terms]) -> Self:
        """An index in memory: the terms of the headings above each text, and of the text itself."""
        writer, above = Writer(), list(contexts)
        for terms in (*texts, *above):
            writer.add(terms)
        rows = range(len(above))
        units = [len(above) + row for row in rows]
        block = writer.block(rows, units, rows, np.arange(0, dtype=np.int32), np.zeros((0, 1), dtype=np.float32))
        return cls([Part("", Segment.of(block), np.arange(len(above), dtype=np.int32))], len(above))

    def scores(self, query: Terms, weights: Mapping[str, float] = WEIGHTS) -> Scores:
        """The score of every row; zeros where nothing matches."""
        totals = [part.zeros() for part in self._parts]
        for field, weight in weights.items():
            tokens = bag(query, field)
            if not weight or not tokens:
                continue
            found = [part.zeros() for part in self._parts]
            for token in tokens:
                self._add(field, token, found)
            for total, some in zip(totals, found, strict=True):
                for level, scores in some.items():
                    total[level] += np.float32(weight) * scores
        whole = np.zeros(self._count, dtype=np.float32)
        for part, total in zip(self._parts, totals, strict=True):
            part.spread(total, whole)
        return whole

    def frequency(self, token: str) -> int:
        """In how many rows a syllable, a symbol or a pair stands."""
        return self._frequency("syllables", token) or self._frequency("pairs", token)

    def known(self, field: str) -> Container[str]:
        """The terms of a field."""
        return _Known(self, field)

    def _frequency(self, field: str, token: str) -> int:
        return sum(part.frequency(field, token) for part in self._parts)

    def _add(self, field: str, token: str, found: Sequence[dict[str, Scores]]) -> None:
        """Add what one term brings to every row and every window."""
        holding = [(part.holds(field, "rows", token), part.holds(field, "windows", token)) for part in self._parts]
        whole = sum(rows[0].size for rows, _ in holding)
        if not whole:
            return
        short = sum(
            int(np.count_nonzero(part.short[rows[0]])) for part, (rows, _) in zip(self._parts, holding, strict=True)
        )
        windows = short + sum(own[0].size for _, own in holding)
        rarity = _idf(whole, self._rows), _idf(windows, self._windows) if windows else np.float64(0)
        mean, mean_window = self._means[field]
        for part, (rows, own), scores in zip(self._parts, holding, found, strict=True):
            part.add(scores["rows"], rows, part.norms(field, "rows", mean), rarity[0])
            if windows:
                part.add(scores["short"], rows, part.norms(field, "short", mean_window), rarity[1])
                part.add(scores["windows"], own, part.norms(field, "windows", mean_window), rarity[1])

    @cached_property
    def _rows(self) -> int:
        return sum(int(np.count_nonzero(part.alive)) for part in self._parts)

    @cached_property
    def _windows(self) -> int:
        return sum(int(np.count_nonzero(part.alive & part.short)) + part.windows for part in self._parts)

    @cached_property
    def _means(self) -> dict[str, tuple[float, float]]:
        """The mean number of terms of a row and of a window, by field."""
        means = {}
        for field in WEIGHTS:
            lengths = [part.lengths(field) for part in self._parts]
            rows = sum(whole for whole, _, _ in lengths)
            windows = sum(short + own for _, short, own in lengths)
            means[field] = (rows / max(self._rows, 1), windows / max(self._windows, 1))
        return means


class _Opened:
    """A part with what is computed of it once."""

    def __init__(self, part: Part) -> None:
        self.segment = part.segment
        self.rows = part.rows
        self.alive = part.alive
        self.whole = bool(self.alive.all())
        self.short = ~part.segment.long_rows
        self._owners = part.segment.arrays["windows.owners"]
        self._norms: dict[tuple[str, str], NDArray[np.float64]] = {}

    @cached_property
    def windows(self) -> int:
        """How many windows the long rows that live have."""
        return int(np.count_nonzero(self.alive[self._owners]))

    def zeros(self) -> dict[str, Scores]:
        """Scores of rows, of rows that are their own window, and of windows."""
        rows = len(self.segment)
        sizes = {"rows": rows, "short": rows, "windows": len(self._owners)}
        return {level: np.zeros(size, dtype=np.float32) for level, size in sizes.items()}

    def holds(self, field: str, level: str, token: str) -> _Hold:
        """The living rows or windows that hold a term."""
        number = self.segment.term(field, token)
        postings = self._postings(field, level)
        if number is None:
            return postings.rows[:0], np.zeros(0)
        start, end = int(postings.starts[number]), int(postings.starts[number + 1])
        rows, counts = postings.rows[start:end], postings.counts[start:end].astype(np.float64)
        if not self.whole:
            living = self.alive[rows if level == "rows" else self._owners[rows]]
            rows, counts = rows[living], counts[living]
        return rows, counts

    def frequency(self, field: str, token: str) -> int:
        """How many living rows hold a term."""
        number = self.segment.term(field, token)
        if number is None:
            return 0
        postings = self._postings(field, "rows")
        start, end = int(postings.starts[number]), int(postings.starts[number + 1])
        return end - start if self.whole else int(np.count_nonzero(self.alive[postings.rows[start:end]]))

    def lengths(self, field: str) -> tuple[int, int, int]:
        """Terms of all rows, of those that are their own window, and of all windows."""
        rows = self._postings(field, "rows").lengths
        windows = self._postings(field, "windows").lengths
        return (
            int(rows[self.alive].sum(dtype=np.int64)),
            int(rows[self.alive & self.short].sum(dtype=np.int64)),
            int(windows[self.alive[self._owners]].sum(dtype=np.int64)),
        )

    def norms(self, field: str, level: str, mean: float) -> NDArray[np.float64]:
        """What the length of each row adds under a term's count."""
        if (field, level) not in self._norms:
            lengths = self._postings(field, "windows" if level == "windows" else "rows").lengths.astype(np.float64)
            norms = K1 * ((1 - B) + B * lengths / mean) if mean else lengths
            if level == "short":
                norms[~self.short] = np.inf  # Their windows are scored one by one.
            self._norms[field, level] = norms
        return self._norms[field, level]

    @staticmethod
    def add(scores: Scores, held: _Hold, norms: NDArray[np.float64], rarity: np.float64) -> None:
        """Add the share of one term: idf times its count, saturated."""
        rows, counts = held
        share = norms[rows]
        share += counts
        np.divide(counts, share, out=share)
        share *= rarity
        scores[rows] += share.astype(np.float32)

    def spread(self, scores: dict[str, Scores], whole: Scores) -> None:
        """Put the scores of the rows in their places in the generation."""
        best = scores["short"]
        if len(self._owners):
            firsts = self.segment.firsts
            best[self._owners[firsts]] = np.maximum.reduceat(scores["windows"], firsts)
        total = scores["rows"] + np.float32(WINDOWS_WEIGHT) * best
        if self.whole:
            whole[self.rows] = total
        else:
            whole[self.rows[self.alive]] = total[self.alive]

    def _postings(self, field: str, level: str) -> Postings:
        return self.segment.postings(level, field)


class _Known(Container[str]):
    """Which terms a field holds."""

    def __init__(self, lexical: Lexical, field: str) -> None:
        self._lexical = lexical
        self._field = field

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and self._lexical._frequency(self._field, term) > 0  # noqa: SLF001


def _idf(frequency: int, count: int) -> np.float64:
    """Rounded to the precision of a score."""
    return np.float64(np.float32(math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))))


def bag(terms: Terms, field: str) -> tuple[str, ...]:
    """What a field holds; symbols stand among the syllables."""
    if field == "syllables":
        return terms.syllables + terms.symbols
    found: tuple[str, ...] = getattr(terms, field)
    return found
