"""The real console script, in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kb.home import Home

ROOT = Path(__file__).resolve().parents[2]
KB = Path(sys.prefix, "bin", "kb")
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]

PLAN = """LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU

Số: 21/KH-LĐLĐ

Lai Châu, ngày 05 tháng 3 năm 2022

KẾ HOẠCH

Giám sát việc thực hiện dân chủ ở cơ sở năm 2022

Căn cứ Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc ban hành Quy chế giám sát và phản biện xã hội;

I. MỤC ĐÍCH

1. Giám sát ít nhất 05 công đoàn cơ sở trước ngày 30/6/2022.

Nơi nhận:
- Lưu: VT.

TM. BAN THƯỜNG VỤ
CHỦ TỊCH

Nguyễn Văn Mẫu
"""


def environment(home: Path | None, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The test's own environment with nothing of the person's in it."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("KB_", "_KB", "PYTHONIOENCODING"))
    }
    named = {} if home is None else {"KB_HOME": str(home)}
    return {**kept, **named, **(extra or {})}


@pytest.fixture(scope="session")
def kb(sample_home: Home) -> Run:
    """Run ``kb`` with arguments, on the sample collection where no other home is named."""

    def run(
        *arguments: str | bytes,
        home: Path | None = sample_home.root,
        stdin: str | bytes = "",
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
    ) -> Done:
        done = subprocess.run(
            [str(KB), *arguments],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            env=environment(home, env),
            cwd=cwd,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A folder with one directive."""
    folder = tmp_path / "van-ban"
    folder.mkdir()
    (folder / "ke-hoach.txt").write_text(PLAN, encoding="utf-8")
    return folder


@pytest.fixture
def home_copy(sample_home: Home, tmp_path: Path) -> Path:
    """A copy of the sample home that a test may write into."""
    return Path(shutil.copytree(sample_home.root, tmp_path / "kho"))
