"""What directives say that one instrument does to another, with the instruments that the mentions are resolved to."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.types import Span
from kb.store.codec import to_json


@dataclass(frozen=True, slots=True)
class Stated:
    """One relation, in a directive that counts.

    Attributes:
        source, target: ids of the instruments; ``None``: the directive itself, or a mention that is resolved to none.
        position: of the citation that is the source; ``None`` where the directive itself acts.
        target_position, target_start: of the citation that is acted on, and where it begins in the text.
    """

    directive: str
    kind: str
    part: str | None
    span: Span
    source: str | None
    target: str | None
    position: int | None
    target_position: int | None = None
    target_start: int = 0


@dataclass(frozen=True, slots=True)
class Cited:
    """A mention of an instrument: where it stands among the citations of its directive."""

    directive: str
    position: int


class Relations:
    """The table ``relations``, joined with ``mentions``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def on(self, instrument: str, kinds: Sequence[str], *, directive: str | None = None) -> tuple[Stated, ...]:
        """What is done to an instrument, in ways of these kinds, by the directives that count; by directive and place.

        Args:
            instrument: its id.
            kinds: of relations.
            directive: the one that it is itself, which may say so, too: "Quyết định này được thay thế bởi …".
        """
        rows = self._db.execute(
            "SELECT relations.*, acting.instrument AS acting, citations.start AS target_start FROM mentions AS done "
            "JOIN relations ON relations.directive = done.directive AND relations.target = done.position "
            "JOIN citations ON citations.directive = done.directive AND citations.position = done.position "
            "LEFT JOIN mentions AS acting ON acting.directive = relations.directive AND acting.position = relations.source "
            "WHERE done.instrument = ?1 AND kind IN (SELECT value FROM json_each(?2)) "
            "AND relations.directive IN (SELECT id FROM active) "
            "UNION ALL SELECT relations.*, acting.instrument, relations.start FROM relations "
            "LEFT JOIN mentions AS acting ON acting.directive = relations.directive AND acting.position = relations.source "
            "WHERE relations.directive = ?3 AND target IS NULL AND source IS NOT NULL "
            "AND kind IN (SELECT value FROM json_each(?2)) AND relations.directive IN (SELECT id FROM active)",
            (instrument, to_json(tuple(kinds)), directive),
        )
        found = [
            Stated(
                row["directive"],
                row["kind"],
                row["part"],
                Span(row["start"], row["end"]),
                row["acting"],
                instrument,
                row["source"],
                row["target"],
                row["target_start"],
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda one: (one.directive, one.span.start)))

    def acted_on(self, kinds: Sequence[str]) -> frozenset[str]:
        """The instruments to which something is done in ways of these kinds."""
        rows = self._db.execute(
            "SELECT DISTINCT instrument FROM relations JOIN mentions ON mentions.directive = relations.directive "
            "AND mentions.position = relations.target WHERE kind IN (SELECT value FROM json_each(?)) "
            "AND instrument IS NOT NULL AND relations.directive IN (SELECT id FROM active)",
            (to_json(tuple(kinds)),),
        )
        return frozenset(row["instrument"] for row in rows)

    def with_days(self) -> tuple[str, ...]:
        """The directives that say when something begins or ends."""
        rows = self._db.execute(
            "SELECT id FROM directives WHERE effects <> '[]' AND id IN (SELECT id FROM active) ORDER BY id"
        )
        return tuple(row["id"] for row in rows)

    def with_effects(self, instrument: str) -> tuple[Cited, ...]:
        """The mentions of an instrument in directives that say when others begin or end."""
        rows = self._db.execute(
            "SELECT mentions.directive, position FROM mentions JOIN directives ON directives.id = mentions.directive "
            "WHERE instrument = ? AND effects <> '[]' AND directives.id IN (SELECT id FROM active) ORDER BY 1, 2",
            (instrument,),
        )
        return tuple(Cited(row["directive"], row["position"]) for row in rows)
