"""Feedback that could not go into the database at once, since a build was writing there; kept beside it until it can.

A build commits everything at once, at its end, so that the database may be held for minutes. A thumb must not wait for
that, so it goes into this file, which nothing else writes, and is carried over by whoever holds the database next. A row
is deleted here only after it is committed there, and has its id from the start: a crash between the two loses nothing
and counts nothing twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from kb.store.feedback import Judged

_BUSY = 2.0
"""Seconds: each writer holds this file for one row."""
_TABLE = "CREATE TABLE IF NOT EXISTS waiting (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, row TEXT NOT NULL) STRICT"


def put(path: Path, rows: Iterable[Judged]) -> None:
    """Let rows wait."""
    with _opened(path) as database:
        database.executemany(
            "INSERT OR IGNORE INTO waiting (id, row) VALUES (?, ?)", [(row.id, row.to_json()) for row in rows]
        )


def rows(path: Path) -> tuple[Judged, ...]:
    """What waits, in the order in which it came."""
    if not path.is_file():
        return ()
    with _opened(path) as database:
        found = database.execute("SELECT row FROM waiting ORDER BY position").fetchall()
    return tuple(Judged.from_json(row) for (row,) in found)


def done(path: Path, ids: Sequence[str]) -> None:
    """Forget rows that are committed in the database."""
    if ids:
        with _opened(path) as database:
            database.executemany("DELETE FROM waiting WHERE id = ?", [(ident,) for ident in ids])


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction; a file without a log of its own, and what is deleted is overwritten."""
    with closing(sqlite3.connect(path, timeout=_BUSY, isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = ON")
        database.execute("BEGIN IMMEDIATE")
        try:
            database.execute(_TABLE)
            yield database
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")
