"""The graph of a collection, read from the database in one pass."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ingest.text import fold
from kb.catalogue import organs
from kb.catalogue.stated import CENTRAL, scope_of, sounds_central
from kb.graph.kinds import PLAIN, central_types
from kb.graph.types import Edge, Graph, Node, Unresolved
from kb.store import Document, Instrument, Store
from kb.store.codec import from_json
from kb.store.links import Cited, Related

if TYPE_CHECKING:
    from kb.collection import Collection

NAME_ONLY = "chỉ nêu tên, chưa rõ là văn bản nào"
POINTS_NOWHERE = "nhắc lại một văn bản đã nêu mà không rõ văn bản nào"
NOT_YET = "chưa được đối chiếu: hãy chạy lại kb build"
_REASONS = {"name": NAME_ONLY, "short": POINTS_NOWHERE}
_Row = TypeVar("_Row", Cited, Related)
_ADDING = ("number", "name")
"""Forms of citations that are an edge by themselves; the others only repeat one."""


def build(of: Store | Collection) -> Graph:
    """The graph of a collection as it is now.

    Relations are edges. A document that a directive cites and of which it says nothing more is cited by it as
    ``dẫn chiếu``. What a directive says of itself is no edge. Citations of which a person has said that they are none
    are passed over.

    Args:
        of: a store or an open collection.
    """
    store = of if isinstance(of, Store) else of.store
    with _nothing_is_garbage():
        return _built(store)


def _built(store: Store) -> Graph:
    documents = store.active_directives()
    by_id = {document.id: document for document in documents}
    nodes = _nodes(store, documents)
    own = {node.document: node.id for node in nodes.values() if node.document}
    edges: list[Edge] = []
    unresolved: list[Unresolved] = []
    related = dict(_by_directive(store.links.related()))
    for ident, cited in _by_directive(store.links.cited()):
        _Text(by_id[ident], own[ident], cited).read(related.get(ident, ()), edges, unresolved)
    return Graph(nodes, tuple(edges), tuple(unresolved))


@contextmanager
def _nothing_is_garbage() -> Iterator[None]:
    """Of the many things that are made and kept Python need not look for garbage: that would be a third of the time."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


class _End(NamedTuple):
    """One end of an edge: a node, or why there is none."""

    node: str | None
    reason: str = ""


class _Text:
    """What one directive says of others."""

    def __init__(self, document: Document, own: str, cited: Sequence[Cited]) -> None:
        self._id, self._date, self._own = document.id, document.header.date, own
        self._cited = {one.position: one for one in cited}
        self._ends: dict[int | None, _End] = {None: _End(own)}
        self._none = {
            item.position for item in document.corrections if item.field == "citation" and item.state == "applied"
        }

    def read(self, relations: Sequence[Related], edges: list[Edge], unresolved: list[Unresolved]) -> None:
        """Add its edges, and those that are left out."""
        said: set[str] = set()
        touched: set[int] = set()
        for relation in relations:
            at = [place for place in (relation.target, relation.source) if place is not None]
            touched.update(at)
            if not at or self._none.intersection(at):
                continue
            source, target = self._end(relation.source), self._end(relation.target)
            mention = self._cited.get(at[0])
            if mention is None:
                continue
            if source.node is None or target.node is None:
                lost = target if target.node is None else source
                unknown = mention if target.node is None else self._cited.get(at[-1], mention)
                unresolved.append(self._left_out(relation.kind, relation, unknown, lost.reason))
            elif source.node != target.node:
                edges.append(self._edge(f"{relation.position}", relation, source.node, target.node, mention))
                if source.node == self._own:
                    said.add(target.node)
        self._plain(said, touched, edges, unresolved)

    def _plain(self, said: set[str], touched: set[int], edges: list[Edge], unresolved: list[Unresolved]) -> None:
        """What is cited, and nothing more is said of it."""
        for place, mention in self._cited.items():
            if mention.form not in _ADDING or place in self._none:
                continue
            end = self._end(place)
            if end.node is None:
                if place not in touched:
                    unresolved.append(self._left_out(PLAIN, mention, mention, end.reason))
            elif end.node != self._own and end.node not in said:
                said.add(end.node)
                relation = Related(self._id, place, PLAIN, None, mention.start, mention.end, mention.text, None, place)
                edges.append(self._edge(f"c{place}", relation, self._own, end.node, mention))

    def _edge(self, name: str, said: Related, source: str, target: str, mention: Cited) -> Edge:
        whole = said.start <= mention.start and mention.end <= said.end
        return Edge(
            f"{self._id}-{name}",
            source,
            target,
            said.kind,
            said.part,
            self._date,
            self._id,
            said.start,
            said.end,
            said.text,
            None if whole else mention.text,
            None if whole else mention.start,
            mention.passage,
        )

    def _left_out(self, kind: str, said: Related | Cited, mention: Cited, reason: str) -> Unresolved:
        candidates = from_json(tuple[str, ...], mention.candidates) if mention.candidates else ()
        return Unresolved(
            self._id, kind, said.start, said.end, said.text, mention.text, reason, candidates, mention.passage
        )

    def _end(self, place: int | None) -> _End:
        """The node that a citation means; ``None`` is the directive itself."""
        end = self._ends.get(place)
        if end is None:
            end = self._ends[place] = self._meant(place)
        return end

    def _meant(self, place: int | None) -> _End:
        """Followed back where a citation only repeats another one."""
        seen: set[int] = set()
        while place is not None:
            mention = self._cited.get(place)
            if mention is None:
                return _End(None, NOT_YET)
            if mention.instrument is not None:
                return _End(mention.instrument)
            if mention.form == "self":
                return _End(self._own)
            if mention.form != "short" or mention.refers is None or place in seen:
                return _End(None, mention.reason or _REASONS.get(mention.form, NOT_YET))
            seen.add(place)
            place = mention.refers
        return _End(self._own)


def _by_directive(rows: Iterator[_Row]) -> Iterator[tuple[str, list[_Row]]]:
    return ((directive, list(some)) for directive, some in groupby(rows, key=itemgetter(0)))


def _nodes(store: Store, documents: Sequence[Document]) -> dict[str, Node]:
    """By id: the catalogue in its order, then the directives that are not in it."""
    by_id = {document.id: document for document in documents}
    nodes = {row.id: _of_instrument(row, by_id) for row in store.instruments.all()}
    there = {node.document for node in nodes.values()}
    return nodes | {document.id: _of_document(document) for document in documents if document.id not in there}


def _of_instrument(row: Instrument, documents: Mapping[str, Document]) -> Node:
    document = documents.get(row.directive or "")
    central = is_central(row.scope, row.number, row.issuer, row.type)
    return Node(
        id=row.id,
        number=row.number,
        name=row.name,
        type=row.type,
        date=row.date,
        issuer=row.issuer,
        title=row.title,
        status=row.status,
        province=_province(row, document) if not central else None,
        central=central,
        document=document.id if document else None,
        cited_by=row.cited_by,
        year=document.header.year if document else None,
        secrecy=document.header.secrecy if document else None,
        sample=bool(document and document.sample),
    )


def _province(row: Instrument, document: Document | None) -> str | None:
    if document is not None and document.header.province:
        return document.header.province
    return row.scope.split(", ")[0] or None  # A unit below the province stands behind it.


def _of_document(document: Document) -> Node:
    header = document.header
    if header.number:
        central = scope_of(header.number, header.issuer, document) == CENTRAL
    else:
        central = not header.province and sounds_central(header.issuer)
    return Node(
        id=document.id,
        number=header.number,
        type=header.type,
        date=header.date,
        issuer=header.issuer,
        title=header.title,
        province=header.province,
        central=central,
        document=document.id,
        draft=header.draft,
        symbol=header.symbol,
        year=header.year,
        secrecy=header.secrecy,
        sample=document.sample,
    )


def is_central(scope: str, number: str | None, issuer: str | None, kind: str | None) -> bool:
    """Whether an instrument is the centre's.

    Args:
        scope: as the catalogue has it; empty where nothing tells.
        number: decides then,
        issuer: where its symbol tells nothing this,
        kind: and its type, of one that is cited by its name alone.

    >>> is_central("", None, None, "Luật"), is_central("Lai Châu", "05-CTr/TU", "Tỉnh ủy", "Chương trình")
    (True, False)
    """
    if scope:
        return scope == CENTRAL
    level = organs.level_of(number) if number else None
    if level not in {None, organs.ANY}:
        return level == organs.CENTRAL
    return sounds_central(issuer) or fold(kind or "") in central_types()
