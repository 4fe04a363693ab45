"""Folders change in every way that folders do; the collection follows, and reads no more than it has to."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import scan
from kb.build import build
from kb.home import Home
from kb.store import Store
from tests.kb.made import content, directive, kb


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "kho")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "van-ban"
    path.mkdir()
    for number in (1, 2):
        (path / f"{number}.txt").write_text(directive(number), encoding="utf-8")
    return path


def numbers(home: Home) -> list[str | None]:
    with Store.open(home.database) as store:
        return sorted(one.header.number or "" for one in store.active_directives())


def parsed(home: Home, *paths: Path) -> int:
    """How many files a build has parsed."""
    steps: list[tuple[str, int, int, str]] = []
    build(home, paths, progress=lambda *step: steps.append(step))
    return sum(stage == "parse" and done > 0 for stage, done, _, _ in steps)


def test_a_change_within_one_tick_of_the_clock_is_seen(home: Home, folder: Path) -> None:
    path = folder / "1.txt"
    text = path.read_text("utf-8")
    build(home, [folder])
    status = path.stat()
    path.write_text(text.replace("1/KH-LĐLĐ", "7/KH-LĐLĐ"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (status.st_size, status.st_mtime_ns)
    assert build(home).updated == 1
    assert numbers(home) == ["2/KH-LĐLĐ", "7/KH-LĐLĐ"]


def test_a_file_that_has_been_still_for_long_is_not_hashed(home: Home, folder: Path) -> None:
    for path in folder.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    build(home, [folder])
    steps: list[str] = []
    build(home, progress=lambda stage, *_: steps.append(stage))
    assert "look" not in steps


def test_a_renamed_a_moved_and_a_copied_file_are_not_parsed(home: Home, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "khac"
    other.mkdir()
    assert parsed(home, folder, other) == 2
    before = content(home)
    (folder / "1.txt").rename(folder / "MOT.txt")
    assert parsed(home) == 0
    (folder / "MOT.txt").rename(folder / "mot.txt")  # in the case of its letters only
    assert parsed(home) == 0
    (folder / "mot.txt").rename(other / "mot.txt")
    shutil.copy(other / "mot.txt", other / "ban-sao.txt")
    assert parsed(home) == 0
    assert content(home)["passages"] == before["passages"]
    with Store.open(home.database) as store:
        assert len(store.find("1/KH-LĐLĐ").sources) == 2


def test_a_name_is_found_however_its_letters_are_put_together(home: Home, tmp_path: Path) -> None:
    name = "kế hoạch số một"
    composed, apart = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert composed != apart
    folder = tmp_path / apart
    folder.mkdir()
    (folder / f"{apart}.txt").write_text(directive(1), encoding="utf-8")
    assert build(home, [tmp_path / composed]).added == 1
    with Store.open(home.database) as store:
        for typed in (composed, apart, f"{composed}.txt", f"{composed}/{composed}.txt"):
            assert store.find(typed).header.number == "1/KH-LĐLĐ"
    (folder / f"{apart}.txt").rename(folder / f"{composed}.txt")
    assert parsed(home) == 0
    assert build(home, forget=[tmp_path / composed]).removed == 1


def test_links_that_lead_round_in_a_circle_end(home: Home, folder: Path) -> None:
    (folder / "vong").symlink_to(folder, target_is_directory=True)
    (folder / "tu-tro").symlink_to(folder / "tu-tro")
    report = build(home, [folder])
    assert report.added == 2
    assert [Path(skipped.path).name for skipped in report.skipped] == ["tu-tro"]


def test_what_is_not_finished_is_no_document(home: Home, folder: Path) -> None:
    for name in ("~$1.docx", ".~lock.1.odt#", "a.tmp", "b.pdf.part", "c.pdf.crdownload", "1.txt~"):
        (folder / name).write_text("dở dang", encoding="utf-8")
    report = build(home, [folder])
    assert (report.files, report.skipped) == (2, ())


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_is_closed_keeps_its_documents(home: Home, folder: Path) -> None:
    (folder / "kin").mkdir()
    (folder / "kin" / "3.txt").write_text(directive(3), encoding="utf-8")
    build(home, [folder])
    (folder / "kin").chmod(0)
    try:
        report = build(home)
    finally:
        (folder / "kin").chmod(0o700)
    assert report.removed == 0
    assert [skipped.reason for skipped in report.skipped] == [scan.UNREADABLE]
    assert len(numbers(home)) == 3


def test_a_root_that_is_away_keeps_its_documents_and_is_named(home: Home, folder: Path, tmp_path: Path) -> None:
    away = tmp_path / "usb"
    away.mkdir()
    (away / "3.txt").write_text(directive(3), encoding="utf-8")
    build(home, [folder, away])
    away.rename(tmp_path / "rut")
    (folder / "2.txt").unlink()
    report = build(home)
    assert report.removed == 1
    (skipped,) = report.skipped
    assert "không thấy thư mục gốc" in skipped.reason
    assert "--forget" in skipped.reason
    assert numbers(home) == ["1/KH-LĐLĐ", "3/KH-LĐLĐ"]
    (tmp_path / "rut").rename(away)
    assert parsed(home) == 0
    assert build(home).skipped == ()


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """The place of a disk that can be taken out."""
    path = tmp_path / "stick"
    path.mkdir()
    if os.geteuid() or os.system(f"mount -t tmpfs -o size=1m tmpfs '{path}' 2>/dev/null"):
        pytest.skip("mounting is not allowed here")
    yield path
    os.system(f"umount '{path}' 2>/dev/null")


def test_the_empty_place_of_a_disk_that_was_taken_out_is_no_emptied_folder(home: Home, stick: Path) -> None:
    (stick / "1.txt").write_text(directive(1), encoding="utf-8")
    build(home, [stick])
    os.system(f"umount '{stick}'")
    assert stick.is_dir()
    for paths in ([], [stick]):
        report = build(home, paths)
        assert report.removed == 0
        assert "không thấy thư mục gốc" in report.skipped[0].reason
        assert numbers(home) == ["1/KH-LĐLĐ"]


# -- what a file said before ----------------------------------------------------------------------------------------


def test_a_file_keeps_what_it_said_before(home: Home, folder: Path) -> None:
    path = folder / "1.txt"
    build(home, [folder])
    with Store.open(home.database) as store:
        first = store.find("1.txt").id
    for text in ("đối thoại định kỳ", "tập huấn cán bộ"):
        path.write_text(directive(1, about=text), encoding="utf-8")
        build(home)
    path.rename(folder / "moi.txt")
    build(home)
    with Store.open(home.database) as store:
        versions = store.versions.of(store.find("moi.txt").id)
        assert versions[0].directive == first
        assert len({one.directive for one in versions}) == 3
        assert {one.path for one in versions} == {str(folder / "moi.txt")}
        assert [one.until_revision for one in versions] == [
            versions[1].since_revision,
            versions[2].since_revision,
            None,
        ]
        assert store.versions.of(first) == versions
        text = store.directives.text(first)
        assert text is not None
        assert "chăm lo đời sống đoàn viên đợt 1" in text
        assert first not in {passage.document for passage in store.passages.active()}
        assert store.passages.of(first) == ()
    shown = kb(home, "show", "moi.txt", "--versions")
    assert (shown.returncode, shown.stdout.count("từ ")) == (0, 3)
    assert "đến nay" in shown.stdout
    assert "đã được thay" in kb(home, "show", first).stdout
    found = kb(home, "search", "chăm lo đời sống đoàn viên đợt 1", "--json")
    assert first not in found.stdout
    (folder / "moi.txt").unlink()  # Its history goes with it.
    (folder / "2.txt").write_text(directive(2, about="văn nghệ"), encoding="utf-8")
    for number in (3, 4):  # No generation is left that shows it.
        build(home)
        (folder / "2.txt").write_text(directive(number), encoding="utf-8")
    build(home)
    with Store.open(home.database) as store:
        assert store.directives.get(first) is None


def test_a_text_that_comes_back_serves_again(home: Home, folder: Path) -> None:
    path = folder / "1.txt"
    before_text = path.read_text("utf-8")
    build(home, [folder])
    before = content(home)
    path.write_text(directive(9), encoding="utf-8")
    build(home)
    path.write_text(before_text, encoding="utf-8")
    build(home)
    assert content(home) == before
    with Store.open(home.database) as store:
        assert len(store.versions.of(store.find("1.txt").id)) == 3


def test_another_reading_of_the_same_bytes_is_no_new_version(home: Home, folder: Path) -> None:
    build(home, [folder])
    with Store.open(home.database) as store:
        store._db.execute("UPDATE files SET parser = 'older'")
    build(home)
    with Store.open(home.database) as store:
        assert [len(store.versions.of(one.id)) for one in store.active_directives()] == [1, 1]
