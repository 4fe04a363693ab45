"""One row of the catalogue on the command line."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import click

from ingest.citations import normalise_number, read_name
from ingest.text import fold
from kb.ask.compose import name_of, where
from kb.ask.numbers import NumberQuery
from kb.catalogue.describe import day
from kb.cli.output import wrapped, write_warnings
from kb.errors import UsageError
from kb.told import secrecy_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.types import Passage
    from kb.catalogue.in_force import InForce
    from kb.catalogue.standing import Standing
    from kb.collection import Collection
    from kb.store.records import Document, Instrument, Mention


def find_instrument(collection: Collection, text: str) -> Instrument:
    """The one row that a number or an id means.

    Raises:
        UsageError: none does, or several do; the message lists them.
    """
    text = text.strip()
    if not text:
        raise UsageError("Chưa có số hiệu: hãy gõ số hiệu sau lệnh, ví dụ kb instrument 217-QĐ/TW.")
    rows = [row for row in collection.instruments() if row.id == text]
    if not rows:
        rows = _named(collection, text)
    if not rows:
        number = normalise_number(text)
        digits = re.search(r"\d+[a-z]?", fold(text))
        query = NumberQuery(text, number, digits.group() if digits else "", None)
        rows = collection.instruments_by_number(query) if number or digits else []
    if not rows:
        raise UsageError(
            f"Không văn bản nào trong kho viện dẫn “{text}”: hãy kiểm tra số hiệu hoặc tên, hoặc tìm bằng kb search."
        )
    if len(rows) > 1:
        listed = "; ".join(
            f"{row.number or row.name} ({row.id}{', ' + day(row.date) if row.date else ''})" for row in rows
        )
        raise UsageError(f"“{text}” có thể là {len(rows)} văn bản: {listed}. Hãy nêu mã trong ngoặc.")
    return rows[0]


def _named(collection: Collection, text: str) -> list[Instrument]:
    """The rows with this name; of laws with one name that of the year, where it is given."""
    name = read_name(text)
    found = [
        row for row in collection.store.instruments.named(name.key) if any(map(collection.is_active, row.cited_by))
    ]
    if name.year is None:
        return found
    year = str(name.year)
    return [row for row in found if year in f"{row.number or ''} {row.date or ''} {row.name or ''}"]


_CONFLICTS = {"date": "ngày ban hành", "issuer": "cơ quan ban hành", "type": "loại văn bản", "title": "trích yếu"}


def _note(row: Instrument) -> str | None:
    if not row.note:
        return None
    return f"{row.note} (theo {row.note_source})" if row.note_source else row.note


def _issuer(issuer: str | None) -> str:
    from kb.nowadays import said

    now = said(issuer)
    return f"{issuer} ({now})" if now else issuer or "chưa rõ"


def _standing(force: InForce, standing: Standing) -> str:
    """The standing on a day, from when to when, and who says so."""
    from kb.catalogue.said import force as days

    stated = standing.row
    dates = days(stated) if stated else ""
    parts = [force.status, dates if force.source or not force.told else "", force.told if force.told != dates else ""]
    told = "; ".join(dict.fromkeys(part for part in parts if part))
    return f"{told} – theo {force.source}" if force.source else told


def _write_acts(force: InForce, texts: Callable[[str], tuple[Document | None, str]]) -> None:
    """What documents say was done to it, with the words."""
    for act in force.acts:
        if act.directive is None or act.span is None:
            continue
        document, text = texts(act.directive)
        part = f"{act.part} " if act.part else ""
        by = f" bởi {act.by_name}" if act.by_name else ""
        since = f", từ {day(act.since)}" if act.since else ""
        passive = (
            ""
            if act.kind in {"hết hiệu lực", "có hiệu lực"}
            else "bị "
            if act.kind in {"thay thế", "bãi bỏ"}
            else "được "
        )
        said = f"{part}{passive}{act.kind}{by}{since}"
        click.echo(wrapped(f"Theo {name_of(document) if document else act.directive}: {said}."))
        click.echo(wrapped(f"“{' '.join(act.span.of(text).split())}”", indent="    "))


def _write_table(standing: Standing) -> None:
    """What the tables state beside the standing: relations, another statement of the shipped table, dates that do not fit."""
    from kb.catalogue.said import doubt, stated

    for one in standing.relations:
        click.echo(wrapped(f"Quan hệ: {one.text} – theo {one.row.told_source}"))
    if standing.beside is not None:
        click.echo(click.style(wrapped(f"Bảng kèm theo phần mềm ghi: {stated(standing.beside)}"), fg="yellow"))
    today = datetime.now().astimezone().date().isoformat()
    if standing.row is not None and (said := doubt(standing.row, today)):
        click.echo(click.style(wrapped(f"Lưu ý: bảng {said}."), fg="yellow"))


def write_instrument(
    row: Instrument,
    mentions: Sequence[tuple[Mention, Document, Passage, str]],
    standing: Standing,
    force: InForce,
    texts: Callable[[str], tuple[Document | None, str]],
) -> None:
    """The row, its standing, what tables and documents say was done to it, and its mentions, for a person."""
    name = f"{row.type or 'Văn bản'} số {row.number}" if row.number else row.name or row.type or "Văn bản"
    click.echo(click.style(name, bold=True))
    for name, value in (
        ("Ngày", day(row.date) if row.date else "chưa rõ"),
        ("Cơ quan ban hành", _issuer(row.issuer)),
        ("Trích yếu", row.title or "chưa rõ"),
        (f"Hiệu lực ngày {day(force.as_of)}", _standing(force, standing)),
        ("Ghi chú", _note(row) if row.note != force.told else None),
    ):
        if value:
            click.echo(wrapped(f"{name}: {value}"))
    _write_table(standing)
    _write_acts(force, texts)
    for conflict in row.conflicts:
        values = "; ".join(
            f"{day(value.value) if conflict.kind == 'date' else value.value} ({len(value.documents)} văn bản)"
            for value in conflict.values
        )
        what = _CONFLICTS.get(conflict.kind, conflict.kind)
        click.echo(click.style(wrapped(f"Các văn bản ghi khác nhau về {what}: {values}"), fg="yellow"))
    click.echo("\nĐược viện dẫn tại:")
    for mention, document, passage, text in mentions:
        stands = where(passage)
        click.echo(
            click.style(f"  {secrecy_mark(document)}{name_of(document)}{', ' + stands if stands else ''}", fg="cyan")
        )
        click.echo(wrapped(f"“{mention.span.of(text)}”", indent="    "))
    write_warnings(document for _, document, _, _ in mentions)
