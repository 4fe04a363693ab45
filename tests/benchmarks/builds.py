"""What it costs to bring a collection up to date: ``python -m tests.benchmarks.builds 1000 7200``.

For each number of made-up files: a first build, one that finds nothing changed, one that finds one line of one file
changed, a question from a cold start (median), the size of the collection on disk and the most memory that a process took.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.tools.make_collection import write

COUNTS = (1000,)
ASKED = 5
QUESTION = "Kế hoạch giám sát ở Đà Nẵng căn cứ văn bản nào?"


def main(counts: tuple[int, ...] = COUNTS) -> None:
    """Print a line for each number of files."""
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="cancu-bench-") as place:
            _measure(Path(place), count)


def _measure(place: Path, count: int) -> None:
    folder, home = place / "van-ban", place / "home"
    write(folder, count)
    _say(f"{count} files")
    _say("  first build", *_timed(home, "build", str(folder)))
    _say("  nothing changed", *_timed(home, "build"))
    changed = sorted(folder.rglob("*.txt"))[count // 2]
    text = changed.read_text(encoding="utf-8")
    for number in (1, 2):
        changed.write_text(
            text.replace("Báo cáo", "Gửi báo cáo").replace("2. ", f"2. Lần {number}: ", 1), encoding="utf-8"
        )
        _say(f"  one file changed, {number}", *_timed(home, "build"))
    asked = [_timed(home, "ask", QUESTION) for _ in range(ASKED)]
    _say("  cold kb ask", statistics.median(seconds for seconds, _ in asked), max(memory for _, memory in asked))
    size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    _say(f"  on disk {size / 1e6:.0f} MB")


def _timed(home: Path, *arguments: str) -> tuple[float, float]:
    """Seconds, and the most memory in MB, of one ``kb`` in a process of its own."""
    kb = Path(sys.executable).with_name("kb")
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(kb), *arguments],
        env={**os.environ, "KB_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        sys.exit(f"kb {arguments[0]}: {process.returncode}")
    return time.perf_counter() - started, _megabytes(used)


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / 1024


def _say(text: str, seconds: float | None = None, memory: float | None = None) -> None:
    figures = "" if seconds is None else f"{seconds:8.2f} s {memory:8.0f} MB"
    sys.stdout.write(f"{text:<24}{figures}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or COUNTS)
