"""The truth of a collection: one SQLite database."""

from __future__ import annotations

from kb.store.records import (
    UNVERIFIED,
    Claim,
    Conflict,
    ConflictValue,
    Correction,
    Document,
    Instrument,
    Mention,
    OfficeChange,
    OfficeState,
    Removal,
    Root,
    StoredFile,
    Version,
)
from kb.store.store import Store

__all__ = [
    "UNVERIFIED",
    "Claim",
    "Conflict",
    "ConflictValue",
    "Correction",
    "Document",
    "Instrument",
    "Mention",
    "OfficeChange",
    "OfficeState",
    "Removal",
    "Root",
    "Store",
    "StoredFile",
    "Version",
]
