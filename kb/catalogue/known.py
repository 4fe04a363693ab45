"""The shipped table of instruments: what is known of their standing.

It enriches and never decides: which instruments there are, what they are called and who cites them comes from the
documents alone, so that the table can be emptied without changing an answer's instrument or its passages.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from kb.catalogue.stated import CENTRAL, carries_year
from kb.store.keys import number_key
from kb.store.records import UNVERIFIED, Instrument


@dataclass(frozen=True, slots=True)
class Row:
    """One line of ``known.csv``; empty cells are empty strings."""

    number: str
    type: str
    date: str
    issuer: str
    title: str
    status: str
    note: str
    source: str


@cache
def shipped() -> tuple[Row, ...]:
    """The rows of the shipped table."""
    text = files(__package__).joinpath("known.csv").read_text(encoding="utf-8")
    return tuple(Row(**line) for line in csv.DictReader(text.splitlines()))


class Table:
    """Rows by the key of their number.

    Args:
        rows: of which the first that is about an instrument counts.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, list[Row]] = {}
        digest = hashlib.sha256()
        for row in rows:
            self._rows.setdefault(number_key(row.number), []).append(row)
            digest.update(repr(row).encode())
        self.fingerprint = digest.hexdigest()[:16]

    def enrich(self, instrument: Instrument) -> Instrument:
        """Add the standing and the note of the row that is about this very instrument, if there is one."""
        return enrich(instrument, self._rows.get(number_key(instrument.number or ""), ()))


def enrich(instrument: Instrument, rows: Iterable[Row]) -> Instrument:
    """Add the standing and the note of the row that is about this very instrument, if there is one.

    Symbols come back in another term, so the date has to agree too, or the number has to carry its year.
    """
    row = next((row for row in rows if _is_about(row, instrument)), None)
    if row is None:
        return instrument
    return replace(instrument, status=row.status or UNVERIFIED, note=row.note or None, note_source=row.source or None)


def _is_about(row: Row, instrument: Instrument) -> bool:
    key = number_key(instrument.number or "")
    if instrument.scope != CENTRAL or number_key(row.number) != key:
        return False
    if carries_year(key):
        return True
    dates = {instrument.date} | {
        value.value for part in instrument.conflicts if part.kind == "date" for value in part.values
    }
    return bool(row.date) and row.date in dates
