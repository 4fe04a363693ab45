"""Mentions by name, and those that point back: the lexicon's examples, a table of texts, and what holds for any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.citations import find_all, read_name
from ingest.lexicon import load
from ingest.text import normalise
from ingest.types import FORMS, Citation, Span
from tests.growth import STEEP, growth


@pytest.mark.parametrize("example", load("names")["example"], ids=lambda example: example["text"][:50])
def test_examples_of_the_lexicon(example: dict[str, Any]) -> None:
    found = find_all(normalise(example["text"]))
    assert [[one.name, one.type] for one in found if one.form == "name"] == example["names"]


@pytest.mark.parametrize(
    ("text", "name", "date", "pinpoint"),
    [
        ("điểm a khoản 1 Điều 9 và khoản 2 Điều 10 Bộ luật Dân sự năm 2015", "Bộ luật Dân sự năm 2015", None, "điểm a khoản 1 Điều 9 và khoản 2 Điều 10"),
        ("Căn cứ Luật Viên chức ngày 15 tháng 11 năm 2010;", "Luật Viên chức", "2010-11-15", None),
        ("theo luật Công đoàn", "luật Công đoàn", None, None),
        ("tại Luật Phòng chống tham nhũng 2018", "Luật Phòng chống tham nhũng 2018", None, None),
        ("của Pháp lệnh Cựu chiến binh", "Pháp lệnh Cựu chiến binh", None, None),
        ("(Luật Hộ tịch)", "Luật Hộ tịch", None, None),
    ],
)  # fmt: skip
def test_a_law_by_its_name(text: str, name: str, date: str | None, pinpoint: str | None) -> None:
    (found,) = find_all(text)
    assert (found.name, found.date, found.pinpoint, found.number) == (name, date, pinpoint, None)


@pytest.mark.parametrize(
    "text",
    [
        "kỷ luật Đảng, pháp luật Việt Nam, quy luật Cung cầu", "Luật sư Trần Văn Mẫu", "dự án Luật Nhà giáo", "Luật Dân số (sửa đổi) đang lấy ý kiến",
        "Trường Đại học Luật Thành phố", "Luật này quy định", "các luật có liên quan", "nghị quyết của Đại hội", "Nghị quyết Trung ương",
        "Đại hội XIII của Đảng đề ra", "điều lệ của tổ chức", "Luật nhân quả",
    ],
)  # fmt: skip
def test_no_name(text: str) -> None:
    assert find_all(text) == ()


def test_a_name_that_the_text_gives_with_a_number_is_known_in_the_rest_of_it() -> None:
    text = "Luật Kiểm nghiệm và phân loại mẫu thử số 12/2031/QH16.\nĐiều 3 Luật Kiểm nghiệm và phân loại mẫu thử quy định như sau"
    assert [one.name for one in find_all(text)] == [None, "Luật Kiểm nghiệm và phân loại mẫu thử"]


def short(text: str, kind: str | None = None) -> list[tuple[str, str, int | None]]:
    return [(one.form, one.text, one.refers) for one in find_all(text, kind=kind) if one.form in {"short", "self"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chỉ thị số 05-CT/TU; theo Chỉ thị nêu trên", [("short", "Chỉ thị nêu trên", 0)]),
        ("Chỉ thị số 05-CT/TU và Chỉ thị số 06-CT/TU; theo Chỉ thị nêu trên", [("short", "Chỉ thị nêu trên", None)]),
        ("Chỉ thị số 05-CT/TU.\nChỉ thị số 06-CT/TU.\nThực hiện Chỉ thị trên, các cấp", [("short", "Chỉ thị trên", None)]),
        ("Kế hoạch số 5/KH-UBND. Thực hiện Kế hoạch trên địa bàn", []),
        ("Nghị định số 145/2020/NĐ-CP. Theo Nghị định 145, các bên", [("short", "Nghị định 145", 0)]),
        ("Quyết định số 217-QĐ/TW (sau đây gọi là Quy chế 217).\nTheo Quy chế 217, MTTQ", [("short", "Quy chế 217", 0)]),
        ("Nghị định số 145/2020/NĐ-CP (sau đây gọi tắt là Nghị định).\nTheo Nghị định, các bên", []),
        ("Chỉ thị số 05-CT/TU.\nCác cấp họp.\nChỉ thị số 06-CT/TU.\nThực hiện Chỉ thị trên, các cấp", [("short", "Chỉ thị trên", 1)]),
        ("Chỉ thị số 05-CT/TU; thực hiện các Chỉ thị nêu trên", [("short", "Chỉ thị nêu trên", None)]),
        ("Quyết định số 174/QĐ-TLĐ của Tổng Liên đoàn Lao động Việt Nam (sau đây gọi tắt là Tổng Liên đoàn).\nTổng Liên đoàn giao", []),
        ("Theo Quyết định nói trên của cấp trên", [("short", "Quyết định nói trên", None)]),
    ],
)  # fmt: skip
def test_what_points_back(text: str, expected: list[tuple[str, str, int | None]]) -> None:
    assert short(text) == expected


def test_itself() -> None:
    text = "Nghị định này hướng dẫn khoản 2 Điều 5 Luật Đất đai. Điều 3 Nghị định này; Luật này"
    found = [one for one in find_all(text, kind="Nghị định") if one.form == "self"]
    assert [(one.text, one.pinpoint) for one in found] == [("Nghị định này", None), ("Nghị định này", "Điều 3")]
    assert short(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Luật Công đoàn năm 2012", "Luật Công đoàn (2012)"),
        ("Nghị quyết Đại hội XIII của Đảng", "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng Cộng sản Việt Nam"),
        ("Nghị quyết Trung ương 4 (khóa XII)", "Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII"),
        ("Nghị quyết Đại hội Công đoàn tỉnh Lai Châu lần thứ XIII", "Nghị quyết Đại hội XIII Công đoàn tỉnh, nhiệm kỳ 2023-2028"),
        ("Hiến pháp năm 2013", "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013"),
        ("Điều lệ Công đoàn", "Điều lệ Công đoàn Việt Nam"),
        ("Luật Phòng, chống ma túy", "Luật Phòng chống ma tuý"),
        ("Luật Đất đai (sửa đổi) năm 2024", "Luật Đất đai năm 2024"),
        ("Nghị quyết Hội nghị lần thứ mười hai Ban Chấp hành Trung ương khóa XI", "Nghị quyết Trung ương 12 khóa XI"),
        ("Nghị quyết Đại hội lần thứ mười ba của Đảng", "Nghị quyết Đại hội XIII của Đảng"),
    ],
)  # fmt: skip
def test_one_name(one: str, other: str) -> None:
    assert read_name(one) == read_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Luật Lao động", "Bộ luật Lao động"),
        ("Nghị quyết Đại hội XIII của Đảng", "Nghị quyết Đại hội XIII Công đoàn Việt Nam"),
        ("Nghị quyết Trung ương 4 khóa XI", "Nghị quyết Trung ương 4 khóa XII"),
        ("Nghị quyết Trung ương 6 khóa XII", "Nghị quyết Trung ương 4 khóa XII"),
        ("Luật Quy hoạch", "Luật Quy hoạch đô thị"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert read_name(one).key != read_name(other).key


PIECES = st.sampled_from(
    [
        "Luật ", "Bộ luật ", "Công đoàn", "An toàn, vệ sinh lao động", " năm 2012", " ngày 12/6/2015", " số 12/2012/QH13", "sửa đổi, bổ sung một số điều của ",
        " và ", ", ", "\n", "Nghị quyết Trung ương 4 (khóa XI, khóa XII)", "Nghị quyết Đại hội ", "lần thứ XIII", " của Đảng", "Điều lệ ", "Hiến pháp",
        "Quyết định số 217-QĐ/TW", "Quyết định nêu trên", "Nghị định này", "(sau đây gọi là Quy chế 217)", "Quy chế 217", "khoản 2 Điều 5 ", ". ", "“", "”",
    ]
)  # fmt: skip


def check(text: str, found: tuple[Citation, ...]) -> None:
    assert [one.start for one in found] == sorted(one.start for one in found)
    for place, one in enumerate(found):
        assert text[one.start : one.end] == one.text != ""
        assert one.form in FORMS
        assert (one.number is not None) or one.name
        if one.refers is not None:
            assert one.form == "short"
            assert place != one.refers
            assert found[one.refers].form in {"number", "name"}
        if one.pinpoint:
            assert one.pinpoint in text


@given(st.lists(PIECES, max_size=16).map("".join) | st.text(max_size=200))
def test_any_text_gives_exact_spans(raw: str) -> None:
    text = normalise(raw)
    check(text, find_all(text))
    check(text, find_all(text, own=Span(0, len(text) // 2), kind="Nghị định"))


@pytest.mark.parametrize(
    "piece",
    [
        "Luật ", "Luật sửa đổi, bổ sung của Luật ", "Luật A, ", "Nghị quyết Trung ương 4, ", "Nghị quyết Đại hội lần thứ ", "khóa XI, ", "Điều lệ Đảng ",
        "Quyết định này ", "Quyết định nêu trên ", "(sau đây gọi là Quy chế 1) ", " này", "khoản 1 ",
    ],
)  # fmt: skip
def test_hostile_text_ends_soon(piece: str) -> None:
    def find(size: int) -> object:
        return find_all(
            "Quyết định số 1-QĐ/TW (sau đây gọi là Quy chế 217) " + piece * (size // len(piece)), kind="Quyết định"
        )

    assert growth(find, 100_000) < STEEP
