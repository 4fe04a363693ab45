from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import layout
from ingest.joining import Verdict, block, judge, opens_block
from ingest.layout import reflow
from ingest.lexicon import load
from ingest.text import normalise
from tests.ingest.heads import without_running_heads

_PIECES = [
    *"aĐ1 .,;:()“”\"'-–+*#_|>•/\\[]…~`",
    "\n",
    "\n\n",
    "\f",
    "**",
    "Chỉ",
    "thị số ",
    "16/CT-TTg",
    "NĐ-",
    "CP",
    "và ",
    "của ",
    "ngày ",
    "12",
    "I. ",
    "1. ",
    "a) ",
    "Điều 5. ",
    "- ",
    "Căn cứ ",
    "KẾ HOẠCH",
    "năm 2021",
    "\u00ad",
    "o\u0301",
]
texts = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join) | st.text(max_size=120)


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@given(st.lists(texts, min_size=1, max_size=4))
def test_no_letter_is_lost_or_moved(pages: list[str]) -> None:
    text, _ = reflow(pages)
    kept = without_running_heads([page for raw in pages for page in layout.split(normalise(raw))])
    assert letters(text) == "".join(map(letters, kept))


def test_running_heads_go_and_what_is_said_twice_stays() -> None:
    head, foot = "CÔNG BÁO/Số 5/Ngày 04-02-2024", "Trang {}/8 - Văn phòng LĐLĐ tỉnh"
    pages = [
        f"{head if page % 2 else ''}\n{page}. Nội dung thứ {page}\n- Các đơn vị;\n{foot.format(page)}"
        for page in range(1, 9)
    ]
    text, spans = reflow(pages)
    assert "CÔNG BÁO" not in text
    assert "Trang" not in text
    assert text.count("- Các đơn vị;") == len(pages) == len(spans)
    two = ["Danh sách\nLê A", "Danh sách\nLê B"]
    assert reflow(two)[0].count("Danh sách") == 2


def test_a_heading_in_capitals_is_joined_over_two_lines() -> None:
    body = "Các cấp công đoàn tổ chức hội nghị theo đúng quy định của pháp luật về\ndân chủ ở cơ sở và báo cáo kết quả đầy đủ."
    heading = "II. HỘI NGHỊ CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC VÀ HỘI\nNGHỊ NGƯỜI LAO ĐỘNG"
    text, _ = reflow([f"I. CHUNG\n{body}\n{body}\n{body}\n{heading}\n{body}"])
    assert heading.replace("\n", " ") in text.split("\n")
    assert "I. CHUNG" in text.split("\n")


@given(st.lists(texts, min_size=1, max_size=4))
def test_reflowed_text_stays_as_it_is(pages: list[str]) -> None:
    text, _ = reflow(pages)
    assert reflow([text])[0] == text


@given(st.lists(texts, min_size=1, max_size=4))
def test_one_block_per_line(pages: list[str]) -> None:
    text, _ = reflow(pages)
    assert all(line and line == " ".join(line.split()) for line in text.split("\n")) or not text


@given(st.lists(texts, min_size=1, max_size=4))
def test_pages_tile_the_text(raw: list[str]) -> None:
    text, pages = reflow(raw, paged=True)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert pages[0].start == 0
    assert pages[-1].end == len(text)
    assert all(first.end == second.start for first, second in pairwise(pages))
    kept = without_running_heads([normalise(part) for page in raw for part in _parts(page)])
    assert [letters(text[page.start : page.end]) for page in pages] == [letters(page) for page in kept]


def _parts(page: str) -> list[str]:
    parts = normalise(page).split("\f")
    return parts[:-1] if len(parts) > 1 and not parts[-1].strip() else parts


def test_pages_are_known_by_number_or_by_word() -> None:
    assert reflow(["Một."])[1] == ()
    assert len(reflow(["Một."], paged=True)[1]) == 1
    assert len(reflow(["Một.\fHai."])[1]) == 2
    assert len(reflow(["Một.", "Hai."])[1]) == 2


def test_a_page_begins_within_a_line() -> None:
    text, pages = reflow(["Thực hiện theo Chỉ\n", "\nthị số 16/CT-TTg."])
    assert text == "Thực hiện theo Chỉ thị số 16/CT-TTg."
    assert text[pages[1].start : pages[1].end] == "thị số 16/CT-TTg."


def test_a_page_begins_with_its_bullet_or_quote() -> None:
    text, pages = reflow(["Nội dung:\n", "• Phong trào", "có tên “Xanh”"])
    assert [text[page.start : page.end] for page in pages] == ["Nội dung:\n", "- Phong trào ", "có tên “Xanh”"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # Markdown and bullets
        ("## **II. CHỈ TIÊU**", "II. CHỈ TIÊU"),
        ("##### *Nơi nhận:*\n\n* Ban Dân vận;\n* Lưu: VT.", "Nơi nhận:\n- Ban Dân vận;\n- Lưu: VT."),
        ("• Một;\n● Hai;\n– Ba;\n+Bốn;\n-Năm", "- Một;\n- Hai;\n- Ba;\n+ Bốn;\n- Năm"),
        ("**TM. BAN THƯỜNG VỤ\nCHỦ TỊCH**\n\n\nLê Văn A", "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH\nLê Văn A"),
        ("| Quý | Số |\n|---|---|\n| I | 5% |", "Quý | Số\nI | 5%"),
        ("phong trào “*Giỏi việc nước*” và **5*3** lần", "phong trào “Giỏi việc nước” và 5*3 lần"),
        ("1\\. Mục đích", "1. Mục đích"),
        ("> 80% đơn vị đạt", "> 80% đơn vị đạt"),
        ("----------\n_______\n***", ""),
        # symbols over a line's end
        ("theo Nghị định số 08/2021/NĐ-\nCP ngày 28/01/2021", "theo Nghị định số 08/2021/NĐ-CP ngày 28/01/2021"),
        ("theo Nghị định số\n08/2021/NĐ-CP", "theo Nghị định số 08/2021/NĐ-CP"),
        ("theo Quyết định số 217\n-QĐ/TW", "theo Quyết định số 217-QĐ/TW"),
        ("theo Thông tư 07/2020/\nTT-BNV", "theo Thông tư 07/2020/TT-BNV"),
        ("theo Thông tư 07\n/2020/TT-BNV", "theo Thông tư 07/2020/TT-BNV"),
        ("trong giai đoạn 2021-\n2025", "trong giai đoạn 2021-2025"),
        ("trong giai đoạn 2021\n– 2025", "trong giai đoạn 2021 - 2025"),
        ("Nghị định số 08/2021/NĐ\ufffeCP", "Nghị định số 08/2021/NĐ-CP"),
        # sentences over a page
        ("về dân vận; Chỉ\n\nthị số 16/CT-TTg", "về dân vận; Chỉ thị số 16/CT-TTg"),
        ("trước ngày\n15/6/2024 hằng năm", "trước ngày 15/6/2024 hằng năm"),
        ("ban hành ngày 05\ntháng 6 năm\n2024", "ban hành ngày 05 tháng 6 năm 2024"),
        ("Kế hoạch này và\n\nQuy chế đó", "Kế hoạch này và Quy chế đó"),
        ("Kế hoạch số 5/KH-TLĐ,\n\nBan Thường vụ giao", "Kế hoạch số 5/KH-TLĐ, Ban Thường vụ giao"),
        ("theo khoản 2 Điều\n5. Người lao động", "theo khoản 2 Điều 5. Người lao động"),
        ("của Ban Thường vụ\n\nTỉnh ủy về việc", "của Ban Thường vụ Tỉnh ủy về việc"),
        ("Ban Thường vụ (sau đây gọi là\nBTV) họp", "Ban Thường vụ (sau đây gọi là BTV) họp"),
        ("phong trào “Xanh\nSạch Đẹp” ở", "phong trào “Xanh Sạch Đẹp” ở"),
        ("1.\nMục đích\n-\nMột việc", "1. Mục đích\n- Một việc"),
        ("Các đơn vị thực hiện\n./.", "Các đơn vị thực hiện./."),
        # what stays apart
        ("KẾ HOẠCH\nthực hiện dân chủ", "KẾ HOẠCH\nthực hiện dân chủ"),
        ("Số: 5/LĐLĐ\nv/v báo cáo", "Số: 5/LĐLĐ\nv/v báo cáo"),
        ("Hà Nội, ngày tháng năm 2024\nvề công tác nữ", "Hà Nội, ngày tháng năm 2024\nvề công tác nữ"),
        ("LIÊN ĐOÀN LAO ĐỘNG\nTỈNH X", "LIÊN ĐOÀN LAO ĐỘNG\nTỈNH X"),
        ("III. NHIỆM VỤ\nVÀ GIẢI PHÁP", "III. NHIỆM VỤ VÀ GIẢI PHÁP"),
        ("1. Chỉ tiêu hằng năm\n2. Chỉ tiêu nhiệm kỳ", "1. Chỉ tiêu hằng năm\n2. Chỉ tiêu nhiệm kỳ"),
        ("gồm các việc sau,\na) một\nb) hai\nđ) ba\nc. bốn", "gồm các việc sau,\na) một\nb) hai\nđ) ba\nc. bốn"),
        ("Căn cứ Luật A,\nCăn cứ Luật B,", "Căn cứ Luật A,\nCăn cứ Luật B,"),
        ("đẩy mạnh chuyển đổi số\n2. Phát triển đoàn viên", "đẩy mạnh chuyển đổi số\n2. Phát triển đoàn viên"),
        ("trong năm 2023\n- 100% đơn vị", "trong năm 2023\n- 100% đơn vị"),
        ("các cấp, các ngành,\nNơi nhận:", "các cấp, các ngành,\nNơi nhận:"),
        ("Bước 1: Khảo sát\nBước 2: Đăng ký", "Bước 1: Khảo sát\nBước 2: Đăng ký"),
        (
            "quy chế làm việc\n(Ban hành kèm theo Quyết định số 5)",
            "quy chế làm việc\n(Ban hành kèm theo Quyết định số 5)",
        ),
        ("Thực hiện như sau:\ncông đoàn báo cáo", "Thực hiện như sau:\ncông đoàn báo cáo"),
    ],
)
def test_reflow(raw: str, expected: str) -> None:
    assert reflow([raw])[0] == expected


_WRAPPED = """\
I. MỤC ĐÍCH
Kế hoạch này nhằm giúp các cấp công đoàn trong tỉnh chủ động nắm tình hình đoàn
viên, kịp thời đề xuất với cấp ủy những việc cần làm ngay, theo đề nghị của Thường
trực Tỉnh ủy và ý kiến thống nhất của các ban chuyên môn thuộc cơ quan Liên đoàn
Lao động tỉnh trong năm.
1. Yêu cầu chung
Các đơn vị phân công người phụ trách rõ ràng, có thời hạn, có kiểm tra, đánh giá
kết quả từng việc đã giao.
- Nắm số đoàn viên
- Lập danh sách
"""


def test_hard_wrapped_lines_go_on_by_their_width() -> None:
    lines = reflow([_WRAPPED])[0].split("\n")
    assert [line[:20].strip() for line in lines] == [
        "I. MỤC ĐÍCH",
        "Kế hoạch này nhằm gi",
        "1. Yêu cầu chung",
        "Các đơn vị phân công",
        "- Nắm số đoàn viên",
        "- Lập danh sách",
    ]
    assert "cơ quan Liên đoàn Lao động tỉnh" in lines[1]


def test_a_blank_line_ends_a_full_line() -> None:
    raw = _WRAPPED.replace("cơ quan Liên đoàn\n", "cơ quan Liên đoàn\n\n")
    assert "Lao động tỉnh trong năm." in reflow([raw])[0].split("\n")


@pytest.mark.parametrize("row", load("layout")["opener"], ids=lambda row: row["pattern"][:30])
def test_openers_match_their_examples(row: dict[str, list[str]]) -> None:
    pattern = re.compile(str(row["pattern"]))
    assert all(pattern.search(example) for example in row["examples"])
    assert not any(pattern.search(example) for example in row.get("counter", ()))
    assert all(opens_block(example) for example in row["examples"])


@pytest.mark.parametrize("table", ["whole", "columns"])
def test_patterns_match_their_examples(table: str) -> None:
    for row in load("layout")[table]:
        assert all(re.search(row["pattern"], example) for example in row["examples"]), row["pattern"]


@pytest.mark.parametrize("row", load("layout")["pair"], ids=lambda row: row["last"][:30])
def test_pairs_match_their_examples(row: dict[str, list[list[str]]]) -> None:
    for first, second in row["examples"]:
        assert judge(block(first), block(second)) is Verdict.SPACED, (first, second)
    for first, second in row["counter"]:
        assert judge(block(first), block(second)) is Verdict.APART, (first, second)


def _seeds() -> list[Path]:
    return sorted(Path(os.environ.get("KB_TESTDATA", ""), "seeds").glob("*.txt"))


@pytest.mark.skipif(not os.environ.get("KB_TESTDATA") or not _seeds(), reason="KB_TESTDATA names no folder with seeds")
def test_real_directives_have_a_block_per_line() -> None:
    for path in _seeds():
        text, _ = reflow([path.read_text(encoding="utf-8")])
        assert reflow([text])[0] == text
        torn = [line for line in text.split("\n") if line[0].islower() and not re.match(r"[a-zđ]{1,2}[.)]\s", line)]
        assert torn == [], path.name


def test_notes_of_a_source_without_pages_are_lines_behind_their_marks() -> None:
    text = (
        "Căn cứ Luật Cây xanh¹;\n¹ Luật này được sửa đổi theo Luật số 5/2031/QH18;\nCăn cứ Luật Rừng;\n² không có dấu"
    )
    (note,) = layout.inline_notes(text)
    assert (note.mark, text[note.anchor], text[note.start : note.end].split()[1]) == ("1", "¹", "Luật")
