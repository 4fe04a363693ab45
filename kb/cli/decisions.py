"""What people decided, on the command line: corrections, removals, and what a build says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.output import wrapped
from kb.people import day_and_time
from kb.told import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.build import BuildReport
    from kb.store import Correction, Removal


def write_corrections(items: Sequence[Correction]) -> None:
    """The corrections above a document that is shown; nothing where there are none."""
    for item in items:
        colour = "yellow" if item.state == "review" else "cyan"
        click.echo(click.style(wrapped(f"Sửa tay {item.id}: {said(item)}"), fg=colour))


def write_correction_list(items: Sequence[Correction]) -> None:
    """One line for each correction, with the document that it concerns."""
    for item in items:
        click.echo(wrapped(f"{item.id}  {item.directive}  {said(item)}"))
    click.echo(f"{len(items)} lần sửa." if items else "Chưa có lần sửa nào.")


def write_removals(items: Sequence[Removal]) -> None:
    """One line for each removed document."""
    for item in items:
        click.echo(wrapped(f"{item.id}  {item.directive}  {item.name} ({item.by} loại lúc {day_and_time(item.at)})"))
    click.echo(f"{len(items)} văn bản đang bị loại khỏi kho." if items else "Không có văn bản nào bị loại khỏi kho.")


def write_decisions(report: BuildReport) -> None:
    """What a build left out or could not carry over because of what people decided."""
    for one in report.left_out:
        click.echo(
            f"Không nạp {one.path}: {one.by} đã loại khỏi kho lúc {day_and_time(one.at)}; "
            f"đưa lại bằng kb remove --undo {one.removal}.",
            err=True,
        )
    for item in report.review:
        click.echo(
            f"Cần xem lại lần sửa {item.id} của {item.directive}: {said(item)}. Xem kb correct {item.directive}.",
            err=True,
        )
