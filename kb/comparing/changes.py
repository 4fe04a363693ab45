"""What changed from one version of a document to another, clause by clause.

Clauses are the lines of the text. Those that are the same, in order, are the frame (longest matching runs, ``difflib``);
what is left is paired by its likeness: a pair with the same words in another place has moved, one with like words has
changed, and what finds no pair was added or removed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from ingest.sections import path_at
from ingest.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.types import Directive

LIKE = 0.5
"""From which part of the words in common two clauses are one that has changed."""
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*\s?%?")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions."""

    id: str
    number: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A line of one version; ``text`` is exactly the characters of its range."""

    text: str
    start: int
    end: int
    section: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that are ``same``, ``removed`` or ``added``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one clause: ``added``, ``removed``, ``changed`` or ``moved``."""

    kind: str
    old: Clause | None
    new: Clause | None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a changed clause that are not the same; ``clause`` is its place among the changes."""

    clause: int
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed, in the order of the new version; what was removed stands where it stood."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
    numbers: tuple[Numbers, ...]
    unchanged: int


def changes(old: Directive, new: Directive, sides: tuple[Side, Side]) -> Changes:
    """Compare two versions."""
    left, right = _clauses(old), _clauses(new)
    same, gone, come = _frame(left, right)
    pairs = _paired([left[place] for place in gone], [right[place] for place in come])
    matched = {gone[one]: come[other] for one, other in pairs}
    made = _listed(left, right, gone, come, matched)
    numbers = tuple(Numbers(place, *found) for place, one in enumerate(made) if (found := _numbers(one)) is not None)
    return Changes(*sides, made, numbers, same)


def marks(old: str, new: str) -> tuple[Mark, ...]:
    """The words of two texts: what stayed, what went, what came.

    >>> [(mark.kind, mark.text) for mark in marks("đạt 90% trở lên", "đạt 95% trở lên")]
    [('same', 'đạt'), ('removed', '90%'), ('added', '95%'), ('same', 'trở lên')]
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Mark("same", " ".join(before[a:b])))
            continue
        if b > a:
            found.append(Mark("removed", " ".join(before[a:b])))
        if d > c:
            found.append(Mark("added", " ".join(after[c:d])))
    return tuple(found)


def _clauses(directive: Directive) -> list[Clause]:
    found = []
    for match in re.finditer(r"[^\n]+", directive.text):
        text = match.group()
        if text.strip():
            start = match.start() + len(text) - len(text.lstrip())
            end = match.start() + len(text.rstrip())
            found.append(Clause(directive.text[start:end], start, end, path_at(directive.sections, start)))
    return found


def _frame(left: Sequence[Clause], right: Sequence[Clause]) -> tuple[int, list[int], list[int]]:
    """How many clauses are the same in order, and the places of the others."""
    matcher = SequenceMatcher(None, [_key(one) for one in left], [_key(one) for one in right], autojunk=False)
    blocks = matcher.get_matching_blocks()
    kept = {place for block in blocks for place in range(block.a, block.a + block.size)}
    found = {place for block in blocks for place in range(block.b, block.b + block.size)}
    gone = [place for place in range(len(left)) if place not in kept]
    come = [place for place in range(len(right)) if place not in found]
    return len(kept), gone, come


def _key(clause: Clause) -> str:
    return " ".join(clause.text.split())


def _paired(gone: Sequence[Clause], come: Sequence[Clause]) -> list[tuple[int, int]]:
    """The best assignment of removed clauses to added ones."""
    if not gone or not come:
        return []
    before, after = ([_words(one.text) for one in clauses] for clauses in (gone, come))
    table = np.array([[_likeness(one, other) for other in after] for one in before])
    table = np.where(table >= LIKE, table, 0.0)
    chosen = zip(*linear_sum_assignment(table, maximize=True), strict=True)
    return [(int(row), int(column)) for row, column in chosen if table[row, column] > 0]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", fold(text)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _listed(
    left: Sequence[Clause],
    right: Sequence[Clause],
    gone: Sequence[int],
    come: Sequence[int],
    matched: dict[int, int],
) -> tuple[Change, ...]:
    arrived = {new: old for old, new in matched.items()}
    placed: list[tuple[float, Change]] = []
    for place in come:
        old = left[arrived[place]] if place in arrived else None
        placed.append((right[place].start / max(1, right[-1].end), _change(old, right[place])))
    placed += [
        (left[place].start / max(1, left[-1].end), _change(left[place], None)) for place in gone if place not in matched
    ]
    return tuple(change for _, change in sorted(placed, key=lambda one: one[0]))


def _change(old: Clause | None, new: Clause | None) -> Change:
    if old is None or new is None:
        return Change("added" if old is None else "removed", old, new)
    if _key(old) == _key(new):
        return Change("moved", old, new)
    return Change("changed", old, new, marks(old.text, new.text))


def _numbers(change: Change) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The numbers that only one side has; ``None`` where they are the same."""
    if change.old is None or change.new is None:
        return None
    before, after = (_NUMBER.findall(clause.text) for clause in (change.old, change.new))
    went = tuple(one.strip() for one in before if one not in after)
    came = tuple(one.strip() for one in after if one not in before)
    return (went, came) if went or came else None
