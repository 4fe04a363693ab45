"""What changed from one version of a document to the next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.parse import parse_text
from kb.comparing.changes import Changes, Side, changes, marks

OLD = """Số: 21/KH-LĐLĐ

Lai Châu, ngày 05 tháng 3 năm 2022

KẾ HOẠCH
Giám sát dân chủ ở cơ sở năm 2022

I. CHỈ TIÊU

1. Giám sát ít nhất 05 công đoàn cơ sở trước ngày 30/6/2022.

2. Vận động 90% đoàn viên tham gia ủng hộ quỹ.

3. Tổ chức hội nghị người lao động tại các doanh nghiệp trong tỉnh.

II. TỔ CHỨC THỰC HIỆN

1. Công đoàn cơ sở gửi báo cáo về Liên đoàn Lao động tỉnh.
"""


def compared(new: str) -> Changes:
    return changes(parse_text(OLD), parse_text(new), (Side("a", None, "cũ"), Side("b", None, "mới")))


def test_the_same_text_has_no_change() -> None:
    found = compared(OLD)
    assert (found.changes, found.numbers) == ((), ())
    assert found.unchanged > 8


def test_changed_numbers_are_named_with_their_clause() -> None:
    found = compared(OLD.replace("90%", "95%").replace("30/6/2022", "31/7/2022"))
    assert [one.kind for one in found.changes] == ["changed", "changed"]
    assert [(one.old, one.new) for one in found.numbers] == [(("30/6/2022",), ("31/7/2022",)), (("90%",), ("95%",))]
    fund = found.changes[found.numbers[1].clause]
    assert fund.new is not None
    assert fund.new.section == "I.2"
    assert [mark.text for mark in fund.marks if mark.kind != "same"] == ["90%", "95%"]


def test_added_removed_and_moved() -> None:
    lines = OLD.split("\n\n")
    removed = [one for one in lines if not one.startswith("3.")]
    assert [one.kind for one in compared("\n\n".join(removed)).changes] == ["removed"]
    added = [*lines[:-1], "2. Ủy ban kiểm tra mở đợt thanh tra riêng vào quý bốn.", lines[-1]]
    assert [one.kind for one in compared("\n\n".join(added)).changes] == ["added"]
    note = "Ban Chính sách pháp luật là đầu mối theo dõi việc này."
    before = OLD.replace("I. CHỈ TIÊU\n", f"I. CHỈ TIÊU\n\n{note}\n", 1)
    after = OLD.replace("II. TỔ CHỨC THỰC HIỆN\n", f"II. TỔ CHỨC THỰC HIỆN\n\n{note}\n", 1)
    moved = changes(parse_text(before), parse_text(after), (Side("a", None, ""), Side("b", None, "")))
    assert [one.kind for one in moved.changes] == ["moved"]


def test_every_clause_is_an_exact_part_of_its_version() -> None:
    new = OLD.replace("90%", "95%").replace("2022.", "2023.")
    old, other = parse_text(OLD), parse_text(new)
    for one in changes(old, other, (Side("a", None, ""), Side("b", None, ""))).changes:
        for clause, text in ((one.old, old.text), (one.new, other.text)):
            assert clause is None or text[clause.start : clause.end] == clause.text


words = st.lists(st.sampled_from(["đạt", "90%", "95%", "đoàn", "viên", "trở", "lên"]), max_size=12)


@given(words, words)
def test_marks_give_both_texts_again(before: list[str], after: list[str]) -> None:
    found = marks(" ".join(before), " ".join(after))
    assert " ".join(one.text for one in found if one.kind != "added") == " ".join(before)
    assert " ".join(one.text for one in found if one.kind != "removed") == " ".join(after)
