"""Instruments and mentions in the database: the catalogue as the last build resolved it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from ingest.citations import name_key
from ingest.types import Span
from kb.store.codec import from_json, to_json
from kb.store.corrections import Corrections
from kb.store.keys import number_key
from kb.store.records import Claim, Conflict, Correction, Instrument, Mention

_TEXT = ("id", "number", "scope", "type", "date", "issuer", "title", "status", "note", "note_source", "name")
NAMED = "~"
"""Begins the key of an instrument that has a name and no number."""
_MENTIONS = (
    "SELECT mentions.*, citations.start, citations.end, citations.number, citations.type, citations.date, "
    "citations.issuer, citations.title, citations.name, citations.form FROM mentions JOIN citations USING (directive, position) "
)


class Instruments:
    """The tables ``instruments``, ``mentions``, ``minted`` and ``redirects``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._corrections = Corrections(connection)

    def get(self, ident: str) -> Instrument | None:
        """The instrument with this id, or the one that it was merged into."""
        seen: set[str] = set()
        while ident not in seen:
            if found := self._instruments("WHERE id = ?", (ident,)):
                return found[0]
            seen.add(ident)
            row = self._db.execute("SELECT new FROM redirects WHERE old = ?", (ident,)).fetchone()
            ident = ident if row is None else row["new"]
        return None

    def of_directive(self, directive: str) -> Instrument | None:
        """The instrument that a directive of the collection is."""
        found = self._instruments("WHERE directive = ?", (directive,))
        return found[0] if found else None

    def all(self) -> tuple[Instrument, ...]:
        """Every instrument, in order of number and id."""
        return self._instruments("ORDER BY number_key, id", ())

    def count(self) -> int:
        """How many instruments there are."""
        return int(self._db.execute("SELECT count(*) FROM instruments").fetchone()[0])

    def numbered(self, key: str) -> tuple[Instrument, ...]:
        """The instruments whose number has exactly this key (see :func:`kb.store.keys.number_key`)."""
        return self._instruments("WHERE number_key = ? ORDER BY id", (key,))

    def named(self, key: str) -> tuple[Instrument, ...]:
        """The instruments whose name has exactly this key (see :func:`ingest.citations.name_key`), numbered ones too."""
        return self._instruments("WHERE name_key = ? ORDER BY number_key, id", (key,))

    def unmint(self, numbers: Iterable[str]) -> None:
        """Forget the keys with these numbers (:func:`kb.store.keys.number_key`) that no instrument has any more."""
        keys = [(len(number) + 1, f"{number}|") for number in sorted(numbers)]
        # What leads to such an instrument tells of it as well.
        self._db.executemany(
            "DELETE FROM redirects WHERE new NOT IN (SELECT id FROM instruments) "
            "AND old IN (SELECT id FROM minted WHERE substr(key, 1, ?) = ?)",
            keys,
        )
        self._db.executemany(
            "DELETE FROM minted WHERE substr(key, 1, ?) = ? AND id NOT IN (SELECT id FROM instruments) "
            "AND id NOT IN (SELECT new FROM redirects)",
            keys,
        )

    def citing(self, directive: str) -> tuple[Mention, ...]:
        """The mentions in a directive, in order of its text."""
        return self._mentions("WHERE mentions.directive = ? ORDER BY start", (directive,))

    def mentions(self, ident: str) -> tuple[Mention, ...]:
        """The mentions of an instrument, by directive and in order of the text."""
        return self._mentions("WHERE instrument = ? ORDER BY mentions.directive, start", (ident,))

    def first_mentions(self, ident: str, count: int) -> tuple[Mention, ...]:
        """The first of :meth:`mentions`."""
        return self._mentions("WHERE instrument = ? ORDER BY mentions.directive, start LIMIT ?", (ident, count))

    def cited_by_number(self, ident: str) -> frozenset[str]:
        """The directives that cite an instrument by its number, as its blocks were resolved."""
        rows = self._db.execute(
            "SELECT DISTINCT mentions.directive FROM mentions JOIN blocks USING (directive, position) "
            "WHERE instrument = ? AND substr(blocks.number_key, 1, 1) <> ?",
            (ident, NAMED),
        )
        return frozenset(row["directive"] for row in rows)

    def resolved(self) -> tuple[Mention, ...]:
        """The mentions of every instrument, by instrument and directive and in order of the text."""
        return self._mentions("WHERE instrument IS NOT NULL ORDER BY instrument, mentions.directive, start", ())

    def unresolved(self) -> tuple[Mention, ...]:
        """The mentions that resolve to no instrument."""
        return self._mentions("WHERE instrument IS NULL ORDER BY mentions.directive, start", ())

    def minted(self) -> dict[str, str]:
        """Every key that an id was given to."""
        return {row["key"]: row["id"] for row in self._db.execute("SELECT * FROM minted")}

    def ids(self) -> frozenset[str]:
        """The id of every instrument."""
        return frozenset(row["id"] for row in self._db.execute("SELECT id FROM instruments"))

    def add(
        self,
        instruments: Iterable[Instrument],
        mentions: Iterable[Mention],
        minted: Mapping[str, str],
        merged: Mapping[str, str],
    ) -> None:
        """Put a new resolution of some blocks in the place of the old one, which :meth:`Blocks.clear` has taken away.

        Ids already minted are never forgotten.
        """
        self._db.executemany(
            f"INSERT INTO instruments ({', '.join(_TEXT)}, number_key, name_key, spellings, conflicts, evidence, cited_by, directive) "  # noqa: S608
            f"VALUES ({', '.join('?' * (len(_TEXT) + 7))})",
            [_row(instrument) for instrument in instruments],
        )
        self._db.executemany(
            "INSERT INTO mentions (directive, position, instrument, reason, candidates, passage) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (item.directive, item.position, item.instrument, item.reason, to_json(item.candidates), item.passage)
                for item in mentions
            ],
        )
        self._db.executemany("INSERT OR REPLACE INTO minted VALUES (?, ?)", list(minted.items()))
        self._db.executemany("INSERT OR REPLACE INTO redirects VALUES (?, ?)", list(merged.items()))

    def stand(self, ident: str, status: str, note: str | None, note_source: str | None) -> None:
        """Say anew what tables state of an instrument; nothing that it is found by."""
        self._db.execute(
            "UPDATE instruments SET status = ?, note = ?, note_source = ? WHERE id = ?",
            (status, note, note_source, ident),
        )

    def take_by_hand(self) -> set[str]:
        """Take away the mentions that people have resolved (no block knows them); the instruments that they were of."""
        none = (
            "NOT EXISTS (SELECT 1 FROM blocks WHERE (directive, position) = (mentions.directive, mentions.position)) "
            "AND pointing = 0"
        )
        rows = self._db.execute(f"SELECT DISTINCT instrument FROM mentions WHERE {none}")  # noqa: S608
        taken = {row["instrument"] for row in rows} - {None}
        self._db.execute(f"DELETE FROM mentions WHERE {none}")  # noqa: S608
        return taken

    def take_pointing(self) -> None:
        """Take away the mentions that only point back: they go where those go that they stand for."""
        self._db.execute("DELETE FROM mentions WHERE pointing = 1")

    def put_pointing(self, reason: str) -> None:
        """Put them in again; with a reason where the text does not tell what they stand for."""
        passage = (
            "(SELECT id FROM passages WHERE passages.directive = citations.directive AND passages.start <= citations.start "
            "AND retired IS NULL ORDER BY passages.start DESC LIMIT 1)"
        )
        self._db.execute(
            "INSERT OR IGNORE INTO mentions (directive, position, instrument, reason, candidates, passage, pointing) "  # noqa: S608
            "SELECT citations.directive, citations.position, whole.instrument, "
            f"CASE WHEN whole.instrument IS NULL THEN coalesce(whole.reason, ?) END, coalesce(whole.candidates, '[]'), {passage}, 1 "
            "FROM citations LEFT JOIN mentions AS whole ON whole.directive = citations.directive AND whole.position = refers "
            "WHERE form = 'short' AND citations.number IS NULL AND citations.directive IN (SELECT id FROM active) "
            "AND NOT EXISTS (SELECT 1 FROM applied WHERE applied.directive = citations.directive "
            "AND applied.position = citations.position AND state = 'applied')",
            (reason,),
        )

    def put_by_hand(self, mentions: Iterable[Mention], instruments: Iterable[str]) -> None:
        """Put in the mentions that people have resolved, and count anew who cites the given instruments."""
        self.add((), mentions, {}, {})
        for ident in instruments:
            rows = self._db.execute(
                "SELECT DISTINCT directive FROM mentions WHERE instrument = ? ORDER BY directive", (ident,)
            )
            citing = to_json(tuple(row["directive"] for row in rows))
            self._db.execute("UPDATE instruments SET cited_by = ? WHERE id = ?", (citing, ident))
            self._db.execute("DELETE FROM entries WHERE instrument = ?", (ident,))

    def _instruments(self, clause: str, values: tuple[object, ...]) -> tuple[Instrument, ...]:
        return tuple(_instrument(row) for row in self._db.execute(f"SELECT * FROM instruments {clause}", values))  # noqa: S608

    def _mentions(self, clause: str, values: tuple[object, ...]) -> tuple[Mention, ...]:
        corrections = self._corrections.by_directive()
        return tuple(
            _mention(row, corrections.get(row["directive"], ())) for row in self._db.execute(_MENTIONS + clause, values)
        )


def _row(instrument: Instrument) -> tuple[object, ...]:
    return (
        *("" if name == "number" and instrument.number is None else getattr(instrument, name) for name in _TEXT),
        number_key(instrument.number) if instrument.number else f"{NAMED}{name_key(instrument.name or '')}",
        name_key(instrument.name) if instrument.name else None,
        to_json(instrument.spellings),
        to_json(instrument.conflicts),
        to_json(instrument.evidence),
        to_json(instrument.cited_by),
        instrument.directive,
    )


def _instrument(row: Mapping[str, Any]) -> Instrument:
    return Instrument(
        **{name: row[name] for name in _TEXT} | {"number": row["number"] or None},
        spellings=tuple(json.loads(row["spellings"])),
        conflicts=() if row["conflicts"] == "[]" else from_json(tuple[Conflict, ...], row["conflicts"]),
        evidence=_evidence(row["evidence"]),
        cited_by=tuple(json.loads(row["cited_by"])),
        directive=row["directive"],
    )


def _evidence(text: str) -> tuple[tuple[str, Claim], ...]:
    """Written out: a question reads the whole catalogue, and going by the annotations takes most of that time."""
    return tuple(
        (name, Claim(value, directive, Span(start, end))) for name, (value, directive, (start, end)) in json.loads(text)
    )


def _mention(row: Mapping[str, Any], corrections: tuple[Correction, ...]) -> Mention:
    return Mention(
        directive=row["directive"],
        position=row["position"],
        span=Span(row["start"], row["end"]),
        number=row["number"] or "",  # one that people have given a number has none in the text
        type=row["type"],
        date=row["date"],
        issuer=row["issuer"],
        title=row["title"],
        name=row["name"],
        form=row["form"],
        instrument=row["instrument"],
        reason=row["reason"],
        candidates=from_json(tuple[str, ...], row["candidates"]),
        passage=row["passage"],
        corrections=tuple(item for item in corrections if item.position == row["position"]),
    )
