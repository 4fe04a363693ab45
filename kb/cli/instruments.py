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
from kb.catalogue import known
from kb.catalogue.describe import day
from kb.catalogue.said import named, stated
from kb.cli.output import wrapped, write_warnings
from kb.errors import UsageError
from kb.store.keys import number_key
from kb.told import secrecy_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.types import Passage
    from kb.audit import Finding
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
        rows = collection.named(text)
    if not rows:
        rows = _numbered(collection, text)
    if not rows:
        raise UsageError(_unknown(collection, text))
    if len(rows) > 1:
        listed = "; ".join(_told_apart(row) for row in rows)
        raise UsageError(f"“{text}” có thể là {len(rows)} văn bản: {listed}. Hãy nêu mã trong ngoặc.")
    return rows[0]


def _told_apart(row: Instrument) -> str:
    told = [row.id, day(row.date) if row.date else None, row.issuer or None, row.scope or None]
    return f"{row.number or row.name} ({', '.join(part for part in told if part)})"


def _numbered(collection: Collection, text: str) -> list[Instrument]:
    """The rows with this number; of a part of one ("Chỉ thị 05", "05-CT/TU Lai Châu") those that every other word fits."""
    number = normalise_number(text)
    if number:
        return collection.instruments_by_number(NumberQuery(text, number, "", None))
    tokens = _TOKEN.findall(fold(text))
    digits = next((token for token in tokens if token[0].isdigit()), None)
    if digits is None:
        return []
    others = {token.lstrip("0") for token in tokens if token is not digits} - {"so"}
    rows = collection.instruments_by_number(NumberQuery(text, None, digits, None))
    return [row for row in rows if others <= _words(row)]


def _words(row: Instrument) -> set[str]:
    """The words with which a person may name a row beside its digits."""
    said = f"{row.number or ''} {row.type or ''} {row.issuer or ''} {row.scope} {(row.date or '')[:4]}"
    return {token.lstrip("0") for token in _TOKEN.findall(fold(said))}


def _unknown(collection: Collection, text: str) -> str:
    """That nobody cites it, and what else is known of it."""
    number = normalise_number(text)
    own = (
        [one for one in collection.store.directives.numbered(number_key(number)) if collection.is_active(one.id)]
        if number
        else []
    )
    if own:
        there = "; ".join(f"{name_of(one)} (kb show {one.id})" for one in own)
        return f"Không văn bản nào trong kho viện dẫn “{text}”; chính văn bản thì có trong kho: {there}."
    rows = [
        row
        for row in (*known.office(collection.store), *known.shipped())
        if number and number_key(row.number) == number_key(number)
    ]
    if rows:
        told = "; ".join(f"{named(row)}: {stated(row)}" for row in rows)
        return f"Không văn bản nào trong kho viện dẫn “{text}”; bảng văn bản ghi: {told}."
    return f"Không văn bản nào trong kho viện dẫn “{text}”: hãy kiểm tra số hiệu hoặc tên, hoặc tìm bằng kb search."


_TOKEN = re.compile(r"\d+[a-z]?(?![^\W_])|[^\W\d_]+\d{0,2}")


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
        click.echo(
            wrapped(f"Theo {secrecy_mark(document) + name_of(document) if document else act.directive}: {said}.")
        )
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
    doubts: Sequence[Finding],
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
    for doubt in doubts:
        likely = (
            f" Có lẽ đúng: {day(doubt.likely) if doubt.kind == 'date_conflict' else doubt.likely}."
            if doubt.likely
            else ""
        )
        click.echo(click.style(wrapped(f"Cần xem: {doubt.message}{likely}"), fg="yellow"))
    click.echo("\nĐược viện dẫn tại:")
    for mention, document, passage, text in mentions:
        stands = where(passage)
        click.echo(
            click.style(f"  {secrecy_mark(document)}{name_of(document)}{', ' + stands if stands else ''}", fg="cyan")
        )
        click.echo(wrapped(f"“{mention.span.of(text)}”", indent="    "))
    write_warnings(document for _, document, _, _ in mentions)
