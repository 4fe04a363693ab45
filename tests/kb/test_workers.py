"""Files are read in other processes: whatever a file does there, the build and its neighbours go on."""

from __future__ import annotations

import signal
import threading
import time
import zipfile
from pathlib import Path

import docx
import pytest

import kb.build
import kb.segmenting
from ingest.segment import segment_many
from kb.build import build
from kb.errors import SettingError
from kb.home import Home
from kb.limits import Limits, limits
from kb.store import Store
from kb.work import Work
from kb.workers import Job, Workers
from tests.kb.made import content, directive

LONG = 15_000
"""Paragraphs of a text that keeps a process busy."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "van-ban"
    path.mkdir()
    for number in range(1, 31):
        (path / f"{number:02}.txt").write_text(directive(number), encoding="utf-8")
    return path


def jobs(folder: Path) -> list[Job]:
    return [Job(str(path), path.stat().st_size) for path in sorted(folder.iterdir())]


def children() -> list[int]:
    return [int(pid) for pid in Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()]


def long_text(path: Path, steps: int = LONG) -> None:
    path.write_text(directive(1, steps=steps), encoding="utf-8")


@pytest.mark.parametrize("workers", [1, 3])
def test_every_file_is_read_once(folder: Path, workers: int) -> None:
    with Workers(Limits(workers=workers)) as pool:
        read = list(pool.read(jobs(folder)))
        assert len(children()) == workers
    assert children() == []
    assert sorted(job.path for job, _ in read) == [job.path for job in jobs(folder)]
    for job, reading in read:
        assert reading.reason is None
        assert reading.directive(job.path).source == job.path


def test_the_collection_is_the_same_with_one_process_and_with_more(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "hong.pdf").write_bytes(b"%PDF-1.4 broken")
    made = []
    for workers in ("1", "2", "5"):
        monkeypatch.setenv("KB_WORKERS", workers)
        home = Home(tmp_path / f"kho-{workers}")
        report = build(home, [folder])
        made.append((report.added, report.skipped, content(home)))
    assert made[0] == made[1] == made[2]
    assert made[0][0] == 30


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of LibreOffice that converts while a file lies beside it, and else never comes to an end."""
    import docx

    document = docx.Document()
    for line in directive(99).split("\n"):
        document.add_paragraph(line)
    ready = tmp_path / "ready.docx"
    document.save(str(ready))
    program = tmp_path / "soffice"
    program.write_text(
        f'#!/bin/sh\nfor last; do :; done\nif [ -e "{tmp_path}/hangs" ]; then sleep 1000; fi\nmkdir -p made\ncp "{ready}" made/\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("KB_SOFFICE", str(program))
    return tmp_path / "hangs"


def test_a_file_that_takes_too_long_is_cut_off_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, office: Path
) -> None:
    office.touch()
    (folder / "dai.rtf").write_text(r"{\rtf1\ansi Ke hoach\par}", encoding="ascii")
    home = Home(tmp_path / "kho")
    monkeypatch.setenv("KB_FILE_SECONDS", "3")
    report = build(home, [folder])
    (skipped,) = report.skipped
    assert Path(skipped.path).name == "dai.rtf"
    assert "giây" in skipped.reason
    assert "KB_FILE_SECONDS" in skipped.reason
    assert report.added == 30
    assert not _sleeping(tmp_path)  # What the process had started has gone with it.
    begun: list[tuple[str, int, int, str]] = []
    assert build(home, progress=lambda *step: begun.append(step)).skipped == report.skipped
    assert not [step for step in begun if step[0] == "parse"]  # Not tried again in vain
    for again in ({"retry": True}, {}):
        if not again:
            monkeypatch.setenv("KB_FILE_SECONDS", "3.01")
        begun.clear()
        build(home, progress=lambda *step: begun.append(step), **again)  # type: ignore[arg-type]
        assert [step for step in begun if step[0] == "parse"]


def _sleeping(tmp_path: Path) -> list[str]:
    """The command lines of processes that work for this test."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if f"{tmp_path}/soffice" in line:
            found.append(line)
    return found


def test_a_file_that_takes_too_much_memory_is_cut_off_alone(folder: Path) -> None:
    with zipfile.ZipFile(folder / "bom.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>')
            for _ in range(600):
                part.write(b"<w:p><w:r><w:t>" + b"a" * 1_000_000 + b"</w:t></w:r></w:p>")
            part.write(b"</w:body></w:document>")
    (folder / "dai.txt").write_text("Văn bản dài. " * 8_000_000, encoding="utf-8")
    with Workers(Limits(megabytes=300, workers=2)) as pool:
        read = {Path(job.path).name: reading for job, reading in pool.read(jobs(folder))}
    reasons = {name: reading.reason for name, reading in read.items() if reading.reason}
    assert set(reasons) == {"bom.docx", "dai.txt"}
    assert read["dai.txt"].cut_off
    assert "300 MB" in (reasons["dai.txt"] or "")
    assert "KB_FILE_MB" in (reasons["dai.txt"] or "")
    assert len(read) == 32


_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""


@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGKILL])
def test_a_process_that_dies_takes_its_file_with_it_and_no_other(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: signal.Signals
) -> None:
    program = tmp_path / "soffice"  # In the place of LibreOffice one that kills the process which has started it.
    program.write_text(f"#!/bin/sh\nkill -{how.value} $PPID\n")
    program.chmod(0o755)
    monkeypatch.setenv("KB_SOFFICE", str(program))
    (folder / "15-giua.rtf").write_text(r"{\rtf1\ansi Ke hoach\par}", encoding="ascii")
    with Workers(Limits(workers=1)) as pool:
        read = {Path(job.path).name: one for job, one in pool.read(jobs(folder))}
    assert {name for name, one in read.items() if one.reason} == {"15-giua.rtf"}
    assert read["15-giua.rtf"].cut_off
    assert f"tín hiệu {how.value}" in (read["15-giua.rtf"].reason or "")
    assert len(read) == 31


def test_what_a_file_that_could_be_read_said_is_kept_when_a_limit_cuts_it_off(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, office: Path
) -> None:
    (folder / "dai.rtf").write_text(r"{\rtf1\ansi Ke hoach\par}", encoding="ascii")
    home = Home(tmp_path / "kho")
    assert not build(home, [folder]).skipped
    with Store.open(home.database) as store:  # Another version of the program has read it.
        store._db.execute("UPDATE files SET parser = 'older'")
        before = store.active_directives()
    office.touch()
    monkeypatch.setenv("KB_FILE_SECONDS", "3")
    report = build(home)
    assert [Path(skipped.path).name for skipped in report.skipped] == ["dai.rtf"]
    with Store.open(home.database) as store:
        assert store.active_directives() == before


def test_what_a_limit_cuts_off_goes_with_the_better_copy_of_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, office: Path
) -> None:
    (folder / "dai.rtf").write_text(r"{\rtf1\ansi Ke hoach\par}", encoding="ascii")
    home = Home(tmp_path / "kho")
    build(home, [folder])
    with Store.open(home.database) as store:  # Another version of the program has read it.
        store._db.execute("UPDATE files SET parser = 'older' WHERE path LIKE '%dai.rtf'")
        directive = store.directives.get(store.find("dai.rtf").id)
        count = len(store.active_directives())
    assert directive is not None
    better = docx.Document()
    for line in directive.text.split("\n"):
        better.add_paragraph(line.replace("Về việc chăm", "Về việc: chăm"))
    better.save(str(folder / "a-tot.docx"))  # It comes before the other file.
    office.touch()
    monkeypatch.setenv("KB_FILE_SECONDS", "3")
    assert [Path(skipped.path).name for skipped in build(home).skipped] == ["dai.rtf"]
    with Store.open(home.database) as store:
        assert len(store.active_directives()) == count
        names = [Path(path).name for path in store.find("a-tot.docx").sources]
        assert names == ["a-tot.docx", "dai.rtf"]


def test_no_process_is_left_behind_where_the_parent_is_killed(folder: Path, tmp_path: Path) -> None:
    import subprocess

    from tests.kb.made import KB, ROOT, environment

    long_text(folder / "dai.txt")
    home = Home(tmp_path / "kho")
    with subprocess.Popen(
        [KB, "build", str(folder)], env=environment(home), cwd=ROOT, stderr=subprocess.PIPE
    ) as parent:
        workers: list[str] = []
        for _ in range(1200):
            time.sleep(0.05)
            workers = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
            if workers:
                break
        assert workers
        parent.kill()
        parent.wait()
    for _ in range(1200):
        if not any(_runs(pid) for pid in workers):
            break
        time.sleep(0.05)
    assert not any(_runs(pid) for pid in workers)


def _runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    "setting", [("KB_FILE_SECONDS", "nhanh"), ("KB_FILE_SECONDS", "0"), ("KB_FILE_MB", "5"), ("KB_WORKERS", "-1")]
)
def test_a_setting_that_is_no_number_is_named(setting: tuple[str, str]) -> None:
    with pytest.raises(SettingError, match=setting[0]):
        limits(dict([setting]))


@pytest.mark.parametrize("workers", ["1", "2"])
def test_texts_are_segmented_a_few_at_a_time_and_each_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    (folder / "lai.txt").write_text(
        directive(1) + "\n\nMột dòng khác.\n", encoding="utf-8"
    )  # Passages that 01 has, too.
    segmented: list[str] = []
    put = Work.put_words
    monkeypatch.setattr(
        Work, "put_words", lambda self, words, made_by: (segmented.extend(words), put(self, words, made_by))
    )
    whole, sliced = Home(tmp_path / "whole"), Home(tmp_path / "sliced")
    build(whole, [folder])
    at_once = sorted(segmented)
    segmented.clear()
    monkeypatch.setenv("KB_WORKERS", workers)
    monkeypatch.setattr(kb.build, "_AT_ONCE", 2)
    monkeypatch.setattr(kb.segmenting, "_AT_ONCE", 3)
    monkeypatch.setattr(kb.segmenting, "_WORTH_PROCESSES", 1)
    build(sliced, [folder])
    assert sorted(segmented) == at_once == sorted(set(segmented))
    assert content(sliced) == content(whole)
    with Store.open(sliced.database) as store:
        words = {passage.text: passage.words for passage in store.passages.active()}
    assert words == dict(zip(words, segment_many(words), strict=True))
