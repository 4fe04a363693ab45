"""Builds are killed, stopped and run out of disk: nothing is lost, nothing is half, and the end is as if nothing had been.

``KB_KILLS=100`` sets how many builds are killed at random moments.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import NoGenerationError
from kb.build import build
from kb.collection import Collection
from kb.errors import LockedError, NoCollectionError
from kb.home import Home
from kb.store import Store
from tests.kb.made import KB, ROOT, content, directive, environment, kb

KILLS = int(os.environ.get("KB_KILLS", "8"))
QUERIES = ("rà soát đời sống đoàn viên", "đối thoại định kỳ", "103-QĐ/TW")


def change(folder: Path, dice: random.Random) -> None:
    """Something that people do to a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    what = dice.choice(["add", "add", "change", "rename", "remove", "copy"]) if len(files) > 4 else "add"
    path = dice.choice(files) if files else folder
    number = dice.randrange(1, 500)
    if what == "add":
        suffix = dice.choice([".txt", ".md"])
        (folder / f"them-{number}{suffix}").write_text(directive(number, steps=dice.randrange(2, 30)), encoding="utf-8")
    elif what == "change":
        path.write_text(directive(number, about="đối thoại định kỳ"), encoding="utf-8")
    elif what == "rename":
        path.rename(path.with_name(f"ten-{number}{path.suffix}"))
    elif what == "remove":
        path.unlink()
    else:
        shutil.copy(path, folder / f"chep-{number}{path.suffix}")


def check(home: Home) -> None:
    """Whatever is there serves: every hit is a passage whose words stand in its directive."""
    try:
        collection = Collection.open(home)
    except (NoCollectionError, NoGenerationError):
        return  # Nothing has ever been committed.
    with collection:
        if collection.store.revision == 0:
            return
        for query in QUERIES:
            for hit in collection.search(query, k=20):
                passage = collection.passage(hit.passage)
                assert collection.directive(passage.document).text[passage.start : passage.end] == passage.text
                assert collection.document(passage.document).source


def answers(home: Home) -> None:
    done = kb(home, "ask", "103-QĐ/TW", "--json")
    if done.returncode:
        assert done.returncode == 2, done.stderr
        assert "kb build" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    else:
        assert json.loads(done.stdout)["question"] == "103-QĐ/TW"


@pytest.mark.slow
def test_builds_killed_at_random_moments(tmp_path: Path) -> None:
    seed = int(os.environ.get("KB_KILLS_SEED", "7"))
    dice = random.Random(seed)
    folder, home = tmp_path / "van-ban", Home(tmp_path / "kho")
    folder.mkdir()
    for number in range(1, 9):
        (folder / f"{number}.txt").write_text(directive(number), encoding="utf-8")
    longest, killed = 4.0, 0
    for turn in range(KILLS):
        for _ in range(dice.randrange(1, 5)):
            change(folder, dice)
        started = time.monotonic()
        with subprocess.Popen(
            [KB, "build", str(folder)],
            env=environment(home),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                process.wait(dice.uniform(0.2, longest))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
            else:
                longest = max(0.5, (longest + time.monotonic() - started) / 2)
        check(home)
        if turn % 10 == 0:
            answers(home)
    assert killed > KILLS // 4
    build(home, [folder])
    clean = Home(tmp_path / "sach")
    build(clean, [folder])
    assert content(home, QUERIES) == content(clean, QUERIES)
    assert not home.work.exists()
    assert {path.name for path in home.generations.iterdir()} <= _named(home) | _previous(home)


def _named(home: Home) -> set[str]:
    with Store.open(home.database) as store:
        return {store.generation or ""}


def _previous(home: Home) -> set[str]:
    """One older generation is kept for readers that are just opening it."""
    rest = {path.name for path in home.generations.iterdir()} - _named(home)
    assert len(rest) <= 1
    assert not any(name.startswith(".") for name in rest)
    return rest


# -- what was worked out is kept ------------------------------------------------------------------------------------

DIES = """
import os, signal, sys
from pathlib import Path
from kb import build
from kb.home import Home
def tell(stage, done, total, name):
    if stage == sys.argv[3] and done >= int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)
build.build(Home(Path(sys.argv[1])), [sys.argv[2]], progress=tell)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "van-ban"
    path.mkdir()
    for number in range(1, 13):
        (path / f"{number}.txt").write_text(directive(number), encoding="utf-8")
    return path


@pytest.mark.parametrize(("stage", "done"), [("resolve", 0), ("index", 1)])
def test_a_killed_build_is_taken_up_where_it_was(tmp_path: Path, folder: Path, stage: str, done: int) -> None:
    home = Home(tmp_path / "kho")
    killed = subprocess.run(
        [sys.executable, "-c", DIES, home.root, folder, stage, str(done)], cwd=ROOT, env=environment(home), check=False
    )
    assert killed.returncode == -signal.SIGKILL
    steps: list[tuple[str, int]] = []
    build(home, [folder], progress=lambda stage, done, *_: steps.append((stage, done)))
    assert not [one for one in steps if one[0] == "parse" and one[1] > 0]
    assert not [one for one in steps if one == ("segment", 0)]
    assert not home.work.exists()
    clean = Home(tmp_path / "sach")
    build(clean, [folder])
    assert content(home) == content(clean)


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_build_says_that_it_goes_on_later(
    tmp_path: Path, folder: Path, sent: signal.Signals, status: int
) -> None:
    home = Home(tmp_path / "kho")
    (folder / "dai.txt").write_text(directive(77, steps=9000), encoding="utf-8")
    with subprocess.Popen(
        [KB, "build", str(folder), "--json"], env=environment(home, KB_WORKERS="2"), cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        _wait_for(home.work)
        process.send_signal(sent)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (status, "")
    assert err.splitlines()[-1] == "kb: Đã dừng; phần đã đọc được giữ lại, chạy lại kb build để làm tiếp."
    assert home.work.is_file()
    (folder / "dai.txt").unlink()
    assert build(home, [folder]).added == 12
    assert not home.work.exists()


def _wait_for(path: Path) -> None:
    until = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("harm", [b"", b"no database at all" * 500])
def test_a_damaged_work_file_is_no_obstacle(tmp_path: Path, folder: Path, harm: bytes) -> None:
    home = Home(tmp_path / "kho")
    home.root.mkdir()
    home.work.write_bytes(harm)
    assert build(home, [folder]).added == 12
    assert not home.work.exists()


# -- two writers ----------------------------------------------------------------------------------------------------


def test_of_two_builds_at_once_the_second_is_told_of_the_first(tmp_path: Path, folder: Path) -> None:
    home = Home(tmp_path / "kho")
    (folder / "dai.txt").write_text(directive(77, steps=6000), encoding="utf-8")
    with subprocess.Popen(
        [KB, "build", str(folder)],
        env=environment(home),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as first:
        _wait_for(home.database)
        second = kb(home, "build", folder)
        first.kill()
    assert second.returncode == 2
    assert str(first.pid) in second.stderr
    assert len(second.stderr.splitlines()) == 1
    (folder / "dai.txt").unlink()
    assert home.lock.read_text("utf-8")  # What a dead process has left is in nobody's way.
    try:
        assert build(home, [folder]).added == 12
    except LockedError:
        pytest.fail("a dead process holds the lock")


# -- a full disk ----------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, whose size can be changed."""
    path = tmp_path / "dia"
    path.mkdir()
    if os.geteuid() or os.system(f"mount -t tmpfs -o size=64m tmpfs '{path}' 2>/dev/null"):
        pytest.skip("mounting is not allowed here")
    yield path
    os.system(f"umount -l '{path}' 2>/dev/null")


def test_a_full_disk_is_said_and_the_collection_serves(tmp_path: Path, folder: Path, small_disk: Path) -> None:
    home = Home(small_disk / "kho")
    build(home, [folder])
    before = content(home)
    for number in range(20, 40):
        (folder / f"{number}.txt").write_text(directive(number, steps=20), encoding="utf-8")
    filler = small_disk / "day"
    failed = 0
    for room in (0, 50_000, 150_000, 400_000, 1_000_000):  # Other writes fail each time.
        filler.unlink(missing_ok=True)
        free = shutil.disk_usage(small_disk).free
        with filler.open("wb") as file:
            file.write(b"\0" * max(0, free - room))
        done = kb(home, "build", folder)
        if done.returncode == 0:
            break
        failed += 1
        assert done.returncode == 2, done.stderr
        said = [line for line in done.stderr.splitlines() if line.startswith("kb: ")]
        assert len(said) == 1
        assert "Traceback" not in done.stderr
        assert "đĩa đã đầy" in said[0]
        assert content(home) == before
        assert kb(home, "ask", "103-QĐ/TW", "--json").returncode == 0
    assert failed >= 2
    filler.unlink()
    build(home, [folder])
    clean = Home(tmp_path / "sach")
    build(clean, [folder])
    assert content(home) == content(clean)
