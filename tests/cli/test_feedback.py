"""``kb feedback`` and ``kb eval-feedback``: the real commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.home import Home
from tests.cli.conftest import Run
from tests.kb.test_feedback import writer

QUESTION = "Quyết định nào quy định giám sát, phản biện xã hội?"
ROW = {
    "id", "at", "judgement", "why", "query", "query_key", "filters", "about", "passage", "document", "start", "end", "content",
    "instrument", "documents", "rank", "score", "generation", "model", "mode", "command", "shell", "by", "session", "undone",
    "purged", "waiting",
}  # fmt: skip
FIGURES = {
    "queries", "few", "ndcg@10", "recall@10", "mrr@10", "down@10", "judgements", "up", "down", "click", "undone", "replaced",
    "silent", "moved", "gone", "purged", "conflicts", "answers", "export",
}  # fmt: skip
BY = ("--by", "Nguyễn Văn A")


def test_ask_judge_list_undo_measure_and_clear(kb: Run, home_copy: Path, tmp_path: Path) -> None:
    asked = json.loads(kb("ask", QUESTION, "--json", home=home_copy).stdout)
    done = kb("feedback", "2", "--up", "--why", "đúng chỗ", *BY, "--json", home=home_copy)
    assert (done.returncode, done.stderr) == (0, "")
    value = json.loads(done.stdout)
    (row,) = value["judgements"]
    assert (set(value), set(row), set(row["filters"])) == (
        {"query", "judgements"},
        ROW,
        {"type", "province", "year", "issuer"},
    )
    assert (row["passage"], row["document"]) == (asked["passages"][1]["id"], asked["passages"][1]["document"]["id"])
    assert (row["judgement"], row["why"], row["by"], row["query"]) == ("up", "đúng chỗ", "Nguyễn Văn A", QUESTION)
    assert kb("feedback", "--down", "1", "3", *BY, home=home_copy).stdout.count("Đã ghi") == 2
    whole = json.loads(kb("feedback", "--json", "give", "-", "--up", *BY, home=home_copy).stdout)["judgements"]
    assert [(one["about"], one["passage"]) for one in whole] == [("answer", None)]
    kb("search", "dân vận khéo", home=home_copy)
    assert "đoạn 3 đã mở" in kb("feedback", "3", "--click", *BY, home=home_copy).stdout
    undone = json.loads(kb("feedback", "undo", *BY, "--json", home=home_copy).stdout)["undone"]
    assert (set(undone), undone["judgement"], undone["undone"]) == (ROW, "click", True)
    listed = json.loads(kb("feedback", "list", "--json", home=home_copy).stdout)["judgements"]
    assert [one["undone"] for one in listed] == [False] * 4 + [True]
    assert json.loads(kb("feedback", "--json", home=home_copy).stdout)["judgements"] == listed
    said = kb("feedback", home=home_copy).stdout
    for words in ("Vì: đúng chỗ", "đã bỏ", "cả câu trả lời", "5 lần đánh giá"):
        assert words in " ".join(said.split())

    out = tmp_path / "bo"
    measured = kb("eval-feedback", "--out", str(out), "--json", home=home_copy)
    figures = json.loads(measured.stdout)
    assert (measured.returncode, measured.stderr, set(figures)) == (0, "", FIGURES)
    assert (figures["queries"], figures["judgements"], figures["undone"], figures["few"]) == (1, 4, 1, True)
    evaluated = kb("eval", str(out), "--split", "feedback", "--mode", "lexical", "--json", home=tmp_path / "none")
    assert (evaluated.returncode, json.loads(evaluated.stdout)["queries"]) == (0, 1)
    assert "dưới 50 câu" in " ".join(kb("eval-feedback", home=home_copy).stdout.split())

    refused = kb("feedback", "clear", home=home_copy)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Chưa xóa gì" in refused.stderr
    assert "5 lần" in kb("feedback", "clear", home=home_copy, stdin="xóa\n").stdout
    assert json.loads(kb("feedback", "clear", "--yes", "--json", home=home_copy).stdout) == {"deleted": 0}
    assert kb("feedback", "1", "--up", home=home_copy).returncode == 2  # what was shown is forgotten, too


def test_a_judgement_beside_a_writer(kb: Run, home_copy: Path) -> None:
    kb("search", "dân vận khéo", home=home_copy)
    with writer(Home(home_copy)):
        done = kb("feedback", "1", "--up", "--json", home=home_copy)
        assert (done.returncode, json.loads(done.stdout)["judgements"][0]["waiting"]) == (0, True)
        cleared = kb("feedback", "clear", "--yes", home=home_copy)
        assert (cleared.returncode, cleared.stderr.count("\n")) == (2, 1)
    listed = json.loads(kb("feedback", "list", "--json", home=home_copy).stdout)["judgements"]
    assert [one["waiting"] for one in listed] == [False]


def test_bytes_that_are_no_text_are_kept_as_something_to_read(kb: Run, home_copy: Path) -> None:
    assert kb("search", b"d\xe2n v\xe2n dan van kheo", home=home_copy).returncode == 0
    done = kb("feedback", "1", "--up", "--why", b"t\xf4i", "--by", b"Nguy\xean A", "--json", home=home_copy)
    assert (done.returncode, done.stderr) == (0, "")
    listed = json.loads(kb("feedback", "list", "--json", home=home_copy).stdout)["judgements"]
    assert ["udce2" in listed[0]["query"], "udcf4" in listed[0]["why"], "udcea" in listed[0]["by"]] == [True] * 3
    assert kb("eval-feedback", "--json", home=home_copy).returncode == 0


def test_nothing_judged_yet(kb: Run, home_copy: Path) -> None:
    figures = json.loads(kb("eval-feedback", "--json", home=home_copy).stdout)
    assert set(figures) == FIGURES
    assert (figures["queries"], figures["ndcg@10"], figures["conflicts"], figures["export"]) == (0, None, [], None)
    assert "Chưa có lần đánh giá nào" in kb("eval-feedback", home=home_copy).stdout
    assert "Chưa có lần đánh giá nào" in kb("feedback", "list", home=home_copy).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("feedback", "1", "--up"),
        ("feedback", "2"),
        ("feedback", "--up"),
        ("feedback", "0", "--up"),
        ("feedback", "-1", "--up"),
        ("feedback", "hai", "--up"),
        ("feedback", "²", "--up"),
        ("feedback", "lsit"),
        ("feedback", "--what"),
        ("feedback", "undo"),
        ("feedback", "undo", "zzzz"),
        ("feedback", "1", "--up", "--by", ""),
        ("eval-feedback", "--replace"),
        ("eval-feedback", "--out", "/dev/null/bo"),
        ("eval-feedback", "x"),
    ],
)
def test_wrong_input_is_one_line(kb: Run, sample_home: Home, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    del tmp_path
    home = sample_home.root
    sample_home.shown.unlink(missing_ok=True)
    done = kb(*arguments, home=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kb: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [("feedback",), ("feedback", "clear", "--yes"), ("eval-feedback",)])
def test_without_a_collection(kb: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = kb(*arguments, home=tmp_path / "none")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "kb build" in done.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(("name", "command"), [("give", "kb feedback give"), ("undo", "kb feedback undo"), ("clear", "kb feedback clear"), ("list", "kb feedback list")])  # fmt: skip
def test_help(kb: Run, name: str, command: str) -> None:
    done = kb("feedback", name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("Cách dùng: kb feedback", "Ví dụ:", command, "--json"):
        assert words in done.stdout


def test_completion(kb: Run) -> None:
    offered = kb(env={"_KB_COMPLETE": "bash_complete", "COMP_WORDS": "kb feedback u", "COMP_CWORD": "2"})
    assert (offered.returncode, offered.stdout.split()) == (0, ["plain,undo"])
    options = kb(env={"_KB_COMPLETE": "bash_complete", "COMP_WORDS": "kb feedback 2 --u", "COMP_CWORD": "3"})
    assert options.stdout.split() == ["plain,--up"]
