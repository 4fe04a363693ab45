"""The share of right answers by kind of question, refusals, near passages and time: the tables of the README.

*tuning* and *held* are what refusals were calibrated on and what they were tried on afterwards: paraphrases, matters that
the documents do not know, unknown numbers, absent provinces.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from kb import eval_answers
from kb.build import build
from kb.collection import Collection
from kb.eval_tally import ALL, abstentions, near, percentile, tallies
from kb.home import Home

if TYPE_CHECKING:
    from kb.eval_answers import Verdict

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "data" / "questions"
SETS = ("blind", "second", "third", "unseen", "fresh", "tuning", "held")


def main() -> None:
    """Build each collection in a folder of its own, ask every question, print the shares."""
    folders = {"corpus": ROOT / "corpus"}
    data = os.environ.get("KB_TESTDATA")
    if data and Path(data, "seeds").is_dir():
        folders["seeds"] = Path(data, "seeds")
    for name, folder in folders.items():
        table: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        asked: dict[str, list[Verdict]] = {}
        with tempfile.TemporaryDirectory() as home:
            build(Home(Path(home)), [folder], sample=name == "corpus")
            with Collection.open(Home(Path(home))) as collection:
                for part in SETS:
                    path = QUESTIONS / f"{name}_{part}.json"
                    if path.is_file():
                        asked[part] = eval_answers.run(collection, eval_answers.load(path))
                        for kind, one in tallies(asked[part]).items():
                            table[kind][part] = (one.right, one.asked)
        sys.stdout.write(f"\n{name:<16}" + "".join(f"{part:>16}" for part in SETS) + "\n")
        for kind in sorted(table, key=lambda kind: (kind == "all", kind)):
            cells = "".join(_cell(table[kind].get(part)) for part in SETS)
            sys.stdout.write(f"{kind:<16}{cells}\n")
        _write_refusals(asked)


def _write_refusals(asked: dict[str, list[Verdict]]) -> None:
    """For each set: refusals that were due of those made, those made of those due, near passages, time."""
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for part, verdicts in asked.items():
        refusals = abstentions(verdicts)[ALL]
        rows["refused rightly"][part] = f"{refusals.both}/{refusals.made}"
        rows["due refusals"][part] = f"{refusals.both}/{refusals.due}"
        rows["answered wrongly"][part] = str(tallies(verdicts)[ALL].answered_wrongly)
        rows["near 3"][part] = "{}/{}".format(*near(verdicts))
        rows["ms p50, p95"][part] = f"{percentile(verdicts, 0.5):.0f}, {percentile(verdicts, 0.95):.0f}"
    for name, cells in rows.items():
        sys.stdout.write(f"{name:<16}" + "".join(f"{cells.get(part, '–'):>16}" for part in SETS) + "\n")


def _cell(share: tuple[int, int] | None) -> str:
    if share is None:
        return f"{'–':>16}"
    right, asked = share
    return f"{f'{right}/{asked} {right / asked:.0%}':>16}"


if __name__ == "__main__":
    main()
