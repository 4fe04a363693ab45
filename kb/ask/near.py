"""Near misses: what comes close, offered as such and never as an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.text import fold
from kb.ask.answer import Evidence
from kb.ask.units import units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb.ask.numbers import NumberQuery
    from kb.ask.question import Question
    from kb.ask.units import Unit
    from kb.collection import Collection

MOST = 3
NEAR = 0.25
"""Share of a question's weight below which a passage is not near it, but about something else."""
LOOKED_AT = 40
"""Passages that each of the two searches hands over."""
FOUND = 0.3
"""What the place in a search adds at most: where people say it in other words, few of these stand in the passage."""
OFFICIAL = 2
"""Official words that an everyday one is searched by."""


def near_passages(collection: Collection, question: Question, documents: frozenset[str]) -> tuple[Evidence, ...]:
    """The passages that hold most of the question, in its own words or in those that offices use for them."""
    if not documents:
        return ()
    best: dict[str, Unit] = {}
    ranks: dict[str, float] = {}
    for query in dict.fromkeys((question.query, official(question))):
        hits = collection.search(query, k=LOOKED_AT, documents=documents)
        top = max((hit.score for hit in hits), default=0.0) or 1.0
        shares = {hit.passage: max(hit.score, 0.0) / top for hit in hits}
        for unit in units(collection, [hit for hit in hits if hit.passage not in best], question.terms):
            best.setdefault(unit.passage.id, unit)
        for ident, share in shares.items():
            if ident in best:
                ranks[ident] = max(ranks.get(ident, 0.0), best[ident].score + FOUND * share)
    near = sorted((ident for ident in ranks if best[ident].whole >= NEAR), key=lambda ident: -ranks[ident])
    found = (best[ident] for ident in near[:MOST])
    return tuple(Evidence(unit.passage, unit.document, min(unit.whole, 1.0), (unit.span,)) for unit in found)


def official(question: Question) -> str:
    """The content words of a question, each with what offices write instead."""
    words = ([term.text, *map(" ".join, term.others[:OFFICIAL])] for term in question.terms)
    return " ".join(word for one in words for word in one) or question.query


def near_numbers(
    collection: Collection, queries: Iterable[NumberQuery], documents: frozenset[str]
) -> tuple[Evidence, ...]:
    """Passages that cite a number one edit away from an unknown one."""
    found: dict[str, Evidence] = {}
    for query in queries:
        wanted = fold(query.number or query.digits)
        scored = []
        for row in collection.instruments():
            own = fold(row.number or "")
            distance = edits(wanted, own if query.number else own.split("/")[0].split("-")[0], limit=2)
            if distance <= 2:
                scored.append((distance, -len(row.cited_by), row))
        for _, _, row in sorted(scored, key=lambda item: item[:2])[:MOST]:
            mention = next((one for one in collection.mentions_of(row.id) if one.directive in documents), None)
            if mention is None:
                continue
            passage = collection.passage_at(mention.directive, mention.span.start)
            found.setdefault(
                passage.id, Evidence(passage, collection.document(mention.directive), 0.3, (mention.span,))
            )
    return tuple(found.values())[:MOST]


def edits(left: str, right: str, *, limit: int) -> int:
    """Levenshtein distance, ``limit + 1`` as soon as it is above the limit.

    >>> edits("999-qd/tw", "99-qd/tw", limit=2)
    1
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    row = list(range(len(right) + 1))
    for position, char in enumerate(left, start=1):
        above, row[0] = row[0], position
        for column, other in enumerate(right, start=1):
            above, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, above + (char != other))
        if min(row) > limit:
            return limit + 1
    return row[-1]
