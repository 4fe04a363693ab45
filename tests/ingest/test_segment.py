from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.segment import longest_match, segment, segment_many, tokens

_TEXT = """\
Căn cứ Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về giám sát và phản biện xã hội;
Công đoàn cơ sở tổ chức đối thoại với người lao động, giải quyết kịp thời đơn thư khiếu nại, tố cáo của đoàn viên.
Các cấp công đoàn nâng cao chất lượng hoạt động, chăm lo đời sống vật chất và tinh thần cho người lao động.
"""
texts = st.text(max_size=80) | st.lists(
    st.sampled_from(
        [
            "công đoàn",
            "Ủy ban",
            "hoà giải",
            "217-QĐ/TW",
            "12/12/2013",
            "98%",
            "24.500",
            ",",
            "\n",
            " ",
            "_",
            "a_b",
            "Số: /KH-LĐLĐ",
            "…",
            "đ/c",
            "²",
        ]
    ),
    max_size=20,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(texts)
def test_segmenting_keeps_every_token_in_order(text: str) -> None:
    assert segment(text).replace("_", " ").split() == list(tokens(text))


@given(texts)
def test_tokens_leave_out_only_space_and_underscores(text: str) -> None:
    assert "".join(tokens(text)) == "".join(text.replace("_", " ").split())


@settings(deadline=None)
@given(texts)
def test_longest_match_keeps_every_token_in_order(text: str) -> None:
    assert longest_match(text, frozenset({"công_đoàn", "ủy_ban"})).replace("_", " ").split() == list(tokens(text))


@pytest.mark.parametrize(
    "symbol",
    ["217-QĐ/TW", "04/2015/NĐ-CP", "12b/NQ-BCH", "215/LĐLĐ", "66.17/2026/NQ-CP", "12/12/2013", "24.500", "98%"],
)
def test_symbols_dates_and_numbers_stand_whole(symbol: str) -> None:
    assert symbol in segment(f"theo văn bản số {symbol} của tỉnh").split()


def test_words_are_joined() -> None:
    words = segment_many([_TEXT])[0].split()
    assert {"giám_sát", "phản_biện", "khiếu_nại", "chất_lượng"} <= set(words)


def test_a_question_is_cut_as_the_built_text_was() -> None:
    """Without the model, by the words that the model has found: at least nine tokens in ten are in the same word."""
    built = segment(_TEXT)
    matched = longest_match(_TEXT, frozenset(word.lower() for word in built.split() if "_" in word))
    share = len(_places(built) & _places(matched)) / len(_places(built))
    assert share >= 0.9


def _places(segmented: str) -> set[tuple[int, int]]:
    places, start = set(), 0
    for word in segmented.split():
        size = word.count("_") + 1
        places.add((start, start + size))
        start += size
    return places
