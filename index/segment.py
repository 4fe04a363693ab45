"""Segments: immutable parts of an index, on disk one file of arrays and one FAISS index of raw vectors each.

A segment is written once. What later leaves the collection is dead in it: the generation says which rows live.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index import clusters, dense, pack
from index.aside import Raw
from index.encoders.protocol import Window
from index.postings import FIELDS, Postings, accent_pairs, invert, pair_codes, windows_of
from index.strings import Strings
from index.units import VOCABULARIES, Block, Numbers, Places, slices

if TYPE_CHECKING:
    import faiss

WINDOW = Window(60, 30)
"""What the lexical side reads beside whole passages."""

ARRAYS, VECTORS, CLUSTERS = ".arrays", ".faiss", ".ivf"
"""How the names of a segment's files end."""

LEVELS = ("rows", "windows")
_UNIT_STARTS = ("syllables", "symbols", "words", "letters")


class Segment:
    """The arrays of a segment, on disk or in memory.

    Args:
        arrays: by name, as :func:`arrays_of` makes them.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.arrays = arrays

    @classmethod
    def of(cls, block: Block) -> Segment:
        """The segment of a block, in memory."""
        return cls(dict(arrays_of(block)))

    def __len__(self) -> int:
        return len(self.arrays["keys"])

    @property
    def keys(self) -> Places:
        """Of the rows."""
        return self.arrays["keys"]

    def postings(self, level: str, field: str) -> Postings:
        """The postings of a field; the windows are those of long rows only."""
        name = f"{level}.{field}"
        return Postings(*(self.arrays[f"{name}.{part}"] for part in ("starts", "rows", "counts", "lengths")))

    @cached_property
    def vocabularies(self) -> dict[str, Strings]:
        """The terms of each vocabulary."""
        return {name: Strings(self.arrays[f"{name}.letters"], self.arrays[f"{name}.starts"]) for name in VOCABULARIES}

    @cached_property
    def long_rows(self) -> NDArray[np.bool_]:
        """Which rows have windows of their own."""
        found = np.zeros(len(self), dtype=np.bool_)
        found[self.arrays["windows.owners"]] = True
        return found

    @cached_property
    def firsts(self) -> NDArray[np.intp]:
        """The first window of each long row."""
        owners = self.arrays["windows.owners"]
        return np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]])) if len(owners) else owners[:0]

    def term(self, field: str, term: str) -> int | None:
        """The number of a term in a field."""
        if field != "pairs":
            return self.vocabularies[field].find(term)
        parts = [self.vocabularies["syllables"].find(part) for part in term.split("_")]
        if len(parts) != 2 or parts[0] is None or parts[1] is None:
            return None
        codes, code = self.arrays["pairs"], np.uint64(parts[0] << 32 | parts[1])
        place = int(np.searchsorted(codes, code))
        return place if place < len(codes) and codes[place] == code else None

    def block(self, vectors: Raw) -> Block:
        """What the segment was made of."""
        return Block(
            self.keys,
            self.arrays["contexts"],
            self.arrays["context_keys"],
            {name: table.all() for name, table in self.vocabularies.items()},
            {name: self.arrays[f"units.{name}"] for name in _UNIT_STARTS},
            {name.removeprefix("unit."): array for name, array in self.arrays.items() if name.startswith("unit.")},
            self.arrays["vectors.owners"],
            (vectors,),
        )

    def unit_rows(self, units: Places) -> NDArray[np.bool_]:
        """The rows whose text or context is one of the units."""
        wanted = np.zeros(len(self) + len(self.arrays["context_keys"]), dtype=np.bool_)
        wanted[units] = True
        found: NDArray[np.bool_] = wanted[: len(self)] | wanted[self.arrays["contexts"]]
        return found

    def units_with(self, letters: list[bytes]) -> Places:
        """The units that hold one of these in their letters."""
        held, starts = self.arrays["unit.letters"].tobytes(), self.arrays["units.letters"]
        places = []
        for wanted in letters:
            place = held.find(wanted)
            while place >= 0:
                places.append(place)
                place = held.find(wanted, place + 1)
        found: Places = np.unique(np.searchsorted(starts, np.array(places, dtype=np.int64), side="right") - 1)
        return found

    def words_of(self, alive: NDArray[np.bool_]) -> set[str]:
        """The words of two syllables and more in the texts of the rows that live."""
        starts = self.arrays["units.words"][: len(self) + 1]
        numbers = self.arrays["unit.words"][: starts[-1]]
        if not alive.all():
            numbers = numbers[np.repeat(alive, np.diff(starts))]
        table = self.vocabularies["words"].all()
        return {word for number in np.unique(numbers) if is_compound(word := table[number])}


def is_compound(word: str) -> bool:
    """Whether a folded word has several syllables, all of letters.

    >>> is_compound("giam_sat"), is_compound("sat"), is_compound("217_qd")
    (True, False, False)
    """
    return "_" in word and word.replace("_", "").isalpha()


def arrays_of(block: Block) -> Iterator[tuple[str, NDArray[Any]]]:
    """Everything of a segment but its vectors, by name and one after the other: the postings are larger than the block."""
    yield "keys", block.keys
    yield "contexts", block.contexts
    yield "context_keys", block.context_keys
    yield "vectors.owners", block.windows
    yield "vectors.sum", dense.total(block.vectors)
    for name, terms in block.vocabularies.items():
        table = Strings.of(terms)
        yield f"{name}.letters", table.letters
        yield f"{name}.starts", table.starts
    yield from ((f"units.{name}", block.starts[name]) for name in _UNIT_STARTS)
    yield from ((f"unit.{name}", sequence) for name, sequence in block.sequences.items())
    pairs = pair_codes(block)
    yield "pairs", pairs[0]
    windows = windows_of(block, WINDOW)
    yield "windows.owners", windows.owners.astype(np.int32)
    for level, chosen in (("rows", None), ("windows", windows)):
        for field, found in invert(block, pairs, chosen):
            for part in ("starts", "rows", "counts", "lengths"):
                yield f"{level}.{field}.{part}", getattr(found, part)
            del found  # Before the next are made.
    yield from _accents(block)


def _accents(block: Block) -> Iterator[tuple[str, NDArray[Any]]]:
    accented, forms = block.sequences["accented"], block.vocabularies["accented"]
    codes, counts = accent_pairs(accented, block.starts["syllables"])
    yield "accents.pairs", codes
    yield "accents.pair_counts", counts
    frequencies = np.zeros(len(forms), dtype=np.int64)
    for some in slices(len(accented)):
        frequencies += np.bincount(accented[some], minlength=len(forms))
    yield "accents.counts", frequencies
    yield "accents.folded", _by_folding(forms)


def _by_folding(forms: list[str]) -> Numbers:
    """The accented forms in the order of what they are without diacritics."""
    from ingest.text import fold

    return np.array(sorted(range(len(forms)), key=lambda number: fold(forms[number])), dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as one generation sees it.

    Attributes:
        name: of its files.
        segment: what is in it.
        rows: the row of the generation that each row is, -1 for one that is dead.
    """

    name: str
    segment: Segment
    rows: Numbers

    @property
    def alive(self) -> NDArray[np.bool_]:
        """Which rows are in the generation."""
        return self.rows >= 0

    def put(self, values: NDArray[Any], whole: NDArray[Any]) -> None:
        """Put one value for each row of the segment in the place of the row in the generation."""
        rows = self.rows
        if len(rows) == len(whole) and len(rows) and rows[0] == 0 and bool((rows[1:] > rows[:-1]).all()):
            whole[:] = values  # All of one segment, in its order.
        else:
            whole[rows[self.alive]] = values[self.alive]

    def counted(self, seen: set[int]) -> NDArray[np.bool_]:
        """The units that count: texts of rows that live, and their contexts where no part before has them.

        Args:
            seen: the keys of the contexts of the parts before; those of this one are added.
        """
        alive, count = self.alive, len(self.segment)
        found = np.zeros(count + len(self.segment.arrays["context_keys"]), dtype=np.bool_)
        found[:count] = alive
        found[self.segment.arrays["contexts"][alive]] = True
        keys = self.segment.arrays["context_keys"].tolist()
        for place in np.flatnonzero(found[count:]).tolist():
            found[count + place] = keys[place] not in seen
        seen.update(keys[place] for place in np.flatnonzero(found[count:]).tolist())
        return found


def write(folder: Path, name: str, block: Block) -> list[str]:
    """Write the files of a segment; their endings. Where there are no vectors, there is no file for them."""
    pack.write(folder / f"{name}{ARRAYS}", arrays_of(block))
    if not len(block.windows):
        return [ARRAYS]
    dense.save(block.vectors, folder / f"{name}{VECTORS}")
    if len(block.windows) < clusters.LARGE:
        return [ARRAYS, VECTORS]
    mean = (dense.total(block.vectors) / len(block.windows)).astype(np.float32)
    clusters.save(clusters.build(block.vectors, mean), folder / f"{name}{CLUSTERS}")
    return [ARRAYS, VECTORS, CLUSTERS]


def read(folder: Path, name: str) -> Segment:
    """Open a segment's arrays."""
    return Segment(pack.read(folder / f"{name}{ARRAYS}"))


def read_vectors(folder: Path, name: str) -> faiss.IndexFlat:
    """Open a segment's vectors."""
    return dense.load(folder / f"{name}{VECTORS}")


def read_clusters(folder: Path, name: str) -> faiss.IndexIVF | None:
    """Open the approximate index of a segment's vectors; ``None`` where it is too small to have one."""
    path = folder / f"{name}{CLUSTERS}"
    return clusters.load(path) if path.exists() else None


__all__ = [
    "FIELDS",
    "LEVELS",
    "WINDOW",
    "Part",
    "Segment",
    "is_compound",
    "read",
    "read_clusters",
    "read_vectors",
    "write",
]
