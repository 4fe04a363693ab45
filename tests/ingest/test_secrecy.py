"""Secrecy stamps: found however they are printed, and not found in what is written about secrets."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from ingest import lexicon, stamps
from ingest.parse import parse_file, parse_text
from ingest.secrecy import find

EXAMPLES: list[dict[str, Any]] = lexicon.load("secrecy")["example"]
HEAD = "LIÊN ĐOÀN LAO ĐỘNG TỈNH NÚI MẪU\nSố: 12/BC-LĐLĐ\nNúi Mẫu, ngày 05 tháng 3 năm 2024\nBÁO CÁO\nTình hình quý I\n"
BODY = "Trong quý, các công đoàn cơ sở đã tổ chức hội nghị.\nI. KẾT QUẢ\n1. Kết nạp 20 đoàn viên.\n"


@pytest.mark.parametrize("example", EXAMPLES, ids=[str(number) for number in range(len(EXAMPLES))])
def test_the_examples(example: dict[str, Any]) -> None:
    assert (find([example["text"]]) or "") == example["secrecy"]
    assert (parse_text(example["text"]).header.secrecy or "") == example["secrecy"]


@pytest.mark.parametrize("level", ["Mật", "Tối mật", "Tuyệt mật"])
@pytest.mark.parametrize(
    "form", ["{}", "({})", "[ {} ]", "«{}»", "***{}***", "| {} |", "– {} –", "# {}", "**{}**", "_{}_"]
)
def test_every_frame_in_every_case(level: str, form: str) -> None:
    for printed in (level, level.upper(), level.lower(), level.title()):
        assert find([f"{form.format(printed)}\n{HEAD}{BODY}"]) == level, printed


@pytest.mark.parametrize("level", ["Mật", "Tối mật", "Tuyệt mật"])
def test_letters_with_spaces_and_letters_in_two_parts(level: str) -> None:
    spaced = " ".join(level.upper().replace(" ", ""))
    decomposed = unicodedata.normalize("NFD", level.upper())
    assert find([f"{spaced}\n{HEAD}{BODY}"]) == level
    assert find([f"{decomposed}\n{HEAD}{BODY}"]) == level


def test_a_stamp_on_each_later_page_counts() -> None:
    pages = [HEAD + BODY, "TỐI MẬT\nTrang hai.", "TỐI MẬT\nTrang ba."]
    assert find(pages) == "Tối mật"
    below = "Dòng một.\nDòng hai.\nTỐI MẬT"
    assert find([HEAD + BODY, below, "Trang ba.", "Trang bốn."]) is None


@pytest.mark.parametrize(
    ("page", "level"),
    [
        ("TỐI MẬT\nBÁO CÁO\nTình hình", "Tối mật"),
        ("TỈNH ỦY NÚI MẪU\nMẬT\nSố 12-BC/TU", "Mật"),
        ("2\nTUYỆT MẬT\nDanh sách", "Tuyệt mật"),
        ("┌──────┐\n│ MẬT │\n└──────┘\nPhụ lục", "Mật"),
        ("TỐI\nMẬT\nPhụ lục", "Tối mật"),
        ("Mật\nđộ dân số", None),
        ("MẠT\nPhụ lục", None),
        ("TUYỆT MẬT\nTỐI MẬT\nMẬT\nlà các độ mật.", None),
        ("PHỤ LỤC\nDanh mục\nMẬT\nlà một độ mật.", None),
        ("PHÒNG BẢO\nMẬT\nSố 12-BC/TU", None),
    ],
)
def test_an_annex_with_a_stamp_of_its_own(page: str, level: str | None) -> None:
    assert find([HEAD + BODY, page, "Trang ba.", "Trang bốn."]) == level
    assert find([HEAD + BODY, "Trang hai.", page]) == level


def test_a_word_that_goes_on_over_the_page_is_no_stamp() -> None:
    assert find([HEAD + BODY + "PHÒNG BẢO", "MẬT\nlà nơi nhận."]) is None


@pytest.mark.parametrize(
    "text",
    [
        HEAD + BODY + "Thực hiện tốt công tác bảo mật, không để lộ bí mật nhà nước.",
        HEAD + BODY + "Tài liệu có độ Tối mật, Tuyệt mật phải được bảo quản riêng.",
        HEAD.replace("Tình hình quý I", "Bảo vệ bí mật nhà nước và quản lý tài liệu mật") + BODY,
        HEAD.replace("Tình hình quý I", "VỀ VIỆC GIẢI MẬT VÀ BẢO VỆ BÍ MẬT") + BODY,
        HEAD + BODY + "Độ mật\nMật\nTối mật\nTuyệt mật",
        HEAD + BODY + "TUYỆT MẬT\nTỐI MẬT\nMẬT",
        "HỎA TỐC\n" + HEAD + BODY,
        "THƯỢNG KHẨN\n" + HEAD + BODY,
        "HỎA TỐC HẸN GIỜ\n" + HEAD + BODY,
        "CÔNG TY MẬT ONG NÚI MẪU\nSố: 3/KH-CT\nKẾ HOẠCH\nNuôi ong\n" + BODY,
        "Mức độ mật:\n" + HEAD + BODY,
        "Độ mật: ........\n" + HEAD + BODY,
        "Độ khẩn: Thường; Độ mật: Thường\n" + HEAD + BODY,
    ],
)
def test_what_is_no_stamp(text: str) -> None:
    assert find([text]) is None


@pytest.mark.parametrize(
    "top",
    [
        "TỈNH ỦY NÚI MẪU TỐI MẬT\nSố 12-KH/TU",
        "TỐI MẬT TỈNH ỦY NÚI MẪU\nSố 12-KH/TU HỎA TỐC",
        "TỈNH ỦY NÚI MẪU\nTỐI MẬT - KHẨN\nSố 12-KH/TU",
        "T Ố I  M Ậ T\nTỈNH ỦY NÚI MẪU\nSố 12-KH/TU",
    ],
)
def test_stamps_are_no_part_of_the_header(top: str) -> None:
    header = parse_text(f"{top}\nNúi Mẫu, ngày 05 tháng 3 năm 2024\nKẾ HOẠCH\nThăm cơ sở\nCăn cứ Điều lệ;\n").header
    assert (header.issuer, header.number, header.title) == ("Tỉnh ủy Núi Mẫu", "12-KH/TU", "Thăm cơ sở")
    assert header.secrecy == "Tối mật"


def test_a_stamp_in_a_table_of_a_word_file(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "TỈNH ỦY NÚI MẪU"
    table.cell(0, 1).text = "ĐẢNG CỘNG SẢN VIỆT NAM"
    table.cell(1, 0).text = "Số 12-KH/TU\nMẬT"
    table.cell(1, 1).text = "Núi Mẫu, ngày 05 tháng 3 năm 2024"
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Thăm cơ sở")
    path = tmp_path / "mat.docx"
    document.save(str(path))
    assert parse_file(path).header.secrecy == "Mật"


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyMẬTỐÁ ,.:;\n-0123456789", max_size=300))
def test_reading_a_line_never_fails_and_needs_the_word(text: str) -> None:
    found = find([text])
    assert found is None or found in stamps.names()
