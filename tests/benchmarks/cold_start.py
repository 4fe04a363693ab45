"""How long ``kb ask`` takes from a cold process on the sample corpus, beside a bare Python in the same run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kb.build import build
from kb.home import Home

ROOT = Path(__file__).parents[2]
RUNS = 7


def main() -> None:
    """Time both in turn and print medians and their ratio."""
    with tempfile.TemporaryDirectory() as home:
        build(Home(Path(home)), [ROOT / "corpus"], sample=True)
        environment = {**os.environ, "KB_HOME": home}
        kb = Path(sys.executable).with_name("kb")
        commands = {
            "kb ask": [str(kb), "ask", "which Quyết định governs giám sát phản biện?"],
            "python -c pass": [sys.executable, "-c", "pass"],
        }
        spent: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                started = time.perf_counter()
                subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
                spent[name].append(time.perf_counter() - started)
    for name, times in spent.items():
        sys.stdout.write(
            f"{name:<16} median {statistics.median(times):.2f} s  (min {min(times):.2f}, max {max(times):.2f})\n"
        )
    ratio = statistics.median(spent["kb ask"]) / statistics.median(spent["python -c pass"])
    sys.stdout.write(f"ratio            {ratio:.0f}\n")


if __name__ == "__main__":
    main()
