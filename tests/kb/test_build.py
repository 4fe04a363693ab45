"""Files become a collection: incrementally, whatever their order, and never half."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.encoders import open_encoder
from index.errors import ModelError, StaleGenerationError
from index.generation import current_id, open_current
from ingest.readers import office
from kb.build import BuildReport, build
from kb.cli.main import run
from kb.collection import Collection
from kb.errors import LockedError, MissingPathError, NoRootsError, StoreError
from kb.home import Home
from kb.scan import under
from kb.store import Store
from kb.store.keys import number_key
from kb.store.lock import writing

ROOT = Path(__file__).parents[2]

PLAN = """LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU

Số: 21/KH-LĐLĐ

Lai Châu, ngày 05 tháng 3 năm 2022

KẾ HOẠCH

Giám sát việc thực hiện dân chủ ở cơ sở năm 2022

Căn cứ Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc ban hành Quy chế giám sát và phản biện xã hội;

I. MỤC ĐÍCH

1. Nắm tình hình thực hiện dân chủ tại các đơn vị.

2. Giám sát ít nhất 05 công đoàn cơ sở trước ngày 30/6/2022.
"""
LETTER = """LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂY NINH

Số: 88/LĐLĐ

Tây Ninh, ngày 10 tháng 4 năm 2022

V/v triển khai giám sát

Thực hiện Kế hoạch số 21/KH-LĐLĐ ngày 05/3/2022 và Quyết định số 217-QĐ/TW, đề nghị các đơn vị báo cáo.
"""
OTHER = """LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU

Số: 30/KH-LĐLĐ

Lai Châu, ngày 06 tháng 5 năm 2023

KẾ HOẠCH

Tuyên truyền Luật Công đoàn

Căn cứ Quy định số 124-QĐ/TW ngày 02/02/2018 của Ban Bí thư;

1. Tuyên truyền đến đoàn viên.
"""
TEXTS = {"plan": PLAN, "letter": LETTER, "other": OTHER}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "van-ban"
    (path / "2022").mkdir(parents=True)
    (path / "2022" / "plan.txt").write_text(PLAN, encoding="utf-8")
    (path / "letter.md").write_text(LETTER, encoding="utf-8")
    return path


def counts(report: BuildReport) -> dict[str, int]:
    return {name: getattr(report, name) for name in ("files", "added", "updated", "unchanged", "removed")}


def contents(home: Home) -> dict[str, object]:
    """Everything that the collection knows, with its revision."""
    with Store.open(home.database) as store:
        documents = store.active_directives()
        return {
            "revision": store.revision,
            "documents": documents,
            "directives": [store.directives.get(document.id) for document in documents],
            "passages": store.passages.active(),
            "instruments": store.instruments.all(),
            "mentions": [store.instruments.citing(document.id) for document in documents],
        }


def test_a_build_and_its_report(home: Home, folder: Path) -> None:
    told: list[tuple[str, int, int, str]] = []
    report = build(home, [folder], progress=lambda *step: told.append(step))
    assert counts(report) == {"files": 2, "added": 2, "updated": 0, "unchanged": 0, "removed": 0}
    assert (report.directives, report.skipped) == (2, ())
    assert report.instruments == 2  # 217-QĐ/TW, and a plan of Tây Ninh that is not the one of Lai Châu
    assert report.passages > 2
    assert {stage for stage, *_ in told} == {"look", "parse", "segment", "resolve", "encode", "index"}
    assert all(0 <= done <= total for _, done, total, _ in told)
    assert set(json.loads(json.dumps(report.to_json()))) == {
        "files", "added", "updated", "unchanged", "removed", "skipped", "directives", "passages", "instruments", "seconds",
        "left_out", "review", "model", "model_before",
    }  # fmt: skip
    with Store.open(home.database) as store:
        assert all(passage.words for passage in store.passages.active())
        assert open_current(home.index, open_encoder()).manifest.revision == str(store.revision)
        (row,) = store.instruments.numbered(number_key("217-QĐ/TW"))
        assert len(row.cited_by) == 2


def test_building_twice_changes_nothing(home: Home, folder: Path) -> None:
    build(home, [folder])
    before, generation = contents(home), current_id(home.index)
    report = build(home)
    assert counts(report) == {"files": 2, "added": 0, "updated": 0, "unchanged": 2, "removed": 0}
    assert contents(home) == before
    assert current_id(home.index) == generation
    (folder / "letter.md").touch()
    build(home, [folder])
    assert contents(home) == before


IDLE = """
import sys
from pathlib import Path
from kb.build import build
from kb.home import Home
report = build(Home(Path(sys.argv[1])))
heavy = {"torch", "underthesea", "faiss", "sentence_transformers", "transformers", "streamlit", "pypdf", "docx", "lxml"} & set(sys.modules)
print(report.seconds, sorted(heavy))
"""


def test_an_idle_build_imports_nothing_heavy(home: Home, folder: Path) -> None:
    build(home, [folder])
    run = subprocess.run(
        [sys.executable, "-c", IDLE, str(home.root)], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    seconds, heavy = run.stdout.split(maxsplit=1)
    assert heavy.strip() == "[]"
    assert float(seconds) < 1.5


def test_a_changed_file_is_parsed_again(home: Home, folder: Path) -> None:
    build(home, [folder])
    (folder / "letter.md").write_text(LETTER.replace("88/LĐLĐ", "89/LĐLĐ"), encoding="utf-8")
    report = build(home)
    assert counts(report) == {"files": 2, "added": 0, "updated": 1, "unchanged": 1, "removed": 0}
    with Store.open(home.database) as store:
        assert {document.header.number for document in store.active_directives()} == {"21/KH-LĐLĐ", "89/LĐLĐ"}


def test_a_removed_file_takes_its_passages_along(home: Home, folder: Path) -> None:
    build(home, [folder])
    with Store.open(home.database) as store:
        gone = store.find("letter.md").id
    (folder / "letter.md").unlink()
    report = build(home)
    assert counts(report) == {"files": 1, "added": 0, "updated": 0, "unchanged": 1, "removed": 1}
    with Store.open(home.database) as store:
        assert gone not in {passage.document for passage in store.passages.active()}
        (row,) = store.instruments.all()
        assert len(row.cited_by) == 1


def test_a_renamed_file_is_the_same_directive(home: Home, folder: Path) -> None:
    build(home, [folder])
    before = contents(home)
    (folder / "letter.md").rename(folder / "thu.md")
    report = build(home)
    assert (report.added, report.removed) == (1, 1)
    after = contents(home)
    assert [document.id for document in after["documents"]] == [document.id for document in before["documents"]]  # type: ignore[attr-defined]
    assert after["passages"] == before["passages"]
    assert after["instruments"] == before["instruments"]
    with Store.open(home.database) as store:
        document = store.find("thu.md")
        directive = store.directives.get(document.id)
        assert directive is not None
        assert document.source == directive.source == str(folder / "thu.md")


def test_one_text_in_two_files_is_one_directive(home: Home, folder: Path) -> None:
    build(home, [folder])
    shutil.copy(folder / "2022" / "plan.txt", folder / "ban-sao.md")
    report = build(home)
    assert (report.added, report.directives) == (1, 2)
    with Store.open(home.database) as store:
        document = store.find("21/KH-LĐLĐ")
        assert document.sources == (str(folder / "ban-sao.md"), str(folder / "2022" / "plan.txt"))
    (folder / "ban-sao.md").unlink()
    build(home)
    with Store.open(home.database) as store:
        assert store.find("21/KH-LĐLĐ").source == str(folder / "2022" / "plan.txt")
        assert store.directives.get(store.find("21/KH-LĐLĐ").id).source == str(folder / "2022" / "plan.txt")  # type: ignore[union-attr]


def test_only_what_is_missing_under_the_given_roots_is_removed(home: Home, folder: Path, tmp_path: Path) -> None:
    second = tmp_path / "them"
    second.mkdir()
    (second / "other.txt").write_text(OTHER, encoding="utf-8")
    build(home, [folder, second])
    (second / "other.txt").unlink()
    assert build(home, [folder]).removed == 0
    assert build(home).removed == 1


def test_a_missing_path_is_named(home: Home, tmp_path: Path) -> None:
    with pytest.raises(MissingPathError, match="khong-co"):
        build(home, [tmp_path / "khong-co"])


def test_nothing_to_build(home: Home) -> None:
    with pytest.raises(NoRootsError, match="kb build"):
        build(home)


def test_a_remembered_root_that_is_away_keeps_its_documents(home: Home, folder: Path) -> None:
    build(home, [folder])
    before = contents(home)
    folder.rename(folder.with_name("rut-o"))
    report = build(home)
    assert [skipped.path for skipped in report.skipped] == [str(folder)]
    assert report.removed == 0
    assert contents(home) == before
    assert build(home, forget=[folder]).removed == 2
    with Store.open(home.database) as store:
        assert store.files.roots() == ()
        assert store.active_directives() == ()


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
def test_a_file_that_waited_for_libreoffice_is_read_once_it_is_there(
    home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(home, [folder])
    text = "".join(f"\\u{ord(char)}?" for char in "Kế hoạch phát triển đoàn viên năm 2024")
    (folder / "cu.rtf").write_text(rf"{{\rtf1\ansi {text}\par}}", encoding="ascii")
    with monkeypatch.context() as without:
        without.setenv("KB_SOFFICE", "/khong-co/soffice")
        (skipped,) = build(home).skipped
        assert office.INSTALL in skipped.reason
        assert [one.reason for one in build(home).skipped] == [skipped.reason]
    report = build(home)
    assert (report.skipped, report.unchanged) == ((), 2)
    assert report.added + report.updated == 1


def test_one_bad_file_is_reported_and_skipped(home: Home, folder: Path) -> None:
    (folder / "rong.txt").write_bytes(b"")
    (folder / "hong.pdf").write_bytes(b"%PDF-1.4\n%broken")
    (folder / "cu.doc").write_bytes(b"\xd0\xcf\x11\xe0 old")
    (folder / "bang.xlsx").write_bytes(b"PK\x03\x04")
    (folder / ".an.txt").write_text(OTHER, encoding="utf-8")
    (folder / "~$plan.docx").write_bytes(b"lock")
    report = build(home, [folder])
    assert {Path(skipped.path).name for skipped in report.skipped} == {"rong.txt", "hong.pdf", "cu.doc", "bang.xlsx"}
    for skipped in report.skipped:
        assert skipped.reason
        assert "\n" not in skipped.reason
        assert not skipped.reason.startswith("/")
    assert len({skipped.reason for skipped in report.skipped}) == 4
    assert (report.files, report.added) == (6, 2)
    again = build(home)
    assert again.skipped == report.skipped
    assert again.unchanged == 2
    (folder / "rong.txt").write_text(OTHER, encoding="utf-8")
    assert build(home).updated == 1


def test_what_is_no_file_is_not_waited_for(home: Home, folder: Path) -> None:
    os.mkfifo(folder / "ong.txt")
    (folder / "dut.txt").symlink_to(folder / "khong-co.txt")
    Path(os.fsdecode(bytes(folder) + b"/h\xffng.txt")).write_text(OTHER, encoding="utf-8")
    report = build(home, [folder])
    assert report.added == 2
    assert len({skipped.reason for skipped in report.skipped}) == 3
    json.dumps(report.to_json()).encode()


def test_a_home_that_cannot_be_written_is_said_so(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("không phải thư mục", encoding="utf-8")
    with pytest.raises(StoreError, match="tep"):
        build(Home(tmp_path / "tep"), [folder])


def test_a_file_that_broke_leaves_the_collection_and_is_reported(home: Home, folder: Path) -> None:
    build(home, [folder])
    (folder / "letter.md").write_bytes(b"")
    report = build(home)
    assert report.directives == 1
    assert [Path(skipped.path).name for skipped in report.skipped] == ["letter.md"]


def test_samples_are_left_out_once_there_is_something_real(home: Home, folder: Path, tmp_path: Path) -> None:
    samples = tmp_path / "mau"
    samples.mkdir()
    (samples / "other.txt").write_text(OTHER, encoding="utf-8")
    (samples / "README.md").write_text("Đây là văn bản mẫu.", encoding="utf-8")
    report = build(home, [samples], sample=True)
    assert (report.files, report.directives) == (1, 1)
    with Store.open(home.database) as store:
        assert store.active_directives()[0].sample
    report = build(home, [folder])
    assert report.directives == 2
    with Store.open(home.database) as store:
        assert not any(document.sample for document in store.active_directives())
        assert {row.number for row in store.instruments.all()} == {"217-QĐ/TW", "21/KH-LĐLĐ"}
        assert store.find("30/KH-LĐLĐ").sample
    shutil.rmtree(folder)
    folder.mkdir()
    build(home)
    with Store.open(home.database) as store:
        assert [document.sample for document in store.active_directives()] == [True]


def test_the_collection_never_reads_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAN, encoding="utf-8")
    home = Home(tmp_path / "kho")
    assert build(home, [tmp_path]).files == 1
    assert build(home, [tmp_path]).files == 1


def test_one_file_can_be_a_root(home: Home, folder: Path) -> None:
    assert build(home, [folder / "letter.md"]).directives == 1
    assert build(home).unchanged == 1


def test_a_second_writer_is_told_who_is_writing(home: Home, folder: Path) -> None:
    home.root.mkdir()
    with writing(home.lock), pytest.raises(LockedError, match=str(os.getpid())):
        build(home, [folder])


# -- the index follows the database ---------------------------------------------------------------------------------


def break_manifest(home: Home) -> None:
    name = current_id(home.index)
    assert name
    (home.generations / name / "manifest.json").write_text("{", encoding="utf-8")


def break_vectors(home: Home) -> None:
    for path in (home.index / "segments").glob("*.faiss"):
        path.unlink()


def lose_everything(home: Home) -> None:
    shutil.rmtree(home.generations)


def lose_current(home: Home) -> None:
    (home.index / "CURRENT").unlink()


def fall_behind(home: Home) -> None:
    with Store.open(home.database) as store:
        store.bump()


def write_an_older_schema(home: Home) -> None:
    name = current_id(home.index)
    assert name
    path = home.generations / name / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    del manifest["instruments"]
    path.write_text(json.dumps({**manifest, "id": "older", "schema": manifest["schema"] - 1}), encoding="utf-8")
    (home.generations / name).rename(home.generations / "older")  # the schema is a part of what the name is made of
    (home.index / "CURRENT").write_text("older\n", encoding="ascii")


def lose_the_instruments(home: Home) -> None:
    name = current_id(home.index)
    assert name
    for path in (home.index / "segments").glob("instruments-*"):
        path.unlink()


@pytest.mark.parametrize(
    "harm",
    [
        write_an_older_schema,
        lose_the_instruments,
        break_manifest,
        break_vectors,
        lose_everything,
        lose_current,
        fall_behind,
    ],
)
def test_a_missing_or_stale_generation_is_made_from_the_database(
    home: Home, folder: Path, harm: Callable[[Home], None]
) -> None:
    build(home, [folder])
    harm(home)
    build(home)
    generation = open_current(home.index, open_encoder())
    with Store.open(home.database) as store:
        assert generation.manifest.revision == str(store.revision)
        assert generation.manifest.passages == len(store.passages.active())
    assert {path.name for path in generation.files.segments.iterdir()} >= set(generation.manifest.segments)


def test_vectors_are_encoded_once(home: Home, folder: Path) -> None:
    build(home, [folder])
    with Store.open(home.database) as store:
        encoder = open_encoder()
        before = store.vectors.all(f"{encoder.name} {encoder.fingerprint}")
        assert len(before) >= len(store.passages.active())
    (folder / "letter.md").unlink()
    build(home)
    with Store.open(home.database) as store:
        after = store.vectors.all(f"{encoder.name} {encoder.fingerprint}")
    assert after
    assert set(after) < set(before)


def test_nothing_is_lost_where_the_index_cannot_be_made(
    home: Home, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(home, [folder])
    before = contents(home)
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    monkeypatch.setenv("KB_MODEL", str(tmp_path / "khong-co"))
    with pytest.raises(ModelError):
        build(home)
    monkeypatch.delenv("KB_MODEL")
    assert contents(home) == before
    assert build(home).directives == 3


Ask = Callable[[Home, str], tuple[int, dict[str, Any], str]]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """``kb ask --json``: the exit status, the answer where there is one, and what stands on stderr."""

    def asked(home: Home, question: str) -> tuple[int, dict[str, Any], str]:
        monkeypatch.setenv("KB_HOME", str(home.root))
        capsys.readouterr()
        status = run(["ask", question, "--json"])
        out, err = capsys.readouterr()
        return status, json.loads(out) if out else {}, err

    return asked


QUESTION = "giám sát ít nhất bao nhiêu công đoàn cơ sở?"
FILES = (
    "windows of passages", "arrays of passages", "arrays of instruments", "state.arrays", "passages.txt", "words.txt",
    "instruments.txt", "manifest.json",
)  # fmt: skip


def file_of(home: Home, generation: str, name: str) -> Path:
    """A file that a generation is read from; of its segments there is one of each kind."""
    if " of " not in name:
        return home.generations / generation / name
    part, kind = name.split(" of ")
    (path,) = (home.index / "segments").glob(f"{kind}-*{'.faiss' if part == 'windows' else '.arrays'}")
    return path


def delete(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


@pytest.mark.parametrize("harm", [delete, empty, cut_short])
def test_a_build_mends_every_file_of_the_index(
    home: Home, folder: Path, ask: Ask, harm: Callable[[Path], None]
) -> None:
    build(home, [folder])
    status, answer, _ = ask(home, QUESTION)
    assert (status, answer["answered"]) == (0, True)
    name = current_id(home.index)
    assert name
    for file in FILES:
        path = file_of(home, name, file)
        harm(path)
        status, _, said = ask(home, QUESTION)
        assert status == 2, file
        assert path.name in said
        assert "kb build" in said
        assert len(said.strip().splitlines()) == 1
        build(home)
        assert ask(home, QUESTION) == (0, answer, ""), file
    assert current_id(home.index) == name


def test_an_index_of_another_revision_is_never_read(home: Home, folder: Path, ask: Ask) -> None:
    build(home, [folder])
    fall_behind(home)
    status, _, said = ask(home, QUESTION)
    assert status == 2
    assert "revision" in said
    assert "kb build" in said
    with pytest.raises(StaleGenerationError):
        Collection.open(home)


# Where a build dies: at a stage that it tells, or instead of a call.
BUILD = """
import os, signal, sys
from pathlib import Path
from index import generation, manifest
from kb import build, indexing, store
from kb.home import Home
home, folder, moment = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
def tell(stage, done, total, name):
    if stage == moment and done == 0:
        die()
if moment == "manifest":  # the files are half written
    manifest.Manifest.write = die
elif moment == "vectors":  # of the first segment, one file has its name, the other is aside
    Path.replace = lambda self, target, real=Path.replace: die() if ".faiss" in str(target) else real(self, target)
elif moment == "name":  # and all written, but aside
    Path.replace = lambda self, target, real=Path.replace: (
        die() if Path(target).parent.name == "generations" else real(self, target)
    )
elif moment == "commit":  # all is in its place, and nobody knows
    store.Store.set_meta = lambda self, key, value, real=store.Store.set_meta: (
        die() if key == "generation" else real(self, key, value)
    )
elif moment == "switch":  # committed
    generation.switch = die
elif moment == "current":
    generation._replace_current = die
elif moment == "collect":
    indexing._oldest_revision = die
build.build(Home(Path(home)), [folder], progress=tell)
"""
COMMITTED = ("switch", "current", "collect")
MOMENTS = ("parse", "segment", "resolve", "index", "vectors", "manifest", "name", "commit", *COMMITTED)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A collection of samples only, which is to be replaced by something real. Copied, never written into."""
    place = tmp_path_factory.mktemp("mau")
    (place / "van-ban").mkdir()
    (place / "van-ban" / "other.txt").write_text(OTHER, encoding="utf-8")
    build(Home(place / "home"), [place / "van-ban"], sample=True)
    return Home(place / "home")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new(
    home: Home, folder: Path, samples: Home, ask: Ask, moment: str
) -> None:
    shutil.copytree(samples.root, home.root)
    questions = (QUESTION, "Kế hoạch số 30/KH-LĐLĐ tuyên truyền luật nào?", "21/KH-LĐLĐ")

    def answers() -> list[tuple[int, dict[str, Any], str]]:
        return [ask(home, question) for question in questions]

    before, generation = answers(), current_id(home.index)
    with Collection.open(home) as reader:
        killed = subprocess.run(
            [sys.executable, "-c", BUILD, str(home.root), str(folder), moment], cwd=ROOT, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert killed.returncode == -signal.SIGKILL
        assert (current_id(home.index) == generation) == (moment != "collect")
        between = answers()
        assert build(home, [folder]).directives == 2
        after = answers()
        assert [document.header.number for document in reader.documents] == ["30/KH-LĐLĐ"]
    assert between == (after if moment in COMMITTED else before)
    assert [answer["answered"] for _, answer, _ in before] == [False, True, False]
    assert [status for status, *_ in after] == [0, 0, 0]
    assert after[0][1]["answered"]
    assert not after[1][1]["answered"]
    with Store.open(home.database) as store:
        assert current_id(home.index) == store.generation
    again = current_id(home.index)
    build(home)
    assert current_id(home.index) == again


def test_an_open_reader_outlives_builds(home: Home, folder: Path) -> None:
    build(home, [folder])
    with Collection.open(home) as reader, Collection.open(home) as untouched:
        before = [hit.passage for hit in reader.search(QUESTION)]
        for number in range(3):  # the generation of the reader is collected by then
            (folder / "letter.md").unlink(missing_ok=True)
            (folder / "other.txt").write_text(OTHER.replace("30/", f"{40 + number}/"), encoding="utf-8")
            build(home)
        assert reader.searcher.manifest.id not in {path.name for path in home.generations.iterdir()}
        for opened in (reader, untouched):
            assert [hit.passage for hit in opened.search(QUESTION)] == before
            assert {opened.passage(ident).document for ident in before} <= {one.id for one in opened.documents}
            assert {one.header.number for one in opened.documents} == {"21/KH-LĐLĐ", "88/LĐLĐ"}
            assert all(opened.mentions_of(row.id) for row in opened.instruments() if row.cited_by)
            assert opened.search_instruments("quy chế giám sát", k=3)
            assert opened.searcher.accented("giam sat") == "giám sát"


def test_what_is_open_cannot_be_written(home: Home, folder: Path) -> None:
    build(home, [folder])
    with Collection.open(home) as opened, pytest.raises(sqlite3.OperationalError):
        opened.store.bump()


def test_the_log_is_cut_once_its_readers_have_gone(home: Home, folder: Path) -> None:
    build(home, [folder])
    log = home.database.with_name(home.database.name + "-wal")
    with Store.open(home.database) as writer:
        with Collection.open(home):
            for number in range(24):
                writer.vectors.put("m", [(str(number), bytes(1_000_000))])  # never waits for the reader
            assert log.stat().st_size > 24_000_000
        writer.bump()
        writer.bump()
        assert log.stat().st_size <= 16 * 1024 * 1024


# -- any order ------------------------------------------------------------------------------------------------------


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(sorted(TEXTS)), suffix=st.sampled_from([".txt", ".md"]))
def test_building_in_another_order_gives_the_same(tmp_path: Path, order: list[str], suffix: str) -> None:
    place = tmp_path / f"{time.monotonic_ns()}"
    whole, stepwise = place / "a", place / "b"
    whole.mkdir(parents=True)
    stepwise.mkdir()
    for name in order:
        (whole / f"{name}{suffix}").write_text(TEXTS[name], encoding="utf-8")
        (stepwise / f"{name}{suffix}").write_text(TEXTS[name], encoding="utf-8")
        build(Home(place / "home-b"), [stepwise])
    build(Home(place / "home-a"), [whole])

    def known(home: Home) -> tuple[object, ...]:
        with Store.open(home.database) as store:
            rows = [
                (row.number, row.scope, row.date, row.issuer, row.title, row.cited_by)
                for row in store.instruments.all()
            ]
            documents = [(document.id, document.header) for document in store.active_directives()]
            return documents, store.passages.active(), rows

    assert known(Home(place / "home-a")) == known(Home(place / "home-b"))


def test_under_takes_whole_names() -> None:
    assert under("/a/b/c", ["/a/b"])
    assert under("/a/b", ["/a/b"])
    assert not under("/a/bc", ["/a/b"])
    assert under("/x", ["/"])


# -- real directives ------------------------------------------------------------------------------------------------

SEEDS = Path(os.environ.get("KB_TESTDATA", "")) / "seeds"


@pytest.mark.skipif(
    not os.environ.get("KB_TESTDATA") or not SEEDS.is_dir(), reason="KB_TESTDATA names no folder with seeds/ in it"
)
def test_five_real_directives(home: Home) -> None:
    report = build(home, [SEEDS])
    assert report.directives == 5
    with Store.open(home.database) as store:
        catalogue = store.instruments
        assert len([row for row in catalogue.all() if row.number]) == 51
        assert report.instruments - 51 == len([row for row in catalogue.all() if row.name and not row.number]) == 10
        assert catalogue.unresolved() == ()
        (supervision,) = catalogue.numbered(number_key("217-QĐ/TW"))
        assert (supervision.date, supervision.issuer, len(supervision.cited_by)) == ("2013-12-12", "Bộ Chính trị", 4)
        (mobilisation,) = catalogue.numbered(number_key("23-QĐ/TW"))
        assert [conflict.kind for conflict in mobilisation.conflicts] == ["issuer"]
        assert catalogue.numbered(number_key("999-QĐ/TW")) == ()
        for row in catalogue.all():
            for mention in catalogue.mentions(row.id):
                passage = store.passages.get(mention.passage or "")
                assert passage is not None
                assert passage.start <= mention.span.start < passage.end
