"""Boxes in columns, lines between them: few crossings, no box on another, no line through a box (Sugiyama's method).

A line that skips a column gets a place of its own in it. The order within the columns follows the mean place of the
neighbours (barycentres); heights follow from it exactly, as least squares under the order (isotonic regression). Nothing
is left to chance: the same input gives the same picture.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_SWEEPS = 12
_STRAIGHT = 4.0
"""How much more a line wants to go straight on than a box wants to be among its neighbours."""
_BETWEEN_PORTS = 9.0
_LANE = 8.0
_NEAREST, _FARTHEST, _SLOPE = 90.0, 300.0, 0.2
"""Room between columns: the least, the most, and the share of a line's rise that it needs."""


@dataclass(frozen=True, slots=True)
class Box:
    """What is to be placed: the column that it belongs to, and its least size."""

    id: str
    layer: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """A box where it stands: its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.y + self.height / 2


Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]
"""A cubic Bézier curve."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is.

    Attributes:
        places: of the boxes.
        routes: of the lines, in the order given: each as curves that join.
        columns: left edge and width of each layer.
        width, height: of the whole.
    """

    places: dict[str, Place]
    routes: tuple[tuple[Curve, ...], ...]
    columns: dict[int, tuple[float, float]]
    width: float
    height: float


_Item = tuple[str, int]
"""A box by its id and -1, or a line's place in a column by the column and the line's number."""


@dataclass(slots=True)
class _Net:
    """The boxes and the places of lines in their columns, and what is joined between neighbouring columns."""

    layers: list[int]
    columns: list[list[_Item]]
    heights: dict[_Item, float]
    joins: list[list[tuple[_Item, _Item]]]
    paths: list[list[_Item]]
    left: dict[_Item, list[_Item]] = field(default_factory=dict)
    right: dict[_Item, list[_Item]] = field(default_factory=dict)


def lay_out(boxes: Sequence[Box], lines: Sequence[tuple[str, str]], *, gap: float = 16.0) -> Layout:
    """Place boxes and lead lines.

    Args:
        boxes: in the order that they have in their column where nothing tells otherwise.
        lines: ids of the boxes at both ends, which are not the same.
        gap: least distance between two boxes of a column.
    """
    net = _net(boxes, lines)
    _order(net)
    middles = _heights(net, gap)
    top = min((middles[item] - net.heights[item] / 2 for item in middles), default=0.0)
    bottom = max((middles[item] + net.heights[item] / 2 for item in middles), default=0.0)
    middles = {item: middle - top for item, middle in middles.items()}
    columns, width = _across(net, boxes, middles)
    places = {}
    for box in boxes:
        height = net.heights[box.id, -1]
        x, wide = columns[box.layer]
        places[box.id] = Place(x + (wide - box.width) / 2, middles[box.id, -1] - height / 2, box.width, height)
    return Layout(places, _routes(net, places, columns, middles), columns, width, bottom - top)


def spread(wanted: Sequence[float], weights: Sequence[float], apart: Sequence[float]) -> list[float]:
    """The places nearest to those wanted (weighted squares) that keep their order and their distances.

    ``apart[i]`` is the least distance between the places ``i`` and ``i + 1``. Pool adjacent violators.

    >>> spread([0, 0, 10], [1, 1, 1], [4, 4])
    [-2.0, 2.0, 10.0]
    """
    before = [0.0]
    for distance in apart:
        before.append(before[-1] + distance)
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for want, weight, offset in zip(wanted, weights, before, strict=True):
        mean, heavy, count = want - offset, weight, 1
        while pools and pools[-1][0] >= mean:
            other, more, many = pools.pop()
            mean, heavy, count = (mean * heavy + other * more) / (heavy + more), heavy + more, count + many
        pools.append((mean, heavy, count))
    levels = [mean for mean, _, count in pools for _ in range(count)]
    return [level + offset for level, offset in zip(levels, before, strict=True)]


def _net(boxes: Sequence[Box], lines: Sequence[tuple[str, str]]) -> _Net:
    layers = sorted({box.layer for box in boxes})
    column = {box.id: layers.index(box.layer) for box in boxes}
    net = _Net(layers, [[] for _ in layers], {}, [[] for _ in layers], [])
    for box in boxes:
        net.columns[column[box.id]].append((box.id, -1))
        net.heights[box.id, -1] = box.height
    sides: dict[tuple[str, bool], int] = {}
    for number, (source, target) in enumerate(lines):
        start, end = column[source], column[target]
        step = 1 if end >= start else -1
        path: list[_Item] = [(source, -1)]
        for between in range(start + step, end, step):
            lane = (f" {between}", number)
            net.columns[between].append(lane)
            net.heights[lane] = _LANE
            path.append(lane)
        path.append((target, -1))
        net.paths.append(path)
        for at, (one, other) in enumerate(pairwise(path)):
            if start != end:
                left, right = (one, other) if step > 0 else (other, one)
                net.joins[min(start + step * at, start + step * (at + 1))].append((left, right))
                net.right.setdefault(left, []).append(right)
                net.left.setdefault(right, []).append(left)
        for ident, out in ((source, step > 0), (target, step < 0 or start == end)):
            sides[ident, out] = sides.get((ident, out), 0) + 1
    for (ident, _), count in sides.items():
        net.heights[ident, -1] = max(net.heights[ident, -1], _BETWEEN_PORTS * (count + 1))
    _begin(net, boxes, lines)
    return net


def _begin(net: _Net, boxes: Sequence[Box], lines: Sequence[tuple[str, str]]) -> None:
    """Give each line the place that its end with the fewer lines has in the given order."""
    given = {box.id: place for place, box in enumerate(boxes)}
    count = Counter(ident for line in lines for ident in line)
    for column in net.columns:
        column.sort(key=lambda item: given[item[0] if item[1] < 0 else min(lines[item[1]], key=lambda end: count[end])])


# ---------------------------------------------------------------- order within columns


def _order(net: _Net) -> None:
    best = [list(column) for column in net.columns]
    fewest = _crossings(net)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        neighbours = net.left if forward else net.right
        for number in range(len(net.columns)) if forward else reversed(range(len(net.columns))):
            _sort(net, number, number - 1 if forward else number + 1, neighbours)
        found = _crossings(net)
        if found < fewest:
            best, fewest = [list(column) for column in net.columns], found
    net.columns = best


def _sort(net: _Net, number: int, other: int, neighbours: dict[_Item, list[_Item]]) -> None:
    if not 0 <= other < len(net.columns):
        return
    places = {item: (place + 0.5) / len(net.columns[other]) for place, item in enumerate(net.columns[other])}
    column = net.columns[number]
    keys = {}
    for place, item in enumerate(column):
        around = [places[one] for one in neighbours.get(item, ())]
        keys[item] = sum(around) / len(around) if around else (place + 0.5) / len(column)
    column.sort(key=lambda item: round(keys[item], 9))


def _crossings(net: _Net) -> int:
    crossings = 0
    for number, joins in enumerate(net.joins):
        if not joins:
            continue
        left = {item: place for place, item in enumerate(net.columns[number])}
        right = {item: place for place, item in enumerate(net.columns[number + 1])}
        seen: list[int] = []
        for _, place in sorted((left[one], right[other]) for one, other in joins):
            crossings += len(seen) - bisect_right(seen, place)
            insort(seen, place)
    return crossings


# ---------------------------------------------------------------- where in the column


def _heights(net: _Net, gap: float) -> dict[_Item, float]:
    """The middle of each item."""
    middles: dict[_Item, float] = {}
    apart = [_distances(net, column, gap) for column in net.columns]
    for column, distances in zip(net.columns, apart, strict=True):
        middles |= zip(column, spread([0.0] * len(column), [1.0] * len(column), distances), strict=True)
    for sweep in range(2 * _SWEEPS):
        forward = sweep % 2 == 0
        last = sweep >= 2 * _SWEEPS - 2
        order = range(len(net.columns)) if forward else reversed(range(len(net.columns)))
        for number in order:
            column = net.columns[number]
            around = {
                item: [
                    *(net.left.get(item, ()) if forward or last else ()),
                    *(net.right.get(item, ()) if not forward or last else ()),
                ]
                for item in column
            }
            mean = sum(middles[item] for item in column) / len(column)  # for what is joined to nothing
            wanted = [
                sum(middles[one] for one in around[item]) / len(around[item]) if around[item] else mean
                for item in column
            ]
            weights = [_weight(item, len(around[item])) for item in column]
            middles |= zip(column, spread(wanted, weights, apart[number]), strict=True)
    return middles


def _weight(item: _Item, neighbours: int) -> float:
    if not neighbours:
        return 0.01
    return neighbours if item[1] < 0 else neighbours * _STRAIGHT


def _distances(net: _Net, column: Sequence[_Item], gap: float) -> list[float]:
    """The least distances between the middles of a column's items."""
    return [
        (net.heights[one] + net.heights[other]) / 2 + gap * ((one[1] < 0) + (other[1] < 0)) / 2
        for one, other in pairwise(column)
    ]


# ---------------------------------------------------------------- columns and lines


def _across(
    net: _Net, boxes: Iterable[Box], middles: dict[_Item, float]
) -> tuple[dict[int, tuple[float, float]], float]:
    widths = dict.fromkeys(net.layers, 0.0)
    for box in boxes:
        widths[box.layer] = max(widths[box.layer], box.width)
    columns: dict[int, tuple[float, float]] = {}
    x = 0.0
    for number, layer in enumerate(net.layers):
        columns[layer] = (x, widths[layer])
        rise = max((abs(middles[one] - middles[other]) for one, other in net.joins[number]), default=0.0)
        room = min(max(_NEAREST, rise * _SLOPE + _NEAREST / 2), _FARTHEST)
        beside = any(
            len(path) == 2 and path[0] in net.columns[number] and path[1] in net.columns[number] for path in net.paths
        )
        x += widths[layer] + (room if number + 1 < len(net.layers) else _NEAREST * 0.75 if beside else 0.0)
    return columns, x


def _routes(
    net: _Net,
    places: dict[str, Place],
    columns: dict[int, tuple[float, float]],
    middles: dict[_Item, float],
) -> tuple[tuple[Curve, ...], ...]:
    column_of = {item: number for number, column in enumerate(net.columns) for item in column}
    ports = _ports(net, places, middles, column_of)
    routes: list[tuple[Curve, ...]] = []
    for number, path in enumerate(net.paths):
        if column_of[path[0]] == column_of[path[-1]]:
            routes.append(_beside(ports[number, 0], ports[number, 1], sum(columns[net.layers[column_of[path[0]]]])))
            continue
        points = [ports[number, 0]]
        ahead = column_of[path[-1]] > column_of[path[0]]
        for lane in path[1:-1]:
            x, wide = columns[net.layers[column_of[lane]]]
            edges = (x, x + wide) if ahead else (x + wide, x)
            points += [(edge, middles[lane]) for edge in edges]
        points.append(ports[number, 1])
        points = _level(points, [columns[net.layers[column_of[end]]] for end in (path[0], path[-1])])
        routes.append(tuple(_bend(one, other) for one, other in pairwise(points)))
    return tuple(routes)


def _ports(
    net: _Net, places: dict[str, Place], middles: dict[_Item, float], column_of: dict[_Item, int]
) -> dict[tuple[int, int], Point]:
    """Where the lines leave (0) and reach (1) their boxes: one below the other, in the order in which they come."""
    sides: dict[tuple[str, bool], list[tuple[float, int, int]]] = {}
    for number, path in enumerate(net.paths):
        for end, (item, towards) in enumerate(((path[0], path[1]), (path[-1], path[-2]))):
            right = column_of[towards] >= column_of[item]
            sides.setdefault((item[0], right), []).append((middles[towards], number, end))
    ports: dict[tuple[int, int], Point] = {}
    for (ident, right), ends in sides.items():
        place = places[ident]
        apart = min(14.0, (place.height - _BETWEEN_PORTS) / max(len(ends) - 1, 1))
        top = place.middle - apart * (len(ends) - 1) / 2
        for at, (_, number, end) in enumerate(sorted(ends)):
            ports[number, end] = (place.x + place.width if right else place.x, top + apart * at)
    return ports


def _level(points: list[Point], columns: Sequence[tuple[float, float]]) -> list[Point]:
    """With the way from a narrow box to the edge of its column, so that a line bends in the room between columns only."""
    (first, start), (last, end) = (points[0], columns[0]), (points[-1], columns[1])
    ahead = last[0] > first[0]
    leaving = start[0] + start[1] if ahead else start[0]
    coming = end[0] if ahead else end[0] + end[1]
    return [
        *([first] if first[0] != leaving else []),
        (leaving, first[1]),
        *points[1:-1],
        (coming, last[1]),
        *([last] if last[0] != coming else []),
    ]


def _bend(one: Point, other: Point) -> Curve:
    """From column to column, level at both ends."""
    half = (one[0] + other[0]) / 2
    return (one, (half, one[1]), (half, other[1]), other)


def _beside(one: Point, other: Point, edge: float) -> tuple[Curve, ...]:
    """Between two boxes of one column, through the room to its right, which begins at ``edge``."""
    start, end = (edge, one[1]), (edge, other[1])
    out = edge + min(_NEAREST * 0.6, 22.0 + abs(one[1] - other[1]) * 0.08)
    curve = (start, (out, one[1]), (out, other[1]), end)
    before = [_bend(one, start)] if one[0] != edge else []
    after = [_bend(end, other)] if other[0] != edge else []
    return (*before, curve, *after)
