"""Tables of instruments: the one that is shipped and the office's own, and what they state of an instrument.

They enrich and never decide: which instruments there are, what they are called and who cites them comes from the
documents alone, so that a table can be emptied without changing an answer's instrument or its passages.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ingest.types import Header
from kb.catalogue.describe import day
from kb.catalogue.stated import CENTRAL, carries_year, scope_of
from kb.catalogue.worded import RowRelation
from kb.catalogue.words import same_issuer
from kb.store.keys import number_key
from kb.store.records import UNVERIFIED, Document, Instrument

if TYPE_CHECKING:
    from kb.store import Store

STATUSES = ("còn hiệu lực", "hết hiệu lực một phần", "hết hiệu lực", "chưa có hiệu lực", UNVERIFIED)
"""The standings that a row may state."""
OFFICE, SHIPPED = "cơ quan", "kèm theo phần mềm"
"""Whose row it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a table states of one instrument; what it does not state is empty.

    Attributes:
        date: ISO date of issue, or the year alone.
        province: whose body issued it; empty for the centre's, and where the issuer's name tells.
        begins, ends: ISO dates, the first and the last day on which it is in force.
        source: where all this is known from.
        by, at: who stated it in the office, and when; empty for a shipped row.
    """

    number: str
    type: str = ""
    date: str = ""
    issuer: str = ""
    province: str = ""
    title: str = ""
    status: str = UNVERIFIED
    begins: str = ""
    ends: str = ""
    relations: tuple[RowRelation, ...] = ()
    note: str = ""
    source: str = ""
    by: str = ""
    at: str = ""

    @property
    def who(self) -> str:
        """Whose it is: the office's, or shipped with the product."""
        return OFFICE if self.by else SHIPPED

    @property
    def told_source(self) -> str:
        """The source, and of an office's row who stated it when.

        >>> Row("217-QĐ/TW", source="Công báo", by="Nguyễn Văn A", at="2026-11-20T08:05:09+07:00").told_source
        'Công báo (cơ quan ghi, Nguyễn Văn A, 20/11/2026)'
        """
        return f"{self.source} (cơ quan ghi, {self.by}, {day(self.at[:10])})" if self.by else self.source

    @property
    def statement(self) -> tuple[object, ...]:
        """What it states, whoever does."""
        return astuple(replace(self, by="", at=""))


@cache
def shipped() -> tuple[Row, ...]:
    """The rows of the shipped table.

    Raises:
        UsageError: one of them is wrong.
    """
    from kb.catalogue.columns import row_of

    text = files(__package__).joinpath("known.csv").read_text(encoding="utf-8")
    return tuple(row_of(line) for line in csv.DictReader(text.splitlines()))


def office(store: Store) -> tuple[Row, ...]:
    """The rows of the office's own table, by number; one with a whole date comes before one with a year alone."""
    from kb.catalogue.columns import kept_row

    rows = (kept_row(state) for state in store.office.standing())
    return tuple(sorted(rows, key=lambda row: (number_key(row.number), len(row.date) == len("2010"), row.date)))


def key_of(row: Row) -> str:
    """Under which a row of the office is kept: two with one key are about one instrument.

    >>> key_of(Row("217-QĐ/TW", date="2013-12-12")), key_of(Row("04/2015/NĐ-CP", date="2015-01-09"))
    ('217-qđ-tw|trung ương|2013-12-12', '4-2015-nđ-cp|trung ương|')
    """
    key = number_key(row.number)
    return f"{key}|{scope_of_row(row)}|{'' if carries_year(key) else row.date}"


def scope_of_row(row: Row) -> str:
    """Whose instrument a row is about, by the rules for citations; empty where the row does not tell.

    >>> scope_of_row(Row("217-QĐ/TW")), scope_of_row(Row("12/KH-LĐLĐ", province="Lai Châu")), scope_of_row(Row("12/KH-LĐLĐ"))
    ('trung ương', 'Lai Châu', '')
    """
    return scope_for(row.number, row.issuer, row.province)


@lru_cache(maxsize=65536)
def scope_for(number: str, issuer: str, province: str) -> str:
    """The scope of a number, its issuer and its province; empty where they do not tell."""
    header = Header(province=province or None, issuer=issuer or None)
    return scope_of(number, issuer or None, Document("", header, "", (), sample=False))


class Table:
    """Rows by the key of their number.

    Args:
        rows: of which the first that is about an instrument counts.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)
        self._by_number: dict[str, list[Row]] = {}
        for row in self.rows:
            self._by_number.setdefault(number_key(row.number), []).append(row)

    @property
    def fingerprint(self) -> str:
        """Of all rows."""
        return _fingerprint(self.rows)

    def by_number(self) -> dict[str, str]:
        """The fingerprint of the rows about each number."""
        return {key: _fingerprint(rows) for key, rows in self._by_number.items()}

    def about(self, instrument: Instrument) -> tuple[Row, ...]:
        """The rows that are about this very instrument; the first counts."""
        rows = self._by_number.get(number_key(instrument.number or ""), ())
        return tuple(row for row in rows if is_about(row, instrument))

    def enrich(self, instrument: Instrument) -> Instrument:
        """Add what the row states that is about this very instrument, if there is one."""
        return enrich(instrument, self._by_number.get(number_key(instrument.number or ""), ()))


def enrich(instrument: Instrument, rows: Iterable[Row]) -> Instrument:
    """Add the standing and the note of the row that is about this very instrument, if there is one.

    Symbols come back in another term, so the date has to agree too, or the number has to carry its year.
    """
    row = next((row for row in rows if is_about(row, instrument)), None)
    if row is None:
        return replace(instrument, status=UNVERIFIED, note=None, note_source=None)
    return replace(
        instrument, status=row.status or UNVERIFIED, note=row.note or None, note_source=row.told_source or None
    )


def is_about(row: Row, instrument: Instrument) -> bool:
    """Whether a row is about an instrument: its number, its scope, its date, and a local body's name where the row gives it."""
    key = number_key(instrument.number or "")
    scope = scope_of_row(row)
    if not instrument.number or number_key(row.number) != key or not scope or instrument.scope != scope:
        return False
    if scope != CENTRAL and row.issuer and not _issued_by(instrument, row.issuer):
        return False
    return carries_year(key) or (
        bool(row.date) and any(fits_date(row.date, date) for date in values(instrument, "date"))
    )


def same_instrument(row: Row, other: Row) -> bool:
    """Whether two rows are about one instrument, as far as they tell.

    >>> same_instrument(Row("290-QĐ/TW", date="2010"), Row("290-QĐ/TW", date="2010-02-25"))
    True
    """
    key = number_key(row.number)
    if number_key(other.number) != key or scope_of_row(row) != scope_of_row(other):
        return False
    return carries_year(key) or fits_date(row.date, other.date) or fits_date(other.date, row.date)


def values(instrument: Instrument, kind: str) -> set[str]:
    """Every value of a field that a document states for an instrument."""
    conflicting = {value.value for part in instrument.conflicts if part.kind == kind for value in part.values}
    return {getattr(instrument, kind), *conflicting} - {None}


def fits_date(stated: str, date: str) -> bool:
    """Whether an ISO date is the stated one, or in the stated year.

    >>> fits_date("2010", "2010-02-25"), fits_date("2010-02-25", "2010-02-26")
    (True, False)
    """
    return date == stated or (len(stated) == len("2010") and date.startswith(f"{stated}-"))


def _issued_by(instrument: Instrument, issuer: str) -> bool:
    issuers = values(instrument, "issuer")
    return not issuers or any(same_issuer(issuer, other) for other in issuers)


def _fingerprint(rows: Iterable[Row]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode())
    return digest.hexdigest()[:16]
