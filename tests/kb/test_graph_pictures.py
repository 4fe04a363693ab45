"""Pictures of a graph: nothing overlaps, no line runs through a box, words stay in their boxes, every time the same."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from ingest.types import RELATIONS
from kb.graph import Edge, Graph, Node, build
from kb.graph.draw import draw_chains, draw_neighbourhood, draw_sharing
from kb.graph.draw.layered import Box, Curve, Layout, lay_out, spread
from kb.graph.draw.metrics import MARGIN, width, wrap
from kb.graph.draw.svg import PADDING
from kb.graph.kinds import kinds
from kb.graph.sharing import provinces, shared
from kb.graph.walks import chain, neighbourhood
from kb.store import Store
from tests.kb.graphs import make

SVG = "{http://www.w3.org/2000/svg}"
_NEXT_TO = 0.01

# ---------------------------------------------------------------- words


def test_widths_are_those_of_helvetica() -> None:
    for text in ("Quyet dinh 217 (khoa XII), 2021-2026; 98%", "W.i,l/l'f~"):
        for bold, font in ((False, "Helvetica"), (True, "Helvetica-Bold")):
            assert width(text, 10, bold=bold) == pytest.approx(MARGIN * stringWidth(text, font, 10), rel=0.002)
    assert width("Quyết định", 10) == width("Quyet dinh", 10)
    assert width("ước", 10) > width("uoc", 10)  # the horn


words = st.text(st.sampled_from("aăbcđeêgiốươnQĐ/-…“ 0123"), max_size=120)


@given(words, st.floats(40, 400), st.sampled_from([None, 1, 2, 5]))
def test_wrapped_lines_fit_and_lose_nothing(text: str, room: float, lines: int | None) -> None:
    found = wrap(text, room, 11, lines=lines)
    assert all(width(line, 11) <= room + _NEXT_TO for line in found)
    assert lines is None or len(found) <= lines
    if lines is None:
        assert "".join("".join(found).split()) == "".join(text.split())
    elif found and not found[-1].endswith("…"):
        assert wrap(text, room, 11) == found


# ---------------------------------------------------------------- the layout


@given(
    st.lists(st.tuples(st.floats(-500, 500), st.floats(0.01, 50), st.floats(1, 90)), min_size=1, max_size=12),
    st.floats(-200, 200),
)
def test_spread_keeps_its_distances_and_is_the_nearest(items: list[tuple[float, float, float]], nudge: float) -> None:
    wanted, weights = [one[0] for one in items], [one[1] for one in items]
    apart = [one[2] for one in items[1:]]
    found = spread(wanted, weights, apart)
    assert all(right - left >= least - 1e-6 for left, right, least in zip(found, found[1:], apart, strict=False))

    def cost(places: list[float]) -> float:
        return sum(heavy * (place - want) ** 2 for place, want, heavy in zip(places, wanted, weights, strict=True))

    assert cost(found) <= cost([place + nudge for place in found]) + 1e-6 * (1 + abs(cost(found)))
    start = min(wanted)
    tight = [start]
    for least in apart:
        tight.append(tight[-1] + least)
    assert cost(found) <= cost(tight) + 1e-6 * (1 + abs(cost(tight)))


def points(curve: Curve, count: int = 24) -> list[tuple[float, float]]:
    found = []
    for step in range(count + 1):
        t = step / count
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        found.append(tuple(sum(w * p[axis] for w, p in zip(weights, curve, strict=True)) for axis in (0, 1)))
    return [(x, y) for x, y in found]


def check(boxes: list[Box], lines: list[tuple[str, str]], laid: Layout) -> None:
    places = laid.places
    assert set(places) == {box.id for box in boxes}
    for box in boxes:
        place = places[box.id]
        assert (place.width, place.height >= box.height) == (box.width, True)
        assert -_NEXT_TO <= place.x <= laid.width - place.width + _NEXT_TO
        assert -_NEXT_TO <= place.y <= laid.height - place.height + _NEXT_TO
    for one, other in combinations(places.values(), 2):
        beside = one.x + one.width <= other.x + _NEXT_TO or other.x + other.width <= one.x + _NEXT_TO
        assert beside or one.y + one.height <= other.y + _NEXT_TO or other.y + other.height <= one.y + _NEXT_TO
    for (source, target), route in zip(lines, laid.routes, strict=True):
        ends = places[source], places[target]
        for end, (x, y) in zip(ends, (route[0][0], route[-1][3]), strict=True):
            assert min(abs(x - end.x), abs(x - end.x - end.width)) < _NEXT_TO
            assert end.y < y < end.y + end.height
        for one, other in pairwise(route):
            assert one[3] == other[0]
        for curve in route:
            for x, y in points(curve):
                assert -_NEXT_TO <= x <= laid.width + _NEXT_TO
                for place in places.values():
                    through = (
                        place.x + 1 < x < place.x + place.width - 1 and place.y + 1 < y < place.y + place.height - 1
                    )
                    assert not through


box_lists = st.lists(
    st.tuples(st.integers(-2, 3), st.sampled_from([150.0, 218.0, 250.0]), st.floats(30, 140)), min_size=2, max_size=16
)


@settings(max_examples=80, deadline=None)
@given(box_lists, st.data())
def test_nothing_overlaps_and_no_line_runs_through_a_box(
    given_boxes: list[tuple[int, float, float]], data: st.DataObject
) -> None:
    boxes = [Box(f"b{number}", *one) for number, one in enumerate(given_boxes)]
    place = st.integers(0, len(boxes) - 1)
    pairs = data.draw(st.lists(st.tuples(place, place).filter(lambda pair: pair[0] != pair[1]), max_size=24))
    lines = [(f"b{one}", f"b{other}") for one, other in pairs]
    laid = lay_out(boxes, lines)
    check(boxes, lines, laid)
    assert lay_out(boxes, lines) == laid


def test_a_line_leaves_a_narrow_box_level_until_its_column_ends() -> None:
    wide = [Box("a", 0, 700, 200), Box("n", 0, 20, 20), Box("b", 0, 700, 200)]
    boxes = [*wide, *(Box(f"t{number}", 1, 90, 200) for number in range(3))]
    lines = [("n", "t0"), ("n", "t2"), ("a", "t1"), ("b", "t1"), ("a", "t0"), ("b", "t2"), ("a", "b")]
    check(boxes, lines, lay_out(boxes, lines))


def test_lines_of_a_tree_do_not_cross() -> None:
    boxes = [
        Box("r", 0, 100, 40),
        *(Box(f"c{n}", 1, 100, 40) for n in range(6)),
        *(Box(f"g{n}", 2, 100, 40) for n in range(12)),
    ]
    lines = [("r", f"c{n}") for n in range(6)] + [(f"c{n * 5 % 6}", f"g{n}") for n in range(12)]
    laid = lay_out(boxes, lines)
    for layer in (1, 2):
        ends = [
            (route[0][0][1], route[-1][3][1])
            for (_, end), route in zip(lines, laid.routes, strict=True)
            if end[0] == "rcg"[layer]
        ]
        assert not [1 for one, other in combinations(ends, 2) if (one[0] - other[0]) * (one[1] - other[1]) < 0]


# ---------------------------------------------------------------- whole pictures


def star(count: int, *, titled: str = "Về việc chăm lo đời sống đoàn viên, người lao động trên địa bàn tỉnh") -> Graph:
    nodes = {"m": Node("m", "1-QĐ/TW", type="Quyết định", date="2020-01-02", title=titled, central=True, document="m")}
    edges = []
    for number in range(count):
        ident = f"n{number:03}"
        nodes[ident] = Node(
            ident,
            f"{number}/KH-LĐLĐ",
            type="Kế hoạch",
            date="2024-05-06",
            title=f"{titled} {number}",
            province="Lai Châu",
        )
        ends = ("m", ident) if number % 3 else (ident, "m")
        kind = RELATIONS[number % len(RELATIONS)]
        edges.append(Edge(f"e{number}", *ends, kind, None, None, ident, 0, 5, "Theo <văn> & “bản”", None, None, None))
    return Graph(nodes, tuple(edges))


def read(svg: str) -> ET.Element:
    assert svg.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    return ET.fromstring(svg.encode())


def links(root: ET.Element) -> dict[str, ET.Element]:
    return {str(one.get("id")): one for one in root.iter(f"{SVG}a")}


def inside(root: ET.Element) -> None:
    """Every box and every line of words stands in the picture, words of a box in their box, and no box on another."""
    wide, high = float(root.get("width", 0)), float(root.get("height", 0))
    body = next(one for one in root.findall(f"{SVG}g") if one.find(f"{SVG}a") is not None)
    left, top = map(float, str(body.get("transform")).removeprefix("translate(").rstrip(")").split())
    boxes = []
    for link in body.iter(f"{SVG}a"):
        box = link.find(f"{SVG}rect")
        assert box is not None
        x, y, w, h = (float(box.get(name, 0)) for name in ("x", "y", "width", "height"))
        assert x + left >= 0
        assert x + left + w <= wide
        assert y + top + h <= high
        boxes.append((x, y, w, h))
        texts = link.findall(f"{SVG}text")
        assert texts
        for text in texts:
            size = float(text.get("font-size", 0))
            assert (
                float(text.get("x", 0)) + width(str(text.text), size, bold=text.get("font-weight") == "bold")
                <= x + w - PADDING + 1
            )
            assert y < float(text.get("y", 0)) < y + h
        lines = [float(text.get("y", 0)) for text in texts]
        sizes = [float(text.get("font-size", 0)) for text in texts]
        assert all(b - a >= size for a, b, size in zip(lines, lines[1:], sizes[1:], strict=False))
    for one, other in combinations(boxes, 2):
        beside = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
        assert beside or one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1]
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("y", 0)) + (top if text in list(body.iter()) else 0) <= high


@pytest.mark.parametrize("count", [0, 1, 12, 59])
def test_a_neighbourhood_is_drawn_whole(count: int) -> None:
    graph = star(count)
    svg = draw_neighbourhood(graph, "m")
    root = read(svg)
    assert set(links(root)) == {f"vb-{ident}" for ident in graph.nodes}
    inside(root)
    assert "văn bản khác" not in svg
    for ident, link in links(root).items():
        node = graph.nodes[ident.removeprefix("vb-")]
        told = link.findtext(f"{SVG}title", "")
        assert node.number is not None
        assert node.title is not None
        assert node.number in told
        assert node.title.removeprefix("Về việc ") in told
        assert link.get("href") == f"#{ident}"
    arrows = [one for one in root.iter(f"{SVG}path") if str(one.get("marker-end")).startswith("url(#")]
    there = {one.kind for one in graph.edges}
    assert len(arrows) == len(graph.edges) + len(there)  # and one of each kind in the legend
    markers = {f"url(#{one.get('id')})" for one in root.iter(f"{SVG}marker")}
    assert {one.get("marker-end") for one in arrows} <= markers
    looks = {(one.get("stroke"), one.get("stroke-dasharray") or "") for one in arrows}
    assert looks == {(kinds()[kind].colour, kinds()[kind].dash) for kind in there}
    legend = [text.text for text in root.iter(f"{SVG}text")]
    assert there <= set(legend)
    assert draw_neighbourhood(graph, "m") == svg


def test_too_many_are_counted() -> None:
    root = read(draw_neighbourhood(star(150), "m"))
    assert len(links(root)) == 60
    inside(root)
    more = [str(text.text) for text in root.iter(f"{SVG}text") if "văn bản khác" in str(text.text)]
    assert sum(int(text.split()[1]) for text in more) == 151 - 60


@pytest.mark.parametrize(
    "titled", ["", "x" * 300, "<script>alert('a')</script> & \"b\"", "Quyết  định\nvề\tviệc", "a\x00b\x0bc"]
)
def test_odd_titles_do_no_harm(titled: str) -> None:
    svg = draw_neighbourhood(star(3, titled=titled), "m")
    inside(read(svg))
    assert "<script" not in svg


def test_a_link_may_lead_elsewhere() -> None:
    root = read(draw_neighbourhood(star(2), "m", link=lambda node: f"van-ban?vb={node.id}"))
    assert {one.get("href") for one in links(root).values()} == {"van-ban?vb=m", "van-ban?vb=n000", "van-ban?vb=n001"}


def made(tmp_path: Path) -> Graph:
    with Store.open(make(tmp_path).database) as store:
        return build(store)


def ids(graph: Graph) -> dict[str | None, str]:
    return {node.number: node.id for node in graph.nodes.values()}


def test_a_real_neighbourhood_with_lines_that_skip_columns(tmp_path: Path) -> None:
    graph = made(tmp_path)
    for number in ("40-CT/TW", "31/KH-LĐLĐ", "50/QĐ-LĐLĐ"):
        part = neighbourhood(graph, ids(graph)[number], 4)
        inside(read(draw_neighbourhood(part, ids(graph)[number])))


def test_a_ladder_shows_the_words_of_each_step(tmp_path: Path) -> None:
    graph = made(tmp_path)
    found = chain(graph, ids(graph)["31/KH-LĐLĐ"], ids(graph)["91-NQ/TW"])
    root = read(draw_chains(graph, found))
    inside(root)
    heights = {ident: float(link.find(f"{SVG}rect").get("y")) for ident, link in links(root).items()}  # type: ignore[union-attr, arg-type]
    way = [f"vb-{ids(graph)[number]}" for number in ("91-NQ/TW", "40-CT/TW", "12-KH/TU", "31/KH-LĐLĐ")]
    assert sorted(heights, key=lambda ident: heights[ident]) == way
    text = " ".join(str(one.text) for one in root.iter(f"{SVG}text"))
    for step in found.chains[0].steps:
        assert " ".join(step.text.split()) in text


def test_all_ways_up_and_none(tmp_path: Path) -> None:
    graph = made(tmp_path)
    root = read(draw_chains(graph, chain(graph, ids(graph)["31/KH-LĐLĐ"])))
    inside(root)
    numbers = {graph.nodes[ident.removeprefix("vb-")].number for ident in links(root)}
    assert numbers == {"31/KH-LĐLĐ", "12-KH/TU", "40-CT/TW", "91-NQ/TW", "900-QĐ/TW"}
    alone = draw_chains(graph, chain(graph, ids(graph)["55/LĐLĐ"]))
    assert len(links(read(alone))) == 1
    assert "Không có đường nào" in alone


def test_provinces_left_shared_in_the_middle_own_beside(tmp_path: Path) -> None:
    graph = made(tmp_path)
    sharing = shared(graph, provinces(graph))
    root = read(draw_sharing(graph, sharing))
    inside(root)
    heights = {ident: float(link.find(f"{SVG}rect").get("y")) for ident, link in links(root).items()}  # type: ignore[union-attr, arg-type]
    own = [[heights[f"vb-{row.node}"] for row in rows] for rows in sharing.own]
    middle = [heights[f"vb-{row.node}"] for row in sharing.shared]
    assert max(own[0]) < min(middle)
    assert max(middle) < min(own[1])
    plates = [text for text in root.iter(f"{SVG}text") if text.text in {"Lai Châu", "Tây Ninh"}]
    assert len(plates) == 2
    assert max(float(text.get("x", 0)) for text in plates) < min(
        float(link.find(f"{SVG}rect").get("x"))  # type: ignore[union-attr, arg-type]
        for link in links(root).values()
    )
    assert draw_sharing(graph, sharing) == draw_sharing(graph, shared(graph, provinces(graph)))


def test_many_provinces_with_much_of_their_own() -> None:
    nodes, edges = {}, []
    groups: dict[str, tuple[str, ...]] = {}
    for place in range(9):
        document = f"d{place}"
        groups[f"Tỉnh thứ {place}"] = (document,)
        nodes[document] = Node(document, f"{place}/KH-UBND", province=f"Tỉnh thứ {place}", document=document)
        for number in range(30):
            ident = f"o{place}-{number}" if number else "chung"
            nodes[ident] = Node(ident, f"{place}{number}/QĐ-UBND", title="Về việc chăm lo người lao động trên địa bàn")
            edges.append(
                Edge(f"{ident}{place}", document, ident, "căn cứ", None, None, document, 0, 3, "Căn", None, None, None)
            )
    graph = Graph(nodes, tuple(edges))
    svg = draw_sharing(graph, shared(graph, groups))
    inside(read(svg))
    assert svg.count("văn bản khác") == 9
