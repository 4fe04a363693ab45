"""``kb watch``, the real process: folders change, and a moment later the answers do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Self

import pytest

from kb.events import Events, is_remote, told, with_folders
from kb.home import Home
from kb.store import Store
from kb.store.lock import writing
from tests.kb.made import KB, ROOT, directive, environment, kb

PATIENCE = 60.0


class Watching:
    """A running ``kb watch`` and what it has said so far."""

    def __init__(self, home: Home, *arguments: str) -> None:
        self.home = home
        self.lines: list[str] = []
        self.errors: list[str] = []
        self.process = subprocess.Popen(
            [str(KB), "watch", *arguments], env=environment(home, PYTHONUNBUFFERED="1"), cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self._readers = [
            threading.Thread(target=self._read, args=pair, daemon=True)
            for pair in ((self.process.stdout, self.lines), (self.process.stderr, self.errors))
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for reader in self._readers:
            reader.join(10)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()

    @staticmethod
    def _read(stream: IO[str], lines: list[str]) -> None:
        lines.extend(line.rstrip("\n") for line in iter(stream.readline, ""))

    def until(self, words: str, *, among: str = "lines") -> None:
        """Wait for a line with these words."""
        end = time.monotonic() + PATIENCE
        while not any(words in line for line in getattr(self, among)):
            assert time.monotonic() < end, (words, self.lines, self.errors)
            assert self.process.poll() is None, (self.lines, self.errors)
            time.sleep(0.05)

    def until_numbers(self, *numbers: str) -> None:
        """Wait until the collection holds exactly the directives with these numbers."""
        end = time.monotonic() + PATIENCE
        while (found := self._numbers()) != sorted(numbers):
            assert time.monotonic() < end, (found, self.lines, self.errors)
            time.sleep(0.1)

    def _numbers(self) -> list[str]:
        with Store.open(self.home.database) as store:
            return sorted(one.header.number or "" for one in store.active_directives())

    def end(self, sent: signal.Signals) -> int:
        self.process.send_signal(sent)
        status = self.process.wait(30)
        for reader in self._readers:
            reader.join(10)
        return status


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "van-ban"
    path.mkdir()
    (path / "mot.txt").write_text(directive(1), encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "kho")


@pytest.fixture(params=[(), ("--poll", "0.3")], ids=["kernel", "poll"])
def watching(request: pytest.FixtureRequest, home: Home, folder: Path) -> Iterator[Watching]:
    with Watching(home, str(folder), *request.param) as running:
        running.until("Đang theo dõi")
        yield running


@pytest.mark.slow
def test_the_collection_follows_its_folder(watching: Watching, home: Home, folder: Path) -> None:
    (folder / "hai.txt").write_text(directive(2), encoding="utf-8")
    watching.until_numbers("1/KH-LĐLĐ", "2/KH-LĐLĐ")
    (folder / "tam").write_text(directive(3), encoding="utf-8")
    (folder / "tam").rename(folder / "hai.txt")
    watching.until_numbers("1/KH-LĐLĐ", "3/KH-LĐLĐ")
    (folder / "hai.txt").rename(folder / "ba.txt")
    end = time.monotonic() + PATIENCE
    while True:
        with Store.open(home.database) as store:
            if store.find("3/KH-LĐLĐ").source.endswith("ba.txt"):
                break
        assert time.monotonic() < end
        time.sleep(0.1)
    (folder / "mot.txt").unlink()
    watching.until_numbers("3/KH-LĐLĐ")
    assert "3/KH-LĐLĐ" in kb(home, "search", "rà soát đời sống đoàn viên", "--top", "1").stdout
    (folder / "~$ba.docx").write_bytes(b"lock")
    (folder / "tai-ve.pdf.crdownload").write_bytes(b"half")
    (folder / "hong.pdf").write_bytes(b"%PDF-1.4 broken")
    watching.until("Bỏ qua")
    with writing(home.lock):  # Held only while it builds
        pass
    assert watching.end(signal.SIGTERM) == 0
    assert watching.errors == []
    assert watching.lines[-1] == "Đã dừng theo dõi."
    for said in ("Thêm hai.txt", "Sửa hai.txt", "Xóa mot.txt", "Đổi tên hai.txt thành ba.txt"):
        assert said in watching.lines
    assert not any("tam" in line or "~$" in line or "crdownload" in line for line in watching.lines)
    assert sum("Bỏ qua" in line for line in watching.lines) == 1


def test_a_file_that_is_being_written_is_waited_for(home: Home, folder: Path) -> None:
    with Watching(home, str(folder), "--json") as running:
        running.until("Đang theo dõi", among="errors")
        text = directive(2, steps=40).encode()
        with (folder / "dang-chep.txt").open("wb") as file:
            for start in range(0, len(text), len(text) // 6):
                file.write(text[start : start + len(text) // 6])
                file.flush()
                os.fsync(file.fileno())
                time.sleep(0.4)
        running.until('"added": 1, "updated": 0, "unchanged": 1')
        with Store.open(home.database) as store:
            assert len(store.versions.of(store.find("dang-chep.txt").id)) == 1  # Never read by halves
        assert running.end(signal.SIGINT) == 0
        assert all(set(json.loads(line)) >= {"files", "skipped"} for line in running.lines)


def test_another_writer_and_a_root_that_goes_are_survived(home: Home, folder: Path, tmp_path: Path) -> None:
    with Watching(home, str(folder)) as running:
        running.until("Đang theo dõi")
        with writing(home.lock):
            (folder / "hai.txt").write_text(directive(2), encoding="utf-8")
            running.until("đang được ghi bởi")
        running.until_numbers("1/KH-LĐLĐ", "2/KH-LĐLĐ")
        folder.rename(tmp_path / "rut")
        running.until("Không thấy thư mục gốc")
        running.until_numbers("1/KH-LĐLĐ", "2/KH-LĐLĐ")
        (tmp_path / "rut" / "ba.txt").write_text(directive(3), encoding="utf-8")
        (tmp_path / "rut").rename(folder)
        running.until("Đã thấy lại")
        running.until_numbers("1/KH-LĐLĐ", "2/KH-LĐLĐ", "3/KH-LĐLĐ")
        (folder / "bon.txt").write_text(directive(4), encoding="utf-8")
        running.until_numbers("1/KH-LĐLĐ", "2/KH-LĐLĐ", "3/KH-LĐLĐ", "4/KH-LĐLĐ")
        assert running.end(signal.SIGINT) == 0


def test_what_cannot_be_watched_is_bad_usage(home: Home, tmp_path: Path) -> None:
    for arguments in ((), (tmp_path / "khong-co",), (tmp_path, "--poll", "0")):
        done = kb(home, "watch", *arguments)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


# (what was there, what has happened to which path, renamed from where, what is there, what is told)
TOLD = [
    ("a new file", "", [("b.txt", None)], "b.txt", ["Thêm b.txt"]),
    ("a file that is gone", "a.txt", [("a.txt", None)], "", ["Xóa a.txt"]),
    ("a file that came and went", "", [("4913", None)], "", []),
    ("a file that went and came, as some programs save", "a.txt", [("a.txt", None)], "a.txt", ["Sửa a.txt"]),
    ("a new name", "a.txt", [("a.txt", None), ("b.txt", "a.txt")], "b.txt", ["Đổi tên a.txt thành b.txt"]),
    ("a new name, and changed", "a.txt", [("b.txt", "a.txt"), ("a.txt", None)], "b.txt", ["Đổi tên a.txt thành b.txt"]),
    ("a new file renamed", "", [("tam.txt", None), ("b.txt", "tam.txt")], "b.txt", ["Thêm b.txt"]),
    ("saved under another name and put in its place", "a.txt", [("x1", None), ("a.txt", "x1")], "a.txt", ["Sửa a.txt"]),
    (
        "saved beside a backup",
        "a.txt",
        [("a.txt", "x1"), ("a.bak", "a.txt"), ("x1", None)],
        "a.txt a.bak",
        ["Sửa a.txt", "Thêm a.bak"],
    ),
    ("one over another", "a.txt b.txt", [("a.txt", None), ("b.txt", "a.txt")], "b.txt", ["Xóa a.txt", "Sửa b.txt"]),
    (
        "a folder with its files",
        "cu/a.txt",
        [("cu", None), ("moi", "cu"), ("cu/a.txt", None), ("moi/a.txt", "cu/a.txt")],
        "moi/a.txt",
        ["Đổi tên cu thành moi"],
    ),
]


@pytest.mark.parametrize(("before", "taken", "there", "lines"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_what_has_become_of_files_is_told(
    tmp_path: Path, before: str, taken: list[tuple[str, str | None]], there: str, lines: list[str]
) -> None:
    for name in there.split():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    what = {str(tmp_path / path): origin and str(tmp_path / origin) for path, origin in taken}
    assert told(what, with_folders(str(tmp_path / name) for name in before.split())) == lines


def in_place(path: Path) -> None:
    path.write_text("khác", encoding="utf-8")


def by_another_name(path: Path) -> None:
    """sed, Excel, many programs."""
    other = path.with_name("sedAb12")
    other.write_text("khác", encoding="utf-8")
    other.rename(path)


def like_vim(path: Path) -> None:
    path.with_name(f".{path.name}.swp").write_text("x", encoding="utf-8")
    path.with_name("4913").write_text("", encoding="utf-8")
    path.with_name("4913").unlink()
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text("khác", encoding="utf-8")
    path.with_name(f"{path.name}~").unlink()
    path.with_name(f".{path.name}.swp").unlink()


def like_emacs(path: Path) -> None:
    path.with_name(f"#{path.name}#").write_text("x", encoding="utf-8")
    path.with_name(f".#{path.name}").symlink_to("ai@may.1")
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text("khác", encoding="utf-8")
    path.with_name(f"#{path.name}#").unlink()
    path.with_name(f".#{path.name}").unlink()


def like_libreoffice(path: Path) -> None:
    path.with_name(f".~lock.{path.name}#").write_text("x", encoding="utf-8")
    by_name = path.with_name("lu1a2b.tmp")
    by_name.write_text("khác", encoding="utf-8")
    by_name.rename(path)
    path.with_name(f".~lock.{path.name}#").unlink()


def like_word(path: Path) -> None:
    path.with_name(f"~${path.name}").write_text("x", encoding="utf-8")
    path.with_name("~WRD0001.tmp").write_text("khác", encoding="utf-8")
    path.rename(path.with_name("~WRL0002.tmp"))
    path.with_name("~WRD0001.tmp").rename(path)
    path.with_name("~WRL0002.tmp").unlink()
    path.with_name(f"~${path.name}").unlink()


def until_seen(seen: Events, path: Path) -> None:
    """Change a file until that is noticed, and nothing more."""
    end = time.monotonic() + PATIENCE
    while str(path) not in seen.pending() or seen.quiet_for < 0.5:
        if str(path) not in seen.pending():
            path.write_text(str(time.monotonic_ns()), encoding="utf-8")
        assert time.monotonic() < end, seen.pending()
        time.sleep(0.05)


@pytest.mark.parametrize("poll", [None, 0.2], ids=["kernel", "poll"])
@pytest.mark.parametrize("save", [in_place, by_another_name, like_vim, like_emacs, like_libreoffice, like_word])
def test_saving_is_told_as_a_change_however_it_is_done(
    folder: Path, home: Home, save: Callable[[Path], None], poll: float | None
) -> None:
    path, last = folder / "mot.txt", folder / "cuoi.txt"
    seen = Events([str(folder)], home.root, poll, lambda _: None)
    seen.start()
    try:
        until_seen(seen, folder / "dau.txt")  # It takes a moment until a folder is watched.
        seen.take()
        save(path)
        until_seen(seen, last)
    finally:
        seen.stop()
    assert sorted(told(seen.take(), with_folders([str(path)]))) == ["Sửa mot.txt", "Thêm cuoi.txt"]
    assert not seen.wait(0)


def test_a_local_folder_is_not_remote(tmp_path: Path) -> None:
    assert not is_remote(str(tmp_path))
