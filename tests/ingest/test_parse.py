from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import EmptyFileError, IngestError
from ingest.parse import parse_file, parse_text, to_json
from ingest.types import Directive, Section

PAGES = (
    """\
LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 37/KH-LĐLĐ
Hà Nam, ngày 14 tháng 3 năm 2022

## **KẾ HOẠCH**

Công tác đối thoại tại nơi làm việc năm 2022

Căn cứ Nghị định số 145/2020/NĐ-CP ngày 14/12/2020 của Chính phủ về điều kiện lao động;

Ban Thường vụ Liên đoàn Lao động tỉnh xây dựng kế hoạch như sau:

**I. CHỈ TIÊU**

1. Ít nhất 85% doanh nghiệp có tổ chức công đoàn mở đối thoại định kỳ theo Quyết""",
    """\
định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị.

**II. TỔ CHỨC THỰC HIỆN**

1. Công đoàn cấp trên
* Gửi báo cáo về Liên đoàn Lao động tỉnh trước ngày 20/11/2022.

*Nơi nhận:*
* Các công đoàn cấp trên;
* Lưu: VT.

**TM. BAN THƯỜNG VỤ
PHÓ CHỦ TỊCH**

Lê Thị Mẫu
""",
)
RAW = "\n\n".join(PAGES)

KEYS = {
    "": {
        "source",
        "sha256",
        "text",
        "header",
        "bases",
        "sections",
        "targets",
        "deadlines",
        "recipients",
        "signature",
        "citations",
    },
    "header": {"number", "symbol", "type", "issuer", "place", "province", "year", "date", "title", "draft"},
    "bases": {"text", "start", "end", "citations"},
    "sections": {"label", "heading", "level", "start", "end", "children"},
    "targets": {"text", "value", "unit", "comparator", "subject", "section", "start", "end"},
    "deadlines": {"text", "date", "recurrence", "action", "start", "end"},
    "signature": {"authority", "position", "name"},
    "citations": {"text", "start", "end", "type", "number", "date", "issuer", "title", "name", "pinpoint"},
}


def nodes(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from nodes(section.children)


def check_invariants(directive: Directive) -> None:
    text = directive.text
    for part in (*directive.bases, *directive.targets, *directive.deadlines, *directive.citations):
        assert 0 <= part.start < part.end <= len(text)
        assert text[part.start : part.end] == part.text
    for node in nodes(directive.sections):
        # The body's outline, or what is annexed behind the signature.
        assert directive.body.start <= node.start < node.end <= len(text)
        assert node.end <= directive.body.end or node.start >= directive.body.end
        assert all(node.start <= child.start and child.end <= node.end for child in node.children)
    assert 0 <= directive.body.start <= directive.body.end <= len(text)
    assert all(0 <= index < len(directive.citations) for basis in directive.bases for index in basis.citations)
    if directive.pages:
        assert "".join(text[page.start : page.end] for page in directive.pages) == text


def test_a_directive_is_read_whole() -> None:
    directive = parse_text(RAW, source="mau.txt", pages=PAGES)
    check_invariants(directive)
    assert (directive.header.number, directive.header.date) == ("37/KH-LĐLĐ", "2022-03-14")
    assert directive.header.title == "Công tác đối thoại tại nơi làm việc năm 2022"
    assert [citation.number for citation in directive.citations] == ["145/2020/NĐ-CP", "217-QĐ/TW"]
    assert [basis.citations for basis in directive.bases] == [(0,)]
    assert [section.label for section in directive.sections] == ["I", "II"]
    assert [(target.value, target.comparator) for target in directive.targets] == [(85, ">=")]
    assert [deadline.date for deadline in directive.deadlines] == ["2022-11-20"]
    assert len(directive.recipients) == 2
    assert directive.signature.name == "Lê Thị Mẫu"
    assert [page.number for page in directive.pages] == [1, 2]


def test_json_has_every_key_of_the_contract() -> None:
    plain = json.loads(json.dumps(to_json(parse_text(RAW))))
    for name, keys in KEYS.items():
        value: Any = plain[name] if name else plain
        for item in value if isinstance(value, list) else [value]:
            assert keys <= set(item), name
        assert value, name
    empty = to_json(parse_text(""))
    assert set(plain) == set(empty)
    assert set(plain["header"]) == set(empty["header"])
    assert empty["citations"] == []
    assert empty["header"]["number"] is None


def test_the_hash_is_of_the_file_or_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\ufeff" + RAW, encoding="utf-8")
    assert parse_file(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert parse_text(RAW).sha256 == hashlib.sha256(RAW.encode()).hexdigest()
    assert parse_file(path).text == parse_text(RAW).text


def test_a_word_file_gives_the_same_directive(tmp_path: Path) -> None:
    document = docx.Document()
    for line in parse_text(RAW).text.split("\n"):
        document.add_paragraph(line)
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert parse_file(path).text == parse_text(RAW).text
    assert parse_file(path).citations == parse_text(RAW).citations


def test_a_file_of_marks_only_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("***\n---\n", encoding="utf-8")
    with pytest.raises(EmptyFileError):
        parse_file(path)


_PIECES = [
    *RAW.split("\n"),
    *[
        "I. ",
        "II.",
        "1. ",
        "1.1 ",
        "a) ",
        "- ",
        "+ ",
        "Điều 5. ",
        "Chương I",
        "Bước 1: ",
        "Căn cứ ",
        "Thực hiện ",
        "Nơi nhận:",
        "TM. ",
        "KT. ",
        "Số: ",
        "/KH-LĐLĐ",
    ],
    *[
        "ngày tháng năm ",
        "98% trở lên ",
        "ít nhất 02 CĐCS ",
        "24.500 ",
        "hằng năm ",
        "trước ngày ",
        "31/02/2021",
        "29/02/2023",
        "99/99/9999",
    ],
    *[
        "Quyết định số ",
        "217, 218- QĐ/TW",
        "của ",
        "về việc ",
        "khoản 2 Điều 5",
        "(",
        ")",
        "“",
        "”",
        ";",
        ".",
        ",",
        " ",
        "\n",
        "\x0c",
        "V/v ",
        "Kính gửi: ",
        "0",
        "%",
    ],
]
texts = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=200)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_no_text_makes_it_fail(raw: str) -> None:
    directive = parse_text(raw)
    check_invariants(directive)
    json.dumps(to_json(directive))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_parsing_the_text_again_changes_nothing(raw: str) -> None:
    once = to_json(parse_text(raw))
    again = to_json(parse_text(once["text"]))
    assert {**once, "sha256": "", "pages": []} == {**again, "sha256": "", "pages": []}


_TESTDATA = Path(os.environ.get("KB_TESTDATA", "/nonexistent"))
_FILES = sorted([*_TESTDATA.glob("seeds/*.txt"), *list(_TESTDATA.glob("gazette/*.pdf"))[:6]])


@pytest.mark.skipif(not _FILES, reason="KB_TESTDATA names no folder with seeds or a gazette")
@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem[:20])
def test_real_files(path: Path) -> None:
    try:
        directive = parse_file(path)
    except IngestError as error:
        assert "\n" not in str(error)  # noqa: PT017 - a scan in the gazette is refused with one clear line
        return
    check_invariants(directive)
    if path.suffix == ".txt":
        assert directive.header.title
        assert directive.sections
        assert directive.citations
