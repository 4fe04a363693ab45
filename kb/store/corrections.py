"""Corrections in the database: what people said, and what it concerns now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kb.store.codec import from_json, to_json
from kb.store.records import Correction


@dataclass(frozen=True, slots=True)
class Made:
    """A correction as it was made.

    Attributes:
        id: 0 for one that is not stored yet.
        directive: the text that it was made on.
        paths: the files with that text then.
        sketch: of that text, see :mod:`kb.sketch`: another text at the same path may be another document.
        start, printed, nth, among: the citation's place, its words, and which (from 0) of how many with these words it is.
    """

    id: int
    directive: str
    paths: tuple[str, ...]
    sketch: bytes
    field: str
    value: str | None
    was: str | None
    by: str
    at: str
    note: str | None = None
    start: int | None = None
    printed: str | None = None
    nth: int | None = None
    among: int | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """How a correction fits a directive of today: what that text gives, and where its citation stands."""

    correction: int
    directive: str
    gives: str | None
    state: Literal["applied", "superseded", "review"]
    position: int | None = None
    start: int | None = None


class Corrections:
    """The tables ``corrections`` and ``applied``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, made: Made) -> int:
        """Keep a new correction; its id."""
        cursor = self._db.execute(
            "INSERT INTO corrections (directive, paths, sketch, field, value, was, start, printed, nth, among, person, at, note) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(made.directive, to_json(made.paths), made.sketch, made.field, made.value, made.was),
                *(made.start, made.printed, made.nth, made.among, made.by, made.at, made.note),
            ),
        )
        return int(cursor.lastrowid or 0)

    def undo(self, ident: int, by: str, at: str) -> None:
        """Let a correction count no more; it stays on record."""
        self._db.execute("UPDATE corrections SET undone_by = ?, undone_at = ? WHERE id = ?", (by, at, ident))

    def standing(self) -> tuple[Made, ...]:
        """Those that nobody has undone, the earliest first."""
        rows = self._db.execute("SELECT * FROM corrections WHERE undone_at IS NULL ORDER BY id")
        return tuple(_made(row) for row in rows)

    def fits(self) -> frozenset[Fit]:
        """What corrections concern now."""
        rows = self._db.execute("SELECT * FROM applied")
        return frozenset(
            Fit(row["correction"], row["directive"], row["gives"], row["state"], row["position"], row["start"])
            for row in rows
        )

    def replace_fits(self, fits: Iterable[Fit]) -> None:
        """Put what corrections concern now in the place of what they concerned before."""
        self._db.execute("DELETE FROM applied")
        self._db.executemany(
            "INSERT INTO applied (correction, directive, gives, state, position, start) VALUES (?, ?, ?, ?, ?, ?)",
            [(fit.correction, fit.directive, fit.gives, fit.state, fit.position, fit.start) for fit in fits],
        )

    def by_directive(self) -> dict[str, tuple[Correction, ...]]:
        """The corrections that concern each directive, in order of time."""
        found: dict[str, list[Correction]] = {}
        for row in self._db.execute(
            "SELECT corrections.id, applied.directive, field, value, gives AS was, person, at, note, applied.start, printed, "
            "state, position FROM applied JOIN corrections ON corrections.id = correction ORDER BY corrections.id"
        ):
            found.setdefault(row["directive"], []).append(_correction(row))
        return {ident: tuple(items) for ident, items in found.items()}

    def all(self) -> tuple[Correction, ...]:
        """Every correction ever made, once for each directive that it concerns now, also undone ones."""
        rows = self._db.execute(
            "SELECT corrections.id, COALESCE(applied.directive, corrections.directive) AS directive, field, value, "
            "CASE WHEN applied.correction IS NULL THEN was ELSE gives END AS was, person, at, note, "
            "COALESCE(applied.start, corrections.start) AS start, printed, position, "
            "CASE WHEN undone_at IS NOT NULL THEN 'undone' ELSE COALESCE(state, 'gone') END AS state "
            "FROM corrections LEFT JOIN applied ON corrections.id = correction ORDER BY corrections.id, directive"
        )
        return tuple(_correction(row) for row in rows)


def in_force(corrections: Sequence[Correction]) -> dict[str, str | None]:
    """The corrected fields of a header."""
    return {item.field: item.value for item in corrections if item.citation is None and item.state == "applied"}


def _made(row: Mapping[str, Any]) -> Made:
    return Made(
        id=row["id"],
        directive=row["directive"],
        paths=from_json(tuple[str, ...], row["paths"]),
        sketch=row["sketch"],
        field=row["field"],
        value=row["value"],
        was=row["was"],
        by=row["person"],
        at=row["at"],
        note=row["note"],
        start=row["start"],
        printed=row["printed"],
        nth=row["nth"],
        among=row["among"],
    )


def _correction(row: Mapping[str, Any]) -> Correction:
    return Correction(
        id=row["id"],
        directive=row["directive"],
        field=row["field"],
        value=row["value"],
        was=row["was"],
        by=row["person"],
        at=row["at"],
        note=row["note"],
        citation=row["start"],
        printed=row["printed"],
        state=row["state"],
        position=row["position"],
    )
