"""Cosine similarity of windows in FAISS; a passage is as near as its best window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import faiss

Vectors = NDArray[np.float32]
FAR = np.float32(-1.0)


def normalised(vectors: Vectors, mean: Vectors) -> Vectors:
    """Vectors less the collection's mean, of length 1. What is all zero (no known piece) stays zero."""
    vectors = np.atleast_2d(vectors)
    centred = np.where(np.any(vectors, axis=1, keepdims=True), vectors - mean, np.float32(0))
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.ascontiguousarray(centred / np.maximum(lengths, np.float32(1e-9)), dtype=np.float32)


def build(vectors: Vectors, mean: Vectors) -> faiss.Index:
    """An exact index of inner products."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    if len(vectors):
        index.add(normalised(vectors, mean))
    return index


def save(index: faiss.Index, path: Path) -> None:
    """Write the index."""
    import faiss

    faiss.write_index(index, str(path))


def load(path: Path) -> faiss.Index:
    """Read the index."""
    import faiss

    return faiss.read_index(str(path))


def scores(index: faiss.Index, owners: NDArray[np.int32], count: int, query: Vectors) -> Vectors:
    """The cosine of every passage's best window with a normalised query.

    Args:
        index: of windows.
        owners: row of the passage of each window.
        count: passages.
        query: shape ``(1, dimension)``.
    """
    best = np.full(count, FAR, dtype=np.float32)
    if index.ntotal:
        # All of them, unsorted: a search for as many as there are would sort them first.
        _, found, rows = index.range_search(query, -2.0)
        np.maximum.at(best, owners[rows], found)
    return best
