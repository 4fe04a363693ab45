"""``kb glossary``, ``kb quiz``, ``kb learn`` as people and programs call them."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import time
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import KB, ROOT, Run, environment
from tests.cli.test_contract import DOCUMENT, PASSAGE


def test_glossary(kb: Run) -> None:
    before, after = kb("glossary", "--json", "cnvclđ"), kb("glossary", "cnvclđ", "--json")
    assert (before.returncode, before.stderr, before.stdout) == (0, "", after.stdout)
    (term,) = json.loads(before.stdout)["terms"]
    assert (term["term"], term["expansion"]) == ("CNVCLĐ", "công nhân, viên chức, lao động")
    assert set(PASSAGE) <= set(term["evidence"][0])
    assert set(DOCUMENT) <= set(term["evidence"][0]["document"])
    assert len(json.loads(kb("glossary", "--json").stdout)["terms"]) > 10
    assert json.loads(kb("glossary", "XYZXYZ", "--json").stdout) == {"terms": []}
    assert "XYZXYZ" in kb("glossary", "XYZXYZ").stdout
    assert "theo từ điển" in kb("glossary").stdout


def test_quiz(kb: Run) -> None:
    before, after = kb("quiz", "-n", "5", "--seed", "1", "--json"), kb("quiz", "--json", "--seed", "1", "-n", "5")
    assert (before.returncode, before.stderr, before.stdout) == (0, "", after.stdout)
    value = json.loads(before.stdout)
    assert (len(value["questions"]), value["message"], value["seed"], value["topic"]) == (5, None, "1", None)
    for one in value["questions"]:
        assert {"question", "options", "answer", "explanation", "evidence"} <= set(one)
        assert len(one["options"]) == 4
        assert one["options"][one["answer"]]
        for proof in one["evidence"]:
            assert set(PASSAGE) <= set(proof)
            for mark in proof["highlights"]:
                assert proof["text"][mark["start"] - proof["start"] : mark["end"] - proof["start"]]
    shown = kb("quiz", "-n", "5", "--seed", "1").stdout
    assert all(f"Câu {number}." in shown for number in range(1, 6))
    assert "MẪU" in shown


def test_a_seed_is_drawn_and_told(kb: Run) -> None:
    value = json.loads(kb("quiz", "-n", "3", "--json").stdout)
    again = json.loads(kb("quiz", "-n", "3", "--json", "--seed", value["seed"]).stdout)
    assert value == again


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("quiz", "--topic", "nuôi tôm"), "không có dữ kiện nào về “nuôi tôm”"),
        (("quiz", "--topic", "nữ công", "-n", "900"), "Chỉ lập được"),
        (("learn", "--topic", "nuôi tôm"), "Không văn bản nào trong kho viết về “nuôi tôm”"),
        (("learn", "--due", "--learner", "Người Mới"), "Chưa trả lời câu nào"),
    ],
)
def test_little_is_said_to_be_little(kb: Run, home_copy: Path, arguments: tuple[str, ...], said: str) -> None:
    done = kb(*arguments, home=home_copy)
    assert (done.returncode, done.stderr) == (0, "")
    assert said in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("quiz", "--ask"), "cửa sổ lệnh"),
        (("quiz", "--ask", "--json"), "--json"),
        (("quiz", "-n", "0"), "từ 1 đến 1000"),
        (("quiz", "--level", "4"), "từ 1 đến 3"),
        (("quiz", "--topic", " "), "Chủ đề trống"),
        (("quiz", "--anki", "the.apkg"), ".txt hoặc .tsv"),
        (("quiz", "--docx", "khong/co/de.docx"), "Không có thư mục"),
        (("quiz", "--docx", "-", "--json"), "chỉ nhận một thứ"),
        (("learn", "--learner", "Người Mới"), "chưa học chủ đề nào"),
    ],
)
def test_what_cannot_be_done(kb: Run, home_copy: Path, arguments: tuple[str, ...], said: str) -> None:
    done = kb(*arguments, home=home_copy)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_collection(kb: Run, tmp_path: Path) -> None:
    for command in (("glossary",), ("quiz",), ("learn", "--topic", "dân vận"), ("learn", "--due")):
        done = kb(*command, home=tmp_path / "none")
        assert (done.returncode, done.stdout) == (2, "")
        assert "kb build" in done.stderr


def test_files(kb: Run, tmp_path: Path) -> None:
    word, cards = tmp_path / "de.docx", tmp_path / "the.txt"
    arguments = ("quiz", "-n", "4", "--seed", "7", "--docx", str(word), "--anki", str(cards))
    done = kb(*arguments)
    assert done.returncode == 0
    assert str(word) in done.stderr
    assert any(one.text.startswith("Câu 4. ") for one in docx.Document(str(word)).paragraphs)
    assert len([line for line in cards.read_text("utf-8").splitlines() if not line.startswith("#")]) == 4
    again = kb(*arguments)
    assert (again.returncode, "--force" in again.stderr) == (2, True)
    assert kb(*arguments, "--force").returncode == 0
    assert kb("quiz", "-n", "4", "--seed", "7", "--anki", "-").stdout == cards.read_text("utf-8")


def test_learning_goes_on_where_it_was(kb: Run, home_copy: Path) -> None:
    first = json.loads(kb("learn", "--topic", "giám sát", "--learner", "An", "--json", home=home_copy).stdout)
    assert (first["learner"], first["topic"], first["current"], first["message"]) == ("An", "giám sát", 0, None)
    assert {"steps", "questions", "progress"} <= set(first)
    assert first["steps"][0]["instrument"]["number"] == "217-QĐ/TW"
    second = json.loads(kb("learn", "--read", "--learner", "An", "--json", home=home_copy).stdout)
    assert (second["topic"], second["current"]) == ("giám sát", 1)
    assert all(one["read"] for one in second["steps"][0]["passages"])
    assert json.loads(kb("learn", "--learner", "An", "--json", home=home_copy).stdout)["current"] == 1
    assert "Phần 2." in kb("learn", "--learner", "An", home=home_copy).stdout
    for _ in range(len(first["steps"])):
        done = kb("learn", "--read", "--learner", "An", home=home_copy)
    assert "Đã đọc hết lộ trình này" in done.stdout


def test_questions_are_answered_in_a_terminal(kb: Run, home_copy: Path) -> None:
    made = json.loads(kb("quiz", "-n", "2", "--seed", "3", "--json", home=home_copy).stdout)["questions"]
    letters = ["abcd"[made[0]["answer"]], "abcd"[(made[1]["answer"] + 1) % 4]]
    shown = typed(home_copy, ["quiz", "-n", "2", "--seed", "3", "--ask", "--learner", "An"], ["x", *letters])
    assert "Hãy gõ a, b, c hoặc d" in shown
    assert "Đúng 1/2 câu" in shown
    done = json.loads(kb("learn", "--due", "--learner", "An", "--json", home=home_copy).stdout)
    assert {key: done["progress"][key] for key in ("cards", "answered", "correct", "retired")} == {
        "cards": 2,
        "answered": 2,
        "correct": 1,
        "retired": 0,
    }


def typed(home: Path, arguments: list[str], answers: list[str]) -> str:
    """What ``kb`` shows in a terminal of its own while somebody types."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [str(KB), *arguments], stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment(home)
    )
    os.close(theirs)
    shown, waiting, until = b"", list(answers), time.monotonic() + 60
    asked = "q: dừng)".encode()
    while time.monotonic() < until:
        if not select.select([ours], [], [], 1)[0]:
            continue
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
        if waiting and shown.count(asked) > len(answers) - len(waiting):
            os.write(ours, f"{waiting.pop(0)}\n".encode())
    process.wait(10)
    os.close(ours)
    return shown.decode("utf-8", "replace")
