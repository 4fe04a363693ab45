"""The catalogue of instruments: made at the end of a build; :attr:`kb.store.Store.instruments` is asked afterwards."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ingest.types import Span
from kb import fingerprints
from kb.catalogue import by_hand, known
from kb.catalogue.fields import instrument
from kb.catalogue.ids import mint
from kb.catalogue.named import LAWS, Candidate, name_block, resolve_names
from kb.catalogue.resolve import Cluster, Resolution, resolve
from kb.catalogue.stated import CENTRAL, OWN, Stated, of_citation, of_document, of_row
from kb.store import Correction, Mention, Store
from kb.store.blocks import Block
from kb.store.codec import from_json
from kb.store.instruments import NAMED


def resolve_all(store: Store, *, table: Iterable[known.Row] | None = None) -> None:
    """Bring the catalogue up to date with the active directives.

    A block is resolved by itself, so that only those blocks are looked at in which a directive that is new, changed or
    gone has part; the result is that of resolving all.

    Args:
        store: the collection, inside the transaction that changed it.
        table: rows that add standing and notes; the office's and the shipped ones where none are given.
    """
    own = known.Table(known.office(store) if table is None else ())
    others = known.Table(known.shipped() if table is None else table)
    rows = known.Table((*own.rows, *others.rows))
    how = f"{fingerprints.catalogue()} {others.fingerprint}"
    if store.meta(_HOW) != how:
        store.blocks.forget()
        store.set_meta(_HOW, how)
    corrections = store.corrections.by_directive()
    _renew_corrected(store, corrections)
    taken = store.instruments.take_by_hand()
    store.instruments.take_pointing()
    passages = _renew(store)
    if passages is not None:
        _resolve(store, passages, corrections, rows)
        _resolve_names(store, passages, corrections, rows)
    chosen = by_hand.mentions(store, corrections)
    store.instruments.put_by_hand(chosen, {*taken, *(one.instrument for one in chosen if one.instrument)})
    store.instruments.put_pointing(UNCLEAR)
    _renew_standing(store, own, rows)


UNCLEAR = "không rõ nói về văn bản nào đã nêu ở trên"
"""Why a mention that points back is open."""


def _renew_standing(store: Store, own: known.Table, rows: known.Table) -> None:
    """State anew what tables say of the numbers about which the office says another thing than the last time."""
    now = own.by_number()
    before: dict[str, str] = json.loads(store.meta(_OFFICE) or "{}")
    for key in sorted(number for number in now.keys() | before.keys() if now.get(number) != before.get(number)):
        for one in store.instruments.numbered(key):
            stated = rows.enrich(one)
            store.instruments.stand(stated.id, stated.status, stated.note, stated.note_source)
    store.set_meta(_OFFICE, json.dumps(now, sort_keys=True))


def _resolve(store: Store, passages: _Passages, corrections: Corrected, rows: known.Table) -> None:
    numbered = [block for block in passages.blocks if not block[0].startswith(NAMED)]
    resolution = resolve(item for block in numbered for item in _members(store, block, corrections))
    cited = [cluster for cluster in resolution.clusters if _is_kept(cluster)]
    minting = mint(cited, store.instruments.minted(), store.instruments.ids())
    ids = dict(zip(cited, minting.ids, strict=True))
    store.instruments.add(
        [rows.enrich(instrument(cluster, ident)) for cluster, ident in ids.items()],
        _mentions(resolution, ids, passages),
        minting.minted,
        minting.redirects,
    )


def _is_kept(cluster: Cluster) -> bool:
    """Cited by somebody; a law of the collection also because it may be cited by its name."""
    return any(not item.own or (item.type in LAWS and item.scope == CENTRAL) for item in cluster.stated)


def _resolve_names(store: Store, passages: _Passages, corrections: Corrected, rows: known.Table) -> None:
    """Mentions by name come after those by number, which they may turn out to be."""
    named = {block for block in passages.blocks if block[0].startswith(NAMED)}
    changed = {block for block in passages.blocks if block not in named}
    # What has a new number or another title now may be what other mentions name.
    further = [block for block in map(name_block, sorted(store.blocks.names(changed))) if block not in named]
    passages.before = {**passages.before, **store.blocks.clear(further)}
    blocks = sorted({*named, *further})
    members = [item for block in blocks for item in _members(store, block, corrections)]
    keys = {block[0].removeprefix(NAMED) for block in blocks}
    numbered = {key: _candidates(store, key) for key in sorted(keys)}
    issued = store.directives.years({item.directive for item in members})
    for ident in issued.keys() & corrections.keys():
        document = store.directives.document(ident)
        issued[ident] = document.header.year if document else None
    found = resolve_names(members, numbered, issued, store.instruments.minted())
    mentions = [replace(_mention(item, passages), instrument=ident) for item, ident in found.assigned]
    mentions += [
        replace(_mention(one.stated, passages), reason=one.reason, candidates=one.candidates) for one in found.left
    ]
    store.instruments.add([rows.enrich(row) for row in found.instruments], (), found.minted, found.redirects)
    store.instruments.put_by_hand(mentions, sorted({one.row.id for found_of in numbered.values() for one in found_of}))


def _candidates(store: Store, key: str) -> list[Candidate]:
    """The numbered instruments of the centre with a name, each with the directives that cite it by its number."""
    rows = [row for row in store.instruments.named(key) if row.number and row.scope == CENTRAL]
    return [Candidate(row, store.instruments.cited_by_number(row.id)) for row in rows]


Corrected = Mapping[str, tuple[Correction, ...]]
"""The corrections of directives, by id."""

_CORRECTED = "corrected"
"""Under this name the database remembers the corrections with which each directive was resolved."""

_OFFICE = "office"
"""Under this name the database remembers which rows of the office, by number, the instruments' standing comes from."""

_HOW = "resolved"
"""Under this name the database remembers which code and which table the catalogue comes from."""


@dataclass(slots=True)
class _Passages:
    """The blocks to be resolved, and in which passage a mention of them starts."""

    store: Store
    blocks: list[Block]
    before: Mapping[tuple[str, int], str | None]
    new: frozenset[str]
    _places: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def at(self, item: Stated) -> str | None:
        """The passage of a mention: as before, where its directive is the same."""
        if item.directive not in self.new:
            return self.before.get((item.directive, item.position))
        if item.directive not in self._places:
            self._places[item.directive] = self.store.passages.places_in(item.directive)
        around = self._places[item.directive]
        at = bisect_right(around, item.span.start, key=lambda place: place[0]) - 1
        return around[at][1] if at >= 0 else None


def _renew_corrected(store: Store, corrections: Corrected) -> None:
    """Have the directives resolved anew that people have corrected otherwise than the last time."""
    now = {ident: by_hand.fingerprint(items) for ident, items in corrections.items()}
    before: dict[str, str] = json.loads(store.meta(_CORRECTED) or "{}")
    for ident in sorted(now.keys() | before.keys()):
        if now.get(ident) != before.get(ident):
            store.blocks.renew(ident)
    store.set_meta(_CORRECTED, json.dumps(now, sort_keys=True))


def _renew(store: Store) -> _Passages | None:
    """Take away what has to be resolved anew, and write down which mention is in which block; ``None``: nothing."""
    new, gone = store.blocks.changed()
    if not new and not gone:
        return None
    stated = {ident: _stated(store, ident) for ident in new}
    touched = {block for ident in (*new, *gone) for block in store.blocks.of(ident)}
    touched |= {item.block for items in stated.values() for item in items}
    touched |= set(map(name_block, store.blocks.names(touched)))
    blocks = sorted(touched)
    before = store.blocks.clear(blocks)
    for ident in gone:
        store.blocks.remove(ident)
    for ident, items in stated.items():
        store.blocks.put(ident, [(item.position, item.block) for item in items])
    return _Passages(store, blocks, before, frozenset(new))


def _stated(store: Store, ident: str) -> list[Stated]:
    """What one directive states, of itself and of others."""
    document = store.directives.document(ident)
    if document is None:
        return []
    found = [of_document(document, Span(0, store.directives.body(ident).start))]
    for position, printed in enumerate(store.directives.citations(ident)):
        citation = by_hand.claim(printed, position, document.corrections)
        found.append(of_citation(citation, position, document) if citation else None)
    return [item for item in found if item is not None]


def _members(store: Store, block: Block, corrections: Corrected) -> list[Stated]:
    """Everything that is stated in a block, as people have corrected it."""
    found: list[Stated] = []
    corrected: dict[str, list[Stated]] = {}
    for row in store.blocks.heads(block):
        if row["id"] in corrections:
            corrected[row["id"]] = _stated(store, row["id"])
            found += [item for item in corrected[row["id"]] if item.own]
        else:
            end = from_json(Span, row["body"]).start
            found.append(of_row({**row, "start": 0, "end": end, "text": "", "name": None}, row["id"], OWN, block))
    for row in store.blocks.citations(block):
        ident, position = row["directive"], row["position"]
        if ident in corrections:
            corrected.setdefault(ident, _stated(store, ident))
            found += [item for item in corrected[ident] if item.position == position]
        else:
            found.append(of_row(row, ident, position, block))
    return found


def _mentions(resolution: Resolution, ids: dict[Cluster, str], passages: _Passages) -> list[Mention]:
    found = [
        replace(_mention(item, passages), instrument=ident)
        for cluster, ident in ids.items()
        for item in cluster.stated
        if not item.own
    ]
    for item in resolution.unresolved:
        if not item.stated.own:
            candidates = tuple(sorted(ids[cluster] for cluster in item.candidates if cluster in ids))
            found.append(replace(_mention(item.stated, passages), reason=item.reason, candidates=candidates))
    return found


def _mention(item: Stated, passages: _Passages) -> Mention:
    return Mention(
        directive=item.directive,
        position=item.position,
        span=item.span,
        number=item.number,
        passage=passages.at(item),
    )
