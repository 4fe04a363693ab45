"""Number-symbols: one canonical spelling, the same on every way there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.citations import Number, normalise_number, parse_number
from ingest.lexicon import load
from ingest.text import fold


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("217-QĐ/TW", "217-QĐ/TW"),
        ("217/QĐ-TW", "217-QĐ/TW"),
        ("217-QĐ-TW", "217-QĐ/TW"),
        ("217/QĐ/TW", "217-QĐ/TW"),
        ("218- QĐ/TW", "218-QĐ/TW"),
        ("217 - QĐ / TW", "217-QĐ/TW"),
        ("217-QÐ/TW", "217-QĐ/TW"),
        ("217-QD/TW", "217-QĐ/TW"),
        ("217-qd/tw", "217-QĐ/TW"),
        ("217-QĐ/TƯ", "217-QĐ/TW"),
        ("217QĐ/TW", "217-QĐ/TW"),
        ("217 QĐ/TW", "217-QĐ/TW"),
        ("qd/tw 217", "217-QĐ/TW"),
        ("QĐ-TW số 217", "217-QĐ/TW"),
        ("Số: 214/KH-LĐLĐ", "214/KH-LĐLĐ"),
        ("439 /KH – LĐLĐ", "439/KH-LĐLĐ"),
        ("490-QĐ/UBND", "490/QĐ-UBND"),
        ("215/LĐLĐ", "215/LĐLĐ"),
        ("215 /ldld", "215/LĐLĐ"),
        ("15/UBND-VP", "15/UBND-VP"),
        ("04/2015/ND-CP", "04/2015/NĐ-CP"),
        ("04 / 2015 / NĐ – CP", "04/2015/NĐ-CP"),
        ("12b/NQ-BCH", "12b/NQ-BCH"),
        ("1500b/KL-TLD", "1500b/KL-TLĐ"),
        ("66.17/2026/NQ-CP", "66.17/2026/NQ-CP"),
        ("01/2022/TTLT-VKSNDTC-TANDTC-BCA", "01/2022/TTLT-VKSNDTC-TANDTC-BCA"),
        ("10/2022/QH15", "10/2022/QH15"),
        ("25/2022/ubtvqh15", "25/2022/UBTVQH15"),
        ("50/CP", "50/CP"),
        ("206-CP", "206-CP"),
        ("111-HĐBT", "111-HĐBT"),
        ("87-CT", "87-CT"),
        ("04-CTr/BDVTU-BCSĐUBND", "04-CTr/BDVTU-BCSĐUBND"),
        ("04/ctr-bdvtu-bcsdubnd", "04-CTr/BDVTU-BCSĐUBND"),
        ("03/CT-TLĐ", "03/CT-TLĐ"),
        ("MẪU-01/KH-LĐLĐ", "MẪU-01/KH-LĐLĐ"),
        ("số mau 01 / kh-ldld", "MẪU-01/KH-LĐLĐ"),
        ("05/KL-BCH", "05/KL-BCH"),
        ("208/CV-ĐĐ", "208-CV/ĐĐ"),
        ("33/CT-TTG", "33/CT-TTg"),
        ("41/hd-tld", "41/HD-TLĐ"),
        ("5-KH/XYZ", "5-KH/XYZ"),
        ("5/KH-XYZ", "5/KH-XYZ"),
        ("08/2021/N Đ-CP", "08/2021/NĐ-CP"),
        ("145/2020/NĐ-C P", "145/2020/NĐ-CP"),
        ("999-QĐ/TW", "999-QĐ/TW"),
        ("", None),
        ("217", None),
        ("24/7", None),
        ("60 km/h", None),
        ("2021-2026", None),
        ("15/10/1930", None),
        ("12/HĐLĐ-CTY", None),
        ("123/GP-BTTTT", None),
        ("/KH-LĐLĐ", None),
        ("217-QĐ/TW ngày 12/12/2013", None),
        ("một hai ba", None),
    ],
)
def test_normalise_number(raw: str, number: str | None) -> None:
    assert normalise_number(raw) == number


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("217-QĐ/TW", Number("217", None, "QĐ", "TW", party=True)),
        ("04/2015/NĐ-CP", Number("04", 2015, "NĐ", "CP", party=False)),
        ("215/LĐLĐ", Number("215", None, None, "LĐLĐ", party=False)),
        ("10/2022/QH15", Number("10", 2022, None, "QH15", party=False)),
        ("12b/NQ-BCH", Number("12b", None, "NQ", "BCH", party=False)),
        ("87-CT", Number("87", None, "CT", None, party=False)),
        ("04-CTr/BDVTU-BCSĐUBND", Number("04", None, "CTr", "BDVTU-BCSĐUBND", party=True)),
        ("5-KH/XYZ", Number("5", None, "KH", "XYZ", party=True)),
    ],
)
def test_parse_number(number: str, parts: Number) -> None:
    assert parse_number(number) == parts


def test_parse_number_of_nothing() -> None:
    assert parse_number("24/7") is None


TYPES = st.sampled_from([c for kind in load("types")["type"] if kind.get("cited", True) for c in kind["codes"]])
ORGANS = st.sampled_from([organ["code"] for organ in load("organs")["organ"]])
DIGITS = st.from_regex(r"[0-9]{1,4}[a-z]?", fullmatch=True)
SEPARATORS = st.sampled_from(["-", "/", " - ", " /", "– ", "- "])


@given(DIGITS, SEPARATORS, TYPES, SEPARATORS, ORGANS)
def test_every_spelling_of_a_symbol_is_one_number(digits: str, first: str, kind: str, second: str, organ: str) -> None:
    number = normalise_number(f"{digits}{first}{kind}{second}{organ}")
    assert number is not None
    assert normalise_number(number) == number
    assert number.startswith(digits)
    assert normalise_number(f"{digits}-{kind}/{organ}") == normalise_number(f"{digits}/{kind}-{organ}") == number
    parts = parse_number(number)
    assert parts is not None
    assert (parts.digits, parts.type_code, parts.organ) == (digits, kind, organ)


@given(DIGITS, TYPES, ORGANS)
def test_typed_without_diacritics_only_the_code_may_change(digits: str, kind: str, organ: str) -> None:
    number = normalise_number(f"{digits}/{kind}-{organ}")
    plain = normalise_number(fold(f"{digits}/{kind}-{organ}"))
    assert number is not None
    assert plain is not None
    assert fold(plain) == fold(number)


@given(
    st.text(max_size=40)
    | st.from_regex(r"[0-9]{1,3}[a-zđ]? ?[-/–] ?[A-ZĐa-zđ]{1,5} ?[-/–]? ?[A-ZĐƯ]{0,6}[0-9]{0,2}", fullmatch=True)
)
def test_idempotent_and_never_raises(raw: str) -> None:
    number = normalise_number(raw)
    assert number is None or normalise_number(number) == number
    assert (parse_number(raw) is None) == (number is None)
