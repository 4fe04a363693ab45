"""The outline: labels, nesting, headings and spans."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import headings, labels, sections
from ingest.lexicon import load
from ingest.types import Section, Span
from tests.growth import STEEP, growth


def parse(text: str) -> tuple[Section, ...]:
    return sections.parse(text, Span(0, len(text)))


def shape(text: str) -> list[str]:
    """Labels in order, indented by their level."""
    return ["." * (depth - 1) + section.label for _, depth, section in sections.walk(parse(text))]


SHAPES = [
    (
        "a plan",
        "I. MỤC ĐÍCH\n1. Yêu cầu\n1.1. Chung\na) Kịp thời:\n- Nhanh:\n+ Gọn.\nII. NỘI DUNG",
        "I .1 ..1.1 ...a ....- .....+ II",
    ),
    (
        "articles",
        "Điều 1. Phạm vi\n1. Quy chế này quy định:\na) Việc một;\nb) Việc hai.\nĐiều 2. Đối tượng\n1. Đoàn viên.",
        "Điều:1 .1 ..a ..b Điều:2 .1",
    ),
    (
        "chapters",
        "Chương I\nQUY ĐỊNH CHUNG\nMục 1. VIỆC\nĐiều 1. Phạm vi\nChương II\nMục 1. NGƯỜI\nĐiều 2. Nơi",
        "Chương:I .Mục:1 ..Điều:1 Chương:II .Mục:1 ..Điều:2",
    ),
    (
        "parts",
        "Phần thứ nhất\nMỞ ĐẦU\nChương I\nĐiều 1. Tên\nPhần thứ hai\nChương II",
        "Phần:thứ:nhất .Chương:I ..Điều:1 Phần:thứ:hai .Chương:II",
    ),
    (
        "a repeated number stays a brother",
        "1. Mục tiêu\n2. Chỉ tiêu\n2.1. Năm\n2.2. Kỳ\n2. Khâu đột phá\n(1). Một\n(2). Hai\n3. Giải pháp\n3.1. A",
        "1 2 .2.1 .2.2 2 .(1) .(2) 3 .3.1",
    ),
    ("a number left out stays a brother", "1. Một\n2. Hai\n4. Bốn", "1 2 4"),
    ("a decimal below its letters", "1. Một\n1.1. Hai\na) Ba;\n1.2. Bốn", "1 .1.1 ..a .1.2"),
    ("decimals below a numeral", "I. CHUNG\n1.1. Hai\n1.2. Ba\nII. RIÊNG\n2.1. Bốn", "I .1.1 .1.2 II .2.1"),
    ("numerals with decimals", "I. CHUNG\nI.1. Hai\nI.2. Ba\nII. RIÊNG", "I .I.1 .I.2 II"),
    ("i after h is a letter", "\n".join(f"{letter}) Việc" for letter in "abcdđeghik"), "a b c d đ e g h i k"),
    ("i at the start is a numeral", "1. Việc\ni) Một;\nii) Hai;\niii) Ba.", "1 .i .ii .iii"),
    ("I after H is a letter", "\n".join(f"{letter}. Phần việc" for letter in "ABCDĐEGHIK"), "A B C D Đ E G H I K"),
    ("C after B is a letter", "A. VIỆC\nI. MỘT\nII. HAI\nB. NGƯỜI\nI. MỘT\nC. NƠI", "A .I .II B .I C"),
    ("V after IV is a numeral", "I. A\nII. B\nIII. C\nIV. D\nV. Đ\nVI. E", "I II III IV V VI"),
    ("English alphabet", "a) Một\nb) Hai\nc) Ba\nd) Bốn\ne) Năm\nf) Sáu\ng) Bảy", "a b c d e f g"),
    ("initials are no labels", "1. Nhớ lời dạy\nC. Mác và V.I. Lênin đã viết.\nV. I. Lênin cũng vậy.", "1"),
    (
        "numbers are no labels",
        "1. Kết quả\n1.000 người dự.\n2.1 triệu đồng đã chi.\n98% trở lên đạt.\n01/11/2023 là hạn.\n2. Tồn tại",
        "1 2",
    ),
    (
        "steps",
        "3. Các bước\nBước 1: Chọn việc\nLàm kỹ.\nBước 2. Bắt tay\nGiai đoạn 1: Thử\n4. Kinh phí",
        "3 .Bước:1 .Bước:2 ..Giai:đoạn:1 4",
    ),
    (
        "counting words",
        "1. Lý do\nThứ nhất, do ta.\nThứ hai, do người.\n2. Bài học\nMột là, kiên trì.\nHai là, gần dân.",
        "1 .Thứ:nhất .Thứ:hai 2 .Một:là .Hai:là",
    ),
    ("stars head dashes", "1. Việc\n* Đối với tỉnh\n- Một.\n- Hai.\n* Đối với huyện\n- Ba.", "1 .* ..- ..- .* ..-"),
    ("a plus is below a dash, with or without a space", "- Một\n+Hai\n+ Ba\n- Bốn", "- .+ .+ -"),
    ("a number below a bullet that announces it", "- Gồm các việc:\n1. Một;\n2. Hai.\n- Khác.", "- .1 .2 -"),
    ("a number closes bullets", "1. Một\n- Gạch.\n2. Hai", "1 .- 2"),
    ("a list that changes its style goes on", "1. Một\n2) Hai\n3. Ba", "1 2 3"),
    ("two styles nest", "1. Một\n1) Trong một\n2) Trong hai\n2. Hai", "1 .1 .2 2"),
    (
        "annexes are at the top",
        "I. VIỆC\n1. Một\nPHỤ LỤC I\nDANH MỤC\n1. Sổ\nPHỤ LỤC II\n1. Sách",
        "I .1 PHỤ:LỤC:I .1 PHỤ:LỤC:II .1",
    ),
    (
        "a plan behind the decision that issues it",
        "Điều 1. Ban hành Kế hoạch.\nĐiều 2. Hiệu lực.\nI. MỤC ĐÍCH\n1. Một\nII. VIỆC",
        "Điều:1 Điều:2 I .1 II",
    ),
    (
        "a plan within the article that approves it",
        "Điều 1. Phê duyệt Đề án.\nI. MỤC TIÊU\n1. Chung\na) Một;\nII. VIỆC\n1. Hai\nĐiều 2. Hiệu lực.\nĐiều 3. Thi hành.",
        "Điều:1 .I ..1 ...a .II ..1 Điều:2 Điều:3",
    ),
    (
        "a plan that the last article announces",
        "Điều 1. Phê duyệt Đề án với nội dung sau:\nI. MỤC TIÊU\n1. Chung\nII. VIỆC",
        "Điều:1 .I ..1 .II",
    ),
    (
        "a plan that a paragraph of the last article announces",
        "Điều 1. Phê duyệt Đề án\nNội dung chủ yếu gồm:\nA. MỤC TIÊU\n1. Chung\nB. VIỆC",
        "Điều:1 .A ..1 .B",
    ),
    (
        "a plan with numbers within the article that approves it",
        "Điều 1. Phê duyệt Đề án:\n1. Tên\n2. Mục tiêu\nI. CHUNG\nII. RIÊNG\nĐiều 2. Hiệu lực.",
        "Điều:1 .1 .2 .I .II Điều:2",
    ),
    (
        "a rule behind the decision that issues it counts its articles anew",
        "Điều 1. Ban hành Quy chế.\nĐiều 2. Hiệu lực.\nI. CHUNG\nĐiều 1. Phạm vi\n1. Một\nII. RIÊNG\nĐiều 2. Đối tượng",
        "Điều:1 Điều:2 I Điều:1 .1 II Điều:2",
    ),
    (
        "parts over articles that count on",
        "I. CHUNG\nĐiều 1. Phạm vi\nĐiều 2. Đối tượng\nII. RIÊNG\nĐiều 3. Việc",
        "I Điều:1 Điều:2 II Điều:3",
    ),
    (
        "sentences about articles are text",
        "Điều 1. Phạm vi\nĐiều 5 của Luật quy định khác.\nMục 2 Chương này nêu rõ.\nĐiều 2. Nơi",
        "Điều:1 Điều:2",
    ),
    ("inserted numbers", "Điều 5. Một\nĐiều 5a. Hai\n1. Ba\n1a. Bốn\n2. Năm", "Điều:5 Điều:5a .1 .1a .2"),
    (
        "quoted wording is text",
        "Điều 1. Sửa đổi\n1. Sửa khoản 2 như sau:\n“2. Nội dung mới.\na) Một;\nb) Hai.”\n2. Bỏ khoản 3.",
        "Điều:1 .1 .2",
    ),
    (
        "bases with dashes are no items",
        "- Căn cứ Luật Công đoàn;\n- Căn cứ Điều lệ;\nBan Thường vụ xây dựng kế hoạch như sau:\nI. VIỆC\n- Một.",
        "I .-",
    ),
    ("only bullets", "Ban đề nghị các cơ sở làm như sau:\n- Một;\n- Hai.", "- -"),
    ("marks besides the full stop", "I- VIỆC\n1/ Một\n2/ Hai\nII- NGƯỜI\n1) Ba", "I .1 .2 II .1"),
    ("no space behind the mark", "I.VIỆC\n1.Một\n2.Hai", "I .1 .2"),
    ("nothing", "Một đoạn văn không có mục nào.", ""),
]


@pytest.mark.parametrize(
    ("text", "expected"), [(text, expected) for _, text, expected in SHAPES], ids=[name for name, _, _ in SHAPES]
)
def test_shape(text: str, expected: str) -> None:
    assert shape(text) == [label.replace(":", " ") for label in expected.split()]


# (first line, what follows, its heading)
HEADINGS = [
    ("I. MỤC ĐÍCH, YÊU CẦU", "1. Một.", "MỤC ĐÍCH, YÊU CẦU"),
    ("1. Mục đích", "Nhằm nâng cao nhận thức của đoàn viên.", "Mục đích"),
    ("1. Liên đoàn Lao động tỉnh.", "- Giao việc.\n- Đôn đốc.", "Liên đoàn Lao động tỉnh"),
    ("1. Liên đoàn Lao động tỉnh:", "- Giao việc.\n- Đôn đốc.", "Liên đoàn Lao động tỉnh"),
    ("1. Đẩy mạnh tuyên truyền để mọi người hiểu rõ và làm đúng quy chế.", "2. Hai", None),
    (
        "1. " + "Tăng cường công tác tuyên truyền vận động trong toàn ngành " * 4 + "năm nay",
        "- Một.",
        "Tăng cường công tác tuyên truyền vận động trong toàn ngành " * 4 + "năm nay",
    ),
    (
        "1. Các đơn vị giữ nền nếp họp. Mỗi tổ cử một người ghi sổ rồi báo về văn phòng để theo dõi.",
        "Việc này làm quanh năm.",
        None,
    ),
    ("1. Thời gian: Từ mồng 1 đến mồng 5.", "2. Nơi", "Thời gian"),
    ("2. Ban Nữ công: Lập danh sách và gửi quà.", "3. Ban Tài chính", "Ban Nữ công"),
    ("2. Lập danh sách gồm: tên, tuổi, quê.", "3. Hết", None),
    ("2. Các tổ làm những việc như sau: Một là họp.", "3. Hết", None),
    ("Điều 5. Phạm vi điều chỉnh", "1. Một.", "Phạm vi điều chỉnh"),
    ("Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc của cơ quan.", "Điều 2. Hai", None),
    ("Bước 1: Chọn việc", "Bàn trong tổ rồi chọn.", "Chọn việc"),
    ("Chương II", "ĐIỀU KHOẢN THI HÀNH\nĐiều 9. Hiệu lực", "ĐIỀU KHOẢN THI HÀNH"),
    ("- Công tác tuyên truyền:", "+ Họp.\n+ Loa.", "Công tác tuyên truyền"),
    ("- Tổ chức họp.", "- Hai.", None),
    ("a) Hồ sơ gồm giấy đăng ký;", "b) Hai.", None),
]


@pytest.mark.parametrize(("line", "below", "heading"), HEADINGS)
def test_heading(line: str, below: str, heading: str | None) -> None:
    assert parse(f"{line}\n{below}")[0].heading == heading


def test_a_heading_is_a_part_of_the_text() -> None:
    assert headings.decide("Về việc nhà:", family="arabic", above_list=True, above_text=False) == "Về việc nhà"


def test_paths_and_headings_above() -> None:
    text = "III. TỔ CHỨC\n2. Cơ sở\n- Gửi báo cáo.\n- Họp.\nTrên đây là kế hoạch."
    tree = parse(text)
    assert sections.path_at(tree, text.index("báo cáo")) == "III.2"
    assert sections.headings_at(tree, text.index("báo cáo")) == ("TỔ CHỨC", "Cơ sở")
    assert sections.path_at(tree, text.index("Trên đây")) is None
    assert [(path, depth) for path, depth, _ in sections.walk(tree)] == [
        ("III", 1),
        ("III.2", 2),
        ("III.2", 3),
        ("III.2", 3),
    ]


def test_a_paragraph_below_bullets_is_the_items_not_the_bullets() -> None:
    text = "1. Việc\n- Một.\n- Hai.\nCác tổ cùng làm.\n2. Người\nChọn người."
    first = parse(text)[0]
    assert text[first.start : first.end].endswith("cùng làm.")
    assert text[first.children[-1].start : first.children[-1].end] == "- Hai."


def test_a_zone_bounds_the_outline() -> None:
    text = "1. Một\n2. Hai\n3. Ba"
    zone = Span(text.index("2."), text.index("3."))
    assert [section.label for section in sections.parse(text, zone)] == ["2"]


@pytest.mark.parametrize(
    ("entry", "example"), [(entry, example) for entry in load("outline")["container"] for example in entry["examples"]]
)
def test_parts_are_read(entry: dict[str, str], example: str) -> None:
    label = labels.read(example)[0]
    assert label.text.lower().startswith(entry["word"].lower())
    assert label.rank == entry["rank"]


@pytest.mark.parametrize(
    "example", [example for entry in load("outline")["container"] for example in entry["counterexamples"]]
)
def test_words_that_only_look_like_parts(example: str) -> None:
    assert labels.read(example) == ()


@pytest.mark.parametrize(
    "line",
    [
        "1.000 người",
        "2.1 triệu đồng",
        "98% trở lên",
        "01/11/2023",
        "15.10.1930 là ngày",
        "-5% so với",
        "---",
        "V.I. Lênin",
        "1,5 tỷ",
        "(1) , (2)",
        "…",
        "12",
        "1.",
        "- ",
    ],
)
def test_lines_without_a_label(line: str) -> None:
    assert labels.read(line) == ()


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("I", 1),
        ("IV", 4),
        ("IX", 9),
        ("XIV", 14),
        ("XXXIX", 39),
        ("XL", 40),
        ("LIX", 59),
        ("IIX", None),
        ("VV", None),
        ("", None),
    ],
)
def test_roman(numeral: str, value: int | None) -> None:
    assert labels.roman(numeral) == value


@dataclass(frozen=True)
class Item:
    children: tuple[Item, ...]


ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
LETTERS = "abcdđegh"
# A line of each level, from its place in its list and the place of the item that it stands in.
STYLES = (
    ("{roman}. VIỆC CHUNG", "{number}. Việc", "{letter}) Việc", "- Việc", "+ Việc"),
    ("{number}. Việc", "{above}.{number}. Việc", "({number}) Việc", "- Việc", "+ Việc"),
    ("Điều {number}. Việc", "{number}. Việc", "{letter}) Việc", "- Việc", "+ Việc"),
)
FORESTS = st.recursive(
    st.just(Item(())), lambda inner: st.lists(inner, max_size=5).map(lambda items: Item(tuple(items))), max_leaves=25
)


def depth(item: Item) -> int:
    return 1 + max(map(depth, item.children), default=0)


def rendered(item: Item, style: int, level: int, up: int) -> list[str]:
    lines: list[str] = []
    for place, child in enumerate(item.children):
        lines.append(
            STYLES[style][level].format(roman=ROMANS[place], number=place + 1, letter=LETTERS[place], above=up + 1)
        )
        lines.extend(rendered(child, style, level + 1, place))
    return lines


def bare(tree: tuple[Section, ...]) -> Item:
    return Item(tuple(bare(section.children) for section in tree))


@settings(deadline=None)
@given(FORESTS.filter(lambda item: depth(item) <= 6), st.integers(0, 2))
def test_an_outline_that_is_printed_is_read_back(forest: Item, style: int) -> None:
    assert bare(parse("\n".join(rendered(forest, style, 0, 0)))) == forest


def check_spans(text: str, tree: tuple[Section, ...], zone: Span, level: int = 1) -> None:
    last = zone.start
    for section in tree:
        assert last <= section.start < section.end <= zone.end
        assert text[section.start :].startswith(section.label.split()[0].strip("()")) or section.label[0] == "("
        assert section.level == level
        assert not text[section.end - 1].isspace()
        check_spans(text, section.children, Span(section.start + 1, section.end), level + 1)
        last = section.end


PIECES = st.sampled_from(
    [
        "I. ",
        "II. ",
        "A. ",
        "1. ",
        "2. ",
        "1.1. ",
        "a) ",
        "đ) ",
        "i) ",
        "(1) ",
        "- ",
        "+ ",
        "* ",
        "Bước 1: ",
        "Điều 5. ",
        "Chương II",
        "PHỤ LỤC I",
        "Việc chung",
        "báo cáo.",
        "như sau:",
        "\n",
        "\n",
        "\n",
        "“",
        "”",
        "Trên đây là",
        "MỤC ĐÍCH",
    ]
)


@settings(deadline=None)
@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)),
    st.integers(0, 30),
    st.integers(0, 400),
)
def test_spans_nest_in_any_text(text: str, start: int, length: int) -> None:
    zone = Span(min(start, len(text)), min(start + length, len(text)))
    tree = sections.parse(text, zone)
    check_spans(text, tree, zone)
    for path, _, section in sections.walk(tree):
        assert (sections.path_at(tree, section.start) or "") == path


@pytest.mark.parametrize(
    "piece", ["1. a\n", "- b\n", "“1. a\n", "a\n", "I. A\n1. b\n- c\n+ d\n", "1", "(", "1.1.", "Phụ lục\n"]
)
def test_time_grows_with_the_text(piece: str) -> None:
    assert growth(lambda size: parse(piece * (size // len(piece))), 40_000) < STEEP


@pytest.mark.parametrize(
    ("text", "word", "path"),
    [
        ("II. NỘI DUNG\n2. Chỉ tiêu\n2.1. Hằng năm\n- Một", "Một", "II.2.1"),
        ("II. NỘI DUNG\n1.1. Tuyên truyền\n- Một", "Một", "II.1.1"),
        ("2. Chỉ tiêu\n2.1. Hằng năm\n2.1.1. Quý I\nMột", "Một", "2.1.1"),
        ("I- TÌNH HÌNH\n1- Kết quả\nMột đã xong", "Một", "I.1"),
        ("A - CHUẨN BỊ\n1/ Nhân sự\nMột đã xong", "Một", "A.1"),
        ("Kính gửi:\n- Sở Nội vụ;\n- Ban Một.\n1. Rà soát", "Một", None),
    ],
)
def test_paths(text: str, word: str, path: str | None) -> None:
    tree = sections.parse(text, Span(0, len(text)))
    assert sections.path_at(tree, text.index(word)) == path
