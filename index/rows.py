"""What an index is made of, by keys: only what is new is ever read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.types import Entry, Passage
from index.units import key_array, key_of

Fetch = Callable[[Sequence[int]], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an index, in their order.

    Attributes:
        ids: what a search returns.
        keys: of everything that a row is found by, see :func:`passage_key`: equal keys, equal rows.
        documents: how many documents they come from.
        fetch: the rows at some places, whole.
    """

    ids: Sequence[str]
    keys: NDArray[np.int64]
    documents: int
    fetch: Fetch

    @classmethod
    def of(cls, ids: Sequence[str], keys: Sequence[int], documents: int, fetch: Fetch) -> Self:
        """Rows that are kept elsewhere."""
        return cls(ids, key_array(keys), documents, fetch)

    @classmethod
    def of_passages(cls, passages: Sequence[Passage]) -> Self:
        """Passages that are at hand."""
        return cls(
            [passage.id for passage in passages],
            key_array(map(passage_key, passages)),
            len({passage.document for passage in passages}),
            lambda places: [passages[place] for place in places],
        )

    @classmethod
    def of_entries(cls, entries: Sequence[Entry]) -> Self:
        """Instruments that are at hand."""
        return cls.of_passages([as_passage(entry) for entry in entries])


def as_passage(entry: Entry) -> Passage:
    """An instrument as what is indexed of it."""
    return Passage(entry.id, entry.id, 0, len(entry.text), entry.text, context=entry.context)


def passage_key(passage: Passage) -> int:
    """The key of everything that a passage is found by."""
    return key_of(passage.id, passage.document, passage.text, passage.context, passage.words)


def entry_key(entry: Entry) -> int:
    """The key of everything that an instrument is found by."""
    return passage_key(as_passage(entry))
