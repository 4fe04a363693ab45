"""Diacritics put back on a question that was typed without any, by the collection's own neighbours.

The lexical fields that are folded need no such thing, but an embedding model reads "giam sat" as foreign words. The
most probable reading is found by the Viterbi algorithm over pairs of syllables as the collection writes them.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.postings import accent_pairs
from index.segment import Part, Segment
from index.units import ragged
from ingest.text import fold

Counts = Mapping[str, NDArray[Any]]
"""What does not count in a segment: numbers of forms and codes of pairs, each with how often."""

_NONE: Mapping[str, int] = {}

SMOOTHING = 0.2
"""Weight of how common a syllable is against what stands before it."""


class Forms(Protocol):
    """Accented forms, with counts, by folded syllable."""

    def get(self, syllable: str, default: Mapping[str, int], /) -> Mapping[str, int]:
        """The forms of a syllable."""
        ...


class Pairs(Protocol):
    """Counts of accented neighbours, joined by a space."""

    def get(self, pair: str, default: int, /) -> int:
        """How often two stand together."""
        ...


@dataclass(frozen=True, slots=True)
class Accents:
    """How often each accented form and each pair of them occurs.

    Attributes:
        forms: accented forms by folded syllable, with counts.
        pairs: counts of accented neighbours, joined by a space.
    """

    forms: Forms
    pairs: Pairs

    @classmethod
    def of(cls, parts: Sequence[tuple[Segment, Counts]]) -> Accents:
        """What the segments of a generation write, less what in them does not count."""
        return cls(_SegmentForms(parts), _SegmentPairs(parts))

    def restore(self, syllables: Sequence[str]) -> tuple[str, ...]:
        """The most probable accented reading of folded syllables; unknown ones stay as they are.

        >>> forms = {"giam": {"giám": 1, "giảm": 2}, "sat": {"sát": 1, "sắt": 1}}
        >>> Accents(forms, {"giám sát": 1, "sắt thép": 1}).restore(("giam", "sat"))
        ('giám', 'sát')
        """
        if not syllables:
            return ()
        best: dict[str, tuple[float, str | None]] = {"": (0.0, None)}
        columns: list[dict[str, tuple[float, str | None]]] = []
        for syllable in syllables:
            best = {form: self._best(best, syllable, form) for form in self.forms.get(syllable, {syllable: 1})}
            columns.append(best)
        form: str | None = max(sorted(best), key=lambda form: best[form][0])
        path: list[str] = []
        for column in reversed(columns):
            path.append(form or "")
            form = column[form or ""][1]
        return tuple(reversed(path))

    def _best(
        self, before: Mapping[str, tuple[float, str | None]], syllable: str, form: str
    ) -> tuple[float, str | None]:
        """The best probability of a form and the form before it."""
        counts = self.forms.get(syllable, _NONE)
        share = counts[form] / sum(counts.values()) if form in counts else 1.0
        return max((score + self._log(previous, form, share), previous) for previous, (score, _) in before.items())

    def _log(self, previous: str, form: str, share: float) -> float:
        if not previous:
            return math.log(share)
        together = self.pairs.get(f"{previous} {form}", 0)
        alone = self.forms.get(fold(previous), _NONE).get(previous, 0)
        return math.log((together + SMOOTHING * share) / (alone + SMOOTHING))


def uncounted(part: Part, counted: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
    """How often the forms and pairs of a segment stand in units that do not count.

    Args:
        part: the segment in its generation.
        counted: its units that count, see :meth:`index.segment.Part.counted`.
    """
    starts, accented = part.segment.arrays["units.syllables"], part.segment.arrays["unit.accented"]
    units = np.flatnonzero(~counted)
    begin, end = starts[units], starts[units + 1]
    found = accented[ragged(begin, end)]
    forms, counts = np.unique(found, return_counts=True)
    codes, together = accent_pairs(found, np.concatenate([[0], np.cumsum(end - begin)]))
    return {"forms": forms, "form_counts": counts, "pairs": codes, "pair_counts": together}


class _SegmentForms:
    """Forms that are looked up in segments, and kept."""

    def __init__(self, parts: Sequence[tuple[Segment, Counts]]) -> None:
        self._parts = parts
        self._found: dict[str, Mapping[str, int]] = {}

    def get(self, syllable: str, default: Mapping[str, int], /) -> Mapping[str, int]:
        if syllable not in self._found:
            counts: Counter[str] = Counter()
            for segment, less in self._parts:
                counts.update(_forms(segment, less, syllable))
            self._found[syllable] = counts
        return self._found[syllable] or default


class _SegmentPairs:
    """Pairs that are looked up in segments."""

    def __init__(self, parts: Sequence[tuple[Segment, Counts]]) -> None:
        self._parts = parts

    def get(self, pair: str, default: int, /) -> int:
        left, _, right = pair.partition(" ")
        return sum(_together(segment, less, left, right) for segment, less in self._parts) or default


def _forms(segment: Segment, less: Counts, syllable: str) -> dict[str, int]:
    order, table = segment.arrays["accents.folded"], segment.vocabularies["accented"]
    place = bisect_left(order, syllable, key=lambda number: fold(table[number]))
    found = {}
    while place < len(order) and fold(form := table[order[place]]) == syllable:
        number = order[place]
        count = int(segment.arrays["accents.counts"][number]) - _at(less["forms"], less["form_counts"], number)
        if count:
            found[form] = count
        place += 1
    return found


def _together(segment: Segment, less: Counts, left: str, right: str) -> int:
    table = segment.vocabularies["accented"]
    first, second = table.find(left), table.find(right)
    if first is None or second is None:
        return 0
    code = np.uint64(first << 32 | second)
    whole = _at(segment.arrays["accents.pairs"], segment.arrays["accents.pair_counts"], code)
    return whole - _at(less["pairs"], less["pair_counts"], code)


def _at(keys: NDArray[Any], counts: NDArray[Any], key: np.generic) -> int:
    place = int(np.searchsorted(keys, key))
    return int(counts[place]) if place < len(keys) and keys[place] == key else 0
