"""A collection for the pages: the samples, and one document that would like to be markup."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.build import build
from kb.home import Home
from tests.tools import website

ROOT = Path(__file__).parents[2]

HOSTILE = """LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂY NINH

Số: 77/KH-LĐLĐ

Tây Ninh, ngày 02 tháng 6 năm 2020

KẾ HOẠCH

Nuôi ong <img src=x onerror="window.hacked=1"> lấy mật [ở đây](javascript:alert(1))

I. YÊU CẦU

1. Trại nuôi ong <script>window.hacked = 1</script> đặt cách nhà xưởng ít nhất 300 mét & có *biển báo* `nguy hiểm`.

2. Mỗi trại nuôi ong có ~~một~~ sổ theo dõi <b>đàn</b>, trị giá $5$ hoặc $10$.
"""


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Home:
    """Built once for all workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    home, done = Home(shared / "web-home"), shared / "web-home.done"
    with (shared / "web-home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            hostile = shared / "hostile"
            hostile.mkdir()
            (hostile / "ong.txt").write_text(HOSTILE, encoding="utf-8")
            build(home, [ROOT / "corpus", hostile], sample=True)
            done.touch()
    return home


@pytest.fixture(scope="session")
def site(sample_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server over the samples."""
    if website.chromium() is None:
        pytest.skip("Chromium is not installed: bash tests/tools/browser.sh")
    with website.serving(sample_home.root, tmp_path_factory.mktemp("server") / "log") as address:
        yield address
