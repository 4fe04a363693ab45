"""What the province and the issuer of a document are today, after the reorganisation of 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest import places, reorganised
from kb.catalogue.describe import day

if TYPE_CHECKING:
    from ingest.reorganised import Successor
    from kb.store.records import Document


def province_now(province: str | None) -> str | None:
    """The province that holds the territory of one that is no more; ``None`` for one that goes on.

    >>> province_now("Ninh Thuận"), province_now("Lai Châu")
    ('Khánh Hòa', None)
    """
    now = places.successor(province) if province else None
    return None if now == province else now


def issuer_now(issuer: str | None) -> Successor | None:
    """What stands in the place of an issuer that is no more."""
    return reorganised.successor(issuer) if issuer else None


def mark(document: Document) -> str:
    """What a document's name is followed by: the province and the body of today, where they are others; nothing for most.

    >>> from ingest.types import Header
    >>> from kb.store.records import Document
    >>> mark(Document("d", Header(province="Ninh Thuận", issuer="Liên đoàn Lao động tỉnh Ninh Thuận"), "", (), sample=False))
    ' (nay thuộc tỉnh Khánh Hòa)'
    >>> mark(Document("d", Header(issuer="Bộ Giao thông vận tải"), "", (), sample=False))
    ' (nay là Bộ Xây dựng)'
    """
    header = document.header
    province, body = province_now(header.province), issuer_now(header.issuer)
    told = []
    if province is not None:
        told.append(f"nay thuộc {places.kind(province)} {province}")
    if body is not None and not (province and body.moved):
        told.append(f"nay là {body.name}")
    return f" ({', '.join(told)})" if told else ""


def said(issuer: str | None) -> str | None:
    """What became of an issuer, in one phrase; ``None`` where nothing did, or nobody knows.

    >>> said("Bộ Kế hoạch và Đầu tư"), said("Bộ Nội vụ")
    ('nay là Bộ Tài chính, từ 01/03/2025', None)
    >>> said("Ban Đối ngoại Trung ương")
    'nay là Bộ Ngoại giao, từ tháng 03/2025 (phần lớn; một phần về Văn phòng Trung ương Đảng)'
    >>> said("Huyện ủy Mường Tè")
    'cấp huyện đã kết thúc hoạt động từ 01/07/2025'
    """
    body = issuer_now(issuer)
    if body is not None:
        parts = "" if body.whole else f" (phần lớn; {body.note})"
        return f"nay là {body.name}, {_since(body.since)}{parts}"
    unit = reorganised.ended(issuer) if issuer else None
    return None if unit is None else f"{unit.note} {_since(unit.since)}"


def to_json(issuer: str | None) -> dict[str, Any] | None:
    """The successor of an issuer as JSON."""
    body = issuer_now(issuer)
    if body is None:
        return None
    return {"name": body.name, "since": body.since, "whole": body.whole, "note": body.note or None}


def _since(date: str) -> str:
    return f"từ {'' if date.count('-') == 2 else 'tháng '}{day(date)}"
