"""What click finds wrong with a command line, said in Vietnamese."""

from __future__ import annotations

import click


def usage_message(error: click.ClickException) -> str:
    """One line: what is wrong, where, and what to type instead."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "kb"
    return f"{_what(error)} Xem cách dùng: {path} --help"


def _what(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f" (có phải {', '.join(error.possibilities)}?)" if error.possibilities else ""
        return f"Không có tùy chọn {error.option_name}{near}."
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param is not None else error.param_hint
        return f"Thiếu {name}."
    if isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param is not None else "tham số"
        return f"Giá trị của {name} không hợp lệ: {error.message}"
    if isinstance(error, click.BadOptionUsage):
        return f"Tùy chọn {error.option_name} cần một giá trị."
    if isinstance(error, click.FileError):
        return f"Không mở được tệp {error.ui_filename}."
    if isinstance(error, click.UsageError) and "No such command" in error.message:
        return f"Không có lệnh {error.message.split(chr(39))[1] if chr(39) in error.message else ''}."
    return error.format_message()
