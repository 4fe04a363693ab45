"""Cosine similarity of windows in FAISS; a passage is as near as its best window.

FAISS holds raw vectors, since the mean that is taken off them changes with every build. The inner product of a query
with a vector less the mean is what it is with the vector, less what it is with the mean.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import faiss

Vectors = NDArray[np.float32]
FAR = np.float32(-1.0)
SHORTEST = 1e-9
"""Length below which a vector less the mean counts as this long."""
_AT_ONCE = 16384
_EVERY = -3e38
"""An inner product that nothing is below."""


def normalised(vectors: Vectors, mean: Vectors) -> Vectors:
    """Vectors less the collection's mean, of length 1. What is all zero (no known piece) stays zero."""
    vectors = np.atleast_2d(vectors)
    centred = np.where(np.any(vectors, axis=1, keepdims=True), vectors - mean, np.float32(0))
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.ascontiguousarray(centred / np.maximum(lengths, np.float32(SHORTEST)), dtype=np.float32)


def lengths(vectors: Vectors, mean: Vectors) -> Vectors:
    """How long each vector less the mean is; without end where it is all zero, so that it is near to nothing."""
    found = np.empty(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), _AT_ONCE):
        some = vectors[start : start + _AT_ONCE]
        long = np.maximum(np.linalg.norm(some - mean, axis=1), np.float32(SHORTEST))
        found[start : start + _AT_ONCE] = np.where(np.any(some, axis=1), long, np.float32(np.inf))
    return found


def build(vectors: Vectors) -> faiss.IndexFlat:
    """An exact index of inner products of raw vectors."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    if len(vectors):
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


def save(index: faiss.IndexFlat, path: Path) -> None:
    """Write the index."""
    import faiss

    faiss.write_index(index, str(path))


def load(path: Path) -> faiss.IndexFlat:
    """Open the index, its vectors memory-mapped."""
    import faiss

    return cast("faiss.IndexFlat", faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))


def vectors_of(index: faiss.IndexFlat) -> Vectors:
    """The raw vectors in an index, as they lie there; the index has to outlive them."""
    import faiss

    if not index.ntotal:
        return np.zeros((0, index.d), dtype=np.float32)
    flat: Vectors = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
    return flat.reshape(index.ntotal, index.d)


def scores(index: faiss.IndexFlat, long: Vectors, mean: Vectors, query: Vectors) -> Vectors:
    """The cosine of every window with a query.

    Args:
        index: of raw vectors.
        long: see :func:`lengths`.
        mean: the collection's.
        query: normalised, shape ``(1, dimension)``.
    """
    found = np.empty(index.ntotal, dtype=np.float32)
    if index.ntotal:
        # All of them, unsorted: a search for as many as there are would sort them first.
        _, products, rows = index.range_search(query, _EVERY)
        found[rows] = products
    return (found - np.float32(query[0] @ mean)) / long
