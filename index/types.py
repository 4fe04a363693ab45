"""The nouns of search. ``index`` is handed passages and returns hits; it opens no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a directive that can be found and cited.

    The passages of one directive tile its text: no character that is not white space is lost, none is in two.

    Attributes:
        id: content address, hex; the same piece of the same text always has the same id.
        document: id of the directive (for evaluation: of the BEIR document).
        start, end: offsets in the directive's text; ``directive.text[start:end] == text``.
        text: exactly what is shown.
        kind: ``header``, ``bases``, ``body`` or ``closing``.
        section: labels of the enclosing sections joined by dots, ``III.2``; ``None`` outside of sections.
        page: page on which the passage starts, ``None`` where the source has no pages.
        context: headings above the passage and the directive's title, indexed with it but never shown as it.
        words: ``text`` segmented by underthesea, words joined by ``_``; empty when not segmented.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    kind: str = "body"
    section: str | None = None
    page: int | None = None
    context: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something beside the passages that is found by its words: an instrument.

    Attributes:
        id: what a search returns.
        text: what it is: number, type, issuer, subject.
        context: the words of the passages that cite it.
    """

    id: str
    text: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search returned.

    Attributes:
        passage: its id.
        score: fused score, higher is better, comparable within one query only.
        ranks: rank (from 1) in each retriever that returned it.
        scores: raw score of each retriever: ``lexical`` (BM25), ``dense`` (cosine).
    """

    passage: str
    score: float
    ranks: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
