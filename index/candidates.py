"""The best passages of a hybrid search, without scoring all: the threshold algorithm (Fagin, Lotem and Naor, 2001).

Nearness comes first: of the nearest passages it is known, and no other is nearer than the last of them. The terms of the
question are added up until it is certain which passages can be among the best; these alone are scored exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import fusion
from index.pruned import Pruned

Scores = NDArray[np.float32]
Rows = NDArray[np.intp]

FIRST = 100
"""Rows that are scored at once: one by one they take as long."""
MANY = 600
"""Rows that can be among the best, from which it pays to add up more terms before they are scored."""
ENOUGH = 2000
"""Rows that are scored at most where nearness itself is not certain: those that can score most."""
_SAMPLED = 16
_SLACK = 1e-5
"""More than what rounded sums are off, beside one and what a question can score."""


@dataclass(frozen=True, slots=True)
class Near:
    """How near the passages are to a question.

    Attributes:
        most: of each row, at most.
        of: how near some rows are.
        exact: whether ``most`` is certain.
    """

    most: Scores
    of: Callable[[Rows], Scores]
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """Rows with their scores, the best first.

    Attributes:
        rows: of the generation.
        scores: by retriever.
        fused: what they are ordered by.
    """

    rows: Rows
    scores: dict[str, Scores]
    fused: Scores


@dataclass(frozen=True, slots=True)
class Search:
    """What a question is compared with.

    Attributes:
        rows: of the generation.
        pruned: the lexical scores of the question, where it has terms that are known.
        near: how near the rows are, where the question has a vector.
        weights: of the retrievers' scores.
        utmost: what the question can score at most, weighted.
        allowed: which rows may be returned; ``None``: all.
    """

    rows: int
    pruned: Pruned | None
    near: Near | None
    weights: Mapping[str, np.float32]
    utmost: float
    allowed: NDArray[np.bool_] | None

    def best(self, count: int) -> Found:
        """The best rows by the fused score: the first ``count`` are right, and some more follow."""
        found = self.score(self.guess(count))
        while True:
            floor = found.fused[count - 1] if len(found.fused) >= count else -np.inf
            others = self.possible(np.float32(floor), found.rows)
            if len(others) <= MANY or self.pruned is None or not self.pruned.step():
                break
        if self.near is not None and not self.near.exact and len(others) > ENOUGH:
            upper = self._upper()[others]
            others = np.sort(others[np.argpartition(-upper, ENOUGH)[:ENOUGH]])
        return _joined(found, self.score(others)) if len(others) else found

    def guess(self, count: int) -> Rows:
        """Rows that are probably among the best."""
        if self.pruned is not None:
            self.pruned.step()
        upper = self._upper()
        some = min(max(FIRST, 2 * count), len(upper))
        chosen = np.sort(_largest(upper, some))
        return chosen[np.isfinite(upper[chosen])]

    def possible(self, floor: np.float32, done: Rows) -> Rows:
        """The rows that can reach a score, without those that have theirs."""
        upper = self._upper()
        upper[done] = -np.inf
        found: Rows = np.flatnonzero(upper >= floor) if np.isfinite(floor) else np.flatnonzero(np.isfinite(upper))
        return found

    def score(self, rows: Rows) -> Found:
        """The scores of some rows, ascending, by every retriever."""
        scores = {}
        if self.pruned is not None:
            scores["lexical"] = self.pruned.exact(rows)
        if self.near is not None:
            scores["dense"] = self.near.of(rows)
        return _ordered(rows, scores, fusion.weighted(scores, self.weights))

    def _upper(self) -> Scores:
        """The most that each row can score; nothing where it is not allowed."""
        upper = np.full(self.rows, _SLACK * (1 + self.utmost), dtype=np.float32)
        if self.pruned is not None:
            upper += (self.pruned.most() + np.float32(self.pruned.left)) * self.weights["lexical"]
        if self.near is not None:
            upper += self.near.most * self.weights["dense"]
        if self.allowed is not None:
            upper[~self.allowed] = -np.inf
        return upper


def _largest(values: Scores, count: int) -> Rows:
    """Where the ``count`` largest values are; a sample tells about how large these are."""
    sample = values[::_SAMPLED]
    place = count // _SAMPLED + 1
    rows = np.zeros(0, dtype=np.intp)
    if 4 * place < len(sample):
        rows = np.flatnonzero(values >= np.partition(sample, -4 * place)[-4 * place])
    if len(rows) < count:
        rows = np.arange(len(values), dtype=np.intp)
    if len(rows) == count:
        return rows
    found: Rows = rows[np.argpartition(-values[rows], count - 1)[:count]]
    return found


def _ordered(rows: Rows, scores: dict[str, Scores], fused: Scores) -> Found:
    """The best first; of equals, the one that stands first in the generation."""
    order = np.lexsort((rows, -fused))
    return Found(rows[order], {name: found[order] for name, found in scores.items()}, fused[order])


def _joined(one: Found, other: Found) -> Found:
    scores = {name: np.concatenate([found, other.scores[name]]) for name, found in one.scores.items()}
    return _ordered(np.concatenate([one.rows, other.rows]), scores, np.concatenate([one.fused, other.fused]))
