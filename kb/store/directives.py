"""Directives in the database, each by the content of its text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import astuple, fields, replace
from pathlib import PurePath
from typing import Any, get_type_hints

from ingest.types import Citation, Directive, Effect, Header, Relation, Span
from kb.errors import StoreError
from kb.store.codec import from_json, to_json
from kb.store.copies import Copies
from kb.store.corrections import Corrections, in_force
from kb.store.keys import directive_id, number_key, text_key
from kb.store.records import Correction, Document

_HEADER = tuple(field.name for field in fields(Header))
_CITATION = tuple(field.name for field in fields(Citation))
_RELATION = tuple(field.name for field in fields(Relation))
_JSON = ("body", "pages", "bases", "sections", "targets", "deadlines", "recipients", "signature", "notes", "effects")
_HINTS = get_type_hints(Directive)
_RENUMBERED = (
    "SELECT applied.directive FROM applied JOIN corrections ON corrections.id = correction "
    "WHERE field = 'number' AND state = 'applied'"
)
_BEST_FIRST = (".docx", ".odt", ".doc", ".rtf", ".html", ".htm", ".md", ".txt", ".pdf")


def to_row(directive: Directive) -> dict[str, Any]:
    """The columns of a directive, its citations and relations left out (they have their own tables)."""
    ident, digest = directive_id(directive.text)
    header = directive.header
    row: dict[str, Any] = {"id": ident, "sha256": digest, "text": directive.text}
    row |= {"source": directive.source, "source_sha256": directive.sha256}
    row |= {name: getattr(header, name) for name in _HEADER}
    row["number_key"] = None if header.number is None else number_key(header.number)
    row |= {f"{name}_key": text_key(getattr(header, name)) for name in ("type", "issuer", "province", "title")}
    row |= {name: to_json(getattr(directive, name)) for name in _JSON}
    worst = min((page.confidence for page in directive.pages if page.confidence is not None), default=None)
    return row | {"words": directive.words, "confidence": worst}


def from_row(row: Mapping[str, Any], citations: Iterable[Citation], relations: Iterable[Relation]) -> Directive:
    """The directive that :func:`to_row` was given."""
    parts = {name: from_json(_HINTS[name], row[name]) for name in _JSON}
    return Directive(
        source=row["source"],
        sha256=row["source_sha256"],
        text=row["text"],
        header=_header(row),
        citations=tuple(citations),
        relations=tuple(relations),
        words=bytes(row["words"]),
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
    """The tables ``directives`` and ``citations``.

    What a directive holds is what its text gives; a :class:`Document` has the header as people have corrected it.

    Args:
        connection: to the database.
        present: the view of those that count as there: ``present``, or ``removed`` for those that were taken out.
    """

    def __init__(self, connection: sqlite3.Connection, present: str = "present") -> None:
        self._db = connection
        self._present = present
        self._corrections = Corrections(connection)
        self._copies = Copies(connection)

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
        self._db.execute("DELETE FROM relations WHERE directive = ?", (row["id"],))
        self._db.executemany(
            f"INSERT INTO relations (directive, position, {', '.join(_RELATION)}) "  # noqa: S608
            f"VALUES (?, ?{', ?' * len(_RELATION)})",
            [(row["id"], position, *astuple(relation)) for position, relation in enumerate(directive.relations)],
        )
        return row["id"], True

    def get(self, ident: str) -> Directive | None:
        """The whole directive with this id, also when it is retired; ``None`` where there is none."""
        row = self._db.execute("SELECT * FROM directives WHERE id = ?", (ident,)).fetchone()
        return None if row is None else from_row(row, self.citations(ident), self.relations(ident))

    def secrecy(self, ident: str) -> str | None:
        """The secrecy stamp of a directive."""
        row = self._db.execute("SELECT secrecy FROM directives WHERE id = ?", (ident,)).fetchone()
        return None if row is None else row["secrecy"]

    def text(self, ident: str) -> str | None:
        """The text of a directive, without the rest of it."""
        row = self._db.execute("SELECT text FROM directives WHERE id = ?", (ident,)).fetchone()
        return None if row is None else str(row["text"])

    def printed(self, ident: str) -> tuple[str, str, bool] | None:
        """Of a directive only the text, the file that it was parsed from, and whether some of it was recognised (OCR)."""
        row = self._db.execute("SELECT text, source, confidence FROM directives WHERE id = ?", (ident,)).fetchone()
        return None if row is None else (row["text"], row["source"], row["confidence"] is not None)

    def citations(self, ident: str) -> tuple[Citation, ...]:
        """The citations of a directive, in order."""
        rows = self._db.execute("SELECT * FROM citations WHERE directive = ? ORDER BY position", (ident,))
        return tuple(Citation(*(row[name] for name in _CITATION)) for row in rows)

    def relations(self, ident: str) -> tuple[Relation, ...]:
        """What a directive says that one instrument does to another, in order."""
        rows = self._db.execute("SELECT * FROM relations WHERE directive = ? ORDER BY position", (ident,))
        return tuple(Relation(*(row[name] for name in _RELATION)) for row in rows)

    def effects(self, ident: str) -> tuple[Effect, ...]:
        """When instruments begin and cease to be in force, as a directive says."""
        row = self._db.execute("SELECT effects FROM directives WHERE id = ?", (ident,)).fetchone()
        found: tuple[Effect, ...] = from_json(tuple[Effect, ...], row["effects"]) if row else ()
        return found

    def body(self, ident: str) -> Span:
        """The range of a directive's body."""
        row = self._db.execute("SELECT body FROM directives WHERE id = ?", (ident,)).fetchone()
        span: Span = from_json(Span, row["body"])
        return span

    def years(self, idents: Iterable[str]) -> dict[str, int | None]:
        """The years in which directives were issued, as far as they say."""
        wanted = to_json(tuple(sorted(idents)))
        rows = self._db.execute(
            "SELECT id, coalesce(year, CAST(substr(date, 1, 4) AS INTEGER)) AS year FROM directives "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (wanted,),
        )
        return {row["id"]: row["year"] for row in rows}

    def document(self, ident: str) -> Document | None:
        """The directive with this id, without its text."""
        found = self._documents("directives.id = ?", (ident,))
        return found[0] if found else None

    def documents(self, *, active: bool = True) -> tuple[Document, ...]:
        """The directives that have a file, in order of id; with ``active``, samples only while nothing else is there."""
        return self._documents(f"directives.id IN (SELECT id FROM {'active' if active else self._present})", ())  # noqa: S608

    def count(self) -> int:
        """How many directives are active."""
        return int(self._db.execute("SELECT count(*) FROM active").fetchone()[0])

    def is_active(self, ident: str) -> bool:
        """Whether answers may rest on a directive."""
        return self._db.execute("SELECT 1 FROM active WHERE id = ?", (ident,)).fetchone() is not None

    def numbered(self, key: str) -> tuple[Document, ...]:
        """The directives with a file whose own number, as corrected, has this key."""
        where = f"(number_key = ? OR directives.id IN ({_RENUMBERED})) AND directives.id IN (SELECT id FROM {self._present})"  # noqa: S608
        found = self._documents(where, (key,))
        return tuple(one for one in found if one.header.number and number_key(one.header.number) == key)

    def by_prefix(self, prefix: str) -> tuple[Document, ...]:
        """The directives with a file whose id starts with these hex digits."""
        return self._documents(
            f"substr(directives.id, 1, ?) = ? AND directives.id IN (SELECT id FROM {self._present})",  # noqa: S608
            (len(prefix), prefix),
        )

    def stamped_left(self) -> tuple[str, ...]:
        """The directives with a secrecy stamp that no file says any more."""
        rows = self._db.execute(
            "SELECT id FROM directives WHERE secrecy IS NOT NULL AND id NOT IN (SELECT id FROM filed) ORDER BY id"
        )
        return tuple(row["id"] for row in rows)

    def once_in(self, ident: str) -> frozenset[str]:
        """The files that say a directive or once said it, and the one that it was parsed from."""
        rows = self._db.execute(
            "SELECT path FROM versions WHERE directive = ? UNION SELECT source FROM directives WHERE id = ?",
            (ident, ident),
        )
        return frozenset(row["path"] for row in rows)

    def retire(self, revision: int) -> int:
        """Mark the directives that have lost their last file; how many there were."""
        return self._db.execute(
            "UPDATE directives SET retired = ? WHERE retired IS NULL AND id NOT IN (SELECT id FROM filed)",
            (revision,),
        ).rowcount

    def collect(self, oldest: int) -> int:
        """Delete what was retired at or before the revision of the oldest generation in use; how many directives.

        Of what a file said before, the text stays, without its passages.
        """
        self._db.execute(
            "DELETE FROM passages WHERE retired <= ? OR directive IN (SELECT id FROM directives WHERE retired <= ?)",
            (oldest, oldest),
        )
        return self._db.execute(
            "DELETE FROM directives WHERE retired <= ? AND id NOT IN (SELECT directive FROM versions)", (oldest,)
        ).rowcount

    def source(self, ident: str) -> str | None:
        """The file that a directive was parsed from; ``None`` for one that is not there or has no file."""
        row = self._db.execute(
            "SELECT source FROM directives JOIN files ON files.path = source AND files.directive = id WHERE id = ?",
            (ident,),
        ).fetchone()
        return None if row is None else str(row["source"])

    def sources(self) -> dict[str, tuple[str, str]]:
        """The file, and the sha256 of its bytes, that every directive with a file was parsed from."""
        rows = self._db.execute("SELECT id, source, source_sha256 FROM directives WHERE id IN (SELECT id FROM filed)")
        return {row["id"]: (row["source"], row["source_sha256"]) for row in rows}

    def move(self, ident: str, source: str) -> None:
        """Name another file, with the same bytes, as the one that was parsed."""
        self._db.execute("UPDATE directives SET source = ? WHERE id = ?", (source, ident))

    def _documents(self, where: str, values: tuple[object, ...]) -> tuple[Document, ...]:
        names = ", ".join(f"directives.{name}" for name in ("id", "confidence", *_HEADER))
        rows = self._db.execute(
            f"SELECT {names}, json_group_array(files.path) AS paths, MIN(files.sample) AS sample "  # noqa: S608
            "FROM directives LEFT JOIN files ON files.directive = directives.id "
            f"WHERE {where} GROUP BY directives.id ORDER BY directives.id",
            values,
        )
        corrections = self._corrections.by_directive()
        copies = self._copies.paths()
        return tuple(_document(row, corrections.get(row["id"], ()), copies) for row in rows)


def corrected(header: Header, corrections: Iterable[Correction]) -> Header:
    """A header as people have corrected it; a corrected day brings its year with it.

    >>> corrected(Header(date="2012-12-12", year=2012), [Correction(1, "d", "date", "2013-12-12", "2012-12-12", "A", "")])
    Header(number=None, symbol=None, type=None, issuer=None, place=None, province=None, year=2013, date='2013-12-12', title=None, draft=False, secrecy=None)
    """
    values: dict[str, Any] = dict(in_force(tuple(corrections)))
    if not values:
        return header
    if values.get("date") and "year" not in values:
        values["year"] = values["date"][:4]
    if values.get("year"):
        values["year"] = int(values["year"])
    return replace(header, **values)


def _document(row: Mapping[str, Any], corrections: tuple[Correction, ...], copies: frozenset[str]) -> Document:
    paths = tuple(path for path in from_json(tuple[str | None, ...], row["paths"]) if path is not None)
    best = min(paths, key=lambda path: (path in copies, best_first(path)), default="")
    sources = tuple(sorted(paths, key=lambda path: (path != best, best_first(path))))
    header = corrected(_header(row), corrections)
    return Document(
        row["id"], header, sources[0] if sources else "", sources, bool(row["sample"]), corrections, row["confidence"]
    )
