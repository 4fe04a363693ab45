"""Feedback in the database: every judgement that was ever given, and every undoing of one. Rows are only added.

Nothing of a passage's text is kept, only where it stands and the hash of its words. What is purged leaves the question.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Literal


class Judgement(StrEnum):
    """What a person says, or shows, of what a question brought."""

    UP = "up"
    DOWN = "down"
    CLICK = "click"


@dataclass(frozen=True, slots=True)
class Judged:
    """One row.

    Attributes:
        id: minted where it was given.
        at: UTC, ISO 8601.
        kind: a judgement, or ``undo``.
        query: as typed; ``query_key`` is what the same question typed otherwise has in common with it.
        filters: what a person had fixed beside the question.
        about: the answer as a whole, or one passage.
        undoes: of an undoing, the row that counts no more.
        passage, directive, start, end: which passage, and where it stands in which text; ``None`` of an answer.
        content: sha256 of its words: another passage with them is the same judged words.
        instrument, documents: of an answer, the id of what it names first, and of the texts that it rests on.
        rank, score: at which it was shown.
        generation, model, mode: of the index that found it.
        command: that showed it, ``ask`` or ``search``.
        by: who; ``None`` where nobody is named. ``session`` tells nameless people apart.
        purged: what it was about has left the collection for good, and was taken out of this row.
    """

    id: str
    at: str
    kind: str
    query: str
    query_key: str
    about: Literal["answer", "passage"]
    command: str
    shell: str
    filters: Mapping[str, str | int] = field(default_factory=dict)
    undoes: str | None = None
    passage: str | None = None
    directive: str | None = None
    start: int | None = None
    end: int | None = None
    content: str | None = None
    instrument: str | None = None
    documents: tuple[str, ...] = ()
    rank: int | None = None
    score: float | None = None
    generation: str | None = None
    model: str | None = None
    mode: str | None = None
    by: str | None = None
    session: str | None = None
    why: str | None = None
    purged: bool = False

    @property
    def voice(self) -> str:
        """Who speaks: a later judgement of one voice takes the place of an earlier one."""
        if self.by is not None:
            return f"by {self.by}"
        return f"in {self.session}" if self.session is not None else "nobody"

    def to_json(self) -> str:
        """The row as it waits."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Judged:
        """What :meth:`to_json` wrote."""
        value = json.loads(text)
        return cls(**{**value, "documents": tuple(value["documents"])})


_COLUMNS = tuple(one.name for one in fields(Judged))
_NAMES = {"by": "person"}


class Feedback:
    """The table ``feedback``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, rows: Iterable[Judged]) -> None:
        """Add rows; one that is there already is left as it is.

        Nothing of a text that the database does not know is taken in: it may have been purged since it was shown.
        """
        columns = ", ".join(_NAMES.get(name, name) for name in _COLUMNS)
        for row in rows:
            self._db.execute(
                f"INSERT OR IGNORE INTO feedback ({columns}) VALUES ({', '.join('?' * len(_COLUMNS))})",  # noqa: S608
                _values(self._admitted(row)),
            )

    def all(self) -> tuple[Judged, ...]:
        """Every row, in the order in which they were given."""
        return tuple(_judged(row) for row in self._db.execute("SELECT * FROM feedback ORDER BY position"))

    def forget(self, directive: str) -> None:
        """Take out of every row what it says of a text that is purged; the question and the judgement stay."""
        resting = "EXISTS (SELECT 1 FROM json_each(documents) WHERE value = ?)"
        self._db.execute(
            "UPDATE feedback SET passage = NULL, directive = NULL, start = NULL, end = NULL, content = NULL, "  # noqa: S608
            f"instrument = NULL, documents = '[]', why = NULL, purged = 1 WHERE directive = ? OR {resting}",
            (directive, directive),
        )

    def clear(self) -> int:
        """Delete everything; how many rows that were."""
        return self._db.execute("DELETE FROM feedback").rowcount

    def _admitted(self, row: Judged) -> Judged:
        about = [row.directive] if row.directive else list(row.documents)
        if all(self._db.execute("SELECT 1 FROM directives WHERE id = ?", (one,)).fetchone() for one in about):
            return row
        return replace(
            row, passage=None, directive=None, start=None, end=None, content=None,
            instrument=None, documents=(), why=None, purged=True,
        )  # fmt: skip


def _values(row: Judged) -> tuple[object, ...]:
    written = {"filters": json.dumps(dict(row.filters), ensure_ascii=False, sort_keys=True)}
    written |= {"documents": json.dumps(row.documents), "purged": str(int(row.purged))}
    return tuple(written.get(name, getattr(row, name)) for name in _COLUMNS)


def _judged(row: Mapping[str, Any]) -> Judged:
    value = {name: row[_NAMES.get(name, name)] for name in _COLUMNS}
    value |= {"filters": json.loads(value["filters"]), "documents": tuple(json.loads(value["documents"]))}
    return Judged(**(value | {"purged": bool(value["purged"])}))
