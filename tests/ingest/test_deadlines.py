"""Deadlines: moments, rhythms and lengths of time; and the dates that are none."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import deadlines, moments
from ingest.types import Deadline, Span
from tests.growth import STEEP, growth


def find(text: str, *, issued: str | None = "2023-02-10", year: int | None = 2023) -> tuple[Deadline, ...]:
    return deadlines.find(text, Span(0, len(text)), issued=issued, year=year)


# (sentence, [(words that state the time, date, recurrence)])
DATES = [
    ("Gửi kế hoạch về ngành chậm nhất ngày 01/11/2023.", [("chậm nhất ngày 01/11/2023", "2023-11-01", None)]),
    ("Báo cáo về huyện trước ngày 15/12/2021.", [("trước ngày 15/12/2021", "2021-12-15", None)]),
    ("Nộp hồ sơ dự thi đến hết ngày 30/6/2024.", [("đến hết ngày 30/6/2024", "2024-06-30", None)]),
    ("Đại hội cơ sở xong trong tháng 9/2023.", [("xong trong tháng 9/2023", "2023-09-30", None)]),
    ("Tổ chức hội nghị trong quý II năm 2024.", [("trong quý II năm 2024", "2024-06-30", None)]),
    ("Gửi danh sách trước ngày 20/11.", [("trước ngày 20/11", "2023-11-20", None)]),
    ("Hoàn thành trước ngày 05 tháng 12 năm 2023.", [("trước ngày 05 tháng 12 năm 2023", "2023-12-05", None)]),
    ("Gửi hồ sơ về Phòng Nội vụ ngày 07/9/2023.", [("ngày 07/9/2023", "2023-09-07", None)]),
    ("Nộp bài về Ban Tổ chức vào ngày 3/8/2023.", [("ngày 3/8/2023", "2023-08-03", None)]),
    ("Báo cáo kết quả trước 17 giờ ngày 25/3/2024.", [("trước 17 giờ ngày 25/3/2024", "2024-03-25", None)]),
    ("Gửi về văn phòng trước 16h30 ngày 02/4/2023.", [("trước 16h30 ngày 02/4/2023", "2023-04-02", None)]),
    ("Chậm nhất là ngày 8 /10/2023 phải xong.", [("Chậm nhất là ngày 8 /10/2023", "2023-10-08", None)]),
    ("Gửi báo cáo trước 10/6/2023.", [("trước 10/6/2023", "2023-06-10", None)]),
    ("Hoàn thành trước tháng 6/2024.", [("trước tháng 6/2024", "2024-05-31", None)]),
    ("Hoàn thành trong tháng 2/2024.", [("trong tháng 2/2024", "2024-02-29", None)]),
    ("Triển khai xong trước quý 4/2023.", [("xong trước quý 4/2023", "2023-09-30", None)]),
    ("Hoàn thành việc kiểm tra trong 6 tháng đầu năm 2024.", [("trong 6 tháng đầu năm 2024", "2024-06-30", None)]),
    ("Hoàn thành trong năm 2025.", [("trong năm 2025", "2025-12-31", None)]),
    ("Thời hạn gửi bài dự thi: đến ngày 15/10/2023.", [("đến ngày 15/10/2023", "2023-10-15", None)]),
    ("Báo cáo năm gửi trước ngày 31/02/2024.", [("trước ngày 31/02/2024", None, None)]),
    (
        "Đơn vị đăng ký trước ngày 01/4/2023 và ngày 15/9/2023.",
        [("trước ngày 01/4/2023", "2023-04-01", None), ("ngày 15/9/2023", "2023-09-15", None)],
    ),
    ("Đến ngày 30/6/2024 hoàn thành việc kiện toàn.", [("Đến ngày 30/6/2024", "2024-06-30", None)]),
    ("Chậm nhất đến 31/12/2025, mọi tổ có quy chế.", [("Chậm nhất đến 31/12/2025", "2025-12-31", None)]),
    ("Hoàn thành chậm nhất trong tháng 3 năm 2024.", [("chậm nhất trong tháng 3 năm 2024", "2024-03-31", None)]),
    ("Quý III năm 2024, ban hành quy chế dùng dữ liệu.", [("Quý III năm 2024", "2024-09-30", None)]),
    ("Tháng 5/2024: tổ chức hội thi.", [("Tháng 5/2024", "2024-05-31", None)]),
    ("Nộp đoàn phí trước ngày 25.", [("trước ngày 25", None, None)]),
    # the year that would have to be supplied lies before the day of issue
    ("Gửi danh sách trước ngày 15/01.", [("trước ngày 15/01", None, None)]),
]

RHYTHMS = [
    ("Gửi đăng ký trước ngày 13/3 hàng năm.", [("trước ngày 13/3 hàng năm", "--03-13", "hàng năm")]),
    (
        "Báo cáo trước ngày 05/6 và 05/12 hằng năm.",
        [("trước ngày 05/6", "--06-05", "hằng năm"), ("05/12 hằng năm", "--12-05", "hằng năm")],
    ),
    (
        "Định kỳ hàng quý, 6 tháng, một năm, tổng hợp gửi Ban.",
        [("Định kỳ hàng quý, 6 tháng, một năm", None, "hàng quý, 6 tháng, một năm")],
    ),
    ("Các tổ định kỳ 6 tháng và năm báo cáo kết quả.", [("định kỳ 6 tháng và năm", None, "6 tháng và năm")]),
    ("Đánh giá định kỳ hàng năm.", [("định kỳ hàng năm", None, "hàng năm")]),
    ("Hằng tháng, các tổ báo cáo về Ban.", [("Hằng tháng", None, "Hằng tháng")]),
    ("Các chi bộ hằng quý báo cáo về Đảng ủy.", [("hằng quý", None, "hằng quý")]),
    ("Gửi số liệu về Ban trước ngày 25 hàng tháng.", [("trước ngày 25 hàng tháng", None, "hàng tháng")]),
    ("Báo cáo trước ngày 15 của tháng cuối quý.", [("trước ngày 15 của tháng cuối quý", None, "tháng cuối quý")]),
    ("Báo cáo định kỳ mỗi quý một lần.", [("định kỳ mỗi quý một lần", None, "mỗi quý một lần")]),
    ("Họp định kỳ 02 lần/năm.", [("định kỳ 02 lần/năm", None, "02 lần/năm")]),
    ("Hằng năm, trước ngày 30/11 gửi báo cáo.", [("Hằng năm, trước ngày 30/11", "--11-30", "Hằng năm")]),
    ("Họp định kỳ vào ngày 20 hàng tháng.", [("định kỳ vào ngày 20 hàng tháng", None, "ngày 20 hàng tháng")]),
    ("Định kỳ thứ Hai hàng tuần báo cáo.", [("Định kỳ thứ Hai hàng tuần", None, "thứ Hai hàng tuần")]),
    ("Tổ chức bình xét trong tháng 10 hằng năm.", [("trong tháng 10 hằng năm", "--10-31", "hằng năm")]),
    (
        "Báo cáo 6 tháng (trước 15/6) và hằng năm (trước 15/12).",
        [("trước 15/6", "2023-06-15", None), ("trước 15/12", "--12-15", "hằng năm")],
    ),
    (
        "Báo cáo định kỳ 6 tháng (trước ngày 05/6), năm (trước ngày 05/12).",
        [
            ("định kỳ 6 tháng", None, "6 tháng"),
            ("trước ngày 05/6", "--06-05", "6 tháng"),
            ("trước ngày 05/12", "--12-05", "năm"),
        ],
    ),
    (
        "Gửi báo cáo hàng quý, 6 tháng, một năm về LĐLĐ tỉnh.",
        [("hàng quý, 6 tháng, một năm", None, "hàng quý, 6 tháng, một năm")],
    ),
    ("Theo báo cáo hằng năm của các đơn vị, thu nhập tăng.", []),
    ("Mỗi năm tổ chức từ 02 đến 03 diễn đàn.", []),
    ("Trường hợp được giao, cho thuê trước ngày 01/5/2026 có diện tích thừa.", []),
    ("Nếu có thay đổi, gửi báo cáo bổ sung trước ngày 01/5/2026.", [("trước ngày 01/5/2026", "2026-05-01", None)]),
    ("Hội nghị mở mỗi năm một lần, chậm nhất ngày 31/3.", [("chậm nhất ngày 31/3", "--03-31", "mỗi năm một lần")]),
]

LENGTHS = [
    ("Gửi biên bản trong 10 ngày.", ["trong 10 ngày"]),
    ("Dán nội quy tại xưởng chậm nhất 03 ngày sau đối thoại.", ["chậm nhất 03 ngày sau đối thoại"]),
    (
        "Trong thời hạn 15 ngày làm việc kể từ ngày nhận văn bản, cơ sở phải trả lời.",
        ["Trong thời hạn 15 ngày làm việc kể từ ngày nhận văn bản"],
    ),
    ("Gửi biên bản chậm nhất 05 ngày sau khi kết thúc đại hội.", ["chậm nhất 05 ngày sau khi kết thúc đại hội"]),
    ("Trả lời trong vòng 07 ngày.", ["trong vòng 07 ngày"]),
    (
        "Thời gian xử lý không quá 10 ngày làm việc kể từ khi nhận đơn.",
        ["không quá 10 ngày làm việc kể từ khi nhận đơn"],
    ),
]

NONE = [
    "Kết nạp 142 đoàn viên trong 9 tháng.",
    "Từ ngày 23/9/2024 đến ngày 27/9/2024, đoàn làm việc tại huyện; gửi kết luận.",
    "Căn cứ Quyết định số 05-QĐ/TU, ngày 12/3/2021 của Tỉnh ủy.",
    "Quyết định này có hiệu lực từ ngày 01/7/2023.",
    "Luật có hiệu lực thi hành kể từ ngày 01/01/2025.",
    "Kỷ niệm 95 năm Ngày thành lập (28/7/1929 – 28/7/2024).",
    "Nhiệm kỳ 2021-2026, giai đoạn 2021 - 2030.",
    "Định kỳ sơ kết, tổng kết và khen thưởng.",
    "Xây dựng chương trình công tác hàng năm của đơn vị.",
    "Chỉ tiêu hằng năm",
    "Nhiệm vụ trọng tâm hàng tháng, quý của tổ chức.",
    "Lao động được tuyển dụng trước ngày 01/01/2020 giữ nguyên chế độ.",
    "Văn bản đã ban hành trước ngày 30/6/2022 hết hiệu lực.",
    "Báo cáo kết quả thực hiện Kế hoạch số 12/KH-UBND ngày 03/02/2023.",
    "Báo cáo việc thực hiện Chỉ thị về công tác nữ ngày 05/3/2022 của Tỉnh ủy.",
    "Tổ chức mít tinh ngày 15/10/2023 tại quảng trường.",
    "Kết quả đạt được trong quý I/2023 là tích cực.",
    "Phát huy tinh thần trong Tháng Công nhân.",
    "Từ nay đến năm 2025, phấn đấu xây dựng 20 mô hình.",
    "Trước mắt tập trung tuyên truyền; trong năm 2023 mở rộng.",
    "Tính đến hết ngày 31/12/2022, toàn tỉnh có 400 cơ sở.",
    "Đến hết tháng 6/2023, các đơn vị đã tổ chức xong.",
]

ACTIONS = [
    (
        "- Phân công cán bộ; gửi báo cáo quý về Ban (qua văn phòng) chậm nhất ngày 01/11/2023.",
        "gửi báo cáo quý về Ban (qua văn phòng)",
    ),
    ("Định kỳ hàng quý, tổng hợp gửi Ban Dân vận.", "tổng hợp gửi Ban Dân vận"),
    ("Trước ngày 15/12/2023, các cơ sở nộp bảng điểm.", "các cơ sở nộp bảng điểm"),
    ("Các tổ định kỳ 6 tháng báo cáo Ban.", "Các tổ định kỳ 6 tháng báo cáo Ban"),
    ("Rà soát danh sách đoàn viên (xong trước ngày 30/4/2023).", "Rà soát danh sách đoàn viên"),
    ("Nộp sổ quỹ (theo mẫu) trước ngày 02/5/2023 (tính theo dấu bưu điện).", "Nộp sổ quỹ (theo mẫu)"),
    ("1. Nộp đơn trước ngày 02/5/2023./.", "Nộp đơn"),
]


@pytest.mark.parametrize(("sentence", "expected"), DATES + RHYTHMS)
def test_times(sentence: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [(found.text, found.date, found.recurrence) for found in find(sentence)] == expected


@pytest.mark.parametrize(("sentence", "expected"), LENGTHS)
def test_lengths_of_time(sentence: str, expected: list[str]) -> None:
    found = find(sentence)
    assert [one.text for one in found] == expected
    assert all(one.date is None and one.recurrence is None for one in found)


@pytest.mark.parametrize("sentence", NONE)
def test_other_dates_are_no_deadlines(sentence: str) -> None:
    assert find(sentence) == ()


@pytest.mark.parametrize(("sentence", "action"), ACTIONS)
def test_what_is_due(sentence: str, action: str) -> None:
    assert [found.action for found in find(sentence)] == [action]


def test_each_time_of_a_sentence_has_its_own_duty() -> None:
    found = find("Gửi báo cáo giữa năm trước ngày 30/5, gửi báo cáo cả năm trước ngày 30/10.")
    assert [one.action for one in found] == ["Gửi báo cáo giữa năm", "gửi báo cáo cả năm"]


def test_a_day_without_a_year_needs_the_directives_year() -> None:
    assert find("Nộp trước ngày 20/11.", year=None, issued=None)[0].date is None


@settings(deadline=None)
@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_every_day_is_read_in_every_form(day: dt.date) -> None:
    forms = (
        f"{day.day}/{day.month}/{day.year}",
        f"ngay {day.day:02d} thang {day.month} nam {day.year}",
        f"ngay {day.day:02d}/{day.month:02d}/{day.year}",
    )
    for form in forms:
        moment = moments.read(form, 0)
        assert moment is not None
        assert moment.end == len(form)
        assert moment.iso() == day.isoformat()


PIECES = st.sampled_from(
    [
        "trước ngày",
        "chậm nhất",
        "13/3",
        "hàng năm",
        "định kỳ",
        "6 tháng",
        "và",
        ",",
        ";",
        ".",
        "\n- ",
        "báo cáo",
        "về",
        "Ban",
        "tháng 9/2023",
        "quý II",
        "năm 2024",
        "ngày 31/02/2023",
        "(",
        ")",
        "trong vòng",
        "15 ngày",
        "kể từ ngày",
        "xong",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join)))
def test_any_text_gives_exact_spans(text: str) -> None:
    found = find(text)
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.action is None or one.action in text
        if one.date and not one.date.startswith("--"):
            dt.date.fromisoformat(one.date)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    "piece",
    [
        "trước ngày 1/2/2023 ",
        "định kỳ quý, ",
        "ngày 1 ",
        "báo cáo về ",
        "trong vòng 5 ngày kể từ ",
        "hàng quý ",
        "(",
        "chậm nhất là ",
        "9",
        "1/",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    assert growth(lambda size: find(piece * (size // len(piece))), 20_000) < STEEP
