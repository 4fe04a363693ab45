"""How far a text covers the content words of a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.text import RAISED, fold
from kb.ask.terms import SHORT_ABBREVIATION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kb.ask.language import Gram
    from kb.ask.terms import Term

_SYLLABLE = re.compile(rf"\d+(?:[.,]\d+)*|[^\W\d_{RAISED}]+", re.UNICODE)

OTHER_TONES = 0.9
"""A word of two syllables or more whose diacritics differ from the typed ones: most likely a slip."""
OTHER_TONES_SINGLE = 0.3
"""One syllable with other diacritics is usually another word ("cơ", "có")."""
UNTYPED = 0.7
"""One syllable typed without diacritics in a question that has some elsewhere."""
SYNONYM = 0.85
GUESSED = 0.65
"""An abbreviation of two letters that the lexicon does not know, and a word of the collection with these initials."""
INITIALS = 0.85
"""An abbreviation that the lexicon does not know, and words with just these initials."""
APART = 0.45
"""All syllables of the word stand in the text, but not side by side."""
ASIDE = 0.3
"""What a word counts that stands in a clause which asks nothing."""
WEAK = 0.25
"""What a word that nearly every directive holds counts, beside one that tells something."""


@dataclass(frozen=True, slots=True)
class View:
    """A text ready for matching: its syllables, folded and with diacritics, each between spaces."""

    folded: str
    accented: str
    initials: str

    @classmethod
    def of(cls, text: str) -> View:
        """Prepare a text.

        >>> View.of("Kết nạp 02 đoàn viên").folded
        ' ket nap 2 doan vien '
        """
        rounded = _PER.sub(r" một \1", _MILLIONS.sub(_in_words, text))
        syllables = [_plain(match.group()) for match in _SYLLABLE.finditer(rounded)]
        accented = " ".join(syllables).lower()
        plain = fold(accented)
        words = [word for word in plain.split() if word not in _BETWEEN]
        return cls(f" {plain} ", f" {accented} ", "".join(word[0] for word in words))

    def has(self, gram: Gram) -> bool:
        """Whether the folded syllables stand side by side."""
        return f" {' '.join(gram)} " in self.folded

    def has_accented(self, gram: Gram) -> bool:
        """Whether the syllables stand side by side with these very diacritics."""
        return f" {' '.join(gram)} " in self.accented


_MILLIONS = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{3})?)((?:\.000){2,3})(?![\d.])")


_PER = re.compile(r"/\s*(năm|tháng|quý|tuần|ngày)(?!\w)")
"""02 mô hình/năm is said "một năm"."""


def _in_words(match: re.Match[str]) -> str:
    """5.000.000 is "5 triệu", as people ask for it."""
    return f"{match.group(1)} {'triệu' if len(match.group(2)) == len('.000') * 2 else 'tỷ'}"


_BETWEEN = frozenset({"va", "cua", "cac", "voi"})
"""Words that an abbreviation leaves out: GSPBXH is "giám sát và phản biện xã hội"."""


def _plain(syllable: str) -> str:
    return syllable.lstrip("0") or "0" if syllable.isdigit() else syllable


def degree(term: Term, view: View) -> float:
    """How well a text holds a word, 0 to 1."""
    typed = term.forms[0]
    if view.has(typed):
        if term.accented is None or view.has_accented(term.accented):
            return 1.0
        best = OTHER_TONES if len(typed) > 1 else (UNTYPED if term.loose else OTHER_TONES_SINGLE)
    else:
        best = 0.0
    if term.initials and len(term.initials) > 2 and term.initials in view.initials:
        best = max(best, INITIALS)
    if len(term.initials) == SHORT_ABBREVIATION and any(view.has(form) for form in term.forms[1:]):
        best = max(best, GUESSED)
    if best < SYNONYM and any(view.has_accented(form) for form in term.others):
        best = SYNONYM
    if best < APART and len(typed) > 1 and _all_apart(term, view):
        best = APART
    return best


def _all_apart(term: Term, view: View) -> bool:
    if term.accented is not None:
        return all(view.has_accented((syllable,)) for syllable in term.accented)
    return all(view.has((syllable,)) for syllable in term.forms[0])


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of a question's weight that a text holds, and the words that it lacks."""

    share: float
    missing: tuple[Term, ...]


def coverage(terms: Sequence[Term], views: Sequence[tuple[View, float]], weight: Callable[[Term], float]) -> Coverage:
    """Weighted share of the words that the views hold; each view counts with its own factor, the best one wins."""
    total = held = 0.0
    missing = []
    for term in terms:
        rarity = weight(term) * (ASIDE if term.aside and not term.entity else 1.0)
        best = max((factor * degree(term, view) for view, factor in views), default=0.0)
        total += rarity
        held += rarity * best
        if best < APART:
            missing.append(term)
    return Coverage(held / total if total else 0.0, tuple(missing))
