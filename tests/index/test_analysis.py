from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import analyse, has_diacritics, segmented
from ingest.text import fold, normalise

TEXTS = st.text(alphabet="aăâđeêioôơuưyáạảãàbcgnht ABĐƯ0123456789/-–.,;:%()_\n", max_size=80)


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("Chỉ thị 18-CT/TW", ["18_ct_tw"]),
        ("Chỉ thị 118-CT/TW", ["118_ct_tw"]),
        ("qd 217-qđ/tw", ["217_qd_tw"]),
        ("217/QĐ-TW", ["217_qd_tw"]),
        ("218- QĐ/TW", ["218_qd_tw"]),
        ("439 /KH – LĐLĐ", ["439_kh_ldld"]),
        ("Nghị định 04/2015/NĐ-CP", ["4_2015_nd_cp"]),
        ("Luật 10/2022/QH15", ["10_2022_qh15"]),
        ("01/2022/TTLT-VKSNDTC-TANDTC-BCA", ["1_2022_ttlt_vksndtc_tandtc_bca"]),
        ("ngày 09/01/2015", ["9_1_2015"]),
        ("ngày 8 /3/2023", ["8_3_2023"]),
        ("ngày 12 tháng 12 năm 2013", ["12_12_2013"]),
        ("ngay 12 thang 12 nam 2013", ["12_12_2013"]),
        ("đạt 98% trở lên", ["98%"]),
        ("tăng 3,5 %", ["3.5%"]),
        ("24.500 đoàn viên", ["24500"]),
        ("2021 - 2026", []),
        ("05 - tổ chức hội nghị", []),
    ],
)
def test_symbols_stand_whole(text: str, symbols: list[str]) -> None:
    assert list(analyse(text).symbols) == symbols


def test_a_symbol_stands_in_its_parts_too() -> None:
    assert {"217", "qd", "tw"} <= set(analyse("Quyết định số 217-QĐ/TW").syllables)


def test_a_number_is_found_with_and_without_its_leading_zero() -> None:
    assert set(analyse("2 CĐCS").syllables) <= set(analyse("thành lập 02 CĐCS").syllables)


@pytest.mark.parametrize("typed", ["Tỉnh uỷ", "Tỉnh ủy", "TỈNH ỦY", "Ti\u0309nh u\u0309y"])
def test_typings_of_the_same_words_are_one(typed: str) -> None:
    assert analyse(typed) == analyse("tỉnh ủy")


@given(TEXTS)
def test_fields_run_in_parallel(text: str) -> None:
    terms = analyse(text)
    normal = normalise(text)
    assert len(terms.syllables) == len(terms.accented) == len(terms.offsets)
    assert len(terms.pairs) == max(0, len(terms.syllables) - 1)
    assert all(fold(accented) == plain for accented, plain in zip(terms.accented, terms.syllables, strict=True))
    # No character of a word is lost.
    shown = "".join(normal[start:end] for start, end in terms.offsets)
    assert shown == "".join(char for char in normal if char.isalnum())


@given(TEXTS)
def test_folded_fields_are_the_same_without_diacritics(text: str) -> None:
    typed, plain = analyse(text), analyse(fold(normalise(text)))
    assert typed.syllables == plain.syllables
    assert typed.pairs == plain.pairs


@given(TEXTS, st.integers(0, 20), st.integers(0, 20))
def test_parts_make_up_the_whole(text: str, first: int, second: int) -> None:
    terms = analyse(text)
    left, right = sorted((min(first, len(terms.syllables)), min(second, len(terms.syllables))))
    parts = [terms.part(0, left), terms.part(left, right), terms.part(right, len(terms.syllables))]
    for field in ("syllables", "accented", "symbols"):
        assert sum((getattr(part, field) for part in parts), ()) == getattr(terms, field)


def test_words_keep_their_places() -> None:
    terms = analyse("Công đoàn cơ sở họp ngày 8/3/2023", "Công_đoàn cơ_sở họp ngày 8/3/2023")
    assert terms.words == ("cong_doan", "co_so", "hop", "ngay", "8_3_2023")
    assert terms.part(2, 6).words == ("co_so", "hop", "ngay")


@pytest.mark.parametrize(
    ("text", "typed"),
    [("giám sát", True), ("giam sat", False), ("Đ", True), ("café 217", True), ("217-QD/TW", False), ("", False)],
)
def test_diacritics_are_seen(text: str, *, typed: bool) -> None:
    assert has_diacritics(text) is typed


def test_a_question_is_segmented_by_known_words() -> None:
    known = frozenset({"giam_sat", "phan_bien_xa_hoi"})
    assert segmented("Giám sát và phản biện xã hội", known) == "giam_sat va phan_bien_xa_hoi"
    assert segmented("giam sat", frozenset()) == ""
