"""``kb models``: which embedding models there are, which is in use, and how another one comes into use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.commands import group
from kb.cli.options import as_json
from kb.cli.output import wrapped, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.encoders.known import Figure, Known
    from kb.models import Overview, Row

_UNKNOWN = "–"
_SWITCH = """
Đổi mô hình (không đọc lại văn bản nào; kho cũ vẫn trả lời cho đến khi xong):
  1. Chép thư mục mô hình vào máy này, ví dụ /mo-hinh/bge-m3
  2. KB_MODEL=/mo-hinh/bge-m3 kb build    rồi đặt KB_MODEL như thế cho mọi lệnh kb và trang web
Máy không có mạng: trên một máy có mạng, chạy
  pip install huggingface_hub
  hf download BAAI/bge-m3 --local-dir bge-m3
rồi chép thư mục bge-m3 sang bằng USB.
Chạy nhẹ hơn, không cần torch: mô hình có sẵn tệp ONNX thì đặt KB_MODEL=onnx:/mo-hinh/bge-m3 (pip install onnxruntime)
hoặc KB_MODEL=openvino:/mo-hinh/bge-m3 (pip install openvino).
Mô hình ngoài danh sách: thư mục nào sentence-transformers mở được đều dùng được. Cần tiền tố hay tách từ thì ghi vào tệp
cancu.toml trong thư mục ấy, ví dụ: query = "query: ", passage = "passage: ", segmented = true, tokens = 256.
Xếp hạng lại (chậm hơn, không bắt buộc): KB_RERANKER=/mo-hinh/Vietnamese_Reranker; không phải dựng lại kho."""


@group.command("models")
@as_json
def models_command(as_json: bool) -> int:
    """Liệt kê các mô hình nhúng: giấy phép, cỡ, số đo đã công bố, mô hình nào kho đang dùng, cách đổi.

    Chỉ xem trên máy này, không dùng mạng. Điều không rõ thì để –, không đoán. Số đo là của tác giả trên tập của họ, không
    phải đo trên kho này; đo trên tập của cơ quan bằng kb eval.

    \b
    Ví dụ:
      kb models
      kb models --json
      KB_MODEL=/mo-hinh/bge-m3 kb build      đổi mô hình
      KB_MODEL=onnx:/mo-hinh/bge-m3 kb build đổi sang bản ONNX, không cần torch
    """
    from kb.home import resolve
    from kb.models import overview

    found = overview(resolve())
    if as_json:
        write_json(found.to_json())
        return 0
    _write_state(found)
    for kind, heading in (("encoder", "Mô hình nhúng"), ("reranker", "Mô hình xếp hạng lại (KB_RERANKER)")):
        click.echo(f"\n{heading}:")
        for row in found.rows:
            if row.known.kind == kind:
                _write_row(row)
    click.echo(_SWITCH)
    return 0


def _write_state(found: Overview) -> None:
    used = found.used
    if used is None:
        click.echo("Kho đang dùng: chưa có kho, hoặc kho chưa có chỉ mục.")
    else:
        click.echo(f"Kho đang dùng: {used.model} ({used.dimension} chiều, cửa sổ {used.window[0]} âm tiết)")
    click.echo(f"KB_MODEL: {found.named}{'' if found.named_here else ' (không có trên máy này)'}")
    if not found.fits:
        click.echo(
            click.style(
                wrapped(
                    "Kho được dựng bằng mô hình khác với KB_MODEL: hãy chạy kb build để dựng lại, hoặc đặt lại KB_MODEL."
                ),
                fg="yellow",
            )
        )
    click.echo(f"KB_RERANKER: {found.reranker or 'không đặt'}")
    engines = ", ".join(f"{name} {'có' if there else 'chưa cài'}" for name, there in found.engines.items())
    click.echo(f"Chạy mô hình đã xuất: {engines}")
    for one in found.kept:
        click.echo(f"Vectơ giữ trong kho: {one.model}, {one.vectors} vectơ, {_size(one.bytes)}")


def _write_row(row: Row) -> None:
    marks = [word for word, holds in (("kho đang dùng", row.used), ("đang đặt", row.named)) if holds]
    there = "có sẵn" if row.installed and not row.folders else "có trên máy" if row.installed else "chưa có trên máy"
    click.echo(click.style(f"  {row.known.name}  [{', '.join([there, *marks])}]", bold=row.used))
    click.echo(wrapped(" · ".join(_facts(row)), indent="      "))
    for folder in row.folders:
        click.echo(f"      {folder}")
    for line in _figures(row.known.figures):
        click.echo(wrapped(line, indent="      "))


def _facts(row: Row) -> list[str]:
    one = row.known
    facts = [
        one.licence or _UNKNOWN,
        f"{_parameters(one)} tham số",
        _UNKNOWN if one.bytes is None else _size(one.bytes),
    ]
    if one.kind == "encoder":
        facts.append(f"{one.dimension or _UNKNOWN} chiều")
    if row.profile is not None:
        facts.append(f"{one.tokens or _UNKNOWN} token")
        facts += [f"tiền tố “{row.profile.query}”, “{row.profile.passage}”"] if row.profile.query else []
        facts += ["cần tách từ"] if row.profile.segmented else []
        facts += ["có tệp ONNX"] if one.exported else []
    return facts


def _figures(figures: Sequence[Figure]) -> list[str]:
    """A line for each set and page."""
    if not figures:
        return ["số đo đã công bố: –"]
    grouped: dict[tuple[str, str], list[str]] = {}
    for one in figures:
        grouped.setdefault((one.set, one.source), []).append(f"{one.metric} {one.value:.4f}".replace(".", ","))
    return [f"{what}: {'; '.join(values)} ({source})" for (what, source), values in grouped.items()]


def _parameters(one: Known) -> str:
    if one.parameters is None:
        return _UNKNOWN
    return f"{one.parameters / 1e6:.0f} triệu"


def _size(number: int) -> str:
    """In the units of a file manager."""
    if number >= 1e9:
        return f"{number / 1e9:.1f} GB".replace(".", ",")
    return f"{number / 1e6:.0f} MB" if number >= 1e6 else f"{number / 1e3:.0f} kB"
