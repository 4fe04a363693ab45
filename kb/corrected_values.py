"""What a person may put in the place of a value that a text gives: checked, and brought into the form that is stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches

from kb.errors import UsageError

HEADER = ("number", "type", "issuer", "date", "title", "place", "province", "year")
CITATION = ("number", "type", "issuer", "date", "title", "instrument")
NAMES = {
    "number": "số, ký hiệu",
    "type": "loại văn bản",
    "issuer": "cơ quan ban hành",
    "date": "ngày ban hành",
    "title": "trích yếu",
    "place": "nơi ban hành",
    "province": "tỉnh",
    "year": "năm",
    "instrument": "văn bản được viện dẫn",
    "citation": "là trích dẫn",
}
"""The fields as people read them."""
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PRINTED = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_LONGEST = 1500
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def assignment(text: str, fields: tuple[str, ...]) -> tuple[str, str | None]:
    """Read ``field=value``; no value means that there is none.

    Raises:
        UsageError: no such field, or a value that cannot be one.

    >>> assignment("date=12/12/2013", HEADER)
    ('date', '2013-12-12')
    """
    name, sign, raw = text.partition("=")
    field = name.strip().lower()
    if not sign or field not in fields:
        raise UsageError(f"“{text}” không đọc được: hãy viết TRƯỜNG=GIÁ_TRỊ, TRƯỜNG là một trong: {', '.join(fields)}.")
    value = " ".join(_normalised(raw).split())
    if len(value) > _LONGEST:
        raise UsageError(f"Giá trị của {field} dài quá {_LONGEST} ký tự: hãy kiểm tra lại.")
    if value:
        return field, checked(field, value)
    if field in {"number", "type", "instrument"}:
        raise UsageError(f"Thiếu giá trị của {field} ({NAMES[field]}): hãy viết {field}=GIÁ_TRỊ.")
    return field, None


def checked(field: str, value: str) -> str:
    """A value of a field in the form that is stored.

    Raises:
        UsageError: it cannot be one.

    >>> checked("number", "217/QĐ-TW"), checked("date", "2/3/2021")
    ('217-QĐ/TW', '2021-03-02')
    """
    return _CHECKS.get(field, _as_it_is)(value)


def _normalised(raw: str) -> str:
    from ingest.text import normalise

    return normalise(raw)


def _as_it_is(value: str) -> str:
    if not any(char.isalpha() for char in value):
        raise UsageError(f"“{value}” không có chữ nào: hãy viết đầy đủ.")
    return value


def iso_date(value: str) -> str:
    """A day as a person writes it, ``12/12/2013`` or ``2013-12-12``, as an ISO date.

    Raises:
        UsageError: it is none.
    """
    iso, printed = _ISO.fullmatch(value), _PRINTED.fullmatch(value)
    parts = iso.group(1, 2, 3) if iso else printed.group(3, 2, 1) if printed else None
    if parts is None:
        raise UsageError(f"“{value}” không phải là ngày: hãy viết ngày/tháng/năm như 12/12/2013, hoặc 2013-12-12.")
    try:
        found = date(*map(int, parts))
    except ValueError as error:
        raise UsageError(f"Không có ngày {value}: hãy kiểm tra lại ngày, tháng, năm.") from error
    _year(str(found.year))
    return found.isoformat()


def _number(value: str) -> str:
    from ingest.citations import normalise_number

    number = normalise_number(value)
    if number is None:
        raise UsageError(f"“{value}” không phải là số, ký hiệu văn bản: hãy viết như 217-QĐ/TW hoặc 21/KH-LĐLĐ.")
    return number


def _type(value: str) -> str:
    from ingest.lexicon import load
    from ingest.text import fold

    names = {fold(row["name"]): str(row["name"]) for row in load("types")["type"]}
    if fold(value) in names:
        return names[fold(value)]
    near = get_close_matches(fold(value), names, n=3) or [fold("Quyết định"), fold("Kế hoạch"), fold("Công văn")]
    meant = ", ".join(names.get(name, name) for name in near)
    raise UsageError(f"Không có loại văn bản “{value}”: hãy viết tên loại, ví dụ {meant}.")


def _province(value: str) -> str:
    from ingest import places

    found = places.canonical(value)
    if found is None:
        raise UsageError(f"Không có tỉnh, thành phố “{value}”: hãy viết tên tỉnh, ví dụ Lai Châu.")
    return found


def _year(value: str) -> str:
    if not value.isascii() or not value.isdigit() or not _FIRST_YEAR <= int(value) <= _LAST_YEAR:
        raise UsageError(f"“{value}” không phải là năm: hãy viết bốn chữ số, ví dụ 2013.")
    return value


_CHECKS: dict[str, Callable[[str], str]] = {
    "date": iso_date,
    "number": _number,
    "type": _type,
    "province": _province,
    "year": _year,
    "instrument": str,
}
