"""Removals in the database: which documents people have taken out, and which texts that concerns now."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from kb.store.codec import from_json, to_json
from kb.store.records import Removal


class Removals:
    """The tables ``removals`` and ``set_aside``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, removal: Removal) -> int:
        """Keep a new removal; its id."""
        cursor = self._db.execute(
            "INSERT INTO removals (directive, paths, name, person, at) VALUES (?, ?, ?, ?, ?)",
            (removal.directive, to_json(removal.paths), removal.name, removal.by, removal.at),
        )
        return int(cursor.lastrowid or 0)

    def undo(self, ident: int, by: str, at: str) -> None:
        """Let a removal count no more; it stays on record."""
        self._db.execute("UPDATE removals SET undone_by = ?, undone_at = ? WHERE id = ?", (by, at, ident))

    def all(self) -> tuple[Removal, ...]:
        """Every removal, in order of time."""
        return tuple(_removal(row) for row in self._db.execute("SELECT * FROM removals ORDER BY id"))

    def standing(self) -> tuple[Removal, ...]:
        """Those that nobody has undone."""
        return tuple(one for one in self.all() if one.undone_at is None)

    def set_aside(self) -> dict[str, int]:
        """The directives that are out, each with the removal that keeps it out."""
        return {row["id"]: row["removal"] for row in self._db.execute("SELECT * FROM set_aside")}

    def replace_set_aside(self, now: Mapping[str, int]) -> None:
        """Say anew which directives are out."""
        self._db.execute("DELETE FROM set_aside")
        self._db.executemany("INSERT INTO set_aside VALUES (?, ?)", list(now.items()))


def _removal(row: Mapping[str, Any]) -> Removal:
    return Removal(
        id=row["id"],
        directive=row["directive"],
        paths=from_json(tuple[str, ...], row["paths"]),
        name=row["name"],
        by=row["person"],
        at=row["at"],
        undone_by=row["undone_by"],
        undone_at=row["undone_at"],
    )
