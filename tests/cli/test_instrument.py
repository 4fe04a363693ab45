"""``kb instrument``: by number, by a part of one, by name, on a day; and what it says where nobody cites it."""

from __future__ import annotations

import json

import pytest

from kb.home import Home
from tests.kb.made import kb, plan

BODIES = (
    (
        "Căn cứ Chỉ thị số 05-CT/TU ngày 20/7/2021 của Ban Thường vụ Tỉnh ủy về kỷ luật lao động;",
        "Căn cứ Kết luận số 05-KL/TW ngày 15/5/2016 của Bộ Chính trị về đạo đức;",
        "Thực hiện Nghị quyết Trung ương 4 (khóa XI, khóa XII) về xây dựng Đảng.",
        "Căn cứ Chỉ thị số 49-CT/TW ngày 25/10/2015 của Ban Bí thư về tăng cường và đổi mới công tác dân vận trong vùng đồng bào dân tộc thiểu số;",
        "1. Quyết định số 70/QĐ-UBND ngày 02/01/2020 của Ủy ban nhân dân tỉnh có hiệu lực đến hết ngày 31/12/2022.",
    ),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("instrument")
    (folder / "van-ban").mkdir()
    for number, lines in enumerate(BODIES, start=1):
        (folder / "van-ban" / f"{number}.txt").write_text(plan(*lines, number=number), encoding="utf-8")
    place = Home(folder / "kho")
    assert kb(place, "build", folder / "van-ban").returncode == 0
    return place


@pytest.mark.parametrize(
    ("asked", "number", "name"),
    [
        ("Chỉ thị 05", "05-CT/TU", None),
        ("ket luan 05", "05-KL/TW", None),
        ("05-CT/TU", "05-CT/TU", None),
        ("Nghị quyết Trung ương 4 khóa XII", None, "Nghị quyết Trung ương 4 khóa XII"),
    ],
)
def test_the_one_that_is_meant(home: Home, asked: str, number: str | None, name: str | None) -> None:
    row = json.loads(kb(home, "instrument", asked, "--json").stdout)
    assert row["number"] == number
    assert name is None or name in row["spellings"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Nghị quyết Trung ương 4", "có thể là 2 văn bản: Nghị quyết Trung ương 4 khóa XI"),
        ("Nghị quyết Trung ương 5", "Không văn bản nào trong kho viện dẫn “Nghị quyết Trung ương 5”"),
        ("Nghị định 05", "Không văn bản nào trong kho viện dẫn “Nghị định 05”"),
        ("1/KH-LĐLĐ", "chính văn bản thì có trong kho"),
        ("290-QĐ/TW", "bảng văn bản ghi: Quyết định 290-QĐ/TW năm 2010: hết hiệu lực"),
        ("05", "có thể là 2 văn bản"),
    ],
)
def test_none_or_several(home: Home, asked: str, said: str) -> None:
    done = kb(home, "instrument", asked)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())


def test_what_the_table_contradicts_is_told(home: Home) -> None:
    said = " ".join(kb(home, "instrument", "49-CT/TW").stdout.split())
    assert (
        "ngày ban hành ghi khác nhau: 20/10/2015 (bảng văn bản); 25/10/2015 (1 văn bản). Có lẽ đúng: 20/10/2015."
        in said
    )


@pytest.mark.parametrize(
    ("day", "status"),
    [("01/01/2020", "chưa có hiệu lực"), ("31/12/2022", "chưa kiểm chứng"), ("01/01/2023", "hết hiệu lực")],
)
def test_standing_on_a_day(home: Home, day: str, status: str) -> None:
    row = json.loads(kb(home, "instrument", "70/QĐ-UBND", "--as-of", day, "--json").stdout)
    assert row["status"] == row["in_force"]["status"] == status


def test_a_day_that_is_none(home: Home) -> None:
    done = kb(home, "instrument", "05-CT/TU", "--as-of", "31/02/2020")
    assert done.returncode == 2
    assert "Không có ngày 31/02/2020" in done.stderr
