"""``kb correct`` and ``kb remove``: what people decide about the collection's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.commands import group
from kb.cli.options import as_json
from kb.cli.output import wrapped, write_json
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.store import Correction

named = click.option("--by", metavar="HỌ_TÊN", help="Ai thực hiện; không nêu thì là tên người dùng của máy này.")


@group.command("correct")
@click.argument("doc", required=False, metavar="[VĂN_BẢN]")
@click.option(
    "--set", "values", multiple=True, metavar="TRƯỜNG=GIÁ_TRỊ", help="Giá trị đúng; để trống sau dấu = là không có."
)
@click.option(
    "--citation",
    "offset",
    type=click.IntRange(0),
    metavar="VỊ_TRÍ",
    help="Sửa trích dẫn bắt đầu ở vị trí này: số start của nó trong kb show VĂN_BẢN --json.",
)
@click.option("--not-a-citation", "no_citation", is_flag=True, help="Chỗ đó không phải là trích dẫn.")
@click.option("--undo", "ident", type=click.IntRange(1), metavar="SỐ", help="Bỏ lần sửa có số này.")
@named
@click.option("--note", metavar="LỜI", help="Vì sao sửa.")
@as_json
def correct_command(
    doc: str | None,
    values: tuple[str, ...],
    offset: int | None,
    no_citation: bool,
    ident: int | None,
    by: str | None,
    note: str | None,
    as_json: bool,
) -> int:
    """Sửa tay thông tin của một văn bản, hoặc của một trích dẫn trong đó; nguyên văn không bị sửa.

    VĂN_BẢN là mã, số hiệu hoặc tên tệp. TRƯỜNG của văn bản: number, type, issuer, date, title, place, province, year; của trích dẫn: number, type, issuer,
    date, title, instrument (văn bản được viện dẫn, mã hoặc số). Lần sửa được giữ khi nạp lại. Chỉ nêu VĂN_BẢN, hoặc
    không nêu gì, thì liệt kê các lần sửa.

    \b
    Ví dụ:
      kb correct 21/KH-LĐLĐ --set date=12/12/2013 --by "Nguyễn Văn A" --note "bản giấy ghi ngày 12"
      kb correct ke-hoach.docx --citation 512 --set number=217-QĐ/TW
      kb correct ke-hoach.docx --citation 512 --not-a-citation
      kb correct ke-hoach.docx
      kb correct ke-hoach.docx --undo 3
    """
    from kb import corrections
    from kb.cli.decisions import write_correction_list
    from kb.contract import correction_json
    from kb.home import resolve
    from kb.people import who
    from kb.store import Store
    from kb.told import said

    if ident is not None:
        if values or no_citation:
            raise UsageError("Không dùng --undo cùng với --set hay --not-a-citation: hãy chạy hai lệnh.")
        undone = corrections.undo(resolve(), doc, ident, who(by))
        if as_json:
            write_json({"undone": correction_json(undone)})
        else:
            click.echo(wrapped(f"Đã bỏ lần sửa {ident}: {said(undone)}"))
        return 0
    if values or no_citation:
        made = _make(doc, values, offset, no_citation=no_citation, by=who(by), note=note)
        if as_json:
            write_json({"corrections": [correction_json(item) for item in made]})
        else:
            for item in made:
                click.echo(wrapped(f"Đã sửa ({item.id}): {said(item)}"))
        return 0
    if offset is not None:
        raise UsageError("Thiếu giá trị đúng của trích dẫn: hãy thêm --set TRƯỜNG=GIÁ_TRỊ, hoặc --not-a-citation.")
    with Store.open(resolve().database) as store:
        chosen = None if doc is None else store.find(doc).id
        found = [item for item in store.corrections.all() if chosen in {None, item.directive}]
    if as_json:
        write_json({"corrections": [correction_json(item) for item in found]})
    else:
        write_correction_list(found)
    return 0


def _make(
    doc: str | None, values: tuple[str, ...], offset: int | None, *, no_citation: bool, by: str, note: str | None
) -> tuple[Correction, ...]:
    from kb import corrections
    from kb.home import resolve

    if doc is None:
        raise UsageError(
            "Thiếu VĂN_BẢN cần sửa: hãy nêu mã, số hiệu hoặc tên tệp, ví dụ kb correct 21/KH-LĐLĐ --set date=12/12/2013."
        )
    if no_citation and offset is None:
        raise UsageError("Thiếu vị trí của trích dẫn: hãy thêm --citation VỊ_TRÍ, xem vị trí bằng kb show --json.")
    if no_citation and values:
        raise UsageError(
            "Không dùng --not-a-citation cùng với --set: chỗ không phải trích dẫn thì không có giá trị nào."
        )
    return corrections.correct(resolve(), doc, values, offset=offset, no_citation=no_citation, by=by, note=note)


@group.command("remove")
@click.argument("docs", nargs=-1, metavar="[VĂN_BẢN]...")
@click.option("--undo", is_flag=True, help="Đưa lại văn bản đã loại; không nêu VĂN_BẢN thì văn bản loại sau cùng.")
@click.option("--list", "listed", is_flag=True, help="Liệt kê các văn bản đang bị loại.")
@named
@as_json
def remove_command(docs: tuple[str, ...], undo: bool, listed: bool, by: str | None, as_json: bool) -> int:
    """Loại văn bản khỏi kho mà không xóa tệp; các lần nạp sau vẫn để ngoài, cho đến khi được đưa lại.

    VĂN_BẢN là mã, số hiệu hoặc tên tệp. Văn bản đã loại không dùng để tìm kiếm và trả lời; nội dung vẫn nằm trong kho.

    \b
    Ví dụ:
      kb remove du-thao-cu.docx
      kb remove --list
      kb remove --undo du-thao-cu.docx
    """
    from kb import removals
    from kb.cli.decisions import write_removals
    from kb.contract import removal_json
    from kb.home import resolve
    from kb.people import who
    from kb.store import Store

    if undo and listed:
        raise UsageError("Không dùng --undo cùng với --list: hãy chạy hai lệnh.")
    if not docs and not undo and not listed:
        raise UsageError("Thiếu VĂN_BẢN cần loại: hãy nêu mã, số hiệu hoặc tên tệp; xem kb remove --list.")
    if listed:
        if docs:
            raise UsageError(
                "kb remove --list không nhận VĂN_BẢN: hãy bỏ --list để loại, hoặc chỉ gõ kb remove --list."
            )
        with Store.open(resolve().database) as store:
            out = store.removals.standing()
        if as_json:
            write_json({"removed": [removal_json(item) for item in out]})
        else:
            write_removals(out)
        return 0
    done = removals.restore(resolve(), docs, who(by)) if undo else removals.remove(resolve(), docs, who(by))
    if as_json:
        write_json({"restored" if undo else "removed": [removal_json(item) for item in done]})
        return 0
    for item in done:
        if undo:
            click.echo(wrapped(f"Đã đưa lại {item.directive} {item.name}."))
        else:
            click.echo(
                wrapped(
                    f"Đã loại {item.directive} {item.name} (tệp vẫn còn trên đĩa). Đưa lại: kb remove --undo {item.directive}"
                )
            )
    return 0
