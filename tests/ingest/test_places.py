"""Provinces: the whole table, its examples, and what only looks like a province."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import lexicon, places
from ingest.text import fold

TABLE = lexicon.load("provinces")
ROWS: list[dict[str, Any]] = TABLE["province"]


def names(text: str) -> list[str]:
    return [name for _, name in places.find(text)]


def test_63_became_34() -> None:
    assert len(places.former_names()) == 63
    assert len(places.present_names()) == 34
    assert {name for row in ROWS if (name := row["successor"]) == row["name"]} == set(places.present_names())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_examples(row: dict[str, Any]) -> None:
    for example in row["examples"]:
        assert names(example) == [row["name"]], example


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_every_spelling_has_its_canonical_name(row: dict[str, Any]) -> None:
    unit = row["kind"]
    for form in (row["name"], *row.get("aliases", ())):
        for written in (form, form.upper(), f"{unit} {form}", fold(form), fold(f"{unit} {form}")):
            assert places.canonical(written) == row["name"], written
        assert names(f"{unit} {form}") == [row["name"]]
        assert names(fold(f"{unit} {form}")) == [row["name"]]


@pytest.mark.parametrize("text", TABLE["nothing"])
def test_false_friends(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Liên đoàn Lao động các tỉnh Thái Nguyên, Bắc Kạn và Cao Bằng", ["Thái Nguyên", "Bắc Kạn", "Cao Bằng"]),
        ("hòa bình trên địa bàn tỉnh Hòa Bình", ["Hòa Bình"]),
        ("ở lai châu có bao nhiêu cđcs", ["Lai Châu"]),
        ("ke hoach dan van lai chau 2021", ["Lai Châu"]),
        ("ke hoach cua ldld tinh dien bien", ["Điện Biên"]),
        ("which Quyết định governs dân vận in Ninh Thuận?", ["Ninh Thuận"]),
        ("Thành phố Hồ Chí Minh học tập tư tưởng Hồ Chí Minh", ["Hồ Chí Minh"]),
        ("Lang Son la tinh mien nui", ["Lạng Sơn"]),
        ("Quảng Trạch", []),
        ("Lại Châu", []),
        ("huyện Phú Riềng", []),
    ],
)
def test_find(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_spans_are_exact() -> None:
    text = "LĐLĐ tỉnh Bà Rịa – Vũng Tàu và TP.HCM"
    assert [span.of(text) for span, _ in places.find(text)] == ["Bà Rịa – Vũng Tàu", "TP.HCM"]


@pytest.mark.parametrize("unknown", ["", "Phú Riềng", "tỉnh", "thành phố", "Hà", "Lai  Chau X"])
def test_unknown_names(unknown: str) -> None:
    assert places.canonical(unknown) is None
    assert places.successor(unknown) is None
    assert places.predecessors(unknown) == ()
    assert places.kind(unknown) is None


def test_every_province_is_found_again_by_its_successor() -> None:
    for name in places.former_names():
        heir = places.successor(name)
        assert heir is not None
        assert name in places.predecessors(heir)
        assert places.successor(heir) == heir


@given(
    st.lists(
        st.sampled_from([*places.former_names(), "tỉnh", "hòa", "Nguyễn", "xã", "–", ",", "\n", "TP."])
        | st.text(max_size=8),
        max_size=12,
    )
)
def test_find_never_overlaps(parts: list[str]) -> None:
    text = " ".join(parts)
    last = 0
    for span, name in places.find(text):
        assert last <= span.start < span.end <= len(text)
        assert places.canonical(name) == name
        last = span.end
