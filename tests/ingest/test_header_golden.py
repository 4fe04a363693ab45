"""Header, recipients and signature of the real directives, against what a reader found.

Needs the folder named by ``KB_TESTDATA``; skipped without it. A golden file is named by the sha256 of its directive.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from ingest import closing, header, layout

GOLDEN = sorted((Path(__file__).parents[1] / "data" / "parse").glob("*.json"))
FOLDER = Path(os.environ.get("KB_TESTDATA", "")) / "seeds"

pytestmark = pytest.mark.skipif(
    not (os.environ.get("KB_TESTDATA") and FOLDER.is_dir()), reason="KB_TESTDATA names no folder with seeds/"
)


@pytest.fixture(params=GOLDEN, ids=lambda path: path.stem[:8])
def case(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    sources = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in FOLDER.iterdir()}
    path = sources.get(request.param.stem)
    if path is None:
        pytest.skip("this directive is not in the folder")
    text, _ = layout.reflow([path.read_text(encoding="utf-8")])
    return text, json.loads(request.param.read_text(encoding="utf-8"))


def test_header(case: tuple[str, dict[str, Any]]) -> None:
    text, golden = case
    found, end = header.parse(text)
    assert dataclasses.asdict(found) == {**golden["header"], "secrecy": None}
    # The body starts on the line after the subject.
    assert text[end] == "\n"
    assert text[end + 1 :].startswith(("Căn cứ", "Thực hiện", "Kính gửi"))


def test_closing(case: tuple[str, dict[str, Any]]) -> None:
    text, golden = case
    _, end = header.parse(text)
    found = closing.parse(text, end)
    assert list(found.recipients) == golden["recipients"]
    assert dataclasses.asdict(found.signature) == golden["signature"]
    assert found.end == len(text)
    assert text[found.start :].startswith(("Noi nhận", "Nơi nhận"))
