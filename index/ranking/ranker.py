"""A small net over the features of a question and a candidate, learned on judged questions (:mod:`index.ranking.train`).

One hidden layer of rectified units, evaluated in numpy: a question needs no library of machine learning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float32]
Matrix = NDArray[np.float32]

WEIGHTS = "weights.json"
"""The shipped weights, beside this file."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """A net with one hidden layer.

    Attributes:
        features: what it reads, by name.
        hidden: weights of the features in each hidden unit, shape ``(features, units)``.
        bias: of the units.
        output: weight of each unit.
    """

    features: Sequence[str]
    hidden: Matrix
    bias: Column
    output: Column

    def scores(self, columns: Mapping[str, Column]) -> Column:
        """One score for each candidate, comparable within one question only.

        >>> ranker = Ranker(("a", "b"), np.float32([[1, -1], [0, 1]]), np.float32([0, 0]), np.float32([2, 1]))
        >>> ranker.scores({"a": np.float32([1, 0]), "b": np.float32([0, 1]), "c": np.float32([9, 9])}).tolist()
        [2.0, 1.0]
        """
        known = np.stack([columns[name] for name in self.features], axis=1).astype(np.float32)
        scores: Column = np.maximum(known @ self.hidden + self.bias, np.float32(0)) @ self.output
        return scores


@cache
def shipped() -> Ranker:
    """The ranker that comes with the installation."""
    found = json.loads(resources.files("index.ranking").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    hidden, bias, output = (np.array(found[name], dtype=np.float32) for name in ("hidden", "bias", "output"))
    return Ranker(tuple(found["features"]), hidden, bias, output)
