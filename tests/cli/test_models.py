"""``kb models``: what is known of embedding models, and nothing that no page says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.encoders.known import known
from index.encoders.profiles import profile_of
from kb.home import Home
from tests.cli.conftest import Run

TOP = {"named", "named_here", "reranker", "used", "fits", "engines", "models", "kept"}
MODEL = {
    "name",
    "kind",
    "licence",
    "parameters",
    "bytes",
    "dimension",
    "tokens",
    "exported",
    "sources",
    "figures",
    "profile",
    "folders",
    "installed",
    "named",
    "used",
}


def told(kb: Run, **settings: Any) -> dict[str, Any]:
    done = kb("models", "--json", **settings)
    assert (done.returncode, done.stderr) == (0, "")
    value = json.loads(done.stdout)
    assert set(value) == TOP
    for model in value["models"]:
        assert set(model) == MODEL
        assert all(set(figure) == {"set", "metric", "value", "source"} for figure in model["figures"])
    return dict(value)


def test_every_key_is_there_with_and_without_a_collection(kb: Run, tmp_path: Path) -> None:
    value = told(kb)
    assert value["used"]["model"] == value["named"] == "static"
    assert value["used"]["dimension"] == 128
    assert value["fits"]
    assert [one["model"] for one in value["kept"]] == ["static"]
    none = told(kb, home=tmp_path / "none")
    assert (none["used"], none["kept"], none["reranker"]) == (None, [], None)
    assert not (tmp_path / "none").exists()


def test_what_is_set_and_what_is_used_are_two_things(kb: Run, tmp_path: Path) -> None:
    settings = {"KB_MODEL": "onnx:BAAI/bge-m3", "KB_RERANKER": "itdainb/PhoRanker", "HF_HOME": str(tmp_path)}
    value = told(kb, env=settings)
    assert (value["named"], value["named_here"], value["fits"]) == ("onnx:BAAI/bge-m3", False, False)
    named = [one["name"] for one in value["models"] if one["named"]]
    assert named == ["BAAI/bge-m3", "itdainb/PhoRanker"]
    said = kb("models", env=settings).stdout
    assert "không có trên máy này" in said
    assert "kb build" in said


def test_a_copy_in_the_cache_is_found(kb: Run, tmp_path: Path) -> None:
    kept = tmp_path / "hub" / "models--BAAI--bge-m3"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text("0123abc")
    snapshot = kept / "snapshots" / "0123abc"
    snapshot.mkdir(parents=True)
    value = told(kb, env={"HF_HOME": str(tmp_path), "KB_MODEL": "BAAI/bge-m3"})
    assert next(one for one in value["models"] if one["name"] == "BAAI/bge-m3")["folders"] == [str(snapshot)]
    assert value["named_here"]


def test_a_person_reads_how_to_switch(kb: Run, sample_home: Home) -> None:
    done = kb("models")
    assert (done.returncode, done.stderr) == (0, "")
    assert sample_home.root.is_dir()
    assert "static  [có sẵn, kho đang dùng, đang đặt]" in done.stdout
    for said in ("KB_MODEL=/mo-hinh/bge-m3 kb build", "hf download", "USB", "pip install onnxruntime", "KB_RERANKER"):
        assert said in done.stdout
    assert "– tham số" in done.stdout  # What no page says is not guessed.


@pytest.mark.parametrize("one", known(), ids=lambda one: one.name)
def test_what_is_told_has_a_page(one: Any) -> None:
    assert one.sources
    assert one.licence
    assert all(page.startswith("https://") for page in one.sources)
    for figure in one.figures:
        assert 0 < figure.value < 1
        assert figure.source.startswith("https://")
    if one.tokens is not None:
        assert profile_of(one.name).tokens <= one.tokens
