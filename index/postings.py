"""From units to postings: for every term the rows that hold it, and how often.

Two levels are inverted: rows as wholes (context and text), and windows of the rows that are longer than one window. A
row of one window is that window, so that its postings serve both.

All is worked out in slices, and field by field: a large collection has hundreds of millions of terms, and what is made on
the way takes several times the memory of what comes out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Window
from index.units import Block, Numbers, Places, ragged, slices

FIELDS = ("syllables", "accented", "pairs", "words")
MOST = 65535
"""How often a term is counted in one row; far below, one more makes no difference to a score."""
_ROWS = 4096
"""Rows, or windows, that are inverted at a time."""

_Piece = tuple[NDArray[Any], Places, Places]
"""A sequence of terms, and the stretch of it that belongs to each row."""
_Inverted = tuple[Numbers, Numbers, Numbers, NDArray[np.uint16]]
"""Of some rows: the terms in them, in how many rows each is, and, term by term, these rows and how often they hold it."""


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
    codes, counts = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
    for some in slices(len(accented)):
        own, times = np.unique(_codes(accented, some)[inside[some]], return_counts=True)
        codes.append(own)
        counts.append(times)
    distinct, places = np.unique(np.concatenate(codes), return_inverse=True)
    total = np.zeros(len(distinct), dtype=np.int64)
    np.add.at(total, places, np.concatenate(counts))
    return distinct, total.astype(np.int32)


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


def invert(
    block: Block, pairs: tuple[NDArray[np.uint64], Numbers], windows: Windows | None
) -> Iterator[tuple[str, Postings]]:
    """The postings of every field, one after the other: of the rows, or of their windows."""
    terms = {name: len(block.vocabularies.get(name, ())) for name in FIELDS} | {"pairs": len(pairs[0])}
    if windows is None:
        texts = np.arange(len(block), dtype=np.int64)
        inside = {name: _whole(block, name, texts) for name in ("syllables", "symbols", "words")}
    else:
        texts = windows.owners
        inside = _inside(block, windows)
    contexts = block.contexts[texts].astype(np.int64)
    above = {name: _whole(block, name, contexts) for name in ("syllables", "symbols", "words")}
    for name in FIELDS:
        pieces = [*_pieces(block, name, pairs[1], above), *_pieces(block, name, pairs[1], inside)]
        yield name, _postings(pieces, len(texts), terms[name])


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
    for _, starts, ends in pieces:
        lengths += ends - starts
    inverted = deque(_inverted(pieces, some) for some in slices(rows, _ROWS))
    frequencies = np.zeros(terms, dtype=np.int64)
    for numbers, holding, _, _ in inverted:
        frequencies[numbers] += holding
    starts = np.concatenate([[0], np.cumsum(frequencies)]).astype(np.int64)
    found = np.empty(starts[-1], dtype=np.int32)
    counts = np.empty(starts[-1], dtype=np.uint16)
    next_at = starts[:-1].copy()
    while inverted:  # Each is let go of as soon as it has its place.
        numbers, holding, own_rows, own_counts = inverted.popleft()
        places = ragged(next_at[numbers], next_at[numbers] + holding)
        found[places], counts[places] = own_rows, own_counts
        next_at[numbers] += holding
    return Postings(starts, found, counts, lengths.astype(np.int32))


def _inverted(pieces: Sequence[_Piece], some: slice) -> _Inverted:
    every = np.concatenate([_occurrences(piece, some) for piece in pieces])
    every.sort()
    first = _firsts(every)
    counts = np.diff(np.concatenate([first, [len(every)]]))
    distinct = every[first]
    numbers = (distinct >> np.uint64(32)).astype(np.int32)
    begin = _firsts(numbers)
    return (
        numbers[begin],
        np.diff(np.concatenate([begin, [len(numbers)]])).astype(np.int32),
        (distinct & np.uint64(0xFFFFFFFF)).astype(np.int32),
        np.minimum(counts, MOST).astype(np.uint16),
    )


def _occurrences(piece: _Piece, some: slice) -> NDArray[np.uint64]:
    """Each term of some rows with its row, as one number."""
    sequence, starts, ends = piece[0], piece[1][some], piece[2][some]
    found = sequence[ragged(starts, ends)].astype(np.uint64)
    found <<= np.uint64(32)
    found |= np.repeat(np.arange(some.start, some.stop, dtype=np.uint64), ends - starts)
    return found


def _firsts(ordered: NDArray[Any]) -> NDArray[np.intp]:
    """Where another value begins."""
    return np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(ordered)])


def _whole(block: Block, name: str, units: Places) -> tuple[Places, Places]:
    starts = block.starts[name]
    return starts[units], starts[units + 1]


def _inside(block: Block, windows: Windows) -> _Ranges:
    """What lies inside of each window: syllables by their number, symbols and words by the syllable at which they begin."""
    begin = block.starts["syllables"][windows.owners]
    ranges = {"syllables": (begin + windows.starts, begin + windows.ends)}
    for name, places in (("symbols", "symbol_places"), ("words", "word_places")):
        first, last = np.empty_like(windows.starts), np.empty_like(windows.ends)
        for some in slices(len(windows.owners), _ROWS):
            owners = windows.owners[some]  # They ascend.
            starts = block.starts[name][owners[0] : owners[-1] + 2]
            units = np.repeat(np.arange(owners[0], owners[-1] + 1), np.diff(starts))
            # Sorted by unit, and inside of a unit by place.
            order = units << 32 | block.sequences[places][starts[0] : starts[-1]].astype(np.int64)
            first[some] = starts[0] + np.searchsorted(order, owners << 32 | windows.starts[some])
            last[some] = starts[0] + np.searchsorted(order, owners << 32 | windows.ends[some])
        ranges[name] = first, last
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
    codes = [np.unique(_codes(sequence, some)) for some in slices(len(sequence))]
    distinct = np.unique(np.concatenate([np.zeros(0, dtype=np.uint64), *codes]))
    places = np.empty(len(sequence), dtype=np.int32)
    for some in slices(len(sequence)):
        places[some] = np.searchsorted(distinct, _codes(sequence, some))
    return distinct, places


def _codes(sequence: NDArray[Any], some: slice) -> NDArray[np.uint64]:
    """Each of some terms together with the next one as one number; the last of all is by itself."""
    found = sequence[some].astype(np.uint64)
    after = sequence[some.start + 1 : some.stop + 1].astype(np.uint64)
    found[: len(after)] = found[: len(after)] << np.uint64(32) | after
    return found
