"""How well rows of ``kb compare`` are aligned, against tables that were made by hand (``tests/data/comparing``).

As in the evaluation of word alignment (Och and Ney, 2003), a pair of passages is sure or possible. Recall is over the
sure pairs; precision counts a found pair as right when it is sure or possible. ``strict`` is the same with possible
pairs counted as wrong. Rows of instruments, which are aligned by number, are left out.

``python -m tests.benchmarks.compare [-v]``
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from kb.build import build
from kb.collection import Collection
from kb.comparing.compare import encode, read, rows_of, weight_of
from kb.comparing.likeness import MEASURES, Likeness
from kb.home import Home

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT / "tests" / "data" / "comparing"
WIDTH = 24

Place = tuple[str, int]
Pair = tuple[str, Place, Place]


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and their harmonic mean, possible pairs right; and with possible pairs wrong."""

    precision: float
    recall: float
    f1: float
    strict: float
    found: int
    sure: int


def main(arguments: list[str]) -> None:
    """Print the figures of both tables."""
    verbose = "-v" in arguments
    data = os.environ.get("KB_TESTDATA", "")
    folders = {"corpus": ROOT / "corpus", "seeds": Path(data, "seeds")}
    for name, folder in folders.items():
        if name == "seeds" and not (data and folder.is_dir()):
            continue
        with tempfile.TemporaryDirectory() as temporary:
            home = Home(Path(temporary))
            build(home, [folder])
            with Collection.open(home) as collection:
                _print(name, collection, verbose=verbose)


def _print(name: str, collection: Collection, *, verbose: bool) -> None:
    files = files_of(load(name), collection)
    found, sure, possible = judged(name, collection)
    for aspect in (*MEASURES, None):
        one = figures(found, sure, possible, aspect)
        sys.stdout.write(
            f"{name:<8}{aspect or 'all':<11} P {one.precision:.3f}  R {one.recall:.3f}  F1 {one.f1:.3f}  "
            f"strict F1 {one.strict:.3f}  ({one.found} found, {one.sure} sure)\n"
        )
    if verbose:
        named = {ident: key for key, ident in files.items()}
        for mark, pairs in (("wrong", found - sure - possible), ("missed", sure - found)):
            for aspect, left, right in sorted(pairs):
                sys.stdout.write(f"{mark} {aspect}\n")
                for ident, start in (left, right):
                    text = collection.store.directives.text(ident) or ""
                    sys.stdout.write(f"   {named[ident]} {start} {text[start : start + 110]!r}\n")


def judged(name: str, collection: Collection) -> tuple[set[Pair], set[Pair], set[Pair]]:
    """The pairs found, and those that a table has as sure and as possible."""
    table = load(name)
    files = files_of(table, collection)
    found = dict(pairs_of(collection, files))
    return set(found), *wanted(table, files, found)


def digest(text: str) -> str:
    """By which a table tells that a passage is still where it was."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def load(name: str) -> dict[str, Any]:
    """One table."""
    value: dict[str, Any] = json.loads((TABLES / f"{name}.json").read_text(encoding="utf-8"))
    return value


def files_of(table: dict[str, Any], collection: Collection) -> dict[str, str]:
    """The ids of the documents that a table names by the sha256 of their files."""
    hashes = {
        hashlib.sha256(Path(source).read_bytes()).hexdigest(): one.id
        for one in collection.documents
        for source in one.sources
    }
    return {key: hashes[one["sha256"]] for key, one in table["files"].items()}


def pairs_of(collection: Collection, files: dict[str, str]) -> Iterator[tuple[Pair, tuple[int, int]]]:
    """All pairs of passages that stand in one row, with the ends of their ranges."""
    items = [item for ident in sorted(files.values()) for item in read(collection, ident)]
    rows = rows_of(items, Likeness(items, weight_of(collection), encode))
    for aspect in MEASURES:
        for row in rows[aspect]:
            for left, right in combinations(row, 2):
                pair = (aspect, (left.document, left.span.start), (right.document, right.span.start))
                yield pair, (left.span.end, right.span.end)


def wanted(
    table: dict[str, Any], files: dict[str, str], found: dict[Pair, tuple[int, int]]
) -> tuple[set[Pair], set[Pair]]:
    """The sure and the possible pairs, each as the found one that holds it, else as written."""
    sure: set[Pair] = set()
    possible: set[Pair] = set()
    for row in table["rows"]:
        places = [(files[part["file"]], int(part["start"])) for part in row["parts"]]
        for one, other in combinations(sorted(places), 2):
            pair = _holding(row["aspect"], one, other, found) or (row["aspect"], one, other)
            (sure if row["sure"] else possible).add(pair)
    return sure, possible - sure


def _holding(aspect: str, one: Place, other: Place, found: dict[Pair, tuple[int, int]]) -> Pair | None:
    for pair, (end, stop) in found.items():
        kind, left, right = pair
        if kind != aspect or (left[0], right[0]) != (one[0], other[0]):
            continue
        if left[1] <= one[1] < end and right[1] <= other[1] < stop:
            return pair
    return None


def figures(found: set[Pair], sure: set[Pair], possible: set[Pair], aspect: str | None = None) -> Figures:
    """Of one aspect, or of all."""
    of = [{pair for pair in pairs if aspect in {None, pair[0]}} for pairs in (found, sure, possible)]
    count = Counter("sure" if one in of[1] else "possible" if one in of[2] else "wrong" for one in of[0])
    precision = (count["sure"] + count["possible"]) / max(1, len(of[0]))
    recall = count["sure"] / max(1, len(of[1]))
    narrow = count["sure"] / max(1, len(of[0]))
    return Figures(precision, recall, _mean(precision, recall), _mean(narrow, recall), len(of[0]), len(of[1]))


def _mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


if __name__ == "__main__":
    main(sys.argv[1:])
