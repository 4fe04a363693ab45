"""BM25 of the rows that can be among the best, and of no others: MaxScore (Turtle and Flood, 1995) over whole arrays.

Terms that few rows hold are added up for all rows. What the frequent ones could still bring is known beforehand, and most
rows are out before they are looked at. The rows that are left get their score in the same arithmetic as
:meth:`index.lexical.Lexical.scores`, to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from index.forward import Forward
from index.lexical import WINDOWS_WEIGHT, Lexical, Opened, Scores, Weighed
from index.units import Places, ragged

SHARES = (0.1, 0.3, 1.0)
"""Terms are added up in this order: those in at most this share of the rows first."""


class Pruned:
    """The scores of one question, as far as they have been worked out.

    Args:
        lexical: of the generation.
        terms: of the question.
    """

    def __init__(self, lexical: Lexical, terms: Sequence[Weighed]) -> None:
        self._lexical = lexical
        self._terms = terms
        self._sums = [_Sums(lexical, part) for part in lexical.parts]
        self._steps = list(_by_share(terms, lexical.count))
        self.left = sum(term.most for term in terms)
        """The most that the terms that are not added up yet bring to any row."""

    def step(self) -> bool:
        """Add up some more terms; whether there were any."""
        if not self._steps:
            return False
        some = self._steps.pop(0)
        for sums in self._sums:
            sums.add(some)
        self.left = sum(term.most for step in self._steps for term in step)
        return True

    def most(self) -> Scores:
        """The most that each row can have by the terms that are added up, but for rounding."""
        found = np.zeros(self._lexical.count, dtype=np.float32)
        for sums in self._sums:
            sums.spread(found)
        return found

    def exact(self, rows: NDArray[np.intp]) -> Scores:
        """The scores of some rows, ascending: those that :meth:`index.lexical.Lexical.scores` gives."""
        found = np.zeros(len(rows), dtype=np.float32)
        for number, part in enumerate(self._lexical.parts):
            chosen = np.flatnonzero(self._lexical.places.parts[rows] == number)
            if len(chosen):
                local = self._lexical.places.rows[rows[chosen]].astype(np.int64)
                order = np.argsort(local, kind="stable")
                found[chosen[order]] = _Exact(self._lexical, part, local[order]).scores(self._terms)
        return found


class _Sums:
    """The most that the rows of one part can have by some terms.

    A window holds a term no more often than its row does, and is no shorter than the shortest window of the row. So the
    postings of the windows need not be read.
    """

    def __init__(self, lexical: Lexical, part: Opened) -> None:
        self._lexical = lexical
        self._part = part
        self._most = np.zeros(len(part.segment))

    def add(self, terms: Sequence[Weighed]) -> None:
        """Add what some terms bring."""
        for field, group in groupby(terms, key=lambda term: term.field):
            some = list(group)
            held = [self._part.holds(field, "rows", term.token) for term in some]
            sizes = [rows.size for rows, _ in held]
            rows = np.concatenate([rows for rows, _ in held]).astype(np.intp)
            counts = np.concatenate([counts for _, counts in held]).astype(np.float32)
            rarities = [np.array([term.weight * term.rarity[level] for term in some], np.float32) for level in (0, 1)]
            norms = self._lexical.least_norms(self._part, field)
            most = _shares(norms[0], rows, counts, np.repeat(rarities[0], sizes))
            most += _shares(norms[1], rows, counts, np.repeat(np.float32(WINDOWS_WEIGHT) * rarities[1], sizes))
            self._most += np.bincount(rows, most, minlength=len(self._most))

    def spread(self, whole: Scores) -> None:
        """Put the sums in the places of the rows in the generation."""
        self._part.put(self._most, whole)


def _shares(
    norms: NDArray[np.float32], rows: NDArray[np.intp], counts: NDArray[np.float32], rarities: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What each posting brings."""
    found = norms.take(rows)
    found += counts
    np.divide(counts, found, out=found)
    found *= rarities
    return found


class _Exact:
    """The scores of some rows of one part.

    Args:
        lexical: of the generation.
        part: it.
        rows: of the part, ascending.
    """

    def __init__(self, lexical: Lexical, part: Opened, rows: Places) -> None:
        self._lexical = lexical
        self._part = part
        self._rows = rows
        starts, ends = part.ranges
        self._starts, self._ends = starts[rows], ends[rows]

    def scores(self, terms: Sequence[Weighed]) -> Scores:
        """What :meth:`index.lexical.Lexical.scores` gives these rows."""
        windows = self._ends - self._starts
        forward = Forward(self._part.segment, self._rows, windows)
        levels = {"rows": self._rows, "short": self._rows, "windows": ragged(self._starts, self._ends)}
        totals = {level: np.zeros(len(rows), dtype=np.float32) for level, rows in levels.items()}
        for field, group in groupby(terms, key=lambda term: term.field):
            some = list(group)
            rarities = np.array([term.rarity for term in some], dtype=np.float64)
            whole, own = forward.counts(field, [self._part.number(field, term.token) for term in some])
            for level, rows in levels.items():
                counts = own if level == "windows" else whole
                shares = counts / (self._lexical.norms_at(self._part, field, level, rows) + counts)
                shares *= rarities[:, int(level != "rows"), None]
                # One term after the other, as all rows are scored.
                totals[level] += np.float32(some[0].weight) * np.add.reduce(shares.astype(np.float32), axis=0)
        best = totals["short"]
        long = np.flatnonzero(windows)
        if len(long):
            firsts = np.cumsum(windows[long]) - windows[long]
            best[long] = np.maximum.reduceat(totals["windows"], firsts)
        found: Scores = totals["rows"] + np.float32(WINDOWS_WEIGHT) * best
        return found


def _by_share(terms: Sequence[Weighed], count: int) -> Iterator[list[Weighed]]:
    """The terms in steps, those that few rows hold first."""
    below = 0.0
    for share in SHARES:
        some = [term for term in terms if below < term.frequency / count <= share]
        below = share
        if some:
            yield some
