"""Which mentions mean one instrument, what is shown of it, and how it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.types import Citation, Directive, Header, Span
from kb.catalogue import describe, known, resolve_all
from kb.catalogue.fields import instrument
from kb.catalogue.ids import mint
from kb.catalogue.levels import level, lower_unit
from kb.catalogue.lexicon import table
from kb.catalogue.organs import level_of
from kb.catalogue.resolve import AMBIGUOUS, OTHER_ISSUER, Cluster, Resolution, resolve
from kb.catalogue.stated import CENTRAL, OWN, Stated, carries_year, of_citation, scope_of
from kb.catalogue.words import equal_subjects, same_issuer, subjects
from kb.store import UNVERIFIED, Document, Instrument, Store, StoredFile
from kb.store.keys import number_key
from tests.growth import STEEP, growth

SUPERVISION = "về việc ban hành Quy chế giám sát và phản biện xã hội của Mặt trận Tổ quốc Việt Nam"
REVIEW = "về kiểm điểm và đánh giá, xếp loại chất lượng hằng năm đối với tổ chức, cá nhân"
DAN_VAN = "về công tác dân vận"
DAN_VAN_OFFICES = "về tăng cường công tác dân vận của các cơ quan nhà nước trong tình hình mới"
ETHICS = "về giám sát của Mặt trận Tổ quốc, nhân dân đối với việc tu dưỡng, rèn luyện đạo đức của người đứng đầu"


def stated(
    directive: str,
    number: str = "217-QĐ/TW",
    date: str | None = None,
    issuer: str | None = None,
    title: str | None = None,
    position: int = 0,
    scope: str = CENTRAL,
    kind: str | None = "Quyết định",
) -> Stated:
    return Stated(
        directive,
        position,
        Span(10, 20),
        number,
        number_key(number),
        scope,
        kind,
        date,
        issuer,
        title,
        f"{kind} số {number}",
    )


def shape(resolution: Resolution) -> set[frozenset[tuple[str, int]]]:
    return {frozenset((item.directive, item.position) for item in cluster.stated) for cluster in resolution.clusters}


def groups(*items: Stated) -> list[list[str]]:
    return sorted(sorted(item.directive for item in cluster.stated) for cluster in resolve(items).clusters)


# -- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", table()["subject"], ids=lambda row: row["one"])
def test_subjects_of_the_table(row: dict[str, str]) -> None:
    assert subjects(row["one"], row["other"]).value == row["relation"]
    assert subjects(row["other"], row["one"]).value == row["relation"]


@pytest.mark.parametrize("row", table()["issuer"], ids=lambda row: f"{row['one']} / {row['other']}")
def test_issuers_of_the_table(row: dict[str, str]) -> None:
    assert same_issuer(row["one"], row["other"]) is row["same"]
    assert same_issuer(row["other"], row["one"]) is row["same"]


@pytest.mark.parametrize("row", table()["two_sided"], ids=lambda row: row["other"])
def test_two_sided_subjects_of_the_table(row: dict[str, Any]) -> None:
    assert equal_subjects(row["one"], row["other"]) is row["same"]
    assert equal_subjects(row["other"], row["one"]) is row["same"]


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("UBND huyện", "huyện"),
        ("Huyện ủy Mường Tè, tỉnh Lai Châu", "huyện"),
        ("TỈNH LAI CHÂU - ỦY BAN NHÂN DÂN HUYỆN MƯỜNG TÈ", "huyện"),
        ("uy ban nhan dan quan 1", "quận"),
        ("Tổng LĐLĐ Việt Nam", None),
        ("Thành ủy", "thành phố"),
        ("UBND TP.Lai Châu", "thành phố"),
        ("Quân ủy Trung ương", "trung ương"),
        ("Bộ Quốc phòng", None),
        ("Cơ quan quản lý đường bộ", None),
        ("Liên minh Hợp tác xã tỉnh", "tỉnh"),
        ("Bảo hiểm xã hội Việt Nam", None),
        ("Hội đồng nhân dân thị xã", "thị xã"),
    ],
)
def test_level_of_an_issuer(issuer: str, expected: str | None) -> None:
    assert level(issuer) == expected


@pytest.mark.parametrize(
    ("issuer", "province", "unit"),
    [
        ("UBND xã Bum Tở huyện Mường Tè", "Lai Châu", "xã Bum Tở"),
        ("HUYỆN ỦY MƯỜNG TÈ", "Lai Châu", "huyện Mường Tè"),
        ("UBND huyện Điện Biên, tỉnh Điện Biên", "Điện Biên", "huyện Điện Biên"),
        ("UBND Quận 1", "Hồ Chí Minh", "quận 1"),
        ("UBND TP Buôn Ma Thuột", "Đắk Lắk", "thành phố Buôn Ma Thuột"),
        ("UBND thành phố Lai Châu", "Lai Châu", "thành phố Lai Châu"),
        ("UBND thành phố Hà Nội", "Hà Nội", "None"),
        ("UBND thành phố", "Hà Nội", "None"),
        ("UBND thành phố", "Lai Châu", "thành phố"),
        ("UBND xã đã ban hành", "Lai Châu", "xã"),
        ("Sở Lao động - Thương binh và Xã hội", "Lai Châu", "None"),
    ],
)
def test_the_unit_below_the_province(issuer: str, province: str, unit: str) -> None:
    assert str(lower_unit(issuer, province)) == unit


@given(st.text(max_size=40), st.text(max_size=40))
def test_comparing_is_symmetric(one: str, other: str) -> None:
    assert subjects(one, other) is subjects(other, one)
    assert equal_subjects(one, other) is equal_subjects(other, one)
    assert same_issuer(one, other) is same_issuer(other, one)


@pytest.mark.parametrize(
    ("number", "level"),
    [
        ("217-QĐ/TW", "central"),
        ("16/CT-TTg", "central"),
        ("04/2015/NĐ-CP", "central"),
        ("10/2022/QH15", "central"),
        ("03/CT-TLĐ", "central"),
        ("01/2022/TTLT-VKSNDTC-TANDTC-BCA", "central"),
        ("392-CV/TU", "province"),
        ("149-CV/BDVTU", "province"),
    ],
)
def test_levels(number: str, level: str) -> None:
    assert level_of(number) == level


@pytest.mark.parametrize("key", ["4-2015-nđ-cp", "10-2022-qh15", "25-2022-ubtvqh15"])
def test_numbers_that_carry_their_year(key: str) -> None:
    assert carries_year(key)


@pytest.mark.parametrize("key", ["217-qđ-tw", "16-ct-ttg", "2021-kh-ubnd", "392-cv-tu"])
def test_numbers_that_do_not(key: str) -> None:
    assert not carries_year(key)


# -- scope ----------------------------------------------------------------------------------------------------------


def document(ident: str = "d1", **header: object) -> Document:
    return Document(ident, Header(**header), "a.txt", ("a.txt",), sample=False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "issuer", "header", "scope"),
    [
        ("217-QĐ/TW", None, {"province": "Lai Châu"}, CENTRAL),
        ("05-CTr/TU", "Tỉnh ủy Lai Châu", {}, "Lai Châu"),
        ("05-CTr/TU", None, {"province": "Lai Châu"}, "Lai Châu"),
        ("05-CTr/TU", "Tỉnh ủy Tây Ninh", {"province": "Lai Châu"}, "Tây Ninh"),
        ("05-CTr/TU", "Tỉnh ủy", {}, "d1"),
        ("12-KH/HU", "Huyện ủy Mường Tè", {"province": "Lai Châu"}, "Lai Châu, huyện Mường Tè"),
        (
            "12-KH/HU",
            None,
            {"province": "Lai Châu", "issuer": "Liên đoàn Lao động huyện Mường Tè"},
            "Lai Châu, huyện Mường Tè",
        ),
        ("15/KH-LĐLĐ", "LĐLĐ tỉnh", {"province": "Lai Châu", "issuer": "LĐLĐ huyện Mường Tè"}, "Lai Châu"),
        (
            "15/KH-LĐLĐ",
            "LĐLĐ huyện",
            {"province": "Lai Châu", "issuer": "LĐLĐ huyện Mường Tè"},
            "Lai Châu, huyện Mường Tè",
        ),
        ("15/QĐ-UBND", "UBND huyện", {"province": "Lai Châu"}, "d1"),
        ("15/QĐ-UBND", "UBND huyện", {"province": "Lai Châu", "issuer": "UBND xã Bum Tở"}, "d1"),
        ("15/QĐ-UBND", "UBND tỉnh", {"province": "Lai Châu"}, "Lai Châu"),
        ("15/QĐ-UBND", "UBND thành phố", {"province": "Hà Nội"}, "Hà Nội"),
        ("15/QĐ-UBND", "UBND thành phố", {"province": "Lai Châu"}, "d1"),
        ("12-KH/HU", None, {"province": "Lai Châu", "issuer": "LĐLĐ tỉnh"}, "d1"),
        (
            "15/KH-SLĐTBXH",
            "Sở Lao động - Thương binh và Xã hội",
            {"province": "Lai Châu", "issuer": "UBND huyện Mường Tè"},
            "Lai Châu",
        ),
        ("7/QĐ-XYZ", "Bộ trưởng Bộ Nội vụ", {"province": "Lai Châu"}, CENTRAL),
    ],
)
def test_scope(number: str, issuer: str | None, header: dict[str, object], scope: str) -> None:
    assert scope_of(number, issuer, document(**header)) == scope


def test_a_citation_without_a_number_states_nothing_of_an_instrument() -> None:
    assert of_citation(Citation("Luật Công đoàn", 0, 14, name="Luật Công đoàn"), 0, document()) is None


# -- resolution -----------------------------------------------------------------------------------------------------

CASES: dict[str, tuple[list[Stated], list[list[str]]]] = {
    "one date is one instrument, whoever is said to have issued it": (
        [
            stated("a", date="2021-07-30", issuer="Bộ Chính trị"),
            stated("b", date="2021-07-30", issuer="Ban Chấp hành Trung ương"),
        ],
        [["a", "b"]],
    ),
    "another date, the same issuer and subject: one, with a conflict": (
        [
            stated("a", "49-CT/TW", "2015-10-20", "Ban Bí thư", SUPERVISION),
            stated("b", "49-CT/TW", "2015-10-25", "Ban Bí thư Trung ương Đảng", "giám sát và phản biện xã hội"),
        ],
        [["a", "b"]],
    ),
    "a slip of the day with no subject: one": (
        [stated("a", date="2015-10-20", issuer="Ban Bí thư", title=SUPERVISION), stated("b", date="2015-10-25")],
        [["a", "b"]],
    ),
    "another date and another subject: two": (
        [
            stated("a", "124-QĐ/TW", "2018-02-02", "Ban Bí thư", ETHICS),
            stated("b", "124-QĐ/TW", "2023-10-04", "Bộ Chính trị", REVIEW),
        ],
        [["a"], ["b"]],
    ),
    "another date far away and no subject: two": (
        [stated("a", "25-NQ/TW", "2013-06-03", None, SUPERVISION), stated("b", "25-NQ/TW", "2008-08-06")],
        [["a"], ["b"]],
    ),
    "the same yearly subject in another year: two": (
        [
            stated("a", "05-CTr/TU", "2020-12-25", "Tỉnh ủy", "về công tác dân vận năm 2021", scope="Lai Châu"),
            stated("b", "05-CTr/TU", "2021-12-25", "Tỉnh ủy", "về công tác dân vận năm 2022", scope="Lai Châu"),
        ],
        [["a"], ["b"]],
    ),
    "dates far apart, one subject a part of the other: two": (
        [
            stated("a", "05-CT/TU", "2016-03-01", "Tỉnh ủy", DAN_VAN, scope="Lai Châu"),
            stated("b", "05-CT/TU", "2021-07-20", "Tỉnh ủy", DAN_VAN_OFFICES, scope="Lai Châu"),
        ],
        [["a"], ["b"]],
    ),
    "the same, where one who cites the second shortens its subject: two": (
        [
            stated("a", "09-CT/TU", "2016-03-01", "Tỉnh ủy", DAN_VAN, scope="Lai Châu"),
            stated("b", "09-CT/TU", "2021-07-20", "Tỉnh ủy", DAN_VAN_OFFICES, scope="Lai Châu"),
            stated("c", "09-CT/TU", "2021-07-20", "Tỉnh ủy", DAN_VAN_OFFICES, scope="Lai Châu"),
            stated("d", "09-CT/TU", "2021-07-20", "Tỉnh ủy", "về công tác dân vận của các cơ quan", scope="Lai Châu"),
        ],
        [["a"], ["b", "c", "d"]],
    ),
    "dates far apart, the same words: one, with a conflict": (
        [
            stated("a", "05-CT/TU", "2016-03-01", "Tỉnh ủy", DAN_VAN_OFFICES, scope="Lai Châu"),
            stated("b", "05-CT/TU", "2017-07-20", "Tỉnh ủy", DAN_VAN_OFFICES.removeprefix("về "), scope="Lai Châu"),
        ],
        [["a", "b"]],
    ),
    "a date with no subject between two instruments does not make them one": (
        [
            stated("a", "05-CT/TU", "2016-03-01", "Tỉnh ủy", DAN_VAN, scope="Lai Châu"),
            stated("b", "05-CT/TU", "2016-03-20", "Tỉnh ủy", scope="Lai Châu"),
            stated("c", "05-CT/TU", "2021-03-20", "Tỉnh ủy", REVIEW, scope="Lai Châu"),
        ],
        [["a", "b"], ["c"]],
    ),
    "undated, a short subject that fits two does not make them one": (
        [
            stated("a", "05-CT/TU", title="về công tác dân vận", scope="Lai Châu"),
            stated("b", "05-CT/TU", issuer="Tỉnh ủy", title=f"{REVIEW} làm công tác dân vận", scope="Lai Châu"),
            stated("c", "05-CT/TU", issuer="Tỉnh ủy", title=f"{ETHICS} trong công tác dân vận", scope="Lai Châu"),
        ],
        [["b"], ["c"]],
    ),
    "undated, shortened: it": (
        [
            stated("a", "05-CT/TU", "2021-07-20", "Tỉnh ủy", DAN_VAN_OFFICES, scope="Lai Châu"),
            stated("b", "05-CT/TU", title="về công tác dân vận", scope="Lai Châu"),
        ],
        [["a", "b"]],
    ),
    "a number with its year never comes back: one, with a conflict": (
        [stated("a", "04/2015/NĐ-CP", "2015-01-09"), stated("b", "4/2015/NĐ-CP", "2015-11-19", title=REVIEW)],
        [["a", "b"]],
    ),
    "two provinces: two": (
        [
            stated("a", "05-CTr/TU", "2020-12-25", scope="Lai Châu"),
            stated("b", "05-CTr/TU", "2020-12-25", scope="Tây Ninh"),
        ],
        [["a"], ["b"]],
    ),
    "999 is not 99": ([stated("a", "99-QĐ/TW", "2017-10-03"), stated("b", "999-QĐ/TW", "2017-10-03")], [["a"], ["b"]]),
    "undated, one candidate: it": ([stated("a", date="2013-12-12", title=SUPERVISION), stated("b")], [["a", "b"]]),
    "undated, two candidates, the subject tells": (
        [
            stated("a", "124-QĐ/TW", "2018-02-02", "Ban Bí thư", ETHICS),
            stated("b", "124-QĐ/TW", "2023-10-04", "Bộ Chính trị", REVIEW),
            stated("c", "124-QĐ/TW", title="kiểm điểm và đánh giá, xếp loại chất lượng"),
        ],
        [["a"], ["b", "c"]],
    ),
    "undated, two candidates, the directive's own dated mention tells": (
        [
            stated("a", "124-QĐ/TW", "2018-02-02", "Ban Bí thư", ETHICS),
            stated("b", "124-QĐ/TW", "2023-10-04", "Bộ Chính trị", REVIEW),
            stated("b", "124-QĐ/TW", position=1),
        ],
        [["a"], ["b", "b"]],
    ),
    "undated and another subject: another instrument": (
        [stated("a", "124-QĐ/TW", "2018-02-02", "Ban Bí thư", ETHICS), stated("b", "124-QĐ/TW", title=REVIEW)],
        [["a"], ["b"]],
    ),
    "nobody gives a date: one": (
        [stated("a"), stated("b", title=SUPERVISION), stated("c", issuer="Bộ Chính trị")],
        [["a", "b", "c"]],
    ),
    "two directives of the collection are two, however alike": (
        [
            stated("a", "5/KH-LĐLĐ", "2021-01-05", "LĐLĐ tỉnh", SUPERVISION, OWN, "Lai Châu"),
            stated("b", "5/KH-LĐLĐ", "2022-01-05", "LĐLĐ tỉnh", SUPERVISION, OWN, "Lai Châu"),
        ],
        [["a"], ["b"]],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_resolution(name: str) -> None:
    items, expected = CASES[name]
    assert groups(*items) == expected


def test_an_undated_mention_with_two_candidates_stays_open() -> None:
    found = resolve(
        [
            stated("a", "124-QĐ/TW", "2018-02-02", "Ban Bí thư", ETHICS),
            stated("b", "124-QĐ/TW", "2023-10-04", "Bộ Chính trị", REVIEW),
            stated("c", "124-QĐ/TW"),
        ]
    )
    (mention,) = found.unresolved
    assert mention.stated.directive == "c"
    assert mention.reason == AMBIGUOUS
    assert len(mention.candidates) == 2


def test_an_undated_mention_of_another_issuer_stays_open() -> None:
    found = resolve([stated("a", date="2013-12-12", issuer="Bộ Chính trị"), stated("b", issuer="Ban Bí thư")])
    assert [(mention.stated.directive, mention.reason) for mention in found.unresolved] == [("b", OTHER_ISSUER)]


STATED = st.builds(
    stated,
    st.sampled_from("abcd"),
    st.sampled_from(["217-QĐ/TW", "124-QĐ/TW", "04/2015/NĐ-CP"]),
    st.sampled_from([None, "2013-12-12", "2013-12-21", "2018-02-02", "2023-10-04"]),
    st.sampled_from([None, "Bộ Chính trị", "Bộ Chính trị khóa XI", "Ban Bí thư"]),
    st.sampled_from([None, SUPERVISION, "giám sát và phản biện xã hội", REVIEW, ETHICS]),
    st.integers(-1, 6),
    st.sampled_from([CENTRAL, "Lai Châu"]),
)
MANY = st.lists(STATED, max_size=12, unique_by=lambda item: (item.directive, item.position))


@given(MANY, st.randoms())
def test_order_means_nothing(items: list[Stated], random: Random) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    assert resolve(shuffled) == resolve(items)


@given(MANY)
def test_every_mention_is_placed_once_and_invariants_hold(items: list[Stated]) -> None:
    found = resolve(items)
    placed = [item for cluster in found.clusters for item in cluster.stated] + [one.stated for one in found.unresolved]
    assert sorted(placed, key=lambda item: (item.directive, item.position)) == sorted(
        items, key=lambda item: (item.directive, item.position)
    )
    homes = {(item.directive, item.position): cluster for cluster in found.clusters for item in cluster.stated}
    for cluster in found.clusters:
        assert len({item.block for item in cluster.stated}) == 1
    for one in items:
        for other in items:
            if one.date and one.date == other.date and one.block == other.block:
                assert homes[one.directive, one.position] is homes[other.directive, other.position]
    assert all(not mention.stated.date for mention in found.unresolved)


def fitting(cluster: Cluster, date: str | None) -> list[Stated]:
    return [item for item in cluster.stated if item.date in {None, date}]


@given(MANY)
def test_what_is_shown_is_what_a_document_states(items: list[Stated]) -> None:
    for cluster in resolve(items).clusters:
        row = instrument(cluster, "i1")
        places = {(item.directive, item.span) for item in fitting(cluster, row.date)}
        assert all((claim.directive, claim.span) in places for _, claim in row.evidence)
        for name in ("type", "date", "issuer", "title"):
            value = getattr(row, name)
            states = {getattr(item, name) for item in cluster.stated}
            assert (
                value in states if value else not {item for item in fitting(cluster, row.date) if getattr(item, name)}
            )
        for name, claim in row.evidence:
            assert claim.value == getattr(row, name)
            assert claim.directive in {item.directive for item in cluster.stated}
        assert (len({item.date for item in cluster.stated if item.date}) > 1) is any(
            conflict.kind == "date" for conflict in row.conflicts
        )


# -- ids ------------------------------------------------------------------------------------------------------------


@given(MANY, MANY)
def test_ids_are_unique_stable_and_never_lost(before: list[Stated], more: list[Stated]) -> None:
    first = resolve(before).clusters
    minting = mint(first, {})
    assert len(set(minting.ids)) == len(first)
    again = mint(first, minting.minted)
    assert again.ids == minting.ids
    taken = {(item.directive, item.position) for item in before}
    after = resolve([*before, *(item for item in more if (item.directive, item.position) not in taken)]).clusters
    then = mint(after, minting.minted)
    assert len(set(then.ids)) == len(after)
    for cluster, ident in zip(first, minting.ids, strict=True):
        if cluster.dates:  # An id of a dated instrument leads to one that has one of its dates.
            home = then.ids.index(then.redirects.get(ident, ident))
            assert after[home].block == cluster.block
    assert not set(then.redirects) & set(then.ids)


def test_an_instrument_keeps_its_id_when_its_date_becomes_known_and_when_it_turns_out_to_be_another() -> None:
    undated = resolve([stated("a")]).clusters
    first = mint(undated, {})
    dated = resolve([stated("a"), stated("b", date="2013-12-12", title=SUPERVISION)]).clusters
    second = mint(dated, first.minted)
    assert second.ids == first.ids
    slipped = resolve(
        [stated("b", date="2013-12-12", title=SUPERVISION), stated("c", date="2013-12-21", title=SUPERVISION)]
    )
    assert mint(slipped.clusters, second.minted).ids == first.ids


def test_two_instruments_that_turn_out_to_be_one_redirect() -> None:
    one = stated("a", date="2013-12-12")
    other = stated("b", date="2014-12-21")
    first = mint(resolve([one, other]).clusters, {})
    assert len(first.ids) == 2
    link = [replace(item, title=SUPERVISION, position=5) for item in (one, other)]
    then = mint(resolve([one, other, *link]).clusters, first.minted)
    assert len(then.ids) == 1
    assert {then.redirects.get(ident, ident) for ident in first.ids} == set(then.ids)


def test_ids_are_given_in_linear_time() -> None:
    clusters = resolve(stated(f"d{n}", f"{n}-QĐ/TW", "2013-12-12") for n in range(1, 12001)).clusters
    minted = mint(clusters, {}).minted
    # Under other ids than their keys give, every one of them is looked up as an old one.
    other = {key: f"x{ident}" for key, ident in minted.items()}
    assert growth(lambda size: mint(clusters[:size], other), len(clusters)) < STEEP
    again = mint(clusters, other)
    assert set(again.ids) == set(other.values())
    assert set(minted.values()) <= set(again.redirects)


# -- what is shown --------------------------------------------------------------------------------------------------


def test_most_documents_win_and_the_others_are_reported() -> None:
    (cluster,) = resolve(
        [
            stated("a", "49-CT/TW", "2015-10-20", "Ban Bí thư", SUPERVISION),
            stated("b", "49-CT/TW", "2015-10-20", "Ban bí thư", "giám sát và phản biện xã hội"),
            stated("c", "49-CT/TW", "2015-10-25", "Ban Bí thư", "giám sát và phản biện xã hội", kind="Chỉ thị"),
        ]
    ).clusters
    row = instrument(cluster, "i1")
    assert (row.date, row.issuer, row.title) == ("2015-10-20", "Ban Bí thư", SUPERVISION)
    (date, kind) = row.conflicts
    assert [(value.value, value.documents) for value in date.values] == [
        ("2015-10-20", ("a", "b")),
        ("2015-10-25", ("c",)),
    ]
    assert kind.kind == "type"
    assert row.cited_by == ("a", "b", "c")


def test_no_row_has_the_date_of_one_and_the_title_of_another() -> None:
    long = "giám sát và phản biện xã hội của Mặt trận Tổ quốc Việt Nam ở các cấp"
    (cluster,) = resolve(
        [
            stated("a", "49-CT/TW", "2015-10-20", "Ban Bí thư", "giám sát và phản biện xã hội"),
            stated("b", "49-CT/TW", "2015-10-20", "Ban Bí thư", "giám sát và phản biện xã hội"),
            stated("c", "49-CT/TW", "2015-10-25", "Bộ Chính trị", long),
        ]
    ).clusters
    row = instrument(cluster, "i1")
    assert (row.date, row.issuer, row.title) == ("2015-10-20", "Ban Bí thư", "giám sát và phản biện xã hội")
    conflicts = {part.kind: [value.value for value in part.values] for part in row.conflicts}
    assert conflicts == {"date": ["2015-10-20", "2015-10-25"], "issuer": ["Ban Bí thư", "Bộ Chính trị"]}


def test_what_only_another_date_states_is_not_shown() -> None:
    items = [stated(name, "49-CT/TW", "2015-10-20", "Ban Bí thư") for name in "ab"]
    (cluster,) = resolve([*items, stated("c", "49-CT/TW", "2015-10-25", title=SUPERVISION)]).clusters
    row = instrument(cluster, "i1")
    assert (row.date, row.issuer, row.title) == ("2015-10-20", "Ban Bí thư", None)


@pytest.mark.parametrize(
    ("titles", "shown"),
    [
        ([ETHICS, ETHICS, f"{ETHICS} được các công đoàn cơ sở triển khai"], ETHICS),
        ([ETHICS, f"{ETHICS} được các công đoàn cơ sở triển khai", f"{ETHICS}, đơn vị đã quán triệt"], ETHICS),
        ([ETHICS, f"{ETHICS} được các công đoàn cơ sở triển khai"], ETHICS),
        ([SUPERVISION, "giám sát và phản biện xã hội", "giám sát và phản biện xã hội"], SUPERVISION),
        ([DAN_VAN_OFFICES, DAN_VAN_OFFICES, "về tăng cường công tác dân vận"], DAN_VAN_OFFICES),
    ],
)
def test_the_title_is_the_one_that_most_share(titles: list[str], shown: str) -> None:
    items = [stated(f"d{place}", date="2018-02-02", title=title) for place, title in enumerate(titles)]
    (cluster,) = resolve(items).clusters
    assert instrument(cluster, "i1").title == shown


def test_what_an_instrument_says_of_itself_comes_first() -> None:
    own = stated(
        "own", "5/KH-LĐLĐ", "2021-01-05", "Liên đoàn Lao động tỉnh Lai Châu", SUPERVISION, OWN, "Lai Châu", "Kế hoạch"
    )
    others = [replace(own, directive=name, position=0, date="2021-01-15") for name in ("a", "b")]
    (cluster,) = resolve([own, *others]).clusters
    row = instrument(cluster, "i1")
    assert row.date == "2021-01-05"
    assert row.directive == "own"
    assert row.cited_by == ("a", "b")


@pytest.mark.parametrize(
    ("fields", "phrase"),
    [
        (
            {
                "type": "Quyết định",
                "date": "2013-12-12",
                "issuer": "Bộ Chính trị",
                "title": "về việc ban hành Quy chế A",
            },
            "Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc ban hành Quy chế A",
        ),
        ({"type": "Quyết định", "title": "ban hành Quy chế A"}, "Quyết định số 217-QĐ/TW về việc ban hành Quy chế A"),
        ({"title": "V/v tổ chức Tết"}, "Văn bản số 217-QĐ/TW về việc tổ chức Tết"),
        ({"type": "Chỉ thị", "title": "“Về đẩy mạnh học tập”"}, "Chỉ thị số 217-QĐ/TW về đẩy mạnh học tập"),
        ({"type": "Quy định", "title": "Một số vấn đề"}, "Quy định số 217-QĐ/TW về Một số vấn đề"),
        (
            {"type": "Thông tư", "issuer": "Bộ Nội vụ", "title": "Hướng dẫn một số nội dung"},
            "Thông tư số 217-QĐ/TW của Bộ Nội vụ hướng dẫn một số nội dung",
        ),
        (
            {"type": "Luật", "date": "2024-11-27", "title": "Luật Công đoàn"},
            "Luật Công đoàn số 217-QĐ/TW ngày 27/11/2024",
        ),
        ({"issuer": "Ban Bí thư"}, "Văn bản số 217-QĐ/TW của Ban Bí thư"),
        ({}, "Văn bản số 217-QĐ/TW"),
    ],
)
def test_describe(fields: dict[str, str], phrase: str) -> None:
    assert describe(Instrument("i1", "217-QĐ/TW", CENTRAL, **fields)) == phrase


# -- the whole catalogue --------------------------------------------------------------------------------------------


def cited(number: str, kind: str | None = "Quyết định", **claims: str) -> Citation:
    return Citation(f"{kind} số {number}", 5, 40, kind, number, **claims)


def put(store: Store, name: str, *citations: Citation, **header: object) -> str:
    directive = Directive(f"/kho/{name}", name, f"Văn bản {name}", Header(**header), Span(3, 9), citations=citations)  # type: ignore[arg-type]
    ident, _ = store.directives.put(directive)
    store.files.put(StoredFile(directive.source, "/kho", name, 1, 1, directive=ident))
    return ident


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kho", create=True) as opened:
        for name in "abc":
            put(opened, name, cited("217-QĐ/TW", date="2013-12-12", issuer="Bộ Chính trị", title=SUPERVISION))
        put(
            opened,
            "d",
            cited("18-CT/TW", "Chỉ thị"),
            cited("118-CT/TW", "Chỉ thị"),
            cited("99-QĐ/TW", date="2017-10-03"),
        )
        put(opened, "e", cited("217/QĐ-UBND"), cited("04/2015/NĐ-CP", "Nghị định"), province="Tây Ninh")
        resolve_all(opened)
        yield opened


def test_mentions_say_where_and_what(store: Store) -> None:
    (row,) = store.instruments.numbered(number_key("217-QĐ/TW"))
    mentions = store.instruments.mentions(row.id)
    assert len(mentions) == len(row.cited_by) == 3
    assert {(mention.date, mention.span) for mention in mentions} == {("2013-12-12", Span(5, 40))}
    assert store.instruments.get(row.id) == row
    assert store.instruments.get("none") is None
    assert row.scope == CENTRAL


def test_resolving_again_changes_nothing(store: Store) -> None:
    before = store.instruments.all()
    resolve_all(store)
    assert store.instruments.all() == before


def test_a_cited_directive_of_the_collection_is_the_instrument(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kho", create=True) as store:
        own = put(store, "own", number="14/KH-LĐLĐ", date="2021-01-11", province="Lai Châu", type="Kế hoạch")
        put(store, "x", cited("14/KH-LĐLĐ", "Kế hoạch", date="2021-01-11"), province="Lai Châu")
        put(store, "y", cited("14/KH-LĐLĐ", "Kế hoạch", date="2021-01-11"), province="Tây Ninh")
        resolve_all(store)
        linked = {row.scope: row.directive for row in store.instruments.all()}
        assert linked == {"Lai Châu": own, "Tây Ninh": None}


def test_the_shipped_table_adds_standing_and_decides_nothing(store: Store) -> None:
    def core() -> list[tuple[object, ...]]:
        rows = [replace(row, status="", note=None, note_source=None) for row in store.instruments.all()]
        return [(row, store.instruments.mentions(row.id), describe(row)) for row in rows]

    with_table = core()
    resolve_all(store, table=())
    assert core() == with_table
    assert {row.status for row in store.instruments.all()} == {UNVERIFIED}


def test_the_shipped_table_is_about_the_instrument_of_that_date_only() -> None:
    rows = known.shipped()
    ethics = Instrument("i", "124-QĐ/TW", CENTRAL, date="2018-02-02")
    assert "04/10/2023" in (known.enrich(ethics, rows).note or "")
    old = Instrument("i", "290-QĐ/TW", CENTRAL, date="2010-02-25")
    assert known.enrich(old, rows).status == "hết hiệu lực"
    assert known.enrich(replace(old, date="2003-02-25"), rows).status == UNVERIFIED
    assert known.enrich(replace(ethics, date="2020-01-01"), rows).note is None
    assert known.enrich(replace(ethics, date=None), rows).note is None
    code = Instrument("i", "145/2020/NĐ-CP", CENTRAL)
    assert known.enrich(code, rows).status == "hết hiệu lực một phần"
    assert known.enrich(replace(code, scope="Lai Châu"), rows).status == UNVERIFIED


def test_the_shipped_table_is_well_formed() -> None:
    rows = known.shipped()
    assert rows
    for row in rows:
        assert row.status in known.STATUSES
        assert row.source
        assert level_of(row.number) == "central"
    assert len({known.key_of(row) for row in rows}) == len(rows)
