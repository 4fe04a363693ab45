"""A cold ``kb ask`` must not wait for packages that it does not need."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kb.home import Home
from tests.cli.conftest import ROOT, environment

HEAVY = {
    "torch",
    "sentence_transformers",
    "transformers",
    "underthesea",
    "pandas",
    "streamlit",
    "sklearn",
    "pypdf",
    "docx",
    "lxml",
}
PROBE = """
import json, sys
from kb.cli.main import run
status = run(sys.argv[1:])
print(json.dumps({"status": status, "loaded": sorted(sys.modules)}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "Quyết định nào quy định về giám sát, phản biện xã hội?"),
        ("ask", "phai ket nap bao nhieu doan vien o Lai Chau"),
        ("search", "dân vận khéo"),
        ("instrument", "217-QĐ/TW"),
        ("models",),
    ],
)
def test_nothing_heavy_is_loaded(sample_home: Home, arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        env=environment(sample_home.root),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stderr)
    assert told["status"] == 0
    assert not HEAVY & {name.partition(".")[0] for name in told["loaded"]}


@pytest.mark.parametrize("arguments", [("--help",), ("ask", "--help")])
def test_help_loads_no_index(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in json.loads(done.stderr)["loaded"]}
    assert not (HEAVY | {"faiss", "numpy", "index", "ingest"}) & loaded
