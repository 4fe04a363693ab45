"""What the tables state of one instrument: its standing, whose statement that is, and its relations, in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kb.catalogue import known
from kb.catalogue.known import Row, Table, fits_date, is_about, same_instrument, scope_for, scope_of_row, values
from kb.catalogue.stated import carries_year
from kb.catalogue.worded import Direction, RowRelation, when
from kb.store.keys import number_key

if TYPE_CHECKING:
    from kb.store import Instrument, Store


@dataclass(frozen=True, slots=True)
class Related:
    """A relation of an instrument that a table states.

    Attributes:
        kind: one of :data:`ingest.types.RELATIONS`.
        direction: ``does``: the instrument acts on the other one; ``undergoes``: the other one acts on it.
        text: both in words, as said of the instrument ("được thay thế bởi 23-QĐ/TW ngày 30/07/2021").
        number, date: of the other one, as far as the table tells.
        instrument: id of the other one, where the collection's catalogue has just one that fits.
        row: the row that states it: the instrument's own, or that of the other one.
    """

    kind: str
    direction: Direction
    text: str
    number: str
    date: str
    instrument: str | None
    row: Row


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tables state of an instrument.

    Attributes:
        row: the row that counts; ``None`` where there is none.
        beside: the shipped row that an office's row has taken the place of, where it states something else.
        relations: those that its own row states first.
    """

    row: Row | None
    beside: Row | None
    relations: tuple[Related, ...]


def standing(store: Store, instrument: Instrument) -> Standing:
    """What the office's table and the shipped one state of an instrument."""
    tables = _tables(store)
    about = tables.all.about(instrument)
    row = about[0] if about else None
    shipped = next((one for one in about if not one.by), None)
    beside = shipped if row and row.by and shipped and _states(shipped) != _states(row) else None
    relations = (*(_stated(store, row) if row else ()), *_turned(store, tables.naming(instrument), instrument))
    first = {(one.kind, one.direction, number_key(one.number)): one for one in reversed(relations)}
    return Standing(row, beside, tuple(one for one in relations if one in first.values()))


@dataclass(frozen=True, slots=True)
class _Tables:
    """The rows that count at one revision: all of them, and by the number that their relations name."""

    all: Table
    named: dict[str, tuple[Row, ...]]

    def naming(self, instrument: Instrument) -> tuple[Row, ...]:
        return self.named.get(number_key(instrument.number or ""), ())


_READ: WeakKeyDictionary[Store, tuple[tuple[object, ...], _Tables]] = WeakKeyDictionary()


def _tables(store: Store) -> _Tables:
    """The tables as they are now; read again only when the office has changed its own."""
    states = store.office.standing()
    stamp = tuple((one.key, one.change) for one in states)
    kept = _READ.get(store)
    if kept is not None and kept[0] == stamp:
        return kept[1]
    own = known.office(store)
    by_number: dict[str, list[Row]] = {}
    for one in own:
        by_number.setdefault(number_key(one.number), []).append(one)
    counting = [
        *own,
        *(
            one
            for one in known.shipped()
            if not any(same_instrument(one, other) for other in by_number.get(number_key(one.number), ()))
        ),
    ]
    named: dict[str, list[Row]] = {}
    for one in counting:
        for key in {number_key(relation.number) for relation in one.relations}:
            named.setdefault(key, []).append(one)
    tables = _Tables(Table((*own, *known.shipped())), {key: tuple(rows) for key, rows in named.items()})
    _READ[store] = (stamp, tables)
    return tables


def instruments_of(store: Store, row: Row) -> tuple[Instrument, ...]:
    """The instruments of the catalogue that a row is about."""
    return tuple(one for one in store.instruments.numbered(number_key(row.number)) if is_about(row, one))


def _states(row: Row) -> tuple[object, ...]:
    """What a row states of its instrument, wherever it is known from."""
    return (row.date, row.issuer, row.status, row.begins, row.ends, row.relations, row.note)


def _stated(store: Store, row: Row) -> Iterator[Related]:
    """What a row says of its own instrument."""
    for one in row.relations:
        yield Related(one.kind, one.direction, str(one), one.number, one.date, _meant(store, one, row), row)


def _turned(store: Store, rows: Iterable[Row], instrument: Instrument) -> Iterator[Related]:
    """What the rows of other instruments say of this one."""
    key = number_key(instrument.number or "")
    for row in rows:
        for one in row.relations:
            if number_key(one.number) == key and _meant(store, one, row) == instrument.id:
                others = instruments_of(store, row)
                turned: Direction = "undergoes" if one.direction == "does" else "does"
                text = f"{one.turned} {row.number}{when(row.date)}"
                ident = others[0].id if len(others) == 1 else None
                yield Related(one.kind, turned, text, row.number, row.date, ident, row)


def _meant(store: Store, relation: RowRelation, row: Row) -> str | None:
    """The instrument that a relation of a row names, where the catalogue has just one that fits."""
    key = number_key(relation.number)
    scope = scope_for(relation.number, "", "") or scope_of_row(row)
    found = [one for one in store.instruments.numbered(key) if one.scope == scope]
    if relation.date and not carries_year(key):
        found = [one for one in found if any(fits_date(relation.date, date) for date in values(one, "date"))]
    return found[0].id if len(found) == 1 else None
