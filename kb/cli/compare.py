"""``kb compare``: documents side by side, as tables to hand on, and what changed from one version to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.commands import group
from kb.cli.options import as_json
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.comparing.types import Comparison


@group.command("compare")
@click.argument("names", nargs=-1, metavar="[VĂN_BẢN...]")
@click.option(
    "--province", "provinces", multiple=True, metavar="TỈNH", help="Văn bản của tỉnh này; nêu được nhiều lần."
)
@click.option("--topic", metavar="CHỦ_ĐỀ", help="Chỉ những nội dung về chủ đề này.")
@click.option("--year", type=int, metavar="NĂM", help="Chỉ văn bản ban hành năm này; dùng khi không nêu tên văn bản.")
@click.option("--xlsx", metavar="TỆP", help="Ghi ra bảng tính Excel, có biểu đồ chỉ tiêu.")
@click.option("--docx", metavar="TỆP", help="Ghi ra tệp Word, khổ A4 ngang.")
@click.option("--html", metavar="TỆP", help="Ghi ra một trang HTML in được; - là đầu ra chuẩn.")
@click.option("--changes", is_flag=True, help="Hai bản của một văn bản, CŨ rồi MỚI: thay đổi những gì.")
@click.option("--versions", is_flag=True, help="Một văn bản trong kho: bản đang dùng so với bản ngay trước.")
@click.option("--force", "--replace", "force", is_flag=True, help="Ghi đè lên tệp đã có.")
@as_json
def compare_command(
    names: tuple[str, ...],
    provinces: tuple[str, ...],
    topic: str | None,
    year: int | None,
    xlsx: str | None,
    docx: str | None,
    html: str | None,
    changes: bool,
    versions: bool,
    force: bool,
    as_json: bool,
) -> int:
    """So sánh văn bản: căn cứ, mục đích, chỉ tiêu, nhiệm vụ, thời hạn, phân công, báo cáo; chung gì, riêng gì.

    Văn bản nêu bằng số hiệu, mã hoặc tên tệp; hoặc chọn theo tỉnh, chủ đề, năm. Ô nào cũng là nguyên văn kèm nơi trích;
    văn bản không nói đến thì ô để trống. Tệp xuất ra (--xlsx, --docx, --html, --json) không có văn bản đóng dấu độ mật.

    \b
    Ví dụ:
      kb compare 214/KH-LĐLĐ 439/KH-LĐLĐ
      kb compare --province "Lai Châu" --province "Tây Ninh" --topic "dân vận" --xlsx so-sanh.xlsx
      kb compare ke-hoach-1.docx ke-hoach-2.docx --topic "dân chủ ở cơ sở" --docx bang.docx
      kb compare ban-cu.docx ban-moi.docx --changes
      kb compare --versions 214/KH-LĐLĐ
    """
    outputs = {"xlsx": xlsx, "docx": docx, "html": html}
    _check(names, provinces, topic, year, outputs, changes=changes, versions=versions, as_json=as_json)
    if changes or versions:
        from kb.cli.compare_versions import show_changes

        return show_changes(names, versions=versions, as_json=as_json)
    return _compare(names, provinces, topic, year, outputs, force=force, as_json=as_json)


def _check(
    names: tuple[str, ...],
    provinces: tuple[str, ...],
    topic: str | None,
    year: int | None,
    outputs: dict[str, str | None],
    *,
    changes: bool,
    versions: bool,
    as_json: bool,
) -> None:
    """Make sure that what is asked for goes together."""
    given = [name for name in outputs.values() if name is not None]
    if changes or versions:
        _check_versions(len(names), more=bool(given or provinces or topic or year), changes=changes, versions=versions)
        return
    if names and (provinces or year):
        raise UsageError("Hãy nêu tên văn bản, hoặc chọn theo --province, --year, không dùng cả hai.")
    if not names and not (provinces or topic or year):
        raise UsageError(
            "Chưa nêu văn bản: hãy gõ hai số hiệu, ví dụ kb compare 214/KH-LĐLĐ 439/KH-LĐLĐ, hoặc chọn theo --province."
        )
    if topic is not None and not topic.strip():
        raise UsageError('Chủ đề trống: hãy gõ chủ đề sau --topic, ví dụ --topic "dân vận".')
    if outputs["xlsx"] == "-" or outputs["docx"] == "-":
        raise UsageError("Tệp Excel, Word không ghi ra đầu ra chuẩn được: hãy nêu tên tệp.")
    if len(set(given)) < len(given) or (as_json and "-" in given):
        raise UsageError("Mỗi đầu ra chỉ nhận một thứ: hãy nêu các tệp khác nhau, và không dùng - cùng với --json.")


def _check_versions(names: int, *, more: bool, changes: bool, versions: bool) -> None:
    if changes and versions:
        raise UsageError("Chỉ dùng một trong --changes, --versions: hãy chạy từng lệnh.")
    if more:
        raise UsageError("--changes và --versions chỉ nhận tên văn bản và --json: hãy bỏ các tùy chọn khác.")
    if changes and names != 2:
        raise UsageError("--changes cần đúng hai bản, CŨ rồi MỚI, ví dụ kb compare cu.docx moi.docx --changes.")
    if versions and names != 1:
        raise UsageError("--versions cần đúng một văn bản, ví dụ kb compare --versions 214/KH-LĐLĐ.")


def _compare(
    names: tuple[str, ...],
    provinces: tuple[str, ...],
    topic: str | None,
    year: int | None,
    outputs: dict[str, str | None],
    *,
    force: bool,
    as_json: bool,
) -> int:
    from kb.cli.compare_text import write_comparison
    from kb.cli.output import write_json
    from kb.collection import Collection
    from kb.comparing import compare
    from kb.comparing.choose import named, of_provinces
    from kb.comparing.contract import comparison_json
    from kb.export_guard import exportable
    from kb.home import resolve

    topic = " ".join(topic.split()) if topic else None
    with Collection.open(resolve()) as collection:
        _writable(outputs, [one for document in collection.documents for one in document.sources], force=force)
        notes: tuple[str, ...] = ()
        if names:
            documents = named(collection, names)
        else:
            documents, notes = of_provinces(collection, provinces, topic=topic, year=year)
        if as_json:
            parted = exportable(documents)
            documents = parted.documents
            notes = (*notes, *((parted.warning,) if parted.warning else ()))
        comparison = compare(collection, documents, topic=topic, notes=notes)
    if as_json:
        write_json(comparison_json(comparison))
    elif outputs["html"] != "-":
        write_comparison(comparison)
    _export(comparison, outputs)
    return 0


def _writable(outputs: dict[str, str | None], keep: list[str], *, force: bool) -> None:
    from kb.cli import files

    for kind, name in outputs.items():
        if name is None:
            continue
        if name != files.STDOUT and Path(name).suffix.lower() not in {f".{kind}", ".htm" if kind == "html" else ""}:
            raise UsageError(f"--{kind} cần tên tệp có đuôi .{kind}, không phải “{name}”: hãy đổi tên tệp.")
        files.writable(name, force=force, keep=keep)


def _export(comparison: Comparison, outputs: dict[str, str | None]) -> None:
    """Write the files that are asked for."""
    if not any(outputs.values()):
        return
    from kb.cli import files
    from kb.comparing.docx import docx
    from kb.comparing.html import html
    from kb.comparing.sheets import book
    from kb.comparing.xlsx import xlsx
    from kb.export_guard import exportable

    warning = exportable(comparison.documents).warning
    if warning:
        click.echo(warning, err=True)
    made = book(comparison)
    if not made.columns:
        raise UsageError("Không có văn bản nào để xuất: hãy chọn văn bản khác.")
    for kind, write in (("xlsx", xlsx), ("docx", docx), ("html", html)):
        name = outputs[kind]
        if name is not None:
            files.write(name, write(made))
            if name != files.STDOUT:
                click.echo(f"Đã ghi {name}.", err=True)
