"""The columns of the table of instruments: what a person writes in them, and the row that it makes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from ingest.text import fold, normalise
from kb.catalogue import worded
from kb.catalogue.known import STATUSES, Row, scope_of_row
from kb.catalogue.stated import carries_year
from kb.corrected_values import checked
from kb.errors import UsageError
from kb.store.keys import number_key
from kb.store.records import UNVERIFIED, OfficeState

_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 1500
_FIELDS = {"from": "begins", "to": "ends"}
"""Columns whose name is no name of a field."""
WHO = "who"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what stands in it, and other names for it."""

    name: str
    told: str
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value: in which column, and what to write instead, in one sentence."""

    column: str
    message: str


@cache
def columns() -> tuple[Column, ...]:
    """All columns, in their order; the last one, :data:`WHO`, is only read."""
    text = files(__package__).joinpath("columns.toml").read_text(encoding="utf-8")
    return tuple(Column(row["name"], row["told"], tuple(row["header"])) for row in tomllib.loads(text)["column"])


def names() -> tuple[str, ...]:
    """The names of the columns that make a row."""
    return tuple(column.name for column in columns() if column.name != WHO)


def column_of(header: str) -> str | None:
    """The column that a name means, English or Vietnamese, with or without diacritics.

    >>> column_of("Số, ký hiệu"), column_of("NGAY BAN HANH"), column_of("status"), column_of("màu")
    ('number', 'date', 'status', None)
    """
    return _headers().get(_key(header))


def read(values: Mapping[str, str]) -> tuple[Row | None, tuple[Problem, ...]]:
    """The row that the values of columns make, or everything that is wrong with them."""
    tidy = {name: " ".join(normalise(values.get(name) or "").split()) for name in names()}
    made: dict[str, object] = {}
    problems = []
    for name, value in tidy.items():
        try:
            made[_FIELDS.get(name, name)] = _value(name, value)
        except UsageError as error:
            problems.append(Problem(name, str(error)))
    if problems:
        return None, tuple(problems)
    row = Row(**made)  # type: ignore[arg-type]
    whole = tuple(_of_whole(row))
    return (None, whole) if whole else (row, ())


def row_of(values: Mapping[str, str]) -> Row:
    """The row that the values of columns make.

    Raises:
        UsageError: something is wrong with them; the first of it.
    """
    row, problems = read(values)
    if row is None:
        raise UsageError(f"{problems[0].column}: {problems[0].message}")
    return row


def kept_row(state: OfficeState) -> Row:
    """A row of the office's table as it was kept: it was right when it was written, and is not judged again."""
    kept = state.row or {}
    given = {_FIELDS.get(name, name): kept.get(name, "") for name in names() if name != "relations"}
    return Row(**given, relations=worded.read(kept.get("relations", "")), by=state.by, at=state.at)


def cells(row: Row) -> dict[str, str]:
    """The values of the columns that make a row."""
    return {
        name: worded.say(row.relations) if name == "relations" else getattr(row, _FIELDS.get(name, name))
        for name in names()
    }


def _value(name: str, value: str) -> object:
    if len(value) > _LONGEST:
        raise UsageError(f"Dài quá {_LONGEST} ký tự: hãy viết ngắn lại.")
    if not value:
        return _empty(name)
    if name == "date" and _YEAR.fullmatch(value):
        return value
    return _CHECKS.get(name, _as_it_is)(value)


def _empty(name: str) -> object:
    if name == "number":
        raise UsageError("Thiếu số, ký hiệu văn bản: hãy ghi như 217-QĐ/TW.")
    if name == "source":
        raise UsageError("Thiếu nguồn: hãy ghi biết điều này từ đâu, ví dụ Công báo, trang web của cơ quan nào.")
    return {"status": UNVERIFIED, "relations": ()}.get(name, "")


def _of_whole(row: Row) -> list[Problem]:
    """What is wrong with a row though each of its values is right."""
    found = []
    if not scope_of_row(row):
        found.append(
            Problem(
                "province",
                f"{row.number} không phải số hiệu của trung ương: hãy ghi tỉnh, và cả cơ quan ban hành nếu là cấp huyện, cấp xã.",
            )
        )
    if not row.date and not carries_year(number_key(row.number)):
        found.append(
            Problem(
                "date", f"Số hiệu {row.number} không có năm, nhiệm kỳ hay năm khác dùng lại: hãy ghi ngày ban hành."
            )
        )
    if row.begins and row.ends and row.ends < row.begins:
        found.append(Problem("to", "Ngày hết hiệu lực trước ngày có hiệu lực: hãy kiểm tra lại hai ngày."))
    return found


def _status(value: str) -> str:
    known = {fold(status): status for status in STATUSES}
    if fold(value) in known:
        return known[fold(value)]
    near = get_close_matches(fold(value), known, n=1)
    meant = f" (có phải {known[near[0]]}?)" if near else ""
    raise UsageError(f"Không có tình trạng “{value}”{meant}: hãy ghi một trong: {', '.join(STATUSES)}.")


def _as_it_is(value: str) -> str:
    return value


def _checked(field: str) -> Callable[[str], object]:
    return lambda value: checked(field, value)


_CHECKS: dict[str, Callable[[str], object]] = {
    "number": _checked("number"),
    "type": _checked("type"),
    "date": _checked("date"),
    "from": _checked("date"),
    "to": _checked("date"),
    "issuer": _checked("issuer"),
    "province": _checked("province"),
    "title": _checked("title"),
    "source": _checked("source"),
    "status": _status,
    "relations": worded.read,
}


def _key(header: str) -> str:
    return " ".join(fold(word) for word in _WORD.findall(normalise(header)))


@cache
def _headers() -> dict[str, str]:
    return {_key(form): column.name for column in columns() for form in (column.name, *column.header)}
