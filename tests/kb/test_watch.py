"""``kb watch``, the real process: folders change, and a moment later the answers do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

import pytest

from kb import events
from kb.events import Events, is_remote
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
    (folder / "hai.txt").write_text(directive(3), encoding="utf-8")
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
    for said in ("Thêm hai.txt", "Sửa hai.txt", "Xóa mot.txt"):
        assert said in watching.lines
    assert not any("~$" in line or "crdownload" in line for line in watching.lines)
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


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (None, events.ADDED, events.ADDED),
        (events.ADDED, events.CHANGED, events.ADDED),
        (events.REMOVED, events.ADDED, events.CHANGED),  # how some programs save
        (events.CHANGED, events.REMOVED, events.REMOVED),
    ],
)
def test_what_happens_to_one_file_is_one_event(tmp_path: Path, before: str | None, now: str, said: str) -> None:
    seen = Events([str(tmp_path)], tmp_path / "kho", None, lambda _: None)
    path = str(tmp_path / "a.txt")
    for what in (before, now):
        if what:
            seen._note(path, what)
    assert seen.take() == {path: said}
    assert not seen.wait(0)


def test_a_local_folder_is_not_remote(tmp_path: Path) -> None:
    assert not is_remote(str(tmp_path))
