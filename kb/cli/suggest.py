"""``kb suggest`` and ``kb draft``: the bases that a draft should name, and a draft begun with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.commands import group, piped_text
from kb.cli.options import as_json
from kb.cli.output import highlighted, place, wrapped, write_json, write_warnings
from kb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.collection import Collection
    from kb.drafting.suggest_types import Suggested, Suggestion, Wanted

STYLES = ("state", "party", "union")
_STYLE = click.option(
    "--style",
    type=click.Choice(STYLES),
    help="Thể thức: state (Nghị định 30/2020/NĐ-CP), party (Đảng), union (công đoàn); không nêu thì theo cơ quan ban hành.",
)
_TYPE = click.option("--type", "kind", metavar="LOẠI", help="Loại văn bản đang soạn, ví dụ “Kế hoạch”.")
_PROVINCE = click.option(
    "--province", metavar="TỈNH", help="Tỉnh của cơ quan soạn; văn bản của tỉnh khác không bao giờ được gợi ý."
)
_FORCE = click.option("--force", "--replace", "force", is_flag=True, help="Ghi đè lên tệp đã có.")


@group.command("suggest")
@click.argument("file", required=False, metavar="[TỆP]")
@click.option("--topic", metavar="CHỦ_ĐỀ", help="Chủ đề, khi chưa có dự thảo.")
@_PROVINCE
@_TYPE
@_STYLE
@click.option(
    "--top", default=10, type=click.IntRange(1, 100), metavar="N", help="Số căn cứ nhiều nhất; không nêu thì 10."
)
@click.option("--docx", metavar="TỆP", help="Ghi các dòng căn cứ ra tệp Word.")
@_FORCE
@as_json
def suggest_command(
    file: str | None,
    topic: str | None,
    province: str | None,
    kind: str | None,
    style: str | None,
    top: int,
    docx: str | None,
    force: bool,
    as_json: bool,
) -> int:
    """Gợi ý căn cứ cho một dự thảo hoặc một chủ đề: văn bản tương tự trong kho viện dẫn gì, ở đoạn nào.

    TỆP là dự thảo (.docx, .pdf, .txt, .md …), - là đầu vào chuẩn. Mỗi căn cứ có lý do, đoạn trích làm chứng và dòng viết
    sẵn theo thể thức. Văn bản đã bị thay thế thì nêu văn bản thay thế; điều kho không có thì để trống và nói rõ.

    \b
    Ví dụ:
      kb suggest du-thao.docx
      kb suggest --topic "công tác dân vận" --type "Kế hoạch" --province "Lai Châu"
      kb suggest du-thao.docx --style party --docx can-cu.docx
      cat du-thao.txt | kb suggest - --json
    """
    from kb.cli.files import writable, write
    from kb.collection import Collection
    from kb.drafting import bases
    from kb.drafting.suggest import suggest
    from kb.drafting.suggest_json import suggestion_json
    from kb.export_guard import exportable
    from kb.home import resolve

    wanted = _wanted(file, topic, province, kind, style)
    with Collection.open(resolve()) as collection:
        if docx is not None:
            _check_docx(docx, collection, writable, force=force)
        found = suggest(collection, wanted, style=style, top=top)
        if docx is not None and found.lines:
            from kb.drafting.bases_word import of_lines

            write(docx, of_lines(found.lines, bases.style(found.style)))
        if as_json:
            stamped = {one.id for one in exportable(collection.documents).withheld}
            write_json({**suggestion_json(found, stamped), "docx": docx if found.lines else None})
        else:
            _write(found)
            if docx is not None and found.lines:
                click.echo(f"\nĐã ghi {len(found.lines)} dòng căn cứ vào {docx}.")
    return 0


def _wanted(file: str | None, topic: str | None, province: str | None, kind: str | None, style: str | None) -> Wanted:
    from ingest.parse import parse_file, parse_text
    from kb.drafting.suggest_draft import of_draft, of_topic

    if (file is None) == (topic is None):
        raise UsageError(
            'Hãy nêu một tệp dự thảo hoặc một chủ đề, không nêu cả hai: kb suggest du-thao.docx, hoặc kb suggest --topic "dân vận".'
        )
    if topic is not None:
        return of_topic(topic, province=province, kind=kind, style=style)
    directive = parse_text(piped_text("kb suggest -"), source="-") if file == "-" else parse_file(Path(file or ""))
    return of_draft(directive, province=province, kind=kind, style=style)


def _check_docx(name: str, collection: Collection, writable: Callable[..., None], *, force: bool) -> None:
    """Make sure that the file can be written, and is none of the collection's."""
    if name == "-":
        raise UsageError("Tệp Word không ghi ra đầu ra chuẩn được: hãy nêu tên tệp, ví dụ can-cu.docx.")
    if Path(name).suffix.lower() != ".docx":
        raise UsageError(f"{name} không có đuôi .docx: hãy đặt tên tệp kết thúc bằng .docx.")
    writable(name, force=force, keep={source for one in collection.documents for source in one.sources})


def _write(found: Suggestion) -> None:
    """For a person: the lines first, ready to be copied; then each basis with why."""
    click.echo(click.style(found.wanted.subject, bold=True))
    for warning in found.warnings:
        click.echo(click.style(f"\n{wrapped(warning)}", fg="yellow"))
    if found.lines:
        click.echo("\nCăn cứ gợi ý, xếp theo thể thức:\n")
        for line in found.lines:
            click.echo(wrapped(line.text, indent="  "))
    if found.message:
        click.echo(f"\n{wrapped(found.message)}")
    new = [one for one in found.bases if one.present is None]
    there = [one for one in found.bases if one.present is not None]
    for rank, one in enumerate(new, start=1):
        _write_base(rank, one)
    if there:
        click.echo("\nDự thảo đã nêu:")
        for one in there:
            number = one.instrument.number or one.instrument.name or ""
            click.echo(wrapped(f"{number} (trong phần {one.present}): {one.reason}.", indent="  "))
    for gone in found.left_out:
        number = gone.instrument.number or gone.instrument.name or ""
        click.echo(click.style(wrapped(f"Không gợi ý {number}: {gone.reason}."), fg="yellow"))
    for hint in found.counterparts:
        click.echo(wrapped(f"Gợi ý tìm thêm: {hint.text}"))
    write_warnings(one.document for one in found.comparable)


def _write_base(rank: int, one: Suggested) -> None:
    row = one.instrument
    click.echo()
    click.echo(click.style(f"[{rank}] {row.number or row.name} ({one.status})", fg="cyan"))
    click.echo(wrapped(f"Vì: {one.reason}.", indent="    "))
    for warning in one.warnings:
        click.echo(click.style(wrapped(f"Lưu ý: {warning}.", indent="    "), fg="yellow"))
    for item in one.evidence[:1]:
        click.echo(click.style(f"    {place(item.document, item.passage)}", fg="cyan"))
        click.echo(wrapped(highlighted(item.passage, item.highlights), indent="      "))


@group.command("draft")
@click.option("--type", "kind", metavar="LOẠI", required=True, help="Loại văn bản, ví dụ “Kế hoạch”.")
@click.option("--topic", metavar="CHỦ_ĐỀ", required=True, help="Văn bản viết về việc gì.")
@_PROVINCE
@click.option(
    "--issuer",
    metavar="CƠ_QUAN",
    help="Cơ quan ban hành; không nêu thì theo văn bản của tỉnh trong kho, không có thì để trống.",
)
@_STYLE
@click.option(
    "--top", default=10, type=click.IntRange(1, 100), metavar="N", help="Số căn cứ nhiều nhất; không nêu thì 10."
)
@click.option("--out", metavar="TỆP", required=True, help="Tệp Word (.docx) sẽ ghi.")
@_FORCE
@as_json
def draft_command(
    kind: str,
    topic: str,
    province: str | None,
    issuer: str | None,
    style: str | None,
    top: int,
    out: str,
    force: bool,
    as_json: bool,
) -> int:
    """Dựng khung một văn bản: thể thức, căn cứ gợi ý, đề mục mà các văn bản tương tự có chung, còn lại để trống.

    Không có điều gì tự đặt ra: chỗ chưa rõ là dấu … tô vàng, căn cứ và đề mục lấy từ đâu thì ghi trong nhận xét (comment)
    của tệp Word.

    \b
    Ví dụ:
      kb draft --type "Kế hoạch" --topic "công tác dân vận năm 2026" --province "Lai Châu" --out ke-hoach.docx
      kb draft --type "Hướng dẫn" --topic "dân chủ ở cơ sở" --style party --out huong-dan.docx --json
    """
    from kb.cli.files import writable, write
    from kb.collection import Collection
    from kb.drafting.skeleton import begin, type_named
    from kb.drafting.skeleton_word import of_skeleton
    from kb.drafting.suggest_draft import of_topic
    from kb.drafting.suggest_json import skeleton_json
    from kb.export_guard import exportable
    from kb.home import resolve

    wanted = of_topic(topic, province=province, kind=type_named(kind), issuer=issuer, style=style)
    with Collection.open(resolve()) as collection:
        _check_docx(out, collection, writable, force=force)
        begun = begin(collection, wanted, style=style, top=top)
        write(out, of_skeleton(begun))
        stamped = {one.id for one in exportable(collection.documents).withheld}
    if as_json:
        write_json({"path": out, **skeleton_json(begun, stamped)})
        return 0
    click.echo(f"Đã ghi khung {begun.type} vào {out}.")
    for line in begun.suggestion.lines:
        click.echo(wrapped(line.text, indent="  "))
    if begun.suggestion.message:
        click.echo(wrapped(begun.suggestion.message))
    for one in begun.headings:
        click.echo(wrapped(f"{one.heading} (chung của {len(one.sources)} văn bản)", indent="  "))
    if not begun.headings:
        click.echo("Chưa có hai văn bản cùng loại nào chung đề mục: phần nội dung để trống.")
    click.echo("Chỗ tô vàng là chỗ phải điền; nguồn của căn cứ và đề mục ở trong nhận xét của tệp.")
    return 0
