"""Files and roots in the database: what the last build saw on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from kb.store.records import Root, StoredFile


class Files:
    """The tables ``roots`` and ``files``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def roots(self) -> tuple[Root, ...]:
        """The remembered roots, in order of path."""
        rows = self._db.execute("SELECT * FROM roots ORDER BY path")
        return tuple(Root(row["path"], bool(row["sample"]), row["device"]) for row in rows)

    def remember(self, root: Root) -> None:
        """Add a root, or say anew whether it holds samples and where it lies."""
        self._db.execute(
            "INSERT OR REPLACE INTO roots (path, sample, device) VALUES (?, ?, ?)",
            (root.path, int(root.sample), root.device),
        )

    def forget(self, path: str) -> None:
        """Remove a root; its files stay until they are removed."""
        self._db.execute("DELETE FROM roots WHERE path = ?", (path,))

    def all(self) -> dict[str, StoredFile]:
        """Every known file by its path."""
        return {row["path"]: _file(row) for row in self._db.execute("SELECT * FROM files ORDER BY path")}

    def hold(self, directive: str) -> bool:
        """Whether any file says a directive, or nearly."""
        return self._db.execute("SELECT 1 FROM files WHERE directive = ?", (directive,)).fetchone() is not None

    def put(self, file: StoredFile) -> None:
        """Add or replace the row of a file."""
        self._db.execute(
            "INSERT OR REPLACE INTO files (path, root, sha256, size, mtime_ns, status, reason, directive, sample, parser, seen_ns) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                file.path,
                file.root,
                file.sha256,
                file.size,
                file.mtime_ns,
                "skipped" if file.directive is None else "ok",
                file.reason,
                file.directive,
                int(file.sample),
                file.parser,
                file.seen_ns,
            ),
        )

    def remove(self, paths: Iterable[str]) -> None:
        """Forget files that are no longer there."""
        self._db.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in paths])


def _file(row: Mapping[str, Any]) -> StoredFile:
    return StoredFile(
        path=row["path"],
        root=row["root"],
        sha256=row["sha256"],
        size=row["size"],
        mtime_ns=row["mtime_ns"],
        reason=row["reason"],
        directive=row["directive"],
        sample=bool(row["sample"]),
        parser=row["parser"],
        seen_ns=row["seen_ns"],
    )
