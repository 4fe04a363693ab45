from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from index.errors import EvaluationError
from index.evaluate import measure, run

KEYS = ["mode", "queries", "docs", "ndcg@10", "recall@10", "recall@100", "mrr@10", "seconds_build", "ms_per_query"]
DOCUMENTS = {
    "a": ("Giám sát", "Công đoàn giám sát và phản biện xã hội theo quy chế."),
    "b": ("Tài chính", "Thu, chi kinh phí công đoàn đúng quy định."),
    "c": ("", "Khen thưởng lao động giỏi, lao động sáng tạo."),
}
QUESTIONS = {"q1": ("phản biện xã hội", "a"), "q2": ("chi kinh phí", "b"), "q3": ("khen thưởng ai", "c")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "qrels").mkdir()
    rows = [{"_id": name, "title": title, "text": text} for name, (title, text) in DOCUMENTS.items()]
    asked = [{"_id": name, "text": text} for name, (text, _) in QUESTIONS.items()] + [{"_id": "unjudged", "text": "gì"}]
    for name, content in (("corpus", rows), ("queries", asked)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in content) + "\n", encoding="utf-8")
    lines = [
        "query-id\tcorpus-id\tscore",
        *(f"{name}\t{document}\t1" for name, (_, document) in QUESTIONS.items()),
        "q1\tb\t0",
    ]
    (tmp_path / "qrels" / "dev.tsv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("mode", ["hybrid", "lexical"])
@pytest.mark.parametrize("unaccented", [False, True])
def test_a_small_collection(folder: Path, mode: str, *, unaccented: bool) -> None:
    found = run(folder, "dev", mode=mode, typed="none" if unaccented else "full")  # type: ignore[arg-type]
    assert list(found) == KEYS
    assert (found["mode"], found["queries"], found["docs"]) == (mode, 3, 3)
    assert found["ndcg@10"] == found["recall@10"] == found["mrr@10"] == 1.0


def test_measures() -> None:
    found = measure({"q": {"a": 1, "b": 1}}, {"q": {"c": 3.0, "a": 2.0}})
    assert found["recall@10"] == 0.5
    assert found["mrr@10"] == 0.5
    assert 0.38 < found["ndcg@10"] < 0.39


@pytest.mark.parametrize(
    ("path", "content", "message"),
    [
        ("corpus.jsonl", None, "corpus.jsonl"),
        ("corpus.jsonl", '{"_id": "a"}\nhỏng', "corpus.jsonl, dòng 2"),
        ("queries.jsonl", "{}", "queries.jsonl, dòng 1"),
        ("queries.jsonl", "", "queries.jsonl"),
        ("qrels/dev.tsv", "x\ny", "qrels/dev.tsv"),
        ("qrels/dev.tsv", None, "dev.tsv"),
    ],
)
def test_what_is_no_collection_is_said(folder: Path, path: str, content: str | None, message: str) -> None:
    if content is None:
        (folder / path).unlink()
    else:
        (folder / path).write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=message):
        run(folder, "dev")


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("KB_TESTDATA"), reason="KB_TESTDATA is not set")
def test_what_segmentation_brings(tmp_path: Path) -> None:
    """Taking underthesea's words away must show; so must each retriever's level."""
    source = Path(os.environ["KB_TESTDATA"], "retrieval", "viquad")
    (tmp_path / "qrels").mkdir()
    lines = (source / "qrels" / "dev.tsv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "qrels" / "dev.tsv").write_text("\n".join(lines[:1] + lines[1::3]), encoding="utf-8")
    for name in ("corpus.jsonl", "queries.jsonl"):
        (tmp_path / name).symlink_to(source / name)
    full, bare = (run(tmp_path, "dev", words=words) for words in (True, False))
    assert full["ndcg@10"] > 0.865
    assert full["ndcg@10"] > bare["ndcg@10"] + 0.002
    assert run(tmp_path, "dev", typed="none")["ndcg@10"] > 0.86
