"""Mentions, relations and dates of effect against annotations that people wrote by reading (``tests/data/citations/read``).

``python -m tests.benchmarks.citations [-v]``: precision, recall and F1 for numbered mentions and for those by name, the share of right
dates, issuers, kinds, pinpoints and exact spans among the mentions found; relations and days of effect; characters per second. Texts of
``KB_TESTDATA`` are left out where it is not set. An annotation holds no words of a text but names: a span is compared by its hash.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from ingest.citations import find_all, normalise_number, read_name
from ingest.parse import parse_file
from ingest.types import Citation, Directive

_ROOT = Path(__file__).parents[2]
_READ = _ROOT / "tests" / "data" / "citations" / "read"
_CLAIMS = ("type", "date", "issuer", "pinpoint")
_RUNS = 3
Entry = Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """Counts of one group of mentions: annotated, given, matched, and of the matched ones those with the right claims."""

    annotated: int = 0
    given: int = 0
    matched: int = 0
    right: dict[str, int] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """Share of what is given that is annotated."""
        return self.matched / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of what is annotated that is given."""
        return self.matched / self.annotated if self.annotated else 1.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def texts() -> Iterator[tuple[dict[str, Any], Directive]]:
    """Every annotation whose text is there, with the parsed text."""
    for path in sorted(_READ.glob("*.json")):
        read = json.loads(path.read_text("utf-8"))
        folder = _ROOT / "corpus" if read["source"] == "corpus" else _shared(read["source"])
        if folder is None or not (folder / read["file"]).is_file():
            continue
        yield read, parse_file(folder / read["file"])


def _shared(source: str) -> Path | None:
    folder = os.environ.get("KB_TESTDATA")
    return Path(folder, source) if folder else None


def score(
    pairs: Sequence[tuple[Sequence[Entry], Sequence[Citation]]], forms: frozenset[str]
) -> tuple[Score, list[str]]:
    """Compare the mentions of some forms; the counts, and a line for each difference."""
    total, told = Score(), []
    for annotated, given in pairs:
        wanted = [one for one in annotated if one["form"] in forms]
        found = [one for one in given if one.form in forms]
        total.annotated += len(wanted)
        total.given += len(found)
        keys = [_key(one["number"], one["name"]) for one in wanted], [_key(one.number, one.name) for one in found]
        lost, extra = set(range(len(wanted))), set(range(len(found)))
        for block in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks():
            for step in range(block.size):
                entry, citation = wanted[block.a + step], found[block.b + step]
                lost.discard(block.a + step)
                extra.discard(block.b + step)
                total.matched += 1
                told += _compare(entry, citation, total)
        told += [f"  missing {keys[0][place]}" for place in sorted(lost)]
        told += [f"  extra   {found[place].text[:100]!r}" for place in sorted(extra)]
    return total, told


def _key(number: str | None, name: str | None) -> str:
    return number or "{0.key} {0.year}".format(read_name(name or ""))


def _compare(entry: Entry, citation: Citation, total: Score) -> Iterator[str]:
    right = {claim: _same(entry[claim], getattr(citation, claim)) for claim in _CLAIMS}
    right["span"] = entry["sha"] == _hash(citation.text)
    right["all"] = all(right[claim] for claim in ("date", "issuer", "span"))
    for claim, is_right in right.items():
        total.right[claim] = total.right.get(claim, 0) + is_right
        if not is_right and claim != "all":
            claimed = f"{len(citation.text)} characters" if claim == "span" else repr(getattr(citation, claim))
            wanted = f"{entry['length']} characters" if claim == "span" else repr(entry[claim])
            yield f"  {claim:<8} {citation.text[:70]!r}…{citation.text[-40:]!r}: {claimed}, read as {wanted}"


def _same(one: str | None, other: str | None) -> bool:
    return _bare(one) == _bare(other)


def _bare(claim: str | None) -> str:
    """On one line, "các" before the parts of a pinpoint left out: readers did not agree on it."""
    return " ".join((claim or "").split()).removeprefix("các ")


def _hash(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


_PLAIN = frozenset({"căn cứ", "dẫn chiếu"})
Fact = tuple[str | None, ...]


def facts(read: Entry, parsed: Directive) -> tuple[set[Fact], set[Fact]]:
    """Relations and days of effect, as read and as parsed, each once: which instrument does what to which, and when it begins or ends.

    Bases and mere references are left out: they follow from where a citation stands. A day that is only told as that of signing
    ("kể từ ngày ký") is the directive's own date.
    """

    def cited(position: int | None) -> str:
        if position is None:
            return "self"
        one = parsed.citations[position]
        one = parsed.citations[one.refers] if one.refers is not None else one
        return _key(one.number, one.name)

    def meant(said: str) -> str:
        return said if said == "self" else normalise_number(said) or _key(None, said)

    wanted: set[Fact] = {(one["kind"], meant(one["source"]), meant(one["target"])) for one in read["relations"]}
    given: set[Fact] = {
        (one.kind, cited(one.source), cited(one.target)) for one in parsed.relations if one.kind not in _PLAIN
    }
    for effect in read["effects"]:
        wanted.add(("ends" if effect["ends"] else "begins", meant(effect["of"]), effect["date"] or parsed.header.date))
    for found in parsed.effects:
        given.add(("ends" if found.ends else "begins", cited(found.of), found.date))
    return wanted, given


def _facts(read: Sequence[tuple[Entry, Directive]], *, verbose: bool) -> None:
    for name, days in (("relations", False), ("effects", True)):
        both = [
            tuple({one for one in side if (one[0] in {"ends", "begins"}) is days} for side in facts(*pair))
            for pair in read
        ]
        right = sum(len(wanted & given) for wanted, given in both)
        annotated, given_all = sum(len(wanted) for wanted, _ in both), sum(len(given) for _, given in both)
        sys.stdout.write(
            f"{name:<9} all      {annotated:4} read      precision {right / max(given_all, 1):.3f}  recall {right / max(annotated, 1):.3f}\n"
        )
        for (entry, _), (wanted, given) in zip(read, both, strict=True) if verbose else ():
            sys.stdout.writelines(f"  {entry['file'][:40]} missing {one}\n" for one in sorted(wanted - given, key=str))
            sys.stdout.writelines(f"  {entry['file'][:40]} extra   {one}\n" for one in sorted(given - wanted, key=str))


GROUPS = {"numbered": frozenset({"number", "short"}), "by name": frozenset({"name"})}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", "--verbose", action="store_true")
    verbose = parser.parse_args(arguments).verbose
    read = list(texts())
    for name, forms in GROUPS.items():
        for source in ("seeds", "gazette", "corpus", "all"):
            pairs = [(one["mentions"], parsed.citations) for one, parsed in read if source in {"all", one["source"]}]
            if not pairs:
                continue
            total, told = score(pairs, forms)
            claims = "  ".join(f"{claim} {count / max(total.matched, 1):.3f}" for claim, count in total.right.items())
            sys.stdout.write(
                f"{name:<9} {source:<8} {total.annotated:4} mentions  precision {total.precision:.3f}  recall {total.recall:.3f}"
                f"  F1 {total.f1:.3f}  {claims}\n"
            )
            if verbose and source != "all":
                sys.stdout.write("\n".join(told) + "\n")
    _facts(read, verbose=verbose)
    _speed([parsed.text for _, parsed in read])


def _speed(parsed: Sequence[str]) -> None:
    whole = "\n".join(parsed)
    best = float("inf")
    for _ in range(_RUNS):
        started = time.process_time()
        find_all(whole)
        best = min(best, time.process_time() - started)
    size = len(whole.encode())
    sys.stdout.write(f"{size / best / 1e6:.2f} MB/s ({size / 1e6:.2f} MB of text, one core)\n")


if __name__ == "__main__":
    main()
