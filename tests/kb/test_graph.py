"""The citation graph: what becomes an edge, what is left out, what is around a document, above it, and shared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parse import parse_text
from ingest.types import RELATIONS, Citation, Relation
from kb.build import build as build_collection
from kb.catalogue import resolve_all
from kb.catalogue.catalogue import UNCLEAR
from kb.catalogue.named import NO_BODY
from kb.collection import Collection
from kb.corrections import correct
from kb.errors import AmbiguousDocumentError, UnknownDocumentError
from kb.graph import Edge, Graph, Node, build
from kb.graph.build import is_central
from kb.graph.find import find
from kb.graph.kinds import PLAIN, kinds, meant
from kb.graph.naming import describe, head
from kb.graph.sharing import province_meant, provinces, shared
from kb.graph.walks import chain, distances, neighbourhood, strongest
from kb.home import Home
from kb.store import Store
from tests.growth import STEEP, growth
from tests.kb.graphs import CENTRE, CITED, OTHER, PARTY, PLAN, WORLD, Made, Said, large, make, put
from tests.kb.graphs import head as headed


def graph_of(home: Home) -> Graph:
    with Store.open(home.database) as store:
        return build(store)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make(tmp_path_factory.mktemp("graph"))


@pytest.fixture(scope="module")
def graph(home: Home) -> Graph:
    return graph_of(home)


def numbers(graph: Graph) -> dict[str, str]:
    return {node.number: ident for ident, node in graph.nodes.items() if node.number}


def told(graph: Graph, edges: tuple[Edge, ...] | None = None) -> set[tuple[str | None, str, str | None, str | None]]:
    nodes = graph.nodes
    return {
        (nodes[edge.source].number, edge.kind, nodes[edge.target].number, edge.part)
        for edge in (graph.edges if edges is None else edges)
    }


# ---------------------------------------------------------------- nodes and edges


def test_the_kinds_are_those_of_the_parser() -> None:
    assert tuple(kinds()) == RELATIONS
    assert len({(kind.colour, kind.dash) for kind in kinds().values()}) == len(RELATIONS)
    assert len({kind.dash for kind in kinds().values()}) == len(RELATIONS)  # told apart in black print, too
    assert [meant(kind.name) for kind in kinds().values()] == list(kinds().values())


def test_what_texts_say_are_the_edges(graph: Graph) -> None:
    assert told(graph) == {
        ("31/KH-LĐLĐ", "căn cứ", "12-KH/TU", None),
        ("31/KH-LĐLĐ", "dẫn chiếu", "900-QĐ/TW", None),
        ("31/KH-LĐLĐ", "dẫn chiếu", "55/LĐLĐ", None),
        ("12-KH/TU", "thực hiện", "40-CT/TW", None),
        ("40-CT/TW", "căn cứ", "91-NQ/TW", None),
        ("40-CT/TW", "thay thế", "8-CT/TW", None),
        ("77/QĐ-LĐLĐ", "căn cứ", "40-CT/TW", None),
        ("77/QĐ-LĐLĐ", "dẫn chiếu", "900-QĐ/TW", None),
        ("77/QĐ-LĐLĐ", "bãi bỏ", "50/QĐ-LĐLĐ", "khoản 2 Điều 5"),
        ("60/QĐ-LĐLĐ", "sửa đổi, bổ sung", "50/QĐ-LĐLĐ", None),
        ("77/QĐ-LĐLĐ", "dẫn chiếu", "60/QĐ-LĐLĐ", None),
    }
    assert graph.unresolved == ()


def test_a_directive_that_is_cited_is_one_node(graph: Graph) -> None:
    ids = numbers(graph)
    assert len(ids) == len(graph.nodes)
    party = graph.nodes[ids["12-KH/TU"]]
    assert party.document is not None
    assert party.id != party.document  # the instrument's own
    plan = graph.nodes[ids["31/KH-LĐLĐ"]]
    assert plan.id == plan.document
    assert graph.of_document(plan.document) is plan
    assert graph.of_document(party.document) is party


def test_every_edge_has_its_words_and_their_place(home: Home, graph: Graph) -> None:
    with Store.open(home.database) as store:
        for edge in graph.edges:
            text = store.directives.text(edge.document)
            passage = store.passages.get(edge.passage or "")
            document = store.directives.document(edge.document)
            assert text is not None
            assert passage is not None
            assert document is not None
            assert text[edge.start : edge.end] == edge.text
            assert edge.date == document.header.date
            assert passage.document == edge.document
            if edge.cited is not None:
                assert edge.cited_start is not None
                assert text[edge.cited_start : edge.cited_start + len(edge.cited)] == edge.cited
            cited = edge.start if edge.cited_start is None else edge.cited_start
            assert passage.start <= cited < passage.end


@pytest.mark.parametrize(
    ("number", "central", "province"),
    [
        ("40-CT/TW", True, None),
        ("91-NQ/TW", True, None),
        ("12-KH/TU", False, "Lai Châu"),
        ("31/KH-LĐLĐ", False, "Lai Châu"),
        ("50/QĐ-LĐLĐ", False, "Tây Ninh"),
    ],
)
def test_whose_a_document_is(graph: Graph, number: str, central: bool, province: str | None) -> None:
    node = graph.nodes[numbers(graph)[number]]
    assert (node.central, node.province) == (central, province)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (("trung ương", None, None, None), True),
        (("Lai Châu", "2-NQ/TW", None, None), False),  # the catalogue knows best
        (("", "10/2022/QH15", None, None), True),
        (("", "5-CV/TU", "Ban Bí thư", None), False),
        (("", "87-CT", "Chủ tịch Hội đồng Bộ trưởng", None), True),
        (("", None, None, "Bộ luật"), True),
        (("", None, None, "Kế hoạch"), False),
        (("", None, "Bộ Chính trị", "Kết luận"), True),
    ],
)
def test_what_is_central(of: tuple[str, str | None, str | None, str | None], expected: bool) -> None:
    assert is_central(*of) is expected


def test_cites_and_cited_by_are_grouped_by_relation_and_date(graph: Graph) -> None:
    ids = numbers(graph)
    groups = graph.cites(ids["77/QĐ-LĐLĐ"])
    assert [group.kind for group in groups] == ["căn cứ", "bãi bỏ", "dẫn chiếu"]
    assert [graph.nodes[edge.target].number for edge in groups[2].edges] == ["900-QĐ/TW", "60/QĐ-LĐLĐ"]
    (plain,) = graph.cited_by(ids["900-QĐ/TW"])
    assert [edge.date for edge in plain.edges] == ["2024-06-06", "2024-03-05"]  # the newest first
    assert graph.cites(ids["77/QĐ-LĐLĐ"], {"thay thế"}) == ()
    assert [group.kind for group in graph.cited_by(ids["40-CT/TW"])] == ["căn cứ", "thực hiện"]


def test_an_open_collection_gives_the_same(sample_home: Home) -> None:
    with Collection.open(sample_home) as collection, Store.open(sample_home.database) as store:
        assert build(collection) == build(store)
        assert len(build(store).edges) > 50


def test_only_what_is_there_now_counts(tmp_path: Path) -> None:
    sample = replace(OTHER, sample=True)
    everything = graph_of(make(tmp_path / "1", (sample,)))
    assert everything.nodes
    assert all(node.sample for node in everything.nodes.values() if node.document)
    home = make(tmp_path / "2", (sample, PLAN))
    graph = graph_of(home)
    assert {graph.nodes[edge.source].number for edge in graph.edges} == {"31/KH-LĐLĐ"}
    with Store.open(home.database) as store, pytest.raises(UnknownDocumentError, match="mẫu"):
        find(graph, store, "quyet-dinh.txt")


# ---------------------------------------------------------------- mentions that are no numbers, and what is left out


BACK = (
    headed("LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU", "32/KH-LĐLĐ", "Lai Châu", "07/5/2024", "KẾ HOẠCH", "Về việc học tập")
    + "Căn cứ Quyết định số 900-QĐ/TW ngày 01/02/2019 của Ban Bí thư về việc thăm hỏi;\n\n"
    "1. Thực hiện Quyết định nêu trên. Kế hoạch này thay cho Nghị quyết Đại hội XIII và mọi văn bản ấy.\n"
)


def forms(tmp_path: Path, relations: tuple[tuple[str, int | None, int | None], ...]) -> Graph:
    """Of a directive with a number (0), one that points back to it (1), itself (2), a name (3), and one that points nowhere (4)."""
    home = make(tmp_path, (PARTY,))
    directive = parse_text(BACK, source=str(tmp_path / "van-ban" / "hoc-tap.txt"))
    directive = replace(directive, citations=tuple(one for one in directive.citations if one.number))
    assert [one.number for one in directive.citations] == ["900-QĐ/TW"]
    others = []
    for words, form, refers in (
        ("Quyết định nêu trên", "short", 0),
        ("Kế hoạch này", "self", None),
        ("Nghị quyết Đại hội XIII", "name", None),
        ("văn bản ấy", "short", None),
    ):
        start = directive.text.index(words)
        name = words if form == "name" else None
        others.append(Citation(words, start, start + len(words), name=name, form=form, refers=refers))
    said = [
        Relation(kind, directive.text[0:3], 0, 3, source, target)  # where it is said does not matter here
        for kind, source, target in relations
    ]
    whole = replace(directive, citations=(*directive.citations, *others), relations=tuple(said))
    with Store.open(home.database) as store, store.transaction():
        ident, _ = store.directives.put(whole)
        put(store, tmp_path, Made("khac.txt", CENTRE.text))
        store.files.put(replace(next(iter(store.files.all().values())), path=directive.source, directive=ident))
        resolve_all(store)
    return graph_of(home)


def of_back(graph: Graph) -> set[tuple[str | None, str, str | None, str | None]]:
    return {one for one in told(graph) if "32/KH-LĐLĐ" in one}


def test_what_points_back_means_what_it_points_to(tmp_path: Path) -> None:
    graph = forms(tmp_path, (("thực hiện", None, 1),))
    assert of_back(graph) == {("32/KH-LĐLĐ", "thực hiện", "900-QĐ/TW", None)}


def test_what_a_directive_says_of_itself(tmp_path: Path) -> None:
    graph = forms(tmp_path, (("căn cứ", 2, 0), ("dẫn chiếu", None, 2)))
    assert of_back(graph) == {("32/KH-LĐLĐ", "căn cứ", "900-QĐ/TW", None)}


def test_what_is_left_out_is_listed_with_its_reason(tmp_path: Path) -> None:
    graph = forms(tmp_path, (("thay thế", None, 3), ("thay thế", 3, 0), ("thực hiện", 2, 4)))
    assert of_back(graph) == {("32/KH-LĐLĐ", "dẫn chiếu", "900-QĐ/TW", None)}
    lost = [(item.kind, item.cited, item.reason) for item in graph.unresolved]
    assert lost == [
        ("thay thế", "Nghị quyết Đại hội XIII", NO_BODY),
        ("thay thế", "Nghị quyết Đại hội XIII", NO_BODY),
        ("thực hiện", "văn bản ấy", UNCLEAR),
    ]
    assert {item.document for item in graph.unresolved} == {
        node.document for node in graph.nodes.values() if node.number == "32/KH-LĐLĐ"
    }


def test_a_name_of_which_nothing_is_said_is_left_out_once(tmp_path: Path) -> None:
    graph = forms(tmp_path, ())
    assert [(item.kind, item.cited) for item in graph.unresolved] == [(PLAIN, "Nghị quyết Đại hội XIII")]


def test_an_ambiguous_citation_is_left_out(tmp_path: Path) -> None:
    texts = []
    for number, (date, about) in enumerate([("01/02/2016", "thu đoàn phí"), ("02/03/2021", "trồng cây gây rừng")]):
        said = f"Căn cứ Quyết định số 7-QĐ/TW ngày {date} của Ban Bí thư về việc {about};\n"
        title = f"Về việc số {number}"
        top = headed(
            "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU", f"{number + 60}/KH-LĐLĐ", "Lai Châu", "05/3/2024", "KẾ HOẠCH", title
        )
        texts.append(Made(f"{number}.txt", top + said, (Said("căn cứ", "7-QĐ/TW"),)))
    top = headed("LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂY NINH", "70/KH-LĐLĐ", "Tây Ninh", "05/3/2024", "KẾ HOẠCH", "Về việc khác")
    texts.append(Made("2.txt", f"{top}1. Làm theo Quyết định số 7-QĐ/TW.\n", (Said("thực hiện", "7-QĐ/TW"),)))
    graph = graph_of(make(tmp_path, texts))
    (item,) = graph.unresolved
    assert (item.kind, len(item.candidates)) == ("thực hiện", 2)
    assert "nhiều văn bản" in item.reason
    assert set(item.candidates) <= set(graph.nodes)


def test_what_people_have_decided_counts(plan_home: Home) -> None:
    with Store.open(plan_home.database) as store:
        document = store.find("21/KH-LĐLĐ")
        citation = store.directives.citations(document.id)[0]
    before = graph_of(plan_home)
    assert {(source, target) for source, _, target, _ in told(before)} == {("21/KH-LĐLĐ", "900-QĐ/TW")}
    correct(plan_home, document.id, (), offset=citation.start, no_citation=True, by="Nguyễn Văn A")
    after = graph_of(plan_home)
    assert (after.edges, after.unresolved) == ((), ())


@pytest.fixture
def plan_home(tmp_path: Path) -> Home:
    folder = tmp_path / "van-ban"
    folder.mkdir()
    text = headed(
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU",
        "21/KH-LĐLĐ",
        "Lai Châu",
        "05/3/2024",
        "KẾ HOẠCH",
        "Về việc tổ chức hội thao",
    )
    (folder / "a.txt").write_text(
        f"{text}1. Làm theo Quyết định số 900-QĐ/TW ngày 01/02/2019 của Ban Bí thư về việc thăm hỏi.\n",
        encoding="utf-8",
    )
    home = Home(tmp_path / "kho")
    assert not build_collection(home, [folder]).skipped
    return home


# ---------------------------------------------------------------- finding a node


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("40-CT/TW", "40-CT/TW"),
        ("40/CT-TW", "40-CT/TW"),
        ("  Chỉ thị số 40-CT/TW ", "40-CT/TW"),
        ("40", "40-CT/TW"),
        ("8", "8-CT/TW"),
        ("ke-hoach.txt", "31/KH-LĐLĐ"),
    ],
)
def test_a_node_is_found(home: Home, graph: Graph, text: str, number: str) -> None:
    with Store.open(home.database) as store:
        assert find(graph, store, text).number == number
        node = find(graph, store, text)
        assert find(graph, store, node.id) is node
        if node.document:
            assert find(graph, store, node.document) is node


@pytest.mark.parametrize("text", ["1234-QĐ/TW", "4", "Luật Không Có", "khong-co.txt"])
def test_what_is_not_there_is_told(home: Home, graph: Graph, text: str) -> None:
    with Store.open(home.database) as store, pytest.raises(UnknownDocumentError, match=text):
        find(graph, store, text)


def test_several_are_listed(tmp_path: Path) -> None:
    top = headed(
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂY NINH", "31/KH-LĐLĐ", "Tây Ninh", "08/3/2024", "KẾ HOẠCH", "Về việc khác hẳn"
    )
    home = make(tmp_path, (PLAN, Made("khac.txt", f"{top}1. Làm theo Quyết định số 900-QĐ/TW.\n")))
    graph = graph_of(home)
    with Store.open(home.database) as store, pytest.raises(AmbiguousDocumentError) as raised:
        find(graph, store, "31/KH-LĐLĐ")
    idents = [node.id for node in graph.nodes.values() if node.number == "31/KH-LĐLĐ"]
    assert len(idents) == 2
    assert all(ident in str(raised.value) for ident in idents)


def test_a_name_finds_an_instrument_without_a_number(home: Home) -> None:
    graph = Graph(
        {
            "i1": Node("i1", name="Luật Công đoàn năm 1990", type="Luật"),
            "i2": Node("i2", name="Luật Công đoàn năm 2012", type="Luật"),
            "i3": Node("i3", name="Điều lệ Công đoàn Việt Nam"),
        },
        (),
    )
    with Store.open(home.database) as store:
        assert find(graph, store, "dieu le cong doan viet nam").id == "i3"
        assert find(graph, store, "luật công đoàn năm 2012").id == "i2"
        with pytest.raises(AmbiguousDocumentError):
            find(graph, store, "Luật Công đoàn")
    assert describe(graph.nodes["i2"]) == head(graph.nodes["i2"]) == "Luật Công đoàn năm 2012"


# ---------------------------------------------------------------- around, above, shared


def test_a_neighbourhood(graph: Graph) -> None:
    ids = numbers(graph)
    near = neighbourhood(graph, ids["40-CT/TW"])
    assert set(numbers(near)) == {"40-CT/TW", "12-KH/TU", "77/QĐ-LĐLĐ", "91-NQ/TW", "8-CT/TW"}
    assert set(numbers(neighbourhood(graph, ids["40-CT/TW"], 1, {"căn cứ"}))) == {"40-CT/TW", "77/QĐ-LĐLĐ", "91-NQ/TW"}
    assert len(neighbourhood(graph, ids["40-CT/TW"], 9).nodes) == len(graph.nodes)
    assert distances(graph, ids["8-CT/TW"])[ids["31/KH-LĐLĐ"]] == 3


def test_the_way_from_a_plan_up_to_the_centre(graph: Graph) -> None:
    ids = numbers(graph)
    found = chain(graph, ids["31/KH-LĐLĐ"], ids["91-NQ/TW"])
    (way,) = found.chains
    assert [(edge.kind, graph.nodes[edge.target].number) for edge in way.steps] == [
        ("căn cứ", "12-KH/TU"),
        ("thực hiện", "40-CT/TW"),
        ("căn cứ", "91-NQ/TW"),
    ]
    assert way.plain == 0
    everything = chain(graph, ids["31/KH-LĐLĐ"])
    assert [graph.nodes[one.target].number for one in everything.chains] == ["40-CT/TW", "91-NQ/TW", "900-QĐ/TW"]
    assert [one.plain for one in everything.chains] == [0, 0, 1]


def test_where_there_is_no_way(graph: Graph) -> None:
    ids = numbers(graph)
    assert chain(graph, ids["31/KH-LĐLĐ"], ids["50/QĐ-LĐLĐ"]).chains == ()  # an abolition is no step up
    assert chain(graph, ids["8-CT/TW"]).chains == ()
    assert chain(graph, ids["8-CT/TW"]).reached == 0


def edge(source: str, target: str, kind: str, number: int = 0) -> Edge:
    return Edge(f"{source}{target}{number}", source, target, kind, None, None, source, 0, 0, "", None, None, None)


def small(*edges: Edge, central: str = "") -> Graph:
    names = sorted({end for one in edges for end in (one.source, one.target)})
    return Graph({name: Node(name, central=name in central) for name in names}, edges)


@pytest.mark.parametrize(
    ("edges", "way"),
    [
        # A longer way without mere citations comes before a shorter one with them.
        ((("a", "z", "dẫn chiếu"), ("a", "b", "căn cứ"), ("b", "z", "hướng dẫn")), "abz"),
        # Of ways without them the shortest.
        ((("a", "z", "hướng dẫn"), ("a", "b", "căn cứ"), ("b", "z", "căn cứ")), "az"),
        # Of equally long ones by kind.
        ((("a", "c", "thực hiện"), ("c", "z", "căn cứ"), ("a", "b", "căn cứ"), ("b", "z", "căn cứ")), "abz"),
        # With them, as few as may be.
        ((("a", "b", "dẫn chiếu"), ("b", "z", "dẫn chiếu"), ("a", "c", "dẫn chiếu"), ("c", "d", "căn cứ"), ("d", "z", "căn cứ")), "acdz"),
        # A circle is no way.
        ((("a", "b", "căn cứ"), ("b", "a", "căn cứ"), ("b", "z", "căn cứ")), "abz"),
        ((("a", "b", "thay thế"), ("b", "z", "căn cứ")), ""),
    ],
)  # fmt: skip
def test_which_way_is_taken(edges: tuple[tuple[str, str, str], ...], way: str) -> None:
    graph = small(*(edge(*one) for one in edges), central="z")
    for found in (chain(graph, "a", "z"), chain(graph, "a")):
        assert "".join(["a", *(step.target for one in found.chains for step in one.steps)]) == (way or "a")


nodes = st.sampled_from("abcdef")
some_edges = st.lists(
    st.tuples(nodes, nodes, st.sampled_from(RELATIONS)).filter(lambda one: one[0] != one[1]), max_size=25
)


@given(some_edges)
def test_a_chain_is_a_way_and_there_is_none_shorter(given_edges: list[tuple[str, str, str]]) -> None:
    graph = small(
        *(edge(*one, number) for number, one in enumerate(given_edges)), edge("a", "f", "thay thế", 99), central="f"
    )
    found = chain(graph, "a", "f").chains
    steps = [one for one in graph.edges if kinds()[one.kind].chain]
    plain_free = {(one.source, one.target) for one in steps if one.kind != PLAIN}
    reached, wave = {"a"}, {"a"}
    free = 0
    while wave and "f" not in reached:
        wave = {target for source, target in plain_free if source in wave} - reached
        reached |= wave
        free += 1
    if "f" in reached:
        assert (found[0].plain, len(found[0].steps)) == (0, free)
    for one in found:
        assert one.steps[0].source == "a"
        assert one.steps[-1].target == "f"
        assert all(left.target == right.source for left, right in zip(one.steps, one.steps[1:], strict=False))
        assert len({step.target for step in one.steps}) == len(one.steps)


@given(some_edges)
def test_the_graph_keeps_every_edge_once_on_both_ends(given_edges: list[tuple[str, str, str]]) -> None:
    graph = small(*(edge(*one, number) for number, one in enumerate(given_edges)))
    for ident in graph.nodes:
        assert sorted(one for group in graph.cites(ident) for one in group.edges) == sorted(graph.leaving(ident))
        assert sorted(one for group in graph.cited_by(ident) for one in group.edges) == sorted(graph.coming(ident))
    assert sorted(one for ident in graph.nodes for one in graph.leaving(ident)) == sorted(graph.edges)
    pairs = {(one.source, one.target) for one in graph.edges}
    kept = strongest(graph.edges)
    assert {(one.source, one.target) for one in kept} == pairs
    assert all(
        one.kind != PLAIN or {other.kind for other in graph.edges if other[1:3] == one[1:3]} == {PLAIN} for one in kept
    )


def test_what_provinces_share(graph: Graph) -> None:
    groups = provinces(graph)
    assert {name: len(idents) for name, idents in groups.items()} == {"Lai Châu": 2, "Tây Ninh": 1}
    sharing = shared(graph, groups)
    by = {graph.nodes[row.node].number: row for row in sharing.shared}
    assert {number: row.counts for number, row in by.items()} == {"40-CT/TW": (1, 1), "900-QĐ/TW": (1, 1)}
    assert [edge.kind for edges in by["40-CT/TW"].edges for edge in edges] == ["thực hiện", "căn cứ"]
    own = [{graph.nodes[row.node].number for row in rows} for rows in sharing.own]
    assert own == [{"12-KH/TU", "55/LĐLĐ"}, {"50/QĐ-LĐLĐ", "60/QĐ-LĐLĐ"}]


@pytest.mark.parametrize(
    ("text", "name"),
    [("Lai Châu", "Lai Châu"), ("tinh lai chau", "Lai Châu"), ("TÂY NINH", "Tây Ninh"), ("Hà Giang", None), ("", None)],
)
def test_a_province_is_meant(text: str, name: str | None) -> None:
    assert province_meant(text, ["Lai Châu", "Tây Ninh"]) == name


# ---------------------------------------------------------------- how it grows, and the same every time


def test_the_graph_is_the_same_in_whatever_order_texts_came(tmp_path: Path, graph: Graph) -> None:
    other = graph_of(make(tmp_path, reversed(WORLD)))
    assert list(other.nodes.values()) == list(graph.nodes.values())
    assert other.edges == graph.edges


@pytest.mark.slow
def test_the_work_grows_with_the_edges(tmp_path: Path) -> None:
    stores: dict[int, Store] = {}

    def work(count: int) -> object:
        if count not in stores:
            stores[count] = large(tmp_path / str(count), count)
        return build(stores[count])

    for count in (300, 1200):
        work(count)  # made before anything is measured
    try:
        assert growth(work, 1200) < STEEP
        assert len(build(stores[1200]).edges) == 1200 * CITED
    finally:
        for store in stores.values():
            store.close()
