"""Passages and vectors in the database, both by content."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from index.types import Passage

_BATCH = 500  # parameters of one statement; SQLite allows more, but not endlessly


class Passages:
    """The table ``passages``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def put(self, directive: str, passages: Sequence[Passage], revision: int) -> None:
        """Make these the passages of a directive. Words of unchanged ones are kept; those no longer cut are retired.

        A passage's id says which text it is, and that never changes. What is told about the text (kind, section, page,
        headings above it, its words) may be told anew, by a better parser or from a better file, and is updated in place.
        Nobody sees the new under an old index: a reader holds the revision that its generation was made from
        (:meth:`kb.store.Store.hold`), and a collection does not open with any other.
        """
        before = {passage.id: passage for passage in self.of(directive)}
        now = {passage.id for passage in passages}
        self._db.executemany(
            "UPDATE passages SET retired = ? WHERE id = ?", [(revision, ident) for ident in before if ident not in now]
        )
        rows = [
            _row(position, replace(passage, words=passage.words or _words(before.get(passage.id))))
            for position, passage in enumerate(passages)
        ]
        self._db.executemany(
            "INSERT INTO passages (id, directive, position, kind, section, page, start, end, text, context, words) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET position = excluded.position, "
            "kind = excluded.kind, section = excluded.section, page = excluded.page, context = excluded.context, "
            "words = CASE excluded.words WHEN '' THEN words ELSE excluded.words END, retired = NULL",
            rows,
        )

    def get(self, ident: str) -> Passage | None:
        """The passage with this id, also when it is retired; ``None`` where there is none."""
        row = self._db.execute("SELECT * FROM passages WHERE id = ?", (ident,)).fetchone()
        return None if row is None else _passage(row)

    def many(self, idents: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids, by id."""
        found: dict[str, Passage] = {}
        for start in range(0, len(idents), _BATCH):
            some = tuple(idents[start : start + _BATCH])
            marks = ", ".join("?" * len(some))
            rows = self._db.execute(f"SELECT * FROM passages WHERE id IN ({marks})", some)  # noqa: S608
            found |= {row["id"]: _passage(row) for row in rows}
        return found

    def of(self, directive: str) -> tuple[Passage, ...]:
        """The passages of a directive, in order of its text."""
        rows = self._db.execute(
            "SELECT * FROM passages WHERE directive = ? AND retired IS NULL ORDER BY position", (directive,)
        )
        return tuple(_passage(row) for row in rows)

    def active(self) -> tuple[Passage, ...]:
        """The passages of all active directives, in order of directive and text: what an index is made of."""
        rows = self._db.execute(
            "SELECT * FROM passages WHERE retired IS NULL AND directive IN (SELECT id FROM active) "
            "ORDER BY directive, position"
        )
        return tuple(_passage(row) for row in rows)

    def contents(self, key: Callable[[Passage], int]) -> tuple[list[tuple[str, int]], int]:
        """Id and key of every passage of :meth:`active`, in its order, and how many directives they come from.

        Args:
            key: of what a passage is found by; asked only for passages that are new or have changed.
        """
        while unknown := self._db.execute("SELECT * FROM passages WHERE content IS NULL LIMIT ?", (_BATCH,)).fetchall():
            self._db.executemany(
                "UPDATE passages SET content = ? WHERE id = ?", [(key(_passage(row)), row["id"]) for row in unknown]
            )
        found: list[tuple[str, int]] = []
        directives: set[str] = set()
        for row in self._db.execute(
            "SELECT id, content, directive FROM passages WHERE retired IS NULL "
            "AND directive IN (SELECT id FROM active) ORDER BY directive, position"
        ):
            found.append((row["id"], row["content"]))
            directives.add(row["directive"])
        return found, len(directives)

    def at(self, directive: str, offset: int) -> Passage | None:
        """The passage of a directive that covers this offset of its text."""
        row = self._db.execute(
            "SELECT * FROM passages WHERE directive = ? AND retired IS NULL AND start <= ? AND end > ?",
            (directive, offset, offset),
        ).fetchone()
        return None if row is None else _passage(row)

    def leaving(self, revision: int) -> Iterator[Passage]:
        """One by one, the passages that this revision has left without a place in a directive, or without a directive."""
        rows = self._db.execute(
            "SELECT * FROM passages WHERE retired = ? "
            "UNION ALL SELECT passages.* FROM directives JOIN passages ON passages.directive = directives.id "
            "WHERE directives.retired = ? AND passages.retired IS NULL",
            (revision, revision),
        )
        return map(_passage, rows)

    def count(self) -> int:
        """How many passages all active directives have."""
        return int(
            self._db.execute(
                "SELECT count(*) FROM passages WHERE retired IS NULL AND directive IN (SELECT id FROM active)"
            ).fetchone()[0]
        )

    def forget_words(self) -> None:
        """Take all words away, to have them segmented anew."""
        self._db.execute("UPDATE passages SET words = ''")

    def places_in(self, directive: str) -> list[tuple[int, str]]:
        """Where the passages of a directive start, and their ids, in order."""
        rows = self._db.execute(
            "SELECT start, id FROM passages WHERE directive = ? AND retired IS NULL ORDER BY position", (directive,)
        )
        return [(row["start"], row["id"]) for row in rows]

    def places(self) -> dict[str, list[tuple[int, str]]]:
        """Where the passages of every active directive start, and their ids, in order."""
        found: dict[str, list[tuple[int, str]]] = {}
        for row in self._db.execute(
            "SELECT directive, start, id FROM passages WHERE retired IS NULL "
            "AND directive IN (SELECT id FROM active) ORDER BY directive, position"
        ):
            found.setdefault(row["directive"], []).append((row["start"], row["id"]))
        return found

    def unsegmented(self) -> list[str]:
        """The ids of the passages without words."""
        rows = self._db.execute(
            "SELECT id FROM passages WHERE retired IS NULL AND words = '' ORDER BY directive, position"
        )
        return [row["id"] for row in rows]

    def segment(self, words: Iterable[tuple[str, str]]) -> None:
        """Give passages their words: pairs of passage id and segmented text."""
        self._db.executemany("UPDATE passages SET words = ? WHERE id = ?", [(text, ident) for ident, text in words])


class Vectors:
    """The table ``vectors``: raw embeddings, by model and hash of the encoded text."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def known(self, model: str) -> set[str]:
        """The content hashes that a model has encoded."""
        rows = self._db.execute("SELECT content FROM vectors WHERE model = ?", (model,))
        return {str(row["content"]) for row in rows}

    def put(self, model: str, vectors: Iterable[tuple[str, bytes]]) -> None:
        """Store vectors (float32, little-endian) by content hash."""
        self._db.executemany(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", [(model, content, blob) for content, blob in vectors]
        )

    def all(self, model: str) -> dict[str, bytes]:
        """Every vector of a model by content hash."""
        rows = self._db.execute("SELECT content, vector FROM vectors WHERE model = ?", (model,))
        return {row["content"]: row["vector"] for row in rows}

    def models(self) -> list[str]:
        """The models that have encoded anything; each is found by one step in the index, no vector is read."""
        rows = self._db.execute(
            "WITH RECURSIVE found(model) AS (SELECT min(model) FROM vectors UNION ALL SELECT "
            "(SELECT min(model) FROM vectors WHERE vectors.model > found.model) FROM found WHERE model IS NOT NULL) "
            "SELECT model FROM found WHERE model IS NOT NULL"
        )
        return [str(row["model"]) for row in rows]

    def size(self, model: str) -> tuple[int, int]:
        """How many vectors of a model there are, and their bytes."""
        row = self._db.execute(
            "SELECT count(*) AS number, coalesce(sum(length(vector)), 0) AS bytes FROM vectors WHERE model = ?",
            (model,),
        ).fetchone()
        return int(row["number"]), int(row["bytes"])

    def some(self, model: str) -> bool:
        """Whether a model has encoded anything."""
        return self._db.execute("SELECT 1 FROM vectors WHERE model = ? LIMIT 1", (model,)).fetchone() is not None

    def get(self, model: str, content: str) -> bytes | None:
        """The vector of one text; ``None`` where the model has not encoded it."""
        row = self._db.execute(
            "SELECT vector FROM vectors WHERE model = ? AND content = ?", (model, content)
        ).fetchone()
        return None if row is None else bytes(row["vector"])

    def drop(self, model: str, contents: Iterable[str]) -> None:
        """Drop the vectors of some texts."""
        self._db.executemany(
            "DELETE FROM vectors WHERE model = ? AND content = ?", [(model, content) for content in contents]
        )


def _words(passage: Passage | None) -> str:
    return "" if passage is None else passage.words


def _row(position: int, passage: Passage) -> tuple[object, ...]:
    place = (passage.kind, passage.section, passage.page, passage.start, passage.end)
    return (passage.id, passage.document, position, *place, passage.text, passage.context, passage.words)


def _passage(row: Mapping[str, Any]) -> Passage:
    return Passage(
        id=row["id"],
        document=row["directive"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        kind=row["kind"],
        section=row["section"],
        page=row["page"],
        context=row["context"],
        words=row["words"],
    )
