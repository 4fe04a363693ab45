from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.passages import split
from index.types import Passage
from ingest.parse import parse_file, parse_text
from ingest.types import Basis, Citation, Directive, Header, Page, Section, Signature, Span

SENTENCE = "Các cấp công đoàn phối hợp với chính quyền tổ chức hội nghị đối thoại với người lao động trong đơn vị"


def words(count: int, seed: str = "việc") -> str:
    return " ".join(f"{seed}" for _ in range(count))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def check_tiling(directive: Directive, passages: tuple[Passage, ...]) -> None:
    assert bare("".join(passage.text for passage in passages)) == bare(directive.text)
    assert len({passage.id for passage in passages}) == len(passages)
    for before, after in pairwise(passages):
        assert before.end <= after.start
    for passage in passages:
        assert directive.text[passage.start : passage.end] == passage.text == passage.text.strip() != ""


def directive(text: str, *sections: Section, **parts: object) -> Directive:
    body = parts.pop("body", Span(0, len(text)))
    assert isinstance(body, Span)
    return Directive("a.txt", "0" * 64, text, Header(title="Công tác năm 2025"), body, sections=sections, **parts)  # type: ignore[arg-type]


def section(text: str, label: str, line: str, *children: Section, heading: str | None = None, end: str = "") -> Section:
    start = text.index(line)
    stop = max([start + len(line), text.index(end) + len(end) if end else 0, *(child.end for child in children)])
    return Section(label, heading, 1, start, stop, children)


def test_a_heading_goes_with_its_first_body() -> None:
    long = words(40)
    text = f"I. MỤC ĐÍCH\n1. {long} một\n2. {long} hai"
    one, two = section(text, "1", f"1. {long} một"), section(text, "2", f"2. {long} hai")
    found = split(directive(text, section(text, "I", "I. MỤC ĐÍCH", one, two, heading="MỤC ĐÍCH")), "d")
    assert [passage.text[:2] for passage in found] == ["I.", "2."]
    assert [passage.section for passage in found] == ["I.1", "I.2"]
    assert found[1].context == "Công tác năm 2025\nMỤC ĐÍCH"
    assert found[0].context == "Công tác năm 2025"


def test_headings_that_follow_each_other_stay_with_the_body_below() -> None:
    text = f"I. NỘI DUNG\n1. Tuyên truyền\n- {words(30)}\n- {words(30, 'tin')}"
    first, second = section(text, "-", f"- {words(30)}"), section(text, "-", f"- {words(30, 'tin')}")
    one = section(text, "1", "1. Tuyên truyền", first, second, heading="Tuyên truyền")
    found = split(directive(text, section(text, "I", "I. NỘI DUNG", one, heading="NỘI DUNG")), "d")
    assert len(found) == 2
    assert found[0].text.startswith("I. NỘI DUNG\n1. Tuyên truyền\n- ")
    assert found[1].section == "I.1"
    assert found[1].context.endswith("NỘI DUNG\nTuyên truyền")


def test_a_heading_at_the_end_stays_with_what_stands_above() -> None:
    text = f"{words(60)}.\nTÀI LIỆU:"
    assert len(split(directive(text), "d")) == 1


def test_short_items_keep_company_and_long_ones_stand_alone() -> None:
    items = [f"- mục {number} ngắn" for number in range(3)] + [f"- mục dài {words(40)}", f"- mục dài nữa {words(40)}"]
    text = "\n".join(items)
    found = split(directive(text, *(section(text, "-", item) for item in items)), "d")
    assert [passage.text.count("\n") for passage in found][-1] == 0
    assert found[0].text.startswith("- mục 0 ngắn\n- mục 1 ngắn\n- mục 2 ngắn")


def test_a_long_bullet_list_splits_at_its_bullets() -> None:
    items = [f"- mục {number} {words(12)}" for number in range(40)]
    text = "\n".join(items)
    found = split(directive(text, *(section(text, "-", item) for item in items)), "d")
    assert len(found) > 3
    assert all(passage.text.startswith("- ") for passage in found)
    assert all(len(passage.text.split()) <= 130 for passage in found)


def test_steps_are_passages_of_their_own() -> None:
    lines = ["2. Các bước:", "Bước 1: Khảo sát", "Bước 2: Thực hiện", "Bước 3: Tổng kết"]
    text = "\n".join(lines)
    steps = [section(text, line[:6], line) for line in lines[1:]]
    found = split(directive(text, section(text, "2", lines[0], *steps, heading="Các bước")), "d")
    assert [passage.section for passage in found] == ["2.Bước 1", "2.Bước 2", "2.Bước 3"]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    text = ". ".join([SENTENCE] * 30) + "."
    found = split(directive(text), "d")
    assert len(found) > 3
    assert all(passage.text.endswith(".") and passage.text.startswith("Các") for passage in found)
    assert all(50 < len(passage.text.split()) < 170 for passage in found)


def test_no_cut_inside_a_citation_a_parenthesis_or_after_an_abbreviation() -> None:
    cited = "Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị; về việc ban hành Quy chế giám sát. Phản biện"
    text = " ".join([f"{SENTENCE} (theo ý a; ý b. Và ý c) theo {cited}, cùng TM. Ban Thường vụ và số 5. 6"] * 12)
    citations = tuple(
        Citation(cited, match.start(), match.end(), number="217-QĐ/TW") for match in re.finditer(re.escape(cited), text)
    )
    found = split(directive(text, citations=citations), "d")
    assert not any(
        one.start < passage.start < one.end or text[passage.start - 6 : passage.start] in {" số 5.", "TM. "}
        for one in citations
        for passage in found
    )
    assert all(passage.text.count("(") == passage.text.count(")") for passage in found)


def test_a_paragraph_that_has_no_place_to_cut_stays_whole() -> None:
    assert len(split(directive(words(500)), "d")) == 1


def test_zones_and_pages() -> None:
    header, bases, closing = (
        "KẾ HOẠCH\nCông tác năm 2025",
        "Căn cứ Luật Công đoàn;",
        "Nơi nhận:\n- Lưu: VT.\nTrần Thị B",
    )
    text = f"{header}\n{bases}\n{SENTENCE}.\n{closing}"
    start = text.index(bases)
    found = split(
        directive(
            text,
            body=Span(start, text.index(closing)),
            bases=(Basis(bases, start, start + len(bases)),),
            pages=(Page(1, 0, start), Page(2, start, len(text))),
            signature=Signature(name="Trần Thị B"),
        ),
        "d",
    )
    assert [(passage.kind, passage.page) for passage in found] == [
        ("header", 1),
        ("bases", 2),
        ("body", 2),
        ("closing", 2),
    ]
    assert [passage.text for passage in found][::3] == [header, closing]


def test_an_annex_below_the_signature_is_body() -> None:
    closing = "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nTrần Thị B"
    text = f"{SENTENCE}.\n{closing}\nPHỤ LỤC\n" + "\n".join(f"{SENTENCE} số {number}." for number in range(9))
    parts = {"body": Span(0, text.index("Nơi nhận")), "signature": Signature(name="Trần Thị B")}
    found = split(directive(text, recipients=("Lưu: VT",), **parts), "d")
    assert [passage.kind for passage in found][:2] == ["body", "closing"]
    assert found[1].text == closing
    assert {passage.kind for passage in found[2:]} == {"body"}
    assert len(found) > 3


def test_an_empty_directive_has_no_passage() -> None:
    assert split(directive(""), "d") == ()


def test_ids_are_addresses_of_content() -> None:
    text = f"{SENTENCE}.\nPhần hai {words(90)}"
    once, again, other = (split(directive(text), name) for name in ("a", "a", "b"))
    assert [passage.id for passage in once] == [passage.id for passage in again]
    assert not {passage.id for passage in once} & {passage.id for passage in other}
    assert all(re.fullmatch(r"[0-9a-f]{16}", passage.id) for passage in once)


LABELS = st.sampled_from(["I. ", "II. ", "1. ", "2. ", "1.1. ", "a) ", "b) ", "- ", "+ ", "Bước 1: ", "Điều 5. ", ""])
CLAUSES = st.sampled_from(
    [
        "MỤC ĐÍCH, YÊU CẦU",
        "Tổ chức thực hiện như sau:",
        "đạt 98% trở lên; kết nạp 1.200 đoàn viên",
        "thực hiện Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị; Nghị định 145/2020/NĐ-CP",
        "Công đoàn cơ sở (sau đây gọi là CĐCS. Đơn vị) báo cáo trước ngày 15/11/2025.",
        SENTENCE + ".",
        ". ".join([SENTENCE] * 12) + ".",
        "; ".join([SENTENCE.lower()] * 12) + ";",
        "“",
        "(",
        "Nơi nhận:",
        "Căn cứ Luật Công đoàn số 50/2024/QH15;",
        "Phụ lục",
    ]
)
LINES = st.tuples(LABELS, CLAUSES).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_no_character_is_lost_or_doubled(lines: list[str]) -> None:
    parsed = parse_text("Số: 12/KH-LĐLĐ\nKẾ HOẠCH\nCông tác năm 2025\n" + "\n".join(lines))
    found = split(parsed, "d")
    check_tiling(parsed, found)
    for passage in found:
        assert not any(one.start < passage.start < one.end for one in parsed.citations if passage.kind == "body")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='ab Đ.;:()\n-+1I“”"', max_size=400), st.data())
def test_any_zones_are_tiled(text: str, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    made = directive(text, body=Span(start, end))
    check_tiling(made, split(made, "d"))


@pytest.mark.skipif(not os.environ.get("KB_TESTDATA"), reason="KB_TESTDATA is not set")
def test_real_directives() -> None:
    for path in sorted(Path(os.environ["KB_TESTDATA"], "seeds").glob("*.txt")):
        parsed = parse_file(path)
        found = split(parsed, "d")
        check_tiling(parsed, found)
        sizes = [len(re.findall(r"[^\W_]+", passage.text)) for passage in found]
        assert max(sizes) < 200
        assert [found[0].kind, found[-1].kind] == ["header", "closing"]
        assert not any(one.start < passage.start < one.end for one in parsed.citations for passage in found)
        assert not any(passage.text.rstrip().endswith(":") and len(passage.text.split()) < 25 for passage in found)
