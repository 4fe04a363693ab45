"""The header on samples of every kind: State, Party and union, one column and two, whole and damaged."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import header, issuer, lexicon, places, symbols
from ingest.text import normalise
from ingest.types import Header

DATA = Path(__file__).parents[1] / "data" / "parse"

SAMPLES: list[dict[str, Any]] = tomllib.loads((DATA / "headers.toml").read_text(encoding="utf-8"))["sample"]
BODY = "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\nNâng cao chất lượng sinh hoạt tổ công đoàn."


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["name"])
def test_header_fields(sample: dict[str, Any]) -> None:
    expected = sample["fields"] | dict.fromkeys(sample.get("none", ()))
    text = normalise(sample["text"])
    found, end = header.parse(text)
    assert {key: getattr(found, key) for key in expected} == expected
    body = text.find("I. MỤC ĐÍCH")
    assert 0 <= end <= (body if body >= 0 else len(text))


@pytest.mark.parametrize(
    ("line", "number", "printed"),
    [
        ("Số: 214/KH-LĐLĐ", "214/KH-LĐLĐ", "214/KH-LĐLĐ"),
        ("Số 05 - CTr/TU", "05-CTr/TU", "05 - CTr/TU"),
        ("Số: 04/2015/NĐ-CP", "04/2015/NĐ-CP", "04/2015/NĐ-CP"),
        ("Số: 66.17/2026/NQ-CP", "66.17/2026/NQ-CP", "66.17/2026/NQ-CP"),
        ("Số: 15/KH-LĐLĐ - Lai Châu", "15/KH-LĐLĐ", "15/KH-LĐLĐ"),
        ("Số: …/QĐ-UBND", None, "/QĐ-UBND"),
        ("Số: ……………", None, None),
        ("Số: MẪU-01/KH-LĐLĐ", "MẪU-01/KH-LĐLĐ", "MẪU-01/KH-LĐLĐ"),
    ],
)
def test_own_number(line: str, number: str | None, printed: str | None) -> None:
    found = symbols.find_own(line)
    assert found is not None
    assert (found.number, found.printed) == (number, printed)


@pytest.mark.parametrize(
    "line",
    [
        "theo Kế hoạch số 12-KH/TU",
        "Thông tư số 13/2022/TT-BTC ngày 30 tháng 6",
        "số 5/KH-LĐLĐ ngày 3/2",
        "Số lượng đoàn viên: 12",
        "Số liệu năm 2023/2024",
        "Số 302",
    ],
)
def test_no_own_number(line: str) -> None:
    assert symbols.find_own(line) is None


def test_every_stamp_and_banner_is_passed_over() -> None:
    table = lexicon.load("header")
    for stamp in (*table["stamps"], *table["draft_stamps"], *table["banners"]):
        found, _ = header.parse(
            f"{stamp.upper()}\nLIÊN ĐOÀN LAO ĐỘNG TỈNH YÊN BÁI\nKẾ HOẠCH\n{stamp.upper()}\nHội thao năm 2022\n{BODY}"
        )
        assert found.title == "Hội thao năm 2022", stamp
        assert found.issuer == "Liên đoàn Lao động tỉnh Yên Bái", stamp


def test_every_phrase_keeps_its_spelling() -> None:
    for phrase in lexicon.load("header")["spelling"]["phrases"]:
        assert issuer.spelled(phrase.upper()) == phrase


def test_every_province_is_spelt_in_an_issuer() -> None:
    for name in (*places.former_names(), *places.present_names()):
        spelt = issuer.spelled(f"LIÊN ĐOÀN LAO ĐỘNG {(places.kind(name) or '').upper()} {name.upper()}")
        assert spelt == f"Liên đoàn Lao động {places.kind(name)} {name}"


_LINES = st.sampled_from(sorted({line for sample in SAMPLES for line in sample["text"].split("\n")}))


@given(st.lists(_LINES | st.text(max_size=40), max_size=20))
def test_any_text_gives_a_header_inside_it(lines: list[str]) -> None:
    text = normalise("\n".join(lines))
    found, end = header.parse(text)
    assert 0 <= end <= len(text)
    for field in dataclasses.fields(Header):
        value = getattr(found, field.name)
        assert not isinstance(value, str) or (value == value.strip() and value and "\n" not in value)
    assert found.date is None or found.year == int(found.date[:4])
