"""Roots in the database whose documents with a secrecy stamp may be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


class Allowances:
    """The table ``allowances``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def all(self) -> dict[str, tuple[str, str]]:
        """The allowed roots, each with who allowed it and when."""
        return {row["root"]: (row["person"], row["at"]) for row in self._db.execute("SELECT * FROM allowances")}

    def allow(self, roots: Iterable[str], by: str, at: str) -> None:
        """Allow roots; who allowed one first stays on record. What was refused there is read again."""
        for root in roots:
            added = self._db.execute("INSERT OR IGNORE INTO allowances VALUES (?, ?, ?)", (root, by, at))
            if added.rowcount:
                self._read_again(root)

    def refuse(self, roots: Iterable[str]) -> bool:
        """Allow roots no longer; whether one was. What is marked there is read again, and refused."""
        withdrawn = False
        for root in roots:
            if self._db.execute("DELETE FROM allowances WHERE root = ?", (root,)).rowcount:
                self._read_again(root)
                withdrawn = True
        return withdrawn

    def _read_again(self, root: str) -> None:
        """Let the next pass look at the files that the change concerns, as if other code had read them."""
        below = root.rstrip("/") + "/"
        self._db.execute(
            "UPDATE files SET parser = '' WHERE (path = ? OR substr(path, 1, ?) = ?) AND (status = 'skipped' "
            "OR directive IN (SELECT id FROM directives WHERE secrecy IS NOT NULL))",
            (root, len(below), below),
        )
