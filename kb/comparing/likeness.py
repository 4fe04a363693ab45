"""How sure it is that two items of different documents are about the same matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.comparing.words import bag, expanded, shared

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kb.comparing.types import Item
    from kb.comparing.words import Bag

Weight = Callable[[str], float] if TYPE_CHECKING else object
Encode = Callable[[Sequence[str]], "NDArray[np.float32]"] if TYPE_CHECKING else object


@dataclass(frozen=True, slots=True)
class Measure:
    """What counts how much in one aspect.

    Attributes:
        words: the words in common.
        sense: the cosine of the vectors, which finds other words for the same.
        head: the heading above, or who is charged.
        cited: the instruments that both cite.
        least: below this sum two items are not the same matter.
    """

    words: float
    sense: float
    head: float
    cited: float
    least: float


MEASURES = {
    "purposes": Measure(0.6, 0.4, 0.0, 0.2, 0.36),
    "targets": Measure(0.6, 0.4, 0.0, 0.0, 0.40),
    "tasks": Measure(0.6, 0.4, 0.1, 0.3, 0.40),
    "deadlines": Measure(0.4, 0.3, 0.3, 0.0, 0.40),
    "duties": Measure(0.5, 0.3, 0.2, 0.0, 0.40),
    "reporting": Measure(0.4, 0.3, 0.3, 0.0, 0.40),
}
OTHER_UNIT = 0.6
"""What is left of the likeness of two targets that count other things: a share, and members."""


@dataclass(frozen=True, slots=True)
class _Read:
    """An item as it is compared."""

    item: Item
    words: Bag
    head: Bag
    vector: NDArray[np.float32]


class Likeness:
    """The likeness of items; they are read once.

    Args:
        items: all that will be compared; their mean is what every text says, and is left out of the vectors.
        weight: of a term: how rare it is.
        encode: texts to vectors.
    """

    def __init__(self, items: Sequence[Item], weight: Weight, encode: Encode) -> None:
        ordered = sorted(items, key=lambda item: (item.aspect, *item.key))
        vectors = _centred(encode([expanded(_said(item)) for item in ordered]))
        self._read = {
            (item.aspect, *item.key): _Read(item, bag(_said(item), weight), bag(item.head, weight), vector)
            for item, vector in zip(ordered, vectors, strict=True)
        }

    def __call__(self, one: Item, other: Item) -> float:
        """From 0 to about 1."""
        left, right = self._read[one.aspect, *one.key], self._read[other.aspect, *other.key]
        measure = MEASURES[one.aspect]
        total = measure.words * shared(left.words, right.words)
        total += measure.sense * max(0.0, float(left.vector @ right.vector))
        if measure.head:
            total += measure.head * shared(left.head, right.head)
        if measure.cited and set(one.instruments) & set(other.instruments):
            total += measure.cited * _cited(one, other)
        if one.target and other.target and _kind(one) != _kind(other):
            total *= OTHER_UNIT
        return total


def _said(item: Item) -> str:
    """What an item is compared by; of a target without its number."""
    return (item.target.subject or item.text) if item.target else item.text


def _cited(one: Item, other: Item) -> float:
    """The part of the instruments that both cite, of the one that cites fewer."""
    left, right = set(one.instruments), set(other.instruments)
    return len(left & right) / min(len(left), len(right))


def _kind(item: Item) -> str:
    return "%" if item.target is not None and item.target.unit == "%" else "count"


def _centred(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    if not len(vectors):
        return vectors
    moved = vectors - vectors.mean(axis=0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    centred: NDArray[np.float32] = moved / np.where(lengths > 0, lengths, 1.0)
    return centred
