"""``kb graph``: who cites whom and how, what provinces share, what a plan rests on; also as files to pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.commands import group
from kb.cli.options import as_json
from kb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.cli.graph_views import Asked


@group.command("graph")
@click.argument("names", nargs=-1, metavar="[SỐ_HIỆU | VĂN_BẢN | TỈNH...]")
@click.option(
    "--depth", default=1, type=click.IntRange(1, 20), metavar="N", help="Xem trong phạm vi N bước; không nêu thì 1."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="QUAN_HỆ",
    help="Chỉ quan hệ này, ví dụ “căn cứ”, “thay thế”; nêu được nhiều lần.",
)
@click.option(
    "--provinces", is_flag=True, help="So sánh các tỉnh, thành phố: cùng viện dẫn gì, riêng nơi nào viện dẫn gì."
)
@click.option("--chain", is_flag=True, help="Tìm đường từ văn bản lên các văn bản trung ương mà nó dựa vào.")
@click.option("--to", metavar="SỐ_HIỆU", help="Cùng với --chain: chỉ tìm đường lên văn bản này.")
@click.option("--all", "whole", is_flag=True, help="Toàn bộ kho.")
@click.option("--unresolved", is_flag=True, help="Cùng với --all: liệt kê các viện dẫn chưa rõ văn bản nào.")
@click.option("--graphml", metavar="TỆP", help="Ghi ra tệp GraphML cho Gephi, yEd, Cytoscape; - là đầu ra chuẩn.")
@click.option("--svg", metavar="TỆP", help="Vẽ ra tệp hình SVG; - là đầu ra chuẩn.")
@click.option("--force", "--replace", "force", is_flag=True, help="Ghi đè lên tệp đã có.")
@as_json
def graph_command(
    names: tuple[str, ...],
    depth: int,
    kinds: tuple[str, ...],
    provinces: bool,
    chain: bool,
    to: str | None,
    whole: bool,
    unresolved: bool,
    graphml: str | None,
    svg: str | None,
    force: bool,
    as_json: bool,
) -> int:
    """Xem văn bản nào viện dẫn văn bản nào và bằng quan hệ gì: căn cứ, thực hiện, sửa đổi, thay thế.

    Văn bản nêu bằng số hiệu, tên, mã hoặc tên tệp. Tệp xuất ra (--json, --graphml, --svg) không có văn bản đóng dấu độ
    mật.

    \b
    Ví dụ:
      kb graph 217-QĐ/TW
      kb graph 214/KH-LĐLĐ --depth 2 --kind "căn cứ" --svg lien-quan.svg
      kb graph --provinces "Lai Châu" "Tây Ninh" --svg chung-rieng.svg
      kb graph --chain 214/KH-LĐLĐ --to 25-NQ/TW
      kb graph --all --graphml kho.graphml
    """
    from kb.cli.graph_views import Asked, show

    asked = Asked(
        names=names,
        view=_view(provinces=provinces, chain=chain, whole=whole),
        depth=depth,
        kinds=_kinds(kinds),
        to=to,
        unresolved=unresolved,
        graphml=graphml,
        svg=svg,
        force=force,
        as_json=as_json,
    )
    _check(asked)
    show(asked)
    return 0


def _view(*, provinces: bool, chain: bool, whole: bool) -> str:
    views = [name for name, given in (("provinces", provinces), ("chain", chain), ("all", whole)) if given]
    if len(views) > 1:
        raise UsageError("Chỉ dùng một trong --provinces, --chain, --all: hãy chạy từng lệnh.")
    return views[0] if views else "neighbourhood"


def _check(asked: Asked) -> None:
    """Make sure that the options go together and nothing is missing."""
    view, text = asked.view, asked.text
    if view == "all" and asked.names:
        raise UsageError(f"--all là toàn bộ kho: hãy bỏ “{text}”, hoặc bỏ --all.")
    if view in {"neighbourhood", "chain"} and not text:
        raise UsageError(
            "Chưa nêu văn bản: hãy gõ số hiệu, mã hoặc tên tệp, ví dụ kb graph 217-QĐ/TW; cả kho thì thêm --all."
        )
    if asked.to is not None and view != "chain":
        raise UsageError("--to chỉ dùng cùng --chain, ví dụ kb graph --chain 214/KH-LĐLĐ --to 25-NQ/TW.")
    if asked.unresolved and view != "all":
        raise UsageError("--unresolved chỉ dùng cùng --all: hãy gõ kb graph --all --unresolved.")
    if asked.kinds and view == "chain":
        raise UsageError(
            "--kind không dùng cùng --chain: đường đi lên tự chọn căn cứ, thực hiện, hướng dẫn rồi mới dẫn chiếu."
        )
    if asked.svg is not None and view == "all":
        raise UsageError("Toàn bộ kho không vẽ được trên một hình: hãy dùng --graphml, hoặc vẽ từng văn bản.")
    if len(set(asked.outputs)) < len(asked.outputs) or (asked.as_json and "-" in asked.outputs):
        raise UsageError("Mỗi đầu ra chỉ nhận một thứ: hãy nêu hai tệp khác nhau, và không dùng - cùng với --json.")


def _kinds(typed: Sequence[str]) -> frozenset[str] | None:
    from kb.graph.kinds import kinds, meant

    found = set()
    for text in typed:
        kind = meant(text)
        if kind is None:
            listed = "; ".join(kinds())
            raise UsageError(f"Không có quan hệ “{text}”: hãy chọn trong: {listed}.")
        found.add(kind.name)
    return frozenset(found) or None
