"""Near-copies in the database: files that hold nearly the text of a directive, and how likely ones are found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence


class Copies:
    """The tables ``copies``, ``bands`` and ``digits``, which holds signatures (:mod:`kb.signatures`)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def put(self, path: str, directive: str, own: str) -> None:
        """A file counts as one of a directive although it holds another text, whose id is ``own``."""
        self._db.execute("INSERT OR REPLACE INTO copies VALUES (?, ?, ?)", (path, directive, own))

    def drop(self, paths: Iterable[str]) -> None:
        """The files hold what their directive says, or are gone."""
        self._db.executemany("DELETE FROM copies WHERE path = ?", [(path,) for path in paths])

    def of(self, directive: str) -> dict[str, str]:
        """The files with a near-copy of a directive, each with the id of its own text."""
        rows = self._db.execute(
            "SELECT path, own FROM copies JOIN files USING (path) WHERE copies.directive = ? AND files.directive = ?",
            (directive, directive),
        )
        return {row["path"]: row["own"] for row in rows}

    def exact(self, directive: str) -> frozenset[str]:
        """The files that hold the very text of a directive."""
        rows = self._db.execute("SELECT path FROM files WHERE directive = ?", (directive,))
        return frozenset(row["path"] for row in rows) - set(self.of(directive))

    def paths(self) -> frozenset[str]:
        """All files that hold a near-copy."""
        rows = self._db.execute("SELECT path FROM copies JOIN files USING (path, directive)")
        return frozenset(row["path"] for row in rows)

    def held(self) -> tuple[tuple[str, str, str], ...]:
        """All near-copies, those of files that have gone since too: path, directive, and the id of its own text."""
        rows = self._db.execute("SELECT path, directive, own FROM copies ORDER BY path")
        return tuple((row["path"], row["directive"], row["own"]) for row in rows)

    def repoint(self, old: str, new: str) -> None:
        """Give the files of a directive to the better one that has taken its place."""
        self._db.execute(
            "INSERT OR REPLACE INTO copies SELECT path, ?, COALESCE((SELECT own FROM copies AS known "
            "WHERE known.path = files.path AND known.directive = files.directive), ?) FROM files WHERE directive = ?",
            (new, old, old),
        )
        self._db.execute("DELETE FROM copies WHERE own = directive")
        self._db.execute("UPDATE files SET directive = ? WHERE directive = ?", (new, old))

    def unsign(self) -> None:
        """Forget all signatures: other code makes others."""
        self._db.execute("DELETE FROM digits")

    def unsigned(self) -> tuple[str, ...]:
        """The directives with a file whose signatures are not known."""
        rows = self._db.execute("SELECT id FROM filed WHERE id NOT IN (SELECT directive FROM digits) ORDER BY id")
        return tuple(row["id"] for row in rows)

    def sketch(self, directive: str, bands: Sequence[int], signatures: Iterable[int]) -> None:
        """Keep the bands of a directive, and its signatures."""
        self._db.executemany(
            "INSERT OR IGNORE INTO bands VALUES (?, ?, ?)",
            [(band, value, directive) for band, value in enumerate(bands)],
        )
        self._db.executemany("INSERT OR IGNORE INTO digits VALUES (?, ?)", [(one, directive) for one in signatures])

    def left_alike(self, bands: Sequence[int]) -> tuple[str, ...]:
        """The directives that no file says any more and that share a band with these."""
        found = set()
        for band, value in enumerate(bands):
            rows = self._db.execute(
                "SELECT directive FROM bands WHERE band = ? AND value = ? AND directive NOT IN (SELECT id FROM filed)",
                (band, value),
            )
            found |= {str(row["directive"]) for row in rows}
        return tuple(sorted(found))

    def alike(
        self, number_key: str | None, date: str | None, bands: Sequence[int], signatures: Iterable[int]
    ) -> tuple[str, ...]:
        """The directives with a file and one of these signatures that have the same number and date, or share a band.

        The signatures come first: of form letters hardly any two have the same, while all share their bands.
        """
        wanted = list(signatures)
        marks = ", ".join("?" * len(wanted))
        rows = self._db.execute(
            "SELECT DISTINCT id, number_key, date FROM digits JOIN directives ON id = directive "  # noqa: S608 (marks)
            f"WHERE digest IN ({marks}) AND EXISTS (SELECT 1 FROM files WHERE files.directive = id) ORDER BY id",
            wanted,
        ).fetchall()
        numbered = {
            row["id"] for row in rows if number_key and date and (row["number_key"], row["date"]) == (number_key, date)
        }
        near = set(enumerate(bands))
        return tuple(row["id"] for row in rows if row["id"] in numbered or near & self._bands(row["id"]))

    def _bands(self, directive: str) -> set[tuple[int, int]]:
        rows = self._db.execute("SELECT band, value FROM bands WHERE directive = ?", (directive,))
        return {(row["band"], row["value"]) for row in rows}
