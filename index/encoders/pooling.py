"""Vectors of tokens become the vector of a text, as sentence-transformers' ``Pooling`` does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

POOLINGS = ("cls", "max", "mean", "mean_sqrt_len_tokens", "lasttoken")
_OLD = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}
"""The keys of before version 6, in the order in which several are joined."""


def modes_of(config: Mapping[str, Any]) -> tuple[str, ...]:
    """The ways of pooling that a ``1_Pooling/config.json`` names.

    >>> modes_of({"pooling_mode": "cls"}), modes_of({"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True})
    (('cls',), ('mean',))
    """
    named = config.get("pooling_mode")
    if named:
        return (named,) if isinstance(named, str) else tuple(map(str, named))
    return tuple(mode for key, mode in _OLD.items() if config.get(key)) or ("mean",)


def pooled(tokens: NDArray[Any], mask: NDArray[np.int64], modes: Sequence[str]) -> NDArray[np.float32]:
    """One vector for each text.

    Args:
        tokens: shape ``(texts, tokens, dimension)``.
        mask: 1 for what is a token, 0 for what fills up; shape ``(texts, tokens)``.
        modes: of :data:`POOLINGS`; several are joined.
    """
    return np.concatenate([_one(tokens.astype(np.float32), mask, mode) for mode in modes], axis=1)


def _one(tokens: NDArray[np.float32], mask: NDArray[np.int64], mode: str) -> NDArray[np.float32]:
    if mode == "cls":
        first = mask.argmax(axis=1)
        return np.asarray(tokens[np.arange(len(tokens)), first])
    if mode == "lasttoken":
        last = mask.shape[1] - 1 - mask[:, ::-1].argmax(axis=1)
        return np.asarray(tokens[np.arange(len(tokens)), last])
    wide = mask[:, :, None].astype(np.float32)
    if mode == "max":
        return np.asarray(np.where(wide > 0, tokens, np.float32(-1e9)).max(axis=1))
    count = np.maximum(wide.sum(axis=1), 1e-9)
    total = (tokens * wide).sum(axis=1)
    return np.asarray(total / (np.sqrt(count) if mode == "mean_sqrt_len_tokens" else count))
