"""What is read out of a question, and that nothing is read into it."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.text import RAISED, fold, normalise
from kb.ask.question import Question, read
from kb.collection import Collection


def numbers(question: Question) -> list[tuple[str | None, str]]:
    return list(dict.fromkeys((one.number, one.digits) for one in question.numbers))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("217/QĐ-TW", [("217-QĐ/TW", "217")]),
        ("217-QĐ/TW", [("217-QĐ/TW", "217")]),
        ("217 - QĐ / TW là gì", [("217-QĐ/TW", "217")]),
        ("217-qd/tw", [("217-QĐ/TW", "217")]),
        ("217-QÐ/TW", [("217-QĐ/TW", "217")]),
        ("Quyết định 217-QĐ/TW và 218-QĐ/TW", [("217-QĐ/TW", "217"), ("218-QĐ/TW", "218")]),
        ("Quyết định 217-QĐ/TW, 217-QĐ/TW", [("217-QĐ/TW", "217")]),
        ("999-QĐ/TW", [("999-QĐ/TW", "999")]),
        ("59/2023/NĐ-CP", [("59/2023/NĐ-CP", "59")]),
        ("nghi dinh 59 2023 ND CP", [("59/2023/NĐ-CP", "59")]),
        ("02 NQ TW", [("02-NQ/TW", "02")]),
        ("04/2015/NĐ-CP", [("04/2015/NĐ-CP", "04")]),
        ("215/LĐLĐ gửi ai", [("215/LĐLĐ", "215")]),
        ("50/2024/QH15", [("50/2024/QH15", "50")]),
        ("qd 218", [(None, "218")]),
        ("qđ số 218", [(None, "218")]),
        ("QĐ 218 do ai ban hành", [(None, "218")]),
        ("Công văn 215", [(None, "215")]),
        ("chi thi so 16", [(None, "16")]),
        ("Nghị quyết 12b", [(None, "12b")]),
        ("văn bản số 217 nói gì", [(None, "217")]),
        # Not numbers of instruments.
        ("năm 2023", []),
        ("Kế hoạch 2023 của Tây Ninh", []),
        ("trước ngày 13/3 hàng năm", []),
        ("ngày 12/12/2013", []),
        ("giai đoạn 2021-2025", []),
        ("phấn đấu 98% trở lên", []),
        ("ít nhất 02 công đoàn cơ sở", []),
        ("kết nạp 24.500 đoàn viên", []),
    ],
)
def test_numbers_as_they_are_typed(collection: Collection, text: str, expected: list[tuple[str | None, str]]) -> None:
    assert numbers(read(text, collection)) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Quyết định 217-QĐ/TW", "Quyết định"),
        ("qd 218", "Quyết định"),
        ("Nghị định 59", "Nghị định"),
        ("chi thi 16", "Chỉ thị"),
        ("217-QĐ/TW", None),
    ],
)
def test_the_type_before_a_number_belongs_to_it(collection: Collection, text: str, kind: str | None) -> None:
    assert [one.type for one in read(text, collection).numbers] == [kind]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Kế hoạch năm 2023 của Tây Ninh", (2023,)),
        ("ke hoach 2021", (2021,)),
        ("59/2023/NĐ-CP năm 2023", (2023,)),
        ("59/2023/NĐ-CP", ()),
        ("giai đoạn 2021-2025", ()),
        ("nhiệm kỳ 2023 – 2028 và năm 2024", (2024,)),
        ("báo cáo trước ngày 15/12/2023", ()),
        ("ngày 12 tháng 12 năm 2013", ()),
        ("năm 2021 và năm 2023", (2021, 2023)),
        ("chi 2.021 triệu đồng", ()),
        ("số 20215", ()),
    ],
)
def test_years_are_no_ranges_dates_or_numbers(collection: Collection, text: str, years: tuple[int, ...]) -> None:
    question = read(text, collection)
    # A year right behind a number belongs to the number.
    behind = [one.year for one in question.numbers if one.year is not None]
    assert (*question.years, *behind) == years


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("ngày 12/12/2013", ("2013-12-12",)),
        ("ngày 8 /3/2023", ("2023-03-08",)),
        ("ngay 12 thang 12 nam 2013", ("2013-12-12",)),
        ("16/CT-TTg ngày 16/5/2016", ("2016-05-16",)),
    ],
)
def test_dates(collection: Collection, text: str, dates: tuple[str, ...]) -> None:
    assert read(text, collection).dates == dates


@pytest.mark.parametrize(
    ("text", "provinces"),
    [
        ("Tây Ninh phải báo cáo khi nào?", ("Tây Ninh",)),
        ("tay ninh phai bao cao khi nao", ("Tây Ninh",)),
        ("Ninh Thuân đăng ký mô hình khi nào", ("Ninh Thuận",)),
        ("NINH THUẬN đăng ký mô hình khi nào", ("Ninh Thuận",)),
        ("tỉnh Khánh Hòa và tỉnh Bình Phước", ("Khánh Hòa", "Bình Phước")),
        ("Hà Giang có kế hoạch nào không", ("Hà Giang",)),
        ("Lai Châu, Lai Châu", ("Lai Châu",)),
        ("Kế hoạch dân vận khéo", ()),
        ("hoà bình trên đường phố", ()),
    ],
)
def test_provinces(collection: Collection, text: str, provinces: tuple[str, ...]) -> None:
    assert read(text, collection).provinces == provinces


@pytest.mark.parametrize(
    ("text", "held", "left_out"),
    [
        ("Quyết định nào quy định về giám sát, phản biện xã hội?", {"giám sát", "phản biện"}, {"nào", "về"}),
        ("which Quyết định governs giám sát phản biện?", {"giám sát", "phản biện"}, {"which", "governs"}),
        ("Phải kết nạp bao nhiêu đoàn viên?", {"kết nạp", "đoàn viên"}, {"phải", "bao", "nhiêu"}),
        ("phai ket nap bao nhieu doan vien", {"ket nap", "doan vien"}, {"phai", "bao", "nhieu"}),
        ("how many đoàn viên must be kết nạp?", {"đoàn viên", "kết nạp"}, {"how", "many", "must", "be"}),
        ("CNVCLĐ được tập huấn", {"cnvclđ", "tập huấn"}, {"được"}),
        ("và của là những các", set(), {"và", "của"}),
    ],
)
def test_content_words(collection: Collection, text: str, held: set[str], left_out: set[str]) -> None:
    content = f" {read(text, collection).content.lower()} "
    assert all(f" {word} " in content for word in held)
    assert not any(f" {word} " in content for word in left_out)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sông Mẫu có bao nhiêu đoàn viên?", {"Sông Mẫu"}),
        ("Huyện Đồng Mẫu gửi báo cáo cho ai?", {"Đồng Mẫu"}),
        ("Vai trò của Zanzibar là gì", {"Zanzibar"}),
        ("Giám sát của công đoàn", set()),
        ("Đoàn viên được thăm hỏi bao nhiêu tiền?", set()),
    ],
)
def test_names_are_entities(collection: Collection, text: str, names: set[str]) -> None:
    found = {term.text for term in read(text, collection).terms if term.entity}
    assert len(found) == len(names)
    assert all(any(name in one for one in found) for name in names)


@pytest.mark.parametrize(
    ("text", "expansion"),
    [
        ("CNVCLĐ được tập huấn", ("cong", "nhan", "vien", "chuc", "lao", "dong")),
        ("thành lập CĐCS", ("cong", "doan", "co", "so")),
        ("TƯLĐTT là gì", ("thoa", "uoc", "lao", "dong", "tap", "the")),
    ],
)
def test_abbreviations_stand_for_their_words(collection: Collection, text: str, expansion: tuple[str, ...]) -> None:
    assert any(expansion in term.forms for term in read(text, collection).terms)


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("Phải kết nạp bao nhiêu đoàn viên?", "đoàn viên"),
        ("mấy mô hình phải đăng ký", "mô hình"),
        ("how many đoàn viên", "đoàn viên"),
        ("Kết nạp đoàn viên", None),
    ],
)
def test_what_is_counted(collection: Collection, text: str, focus: str | None) -> None:
    found = read(text, collection).focus
    assert (found.text if found else None) == focus


@pytest.mark.parametrize(("text", "percent"), [("bao nhiêu %", True), ("may phan tram", True), ("bao nhiêu", False)])
def test_shares(collection: Collection, text: str, percent: bool) -> None:
    assert read(text, collection).percent is percent


PARTS = st.sampled_from(
    ["Quyết định", "217-QĐ/TW", "217, 218-QĐ/TW", "qd 218", "nào", "năm 2023", "2021-2025", "Tây Ninh", "Ninh Thuân", "giám sát", "phản biện", "xã hội", "%", "bao nhiêu", "đoàn viên", "CNVCLĐ", "12/12/2013", "99/99/2099", "/-/", "số", ".", ", ", "how many", "Ð", "́", "ngày 45 tháng 77 năm 2023", "Sông Mẫu", "  ", "\n", "\x00"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(PARTS, max_size=12).map(" ".join), st.lists(PARTS, max_size=8).map("".join)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_can_be_read_and_nothing_is_read_into_it(collection: Collection, text: str) -> None:
    question = read(text, collection)
    tidy = " ".join(normalise(text).split())
    typed = re.findall(rf"\d+(?:[.,]\d+)*%?|%|[^\W\d_{RAISED}]+", tidy)
    assert question.text == tidy
    for term in question.terms:
        assert set(term.text.split()) <= set(typed)
    for number in question.numbers:
        assert number.text in tidy
        assert re.sub(r"\D", "", number.digits) in re.sub(r"\D", "", tidy)
    for year in question.years:
        assert str(year) in tidy
    for name in question.provinces:
        assert fold(name).split()[0][0] in fold(tidy)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_reading_twice_reads_the_same(collection: Collection, text: str) -> None:
    assert read(text, collection) == read(text, collection)


@pytest.mark.parametrize(
    "piece", ["217-QĐ/TW ", "giám sát ", "A", "1", "- ", "1/1-", "năm 2023 ", "Đ ", "Quyết định số "]
)
def test_a_long_question_is_read_in_time(collection: Collection, piece: str) -> None:
    """A pattern that backtracks would not come back at all."""
    assert read(piece * (3000 // len(piece)), collection).text


@pytest.mark.parametrize(
    ("other", "usual"), [("đăng kí", "đăng ký"), ("định kì", "định kỳ"), ("quản lí", "quản lý"), ("qui chế", "quy chế")]
)
def test_the_other_spelling_is_the_same_word(collection: Collection, other: str, usual: str) -> None:
    assert read(other, collection).terms == read(usual, collection).terms
