"""A comparison, and the changes between two versions, for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.output import wrapped, write_warnings

if TYPE_CHECKING:
    from kb.comparing.changes import Change, Changes, Clause
    from kb.comparing.types import Comparison, Row

KINDS = {"added": "Thêm", "removed": "Bỏ", "changed": "Sửa", "moved": "Chuyển chỗ"}


def write_comparison(comparison: Comparison) -> None:
    """The documents, the summary, then every aspect row by row."""
    from kb.ask.compose import name_of
    from kb.comparing.sheets import KINDS as SUMMARIES
    from kb.told import secrecy_mark

    for number, document in enumerate(comparison.documents, start=1):
        click.echo(wrapped(f"[{number}] {secrecy_mark(document)}{name_of(document)}: {document.header.title or ''}"))
    for note in comparison.notes:
        click.echo(click.style(wrapped(note), fg="yellow"))
    if comparison.summary:
        click.echo(click.style("\nTÓM TẮT", bold=True))
        for remark in comparison.summary:
            click.echo(wrapped(f"{SUMMARIES[remark.kind]} – {remark.aspect.name}: {remark.row.label}"))
            _write_row(remark.row, comparison)
    for aspect in comparison.aspects:
        if not aspect.rows:
            continue
        click.echo(click.style(f"\n{aspect.name.upper()}", bold=True))
        for row in aspect.rows:
            click.echo(click.style(wrapped(row.label), fg="cyan"))
            _write_row(row, comparison)
    write_warnings(comparison.documents)


def _write_row(row: Row, comparison: Comparison) -> None:
    from kb.comparing.sheets import source

    for number, document in enumerate(comparison.documents, start=1):
        item = row.of(document.id)
        if item is not None:
            click.echo(wrapped(f"[{number}] {item.text} ({source(item, document)})", indent="    "))


def write_changes(changes: Changes) -> None:
    """The numbers that changed, then every change in order."""
    click.echo(f"Bản cũ: {changes.old.number or changes.old.id} · {changes.old.source}")
    click.echo(f"Bản mới: {changes.new.number or changes.new.id} · {changes.new.source}")
    if not changes.changes:
        click.echo("Hai bản không khác nhau chữ nào.")
        return
    if changes.numbers:
        click.echo(click.style("\nSỐ LIỆU THAY ĐỔI", bold=True))
        for one in changes.numbers:
            clause = changes.changes[one.clause].new
            before, after = ", ".join(one.old) or "không có", ", ".join(one.new) or "không có"
            click.echo(wrapped(f"{_place(clause)}{before} → {after}", indent="    "))
    click.echo(click.style("\nTỪNG ĐIỂM", bold=True))
    for change in changes.changes:
        click.echo(wrapped(f"{KINDS[change.kind]} – {_place(change.new or change.old)}{_marked(change)}"))
    click.echo(f"\n{len(changes.changes)} chỗ khác, {changes.unchanged} đoạn giữ nguyên.")


def _place(clause: Clause | None) -> str:
    from kb.ask.compose import said_path

    return f"{', '.join(said_path(clause.section))}: " if clause is not None and clause.section else ""


def _marked(change: Change) -> str:
    """The words of a clause, with what went in brackets [-…-] and what came in {+…+}."""
    if not change.marks:
        clause = change.new or change.old
        return clause.text if clause is not None else ""
    shown = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return " ".join(shown[mark.kind].format(mark.text) for mark in change.marks)
