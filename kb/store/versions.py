"""What the files said before, in the database: the history of every path."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from kb.store.records import Version


class Versions:
    """The table ``versions``: for each path what it said, one after the other; the last is open while the file stands."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def begin(self, path: str, directive: str, revision: int, now: str) -> None:
        """From now on the file says this; what it said before ends."""
        self.end(path, revision, now)
        self._db.execute(
            "INSERT OR REPLACE INTO versions (path, directive, since_revision, since) VALUES (?, ?, ?, ?)",
            (path, directive, revision, now),
        )

    def end(self, path: str, revision: int, now: str) -> None:
        """The file says no longer what it said."""
        self._db.execute(
            "UPDATE versions SET until_revision = ?, until = ? WHERE path = ? AND until_revision IS NULL",
            (revision, now, path),
        )

    def correct(self, path: str, directive: str) -> None:
        """The file is the same, and its text is read otherwise: no new version of the document."""
        self._db.execute(
            "UPDATE versions SET directive = ? WHERE path = ? AND until_revision IS NULL", (directive, path)
        )

    def now(self, path: str) -> str | None:
        """What the file says, as far as is noted."""
        row = self._db.execute(
            "SELECT directive FROM versions WHERE path = ? AND until_revision IS NULL", (path,)
        ).fetchone()
        return None if row is None else str(row["directive"])

    def move(self, old: str, new: str) -> None:
        """A file has got another name: its history goes with it."""
        self._db.execute("UPDATE OR REPLACE versions SET path = ? WHERE path = ?", (new, old))

    def forget(self, paths: Iterable[str]) -> None:
        """The files are gone, and their history with them."""
        self._db.executemany("DELETE FROM versions WHERE path = ?", [(path,) for path in paths])

    def drop(self, path: str, directive: str) -> None:
        """Nothing is to be kept of this text, as if the file had never said it."""
        self._db.execute("DELETE FROM versions WHERE path = ? AND directive = ?", (path, directive))

    def of(self, directive: str) -> tuple[Version, ...]:
        """All that the files have said which say, or once said, this directive; by path, the oldest first."""
        rows = self._db.execute(
            "SELECT * FROM versions WHERE path IN (SELECT path FROM versions WHERE directive = ?) "
            "ORDER BY path, since_revision",
            (directive,),
        )
        return tuple(
            Version(
                row["path"],
                row["directive"],
                row["since_revision"],
                row["since"],
                row["until_revision"],
                row["until"],
            )
            for row in rows
        )

    def replaced(self, prefix: str) -> tuple[str, ...]:
        """The ids, beginning with these hex digits, of what only a file of before has said."""
        rows = self._db.execute(
            "SELECT DISTINCT directive FROM versions WHERE substr(directive, 1, ?) = ? "
            "AND directive NOT IN (SELECT id FROM present) ORDER BY directive",
            (len(prefix), prefix),
        )
        return tuple(str(row["directive"]) for row in rows)
