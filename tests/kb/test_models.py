"""The whole product with another embedding model: one that is made and trained here, on the samples' own words."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.encoders import open_encoder
from index.errors import StaleGenerationError
from index.generation import current_id
from kb.ask import ask
from kb.build import BuildReport, build
from kb.collection import Collection
from kb.home import Home
from kb.models import overview
from kb.store import Store
from tests.conftest import CORPUS
from tests.tools import tiny_models

QUESTION = "Quyết định nào quy định về giám sát, phản biện xã hội?"
PROFILE = 'query = "query: "\npassage = "passage: "\nsegmented = true\nsize = 40\nstride = 30\ntokens = 24\n'


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KB_MODEL", "KB_RERANKER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The samples with the default model; their files are gone afterwards, so that nobody can read them again."""
    place = tmp_path_factory.mktemp("kho")
    files = Path(shutil.copytree(CORPUS, place / "van-ban"))
    home = Home(place / "kho")
    assert not build(home, [files]).skipped
    files.rename(place / "da-rut")
    return home


@pytest.fixture(scope="module")
def pairs(built: Home) -> list[tuple[str, str]]:
    """The two halves of every passage, as underthesea has segmented it."""
    with Store.open(built.database) as store:
        words = [passage.words.split() for passage in store.passages.active()]
    halves = [(one[: len(one) // 2][:20], one[len(one) // 2 :][:20]) for one in words if len(one) > 12]
    return [(f"query: {' '.join(one)}", f"passage: {' '.join(other)}") for one, other in halves]


@pytest.fixture(scope="module")
def trained(pairs: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tiny_models.encoder(tmp_path_factory.mktemp("models") / "nho", pairs, steps=40)
    (folder / "cancu.toml").write_text(PROFILE, encoding="utf-8")
    return folder


@pytest.fixture
def home(built: Home, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(built.root, tmp_path / "kho")))


@pytest.fixture(scope="module")
def switched_once(built: Home, trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(Path(shutil.copytree(built.root, tmp_path_factory.mktemp("kho") / "kho")))
    with pytest.MonkeyPatch.context() as patch:
        with_model(patch, trained)
        rebuilt(home)
    return home


@pytest.fixture
def switched(switched_once: Home, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The collection after the switch to the trained model, which is set."""
    with_model(monkeypatch, trained)
    return Home(Path(shutil.copytree(switched_once.root, tmp_path / "kho")))


def with_model(monkeypatch: pytest.MonkeyPatch, model: Path | str | None) -> None:
    if model is None:
        monkeypatch.delenv("KB_MODEL", raising=False)
    else:
        monkeypatch.setenv("KB_MODEL", str(model))


def rebuilt(home: Home, seen: list[str] | None = None) -> BuildReport:
    """Build from the database: the only complaint is that the files' folder is not there."""
    report = build(home, progress=lambda stage, *_: None if seen is None else seen.append(stage))
    assert [Path(one.path).name for one in report.skipped] == ["van-ban"]
    assert (report.added, report.updated, report.removed) == (0, 0, 0)
    return report


def answered(home: Home) -> str:
    """Ask, and see that the answer stands on words of a document; its instrument."""
    with Collection.open(home) as collection:
        answer = ask(collection, QUESTION)
        assert answer.answered
        assert answer.evidence
        for one in answer.evidence:
            text = collection.directive(one.passage.document).text
            assert text[one.passage.start : one.passage.end] == one.passage.text
        assert collection.search("giám sát, phản biện xã hội", mode="dense", k=3)
        return str(answer.instruments[0].number)


def kept(home: Home) -> dict[str, set[str]]:
    """What is encoded, by the fingerprint of the model."""
    with Store.open(home.database) as store:
        return {model.rpartition(" ")[2]: store.vectors.known(model) for model in store.vectors.models()}


def content(home: Home) -> tuple[int, list[str]]:
    with Store.open(home.database) as store:
        return store.revision, [one.id for one in store.active_directives()]


def test_training_has_taught_something(trained: Path, pairs: list[tuple[str, str]], tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    drawn = tiny_models.encoder(tmp_path / "drawn", pairs, steps=0)

    def found(folder: Path) -> float:
        model = SentenceTransformer(str(folder), device="cpu")
        some = pairs[::3]
        one, other = (model.encode([pair[side] for pair in some], normalize_embeddings=True) for side in (0, 1))
        return float(((one @ other.T).argmax(axis=1) == np.arange(len(some))).mean())

    assert found(trained) > 2 * found(drawn)


def test_the_profile_in_the_folder_is_kept(trained: Path) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = open_encoder(str(trained))
    model = SentenceTransformer(str(trained), device="cpu")
    model.max_seq_length = 24
    asked, given = "giám sát phản biện xã hội", "giám_sát phản_biện xã_hội"
    assert np.allclose(encoder.encode_query(asked), model.encode(f"query: {given}"), atol=1e-5)
    assert np.allclose(encoder.encode_passages([given])[0], model.encode(f"passage: {given}"), atol=1e-5)
    assert not np.allclose(encoder.encode_query(asked), model.encode(f"query: {asked}"), atol=1e-3)
    # What is longer than the model's 24 tokens (two frame the text, one is the prefix) is not read.
    words = [word for word in ["kế_hoạch", "công_đoàn", "và", "các", "tỉnh", "năm"] for _ in range(6)]
    assert np.allclose(*encoder.encode_passages([" ".join(words[:21]), " ".join(words)]), atol=1e-5)
    assert not np.allclose(*encoder.encode_passages([" ".join(words[:20]), " ".join(words)]), atol=1e-3)


def test_the_whole_product_and_back_without_reading_a_file(
    home: Home, trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, number = content(home), answered(home)
    with_model(monkeypatch, trained)
    with pytest.raises(
        StaleGenerationError, match=rf"\(model\) đã dựng là 'static'.*{trained}.*kb build.*bỏ KB_MODEL$"
    ):
        Collection.open(home)
    report = rebuilt(home)
    assert (report.model, report.model_before) == (str(trained), "static")
    assert answered(home) == number
    with Collection.open(home) as collection:
        manifest = collection.searcher.manifest
        assert (manifest.model, manifest.dimension, manifest.window) == (str(trained), 48, (40, 30))
        assert manifest.windows > manifest.passages
    assert content(home) == before

    with_model(monkeypatch, None)
    with pytest.raises(StaleGenerationError, match=rf"đã dựng là '{trained}'.*'static'.*đặt lại KB_MODEL={trained}$"):
        Collection.open(home)
    for model, expected in ((None, "static"), (trained, str(trained))):
        with_model(monkeypatch, model)
        seen: list[str] = []
        assert rebuilt(home, seen).model == expected
        assert "encode" not in seen  # Their vectors were kept: nothing is encoded a second time.
        assert answered(home) == number
    assert set(kept(home)) == {open_encoder("static").fingerprint, open_encoder(str(trained)).fingerprint}


def test_the_old_index_serves_while_the_new_one_is_made(
    home: Home, trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[str | None, str]] = []

    def meanwhile(stage: str, done: int, total: int, _name: str) -> None:
        if stage == "encode" and done == total:
            with_model(monkeypatch, None)
            served.append((current_id(home.index), answered(home)))
            with_model(monkeypatch, trained)

    old = current_id(home.index)
    with_model(monkeypatch, trained)
    build(home, progress=meanwhile)
    assert served == [(old, "217-QĐ/TW")]
    assert current_id(home.index) != old


def test_a_model_that_was_moved_is_the_same_model(
    switched: Home, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, made = switched, current_id(switched.index)
    elsewhere = Path(shutil.copytree(trained, tmp_path / "usb" / trained.name))
    with_model(monkeypatch, elsewhere)
    assert answered(home) == "217-QĐ/TW"
    seen: list[str] = []
    assert rebuilt(home, seen).model_before is None
    assert current_id(home.index) == made
    assert "encode" not in seen
    weights = elsewhere / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[len(changed) // 2] ^= 1
    weights.write_bytes(changed)
    with pytest.raises(StaleGenerationError, match=r"kb build"):
        Collection.open(home)


@pytest.mark.parametrize("known", [True, False])
def test_what_leaves_the_collection_leaves_every_model(switched: Home, *, known: bool) -> None:
    home = switched
    assert len(kept(home)) == 2
    assert all(len(vectors) > 300 for vectors in kept(home).values())
    with Store.open(home.database) as store:
        if not known:  # As an older version has left it.
            with store.transaction():
                store.forget_meta("cutting")
        root = store.files.roots()[0].path
    build(home, forget=[root])
    assert not any(kept(home).values())


def test_the_overview_tells_what_is_used(home: Home, trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.root)
    copy = home.root / "models" / "multilingual-e5-small"
    shutil.copytree(trained, copy)
    rows = {row.known.name: row for row in overview(home).rows}
    assert rows["static"].used
    assert rows["static"].named
    assert rows["intfloat/multilingual-e5-small"].folders == (str(copy),)
    assert not rows["BAAI/bge-m3"].installed
    with_model(monkeypatch, copy)
    found = overview(home)
    assert (found.named, found.named_here, found.fits) == (str(copy), True, False)
    row = {row.known.name: row for row in found.rows}["intfloat/multilingual-e5-small"]
    assert row.named
    assert not row.used
    assert row.installed


def test_a_reranker_is_asked_when_it_is_named(
    home: Home, pairs: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cross = tiny_models.cross_encoder(tmp_path / "cross", pairs, steps=10)
    with Collection.open(home) as collection:
        plain = collection.search("giám sát dân chủ", k=5)
        assert all("cross" not in hit.ranks for hit in plain)
    monkeypatch.setenv("KB_RERANKER", str(cross))
    with Collection.open(home) as collection:
        found = collection.search("giám sát dân chủ", k=5)
        assert [hit.ranks["cross"] for hit in found] == [1, 2, 3, 4, 5]
        scores = [hit.scores["cross"] for hit in found]
        assert scores == sorted(scores, reverse=True)
    assert answered(home) == "217-QĐ/TW"
