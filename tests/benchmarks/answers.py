"""The share of right answers by kind of question, for each question file: the table of the README."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from kb import eval_answers
from kb.build import build
from kb.collection import Collection
from kb.home import Home

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "data" / "questions"
SETS = ("blind", "second", "third", "unseen", "fresh")


def main() -> None:
    """Build each collection in a folder of its own, ask every question, print the shares."""
    folders = {"corpus": ROOT / "corpus"}
    data = os.environ.get("KB_TESTDATA")
    if data and Path(data, "seeds").is_dir():
        folders["seeds"] = Path(data, "seeds")
    for name, folder in folders.items():
        table: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        with tempfile.TemporaryDirectory() as home:
            build(Home(Path(home)), [folder], sample=name == "corpus")
            with Collection.open(Home(Path(home))) as collection:
                for part in SETS:
                    path = QUESTIONS / f"{name}_{part}.json"
                    if path.is_file():
                        verdicts = eval_answers.run(collection, eval_answers.load(path))
                        for kind, share in eval_answers.shares(verdicts).items():
                            table[kind][part] = share
        sys.stdout.write(f"\n{name:<16}" + "".join(f"{part:>16}" for part in SETS) + "\n")
        for kind in sorted(table, key=lambda kind: (kind == "all", kind)):
            cells = "".join(_cell(table[kind].get(part)) for part in SETS)
            sys.stdout.write(f"{kind:<16}{cells}\n")


def _cell(share: tuple[int, int] | None) -> str:
    if share is None:
        return f"{'–':>16}"
    right, asked = share
    return f"{f'{right}/{asked} {right / asked:.0%}':>16}"


if __name__ == "__main__":
    main()
