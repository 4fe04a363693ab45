"""Items of several documents become rows: each document pair by the best assignment, then all by consistent clusters.

The assignment of two documents is one to one and the best in sum (Hungarian algorithm, ``scipy``). Its pairs are joined
from the likest on, where no document would come into a row twice and the two halves are alike as a whole.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kb.comparing.types import Item


def aligned(
    items: Sequence[Item], like: Callable[[Item, Item], float], least: float, joined: float = 1.0
) -> list[tuple[Item, ...]]:
    """Rows of items of different documents; every item is in exactly one.

    Args:
        items: of all documents, of one aspect; their order does not matter.
        like: how alike two are.
        least: what a pair has to reach.
        joined: how alike two halves of a row have to be in the mean, as a part of ``least``.
    """
    ordered = sorted(items, key=lambda item: item.key)
    rows: dict[int, list[int]] = {place: [place] for place in range(len(ordered))}
    scores = _scores(ordered, like)
    for left, right in _pairs(ordered, scores, least):
        one, other = rows[left], rows[right]
        if one is not other and _fit(ordered, scores, one, other, joined * least):
            one.extend(other)
            for place in other:
                rows[place] = one
    unique = {id(row): row for row in rows.values()}
    return [tuple(ordered[place] for place in sorted(row)) for row in unique.values()]


def _scores(items: Sequence[Item], like: Callable[[Item, Item], float]) -> dict[tuple[int, int], float]:
    return {
        (left, right): like(items[left], items[right])
        for left, right in combinations(range(len(items)), 2)
        if items[left].document != items[right].document
    }


def _pairs(items: Sequence[Item], scores: dict[tuple[int, int], float], least: float) -> list[tuple[int, int]]:
    """The pairs that the assignments choose, the likest first."""
    places: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        places.setdefault(item.document, []).append(place)
    chosen: list[tuple[int, int]] = []
    for one, other in combinations(sorted(places), 2):
        table = np.array([[scores[left, right] for right in places[other]] for left in places[one]])
        gain = np.where(table >= least, table, 0.0)
        for row, column in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
            if gain[row, column] > 0:
                chosen.append((places[one][row], places[other][column]))
    return sorted(chosen, key=lambda pair: (-scores[pair], pair))


def _fit(
    items: Sequence[Item], scores: dict[tuple[int, int], float], one: list[int], other: list[int], least: float
) -> bool:
    """Whether two rows may become one."""
    if {items[place].document for place in one} & {items[place].document for place in other}:
        return False
    crossing = [scores[min(left, right), max(left, right)] for left in one for right in other]
    return sum(crossing) / len(crossing) >= least
