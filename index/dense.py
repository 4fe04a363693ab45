"""Cosine similarity of windows in FAISS; a passage is as near as its best window.

FAISS holds raw vectors, since the mean that is taken off them changes with every build. The inner product of a query
with a vector less the mean is what it is with the vector, less what it is with the mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from index.aside import Raw

if TYPE_CHECKING:
    import faiss

Vectors = NDArray[np.float32]
FAR = np.float32(-1.0)
SHORTEST = 1e-9
"""Length below which a vector less the mean counts as this long."""
_AT_ONCE = 16384


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


def total(pieces: Sequence[Raw]) -> NDArray[np.float64]:
    """The sum of all vectors, added up one after the other: the same to the last bit, however they are cut."""
    found = np.zeros(pieces[0].shape[1], dtype=np.float64)
    for some in _slices(pieces):
        found = np.concatenate([found[None], some]).sum(axis=0)
    return found


def save(pieces: Sequence[Raw], path: Path) -> None:
    """Write the file of the index of all vectors, as FAISS does, without having them in memory together.

    An index with ``IndexFlat`` of FAISS is a head, the count of numbers that follow, and these numbers.
    """
    import faiss

    index = faiss.IndexFlatIP(pieces[0].shape[1])
    index.ntotal = sum(map(len, pieces))
    head = faiss.serialize_index(index).tobytes()[:-8]
    with path.open("wb") as file:
        file.write(head + (index.ntotal * index.d).to_bytes(8, "little"))
        for some in _slices(pieces):
            file.write(np.ascontiguousarray(some, dtype="<f4").reshape(-1).view(np.uint8).data)


def _slices(pieces: Sequence[Raw]) -> Iterator[Vectors]:
    for piece in pieces:
        for start in range(0, len(piece), _AT_ONCE):
            yield piece[start : start + _AT_ONCE]


def load(path: Path) -> faiss.IndexFlat:
    """Open the index, its vectors memory-mapped."""
    import faiss

    return cast("faiss.IndexFlat", faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))


def vectors_of(index: faiss.IndexFlat) -> Vectors:
    """The raw vectors in an index, as they lie there."""
    import faiss

    if not index.ntotal:
        return np.zeros((0, index.d), dtype=np.float32)
    flat = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
    found: Vectors = np.asarray(_Held(index, flat.reshape(index.ntotal, index.d).__array_interface__))
    return found


@dataclass(frozen=True, slots=True)
class _Held:
    """What numpy makes an array of; the array holds it, and so the index lives as long as its vectors are used."""

    index: faiss.IndexFlat
    __array_interface__: dict[str, Any]


def scores(index: faiss.IndexFlat, long: Vectors, mean: Vectors, query: Vectors) -> Vectors:
    """The cosine of every window with a query.

    Args:
        index: of raw vectors.
        long: see :func:`lengths`.
        mean: the collection's.
        query: normalised, shape ``(1, dimension)``.
    """
    import faiss

    found = np.empty(index.ntotal, dtype=np.float32)
    if index.ntotal:
        asked = np.ascontiguousarray(query)
        with alone():
            cast("Any", faiss).fvec_inner_products_ny(
                faiss.swig_ptr(found), faiss.swig_ptr(asked), index.get_xb(), index.d, index.ntotal
            )
    return (found - np.float32(query[0] @ mean)) / long


@contextmanager
def alone() -> Iterator[None]:
    """One thread for what one question asks of FAISS: with more, it waits for the others longer than it works."""
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def scores_of(
    index: faiss.IndexFlat, long: Vectors, mean: Vectors, query: Vectors, windows: NDArray[np.int64]
) -> Vectors:
    """:func:`scores` of some windows; to the last bit but for a dozen dimensions and less, where FAISS adds up otherwise."""
    import faiss

    found = np.empty(len(windows), dtype=np.float32)
    if len(windows):
        asked, wanted = np.ascontiguousarray(query), np.ascontiguousarray(windows, dtype=np.int64)
        with alone():
            cast("Any", faiss).fvec_inner_products_by_idx(
                faiss.swig_ptr(found),
                faiss.swig_ptr(asked),
                index.get_xb(),
                faiss.swig_ptr(wanted),
                index.d,
                1,
                len(wanted),
            )
    return (found - np.float32(query[0] @ mean)) / long[windows]
