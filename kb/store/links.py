"""What the active directives say of others, read as a whole: what the citation graph is made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple


class Cited(NamedTuple):
    """A citation and what it resolves to; see :class:`ingest.types.Citation` and :class:`kb.store.records.Mention`.

    ``instrument``, ``reason``, ``candidates`` (JSON) and ``passage`` are ``None`` for one that has not been resolved.
    """

    directive: str
    position: int
    start: int
    end: int
    text: str
    form: str
    refers: int | None
    instrument: str | None
    reason: str | None
    candidates: str | None
    passage: str | None


class Related(NamedTuple):
    """A relation, see :class:`ingest.types.Relation`."""

    directive: str
    position: int
    kind: str
    part: str | None
    start: int
    end: int
    text: str
    source: int | None
    target: int | None


class Links:
    """The tables ``citations``, ``mentions`` and ``relations`` of the active directives, in order of directive and text."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def cited(self) -> Iterator[Cited]:
        """Every citation."""
        return map(
            Cited._make,
            self._rows(
                "SELECT directive, position, start, end, text, form, refers, instrument, reason, candidates, passage "
                "FROM citations LEFT JOIN mentions USING (directive, position) "
                "WHERE directive IN (SELECT id FROM active) ORDER BY directive, position"
            ),
        )

    def related(self) -> Iterator[Related]:
        """Every relation."""
        return map(
            Related._make,
            self._rows(
                "SELECT directive, position, kind, part, start, end, text, source, target FROM relations "
                "WHERE directive IN (SELECT id FROM active) ORDER BY directive, position"
            ),
        )

    def _rows(self, query: str) -> sqlite3.Cursor:
        """Plain tuples: there may be very many."""
        cursor = self._db.cursor()
        cursor.row_factory = None
        return cursor.execute(query)
