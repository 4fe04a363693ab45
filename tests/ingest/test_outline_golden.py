"""Outline, targets and deadlines of the real directives, against what a reader found (numbers and facts, no sentences).

Needs the folder named by ``KB_TESTDATA``; skipped without it. A golden file is named by the sha256 of its directive.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from ingest import deadlines, layout, sections, targets
from ingest.text import fold
from ingest.types import Span

GOLDEN = sorted((Path(__file__).parents[1] / "data" / "outline").glob("*.json"))
FOLDER = Path(os.environ.get("KB_TESTDATA", "")) / "seeds"

pytestmark = pytest.mark.skipif(
    not (os.environ.get("KB_TESTDATA") and FOLDER.is_dir()), reason="KB_TESTDATA names no folder with seeds/"
)


def sources() -> dict[str, Path]:
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in FOLDER.iterdir()}


@pytest.fixture(params=GOLDEN, ids=lambda path: path.stem[:8])
def case(request: pytest.FixtureRequest) -> tuple[str, Span, dict[str, Any]]:
    path = sources().get(request.param.stem)
    if path is None:
        pytest.skip("this directive is not in the folder")
    text, _ = layout.reflow([path.read_text(encoding="utf-8")])
    end = fold(text).find("\nnoi nhan")
    return text, Span(0, end if end >= 0 else len(text)), json.loads(request.param.read_text(encoding="utf-8"))


def test_outline(case: tuple[str, Span, dict[str, Any]]) -> None:
    text, zone, golden = case
    found = [
        [
            path,
            section.level,
            section.label,
            " ".join(text[section.start : section.end].split()[:4]),
            section.heading is not None,
        ]
        for path, _, section in sections.walk(sections.parse(text, zone))
    ]
    assert found == golden["sections"]


def test_targets(case: tuple[str, Span, dict[str, Any]]) -> None:
    text, zone, golden = case
    found = targets.find(text, sections.parse(text, zone), zone)
    assert [
        [one.value, one.value_max, one.unit, one.comparator, one.section, " ".join(one.text.split()[:4])]
        for one in found
    ] == golden["targets"]
    assert all(text[one.start : one.end] == one.text for one in found)


def test_deadlines(case: tuple[str, Span, dict[str, Any]]) -> None:
    text, zone, golden = case
    tree = sections.parse(text, zone)
    found = deadlines.find(text, zone, issued=None, year=golden["year"])
    shown = [[one.text, one.date, one.recurrence, sections.path_at(tree, one.start)] for one in found]
    assert shown == golden["deadlines"]
    assert all(text[one.start : one.end] == one.text for one in found)
