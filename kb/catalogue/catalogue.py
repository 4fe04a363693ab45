"""The catalogue of instruments: made at the end of a build, asked afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.citations import normalise_number
from ingest.text import fold
from ingest.types import Span
from kb.catalogue import by_hand, known
from kb.catalogue.describe import describe
from kb.catalogue.fields import instrument
from kb.catalogue.ids import mint
from kb.catalogue.resolve import Cluster, Resolution, resolve
from kb.catalogue.stated import Stated, of_citation, of_document
from kb.store import Instrument, Mention, Store
from kb.store.keys import number_key

_TOKEN = re.compile(r"\d{1,5}[a-z]?(?![^\W_])|[^\W\d_]+\d{0,2}")


def resolve_all(store: Store, *, table: Iterable[known.Row] | None = None) -> tuple[Instrument, ...]:
    """Resolve every mention of the active directives and put the catalogue in the place of the old one.

    Args:
        store: the collection, inside the transaction that changed it.
        table: rows that add standing and notes; the shipped ones where none are given.
    """
    rows = tuple(known.shipped() if table is None else table)
    resolution = resolve(_stated(store))
    cited = [cluster for cluster in resolution.clusters if any(not item.own for item in cluster.stated)]
    minting = mint(cited, store.instruments.minted())
    ids = dict(zip(cited, minting.ids, strict=True))
    decided = by_hand.mentions(store, minting.redirects)
    instruments = tuple(known.enrich(instrument(cluster, ident), rows) for cluster, ident in ids.items())
    instruments = tuple(by_hand.also_cited(row, decided) for row in instruments)
    mentions = _mentions(store, resolution, ids) + by_hand.settled(decided, instruments)
    store.instruments.replace(instruments, mentions, minting.minted, minting.redirects)
    return instruments


def _stated(store: Store) -> list[Stated]:
    found: list[Stated | None] = []
    bodies = store.directives.bodies()
    citations = store.directives.active_citations()
    for document in store.active_directives():
        found.append(of_document(document, Span(0, bodies[document.id].start)))
        for position, printed in enumerate(citations.get(document.id, ())):
            item = by_hand.claim(printed, position, document.corrections)
            found.append(of_citation(item, position, document) if item else None)
    return [item for item in found if item is not None]


def _mentions(store: Store, resolution: Resolution, ids: dict[Cluster, str]) -> list[Mention]:
    places = store.passages.places()
    found = [
        replace(_mention(item, places), instrument=ident)
        for cluster, ident in ids.items()
        for item in cluster.stated
        if not item.own
    ]
    for item in resolution.unresolved:
        if not item.stated.own:
            candidates = tuple(sorted(ids[cluster] for cluster in item.candidates if cluster in ids))
            found.append(replace(_mention(item.stated, places), reason=item.reason, candidates=candidates))
    return found


def _mention(item: Stated, places: Mapping[str, Sequence[tuple[int, str]]]) -> Mention:
    return Mention(
        directive=item.directive,
        position=item.position,
        span=item.span,
        number=item.number,
        passage=by_hand.passage_at(places.get(item.directive, ()), item.span.start),
    )


class Catalogue:
    """The instruments of a collection, as the last build left them."""

    def __init__(self, store: Store) -> None:
        self._table = store.instruments

    def all(self) -> tuple[Instrument, ...]:
        """Every instrument, in order of number."""
        return self._table.all()

    def get(self, ident: str) -> Instrument | None:
        """The instrument with this id, or the one that it was merged into."""
        return self._table.get(ident)

    def mentions(self, ident: str) -> tuple[Mention, ...]:
        """The mentions of an instrument: directive, range, passage, and what each claims."""
        return self._table.mentions(ident)

    def by_number(self, text: str) -> tuple[Instrument, ...]:
        """The instruments with this number, the most cited first.

        A whole number is matched exactly. A part of one ("217", "qd 218") finds those whose digits are the same and
        that have every other word of it: never a number that only begins or ends alike.
        """
        number = normalise_number(text)
        found = self._table.numbered(number_key(number)) if number else ()
        return _most_cited(found or self._by_part(text))

    def _by_part(self, text: str) -> tuple[Instrument, ...]:
        tokens = _TOKEN.findall(fold(text))
        digits = next((token for token in tokens if token[0].isdigit()), None)
        if digits is None:
            return ()
        others = {token.lstrip("0") for token in tokens} - {digits.lstrip("0"), "so"}
        candidates = self._table.starting(digits.lstrip("0") or "0")
        return tuple(item for item in candidates if others <= _parts(item))

    @staticmethod
    def describe(instrument: Instrument) -> str:
        """The instrument in one phrase, only with what is known of it."""
        return describe(instrument)


def _parts(instrument: Instrument) -> set[str]:
    """The words with which a person may name it beside its digits."""
    words = set(fold(number_key(instrument.number)).split("-"))
    return words | set(fold(instrument.type or "").split())


def _most_cited(instruments: Iterable[Instrument]) -> tuple[Instrument, ...]:
    return tuple(sorted(instruments, key=lambda item: (-len(item.cited_by), item.date or "", item.id)))
