"""Targets: which numbers are wanted, with which unit and comparator, and which only look so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import quantities, sections, targets
from ingest.lexicon import load
from ingest.phrases import lowered
from ingest.types import Span, Target
from tests.growth import STEEP, growth


def find(text: str) -> tuple[Target, ...]:
    zone = Span(0, len(text))
    return targets.find(text, sections.parse(text, zone), zone)


# Below a heading "chỉ tiêu": (line, [(value, value_max, unit, comparator)])
UNDER_HEADING = [
    ("- 97% trở lên đoàn viên được học nghị quyết.", [(97, None, "%", ">=")]),
    ("- Trên 75% tổ công đoàn xếp loại vững mạnh", [(75, None, "%", ">")]),
    (
        "- 100% CĐCS có sổ theo dõi; 100% chi bộ có nghị quyết chuyên đề.",
        [(100, None, "%", "="), (100, None, "%", "=")],
    ),
    ("- Kết nạp mới 1.250 đoàn viên.", [(1250, None, "đoàn viên", "=")]),
    ("- Thu kinh phí công đoàn đạt 99,5% trở lên.", [(99.5, None, "%", ">=")]),
    ("- Mỗi xã có từ 02 đến 03 mô hình/năm.", [(2, 3, "mô hình/năm", "=")]),
    ("- Giảm 10% đơn thư vượt cấp.", [(10, None, "%", "=")]),
    ("- Tổ chức 04 lớp tập huấn cho cán bộ nữ công.", [(4, None, "lớp", "=")]),
    ("- Hỗ trợ xây 12 căn nhà cho hộ nghèo.", [(12, None, "căn nhà", "=")]),
    ("- Tỷ lệ đoàn viên chuyển sinh hoạt không đúng hạn dưới 5%.", [(5, None, "%", "<")]),
    ("- 70 - 75% cơ sở đạt chuẩn văn hóa.", [(70, 75, "%", "=")]),
    ("- Từ 80% đến 85% cơ sở đạt chuẩn.", [(80, 85, "%", "=")]),
    ("- Nâng tỷ lệ đối thoại từ 60% lên 72%.", [(72, None, "%", "=")]),
    ("- 88% công đoàn cơ sở, 66% nghiệp đoàn xếp loại tốt trở lên.", [(88, None, "%", "="), (66, None, "%", "=")]),
    ("- Vận động ủng hộ quỹ 1,5 tỷ đồng.", [(1.5, None, "tỷ đồng", "=")]),
    ("- Trên 300 lượt người được tư vấn.", [(300, None, "lượt người", ">")]),
    ("- 95 phần trăm cán bộ được tập huấn.", [(95, None, "phần trăm", "=")]),
    ("- Khám chuyên khoa cho 1.200 nữ công nhân.", [(1200, None, "nữ công nhân", "=")]),
    # below the heading, and still none
    ("- Thực hiện theo Nghị quyết số 05-NQ/TU ngày 12/3/2021.", []),
    ("- Triển khai theo 3 nhóm giải pháp nêu tại Điều 7, khoản 2.", []),
    ("- Chào mừng 95 năm Ngày thành lập tổ chức.", []),
    ("- Duy trì kết quả của nhiệm kỳ 2018 - 2023, khóa 12.", []),
    ("- Quy trình gồm 6 bước.", []),
    ("- Hoàn thành trong 2 năm.", []),
    ("- Năm 2022 đã phát triển 950 đoàn viên.", []),
    ("- Ứng dụng công nghiệp 4.0, phòng dịch Covid-19.", []),
]

# Anywhere in a directive.
ANYWHERE = [
    ("Mỗi đơn vị đăng ký ít nhất 01 mô hình trong năm.", [(1, None, "mô hình", ">=")]),
    ("Phấn đấu đến hết nhiệm kỳ có 31.200 hội viên.", [(31200, None, "hội viên", "=")]),
    ("Phần đấu 65% đơn vị xếp loại tốt.", [(65, None, "%", "=")]),
    ("Trả lời kiến nghị không quá 05 ngày làm việc.", [(5, None, "ngày làm việc", "<=")]),
    (
        "Tập trung thành lập ít nhất 03 CĐCS, kết nạp được 90 đoàn viên công đoàn trở lên.",
        [(3, None, "CĐCS", ">="), (90, None, "đoàn viên", ">=")],
    ),
    ("Tối thiểu 40% ủy viên là nữ.", [(40, None, "%", ">=")]),
    ("Số cuộc họp tối đa 02 cuộc/tháng.", [(2, None, "cuộc/tháng", "<=")]),
    ("Các cơ sở tổ chức đối thoại ít nhất 01 lần/năm.", [(1, None, "lần/năm", ">=")]),
    ("100% cán bộ chủ chốt ký cam kết nêu gương.", [(100, None, "%", "=")]),
    ("Giảm 15% thời gian giải quyết hồ sơ.", [(15, None, "%", "=")]),
    ("Không dưới 60% thỏa ước đạt loại B.", [(60, None, "%", ">=")]),
    ("Giới thiệu từ 05 quần chúng ưu tú trở lên cho Đảng.", [(5, None, "quần chúng", ">=")]),
    ("Mỗi chi bộ chọn ít nhất một nội dung để giám sát.", [(1, None, "nội dung", ">=")]),
    ("Đối với đơn vị có từ 30 đoàn viên trở lên, thành lập ít nhất 02 tổ nữ công.", [(2, None, "tổ", ">=")]),
    ("Vận động 85% trở lên người lao động tham gia.", [(85, None, "%", ">=")]),
    ("Bảo đảm đạt 92% số hộ có nước sạch.", [(92, None, "%", "=")]),
    (
        "Mỗi năm hỗ trợ tối thiểu 20 suất quà, tối đa 50 suất quà.",
        [(20, None, "suất quà", ">="), (50, None, "suất quà", "<=")],
    ),
    # none of these is wanted
    ("Mỗi cơ sở có từ 100 đoàn viên trở lên lập một tổ công nghệ.", []),
    ("Khi ít nhất 30% thành viên yêu cầu, hai bên họp bất thường.", []),
    ("Biểu quyết khi có ít nhất hai phần ba số người dự.", []),
    ("Xem sổ khi có đơn của ít nhất 10 đoàn viên.", []),
    ("Thương tật từ 31% trở lên: được thăm hỏi.", []),
    ("Áp dụng với doanh nghiệp có từ 10 lao động trở lên.", []),
    ("Nơi có từ 25 lao động trở lên thì bầu tổ đối thoại.", []),
    ("Doanh nghiệp sử dụng dưới 10 lao động không bắt buộc.", []),
    ("Việc xây dựng mô hình gồm 4 bước.", []),
    ("Thực hiện 03 khâu đột phá.", []),
    ("Hơn 90 năm qua, phong trào không ngừng lớn mạnh.", []),
    ("Toàn tỉnh hiện có 412 CĐCS với 18.000 đoàn viên.", []),
    ("Lao động nữ chiếm 62% tổng số.", []),
    ("Doanh nghiệp 100% vốn nước ngoài cũng thực hiện.", []),
    ("Trích 2% kinh phí công đoàn theo quy định.", []),
    ("Năm 2022, toàn ngành đã kết nạp ít nhất 300 đoàn viên.", []),
    ("Quyết định 217, 218-QĐ/TW ngày 12/12/2013 của Bộ Chính trị.", []),
    ("Đại hội lần thứ 13, khóa 12, kỳ họp thứ 5.", []),
    ("Từ 18 tuổi trở lên, nam 62 tuổi.", []),
    ("Liên hệ số điện thoại 0213.387.6543 hoặc phòng 204.", []),
    ("Gửi trước ngày 20/11 và trong tháng 12/2024.", []),
    ("Phải được 2/3 số ủy viên tán thành.", []),
    ("Bình quân đạt 35 triệu đồng/người, tăng 8% so với cùng kỳ, chiếm 20%.", []),
    (
        "Đăng ký ít nhất 01 (một) mô hình và 02 (hai) công trình.",
        [(1, None, "mô hình", ">="), (2, None, "công trình", "=")],
    ),
    ("Tỷ lệ hài lòng ≥ 80%, tăng 5%/năm.", [(80, None, "%", ">="), (5, None, "%/năm", "=")]),
    ("Mỗi cơ sở xây dựng 03 phần việc.", [(3, None, "phần việc", "=")]),
    ("Phấn đấu có 1 tập thể và 2 cá nhân được khen.", [(1, None, "tập thể", "="), (2, None, "cá nhân", "=")]),
]


@pytest.mark.parametrize(("line", "expected"), UNDER_HEADING)
def test_below_a_heading(line: str, expected: list[tuple[float, float | None, str, str]]) -> None:
    found = find(f"II. CHỈ TIÊU\n{line}")
    assert [(target.value, target.value_max, target.unit, target.comparator) for target in found] == [
        (value, top, "%" if unit == "phần trăm" else unit, sign) for value, top, unit, sign in expected
    ]
    assert all(target.section == "II" for target in found)


@pytest.mark.parametrize(("line", "expected"), ANYWHERE)
def test_anywhere(line: str, expected: list[tuple[float, float | None, str, str]]) -> None:
    assert [(target.value, target.value_max, target.unit, target.comparator) for target in find(line)] == expected


# (text, value, what the target's text is, what its subject is)
WORDS = [
    (
        "- 100% cơ sở nhận ít nhất 01 việc khó trong năm.",
        1,
        "100% cơ sở nhận ít nhất 01 việc khó trong năm",
        "100% cơ sở nhận ít nhất 01 việc khó trong năm",
    ),
    (
        "- 100% huyện, công đoàn ngành mở được từ 02 lớp trở lên.",
        100,
        "100% huyện, công đoàn ngành mở được từ 02 lớp trở lên",
        "huyện, công đoàn ngành mở được từ 02 lớp trở lên",
    ),
    (
        "- 97% trở lên đoàn viên được học nghị quyết.",
        97,
        "97% trở lên đoàn viên được học nghị quyết",
        "đoàn viên được học nghị quyết",
    ),
    (
        "Hết năm, phấn đấu toàn huyện có 640 đoàn viên.",
        640,
        "phấn đấu toàn huyện có 640 đoàn viên",
        "toàn huyện có 640 đoàn viên",
    ),
    ("a) Lập ít nhất 02 CĐCS, kết nạp 70 đoàn viên trở lên.", 2, "Lập ít nhất 02 CĐCS", "Lập ít nhất 02 CĐCS"),
    (
        "a) Lập ít nhất 02 CĐCS, kết nạp 70 đoàn viên trở lên.",
        70,
        "kết nạp 70 đoàn viên trở lên",
        "kết nạp 70 đoàn viên trở lên",
    ),
    (
        "1. 100% xã và trên 85% thôn có tổ hòa giải.",
        100,
        "100% xã và trên 85% thôn có tổ hòa giải",
        "xã và trên 85% thôn có tổ hòa giải",
    ),
    ("1. 100% xã và trên 85% thôn có tổ hòa giải.", 85, "trên 85% thôn có tổ hòa giải", "thôn có tổ hòa giải"),
    ("1. 100% xã có tổ hòa giải; 90% thôn có quy ước.", 100, "100% xã có tổ hòa giải", "xã có tổ hòa giải"),
    (
        "- 100% trường công; 80% trường tư thực hiện quy chế.",
        100,
        "100% trường công; 80% trường tư thực hiện quy chế",
        "trường công; 80% trường tư thực hiện quy chế",
    ),
    (
        "Mỗi tổ giữ ít nhất 01 nền nếp. (không kể năm trước)",
        1,
        "Mỗi tổ giữ ít nhất 01 nền nếp",
        "Mỗi tổ giữ ít nhất 01 nền nếp",
    ),
]


@pytest.mark.parametrize(("line", "value", "shown", "subject"), WORDS)
def test_words_of_a_target(line: str, value: float, shown: str, subject: str) -> None:
    found = next(target for target in find(line) if target.value == value)
    assert (found.text, found.subject) == (shown, subject)


def test_what_was_reached_is_no_target() -> None:
    assert find("I. KẾT QUẢ ĐẠT ĐƯỢC\n- Thu đoàn phí đạt 102% dự toán.\n- 100% cơ sở có quy chế.") == ()


def test_an_unnumbered_heading_announces_targets() -> None:
    found = find("Chỉ tiêu cụ thể:\n- Mở 03 lớp tập huấn.\n- Trao 25 suất quà.")
    assert [(target.value, target.unit) for target in found] == [(3, "lớp"), (25, "suất quà")]


def test_section_is_the_path_of_labels() -> None:
    text = "II. NỘI DUNG\n1. Mục tiêu\n1.1. Chỉ tiêu năm\n- 60% trở lên tổ đạt loại tốt."
    assert [target.section for target in find(text)] == ["II.1.1"]


@pytest.mark.parametrize(
    ("pattern", "example"),
    [(entry["pattern"], example) for entry in load("quantities")["mask"] for example in entry["examples"]],
)
def test_every_mask_covers_its_examples(pattern: str, example: str) -> None:
    import re

    assert re.fullmatch(pattern, lowered(example)) or re.search(pattern, lowered(example))
    assert quantities.quantities(example, Span(0, len(example))) == ()


@pytest.mark.parametrize(
    ("printed", "value"), [("24.500", 24500), ("1.234.567", 1234567), ("99,5", 99.5), ("02", 2), ("1.000,5", 1000.5)]
)
def test_values(printed: str, value: float) -> None:
    assert quantities.value_of(printed) == value


PIECES = st.sampled_from(
    [
        "ít nhất",
        "phấn đấu",
        "98%",
        "24.500",
        "02",
        "CĐCS",
        "đoàn viên",
        "trở lên",
        "từ",
        "đến",
        "trên",
        ";",
        ",",
        ".",
        "và",
        "\n",
        "- ",
        "1. ",
        "II. CHỈ TIÊU\n",
        "(",
        ")",
        "99,5 %",
        "“",
        "”",
        "ngày 12/3/2024",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join)))
def test_any_text_gives_exact_spans(text: str) -> None:
    for target in find(text):
        assert text[target.start : target.end] == target.text
        assert target.text == target.text.strip()
        assert target.subject is None or target.subject in target.text
        assert target.value_max is None or target.value_max > target.value


@pytest.mark.parametrize(
    "piece",
    ["98% đoàn viên, ", "ít nhất 1 ", "1/2 ", "(", "“", "%", "9", "phấn đấu ", "12-", "- 5% a\n", "1. Chỉ tiêu\n"],
)
def test_time_grows_with_the_text(piece: str) -> None:
    assert growth(lambda size: find(piece * (size // len(piece))), 20_000) < STEEP


ARTICLE = [
    ("1. Hội đồng có ít nhất 05 thành viên.", 0),
    ("1. Hội nghị hợp lệ khi có ít nhất hai phần ba số người được triệu tập.", 0),
    ("1. Đơn vị có từ 150 người trở lên được bầu đại biểu.", 0),
    ("1. Đoàn viên được hỗ trợ không quá 02 lần trong năm.", 0),
    ("1. Suy giảm khả năng lao động từ 31% trở lên.", 0),
    ("1. Dành ít nhất 75% tổng số chi để chăm lo đoàn viên.", 1),
    ("1. Kiểm tra ít nhất 20% số CĐCS trong năm.", 1),
]


@pytest.mark.parametrize(("line", "count"), ARTICLE)
def test_thresholds_of_an_article_are_no_targets(line: str, count: int) -> None:
    assert len(find(f"Điều 3. Nguyên tắc\n{line}")) == count


def test_codes_and_rates_are_no_quantities() -> None:
    assert find("I. CHỈ TIÊU\n- 0106 Tỷ lệ trẻ em được đi học.") == ()
    assert find("I. CHỈ TIÊU\n67 Nợ công không quá 50 Bộ Tài chính theo dõi.") == ()
