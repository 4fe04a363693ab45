"""From the segments that are there to those of a new generation: what stays, what is read anew, what is merged.

Rows are known by their keys. A row whose key a segment holds stays where it is; one that nobody wants any more is dead
in its segment; all others are read, analysed and written as one new segment. Words are the one thing that a row takes
from the rest of the collection: headings and instruments come without segmentation and are cut into the words that
the texts have. When these change, the rows in which a changed word may stand are read anew as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from index.analysis import analyse, segmented
from index.aside import Aside
from index.rows import Rows
from index.segment import Part, is_compound
from index.types import Passage
from index.units import Block, Numbers, Writer, compact, join, key_of, letters_of, take

SMALL = 1000
"""Rows up to which a segment is always merged with what is new."""
TIMES = 2
"""How many times more rows than what it would be merged with a segment needs to be left alone."""
DEAD = 0.25
"""The share of dead rows from which a segment is written anew."""
AT_ONCE = 4096
"""Passages that are read at a time."""

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[Passage]], tuple[Vectors, Numbers]]
"""Raw vectors of the windows of passages, and the passage of each."""
Stored = Callable[[Part], Vectors]
"""The raw vectors of a segment, mapped: they are not read before they are written anew."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What a generation is to be made of.

    Attributes:
        parts: the segments that stay.
        block: what is to be written as a new segment, ``None`` where nothing is.
        rows: of the block, in the generation.
        words: of the collection.
    """

    parts: tuple[Part, ...]
    block: Block | None
    rows: Numbers
    words: frozenset[str]


def grow(
    rows: Rows,
    base: Sequence[Part],
    known: frozenset[str],
    *,
    embed: Embed,
    stored: Stored,
    aside: Aside,
    words: frozenset[str] | None = None,
    rewrite_dead: bool = False,
) -> Grown:
    """Find out what is new.

    Args:
        rows: what the generation is to hold.
        base: the segments that are there, as the generation before saw them.
        known: the words that they were written with.
        embed: gives vectors to new rows.
        stored: gives the vectors of a segment.
        aside: takes new vectors meanwhile.
        words: the words of the collection; ``None``: those of the rows themselves, whose texts come segmented.
        rewrite_dead: leave no dead row behind, in however large a segment: what it says must not be kept.
    """
    parts = [replace(part, rows=_places(rows.keys, part)) for part in base]
    draft = _Draft(rows, embed, words, aside)
    draft.add(_missing(len(rows.keys), parts))
    if words is None:
        words = frozenset(draft.words.union(*(part.segment.words_of(part.alive) for part in parts)))
    letters = sorted({letters_of(word).encode() for word in words ^ known})
    if letters:
        parts, touched = _without(parts, letters)
        draft.add(touched)
    parts = [part for part in parts if part.alive.any()]
    merged = _to_merge(parts, len(draft.places), 0 if rewrite_dead else DEAD)
    blocks = [take(part.segment.block(stored(part)), np.flatnonzero(part.alive)) for part in merged]
    places = [part.rows[part.alive] for part in merged]
    if draft.places:
        blocks.append(draft.block(words))
        places.append(np.array(draft.places, dtype=np.int32))
    left = tuple(part for part in parts if not any(part is one for one in merged))
    if not blocks:
        return Grown(left, None, np.zeros(0, dtype=np.int32), words)
    return Grown(left, compact(join(blocks)), np.concatenate(places).astype(np.int32), words)


@dataclass(slots=True)
class _Draft:
    """New rows, analysed as they are read."""

    rows: Rows
    embed: Embed
    given: frozenset[str] | None
    vectors: Aside
    writer: Writer = field(default_factory=Writer)
    places: list[int] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    keys: list[int] = field(default_factory=list)
    contexts: dict[str, int] = field(default_factory=dict)
    own: list[int] = field(default_factory=list)
    windows: list[Numbers] = field(default_factory=list)

    def add(self, places: Sequence[int]) -> None:
        """Read the rows at these places."""
        for some in _slices(places):
            passages = self.rows.fetch(some)
            vectors, windows = self.embed(passages)
            self.vectors.add(vectors)
            self.windows.append(windows + len(self.places))
            for place, passage in zip(some, passages, strict=True):
                self._take(place, passage)

    def _take(self, place: int, passage: Passage) -> None:
        loose = self.given is not None
        words = segmented(passage.text, self.given) if self.given is not None else passage.words
        terms = analyse(passage.text, words)
        self.writer.add(terms, letters_of(passage.text) if loose else None)
        self.words.update(filter(is_compound, terms.words))
        self.places.append(place)
        self.keys.append(int(self.rows.keys[place]))
        self.own.append(self.contexts.setdefault(passage.context, len(self.contexts)))

    def block(self, words: frozenset[str]) -> Block:
        """What was read, headings cut into words now that these are known."""
        for context in self.contexts:
            self.writer.add(analyse(context, segmented(context, words)), letters_of(context))
        return self.writer.block(
            self.keys,
            [len(self.keys) + number for number in self.own],
            [key_of(context) for context in self.contexts],
            np.concatenate(self.windows).astype(np.int32),
            self.vectors,
        )


def _places(wanted: NDArray[np.int64], part: Part) -> Numbers:
    """Where the rows of a part that lived are wanted; -1 for those that are not."""
    order = np.argsort(wanted)
    ordered = wanted[order]
    found = np.searchsorted(ordered, part.segment.keys)
    found[found == len(wanted)] = 0
    places = np.full(len(part.rows), -1, dtype=np.int32)
    if len(wanted):
        kept = part.alive & (ordered[found] == part.segment.keys)
        places[kept] = order[found[kept]]
    return places


def _missing(count: int, parts: Sequence[Part]) -> list[int]:
    missing = np.ones(count, dtype=np.bool_)
    for part in parts:
        missing[part.rows[part.alive]] = False
    return [int(place) for place in np.flatnonzero(missing)]


def _without(parts: Sequence[Part], letters: list[bytes]) -> tuple[list[Part], list[int]]:
    """The parts less the rows in whose letters one of these stands, and the places of those rows."""
    left, touched = [], []
    for part in parts:
        gone = part.segment.unit_rows(part.segment.units_with(letters)) & part.alive
        touched += [int(place) for place in part.rows[gone]]
        left.append(replace(part, rows=np.where(gone, np.int32(-1), part.rows)) if gone.any() else part)
    return left, sorted(touched)


def _to_merge(parts: Sequence[Part], new: int, dead: float) -> list[Part]:
    """The segments that what is new is written together with, so that few are left and each is much larger than the next."""
    living = {id(part): int(np.count_nonzero(part.alive)) for part in parts}
    merged = [part for part in parts if living[id(part)] < (1 - dead) * len(part.segment)]
    total = new + sum(living[id(part)] for part in merged)
    for part in sorted(parts, key=lambda part: living[id(part)]):
        count = living[id(part)]
        if total and not any(part is one for one in merged) and (count <= SMALL or count < TIMES * total):
            merged.append(part)
            total += count
    return merged


def _slices(places: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(places), AT_ONCE):
        yield places[start : start + AT_ONCE]
