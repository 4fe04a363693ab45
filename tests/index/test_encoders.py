from __future__ import annotations

import json
import shutil
import socket
import time
from pathlib import Path

import numpy as np
import pytest

from index import generation
from index.encoders import open_encoder
from index.encoders.profiles import profile_of
from index.encoders.static import PIECES, VECTORS, StaticEncoder, prepare
from index.encoders.where import hub_answers
from index.errors import ModelError
from index.search import Index
from index.types import Passage

TEXTS = [
    "Quyết định nào quy định việc giám sát, phản biện xã hội?",
    "khiếu nại, tố cáo tại phường; thôn thi đua khéo léo",
    "Uỷ ban nhân dân HUYỆN, CNVCLĐ 217-QĐ/TW ngày 12/12/2013",
    "which decision governs",
    "公報 ß ﬁ 🙂",
    "…",
    "",
]


def data_folder() -> Path:
    return StaticEncoder()._folder


def test_both_paths_give_the_same_vectors() -> None:
    encoder = StaticEncoder()
    light, heavy = encoder.encode_light(TEXTS), encoder.encode_with_sentence_transformers(TEXTS)
    assert light.dtype == heavy.dtype == np.float32
    assert light.shape == heavy.shape == (len(TEXTS), encoder.dimension)
    for one, other in zip(light, heavy, strict=True):
        lengths = np.linalg.norm(one) * np.linalg.norm(other)
        assert lengths == 0 or abs(1 - float(one @ other) / lengths) < 1e-5
    assert np.allclose(light, heavy, atol=1e-5)


def test_a_question_and_a_passage_are_encoded_alike() -> None:
    encoder = StaticEncoder()
    assert np.allclose(encoder.encode_query(TEXTS[0]), encoder.encode_passages(TEXTS[:1])[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban", "ủy ban"),
        ("GIÁM SÁT", "giám sát"),
        ("Việt Nam", "việt nam"),
        ("giám sát.", "giám  sát"),
        ("hoà giải", "hòa giải"),
    ],
)
def test_typings_of_the_same_words_have_one_vector(one: str, other: str) -> None:
    encoder = StaticEncoder()
    assert encoder.encode_query(one).any()
    assert np.array_equal(encoder.encode_query(one), encoder.encode_query(other))


def test_whole_syllables_are_preferred() -> None:
    tokens = StaticEncoder()._tokenizer.encode(prepare("công đoàn việt nam giám sát"), add_special_tokens=False).tokens
    assert tokens == ["▁công", "▁đoàn", "▁việt", "▁nam", "▁giám", "▁sát"]


def test_meaning_is_nearer_than_chance() -> None:
    encoder = StaticEncoder()
    asked, near, far = (
        encoder.encode_query(text) for text in ("tiền lương", "thu nhập của người lao động", "trồng cây gây rừng")
    )
    assert asked @ near / np.linalg.norm(near) > asked @ far / np.linalg.norm(far)


@pytest.mark.parametrize("name", [VECTORS, PIECES])
def test_altered_or_missing_data_is_refused(tmp_path: Path, name: str) -> None:
    shutil.copytree(data_folder() / "static", tmp_path / "static")
    path = tmp_path / name
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.seek(100_000)
        file.write(b"\x00\x01")
    with pytest.raises(ModelError, match="sha256"):
        StaticEncoder(tmp_path).encode_passages(["một"])
    path.unlink()
    with pytest.raises(ModelError, match="pip install"):
        StaticEncoder(tmp_path).encode_passages(["một"])
    with pytest.raises(ModelError, match="pip install"):
        StaticEncoder(tmp_path).encode_query("một")


@pytest.mark.parametrize(
    ("name", "query", "segmented"),
    [
        ("AITeamVN/Vietnamese_Embedding", "", False),
        ("BAAI/bge-m3", "", False),
        ("bkai-foundation-models/vietnamese-bi-encoder", "", True),
        ("/models/vietnamese-bi-encoder/", "", True),
        ("intfloat/multilingual-e5-small", "query: ", False),
        ("intfloat/multilingual-e5-base", "query: ", False),
        ("intfloat/multilingual-e5-large", "query: ", False),
        ("somebody/some-model", "", False),
    ],
)
def test_profiles(name: str, query: str, *, segmented: bool) -> None:
    profile = profile_of(name)
    assert (profile.query, profile.segmented) == (query, segmented)
    assert 0 < profile.stride <= profile.size < profile.tokens


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of two small layers, drawn by chance and saved."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    words = [
        "giám",
        "sát",
        "phản",
        "biện",
        "xã",
        "hội",
        "công",
        "đoàn",
        "giám_sát",
        "query",
        "passage",
        ":",
        "kết",
        "nạp",
        "đoàn",
        "viên",
    ]
    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(words)]
    tokenizer = Tokenizer(models.WordLevel({name: place for place, name in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("models")
    bert = folder / "bert"
    special = {
        "pad_token": "[PAD]",
        "unk_token": "[UNK]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
        "mask_token": "[MASK]",
    }
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(bert)
    config = BertConfig(
        vocab_size=len(names), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(bert)
    layers = Transformer(str(bert))
    saved = folder / "vietnamese-bi-encoder"
    SentenceTransformer(modules=[layers, Pooling(layers.get_embedding_dimension())], device="cpu").save(str(saved))
    return saved


def test_any_model_is_one_setting(model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_MODEL", str(model_folder))
    encoder = open_encoder()
    assert encoder.segmented  # Its folder bears the name of a model that wants words.
    text, words = "giám sát phản biện xã hội", "giám_sát phản_biện xã_hội"
    passages = [Passage("a", "d", 0, len(text), text, words=words), Passage("b", "d", 30, 45, "kết nạp đoàn viên")]
    vectors: dict[str, np.typing.NDArray[np.float32]] = {}
    generation.build(passages, encoder, tmp_path, vectors=vectors)
    assert generation.text_key(words) in vectors
    assert encoder.dimension == 16
    index = Index.open(tmp_path)
    assert index.manifest.model == str(model_folder)
    assert index.search("giám sát", k=1)[0].passage == "a"
    assert {hit.passage for hit in index.search("giám sát", mode="dense")} == {"a", "b"}


def test_a_changed_folder_is_another_model(model_folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(model_folder, tmp_path / "vietnamese-bi-encoder")
    before = open_encoder(str(copy)).fingerprint
    assert open_encoder(str(copy)).fingerprint == before
    weights = copy / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert open_encoder(str(copy)).fingerprint != before


def test_a_model_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="KB_MODEL"):
        open_encoder(str(tmp_path / "none")).encode_query("giám sát")
    with pytest.raises(ModelError, match=r"somebody/some-model.*KB_MODEL.*kb models$"):
        open_encoder("somebody/some-model").encode_query("giám sát")


def test_a_hub_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_HUB_OFFLINE", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.getsockname()[1]}")
        assert hub_answers()
    assert not hub_answers()
    started = time.monotonic()
    with pytest.raises(ModelError, match=r"không tới được http://127\.0\.0\.1:"):
        _ = open_encoder("somebody/some-model").fingerprint
    assert time.monotonic() - started < 10


def test_a_model_that_cannot_be_opened_is_said(model_folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(model_folder, tmp_path / "vietnamese-bi-encoder")
    (copy / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match=r"Không mở được.*KB_MODEL"):
        open_encoder(str(copy)).encode_query("giám sát")


@pytest.mark.parametrize("line", ["tokens = 0", "stride = 500", 'size = "dài"', "lạ = 1", "segmented = 1", "= "])
def test_a_profile_that_is_none_is_said(tmp_path: Path, line: str) -> None:
    (tmp_path / "cancu.toml").write_text(line, encoding="utf-8")
    with pytest.raises(ModelError, match=r"cancu\.toml"):
        profile_of(str(tmp_path))


def test_prompts_that_were_saved_with_a_model_are_its_prefixes(tmp_path: Path) -> None:
    prompts = {"prompts": {"query": "hỏi: ", "passage": "đoạn: "}}
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(prompts), encoding="utf-8")
    assert (profile_of(str(tmp_path)).query, profile_of(str(tmp_path)).passage) == ("hỏi: ", "đoạn: ")
    (tmp_path / "cancu.toml").write_text('query = ""', encoding="utf-8")
    assert profile_of(str(tmp_path)).query == ""
