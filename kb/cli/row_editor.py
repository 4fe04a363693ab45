"""A row of the office's table in the person's own editor: ``key: value`` lines, asked for again until they can be kept."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.catalogue import columns
from kb.catalogue.known import key_of
from kb.catalogue.said import stated
from kb.errors import KbError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.catalogue.columns import Problem
    from kb.catalogue.known import Row
    from kb.catalogue.start import Start
    from kb.home import Home

WRONG = "# SAI: "
_ENDING = ".txt"


def draft_of(home: Home, begun: Start) -> Path:
    """Where what was typed is kept when it cannot be used now; the next edit of the same row goes on with it."""
    ident = hashlib.sha256(key_of(begun.row).encode()).hexdigest()[:12]
    return home.root / f"catalogue-edit-{ident}{_ENDING}"


def edited(begun: Start, draft: Path, keep: Callable[[Row], object]) -> None:
    """Have a row written in an editor, and keep it.

    Args:
        begun: what the edit begins with.
        draft: see :func:`draft_of`.
        keep: keeps the row.

    Raises:
        UsageError: nothing was saved, or it is wrong and was left so.
        KbError: it could not be kept.
    """
    number = begun.row.number
    text = draft.read_text(encoding="utf-8", errors="replace") if draft.is_file() else page(begun)
    typed = ""
    while True:
        saved = _opened(text)
        if saved is None or not _lines(saved) or _without_marks(saved) == typed:
            _give_up(draft, typed, number)
        typed = _without_marks(saved or "")
        row, problems = read(typed)
        if row is not None:
            break
        text = marked(typed, problems)
    try:
        keep(row)
    except KbError as error:
        draft.write_text(typed, encoding="utf-8")
        raise type(error)(
            f"{error} Nội dung đã gõ được giữ lại: gõ lại kb catalogue edit {number} để dùng tiếp."
        ) from error
    draft.unlink(missing_ok=True)


def page(begun: Start) -> str:
    """What the editor opens with."""
    told = [f"#   {one.name}: {one.told}" for one in columns.columns() if one.name != columns.WHO]
    shipped = [f"# Kèm theo phần mềm: {stated(begun.shipped)}"] if begun.shipped else []
    head = [
        f"# {begun.row.number}: dòng của cơ quan. Ghi sau dấu hai chấm, lưu rồi đóng; xóa hết để thôi.",
        "# Dòng bắt đầu bằng # không được tính.",
        *told,
        *shipped,
    ]
    lines = [f"{name}: {value}".rstrip() for name, value in columns.cells(begun.row).items()]
    return "\n".join([*head, "", *lines, ""])


def read(text: str) -> tuple[Row | None, tuple[tuple[int, str], ...]]:
    """The row that the lines make, or what is wrong: line (from 0, -1 for none in particular) and message."""
    values: dict[str, str] = {}
    at: dict[str, int] = {}
    wrong: list[tuple[int, str]] = []
    for number, line in _lines(text):
        name, sign, value = line.partition(":")
        column = columns.column_of(name) if sign else None
        if column is None or column == columns.WHO:
            wrong.append((number, f"“{line.strip()}” không đọc được: hãy viết TÊN: GIÁ TRỊ, tên như liệt kê ở trên."))
        elif column in at:
            wrong.append((number, f"Đã có dòng {column} ở trên: hãy giữ lại một dòng."))
        else:
            values[column], at[column] = value, number
    row, problems = columns.read(values)
    wrong += [_placed(problem, at) for problem in problems]
    return (None if wrong else row), tuple(sorted(wrong))


def marked(typed: str, wrong: tuple[tuple[int, str], ...]) -> str:
    """What was typed, with what is wrong above each line."""
    lines = typed.split("\n")
    for number, message in sorted(wrong, reverse=True):
        lines.insert(max(number, 0), f"{WRONG}{message}")
    return "\n".join(lines)


def _placed(problem: Problem, at: dict[str, int]) -> tuple[int, str]:
    return at.get(problem.column, -1), f"{problem.column}: {problem.message}"


def _lines(text: str) -> list[tuple[int, str]]:
    lines = enumerate(text.removeprefix("\ufeff").split("\n"))
    return [(number, line) for number, line in lines if line.strip() and not line.lstrip().startswith("#")]


def _without_marks(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n") if not line.startswith(WRONG))


def _opened(text: str) -> str | None:
    try:
        return click.edit(text, extension=_ENDING)
    except click.ClickException as error:
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        raise UsageError(
            f"Không chạy được trình soạn thảo {editor}: hãy đặt EDITOR, hoặc ghi bằng tùy chọn, xem kb catalogue edit --help."
        ) from error


def _give_up(draft: Path, typed: str, number: str) -> None:
    if not typed:
        raise UsageError("Chưa lưu gì trong trình soạn thảo: bảng không thay đổi.")
    draft.write_text(typed, encoding="utf-8")
    _, problems = read(typed)
    raise UsageError(
        f"Chưa ghi được: {problems[0][1]} Nội dung đã gõ được giữ lại: gõ lại kb catalogue edit {number} để sửa tiếp."
    )
