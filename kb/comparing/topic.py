"""Narrowing a comparison down to a topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from kb.comparing.words import bag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kb.comparing.types import Item
    from kb.comparing.words import Bag

LEAST = 0.6
"""The part of a topic's words, by weight, that one item has to say."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What the rows shall be about."""

    words: Bag

    @classmethod
    def of(cls, text: str, weight: Callable[[str], float]) -> Self:
        """A topic as a person types it."""
        return cls(bag(text, weight))

    def meant(self, items: Sequence[Item]) -> bool:
        """Whether one of the items is about it, by its own words and the heading above."""
        return any(self._said(f"{item.head}\n{item.text}") >= LEAST for item in items)

    def _said(self, text: str) -> float:
        words = bag(text, lambda _: 1.0)
        whole = sum(self.words.values())
        return sum(weight for term, weight in self.words.items() if term in words) / whole if whole else 0.0
