"""The picture of what is around a document: who cites it to the left, what it cites to the right."""

from __future__ import annotations

from collections.abc import Sequence

from kb.graph.draw.layered import Box, Layout, lay_out
from kb.graph.draw.svg import Canvas, Line, Link, height_of
from kb.graph.draw.told import arrow_told, card, notes_of
from kb.graph.kinds import rank
from kb.graph.naming import describe, head
from kb.graph.types import Edge, Graph, Node
from kb.graph.walks import distances, strongest

MOST = 60
"""Documents in one picture."""
_COLUMN = 20
"""Boxes in one column; more go into a further one."""
_WIDE, _MAIN = 218.0, 250.0


def draw_neighbourhood(graph: Graph, node: str, notes: Sequence[str] = (), link: Link | None = None) -> str:
    """A neighbourhood as SVG.

    Args:
        graph: the part to be drawn, see :func:`kb.graph.walks.neighbourhood`.
        node: the document in the middle.
        notes: lines below the legend.
        link: where a click on a document leads.
    """
    main = graph.nodes[node]
    shown, left_out = _chosen(graph, node)
    part = graph.within(shown)
    edges = strongest(part.edges)
    layers = _layers(shown)
    cards = {ident: _card(part.nodes[ident], main) for ident in layers}
    boxes = [
        Box(ident, layer, _MAIN if ident == node else _WIDE, height_of(cards[ident])) for ident, layer in layers.items()
    ]
    more = {layer: count for layer, count in left_out.items() if count}
    laid = lay_out([*boxes, *_more_boxes(more, layers)], [(edge.source, edge.target) for edge in edges])
    canvas = Canvas(
        f"Văn bản liên quan đến {head(main)}",
        f"{describe(main)}. Mũi tên đi từ văn bản viện dẫn đến văn bản được viện dẫn.",
        link,
    )
    _arrows(canvas, laid, edges, part)
    for ident, lines in cards.items():
        place = laid.places[ident]
        canvas.node(part.nodes[ident], (place.x, place.y, place.width, place.height), lines, main=ident == node)
    for ident, count in _more_names(more).items():
        place = laid.places[ident]
        canvas.more((place.x, place.y, place.width, place.height), f"và {count} văn bản khác")
    return canvas.finish(laid.width, laid.height, [*notes_of(part, len(edges)), *notes])


def _chosen(graph: Graph, node: str) -> tuple[dict[str, int], dict[int, int]]:
    """The documents that are drawn, the nearest and most telling first, and how many of each column are not."""
    near = distances(graph, node)
    signs = _signs(graph, node)

    def order(ident: str) -> tuple[object, ...]:
        kinds = [rank(edge.kind) for edge in (*graph.leaving(ident), *graph.coming(ident)) if node in edge[1:3]]
        return (near[ident], min(kinds, default=99), _negative(graph.nodes[ident].date), ident)

    ordered = sorted(near, key=order)
    left_out: dict[int, int] = {}
    for ident in ordered[MOST:]:
        left_out[signs[ident]] = left_out.get(signs[ident], 0) + 1
    return {ident: signs[ident] for ident in ordered[:MOST]}, left_out


def _negative(date: str | None) -> tuple[bool, tuple[int, ...]]:
    """Sorts the newest first, those without a date last."""
    return (not date, tuple(-ord(char) for char in date or ""))


def _signs(graph: Graph, node: str) -> dict[str, int]:
    """The column of each document: one to the right for each step along an edge, one to the left for each against it."""
    signs = {node: 0}
    waiting = [node]
    for at in waiting:
        for edge in (*graph.leaving(at), *graph.coming(at)):
            other, step = (edge.target, 1) if edge.source == at else (edge.source, -1)
            if other not in signs:
                signs[other] = signs[at] + step
                waiting.append(other)
    return signs


def _layers(shown: dict[str, int]) -> dict[str, int]:
    """The column of each box, full columns parted; in the order of the column."""
    by_sign: dict[int, list[str]] = {}
    for ident, sign in shown.items():
        by_sign.setdefault(sign, []).append(ident)
    found: dict[str, int] = {}
    for sign in sorted(by_sign):
        parts = -(-len(by_sign[sign]) // _COLUMN)
        for place, ident in enumerate(by_sign[sign]):
            part = place % parts
            found[ident] = sign * 1000 + (part if sign > 0 else -part)
    return found


def _more_names(more: dict[int, int]) -> dict[str, int]:
    return {f" more {sign}": count for sign, count in sorted(more.items())}


def _more_boxes(more: dict[int, int], layers: dict[str, int]) -> list[Box]:
    """At the end of the outermost column of each side."""
    boxes = []
    for sign in sorted(more):
        same = [layer for layer in layers.values() if round(layer / 1000) == sign]
        layer = (max(same) if sign > 0 else min(same)) if same else sign * 1000
        boxes.append(Box(f" more {sign}", layer, _WIDE, 34.0))
    return boxes


def _card(node: Node, main: Node) -> list[Line]:
    if node is main or node.id == main.id:
        return card(node, _MAIN, most=6, size=15.0)
    return card(node, _WIDE)


def _arrows(canvas: Canvas, laid: Layout, edges: Sequence[Edge], graph: Graph) -> None:
    # What says least is drawn first, and crossed by the rest.
    for edge, route in sorted(zip(edges, laid.routes, strict=True), key=lambda pair: -rank(pair[0].kind)):
        canvas.arrow(route, edge.kind, arrow_told(graph, edge))
