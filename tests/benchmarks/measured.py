"""A command with its wall time and the memory of its whole family of processes."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.05  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took: wall seconds, and the most memory that it and its children held together, in MB.

    Memory is proportional (PSS): what processes share is counted once.
    """

    seconds: float
    megabytes: float
    status: int


def measure(command: Sequence[str], environment: Mapping[str, str], *, cwd: Path | None = None) -> Measured:
    """Run a command to its end."""
    started = time.perf_counter()
    process = subprocess.Popen(
        list(command), env=dict(environment), cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(map(_pss, _family(process.pid))))
        time.sleep(_EVERY)
    return Measured(time.perf_counter() - started, peak / 1024, process.returncode)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))
    except OSError:
        return


def _pss(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
