"""One file that holds a collection: written while others read and build, and put back whole or not at all.

The file is a zip with the database and a manifest. The index is derived, so it is made again where the backup is restored.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kb import feedback
from kb.errors import BackupError, NoCollectionError, StoreError
from kb.home import Home
from kb.indexing import prepare, serve
from kb.store import Store
from kb.store.lock import writing
from kb.store.schema import MIGRATIONS, keep
from kb.work import Work

_DATABASE, _MANIFEST, _FORMAT = "cancu.sqlite3", "manifest.json", 1
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds; the keys of ``kb backup --json`` and of the manifest in it."""

    file: str
    created: str
    schema: int
    revision: int
    directives: int
    passages: int
    instruments: int
    bytes: int
    sha256: str

    def to_json(self) -> dict[str, Any]:
        """The object that ``kb backup --json`` prints."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back; the keys of ``kb restore --json``. ``kept`` is where the collection of before lies, if any."""

    file: str
    home: str
    directives: int
    passages: int
    instruments: int
    kept: str | None

    def to_json(self) -> dict[str, Any]:
        """The object that ``kb restore --json`` prints."""
        return asdict(self)


def backup(home: Home, file: str | Path, *, replace: bool = False) -> Backup:
    """Write the collection, as last committed, into one file.

    Args:
        home: of the collection; it may be read, built and asked meanwhile.
        file: to write.
        replace: also where there is one already.

    Raises:
        NoCollectionError: nothing has been built yet.
        BackupError: the file is there already, or cannot be written.
        StoreError: the database is damaged.
    """
    target = Path(file).expanduser().absolute()
    if not home.database.is_file():
        msg = f"Chưa có kho văn bản ở {home.root}: hãy chạy `kb build THƯ_MỤC` để nạp văn bản trước."
        raise NoCollectionError(msg)
    if target.is_dir() or (target.exists() and not replace):
        what = "là thư mục" if target.is_dir() else "đã có sẵn"
        msg = f"{target} {what}: hãy chọn tên tệp khác{'' if target.is_dir() else ', hoặc thêm --replace để ghi đè'}."
        raise BackupError(msg)
    if not target.parent.is_dir():
        msg = f"Không có thư mục {target.parent}: hãy tạo thư mục, hoặc chọn nơi khác để ghi bản sao lưu."
        raise BackupError(msg)
    copy, unfinished = (target.with_name(f".{target.name}.{os.getpid()}{end}") for end in (".sqlite3", ".part"))
    try:
        with closing(sqlite3.connect(f"{home.database.as_uri()}?mode=ro", uri=True)) as source:
            keep(source, copy)
        feedback.merge(home, copy)
        manifest = _manifest(copy, target)
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            archive.writestr(_MANIFEST, json.dumps({"format": _FORMAT, **manifest.to_json()}, ensure_ascii=False))
            archive.write(copy, _DATABASE)
        _sync(unfinished)
        unfinished.replace(target)
    except (OSError, sqlite3.OperationalError) as error:
        msg = f"Không ghi được bản sao lưu {target} ({error}): hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
        raise BackupError(msg) from error
    except sqlite3.DatabaseError as error:
        msg = f"Không đọc được cơ sở dữ liệu {home.database} ({error}): hãy chạy `kb restore` với một bản sao lưu trước đây."
        raise StoreError(msg) from error
    finally:
        for path in (copy, unfinished):
            path.unlink(missing_ok=True)
    return manifest


def restore(
    home: Home, file: str | Path, *, replace: bool = False, tell: Callable[[str, int, int, str], None] | None = None
) -> Restored:
    """Bring back what a backup holds, with an index made anew.

    The collection that is there serves until the other one is whole, and is kept beside it then. A crash at any moment
    leaves the one or the other.

    Args:
        home: where to; without ``replace`` it must hold no collection.
        file: the backup.
        replace: also where there is a collection.
        tell: progress of the index.

    Raises:
        BackupError: there is a collection already, or the file is no whole backup.
        SchemaError: a newer version wrote it.
        LockedError: another process is writing.
        StoreError: the folder cannot be written.
    """
    source = Path(file).expanduser().absolute()
    with _archive(source) as archive:
        manifest = _checked_manifest(archive, source)
        if home.database.exists() and not replace:
            msg = f"Đã có kho văn bản ở {home.root}: hãy thêm --replace để thay kho này (kho cũ được giữ lại bên cạnh), hoặc đặt KB_HOME sang thư mục khác."
            raise BackupError(msg)
        with _writable(home), writing(home.lock):
            aside = home.root / "restoring.sqlite3"
            try:
                _unpack(archive, source, manifest["sha256"], aside)
                return _put_in_place(home, aside, source, tell)
            finally:
                for path in home.root.glob(f"{aside.name}*"):
                    path.unlink()


def _put_in_place(home: Home, aside: Path, source: Path, tell: Callable[[str, int, int, str], None] | None) -> Restored:
    """Make the index of the database that lies aside, then let both serve."""
    from index.encoders import open_encoder

    encoder = open_encoder()
    with Store.open(aside) as store:
        if tell:
            tell("index", 0, 1, "")
        with store.transaction():
            generation = prepare(home, store, encoder)
        counts = (len(store.active_directives()), store.passages.count(), store.instruments.count())
    kept = _replace_database(home, aside)
    Work(home.work).discard()  # What a stopped build had worked out is of the collection of before.
    with Store.open(home.database) as store:
        serve(home, store, generation)
    if tell:
        tell("index", 1, 1, "")
    return Restored(str(source), str(home.root), *counts, kept=None if kept is None else str(kept))


def _replace_database(home: Home, aside: Path) -> Path | None:
    """Put the database that lies aside in the place of the one that serves; where that one is kept, if there was one.

    SQLite itself copies it in, as one transaction: readers stay on what they have opened, and no log of the old
    database is ever taken for one of the new.
    """
    kept = None
    if home.database.exists():
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        kept = home.root / f"{home.database.name}.before-{stamp}"
        try:
            with closing(sqlite3.connect(home.database)) as old:
                keep(old, kept)
            with closing(sqlite3.connect(aside)) as new, closing(sqlite3.connect(home.database, timeout=10)) as old:
                new.backup(old)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            for end in ("-wal", "-shm"):  # Damaged: nothing reads it any more. Its log goes with it.
                with suppress(FileNotFoundError):
                    Path(f"{home.database}{end}").replace(f"{kept}{end}")
            home.database.replace(kept)
        else:
            return kept
    with closing(sqlite3.connect(aside)) as new:
        new.execute("PRAGMA journal_mode = DELETE")
    _sync(aside)
    aside.replace(home.database)
    _sync(home.root)
    return kept


def _manifest(copy: Path, target: Path) -> Backup:
    with closing(sqlite3.connect(copy)) as database:

        def one(query: str) -> int:
            return int(database.execute(query).fetchone()[0] or 0)

        return Backup(
            file=str(target),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            schema=one("PRAGMA user_version"),
            revision=one("SELECT max(CAST(value AS INTEGER)) FROM meta WHERE key = 'revision'"),
            directives=one("SELECT count(*) FROM active"),
            passages=one(
                "SELECT count(*) FROM passages WHERE retired IS NULL AND directive IN (SELECT id FROM active)"
            ),
            instruments=one("SELECT count(*) FROM instruments"),
            bytes=copy.stat().st_size,
            sha256=_sha256(copy),
        )


@contextmanager
def _archive(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except FileNotFoundError as error:
        msg = f"Không có tệp {source}: hãy kiểm tra lại đường dẫn tới bản sao lưu."
        raise BackupError(msg) from error
    except zipfile.BadZipFile as error:
        raise _damaged(source) from error
    except (PermissionError, IsADirectoryError) as error:
        msg = f"Không mở được {source} ({error.strerror}): hãy kiểm tra lại đường dẫn và quyền đọc."
        raise BackupError(msg) from error


def _checked_manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
        form, schema, _ = int(manifest["format"]), int(manifest["schema"]), str(manifest["sha256"])
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
        raise _damaged(source) from error
    if form > _FORMAT or schema > len(MIGRATIONS):
        msg = f"Bản sao lưu {source} do bản Căn Cứ mới hơn ghi: hãy nâng cấp chương trình rồi chạy lại."
        raise BackupError(msg)
    return manifest


def _unpack(archive: zipfile.ZipFile, source: Path, sha256: str, target: Path) -> None:
    """Write the database out; only one that is whole, by its hash and by SQLite's own check, is left there."""
    for end in ("", "-wal", "-shm"):
        Path(f"{target}{end}").unlink(missing_ok=True)
    try:
        with archive.open(_DATABASE) as packed, target.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked, _PIECE)
    except (KeyError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, zlib.error) as error:
        raise _damaged(source) from error
    if _sha256(target) != sha256:
        raise _damaged(source)
    with closing(sqlite3.connect(target)) as database:
        if database.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise _damaged(source)


@contextmanager
def _writable(home: Home) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        msg = f"Không ghi được vào {home.root} ({error}): hãy kiểm tra quyền ghi và chỗ trống trên đĩa rồi chạy lại."
        raise StoreError(msg) from error


def _damaged(source: Path) -> BackupError:
    return BackupError(
        f"{source} không phải bản sao lưu nguyên vẹn của Căn Cứ: hãy chép lại tệp từ nơi lưu, hoặc dùng bản sao lưu khác."
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
