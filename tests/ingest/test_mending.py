"""Torn syllables and detached marks put together; what is whole stays."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.legibility import Kind, kind, legible
from ingest.lexicon import load
from ingest.mending import mend
from ingest.syllables import is_syllable
from ingest.text import normalise

EXAMPLES = load("mending")["example"]
PAGE = (
    "Điều 3. Mức hỗ trợ và hồ sơ\n"
    "1. Người lao động được hỗ trợ 50% học phí theo khoản 2 Điều 7 Nghị định số 61/2019/NĐ-CP của Chính phủ.\n"
    "a) Đơn đề nghị theo mẫu; b) Bản sao sổ bảo hiểm xã hội; c) Ý kiến của công đoàn cơ sở.\n"
    "2. Sở Lao động, Ủy ban nhân dân cấp xã tổ chức thực hiện Thông tư số 9/2018/TT-BLĐTBXH trước ngày 15 tháng 12 năm 2019.\n"
    "Tổ ở khu y tế ấy cho anh em ăn ở, tu ý, lo âu, do anh, đo áp suất.\n"
)
WORDS = re.compile(r"[^\W\d_]+")


def _torn(text: str, seed: int, share: float) -> str:
    """As PDFs do it: a space before a letter that is outside Latin-1."""
    chance = random.Random(seed)
    return re.sub(r"(?<=[^\W\d_])(?=[Ạ-ỹăđơưĂĐƠƯ])", lambda _: " " if chance.random() < share else "", text)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["mended"][:30])
def test_examples_of_the_lexicon(example: dict[str, str]) -> None:
    mended = mend(example["torn"])
    assert mended.text == example["mended"]
    assert (mended.repaired > 0) == (example["torn"] != example["mended"])
    again = mend(mended.text)
    assert (again.text, again.repaired) == (mended.text, 0.0)


@pytest.mark.parametrize("seed", range(20))
def test_a_torn_page_comes_back(seed: int) -> None:
    torn = _torn(PAGE, seed, 0.4)
    mended = mend(torn)
    before, after = (sum(word not in set(PAGE.split()) for word in text.split()) for text in (torn, mended.text))
    assert before > 10
    assert after <= before / 10
    assert legible(torn) < 0.9 < legible(mended.text)
    assert mended.broken == pytest.approx(1 - legible(mended.text))


def test_a_whole_page_stays() -> None:
    mended = mend(PAGE)
    assert (mended.text, mended.repaired) == (PAGE, 0.0)
    assert mended.broken < 0.03


@pytest.mark.parametrize(
    "text",
    [
        "tại điểm c khoản 2, hạng B ở, nhóm A án phí",
        "cho anh em, tu ý, do an toàn, công an, lo âu, đo áp",
        "Vitamin B ở mức 5 đ",
        "12 345 n 6",
        "TLĐ LĐVN; QĐ TW; UBND TP HCM",
        "chị Y Ban, anh Ô Rê, bà H Ương Niê",
        "góc ^ và ` và ´",
        "a ^ b, e ^ x",
        "",
    ],
)
def test_what_is_not_torn_stays(text: str) -> None:
    assert mend(text).text == text


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("quye\u0302 \u0301t di\u0323nh", "quyết dịnh"),
        ("Quyê´t đi\u0323nh", "Quyết định"),
        ("hoˋa giai", "hòa giai"),
        ("ñiều kiện, Ñiều 5, QÑ-UBND", "điều kiện, Điều 5, QĐ-UBND"),
        ("NGH Ị QUY ẾT c ủa", "NGHỊ QUYẾT của"),
        ("Q U Y Ế T Đ Ị N H", "QUYẾT ĐỊNH"),
        ("vi ệ c th ự c hi ệ n", "việc thực hiện"),
        ("(c ủa), “n ăm”, và/ho ặc", "(của), “năm”, và/hoặc"),
    ],
)
def test_pieces_and_marks(torn: str, whole: str) -> None:
    assert mend(torn).text == whole


@given(st.integers(0, 10_000), st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_no_digit_and_no_letter_is_changed_by_joining(seed: int, share: float) -> None:
    torn = _torn(PAGE, seed, share)
    mended = mend(torn).text
    assert mended.replace(" ", "") == torn.replace(" ", "")
    assert re.findall(r"\d[\d ]*", mended) == re.findall(r"\d[\d ]*", torn)


@given(
    st.lists(
        st.sampled_from(
            ["n", "ăm", "quy", "ết", "Đ", "N", "5", "ñ", "´", "ˆ", "e", "-", "/", " ", "\n", "ủ", "y", "CP"]
        )
    ).map("".join)
)
@settings(deadline=None)
def test_any_scraps_keep_their_digits_and_lines(text: str) -> None:
    mended = mend(text)
    assert re.findall(r"\d+", mended.text) == re.findall(r"\d+", text)
    assert mended.text.count("\n") == text.count("\n")
    assert 0 <= mended.broken <= 1
    assert 0 <= mended.repaired <= 1


@given(st.lists(st.sampled_from([word for word in WORDS.findall(normalise(PAGE)) if len(word) > 2])))
@settings(deadline=None)
def test_whole_words_in_any_order_stay(words: list[str]) -> None:
    text = " ".join(words)
    assert mend(text).text == text


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Nghị", Kind.SYLLABLE),
        ("ĐỊNH", Kind.SYLLABLE),
        ("Đắk", Kind.SYLLABLE),
        ("UBTVQH", Kind.ABBREVIATION),
        ("TTg", Kind.ABBREVIATION),
        ("QyĐ", Kind.ABBREVIATION),
        ("logistics", Kind.FOREIGN),
        ("café", Kind.UNUSED),
        ("km", Kind.FOREIGN),
        ("ết", Kind.UNUSED),
        ("ngh", Kind.BROKEN),
        ("QuyÕt", Kind.BROKEN),
        ("h\u00b5nh", Kind.BROKEN),
        ("ӝt", Kind.BROKEN),
        ("xkqzwt", Kind.BROKEN),
    ],
)
def test_kinds_of_words(word: str, expected: Kind) -> None:
    assert kind(word) is expected


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (PAGE, 0.97, 1.0),
        ("The committee approved the annual report and its annexes.", 0.9, 1.0),
        ("12.345 | 98% | 2019", 1.0, 1.0),
        ("", 1.0, 1.0),
        ("a) x; b) y; điểm c khoản 3", 0.7, 1.0),
        ("\ufffd\ufffd\ufffd \ufffd\ufffd \ufffd\ufffd\ufffd\ufffd", 0.0, 0.0),
        ("QuyÕt ®Þnh vÒ viÖc ban hµnh §iÒu lÖ", 0.0, 0.4),
        ("Quyeát ñònh veà vieäc ban haønh Ñieàu leä", 0.0, 0.7),
        ("C ă n c ứ Lu ậ t T ổ ch ứ c", 0.0, 0.6),
        ("lJlIl qxz tRvnb ӝӟ kkkkk ~w|", 0.0, 0.3),
    ],
)
def test_legibility(text: str, least: float, most: float) -> None:
    assert least <= legible(text) <= most


def test_every_letter_that_stands_for_another_makes_a_syllable() -> None:
    for wrong, right in load("mending")["letters"].items():
        word = {"đ": "ường", "ư": "ơng"}[right.lower()]
        whole = (right + word) if right.islower() else (right + word.upper())
        assert is_syllable(whole)
        assert mend(whole.replace(right, wrong)).text == whole
