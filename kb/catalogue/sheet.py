"""The table of instruments as a file of comma-separated values, as Excel writes and reads one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.catalogue.columns import WHO, Problem, cells, column_of, names, read
from kb.catalogue.known import SHIPPED, Row, key_of
from kb.errors import UsageError

BOM = "\ufeff"
"""Stands first in the file, so that Excel takes it for UTF-8."""
MOST_BYTES = 20_000_000
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SIGN = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bad:
    """A value that cannot be imported: the line of the file, the column, and what to do."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"dòng {self.line}, cột {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds.

    Attributes:
        rows: each with its line.
        bad: everything that is wrong with the others.
        told: what was brought into another form, by line.
        left: lines of shipped rows, which are no office's.
    """

    rows: tuple[tuple[int, Row], ...]
    bad: tuple[Bad, ...]
    told: tuple[tuple[int, str], ...] = ()
    left: tuple[int, ...] = ()


def write(rows: Iterable[Row], *, who: bool = False) -> str:
    """The file that holds rows, with its mark; with ``who`` it tells whose each one is."""
    out = io.StringIO()
    header = [*names(), *([WHO] if who else [])]
    writer = csv.DictWriter(out, header, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        values = {**cells(row), **({WHO: row.who} if who else {})}
        writer.writerow({name: _guarded(value) for name, value in values.items()})
    return BOM + out.getvalue()


def parse(data: bytes, name: str) -> Sheet:
    """Read a file; every row is looked at, however many are wrong.

    Args:
        data: the file.
        name: of it, for messages.

    Raises:
        UsageError: it is no such table: too large, not UTF-8, without the columns that are needed.
    """
    lines = _lines(_text(data, name), name)
    header = _header(next(lines, (0, []))[1], name)
    good: list[tuple[int, Row]] = []
    bad: list[Bad] = []
    told: list[tuple[int, str]] = []
    left: list[int] = []
    places: dict[str, int] = {}
    for number, values in lines:
        if not any(value.strip() for value in values):
            continue
        given = dict(zip(header, (_unguarded(value) for value in values), strict=False))
        if given.get(WHO, "").strip() == SHIPPED:
            left.append(number)
            continue
        row, problems = read(given)
        if any(value.strip() for value in values[len(header) :]):
            problems = (
                *problems,
                Problem(header[-1], "Dòng có nhiều ô hơn dòng đầu: ô có dấu phân cách phải đặt trong ngoặc kép."),
            )
        if row is not None and not problems and key_of(row) in places:
            problems = (Problem("number", f"Trùng văn bản với dòng {places[key_of(row)]}: hãy giữ lại một dòng."),)
        if row is None or problems:
            bad += [Bad(number, one.column, one.message) for one in problems]
            continue
        places[key_of(row)] = number
        good.append((number, row))
        told += [(number, line) for line in renamed(given, row)]
    return Sheet(tuple(good), tuple(bad), tuple(told), tuple(left))


def renamed(given: dict[str, str], row: Row) -> list[str]:
    """What of a row was brought into another spelling than the given one, for a person."""
    written = " ".join(given.get("number", "").split())
    return [f"số hiệu “{written}” được ghi là {row.number}"] if written and written != row.number else []


def _text(data: bytes, name: str) -> str:
    if len(data) > MOST_BYTES:
        raise UsageError(f"{name} lớn quá {MOST_BYTES // 1_000_000} MB: hãy chia thành nhiều tệp.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name} không phải bảng UTF-8 (sai từ byte thứ {error.start}): trong Excel hãy chọn Lưu thành, kiểu “CSV UTF-8”."
        ) from error
    if "\0" in text:
        raise UsageError(f"{name} không phải tệp CSV: trong Excel hãy chọn Lưu thành, kiểu “CSV UTF-8”.")
    return text


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The number of the line on which each row begins, and its cells."""
    sign = _SIGN.match(text)
    skipped = 1 if sign else 0
    body = text[sign.end() :] if sign else text
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=sign[1] if sign else _delimiter(body), strict=True)
    begins = 1
    try:
        for cells_of_row in reader:
            yield begins + skipped, cells_of_row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(
            f"{name}, dòng {begins + skipped}: dấu ngoặc kép không khép, hoặc ô quá dài. Hãy sửa dòng ấy rồi nhập lại."
        ) from error


def _delimiter(text: str) -> str:
    """The sign between the cells: the one that makes most of the first line's cells names of columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(sign: str) -> int:
        row = next(csv.reader([first], delimiter=sign), [])
        return sum(column_of(cell) is not None for cell in row)

    return max(",;\t", key=known)


def _header(first: Sequence[str], name: str) -> list[str]:
    """The columns of the first line.

    Raises:
        UsageError: a name is unknown, stands twice, or one that is needed is not there.
    """
    while first and not first[-1].strip():
        first = first[:-1]
    found = [column_of(cell) for cell in first]
    unknown = [cell.strip() for cell, column in zip(first, found, strict=True) if column is None]
    listed = ", ".join(names())
    if not first or len(unknown) == len(first):
        raise UsageError(f"{name}: dòng đầu phải là tên cột ({listed}); xem kb catalogue import --help.")
    if unknown:
        raise UsageError(f"{name}: không có cột “{unknown[0]}”; các cột là {listed}. Hãy sửa dòng đầu, hoặc bỏ cột ấy.")
    columns = [column for column in found if column is not None]
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice:
        raise UsageError(f"{name}: có hai cột {twice}: hãy giữ lại một cột.")
    missing = next((column for column in ("number", "source") if column not in columns), None)
    if missing:
        raise UsageError(f"{name}: thiếu cột {missing}; mỗi dòng cần số hiệu (number) và nguồn (source).")
    return columns


def _guarded(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if _FORMULA.match(value) else value


def _unguarded(value: str) -> str:
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value
