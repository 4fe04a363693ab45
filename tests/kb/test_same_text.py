"""Copies of one text are one document; two drafts never are, however little they differ in."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest import lexicon
from ingest.text import fold
from kb.same_text import Text, judge, slip
from kb.signatures import signatures

TEXT = """LIÊN ĐOÀN LAO ĐỘNG TỈNH NÚI MẪU
Số: 21/KH-LĐLĐ
Núi Mẫu, ngày 05 tháng 3 năm 2022
KẾ HOẠCH
Giám sát việc thực hiện dân chủ ở cơ sở
Căn cứ Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị;
1. Phấn đấu 98% công đoàn cơ sở tổ chức hội nghị, kinh phí 1.500.000 đồng mỗi đơn vị.
2. Các đơn vị không được thu thêm của đoàn viên; báo cáo trước ngày 30/6/2022.
3. Giao đồng chí Nguyễn Văn Mẫu, Trưởng ban Tổ chức, theo dõi công tác kiểm tra từ 5-10 ngày.
Nơi nhận:
- Ban Thường vụ;
- Các công đoàn cơ sở;
- Lưu: VT.
TM. BAN THƯỜNG VỤ
CHỦ TỊCH
Trần Thị Hoà"""


def check_found(one: str, other: str, *, ocr: bool) -> None:
    """What is the same is found by its signatures, both ways."""
    assert Text(one).figures & Text(other).figures
    for recognised in [(True, False), (False, True), (True, True)] if ocr else [(False, False)]:
        found = [signatures(Text(text), recognised=so) for text, so in zip((one, other), recognised, strict=True)]
        assert found[0].kept & found[1].wanted
        assert found[1].kept & found[0].wanted


def check(one: str, other: str, *, ocr: bool = False) -> bool:
    """The same both ways, and the verdict."""
    there, back = judge(one, other, ocr=ocr), judge(other, one, ocr=ocr)
    assert there.verdict is back.verdict
    assert there.same == all(item.slip for item in there.differences)
    if there.same:
        check_found(one, other, ocr=ocr)
    assert Text(one).same(Text(other), ocr=ocr) is Text(other).same(Text(one), ocr=ocr) is there.same
    return there.same


@pytest.mark.parametrize(
    ("printed", "copied"),
    [
        ("\n", "  \n\n"),
        (" ", "\u00a0"),
        ("Hoà", "Hòa"),
        ("LIÊN ĐOÀN LAO ĐỘNG", "Liên đoàn Lao động"),
        (";", ","),
        ("hội nghị, kinh", "hội nghị kinh"),
        ("đồng chí", "đồng\nchí"),
        ("công đoàn cơ sở", "công-\nđoàn cơ sở"),
        ("năm", "n ăm"),
        ("217-QĐ/TW", "217 - Q Đ/TW"),
        ("217-QĐ/TW", "217/QĐ-TW"),
        ("12/12/2013", "12 / 12 / 2013"),
        ("5-10 ngày", "5 – 10 ngày"),
        ("98%", "98 %"),
        ("- Lưu", "+ Lưu"),
        ("QĐ/TW", "Q\u00d0/TW"),
    ],
)
@pytest.mark.parametrize("ocr", [False, True])
def test_what_may_differ(printed: str, copied: str, ocr: bool) -> None:
    assert printed in TEXT
    assert check(TEXT, TEXT.replace(printed, copied), ocr=ocr)


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        ("98%", "89%"),
        ("98%", "98"),
        ("98%", "98,5%"),
        ("12/12/2013", "13/12/2013"),
        ("12/12/2013", "12/12/2012"),
        ("12/12/2013", "2/12/2013"),
        ("1.500.000", "15.000.00"),
        ("1.500.000", "1.500.00"),
        ("1.500.000", "150.000"),
        ("5-10 ngày", "5/10 ngày"),
        ("5-10 ngày", "510 ngày"),
        ("5-10 ngày", "10-5 ngày"),
        ("không được", "được"),
        ("không được", "chưa được"),
        ("được thu", "phải thu"),
        ("Nguyễn Văn Mẫu", "Nguyễn Văn Mẩu"),
        ("Nguyễn Văn Mẫu", "Nguyễn Vân Mẫu"),
        ("Trần Thị Hoà", "Trần Thị Hoa"),
        ("Trần Thị Hoà", "Trần Thị Hoà\nLê Văn Mới"),
        ("Trần Thị Hoà", ""),
        ("VỤ\nCHỦ TỊCH\nTrần Thị Hoà", "VỤ\nCHỦ TỊCH\nTRẦN THỊ HOA"),
        ("CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("TM. BAN", "KT. BAN"),
        ("- Các công đoàn cơ sở;\n", "- Các công đoàn cơ sở;\n- Ban Tuyên giáo;\n"),
        ("- Các công đoàn cơ sở;\n", ""),
        ("- Lưu: VT.", "- Lưu: VT, TC."),
        ("21/KH-LĐLĐ", "22/KH-LĐLĐ"),
        ("21/KH-LĐLĐ", "21/KH-LDLĐ"),
        ("217-QĐ/TW", "217-QĐ/TU"),
        ("Bộ Chính trị", "Ban Bí thư"),
        ("NÚI MẪU", "NÚI MẦU"),
        ("Núi Mẫu, ngày", "Nủi Mẫu, ngày"),
        ("trước ngày", "sau ngày"),
        ("mỗi đơn vị", "đơn vị"),
        ("mỗi đơn vị", "mọi đơn vị"),
        ("Giám sát", "Giảm sát chặt"),
        ("tổ chức hội nghị", "tổ chức đại hội"),
        ("1. Phấn đấu", "2. Phấn đấu"),
        ("thu thêm", "thụ thêm"),
        ("05 tháng 3", "5 tháng 3"),
    ],
)
@pytest.mark.parametrize("ocr", [False, True])
def test_what_makes_two_documents(printed: str, other: str, ocr: bool) -> None:
    assert printed in TEXT
    changed = TEXT.replace(printed, other, 1)
    assert not check(TEXT, changed, ocr=ocr)
    found = judge(TEXT, changed, ocr=ocr).differences
    assert any(not item.slip for item in found)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("hội nghị", "hôi nghị"),
        ("thực hiện", "thưc hiện"),
        ("công tác kiểm tra", "công tác kiêm tra"),
        ("kinh phí", "kinh phi"),
        ("mỗi đơn vị", "rnỗi đơn vị"),
        ("KẾ HOẠCH", "KÊ HOẠCH"),
        ("báo cáo", "bảo cáo"),
        ("theo dõi", "theo dỗi"),
        ("không được", "khôg được".replace("khôg", "khộng")),
    ],
)
def test_what_a_scanner_may_misread(printed: str, read: str) -> None:
    assert printed in TEXT
    assert check(TEXT, TEXT.replace(printed, read, 1), ocr=True)
    assert not check(TEXT, TEXT.replace(printed, read, 1))


def test_a_text_full_of_slips_is_no_copy_of_anything() -> None:
    words = "thực hiện công tác kiểm tra giám sát thường xuyên"
    assert not judge(words, "thưc hiên công tac kiêm tra giam sat thuờng xuyen", ocr=True).same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("■ Có □ Không", "□ Có ■ Không"),
        ("■ Có\n□ Không", "□ Có\n■ Không"),
        ("☑ Có ☐ Không", "☐ Có ☑ Không"),
        ("\uf0fe Có \uf0a8 Không", "\uf0a8 Có \uf0fe Không"),
        ("● A", "○ A"),
        ("Mức: ● A", "Mức: A"),
        ("-5 độ", "5 độ"),
        ("- 5 độ", "- -5 độ"),
        ("nhiệt độ -5 độ", "nhiệt độ 5 độ"),
        ("nhiệt độ − 5 độ", "nhiệt độ 5 độ"),
        ("(-5)", "(5)"),
        ("từ 5 đến 10", "từ -5 đến 10"),
        ("≠ 5", "5"),
        ("£5", "5"),
        ("5 ₫", "5"),
        ("5 ÷ 2", "5 × 2"),
        ("a → b", "a ← b"),
        ("a ∈ b", "a b"),
        ("x + y", "x y"),
    ],
)
@pytest.mark.parametrize("ocr", [False, True])
def test_a_sign_says_something(one: str, other: str, ocr: bool) -> None:
    assert not check(one, other, ocr=ocr)
    assert not check(f"{TEXT}\n{one}\n{TEXT}", f"{TEXT}\n{other}\n{TEXT}", ocr=ocr)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("● Một việc\n● Hai việc", "- Một việc\n- Hai việc"),
        ("➢ Một việc", "• Một việc"),
        ("\uf0b7 Một việc", "Một việc"),
        ("+ Một việc", "- Một việc"),
        ("- 5 đơn vị", "• 5 đơn vị"),
        ("- 5 đơn vị", "5 đơn vị"),
        ("từ 5-10 ngày", "từ 5 − 10 ngày"),
        ("Nghị quyết TW-5", "Nghị quyết TW–5"),
        ("Tên | Số", "Tên\nSố"),
    ],
)
def test_a_bullet_or_a_dash_says_nothing(one: str, other: str) -> None:
    assert check(one, other)
    assert check(f"{TEXT}\n{one}\n{TEXT}", f"{TEXT}\n{other}\n{TEXT}")


def test_page_numbers_on_one_side_only() -> None:
    lines = f"{TEXT}\n{TEXT}\n{TEXT}".split("\n")
    whole = "\n".join(lines)

    def paged(first: str, second: str, between: int = 15) -> str:
        return "\n".join([*lines[:5], first, *lines[5 : 5 + between], second, *lines[5 + between :]])

    assert check(whole, paged("- 2 -", "- 3 -"))
    assert check(whole, paged("2/3", "3/3"))
    assert not check(whole, paged("2", "3", between=14))
    assert not check(whole, paged("2", "7"))
    assert not check(whole, "\n".join([*lines[:5], "2", *lines[5:]]))  # one number alone may be anything
    assert not check(paged("- 2 -", "- 3 -"), paged("- 2 -", "- 4 -"))


@pytest.mark.parametrize("values", ["1\n2", "1\n\n2", "1\nngười\n2\nngười\n3", "\n".join(map(str, range(1, 30)))])
def test_values_near_one_another_are_no_page_numbers(values: str) -> None:
    assert not check(TEXT, f"{TEXT}\n{values}")
    assert not check(f"{TEXT}\n{TEXT}", f"{TEXT}\n{values}\n{TEXT}")


def test_a_difference_is_told() -> None:
    found = judge(TEXT, TEXT.replace("98%", "89%").replace("không được", "được"))
    assert [(item.one, item.other) for item in found.differences] == [("98", "89"), ("không", "")]


@pytest.mark.parametrize("example", lexicon.load("likeness")["example"], ids=lambda row: row["other"])
def test_the_examples(example: dict[str, Any]) -> None:
    one, other, before = example["one"], example["other"], example.get("before", "")
    if one[0].isupper():
        assert not judge(f"đồng chí {before} {one} ký", f"đồng chí {before} {other} ký", ocr=True).same
    else:
        assert slip(one, other, before=(before, before)) is example["slip"]


# ---------------------------------------------------------------- whatever the text

WORDS = st.sampled_from(
    [
        "công",
        "đoàn",
        "không",
        "được",
        "98%",
        "12/12/2013",
        "Nguyễn",
        "217-QĐ/TW",
        ";",
        "\n",
        "giám",
        "sát",
        "5",
        "-",
        "1.500",
    ]
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)


@pytest.mark.parametrize("group", lexicon.load("likeness")["confused"], ids=" ".join)
def test_what_is_confused_is_made_of_the_same_strokes(group: list[str]) -> None:
    strokes = str.maketrans(lexicon.load("likeness")["strokes"])
    assert len({fold(letters).translate(strokes) for letters in group}) == 1


PIECES = (
    "kế hoạch|kê hoạch|kế ho ạch|KẾ HOẠCH|mặt|rnặt|một|rnột|thường|thuờng|hoà|hòa|An|Ân|đ/c|12|1 2|- 5|-5|2|²|ς|Σ|İ|ı|"
    "☐|☑|±|●|–|,|.|_"
)
ALIKE = st.lists(st.sampled_from(PIECES.split("|")), max_size=4)


@given(ALIKE, ALIKE, st.sampled_from([" ", "\n", ""]), st.sampled_from([" ", "\n"]), st.booleans())
def test_what_is_the_same_is_found(one: list[str], other: list[str], here: str, there: str, ocr: bool) -> None:
    check(here.join(one), there.join(other), ocr=ocr)


@given(TEXTS, st.booleans())
def test_a_text_is_its_own_copy(text: str, ocr: bool) -> None:
    assert judge(text, text, ocr=ocr).same


@given(TEXTS, TEXTS, st.booleans())
def test_it_does_not_matter_which_comes_first(one: str, other: str, ocr: bool) -> None:
    assert judge(one, other, ocr=ocr).verdict is judge(other, one, ocr=ocr).verdict
    assert Text(one).same(Text(other), ocr=ocr) is judge(one, other, ocr=ocr).same


@given(st.text(max_size=80), st.text(max_size=80), st.booleans())
def test_any_two_texts_can_be_judged(one: str, other: str, ocr: bool) -> None:
    assert judge(one, other, ocr=ocr).verdict is judge(other, one, ocr=ocr).verdict


@given(st.data(), st.booleans())
def test_another_digit_is_another_document(data: st.DataObject, ocr: bool) -> None:
    text = data.draw(st.one_of(st.just(TEXT), TEXTS))
    places = [at for at, char in enumerate(text) if char.isdigit()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda char: char != text[at]))
    assert not judge(text, text[:at] + digit + text[at + 1 :], ocr=ocr).same


@given(st.data(), st.booleans())
def test_a_word_more_is_another_document(data: st.DataObject, ocr: bool) -> None:
    words = TEXT.split(" ")
    at = data.draw(st.integers(0, len(words)))
    word = data.draw(st.sampled_from(["không", "mới", "7", "An", "và", "Ban"]))
    assert not judge(TEXT, " ".join([*words[:at], word, *words[at:]]), ocr=ocr).same


@given(st.data())
def test_another_letter_is_another_document_unless_one_was_scanned(data: st.DataObject) -> None:
    places = [at for at, char in enumerate(TEXT) if char.isalpha()]
    at = data.draw(st.sampled_from(places))
    letter = data.draw(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàạ"))
    changed = TEXT[:at] + letter + TEXT[at + 1 :]
    assume(unicodedata.normalize("NFC", changed).lower() != TEXT.lower())
    assume(not judge(TEXT.lower(), changed.lower()).same)  # the other placement of a tone
    assert not judge(TEXT, changed).same
