"""Real issues of the Official Gazette, where they are at hand (``KB_TESTDATA``). The headers were checked by reading."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path

import pytest

from ingest.boxes import marks
from ingest.parse import parse_file
from ingest.readers import read
from ingest.text import fold
from ingest.types import Directive, Span

HEADERS: dict[str, dict[str, str | None]] = json.loads(
    (Path(__file__).parents[1] / "data" / "gazette_headers.json").read_text(encoding="utf-8")
)
FOLDER = Path(os.environ.get("KB_TESTDATA", ""), "gazette")
NAMES = [name for name in HEADERS if (FOLDER / name).is_file()]
pytestmark = pytest.mark.skipif(
    not os.environ.get("KB_TESTDATA") or not NAMES, reason="KB_TESTDATA names no folder with a gazette"
)
every = pytest.mark.parametrize("name", NAMES or list(HEADERS)[:1])


@cache
def parsed(name: str) -> Directive:
    return parse_file(FOLDER / name)


@every
def test_the_header_is_right(name: str) -> None:
    header = parsed(name).header
    assert {key: getattr(header, key) for key in HEADERS[name]} == HEADERS[name]
    # The file's own name tells type, number and year.
    slug = re.sub(r"[^a-z0-9]+", "-", fold(f"{header.type} so {header.number}")).strip("-")
    assert name.startswith(slug)


@every
def test_running_heads_are_gone_and_every_other_letter_is_kept(name: str) -> None:
    directive = parsed(name)
    assert "CÔNG BÁO/S" not in directive.text
    raw = sum(
        sum(map(str.isalnum, line.replace("\u200b", "")))
        for page in read(FOLDER / name).pages
        for line in page.text.split("\n")
        if "CÔNG BÁO/S" not in line
    )
    assert sum(map(str.isalnum, directive.text)) == raw


@every
def test_the_text_holds_together(name: str) -> None:
    directive = parsed(name)
    text = directive.text
    assert "".join(text[page.start : page.end] for page in directive.pages) == text
    for part in (*directive.bases, *directive.citations, *directive.targets, *directive.deadlines):
        assert text[part.start : part.end] == part.text
    assert directive.bases
    assert directive.sections
    assert directive.signature.name
    for page in directive.pages:
        start = next((at for at in range(page.start, page.end) if text[at].isalnum()), None)
        if start is not None:
            (mark,) = marks(directive.words, Span(start, start + 1))
            assert mark.page == page.number


@every
def test_notes_belong_to_their_marks(name: str) -> None:
    directive = parsed(name)
    for note in directive.notes:
        assert note.anchor is not None, directive.text[note.start : note.end]
        raised = note.mark.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        assert directive.text.startswith(raised, note.anchor)
        assert directive.text.startswith(raised, note.start)
        assert note.anchor < note.start
