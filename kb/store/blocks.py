"""What the resolution of mentions works on, block by block: only blocks in which something has changed are resolved anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

CENTRAL = "trung ương"
"""The scope of the centre's instruments."""
Block = tuple[str, str]
"""Key of the number, and scope."""


class Blocks:
    """The tables ``blocks`` and ``resolved``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def forget(self) -> None:
        """Have everything resolved anew. Where ids lead is kept: that is history, and cannot be worked out again."""
        for table in ("mentions", "instruments", "blocks", "resolved"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 (our own names)

    def changed(self) -> tuple[list[str], list[str]]:
        """The directives that have to be resolved: new or changed ones, and those that are active no longer."""
        new = self._db.execute("SELECT id FROM active EXCEPT SELECT directive FROM resolved ORDER BY 1")
        gone = self._db.execute("SELECT DISTINCT directive FROM blocks EXCEPT SELECT id FROM active ORDER BY 1")
        return [row[0] for row in new], [row[0] for row in gone]

    def of(self, directive: str) -> set[Block]:
        """The blocks that a directive had part in."""
        rows = self._db.execute("SELECT number_key, scope FROM blocks WHERE directive = ?", (directive,))
        return {(row["number_key"], row["scope"]) for row in rows}

    def put(self, directive: str, blocks: Iterable[tuple[int, Block]]) -> None:
        """What a directive has part in now, by the position of its mentions."""
        self._db.execute("DELETE FROM blocks WHERE directive = ?", (directive,))
        self._db.executemany(
            "INSERT INTO blocks VALUES (?, ?, ?, ?)", [(directive, position, *block) for position, block in blocks]
        )
        self._db.execute("INSERT OR REPLACE INTO resolved VALUES (?)", (directive,))

    def remove(self, directive: str) -> None:
        """Let a directive have part in nothing."""
        self._db.execute("DELETE FROM blocks WHERE directive = ?", (directive,))
        self._db.execute("DELETE FROM resolved WHERE directive = ?", (directive,))

    def renew(self, directive: str) -> None:
        """Have a directive looked at again."""
        self._db.execute("DELETE FROM resolved WHERE directive = ?", (directive,))

    def clear(self, blocks: Iterable[Block]) -> dict[tuple[str, int], str | None]:
        """Take away what some blocks were resolved to; the passages of the mentions that were in them.

        To be called before their members are put anew.
        """
        passages: dict[tuple[str, int], str | None] = {}
        cleared = list(blocks)
        for block in cleared:
            for row in self._db.execute(
                "SELECT mentions.directive, mentions.position, passage FROM blocks "
                "JOIN mentions USING (directive, position) WHERE number_key = ? AND scope = ?",
                block,
            ):
                passages[row["directive"], row["position"]] = row["passage"]
        self._db.executemany("DELETE FROM mentions WHERE directive = ? AND position = ?", list(passages))
        # Also those that had all their mentions in directives that have been replaced. A law of the collection that nobody
        # cites goes only with its own block.
        without = "id NOT IN (SELECT instrument FROM mentions WHERE instrument IS NOT NULL)"
        kept = f"directive IS NOT NULL AND name IS NOT NULL AND scope = '{CENTRAL}'"
        self._db.execute(f"DELETE FROM instruments WHERE {without} AND NOT ({kept})")  # noqa: S608
        self._db.executemany(
            f"DELETE FROM instruments WHERE number_key = ? AND scope = ? AND {without}",  # noqa: S608
            cleared,
        )
        return passages

    def names(self, blocks: Iterable[Block]) -> set[str]:
        """The keys of the names of the instruments that some blocks were resolved to."""
        found: set[str] = set()
        for key, scope in blocks:
            rows = self._db.execute(
                "SELECT name_key FROM instruments WHERE number_key = ? AND scope = ? AND name_key IS NOT NULL",
                (key, scope),
            )
            found.update(row["name_key"] for row in rows)
        return found

    def citations(self, block: Block) -> list[Mapping[str, Any]]:
        """The mentions of a block: the columns of the citations, and their directive and position."""
        return self._db.execute(
            "SELECT citations.* FROM blocks JOIN citations USING (directive, position) "
            "WHERE number_key = ? AND scope = ? ORDER BY directive, position",
            block,
        ).fetchall()

    def heads(self, block: Block) -> list[Mapping[str, Any]]:
        """The directives that are themselves in a block."""
        return self._db.execute(
            "SELECT id, number, type, date, issuer, title, body FROM directives WHERE id IN "
            "(SELECT directive FROM blocks WHERE number_key = ? AND scope = ? AND position < 0) ORDER BY id",
            block,
        ).fetchall()
