"""An approximate index of a large segment's windows, beside the exact one: FAISS's IVF with one byte for each number.

Jégou, Douze and Schmid, *Product Quantization for Nearest Neighbor Search* (2011), section IV. Its vectors are those of the
segment less the segment's own mean, of length 1; that the collection's mean is another one, and grows, costs a little
recall and nothing else: what it finds is compared again exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from index import dense
from index.aside import Raw
from index.units import slices

if TYPE_CHECKING:
    import faiss

Vectors = NDArray[np.float32]

LARGE = 100_000
"""Windows from which a segment gets such an index; up to there, comparing with all is as fast."""
PROBED = 64
"""Clusters that are looked into."""
_OF_EACH = 64
"""Vectors of each cluster, on the mean, that the clusters are learnt from."""
_ROUNDS = 8
_AT_ONCE = 16384


def build(pieces: Sequence[Raw], mean: Vectors) -> faiss.IndexIVF:
    """An index of all vectors.

    Args:
        pieces: raw vectors, one piece after the other.
        mean: what is taken off them.
    """
    import faiss

    total, width = sum(map(len, pieces)), pieces[0].shape[1]
    lists = number_of_lists(total)
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(width), width, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
    )
    index.cp.niter = _ROUNDS
    index.cp.min_points_per_centroid = 1
    every = max(1, total // (lists * _OF_EACH))
    index.train(np.concatenate([some[::every] for some in _normalised(pieces, mean)]))
    for some in _normalised(pieces, mean):
        index.add(some)
    index.nprobe = min(PROBED, lists)
    return index


def number_of_lists(count: int) -> int:
    """A power of two near twice the square root.

    >>> number_of_lists(100_000), number_of_lists(5_000_000)
    (512, 4096)
    """
    return int(2 ** np.floor(np.log2(2 * np.sqrt(max(count, 1)))))


def save(index: Any, path: Path) -> None:  # noqa: ANN401 (FAISS has no types)
    """Write it to a file."""
    import faiss

    faiss.write_index(index, str(path))


def load(path: Path) -> faiss.IndexIVF:
    """Open it, its codes memory-mapped."""
    import faiss

    return cast("faiss.IndexIVF", faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))


def nearest(index: faiss.IndexIVF, query: Vectors, count: int) -> NDArray[np.int64]:
    """The windows that are probably the nearest to a normalised query."""
    with dense.alone():
        found = index.search(query, count)[1][0]
    kept: NDArray[np.int64] = found[found >= 0]
    return kept


def _normalised(pieces: Sequence[Raw], mean: Vectors) -> Any:  # noqa: ANN401
    for piece in pieces:
        for some in slices(len(piece), _AT_ONCE):
            yield dense.normalised(piece[some], mean)
