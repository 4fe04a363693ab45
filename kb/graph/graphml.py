"""A graph as GraphML, for programs that draw and measure graphs (Gephi, yEd, Cytoscape, networkx)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kb.graph.naming import describe
from kb.graph.types import Edge, Graph, Node
from kb.graph.xml import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = {
    "label": "string",
    "number": "string",
    "name": "string",
    "type": "string",
    "date": "string",
    "issuer": "string",
    "title": "string",
    "status": "string",
    "province": "string",
    "central": "boolean",
    "document": "string",
    "cited_by": "int",
}
_EDGE = {
    "kind": "string",
    "part": "string",
    "date": "string",
    "document": "string",
    "passage": "string",
    "start": "int",
    "end": "int",
    "text": "string",
    "cited": "string",
}


def graphml(graph: Graph) -> bytes:
    """The whole graph; a value that is not known has no element. The ids of nodes and edges are those of the graph."""
    from lxml import etree

    out = BytesIO()
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("graphml", nsmap={None: NAMESPACE}):
            for what, names in (("node", _NODE), ("edge", _EDGE)):
                for name, kind in names.items():
                    given = {"id": f"{what}_{name}", "for": what, "attr.name": name, "attr.type": kind}
                    file.write(_line(etree.Element("key", given)))
            with file.element("graph", id="can-cu", edgedefault="directed"):
                for node in graph.nodes.values():
                    file.write(_element("node", {"id": node.id}, _node_values(node)))
                for edge in graph.edges:
                    given = {"id": edge.id, "source": edge.source, "target": edge.target}
                    file.write(_element("edge", given, _edge_values(edge)))
    return out.getvalue()


def _element(tag: str, given: Mapping[str, str], values: Iterator[tuple[str, str]]) -> Any:  # noqa: ANN401 (lxml has no types)
    from lxml import etree

    element = etree.Element(tag, given)
    for name, value in values:
        etree.SubElement(element, "data", key=f"{tag}_{name}").text = clean(value)
    return _line(element)


def _line(element: Any) -> Any:  # noqa: ANN401
    element.tail = "\n"
    return element


def _node_values(node: Node) -> Iterator[tuple[str, str]]:
    yield "label", describe(node)
    for name in ("number", "name", "type", "date", "issuer", "title", "status", "province", "document"):
        value = getattr(node, name)
        if value is not None:
            yield name, value
    yield "central", "true" if node.central else "false"
    yield "cited_by", str(len(node.cited_by))


def _edge_values(edge: Edge) -> Iterator[tuple[str, str]]:
    for name in _EDGE:
        value = getattr(edge, name)
        if value is not None:
            yield name, str(value)
