"""Which documents a person means: named one by one, or by province, topic and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.ask.scope import Filters
from kb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.collection import Collection
    from kb.store.records import Document

EACH = 3
"""The most documents of one province: more columns than a sheet of paper has are of no use."""
NAMED = 12
"""The most documents that are compared at once."""
HITS = 60
"""Passages that are looked at for a topic."""


def named(collection: Collection, names: Sequence[str]) -> tuple[Document, ...]:
    """The documents that are meant by ids, numbers or files; two names of one document count once.

    Raises:
        UsageError: one is unknown, several are meant by one name, or there are too many.
    """
    found = [collection.store.find(name) for name in names]
    unique = tuple({one.id: one for one in found}.values())
    if len(unique) > NAMED:
        raise UsageError(f"Chỉ so sánh được tối đa {NAMED} văn bản một lần: hãy nêu ít văn bản hơn.")
    return unique


def of_provinces(
    collection: Collection, provinces: Sequence[str], *, topic: str | None, year: int | None
) -> tuple[tuple[Document, ...], tuple[str, ...]]:
    """The documents of provinces, the nearest to a topic first, and what is to be said of the choice.

    Without a province every document of the topic and the year is looked at.
    """
    chosen: list[Document] = []
    notes: list[str] = []
    for province in provinces or (None,):
        filters = Filters(province=province, year=year)
        admitted = [one for one in collection.documents if filters.admits(one)]
        about = _about(collection, admitted, topic)
        most = EACH if province is not None else NAMED
        chosen += [one for one in about[:most] if one not in chosen]
        if not about:
            notes.append(_none(province, topic if admitted else None, year))
        elif len(about) > most:
            where = f" của {province}" if province else ""
            notes.append(
                f"Có {len(about)} văn bản{where}, chỉ so sánh {most} văn bản gần nhất: hãy nêu số hiệu để chọn khác."
            )
    if len(chosen) > NAMED:
        notes.append(f"Chỉ so sánh {NAMED} văn bản đầu: hãy nêu ít tỉnh hơn.")
    return tuple(chosen[:NAMED]), tuple(notes)


def _about(collection: Collection, documents: Sequence[Document], topic: str | None) -> list[Document]:
    """The documents that a search for the topic finds, the best first; all by date where there is no topic."""
    if topic is None:
        return sorted(documents, key=lambda one: (one.header.date or "", one.id), reverse=True)
    if not documents:
        return []
    allowed = {one.id: one for one in documents}
    hits = collection.search(topic, k=HITS, documents=frozenset(allowed))
    found = dict.fromkeys(collection.passage(hit.passage).document for hit in hits if "lexical" in hit.ranks)
    return [allowed[ident] for ident in found]


def _none(province: str | None, topic: str | None, year: int | None) -> str:
    what = "Kho không có văn bản nào"
    what += f" của {province}" if province else ""
    what += f" ban hành năm {year}" if year else ""
    what += f" về “{topic}”" if topic else ""
    return f"{what}: xem kb list để biết kho có gì."
