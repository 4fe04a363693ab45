"""Analysed texts as numbers: what a segment is inverted from, and what segments are merged from.

A *unit* is a text or a context. The units of a block are the texts of its rows, in order, and after them each of their
contexts once. Its terms are numbers in three sorted vocabularies.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import Terms
from index.aside import Raw
from ingest.text import fold, normalise

Numbers = NDArray[np.int32]
Places = NDArray[np.int64]

VOCABULARIES = ("syllables", "accented", "words")
_SEQUENCES = {
    "syllables": ("syllables", "accented"),
    "symbols": ("symbols", "symbol_places"),
    "words": ("words", "word_places"),
    "letters": ("letters",),
}
"""What runs in parallel, by the sequence that it is counted by."""
_VOCABULARY = {"syllables": "syllables", "symbols": "syllables", "accented": "accented", "words": "words"}
_NO_LETTER = re.compile(r"[\W\d_]+")
_AT_ONCE = 1 << 18
"""Numbers that are worked on at a time: what is made on the way to a result is never as large as the result."""
_UNITS = 4096
"""Units, likewise."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows with what they are found by.

    Attributes:
        keys: of the rows, see :func:`key_of`.
        contexts: the unit that is the context of each row.
        context_keys: of the contexts.
        vocabularies: by name, sorted.
        starts: where each unit begins in a sequence, and where the last ends, by sequence.
        sequences: numbers of terms, places (in syllables) of symbols and words; ``letters`` are those of the units
            whose words depend on which words the collection knows, each closed by a line feed.
        windows: row of each vector.
        vectors: raw ones, of all windows, in pieces one after the other: at least one.
    """

    keys: Places
    contexts: Numbers
    context_keys: Places
    vocabularies: dict[str, list[str]]
    starts: dict[str, Places]
    sequences: dict[str, NDArray[Any]]
    windows: Numbers
    vectors: tuple[Raw, ...]

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def fingerprint(self) -> str:
        """Of everything but what the keys and the words of the collection stand for."""
        digest = hashlib.sha256()
        for part in (self.keys, self.contexts, self.context_keys):
            digest.update(part.tobytes())
        for terms in self.vocabularies.values():
            digest.update("\n".join(terms).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


def key_of(*parts: str) -> int:
    """A signed 64-bit number that stands for a content.

    >>> key_of("a", "b") == key_of("a", "b") != key_of("ab", "")
    True
    """
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "little", signed=True)


def letters_of(text: str) -> str:
    """The folded letters of a text alone: a word that stands in the text stands in them, whatever is between its syllables.

    >>> letters_of("Giám sát, 217-QĐ")
    'giamsatqd'
    """
    return _NO_LETTER.sub("", fold(normalise(text)))


@dataclass(slots=True)
class Writer:
    """Takes units one after the other and numbers their terms.

    Numbers are kept as such: as objects in lists they take twice to ten times the memory.
    """

    numbers: dict[str, defaultdict[str, int]] = field(
        default_factory=lambda: {name: _counter() for name in VOCABULARIES}
    )
    starts: dict[str, array[int]] = field(default_factory=lambda: {name: array("q", [0]) for name in _SEQUENCES})
    sequences: dict[str, array[int]] = field(
        default_factory=lambda: {
            name: array("i") for names in _SEQUENCES.values() for name in names if name != "letters"
        }
    )
    letters: list[bytes] = field(default_factory=list)

    def add(self, terms: Terms, letters: str | None = None) -> None:
        """One more unit; with its letters, where its words come from the collection's own."""
        for name, vocabulary in _VOCABULARY.items():
            numbers = self.numbers[vocabulary]
            self.sequences[name].extend([numbers[term] for term in getattr(terms, name)])
        self.sequences["symbol_places"].extend(terms.symbol_places)
        self.sequences["word_places"].extend(terms.word_places)
        if letters is not None:
            self.letters.append(letters.encode("utf-8", "surrogatepass") + b"\n")
        last = self.starts["letters"][-1]
        self.starts["letters"].append(last if letters is None else last + len(self.letters[-1]))
        for name in ("syllables", "symbols", "words"):
            self.starts[name].append(len(self.sequences[name]))

    def block(
        self,
        keys: Sequence[int],
        contexts: Sequence[int],
        context_keys: Sequence[int],
        windows: Numbers,
        vectors: Raw,
    ) -> Block:
        """What was taken, its vocabularies sorted; nothing can be added any more."""
        vocabularies, renumbered = {}, {}
        for name, numbers in self.numbers.items():
            vocabularies[name] = sorted(numbers)
            renumbered[name] = np.empty(len(numbers), dtype=np.int32)
            renumbered[name][[numbers[term] for term in vocabularies[name]]] = np.arange(len(numbers), dtype=np.int32)
        sequences: dict[str, NDArray[Any]] = {}
        for name, values in self.sequences.items():
            sequences[name] = np.frombuffer(values, dtype=np.int32)
            if name in _VOCABULARY:
                _translate(renumbered[_VOCABULARY[name]], sequences[name], sequences[name])
        sequences["letters"] = np.frombuffer(b"".join(self.letters), dtype=np.uint8)
        return Block(
            np.array(keys, dtype=np.int64),
            np.array(contexts, dtype=np.int32),
            np.array(context_keys, dtype=np.int64),
            vocabularies,
            {name: np.frombuffer(values, dtype=np.int64) for name, values in self.starts.items()},
            sequences,
            windows,
            (vectors,),
        )


def slices(count: int, size: int | None = None) -> Iterator[slice]:
    """Stretches of at most ``size`` that make up ``count``; of some hundred thousand where nothing is said.

    >>> [(some.start, some.stop) for some in slices(5, 2)]
    [(0, 2), (2, 4), (4, 5)]
    """
    step = size or _AT_ONCE
    for start in range(0, count, step):
        yield slice(start, min(start + step, count))


def ragged(starts: Places, ends: Places) -> Places:
    """The positions from each start to its end, one stretch after the other.

    >>> ragged(np.array([5, 0]), np.array([7, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    found: Places = np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()), dtype=np.int64)
    return found


def gather(sequence: NDArray[Any], starts: Places, ends: Places) -> NDArray[Any]:
    """``sequence[ragged(starts, ends)]``, without all positions in memory at once.

    >>> gather(np.array([7, 8, 9]), np.array([1, 0]), np.array([3, 1])).tolist()
    [8, 9, 7]
    """
    found = np.empty((int((ends - starts).sum()), *sequence.shape[1:]), dtype=sequence.dtype)
    at = 0
    for some in slices(len(starts), _UNITS):
        part = sequence[ragged(starts[some], ends[some])]
        found[at : at + len(part)] = part
        at += len(part)
    return found


def take(block: Block, rows: NDArray[np.intp]) -> Block:
    """Some rows of a block, in the given order, with their contexts; vocabularies stay as they are."""
    if np.array_equal(rows, np.arange(len(block))):
        return block
    used, contexts = np.unique(block.contexts[rows], return_inverse=True)
    units = np.concatenate([rows, used]).astype(np.int64)
    starts: dict[str, Places] = {}
    sequences: dict[str, NDArray[Any]] = {}
    for name, parallel in _SEQUENCES.items():
        begin, end = block.starts[name][units], block.starts[name][units + 1]
        starts[name] = np.concatenate([[0], np.cumsum(end - begin)])
        sequences |= {one: gather(block.sequences[one], begin, end) for one in parallel}
    first = np.searchsorted(block.windows, rows, side="left")
    last = np.searchsorted(block.windows, rows, side="right")
    vectors = [piece[:] for piece in block.vectors]
    return Block(
        block.keys[rows],
        (contexts + len(rows)).astype(np.int32),
        block.context_keys[used - len(block)],
        block.vocabularies,
        starts,
        sequences,
        np.repeat(np.arange(len(rows), dtype=np.int32), last - first),
        (gather(vectors[0] if len(vectors) == 1 else np.concatenate(vectors), first, last),),
    )


def join(blocks: Sequence[Block]) -> Block:
    """The rows of several blocks as one; a context that two have stands in it once."""
    if len(blocks) == 1:
        return blocks[0]
    vocabularies: dict[str, list[str]] = {}
    renumbered: list[dict[str, Numbers]] = [{} for _ in blocks]
    for name in VOCABULARIES:
        vocabularies[name] = sorted({term for block in blocks for term in block.vocabularies[name]})
        numbers = {term: number for number, term in enumerate(vocabularies[name])}
        for block, tables in zip(blocks, renumbered, strict=True):
            own = block.vocabularies[name]
            tables[name] = np.fromiter((numbers[term] for term in own), dtype=np.int32, count=len(own))
    chosen, context_units, context_keys = _contexts(blocks)
    starts: dict[str, Places] = {}
    sequences: dict[str, NDArray[Any]] = {}
    for name, parallel in _SEQUENCES.items():
        # The texts of a block stay one stretch, whatever becomes of its contexts.
        cuts = [int(block.starts[name][len(block)]) for block in blocks]
        begin, end = _context_ranges(blocks, name, chosen)
        texts = [np.diff(block.starts[name][: len(block) + 1]) for block in blocks]
        starts[name] = np.concatenate([[0], np.cumsum(np.concatenate([*texts, end - begin]))])
        for one in parallel:
            whole = [_renumbered(block, one, tables) for block, tables in zip(blocks, renumbered, strict=True)]
            contexts = np.concatenate([values[cut:] for values, cut in zip(whole, cuts, strict=True)])
            sequences[one] = np.concatenate(
                [*(values[:cut] for values, cut in zip(whole, cuts, strict=True)), gather(contexts, begin, end)]
            )
    before = np.cumsum([0, *map(len, blocks)])
    return Block(
        np.concatenate([block.keys for block in blocks]),
        context_units,
        context_keys,
        vocabularies,
        starts,
        sequences,
        np.concatenate([block.windows + base for block, base in zip(blocks, before, strict=False)]).astype(np.int32),
        tuple(piece for block in blocks for piece in block.vectors),
    )


def compact(block: Block) -> Block:
    """The same without the terms that no unit has: rows that were left behind may have been the last with them."""
    vocabularies, sequences = dict(block.vocabularies), dict(block.sequences)
    for vocabulary, terms in block.vocabularies.items():
        names = [name for name, of in _VOCABULARY.items() if of == vocabulary]
        used = np.zeros(len(terms), dtype=np.bool_)
        for name in names:
            for some in slices(len(sequences[name])):
                used[sequences[name][some]] = True
        if used.all():
            continue
        numbers = np.cumsum(used, dtype=np.int32) - np.int32(1)
        vocabularies[vocabulary] = [term for term, is_used in zip(terms, used.tolist(), strict=True) if is_used]
        sequences |= {name: _translated(numbers, sequences[name]) for name in names}
    return replace(block, vocabularies=vocabularies, sequences=sequences)


def _contexts(blocks: Sequence[Block]) -> tuple[Places, Numbers, Places]:
    """Which of the contexts of all blocks stay, each row's context in the whole, the contexts' keys."""
    rows = sum(map(len, blocks))
    own = [block.context_keys[block.contexts - len(block)] for block in blocks]
    distinct, chosen = np.unique(np.concatenate([block.context_keys for block in blocks]), return_index=True)
    contexts = rows + np.searchsorted(distinct, np.concatenate(own))
    return chosen.astype(np.int64), contexts.astype(np.int32), distinct


def _context_ranges(blocks: Sequence[Block], name: str, chosen: Places) -> tuple[Places, Places]:
    """Where the chosen contexts begin and end in a sequence of all contexts of all blocks."""
    starts = [block.starts[name][len(block) :] for block in blocks]
    bases = np.cumsum([0, *(own[-1] - own[0] for own in starts)])
    begin = np.concatenate([own[:-1] - own[0] + base for own, base in zip(starts, bases, strict=False)])
    end = np.concatenate([own[1:] - own[0] + base for own, base in zip(starts, bases, strict=False)])
    return begin[chosen], end[chosen]


def _renumbered(block: Block, name: str, tables: dict[str, Numbers]) -> NDArray[Any]:
    values = block.sequences[name]
    return _translated(tables[_VOCABULARY[name]], values) if name in _VOCABULARY else values


def _translated(numbers: Numbers, values: NDArray[Any]) -> Numbers:
    """``numbers[values]``, without all positions in memory at once."""
    found = np.empty(len(values), dtype=np.int32)
    _translate(numbers, values, found)
    return found


def _translate(numbers: Numbers, values: NDArray[Any], found: Numbers) -> None:
    """``found[:] = numbers[values]``; the two may be one."""
    for some in slices(len(values)):
        found[some] = numbers[values[some]]


def _counter() -> defaultdict[str, int]:
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    return numbers


def key_array(keys: Iterable[int]) -> Places:
    """Keys as an array."""
    return np.fromiter(keys, dtype=np.int64)
