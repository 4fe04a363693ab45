"""When instruments begin and cease to be in force: sentences with their dates, what states nothing, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import citations, effects
from ingest.parse import parse_text
from ingest.text import normalise
from ingest.types import Directive, Effect, Header, Span
from tests.growth import STEEP, growth
from tests.ingest.test_relations import CONSOLIDATED, directive


def told(of: Directive) -> list[str]:
    """The effects as "begins or ends | of | date | part"."""

    def name(position: int | None) -> str:
        cited = None if position is None else of.citations[position]
        return "này" if cited is None else cited.number or cited.name or cited.text

    return [
        f"{'hết' if one.ends else 'có'} | {name(one.of)} | {one.date or '?'} | {one.part or ''}" for one in of.effects
    ]


def check(of: Directive, found: tuple[Effect, ...]) -> None:
    """What holds for the effects of any directive."""
    assert [one.start for one in found] == sorted(one.start for one in found)
    for one in found:
        assert of.text[one.start : one.end] == one.text != ""
        assert one.of is None or of.citations[one.of].form != "self"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị định này có hiệu lực thi hành kể từ ngày 15 tháng 8 năm 2031.", ["có | này | 2031-08-15 | "]),
        ("Nghị định này có hiệu lực từ 01/7/2031.", ["có | này | 2031-07-01 | "]),
        ("Nghị định này có hiệu lực kể từ ngày ký ban hành.", ["có | này | 2031-05-10 | "]),
        ("Nghị định này có hiệu lực thi hành sau 45 ngày, kể từ ngày ký.", ["có | này | ? | "]),
        ("Nghị định này được áp dụng từ ngày 01 tháng 6 năm 2031.", ["có | này | 2031-06-01 | "]),
        (
            "Nghị định này có hiệu lực từ ngày ký đến hết ngày 31/12/2032.",
            ["có | này | 2031-05-10 | ", "hết | này | 2032-12-31 | "],
        ),
        (
            "Nghị định này có hiệu lực từ ngày 01/6/2031 và được thực hiện đến hết năm 2033.",
            ["có | này | 2031-06-01 | ", "hết | này | 2033-12-31 | "],
        ),
        (
            "Nghị định này có hiệu lực từ ngày 01/6/2031 cho đến khi có quy định mới.",
            ["có | này | 2031-06-01 | ", "hết | này | ? | "],
        ),
        ("Nghị định này hết hiệu lực kể từ ngày 01/01/2035.", ["hết | này | 2035-01-01 | "]),
        (
            "Nghị định này có hiệu lực từ ngày 01/7/2031, trừ khoản 2 Điều 5 có hiệu lực từ ngày 01/01/2032.",
            ["có | này | 2031-07-01 | ", "có | này | 2032-01-01 | khoản 2 Điều 5"],
        ),
        (
            "Khoản 3 Điều 7 của Nghị định này có hiệu lực từ ngày 01/01/2032.",
            ["có | này | 2032-01-01 | Khoản 3 Điều 7"],
        ),
        (
            "Các mức phí quy định tại Phụ lục II ban hành kèm theo Nghị định này có hiệu lực từ ngày 01/01/2032.",
            ["có | này | 2032-01-01 | Các mức phí quy định tại Phụ lục II"],
        ),
        (
            "Các quy định tại Phụ lục II kèm theo Nghị định này có hiệu lực từ ngày 01/01/2032.",
            ["có | này | 2032-01-01 | Phụ lục II"],
        ),
        (
            "Nghị định này được Hội nghị thông qua ngày 02/5/2031 và có hiệu lực từ ngày 20/5/2031.",
            ["có | này | 2031-05-20 | "],
        ),
        ("Nghị định này có hiệu lực từ ngày 31 tháng 02 năm 2032.", ["có | này | ? | "]),
    ],
)  # fmt: skip
def test_of_itself(text: str, expected: list[str]) -> None:
    found = directive(f"Điều 1. Bến.\nĐiều 2. Hiệu lực thi hành\n1. {text}")
    check(found, found.effects)
    assert told(found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nghị định số 9/2027/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành.",
            ["hết | 9/2027/NĐ-CP | 2031-07-01 | "],
        ),
        (
            "Kể từ ngày Nghị định này có hiệu lực, Nghị định số 9/2027/NĐ-CP và khoản 2 Điều 3 Nghị định số 8/2026/NĐ-CP hết hiệu lực.",
            ["hết | 9/2027/NĐ-CP | 2031-07-01 | ", "hết | 8/2026/NĐ-CP | 2031-07-01 | khoản 2 Điều 3"],
        ),
        ("Nghị định số 9/2027/NĐ-CP chấm dứt hiệu lực từ ngày 01/9/2031.", ["hết | 9/2027/NĐ-CP | 2031-09-01 | "]),
        (
            "Các văn bản sau đây hết hiệu lực kể từ ngày 01/9/2031:\na) Nghị định số 9/2027/NĐ-CP;\nb) Phụ lục I kèm theo Nghị định số 8/2026/NĐ-CP.",
            ["hết | 9/2027/NĐ-CP | 2031-09-01 | ", "hết | 8/2026/NĐ-CP | 2031-09-01 | Phụ lục I"],
        ),
        ("Luật Giá số 2/2027/QH16 có hiệu lực từ ngày 01/01/2028.", ["có | 2/2027/QH16 | 2028-01-01 | "]),
        ("Luật Giá số 2/2027/QH16 (có hiệu lực từ ngày 01/01/2028) quy định phí.", ["có | 2/2027/QH16 | 2028-01-01 | "]),
        ("Theo Luật Giá số 2/2027/QH16 (có hiệu lực từ ngày 01/01/2028).", ["có | 2/2027/QH16 | 2028-01-01 | "]),
        ("Áp dụng Luật Giá số 2/2027/QH16, luật này thi hành từ ngày 01/01/2028.", ["có | 2/2027/QH16 | 2028-01-01 | "]),
        (
            "Luật Giá số 2/2027/QH16 (được sửa đổi bởi Luật số 3/2029/QH16) có hiệu lực từ ngày 01/01/2028.",
            ["có | 2/2027/QH16 | 2028-01-01 | "],
        ),
    ],
)  # fmt: skip
def test_of_others(text: str, expected: list[str]) -> None:
    own = "Nghị định này có hiệu lực từ ngày 01/7/2031."
    found = directive(f"Điều 1. Bến.\nĐiều 2. Hiệu lực thi hành\n1. {own}\n2. {text}")
    check(found, found.effects)
    assert told(found) == ["có | này | 2031-07-01 | ", *expected]


def test_provisions_below_a_date() -> None:
    found = directive(
        "Điều 1. Hiệu lực thi hành\n1. Các điều, khoản sau đây có hiệu lực từ ngày 01/01/2032:\n"
        "a) Khoản 2 Điều 5, Điều 7;\nb) Các khoản 9 và 10 Điều 8 Nghị định này.\n2. Bến thuyền."
    )
    check(found, found.effects)
    assert told(found) == [
        "có | này | 2032-01-01 | Khoản 2 Điều 5, Điều 7",
        "có | này | 2032-01-01 | Các khoản 9 và 10 Điều 8",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kể từ ngày Nghị định này có hiệu lực thi hành, bến thuyền được thu phí từ ngày 01/7/2031.",
        "Hồ sơ nộp trước ngày Luật Giá số 2/2027/QH16 có hiệu lực thi hành thì giải quyết như cũ.",
        "Giấy phép theo Thông tư số 5/2027/TT-BTC có hiệu lực từ ngày 01/01/2032 thì được dùng tiếp.",
        "Quyết định giải quyết khiếu nại có hiệu lực từ ngày 01/01/2032.",
        "Trường hợp Nghị định số 9/2027/NĐ-CP hết hiệu lực kể từ ngày 01/01/2032 thì áp dụng văn bản mới.",
        "Điều 3 được viết lại:\n“Nghị định này có hiệu lực từ ngày 01/01/2032.”",
        "Các mức phí được áp dụng từ ngày 01/01/2032.",
    ],
)
def test_what_states_nothing(text: str) -> None:
    found = directive(f"Điều 1. Bến.\nĐiều 2. Chuyển tiếp\n1. {text}")
    assert told(found) == []


def test_a_form_behind_the_signature_states_nothing() -> None:
    tail = "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Mẫu\nPHỤ LỤC\nMẪU\nĐiều 1. Nghị định này có hiệu lực từ ngày 01/01/2032.\n"
    assert told(directive("Điều 1. Bến.", tail=tail)) == []


def test_the_day_of_adoption_is_looked_for() -> None:
    found = parse_text(
        "HỘI ĐỒNG NHÂN DÂN TỈNH MẪU\nSố: 21/NQ-HĐND\nNGHỊ QUYẾT\nVề bến thuyền\nĐiều 1. Bến.\nĐiều 2. Nghị quyết này có hiệu lực từ ngày "
        "thông qua.\nNghị quyết này đã được Hội đồng nhân dân tỉnh khóa XIX, kỳ họp thứ 3 thông qua ngày 08 tháng 5 năm 2031.\n"
        "CHỦ TỊCH\nNguyễn Văn Mẫu\n"
    )
    assert told(found) == ["có | này | 2031-05-08 | "]


def test_a_consolidated_text_and_its_notes() -> None:
    found = parse_text(CONSOLIDATED)
    check(found, found.effects)
    assert told(found) == ["có | 10/2027/NĐ-CP | 2027-04-01 | ", "có | 47/2028/NĐ-CP | 2028-09-01 | "]


def test_the_words_say_it() -> None:
    found = directive(
        "Điều 1. Nghị định này có hiệu lực từ ngày 01/7/2031 đến hết ngày 31/12/2032 và thay cho các văn bản cũ."
    )
    assert [one.text for one in found.effects] == [
        "Nghị định này có hiệu lực từ ngày 01/7/2031",
        "Nghị định này có hiệu lực từ ngày 01/7/2031 đến hết ngày 31/12/2032",
    ]


PIECES = st.sampled_from(
    [
        "Nghị định này ", "Luật Giá số 2/2027/QH16", "khoản 2 Điều 5 ", "có hiệu lực ", "hết hiệu lực ", "từ ngày ", "kể từ ngày ", "01/01/2032",
        "31/02/2032", " đến hết ngày ", "trừ ", ", ", "; ", ". ", "\n", "\n1. ", "\na) ", "sau đây ", ":", "(", ")", "“", "”", "thông qua ngày ",
        "Nghị định này có hiệu lực", "được sửa đổi bởi ", "quy định tại ", "kèm theo ", "ký", "tháng 5 năm 2032", "đến khi ", "¹", "\n¹ ",
    ]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(PIECES, max_size=16).map("".join), st.sampled_from(["Nghị định", "Kế hoạch", "Văn bản hợp nhất"]))
def test_any_text_gives_exact_effects(body: str, kind: str) -> None:
    found = directive(body, kind)
    check(found, found.effects)


@given(st.lists(PIECES, max_size=16).map("".join) | st.text(max_size=120))
def test_no_outline_and_no_head_are_needed(raw: str) -> None:
    text = normalise(raw)
    bare = Directive("", "", text, Header(), Span(0, len(text)), citations=citations.find_all(text))
    check(bare, effects.find(bare))


@pytest.mark.parametrize(
    "piece",
    [
        "có hiệu lực từ ngày 01/01/2032 ",
        "hết hiệu lực ",
        "Nghị định này có hiệu lực từ ",
        "trừ khoản 1 có hiệu lực từ ngày 01/01/2030, ",
        "Nghị định số 1/2020/NĐ-CP hết hiệu lực. ",
        "Các điều sau đây có hiệu lực từ ngày 01/01/2032:\n",
        "thông qua ngày ",
        "có hiệu lực từ ngày thông qua ",
        "(",
    ],
)
def test_hostile_text_ends_soon(piece: str) -> None:
    made: dict[int, Directive] = {}

    def find(size: int) -> object:
        if size not in made:
            text = piece * (size // len(piece))
            head = Header(type="Nghị định", date="2031-01-01", title="Về bến")
            made[size] = Directive("", "", text, head, Span(0, len(text)), citations=citations.find(text))
        return effects.find(made[size])

    assert growth(find, 40_000) < STEEP
