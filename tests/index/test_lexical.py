"""BM25 by segments against the formula, written down plainly."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import Terms, analyse
from index.lexical import K1, WEIGHTS, WINDOWS_WEIGHT, B, Lexical, bag
from index.segment import WINDOW
from index.windows import spans

WORDS = ("giám_sát", "phản_biện", "ở", "cơ_sở", "217-QĐ/TW", "98%", "08/3/2023", "công_đoàn")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def plain(query: Terms, texts: Sequence[Terms]) -> list[float]:
    """The weighted sum of BM25 over the fields."""
    total = [0.0] * len(texts)
    for field, weight in WEIGHTS.items():
        bags = [Counter(bag(text, field)) for text in texts]
        mean = sum(map(Counter.total, bags)) / max(len(bags), 1)
        for term in bag(query, field):
            holding = sum(term in one for one in bags)
            idf = math.log(1 + (len(bags) - holding + 0.5) / (holding + 0.5))
            for place, one in enumerate(bags):
                if one[term]:
                    total[place] += weight * idf * one[term] / (K1 * (1 - B + B * one.total() / mean) + one[term])
    return total


def read(text: str) -> Terms:
    return analyse(text.replace("_", " "), text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), TEXTS)
def test_scores_are_those_of_the_formula(pairs: list[tuple[str, str]], question: str) -> None:
    contexts, texts = [read(above) for above, _ in pairs], [read(text) for _, text in pairs]
    wholes = [above + text for above, text in zip(contexts, texts, strict=True)]
    windows, owners = [], []
    for row, (above, text) in enumerate(zip(contexts, texts, strict=True)):
        for start, end in spans(len(text.syllables), WINDOW):
            windows.append(above + text.part(start, end))
            owners.append(row)
    query = read(question)
    best = np.zeros(len(pairs))
    np.maximum.at(best, np.array(owners, dtype=np.intp), plain(query, windows))
    expected = np.array(plain(query, wholes)) + WINDOWS_WEIGHT * best
    assert Lexical.build(contexts, texts).scores(query) == pytest.approx(expected, rel=1e-4, abs=1e-5)
