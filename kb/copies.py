"""Files that hold one document: a scan, its Word file and the PDF made of it become one directive with several sources.

Likely pairs come from the database (the same number and date, or a band of their sketches), :func:`kb.same_text.judge`
decides. The text that reads best stays; the other files are its sources. See :mod:`kb.sketch` for why numpy is enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kb import sketch
from kb.store.directives import best_first
from kb.store.keys import directive_id, number_key

if TYPE_CHECKING:
    from ingest.types import Directive
    from kb.store import Store

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Twin:
    """The directive that is the same document as another text; ``better``: it reads better than that."""

    ident: str
    better: bool


def recognised(directive: Directive) -> bool:
    """Whether some of a directive's text was recognised from pictures of its pages (OCR)."""
    return any(page.confidence is not None for page in directive.pages)


def twin(store: Store, directive: Directive, path: str, *, without: str | None = None) -> Twin | None:
    """The directive of the collection that a newly read one is a near-copy of.

    Args:
        store: the collection.
        directive: as read from ``path``, not stored yet.
        path: its file. What this file alone held before is another version, not another copy.
        without: the id of a directive that has lost its own files.

    Returns:
        ``None`` where there is none, and where it fits several that are not one.
    """
    from kb.same_text import judge, may_be_same

    own = directive_id(directive.text)[0]
    number = directive.header.number
    key = None if number is None else number_key(number)
    likely = store.copies.alike(key, directive.header.date, sketch.bands(sketch.sketch(directive.text)))
    same: dict[str, Directive] = {}
    for ident in likely:
        if ident in {own, without} or store.copies.exact(ident) <= {path}:
            continue
        text = store.directives.text(ident)
        if text is None or not may_be_same(directive.text, text):
            continue
        other = store.directives.get(ident)
        if other and judge(directive.text, other.text, ocr=recognised(directive) or recognised(other)).same:
            same[ident] = other
    if not same:
        return None
    for one, other in combinations(same.values(), 2):
        if not judge(one.text, other.text, ocr=recognised(one) or recognised(other)).same:
            return None
    ident, best = min(same.items(), key=lambda pair: _quality(pair[1], pair[1].source))
    return Twin(ident, _quality(best, best.source) < _quality(directive, path))


def note(store: Store, path: str, directive: str, own: str) -> None:
    """Remember whether a file holds the text of its directive, or a near-copy."""
    if directive == own:
        store.copies.drop([path])
    else:
        store.copies.put(path, directive, own)


def sketched(store: Store, ident: str, text: str) -> None:
    """Have near-copies of a directive found."""
    if not store.copies.sketched(ident):
        store.copies.sketch(ident, sketch.bands(sketch.sketch(text)))


def _quality(directive: Directive, path: str) -> tuple[object, ...]:
    """Sorts texts of one document: as written before recognised, Word before PDF, complete, with few unreadable words."""
    from ingest.vocabulary import accented_syllables

    words = _WORD.findall(directive.text.lower())
    syllables = accented_syllables()
    unread = sum(word not in syllables for word in words) if syllables else 0
    letters = sum(map(len, words))
    return (recognised(directive), best_first(path)[0], -letters, unread, best_first(path))
