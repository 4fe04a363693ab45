"""Models that were exported to ONNX: the vectors of torch, without torch."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import generation
from index.encoders import open_encoder
from index.encoders.pooling import pooled
from index.errors import ModelError, StaleGenerationError
from index.generation import open_current
from index.search import Index
from index.types import Passage
from tests.index.conftest import TEXTS
from tests.tools import tiny_models

ASKED = ["giám sát", "", "an toàn giao thông " * 60, "Kết nạp đoàn viên"]
ENGINES = {"onnx": "onnxruntime", "openvino": "openvino"}


def engine(name: str) -> str:
    pytest.importorskip(ENGINES[name])
    return name


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("onnx")
    folder = tiny_models.encoder(tmp_path_factory.mktemp("models") / "nho", list(TEXTS.values()), steps=5)
    tiny_models.export(folder)
    return folder


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_gives_the_vectors_of_torch(model: Path, name: str) -> None:
    torch, other = open_encoder(str(model)), open_encoder(f"{engine(name)}:{model}")
    assert other.dimension == torch.dimension == 48
    assert np.allclose(torch.encode_passages(ASKED), other.encode_passages(ASKED), atol=1e-5)
    assert np.allclose(torch.encode_query(ASKED[0]), other.encode_query(ASKED[0]), atol=1e-5)
    assert other.encode_passages([]).shape == (0, 48)


@pytest.mark.parametrize("mode", ["cls", "max", "mean_sqrt_len_tokens", "lasttoken", ["mean", "max"]])
def test_pooling_and_length_are_those_of_the_model(model: Path, tmp_path: Path, mode: str | list[str]) -> None:
    copy = shutil.copytree(model, tmp_path / "khac")
    config = copy / "1_Pooling" / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "pooling_mode": mode}))
    modules = json.loads((copy / "modules.json").read_text())
    kind = "sentence_transformers.base.modules.normalize.Normalize"
    (copy / "2_Normalize").mkdir()
    (copy / "2_Normalize" / "config.json").write_text("{}")
    (copy / "modules.json").write_text(
        json.dumps([*modules, {"idx": 2, "name": "2", "path": "2_Normalize", "type": kind}])
    )
    found = open_encoder(f"{engine('onnx')}:{copy}").encode_passages(ASKED)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert np.allclose(open_encoder(str(copy)).encode_passages(ASKED), found, atol=1e-5)


def test_what_fills_up_does_not_count() -> None:
    tokens = np.array([[[1.0, 4.0], [3.0, 2.0], [9.0, 9.0]]])
    mask = np.array([[1, 1, 0]])
    wanted = {"cls": [1, 4], "mean": [2, 3], "max": [3, 4], "lasttoken": [3, 2]}
    for mode, vector in wanted.items():
        assert pooled(tokens, mask, [mode]).tolist() == [vector]


def test_the_graph_may_be_named_itself(model: Path) -> None:
    whole, graph = open_encoder(f"{engine('onnx')}:{model}"), open_encoder(f"onnx:{model / 'onnx' / 'model.onnx'}")
    assert whole.fingerprint == graph.fingerprint
    assert np.array_equal(whole.encode_query("giám sát"), graph.encode_query("giám sát"))


def test_the_index_says_what_differs(model: Path, tmp_path: Path, passages: list[Passage]) -> None:
    torch, onnx = open_encoder(str(model)), open_encoder(f"{engine('onnx')}:{model}")
    assert torch.fingerprint != onnx.fingerprint
    generation.build(passages, onnx, tmp_path)
    assert Index.open(tmp_path, model=f"onnx:{model}").search("giám sát")[0].passage == "gsat"
    with pytest.raises(StaleGenerationError, match=rf"\(model\).*onnx:{model}.*kb build.*KB_MODEL=onnx:{model}$"):
        open_current(tmp_path, torch)


def test_another_graph_is_another_model(model: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(model, tmp_path / "nho")
    before = open_encoder(f"{engine('onnx')}:{copy}").fingerprint
    assert before == open_encoder(f"onnx:{model}").fingerprint
    graph = copy / "onnx" / "model.onnx"
    content = bytearray(graph.read_bytes())
    content[len(content) // 2] ^= 1
    graph.write_bytes(content)
    assert open_encoder(f"onnx:{copy}").fingerprint != before
    assert open_encoder(str(copy)).fingerprint == open_encoder(str(model)).fingerprint


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_that_is_not_installed_is_said(model: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, ENGINES[name], None)
    with pytest.raises(ModelError, match=rf"^KB_MODEL={name}:.* pip install {ENGINES[name]} .*$"):
        open_encoder(f"{name}:{model}")


def test_what_cannot_run_says_why(model: Path, tmp_path: Path) -> None:
    name = engine("onnx")
    with pytest.raises(ModelError, match=r"khong-co.*kb models"):
        open_encoder(f"{name}:{tmp_path / 'khong-co'}")
    copy = shutil.copytree(model, tmp_path / "nho")
    (copy / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=rf"tokenizer\.json.*KB_MODEL={copy}"):
        open_encoder(f"{name}:{copy}").encode_query("giám sát")
    shutil.copy(model / "tokenizer.json", copy)
    modules = json.loads((copy / "modules.json").read_text())
    (copy / "modules.json").write_text(json.dumps([*modules, {"type": "sentence_transformers.models.Dense"}]))
    with pytest.raises(ModelError, match="Dense"):
        open_encoder(f"{name}:{copy}").encode_query("giám sát")
    (copy / "onnx" / "model.onnx").write_bytes(b"no graph")
    shutil.copy(model / "modules.json", copy)
    with pytest.raises(ModelError, match=r"onnxruntime không đọc được"):
        open_encoder(f"{name}:{copy}").encode_query("giám sát")
    shutil.rmtree(copy / "onnx")
    with pytest.raises(ModelError, match=r"onnx/model\.onnx"):
        open_encoder(f"{name}:{copy}")


@pytest.mark.parametrize("name", ENGINES)
def test_a_question_needs_no_torch(model: Path, name: str) -> None:
    code = (
        "import sys; from index.encoders import open_encoder; "
        f"open_encoder({f'{engine(name)}:{model}'!r}).encode_query('giám sát'); "
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"torch", "transformers", "sentence_transformers"} & set(found.stdout.split())
