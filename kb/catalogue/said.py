"""A row of a table in words, for people: what it states, and what in it does not fit the day on which it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.catalogue.describe import day
from kb.catalogue.worded import say, when

if TYPE_CHECKING:
    from kb.catalogue.known import Row


def named(row: Row) -> str:
    """What a row is about, in short.

    >>> from kb.catalogue.known import Row
    >>> named(Row("217-QĐ/TW", type="Quyết định", date="2013-12-12", issuer="Bộ Chính trị"))
    'Quyết định 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị'
    """
    issuer = f" của {row.issuer}" if row.issuer else f" ({row.province})" if row.province else ""
    return f"{f'{row.type} ' if row.type else ''}{row.number}{when(row.date)}{issuer}"


def stated(row: Row) -> str:
    """What a row states, and from where.

    >>> from kb.catalogue.known import Row
    >>> stated(Row("145/2020/NĐ-CP", status="hết hiệu lực một phần", begins="2021-02-01", source="Công báo"))
    'hết hiệu lực một phần; có hiệu lực từ 01/02/2021 – nguồn: Công báo'
    """
    parts = [row.status, force(row), say(row.relations), row.note]
    return f"{'; '.join(part for part in parts if part)} – nguồn: {row.told_source}"


def force(row: Row) -> str:
    """From when to when it is in force; empty where the row does not tell."""
    begins = f"từ {day(row.begins)}" if row.begins else ""
    ends = f"đến hết {day(row.ends)}" if row.ends else ""
    return f"có hiệu lực {' '.join(part for part in (begins, ends) if part)}" if begins or ends else ""


def doubt(row: Row, today: str) -> str | None:
    """What of a row's standing its own dates do not bear out on a day; ``None`` for most.

    Args:
        row: the row.
        today: ISO date.

    >>> from kb.catalogue.known import Row
    >>> doubt(Row("1/2020/NĐ-CP", status="còn hiệu lực", ends="2024-12-31"), "2026-11-20")
    'ghi “còn hiệu lực” mà theo ngày trong dòng thì đã hết hiệu lực sau ngày 31/12/2024: hãy xem lại'
    """
    if row.ends and row.ends < today and row.status in {"còn hiệu lực", "chưa có hiệu lực", "hết hiệu lực một phần"}:
        return f"ghi “{row.status}” mà theo ngày trong dòng thì đã hết hiệu lực sau ngày {day(row.ends)}: hãy xem lại"
    if row.begins and row.begins > today and row.status in {"còn hiệu lực", "hết hiệu lực một phần"}:
        return f"ghi “{row.status}” mà theo ngày trong dòng thì đến {day(row.begins)} mới có hiệu lực: hãy xem lại"
    if row.begins and row.begins <= today and row.status == "chưa có hiệu lực":
        return f"ghi “{row.status}” mà theo ngày trong dòng thì đã có hiệu lực từ {day(row.begins)}: hãy xem lại"
    if row.status == "hết hiệu lực" and row.ends >= today:
        return f"ghi “{row.status}” mà theo ngày trong dòng thì còn hiệu lực đến hết {day(row.ends)}: hãy xem lại"
    return None
