"""What the candidates of a question hold of it: its terms found again in their sequences of terms, all candidates at once.

Sequences are as in the segments: syllables (with their accented forms in parallel) and words of the text, and of the
headings above it. Positions of all candidates run on in one array; each candidate is closed by one empty position, so
that none is without positions and no pair of neighbours reaches from one candidate into the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.ranking.asked import Asked
from index.ranking.tokens import TokenVectors
from index.segment import Segment
from index.units import Places, gather

Found = NDArray[np.int32]
"""At each position the number of the question's term that stands there, -1 for any other."""
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sequences:
    """The texts, or the headings, of all candidates.

    Attributes:
        starts: where each candidate's positions begin, shape ``(candidates,)``.
        owners: the candidate of each position.
        lengths: syllables of each candidate.
        syllables: see :data:`Found`.
        near: the similarity of every term with the form at each position, shape ``(terms, positions)``.
        words: number of the question's word, and the candidate, of each word that is found.
        word_lengths: words of each candidate.
    """

    starts: Places
    owners: Places
    lengths: Places
    syllables: Found
    near: Matrix
    words: tuple[Found, Places]
    word_lengths: Places


@dataclass(frozen=True, slots=True)
class Held:
    """Texts and headings of the candidates, in their order."""

    texts: Sequences
    headings: Sequences


def held(
    asked: Asked, segments: Sequence[Segment], where: NDArray[np.integer[Any]], rows: Places, tokens: TokenVectors
) -> Held:
    """Read what the candidates hold.

    Args:
        asked: the question.
        segments: of the generation.
        where: of every candidate, the number of the segment it lies in.
        rows: and its row there.
        tokens: gives vectors to accented forms.
    """
    texts, headings = [], []
    for number in np.unique(where).tolist():
        chosen = np.flatnonzero(where == number)
        segment, own = segments[number], rows[chosen]
        found = _Finder.of(asked, segment, tokens)
        texts.append((chosen, found.read(own)))
        headings.append((chosen, found.read(segment.arrays["contexts"][own].astype(np.int64))))
    return Held(_joined(texts, len(rows)), _joined(headings, len(rows)))


@dataclass(frozen=True, slots=True)
class _Read:
    lengths: Places
    syllables: Found
    near: Matrix
    words: Found
    word_lengths: Places


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds the terms of a question in one segment."""

    asked: Asked
    segment: Segment
    tokens: TokenVectors
    numbers: Mapping[str, tuple[NDArray[Any], NDArray[np.int32]]]

    @classmethod
    def of(cls, asked: Asked, segment: Segment, tokens: TokenVectors) -> _Finder:
        wanted = {"syllables": asked.syllables, "accented": asked.accented, "words": asked.words}
        return cls(asked, segment, tokens, {name: _numbers(segment, name, terms) for name, terms in wanted.items()})

    def read(self, units: Places) -> _Read:
        starts, ends = self._range("syllables", units)
        arrays = self.segment.arrays
        lengths = ends - starts
        forms = gather(arrays["unit.accented"], starts, ends)
        near = self.tokens.nearness(self.asked.vectors, self.segment, forms)
        accented = self._found("accented", forms)
        there = np.flatnonzero(accented >= 0)
        near[accented[there], there] = 1.0  # The very form, which may have no vector.
        first, last = self._range("words", units)
        return _Read(
            lengths,
            self._found("syllables", gather(arrays["unit.syllables"], starts, ends)),
            near,
            self._found("words", gather(arrays["unit.words"], first, last)),
            last - first,
        )

    def _range(self, name: str, units: Places) -> tuple[Places, Places]:
        starts = self.segment.arrays[f"units.{name}"]
        return starts[units], starts[units + 1]

    def _found(self, name: str, sequence: NDArray[Any]) -> Found:
        ordered, terms = self.numbers[name]
        if not len(ordered):
            return np.full(len(sequence), -1, dtype=np.int32)
        places = np.minimum(np.searchsorted(ordered, sequence), len(ordered) - 1)
        return np.where(ordered[places] == sequence, terms[places], np.int32(-1)).astype(np.int32)


def _numbers(segment: Segment, name: str, terms: Sequence[str]) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """The numbers of the question's terms in a vocabulary, ascending, and which term each is."""
    found = sorted(
        (number, place) for place, term in enumerate(terms) if (number := segment.term(name, term)) is not None
    )
    return np.array([number for number, _ in found], dtype=np.int32), np.array(
        [place for _, place in found], dtype=np.int32
    )


def _joined(pieces: Sequence[tuple[Places, _Read]], count: int) -> Sequences:
    """The pieces of several segments in the order of the candidates, each candidate closed by an empty position."""
    order = np.concatenate([chosen for chosen, _ in pieces])
    lengths = np.concatenate([read.lengths for _, read in pieces])
    word_lengths = np.concatenate([read.word_lengths for _, read in pieces])
    # Positions lie piece after piece; where each of them goes:
    closed = np.zeros(count, dtype=np.int64)
    closed[order] = lengths + 1
    starts = np.cumsum(closed) - closed
    inside = np.arange(int(lengths.sum()), dtype=np.int64) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    target = np.repeat(starts[order], lengths) + inside
    total = int(closed.sum())

    def placed(values: list[NDArray[Any]]) -> Found:
        found = np.full(total, -1, dtype=np.int32)
        found[target] = np.concatenate(values)
        return found

    near = np.zeros((pieces[0][1].near.shape[0], total), dtype=np.float32)
    near[:, target] = np.concatenate([read.near for _, read in pieces], axis=1)
    words = np.concatenate([read.words for _, read in pieces])
    word_owners = np.repeat(order, word_lengths)
    known = words >= 0
    ordered_lengths, ordered_words = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    ordered_lengths[order], ordered_words[order] = lengths, word_lengths
    return Sequences(
        starts,
        np.repeat(np.arange(count, dtype=np.int64), closed),
        ordered_lengths,
        placed([read.syllables for _, read in pieces]),
        near,
        (words[known], word_owners[known]),
        ordered_words,
    )
