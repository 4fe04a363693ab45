"""The office's own table of instruments: rows written, imported and taken back, each with who and when.

A change is kept with the states that it brings; what was before stays on record. It is committed with the catalogue, so
that readers see at once what a row says. Taking a change back is a change as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb.catalogue.columns import cells, kept_row, row_of
from kb.catalogue.known import Row, fits_date, key_of
from kb.catalogue.start import Start, asked_date, candidates, is_asked, place_of, start
from kb.catalogue.worded import when
from kb.change import changing
from kb.corrected_values import checked
from kb.errors import UsageError
from kb.people import now
from kb.store.keys import number_key
from kb.store.records import OfficeChange, OfficeState

if TYPE_CHECKING:
    from kb.home import Home
    from kb.store import Store

EDIT, IMPORT, UNDO = "edit", "import", "undo"


@dataclass(frozen=True, slots=True)
class Altered:
    """What a change did to one row; ``None``: it was not there, or is not any more."""

    number: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Change:
    """A change with what it did, row by row."""

    made: OfficeChange
    rows: tuple[Altered, ...]


def edit(home: Home, number: str, values: Mapping[str, str], by: str) -> Change:
    """State something of an instrument; what is not given stays as the office's row says, or as the instrument is called.

    Args:
        home: the collection.
        number: of the instrument; ``date`` and ``province`` among the values tell which, where several have it.
        values: column to what is to stand in it; empty takes a value away.
        by: who says so.

    Raises:
        UsageError: the number or a value cannot be read, several instruments are meant, or nothing would change.
    """
    with changing(home) as store:
        begun = start(store, number, values.get("date"), values.get("province"))
        # A year chooses among dates, and takes the place of none.
        given = {
            name: value for name, value in values.items() if name != "date" or not fits_date(value, begun.row.date)
        }
        row = row_of({**cells(begun.row), **given})
        return _commit(store, EDIT, by, _placed(store, row, begun.key))


def put(home: Home, begun: Start, row: Row, by: str) -> Change:
    """Put a row in the place of the one that an edit began with.

    Raises:
        UsageError: somebody has changed that one meanwhile, there is another row about the same, or nothing would change.
    """
    with changing(home) as store:
        _check_unchanged(store, begun)
        return _commit(store, EDIT, by, _placed(store, row, begun.key))


def take_away(home: Home, number: str, date: str | None, province: str | None, by: str) -> Change:
    """Take the office's row about an instrument away: the shipped one counts again, where there is one.

    Raises:
        UsageError: there is no such row, or there are several.
    """
    with changing(home) as store:
        own = [one for one in candidates(store, checked("number", number)) if one.key]
        place = checked("province", province) if province else ""
        asked = [one for one in own if is_asked(one.row, asked_date(date), place)]
        if not asked:
            raise UsageError(f"Bảng của cơ quan không có dòng nào về {number}: hãy xem bằng kb catalogue list.")
        if len(asked) > 1:
            listed = "; ".join(f"{one.row.number}{when(one.row.date)}{place_of(one.row)}" for one in asked)
            raise UsageError(
                f"Bảng của cơ quan có {len(asked)} dòng về {number}: {listed}. Hãy nêu thêm --date, hoặc --province."
            )
        return _commit(store, EDIT, by, {asked[0].key or "": None})


def differing(store: Store, rows: Iterable[Row]) -> tuple[Altered, ...]:
    """What an import of these rows would do: rows that are new or say something else than before."""
    return tuple(
        Altered(row.number, before, row)
        for row in rows
        if (before := _standing(store, key_of(row))) is None or before.statement != row.statement
    )


def take_in(home: Home, rows: Sequence[Row], by: str, file: str) -> Change:
    """Import rows, as one change; rows that are not in the file stay.

    Raises:
        UsageError: nothing would change.
    """
    with changing(home) as store:
        return _commit(store, IMPORT, by, {key_of(row): row for row in rows}, file=file)


def undo(home: Home, ident: int, by: str) -> Change:
    """Take a whole change back: every row says again what it said before.

    Raises:
        UsageError: there is no such change, it was taken back already, or a later one has altered one of its rows.
    """
    with changing(home) as store:
        return take_back(store, ident, by)


def take_back(store: Store, ident: int, by: str) -> Change:
    """What :func:`undo` does, inside a transaction.

    Raises:
        UsageError: see :func:`undo`.
    """
    made = {one.id: one for one in store.office.changes()}
    if ident not in made:
        raise UsageError(f"Không có lần thay đổi {ident}: hãy xem bằng kb catalogue history.")
    if made[ident].undone is not None:
        raise UsageError(f"Lần thay đổi {ident} đã được bỏ bằng lần {made[ident].undone}.")
    states = store.office.of(ident)
    later = [last for one in states if (last := store.office.latest(one.key)) and last.change != ident]
    if later:
        raise UsageError(
            f"Lần thay đổi {ident} đã được lần {later[0].change} sửa tiếp ({_number_of(store, later[0])}): "
            f"hãy bỏ lần {later[0].change} trước."
        )
    before = {one.key: store.office.before(one.key, ident) for one in states}
    return _commit(store, UNDO, by, {key: _row(state) for key, state in before.items()}, undoes=ident)


def history(store: Store, number: str | None = None) -> tuple[Change, ...]:
    """Every change, in order of time; with a number those that concern it, and of them only its rows."""
    key = None if number is None else number_key(checked("number", number))
    changes = (Change(made, _altered(store, made.id)) for made in store.office.changes())
    if key is None:
        return tuple(changes)
    of_it = (replace(one, rows=tuple(row for row in one.rows if number_key(row.number) == key)) for one in changes)
    return tuple(one for one in of_it if one.rows)


# -- writing ----------------------------------------------------------------------------------------------------------


def _placed(store: Store, row: Row, replaces: str | None) -> dict[str, Row | None]:
    """The states that put a row in the place of another; its key is another one where the date or the number is."""
    key = key_of(row)
    if replaces is None or replaces == key:
        return {key: row}
    if _standing(store, key) is not None:
        raise UsageError(f"Bảng đã có dòng khác về {row.number}{when(row.date)}: hãy sửa dòng ấy.")
    return {replaces: None, key: row}


def _check_unchanged(store: Store, begun: Start) -> None:
    latest = store.office.latest(begun.key or key_of(begun.row))
    if latest is not None and (latest.change if latest.row is not None else None) != begun.change:
        raise UsageError(f"{latest.by} vừa sửa dòng này trong lúc đó: hãy xem lại bằng kb catalogue list rồi sửa lại.")


def _commit(
    store: Store,
    kind: str,
    by: str,
    states: Mapping[str, Row | None],
    *,
    file: str | None = None,
    undoes: int | None = None,
) -> Change:
    """Keep the states that say something else than before, as one change."""
    new = {key: row for key, row in states.items() if _says(_standing(store, key)) != _says(row)}
    if not new:
        raise UsageError("Bảng đã ghi đúng như vậy: không có gì để sửa.")
    at = now()
    kept = [_state(key, row, by, at, again=kind == UNDO) for key, row in new.items()]
    ident = store.office.add(kind, by, at, kept, file=file, undoes=undoes)
    made = next(one for one in store.office.changes() if one.id == ident)
    return Change(made, _altered(store, ident))


def _state(key: str, row: Row | None, by: str, at: str, *, again: bool) -> OfficeState:
    if row is None:
        return OfficeState(key, 0, None, by, at)
    return OfficeState(key, 0, cells(row), row.by if again else by, row.at if again else at)


def _altered(store: Store, change: int) -> tuple[Altered, ...]:
    pairs = [(store.office.before(one.key, change), one) for one in store.office.of(change)]
    rows = [(_row(before), _row(after)) for before, after in pairs]
    return tuple(Altered((after or before or Row("")).number, before, after) for before, after in rows)


def _standing(store: Store, key: str) -> Row | None:
    return _row(store.office.latest(key))


def _row(state: OfficeState | None) -> Row | None:
    return None if state is None or state.row is None else kept_row(state)


def _says(row: Row | None) -> tuple[object, ...] | None:
    return None if row is None else row.statement


def _number_of(store: Store, state: OfficeState) -> str:
    row = _row(state) or _row(store.office.before(state.key, state.change))
    return row.number if row else state.key
