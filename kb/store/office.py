"""The office's own table of instruments in the database: every change that people made, and what each row said."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from kb.store.records import OfficeChange, OfficeState

_STATES = "SELECT * FROM office_rows "


class Office:
    """The tables ``office_changes`` and ``office_rows``: nothing in them is ever altered, what comes later counts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def standing(self) -> tuple[OfficeState, ...]:
        """The rows as they are now, in order of key; those that were taken away are not there."""
        return self._states("WHERE row IS NOT NULL AND NOT EXISTS (" + _LATER + ") ORDER BY key", ())

    def latest(self, key: str) -> OfficeState | None:
        """The last state of a row, also one in which it was taken away; ``None`` where there never was one."""
        found = self._states("WHERE key = ? ORDER BY change DESC LIMIT 1", (key,))
        return found[0] if found else None

    def before(self, key: str, change: int) -> OfficeState | None:
        """The state that a change has replaced."""
        found = self._states("WHERE key = ? AND change < ? ORDER BY change DESC LIMIT 1", (key, change))
        return found[0] if found else None

    def of(self, change: int) -> tuple[OfficeState, ...]:
        """The states that came with a change, in order of key."""
        return self._states("WHERE change = ? ORDER BY key", (change,))

    def changes(self) -> tuple[OfficeChange, ...]:
        """Every change, in order of time."""
        rows = self._db.execute("SELECT * FROM office_changes ORDER BY id").fetchall()
        undone: dict[int, int] = {}
        for row in reversed(rows):
            if (
                row["undoes"] is not None and row["id"] not in undone
            ):  # One that was itself taken back takes nothing back.
                undone[row["undoes"]] = row["id"]
        return tuple(
            OfficeChange(
                row["id"], row["kind"], row["person"], row["at"], row["file"], row["undoes"], undone.get(row["id"])
            )
            for row in rows
        )

    def add(
        self,
        kind: str,
        by: str,
        at: str,
        states: Iterable[OfficeState],
        *,
        file: str | None = None,
        undoes: int | None = None,
    ) -> int:
        """Keep a change with the states that it brings, whose own ``change`` does not count; its number."""
        cursor = self._db.execute(
            "INSERT INTO office_changes (kind, person, at, file, undoes) VALUES (?, ?, ?, ?, ?)",
            (kind, by, at, file, undoes),
        )
        change = int(cursor.lastrowid or 0)
        self._db.executemany(
            "INSERT INTO office_rows (key, change, row, person, at) VALUES (?, ?, ?, ?, ?)",
            [
                (one.key, change, None if one.row is None else json.dumps(one.row, ensure_ascii=False), one.by, one.at)
                for one in states
            ],
        )
        return change

    def _states(self, clause: str, values: tuple[object, ...]) -> tuple[OfficeState, ...]:
        return tuple(_state(row) for row in self._db.execute(_STATES + clause, values))


_LATER = "SELECT 1 FROM office_rows AS later WHERE later.key = office_rows.key AND later.change > office_rows.change"


def _state(row: Mapping[str, Any]) -> OfficeState:
    values = None if row["row"] is None else json.loads(row["row"])
    return OfficeState(row["key"], row["change"], values, row["person"], row["at"])
