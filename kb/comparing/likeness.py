"""How sure it is that two items of different documents are about the same matter."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb.comparing.concepts import concepts
from kb.comparing.words import bag, expanded, shared

if TYPE_CHECKING:
    from kb.comparing.types import Item
    from kb.comparing.words import Bag

Weight = Callable[[str], float]
Encode = Callable[[Sequence[str]], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Measure:
    """What counts how much in one aspect; the weights are shares of their sum.

    Attributes:
        words: the words in common.
        lead: those that the items open with, by word and by sense: what is to be done comes first.
        sense: the cosine of the vectors, which finds other words for the same.
        concepts: the concepts of the thesaurus in common.
        head: the heading above, or who is charged.
        cited: the instruments that both cite.
        least: below this mean two items are not the same matter.
        joined: how alike two halves of a row have to be, as a part of ``least``.
    """

    words: float
    lead: float
    sense: float
    concepts: float
    head: float
    cited: float
    least: float
    joined: float


MEASURES = {
    "purposes": Measure(1, 0, 2, 1, 1, 0, 0.324, 1.0),
    "targets": Measure(0.5, 0, 0.5, 2, 0, 0.5, 0.211, 1.0),
    "tasks": Measure(1, 0.5, 1, 2, 0, 1, 0.27, 0.7),
    "deadlines": Measure(0.5, 0, 0, 0, 1, 0, 0.334, 0.85),
    "duties": Measure(0.5, 0.5, 0.5, 0.5, 2, 2, 0.174, 1.0),
    "reporting": Measure(1, 0.5, 0.5, 0.5, 2, 0.5, 0.16, 0.85),
}
"""Set on the two tables that ``tests/benchmarks/compare.py`` measures with."""
OPENING = 16
"""Words that an item opens with."""
OTHER_UNIT = 0.4
"""What is left of the likeness of two targets that count other things: a share, and members."""


@dataclass(frozen=True, slots=True)
class _Read:
    """An item as it is compared: all of it, and it without the instruments that it cites."""

    words: Bag
    plain: Bag
    lead: Bag
    head: Bag
    concepts: Bag
    vectors: tuple[NDArray[Any], NDArray[Any], NDArray[Any]]


class Likeness:
    """The likeness of items; they are read once.

    Args:
        items: all that will be compared; their mean is what every text says, and is left out of the vectors.
        weight: of a term: how rare it is.
        encode: texts to vectors.
    """

    def __init__(self, items: Sequence[Item], weight: Weight, encode: Encode) -> None:
        self._read: dict[tuple[str, str, int, int], _Read] = {}
        for aspect in MEASURES:
            ordered = sorted((one for one in items if one.aspect == aspect), key=_key)
            self._read.update(_read(ordered, weight, encode))

    def __call__(self, one: Item, other: Item) -> float:
        """From 0 to 1."""
        left, right = self._read[_key(one)], self._read[_key(other)]
        sense = [max(0.0, float(a @ b)) for a, b in zip(left.vectors, right.vectors, strict=True)]
        measure = MEASURES[one.aspect]
        parts = (
            (measure.words, (shared(left.words, right.words) + shared(left.plain, right.plain)) / 2),
            (measure.lead, (shared(left.lead, right.lead) + sense[2]) / 2),
            (measure.sense, (sense[0] + sense[1]) / 2),
            (measure.concepts, shared(left.concepts, right.concepts)),
            (measure.head, shared(left.head, right.head)),
            (measure.cited, _cited(one, other)),
        )
        total = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
        return total * OTHER_UNIT if _counts_otherwise(one, other) else total


def _key(item: Item) -> tuple[str, str, int, int]:
    return item.aspect, *item.key


def _said(item: Item) -> str:
    """What an item is compared by; of a target without its number."""
    return (item.target.subject or item.text) if item.target else item.text


def _plain(item: Item) -> str:
    return _said(item) if item.target else item.plain


def _opening(text: str) -> str:
    return " ".join(text.split()[:OPENING])


def _read(items: Sequence[Item], weight: Weight, encode: Encode) -> dict[tuple[str, str, int, int], _Read]:
    """The items of one aspect; what most of them say tells none of them apart and counts little."""
    plain = [expanded(_plain(one)) for one in items]
    whole = [expanded(_said(one)) for one in items]
    openings = [_opening(text) for text in plain]
    vectors = [_centred(encode(part)) for part in (whole, plain, openings)]
    spoken = [frozenset(map(str, concepts(text))) for text in plain]
    said = _rarity([frozenset(bag(text, lambda _: 1.0)) for text in whole])
    rarity = _rarity(spoken)

    def weighed(term: str) -> float:
        return weight(term) * said.get(term, 1.0)

    return {
        _key(item): _Read(
            bag(whole[place], weighed),
            bag(plain[place], weighed),
            bag(openings[place], weighed),
            bag(item.head, weight),
            {one: rarity[one] for one in sorted(spoken[place])},
            (vectors[0][place], vectors[1][place], vectors[2][place]),
        )
        for place, item in enumerate(items)
    }


def _rarity(said: Sequence[frozenset[str]]) -> dict[str, float]:
    """How rare each term is among some texts: inverse document frequency."""
    counted = Counter(one for found in said for one in found)
    return {one: math.log1p((len(said) - count + 0.5) / (count + 0.5)) for one, count in counted.items()}


def _cited(one: Item, other: Item) -> float:
    """The part of the instruments that both cite, of the one that cites fewer."""
    left, right = set(one.instruments), set(other.instruments)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _counts_otherwise(one: Item, other: Item) -> bool:
    if one.target is None or other.target is None:
        return False
    return (one.target.unit == "%") != (other.target.unit == "%")


def _centred(vectors: NDArray[Any]) -> NDArray[Any]:
    if not len(vectors):
        return vectors
    moved = vectors - vectors.mean(axis=0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    centred: NDArray[Any] = moved / np.where(lengths > 0, lengths, 1.0)
    return centred
