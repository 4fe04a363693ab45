"""What directives say that instruments do to each other: the lexicon's examples, what is no relation, and what holds for any text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import citations, relations
from ingest.lexicon import load
from ingest.parse import parse_text
from ingest.relations.quoted import quotations
from ingest.text import fold, normalise
from ingest.types import RELATIONS, Directive, Header, Relation, Span
from tests.growth import STEEP, growth

EXAMPLES: list[dict[str, Any]] = load("relations")["example"]
MERE = ("căn cứ", "dẫn chiếu")
HEAD = """ỦY BAN NHÂN DÂN TỈNH MẪU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
Mẫu, ngày 10 tháng 5 năm 2031
{type}
{title}
"""
TAIL = "\nNơi nhận:\n- Như trên.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Mẫu\n"
NUMBERS = {"Quyết định": "15/2031/QĐ-UBND", "Nghị định": "15/2031/NĐ-CP", "Thông tư": "15/2031/TT-BTC"}


def directive(body: str, kind: str = "Nghị định", title: str = "Về bến thuyền", tail: str = TAIL) -> Directive:
    """A directive with a head, a basis, a body and a signature."""
    head = HEAD.format(number=NUMBERS.get(kind, "15/KH-UBND"), type=kind.upper(), title=title)
    return parse_text(f"{head}Căn cứ Luật Bến cảng số 1/2027/QH16;\n{body}{tail}")


def told(of: Directive, *, mere: bool = False) -> list[str]:
    """The relations as "kind | source | target | part"; bases and mere references only when asked for."""

    def name(position: int | None) -> str:
        cited = None if position is None else of.citations[position]
        return "này" if cited is None else cited.number or cited.name or cited.text

    return [
        f"{one.kind} | {name(one.source)} | {name(one.target)} | {one.part or ''}"
        for one in of.relations
        if mere or one.kind not in MERE
    ]


def check(of: Directive, found: tuple[Relation, ...]) -> None:
    """What holds for the relations of any directive."""
    assert [one.start for one in found] == sorted(one.start for one in found)
    for one in found:
        assert of.text[one.start : one.end] == one.text != ""
        assert one.text == one.text.strip()
        assert one.kind in RELATIONS
        assert (one.source, one.target) != (None, None)
        assert one.source != one.target
        for place in (one.source, one.target):
            assert place is None or of.citations[place].form != "self"
    # Every instrument that is cited is there: the directive does something to it, or it is named by what another one does.
    named = {place for one in found for place in (one.source, one.target)}
    assert {place for place, cited in enumerate(of.citations) if cited.form != "self"} <= named
    mere = [one.target for one in found if one.kind == "dẫn chiếu"]
    assert len(mere) == len(set(mere))


# ---------------------------------------------------------------- the lexicon


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"][:60])
def test_examples(example: dict[str, Any]) -> None:
    found = directive(example["text"], example.get("type", "Nghị định"))
    check(found, found.relations)
    assert sorted(told(found)) == sorted(example["relations"])


def test_every_act_has_an_example() -> None:
    kinds = {line.partition(" | ")[0] for example in EXAMPLES for line in example["relations"]}
    assert kinds == set(RELATIONS) - set(MERE)
    assert {act["kind"] for act in load("relations")["act"]} == kinds


# ---------------------------------------------------------------- bases


def test_bases_ground_or_are_carried_out() -> None:
    found = directive(
        "Căn cứ Nghị định số 3/2028/NĐ-CP ngày 01/02/2028 của Chính phủ quy định chi tiết Luật Bến cảng số 1/2027/QH16;\n"
        "Thực hiện Chỉ thị số 12-CT/TU ngày 02/3/2031 của Tỉnh ủy; Công văn số 20/UBND-NC ngày 05/3/2031; "
        "căn cứ khoản 2 Điều 7 Quyết định số 174/QĐ-TLĐ;\n"
        "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 33/TTr-SNV ngày 06/3/2031, Ủy ban nhân dân xây dựng kế hoạch như sau:\n"
        "I. MỤC ĐÍCH\n1. Tiếp tục thực hiện Nghị quyết số 2-NQ/TW.",
        "Kế hoạch",
    )
    check(found, found.relations)
    assert told(found, mere=True) == [
        "căn cứ | này | 1/2027/QH16 | ",
        "căn cứ | này | 3/2028/NĐ-CP | ",
        "hướng dẫn | 3/2028/NĐ-CP | 1/2027/QH16 | ",
        "thực hiện | này | 12-CT/TU | ",
        "thực hiện | này | 20/UBND-NC | ",
        "căn cứ | này | 174/QĐ-TLĐ | khoản 2 Điều 7",
        "căn cứ | này | 33/TTr-SNV | ",
        "dẫn chiếu | này | 2-NQ/TW | ",
    ]


def test_what_a_basis_was_amended_by_is_a_basis_too() -> None:
    found = directive("Căn cứ Luật Giá số 2/2027/QH16 được sửa đổi, bổ sung bởi Luật số 3/2029/QH16;\nĐiều 1. Bến.")
    assert told(found, mere=True) == [
        "căn cứ | này | 1/2027/QH16 | ",
        "căn cứ | này | 2/2027/QH16 | ",
        "căn cứ | này | 3/2029/QH16 | ",
        "sửa đổi, bổ sung | 3/2029/QH16 | 2/2027/QH16 | ",
    ]


# ---------------------------------------------------------------- titles


@pytest.mark.parametrize(
    ("kind", "title", "expected"),
    [
        (
            "Nghị định",
            "Sửa đổi, bổ sung một số điều của Nghị định số 9/2027/NĐ-CP",
            "sửa đổi, bổ sung | này | 9/2027/NĐ-CP | một số điều",
        ),
        ("Quyết định", "Về việc bãi bỏ Quyết định số 9/2027/QĐ-UBND", "bãi bỏ | này | 9/2027/QĐ-UBND | "),
        ("Thông tư", "Hướng dẫn một số nội dung tại Nghị định số 9/2027/NĐ-CP", "hướng dẫn | này | 9/2027/NĐ-CP | một số nội dung"),
        ("Kế hoạch", "Triển khai thực hiện Chỉ thị số 35-CT/TU ngày 02/11/2030", "thực hiện | này | 35-CT/TU | "),
        ("Quyết định", "Về việc đính chính Quyết định số 9/2027/QĐ-UBND", "đính chính | này | 9/2027/QĐ-UBND | "),
        ("Công văn", "Về việc góp ý dự thảo Nghị định sửa đổi Nghị định số 9/2027/NĐ-CP", None),
        ("Tờ trình", "Về việc ban hành Nghị quyết thay thế Nghị quyết số 9/2027/NQ-HĐND", None),
        ("Báo cáo", "Kết quả thực hiện Chỉ thị số 35-CT/TU ngày 02/11/2030", None),
        ("Kế hoạch", "Tổng kết 5 năm thực hiện Nghị quyết số 25-NQ/TW", None),
        ("Quyết định", "Công bố văn bản hướng dẫn thi hành Nghị định số 9/2027/NĐ-CP", None),
    ],
)  # fmt: skip
def test_titles(kind: str, title: str, expected: str | None) -> None:
    found = directive("Điều 1. Bến thuyền.", kind, title)
    check(found, found.relations)
    assert told(found) == ([expected] if expected else [])


# ---------------------------------------------------------------- what is no relation of the directive


@pytest.mark.parametrize(
    "body",
    [
        "Điều 1. Đề nghị Chính phủ sửa đổi, bổ sung Nghị định số 9/2027/NĐ-CP.",
        "Điều 1. Giao Bộ Tài chính nghiên cứu, sửa đổi Nghị định số 9/2027/NĐ-CP.",
        "Điều 1. Bộ Tài chính xây dựng Nghị định thay thế Nghị định số 9/2027/NĐ-CP.",
        "Điều 1. Bộ Tài chính trình Chính phủ ban hành Nghị định bãi bỏ Nghị định số 9/2027/NĐ-CP.",
        "Điều 1. Nghị định này không thay thế Nghị định số 9/2027/NĐ-CP.",
        "Điều 1. Trường hợp Nghị định số 9/2027/NĐ-CP được thay thế thì áp dụng văn bản mới.",
        "Điều 1. Khi Nghị định số 9/2027/NĐ-CP hết hiệu lực thì áp dụng văn bản mới.",
        "Điều 1. Trách nhiệm thi hành\n1. Bộ Tài chính có trách nhiệm:\na) Bãi bỏ Thông tư số 9/2027/TT-BTC;",
        "Điều 1. Thay thế thành viên hội đồng theo Nghị định số 9/2027/NĐ-CP.",
        "Điều 1. Việc bổ sung vốn điều lệ thực hiện theo Nghị định số 9/2027/NĐ-CP.",
        "Điều 1. Bộ luật này khác với Luật số 9/2027/QH16 về việc bãi bỏ phí.",
        "Điều 1. Bến thuyền\nTiếp tục thực hiện Nghị quyết số 9/2027/NQ-CP.",
        "Điều 1. Điều 3 được viết lại như sau:\n“Nghị định này thay thế Nghị định số 9/2027/NĐ-CP.\nBãi bỏ Nghị định số 8/2026/NĐ-CP.”",
        "Điều 1. Bến.\nĐiều 2. Theo Tờ trình số 5/TTr-BTC về việc sửa đổi Nghị định số 9/2027/NĐ-CP.",
    ],
)
def test_wishes_tasks_conditions_and_new_wording_are_mere_references(body: str) -> None:
    found = directive(body)
    check(found, found.relations)
    assert told(found) == []
    assert {one.kind for one in found.relations} == {"căn cứ", "dẫn chiếu"}


def test_forms_behind_the_signature_say_nothing_of_the_directive() -> None:
    form = "\nPHỤ LỤC\nMẪU QUYẾT ĐỊNH\nĐiều 1. Nghị định này thay thế Nghị định số 9/2027/NĐ-CP.\n"
    found = directive("Điều 1. Bến.", tail=f"{TAIL}{form}")
    assert told(found) == []


def test_a_plan_orders_nothing_but_by_its_own_name() -> None:
    found = directive(
        "I. NHIỆM VỤ\n1. Bãi bỏ Quyết định số 9/2027/QĐ-UBND.\n2. Sửa đổi Nghị định số 8/2026/NĐ-CP.", "Kế hoạch"
    )
    assert told(found) == []


def test_what_stands_above_is_not_changed_from_below() -> None:
    title = "Sửa đổi Thông tư số 3/2028/TT-BTC hướng dẫn về bến và Nghị định số 2/2028/NĐ-CP"
    found = directive("Điều 1. Bến.", "Thông tư", title)
    assert told(found) == ["sửa đổi, bổ sung | này | 3/2028/TT-BTC | "]


# ---------------------------------------------------------------- others


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The amending decree is for the decree, not for the law at the end of its subject.
        (
            "Nghị định số 3/2028/NĐ-CP của Chính phủ quy định chi tiết một số điều của Luật Giá số 2/2027/QH16 được sửa đổi bởi Nghị định số 4/2029/NĐ-CP",
            ["hướng dẫn | 3/2028/NĐ-CP | 2/2027/QH16 | một số điều", "sửa đổi, bổ sung | 4/2029/NĐ-CP | 3/2028/NĐ-CP | "],
        ),
        # Nothing is amended by what is older.
        ("Nghị định số 3/2028/NĐ-CP được sửa đổi bởi Nghị định số 4/2029/NĐ-CP và Nghị định số 5/2020/NĐ-CP",
         ["sửa đổi, bổ sung | 4/2029/NĐ-CP | 3/2028/NĐ-CP | "]),
        # The second decree has an amendment of its own.
        (
            "Nghị định số 3/2028/NĐ-CP được sửa đổi bởi Nghị định số 4/2029/NĐ-CP, Nghị định số 5/2029/NĐ-CP được thay thế bởi Nghị định số 6/2030/NĐ-CP",
            ["sửa đổi, bổ sung | 4/2029/NĐ-CP | 3/2028/NĐ-CP | ", "thay thế | 6/2030/NĐ-CP | 5/2029/NĐ-CP | "],
        ),
        # "Bí thư", "Luật Dược" are no passive voice.
        ("Kết luận số 4-KL/TW của Ban Bí thư về sửa đổi Quy định số 3-QĐ/TW", ["sửa đổi, bổ sung | 4-KL/TW | 3-QĐ/TW | "]),
        ("Nghị định số 3/2028/NĐ-CP được áp dụng theo Nghị định số 4/2029/NĐ-CP", []),
        ("Kế hoạch số 5/KH-UBND ngày 01/02/2029 về tổng kết việc thực hiện Nghị quyết số 3/NQ-CP", []),
        ("Tờ trình số 5/TTr-UBND ngày 01/02/2029 về việc thay thế Quyết định số 3/QĐ-UBND", []),
    ],
)  # fmt: skip
def test_what_others_do(text: str, expected: list[str]) -> None:
    found = directive(f"Điều 1. Bến thuyền theo {text}.")
    check(found, found.relations)
    assert told(found) == expected


def test_the_words_say_it() -> None:
    found = directive(
        "Điều 1. Thu theo Luật Giá số 2/2027/QH16 đã được sửa đổi, bổ sung một số điều theo Luật số 3/2029/QH16."
    )
    (one,) = (one for one in found.relations if one.kind not in MERE)
    assert (one.text, one.part) == ("đã được sửa đổi, bổ sung một số điều theo Luật số 3/2029/QH16", "một số điều")


# ---------------------------------------------------------------- consolidated texts

CONSOLIDATED = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
NGHỊ ĐỊNH
Quy định về bến thuyền
Nghị định số 10/2027/NĐ-CP ngày 17 tháng 01 năm 2027 của Chính phủ quy định về bến thuyền, có hiệu lực kể từ ngày 01 tháng 4 năm 2027, được sửa đổi, bổ sung bởi:
1. Nghị định số 47/2028/NĐ-CP ngày 19 tháng 7 năm 2028 của Chính phủ về bến thuyền, có hiệu lực kể từ ngày 01 tháng 9 năm 2028;
2. Nghị định số 41/2029/NĐ-CP ngày 16 tháng 4 năm 2029 của Chính phủ về bến thuyền.
Căn cứ Luật Giao thông số 23/2020/QH14;
Chính phủ ban hành Nghị định quy định về bến thuyền.
Điều 1. Phạm vi
Nghị định này quy định về bến thuyền.
Điều 2. Cấp phép
1. Hồ sơ gồm đơn.¹
¹ Khoản này được sửa đổi theo quy định tại khoản 1 Điều 1 Nghị định số 47/2028/NĐ-CP, có hiệu lực kể từ ngày 01 tháng 9 năm 2028.
2. Thời hạn là 5 ngày² làm việc.
² Cụm từ “10 ngày” được thay thế bởi cụm từ “5 ngày” theo quy định tại khoản 2 Điều 3 Nghị định số 41/2029/NĐ-CP.
3.³
³ Khoản này được bãi bỏ theo quy định tại Điều 4 Nghị định số 41/2029/NĐ-CP.
Điều 3. Hiệu lực⁴
⁴ Điều 2 Nghị định số 47/2028/NĐ-CP quy định như sau:
“Điều 2. Hiệu lực
Nghị định này thay thế Nghị định số 1/2001/NĐ-CP.”
Nghị định này thay thế Nghị định số 86/2014/NĐ-CP.
BỘ GIAO THÔNG VẬN TẢI
Số: 12/VBHN-BGTVT
XÁC THỰC VĂN BẢN HỢP NHẤT
Hà Nội, ngày 10 tháng 6 năm 2029
KT. BỘ TRƯỞNG
THỨ TRƯỞNG
Nguyễn Văn Mẫu
"""


def test_a_consolidated_text_says_what_it_is_made_of_and_its_notes_what_amended_each_clause() -> None:
    found = parse_text(CONSOLIDATED)
    assert (found.header.type, len(found.notes)) == ("Văn bản hợp nhất", 4)
    check(found, found.relations)
    assert told(found) == [
        "hợp nhất | này | 10/2027/NĐ-CP | ",
        "sửa đổi, bổ sung | 47/2028/NĐ-CP | 10/2027/NĐ-CP | ",
        "sửa đổi, bổ sung | 41/2029/NĐ-CP | 10/2027/NĐ-CP | ",
        "hợp nhất | này | 47/2028/NĐ-CP | ",
        "hợp nhất | này | 41/2029/NĐ-CP | ",
        "sửa đổi, bổ sung | 47/2028/NĐ-CP | 10/2027/NĐ-CP | khoản 1 Điều 2",
        "sửa đổi, bổ sung | 41/2029/NĐ-CP | 10/2027/NĐ-CP | khoản 2 Điều 2",
        "bãi bỏ | 41/2029/NĐ-CP | 10/2027/NĐ-CP | khoản 3 Điều 2",
        "thay thế | này | 86/2014/NĐ-CP | ",
    ]


# ---------------------------------------------------------------- quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bỏ cụm từ “bến” ở Điều 3.", ["“bến”"]),
        ("1. Sửa Điều 5 như sau:\n“Điều 5. Phí\nBỏ từ “phí”.”\n2. Khác", ["“Điều 5. Phí\nBỏ từ “phí”.”"]),
        ('1. Sửa Điều 5 như sau:\n"Điều 5. Phí\nThu phí.".\n2. Khác', ['"Điều 5. Phí\nThu phí."']),
        # What is never closed ends where the amending text speaks again …
        (
            "1. Sửa đổi Điều 5 như sau:\n“Điều 5. Phí\nThu phí.\n2. Sửa đổi Điều 6 như sau:\n“Điều 6. Bến”",
            ["“Điều 5. Phí\nThu phí.", "“Điều 6. Bến”"],
        ),
        ("1. Sửa Điều 5:\n“Điều 5. Phí\nThu phí.\nĐiều 2. Hiệu lực thi hành\nTừ hôm nay.", ["“Điều 5. Phí\nThu phí."]),
        # … else with its line.
        ("Theo phong trào “Bến đẹp\nCác đơn vị “bến nhỏ” tham gia.", ["“bến nhỏ”"]),
        ("”“", []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in quotations(text, fold(text))] == expected


# ---------------------------------------------------------------- any text

PIECES = st.sampled_from(
    [
        "Nghị định này ", "thay thế ", "bãi bỏ ", "sửa đổi, bổ sung ", "một số điều của ", "Nghị định số 12/2020/NĐ-CP", "Luật Giá số 2/2027/QH16",
        "Thông tư số 3/2028/TT-BTC ngày 01/02/2028 của Bộ trưởng Bộ Tài chính quy định chi tiết ", " được sửa đổi bởi ", " và ", ", ", "; ", ". ",
        "\n", "\nĐiều 1. ", "\n1. ", "\na) ", " như sau:\n“", "”", "(", ")", " sau đây:", "khoản 2 Điều 5 ", " hết hiệu lực kể từ ngày ", "01/01/2032",
        " có hiệu lực từ ngày ký", "cụm từ “a” bằng cụm từ “b” tại ", "Căn cứ ", "Thực hiện ", "hướng dẫn ", "không ", "¹", "\n¹ Khoản này được sửa đổi theo ",
    ]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(PIECES, max_size=16).map("".join), st.sampled_from(["Nghị định", "Kế hoạch", "Văn bản hợp nhất"]))
def test_any_text_gives_exact_relations(body: str, kind: str) -> None:
    found = directive(body, kind)
    check(found, found.relations)


@given(st.lists(PIECES, max_size=16).map("".join) | st.text(max_size=120))
def test_no_outline_and_no_head_are_needed(raw: str) -> None:
    text = normalise(raw)
    bare = Directive("", "", text, Header(), Span(0, len(text)), citations=citations.find_all(text))
    check(bare, relations.find(bare))


@pytest.mark.parametrize(
    "piece",
    [
        "bãi bỏ ",
        "“",
        "“\n",
        "được sửa đổi bởi ",
        "thay thế Nghị định số 1/2020/NĐ-CP ",
        "Nghị định số 1/2020/NĐ-CP, ",
        "(Nghị định số 1/2020/NĐ-CP) ",
        "Nghị định số 1/2020/NĐ-CP hết hiệu lực. ",
        "Nghị định số 1/2020/NĐ-CP quy định chi tiết ",
        "Bãi bỏ các văn bản sau:\n",
        "a) Nghị định số 1/2020/NĐ-CP\n",
        "1. Sửa đổi Điều 5 như sau:\n“",
        "Nghị định này ",
    ],
)
def test_hostile_text_ends_soon(piece: str) -> None:
    made: dict[int, Directive] = {}

    def find(size: int) -> object:
        if size not in made:
            text = piece * (size // len(piece))
            head = Header(type="Nghị định", date="2031-01-01", title="Sửa đổi, bổ sung")
            made[size] = Directive("", "", text, head, Span(0, len(text)), citations=citations.find(text))
        return relations.find(made[size])

    assert growth(find, 40_000) < STEEP


def test_what_is_found_does_not_depend_on_what_was_found_before() -> None:
    found = directive(EXAMPLES[3]["text"])
    assert relations.find(replace(found, relations=())) == found.relations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thực hiện Quyết định số 30/2023/QĐ-UBND ngày 05/10/2023 của Ủy ban nhân dân tỉnh (thay thế Quyết định số 15/2019/QĐ-UBND ngày 01/02/2019);",
            {("thực hiện", None, "30/2023/QĐ-UBND"), ("thay thế", "30/2023/QĐ-UBND", "15/2019/QĐ-UBND")},
        ),
        (
            "Luật Công đoàn số 50/2024/QH15 có hiệu lực thi hành từ ngày 01/7/2025, thay thế Luật Công đoàn số 12/2012/QH13.",
            {("dẫn chiếu", None, "50/2024/QH15"), ("thay thế", "50/2024/QH15", "12/2012/QH13")},
        ),
        # The older one replaces nothing.
        (
            "Theo Nghị định số 12/2012/NĐ-CP (thay thế Nghị định số 50/2024/NĐ-CP).",
            {("căn cứ", None, "12/2012/NĐ-CP"), ("căn cứ", None, "50/2024/NĐ-CP")},
        ),
    ],
)
def test_what_one_does_to_the_next(text: str, expected: set[tuple[str, str | None, str]]) -> None:
    directive = parse_text(
        f"LIÊN ĐOÀN LAO ĐỘNG TỈNH MẪU\n\nSố: 5/KH-LĐLĐ\n\nMẫu, ngày 05 tháng 3 năm 2025\n\nKẾ HOẠCH\n\nVề việc chăm lo đoàn viên\n\n{text}\n"
    )
    numbers = [one.number for one in directive.citations]
    assert {
        (one.kind, None if one.source is None else numbers[one.source], numbers[one.target or 0])
        for one in directive.relations
    } == expected
