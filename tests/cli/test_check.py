"""``kb check`` as people and programs call it."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import PLAN, Run

WRONG = PLAN.replace("12/12/2013", "12/12/2014")


def word(path: Path, text: str) -> Path:
    document = docx.Document()
    for line in filter(str.strip, text.split("\n")):
        document.add_paragraph(line)
    document.save(str(path))
    return path


def test_a_sound_draft(kb: Run) -> None:
    done = kb("check", "-", stdin=PLAN)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 viện dẫn: 1 đúng, 0 cần xem." in done.stdout


def test_json(kb: Run) -> None:
    before, after = kb("check", "--json", "-", stdin=WRONG), kb("check", "-", "--json", stdin=WRONG)
    assert (before.returncode, before.stderr, before.stdout) == (1, "", after.stdout)
    value = json.loads(before.stdout)
    (one,) = value["citations"]
    text = json.loads(kb("parse", "-", "--json", stdin=WRONG).stdout)["text"]
    assert text[one["start"] : one["end"]] == one["text"]
    assert (one["number"], one["verdict"], one["verdicts"]) == ("217-QĐ/TW", "date_mismatch", ["date_mismatch"])
    assert "ngày 12/12/2013" in one["suggestion"]
    assert all({"document", "section", "page", "start", "end", "text"} <= set(passage) for passage in one["evidence"])
    assert one["evidence"]
    assert value["form"] == []


def test_for_people(kb: Run) -> None:
    done = kb("check", "-", stdin=WRONG)
    assert done.returncode == 1
    words = " ".join(done.stdout.split())
    assert "Ngày của Quyết định số 217-QĐ/TW là 12/12/2013, không phải 12/12/2014." in words
    assert "Nên viết: Quyết định số 217-QĐ/TW ngày 12/12/2013" in words


def test_no_citation_at_all(kb: Run) -> None:
    text = PLAN.replace("KẾ HOẠCH", "THÔNG BÁO").replace("KH-LĐLĐ", "TB-LĐLĐ")
    text = "\n".join(line for line in text.split("\n") if "Căn cứ" not in line)
    done = kb("check", "-", stdin=text)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Dự thảo không viện dẫn văn bản nào" in done.stdout


def test_a_word_draft_comes_back(kb: Run, tmp_path: Path) -> None:
    draft, out = word(tmp_path / "du-thao.docx", WRONG), tmp_path / "gop-y.docx"
    done = kb("check", str(draft), "--docx", str(out), "--fix")
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(kb("check", str(out), "--json").stdout)["citations"][0]["verdict"] == "ok"
    again = kb("check", str(draft), "--docx", str(out))
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert kb("check", str(draft), "--docx", str(out), "--force").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("khong-co.docx",), "khong-co.docx"),
        (("rong.txt",), "rong.txt"),
        (("du-thao.txt", "--docx", "gop-y.docx"), "chỉ ghi bình luận vào được dự thảo Word"),
        (("du-thao.docx", "--docx", "gop-y.pdf"), ".docx"),
        (("du-thao.docx", "--docx", "du-thao.docx", "--force"), "chính dự thảo"),
        (("du-thao.docx", "--fix"), "--docx"),
        (("-",), "Đầu vào chuẩn không có chữ nào"),
    ],
)
def test_bad_input(kb: Run, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    (tmp_path / "rong.txt").write_text("", encoding="utf-8")
    (tmp_path / "du-thao.txt").write_text(PLAN, encoding="utf-8")
    word(tmp_path / "du-thao.docx", PLAN)
    named = [str(tmp_path / one) if "." in one else one for one in arguments]
    done = kb("check", *named)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_scan_without_letters(kb: Run, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (600, 800), "white").save(tmp_path / "quet.pdf")
    done = kb("check", str(tmp_path / "quet.pdf"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "quet.pdf" in done.stderr


def test_no_collection_yet(kb: Run, tmp_path: Path) -> None:
    done = kb("check", "-", stdin=PLAN, home=tmp_path / "none")
    assert (done.returncode, done.stdout) == (2, "")
    assert "kb build" in done.stderr
