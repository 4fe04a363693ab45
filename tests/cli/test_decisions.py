"""``kb correct``, ``kb remove`` and ``--allow-secret``: the real commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import PLAN, Run

BY = ("--by", "Nguyễn Văn A")
KEYS = {"id", "document", "field", "value", "was", "by", "at", "note", "citation", "text", "state"}


@pytest.fixture(scope="module")
def untouched(kb: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection that nothing may be written into."""
    base = tmp_path_factory.mktemp("quyet-dinh")
    folder = base / "van-ban"
    folder.mkdir()
    (folder / "ke-hoach.txt").write_text(PLAN, encoding="utf-8")
    assert kb("build", str(folder), home=base / "kho").returncode == 0
    return base / "kho"


@pytest.fixture
def home(untouched: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(untouched, tmp_path / "ban-sao"))


def test_correct_list_show_ask_and_undo(kb: Run, home: Path) -> None:
    done = kb("correct", "21/KH-LĐLĐ", "--set", "date=6/3/2022", *BY, "--note", "bản giấy", "--json", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    (made,) = json.loads(done.stdout)["corrections"]
    assert set(made) == KEYS
    assert (made["field"], made["value"], made["was"], made["by"]) == (
        "date",
        "2022-03-06",
        "2022-03-05",
        "Nguyễn Văn A",
    )
    assert json.loads(kb("correct", "ke-hoach.txt", "--json", home=home).stdout) == {"corrections": [made]}
    shown = json.loads(kb("show", "ke-hoach.txt", "--json", home=home).stdout)
    assert (shown["header"]["date"], shown["corrections"]) == ("2022-03-06", [made])
    assert "05 tháng 3 năm 2022" in shown["text"]
    said = kb("show", "ke-hoach.txt", home=home).stdout
    for words in ("Sửa tay 1", "06/03/2022", "05/03/2022", "Nguyễn Văn A", "bản giấy"):
        assert words in " ".join(said.split())
    answer = kb("ask", "Kế hoạch 21/KH-LĐLĐ ban hành ngày nào?", home=home).stdout
    assert "06/03/2022" in answer
    assert "Sửa tay" in answer
    undone = kb("correct", "ke-hoach.txt", "--undo", "1", home=home)
    assert (undone.returncode, undone.stderr) == (0, "")
    assert json.loads(kb("show", "ke-hoach.txt", "--json", home=home).stdout)["header"]["date"] == "2022-03-05"
    assert "đã bỏ" in kb("correct", home=home).stdout


def test_a_citation_is_corrected_where_it_stands(kb: Run, home: Path) -> None:
    shown = json.loads(kb("show", "ke-hoach.txt", "--json", home=home).stdout)
    at = str(shown["citations"][0]["start"])
    done = kb("correct", "ke-hoach.txt", "--citation", at, "--set", "date=13/12/2013", *BY, home=home)
    assert done.returncode == 0, done.stderr
    row = json.loads(kb("instrument", "217-QĐ/TW", "--json", home=home).stdout)
    assert row["date"] == "2013-12-13"
    (mention,) = row["mentions"]
    assert (mention["date"], mention["corrections"][0]["value"]) == ("2013-12-12", "2013-12-13")


@pytest.mark.parametrize(
    "arguments",
    [
        ("ke-hoach.txt", "--set", "date=31/2/2022"),
        ("ke-hoach.txt", "--set", "number=abc"),
        ("ke-hoach.txt", "--set", "màu=xanh"),
        ("ke-hoach.txt", "--set", "date=05/03/2022"),
        ("ke-hoach.txt", "--citation", "0", "--set", "date=1/1/2022"),
        ("ke-hoach.txt", "--citation", "0"),
        ("ke-hoach.txt", "--citation", "x", "--set", "date=1/1/2022"),
        ("ke-hoach.txt", "--not-a-citation"),
        ("ke-hoach.txt", "--set", "date=1/1/2022", "--by", ""),
        ("ke-hoach.txt", "--undo", "9"),
        ("ke-hoach.txt", "--undo", "1", "--set", "date=1/1/2022"),
        ("khong-co.txt", "--set", "date=1/1/2022"),
        ("--set", "date=1/1/2022"),
    ],
)
def test_wrong_input_is_one_line(kb: Run, untouched: Path, arguments: tuple[str, ...]) -> None:
    done = kb("correct", *arguments, home=untouched)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kb: ")
    assert done.stderr.count("\n") == 1


def test_remove_build_list_and_undo(kb: Run, home: Path) -> None:
    done = kb("remove", "ke-hoach.txt", *BY, "--json", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    (removed,) = json.loads(done.stdout)["removed"]
    assert json.loads(kb("list", "--json", home=home).stdout) == {"documents": []}
    built = kb("build", home=home)
    assert built.returncode == 0
    assert "kb remove --undo 1" in built.stderr
    assert json.loads(kb("remove", "--list", "--json", home=home).stdout) == {"removed": [removed]}
    assert json.loads(kb("build", "--json", home=home).stdout)["left_out"][0]["by"] == "Nguyễn Văn A"
    back = kb("remove", "--undo", home=home)
    assert (back.returncode, back.stderr) == (0, "")
    assert len(json.loads(kb("list", "--json", home=home).stdout)["documents"]) == 1
    assert "Không có văn bản nào" in kb("remove", "--list", home=home).stdout


@pytest.mark.parametrize(
    "arguments",
    [(), ("khong-co.txt",), ("--undo",), ("--undo", "--list"), ("--list", "x"), ("ke-hoach.txt", "--by", "1")],
)
def test_wrong_removals_are_one_line(kb: Run, untouched: Path, arguments: tuple[str, ...]) -> None:
    done = kb("remove", *arguments, home=untouched)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["correct", "remove"])
def test_without_a_collection(kb: Run, tmp_path: Path, command: str) -> None:
    done = kb(command, "x.txt", *(("--set", "date=1/1/2022") if command == "correct" else ()), home=tmp_path / "none")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "kb build" in done.stderr
    assert not (tmp_path / "none").exists()


def test_a_secret_is_refused_allowed_and_marked(kb: Run, plan: Path, tmp_path: Path) -> None:
    home = tmp_path / "kho"
    (plan / "mat.txt").write_text("TUYỆT MẬT\n" + PLAN.replace("21/KH", "22/KH"), encoding="utf-8")
    done = kb("build", str(plan), home=home)
    assert done.returncode == 1
    assert "“Tuyệt mật”" in done.stderr
    assert "--allow-secret" in done.stderr
    assert kb("build", str(plan), "--allow-secret", home=home).returncode == 0
    assert kb("build", home=home).returncode == 0
    assert "[TUYỆT MẬT]" in kb("list", home=home).stdout
    assert "Độ mật: Tuyệt mật" in kb("show", "22/KH-LĐLĐ", home=home).stdout
    shown = json.loads(kb("show", "22/KH-LĐLĐ", "--json", home=home).stdout)
    assert (shown["secrecy"], shown["header"]["secrecy"]) == ("Tuyệt mật", "Tuyệt mật")
    assert "[TUYỆT MẬT]" in kb("ask", "22/KH-LĐLĐ", home=home).stdout
    assert kb("build", "--refuse-secret", home=home).returncode == 1
    assert "TUYỆT MẬT" not in kb("list", home=home).stdout
