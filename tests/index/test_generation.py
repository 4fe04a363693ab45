from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import generation, windows
from index.encoders import Window
from index.errors import DamagedGenerationError, IndexingError, NoGenerationError, StaleGenerationError
from index.generation import Generation, build, current_id, open_current, open_named, prepare, switch
from index.paths import Home
from index.rows import Rows
from index.search import Index
from index.types import Entry, Passage
from tests.index.conftest import Toy


def names(home: Path) -> set[str]:
    return {path.name for path in Home(home).generations.iterdir()}


def test_building_twice_changes_nothing(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    first = build(passages, toy, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    encoded = len(toy.encoded)
    assert build(passages, toy, tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before
    assert len(toy.encoded) == encoded


def test_the_manifest_tells_what_was_built(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    build(passages, toy, tmp_path, revision="7")
    manifest = open_current(tmp_path, toy).manifest
    assert (manifest.passages, manifest.documents, manifest.revision) == (6, 6, "7")
    assert (manifest.model, manifest.dimension, manifest.window) == ("toy", 8, (20, 10))
    assert manifest.id == current_id(tmp_path)


def test_another_revision_is_another_generation(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    one, two = (build(passages, toy, tmp_path, revision=revision).manifest for revision in "12")
    assert one.id != two.id
    assert one.fingerprint == two.fingerprint


def test_known_vectors_are_not_encoded_again(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    vectors: dict[str, np.typing.NDArray[np.float32]] = {}
    build(passages[:4], toy, tmp_path, vectors=vectors)
    texts, _ = windows.of_passages(passages, toy.window, segmented=False)
    toy.encoded.clear()
    build(passages, toy, tmp_path, vectors=vectors)
    assert set(toy.encoded) == set(windows.of_passages(passages[4:], toy.window, segmented=False)[0])
    assert set(vectors) == {generation.text_key(text) for text in texts}


def test_the_generation_before_is_kept_and_older_ones_go(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    built = [build(passages[:count], toy, tmp_path).manifest.id for count in (2, 3, 4)]
    assert names(tmp_path) == set(built[1:])
    assert current_id(tmp_path) == built[2]


def test_a_reader_stays_on_what_it_opened(tmp_path: Path, passages: list[Passage]) -> None:
    toy = Toy()
    reader = Index(build(passages[:3], toy, tmp_path), toy)
    build(passages, toy, tmp_path)
    assert {hit.passage for hit in reader.search("công đoàn", k=99)} == {passage.id for passage in passages[:3]}


@pytest.mark.parametrize("moment", ["encode", "replace", "current"])
def test_a_crash_leaves_the_old_one_serving(
    tmp_path: Path, passages: list[Passage], toy: Toy, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    before = build(passages[:3], toy, tmp_path).manifest.id
    real = Path.replace
    calls: list[Path] = []

    def crash(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == (1 if moment == "replace" else 2):
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patched:
        if moment == "encode":
            patched.setattr(toy, "encode_passages", crash)
        else:
            patched.setattr(Path, "replace", crash)
        with pytest.raises((KeyboardInterrupt, TypeError)):
            build(passages, toy, tmp_path)
    assert open_current(tmp_path, toy).manifest.id == before
    assert Index(open_current(tmp_path, toy), toy).search("giám sát")
    after = build(passages, toy, tmp_path)
    assert open_current(tmp_path, toy) == after
    assert names(tmp_path) == {before, after.manifest.id}


def test_nothing_built_is_said(tmp_path: Path, toy: Toy) -> None:
    with pytest.raises(NoGenerationError, match="kb build"):
        open_current(tmp_path, toy)


@pytest.mark.parametrize(
    ("other", "field"),
    [(Toy("khác"), "model"), (Toy(window=Window(9, 9)), "window")],
)
def test_another_model_is_said(tmp_path: Path, passages: list[Passage], toy: Toy, other: Toy, field: str) -> None:
    build(passages, toy, tmp_path)
    with pytest.raises(StaleGenerationError, match=rf"\({field}\).*kb build"):
        open_current(tmp_path, other)


@pytest.mark.parametrize("field", ["schema", "analyser", "model_fingerprint"])
def test_another_version_is_said(tmp_path: Path, passages: list[Passage], toy: Toy, field: str) -> None:
    manifest = build(passages, toy, tmp_path).files.manifest
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), field: "xưa"}))
    with pytest.raises(StaleGenerationError, match=rf"\({field}\).*xưa.*kb build"):
        open_current(tmp_path, toy)


def held(made: Generation) -> list[Path]:
    """The files that a generation is read from, its manifest left out."""
    own = [path for path in made.files.root.iterdir() if path != made.files.manifest]
    return sorted([*own, *made.files.segments.iterdir()])


ENTRIES = [Entry("i1", "Quyết định 217-QĐ/TW Quy chế giám sát", "giám sát theo Quyết định 217-QĐ/TW")]


@pytest.mark.parametrize("damage", ["manifest", *range(7)])
def test_a_missing_file_is_said(tmp_path: Path, passages: list[Passage], toy: Toy, damage: str | int) -> None:
    made = build(passages, toy, tmp_path, instruments=ENTRIES)
    assert len(held(made)) == 7
    path = held(made)[damage] if isinstance(damage, int) else made.files.manifest
    path.unlink()
    with pytest.raises(DamagedGenerationError, match="kb build"):
        Index(open_current(tmp_path, toy), toy).search("giam sat")


def test_a_file_cut_short_is_said_and_mended(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    made = build(passages, toy, tmp_path, instruments=ENTRIES)
    assert {path.name for path in held(made)} == {*made.manifest.files, *made.manifest.segments}
    for path in held(made):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1])
        with pytest.raises(DamagedGenerationError, match=rf"{path.name}.*kb build"):
            open_current(tmp_path, toy)
        assert build(passages, toy, tmp_path, instruments=ENTRIES) == made
        assert path.read_bytes() == whole


def test_a_manifest_that_was_tampered_with_is_mended(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    made = build(passages, toy, tmp_path)
    made.files.manifest.write_text(json.dumps({**json.loads(made.files.manifest.read_text()), "model": "xưa"}))
    assert build(passages, toy, tmp_path) == made == open_current(tmp_path, toy)


def test_what_is_prepared_does_not_serve(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    before = build(passages[:3], toy, tmp_path)
    made = prepare(Rows.of_passages(passages), toy, tmp_path, revision="2")
    assert open_current(tmp_path, toy) == before
    assert open_named(tmp_path, made.manifest.id, toy, "2") == made
    with pytest.raises(StaleGenerationError, match=r"\(revision\).*'2'.*'3'.*kb build"):
        open_named(tmp_path, made.manifest.id, toy, "3")
    switch(tmp_path, made.manifest.id)
    assert open_current(tmp_path, toy) == made


def test_an_unreadable_current_is_written_anew(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    made = build(passages, toy, tmp_path)
    Home(tmp_path).current.write_bytes(b"\xff")
    assert build(passages, toy, tmp_path) == made == open_current(tmp_path, toy)


def test_a_reader_needs_no_files_once_open(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    made = build(passages, toy, tmp_path, instruments=ENTRIES)
    reader, whole = Index(made, toy), Index(made, toy)
    expected = whole.search("giam sat"), whole.search_instruments("giám sát"), whole.words
    shutil.rmtree(made.files.root)
    shutil.rmtree(made.files.segments)
    assert (reader.search("giam sat"), reader.search_instruments("giám sát"), reader.words) == expected


def test_garbage_is_said(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    made = build(passages, toy, tmp_path, instruments=ENTRIES)
    for path in [path for path in held(made) if path.suffix in {".arrays", ".faiss"}]:
        whole = path.read_bytes()
        path.write_bytes(bytes(len(whole)))
        with pytest.raises(IndexingError, match="kb build"):
            Index(open_current(tmp_path, toy), toy)
        build([*passages[1:], passages[0]], toy, tmp_path, instruments=ENTRIES)  # Nothing is built on it.
        assert Index(open_current(tmp_path, toy), toy).search("giám sát")
        shutil.rmtree(tmp_path)
        assert build(passages, toy, tmp_path, instruments=ENTRIES) == made
    made.files.manifest.write_text("[]")
    with pytest.raises(DamagedGenerationError, match="kb build"):
        open_current(tmp_path, toy)


def test_leftovers_of_a_crash_are_removed(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    left = Home(tmp_path).unfinished("x").root
    left.mkdir(parents=True)
    segments = Home(tmp_path).segments
    segments.mkdir()
    for name in (".unfinished-passages-x.arrays", "passages-x.arrays"):
        (segments / name).write_bytes(b"x")
    made = build(passages, toy, tmp_path)
    assert not left.exists()
    assert {path.name for path in segments.iterdir()} == set(made.manifest.segments)


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(6)))
def test_the_order_of_passages_does_not_matter_for_the_scores(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    from tests.index.conftest import TEXTS, passages_of

    passages = passages_of(TEXTS)
    toy = Toy()
    homes = [tmp_path_factory.mktemp("order") for _ in range(2)]
    plain = Index(build(passages, toy, homes[0]), toy).search("chỉ thị giám sát", k=9)
    mixed = Index(build([passages[place] for place in order], toy, homes[1]), toy).search("chỉ thị giám sát", k=9)
    assert {hit.passage: round(hit.score, 3) for hit in plain} == {hit.passage: round(hit.score, 3) for hit in mixed}


def test_all_files_are_named_in_one_place(tmp_path: Path, passages: list[Passage], toy: Toy) -> None:
    files = build(passages, toy, tmp_path, instruments=ENTRIES).files
    named = {files.manifest, files.words, files.state, files.ids("passages"), files.ids("instruments")}
    assert set(files.root.iterdir()) == named
    assert {entry.name for entry in tmp_path.iterdir()} == {"CURRENT", "generations", "segments"}
