"""One score from those of several retrievers: a weighted sum of scores on scales that the question alone sets.

A lexical score counts as a share of what the question could score at most (the sum of the idf of its terms), a cosine as
it is. On the development sets that is as good as a weighted sum of z-scores over all passages (Renda and Straccia,
2003), and no passage has to be scored for the sake of the others. Both are better here than reciprocal rank fusion, which
throws away by how much a retriever prefers a passage.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

NEARNESS = np.float32(0.4)
"""Weight of the cosine."""


def fuse(scores: Mapping[str, Scores], utmost: float) -> Scores:
    """One score per passage.

    >>> both = {"lexical": np.array([3, 0], dtype=np.float32), "dense": np.array([0.5, 1], dtype=np.float32)}
    >>> fuse(both, 6.0).tolist() == np.array([0.7, 0.4], dtype=np.float32).tolist()
    True

    Args:
        scores: by retriever, ``lexical`` or ``dense`` or both.
        utmost: see :meth:`index.lexical.Lexical.utmost`.
    """
    return weighted(scores, weights(utmost))


def weights(utmost: float) -> dict[str, np.float32]:
    """What the score of each retriever is multiplied by."""
    return {"lexical": np.float32(1 / utmost) if utmost > 0 else np.float32(0), "dense": NEARNESS}


def weighted(scores: Mapping[str, Scores], factors: Mapping[str, np.float32]) -> Scores:
    """The weighted sum of scores."""
    fused: Scores = np.sum([found * factors[name] for name, found in scores.items()], axis=0, dtype=np.float32)
    return fused
