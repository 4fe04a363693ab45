"""What the commands of ``kb catalogue`` tell: rows, changes, what an import did."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from kb.catalogue.said import doubt, named, stated
from kb.catalogue.sheet import renamed
from kb.catalogue_json import bad_json, change_json
from kb.cli.output import wrapped, write_json
from kb.people import day_and_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kb.catalogue.known import Row
    from kb.catalogue.sheet import Sheet
    from kb.home import Home
    from kb.office import Change

MOST_ROWS = 20
"""Rows of one change that the history lists; an import may have thousands."""


def write_change(change: Change) -> None:
    """A change of the history, with what each row said before and after."""
    made = change.made
    what = {"edit": "sửa", "import": f"nhập từ {made.file}", "undo": f"bỏ lần {made.undoes}"}[made.kind]
    undone = f" – đã bỏ bằng lần {made.undone}" if made.undone else ""
    click.echo(click.style(f"{made.id}  {made.by} {what} lúc {day_and_time(made.at)}{undone}", fg="cyan"))
    for one in change.rows[:MOST_ROWS]:
        row = one.after or one.before
        if row is None:
            continue
        click.echo(wrapped(named(row), indent="  "))
        click.echo(wrapped(f"trước: {stated(one.before) if one.before else 'chưa có dòng'}", indent="    "))
        click.echo(wrapped(f"sau:   {stated(one.after) if one.after else 'bỏ dòng'}", indent="    "))
    if len(change.rows) > MOST_ROWS:
        click.echo(f"  … và {len(change.rows) - MOST_ROWS} dòng nữa (xem hết bằng --json)")


def report_edit(home: Home, change: Change, *, typed: str, as_json: bool) -> None:
    """What an edit did, and whom it concerns."""
    from kb.catalogue.standing import instruments_of
    from kb.store import Store

    rows = [one.after for one in change.rows if one.after]
    with Store.open(home.database) as store:
        about = [instrument for row in rows for instrument in instruments_of(store, row)]
    told = [line for row in rows for line in renamed({"number": typed}, row)]
    told += [f"{row.number} {said}" for row in rows if (said := doubt(row, _today()))]
    if as_json:
        write_json({"change": change_json(change), "instruments": [one.id for one in about], "told": told})
        return
    for one in change.rows:
        if one.after:
            click.echo(wrapped(f"Đã ghi (lần {change.made.id}) {named(one.after)}: {stated(one.after)}"))
        elif one.before:
            click.echo(wrapped(f"Đã bỏ (lần {change.made.id}) dòng của cơ quan về {named(one.before)}."))
    for line in told:
        click.echo(wrapped(f"Lưu ý: {line}."))
    if rows and not about:
        click.echo(wrapped("Lưu ý: chưa văn bản nào trong kho viện dẫn văn bản này."))
    click.echo(f"Bỏ lần thay đổi này: kb catalogue undo {change.made.id}")


def report_import(
    sheet: Sheet, counts: Mapping[str, int], change: Change | None, *, dry_run: bool, refused: bool, as_json: bool
) -> None:
    """What an import did, or would do; everything that is wrong with the file goes to standard error."""
    told = [*sheet.told, *((line, said) for line, row in sheet.rows if (said := doubt(row, _today())))]
    if as_json:
        write_json(
            {
                "change": None if change is None else change_json(change),
                "dry_run": dry_run,
                **counts,
                "bad": [bad_json(one) for one in sheet.bad],
                "told": [{"line": line, "message": said} for line, said in sorted(told)],
                "left_out": list(sheet.left),
            }
        )
    for one in sheet.bad:
        click.echo(f"kb: {one}", err=True)
    if refused:
        lines = len({one.line for one in sheet.bad})
        click.echo(
            f"kb: Không nhập gì vì có {lines} dòng sai: hãy sửa rồi nhập lại, hoặc thêm --skip-bad để bỏ qua.", err=True
        )
    if as_json:
        return
    for line, said in sorted(told):
        click.echo(wrapped(f"Dòng {line}: {said}."))
    if sheet.left:
        click.echo(f"Để ngoài {len(sheet.left)} dòng kèm theo phần mềm.")
    if refused and not dry_run:
        return
    what = "Sẽ nhập" if dry_run else "Đã nhập" if change else "Không có gì thay đổi"
    click.echo(f"{what}: thêm {counts['added']}, sửa {counts['changed']}, giữ {counts['unchanged']} dòng.")
    if change:
        click.echo(f"Bỏ lần nhập này: kb catalogue undo {change.made.id}")


def write_rows(rows: Sequence[Row], *, everything: bool) -> None:
    """The rows of a table, one after the other."""
    for row in rows:
        click.echo(wrapped(f"{named(row)}: {stated(row)}"))
        if said := doubt(row, _today()):
            click.echo(click.style(wrapped(f"Lưu ý: {said}.", indent="  "), fg="yellow"))
    hint = "" if everything else " Xem cả các dòng kèm theo phần mềm: kb catalogue list --all"
    click.echo(f"{len(rows)} dòng.{hint}" if rows else f"Cơ quan chưa ghi dòng nào.{hint}")


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
