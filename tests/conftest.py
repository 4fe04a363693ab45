"""What several test packages share: the sample collection, built once, and the data outside of the repository."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.build import build
from kb.collection import Collection
from kb.home import Home

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with ``corpus/`` as samples. The workers of one run share it: nobody may write into it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home, finished = Home(shared / "sample-home"), shared / "sample-home.finished"
    with (shared / "sample-home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            shutil.rmtree(home.root, ignore_errors=True)
            report = build(home, [CORPUS], sample=True)
            assert not report.skipped
            finished.touch()
    return home


@pytest.fixture(scope="session")
def collection(sample_home: Home) -> Iterator[Collection]:
    """The sample collection, open."""
    with Collection.open(sample_home) as opened:
        yield opened


@pytest.fixture(scope="session")
def testdata() -> Path:
    """The folder that ``KB_TESTDATA`` names: ``seeds/``, ``gazette/``, ``retrieval/``."""
    named = os.environ.get("KB_TESTDATA", "")
    if not named or not Path(named, "seeds").is_dir():
        pytest.skip("KB_TESTDATA names no folder with seeds/ in it")
    return Path(named)
