"""The graph as files: GraphML that others read, JSON in one order, and nothing that only a stamped document says."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kb.graph import Graph, Node, build
from kb.graph.contract import graph_json
from kb.graph.draw import draw_chains, draw_neighbourhood, draw_sharing
from kb.graph.graphml import NAMESPACE, graphml
from kb.graph.release import release
from kb.graph.sharing import provinces, shared
from kb.graph.walks import chain
from kb.store import Store
from tests.kb.graphs import PLAN, SECRET, WORLD, make

TRACES = ("Zyxwvu", "Qwertz", "Kabcdef", "4321-QĐ", "99-BC/TU")


def graph_of(root: Path) -> Graph:
    with Store.open(make(root).database) as store:
        return build(store)


def test_networkx_reads_it(tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    graph = graph_of(tmp_path)
    read = networkx.read_graphml(io.BytesIO(graphml(graph)), force_multigraph=True)
    assert read.is_directed()
    assert set(read.nodes) == set(graph.nodes)
    for ident, values in read.nodes(data=True):
        node = graph.nodes[ident]
        for name in ("number", "type", "date", "issuer", "title", "status", "province", "document", "central"):
            assert values.get(name) == getattr(node, name)
        assert values["cited_by"] == len(node.cited_by)
    edges = {key: (source, target, values) for source, target, key, values in read.edges(keys=True, data=True)}
    assert set(edges) == {edge.id for edge in graph.edges}
    for edge in graph.edges:
        source, target, values = edges[edge.id]
        assert (source, target) == (edge.source, edge.target)
        for name in ("kind", "part", "date", "document", "start", "end", "text", "cited", "passage"):
            assert values.get(name) == getattr(edge, name)


def test_every_key_is_declared_and_the_file_is_the_same_every_time(tmp_path: Path) -> None:
    data = graphml(graph_of(tmp_path / "1"))
    assert data == graphml(graph_of(tmp_path / "2"))
    root = ET.fromstring(data)
    assert root.tag == f"{{{NAMESPACE}}}graphml"
    keys = {key.get("id"): key.get("for") for key in root.iter(f"{{{NAMESPACE}}}key")}
    for what in ("node", "edge"):
        for element in root.iter(f"{{{NAMESPACE}}}{what}"):
            assert {keys[one.get("key")] for one in element} <= {what}


def test_what_xml_cannot_hold_is_left_out() -> None:
    data = graphml(Graph({"a": Node("a", "1-QĐ/TW", title='x\x00\x0b\ufffe<&>"ê')}, ()))
    titles = [one.text for one in ET.fromstring(data).iter(f"{{{NAMESPACE}}}data") if one.get("key") == "node_title"]
    assert titles == ['x   <&>"ê']


def test_the_json_is_always_in_the_same_order(tmp_path: Path) -> None:
    one, other = (json.dumps(graph_json(graph_of(tmp_path / name))) for name in ("1", "2"))
    assert one == other
    value = json.loads(one)
    ids = {node["id"] for node in value["nodes"]}
    assert all({edge["source"], edge["target"]} <= ids for edge in value["edges"])


def every_export(graph: Graph) -> str:
    parts = [graphml(graph).decode(), json.dumps(graph_json(graph), ensure_ascii=False)]
    parts += [draw_sharing(graph, shared(graph, provinces(graph)))]
    for ident in graph.nodes:
        parts += [draw_neighbourhood(graph, ident), draw_chains(graph, chain(graph, ident))]
    return "\n".join(parts)


def test_what_only_a_stamped_document_says_never_leaves(tmp_path: Path) -> None:
    with Store.open(make(tmp_path / "all", (*WORLD, SECRET)).database) as store:
        whole = build(store)
        released = release(whole, store)
    assert any(trace in every_export(whole) for trace in TRACES)  # there is something to leave out
    assert [one.header.number for one in released.withheld] == ["99-BC/TU"]
    assert released.warning is not None
    assert "99-BC/TU" in released.warning
    exported = every_export(released.graph)
    assert [trace for trace in TRACES if trace in exported] == []
    assert released.withheld[0].id not in exported
    # It is what the graph would be without the document.
    without = graph_of(tmp_path / "without")
    assert graph_json(released.graph) == graph_json(without)


def test_without_a_stamp_everything_leaves(tmp_path: Path) -> None:
    with Store.open(make(tmp_path, (PLAN,)).database) as store:
        graph = build(store)
        released = release(graph, store)
    assert (released.graph, released.withheld, released.warning) == (graph, (), None)
