"""Vectors of single accented forms, and how near those of a question and those of a text are.

Late interaction: Khattab and Zaharia, *ColBERT* (2020), here over static vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from importlib import resources
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from index.encoders.static import DIMENSION, StaticEncoder
from index.segment import Segment

Vectors = NDArray[np.float32]

ASKED = 1 << 14
"""Forms of questions whose vectors are kept."""
AT_ONCE = 128


class TokenVectors:
    """The default model's vectors of forms, less the mean of running text, of length 1; kept once they were asked for."""

    def __init__(self) -> None:
        self._encoder = StaticEncoder()
        self._of = lru_cache(maxsize=ASKED)(lambda form: self._encoded([form])[0])
        self._tables: WeakKeyDictionary[Segment, _Table] = WeakKeyDictionary()

    @cached_property
    def _mean(self) -> Vectors:
        with resources.as_file(resources.files("index.ranking").joinpath("mean.npy")) as path:
            mean: Vectors = np.load(path)
        return mean

    def of(self, forms: Sequence[str]) -> Vectors:
        """The vectors of a question's forms, shape ``(forms, dimension)``; zeros for a form that the model does not know."""
        if not forms:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        return np.stack([self._of(form) for form in forms])

    def _encoded(self, forms: Sequence[str]) -> Vectors:
        raw = self._encoder.encode_light(forms)
        centred = np.where(np.any(raw, axis=1, keepdims=True), raw - self._mean, np.float32(0))
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        unit: Vectors = (centred / np.maximum(lengths, np.float32(1e-9))).astype(np.float32)
        return unit

    def nearness(self, vectors: Vectors, segment: Segment, forms: NDArray[np.int32]) -> Vectors:
        """Cosines, shape ``(vectors, forms)``.

        Args:
            vectors: of the question's terms.
            segment: in whose vocabulary the forms are numbered.
            forms: numbers, as often as they stand in the texts.
        """
        distinct, places = np.unique(forms, return_inverse=True)
        table = self._tables.get(segment)
        if table is None:
            table = self._tables[segment] = _Table(len(segment.vocabularies["accented"]))
        return np.take(_products(vectors, table.rows(distinct, segment, self._encoded)), places, axis=1)


def _products(vectors: Vectors, rows: Vectors) -> Vectors:
    """All inner products, a few rows at a time: of larger matrices BLAS makes threads, which wait for each other longer than they work."""
    found = np.empty((len(vectors), len(rows)), dtype=np.float32)
    for start in range(0, len(rows), AT_ONCE):
        found[:, start : start + AT_ONCE] = vectors @ rows[start : start + AT_ONCE].T
    return found


class _Table:
    """The vectors of one segment's forms, as far as they were asked for."""

    def __init__(self, count: int) -> None:
        self._slots = np.full(count, -1, dtype=np.int32)
        self._vectors = np.zeros((0, DIMENSION), dtype=np.float32)
        self._lock = Lock()

    def rows(
        self, numbers: NDArray[np.int32], segment: Segment, encoded: Callable[[Sequence[str]], Vectors]
    ) -> Vectors:
        with self._lock:
            missing = numbers[self._slots[numbers] < 0]
            if len(missing):
                new = encoded(segment.vocabularies["accented"].some(missing.tolist()))
                self._slots[missing] = np.arange(len(self._vectors), len(self._vectors) + len(new), dtype=np.int32)
                self._vectors = np.concatenate([self._vectors, new])
            found: Vectors = self._vectors[self._slots[numbers]]
        return found
