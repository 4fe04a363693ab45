"""Old names still find their documents: filters by a province or a body of today, and what is told of those that ended."""

from __future__ import annotations

import json

import pytest

from kb import nowadays
from kb.ask import Filters
from kb.build import build
from kb.collection import Collection
from kb.home import Home
from tests.kb.made import kb

UNION = "LIÊN ĐOÀN LAO ĐỘNG TỈNH {}\n\nSố: {}\n\n{}, ngày {}\n\nKẾ HOẠCH\n\nThăm hỏi đoàn viên khó khăn\n\n"
MINISTRY = "{}\n\nSố: {}\n\nHà Nội, ngày 05 tháng 3 năm {}\n\nTHÔNG TƯ\n\nHướng dẫn thăm hỏi đoàn viên khó khăn\n\n"
BODY = "Căn cứ Thông tư số 14/2021/TT-BGTVT ngày 02/3/2021 của Bộ Giao thông vận tải;\n\nI. VIỆC LÀM\n\n1. Đơn vị thăm hỏi đoàn viên khó khăn trước ngày 30/6.\n"
FILES = {
    "ninh-thuan.txt": UNION.format("NINH THUẬN", "11/KH-LĐLĐ", "Ninh Thuận", "05 tháng 3 năm 2023") + BODY,
    "khanh-hoa-cu.txt": UNION.format("KHÁNH HÒA", "12/KH-LĐLĐ", "Khánh Hòa", "06 tháng 3 năm 2023") + BODY,
    "khanh-hoa.txt": UNION.format("KHÁNH HÒA", "13/KH-LĐLĐ", "Khánh Hòa", "07 tháng 8 năm 2025") + BODY,
    "lao-dong.txt": MINISTRY.format("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "14/2022/TT-BLĐTBXH", 2022) + BODY,
    "noi-vu.txt": MINISTRY.format("BỘ NỘI VỤ", "15/2022/TT-BNV", 2022) + BODY,
    "so.txt": MINISTRY.format("SỞ NỘI VỤ TỈNH LAI CHÂU", "16/TT-SNV", 2022) + BODY,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    base = tmp_path_factory.mktemp("ten-cu")
    for name, text in FILES.items():
        (base / "van-ban").mkdir(exist_ok=True)
        (base / "van-ban" / name).write_text(text, encoding="utf-8")
    build(Home(base / "kho"), [base / "van-ban"])
    return Home(base / "kho")


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(province="Khánh Hòa"), {"11/KH-LĐLĐ", "12/KH-LĐLĐ", "13/KH-LĐLĐ"}),
        (Filters(province="tinh khanh hoa"), {"11/KH-LĐLĐ", "12/KH-LĐLĐ", "13/KH-LĐLĐ"}),
        (Filters(province="Ninh Thuận"), {"11/KH-LĐLĐ"}),
        (Filters(province="Lai Châu"), {"16/TT-SNV"}),
        (Filters(province="Phú Riềng"), set()),
        (Filters(issuer="Bộ Nội vụ"), {"14/2022/TT-BLĐTBXH", "15/2022/TT-BNV"}),
        (Filters(issuer="bo noi vu"), {"14/2022/TT-BLĐTBXH", "15/2022/TT-BNV"}),
        (Filters(issuer="Bộ Lao động - Thương binh và Xã hội"), {"14/2022/TT-BLĐTBXH"}),
        (Filters(issuer="Nội vụ"), {"15/2022/TT-BNV", "16/TT-SNV"}),
        (Filters(issuer="Bộ Y tế"), set()),
        (Filters(issuer="Liên đoàn Lao động tỉnh Khánh Hòa"), {"11/KH-LĐLĐ", "12/KH-LĐLĐ", "13/KH-LĐLĐ"}),
        (Filters(issuer="Liên đoàn Lao động", year=2025), {"13/KH-LĐLĐ"}),
    ],
)
def test_filters(home: Home, filters: Filters, numbers: set[str]) -> None:
    with Collection.open(home) as collection:
        assert {one.header.number for one in collection.documents if filters.admits(one)} == numbers


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("11/KH-LĐLĐ", " (nay thuộc tỉnh Khánh Hòa)"),
        ("12/KH-LĐLĐ", ""),
        ("14/2022/TT-BLĐTBXH", " (nay là Bộ Nội vụ)"),
        ("15/2022/TT-BNV", ""),
        ("16/TT-SNV", ""),
    ],
)
def test_what_follows_a_name(home: Home, name: str, mark: str) -> None:
    with Collection.open(home) as collection:
        assert nowadays.mark(collection.store.find(name)) == mark


def test_the_commands_tell_the_successor(home: Home) -> None:
    for command in (
        ("search", "thăm hỏi đoàn viên"),
        ("list",),
        ("ask", "Đơn vị thăm hỏi đoàn viên khó khăn khi nào?"),
    ):
        said = " ".join(kb(home, *command, "--province", "Khánh Hòa").stdout.split())
        assert "Liên đoàn Lao động tỉnh Ninh Thuận (nay thuộc tỉnh Khánh Hòa)" in said
        narrow = " ".join(kb(home, *command, "--province", "Ninh Thuận").stdout.split())
        assert "(nay thuộc tỉnh Khánh Hòa)" in narrow
        assert "12/KH-LĐLĐ" not in narrow
    said = " ".join(kb(home, "list", "--issuer", "Bộ Nội vụ").stdout.split())
    assert "Bộ Lao động - Thương binh và Xã hội (nay là Bộ Nội vụ)" in said
    (row,) = json.loads(kb(home, "list", "--province", "Ninh Thuận", "--json").stdout)["documents"]
    assert (row["province"], row["province_now"]) == ("Ninh Thuận", "Khánh Hòa")
    assert row["issuer_now"]["name"] == "Liên đoàn Lao động tỉnh Khánh Hòa"


def test_an_instrument_names_the_successor_of_its_issuer(home: Home) -> None:
    said = " ".join(kb(home, "instrument", "14/2021/TT-BGTVT").stdout.split())
    assert "Bộ Giao thông vận tải (nay là Bộ Xây dựng, từ 01/03/2025 (phần lớn;" in said
    row = json.loads(kb(home, "instrument", "14/2021/TT-BGTVT", "--json").stdout)
    assert {**row["issuer_now"], "note": ""} == {
        "name": "Bộ Xây dựng", "since": "2025-03-01", "whole": False, "note": "",
    }  # fmt: skip


def test_a_question_about_a_province_keeps_to_it(home: Home) -> None:
    done = kb(home, "ask", "Khánh Hòa thăm hỏi đoàn viên khó khăn trước ngày nào?")
    assert "11/KH-LĐLĐ" not in done.stdout
