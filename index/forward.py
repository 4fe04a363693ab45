"""How often some rows, and their windows, hold the terms of a question: counted in the texts, not looked up in postings.

For a few rows and many terms that is much less work. The counts are those of the postings (:mod:`index.postings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.postings import MOST
from index.segment import WINDOW, Segment
from index.units import Places, ragged

Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Found:
    """Where terms stand: the number of the term in the question, the text it is in, and the syllable where it begins."""

    terms: Places
    texts: Places
    places: Places

    def of(self, windows: Places) -> _Found:
        """Those in the texts that have windows, of those that are first."""
        some = np.flatnonzero(np.append(windows, 0)[np.minimum(self.texts, len(windows))])
        return _Found(self.terms[some], self.texts[some], self.places[some])

    def counts(self, terms: int, texts: int) -> Counts:
        """How often each text holds each term."""
        return _count(self.terms, self.texts, terms, texts)


class _Units:
    """Some texts, or contexts, of a segment."""

    def __init__(self, segment: Segment, units: Places) -> None:
        self._segment = segment
        self.units = units
        self._positions: dict[str, tuple[Places, Places, Places]] = {}

    def positions(self, counted: str) -> tuple[Places, Places, Places]:
        """Where their terms lie in the segment, in which of them each is, and at which place there."""
        if counted not in self._positions:
            starts = self._segment.arrays[f"units.{counted}"]
            begin, end = starts[self.units], starts[self.units + 1]
            positions = ragged(begin, end)
            texts = np.repeat(np.arange(len(self.units)), end - begin)
            self._positions[counted] = positions, texts, positions - begin[texts]
        return self._positions[counted]


class Forward:
    """Some rows of a segment.

    Args:
        segment: it.
        rows: of it.
        windows: how many windows each has by itself.
    """

    def __init__(self, segment: Segment, rows: Places, windows: Places) -> None:
        self._segment = segment
        self._rows = rows
        self._windows = windows
        self._firsts = np.cumsum(windows) - windows
        contexts, self._above = np.unique(segment.arrays["contexts"][rows], return_inverse=True)
        # The texts, and behind them their contexts, each once: both are read in one go.
        self._units = _Units(segment, np.concatenate([rows, contexts]).astype(np.int64))
        starts = segment.arrays["units.syllables"]
        self._lengths = starts[rows + 1] - starts[rows]
        # The last window is as long as the others, and a short text is one window.
        self._rest = np.maximum(self._lengths - WINDOW.size, 0)

    def counts(self, field: str, numbers: Sequence[int | None]) -> tuple[Counts, Counts]:
        """How often each term of a field stands in each row, and in each window; terms by terms.

        Args:
            field: one of :data:`index.postings.FIELDS`.
            numbers: of the terms in the segment.
        """
        distinct = sorted({number for number in numbers if number is not None})
        found, count = self._find(field, distinct, self._units), len(self._rows)
        held = found.counts(len(distinct), len(self._units.units))
        above = held[:, count:][:, self._above]
        rows = np.minimum(held[:, :count] + above, MOST)
        windows = np.repeat(above, self._windows, axis=1)
        if windows.size:
            windows += self._in_windows(found.of(self._windows), len(distinct), int(field == "pairs"))
            np.minimum(windows, MOST, out=windows)
        where = {number: place for place, number in enumerate(distinct)}
        order = [len(distinct) if number is None else where[number] for number in numbers]
        return _with_none(rows)[order], _with_none(windows)[order]

    def _find(self, field: str, numbers: Sequence[int], units: _Units) -> _Found:
        if field == "pairs":
            return self._find_pairs(numbers, units)
        if field == "words":
            return self._find_in("words", "words", numbers, units, "word_places")
        found = self._find_in("syllables", field, numbers, units)
        if field == "accented":
            return found
        symbols = self._find_in("symbols", "symbols", numbers, units, "symbol_places")
        return _Found(
            *(np.concatenate([getattr(found, name), getattr(symbols, name)]) for name in ("terms", "texts", "places"))
        )

    def _find_in(
        self, counted: str, sequence: str, numbers: Sequence[int], units: _Units, places: str | None = None
    ) -> _Found:
        positions, texts, own = units.positions(counted)
        held = self._segment.arrays[f"unit.{sequence}"][positions]
        terms = _table(numbers, int(held.max()) + 1 if len(held) else 0)[held]
        hits = np.flatnonzero(terms >= 0)
        if places is None:
            return _Found(terms[hits], texts[hits], own[hits])
        begins = self._segment.arrays[f"unit.{places}"][positions[hits]]
        return _Found(terms[hits], texts[hits], begins.astype(np.int64))

    def _find_pairs(self, numbers: Sequence[int], units: _Units) -> _Found:
        codes = self._segment.arrays["pairs"][np.array(numbers, dtype=np.int64)]
        syllables = sorted({int(part) for code in codes.tolist() for part in (code >> 32, code & 0xFFFFFFFF)})
        where = {number: place for place, number in enumerate(syllables)}
        together = np.full((len(syllables), len(syllables)), -1, dtype=np.int64)
        for place, code in enumerate(codes.tolist()):
            together[where[code >> 32], where[code & 0xFFFFFFFF]] = place
        one = self._find_in("syllables", "syllables", syllables, units)
        if not len(one.terms):
            return one
        next_to = (one.texts[1:] == one.texts[:-1]) & (one.places[1:] == one.places[:-1] + 1)
        left = np.flatnonzero(next_to)
        pairs = together[one.terms[left], one.terms[left + 1]]
        known = left[pairs >= 0]
        return _Found(pairs[pairs >= 0], one.texts[known], one.places[known])

    def _in_windows(self, found: _Found, terms: int, more: int) -> Counts:
        """How often each window holds the terms; of a pair, ``more`` than its first syllable must be inside."""
        total = int(self._windows.sum())
        counts = np.zeros((terms, total), dtype=np.float64)
        count = self._windows[found.texts]
        near = found.places // WINDOW.stride
        for back in range(-(-WINDOW.size // WINDOW.stride)):
            number = near - back
            inside = (number >= 0) & (number < count - 1)
            inside &= found.places + more < number * WINDOW.stride + WINDOW.size
            counts += self._counted(found, number, inside, terms, total)
        start = self._rest[found.texts]
        end = np.minimum(start + WINDOW.size, self._lengths[found.texts])
        last = (count > 0) & (found.places >= start) & (found.places + more < end)
        return counts + self._counted(found, count - 1, last, terms, total)

    def _counted(self, found: _Found, number: Places, inside: NDArray[np.bool_], terms: int, total: int) -> Counts:
        some = np.flatnonzero(inside)
        return _count(found.terms[some], self._firsts[found.texts[some]] + number[some], terms, total)


def _count(terms: Places, places: Places, rows: int, columns: int) -> Counts:
    flat = np.bincount(terms * columns + places, minlength=rows * columns)
    return flat.reshape(rows, columns).astype(np.float64)


def _table(numbers: Sequence[int], size: int) -> Places:
    """The place of each number in the sequence, -1 for others."""
    found = np.full(size, -1, dtype=np.int64)
    for place, number in enumerate(numbers):
        if number < size:
            found[number] = place
    return found


def _with_none(counts: Counts) -> Counts:
    """With a last row for terms that the segment does not have."""
    return np.concatenate([counts, np.zeros((1, counts.shape[1]))])
