"""Analysed texts as numbers: what a segment is inverted from, and what segments are merged from.

A *unit* is a text or a context. The units of a block are the texts of its rows, in order, and after them each of their
contexts once. Its terms are numbers in three sorted vocabularies.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import Terms
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
        vectors: raw ones, of all windows.
    """

    keys: Places
    contexts: Numbers
    context_keys: Places
    vocabularies: dict[str, list[str]]
    starts: dict[str, Places]
    sequences: dict[str, NDArray[Any]]
    windows: Numbers
    vectors: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def fingerprint(self) -> str:
        """Of everything but what the keys and the words of the collection stand for."""
        digest = hashlib.sha256()
        for array in (self.keys, self.contexts, self.context_keys):
            digest.update(array.tobytes())
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
    """Takes units one after the other and numbers their terms."""

    numbers: dict[str, defaultdict[str, int]] = field(
        default_factory=lambda: {name: _counter() for name in VOCABULARIES}
    )
    starts: dict[str, list[int]] = field(default_factory=lambda: {name: [0] for name in _SEQUENCES})
    sequences: dict[str, list[int]] = field(
        default_factory=lambda: {name: [] for names in _SEQUENCES.values() for name in names if name != "letters"}
    )
    letters: list[bytes] = field(default_factory=list)

    def add(self, terms: Terms, letters: str | None = None) -> None:
        """One more unit; with its letters, where its words come from the collection's own."""
        for name, vocabulary in _VOCABULARY.items():
            numbers = self.numbers[vocabulary]
            self.sequences[name] += [numbers[term] for term in getattr(terms, name)]
        self.sequences["symbol_places"] += terms.symbol_places
        self.sequences["word_places"] += terms.word_places
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
        vectors: NDArray[np.float32],
    ) -> Block:
        """What was taken, its vocabularies sorted."""
        vocabularies, renumbered = {}, {}
        for name, numbers in self.numbers.items():
            vocabularies[name] = sorted(numbers)
            renumbered[name] = np.empty(len(numbers), dtype=np.int32)
            renumbered[name][[numbers[term] for term in vocabularies[name]]] = np.arange(len(numbers), dtype=np.int32)
        sequences: dict[str, NDArray[Any]] = {}
        for name, values in self.sequences.items():
            array = np.array(values, dtype=np.int32)
            sequences[name] = renumbered[_VOCABULARY[name]][array] if name in _VOCABULARY else array
        sequences["letters"] = np.frombuffer(b"".join(self.letters), dtype=np.uint8)
        return Block(
            np.array(keys, dtype=np.int64),
            np.array(contexts, dtype=np.int32),
            np.array(context_keys, dtype=np.int64),
            vocabularies,
            {name: np.array(values, dtype=np.int64) for name, values in self.starts.items()},
            sequences,
            windows,
            vectors,
        )


def ragged(starts: Places, ends: Places) -> Places:
    """The positions from each start to its end, one stretch after the other.

    >>> ragged(np.array([5, 0]), np.array([7, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    found: Places = np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()), dtype=np.int64)
    return found


def take(block: Block, rows: NDArray[np.intp]) -> Block:
    """Some rows of a block, in the given order, with their contexts; vocabularies stay as they are."""
    used, contexts = np.unique(block.contexts[rows], return_inverse=True)
    units = np.concatenate([rows, used]).astype(np.int64)
    starts: dict[str, Places] = {}
    sequences: dict[str, NDArray[Any]] = {}
    for name, parallel in _SEQUENCES.items():
        begin, end = block.starts[name][units], block.starts[name][units + 1]
        starts[name] = np.concatenate([[0], np.cumsum(end - begin)])
        places = ragged(begin, end)
        sequences |= {one: block.sequences[one][places] for one in parallel}
    first = np.searchsorted(block.windows, rows, side="left")
    last = np.searchsorted(block.windows, rows, side="right")
    return Block(
        block.keys[rows],
        (contexts + len(rows)).astype(np.int32),
        block.context_keys[used - len(block)],
        block.vocabularies,
        starts,
        sequences,
        np.repeat(np.arange(len(rows), dtype=np.int32), last - first),
        block.vectors[ragged(first, last)],
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
    order, context_units, context_keys = _contexts(blocks)
    starts: dict[str, Places] = {}
    sequences: dict[str, NDArray[Any]] = {}
    for name, parallel in _SEQUENCES.items():
        bases = np.cumsum([0, *(block.starts[name][-1] for block in blocks)])
        begin = np.concatenate([block.starts[name][:-1] + base for block, base in zip(blocks, bases, strict=False)])
        end = np.concatenate([block.starts[name][1:] + base for block, base in zip(blocks, bases, strict=False)])
        starts[name] = np.concatenate([[0], np.cumsum(end[order] - begin[order])])
        places = ragged(begin[order], end[order])
        for one in parallel:
            whole = [_renumbered(block, one, tables) for block, tables in zip(blocks, renumbered, strict=True)]
            sequences[one] = np.concatenate(whole)[places]
    before = np.cumsum([0, *map(len, blocks)])
    return Block(
        np.concatenate([block.keys for block in blocks]),
        context_units,
        context_keys,
        vocabularies,
        starts,
        sequences,
        np.concatenate([block.windows + base for block, base in zip(blocks, before, strict=False)]).astype(np.int32),
        np.concatenate([block.vectors for block in blocks]),
    )


def compact(block: Block) -> Block:
    """The same without the terms that no unit has: rows that were left behind may have been the last with them."""
    vocabularies, sequences = dict(block.vocabularies), dict(block.sequences)
    for vocabulary, terms in block.vocabularies.items():
        names = [name for name, of in _VOCABULARY.items() if of == vocabulary]
        used = np.unique(np.concatenate([block.sequences[name] for name in names]))
        numbers = np.zeros(len(terms), dtype=np.int32)
        numbers[used] = np.arange(len(used), dtype=np.int32)
        vocabularies[vocabulary] = [terms[number] for number in used.tolist()]
        sequences |= {name: numbers[block.sequences[name]] for name in names}
    return replace(block, vocabularies=vocabularies, sequences=sequences)


def _contexts(blocks: Sequence[Block]) -> tuple[Places, Numbers, Places]:
    """The units of the blocks in the order that they have in one, each row's context there, the contexts' keys."""
    rows = sum(map(len, blocks))
    texts, first, keys, own = [], [], [], []
    before = 0
    for block in blocks:
        texts.append(np.arange(before, before + len(block)))
        first.append(before + len(block) + np.arange(len(block.context_keys)))
        keys.append(block.context_keys)
        own.append(block.context_keys[block.contexts - len(block)])
        before += len(block) + len(block.context_keys)
    distinct, places = np.unique(np.concatenate(keys), return_index=True)
    order = np.concatenate([*texts, np.concatenate(first)[places]]).astype(np.int64)
    contexts = rows + np.searchsorted(distinct, np.concatenate(own))
    return order, contexts.astype(np.int32), distinct


def _renumbered(block: Block, name: str, tables: dict[str, Numbers]) -> NDArray[Any]:
    values = block.sequences[name]
    return tables[_VOCABULARY[name]][values] if name in _VOCABULARY and len(values) else values


def _counter() -> defaultdict[str, int]:
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    return numbers


def key_array(keys: Iterable[int]) -> Places:
    """Keys as an array."""
    return np.fromiter(keys, dtype=np.int64)
