"""Which documents of the collection are comparable to a draft, and which of their passages come near it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.text import fold
from kb.ask.match import coverage
from kb.ask.question import read
from kb.ask.units import label, view_of
from kb.drafting.bases import system_of
from kb.drafting.suggest_types import Comparable, Nearby
from kb.export_guard import exportable

if TYPE_CHECKING:
    from collections.abc import Collection as Items
    from collections.abc import Iterable

    from index.types import Hit
    from kb.collection import Collection
    from kb.drafting.suggest_types import Piece, Wanted
    from kb.store.records import Document

HITS = 30
"""Passages that are looked at for each piece of a draft."""
MOST = 60
"""Documents that have a vote."""
SHARPNESS = 2.0
"""The power that likeness is raised to: one like document says more than several that are only somewhat like it."""
SAME_TYPE, SAME_SYSTEM, SAME_PROVINCE = 1.5, 1.5, 1.2
ENOUGH = 0.6
"""The share of a subject's words that one passage must hold, its headings and its document's name counted, for the collection
to be said to write about it."""
TOGETHER = 0.37
"""The same of a draft, for the mean of its title's share and of that of its passages: what a title calls by another name the
passages may tell."""


def nearby(collection: Collection, wanted: Wanted, *, without: Items[str] = ()) -> Nearby:
    """Search for every piece of a draft.

    Where nobody writes about its subject, a topic finds nothing, and a draft only what is of its own type and kind of issuer.

    Args:
        collection: the open collection.
        wanted: the draft or the topic.
        without: ids of documents that must not count, the draft's own among them.
    """
    allowed = {one.id: one for one in exportable(collection.documents).documents if one.id not in without}
    if not allowed:
        return Nearby()
    hits = tuple(tuple(collection.search(piece.text, k=HITS, documents=frozenset(allowed))) for piece in wanted.pieces)
    about = _is_written_about(collection, wanted, hits)
    if not about and wanted.draft is None:
        return Nearby()
    likeness = _likeness(collection, wanted.pieces, hits)
    best = max(likeness.values(), default=0.0)
    weighed = [
        Comparable(allowed[ident], (share / best) ** SHARPNESS * _kin(allowed[ident], wanted))
        for ident, share in likeness.items()
        if share > 0 and (about or (_same_type(allowed[ident], wanted) and _same_system(allowed[ident], wanted)))
    ]
    top = max((one.weight for one in weighed), default=1.0)
    ordered = sorted(weighed, key=lambda one: (-one.weight, one.document.id))[:MOST]
    return Nearby(tuple(Comparable(one.document, one.weight / top) for one in ordered), hits, about)


def _likeness(collection: Collection, pieces: Iterable[Piece], hits: Iterable[tuple[Hit, ...]]) -> dict[str, float]:
    """Of each document how near its best passages are to the pieces, each piece by its weight."""
    found: dict[str, float] = {}
    for piece, near in zip(pieces, hits, strict=True):
        best: dict[str, float] = {}
        for hit in near:
            document = collection.passage(hit.passage).document
            best[document] = max(best.get(document, 0.0), hit.score)
        for document, score in best.items():
            found[document] = found.get(document, 0.0) + piece.weight * max(score, 0.0)
    return found


def _kin(document: Document, wanted: Wanted) -> float:
    """What counts beside the words: the same type, the same kind of issuer, the same province."""
    factor = SAME_TYPE if _same_type(document, wanted) else 1.0
    if _same_system(document, wanted):
        factor *= SAME_SYSTEM
    if wanted.province and document.header.province == wanted.province:
        factor *= SAME_PROVINCE
    return factor


def _same_type(document: Document, wanted: Wanted) -> bool:
    kind = document.header.type
    return bool(wanted.type and kind and fold(kind).startswith(fold(wanted.type)))


def _same_system(document: Document, wanted: Wanted) -> bool:
    return system_of(document.header.number, document.header.issuer or "") == wanted.system


def _is_written_about(collection: Collection, wanted: Wanted, hits: tuple[tuple[Hit, ...], ...]) -> bool:
    """Whether a passage holds most of the subject, or passages most of a good part of the draft."""
    held = [_held(collection, piece.text, near) for piece, near in zip(wanted.pieces, hits, strict=True)]
    subject, body = held[0], held[1:]
    return subject >= ENOUGH or (bool(body) and (subject + sum(body) / len(body)) / 2 >= TOGETHER)


def _held(collection: Collection, text: str, near: tuple[Hit, ...]) -> float:
    """The share of a text's content words that the best of its hits holds."""
    terms = read(text, collection).terms
    if not terms:
        return 0.0
    best = 0.0
    for hit in near[: HITS // 3]:
        passage = collection.passage(hit.passage)
        around = f"{passage.context} . {label(collection.document(passage.document))}"
        views = [(view_of(passage.text, far=True), 1.0), (view_of(around), 1.0)]
        best = max(best, coverage(terms, views, collection.weight).share)
    return best
