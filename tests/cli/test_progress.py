"""Progress is drawn on a terminal, written in lines elsewhere, and never on standard output."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from kb.cli.commands import group
from kb.cli.progress import Progress
from tests.cli.conftest import KB, ROOT, Run, environment


def test_on_a_terminal_a_bar_is_drawn(plan: Path, tmp_path: Path) -> None:
    for number in range(12):
        text = (plan / "ke-hoach.txt").read_text("utf-8").replace("21/", f"{number + 30}/")
        (plan / f"{number}.txt").write_text(text, encoding="utf-8")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [KB, "build", str(plan), "--json"],
        env=environment(tmp_path / "kho"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        drawn = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            drawn += piece
            if not piece:
                break
        out = process.stdout.read().decode() if process.stdout else ""
    os.close(ours)
    assert process.returncode == 0
    assert out.startswith("{")
    lines = drawn.decode()
    assert re.search(r"Đọc văn bản █+ 13/13", lines)
    assert "\r\x1b[K" in lines
    assert "█" not in out


def test_elsewhere_each_stage_is_one_line(kb: Run, plan: Path, tmp_path: Path) -> None:
    done = kb("build", str(plan), home=tmp_path / "kho")
    said = done.stderr.splitlines()
    assert "Đọc văn bản: 1" in said
    assert not {"\r", "█"} & set(done.stderr)


@pytest.mark.parametrize(
    ("spent", "done", "total", "said"),
    [
        (10.0, 20, 100, "2.0 tệp/giây · còn khoảng 40 giây"),
        (10.0, 1, 100, "còn khoảng 16 phút 30 giây"),
        (100.0, 1, 1000, "còn khoảng 27 giờ 45 phút"),
        (10.0, 100, 100, "10.0 tệp/giây"),
        (0.5, 1, 100, "1/100"),
    ],
)
def test_rate_and_time_left(spent: float, done: int, total: int, said: str) -> None:
    progress = Progress()
    line = progress._line("parse", done, total, "/van-ban/a.txt", progress._started + spent)
    assert said in line
    assert ("còn" in line) == ("còn" in said)
    assert line.endswith("a.txt")


def test_what_was_done_before_does_not_count_for_the_rate() -> None:
    progress = Progress()
    progress("parse", 90, 100, "")
    assert "1.0 tệp/giây · còn khoảng 5 giây" in progress._line("parse", 95, 100, "", progress._started + 5)


@pytest.mark.parametrize("name", sorted(group.commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"\bkb {name}\b", (ROOT / "README.md").read_text("utf-8"))
