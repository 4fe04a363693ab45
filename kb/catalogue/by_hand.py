"""What people have said of citations: other values, another instrument, or that it is none."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ingest.types import Citation, Span
from kb.store import Correction, Mention, Store

GONE = "văn bản đã chọn bằng tay không còn trong kho: cần xem lại"


def claim(citation: Citation, position: int, corrections: Iterable[Correction]) -> Citation | None:
    """What a citation claims, as people have corrected it; ``None`` for what is no citation, or is resolved by hand."""
    standing = [item for item in corrections if item.position == position and item.state == "applied"]
    values: dict[str, Any] = {item.field: item.value for item in standing}
    if "citation" in values or "instrument" in values:
        return None
    return replace(citation, **values) if values else citation


def mentions(store: Store, corrections: Mapping[str, tuple[Correction, ...]]) -> list[Mention]:
    """The mentions that people have resolved; to nothing where the instrument that was chosen is not there any more.

    Args:
        store: the collection, its catalogue up to date but for these mentions.
        corrections: by directive.
    """
    found = []
    for directive, items in sorted(corrections.items()):
        chosen = _chosen(items)
        if not chosen or not store.directives.is_active(directive):
            continue
        citations, places = store.directives.citations(directive), store.passages.places_in(directive)
        for position, ident in chosen.items():
            printed = citations[position]
            mention = Mention(directive, position, Span(printed.start, printed.end), printed.number or "")
            mention = replace(mention, passage=_passage_at(places, printed.start))
            instrument = store.instruments.get(ident)
            found.append(replace(mention, instrument=instrument.id) if instrument else replace(mention, reason=GONE))
    return found


def fingerprint(corrections: Iterable[Correction]) -> str:
    """What of some corrections the catalogue depends on."""
    said = sorted((item.id, item.field, item.value, item.position, item.state) for item in corrections)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _passage_at(places: Sequence[tuple[int, str]], offset: int) -> str | None:
    """The passage that holds an offset, of those that start where ``places`` says."""
    at = bisect_right(places, offset, key=lambda place: place[0]) - 1
    return places[at][1] if at >= 0 else None


def _chosen(corrections: Iterable[Correction]) -> dict[int, str]:
    """The ids of instruments by position; what is no citation any more has none."""
    standing = [item for item in corrections if item.state == "applied" and item.position is not None]
    none = {item.position for item in standing if item.field == "citation"}
    return {
        item.position: item.value
        for item in standing
        if item.field == "instrument" and item.value and item.position is not None and item.position not in none
    }
