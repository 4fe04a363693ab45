"""One row of the catalogue on the command line."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import click

from ingest.citations import normalise_number
from ingest.text import fold
from kb.ask.compose import name_of, where
from kb.ask.numbers import NumberQuery
from kb.catalogue.describe import day
from kb.cli.output import wrapped
from kb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.types import Passage
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
        number = normalise_number(text)
        digits = re.search(r"\d+[a-z]?", fold(text))
        query = NumberQuery(text, number, digits.group() if digits else "", None)
        rows = collection.instruments_by_number(query) if number or digits else []
    if not rows:
        raise UsageError(
            f"Không văn bản nào trong kho viện dẫn “{text}”: hãy kiểm tra số hiệu, hoặc tìm bằng kb search."
        )
    if len(rows) > 1:
        listed = "; ".join(f"{row.number} ({row.id}{', ' + day(row.date) if row.date else ''})" for row in rows)
        raise UsageError(f"“{text}” có thể là {len(rows)} văn bản: {listed}. Hãy nêu mã trong ngoặc.")
    return rows[0]


_CONFLICTS = {"date": "ngày ban hành", "issuer": "cơ quan ban hành", "type": "loại văn bản", "title": "trích yếu"}


def _note(row: Instrument) -> str | None:
    if not row.note:
        return None
    return f"{row.note} (theo {row.note_source})" if row.note_source else row.note


def _issuer(issuer: str | None) -> str:
    from kb.nowadays import said

    now = said(issuer)
    return f"{issuer} ({now})" if now else issuer or "chưa rõ"


def _standing(row: Instrument, standing: Standing) -> str:
    """The standing, from when to when, and who says so."""
    from kb.catalogue.said import force

    stated = standing.row
    parts = "; ".join(part for part in (row.status, force(stated) if stated else "") if part)
    return f"{parts} – theo {stated.told_source}" if stated else parts


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
    row: Instrument, mentions: Sequence[tuple[Mention, Document, Passage, str]], standing: Standing
) -> None:
    """The row, what tables state of it, and its mentions, for a person."""
    click.echo(click.style(f"{row.type or 'Văn bản'} số {row.number}", bold=True))
    for name, value in (
        ("Ngày", day(row.date) if row.date else "chưa rõ"),
        ("Cơ quan ban hành", _issuer(row.issuer)),
        ("Trích yếu", row.title or "chưa rõ"),
        ("Hiệu lực", _standing(row, standing)),
        ("Ghi chú", _note(row)),
    ):
        if value:
            click.echo(wrapped(f"{name}: {value}"))
    _write_table(standing)
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
        click.echo(click.style(f"  {name_of(document)}{', ' + stands if stands else ''}", fg="cyan"))
        click.echo(wrapped(f"“{mention.span.of(text)}”", indent="    "))
