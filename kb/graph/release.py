"""What of a graph may leave the collection: nothing that only a document with a secrecy stamp says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kb.catalogue.fields import instrument
from kb.catalogue.resolve import Cluster
from kb.catalogue.stated import Stated
from kb.export_guard import exportable
from kb.graph.types import Graph, Node, Unresolved
from kb.store import Document, Instrument, Store
from kb.store.keys import number_key

_STATED = ("type", "date", "issuer", "title", "name")


@dataclass(frozen=True, slots=True)
class Released:
    """A graph that may be exported.

    Attributes:
        withheld: the documents that are left out.
        warning: one line that says so; ``None`` where nothing is.
    """

    graph: Graph
    withheld: tuple[Document, ...]
    warning: str | None


def release(graph: Graph, store: Store) -> Released:
    """The graph as it may be exported.

    Left out are the documents with a secrecy stamp, what they say of others, and the instruments that nobody else cites.
    Of the instruments that others cite too, what only a stamped document tells (its date, its subject) is taken out.

    Args:
        graph: of the whole collection or a part of it.
        store: that it was built from.
    """
    parted = exportable(store.active_directives())
    secret = {document.id for document in parted.withheld}
    if not secret:
        return Released(graph, (), None)
    nodes = {node.id: _cleared(node, store, secret) for node in graph.nodes.values() if _stays(node, secret)}
    return Released(
        Graph(
            nodes,
            tuple(
                edge
                for edge in graph.edges
                if edge.document not in secret and edge.source in nodes and edge.target in nodes
            ),
            tuple(_left_out(item, nodes) for item in graph.unresolved if item.document not in secret),
        ),
        parted.withheld,
        parted.warning,
    )


def _left_out(item: Unresolved, nodes: Mapping[str, Node]) -> Unresolved:
    return item._replace(candidates=tuple(one for one in item.candidates if one in nodes))


def _stays(node: Node, secret: set[str]) -> bool:
    if node.document is not None:
        return node.document not in secret
    return bool(set(node.cited_by) - secret)


def _cleared(node: Node, store: Store, secret: set[str]) -> Node:
    """A node without what only stamped documents state of it: what the others do is in its place."""
    if not secret.intersection(node.cited_by):
        return node
    row = store.instruments.get(node.id)
    told = {name for name, claim in row.evidence if claim.directive in secret} if row else set()
    others = _said_by_others(node, store, secret) if told else None
    if "title" in told or "type" in told:
        told.add("name")  # A law is called by its subject.
    values: dict[str, Any] = {name: getattr(others, name, None) for name in _STATED if name in told}
    return replace(node, cited_by=tuple(one for one in node.cited_by if one not in secret), **values)


def _said_by_others(node: Node, store: Store, secret: set[str]) -> Instrument | None:
    """The instrument as it would be if nobody had read the stamped documents."""
    mentions = [one.corrected() for one in store.instruments.mentions(node.id) if one.directive not in secret]
    stated = [
        Stated(
            directive=one.directive,
            position=one.position,
            span=one.span,
            number=one.number,
            key=number_key(one.number),
            scope="",
            type=one.type,
            date=one.date,
            issuer=one.issuer,
            title=one.title,
        )
        for one in mentions
    ]
    if not stated:
        return None
    names = [one.name for one in mentions if one.name and one.form == "name"]
    found = instrument(Cluster(tuple(stated)), node.id)
    return found if node.number else replace(found, name=min(names, default=None))
