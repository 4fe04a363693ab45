"""Eight readers while builds run: four processes of two threads each ask without end, and each build changes every passage.

Each passage says in which build it was made, so a reader that saw two generations at once would show. Each
reader opens the generation that serves as soon as it sees that it is another one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.made import Made

PROCESSES, THREADS = 4, 2
BUILDS = 3
_PASSAGES = 2000
_LOOKS = 1.0
"""Seconds between two looks at which generation serves."""


def main(folder: Path, count: int) -> None:
    """Build again and again, and tell what the readers saw."""
    with tempfile.TemporaryDirectory(prefix="cancu-crowd-") as place:
        home = Path(place, "home")
        number = min(count, _PASSAGES)
        _build(folder, home, number, 0)
        command = [sys.executable, "-m", "tests.benchmarks.crowd", str(folder), str(home), str(number)]
        readers = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(PROCESSES)
        ]
        started = time.perf_counter()
        for revision in range(1, BUILDS + 1):
            _build(folder, home, number, revision)
        built = time.perf_counter() - started
        found = [json.loads(reader.communicate("stop\n")[0]) for reader in readers]
    searches = sum(one["searches"] for one in found)
    seen = len({name for one in found for name in one["generations"]})
    errors = [error for one in found for error in one["errors"]]
    sys.stdout.write(
        f"{PROCESSES * THREADS} readers during {BUILDS} builds of {number} passages ({built:.0f} s): "
        f"{searches / max(one['seconds'] for one in found):.0f} searches/s, {seen} generations seen, "
        f"{sum(one['mixed'] for one in found)} mixed, {len(errors)} errors {errors[:1] or ''}\n"
    )


def _build(folder: Path, home: Path, number: int, revision: int) -> None:
    from index.encoders import open_encoder
    from index.generation import build

    made = Made(folder, number)
    passages = [replace(made[place], id=f"{revision}-{place}") for place in range(number)]
    build(passages, open_encoder("static"), home, revision=str(revision))


def read(folder: Path, home: Path, number: int) -> None:
    """Ask until standard input ends; print what was seen."""
    questions = [question.text for question in Made(folder, number).questions()]
    stop = threading.Event()
    counts, mixed, errors, names = [0] * THREADS, [0] * THREADS, [], set()
    started = time.perf_counter()

    def ask(thread: int) -> None:
        from index.generation import current_id
        from index.search import Index

        index, looked = None, 0.0
        while not stop.is_set():
            try:
                if index is None or time.perf_counter() - looked > _LOOKS:
                    looked = time.perf_counter()
                    if index is None or index.manifest.id != current_id(home):
                        index = Index.open(home, model="static")
                        names.add(index.manifest.id)
                hits = index.search(questions[(counts[thread] * THREADS + thread) % len(questions)])
                revisions = {hit.passage.split("-")[0] for hit in hits}
                mixed[thread] += bool(hits) and revisions != {index.manifest.revision}
                counts[thread] += 1
            except Exception as error:  # noqa: BLE001 (whatever a reader meets is what is asked for)
                errors.append(repr(error))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    sys.stdin.readline()
    stop.set()
    for thread in threads:
        thread.join()
    seen = {"searches": sum(counts), "mixed": sum(mixed), "errors": errors, "generations": sorted(names)}
    sys.stdout.write(json.dumps({**seen, "seconds": time.perf_counter() - started}) + "\n")


if __name__ == "__main__":
    read(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
