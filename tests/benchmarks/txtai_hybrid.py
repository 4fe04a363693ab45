"""txtai's hybrid index (BM25 and FAISS) with its own defaults, over our vectors: one for each passage, less the mean as ours."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.made import Made, slices, whole

Vectors = NDArray[np.float32]
_K = 10
_CURRENT: dict[str, Callable[[Sequence[str]], Vectors]] = {}


def transform(texts: Sequence[str]) -> Vectors:
    """What txtai finds by the name in its configuration."""
    return _CURRENT["encode"](texts)


def build(made: Made, home: Path) -> None:
    """Encode all passages, take off the mean, and index."""
    from index.encoders import open_encoder

    encoder = open_encoder("static")
    total = np.zeros(encoder.dimension)
    with tempfile.TemporaryFile(dir=home) as file:
        for some in slices(made.count):
            vectors = encoder.encode_passages([whole(passage) for passage in made.some(some)])
            total += vectors.sum(axis=0, dtype=np.float64)
            file.write(vectors.astype(np.float32).tobytes())
        mean = (total / made.count).astype(np.float32)
        np.save(home / "mean.npy", mean)
        file.seek(0)
        _CURRENT["encode"] = lambda texts: _read(file, len(texts), mean)
        embeddings = _embeddings()
        embeddings.index(
            (passage.id, whole(passage), None) for some in slices(made.count) for passage in made.some(some)
        )
        embeddings.save(str(home / "txtai"))


def opened(home: Path) -> Callable[[str], Sequence[tuple[str, float]]]:
    """Open it to be asked."""
    from index.encoders import open_encoder

    encoder, mean = open_encoder("static"), np.load(home / "mean.npy")
    _CURRENT["encode"] = lambda texts: np.stack([encoder.encode_query(text) - mean for text in texts])
    embeddings = _embeddings()
    embeddings.load(str(home / "txtai"))
    found: Callable[[str], Sequence[tuple[str, float]]] = lambda text: embeddings.search(text, _K)  # noqa: E731
    return found


def _embeddings() -> Any:
    os.environ["ALLOW_RESOLVE_TRANSFORM"] = "True"
    from txtai.embeddings import Embeddings

    return Embeddings({"method": "external", "transform": f"{__name__}.transform", "hybrid": True})


def _read(file: Any, count: int, mean: Vectors) -> Vectors:
    read = np.frombuffer(file.read(count * len(mean) * 4), dtype=np.float32).reshape(count, len(mean))
    return read - mean
