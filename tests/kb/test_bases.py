"""Lines of bases: the form and the order of each style."""

from __future__ import annotations

import random
from typing import Any

import pytest

from kb.drafting.bases import STYLES, in_order, line, lines, style, system, table
from kb.errors import UsageError
from kb.store.records import Instrument

CENTRE = "trung ương"
DECREE = Instrument("d", "145/2020/NĐ-CP", CENTRE, "Nghị định", "2020-12-14", "Chính phủ", "về quan hệ lao động")
LAW = Instrument("l", "10/2022/QH15", CENTRE, "Luật", "2022-11-10", "Quốc hội", "Luật Thực hiện dân chủ ở cơ sở")
PARTY = Instrument("p", "217-QĐ/TW", CENTRE, "Quyết định", "2013-12-12", "Bộ Chính trị", "ban hành Quy chế")
PARTY_LATER = Instrument("q", "23-QĐ/TW", CENTRE, "Quyết định", "2021-07-30", "Bộ Chính trị", "ban hành Quy chế khác")
PROVINCE_PARTY = Instrument(
    "r", "05-CTr/TU", "Lai Châu", "Chương trình", "2010-12-25", "Tỉnh ủy Lai Châu", "về dân vận"
)
PROVINCE_STATE = Instrument("s", "490/QĐ-UBND", "Lai Châu", "Quyết định", "2009-03-05", "UBND tỉnh", "về cải cách")
UNION = Instrument("u", "41/HD-TLĐ", CENTRE, "Hướng dẫn", "2021-11-11", "Tổng Liên đoàn", "hướng dẫn đối thoại")
ALL = (DECREE, LAW, PARTY, PARTY_LATER, PROVINCE_PARTY, PROVINCE_STATE, UNION)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("state", [LAW, DECREE, PROVINCE_STATE, PARTY, PARTY_LATER, PROVINCE_PARTY, UNION]),
        ("party", [PARTY, PARTY_LATER, PROVINCE_PARTY, LAW, DECREE, PROVINCE_STATE, UNION]),
        ("union", [PARTY, PARTY_LATER, PROVINCE_PARTY, LAW, DECREE, PROVINCE_STATE, UNION]),
    ],
)
def test_order_of_a_style(name: str, expected: list[Instrument]) -> None:
    for seed in range(5):
        rows = list(ALL)
        random.Random(seed).shuffle(rows)
        assert in_order(rows, style(name)) == expected


@pytest.mark.parametrize(
    ("name", "first", "marks"),
    [
        ("state", "Căn cứ Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15 ngày 10/11/2022 của Quốc hội;", ";;;;;;."),
        (
            "party",
            "- Căn cứ Quyết định số 217-QĐ/TW, ngày 12/12/2013 của Bộ Chính trị về việc ban hành Quy chế;",
            ";;;;;;;",
        ),
        (
            "union",
            "Căn cứ Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc ban hành Quy chế;",
            ";;;;;;.",
        ),
    ],
)
def test_lines_of_a_style(name: str, first: str, marks: str) -> None:
    made = lines(ALL, style(name))
    assert made[0].text == first
    assert "".join(one.text[-1] for one in made) == marks
    assert all(one.missing == () and one.warning is None for one in made)


@pytest.mark.parametrize("example", table()["example"], ids=lambda row: row["style"])
def test_examples_of_the_table(example: dict[str, Any]) -> None:
    assert line(DECREE, style(example["style"]), "").text == example["line"]


def test_what_nobody_tells_is_a_visible_blank() -> None:
    bare = Instrument("x", "99-QĐ/TW", CENTRE, "Quyết định")
    made = line(bare, style("union"), ";")
    assert made.missing == ("date", "issuer", "title")
    assert made.text == (
        "Căn cứ Quyết định số 99-QĐ/TW ngày (chưa rõ ngày) của (chưa rõ cơ quan ban hành) về (chưa rõ trích yếu);"
    )
    assert "ngày ban hành" in (made.warning or "")


def test_a_law_by_name_lacks_its_number_a_charter_does_not() -> None:
    law = Instrument("x", None, CENTRE, "Bộ luật", name="Bộ luật Lao động")
    assert line(law, style("union"), ";").text.startswith("Căn cứ Bộ luật Lao động số (chưa rõ số) ngày (chưa rõ ngày)")
    charter = Instrument("y", None, CENTRE, "Điều lệ", name="Điều lệ Công đoàn Việt Nam")
    assert line(charter, style("union"), ".").text == "Căn cứ Điều lệ Công đoàn Việt Nam."


@pytest.mark.parametrize(
    ("number", "issuer", "name", "whose"),
    [
        ("05/KL-BCH", "Tổng Liên đoàn", None, "union"),
        ("62/CV-BTV", "Tỉnh ủy", None, "party"),
        ("392-CV/TU", None, None, "party"),
        ("01/2016/TT-BNV", "Bộ Nội vụ", None, "state"),
        (None, None, "Điều lệ Công đoàn Việt Nam", "union"),
        (None, None, "Nghị quyết Trung ương 4 khóa XII", "party"),
        (None, None, "Bộ luật Lao động", "state"),
    ],
)
def test_whose_instrument_it_is(number: str | None, issuer: str | None, name: str | None, whose: str) -> None:
    assert system(Instrument("x", number, "", issuer=issuer, name=name)) == whose


def test_no_such_style() -> None:
    with pytest.raises(UsageError, match="state, party hoặc union"):
        style("royal")
    assert set(table()["style"]) == set(STYLES)
