"""Whole directives of many kinds, written for the tests, against what a reader wrote down before any parser ran.

Each ``tests/data/directives/NN-kind.txt`` has a ``.json`` beside it. A key that is missing there is not judged.
"""

from __future__ import annotations

import dataclasses
import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from ingest import sections
from ingest.parse import parse_file, parse_text
from ingest.types import Basis, Citation, Deadline, Directive, Target

FOLDER = Path(__file__).parents[1] / "data" / "directives"
FILES = sorted(FOLDER.glob("*.txt"))


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> tuple[Directive, dict[str, Any]]:
    return parse_file(request.param), json.loads(request.param.with_suffix(".json").read_text(encoding="utf-8"))


def shown(directive: Directive) -> dict[str, Any]:
    """What the golden files write down, in their form."""
    return {
        "header": dataclasses.asdict(directive.header),
        "bases": [basis.text for basis in directive.bases],
        "citations": [[one.number, one.date, one.issuer, one.title] for one in directive.citations if one.number],
        "sections": [[path, section.heading] for path, _, section in sections.walk(directive.sections)],
        "targets": [[one.value, one.value_max, one.unit, one.comparator, one.section] for one in directive.targets],
        "deadlines": [[one.text, one.date, one.recurrence] for one in directive.deadlines],
        "recipients": list(directive.recipients),
        "signature": dataclasses.asdict(directive.signature),
    }


@pytest.mark.parametrize(
    "part", ["header", "bases", "citations", "sections", "targets", "deadlines", "recipients", "signature"]
)
def test_part(case: tuple[Directive, dict[str, Any]], part: str) -> None:
    directive, golden = case
    if part not in golden:
        pytest.skip("not written down")
    found = shown(directive)[part]
    wanted = golden[part]
    assert ({key: found[key] for key in wanted} if isinstance(wanted, dict) else found) == wanted


def test_spans_are_exact(case: tuple[Directive, dict[str, Any]]) -> None:
    directive, _ = case
    parts: tuple[Basis | Citation | Target | Deadline, ...] = (
        *directive.bases,
        *directive.citations,
        *directive.targets,
        *directive.deadlines,
    )
    for one in parts:
        assert directive.text[one.start : one.end] == one.text


# Not for texts that are torn already.
WHOLE = [path for path in FILES if path.name[:2] not in ("15", "16", "19")]


@pytest.mark.parametrize(("width", "height"), [(82, 38), (72, 30), (95, 45)])
@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_hard_wraps_and_pages_change_nothing(path: Path, width: int, height: int) -> None:
    """As a PDF prints it: capitals are broader, pages break anywhere."""
    whole = parse_file(path)
    lines = [
        piece
        for line in whole.text.split("\n")
        for piece in textwrap.wrap(line, round(0.8 * width) if line.isupper() else width, break_long_words=False)
    ]
    pages = ["\n".join(lines[start : start + height]) for start in range(0, len(lines), height)]
    assert shown(parse_text("\n".join(lines), pages=pages)) == shown(whole)
