"""A collection in one file, and back; and collections of older versions."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from kb.backup import backup, restore
from kb.build import build
from kb.collection import Collection
from kb.errors import BackupError, NoCollectionError, SchemaError
from kb.home import Home
from kb.store import Store
from kb.store.schema import MIGRATIONS
from tests.kb.made import ROOT, content, directive, environment, kb

HOMES = Path(__file__).parents[1] / "data" / "homes"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A collection that no test writes into."""
    place = tmp_path_factory.mktemp("made")
    folder = place / "van-ban"
    folder.mkdir()
    for number in range(1, 6):
        (folder / f"{number}.txt").write_text(directive(number), encoding="utf-8")
    build(Home(place / "kho"), [folder])
    return Home(place / "kho")


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    shutil.copytree(made.root, tmp_path / "kho")
    return Home(tmp_path / "kho")


def test_what_is_restored_is_what_was_backed_up(made: Home, tmp_path: Path) -> None:
    kept = backup(made, tmp_path / "kho.zip")
    assert (kept.directives, kept.schema) == (5, len(MIGRATIONS))
    assert [path.name for path in tmp_path.iterdir()] == ["kho.zip"]
    other = Home(tmp_path / "moi" / "kho")
    done = restore(other, tmp_path / "kho.zip")
    assert (done.directives, done.passages, done.kept) == (kept.directives, kept.passages, None)
    assert content(other) == content(made)
    assert sorted(path.name for path in other.root.iterdir()) == [
        "CURRENT",
        "cancu.sqlite3",
        "generations",
        "segments",
        "writer.lock",
    ]
    assert build(other).unchanged == 5


def test_a_backup_is_taken_while_a_build_writes(home: Home, tmp_path: Path) -> None:
    before = content(home)
    with Store.open(home.database) as store, store.transaction():
        store._db.execute("UPDATE directives SET title = 'dở dang'")
        backup(home, tmp_path / "kho.zip")
    restore(Home(tmp_path / "moi"), tmp_path / "kho.zip")
    assert content(Home(tmp_path / "moi")) == before


def test_what_is_replaced_is_kept_and_its_readers_read_on(home: Home, made: Home, tmp_path: Path) -> None:
    backup(home, tmp_path / "kho.zip")
    folder = tmp_path / "them"
    folder.mkdir()
    (folder / "9.txt").write_text(directive(9), encoding="utf-8")
    build(home, [folder])
    with pytest.raises(BackupError, match="--replace"):
        restore(home, tmp_path / "kho.zip")
    with Collection.open(home) as reader:
        done = restore(home, tmp_path / "kho.zip", replace=True)
        assert len(reader.documents) == 6
        assert all(reader.directive(one.id).text for one in reader.documents)
        assert [reader.passage(hit.passage) for hit in reader.search("rà soát đời sống đoàn viên")]
    assert content(home) == content(made)
    assert done.kept is not None
    with closing(sqlite3.connect(done.kept)) as kept:
        assert kept.execute("SELECT count(*) FROM active").fetchone() == (6,)


def test_a_damaged_collection_is_replaced_and_kept(home: Home, made: Home, tmp_path: Path) -> None:
    backup(home, tmp_path / "kho.zip")
    home.database.write_bytes(b"no database at all" * 1000)
    done = restore(home, tmp_path / "kho.zip", replace=True)
    assert content(home) == content(made)
    assert done.kept is not None
    assert Path(done.kept).read_bytes().startswith(b"no database")


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(len(data) // 2, len(data) // 2 + 64):
        data[place] ^= 0xFF
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def lie(path: Path) -> None:
    """The database is another one than the manifest tells of."""
    with zipfile.ZipFile(path) as archive:
        manifest, database = archive.read("manifest.json"), bytearray(archive.read("cancu.sqlite3"))
    database[len(database) // 2] ^= 0xFF
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", manifest)
        archive.writestr("cancu.sqlite3", bytes(database))


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tep.txt", "không phải bản sao lưu")


@pytest.mark.parametrize("harm", [truncate, flip, empty, lie, other_zip])
def test_a_damaged_backup_changes_nothing(home: Home, tmp_path: Path, harm: object) -> None:
    backup(home, tmp_path / "kho.zip")
    harm(tmp_path / "kho.zip")  # type: ignore[operator]
    before = content(home)
    names = sorted(path.name for path in home.root.iterdir())
    with pytest.raises(BackupError, match=r"kho\.zip"):
        restore(home, tmp_path / "kho.zip", replace=True)
    assert content(home) == before
    assert sorted(path.name for path in home.root.iterdir()) == names
    with pytest.raises(BackupError):
        restore(Home(tmp_path / "moi"), tmp_path / "kho.zip")
    assert not Home(tmp_path / "moi").database.exists()


def test_what_cannot_be_backed_up_is_said(home: Home, tmp_path: Path) -> None:
    (tmp_path / "co.zip").write_bytes(b"x")
    with pytest.raises(BackupError, match="--replace"):
        backup(home, tmp_path / "co.zip")
    assert backup(home, tmp_path / "co.zip", replace=True).directives == 5
    for place in (tmp_path, tmp_path / "khong" / "co.zip"):
        with pytest.raises(BackupError):
            backup(home, place)
    with pytest.raises(NoCollectionError):
        backup(Home(tmp_path / "khong"), tmp_path / "a.zip")
    for place in (Home(tmp_path / "moi"), home):  # What is wrong with the file is told before what --replace would do.
        with pytest.raises(BackupError, match=r"khong\.zip"):
            restore(place, tmp_path / "khong.zip")


def test_the_commands(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "kho.zip"
    done = kb(home, "backup", file, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert set(json.loads(done.stdout)) == {
        "file", "created", "schema", "revision", "directives", "passages", "instruments", "bytes", "sha256"
    }  # fmt: skip
    other = Home(tmp_path / "moi")
    done = kb(other, "restore", file, "--json")
    assert done.returncode == 0
    assert set(json.loads(done.stdout)) == {"file", "home", "directives", "passages", "instruments", "kept"}
    done = kb(other, "restore", file)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "kb: " in done.stderr
    done = kb(other, "restore", file, "--replace")
    assert done.returncode == 0
    assert "được giữ ở" in done.stdout


# -- older and newer versions ---------------------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path: Path) -> Home:
    """A collection that the version with schema 1 has written, of a folder that is not there."""
    home = Home(tmp_path / "cu")
    home.root.mkdir()
    with zipfile.ZipFile(HOMES / "schema-1.zip") as archive:
        archive.extractall(home.root)
    return home


def test_an_older_collection_is_brought_up_and_kept_as_it_was(old: Home) -> None:
    with closing(sqlite3.connect(old.database)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
        rows = database.execute("SELECT * FROM directives ORDER BY id")
        names = ", ".join(column[0] for column in rows.description)
        before = list(rows)
    done = kb(old, "build")
    assert done.returncode == 1  # Its folder is not there: said, and the documents are kept.
    assert "không thấy thư mục gốc" in done.stderr
    with Store.open(old.database) as store:
        assert {one.header.number for one in store.active_directives()} == {"21/KH-LĐLĐ", "30/KH-LĐLĐ", "88/LĐLĐ"}
        assert [tuple(row) for row in store._db.execute(f"SELECT {names} FROM directives ORDER BY id")] == before
        versions = [store.versions.of(one.id) for one in store.active_directives()]
        assert [(len(one), one[0].since, one[0].until_revision) for one in versions] == [(1, None, None)] * 3
    with closing(sqlite3.connect(f"{old.database}.bak-1")) as kept:
        assert kept.execute("PRAGMA user_version").fetchone() == (1,)
        assert list(kept.execute("SELECT * FROM directives ORDER BY id")) == before
    answer = json.loads(kb(old, "ask", "217-QĐ/TW", "--json").stdout)
    assert answer["answered"]


def test_two_that_open_an_older_collection_at_once(old: Home) -> None:
    import threading

    errors: list[Exception] = []

    def opened() -> None:
        try:
            Store.open(old.database).close()
        except Exception as error:  # noqa: BLE001 (told by the assertion)
            errors.append(error)

    threads = [threading.Thread(target=opened) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_newer_collection_is_left_alone(old: Home) -> None:
    with closing(sqlite3.connect(old.database)) as database:
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(SchemaError, match="nâng cấp"):
        Store.open(old.database)
    assert not list(old.root.glob("*.bak-*"))


def test_a_backup_of_a_newer_version_is_refused(home: Home, tmp_path: Path) -> None:
    backup(home, tmp_path / "kho.zip")
    with zipfile.ZipFile(tmp_path / "kho.zip") as archive:
        manifest, database = json.loads(archive.read("manifest.json")), archive.read("cancu.sqlite3")
    with zipfile.ZipFile(tmp_path / "kho.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({**manifest, "schema": len(MIGRATIONS) + 1}))
        archive.writestr("cancu.sqlite3", database)
    with pytest.raises(BackupError, match="mới hơn"):
        restore(Home(tmp_path / "moi"), tmp_path / "kho.zip")


# Where a restoration dies.
RESTORES = """
import os, signal, sys
from pathlib import Path
from kb import backup
from kb.home import Home
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
home, file, moment = sys.argv[1:]
setattr(backup, moment, die)
backup.restore(Home(Path(home)), file, replace=True)
"""


@pytest.mark.parametrize("moment", ["prepare", "_replace_database", "serve"])
def test_a_restoration_that_is_killed_leaves_the_one_or_the_other(
    home: Home, made: Home, tmp_path: Path, moment: str
) -> None:
    backup(home, tmp_path / "kho.zip")
    folder = tmp_path / "them"
    folder.mkdir()
    (folder / "9.txt").write_text(directive(9), encoding="utf-8")
    build(home, [folder])
    before = content(home)
    killed = subprocess.run(
        [sys.executable, "-c", RESTORES, home.root, tmp_path / "kho.zip", moment],
        cwd=ROOT, env=environment(home), check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    assert content(home) == (content(made) if moment == "serve" else before)
    restore(home, tmp_path / "kho.zip", replace=True)
    assert content(home) == content(made)
    assert not list(home.root.glob("restoring*"))
