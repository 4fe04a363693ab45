"""The command line as a person and a shell meet it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from kb.cli.commands import group
from kb.home import Home
from kb.store.lock import writing
from tests.cli.conftest import KB, PLAN, ROOT, Run, environment

COMMANDS = sorted(group.commands)
ENGLISH = re.compile(r"\b(?:Usage|Options|Commands|Show this message|default:|required)\b", re.IGNORECASE)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_vietnamese_and_shows_how(kb: Run, name: str) -> None:
    done = kb(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Cách dùng: kb {name}")
    assert f"Ví dụ:\n    kb {name}" in done.stdout or re.search(rf"Ví dụ:\n(?:.*\n)*?.*kb {name}\b", done.stdout)
    assert "--json" in done.stdout
    assert not ENGLISH.search(done.stdout)


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_the_commands_are_listed(kb: Run, arguments: tuple[str, ...]) -> None:
    done = kb(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ví dụ" in done.stdout
    assert not ENGLISH.search(done.stdout)
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S", done.stdout, re.MULTILINE), name
    assert "..." not in done.stdout.partition("Lệnh:")[2]  # no summary is cut short


def test_version(kb: Run) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", kb("--version").stdout)


# ---------------------------------------------------------------- what a person reads


def test_an_answer_shows_its_passages(kb: Run) -> None:
    done = kb("ask", "quyet dinh nao quy dinh ve giam sat phan bien xa hoi")
    assert (done.returncode, done.stderr) == (0, "")
    assert "217-QĐ/TW" in done.stdout
    cited = set(map(int, re.findall(r"\[(\d+)\]", done.stdout.partition("Trích dẫn:")[0])))
    shown = set(map(int, re.findall(r"^\[(\d+)\] ", done.stdout.partition("Trích dẫn:")[2], re.MULTILINE)))
    assert cited == shown != set()
    assert "MẪU" in done.stdout
    assert "\x1b" not in done.stdout  # no colours where nobody looks


def test_a_refusal_says_so(kb: Run) -> None:
    done = kb("ask", "Quyết", "định", "999-QĐ/TW", "nói", "gì?")
    assert (done.returncode, done.stderr) == (0, "")
    assert "999-QĐ/TW" in done.stdout
    assert "Trích dẫn:" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "dan van kheo", "--top", "2"), "[2] "),
        (("search", "dân vận", "--province", "Hà Giang"), "Không tìm thấy"),
        (("show", "214/KH-LĐLĐ"), "Số, ký hiệu: 214/KH-LĐLĐ"),
        (("instrument", "217-QĐ/TW"), "Được viện dẫn tại"),
        (("completion", "bash"), "_KB_COMPLETE"),
    ],
)
def test_commands_speak_to_a_person(kb: Run, arguments: tuple[str, ...], said: str) -> None:
    done = kb(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout


def test_parse_speaks_to_a_person(kb: Run) -> None:
    done = kb("parse", "-", stdin=PLAN)
    for said in ("21/KH-LĐLĐ", "Liên đoàn Lao động tỉnh Lai Châu", "Căn cứ (1)", "Nguyễn Văn Mẫu"):
        assert said in done.stdout


# ---------------------------------------------------------------- building


def test_a_second_writer_is_told_who_writes(kb: Run, plan: Path, home_copy: Path) -> None:
    with writing(Home(home_copy).lock):
        done = kb("build", str(plan), home=home_copy)
        assert json.loads(kb("ask", "217-QĐ/TW", "--json", home=home_copy).stdout)["answered"]
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"kb: .*{os.getpid()}.*\n", done.stderr)


def test_a_build_goes_on_when_nobody_reads_its_progress(plan: Path, tmp_path: Path) -> None:
    home = tmp_path / "kho"
    with subprocess.Popen(
        [KB, "build", str(plan)], env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stderr.close()
        output = process.stdout.read().decode()
    assert process.returncode == 0
    assert output.startswith("1 văn bản")


# ---------------------------------------------------------------- pipes and locales


@pytest.mark.parametrize("arguments", [("show", "214/KH-LĐLĐ"), ("show", "214/KH-LĐLĐ", "--json"), ("--help",)])
def test_a_reader_that_leaves_early_is_no_error(home_copy: Path, arguments: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [KB, *arguments], env=environment(home_copy), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said(home_copy: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [KB, "show", "214/KH-LĐLĐ"], env=environment(home_copy), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert re.fullmatch(r"kb: .*\n", done.stderr.decode())


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "LANG": "", "PYTHONIOENCODING": "ascii"},
    ],
)
def test_the_letters_are_the_same_in_every_locale(kb: Run, env: dict[str, str]) -> None:
    done = kb("parse", "-", stdin=PLAN, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Cơ quan ban hành: Liên đoàn Lao động tỉnh Lai Châu" in done.stdout
    wrong = kb("parse", "không-có.txt", env=env)
    assert wrong.returncode == 2
    assert "không tìm thấy tệp" in wrong.stderr


def test_bytes_that_are_no_text_are_a_question_too(kb: Run) -> None:
    done = kb("ask", b"\xff\xfe gi\xe1m", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["answered"] is False
