"""How far a text holds the words of a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ask.match import APART, View, coverage, degree
from kb.ask.question import Term, read
from kb.collection import Collection


def term(collection: Collection, typed: str) -> Term:
    (found,) = read(typed, collection).terms
    return found


@pytest.mark.parametrize(
    ("typed", "text", "low", "high"),
    [
        ("đoàn viên", "Kết nạp 02 đoàn viên", 1, 1),
        ("doan vien", "Kết nạp 02 đoàn viên", 1, 1),
        ("Đoàn Viên", "KẾT NẠP ĐOÀN VIÊN", 1, 1),
        ("giám sát", "giam sat", 0.5, 0.99),  # the text has no diacritics: most likely the same word
        ("đoàn viên", "viên chức và đoàn thể", 0.01, APART),  # both syllables, not side by side
        ("đoàn viên", "kết nạp", 0, 0),
        ("đối thoại", "dialogue is held", 0.5, 0.99),  # a synonym
        ("CNVCLĐ", "công nhân, viên chức, lao động", 0.5, 1),
    ],
)
def test_degree(collection: Collection, typed: str, text: str, low: float, high: float) -> None:
    assert low <= degree(term(collection, typed), View.of(text)) <= high


def test_other_diacritics_on_one_syllable_are_another_word(collection: Collection) -> None:
    said, other = (degree(term(collection, "thuế"), View.of(text)) for text in ("nộp thuế", "đi thuê"))
    assert other < APART < said == 1


def test_another_word_of_the_language_is_no_slip(collection: Collection) -> None:
    asked = term(collection, "công nhân")
    assert degree(asked, View.of("được công nhận mô hình")) < APART  # both are words
    assert degree(asked, View.of("được công nhãn mô hình")) > APART  # "công nhãn" is none: somebody slipped


def test_a_synonym_of_one_syllable_stands_as_a_word_of_its_own(collection: Collection) -> None:
    asked = term(collection, "số tiền")
    assert degree(asked, View.of("hỗ trợ 5.000.000 đồng")) > APART
    assert degree(asked, View.of("hội đồng chấm điểm theo hợp đồng")) == 0


def test_a_syllable_inside_of_another_word_counts_less(collection: Collection) -> None:
    asked = term(collection, "đồng")
    inside, whole = (degree(asked, View.of(text)) for text in ("hội đồng họp", "hết mười đồng"))
    assert inside < whole == 1
    assert degree(term(collection, "tiền"), View.of("thu tiền mặt")) == 1  # a kind of it


def test_syllables_far_apart_say_nothing(collection: Collection) -> None:
    asked = term(collection, "bảo hành")
    text = "bảo vệ trẻ em và ban hành quy trình"
    assert degree(asked, View.of(text)) == APART
    assert degree(asked, View.of(text, far=True)) == 0


def test_figures_match_whole(collection: Collection) -> None:
    asked = term(collection, "02")
    assert degree(asked, View.of("ít nhất 2 mô hình")) == degree(asked, View.of("02 mô hình")) == 1
    assert degree(asked, View.of("ít nhất 12 mô hình, 20 cơ sở, 2023, 2.500")) == 0


def test_coverage_weighs_the_words_and_names_what_is_missing(collection: Collection) -> None:
    terms = [term(collection, "đoàn viên"), term(collection, "đối thoại")]
    view = View.of("Kết nạp đoàn viên")
    found = coverage(terms, [(view, 1.0)], lambda one: 3.0 if one is terms[0] else 1.0)
    assert found.share == pytest.approx(0.75)
    assert found.missing == (terms[1],)


def test_coverage_takes_the_best_view(collection: Collection) -> None:
    terms = [term(collection, "đoàn viên")]
    views = [(View.of("đoàn viên"), 0.5), (View.of("đoàn viên"), 1.0), (View.of("khác"), 1.0)]
    assert coverage(terms, views, lambda _: 1.0).share == 1
    assert coverage([], views, lambda _: 1.0).share == 0
    assert coverage(terms, [], lambda _: 1.0).share == 0


@given(text=st.text(max_size=80))
def test_a_view_of_any_text_has_the_same_syllables_twice(text: str) -> None:
    view = View.of(text)
    assert len(view.folded.split()) == len(view.accented.split())
    assert view.folded == view.folded.lower()


def test_the_collection_knows_words_and_not_every_pair_of_syllables(collection: Collection) -> None:
    words = collection.searcher.words
    assert {"lao_dong", "doi_thoai", "cong_doan"} <= words
    # "lao động tỉnh", "đối thoại tại": pairs that stand in the texts across two words.
    assert not {"dong_tinh", "thoai_tai", "doan_tinh"} & words
