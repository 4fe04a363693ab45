"""The instruments that comparable documents cite, scored by who cites them, for what, and by what the draft says itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from index.vocabulary import idf
from kb.ask.units import view_of
from kb.catalogue.describe import is_named_by_title
from kb.drafting.suggest_types import AS_BASIS, IN_BODY, Candidate, Citing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kb.collection import Collection
    from kb.drafting.suggest_types import Nearby, Piece, Wanted
    from kb.store.records import Instrument, Mention

BODY = 0.3
"""What a mention in the body counts beside a basis."""
VOTE, NEAR, SUBJECT = 0.6, 0.1, 0.3
"""Shares of the score: who cites it, how near the draft is to where they do, whether it speaks of its subject. Chosen on gazettes and
samples (``tests/benchmarks/suggest.py``); half as sharp or twice as sharp a vote finds nearly the same."""
CALLS, CLOSE = 0.35, 0.5
"""The share of a subject's words, or the nearness to a passage that cites an instrument, from which a passage of the draft is said
to call for it."""


def candidates(collection: Collection, wanted: Wanted, nearby: Nearby) -> tuple[Candidate, ...]:
    """Every instrument that a comparable document cites, the best first; of any province, in force or not."""
    citing = _citing(collection, nearby)
    whole = sum(one.weight for one in nearby.documents) or 1.0
    near = _near(wanted, nearby, citing)
    pieces = [(piece, _pairs(piece.text)) for piece in wanted.pieces]
    found = []
    for ident, places in citing.items():
        row = collection.instrument(ident)
        share, piece = _subject(collection, _about(row), pieces)
        nearness, at = near.get(ident, (0.0, None))
        calls = piece if share >= CALLS else at if nearness >= CLOSE else None
        best: dict[str, float] = defaultdict(float)
        for one in places:
            best[one.document.id] = max(best[one.document.id], one.weight * (1.0 if one.role == AS_BASIS else BODY))
        vote = sum(best.values()) / whole
        found.append(
            Candidate(row, places, vote, nearness, share, calls, VOTE * vote + NEAR * nearness + SUBJECT * share)
        )
    return tuple(sorted(found, key=lambda one: (-one.score, one.instrument.id)))


def _citing(collection: Collection, nearby: Nearby) -> dict[str, tuple[Citing, ...]]:
    """Where comparable documents cite each instrument: bases first, the most comparable document first."""
    found: dict[str, list[Citing]] = defaultdict(list)
    for one in nearby.documents:
        bases = {place for basis in collection.directive(one.document.id).bases for place in basis.citations}
        mentions = [mention.corrected() for mention in collection.store.instruments.citing(one.document.id)]
        for mention in mentions:
            if mention.instrument is None or mention.passage is None or mention.form == "self":
                continue
            basis = mention.position in bases and not is_inside(mention, mentions)
            found[mention.instrument].append(
                Citing(one.document, AS_BASIS if basis else IN_BODY, mention.passage, mention.span, one.weight)
            )
    return {
        ident: tuple(sorted(places, key=lambda place: (place.role != AS_BASIS, -place.weight, place.span.start)))
        for ident, places in found.items()
    }


def is_inside(mention: Mention, others: Iterable[Mention]) -> bool:
    """Whether a mention is a part of another one's subject: "Kết luận … về tiếp tục thực hiện Nghị quyết số 25-NQ/TW"."""
    return any(
        other.position != mention.position
        and other.span.start <= mention.span.start
        and mention.span.end <= other.span.end
        for other in others
    )


def _near(wanted: Wanted, nearby: Nearby, citing: Mapping[str, tuple[Citing, ...]]) -> dict[str, tuple[float, Piece]]:
    """How near the draft comes to a passage that cites each instrument, and which piece of it does."""
    at: dict[str, set[str]] = defaultdict(set)
    for ident, places in citing.items():
        for one in places:
            at[one.passage].add(ident)
    found: dict[str, tuple[float, Piece]] = {}
    for piece, hits in zip(wanted.pieces, nearby.hits, strict=True):
        for hit in hits:
            for ident in at.get(hit.passage, ()):
                if hit.score > found.get(ident, (0.0, piece))[0]:
                    found[ident] = (min(hit.score, 1.0), piece)
    return found


def _subject(
    collection: Collection, title: str, pieces: Iterable[tuple[Piece, frozenset[str]]]
) -> tuple[float, Piece | None]:
    """The share of a subject's word pairs, rare ones counting more, that one piece of the draft holds."""
    wanted = {pair: idf(collection.searcher.df(pair), len(collection.searcher.passages)) for pair in _pairs(title)}
    whole = sum(wanted.values())
    best: tuple[float, Piece | None] = (0.0, None)
    for piece, held in pieces if whole else ():
        share = sum(weight for pair, weight in wanted.items() if pair in held) / whole
        if share > best[0]:
            best = (share, piece)
    return best


def _about(row: Instrument) -> str:
    """What an instrument is about; of a law named by its subject not the word for its type."""
    title = row.title or row.name or ""
    return title[len(row.type) :] if row.type and is_named_by_title(row) else title


def _pairs(text: str) -> frozenset[str]:
    """Folded syllables, two by two, as the index knows them."""
    return frozenset(f"{one}_{other}" for one, other in pairwise(view_of(text).folded.split()))


def merged(one: Candidate, other: Candidate) -> Candidate:
    """A successor that is itself cited, with what speaks for what it has replaced."""
    citing = tuple(dict.fromkeys((*one.citing, *other.citing)))
    best = one if one.score >= other.score else other
    return replace(best, instrument=one.instrument, citing=citing, vote=max(one.vote, other.vote))
