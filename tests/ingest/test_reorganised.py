"""Bodies that ended in 2025: the whole table by its examples, there and back, and the level that is no more."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import lexicon, places
from ingest.citations.tables import organ_codes
from ingest.reorganised import ended, predecessors, successor
from ingest.text import fold

TABLE = lexicon.load("reorganised")
BODIES: list[dict[str, Any]] = TABLE["body"]
NAMES = [
    (form, body["successor"])
    for body in BODIES
    for form in (*(() if "of" in body else (body["name"],)), *body.get("names", ()), *body["examples"])
]
UNITS = [(example, unit["level"]) for unit in TABLE["unit"] for example in unit["examples"]]


@pytest.mark.parametrize(("name", "heir"), NAMES, ids=[name for name, _ in NAMES])
def test_every_name_of_a_body_leads_to_its_successor(name: str, heir: str) -> None:
    found = successor(name)
    assert found is not None
    assert found.name.startswith(heir)
    assert successor(fold(name)) is not None or not name.isascii()


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body["name"])
def test_the_table_is_well_formed(body: dict[str, Any]) -> None:
    assert re.fullmatch(r"2025-\d\d(-\d\d)?", body["since"])
    assert body["whole"] or body["note"]
    assert body["examples"]
    assert "code" not in body or organ_codes().find(body["code"]) == body["code"]


@pytest.mark.parametrize("body", [body for body in BODIES if "of" not in body], ids=lambda body: body["name"])
def test_a_successor_knows_its_predecessors(body: dict[str, Any]) -> None:
    assert body["name"] in predecessors(body["successor"])
    assert body["name"] in predecessors(fold(body["successor"]))
    assert successor(body["successor"]) is None


@pytest.mark.parametrize("name", TABLE["unchanged"]["names"])
def test_what_goes_on_has_no_successor(name: str) -> None:
    assert successor(name) is None


@pytest.mark.parametrize("row", TABLE["moved"], ids=lambda row: row["former"])
def test_a_body_of_a_province_follows_it(row: dict[str, str]) -> None:
    found = successor(row["former"])
    assert found is not None
    assert (found.name, found.since) == (row["present"], row["since"])
    assert row["former"] in predecessors(row["present"])
    assert successor(row["present"]) is None


@given(
    st.sampled_from(places.present_names()), st.sampled_from(["Sở Nội vụ", "LĐLĐ", "Ban Tuyên giáo và Dân vận", "UBND"])
)
def test_predecessors_lead_back(province: str, head: str) -> None:
    word = "Tỉnh ủy" if head.startswith("Ban") else "tỉnh"
    if places.kind(province) == "thành phố":
        word = "Thành ủy" if head.startswith("Ban") else "thành phố"
    name = f"{head} {word} {province}"
    for former in predecessors(name):
        heir = successor(former)
        assert heir is not None
        assert heir.name == name


def test_a_split_is_told() -> None:
    labour = successor("Bộ Lao động - Thương binh và Xã hội")
    assert labour is not None
    assert (labour.name, labour.since, labour.code, labour.whole) == ("Bộ Nội vụ", "2025-03-01", "BNV", False)
    assert "Bộ Y tế" in labour.note
    assert predecessors("Bộ Y tế") == ()  # A smaller part does not make a predecessor.


@pytest.mark.parametrize("name", ["", " ", "-", "Nội vụ", "Bộ", "tỉnh", "Trường Công an tỉnh Ninh Thuận"])
def test_what_is_no_body_has_neither(name: str) -> None:
    assert successor(name) is None
    assert predecessors(name) == ()


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    successor(text)
    predecessors(text)
    ended(text)


@pytest.mark.parametrize(("text", "level"), UNITS, ids=[text for text, _ in UNITS])
def test_units_of_the_district_level_ended(text: str, level: str) -> None:
    found = ended(text)
    assert found is not None
    assert (found.level, found.since) == (level, "2025-07-01")
    assert found.text in text


@pytest.mark.parametrize("text", TABLE["standing"]["names"])
def test_other_units_did_not(text: str) -> None:
    assert ended(text) is None


def test_every_city_under_the_central_government_stands() -> None:
    for name in places.present_names():
        if places.kind(name) == "thành phố":
            assert ended(f"UBND thành phố {name}") is None
        else:
            assert ended(f"UBND thành phố {name}, tỉnh {name}") is not None
