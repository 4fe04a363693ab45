"""One row of the catalogue on the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from ingest.citations import normalise_number
from ingest.text import fold
from kb.ask.compose import name_of, where
from kb.ask.numbers import NumberQuery
from kb.catalogue.describe import day
from kb.cli.output import wrapped, write_warnings
from kb.errors import UsageError
from kb.told import secrecy_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.types import Passage
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


def write_instrument(row: Instrument, mentions: Sequence[tuple[Mention, Document, Passage, str]]) -> None:
    """The row and its mentions, for a person."""
    click.echo(click.style(f"{row.type or 'Văn bản'} số {row.number}", bold=True))
    for name, value in (
        ("Ngày", day(row.date) if row.date else "chưa rõ"),
        ("Cơ quan ban hành", row.issuer or "chưa rõ"),
        ("Trích yếu", row.title or "chưa rõ"),
        ("Hiệu lực", row.status),
        ("Ghi chú", _note(row)),
    ):
        if value:
            click.echo(wrapped(f"{name}: {value}"))
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
