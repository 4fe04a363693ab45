"""``kb compare`` as a person and a program call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import PLAN, Run

ASPECTS = ["bases", "purposes", "targets", "tasks", "deadlines", "duties", "reporting"]
TWO = ("214/KH-LĐLĐ", "439/KH-LĐLĐ")


def test_json_keeps_the_contract(kb: Run) -> None:
    done = kb("compare", *TWO, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    value = json.loads(done.stdout)
    assert [one["number"] for one in value["documents"]] == list(TWO)
    assert [one["aspect"] for one in value["aspects"]][:7] == ASPECTS
    texts = {one["id"]: json.loads(kb("show", one["id"], "--json").stdout)["text"] for one in value["documents"]}
    seen = 0
    for aspect in value["aspects"]:
        for row in aspect["rows"]:
            assert row["label"]
            assert [cell["document"] for cell in row["cells"]] == list(texts)
            assert any(cell["text"] for cell in row["cells"])
            for cell in row["cells"]:
                passage = cell["passage"]
                assert (passage is None) == (cell["text"] is None)
                if passage is not None:
                    seen += 1
                    assert texts[cell["document"]][passage["start"] : passage["end"]] == cell["text"] == passage["text"]
    assert seen > 60
    for remark in value["summary"]:
        rows = next(one["rows"] for one in value["aspects"] if one["aspect"] == remark["aspect"])
        assert rows[remark["row"]]["label"] == remark["label"]


def test_json_before_and_after_the_names(kb: Run) -> None:
    assert kb("compare", "--json", *TWO).stdout == kb("compare", *TWO, "--json").stdout


def test_a_person_reads_cells_with_their_places(kb: Run) -> None:
    done = kb("compare", *TWO)
    assert done.returncode == 0
    for words in ("TÓM TẮT", "CHỈ TIÊU", "CHẾ ĐỘ BÁO CÁO", "mục II", "trang 1", "MẪU"):
        assert words in done.stdout


def test_files_are_written_and_not_written_over(kb: Run, tmp_path: Path) -> None:
    names = [tmp_path / f"so-sanh.{kind}" for kind in ("xlsx", "docx", "html")]
    options = [part for name in names for part in (f"--{name.suffix[1:]}", str(name))]
    done = kb("compare", *TWO, *options)
    assert done.returncode == 0
    assert all(name.stat().st_size > 5000 for name in names)
    again = kb("compare", *TWO, *options)
    assert (again.returncode, "--force" in again.stderr) == (2, True)
    assert kb("compare", *TWO, *options, "--force").returncode == 0
    page = kb("compare", *TWO, "--html", "-")
    assert page.stdout.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Chưa nêu văn bản"),
        (["999/KH-KHÔNG", TWO[0]], "Không có văn bản nào"),
        ([*TWO, "--year", "2023"], "không dùng cả hai"),
        ([*TWO, "--topic", "  "], "Chủ đề trống"),
        ([*TWO, "--xlsx", "-"], "nêu tên tệp"),
        ([*TWO, "--xlsx", "a.docx"], "đuôi .xlsx"),
        ([TWO[0], "--changes"], "đúng hai bản"),
        ([*TWO, "--versions"], "đúng một văn bản"),
        ([*TWO, "--changes", "--topic", "x"], "bỏ các tùy chọn khác"),
        ([*TWO, "--html", "-", "--json"], "không dùng -"),
    ],
)
def test_bad_usage_is_one_line(kb: Run, arguments: list[str], told: str) -> None:
    done = kb("compare", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_nothing_to_compare_is_an_honest_answer(kb: Run) -> None:
    none = kb("compare", "--province", "Hà Giang", "--topic", "dân vận")
    assert none.returncode == 0
    assert "Kho không có văn bản nào của Hà Giang" in none.stdout
    value = json.loads(kb("compare", "--province", "Hà Giang", "--json").stdout)
    assert (value["documents"], len(value["notes"])) == ([], 1)
    assert all(one["rows"] == [] for one in value["aspects"])
    alone = kb("compare", TWO[0])
    assert (alone.returncode, "Chỉ có một văn bản" in alone.stdout) == (0, True)
    versions = kb("compare", "--versions", TWO[0])
    assert (versions.returncode, "chỉ giữ một bản" in versions.stdout) == (0, True)


def test_provinces_and_topic(kb: Run) -> None:
    done = kb("compare", "--province", "Lai Châu", "--province", "Tây Ninh", "--topic", "giám sát", "--json")
    value = json.loads(done.stdout)
    assert {one["province"] for one in value["documents"]} == {"Lai Châu", "Tây Ninh"}
    assert value["topic"] == "giám sát"
    assert any(one["rows"] for one in value["aspects"])


def test_two_versions(kb: Run, plan: Path, tmp_path: Path) -> None:
    home, file = tmp_path / "kho", plan / "ke-hoach.txt"
    assert kb("build", str(plan), home=home).returncode == 0
    file.write_text(PLAN.replace("05 công đoàn", "08 công đoàn"), encoding="utf-8")
    assert kb("build", home=home).returncode == 0
    done = kb("compare", "--versions", "21/KH-LĐLĐ", home=home)
    assert done.returncode == 0
    assert "05 → 08" in done.stdout
    assert "[-05-] {+08+}" in done.stdout
    other = tmp_path / "cu.txt"
    other.write_text(PLAN, encoding="utf-8")
    value = json.loads(kb("compare", str(other), "21/KH-LĐLĐ", "--changes", "--json", home=home).stdout)
    assert value["numbers"] == [{"clause": 0, "old": ["05"], "new": ["08"]}]
    assert value["changes"][0]["kind"] == "changed"


def test_a_stamped_document_leaves_no_file(kb: Run, plan: Path, tmp_path: Path) -> None:
    home = tmp_path / "kho"
    second = PLAN.replace("21/KH-LĐLĐ", "22/KH-LĐLĐ").replace(
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU", "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU\n\nMẬT"
    )
    (plan / "mat.txt").write_text(second, encoding="utf-8")
    kb("build", str(plan), "--allow-secret", home=home)
    listed = json.loads(kb("list", "--json", home=home).stdout)["documents"]
    if len(listed) < 2:
        pytest.skip("documents with a stamp are not read here")
    done = kb("compare", *(one["id"] for one in listed), "--json", home=home)
    value = json.loads(done.stdout)
    assert [one["number"] for one in value["documents"]] == ["21/KH-LĐLĐ"]
    assert "22/KH-LĐLĐ" in value["notes"][0]


def test_help_has_examples_and_the_name_is_completed(kb: Run) -> None:
    shown = kb("compare", "--help")
    assert "Ví dụ:" in shown.stdout
    assert "kb compare 214/KH-LĐLĐ 439/KH-LĐLĐ" in shown.stdout
    offered = kb(env={"_KB_COMPLETE": "bash_complete", "COMP_WORDS": "kb comp", "COMP_CWORD": "1"})
    assert "plain,compare" in offered.stdout.split()
