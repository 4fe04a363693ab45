"""The picture of what a plan rests on: one way as a ladder with the words of each step, several as a tree."""

from __future__ import annotations

from collections.abc import Sequence

from kb.graph.draw.layered import Box, lay_out
from kb.graph.draw.metrics import wrap
from kb.graph.draw.svg import SOFT, Canvas, Line, Link, height_of
from kb.graph.draw.told import arrow_told, card, notes_of
from kb.graph.kinds import kinds
from kb.graph.naming import describe, head
from kb.graph.naming import words as words_of
from kb.graph.types import Edge, Graph
from kb.graph.walks import Chain, Chains

MOST = 60
"""Documents in one picture."""
_LADDER, _QUOTE, _STEP = 430.0, 330.0, 84.0
_WIDE, _MAIN = 218.0, 250.0
_COLUMN = 20


def draw_chains(graph: Graph, chains: Chains, notes: Sequence[str] = (), link: Link | None = None) -> str:
    """The ways up from a document as SVG; with no way at all, the document alone.

    Args:
        graph: that they were found in.
        chains: see :func:`kb.graph.walks.chain`.
        notes: lines below the legend.
        link: where a click on a document leads.
    """
    start = graph.nodes[chains.start]
    if chains.to is not None and chains.chains:
        title = f"Từ {head(start)} lên {head(graph.nodes[chains.to])}"
        canvas = Canvas(title, f"{describe(start)}. Mỗi bước kèm câu chữ viện dẫn.", link)
        return _ladder(canvas, graph, chains.chains[0], notes)
    canvas = Canvas(
        f"Các văn bản trung ương mà {head(start)} dựa vào",
        f"{describe(start)}. Mũi tên đi từ văn bản viện dẫn đến văn bản làm chỗ dựa.",
        link,
    )
    return _tree(canvas, graph, chains, notes)


def _ladder(canvas: Canvas, graph: Graph, chain: Chain, notes: Sequence[str]) -> str:
    """From the lowest document up to the highest, which stands on top."""
    steps = chain.steps
    y = 0.0
    for number, node in enumerate([steps[-1].target, *(step.source for step in reversed(steps))]):
        lines = card(graph.nodes[node], _LADDER, most=4, size=14.0)
        if number:
            step = steps[-number]
            quote = _quote(step)
            room = max(_STEP, sum(line.height for line in quote) + 24)
            middle = _LADDER / 2
            below, above = (middle, y + room), (middle, y)
            canvas.arrow([(below, below, above, above)], step.kind, arrow_told(graph, step))
            canvas.text(middle + 18, y + (room - sum(line.height for line in quote)) / 2, quote)
            y += room
        height = height_of(lines)
        canvas.node(graph.nodes[node], (0, y, _LADDER, height), lines, main=number == len(steps))
        y += height
    part = graph.within({chain.target, *(step.source for step in steps)})
    return canvas.finish(_LADDER / 2 + 18 + _QUOTE + 60, y, [*notes_of(part, len(steps)), *notes])


def _quote(step: Edge) -> list[Line]:
    part = f" ({step.part})" if step.part else ""
    lines = [Line(f"{step.kind}{part}", 12.5, bold=True, colour=kinds()[step.kind].colour)]
    return lines + [
        Line(text, 11.5, colour=SOFT, italic=True) for text in wrap(f"“{words_of(step)}”", _QUOTE, 11.5, lines=5)
    ]


def _tree(canvas: Canvas, graph: Graph, chains: Chains, notes: Sequence[str]) -> str:
    steps, left_out = _chosen(chains)
    layers = _layers(chains.start, steps)
    boxes = []
    cards = {}
    for ident, layer in layers.items():
        main = ident == chains.start
        wide = _MAIN if main else _WIDE
        cards[ident] = card(graph.nodes[ident], wide, most=6 if main else 3, size=15.0 if main else 13.0)
        boxes.append(Box(ident, layer, wide, height_of(cards[ident])))
    if left_out:
        boxes.append(Box(" more", max(layers.values()), _WIDE, 34.0))
    laid = lay_out(boxes, [(step.source, step.target) for step in steps])
    for step, route in zip(steps, laid.routes, strict=True):
        canvas.arrow(route, step.kind, arrow_told(graph, step))
    for ident, lines in cards.items():
        place = laid.places[ident]
        canvas.node(
            graph.nodes[ident],
            (place.x, place.y, place.width, place.height),
            lines,
            main=ident == chains.start,
        )
    if left_out:
        place = laid.places[" more"]
        canvas.more((place.x, place.y, place.width, place.height), f"và {left_out} văn bản trung ương khác")
    told = [] if chains.chains else ["Không có đường nào từ văn bản này lên văn bản trung ương."]
    return canvas.finish(laid.width, laid.height, [*told, *notes_of(graph.within(layers), len(steps)), *notes])


def _chosen(chains: Chains) -> tuple[list[Edge], int]:
    """The steps that are drawn, each once, and how many ways are left out."""
    steps: dict[str, Edge] = {}
    for number, chain in enumerate(chains.chains):
        new = {step.target: step for step in chain.steps if step.target not in steps}
        if len(steps) + len(new) >= MOST:
            return list(steps.values()), len(chains.chains) - number
        steps |= new
    return list(steps.values()), 0


def _layers(start: str, steps: Sequence[Edge]) -> dict[str, int]:
    """The column of each box: by the number of steps from the start; full columns are parted."""
    far = {start: 0}
    for step in steps:
        far[step.target] = far[step.source] + 1
    by_step: dict[int, list[str]] = {}
    for ident, number in far.items():
        by_step.setdefault(number, []).append(ident)
    found = {}
    for number in sorted(by_step):
        parts = -(-len(by_step[number]) // _COLUMN)
        for place, ident in enumerate(by_step[number]):
            found[ident] = number * 1000 + place % parts
    return found
