"""How near the passages of a generation are to a question: each as near as its best window.

All windows of small segments are compared. Of large ones, the nearest windows are found by clusters
(:mod:`index.clusters`), and their passages compared exactly; all others are taken to be no nearer than the last of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index import clusters, dense
from index.candidates import Near
from index.segment import Part
from index.units import Places, ragged

if TYPE_CHECKING:
    import faiss

Vectors = NDArray[np.float32]
Scores = NDArray[np.float32]

FEWEST, FOR_EACH = 1024, 8
"""Windows that are looked for by clusters: at least, and for each passage that is wanted."""


class Nearest:
    """The vectors of a generation.

    Args:
        parts: its segments, each with its windows.
        count: its rows.
        mean: of all vectors.
    """

    def __init__(self, parts: Sequence[Windows], count: int, mean: Vectors) -> None:
        self._parts = parts
        self._count = count
        self._mean = mean

    def all(self, query: Vectors) -> Scores:
        """The cosine of every row with a normalised query."""
        best = np.full(self._count, dense.FAR, dtype=np.float32)
        for part in self._parts:
            part.spread(part.all(query, self._mean), best)
        return best

    def near(self, query: Vectors, count: int) -> Near:
        """The cosine of the nearest rows, and what that of the others is at most.

        Args:
            query: normalised.
            count: how many rows are wanted.
        """
        if all(part.clustered is None for part in self._parts):
            every = self.all(query)
            return Near(every, every.__getitem__)
        most = np.full(self._count, dense.FAR, dtype=np.float32)
        for part in self._parts:
            part.spread(part.most(query, self._mean, max(FEWEST, FOR_EACH * count)), most)
        return Near(most, lambda rows: self._of(query, rows), exact=False)

    def _of(self, query: Vectors, rows: NDArray[np.intp]) -> Scores:
        """The cosine of some rows, ascending."""
        found = np.full(len(rows), dense.FAR, dtype=np.float32)
        for part in self._parts:
            local = part.local[rows]
            chosen = np.flatnonzero(local >= 0)
            if len(chosen):
                found[chosen] = part.of(query, self._mean, local[chosen])
        return found


class Windows:
    """The windows of one segment.

    Args:
        part: the segment in its generation.
        flat: the exact index of its raw vectors.
        clustered: the approximate one, where there is one.
        lengths: see :func:`index.dense.lengths`.
        count: rows of the generation.
    """

    def __init__(
        self, part: Part, flat: faiss.IndexFlat, clustered: faiss.IndexIVF | None, lengths: Vectors, count: int
    ) -> None:
        self._part = part
        self._flat = flat
        self.clustered = clustered
        self._lengths = lengths
        self._count = count
        self._owners = part.segment.arrays["vectors.owners"]

    def all(self, query: Vectors, mean: Vectors) -> Scores:
        """The cosine of every row."""
        windows = dense.scores(self._flat, self._lengths, mean, query)
        best = np.full(len(self._part.segment), dense.FAR, dtype=np.float32)
        if len(windows):
            firsts = np.flatnonzero(np.concatenate([[True], self._owners[1:] != self._owners[:-1]]))
            best[self._owners[firsts]] = np.maximum(np.maximum.reduceat(windows, firsts), dense.FAR)
        return best

    def most(self, query: Vectors, mean: Vectors, count: int) -> Scores:
        """The cosine of the nearest rows, and of the others that of the last one that was found."""
        if self.clustered is None:
            return self.all(query, mean)
        found = np.sort(clusters.nearest(self.clustered, query, min(count, len(self._owners))))
        if not len(found):
            return self.all(query, mean)
        last = dense.scores_of(self._flat, self._lengths, mean, query, found).min()
        best = np.full(len(self._part.segment), last, dtype=np.float32)
        rows = np.unique(self._owners[found])
        best[rows] = self.of(query, mean, rows)
        return best

    def of(self, query: Vectors, mean: Vectors, rows: NDArray[np.signedinteger]) -> Scores:
        """The cosine of some rows of the segment."""
        starts, ends = self._ranges[rows], self._ranges[rows + 1]
        best = np.full(len(rows), dense.FAR, dtype=np.float32)
        windows = dense.scores_of(self._flat, self._lengths, mean, query, ragged(starts, ends))
        some = np.flatnonzero(ends > starts)
        if len(some):
            firsts = np.cumsum(np.concatenate([[0], (ends - starts)[some][:-1]]))
            best[some] = np.maximum(np.maximum.reduceat(windows, firsts), dense.FAR)
        return best

    def spread(self, scores: Scores, whole: Scores) -> None:
        """Put the scores of the rows in their places in the generation."""
        self._part.put(scores, whole)

    @cached_property
    def local(self) -> NDArray[np.int32]:
        """The row of the segment that each row of the generation is, -1 where it lies in another one."""
        found = np.full(self._count, -1, dtype=np.int32)
        alive = np.flatnonzero(self._part.alive)
        found[self._part.rows[alive]] = alive
        return found

    @cached_property
    def _ranges(self) -> Places:
        return np.searchsorted(self._owners, np.arange(len(self._part.segment) + 1)).astype(np.int64)
