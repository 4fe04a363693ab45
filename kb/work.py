"""What a build has worked out and not yet committed: kept beside the database, so that an interruption loses nothing.

Everything is found by what it was made of (content, and fingerprint of the code that made it), so nothing here can be
out of date, and the file may be deleted at any time. A build that succeeds does that.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Self

from kb.workers import Reading

_SCHEMA = 1
_TABLE = """
CREATE TABLE results (
    kind TEXT NOT NULL, key TEXT NOT NULL, made_by TEXT NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (kind, key, made_by)
) STRICT;
"""
_COMMIT_EVERY = 2.0
"""Seconds of work that a sudden end may cost."""
_KEYS = 500
"""Looked up by one statement; SQLite allows more, but not endlessly."""


class Work:
    """The open work file; made when something is first put into it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = _opened(path) if path.is_file() else None
        self._committed = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Keep what is there, for the next build."""
        if self._db is not None:
            with suppress(sqlite3.Error):  # A full disk: what was committed before is there.
                self._db.commit()
            self._db.close()
            self._db = None

    def discard(self) -> None:
        """All of it is in the database: remove the file."""
        if self._db is not None:
            self._db.close()
            self._db = None
        _remove(self._path)

    def reading(self, key: str, parser: str) -> Reading | None:
        """What became of a file's content under this code; ``None`` where that is not known."""
        found = self._get("reading", [key], parser).get(key)
        if found is None:
            return None
        kind, _, value = found.decode("utf-8", "surrogatepass").partition("\n")
        return Reading(kind, value)

    def has_reading(self, key: str, parser: str) -> bool:
        """Whether :meth:`reading` knows it."""
        return self._db is not None and bool(
            self._db.execute(
                "SELECT 1 FROM results WHERE kind = 'reading' AND key = ? AND made_by = ?", (key, parser)
            ).fetchone()
        )

    def put_reading(self, key: str, parser: str, reading: Reading) -> None:
        """Keep what became of a file's content."""
        self._put("reading", {key: f"{reading.kind}\n{reading.value}".encode("utf-8", "surrogatepass")}, parser)

    def words(self, texts: Iterable[str], segmenter: str) -> dict[str, str]:
        """The words of those texts that were segmented before, by text."""
        keys = {key_of(text): text for text in texts}
        return {keys[key]: value.decode() for key, value in self._get("words", keys, segmenter).items()}

    def put_words(self, words: Mapping[str, str], segmenter: str) -> None:
        """Keep the words of texts."""
        self._put("words", {key_of(text): value.encode() for text, value in words.items()}, segmenter)

    def vectors(self, texts: Iterable[str], model: str) -> dict[str, bytes]:
        """The vectors of those texts that were encoded before, by text."""
        keys = {key_of(text): text for text in texts}
        return {keys[key]: value for key, value in self._get("vector", keys, model).items()}

    def put_vectors(self, vectors: Mapping[str, bytes], model: str) -> None:
        """Keep the vectors of texts."""
        self._put("vector", {key_of(text): value for text, value in vectors.items()}, model)

    def _get(self, kind: str, keys: Iterable[str], made_by: str) -> dict[str, bytes]:
        if self._db is None:
            return {}
        found: dict[str, bytes] = {}
        keys = iter(keys)
        while some := list(islice(keys, _KEYS)):
            marks = ", ".join("?" * len(some))
            found.update(
                self._db.execute(
                    f"SELECT key, value FROM results WHERE kind = ? AND made_by = ? AND key IN ({marks})",  # noqa: S608
                    (kind, made_by, *some),
                )
            )
        return found

    def _put(self, kind: str, values: Mapping[str, bytes], made_by: str) -> None:
        if not values:
            return
        if self._db is None:
            self._db = _opened(self._path)
        self._db.executemany(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)",
            [(kind, key, made_by, value) for key, value in values.items()],
        )
        if time.monotonic() - self._committed > _COMMIT_EVERY:
            self.keep()

    def keep(self) -> None:
        """Commit: from here on even a power cut takes nothing of it."""
        if self._db is not None:
            self._db.commit()
        self._committed = time.monotonic()


def key_of(text: str) -> str:
    """The key of a text: its sha256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _opened(path: Path) -> sqlite3.Connection:
    """The file at ``path``; one that cannot be used, or is another version's, is made anew."""
    for last in (False, True):
        connection = sqlite3.connect(path)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == _SCHEMA:
                connection.execute("SELECT count(*) FROM results WHERE kind = ''")
                return connection
            if version == 0 and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.executescript(f"BEGIN;{_TABLE}PRAGMA user_version = {_SCHEMA};COMMIT;")
                return connection
        except sqlite3.DatabaseError as error:
            connection.close()
            if last or isinstance(error, sqlite3.OperationalError):
                raise  # The disk is full, or the folder may not be written: nothing that removing would mend.
        else:
            connection.close()
        _remove(path)
    msg = f"cannot make {path}"
    raise sqlite3.OperationalError(msg)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
