"""The nouns of the citation graph: nodes are documents, edges what a text says that one does to another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from kb.graph.kinds import rank
from kb.store.records import UNVERIFIED


@dataclass(frozen=True, slots=True)
class Node:
    """An instrument of the catalogue, or a directive of the collection that is none.

    Attributes:
        id: of the instrument, or of the directive.
        number, name, type, date, issuer, title, status: as the catalogue has them; what nothing states is ``None``.
        province: whose it is; ``None`` for the centre's, and where nothing tells.
        central: it is an instrument of the centre.
        document: id of the directive of the collection that it is; ``None`` for one that is only cited.
        cited_by: ids of the directives with a mention of it.
        draft, symbol, year: of a directive whose number is blank.
        secrecy: the stamp of a directive.
        sample: a directive made for showing only.
    """

    id: str
    number: str | None = None
    name: str | None = None
    type: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    status: str = UNVERIFIED
    province: str | None = None
    central: bool = False
    document: str | None = None
    cited_by: tuple[str, ...] = ()
    draft: bool = False
    symbol: str | None = None
    year: int | None = None
    secrecy: str | None = None
    sample: bool = False


class Edge(NamedTuple):
    """What one text says that a document (``source``) does to another (``target``). A tuple: there may be very many.

    Attributes:
        id: the directive whose text says it and the place among its relations, ``82b51e36f03a-4``; with a ``c`` before
            the place where it is a citation about which nothing more is said.
        kind: one of :data:`ingest.types.RELATIONS`.
        part: what of the target is concerned; ``None``: all of it.
        date: ISO date of the directive that says it.
        document: id of that directive.
        start, end, text: where in its text it says so, in which words.
        cited: the words that cite the other document, where they are not all among these.
        cited_start: where they begin.
        passage: id of the passage in which the citation stands.
    """

    id: str
    source: str
    target: str
    kind: str
    part: str | None
    date: str | None
    document: str
    start: int
    end: int
    text: str
    cited: str | None
    cited_start: int | None
    passage: str | None


class Unresolved(NamedTuple):
    """An edge that is not in the graph, since nobody knows which document stands at one of its ends.

    Attributes:
        document: id of the directive that says it; ``start``, ``end``, ``text``: where and how.
        cited: the words that cite the unknown document.
        reason: why it is unknown, in Vietnamese.
        candidates: ids of the instruments that it may be.
    """

    document: str
    kind: str
    start: int
    end: int
    text: str
    cited: str
    reason: str
    candidates: tuple[str, ...]
    passage: str | None


class Group(NamedTuple):
    """Edges of one kind, see :meth:`Graph.cites`."""

    kind: str
    edges: tuple[Edge, ...]


_Date = Callable[[Edge], str]


@dataclass(frozen=True, slots=True)
class Graph:
    """Who cites whom in a collection, and how; both ends of every edge are among the nodes.

    Attributes:
        nodes: by id, always in the same order.
        edges: in order of the directives that say them and of their texts.
        unresolved: what is left out.
    """

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    unresolved: tuple[Unresolved, ...] = ()
    _out: Mapping[str, list[Edge]] = field(init=False, repr=False, compare=False)
    _in: Mapping[str, list[Edge]] = field(init=False, repr=False, compare=False)
    _documents: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        leaving: dict[str, list[Edge]] = {ident: [] for ident in self.nodes}
        coming: dict[str, list[Edge]] = {ident: [] for ident in self.nodes}
        for edge in self.edges:
            leaving[edge.source].append(edge)
            coming[edge.target].append(edge)
        object.__setattr__(self, "nodes", MappingProxyType(dict(self.nodes)))
        object.__setattr__(self, "_out", leaving)
        object.__setattr__(self, "_in", coming)
        documents = {node.document: node.id for node in self.nodes.values() if node.document}
        object.__setattr__(self, "_documents", documents)

    def leaving(self, node: str) -> tuple[Edge, ...]:
        """The edges from a node."""
        return tuple(self._out[node])

    def coming(self, node: str) -> tuple[Edge, ...]:
        """The edges to a node."""
        return tuple(self._in[node])

    def cites(self, node: str, only: Collection[str] | None = None) -> tuple[Group, ...]:
        """What a document cites, by kind of relation; the newest cited document first.

        Args:
            node: its id.
            only: names of the kinds that are wanted.
        """
        return self._groups(self._out[node], only, lambda edge: self.nodes[edge.target].date or "")

    def cited_by(self, node: str, only: Collection[str] | None = None) -> tuple[Group, ...]:
        """Who cites a document, by kind of relation; the newest directive first."""
        return self._groups(self._in[node], only, lambda edge: edge.date or "")

    def within(self, nodes: Collection[str], only: Collection[str] | None = None) -> Graph:
        """The part of the graph with these nodes and the edges between them."""
        return Graph(
            {ident: node for ident, node in self.nodes.items() if ident in nodes},
            tuple(
                edge
                for edge in self.edges
                if edge.source in nodes and edge.target in nodes and (only is None or edge.kind in only)
            ),
        )

    def of_edges(self, edges: Iterable[Edge], nodes: Collection[str] = ()) -> Graph:
        """The part of the graph with these edges, their ends, and these nodes."""
        chosen = tuple(edges)
        wanted = {*nodes, *(end for edge in chosen for end in (edge.source, edge.target))}
        return Graph({ident: node for ident, node in self.nodes.items() if ident in wanted}, chosen)

    def of_kinds(self, only: Collection[str]) -> Graph:
        """The same nodes with the edges of these kinds."""
        kept = tuple(edge for edge in self.edges if edge.kind in only)
        return Graph(self.nodes, kept, tuple(item for item in self.unresolved if item.kind in only))

    def with_unresolved(self, unresolved: Iterable[Unresolved]) -> Graph:
        """The same with other edges named that are left out."""
        return Graph(self.nodes, self.edges, tuple(unresolved))

    def of_document(self, directive: str) -> Node | None:
        """The node that a directive of the collection is."""
        ident = self._documents.get(directive)
        return None if ident is None else self.nodes[ident]

    @staticmethod
    def _groups(edges: Iterable[Edge], only: Collection[str] | None, date: _Date) -> tuple[Group, ...]:
        by_kind: dict[str, list[Edge]] = {}
        for edge in edges:
            if only is None or edge.kind in only:
                by_kind.setdefault(edge.kind, []).append(edge)
        # Sorting keeps the order of the texts among those of one day.
        return tuple(
            Group(kind, tuple(sorted(by_kind[kind], key=date, reverse=True))) for kind in sorted(by_kind, key=rank)
        )
