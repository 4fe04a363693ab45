"""A question as the features see it: its distinct terms, and how much each weighs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.analysis import Terms
from ingest import asking

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Asked:
    """The distinct terms of a question, in order of first appearance.

    Attributes:
        syllables: folded.
        accented: the form of each at its first place.
        weights: the idf of each syllable; 0 for one that only asks ("nào", "đúng hay sai").
        pairs: neighbours, as places in ``syllables``.
        pair_weights: their idf.
        words: folded words.
        word_weights: their idf.
        vectors: of the accented forms, of length 1 or 0, shape ``(syllables, dimension)``.
    """

    syllables: tuple[str, ...]
    accented: tuple[str, ...]
    weights: Weights
    pairs: tuple[tuple[int, int], ...]
    pair_weights: Weights
    words: tuple[str, ...]
    word_weights: Weights
    vectors: NDArray[np.float32]

    @classmethod
    def of(
        cls,
        terms: Terms,
        frequency: Callable[[str, str], int],
        count: int,
        vectors: Callable[[Sequence[str]], NDArray[np.float32]],
    ) -> Asked:
        """The question of these terms.

        Args:
            terms: of the question.
            frequency: in how many rows a term of a field stands.
            count: rows in all.
            vectors: of accented forms.
        """
        asks = asking.places(terms.accented)
        syllables = tuple(dict.fromkeys(terms.syllables))
        places = {syllable: place for place, syllable in enumerate(syllables)}
        forms = dict(zip(reversed(terms.syllables), reversed(terms.accented), strict=True))
        about = {syllable for place, syllable in enumerate(terms.syllables) if place not in asks}
        pairs = tuple(dict.fromkeys((places[left], places[right]) for left, right in pairwise(terms.syllables)))
        words = tuple(dict.fromkeys(terms.words))

        def weights(field: str, tokens: Sequence[str], parts: Sequence[Iterable[str]]) -> Weights:
            """The idf of terms; nothing for those that only ask, unless all do."""
            idf = np.array([_idf(frequency(field, token), count) for token in tokens], dtype=np.float32)
            telling = np.array([not about.isdisjoint(part) for part in parts], dtype=np.bool_)
            return np.where(telling, idf, np.float32(0)) if telling.any() else idf

        names = [(syllables[left], syllables[right]) for left, right in pairs]
        return cls(
            syllables,
            tuple(forms[syllable] for syllable in syllables),
            weights("syllables", syllables, [(syllable,) for syllable in syllables]),
            pairs,
            weights("pairs", ["_".join(pair) for pair in names], names),
            words,
            weights("words", words, [word.split("_") for word in words]),
            vectors([forms[syllable] for syllable in syllables]),
        )


def _idf(frequency: int, count: int) -> float:
    """Lucene's idf of BM25."""
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
