"""The collection's database behind one door."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.citations import name_key
from kb.errors import DamagedStoreError, NoCollectionError, StoreError
from kb.store.allowances import Allowances
from kb.store.blocks import Blocks
from kb.store.copies import Copies
from kb.store.corrections import Corrections
from kb.store.directives import Directives
from kb.store.entries import Entries
from kb.store.feedback import Feedback
from kb.store.files import Files
from kb.store.instruments import NAMED, Instruments
from kb.store.keys import number_key
from kb.store.learning import Learning
from kb.store.links import Links
from kb.store.lookup import find
from kb.store.office import Office
from kb.store.passages import Passages, Vectors
from kb.store.records import Document
from kb.store.relations import Relations
from kb.store.removals import Removals
from kb.store.schema import is_current, migrate
from kb.store.versions import Versions

_BUSY_MS = 10_000
_LOG_KEPT = 16 * 1024 * 1024
"""Bytes that the write-ahead log keeps on disk once everything in it is in the database."""


class Store:
    """One open database, a table's worth of methods under each noun.

    Reading goes on while another process writes (WAL): what a statement sees is the last commit, inside
    :meth:`snapshot` and after :meth:`hold` the one that was the last then.

    Attributes:
        directives, passages, vectors, instruments, blocks, entries, files, versions, relations: the tables.
        removed: the directives that people have taken out.
        corrections, removals, allowances, office: what people decided.
        feedback: what people thought of what they were shown.
        copies: files with a near-copy of a directive.
        links: who cites whom, read as a whole.
        learning: what people have read and answered.
    """

    def __init__(self, connection: sqlite3.Connection, *, writable: bool = True) -> None:
        self._db = connection
        self._writable = writable
        self.files = Files(connection)
        self.directives = Directives(connection)
        self.passages = Passages(connection)
        self.vectors = Vectors(connection)
        self.instruments = Instruments(connection)
        self.versions = Versions(connection)
        self.relations = Relations(connection)
        self.removed = Directives(connection, present="removed")
        self.corrections = Corrections(connection)
        self.removals = Removals(connection)
        self.allowances = Allowances(connection)
        self.office = Office(connection)
        self.feedback = Feedback(connection)
        self.copies = Copies(connection)
        self.blocks = Blocks(connection)
        self.entries = Entries(connection)
        self.links = Links(connection)
        self.learning = Learning(connection)

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """Open the database at ``path``, with ``create`` also one that is not there yet.

        Raises:
            NoCollectionError: there is none, and it is not to be created.
            SchemaError: a newer version wrote it.
            DamagedStoreError: it is not a readable database.
            StoreError: the disk is full, or does not let it be opened.
        """
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.is_file():
            msg = f"Chưa có kho văn bản ở {path.parent}: hãy chạy `kb build THƯ_MỤC` để nạp văn bản trước."
            raise NoCollectionError(msg)
        try:
            return cls(_connected(path))
        except sqlite3.OperationalError as error:  # The disk is full or closed: nothing is wrong with what is on it.
            copy = None if create else _copied(path)
            if copy is None:
                msg = (
                    f"Không mở được cơ sở dữ liệu {path} ({error}): "
                    "hãy kiểm tra quyền truy cập và chỗ trống trên đĩa rồi chạy lại."
                )
                raise StoreError(msg) from error
            return cls(copy, writable=False)
        except sqlite3.DatabaseError as error:
            msg = (
                f"Không đọc được cơ sở dữ liệu {path} ({error}): "
                "hãy khôi phục bằng `kb restore TỆP_SAO_LƯU --replace`; không có bản sao lưu thì chép tệp này sang nơi "
                "khác để giữ lại, rồi chạy lại `kb build THƯ_MỤC`."
            )
            raise DamagedStoreError(msg) from error

    def close(self) -> None:
        """Close the connection; the store cannot be used afterwards."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def revision(self) -> int:
        """How many changes have been committed: it grows with each, and an index says which one it was made from."""
        return int(self.meta("revision") or 0)

    def bump(self) -> int:
        """Count one more change; the new revision."""
        revision = self.revision + 1
        self.set_meta("revision", str(revision))
        return revision

    def forget(self, directive: str, instruments: Iterable[str]) -> None:
        """Delete a directive at once and for good, with what people said of it and the keys that its citations minted."""
        self._db.execute("DELETE FROM applied WHERE directive = ?", (directive,))
        self._db.execute(
            "DELETE FROM applied WHERE correction IN (SELECT id FROM corrections WHERE directive = ?)", (directive,)
        )
        self._db.execute("DELETE FROM corrections WHERE directive = ?", (directive,))
        self._db.execute(
            "DELETE FROM set_aside WHERE removal IN (SELECT id FROM removals WHERE directive = ?)", (directive,)
        )
        self._db.execute("DELETE FROM removals WHERE directive = ?", (directive,))
        self._db.execute("DELETE FROM versions WHERE directive = ?", (directive,))
        self.feedback.forget(directive)
        cited = self.directives.citations(directive)
        numbers = {number_key(one.number) for one in cited if one.number}
        numbers |= {f"{NAMED}{name_key(one.name)}" for one in cited if one.form == "name" and one.name}
        own = self._db.execute("SELECT number_key FROM directives WHERE id = ?", (directive,)).fetchone()
        numbers |= {own["number_key"]} - {None} if own else set()
        self._db.execute("DELETE FROM directives WHERE id = ?", (directive,))
        for ident in instruments:
            self._db.execute(
                "DELETE FROM minted WHERE id = ? AND id NOT IN (SELECT id FROM instruments) "
                "AND id NOT IN (SELECT new FROM redirects)",
                (ident,),
            )
        self.instruments.unmint(numbers)  # Of a text that was left long ago nobody knows the instruments any more.

    def be_patient(self, milliseconds: int) -> None:
        """From now on, wait that long for another writer before a transaction fails to begin."""
        self._db.execute(f"PRAGMA busy_timeout = {milliseconds:d}")

    def shrink_log(self) -> None:
        """Have everything in the database itself and nothing in the log, unless somebody is reading; outside a transaction."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @property
    def generation(self) -> str | None:
        """The index that belongs to this revision: committed with it, so that the two can never come apart."""
        return self.meta("generation")

    def meta(self, key: str) -> str | None:
        """A remembered fact about the collection itself."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row["value"])

    def set_meta(self, key: str, value: str) -> None:
        """Remember a fact about the collection itself."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def forget_meta(self, key: str) -> None:
        """Remember a fact no longer."""
        self._db.execute("DELETE FROM meta WHERE key = ?", (key,))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is committed together, or nothing is. Inside another one: a savepoint."""
        nested = self._db.in_transaction
        self._db.execute("SAVEPOINT part" if nested else "BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if nested:
                self._db.execute("ROLLBACK TO part")
                self._db.execute("RELEASE part")
            elif self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("RELEASE part" if nested else "COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Every read inside sees one and the same revision, whatever another process commits meanwhile."""
        self.hold()
        try:
            yield
        finally:
            self._db.execute("COMMIT")
            if self._writable:
                self._db.execute("PRAGMA query_only = OFF")

    def hold(self) -> None:
        """From now until it is closed, let this store see one and the same revision; it can only be read then.

        A reader never makes a writer wait (WAL), but the log cannot start anew before the oldest reader has gone: while
        one is open, it grows by what builds write. So it has to be closed when it is behind: a command lives for a
        moment, the web shell keeps the last two collections that it has opened. The first build after that starts the
        log anew and cuts it to ``_LOG_KEPT``.
        """
        self._db.execute("PRAGMA query_only = ON")  # What is never committed must not seem to be written.
        self._db.execute("BEGIN")
        self.meta("revision")  # The snapshot is taken by the first read, not by BEGIN.

    def active_directives(self) -> tuple[Document, ...]:
        """The directives that answers may rest on: samples only while there is nothing else."""
        return self.directives.documents(active=True)

    def find(self, doc: str) -> Document:
        """The one directive meant by an id (or the start of one), a number, or a file's path or name.

        Raises:
            UnknownDocumentError: there is none.
            AmbiguousDocumentError: there are several; the message lists them.
        """
        return find(self.directives, doc)


def _connected(path: Path) -> sqlite3.Connection:
    # The pages of the web shell are drawn by more than one thread; SQLite itself is serialised.
    connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # What is deleted may have been a secret.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA journal_size_limit = {_LOG_KEPT}")
        migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _copied(path: Path) -> sqlite3.Connection | None:
    """What the last commit left, read into memory, where the disk has no room for SQLite to open the file itself.

    Readers share a small file beside the database, and on a full or closed disk it cannot be made.

    Returns:
        A connection that only reads; ``None`` where the file alone does not hold everything, or is being written.
    """
    log, before = Path(f"{path}-wal"), path.stat()
    if log.is_file() and log.stat().st_size:
        return None
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as database:
            database.backup(copy)
        after = path.stat()
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if same and is_current(copy):
            copy.row_factory = sqlite3.Row
            copy.execute("PRAGMA query_only = ON")
            return copy
    except sqlite3.DatabaseError:
        pass
    copy.close()
    return None
