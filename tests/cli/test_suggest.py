"""``kb suggest`` and ``kb draft`` as people and programs call them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import docx
import pytest

from ingest.readers import office
from tests.cli.conftest import PLAN, Run
from tests.cli.test_contract import PASSAGE

INSTRUMENT = ("id", "number", "type", "date", "issuer", "title", "status", "cited_by")
BASE = ("instrument", "line", "score", "evidence", "reason", "present", "status", "warnings", "calls")


def test_suggest_for_a_topic(kb: Run) -> None:
    before = kb("suggest", "--json", "--topic", "giám sát và phản biện xã hội")
    after = kb("suggest", "--topic", "giám sát và phản biện xã hội", "--json")
    assert (before.returncode, before.stderr, before.stdout) == (0, "", after.stdout)
    value = json.loads(before.stdout)
    assert value["bases"][0]["instrument"]["number"] == "217-QĐ/TW"
    for one in value["bases"]:
        assert set(BASE) <= set(one)
        assert set(INSTRUMENT) <= set(one["instrument"])
        assert one["evidence"]
        assert all(set(PASSAGE) <= set(passage) for passage in one["evidence"])
    assert sorted(one["score"] for one in value["bases"])[::-1] == [one["score"] for one in value["bases"]]
    assert {one["line"] for one in value["bases"] if not one["present"]} == set(value["lines"])


def test_suggest_for_a_draft(kb: Run, plan: Path) -> None:
    by_file = json.loads(kb("suggest", str(plan / "ke-hoach.txt"), "--json").stdout)
    by_pipe = json.loads(kb("suggest", "-", "--json", stdin=PLAN).stdout)
    assert by_file == by_pipe
    present = {one["instrument"]["number"]: one["present"] for one in by_file["bases"]}
    assert present.pop("217-QĐ/TW") is True
    assert present
    assert not any(present.values())
    for one in by_file["bases"]:
        if one["calls"]:
            assert one["calls"]["text"] in PLAN


def test_suggest_for_people(kb: Run) -> None:
    done = kb("suggest", "--topic", "dân chủ ở cơ sở", "--style", "party", "--top", "3")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("  - Căn cứ") == 3
    assert "Vì: " in done.stdout
    assert "MẪU" in done.stdout


def test_suggest_writes_a_word_file(kb: Run, tmp_path: Path) -> None:
    target = tmp_path / "can-cu.docx"
    done = kb("suggest", "--topic", "công tác dân vận", "--docx", str(target), "--json")
    value = json.loads(done.stdout)
    assert (done.returncode, value["docx"]) == (0, str(target))
    assert [one.text for one in docx.Document(str(target)).paragraphs] == value["lines"]
    again = kb("suggest", "--topic", "công tác dân vận", "--docx", str(target))
    assert (again.returncode, "--force" in again.stderr) == (2, True)
    assert kb("suggest", "--topic", "công tác dân vận", "--docx", str(target), "--force").returncode == 0


def test_nobody_writes_about_it(kb: Run, tmp_path: Path) -> None:
    target = tmp_path / "can-cu.docx"
    done = kb("suggest", "--topic", "nuôi cá tra xuất khẩu", "--docx", str(target), "--json")
    value = json.loads(done.stdout)
    assert (done.returncode, done.stderr, value["bases"], value["lines"], value["docx"]) == (0, "", [], [], None)
    assert "không có văn bản nào viết về việc này" in value["message"]
    assert not target.exists()
    plain = kb("suggest", "--topic", "nuôi cá tra xuất khẩu")
    assert (plain.returncode, "không có văn bản nào" in " ".join(plain.stdout.split())) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("suggest",), "--topic"),
        (("suggest", "x.txt", "--topic", "dân vận"), "không nêu cả hai"),
        (("suggest", "khong-co.docx"), "khong-co.docx"),
        (("suggest", "--topic", "  "), "Chủ đề trống"),
        (("suggest", "-"), "Đầu vào chuẩn không có chữ nào"),
        (("suggest", "--topic", "dân vận", "--docx", "can-cu.pdf"), ".docx"),
        (("suggest", "--topic", "dân vận", "--style", "royal"), "--style"),
        (("draft", "--type", "Thư tình", "--topic", "dân vận", "--out", "x.docx"), "Không có loại văn bản"),
        (("draft", "--type", "Kế hoạch", "--topic", "…", "--out", "x.docx"), "Chủ đề trống"),
        (("draft", "--type", "Kế hoạch", "--topic", "dân vận"), "--out"),
        (("draft", "--type", "Kế hoạch", "--topic", "dân vận", "--out", "/khong/co/x.docx"), "/khong/co"),
    ],
)
def test_bad_usage_is_one_line(kb: Run, arguments: tuple[str, ...], said: str) -> None:
    done = kb(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kb: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_an_empty_draft_is_refused(kb: Run, tmp_path: Path) -> None:
    empty = tmp_path / "rong.txt"
    empty.write_text(" \n")
    done = kb("suggest", str(empty), "--json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_draft(kb: Run, tmp_path: Path) -> None:
    target = tmp_path / "ke-hoach.docx"
    given = ("--type", "ke hoach", "--topic", "công tác dân vận", "--province", "Lai Châu", "--out", str(target))
    done = kb("draft", *given, "--json")
    value = json.loads(done.stdout)
    assert (done.returncode, done.stderr, value["path"], value["type"]) == (0, "", str(target), "Kế hoạch")
    assert (value["issuer"], value["symbol"]) == ("Liên đoàn Lao động tỉnh Lai Châu", "KH-LĐLĐ")
    assert value["issued"]["number"]
    texts = [one.text for one in docx.Document(str(target)).paragraphs]
    assert set(value["lines"]) <= set(texts)
    for one in value["sections"]:
        assert f"{one['label']} {one['heading']}" in texts
        assert len(one["sources"]) > 1
    plain = kb("draft", *given, "--force")
    assert (plain.returncode, plain.stderr) == (0, "")
    assert str(target) in plain.stdout


def test_what_is_begun_can_be_read_again(kb: Run, tmp_path: Path) -> None:
    target = tmp_path / "ke-hoach.docx"
    kb("draft", "--type", "Kế hoạch", "--topic", "công tác dân vận", "--province", "Lai Châu", "--out", str(target))
    value = json.loads(kb("parse", str(target), "--json").stdout)
    header = value["header"]
    assert (header["type"], header["draft"], header["number"]) == ("Kế hoạch", True, None)
    assert header["province"] == "Lai Châu"
    assert len(value["bases"]) > 3
    assert value["sections"][0]["heading"].startswith("MỤC ĐÍCH, YÊU CẦU")
    again = json.loads(kb("suggest", str(target), "--json").stdout)
    assert any(one["present"] for one in again["bases"])


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_both(kb: Run, tmp_path: Path) -> None:
    kb("suggest", "--topic", "công tác dân vận", "--docx", str(tmp_path / "can-cu.docx"))
    kb("draft", "--type", "Kế hoạch", "--topic", "công tác dân vận", "--out", str(tmp_path / "ke-hoach.docx"))
    command = [
        str(office.program()),
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    made = [tmp_path / "can-cu.docx", tmp_path / "ke-hoach.docx"]
    subprocess.run([*command, "--outdir", str(tmp_path), *map(str, made)], check=True, capture_output=True, timeout=120)
    assert all(path.with_suffix(".pdf").stat().st_size > 1000 for path in made)


@pytest.mark.parametrize("command", ["suggest", "draft"])
def test_help_and_completion(kb: Run, command: str) -> None:
    told = kb(command, "--help").stdout
    assert "Ví dụ:" in told
    assert f"kb {command} " in told
    offered = kb(env={"_KB_COMPLETE": "bash_complete", "COMP_WORDS": f"kb {command} --st", "COMP_CWORD": "2"})
    assert "plain,--style" in offered.stdout
