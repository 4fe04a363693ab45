"""What people decided about documents, in words: the command line and the pages say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.catalogue.describe import day
from kb.corrected_values import NAMES
from kb.people import day_and_time

if TYPE_CHECKING:
    from index.types import Passage
    from kb.store import Correction, Document

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
    """The corrections that count for a passage: of its document's header, and of the citations in it."""
    return [
        said(item)
        for item in document.corrections
        if item.state == "applied" and (item.citation is None or passage.start <= item.citation < passage.end)
    ]


def secrecy_mark(document: Document) -> str:
    """The secrecy stamp as it stands before a document's name; nothing for most."""
    return f"[{document.header.secrecy.upper()}] " if document.header.secrecy else ""


def _value(item: Correction, value: str | None) -> str:
    if value is None:
        return "không có"
    return day(value) if item.field == "date" else f"“{value}”"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"
