"""The picture of what provinces share: the provinces left, what they share in the middle, what only one has beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.graph.draw.layered import Curve, spread
from kb.graph.draw.svg import SOFT, Canvas, Line, Link, height_of, words
from kb.graph.draw.told import card, notes_of
from kb.graph.kinds import rank
from kb.graph.naming import head
from kb.graph.naming import words as words_of
from kb.graph.sharing import CitedBy, Sharing
from kb.graph.types import Edge, Graph

MOST = 60
"""Documents in one picture."""
_SHARED_AT_MOST = 24
_GAP = 14.0
_PLATE, _ROOM, _CARD, _ACROSS = 190.0, 230.0, 212.0, 3
_WIDE = _CARD * _ACROSS + _GAP * (_ACROSS + 1)
_HEAD = 34.0
_BETWEEN_PORTS = 9.0


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands to the right: a shared document, or the frame with what only one province cites.

    Attributes:
        provinces: the places of those that it belongs to.
        rows: the documents in it.
        height: of the whole.
        more: how many documents are left out of it.
        framed: it is a frame.
    """

    provinces: tuple[int, ...]
    rows: tuple[CitedBy, ...]
    height: float
    more: int = 0
    framed: bool = False


def draw_sharing(graph: Graph, sharing: Sharing, notes: Sequence[str] = (), link: Link | None = None) -> str:
    """What provinces share as SVG.

    Args:
        graph: that it was found in.
        sharing: see :func:`kb.graph.sharing.shared`.
        notes: lines below the legend.
        link: where a click on a document leads.
    """
    blocks = _blocks(graph, sharing)
    tops = [0.0]
    for block, below in zip(blocks, [*blocks[1:], None], strict=True):
        framed = block.framed or (below is not None and below.framed)
        tops.append(tops[-1] + block.height + (26.0 if framed else _GAP))
    middles = [top + block.height / 2 for top, block in zip(tops, blocks, strict=False)]
    canvas = Canvas(
        _title(sharing), "Mỗi mũi tên đi từ tỉnh, thành phố đến văn bản mà các văn bản của nơi ấy viện dẫn.", link
    )
    plates = _plates(sharing, blocks, middles)
    _arrows(canvas, graph, sharing, blocks, middles, plates)
    for place, (top, height) in enumerate(plates):
        canvas.plate((0, top, _PLATE, height), _plate_lines(sharing, place))
    for block, top in zip(blocks, tops, strict=False):
        _draw_block(canvas, graph, sharing, block, top)
    drawn = {row.node for block in blocks for row in block.rows}
    citing = {node.id for some in sharing.documents for one in some if (node := graph.of_document(one))}
    high = max([tops[-1], *(top + height for top, height in plates)]) if plates else tops[-1]
    told = [*notes_of(graph.within(drawn | citing), 0)[1:], *notes]
    if any(block.framed for block in blocks):
        told.insert(
            0,
            "Vạch màu trong khung: quan hệ viện dẫn; một mũi tên xám đến khung thay cho các mũi tên đến từng văn bản trong khung.",
        )
    return canvas.finish(_PLATE + _ROOM + _WIDE, high, told)


def _title(sharing: Sharing) -> str:
    names = sharing.names
    if len(names) > 4:
        return f"Căn cứ chung và riêng của {len(names)} tỉnh, thành phố"
    return f"Căn cứ chung và riêng của {', '.join(names[:-1])} và {names[-1]}"


def _blocks(graph: Graph, sharing: Sharing) -> list[_Block]:
    """What is shared in the middle, what only one province has above and below."""
    shared = sharing.shared[:_SHARED_AT_MOST]
    each = max((MOST - len(shared)) // len(sharing.names), 2)
    own = [_own_block(graph, rows, place, each) for place, rows in enumerate(sharing.own)]
    above = (len(own) + 1) // 2
    middle = [_Block(row.groups, (row,), height_of(_shared_lines(graph, sharing, row))) for row in shared]
    left_out = len(sharing.shared) - len(shared)
    if left_out:
        middle.append(_Block((), (), 34.0, left_out))
    middle.sort(key=lambda block: sum(block.provinces) / len(block.provinces) if block.provinces else 99)
    return [block for block in (*own[:above], *middle, *own[above:]) if block.rows or block.more]


def _own_block(graph: Graph, rows: Sequence[CitedBy], place: int, most: int) -> _Block:
    shown = tuple(rows[:most]) if len(rows) > most + 1 else tuple(rows)
    height = _HEAD + sum(_row_height(graph, part) + _GAP for part in _parts(shown)) if shown else 0.0
    more = len(rows) - len(shown)
    return _Block((place,), shown, height + (30.0 if more else 0.0), more, framed=True)


def _parts(rows: Sequence[CitedBy]) -> list[Sequence[CitedBy]]:
    return [rows[at : at + _ACROSS] for at in range(0, len(rows), _ACROSS)]


def _row_height(graph: Graph, rows: Sequence[CitedBy]) -> float:
    return max(height_of(_own_lines(graph, row)) for row in rows)


def _own_lines(graph: Graph, row: CitedBy) -> list[Line]:
    return card(graph.nodes[row.node], _CARD, most=2)


def _shared_lines(graph: Graph, sharing: Sharing, row: CitedBy) -> list[Line]:
    by = " · ".join(f"{sharing.names[place]} {row.counts[place]}" for place in row.groups)
    return card(graph.nodes[row.node], _WIDE, most=2, extra=f"số văn bản viện dẫn: {by}")


def _plates(sharing: Sharing, blocks: Sequence[_Block], middles: Sequence[float]) -> list[tuple[float, float]]:
    """Top and height of each province's plate: as near to what it cites as the others let it."""
    heights, wanted = [], []
    for place in range(len(sharing.names)):
        ends = [middle for block, middle in zip(blocks, middles, strict=True) if place in block.provinces]
        heights.append(max(height_of(_plate_lines(sharing, place)), _BETWEEN_PORTS * (len(ends) + 1)))
        wanted.append(sum(ends) / len(ends) if ends else 0.0)
    apart = [(one + other) / 2 + 30 for one, other in pairwise(heights)]
    found = spread(wanted, [1.0] * len(wanted), apart)
    low = min([0.0, *(middle - height / 2 for middle, height in zip(found, heights, strict=True))])
    return [(middle - height / 2 - low, height) for middle, height in zip(found, heights, strict=True)]


def _plate_lines(sharing: Sharing, place: int) -> list[Line]:
    together = sum(place in row.groups for row in sharing.shared)
    told = (
        f"{len(sharing.documents[place])} văn bản trong kho",
        f"viện dẫn {together} văn bản chung",
        f"và {len(sharing.own[place])} văn bản riêng",
    )
    lines = words(sharing.names[place], _PLATE - 22, 16, bold=True)
    return lines + [Line(text, 11, colour=SOFT) for text in told]


def _arrows(
    canvas: Canvas,
    graph: Graph,
    sharing: Sharing,
    blocks: Sequence[_Block],
    middles: Sequence[float],
    plates: Sequence[tuple[float, float]],
) -> None:
    arriving: dict[tuple[int, int], float] = {}
    for number, (block, middle) in enumerate(zip(blocks, middles, strict=True)):
        order = sorted(block.provinces, key=lambda place: plates[place][0])
        for at, place in enumerate(order):
            arriving[number, place] = middle + 10.0 * (at - (len(order) - 1) / 2)
    for place, (top, height) in enumerate(plates):
        ends = [number for number, block in enumerate(blocks) if place in block.provinces]
        apart = min(14.0, (height - _BETWEEN_PORTS) / max(len(ends) - 1, 1))
        first = top + height / 2 - apart * (len(ends) - 1) / 2
        for at, number in enumerate(ends):
            edges = [edge for row in blocks[number].rows for edge in row.edges[place]]
            kind = None if blocks[number].framed else min((edge.kind for edge in edges), key=rank)
            start, end = (_PLATE, first + apart * at), (_PLATE + _ROOM, arriving[number, place])
            canvas.arrow([_curve(start, end)], kind, _told(graph, sharing.names[place], blocks[number], edges))


def _curve(start: tuple[float, float], end: tuple[float, float]) -> Curve:
    half = (start[0] + end[0]) / 2
    return (start, (half, start[1]), (half, end[1]), end)


def _told(graph: Graph, name: str, block: _Block, edges: Sequence[Edge]) -> str:
    if block.framed:
        return f"{len(block.rows) + block.more} văn bản chỉ {name} viện dẫn"
    by = {edge.document: edge for edge in sorted(edges, key=lambda edge: -rank(edge.kind))}
    lines = [f"{head(graph.nodes[edge.source])}, {edge.kind}: “{words_of(edge)}”" for _, edge in sorted(by.items())]
    return "\n".join([f"{name} → {head(graph.nodes[block.rows[0].node])}", *lines])


def _draw_block(canvas: Canvas, graph: Graph, sharing: Sharing, block: _Block, top: float) -> None:
    x = _PLATE + _ROOM
    if not block.rows:
        canvas.more((x, top, _WIDE, block.height), f"và {block.more} văn bản chung khác")
        return
    if not block.framed:
        row = block.rows[0]
        canvas.node(graph.nodes[row.node], (x, top, _WIDE, block.height), _shared_lines(graph, sharing, row))
        return
    count = len(block.rows) + block.more
    heading = Line(f"Chỉ {sharing.names[block.provinces[0]]} viện dẫn: {count} văn bản", 12.5, bold=True)
    canvas.plate((x, top, _WIDE, block.height), [heading], fill="#f6f6f2", border="#c3c7cb")
    y = top + _HEAD
    for part in _parts(block.rows):
        height = _row_height(graph, part)
        for at, row in enumerate(part):
            box = (x + _GAP + at * (_CARD + _GAP), y, _CARD, height)
            canvas.node(graph.nodes[row.node], box, _own_lines(graph, row))
            canvas.mark(
                box[0] + 3.5, y + 7, height - 14, min((edge.kind for edge in row.edges[block.provinces[0]]), key=rank)
            )
        y += height + _GAP
    if block.more:
        canvas.text(x + _GAP, y - 2, [Line(f"và {block.more} văn bản khác", 11.5, colour=SOFT, italic=True)])
