"""What people have said of citations: other values, another instrument, or that it is none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ingest.types import Citation, Span
from kb.store import Correction, Instrument, Mention, Store

GONE = "văn bản đã chọn bằng tay không còn trong kho: cần xem lại"


def claim(citation: Citation, position: int, corrections: Iterable[Correction]) -> Citation | None:
    """What a citation claims, as people have corrected it; ``None`` for what is no citation, or is resolved by hand."""
    standing = [item for item in corrections if item.position == position and item.state == "applied"]
    values: dict[str, Any] = {item.field: item.value for item in standing}
    if "citation" in values or "instrument" in values:
        return None
    return replace(citation, **values) if values else citation


def mentions(store: Store, redirects: Mapping[str, str]) -> list[Mention]:
    """The mentions that people have resolved, to ids as they are called now."""
    places = store.passages.places()
    citations = store.directives.active_citations()
    found = []
    for document in store.active_directives():
        for position, ident in _chosen(document.corrections).items():
            item = citations[document.id][position]
            mention = Mention(document.id, position, Span(item.start, item.end), item.number or "")
            passage = passage_at(places.get(document.id, ()), item.start)
            found.append(replace(mention, instrument=redirects.get(ident, ident), passage=passage))
    return found


def also_cited(row: Instrument, decided: Iterable[Mention]) -> Instrument:
    """An instrument with the directives whose mentions people have resolved to it."""
    citing = {mention.directive for mention in decided if mention.instrument == row.id}
    return replace(row, cited_by=tuple(sorted({*row.cited_by, *citing}))) if citing else row


def settled(decided: Iterable[Mention], instruments: Iterable[Instrument]) -> list[Mention]:
    """The decided mentions; unresolved where the instrument that was chosen is not there any more."""
    idents = {row.id for row in instruments}
    return [one if one.instrument in idents else replace(one, instrument=None, reason=GONE) for one in decided]


def passage_at(places: Sequence[tuple[int, str]], offset: int) -> str | None:
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
