"""``--json``: one object on standard output with every key of the contract, and nothing else there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PLAN, Run

# Written once, from the contract. "*" stands for each element of a list. Fields may be added, none may be missing.
PASSAGE = ("rank", "document", "section", "page", "start", "end", "text", "score")
DOCUMENT = ("id", "number", "title", "source", "sources", "province")
INSTRUMENT = ("id", "number", "type", "date", "issuer", "title", "status", "cited_by")
DIRECTIVE = {
    "": ("source", "sha256", "text", "header", "bases", "sections", "targets", "deadlines", "recipients", "signature", "citations", "relations", "effects"),
    "header": ("number", "symbol", "type", "issuer", "place", "province", "year", "date", "title", "draft"),
    "bases.*": ("text", "start", "end", "citations"),
    "sections.*": ("label", "heading", "level", "start", "end", "children"),
    "targets.*": ("text", "value", "unit", "comparator", "subject", "section", "start", "end"),
    "deadlines.*": ("text", "date", "recurrence", "action", "start", "end"),
    "signature": ("authority", "position", "name"),
    "citations.*": ("text", "start", "end", "type", "number", "date", "issuer", "title", "name", "pinpoint"),
    "relations.*": ("kind", "text", "start", "end", "source", "target", "part"),
}  # fmt: skip
BUILD = (
    "files",
    "added",
    "updated",
    "unchanged",
    "removed",
    "skipped",
    "directives",
    "passages",
    "instruments",
    "seconds",
)
CONTRACT: dict[str, dict[str, tuple[str, ...]]] = {
    "build": {"": BUILD},
    "parse": DIRECTIVE,
    "ask": {
        "": ("question", "answered", "reason", "answer", "instruments", "passages", "near"),
        "instruments.*": INSTRUMENT,
        "passages.*": PASSAGE,
        "passages.*.document": DOCUMENT,
        "near.*": PASSAGE,
    },
    "search": {"": ("query", "hits"), "hits.*": PASSAGE, "hits.*.document": DOCUMENT},
    "show": DIRECTIVE,
    "instrument": {
        "": (*INSTRUMENT, "mentions"),
        "mentions.*": ("document", "section", "page", "start", "end", "text"),
    },
    "eval": {
        "": ("mode", "queries", "docs", "ndcg@10", "recall@10", "recall@100", "mrr@10", "seconds_build", "ms_per_query")
    },
    "eval-answers": {"": ("kinds", "abstention", "near", "wrong", "ms_per_question", "ms_p50", "ms_p95")},
}


def parts(value: Any, path: str) -> list[Any]:
    found = [value]
    for step in path.split(".") if path else ():
        found = [item for one in found for item in (one if step == "*" else [one[step]])]
    return found


def check(command: str, output: str, *, empty: tuple[str, ...] = ()) -> dict[str, Any]:
    """One object with the keys of its command; lists that the test counts on are not empty."""
    value = json.loads(output)
    assert isinstance(value, dict)
    for path, keys in CONTRACT[command].items():
        found = parts(value, path)
        assert found or path in empty, path
        for one in found:
            assert set(keys) <= set(one), path
    return value


@pytest.fixture(scope="session")
def beir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("beir")
    texts = {"a": "Giám sát và phản biện xã hội", "b": "Kết nạp đoàn viên mới", "c": "An toàn giao thông"}
    rows = [json.dumps({"_id": key, "title": "", "text": text}) for key, text in texts.items()]
    (folder / "corpus.jsonl").write_text("\n".join(rows))
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": "phản biện xã hội"}))
    (folder / "qrels").mkdir()
    (folder / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n")
    return folder


def test_parse(kb: Run, plan: Path, tmp_path: Path) -> None:
    before = kb("parse", "--json", str(plan / "ke-hoach.txt"), home=tmp_path / "none")
    assert not (tmp_path / "none").exists()  # no collection is touched
    after = kb("parse", str(plan / "ke-hoach.txt"), "--json")
    assert (before.returncode, before.stderr, before.stdout) == (0, "", after.stdout)
    value = check("parse", before.stdout)
    text = value["text"]
    assert value["header"]["number"] == "21/KH-LĐLĐ"
    assert value["source"] == str(plan / "ke-hoach.txt")
    for name in ("bases", "targets", "deadlines", "citations"):
        assert all(text[one["start"] : one["end"]] == one["text"] for one in value[name])


def test_parse_reads_standard_input(kb: Run) -> None:
    done = kb("parse", "-", "--json", stdin=PLAN)
    assert (done.returncode, done.stderr) == (0, "")
    assert check("parse", done.stdout)["source"] == "-"


def test_ask(kb: Run) -> None:
    question = "Quyết định nào quy định về giám sát, phản biện xã hội?"
    before, after = kb("ask", "--json", question), kb("ask", question, "--json")
    assert (before.returncode, before.stderr, before.stdout) == (0, "", after.stdout)
    value = check("ask", before.stdout, empty=("near.*",))
    assert (value["question"], value["answered"], value["reason"]) == (question, True, None)
    assert value["instruments"][0]["number"] == "217-QĐ/TW"
    assert [one["rank"] for one in value["passages"]] == list(range(1, len(value["passages"]) + 1))


def test_ask_reads_standard_input(kb: Run) -> None:
    done = kb("ask", "-", "--json", stdin="217-QĐ/TW nói gì?\n")
    assert check("ask", done.stdout, empty=("near.*",))["question"] == "217-QĐ/TW nói gì?"


def test_an_abstention_is_no_failure(kb: Run) -> None:
    done = kb("ask", "Quyết định 999-QĐ/TW nói gì?", "--json")
    value = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(CONTRACT["ask"][""]) <= set(value)
    assert (value["answered"], value["reason"], value["answer"]) == (False, "unknown_number", None)
    assert (value["instruments"], value["passages"]) == ([], [])


def test_search(kb: Run) -> None:
    done = kb("search", "dân vận khéo", "--json", "--top", "3", "--province", "Ninh Thuận")
    value = check("search", done.stdout)
    assert (done.returncode, done.stderr, value["query"]) == (0, "", "dân vận khéo")
    assert [hit["rank"] for hit in value["hits"]] == [1, 2, 3]
    assert {hit["document"]["province"] for hit in value["hits"]} == {"Ninh Thuận"}
    assert kb("search", "-", "--json", "--top=3", "--province=Ninh Thuận", stdin="dân vận khéo").stdout == done.stdout


def test_search_that_finds_nothing(kb: Run) -> None:
    done = kb("search", "dân vận khéo", "--json", "--province", "Hà Giang")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"query": "dân vận khéo", "hits": []})


def test_show(kb: Run) -> None:
    done = kb("show", "--json", "214/KH-LĐLĐ")
    value = check("show", done.stdout)
    assert (done.returncode, done.stderr, value["header"]["number"]) == (0, "", "214/KH-LĐLĐ")
    assert json.loads(kb("show", value["id"], "--json").stdout) == value


def test_instrument(kb: Run) -> None:
    done = kb("instrument", "217/QĐ-TW", "--json")
    value = check("instrument", done.stdout)
    assert (done.returncode, done.stderr, value["number"], value["date"]) == (0, "", "217-QĐ/TW", "2013-12-12")
    assert len(value["cited_by"]) >= 3
    assert value["status"] == "chưa kiểm chứng"
    assert json.loads(kb("instrument", value["id"], "--json").stdout) == value


def test_build_and_build_again(kb: Run, plan: Path, tmp_path: Path) -> None:
    home = tmp_path / "kho"
    first = kb("build", str(plan), "--json", home=home)
    value = check("build", first.stdout)
    assert "Đọc văn bản: 1" in first.stderr  # progress, and nowhere else
    assert (first.returncode, value["files"], value["added"], value["unchanged"]) == (0, 1, 1, 0)
    assert value["skipped"] == []
    again = kb("build", "--json", home=home)
    value = check("build", again.stdout)
    assert (again.returncode, value["added"], value["updated"], value["unchanged"]) == (0, 0, 0, 1)
    assert (value["removed"], value["directives"]) == (0, 1)
    assert "giữ 1," in kb("build", home=home).stdout


def test_a_skipped_file_is_reported(kb: Run, plan: Path, tmp_path: Path) -> None:
    (plan / "rong.txt").write_bytes(b"")
    (plan / "ma-cu.txt").write_bytes(b"Ng\xe0y k\xfd")  # too short to tell the encoding
    (plan / "hong.docx").write_bytes(b"PK\x03\x04 broken")
    done = kb("build", str(plan), "--json", home=tmp_path / "kho")
    value = check("build", done.stdout)
    assert (done.returncode, value["added"], value["directives"]) == (1, 1, 1)
    reasons = {Path(one["path"]).name: one["reason"] for one in value["skipped"]}
    assert set(reasons) == {"rong.txt", "ma-cu.txt", "hong.docx"}
    assert len(set(reasons.values())) == 3
    assert "Traceback" not in done.stderr


def test_eval(kb: Run, beir: Path, tmp_path: Path) -> None:
    done = kb("eval", str(beir), "--mode", "lexical", "--json", home=tmp_path / "none")
    assert not (tmp_path / "none").exists()  # no collection is touched
    value = check("eval", done.stdout)
    assert (done.returncode, value["mode"], value["queries"], value["docs"], value["mrr@10"]) == (
        0,
        "lexical",
        1,
        3,
        1.0,
    )


def test_eval_answers(kb: Run, tmp_path: Path) -> None:
    path = tmp_path / "cau-hoi.json"
    known = {
        "id": "1",
        "kind": "instrument",
        "question": "qd 218",
        "expect": {"answered": True, "instrument": "218-QĐ/TW"},
    }
    wrong = {"id": "2", "kind": "unknown", "question": "217-QĐ/TW", "expect": {"answered": False}}
    path.write_text(json.dumps([known, wrong]))
    done = kb("eval-answers", str(path), "--json")
    value = check("eval-answers", done.stdout)
    assert done.returncode == 0
    counted = {kind: (one["right"], one["asked"]) for kind, one in value["kinds"].items()}
    assert counted == {"all": (1, 2), "instrument": (1, 1), "unknown": (0, 1)}
    assert value["kinds"]["unknown"]["answered_wrongly"] == 1
    refusals = value["abstention"]
    assert (refusals["due"], refusals["refused"], refusals["recall"], refusals["precision"]) == (1, 0, 0.0, None)
    assert refusals["by_reason"]["no_evidence"]["due"] == 1
    assert value["near"] == {"right": 0, "asked": 0}
    assert [one["id"] for one in value["wrong"]] == ["2"]
    assert 0 < value["ms_p50"] <= value["ms_p95"]


@pytest.mark.parametrize("option", ["--wrong", "--verbose"])
def test_eval_answers_for_people(kb: Run, tmp_path: Path, option: str) -> None:
    path = tmp_path / "cau-hoi.json"
    path.write_text(
        json.dumps([{"id": "x-1", "kind": "number_off", "question": "217-QĐ/TW", "expect": {"answered": False}}])
    )
    plain, detailed = kb("eval-answers", str(path)), kb("eval-answers", str(path), option)
    assert (plain.returncode, detailed.returncode) == (0, 0)
    assert "số hiệu không có" in plain.stdout
    assert "Từ chối thì đúng –" in plain.stdout
    assert "đã từ chối 0,0%" in plain.stdout
    assert "x-1" not in plain.stdout
    assert "x-1 [số hiệu không có] 217-QĐ/TW" in detailed.stdout


def test_completion(kb: Run) -> None:
    value = json.loads(kb("completion", "--json", "bash").stdout)
    assert value["shell"] == "bash"
    assert "_KB_COMPLETE" in value["source"]
    offered = kb(env={"_KB_COMPLETE": "bash_complete", "COMP_WORDS": "kb se", "COMP_CWORD": "1"})
    assert (offered.returncode, offered.stdout.split()) == (0, ["plain,search"])
