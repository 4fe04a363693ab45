"""Legal bases found again: each document's are cut out of its text, and ``kb suggest`` is asked for them.

The document itself does not count: neither what it cites nor how near its passages are. ``shared`` are the bases that another
document of the collection cites as well, which is all that can be found; ``all`` counts every one. The baseline names what
most other documents cite, of the same scope and not younger than the document.

``python -m tests.benchmarks.suggest [corpus] [seeds] [gazette]``; ``--parts`` also with each part of the score by itself.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.parse import parse_text
from kb.build import build
from kb.collection import Collection
from kb.drafting import suggest_candidates
from kb.drafting.suggest import suggest
from kb.drafting.suggest_candidates import is_inside
from kb.drafting.suggest_draft import of_draft
from kb.home import Home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.types import Directive
    from kb.drafting.suggest_types import Wanted
    from kb.store import Document

ROOT = Path(__file__).parents[2]
K = 10
PARTS = {
    "all parts": (suggest_candidates.VOTE, suggest_candidates.NEAR, suggest_candidates.SUBJECT),
    "vote": (1.0, 0.0, 0.0),
    "near": (0.0, 1.0, 0.0),
    "subject": (0.0, 0.0, 1.0),
}


@dataclass(slots=True)
class Tally:
    """Bases found among the first ten, of those that another document cites and of all."""

    found: int = 0
    shared: int = 0
    whole: int = 0

    def __str__(self) -> str:
        return f"{self.found}/{self.shared} {_share(self.found, self.shared)}, of all {self.found}/{self.whole} {_share(self.found, self.whole)}"


def main(arguments: Sequence[str]) -> None:
    """Build each collection in a folder of its own and print recall@10."""
    data = os.environ.get("KB_TESTDATA", "")
    folders = {"corpus": ROOT / "corpus", "seeds": Path(data, "seeds"), "gazette": Path(data, "gazette")}
    chosen = [one for one in arguments if not one.startswith("-")] or list(folders)
    for name in chosen:
        if not folders[name].is_dir() or (name != "corpus" and not data):
            continue
        with tempfile.TemporaryDirectory() as home:
            build(Home(Path(home)), [folders[name]], sample=False)
            with Collection.open(Home(Path(home))) as collection:
                report(name, collection, parts="--parts" in arguments)


def report(name: str, collection: Collection, *, parts: bool = False) -> None:
    """Print the recall of one collection, and of the baseline."""
    baseline = Tally()
    suggested = {part: Tally() for part in (PARTS if parts else ["all parts"])}
    asked = 0
    for document in collection.documents:
        wanted, gold = _asked(collection, document)
        if not gold:
            continue
        asked += 1
        counts = _cited_by_others(collection, document, wanted)
        for part, tally in suggested.items():
            if parts:
                suggest_candidates.VOTE, suggest_candidates.NEAR, suggest_candidates.SUBJECT = PARTS[part]
            result = suggest(collection, wanted, top=100, without={document.id})
            _count(tally, gold, counts, [one.instrument.id for one in result.bases])
        ordered = sorted(counts, key=lambda ident: (-counts[ident], ident))
        _count(baseline, gold, counts, ordered)
    sys.stdout.write(f"{name}: {asked} documents with bases\n")
    for part, tally in suggested.items():
        sys.stdout.write(f"  suggest, {part}: recall@{K} {tally}\n")
    sys.stdout.write(f"  most cited: recall@{K} {baseline}\n")


def _asked(collection: Collection, document: Document) -> tuple[Wanted, frozenset[str]]:
    """A document without its bases, and what these are."""
    directive = collection.directive(document.id)
    mentions = collection.store.instruments.citing(document.id)
    bases = {place for basis in directive.bases for place in basis.citations}
    gold = {
        one.instrument
        for one in mentions
        if one.position in bases and one.instrument is not None and not is_inside(one, mentions)
    }
    return of_draft(parse_text(_without_bases(directive), source="draft")), frozenset(gold)


def _without_bases(directive: Directive) -> str:
    text = directive.text
    for basis in reversed(directive.bases):
        text = text[: basis.start] + text[basis.end :]
    return text


def _cited_by_others(collection: Collection, document: Document, wanted: Wanted) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in collection.instruments():
        others = [one for one in row.cited_by if one != document.id and collection.is_active(one)]
        if others and row.scope in wanted.scopes and (row.date or "") <= wanted.as_of:
            counts[row.id] = len(others)
    return counts


def _count(tally: Tally, gold: frozenset[str], shared: Counter[str], ranked: Sequence[str]) -> None:
    tally.found += len(gold & set(ranked[:K]))
    tally.shared += len(gold & shared.keys())
    tally.whole += len(gold)


def _share(found: int, of: int) -> str:
    return f"{found / of:.0%}" if of else "–"


if __name__ == "__main__":
    main(sys.argv[1:])
