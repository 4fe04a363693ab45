"""``kb draft``: the form of each style, nothing invented, every heading and basis with its source."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from kb.collection import Collection
from kb.drafting.skeleton import Skeleton, begin, form, type_named
from kb.drafting.skeleton_word import of_skeleton
from kb.drafting.suggest_draft import of_topic
from kb.errors import UsageError

TOPIC = "công tác dân vận năm 2026"


def _begun(collection: Collection, style: str | None = "union", kind: str = "Kế hoạch", **about: Any) -> Skeleton:
    return begin(collection, of_topic(about.pop("topic", TOPIC), kind=kind, style=style, **about), style=style)


def _opened(begun: Skeleton) -> Any:
    return docx.Document(io.BytesIO(of_skeleton(begun)))


def _cells(made: Any, table: int) -> list[list[str]]:
    return [[one.text for one in cell.paragraphs if one.text] for cell in made.tables[table].rows[0].cells]


@pytest.mark.parametrize(
    ("style", "left", "right"),
    [
        (
            "union",
            ["TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU", "Số: …/KH-LĐLĐ"],
            ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
        ),
        (
            "state",
            ["… (tên cơ quan ban hành)", "Số: …/KH-…"],
            ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
        ),
        ("party", ["… (tên cơ quan ban hành)", "*", "Số …-KH/…"], ["ĐẢNG CỘNG SẢN VIỆT NAM"]),
    ],
)
def test_head_of_a_style(collection: Collection, style: str, left: list[str], right: list[str]) -> None:
    made = _opened(_begun(collection, style, province="Lai Châu"))
    dateline = "Lai Châu, ngày … tháng … năm …"
    assert _cells(made, 0) == [left, [*right, dateline]]
    texts = [one.text for one in made.paragraphs]
    assert "KẾ HOẠCH" in texts
    assert "Công tác dân vận năm 2026" in texts
    closing = _cells(made, 1)
    assert closing[0][0] == "Nơi nhận:"
    assert closing[1][0] == ("T/M …" if style == "party" else "TM. …")


def test_the_page_is_that_of_the_rules(collection: Collection) -> None:
    made = _opened(_begun(collection))
    section = made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for side, least, most in (("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35), ("right", 15, 20)):
        assert least - 0.1 <= getattr(section, f"{side}_margin").mm <= most + 0.1
    assert made.styles["Normal"].font.name == "Times New Roman"
    widths = [cell.width.mm for cell in made.tables[0].rows[0].cells]
    assert sum(widths) <= section.page_width.mm - section.left_margin.mm - section.right_margin.mm + 0.5


def test_headings_are_those_that_documents_share(collection: Collection) -> None:
    begun = _begun(collection)
    assert begun.headings[0].heading == "MỤC ĐÍCH, YÊU CẦU"
    assert begun.headings[-1].heading == "TỔ CHỨC THỰC HIỆN"
    assert any("CHỈ TIÊU" in one.heading for one in begun.headings)
    for one in begun.headings:
        assert len({source.document.id for source in one.sources}) > 1
        assert not any(char.isdigit() for char in one.heading)
        for source in one.sources:
            assert source.document.header.type == "Kế hoạch"
            assert source.span.of(collection.directive(source.document.id).text) == source.heading


def test_sources_stand_in_comments(collection: Collection) -> None:
    begun = _begun(collection)
    comments = [one.text for one in _opened(begun).comments]
    assert len(comments) == len(begun.headings) + len(begun.suggestion.lines)
    assert sum(text.startswith("Đề mục chung của") for text in comments) == len(begun.headings)
    assert sum(text.startswith("Vì: ") for text in comments) == len(begun.suggestion.lines)


def test_no_figure_that_nobody_has_told(collection: Collection) -> None:
    """Every figure of the file stands in the topic or in a line of the bases."""
    begun = _begun(collection, province="Tây Ninh")
    made = _opened(begun)
    texts = [one.text for one in made.paragraphs] + [
        text for table in (0, 1) for cell in _cells(made, table) for text in cell
    ]
    told = " ".join([TOPIC, *(line.text for line in begun.suggestion.lines)])
    assert set(re.findall(r"\d+", " ".join(texts))) <= set(re.findall(r"\d+", told))


def test_blanks_are_marked(collection: Collection) -> None:
    made = _opened(_begun(collection, "party", province=None))
    for cell in made.tables[0].rows[0].cells:
        for one in cell.paragraphs:
            for run in one.runs:
                assert ("…" in run.text) == (run.font.highlight_color is not None)


def test_a_dispatch_has_its_subject_below_the_number(collection: Collection) -> None:
    made = _opened(_begun(collection, kind="Công văn", province="Lai Châu"))
    left, _ = _cells(made, 0)
    assert left[-2:] == ["Số: …/LĐLĐ", f"V/v {TOPIC}"]
    texts = [one.text for one in made.paragraphs]
    assert "Kính gửi: …" in texts
    assert "CÔNG VĂN" not in texts


def test_a_decision_decides(collection: Collection) -> None:
    assert "QUYẾT ĐỊNH:" in [one.text for one in _opened(_begun(collection, kind="Quyết định")).paragraphs]


def test_a_topic_that_nobody_writes_about_gets_the_bare_form(collection: Collection) -> None:
    begun = _begun(collection, topic="nuôi cá tra xuất khẩu", kind="Báo cáo")
    assert (begun.suggestion.lines, begun.headings) == ((), ())
    assert begun.suggestion.message
    assert "Căn cứ …;" in [one.text for one in _opened(begun).paragraphs]


def test_the_issuer_that_is_given_stands_there(collection: Collection) -> None:
    begun = _begun(collection, "state", province="Lai Châu", issuer="Ủy ban nhân dân tỉnh Lai Châu")
    assert (begun.issuer, begun.symbol, begun.above) == ("Ủy ban nhân dân tỉnh Lai Châu", "KH-…", None)


def test_the_order_of_the_schema_is_kept(collection: Collection) -> None:
    """Word refuses a file whose paragraph properties stand in another order."""
    order = ["pStyle", "keepNext", "pBdr", "spacing", "ind", "jc", "rPr"]
    made = _opened(_begun(collection))
    found = [
        [child.tag.rpartition("}")[2] for child in properties] for properties in made.element.body.iter(qn("w:pPr"))
    ]
    assert any("pBdr" in names for names in found)
    assert all(names == sorted(names, key=order.index) for names in found)


def test_kinds() -> None:
    assert type_named("KẾ  HOẠCH") == "Kế hoạch"
    with pytest.raises(UsageError, match="Không có loại văn bản"):
        type_named("Thư tình")
    assert set(form()["style"]) == {"state", "party", "union"}
