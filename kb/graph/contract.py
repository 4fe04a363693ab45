"""The graph as JSON: every key always there, always in the same order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb.graph.naming import describe
from kb.graph.sharing import CitedBy, Sharing
from kb.graph.types import Edge, Graph, Group, Node, Unresolved
from kb.graph.walks import Chain

Json = dict[str, Any]


def graph_json(graph: Graph) -> Json:
    """Nodes, edges, and what is left out."""
    return {
        "nodes": [node_json(node) for node in graph.nodes.values()],
        "edges": [edge_json(edge) for edge in graph.edges],
        "unresolved": [unresolved_json(item) for item in graph.unresolved],
    }


def node_json(node: Node) -> Json:
    """One document."""
    return {
        "id": node.id,
        "number": node.number,
        "name": node.name,
        "type": node.type,
        "date": node.date,
        "issuer": node.issuer,
        "title": node.title,
        "status": node.status,
        "province": node.province,
        "central": node.central,
        "document": node.document,
        "cited_by": list(node.cited_by),
        "draft": node.draft,
        "sample": node.sample,
        "label": describe(node),
    }


def edge_json(edge: Edge) -> Json:
    """What a text says that one document does to another, and where."""
    return {
        "id": edge.id,
        "source": edge.source,
        "target": edge.target,
        "kind": edge.kind,
        "part": edge.part,
        "date": edge.date,
        "document": edge.document,
        "passage": edge.passage,
        "start": edge.start,
        "end": edge.end,
        "text": edge.text,
        "cited": None if edge.cited is None else {"start": edge.cited_start, "text": edge.cited},
    }


def unresolved_json(item: Unresolved) -> Json:
    """An edge that is left out, and why."""
    return {
        "document": item.document,
        "kind": item.kind,
        "start": item.start,
        "end": item.end,
        "text": item.text,
        "cited": item.cited,
        "reason": item.reason,
        "candidates": list(item.candidates),
        "passage": item.passage,
    }


def groups_json(groups: Iterable[Group]) -> list[Json]:
    """Ids of edges by kind."""
    return [{"kind": group.kind, "edges": [edge.id for edge in group.edges]} for group in groups]


def chain_json(chain: Chain) -> Json:
    """A way up."""
    return {"target": chain.target, "plain": chain.plain, "steps": [edge.id for edge in chain.steps]}


def sharing_json(sharing: Sharing) -> Json:
    """What groups share, and what only one has."""
    return {
        "provinces": [
            {"name": name, "documents": list(documents), "own": [_cited_json(row, sharing) for row in own]}
            for name, documents, own in zip(sharing.names, sharing.documents, sharing.own, strict=True)
        ],
        "shared": [_cited_json(row, sharing) for row in sharing.shared],
    }


def _cited_json(row: CitedBy, sharing: Sharing) -> Json:
    return {
        "node": row.node,
        "by": [
            {"province": name, "documents": count, "edges": [edge.id for edge in edges]}
            for name, count, edges in zip(sharing.names, row.counts, row.edges, strict=True)
            if edges
        ],
    }
