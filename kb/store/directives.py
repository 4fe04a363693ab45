"""Directives in the database, each by the content of its text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import astuple, fields
from pathlib import PurePath
from typing import Any, get_type_hints

from ingest.types import Citation, Directive, Header, Span
from kb.errors import StoreError
from kb.store.codec import from_json, to_json
from kb.store.keys import directive_id, number_key, text_key
from kb.store.records import Document

_HEADER = tuple(field.name for field in fields(Header))
_CITATION = tuple(field.name for field in fields(Citation))
_JSON = ("body", "pages", "bases", "sections", "targets", "deadlines", "recipients", "signature")
_HINTS = get_type_hints(Directive)
_BEST_FIRST = (".docx", ".md", ".txt", ".pdf")


def to_row(directive: Directive) -> dict[str, Any]:
    """The columns of a directive, its citations left out (they have their own table)."""
    ident, digest = directive_id(directive.text)
    header = directive.header
    row: dict[str, Any] = {"id": ident, "sha256": digest, "text": directive.text}
    row |= {"source": directive.source, "source_sha256": directive.sha256}
    row |= {name: getattr(header, name) for name in _HEADER}
    row["number_key"] = None if header.number is None else number_key(header.number)
    row |= {f"{name}_key": text_key(getattr(header, name)) for name in ("type", "issuer", "province", "title")}
    return row | {name: to_json(getattr(directive, name)) for name in _JSON}


def from_row(row: Mapping[str, Any], citations: Iterable[Citation]) -> Directive:
    """The directive that :func:`to_row` was given."""
    parts = {name: from_json(_HINTS[name], row[name]) for name in _JSON}
    return Directive(
        source=row["source"],
        sha256=row["source_sha256"],
        text=row["text"],
        header=_header(row),
        citations=tuple(citations),
        **parts,
    )


def best_first(path: str) -> tuple[int, int, str]:
    """Sorts the files with one text: Word, Markdown, plain text, PDF, others; then the shortest path."""
    suffix = PurePath(path).suffix.lower()
    return (_BEST_FIRST.index(suffix) if suffix in _BEST_FIRST else len(_BEST_FIRST), len(path), path)


def _header(row: Mapping[str, Any]) -> Header:
    values = {name: row[name] for name in _HEADER}
    return Header(**values | {"draft": bool(row["draft"])})


class Directives:
    """The tables ``directives`` and ``citations``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def put(self, directive: Directive) -> tuple[str, bool]:
        """Store a directive; its id, and whether anything is other than before."""
        row = to_row(directive)
        before = self.get(row["id"])
        if before is not None and before.text != directive.text:
            msg = f"Hai văn bản khác nhau có cùng mã {row['id']}."
            raise StoreError(msg)
        if before == directive:
            cursor = self._db.execute(
                "UPDATE directives SET retired = NULL WHERE id = ? AND retired IS NOT NULL", (row["id"],)
            )
            return row["id"], cursor.rowcount > 0
        names = ", ".join(row)
        changed = ", ".join(f"{name} = excluded.{name}" for name in row if name != "id")
        self._db.execute(
            f"INSERT INTO directives ({names}) VALUES ({', '.join('?' * len(row))}) "  # noqa: S608 (our own names)
            f"ON CONFLICT (id) DO UPDATE SET {changed}, retired = NULL",
            tuple(row.values()),
        )
        self._db.execute("DELETE FROM citations WHERE directive = ?", (row["id"],))
        self._db.executemany(
            f"INSERT INTO citations (directive, position, {', '.join(_CITATION)}) "  # noqa: S608
            f"VALUES (?, ?{', ?' * len(_CITATION)})",
            [(row["id"], position, *astuple(citation)) for position, citation in enumerate(directive.citations)],
        )
        return row["id"], True

    def get(self, ident: str) -> Directive | None:
        """The whole directive with this id, also when it is retired; ``None`` where there is none."""
        row = self._db.execute("SELECT * FROM directives WHERE id = ?", (ident,)).fetchone()
        return None if row is None else from_row(row, self.citations(ident))

    def text(self, ident: str) -> str | None:
        """The text of a directive, without the rest of it."""
        row = self._db.execute("SELECT text FROM directives WHERE id = ?", (ident,)).fetchone()
        return None if row is None else str(row["text"])

    def citations(self, ident: str) -> tuple[Citation, ...]:
        """The citations of a directive, in order."""
        rows = self._db.execute("SELECT * FROM citations WHERE directive = ? ORDER BY position", (ident,))
        return tuple(Citation(*(row[name] for name in _CITATION)) for row in rows)

    def body(self, ident: str) -> Span:
        """The range of a directive's body."""
        row = self._db.execute("SELECT body FROM directives WHERE id = ?", (ident,)).fetchone()
        span: Span = from_json(Span, row["body"])
        return span

    def document(self, ident: str) -> Document | None:
        """The directive with this id, without its text."""
        found = self._documents("directives.id = ?", (ident,))
        return found[0] if found else None

    def documents(self, *, active: bool = True) -> tuple[Document, ...]:
        """The directives that have a file, in order of id; with ``active``, samples only while nothing else is there."""
        return self._documents(f"directives.id IN (SELECT id FROM {'active' if active else 'present'})", ())  # noqa: S608

    def count(self) -> int:
        """How many directives are active."""
        return int(self._db.execute("SELECT count(*) FROM active").fetchone()[0])

    def numbered(self, key: str) -> tuple[Document, ...]:
        """The directives with a file whose own number has this key."""
        return self._documents("number_key = ? AND directives.id IN (SELECT id FROM present)", (key,))

    def by_prefix(self, prefix: str) -> tuple[Document, ...]:
        """The directives with a file whose id starts with these hex digits."""
        return self._documents(
            "substr(directives.id, 1, ?) = ? AND directives.id IN (SELECT id FROM present)", (len(prefix), prefix)
        )

    def retire(self, revision: int) -> int:
        """Mark the directives that have lost their last file; how many there were."""
        return self._db.execute(
            "UPDATE directives SET retired = ? WHERE retired IS NULL AND id NOT IN (SELECT id FROM present)",
            (revision,),
        ).rowcount

    def collect(self, oldest: int) -> int:
        """Delete what was retired at or before the revision of the oldest generation in use; how many directives."""
        self._db.execute("DELETE FROM passages WHERE retired <= ?", (oldest,))
        return self._db.execute("DELETE FROM directives WHERE retired <= ?", (oldest,)).rowcount

    def source(self, ident: str) -> str | None:
        """The file that a directive was parsed from; ``None`` for one that is not there or has no file."""
        row = self._db.execute(
            "SELECT source FROM directives JOIN files ON files.path = source AND files.directive = id WHERE id = ?",
            (ident,),
        ).fetchone()
        return None if row is None else str(row["source"])

    def sources(self) -> dict[str, tuple[str, str]]:
        """The file, and the sha256 of its bytes, that every directive with a file was parsed from."""
        rows = self._db.execute("SELECT id, source, source_sha256 FROM directives WHERE id IN (SELECT id FROM present)")
        return {row["id"]: (row["source"], row["source_sha256"]) for row in rows}

    def move(self, ident: str, source: str) -> None:
        """Name another file, with the same bytes, as the one that was parsed."""
        self._db.execute("UPDATE directives SET source = ? WHERE id = ?", (source, ident))

    def _documents(self, where: str, values: tuple[object, ...]) -> tuple[Document, ...]:
        names = ", ".join(f"directives.{name}" for name in ("id", *_HEADER))
        rows = self._db.execute(
            f"SELECT {names}, json_group_array(files.path) AS paths, MIN(files.sample) AS sample "  # noqa: S608
            "FROM directives LEFT JOIN files ON files.directive = directives.id "
            f"WHERE {where} GROUP BY directives.id ORDER BY directives.id",
            values,
        )
        return tuple(_document(row) for row in rows)


def _document(row: Mapping[str, Any]) -> Document:
    paths = tuple(path for path in from_json(tuple[str | None, ...], row["paths"]) if path is not None)
    sources = tuple(sorted(paths, key=best_first))
    return Document(row["id"], _header(row), sources[0] if sources else "", sources, bool(row["sample"]))
