"""Search at scale, beside txtai and bm25s: ``python -m tests.benchmarks.scale 10000 100000 [--systems ours,txtai] [--keep FOLDER]``.

The same made-up passages, vectors and questions for each system, each in processes of its own, one after the other. The
others come with ``pip install 'cancu[bench]'``; without them only ours is measured.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import crowd, made

COUNTS = (10_000, 100_000)
SYSTEMS = ("ours", "txtai", "bm25s")
_HEAD = (
    "passages   system    build s  build MB  disk MB  open s  serve MB  private MB   p50 ms   p95 ms  cpu p50  nDCG@10"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table, and what readers see while a build runs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("counts", type=int, nargs="*", default=COUNTS)
    parser.add_argument("--systems", default=",".join(SYSTEMS))
    parser.add_argument("--keep", type=Path, help="a folder for what is made; what is there already is not made again")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="cancu-scale-") as place:
        folder = given.keep or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "questions.jsonl").exists():
            made.prepare(folder)
        _say(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        _say(_HEAD)
        for count in given.counts:
            for system in given.systems.split(","):
                if _is_here(system):
                    _say(_line(count, system, _measured(system, count, folder)))
        for count in given.counts:
            if (found := _recall(count, folder)) is not None:
                _say(found)
        crowd.main(folder, min(given.counts))


def _is_here(system: str) -> bool:
    if system == "ours" or importlib.util.find_spec(system) is not None:
        return True
    _say(f"{'':10} {system:8} is not installed: pip install -e '.[bench]'")
    return False


def _measured(system: str, count: int, folder: Path) -> dict[str, Any]:
    home = folder / f"{system}-{count}"
    told = home / "built.json"
    if not told.exists():
        home.mkdir(exist_ok=True)
        told.write_text(json.dumps(_run(system, count, folder, home)), encoding="utf-8")
    return {
        "built": json.loads(told.read_text(encoding="utf-8")),
        "served": _run(system, count, folder, home, "--serve"),
    }


def _run(system: str, count: int, folder: Path, home: Path, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.systems", system, str(count), str(folder), str(home), *more]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _recall(count: int, folder: Path) -> str | None:
    """What of the nearest passages the clusters find, where there are any."""
    home = folder / f"ours-{count}"
    if not (home / "built.json").exists() or not list((home / "segments").glob("*.ivf")):
        return None
    found = _run("ours", count, folder, home, "--recall")
    shares = "  ".join(f"{name} {value:.4f}" for name, value in found["recall"].items())
    return f"{count:<10} clusters against all windows: {shares}"


def _line(count: int, system: str, found: dict[str, Any]) -> str:
    built, served = found["built"], found["served"]
    quality = "  ".join(f"{name} {value:.4f}" for name, value in served["ndcg"].items())
    return (
        f"{count:<10} {system:8} {built['build']:8.1f}  {built['peak']:8.0f} {built['disk']:8.0f}  {served['open']:6.2f}  "
        f"{served['peak']:8.0f}  {served['private']:10.0f} {served['p50']:8.1f} {served['p95']:8.1f} {served['cpu']:8.1f}  {quality}"
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
