"""Documents that give one instrument different dates, issuers, kinds or subjects, or another than the table of instruments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.audit.findings import LIKELY, LOOK, SURE, Finding, Place, Value
from kb.audit.material import Material, called, place
from kb.catalogue import known
from kb.catalogue.describe import day
from kb.catalogue.words import Relation, same_issuer, subjects
from kb.store import Conflict, Instrument, Mention
from kb.store.keys import number_key

FIELDS = {
    "date": ("date_conflict", "ngày ban hành"),
    "issuer": ("issuer_conflict", "cơ quan ban hành"),
    "type": ("type_conflict", "loại văn bản"),
    "title": ("subject_conflict", "trích yếu"),
}
_MUCH_MORE = 3
"""So many times more documents make a value the likely one."""


def differing(material: Material, rows: Iterable[known.Row]) -> Iterator[Finding]:
    """One finding for each field of an instrument on which its documents, or they and the table, disagree.

    Args:
        material: the collection.
        rows: of the table of instruments.
    """
    table: dict[str, list[known.Row]] = {}
    for one in rows:
        table.setdefault(number_key(one.number), []).append(one)
    for instrument in material.instruments.values():
        yield from of_instrument(
            instrument, material.mentions.get(instrument.id, []), table.get(number_key(instrument.number or ""), ())
        )


def of_instrument(instrument: Instrument, mentions: Sequence[Mention], rows: Iterable[known.Row]) -> Iterator[Finding]:
    """The findings on one instrument.

    Args:
        instrument: of the catalogue.
        mentions: of it.
        rows: of the table, with its number.
    """
    row = row_about(instrument, rows)
    conflicts = {conflict.kind: conflict for conflict in instrument.conflicts}
    for field in FIELDS:
        found = _finding(instrument, field, conflicts.get(field), mentions, row)
        if found is not None:
            yield found


def row_about(instrument: Instrument, rows: Iterable[known.Row]) -> known.Row | None:
    """The row of this instrument: with its date, or, where no row has it, the one row with its subject."""
    rows = [row for row in rows if known.scope_of_row(row) == instrument.scope]
    dates = known.values(instrument, "date")
    dated = [row for row in rows if row.date and any(known.fits_date(row.date, date) for date in dates)]
    if dated:
        return dated[0]  # The office's rows come before the shipped ones.
    alike = [row for row in rows if row.title and subjects(instrument.title, row.title) is Relation.SAME]
    return alike[0] if len(alike) == 1 and same_issuer(instrument.issuer, alike[0].issuer) else None


def _finding(
    instrument: Instrument, field: str, conflict: Conflict | None, mentions: Sequence[Mention], row: known.Row | None
) -> Finding | None:
    # What a subject says is shortened and worded freely: the table's wording contradicts none.
    given = getattr(row, field) if row is not None and field != "title" else ""
    stated = _stated(field, conflict, mentions)
    others = [value for value, _ in stated if not _agree(field, value, given)] if given else []
    if conflict is None and not others:
        return None
    kind, what = FIELDS[field]
    values = [Value(value, places) for value, places in stated]
    if given:
        values.insert(0, Value(given, source=row.source if row and row.source else "bảng văn bản"))
    sure = (
        SURE if field == "date" and conflict is not None else LIKELY if given or _likely(instrument, conflict) else LOOK
    )
    return Finding(
        kind,
        f"{called(instrument)}: {what} ghi khác nhau: {'; '.join(_told(field, value) for value in values)}.",
        sure,
        instrument.id,
        instrument.number or instrument.name,
        tuple(values),
        given or _likely(instrument, conflict),
    )


def _stated(field: str, conflict: Conflict | None, mentions: Sequence[Mention]) -> list[tuple[str, tuple[Place, ...]]]:
    """The values that documents state, those that are one put together, and where."""
    if conflict is None:
        found: dict[str, list[Place]] = {}
        for mention in mentions:
            if value := getattr(mention, field):
                found.setdefault(value, []).append(place(mention))
        ordered = sorted(found.items(), key=lambda pair: (-len({one.directive for one in pair[1]}), pair[0]))
        return [(value, tuple(places)) for value, places in ordered]
    return [
        (value.value, tuple(place(one) for one in mentions if one.directive in value.documents and getattr(one, field)))
        for value in conflict.values
    ]


def _agree(field: str, value: str, given: str) -> bool:
    if field == "issuer":
        return same_issuer(value, given)
    return known.fits_date(given, value) if field == "date" else value == given


def _likely(instrument: Instrument, conflict: Conflict | None) -> str | None:
    """What the instrument says of itself, or many more documents than say otherwise."""
    if conflict is None:
        return None
    first, second = conflict.values[0], conflict.values[1]
    own = instrument.directive is not None and instrument.directive in first.documents
    return first.value if own or len(first.documents) >= _MUCH_MORE * len(second.documents) else None


def _told(field: str, value: Value) -> str:
    shown = day(value.value) if field == "date" else value.value
    if value.source:
        return f"{shown} (bảng văn bản)"
    return f"{shown} ({len(value.documents)} văn bản)" if value.places else f"{shown} (chính văn bản ghi)"
