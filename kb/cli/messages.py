"""What click finds wrong with a command line, said in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


def usage_message(error: click.ClickException, command: str | None = None) -> str:
    """One line: what is wrong, where, and what to type instead.

    Args:
        error: what click says.
        command: the command that was called, for the errors that do not tell it.
    """
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else " ".join(filter(None, ("kb", command)))
    return f"{_what(error)} Xem cách dùng: {path} --help"


def _what(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"Không có tùy chọn {error.option_name}{_near(error.possibilities)}."
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"Không có lệnh {error.command_name}{_near(error.possibilities)}."
    if isinstance(error, click.MissingParameter):
        return f"Thiếu {_name(error)}."
    if isinstance(error, click.BadParameter):
        return f"Giá trị của {_name(error)} không hợp lệ: cần {_wanted(error.param)}."
    if isinstance(error, click.BadOptionUsage):
        verb = "không nhận" if "does not take" in error.message else "cần một"
        return f"Tùy chọn {error.option_name} {verb} giá trị."
    if isinstance(error, click.FileError):
        return f"Không mở được tệp {error.ui_filename}."
    if isinstance(error, click.UsageError) and "unexpected extra argument" in error.message:
        extra = error.message.partition("(")[2].rpartition(")")[0]
        return f"Thừa tham số: {extra}."
    return f"Cách gọi không đúng ({error.format_message()})."


def _near(possibilities: Iterable[str] | None) -> str:
    return f" (có phải {', '.join(possibilities)}?)" if possibilities else ""


def _name(error: click.BadParameter) -> str:
    """How a person types it: ``--year``, ``CÂU_HỎI``."""
    parameter = error.param
    if parameter is None:
        return "tham số"
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name


def _wanted(parameter: click.Parameter | None) -> str:
    kind = parameter.type if parameter is not None else None
    if isinstance(kind, click.Choice):
        return f"một trong: {', '.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        return f"một số nguyên từ {kind.min} đến {kind.max}"
    if isinstance(kind, click.FloatRange):
        return f"một số từ {kind.min:g} trở lên"
    return "một số nguyên" if kind is click.INT else "một giá trị khác"
