"""``kb audit``: what is wrong, or likely to be, in what the documents say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.commands import group
from kb.cli.options import as_json
from kb.cli.output import wrapped, write_json

if TYPE_CHECKING:
    from kb.audit import Finding
    from kb.store import Store

_KINDS = (
    "date_conflict", "issuer_conflict", "type_conflict", "subject_conflict", "symbol_issuer", "date_invalid", "date_order", "superseded",
    "misprint", "abbreviation",
)  # fmt: skip
_MOST_PLACES = 4


@group.command("audit")
@click.argument("doc", required=False, metavar="[VĂN_BẢN]")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS),
    metavar="LOẠI",
    help="Chỉ loại phát hiện này; nêu được nhiều lần.",
)
@as_json
def audit_command(doc: str | None, kinds: tuple[str, ...], as_json: bool) -> int:
    """Rà soát viện dẫn: ngày, cơ quan, loại văn bản ghi khác nhau, ký hiệu không hợp, số ghi nhầm, căn cứ đã hết hiệu lực.

    Nêu VĂN_BẢN (mã, số hiệu hoặc tên tệp) để chỉ xem những gì liên quan đến văn bản ấy. Lệnh kết thúc với mã 1 khi có
    điều cần xem. Các loại phát hiện: date_conflict, issuer_conflict, type_conflict, subject_conflict (ghi khác nhau), symbol_issuer (ký
    hiệu không hợp với cơ quan), date_invalid (ngày không có thật), date_order (viện dẫn văn bản ra sau), superseded (đã hết
    hiệu lực), misprint (số có thể ghi nhầm), abbreviation (chữ viết tắt giải thích khác nhau).

    \b
    Ví dụ:
      kb audit
      kb audit 214/KH-LĐLĐ
      kb audit --kind date_conflict --kind issuer_conflict --json
    """
    from kb.audit import audit
    from kb.export_guard import exportable
    from kb.home import resolve
    from kb.store import Store

    with Store.open(resolve().database) as store, store.snapshot():
        document = store.find(doc).id if doc else None
        found = audit(store, kinds=kinds, document=document)
        stamped = {one.id for one in exportable(store.active_directives()).withheld}
        if as_json:
            write_json({"findings": [_json(store, one, stamped) for one in found if _is_open(one, stamped)]})
        else:
            _write(store, found)
    return 1 if found else 0


def _is_open(finding: Finding, stamped: set[str]) -> bool:
    """Some document without a secrecy stamp says it: JSON is made to be passed on."""
    said = {document for value in finding.values for document in value.documents}
    return not said or bool(said - stamped)


def _json(store: Store, finding: Finding, stamped: set[str]) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "instrument": finding.instrument,
        "number": finding.number,
        "message": finding.message,
        "sure": finding.sure,
        "likely": finding.likely,
        "values": [
            {
                "value": value.value,
                "source": value.source,
                "documents": [document for document in value.documents if document not in stamped],
                "places": [
                    {
                        "document": place.directive,
                        "start": place.span.start,
                        "end": place.span.end,
                        "text": place.span.of(store.directives.text(place.directive) or ""),
                    }
                    for place in value.places
                    if place.directive not in stamped
                ],
            }
            for value in finding.values
        ],
    }


def _write(store: Store, found: tuple[Finding, ...]) -> None:
    from kb.ask.compose import name_of
    from kb.catalogue.describe import day
    from kb.told import secrecy_mark

    if not found:
        click.echo("Không có điều gì cần xem lại.")
        return
    for number, one in enumerate(found, start=1):
        click.echo(click.style(f"[{number}] {one.sure}: ", fg="yellow") + wrapped(one.message).lstrip())
        if one.likely:
            click.echo(
                wrapped(f"Có lẽ đúng: {day(one.likely) if one.kind.startswith('date') else one.likely}", indent="    ")
            )
        for value in one.values:
            for place in value.places[:_MOST_PLACES]:
                document = store.directives.document(place.directive)
                words = " ".join(place.span.of(store.directives.text(place.directive) or "").split())
                if document is not None:
                    click.echo(click.style(f"    {secrecy_mark(document)}{name_of(document)}", fg="cyan"))
                    click.echo(wrapped(f"“{words}”", indent="      "))
            if len(value.places) > _MOST_PLACES:
                click.echo(f"      và {len(value.places) - _MOST_PLACES} chỗ khác")
        click.echo()
    click.echo(f"{len(found)} điều cần xem.")
