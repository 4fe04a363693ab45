"""The labels that Word counts, in real files: each case says what Word prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import numerals, read
from tests.tools.word_files import abstract, docx, level, num, p, row, start_over, style, table

ONE = abstract(0, level(0, "%1."))
DEEP = abstract(
    0,
    level(0, "%1.", "upperRoman"),
    level(1, "%2."),
    level(2, "%2.%3."),
    level(3, "%4)", "lowerLetter"),
)
HEADINGS = abstract(
    0,
    level(0, "%1.", "upperRoman", more='<w:pStyle w:val="H1"/>'),
    level(1, "%2.", more='<w:pStyle w:val="H2"/>'),
)
HEADING_STYLES = (
    style("H1", '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>')
    + style("H2", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>')
    + style("H2a", based="H2")
    + style("H2no", '<w:numPr><w:numId w:val="0"/></w:numPr>', based="H2")
)
CUSTOM = (
    '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
    '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
)


def items(*depths: int, of: int = 1) -> str:
    return "".join(p("x", num=(of, depth)) for depth in depths)


CASES = {
    "several depths": (
        items(0, 1, 2, 2, 3, 1, 2, 0, 1),
        DEEP + num(1, 0),
        "",
        ["I.", "1.", "1.1.", "1.2.", "a)", "2.", "2.1.", "II.", "1."],
    ),
    "uses of one definition count on": (
        items(0) + items(0, of=2) + items(0),
        ONE + num(1, 0) + num(2, 0),
        "",
        ["1.", "2.", "3."],
    ),
    "a use that starts anew, once": (
        items(0, 0) + items(0, 0, of=2) + items(0) + items(0, of=2) + items(0, of=3),
        ONE + num(1, 0) + num(2, 0, start_over(0)) + num(3, 0, start_over(0, 7)),
        "",
        ["1.", "2.", "1.", "2.", "3.", "4.", "7."],
    ),
    "definitions count apart": (
        items(0) + items(0, of=2) + items(0),
        ONE + abstract(1, level(0, "%1)")) + num(1, 0) + num(2, 1),
        "",
        ["1.", "1)", "2."],
    ),
    "a depth overridden keeps the count": (
        items(0) + items(0, 0, of=2) + items(0),
        ONE + num(1, 0) + num(2, 0, f'<w:lvlOverride w:ilvl="0">{level(0, "(%1)", "lowerLetter")}</w:lvlOverride>'),
        "",
        ["1.", "(b)", "(c)", "4."],
    ),
    "articles count on through chapters": (
        items(0, 1, 1, 0, 1),
        abstract(
            0, level(0, "Chương %1", "upperRoman"), level(1, "Điều %2.", more='<w:lvlRestart w:val="0"/>')
        )
        + num(1, 0),
        "",
        ["Chương I", "Điều 1.", "Điều 2.", "Chương II", "Điều 3."],
    ),
    "a depth that starts anew with the first one only": (
        items(0, 1, 2, 1, 2, 0, 2),
        abstract(0, level(0, "%1"), level(1, "%1.%2"), level(2, "(%3)", more='<w:lvlRestart w:val="1"/>')) + num(1, 0),
        "",
        ["1", "1.1", "(1)", "1.2", "(2)", "2", "(1)"],
    ),
    "a depth above that was never used": (
        items(1, 1, 0, 1),
        abstract(0, level(0, "%1."), level(1, "%1.%2.")) + num(1, 0),
        "",
        ["1.1.", "1.2.", "2.", "2.1."],
    ),
    "Roman above, digits in the legal label": (
        items(0, 1, 0, 1),
        abstract(0, level(0, "%1.", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")) + num(1, 0),
        "",
        ["I.", "1.1", "II.", "2.1"],
    ),
    "a start that is not one": (items(0, 0), abstract(0, level(0, "%1.", start=5)) + num(1, 0), "", ["5.", "6."]),
    "one number of digits": (items(0), abstract(0, level(0, "%1").replace('<w:numFmt w:val="decimal"/>', CUSTOM)) + num(1, 0), "", ["001"]),
    "words": (items(0, 0), abstract(0, level(0, "%1,", "ordinalText")) + num(1, 0), "", ["Thứ nhất,", "Thứ hai,"]),
    "a label in capitals": (
        items(0),
        abstract(0, level(0, "Điều %1.").replace("</w:lvl>", "<w:rPr><w:caps/></w:rPr></w:lvl>")) + num(1, 0),
        "",
        ["ĐIỀU 1."],
    ),
    "a hidden label": (
        items(0),
        abstract(0, level(0, "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")) + num(1, 0),
        "",
        [""],
    ),
    "no number": (items(0), abstract(0, level(0, "", "none")) + num(1, 0), "", [""]),
    "bullets": (
        items(0, 1, 2),
        abstract(0, level(0, "\uf0b7", "bullet"), level(1, "+", "bullet"), level(2, "o", "bullet")) + num(1, 0),
        "",
        ["-", "+", "-"],
    ),
    "headings by style": (
        "".join(p("x", style=one) for one in ("H1", "H2", "H2a", "H1", "H2", "H2no", "H2"))
        + p("x", style="H2", num=(0, 0)),
        HEADINGS + num(1, 0),
        HEADING_STYLES,
        ["I.", "1.", "2.", "II.", "1.", "", "2.", ""],
    ),
    "a style by its name in the list only": (
        p("x", style="H1") + p("x", style="H2"),
        HEADINGS + num(1, 0),
        style("H1", '<w:numPr><w:numId w:val="1"/></w:numPr>') + style("H2", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
        ["I.", "1."],
    ),
    "a list style": (
        items(0) + items(0, of=2) + items(0),
        abstract(0, level(0, "%1)", "lowerLetter"), more='<w:styleLink w:val="DS"/>')
        + abstract(1, more='<w:numStyleLink w:val="DS"/>')
        + num(1, 0)
        + num(2, 1),
        style("DS", '<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering"),
        ["a)", "b)", "c)"],
    ),
    "an empty paragraph counts": (
        items(0) + p("", num=(1, 0)) + items(0), ONE + num(1, 0), "", ["1.", "3."],
    ),
    "a list that is not there": (items(0, of=9), ONE + num(1, 0), "", [""]),
    "a definition that points to itself": (
        items(0),
        abstract(0, more='<w:numStyleLink w:val="DS"/>') + num(1, 0),
        style("DS", '<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering"),
        [""],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "numbering", "styles", "labels"), CASES.values(), ids=CASES)
def test_labels_are_those_that_word_prints(
    tmp_path: Path, body: str, numbering: str, styles: str, labels: list[str]
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(body, numbering=numbering, styles=styles))
    assert read(path).pages[0].text.split("\n") == [f"{label} x".strip() for label in labels]


def test_the_space_behind_a_label_is_as_told(tmp_path: Path) -> None:
    levels = (level(0, "%1/", more='<w:suff w:val="space"/>'), level(1, "%2-", more='<w:suff w:val="nothing"/>'))
    path = tmp_path / "a.docx"
    path.write_bytes(docx(items(0, 1), numbering=abstract(0, *levels) + num(1, 0)))
    assert read(path).pages[0].text.split("\n") == ["1/ x", "1-x"]


def test_a_column_of_counted_numbers_without_text(tmp_path: Path) -> None:
    rows = [row(f"<w:tc>{p('', num=(1, 0))}</w:tc>", name, "2024") for name in ("Tập huấn", "Hội thi", "Tổng kết")]
    path = tmp_path / "a.docx"
    path.write_bytes(docx(table(*rows), numbering=ONE + num(1, 0)))
    assert read(path).pages[0].text.split("\n") == [
        "1. | Tập huấn | 2024",
        "2. | Hội thi | 2024",
        "3. | Tổng kết | 2024",
    ]


def test_a_text_box_counts_apart_from_the_body(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{items(0)}</w:txbxContent></v:textbox></w:pict></w:r>"
    path = tmp_path / "a.docx"
    path.write_bytes(
        docx(items(0) + p(f"<w:r><w:t>y</w:t></w:r>{box}", num=(1, 0)) + items(0), numbering=ONE + num(1, 0))
    )
    assert read(path).pages[0].text.split("\n") == ["1. x", "2. y", "1. x", "3. x"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=25))
def test_labels_of_one_list_only_grow(tmp_path_factory: pytest.TempPathFactory, items: list[tuple[int, bool]]) -> None:
    """Whatever the depths and whether a paragraph is empty, no label comes twice or before a smaller one."""
    pattern = ["%1", "%1.%2", "%1.%2.%3", "%1.%2.%3.%4"]
    numbering = abstract(0, *(level(depth, text) for depth, text in enumerate(pattern))) + num(1, 0)
    body = "".join(p("x" if written else "", num=(1, depth)) for depth, written in items) + p("hết")
    path = tmp_path_factory.mktemp("dem") / "a.docx"
    path.write_bytes(docx(body, numbering=numbering))
    found = read(path).pages[0].text.split("\n")[:-1]
    labels = [tuple(map(int, line.removesuffix(" x").split("."))) for line in found]
    assert [len(label) - 1 for label in labels] == [depth for depth, written in items if written]
    assert labels == sorted(set(labels))


@pytest.mark.parametrize("number", [1, 4, 9, 26, 27, 40, 399, 780, 3999, 5000, 0, -3])
@pytest.mark.parametrize(
    "form", ["upperRoman", "lowerLetter", "ordinalText", "chicago", "decimalEnclosedCircle", "gì đó"]
)
def test_any_number_is_printed_in_any_format(number: int, form: str) -> None:
    assert 0 < len(numerals.printed(number, form)) < 40
