"""BM25 over the fields of the analysis, summed with weights, computed when a question comes.

Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009); the idf is Lucene's.
A passage is scored as a whole and by its best window, where the question's words stand close together.

How rare a term is and how long a text is beside the others are sums over the segments: what a passage scores does not
depend on which segment it lies in, and an index that has grown scores as one that was built at once, to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
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

_ROUNDING = 1e-5
"""More than what sums of rounded numbers are off, as a share."""
TERMS = 1 << 15
"""Terms of which is remembered how rare they are and how much they can bring."""

Hold = tuple[NDArray[Any], NDArray[Any]]
"""Rows that hold a term, ascending, and how often."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A term of the question.

    Attributes:
        field, token: what it is.
        weight: of the field.
        frequency: rows that hold it.
        rarity: its idf among the rows, and among the windows.
        most: the most that it brings to any row, weighted, as a whole and by its best window.
    """

    field: str
    token: str
    weight: float
    frequency: int
    rarity: tuple[np.float64, np.float64]
    most: float


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """The part of each row of a generation, and its row there."""

    parts: NDArray[np.int16]
    rows: NDArray[np.int32]


class Lexical:
    """BM25 scores of the rows of a generation.

    Args:
        parts: its segments.
        count: its rows.
    """

    def __init__(self, parts: Sequence[Part], count: int) -> None:
        self.parts = [Opened(part) for part in parts]
        self.count = count
        self._rarity = lru_cache(TERMS)(self._rarity_of)
        self._most = lru_cache(TERMS)(self._most_of)

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
        totals = [part.zeros() for part in self.parts]
        for field, weight in weights.items():
            tokens = bag(query, field)
            if not weight or not tokens:
                continue
            found = [part.zeros() for part in self.parts]
            for token in tokens:
                self._add(field, token, found)
            for total, some in zip(totals, found, strict=True):
                for level, scores in some.items():
                    total[level] += np.float32(weight) * scores
        whole = np.zeros(self.count, dtype=np.float32)
        for part, total in zip(self.parts, totals, strict=True):
            part.spread(total, whole)
        return whole

    def frequency(self, token: str) -> int:
        """In how many rows a syllable, a symbol or a pair stands."""
        return self.holding("syllables", token) or self.holding("pairs", token)

    def known(self, field: str) -> Container[str]:
        """The terms of a field."""
        return _Known(self, field)

    def holding(self, field: str, token: str) -> int:
        """In how many rows a term of a field stands."""
        return sum(part.frequency(field, token) for part in self.parts)

    def weigh(self, query: Terms, weights: Mapping[str, float] = WEIGHTS) -> list[Weighed]:
        """The terms of a question that the collection has, field by field and in their order."""
        found = []
        for field, weight in weights.items():
            for token in bag(query, field) if weight else ():
                frequency, rarity = self._rarity(field, token)
                if frequency:
                    most = weight * self._most(field, token) * (1 + _ROUNDING)
                    found.append(Weighed(field, token, weight, frequency, rarity, most))
        return found

    def utmost(self, query: Terms, weights: Mapping[str, float] = WEIGHTS) -> float:
        """What a passage would score that said nothing but what the question says: the weighted sum of the idf."""
        return sum(
            weight * float(self._rarity(field, token)[1][0])
            for field, weight in weights.items()
            for token in bag(query, field)
            if weight
        )

    def _add(self, field: str, token: str, found: Sequence[dict[str, Scores]]) -> None:
        """Add what one term brings to every row and every window."""
        whole, rarity = self._rarity(field, token)
        if not whole:
            return
        for part, scores in zip(self.parts, found, strict=True):
            rows, own = part.holds(field, "rows", token), part.holds(field, "windows", token)
            part.add(scores["rows"], rows, self.norms(part, field, "rows"), rarity[0])
            if rarity[1]:
                part.add(scores["short"], rows, self.norms(part, field, "short"), rarity[1])
                part.add(scores["windows"], own, self.norms(part, field, "windows"), rarity[1])

    def norms(self, part: Opened, field: str, level: str) -> NDArray[np.float64]:
        """What the length of each row of a part adds under a term's count."""
        return part.norms(field, level, self._means[field][level != "rows"])

    def norms_at(self, part: Opened, field: str, level: str, rows: NDArray[Any]) -> NDArray[np.float64]:
        """:meth:`norms` of some rows of a part."""
        return part.norms_at(field, level, self._means[field][level != "rows"], rows)

    def least_norms(self, part: Opened, field: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """:meth:`norms` of the rows of a part, and the least of the windows of each, for sums whose last digits do not count."""
        return part.least_norms(field, *self._means[field])

    @cached_property
    def places(self) -> RowPlaces:
        """Where each row of the generation lies."""
        parts, rows = np.zeros(self.count, dtype=np.int16), np.zeros(self.count, dtype=np.int32)
        for number, part in enumerate(self.parts):
            local = np.flatnonzero(part.alive)
            parts[part.rows[local]], rows[part.rows[local]] = number, local
        return RowPlaces(parts, rows)

    def _rarity_of(self, field: str, token: str) -> tuple[int, tuple[np.float64, np.float64]]:
        """How many rows hold a term, and its idf among rows and among windows."""
        whole = windows = 0
        for part in self.parts:
            rows = part.holds(field, "rows", token)[0]
            whole += rows.size
            windows += int(np.count_nonzero(part.short[rows])) + part.holds(field, "windows", token)[0].size
        if not whole:
            return 0, (np.float64(0), np.float64(0))
        return whole, (_idf(whole, self._rows), _idf(windows, self._windows) if windows else np.float64(0))

    def _most_of(self, field: str, token: str) -> float:
        """The most that a term brings to any row."""
        _, rarity = self._rarity(field, token)
        most = [0.0, 0.0]
        for part in self.parts:
            rows, own = part.holds(field, "rows", token), part.holds(field, "windows", token)
            held = ((0, rows, "rows"), (1, rows, "short"), (1, own, "windows"))
            for place, (some, counts), level in held:
                if some.size:
                    share = (counts / (self.norms_at(part, field, level, some) + counts)).max()
                    most[place] = max(most[place], float(share))
        return most[0] * float(rarity[0]) + WINDOWS_WEIGHT * most[1] * float(rarity[1])

    @cached_property
    def _rows(self) -> int:
        return sum(int(np.count_nonzero(part.alive)) for part in self.parts)

    @cached_property
    def _windows(self) -> int:
        return sum(int(np.count_nonzero(part.alive & part.short)) + part.windows for part in self.parts)

    @cached_property
    def _means(self) -> dict[str, tuple[float, float]]:
        """The mean number of terms of a row and of a window, by field."""
        means = {}
        for field in WEIGHTS:
            lengths = [part.lengths(field) for part in self.parts]
            rows = sum(whole for whole, _, _ in lengths)
            windows = sum(short + own for _, short, own in lengths)
            means[field] = (rows / max(self._rows, 1), windows / max(self._windows, 1))
        return means


class Opened:
    """A part with what is computed of it once."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.segment = part.segment
        self.rows = part.rows
        self.alive = part.alive
        self.whole = bool(self.alive.all())
        self.short = ~part.segment.long_rows
        self._owners = part.segment.arrays["windows.owners"]
        self._norms: dict[tuple[str, str], NDArray[np.float64]] = {}
        self._light: dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}
        self._opened: dict[tuple[str, str], Postings] = {}
        self.number = lru_cache(TERMS)(self.segment.term)

    @cached_property
    def windows(self) -> int:
        """How many windows the long rows that live have."""
        return int(np.count_nonzero(self.alive[self._owners]))

    def zeros(self) -> dict[str, Scores]:
        """Scores of rows, of rows that are their own window, and of windows."""
        return {level: np.zeros(self._size(level), dtype=np.float32) for level in ("rows", "short", "windows")}

    def holds(self, field: str, level: str, token: str) -> Hold:
        """The living rows or windows that hold a term."""
        number = self.number(field, token)
        postings = self._postings(field, level)
        if number is None:
            return postings.rows[:0], postings.counts[:0]
        start, end = int(postings.starts[number]), int(postings.starts[number + 1])
        rows, counts = postings.rows[start:end], postings.counts[start:end]
        if not self.whole:
            living = self.alive[rows if level == "rows" else self._owners[rows]]
            rows, counts = rows[living], counts[living]
        return rows, counts

    def frequency(self, field: str, token: str) -> int:
        """How many living rows hold a term."""
        number = self.number(field, token)
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
            self._norms[field, level] = self.norms_at(field, level, mean, np.arange(self._size(level)))
        return self._norms[field, level]

    def norms_at(self, field: str, level: str, mean: float, rows: NDArray[Any]) -> NDArray[np.float64]:
        """:meth:`norms` of some rows."""
        lengths = self._postings(field, "windows" if level == "windows" else "rows").lengths[rows].astype(np.float64)
        norms: NDArray[np.float64] = K1 * ((1 - B) + B * lengths / mean) if mean else lengths
        if level == "short":
            norms[~self.short[rows]] = np.inf  # Their windows are scored one by one.
        return norms

    def least_norms(
        self, field: str, mean: float, mean_window: float
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """:meth:`norms` of the rows, and the least of the windows of each."""
        if field not in self._light:
            every = np.arange(len(self.segment))
            windows = self.norms_at(field, "short", mean_window, every)
            if self.windows:
                firsts = self.segment.firsts
                own = self.norms_at(field, "windows", mean_window, np.arange(self.windows))
                windows[self._owners[firsts]] = np.minimum.reduceat(own, firsts)
            rows = self.norms_at(field, "rows", mean, every)
            self._light[field] = (rows.astype(np.float32), windows.astype(np.float32))
        return self._light[field]

    @cached_property
    def ranges(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The first window of each row, and the one after its last; the same where it has none of its own."""
        rows = np.arange(len(self.segment))
        return np.searchsorted(self._owners, rows, side="left"), np.searchsorted(self._owners, rows, side="right")

    @staticmethod
    def add(scores: Scores, held: Hold, norms: NDArray[np.float64], rarity: np.float64) -> None:
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
        self.put(scores["rows"] + np.float32(WINDOWS_WEIGHT) * best, whole)

    def put(self, scores: NDArray[Any], whole: Scores) -> None:
        """Put one number for each row of the segment in the places of the rows in the generation."""
        self.part.put(scores, whole)

    def _size(self, level: str) -> int:
        return len(self._owners) if level == "windows" else len(self.segment)

    def _postings(self, field: str, level: str) -> Postings:
        if (field, level) not in self._opened:
            self._opened[field, level] = self.segment.postings(level, field)
        return self._opened[field, level]


class _Known(Container[str]):
    """Which terms a field holds."""

    def __init__(self, lexical: Lexical, field: str) -> None:
        self._lexical = lexical
        self._field = field

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and self._lexical.holding(self._field, term) > 0


def _idf(frequency: int, count: int) -> np.float64:
    """Rounded to the precision of a score."""
    return np.float64(np.float32(math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))))


def bag(terms: Terms, field: str) -> tuple[str, ...]:
    """What a field holds; symbols stand among the syllables."""
    if field == "syllables":
        return terms.syllables + terms.symbols
    found: tuple[str, ...] = getattr(terms, field)
    return found
