"""Mentions in running text: a table of examples, the real seeds against golden files, and what holds for any text."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import citations, layout
from ingest.text import normalise
from ingest.types import Citation, Span
from tests.growth import STEEP, growth

DATA = Path(__file__).parents[1] / "data" / "citations"
SAMPLES: list[dict[str, Any]] = tomllib.loads((DATA / "mentions.toml").read_text(encoding="utf-8"))["sample"]
FIELDS = ("number", "type", "date", "issuer", "title", "pinpoint", "text")


def check(text: str, found: tuple[Citation, ...]) -> None:
    """What holds for the citations of any text."""
    assert [citation.start for citation in found] == sorted(citation.start for citation in found)
    for citation in found:
        assert text[citation.start : citation.end] == citation.text
        assert citation.number is not None
        assert citations.normalise_number(citation.number) == citation.number
        assert citation.name is None
        # Nothing reaches over a line's end, but for a symbol that was torn behind its hyphen.
        assert "\n" not in re.sub(r"(?<=[-/])\n|(?<=[-/] )\n", "", citation.text)
        for words in (citation.title, citation.issuer):
            assert words is None or (words in text and words.strip() == words != "")


def test_there_are_enough_examples() -> None:
    assert len(SAMPLES) >= 60


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["text"][:60])
def test_mentions(sample: dict[str, Any]) -> None:
    text = normalise(sample["text"])
    found = citations.find(text)
    check(text, found)
    assert [citation.number for citation in found] == [mention["number"] for mention in sample["mentions"]]
    for citation, mention in zip(found, sample["mentions"], strict=True):
        claimed = {field: getattr(citation, field) or "" for field in FIELDS if field in mention}
        assert claimed == {field: mention[field] for field in FIELDS if field in mention}
        assert citation.text.startswith(mention.get("start", ""))
        assert citation.text.endswith(mention.get("end", ""))


HEAD = "Số: 05/KH-LĐLĐ\nPhú Mẫu, ngày 11 tháng 01 năm 2024\nKẾ HOẠCH\nThực hiện Chỉ thị số 35-CT/TU ngày 02/11/2022"


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("Số: 05/KH-LĐLĐ", ["35-CT/TU"]),
        ("(Kèm theo Kế hoạch số 05/KH-LĐLĐ ngày 11/01/2024 của Liên đoàn Lao động tỉnh)", ["35-CT/TU"]),
        ("theo Kế hoạch số 05/KH-LĐLĐ", ["35-CT/TU"]),
        ("Kế hoạch số 05/KH-LĐLĐ ngày 10/01/2023", ["35-CT/TU", "05/KH-LĐLĐ"]),
        ("số 76/NQ-CP ngày 15/7/2021 của Chính phủ", ["35-CT/TU", "76/NQ-CP"]),
    ],
)
def test_own_number_is_no_citation(body: str, numbers: list[str]) -> None:
    text = f"{HEAD}\n{body}"
    found = citations.find(text, own=Span(0, len(HEAD)))
    assert [citation.number for citation in found] == numbers


def test_a_law_number_in_its_own_head_is_no_citation() -> None:
    head = "QUỐC HỘI\nLuật số: 50/2024/QH15\nHà Nội, ngày 27 tháng 11 năm 2024\nLUẬT\nCÔNG ĐOÀN"
    text = head + "\nCăn cứ Luật số 97/2025/QH15;"
    assert [citation.number for citation in citations.find(text, own=Span(0, len(head)))] == ["97/2025/QH15"]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("BCH Trung ương", "Ban Chấp hành Trung ương Đảng (khóa XI)", True),
        ("Ban bí thư", "Ban Bí thư Trung ương Đảng", True),
        ("Bộ Chính trị khóa XI", "Bộ Chính trị", True),
        ("Thủ tướng chính phủ", "Thủ tướng Chính phủ", True),
        ("UBND tỉnh Tây Ninh", "Ủy ban nhân dân tỉnh Tây Ninh", True),
        ("Ban Thường vụ LĐLĐ tỉnh", "BTV Liên đoàn Lao động tỉnh", True),
        ("Tổng LĐLĐ Việt Nam", "Tổng Liên đoàn", True),
        ("BCH TƯ Đảng", "Ban Chấp hành Trung ương Đảng", True),
        ("Bộ Chính trị", "Ban Bí thư", False),
        ("UBND tỉnh Tây Ninh", "UBND tỉnh Lai Châu", False),
        ("Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", False),
        ("Tổng Liên đoàn", "Đoàn Chủ tịch Tổng Liên đoàn", False),
    ],
)
def test_issuer_keys(left: str, right: str, same: bool) -> None:
    assert (citations.issuer_key(left) == citations.issuer_key(right)) is same


PIECES = st.sampled_from(
    [
        "Quyết định số ", "Luật Công đoàn số ", "217-QĐ/TW", "217, 218- QĐ/TW", "04/2015/NĐ-CP", "10/2022/QH15", "12b/NQ-BCH", " và ",
        ", ", "; ", ". ", "\n", " ngày 12/12/2013", " ngày 31/02/2013", " của Bộ Chính trị", " của Ban ", " (khóa XI)", " về việc ban hành ",
        " “", "”", '"', "(", ")", "Số: ", "khoản 2 Điều 5 ", "217", " của ", "QĐ", "/", "-", " và các văn bản", "các ", "Thực hiện ",
        "Ban Thường vụ Liên đoàn Lao động tỉnh xây dựng kế hoạch như sau:", "1", "Công văn 15/UBND-VP", " nhiệm kỳ 2023 - 2028 ",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=200))
def test_any_text_gives_exact_spans_and_canonical_numbers(raw: str) -> None:
    text = normalise(raw)
    check(text, citations.find(text))
    check(text, citations.find(text, own=Span(0, len(text) // 2)))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "/",
        "1/",
        "1-A",
        "(",
        "“",
        "Luật ",
        "1, ",
        "khoản 1 ",
        "Luật sửa đổi ",
        "217-QĐ/TW, ",
        "217-QĐ/TW về “",
        "của Ban ",
        " ",
    ],
)
def test_hostile_text_ends_soon(piece: str) -> None:
    def find(size: int) -> object:
        return citations.find("Quyết định số 1-QĐ/TW " + piece * (size // len(piece)))

    assert growth(find, 100_000) < STEEP


def golden() -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("seed_*.json"))]


@pytest.fixture(scope="module")
def seeds() -> dict[str, str]:
    """Text of each seed by the sha256 of its file."""
    folder = os.environ.get("KB_TESTDATA", "")
    paths = sorted(Path(folder, "seeds").glob("*.txt")) if folder else []
    if not paths:
        pytest.skip("KB_TESTDATA không chỉ tới thư mục có seeds/")
    texts = {}
    for path in paths:
        raw = path.read_bytes()
        texts[hashlib.sha256(raw).hexdigest()] = layout.reflow([normalise(raw.decode("utf-8"))])[0]
    return texts


@pytest.mark.parametrize("expected", golden(), ids=lambda expected: expected["sha256"][:8])
def test_seeds_mention_by_mention(expected: dict[str, Any], seeds: dict[str, str]) -> None:
    text = seeds[expected["sha256"]]
    found = citations.find(text)
    check(text, found)
    fields = ("number", "type", "date", "issuer")
    assert [{field: getattr(citation, field) for field in fields} for citation in found] == expected["mentions"]


def test_seeds_hold_63_pairs_of_51_numbers(seeds: dict[str, str]) -> None:
    pairs = {(name, citation.number) for name, text in seeds.items() for citation in citations.find(text)}
    assert (len(pairs), len({number for _, number in pairs})) == (63, 51)
