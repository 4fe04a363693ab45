"""Features of a question and each of its candidates: what the ranker decides by.

Each is a share, a similarity or a standardised score, so that it means the same in every collection and at every length
of a question. Idf weights all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.ranking.asked import Asked
from index.ranking.held import Held, Sequences

Column = NDArray[np.float32]
Matrix = NDArray[np.float32]

K1, B = 1.2, 0.75
FEATURES = (
    "lex", "den",
    "cov", "covc", "bm_s",
    "covp", "covw", "bm_w",
    "head8", "focus8",
    "w30", "wc30", "wp30", "wpos", "wfocus",
    "ms", "msc", "msmin", "msw30", "msw30c",
    "len",
    "lex-", "den-", "msw30c-", "w30-", "covp-",
)  # fmt: skip
"""What :func:`features` gives.

``lex`` and ``den`` are what the retrievers say; ``cov…`` the share of the question's idf that stands in text or headings
(``c`` headings alone, ``p`` pairs, ``w`` words); ``bm_…`` BM25 shares; ``head8`` how much of the question is in the opening
words, and ``focus8`` of these in the question; ``w…30`` the best window of 30 syllables; ``ms…`` late interaction; ``len`` the
length. What ends in ``-`` is how far a candidate is behind the best of all.
"""
BEHIND = ("lex", "den", "msw30c", "w30", "covp")
USUAL = 150.0
"""Syllables of a text of usual length."""
WINDOW, STRIDE = 30, 5
NEAR_WINDOW = 15
HEAD = 8
"""Syllables of a text's opening, where rules name their matter."""
_LEAST = np.float32(1e-9)


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What the retrievers say of the candidates.

    Attributes:
        shares: by retriever: BM25 as a share of what the question could score, and the cosine.
        count: candidates.
    """

    shares: Mapping[str, Column]
    count: int


def features(asked: Asked, retrieved: Retrieved, held: Held) -> dict[str, Column]:
    """Every feature by name, each of shape ``(candidates,)``."""
    texts, headings = held.texts, held.headings
    count = len(texts.starts)
    found: dict[str, Any] = dict(_of_retrievers(retrieved))
    counts = _counts(texts.syllables, texts.owners, len(asked.syllables), count)
    text, heading = counts > 0, _counts(headings.syllables, headings.owners, len(asked.syllables), count) > 0
    weights, total = asked.weights, max(float(asked.weights.sum()), 1e-9)
    found["cov"] = weights @ (text | heading) / total
    found["covc"] = weights @ heading / total
    found["bm_s"] = weights @ _saturated(counts, texts.lengths, USUAL) / total
    found |= _of_pairs(asked, texts, headings, count)
    found |= _of_words(asked, texts, count)
    found |= _of_opening(asked, texts)
    found |= _of_windows(asked, texts, heading)
    found |= _of_nearness(asked, texts, headings)
    found["len"] = np.log1p(texts.lengths).astype(np.float32)
    found |= {f"{name}-": found[name] - found[name].max() for name in BEHIND}
    return {name: np.asarray(column, dtype=np.float32) for name, column in found.items()}


def _of_retrievers(retrieved: Retrieved) -> Mapping[str, Column]:
    zeros = np.zeros(retrieved.count, dtype=np.float32)
    return {"lex": retrieved.shares.get("lexical", zeros), "den": retrieved.shares.get("dense", zeros)}


def _counts(terms: NDArray[np.int32], owners: NDArray[np.int64], of: int, count: int) -> Matrix:
    """How often each candidate holds each term, shape ``(of, count)``."""
    known = terms >= 0
    codes = terms[known].astype(np.int64) * count + owners[known]
    return np.bincount(codes, minlength=of * count).reshape(of, count).astype(np.float32)


def _saturated(counts: Matrix, lengths: NDArray[np.int64], usual: float) -> Matrix:
    """BM25's share of a term's count."""
    return np.asarray(counts / (counts + K1 * (1 - B + B * lengths / usual)), dtype=np.float32)


def _pairs_at(asked: Asked, terms: NDArray[np.int32]) -> NDArray[np.int32]:
    """The question's pair that begins at each position, -1 for none."""
    size = len(asked.syllables)
    table = np.full(size * size + 1, -1, dtype=np.int32)
    for number, (left, right) in enumerate(asked.pairs):
        table[left * size + right] = number
    first, second = terms[:-1], terms[1:]
    codes = np.where((first >= 0) & (second >= 0), first * size + second, size * size)
    return np.append(table[codes], np.int32(-1)).astype(np.int32)


def _of_pairs(asked: Asked, texts: Sequences, headings: Sequences, count: int) -> Mapping[str, Column]:
    total = max(float(asked.pair_weights.sum()), 1e-9)
    at = _pairs_at(asked, texts.syllables)
    counts = _counts(at, texts.owners, len(asked.pairs), count)
    above = _counts(_pairs_at(asked, headings.syllables), headings.owners, len(asked.pairs), count)
    return {
        "covp": asked.pair_weights @ ((counts > 0) | (above > 0)) / total,
    }


def _of_words(asked: Asked, texts: Sequences, count: int) -> Mapping[str, Column]:
    total = max(float(asked.word_weights.sum()), 1e-9)
    counts = _counts(*texts.words, len(asked.words), count)
    return {
        "covw": asked.word_weights @ (counts > 0) / total,
        "bm_w": asked.word_weights @ _saturated(counts, texts.word_lengths, USUAL * 0.7) / total,
    }


def _of_opening(asked: Asked, texts: Sequences) -> Mapping[str, Column]:
    """How much of the question stands in the opening words, and how much of these is of the question."""
    places = texts.starts[:, None] + np.minimum(np.arange(HEAD), texts.lengths[:, None])
    terms = texts.syllables[places]  # Past the end stands the empty position.
    there = np.zeros((len(texts.starts), len(asked.weights) + 1), dtype=np.bool_)
    np.put_along_axis(there, np.where(terms >= 0, terms, len(asked.weights)).astype(np.int64), values=True, axis=1)
    return {
        "head8": there[:, :-1] @ asked.weights / max(float(asked.weights.sum()), 1e-9),
        "focus8": (terms >= 0).sum(axis=1) / np.minimum(HEAD, np.maximum(texts.lengths, 1)),
    }


def _windows(
    texts: Sequences, size: int, stride: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Where the windows of all candidates begin and end, and where those of each candidate begin among them."""
    rest = np.maximum(texts.lengths - size, 0)
    counts = -(-rest // stride) + 1
    firsts = np.cumsum(counts) - counts
    number: NDArray[np.int64] = np.arange(int(counts.sum()), dtype=np.int64) - np.repeat(firsts, counts)
    inside = np.minimum(number * stride, np.repeat(rest, counts))
    starts = np.repeat(texts.starts, counts) + inside
    return starts, starts + np.repeat(np.minimum(size, texts.lengths), counts), firsts


def _of_windows(asked: Asked, texts: Sequences, heading: NDArray[np.bool_]) -> Mapping[str, Column]:
    """Where the question's terms stand close together."""
    size = len(asked.weights)
    total = max(float(asked.weights.sum()), 1e-9)
    before = np.zeros((size, len(texts.syllables) + 1), dtype=np.int32)
    known = np.flatnonzero(texts.syllables >= 0)
    before[texts.syllables[known], known + 1] = 1
    np.cumsum(before, axis=1, out=before)
    starts, ends, firsts = _windows(texts, WINDOW, STRIDE)
    there = before[:, ends] > before[:, starts]
    coverage = asked.weights @ there / total
    owners = np.repeat(np.arange(len(firsts)), np.diff(np.append(firsts, len(starts))))
    best = np.maximum.reduceat(coverage, firsts)
    covered = asked.weights @ (there | heading[:, owners]) / total
    winner = firsts + _argmax(coverage, firsts, owners, best)
    pairs = _pairs_at(asked, texts.syllables)
    worth = np.zeros(len(pairs) + 1, dtype=np.float32)
    worth[1:] = np.where(pairs >= 0, np.append(asked.pair_weights, np.float32(0))[pairs], 0)
    np.cumsum(worth, out=worth)
    dense = worth[np.maximum(ends - 1, starts)] - worth[starts]
    return {
        "w30": best,
        "wc30": np.maximum.reduceat(covered, firsts),
        "wp30": np.maximum.reduceat(dense, firsts) / max(float(asked.pair_weights.sum()), 1e-9),
        "wpos": (starts[winner] - texts.starts) / np.maximum(texts.lengths, 1),
        "wfocus": (before[:, ends[winner]] - before[:, starts[winner]]).sum(axis=0)
        / np.maximum(ends[winner] - starts[winner], 1),
    }


def _argmax(values: Column, firsts: NDArray[np.int64], owners: NDArray[np.int64], best: Column) -> NDArray[np.int64]:
    """The place of the first best value in each stretch."""
    places = np.flatnonzero(values == best[owners])
    _, first = np.unique(owners[places], return_index=True)
    found: NDArray[np.int64] = places[first] - firsts
    return found


def _of_nearness(asked: Asked, texts: Sequences, headings: Sequences) -> Mapping[str, Column]:
    """Late interaction: the nearest form for each term of the question, weighted by idf."""
    weights, total = asked.weights, max(float(asked.weights.sum()), 1e-9)
    above = np.maximum.reduceat(headings.near, headings.starts, axis=1)
    inside = np.maximum.reduceat(texts.near, texts.starts, axis=1)
    both = np.maximum(inside, above)
    starts, ends, firsts = _windows(texts, WINDOW, NEAR_WINDOW)
    bounds = np.stack([starts, ends], axis=1).reshape(-1)
    owners = np.repeat(np.arange(len(firsts)), np.diff(np.append(firsts, len(starts))))
    window = np.maximum.reduceat(texts.near, bounds, axis=1)[:, ::2]
    return {
        "ms": weights @ inside / total,
        "msc": weights @ both / total,
        "msmin": both.min(axis=0, initial=1),
        "msw30": np.maximum.reduceat(weights @ window / total, firsts),
        "msw30c": np.maximum.reduceat(weights @ np.maximum(window, above[:, owners]) / total, firsts),
    }
