"""``kb catalogue``: the office's own table of instruments."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.commands import group
from kb.cli.corrections import named
from kb.cli.help import Group
from kb.cli.options import as_json
from kb.cli.output import write_json
from kb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kb.catalogue.known import Row
    from kb.home import Home
    from kb.office import Change

FIELDS = {
    "type": ("LOẠI", "Loại văn bản, ví dụ “Quyết định”."),
    "date": ("NGÀY", "Ngày ban hành: 12/12/2013 hoặc 2013-12-12; để chọn giữa các văn bản cùng số thì năm cũng được."),
    "issuer": ("CƠ_QUAN", "Cơ quan ban hành."),
    "province": ("TỈNH", "Tỉnh, thành phố của cơ quan ban hành; văn bản trung ương thì không."),
    "title": ("TRÍCH_YẾU", "Trích yếu."),
    "status": (
        "TÌNH_TRẠNG",
        "Một trong: còn hiệu lực, hết hiệu lực một phần, hết hiệu lực, chưa có hiệu lực, chưa kiểm chứng.",
    ),
    "from": ("NGÀY", "Có hiệu lực từ ngày này."),
    "to": ("NGÀY", "Có hiệu lực đến hết ngày này."),
    "relations": ("QUAN_HỆ", "Ví dụ “thay thế 290-QĐ/TW; được sửa đổi, bổ sung bởi 97/2025/QH15”."),
    "note": ("LỜI", "Ghi chú."),
    "source": ("NGUỒN", "Biết từ đâu; dòng nào cũng phải có."),
}
"""The options of ``edit``, one for each column of the table."""


@group.group("catalogue", cls=Group, invoke_without_command=True)
@as_json
@click.pass_context
def catalogue_group(context: click.Context, as_json: bool) -> int:
    """Bảng văn bản của cơ quan: hiệu lực, quan hệ, ghi chú do cơ quan tự ghi, kèm nguồn, ai ghi, khi nào.

    Dòng của cơ quan thắng dòng kèm theo phần mềm về cùng văn bản. Bảng chỉ thêm tình trạng và ghi chú; câu trả lời
    vẫn chỉ dựa vào văn bản trong kho. Chỉ gõ kb catalogue thì như kb catalogue list.

    \b
    Ví dụ:
      kb catalogue edit 217-QĐ/TW --status "còn hiệu lực" --source "Công báo"
      kb catalogue import bang.csv
      kb catalogue export bang.csv
      kb catalogue history
    """
    return 0 if context.invoked_subcommand else _list(everything=False, as_json=as_json)


def _json(context: click.Context, *, asked: bool) -> bool:
    """Whether JSON is wanted: ``--json`` stands after the command, or after ``catalogue``."""
    return asked or bool(context.parent and context.parent.params.get("as_json"))


def _fields(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, (metavar, told) in reversed(FIELDS.items()):
        command = click.option(f"--{name}", f"given_{name}", metavar=metavar, help=told)(command)
    return command


@catalogue_group.command("edit")
@click.argument("number", metavar="SỐ_HIỆU")
@_fields
@click.option("--remove", is_flag=True, help="Bỏ dòng của cơ quan; dòng kèm theo phần mềm, nếu có, lại được dùng.")
@named
@as_json
@click.pass_context
def edit_command(
    context: click.Context, /, number: str, remove: bool, by: str | None, as_json: bool, **fields: str | None
) -> int:
    """Ghi hoặc sửa dòng của cơ quan về một văn bản; mỗi dòng phải có nguồn (--source).

    Không nêu tùy chọn nào thì mở trình soạn thảo (EDITOR). Trường không nêu giữ như cũ; --note "" xóa ghi chú. Nhiều văn
    bản cùng số hiệu thì nêu --date (hoặc năm) để chọn. Trong --relations, mỗi quan hệ một vế, cách nhau bằng dấu chấm phẩy.

    \b
    Ví dụ:
      kb catalogue edit 217-QĐ/TW --status "còn hiệu lực" --source "Công báo" --by "Nguyễn Văn A"
      kb catalogue edit 124-QĐ/TW --date 2018 --note "bản giấy ở phòng lưu trữ" --source "bản giấy"
      kb catalogue edit 49-CT/TW --relations "được tiếp tục thực hiện theo 236-KL/TW" --source "trang của Đảng"
      kb catalogue edit 12/KH-LĐLĐ --province "Lai Châu" --date 5/3/2022 --status "hết hiệu lực" --source "sổ văn bản"
      kb catalogue edit 217-QĐ/TW
      kb catalogue edit 217-QĐ/TW --remove
    """
    from kb import office
    from kb.cli.tables import report_edit
    from kb.home import resolve
    from kb.people import who

    home, person = resolve(), who(by)
    values = {name.removeprefix("given_"): value for name, value in fields.items() if value is not None}
    if remove:
        if values.keys() - {"date", "province"}:
            raise UsageError("Không dùng --remove cùng với trường khác --date, --province: hãy chạy hai lệnh.")
        change = office.take_away(home, number, values.get("date"), values.get("province"), person)
    elif values.keys() - {"date", "province"}:
        change = office.edit(home, number, values, person)
    else:
        change = _in_editor(home, number, values, person)
    report_edit(home, change, typed=number, as_json=_json(context, asked=as_json))
    return 0


def _in_editor(home: Home, number: str, values: dict[str, str], person: str) -> Change:
    from kb import office
    from kb.catalogue.start import start
    from kb.cli.row_editor import draft_of, edited
    from kb.store import Store

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            'Chưa nêu ghi gì: hãy thêm tùy chọn, ví dụ --status "còn hiệu lực" --source "Công báo"; xem kb catalogue edit --help.'
        )
    with Store.open(home.database) as store:
        begun = start(store, number, values.get("date"), values.get("province"))
    made: list[Change] = []
    edited(begun, draft_of(home, begun), lambda row: made.append(office.put(home, begun, row, person)))
    return made[0]


@catalogue_group.command("import")
@click.argument("file", metavar="TỆP.csv")
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra và cho biết sẽ thay đổi gì, không ghi.")
@click.option("--skip-bad", is_flag=True, help="Bỏ qua các dòng sai và nhập những dòng đúng.")
@named
@as_json
@click.pass_context
def import_command(
    context: click.Context, file: str, dry_run: bool, skip_bad: bool, by: str | None, as_json: bool
) -> int:
    """Nhập bảng từ tệp CSV (UTF-8, phân cách bằng dấu phẩy hoặc chấm phẩy như Excel tiếng Việt ghi).

    Dòng đầu là tên cột, tiếng Anh hoặc tiếng Việt, có dấu hay không dấu:

    \b
      number (số hiệu; số, ký hiệu)        type (loại văn bản)
      date (ngày ban hành)                 issuer (cơ quan ban hành)
      province (tỉnh)                      title (trích yếu)
      status (tình trạng; hiệu lực)        from (từ ngày)
      to (đến ngày)                        relations (quan hệ)
      note (ghi chú)                       source (nguồn)

    Cần number và source. Ngày viết 12/12/2013 hoặc 2013-12-12. Mọi dòng được kiểm tra trước: có dòng sai thì nêu hết
    các chỗ sai và không nhập gì, trừ khi có --skip-bad. Dòng đã có về cùng văn bản được thay; dòng không có trong tệp
    giữ nguyên. Dòng ghi who là “kèm theo phần mềm” không được nhập. Dùng - để đọc từ đầu vào chuẩn.

    \b
    Ví dụ:
      kb catalogue import bang.csv --dry-run
      kb catalogue import bang.csv --by "Nguyễn Văn A"
      kb catalogue import bang.csv --skip-bad --json
    """
    from kb import office
    from kb.catalogue.sheet import parse
    from kb.cli.tables import report_import
    from kb.home import resolve
    from kb.people import who
    from kb.store import Store

    home, person = resolve(), who(by)
    name = "đầu vào chuẩn" if file == "-" else Path(file).name
    sheet = parse(_bytes(file), name)
    rows = [row for _, row in sheet.rows]
    refused = bool(sheet.bad) and not skip_bad
    change: Change | None = None
    with Store.open(home.database) as store:
        altered = office.differing(store, rows)
    if altered and not refused and not dry_run:
        change = office.take_in(home, rows, person, name)
        altered = change.rows
    added = sum(one.before is None for one in altered)
    counts = {"added": added, "changed": len(altered) - added, "unchanged": len(rows) - len(altered)}
    report_import(sheet, counts, change, dry_run=dry_run, refused=refused, as_json=_json(context, asked=as_json))
    if refused and not dry_run:
        return 2
    return 1 if sheet.bad else 0


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read() if sys.stdin is not None else b""
    path = Path(file)
    if not path.is_file():
        raise UsageError(f"Không có tệp {file}: hãy kiểm tra lại đường dẫn.")
    return path.read_bytes()


@catalogue_group.command("export")
@click.argument("file", required=False, metavar="[TỆP.csv]")
@click.option("--all", "everything", is_flag=True, help="Cả các dòng kèm theo phần mềm; cột who cho biết của ai.")
@click.option("--replace", is_flag=True, help="Ghi đè lên tệp đã có.")
@as_json
@click.pass_context
def export_command(context: click.Context, file: str | None, everything: bool, replace: bool, as_json: bool) -> int:
    """Ghi bảng của cơ quan ra tệp CSV mở được bằng Excel; không nêu tệp thì in ra đầu ra chuẩn.

    \b
    Ví dụ:
      kb catalogue export bang.csv
      kb catalogue export bang.csv --all --replace
      kb catalogue export > bang.csv
    """
    from kb.catalogue import sheet
    from kb.catalogue_json import row_json

    rows = _rows(everything=everything)
    text = sheet.write(rows, who=everything)
    if file is not None:
        _write(Path(file), text, replace=replace)
    if _json(context, asked=as_json):
        write_json({"file": file, "rows": [row_json(row) for row in rows]})
    elif file is None:
        click.echo(text.encode(), nl=False)
    else:
        click.echo(f"Đã ghi {len(rows)} dòng vào {file}.")
    return 0


def _write(path: Path, text: str, *, replace: bool) -> None:
    if path.is_dir() or (path.exists() and not replace):
        what = "là thư mục" if path.is_dir() else "đã có sẵn"
        raise UsageError(
            f"{path} {what}: hãy chọn tên tệp khác{'' if path.is_dir() else ', hoặc thêm --replace để ghi đè'}."
        )
    if not path.absolute().parent.is_dir():
        raise UsageError(f"Không có thư mục {path.absolute().parent}: hãy tạo thư mục, hoặc chọn nơi khác.")
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_bytes(text.encode())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@catalogue_group.command("history")
@click.argument("number", required=False, metavar="[SỐ_HIỆU]")
@as_json
@click.pass_context
def history_command(context: click.Context, number: str | None, as_json: bool) -> int:
    """Liệt kê các lần thay đổi của bảng: ai, khi nào, trước và sau; nêu SỐ_HIỆU thì chỉ những lần về văn bản ấy.

    \b
    Ví dụ:
      kb catalogue history
      kb catalogue history 217-QĐ/TW --json
    """
    from kb import office
    from kb.catalogue_json import change_json
    from kb.cli.tables import write_change
    from kb.home import resolve
    from kb.store import Store

    with Store.open(resolve().database) as store, store.snapshot():
        changes = office.history(store, number)
    if _json(context, asked=as_json):
        write_json({"changes": [change_json(one) for one in changes]})
        return 0
    for one in changes:
        write_change(one)
    click.echo(f"{len(changes)} lần thay đổi." if changes else "Chưa có lần thay đổi nào.")
    return 0


@catalogue_group.command("undo")
@click.argument("change", type=click.IntRange(1, 10**9), metavar="LẦN")
@named
@as_json
@click.pass_context
def undo_command(context: click.Context, change: int, by: str | None, as_json: bool) -> int:
    """Bỏ cả một lần thay đổi: mọi dòng trở lại như trước lần ấy. Số của lần thay đổi xem ở kb catalogue history.

    \b
    Ví dụ:
      kb catalogue undo 3
      kb catalogue undo 3 --by "Nguyễn Văn A" --json
    """
    from kb import office
    from kb.catalogue_json import change_json
    from kb.home import resolve
    from kb.people import who

    done = office.undo(resolve(), change, who(by))
    if _json(context, asked=as_json):
        write_json({"change": change_json(done)})
    else:
        click.echo(f"Đã bỏ lần {change} ({len(done.rows)} dòng trở lại như trước); đây là lần {done.made.id}.")
    return 0


@catalogue_group.command("list")
@click.option("--all", "everything", is_flag=True, help="Cả các dòng kèm theo phần mềm.")
@as_json
@click.pass_context
def list_command(context: click.Context, everything: bool, as_json: bool) -> int:
    """Liệt kê các dòng của cơ quan.

    \b
    Ví dụ:
      kb catalogue list
      kb catalogue list --all --json
    """
    return _list(everything=everything, as_json=_json(context, asked=as_json))


def _list(*, everything: bool, as_json: bool) -> int:
    from kb.catalogue_json import row_json
    from kb.cli.tables import write_rows

    rows = _rows(everything=everything)
    if as_json:
        write_json({"rows": [row_json(row) for row in rows]})
    else:
        write_rows(rows, everything=everything)
    return 0


def _rows(*, everything: bool) -> Sequence[Row]:
    from kb.catalogue import known
    from kb.home import resolve
    from kb.store import Store

    with Store.open(resolve().database) as store:
        own = known.office(store)
    return (*own, *known.shipped()) if everything else own
