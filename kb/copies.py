"""Files that hold one document: a scan, its Word file and the PDF made of it become one directive with several sources.

Likely pairs come from the database (a signature in common, and the same number and date, or a band of their sketches),
:func:`kb.same_text.judge` decides. The text that reads best stays; the other files are its sources. See :mod:`kb.sketch` for
why numpy is enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from kb import fingerprints, sketch
from kb.store.directives import best_first
from kb.store.keys import directive_id, number_key

if TYPE_CHECKING:
    from ingest.types import Directive
    from kb.same_text import Text
    from kb.store import Store

_WORD = re.compile(r"[^\W\d_]+")
_HOW = "signatures"
"""Under this name the database remembers which code and data its signatures come from."""


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
    from kb.same_text import Text

    own = directive_id(directive.text)[0]
    number = directive.header.number
    key = None if number is None else number_key(number)
    read = _Copy(Text(directive.text), directive.text, path, recognised(directive))
    found = _found(directive.text, recognised=read.recognised)
    likely = store.copies.alike(key, directive.header.date, found.bands, found.wanted)
    same: dict[str, _Copy] = {}
    for ident in likely:
        if ident in {own, without} or store.copies.exact(ident) <= {path}:
            continue
        known = store.directives.printed(ident)
        if known and read.same(other := _Copy(Text(known[0]), *known)):
            same[ident] = other
    if not same or not all(one.same(other) for one, other in combinations(same.values(), 2)):
        return None
    ident, best = min(same.items(), key=lambda pair: pair[1].quality)
    return Twin(ident, best.quality < read.quality)


@dataclass(frozen=True, slots=True)
class _Found:
    """By which a text is found, and finds others.

    Attributes:
        bands: of its sketch.
        kept, wanted: see :class:`kb.signatures.Signatures`.
    """

    bands: list[int]
    kept: frozenset[int]
    wanted: frozenset[int]


@lru_cache(maxsize=1)  # A directive is looked for, and stored a moment later.
def _found(text: str, *, recognised: bool) -> _Found:
    from kb.same_text import Text
    from kb.signatures import signatures

    signed = signatures(Text(text), recognised=recognised)
    return _Found(sketch.bands(sketch.sketch(text)), signed.kept, signed.wanted)


@dataclass(frozen=True)
class _Copy:
    """A text that may be a copy of another, and how it was read."""

    words: Text
    text: str
    path: str
    recognised: bool

    def same(self, other: _Copy) -> bool:
        return self.words.same(other.words, ocr=self.recognised or other.recognised)

    @cached_property
    def quality(self) -> tuple[object, ...]:
        """Sorts texts of one document: as written before recognised, Word before PDF, complete, with few unreadable words."""
        from ingest.vocabulary import accented_syllables

        words = _WORD.findall(self.text.lower())
        syllables = accented_syllables()
        unread = sum(word not in syllables for word in words) if syllables else 0
        letters = sum(map(len, words))
        return (self.recognised, best_first(self.path)[0], -letters, unread, best_first(self.path))


def note(store: Store, path: str, directive: str, own: str) -> None:
    """Remember whether a file holds the text of its directive, or a near-copy."""
    if directive == own:
        store.copies.drop([path])
    else:
        store.copies.put(path, directive, own)


def sketched(store: Store, ident: str, text: str, *, recognised: bool) -> None:
    """Have near-copies of a directive found."""
    found = _found(text, recognised=recognised)
    store.copies.sketch(ident, found.bands, found.kept)


def complete(store: Store) -> None:
    """Have near-copies found also of what an older version has stored."""
    if store.meta(_HOW) != fingerprints.signatures():
        store.copies.unsign()
        store.set_meta(_HOW, fingerprints.signatures())
    for ident in store.copies.unsigned():
        known = store.directives.printed(ident)
        if known is not None:
            sketched(store, ident, known[0], recognised=known[2])
