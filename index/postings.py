"""From units to postings: for every term the rows that hold it, and how often.

Two levels are inverted: rows as wholes (context and text), and windows of the rows that are longer than one window. A
row of one window is that window, so that its postings serve both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Window
from index.units import Block, Numbers, Places, ragged

FIELDS = ("syllables", "accented", "pairs", "words")
MOST = 65535
"""How often a term is counted in one row; far below, one more makes no difference to a score."""

_Piece = tuple[NDArray[Any], Places, Places]
"""A sequence of terms, and the stretch of it that belongs to each row."""


@dataclass(frozen=True, slots=True)
class Postings:
    """One field of one level.

    Attributes:
        starts: where the postings of each term begin, and where the last ones end.
        rows, counts: the rows that hold it, ascending, and how often.
        lengths: terms of each row.
    """

    starts: Places
    rows: Numbers
    counts: NDArray[np.uint16]
    lengths: Numbers


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of those rows that have their own postings.

    Attributes:
        owners: row of each window.
        starts, ends: its range in syllables of the row's text.
    """

    owners: Places
    starts: Places
    ends: Places


def pair_codes(block: Block) -> tuple[NDArray[np.uint64], Numbers]:
    """The distinct pairs of neighbours, each as one number, and the place of the pair that begins at each syllable."""
    return _pairs(block.sequences["syllables"])


def accent_pairs(accented: NDArray[Any], starts: Places) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """The distinct accented neighbours and how often they stand together; none reaches over the end of a unit."""
    inside = np.ones(len(accented), dtype=np.bool_)
    ends = starts[1:]
    inside[ends[ends > starts[:-1]] - 1] = False
    left = accented[inside].astype(np.uint64)
    right = accented[np.flatnonzero(inside) + 1].astype(np.uint64)
    codes, counts = np.unique(left << np.uint64(32) | right, return_counts=True)
    return codes, counts.astype(np.int32)


def windows_of(block: Block, window: Window) -> Windows:
    """The windows of long rows, and of those whose words or symbols lie outside of their syllables."""
    rows = np.arange(len(block), dtype=np.int64)
    lengths = np.diff(block.starts["syllables"])[: len(block)]
    own = rows[(lengths > window.size) | _outside(block, lengths)]
    rest = np.maximum(lengths[own] - window.size, 0)
    counts = -(-rest // window.stride) + 1
    owners = np.repeat(own, counts)
    numbers = ragged(np.zeros(len(own), dtype=np.int64), counts)
    starts = np.minimum(numbers * window.stride, np.repeat(rest, counts))
    return Windows(owners, starts, np.minimum(starts + window.size, lengths[owners]))


def invert(block: Block, pairs: tuple[NDArray[np.uint64], Numbers], windows: Windows | None) -> dict[str, Postings]:
    """The postings of every field: of the rows, or of their windows."""
    terms = {name: len(block.vocabularies.get(name, ())) for name in FIELDS} | {"pairs": len(pairs[0])}
    if windows is None:
        texts = np.arange(len(block), dtype=np.int64)
        inside = {name: _whole(block, name, texts) for name in ("syllables", "symbols", "words")}
    else:
        texts = windows.owners
        inside = _inside(block, windows)
    contexts = block.contexts[texts].astype(np.int64)
    above = {name: _whole(block, name, contexts) for name in ("syllables", "symbols", "words")}
    found = {}
    for name in FIELDS:
        pieces = [*_pieces(block, name, pairs[1], above), *_pieces(block, name, pairs[1], inside)]
        found[name] = _postings(pieces, len(texts), terms[name])
    return found


_Ranges = dict[str, tuple[Places, Places]]


def _pieces(block: Block, name: str, pairs: Numbers, ranges: _Ranges) -> list[_Piece]:
    starts, ends = ranges["syllables"]
    if name == "pairs":
        return [(pairs, starts, np.maximum(starts, ends - 1))]
    if name == "words":
        return [(block.sequences["words"], *ranges["words"])]
    if name == "syllables":  # Symbols stand among them.
        return [(block.sequences[name], starts, ends), (block.sequences["symbols"], *ranges["symbols"])]
    return [(block.sequences[name], starts, ends)]


def _postings(pieces: Sequence[_Piece], rows: int, terms: int) -> Postings:
    lengths = np.zeros(rows, dtype=np.int64)
    codes = []
    for sequence, starts, ends in pieces:
        lengths += ends - starts
        owners = np.repeat(np.arange(rows, dtype=np.uint64), ends - starts)
        codes.append(sequence[ragged(starts, ends)].astype(np.uint64) << np.uint64(32) | owners)
    every = np.concatenate(codes)
    every.sort()
    first = np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1]])) if len(every) else np.zeros(0, np.intp)
    counts = np.diff(np.concatenate([first, [len(every)]])) if len(every) else first
    distinct = every[first]
    numbers = (distinct >> np.uint64(32)).astype(np.int64)
    return Postings(
        np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=terms))]).astype(np.int64),
        (distinct & np.uint64(0xFFFFFFFF)).astype(np.int32),
        np.minimum(counts, MOST).astype(np.uint16),
        lengths.astype(np.int32),
    )


def _whole(block: Block, name: str, units: Places) -> tuple[Places, Places]:
    starts = block.starts[name]
    return starts[units], starts[units + 1]


def _inside(block: Block, windows: Windows) -> _Ranges:
    """What lies inside of each window: syllables by their number, symbols and words by the syllable at which they begin."""
    begin = block.starts["syllables"][windows.owners]
    ranges = {"syllables": (begin + windows.starts, begin + windows.ends)}
    for name, places in (("symbols", "symbol_places"), ("words", "word_places")):
        units = np.repeat(np.arange(len(block.starts[name]) - 1, dtype=np.int64), np.diff(block.starts[name]))
        # Sorted by unit, and inside of a unit by place.
        order = units << 32 | block.sequences[places].astype(np.int64)
        ranges[name] = (
            np.searchsorted(order, windows.owners << 32 | windows.starts),
            np.searchsorted(order, windows.owners << 32 | windows.ends),
        )
    return ranges


def _outside(block: Block, lengths: Places) -> NDArray[np.bool_]:
    found = np.zeros(len(block), dtype=np.bool_)
    for name, places in (("symbols", "symbol_places"), ("words", "word_places")):
        starts = block.starts[name][: len(block) + 1]
        some = np.diff(starts) > 0
        last = block.sequences[places][starts[1:][some] - 1]
        found[some] |= last >= lengths[some]
    return found


def _pairs(sequence: NDArray[Any]) -> tuple[NDArray[np.uint64], Numbers]:
    codes = sequence.astype(np.uint64)
    codes[:-1] = codes[:-1] << np.uint64(32) | codes[1:]
    distinct, places = np.unique(codes, return_inverse=True)
    return distinct, places.astype(np.int32)
