from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ingest.heads import without_running_heads

LINE = st.sampled_from(
    ["CÔNG BÁO/Số 5 + 6", "Trang 1", "I. MỤC ĐÍCH", "Văn phòng Tỉnh ủy - trang 7", "", "1", "Nội dung khác"]
)


def test_two_pages_have_no_running_head() -> None:
    pages = ["Danh sách đoàn viên\nLê A", "Danh sách đoàn viên\nLê B"]
    assert without_running_heads(pages) == pages


def test_odd_and_even_pages_have_heads_of_their_own() -> None:
    heads = ("{} CÔNG BÁO/Số 12/Ngày 04-02-2022", "CÔNG BÁO/Số 12/Ngày 04-02-2022 {}")
    pages = [f"{heads[page % 2].format(page)}\nKhoản thứ {'i' * page}" for page in range(1, 7)]
    assert without_running_heads(pages) == [f"Khoản thứ {'i' * page}" for page in range(1, 7)]


def test_a_page_is_never_emptied() -> None:
    assert without_running_heads(["Phụ lục kèm theo"] * 5) == ["Phụ lục kèm theo"] * 5


@given(st.lists(st.lists(LINE, max_size=5).map("\n".join), max_size=8))
def test_only_first_and_last_lines_go(pages: list[str]) -> None:
    kept = without_running_heads(pages)
    assert len(kept) == len(pages)
    for before, after in zip(pages, kept, strict=True):
        lines = [line for line in before.split("\n") if line.strip()]
        left = [line for line in after.split("\n") if line.strip()]
        assert left in (lines, lines[1:], lines[:-1], lines[1:-1])


@pytest.mark.parametrize(
    "lines",
    [
        ["PHỤ LỤC 1", "PHỤ LỤC 2", "PHỤ LỤC 3"],
        ["Tổng cộng | 17 | 31", "Tổng cộng | 20 | 5", "Tổng cộng | 1 | 2"],
        ["Huyện Mẫu có 12 công đoàn", "Huyện Mẫu có 35 công đoàn", "Huyện Mẫu có 7 công đoàn"],
    ],
)
def test_lines_that_differ_in_their_figures_are_no_heads(lines: list[str]) -> None:
    pages = [f"{line}\nNội dung {'i' * page}\nvà {'k' * page}" for page, line in enumerate(lines, start=1)]
    assert without_running_heads(pages) == pages
