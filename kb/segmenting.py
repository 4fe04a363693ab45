"""Texts are segmented over all cores where there are many of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from ingest.segment import segment_many
from ingest.worker import live_no_longer_than_the_parent

_AT_ONCE = 200
_AHEAD = 4
"""How many times that are at work, for each process, or waiting for it: none is ever idle."""
_WORTH_PROCESSES = 1500
"""Texts: starting processes costs as much as segmenting some hundred."""


def segmented(texts: Iterable[str], count: int, workers: int) -> Iterator[dict[str, str]]:
    """The words of all texts, some hundred texts at a time, in their order.

    Args:
        texts: each once; taken as they are worked on.
        count: how many there are.
        workers: how many processes may work at once.
    """
    texts = iter(texts)
    parts = iter(lambda: list(islice(texts, _AT_ONCE)), [])
    if workers < 2 or count < _WORTH_PROCESSES:
        for part in parts:
            yield dict(zip(part, segment_many(part), strict=True))
        return
    # "spawn": a forked process would share the database's connection and the threads of the libraries.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=live_no_longer_than_the_parent)
    begun: deque[tuple[list[str], Future[list[str]]]] = deque()
    try:
        for part in parts:
            begun.append((part, pool.submit(segment_many, part)))
            if len(begun) >= _AHEAD * workers:
                yield _words(*begun.popleft())
        while begun:
            yield _words(*begun.popleft())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _words(texts: list[str], segmenting: Future[list[str]]) -> dict[str, str]:
    return dict(zip(texts, segmenting.result(), strict=True))
