"""The second stage of a search: the first candidates in the order of a learned ranker.

``asked`` weighs the terms of the question, ``held`` finds them again in the candidates, ``tokens`` compares single words
by meaning, ``features`` makes numbers of it and ``ranker`` one score. ``train`` learns the weights.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from index.analysis import Terms
from index.candidates import Found
from index.lexical import Lexical
from index.ranking.asked import Asked
from index.ranking.features import Column, Retrieved, features
from index.ranking.held import held
from index.ranking.ranker import Ranker, shipped
from index.ranking.tokens import TokenVectors

__all__ = ["DEPTH", "Ranking"]

DEPTH = 30
"""Candidates that are ranked. The shipped weights were learned on fifty; ranking these gives the same figures as ranking fifty
(.9408 and .8960 against .9408 and .8961 on the development sets), in less time."""


class Ranking:
    """Ranks the candidates of questions over one generation.

    Args:
        lexical: its rows.
        ranker: ``None`` takes the shipped one.
    """

    def __init__(self, lexical: Lexical, ranker: Ranker | None = None) -> None:
        self._lexical = lexical
        self._tokens = TokenVectors()
        self._ranker = ranker or shipped()

    def ranked(self, terms: Terms, found: Found) -> Found:
        """The same rows, the first :data:`DEPTH` in the ranker's order.

        A row takes over the fused score of its new place: scores fall from row to row and mean what they meant.
        """
        count = min(DEPTH, len(found.rows))
        if not count:
            return found
        scores = self._ranker.scores(self.features(terms, found, count))
        order = np.lexsort((found.rows[:count], -scores))
        places = np.concatenate([order, np.arange(count, len(found.rows))])
        return replace(found, rows=found.rows[places], scores={name: own[places] for name, own in found.scores.items()})

    def features(self, terms: Terms, found: Found, count: int) -> dict[str, Column]:
        """The features of the first candidates."""
        asked = Asked.of(terms, self._lexical.holding, self._lexical.count, self._tokens.of)
        where, rows = self._lexical.places.parts[found.rows[:count]], self._lexical.places.rows[found.rows[:count]]
        shares = {name: own[:count] for name, own in found.scores.items()}
        if "lexical" in shares:
            shares["lexical"] = shares["lexical"] / np.float32(max(self._lexical.utmost(terms), 1e-9))
        parts = [part.segment for part in self._lexical.parts]
        return features(asked, Retrieved(shares, count), held(asked, parts, where, rows.astype(np.int64), self._tokens))
