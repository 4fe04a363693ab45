"""What an edit of the office's table begins with: the one row, or the one instrument, that a number may mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.catalogue import known
from kb.catalogue.columns import kept_row
from kb.catalogue.known import Row, fits_date, key_of, same_instrument, scope_of_row
from kb.catalogue.stated import CENTRAL, carries_year
from kb.catalogue.worded import when
from kb.corrected_values import checked
from kb.errors import UsageError
from kb.store.keys import number_key

if TYPE_CHECKING:
    from kb.store import Instrument, Store


@dataclass(frozen=True, slots=True)
class Start:
    """What an edit begins with.

    Attributes:
        row: the office's row; where there is none, what the instrument is, with nothing stated of it.
        key: under which the office's row is kept; ``None`` where there is none.
        change: with which it came, so that nobody writes over what another has written meanwhile.
        shipped: the shipped row about it.
    """

    row: Row
    key: str | None = None
    change: int | None = None
    shipped: Row | None = None


def start(store: Store, number: str, date: str | None = None, province: str | None = None) -> Start:
    """What an edit of a number begins with: the one row of the office, or the one instrument, that it may mean.

    Args:
        store: the collection.
        number: in whatever spelling.
        date: of issue, or its year, where several have the number.
        province: likewise.

    Raises:
        UsageError: it is no number, or several have it.
    """
    number = checked("number", number)
    asked, place = asked_date(date), checked("province", province) if province else ""
    found = [one for one in candidates(store, number) if is_asked(one.row, asked, place)]
    if len(found) > 1:
        listed = "; ".join(f"{one.row.number}{when(one.row.date)}{place_of(one.row)}" for one in found)
        raise UsageError(f"Có {len(found)} văn bản mang số {number}: {listed}. Hãy nêu thêm --date, hoặc --province.")
    if found:
        return found[0]
    return Start(Row(number, date="" if carries_year(number_key(number)) else asked, province=place))


def candidates(store: Store, number: str) -> list[Start]:
    """Everything that a number may mean: rows of the office, then shipped rows and instruments about which it says nothing yet."""
    key = number_key(number)
    shipped = [row for row in known.shipped() if number_key(row.number) == key]
    found: dict[str, Start] = {}
    for state in store.office.standing():
        row = kept_row(state)
        if number_key(row.number) == key:
            found[state.key] = Start(row, state.key, state.change, _beside(shipped, row))
    for row in (*shipped, *_called(store, key)):
        if (carries_year(key) or row.date) and not any(same_instrument(row, other.row) for other in found.values()):
            bare = Row(row.number, row.type, row.date, row.issuer, row.province, row.title)
            found[key_of(row)] = Start(bare, shipped=_beside(shipped, row))
    return list(found.values())


def _called(store: Store, key: str) -> list[Row]:
    """The instruments of the catalogue with a number, as rows that state nothing; those whose place is known."""
    rows = (_open(store, one) for one in store.instruments.numbered(key) if one.scope)
    return [row for row in rows if row is not None and scope_of_row(row)]


def _open(store: Store, instrument: Instrument) -> Row | None:
    """What documents without a secrecy stamp say that an instrument is: the table is written out, and outlives documents."""
    if all(_is_stamped(store, ident) for ident in instrument.cited_by):
        return None
    hidden = {name for name, claim in instrument.evidence if _is_stamped(store, claim.directive)}

    def told(name: str) -> str:
        return "" if name in hidden else getattr(instrument, name) or ""

    return Row(
        instrument.number or "",
        type=told("type"),
        date=told("date"),
        issuer=told("issuer"),
        province="" if instrument.scope == CENTRAL else instrument.scope.partition(",")[0],
        title=told("title"),
    )


def _is_stamped(store: Store, ident: str) -> bool:
    document = store.directives.document(ident)
    return document is None or document.header.secrecy is not None


def _beside(shipped: Iterable[Row], row: Row) -> Row | None:
    return next((one for one in shipped if same_instrument(one, row)), None)


def is_asked(row: Row, date: str, province: str) -> bool:
    """Whether a row has the date, or the year, and the province that were asked for; empty ones leave it open."""
    of_date = not date or carries_year(number_key(row.number)) or fits_date(date, row.date) or fits_date(row.date, date)
    return of_date and (not province or scope_of_row(row).partition(",")[0] == province)


def asked_date(text: str | None) -> str:
    """A date or a year that was asked for; empty where none was."""
    tidy = (text or "").strip()
    return tidy if not tidy or (tidy.isdigit() and len(tidy) == len("2010")) else checked("date", tidy)


def place_of(row: Row) -> str:
    """What tells a row of a province from others with its number; empty for the centre."""
    scope = scope_of_row(row)
    return "" if scope == CENTRAL else f" ({scope})"
