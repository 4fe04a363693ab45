"""How the work of a function grows with its input: a ratio of processor times in one run, which no busy machine changes."""

from __future__ import annotations

import time
from collections.abc import Callable

_TIMES = 4
_NOTHING = 0.05
"""Seconds that are too few to tell anything by."""
STEEP = 10.0
"""Four times the input takes four times as long where work is linear, sixteen times where it is quadratic."""


def growth(work: Callable[[int], object], size: int) -> float:
    """Processor time of ``work(size)`` over that of a quarter of it; 0 where both are next to nothing."""
    large = _seconds(work, size)
    return large / max(_seconds(work, size // _TIMES), 1e-6) if large > _NOTHING else 0.0


def _seconds(work: Callable[[int], object], size: int) -> float:
    spent = []
    for _ in range(3):
        started = time.process_time()
        work(size)
        spent.append(time.process_time() - started)
        if spent[-1] > 2:
            break  # Long enough to tell.
    return min(spent)
