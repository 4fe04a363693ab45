"""What is to be said beside a document's words: what people decided, and how surely they were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest import stamps
from kb.catalogue.describe import day
from kb.corrected_values import NAMES
from kb.people import day_and_time

if TYPE_CHECKING:
    from index.types import Passage
    from kb.store import Correction, Document

STAMPED = "Có văn bản đóng dấu độ mật: không sao chép, không chuyển ra ngoài."
"""Told with everything that shows words of a document with a secrecy stamp."""
_STATES = {
    "applied": "đang dùng",
    "superseded": "đã có lần sửa sau",
    "review": "cần xem lại: văn bản nay ghi khác",
    "gone": "văn bản không còn trong kho",
    "undone": "đã bỏ",
}


def said(item: Correction) -> str:
    """A correction in one line: what, instead of what, who, when, and whether it counts."""
    where = "" if item.citation is None else f"trích dẫn ở {item.citation} “{_short(item.printed or '')}”: "
    if item.field == "citation":
        what = "không phải là trích dẫn"
    else:
        what = f"{NAMES[item.field]} là {_value(item, item.value)}, văn bản ghi {_value(item, item.was)}"
    note = f". {item.note}" if item.note else ""
    return f"{where}{what} ({item.by} sửa lúc {day_and_time(item.at)}{note}) – {_STATES[item.state]}"


def told_of(document: Document, passage: Passage) -> list[str]:
    """What counts for a passage: how its document was read, corrections of its header, and of the citations in it."""
    return recognition(document) + [
        f"Sửa tay: {said(item)}"
        for item in document.corrections
        if item.state == "applied" and (item.citation is None or passage.start <= item.citation < passage.end)
    ]


def recognition(document: Document) -> list[str]:
    """That a document's text was recognised from pictures of its pages, and how surely; nothing for most."""
    if document.confidence is None:
        return []
    if not document.confidence:
        return ["Có trang không đọc được; phần còn lại hãy đối chiếu với bản gốc."]
    share = f"{document.confidence:.0%}"
    return [f"Văn bản được nhận dạng từ ảnh quét (OCR), độ tin cậy thấp nhất {share}: hãy đối chiếu với bản gốc."]


def secrecy_mark(*documents: Document) -> str:
    """The secrecy stamp as it stands before a document's name, of several the highest; nothing for most."""
    found = {document.header.secrecy for document in documents}
    return next((f"[{level.upper()}] " for level in stamps.names() if level in found), "")


def _value(item: Correction, value: str | None) -> str:
    if value is None:
        return "không có"
    return day(value) if item.field == "date" else f"“{value}”"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"
