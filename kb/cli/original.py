"""``kb page``: a page of the original, with a passage marked on it."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.commands import group
from kb.cli.options import as_json
from kb.cli.output import write_json
from kb.errors import UsageError


@group.command("page")
@click.argument("doc", metavar="VĂN_BẢN")
@click.argument("file", metavar="TỆP.PNG")
@click.option(
    "--page",
    type=click.IntRange(min=1),
    metavar="TRANG",
    help="Trang cần xem; không nêu thì là trang có chữ được đánh dấu, không đánh dấu thì trang 1.",
)
@click.option(
    "--mark", "words", metavar="CHỮ", help="Đánh dấu những chữ này, lần gặp đầu tiên; gõ đúng như kb show in ra."
)
@as_json
def page_command(doc: str, file: str, page: int | None, words: str | None, as_json: bool) -> int:
    """Vẽ một trang của tệp gốc (PDF, ảnh quét) ra ảnh, đánh dấu chỗ cần xem. VĂN_BẢN là mã, số hiệu hoặc tên tệp.

    Ảnh TỆP.PNG đã có sẵn thì bị ghi đè. Tệp Word và tệp chữ không có trang để vẽ. Văn bản có dấu độ mật không được vẽ.

    \b
    Ví dụ:
      kb page 214/KH-LĐLĐ trang.png --mark "98% trở lên"
      kb page ke-hoach.pdf trang-2.png --page 2
    """
    from ingest.types import Span
    from kb import original
    from kb.export_guard import exportable
    from kb.home import resolve
    from kb.store import Store

    with Store.open(resolve().database) as store:
        document = store.find(doc)
        directive = store.directives.get(document.id)
    if directive is None:
        raise UsageError(f"Không còn văn bản {doc} trong kho: hãy chạy lại kb build.")
    if warning := exportable([document]).warning:
        raise UsageError(f"{warning} Hãy đọc bằng kb show trên máy này.")
    span = Span(0, 0)
    if words is not None:
        start = directive.text.find(words)
        if start < 0 or not words.strip():
            raise UsageError(f"Trong {doc} không có chữ “{words}”: hãy chép đúng như kb show in ra.")
        span = Span(start, start + len(words))
        page = page or original.page_of(directive, start)
    page = page or 1
    found = original.places(directive, span, page)
    path = Path(file)
    if path.suffix.lower() != ".png" or str(path.resolve()) in map(str, document.sources):
        raise UsageError(f"{path}: ảnh được ghi ra tệp .png; hãy đặt tên khác, ví dụ trang.png.")
    data = original.picture(directive, page, found)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"Không ghi được {path} ({error.strerror}): hãy chọn chỗ khác.") from error
    if as_json:
        boxes = [{"left": m.box.left, "top": m.box.top, "right": m.box.right, "bottom": m.box.bottom} for m in found]
        write_json({"document": document.id, "page": page, "file": str(path), "dpi": original.DPI, "marks": boxes})
    else:
        click.echo(f"Đã vẽ trang {page} của {document.source} ra {path}.")
    return 0
