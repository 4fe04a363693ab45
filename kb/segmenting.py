"""Texts are segmented over all cores where there are many of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from ingest.segment import segment_many
from ingest.worker import live_no_longer_than_the_parent

_AT_ONCE = 200
_WORTH_PROCESSES = 1500
"""Texts: starting processes costs as much as segmenting some hundred."""


def segmented(texts: Sequence[str], workers: int) -> Iterator[dict[str, str]]:
    """The words of all texts, some hundred texts at a time, in their order.

    Args:
        texts: each once.
        workers: how many processes may work at once.
    """
    parts = [texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE)]
    if workers < 2 or len(texts) < _WORTH_PROCESSES:
        for part in parts:
            yield dict(zip(part, segment_many(part), strict=True))
        return
    # "spawn": a forked process would share the database's connection and the threads of the libraries.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=live_no_longer_than_the_parent)
    try:
        for part, words in zip(parts, pool.map(segment_many, parts), strict=True):
            yield dict(zip(part, words, strict=True))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
