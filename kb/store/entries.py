"""Instruments as they are searched: kept until they are resolved anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from index.types import Entry


class Entries:
    """The table ``entries``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def missing(self) -> tuple[str, ...]:
        """The instruments that have none."""
        rows = self._db.execute("SELECT id FROM instruments EXCEPT SELECT instrument FROM entries ORDER BY 1")
        return tuple(row["id"] for row in rows)

    def put(self, entries: Iterable[tuple[Entry, int]]) -> None:
        """Keep entries, each with its key."""
        self._db.executemany(
            "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)",
            [(entry.id, entry.text, entry.context, key) for entry, key in entries],
        )

    def contents(self) -> list[tuple[str, int]]:
        """Instrument and key of every entry, in order of number and id."""
        rows = self._db.execute(
            "SELECT id, content FROM instruments JOIN entries ON instrument = id ORDER BY number_key, id"
        )
        return [(row["id"], row["content"]) for row in rows]

    def get(self, ident: str) -> Entry:
        """The entry of an instrument."""
        row = self._db.execute("SELECT * FROM entries WHERE instrument = ?", (ident,)).fetchone()
        return Entry(row["instrument"], row["text"], row["context"])
