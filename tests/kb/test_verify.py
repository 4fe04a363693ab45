"""The last gate: what a passage does not say is never said on its behalf."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Passage
from ingest.types import Header
from kb.ask.answer import Evidence
from kb.ask.verify import carried
from kb.store.records import Document

FRAME = frozenset({"theo", "muc", "nguoi", "so", "ngay"})
TEXT = (
    "Ngày 12 tháng 12 năm 2013, ông Lê Văn Mẫu và bà Trần Thị Hoa ký Quyết định số 217-QĐ/TW của Bộ Chính trị; đến 11/2014 "
    "kết nạp 24.500 đoàn viên ở 02 cơ sở, đạt 98% trở lên."
)
HEADER = Header(
    number="439/KH-LĐLĐ",
    type="Kế hoạch",
    issuer="Liên đoàn Lao động tỉnh Tây Ninh",
    province="Tây Ninh",
    year=2023,
    date="2023-05-09",
)


def evidence(text: str = TEXT, header: Header = HEADER) -> list[Evidence]:
    passage = Passage("p", "d", 0, len(text), text, section="III.2", page=7)
    return [Evidence(passage, Document("d", header, "d.txt", ("d.txt",), sample=False), 1.0)]


@pytest.mark.parametrize(
    "statement",
    [
        TEXT,
        "Kết nạp 24.500 đoàn viên.",
        "Theo Bộ Chính trị, ở 2 cơ sở.",  # "02" and "2" are one figure
        "Lê Văn Mẫu ký 217-QĐ/TW ngày 12/12/2013.",
        "Kế hoạch số 439/KH-LĐLĐ ngày 09/05/2023 của Liên đoàn Lao động tỉnh Tây Ninh, mục III.2, trang 7: 98%.",
        "không có số và tên",
    ],
)
def test_what_the_passage_or_its_header_says_may_be_said(statement: str) -> None:
    assert carried(statement, evidence(), FRAME)


@pytest.mark.parametrize(
    "statement",
    [
        "Kết nạp 24.501 đoàn viên.",
        "Kết nạp 24500 đoàn viên, 245 cơ sở.",
        "Đạt 97% trở lên.",
        "ở 20 cơ sở",
        "ở 3 cơ sở",
        "Quyết định số 17-QĐ/TW",
        "Quyết định số 2217-QĐ/TW",
        "Quyết định số 217-QĐ/TU",
        "năm 2015",
        "ngày 13/12/2013",
        "ngày 12/12/2023 của Bộ Nội vụ",
        "Theo Ban Bí thư",
        "Nguyễn Văn Mẫu ký",
        "Liên đoàn Lao động tỉnh Lai Châu",
        "Tổng kết ở Hà Nội",
    ],
)
def test_a_figure_a_date_or_a_name_that_is_not_there_is_stopped(statement: str) -> None:
    assert not carried(statement, evidence(), FRAME)


@pytest.mark.parametrize(
    "statement",
    [
        "ngày 12/11/2013",  # made of 12, 11 and 2013
        "ngày 09/12/2023",  # made of the directive's date and the passage's
        "Lê Thị Hoa ký.",  # made of two people
        "đạt 217%",
        "Quyết định số 98-QĐ/TW",
        "Trần Thị Hòa ký.",  # other diacritics, another person
    ],
)
def test_what_is_put_together_of_parts_is_stopped(statement: str) -> None:
    assert not carried(statement, evidence(), FRAME)


def test_nothing_is_carried_by_nothing() -> None:
    assert not carried("không có số và tên", [], FRAME)


def test_every_passage_that_is_cited_counts() -> None:
    both = [*evidence("Có 5 mô hình"), *evidence("Có 6 mô hình ở Mũi Né")]
    assert carried("Số 5 và 6 ở Mũi Né", both, FRAME | {"so"})
    assert not carried("Số 5 và 6 ở Mũi Né", both[:1], FRAME)


@given(figure=st.integers(min_value=0, max_value=10**7), said=st.integers(min_value=0, max_value=10**7))
def test_a_figure_is_carried_by_the_same_figure_only(figure: int, said: int) -> None:
    header = Header()
    text = f"phải có {figure} đoàn viên"
    passage = Passage("p", "d", 0, len(text), text)
    cited = [Evidence(passage, Document("d", header, "d.txt", ("d.txt",), sample=False), 1.0)]
    assert carried(f"có {said} đoàn viên", cited, FRAME) is (said == figure)


SYLLABLES = st.sampled_from(["Lan", "Hùng", "Mai", "Sơn", "Tuyết", "Đạt", "Quang", "Bích", "Yến", "Khôi"])


@given(held=st.lists(SYLLABLES, min_size=1, max_size=4), said=SYLLABLES)
def test_a_name_is_carried_by_a_text_that_has_it_only(held: list[str], said: str) -> None:
    text = f"người ký là {' '.join(held)}"
    passage = Passage("p", "d", 0, len(text), text)
    cited = [Evidence(passage, Document("d", Header(), "d.txt", ("d.txt",), sample=False), 1.0)]
    assert carried(f"do {said} ký", cited, FRAME) is (said in held)
