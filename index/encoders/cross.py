"""Cross-encoders: they read a question and a passage together, and put the best found passages in a better order.

Off unless ``KB_RERANKER`` names one: on a processor each pair takes as long as encoding a passage.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoders.profiles import profile_of
from index.encoders.transformer import load, prepared
from index.errors import ModelError
from index.types import Hit

Rerank = Callable[[str, list[Hit]], list[Hit]]
"""Puts the hits of a question in another order."""
DEPTH = 50
"""How many of the best hits are read again."""
CROSS = "cross"
"""The name of the cross-encoder's score and rank in a hit."""


class Reranker(Protocol):
    """Tells how well passages answer a question."""

    @property
    def name(self) -> str:
        """What ``KB_RERANKER`` names it by."""
        ...

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """One score per text, higher is better, comparable within one question only; shape ``(len(texts),)``."""
        ...


class CrossReranker:
    """A cross-encoder that sentence-transformers loads.

    Args:
        name: its name on the hub, or a folder.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._profile = profile_of(name)

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """The model's own scores, a question and a passage at a time."""
        if not texts:
            return np.zeros(0, dtype=np.float32)
        asked = prepared(query, self._profile)
        pairs = [(asked, prepared(text, self._profile)) for text in texts]
        found = np.asarray(self._model.predict(pairs, batch_size=16, show_progress_bar=False), dtype=np.float32)
        if found.shape != (len(texts),):
            raise ModelError(
                f"Mô hình “{self.name}” cho {found.shape[-1]} điểm mỗi đoạn, không phải mô hình xếp hạng lại; hãy kiểm "
                "tra KB_RERANKER, hoặc bỏ KB_RERANKER"
            )
        return found

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 (sentence-transformers comes late and without types)
        from sentence_transformers import CrossEncoder

        model = load(CrossEncoder, self.name, "KB_RERANKER")
        longest = self._profile.tokens
        model.max_seq_length = min(model.max_seq_length or longest, longest)
        return model


def open_reranker(name: str | None = None) -> Reranker | None:
    """The cross-encoder of that name; ``None`` where there is to be none.

    Args:
        name: a sentence-transformers ``CrossEncoder`` by its name or folder; ``None`` takes the environment variable
            ``KB_RERANKER``.
    """
    name = name or os.environ.get("KB_RERANKER", "").strip()
    if not name:
        return None
    folder = Path(name).expanduser()
    return CrossReranker(str(folder.resolve()) if folder.is_dir() else name)


def reranked(query: str, hits: Sequence[Hit], texts: Sequence[str], model: Reranker) -> list[Hit]:
    """The hits in the order of a cross-encoder; those after the first :data:`DEPTH` stay behind them.

    A hit takes over the fused score of its new place, so that scores fall from hit to hit and mean what they meant. What
    the model said is kept beside those of the other retrievers, as ``cross``.

    Args:
        query: as it was asked.
        hits: best first.
        texts: of the passages of the first hits; :data:`DEPTH` of them are looked at.
        model: the cross-encoder.
    """
    head = list(hits[: min(DEPTH, len(texts))])
    scores = model.score(query, texts[: len(head)])
    made: list[Hit] = []
    for rank, row in enumerate(np.argsort(-scores, kind="stable"), start=1):
        hit = head[row]
        ranks, own = {**hit.ranks, CROSS: rank}, {**hit.scores, CROSS: float(scores[row])}
        made.append(replace(hit, score=head[rank - 1].score, ranks=ranks, scores=own))
    return [*made, *hits[len(head) :]]
