"""Every mention of a text: numbered, by name, and those that point back."""

from __future__ import annotations

from ingest.citations.find import find
from ingest.types import Citation, Span


def find_all(text: str, *, own: Span | None = None) -> tuple[Citation, ...]:
    """Every mention of an instrument, in the order of the text; see :func:`ingest.citations.find`."""
    return find(text, own=own)
