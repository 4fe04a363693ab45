"""``kb catalogue``: the real commands, a real editor on a real terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kb.cli.catalogue import FIELDS, catalogue_group
from kb.home import Home
from kb.store.lock import writing
from tests.cli.conftest import KB, PLAN, ROOT, Run, environment

BY = ("--by", "Nguyễn Văn A")
COMMANDS = sorted(catalogue_group.commands)
ROW = {
    "number", "type", "date", "issuer", "province", "title", "status", "from", "to", "relations", "note", "source", "who", "by", "at",
}  # fmt: skip
CHANGE = {"id", "kind", "by", "at", "file", "undoes", "undone_by", "rows"}
GOOD = "Số hiệu;Ngày ban hành;Tình trạng;Nguồn\r\n217/QĐ-TW;12/12/2013;con hieu luc;Công báo\r\n59/2023/NĐ-CP;;còn hiệu lực;Công báo\r\n"
BAD = "number,date,status,source\n217-QĐ/TW,12/12/2013,còn hiệu lực,Công báo\nabc,31/2/2020,còn,\n"


@pytest.fixture(scope="module")
def untouched(kb: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("bang")
    folder = base / "van-ban"
    folder.mkdir()
    (folder / "ke-hoach.txt").write_text(PLAN, encoding="utf-8")
    assert kb("build", str(folder), home=base / "kho").returncode == 0
    return base / "kho"


@pytest.fixture
def home(untouched: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(untouched, tmp_path / "ban-sao"))


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_how(kb: Run, name: str) -> None:
    done = kb("catalogue", name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Cách dùng: kb catalogue {name}")
    assert re.search(rf"Ví dụ:\n    kb catalogue {name}", done.stdout)
    assert "--json" in done.stdout
    assert not re.search(r"\b(?:Usage|Options|Commands|Show this message|required)\b", done.stdout)


def test_the_help_of_import_tells_every_column(kb: Run) -> None:
    said = kb("catalogue", "import", "--help").stdout
    for name in ("number", *FIELDS):
        assert f"{name} (" in said


def test_every_command_is_completed(kb: Run) -> None:
    offered = kb(env={"_KB_COMPLETE": "bash_complete", "COMP_WORDS": "kb catalogue ", "COMP_CWORD": "2"})
    assert sorted(offered.stdout.split()) == [f"plain,{name}" for name in COMMANDS]


def test_edit_show_history_and_undo(kb: Run, home: Path) -> None:
    done = kb(
        "catalogue", "edit", "217/QĐ-TW", "--status", "còn hiệu lực", "--source", "Công báo", "--note", "xem sổ",
        "--relations", "bị thay thế bởi 99/2030/NĐ-CP", "--from", "12/12/2013", *BY, "--json", home=home,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    value = json.loads(done.stdout)
    assert set(value) == {"change", "instruments", "told"}
    assert set(value["change"]) == CHANGE
    (altered,) = value["change"]["rows"]
    assert (altered["before"], set(altered["after"])) == (None, ROW)
    assert value["told"] == ["số hiệu “217/QĐ-TW” được ghi là 217-QĐ/TW"]
    row = json.loads(kb("instrument", "217-QĐ/TW", "--json", home=home).stdout)
    assert value["instruments"] == [row["id"]]
    assert (row["status"], row["note"]) == ("còn hiệu lực", "xem sổ")
    assert row["table"]["row"] == altered["after"]
    assert row["table"]["shipped"]["who"] == "kèm theo phần mềm"
    assert [(one["kind"], one["direction"], one["text"]) for one in row["table"]["relations"]] == [
        ("thay thế", "undergoes", "được thay thế bởi 99/2030/NĐ-CP")
    ]
    said = words(kb("instrument", "217-QĐ/TW", home=home).stdout)
    assert re.search(
        r"Hiệu lực ngày \d\d/\d\d/\d{4}: còn hiệu lực; có hiệu lực từ 12/12/2013 – theo Công báo \(cơ quan ghi, Nguyễn Văn A, \d\d/\d\d/\d{4}\)", said
    )  # fmt: skip
    assert "Quan hệ: được thay thế bởi 99/2030/NĐ-CP" in said
    assert "Bảng kèm theo phần mềm ghi: chưa kiểm chứng" in said
    history = words(kb("catalogue", "history", "217-QĐ/TW", home=home).stdout)
    assert re.search(r"1 Nguyễn Văn A sửa lúc .* trước: chưa có dòng sau: còn hiệu lực", history)
    assert "217-QĐ/TW" in kb("catalogue", home=home).stdout
    undone = json.loads(kb("catalogue", "undo", "1", *BY, "--json", home=home).stdout)["change"]
    assert (undone["undoes"], undone["rows"][0]["after"]) == (1, None)
    assert json.loads(kb("instrument", "217-QĐ/TW", "--json", home=home).stdout)["status"] == "chưa kiểm chứng"
    assert kb("catalogue", "edit", "217-QĐ/TW", "--note", "a", "--source", "b", home=home).returncode == 0
    assert "Đã bỏ" in kb("catalogue", "edit", "217-QĐ/TW", "--remove", home=home).stdout
    assert json.loads(kb("catalogue", "--json", "list", home=home).stdout) == {"rows": []}


def test_import_export_and_import_again(kb: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "bang.csv").write_text(GOOD, encoding="utf-8-sig", newline="")
    tried = kb("catalogue", "import", str(tmp_path / "bang.csv"), "--dry-run", "--json", home=home)
    assert json.loads(tried.stdout) == {
        "change": None, "dry_run": True, "added": 2, "changed": 0, "unchanged": 0, "bad": [], "left_out": [],
        "told": [{"line": 2, "message": "số hiệu “217/QĐ-TW” được ghi là 217-QĐ/TW"}],
    }  # fmt: skip
    assert json.loads(kb("catalogue", "list", "--json", home=home).stdout) == {"rows": []}
    done = kb("catalogue", "import", str(tmp_path / "bang.csv"), *BY, home=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert "thêm 2, sửa 0, giữ 0 dòng" in done.stdout
    assert json.loads(kb("instrument", "217-QĐ/TW", "--json", home=home).stdout)["status"] == "còn hiệu lực"
    for options in ((), ("--all",)):
        out = tmp_path / f"ra{len(options)}.csv"
        assert kb("catalogue", "export", str(out), *options, home=home).returncode == 0
        assert out.read_bytes().startswith(b"\xef\xbb\xbfnumber,")
        again = json.loads(kb("catalogue", "import", str(out), "--json", home=home).stdout)
        assert (again["change"], again["unchanged"]) == (None, 2)
    assert "kèm theo phần mềm" in (tmp_path / "ra1.csv").read_text("utf-8-sig")
    assert len(json.loads(kb("catalogue", "history", "--json", home=home).stdout)["changes"]) == 1
    piped = kb("catalogue", "import", "-", "--json", home=home, stdin=kb("catalogue", "export", home=home).stdout)
    assert json.loads(piped.stdout)["unchanged"] == 2
    refused = kb("catalogue", "export", str(tmp_path / "ra0.csv"), home=home)
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    assert kb("catalogue", "export", str(tmp_path / "ra0.csv"), "--replace", home=home).returncode == 0


def test_nothing_is_imported_when_one_row_is_bad(kb: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "bang.csv").write_text(BAD, encoding="utf-8")
    done = kb("catalogue", "import", str(tmp_path / "bang.csv"), home=home)
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert [re.match(r"kb: dòng (\d+), cột (\w+): .+\.$", line).groups() for line in lines[:-1]] == [  # type: ignore[union-attr]
        ("3", "number"), ("3", "date"), ("3", "status"), ("3", "source"),
    ]  # fmt: skip
    assert "--skip-bad" in lines[-1]
    assert json.loads(kb("catalogue", "list", "--json", home=home).stdout) == {"rows": []}
    skipped = kb("catalogue", "import", str(tmp_path / "bang.csv"), "--skip-bad", "--json", home=home)
    value = json.loads(skipped.stdout)
    assert (skipped.returncode, value["added"], len(value["bad"])) == (1, 1, 4)
    assert value["bad"][0] == {"line": 3, "column": "number", "message": value["bad"][0]["message"]}


@pytest.mark.parametrize(
    "arguments",
    [
        ("edit",),
        ("edit", "217"),
        ("edit", "217-QĐ/TW"),  # nothing to write, and no terminal
        ("edit", "217-QĐ/TW", "--status", "còn"),
        ("edit", "217-QĐ/TW", "--note", "a"),
        ("edit", "217-QĐ/TW", "--remove"),
        ("edit", "217-QĐ/TW", "--remove", "--note", "a"),
        ("edit", "217-QĐ/TW", "--note", "a", "--source", "b", "--by", ""),
        ("edit", "999-QĐ/TW", "--note", "a", "--source", "b"),
        ("edit", "217-QĐ/TW", "--nota", "a"),
        ("import",),
        ("import", "khong-co.csv"),
        ("import", "corpus"),
        ("import", "pyproject.toml"),
        ("import", "-"),
        ("export", "corpus"),
        ("export", "khong-co/bang.csv"),
        ("history", "217"),
        ("undo",),
        ("undo", "0"),
        ("undo", "9"),
        ("undo", "x"),
        ("lits",),
    ],
)
def test_wrong_input_is_one_line(kb: Run, untouched: Path, arguments: tuple[str, ...]) -> None:
    done = kb("catalogue", *arguments, home=untouched)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kb: ")
    assert done.stderr.count("\n") == 1
    assert not done.stderr.isascii()


@pytest.mark.parametrize("arguments", [("list",), ("export",), ("history",), ("undo", "1"), ("edit", "217-QĐ/TW", "--note", "a", "--source", "b")])  # fmt: skip
def test_without_a_collection(kb: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = kb("catalogue", *arguments, home=tmp_path / "none")
    assert (done.returncode, done.stderr.count("\n"), "kb build" in done.stderr) == (2, 1, True)
    assert not (tmp_path / "none").exists()


# ---------------------------------------------------------------- the editor

EDITOR = """
import json, os, sys
path, steps = sys.argv[2], sys.argv[1]
log = json.load(open(steps + ".log")) if os.path.exists(steps + ".log") else []
text = open(path, encoding="utf-8").read()
step = json.load(open(steps))[len(log)]
json.dump([*log, text], open(steps + ".log", "w"))
if step is not None:  # saved, perhaps as it was
    for old, new in step:
        text = text.replace(old, new)
    open(path, "w", encoding="utf-8").write(text)
    os.utime(path, (len(log) + 1, len(log) + 1))
"""
Step = list[tuple[str, str]] | None
SOURCE = ("\nsource:", "\nsource: sổ")


def in_terminal(home: Path, tmp_path: Path, steps: list[Step], *arguments: str) -> tuple[int, str, list[str]]:
    """Run ``kb catalogue edit`` on a terminal of its own, an editor doing one step each time it is opened."""
    editor, todo = tmp_path / "editor.py", tmp_path / "steps"
    editor.write_text(EDITOR, encoding="utf-8")
    todo.write_text(json.dumps(steps))
    log = Path(f"{todo}.log")
    log.unlink(missing_ok=True)
    master, slave = pty.openpty()
    env = environment(home, {"EDITOR": f"{sys.executable} {editor} {todo}", "TERM": "dumb"})
    env.pop("VISUAL", None)
    with subprocess.Popen(
        [KB, "catalogue", "edit", *arguments], env=env, cwd=ROOT, stdin=slave, stdout=slave, stderr=slave
    ) as process:
        os.close(slave)
        said = b""
        while True:
            try:
                part = os.read(master, 4096)
            except OSError:  # The other side has gone.
                break
            if not part:
                break
            said += part
    os.close(master)
    opened: list[str] = json.loads(log.read_text()) if log.exists() else []
    return process.returncode, words(said.decode()), opened


def test_a_row_is_written_in_an_editor_until_it_is_right(home: Path, kb: Run, tmp_path: Path) -> None:
    steps: list[Step] = [
        [("status: chưa kiểm chứng", "status: còn hịu lực"), SOURCE],
        [("còn hịu lực", "còn hiệu lực")],
    ]
    code, said, opened = in_terminal(home, tmp_path, steps, "217-QĐ/TW", *BY)
    assert (code, "còn hiệu lực – nguồn: sổ" in said) == (0, True)
    assert len(opened) == 2
    assert "number: 217-QĐ/TW\n" in opened[0]
    assert "# Kèm theo phần mềm: chưa kiểm chứng" in opened[0]
    # What is wrong stands above its line, and what was typed is there.
    assert re.search(r"# SAI: status: Không có tình trạng .*\nstatus: còn hịu lực\n", opened[1])
    assert "\nsource: sổ" in opened[1]
    (row,) = json.loads(kb("catalogue", "list", "--json", home=home).stdout)["rows"]
    assert (row["status"], row["by"]) == ("còn hiệu lực", "Nguyễn Văn A")
    assert not list(home.glob("catalogue-edit*"))


def test_what_was_typed_is_kept_when_it_is_left_wrong(home: Path, kb: Run, tmp_path: Path) -> None:
    code, said, opened = in_terminal(home, tmp_path, [[("\nnote:", "\nnote: gõ dở")], None], "217-QĐ/TW")
    assert (code, len(opened)) == (2, 2)
    assert "source: Thiếu nguồn" in said
    assert "kb catalogue edit 217-QĐ/TW" in said
    code, _, opened = in_terminal(home, tmp_path, [[SOURCE]], "217-QĐ/TW")
    assert (code, "note: gõ dở" in opened[0]) == (0, True)
    (row,) = json.loads(kb("catalogue", "list", "--json", home=home).stdout)["rows"]
    assert (row["note"], row["source"]) == ("gõ dở", "sổ")


def test_what_was_typed_is_kept_while_another_writes(home: Path, tmp_path: Path) -> None:
    with writing(Home(home).lock):
        code, said, _ = in_terminal(home, tmp_path, [[SOURCE]], "217-QĐ/TW")
    assert (code, str(os.getpid()) in said) == (2, True)
    code, _, opened = in_terminal(home, tmp_path, [[]], "217-QĐ/TW")
    assert (code, "\nsource: sổ" in opened[0]) == (0, True)


@pytest.mark.parametrize("step", [None, [("\n", "\n# ")]])
def test_what_is_not_saved_or_not_read_changes_nothing(home: Path, kb: Run, tmp_path: Path, step: Step) -> None:
    code, _, _ = in_terminal(home, tmp_path, [step], "217-QĐ/TW")
    assert code == 2
    assert json.loads(kb("catalogue", "list", "--json", home=home).stdout) == {"rows": []}


def test_an_editor_that_is_not_there(home: Path, tmp_path: Path) -> None:
    master, slave = pty.openpty()
    env = {**environment(home), "EDITOR": str(tmp_path / "khong-co")}
    done = subprocess.run(
        [KB, "catalogue", "edit", "217-QĐ/TW"], env=env, cwd=ROOT, stdin=slave, stdout=slave, stderr=subprocess.PIPE, check=False
    )  # fmt: skip
    os.close(slave)
    os.close(master)
    assert done.returncode == 2
    assert "EDITOR" in done.stderr.decode().splitlines()[-1]
