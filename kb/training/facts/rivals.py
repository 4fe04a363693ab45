"""Wrong options: of the same kind, none of them right as well, no two of them one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from kb.training.types import Rival

Item = TypeVar("Item")
_POOL = 200
"""Of so many things wrong options are looked for: a large collection has more than any question needs."""


def pool(items: Sequence[Item]) -> Sequence[Item]:
    """All of them, or so many spread evenly over them."""
    step = -(-len(items) // _POOL)
    return items if step <= 1 else items[::step]


def distinct(found: Iterable[Rival], *right: str) -> tuple[Rival, ...]:
    """The rivals whose key is none of the right ones, each key once, the most alike first.

    >>> [one.text for one in distinct([Rival("02", "2"), Rival("2", "2"), Rival("70", "70")], "70")]
    ['02']
    """
    kept: dict[str, Rival] = {}
    for one in sorted(found, key=lambda one: (one.far, one.key, one.text, one.truth)):
        if one.key not in right:
            kept.setdefault(one.key, one)
    return tuple(kept.values())
