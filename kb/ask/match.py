"""How far a text covers the content words of a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.text import RAISED, fold
from ingest.vocabulary import accented_words
from kb.ask.terms import SHORT_ABBREVIATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
INSIDE = 0.7
"""One syllable that stands in the text as a part of another word only ("đồng" in "hội đồng"), not as its head."""
ASIDE = 0.3
"""What a word counts that stands in a clause which asks nothing."""
WEAK = 0.25
"""What a word that nearly every directive holds counts, beside one that tells something."""


@dataclass(frozen=True, slots=True)
class View:
    """A text ready for matching: its syllables, folded and with diacritics, each between spaces.

    Attributes:
        far: it is long and of many matters, so that syllables which stand apart in it say nothing.
        name: it is the name of an organ: "lao động" in it does not speak of workers.
    """

    folded: str
    accented: str
    initials: str
    far: bool = False
    name: bool = False

    @classmethod
    def of(cls, text: str, *, far: bool = False, name: bool = False) -> View:
        """Prepare a text.

        >>> View.of("Kết nạp 02 đoàn viên").folded
        ' ket nap 2 doan vien '
        """
        rounded = _PER.sub(r" một \1", _MILLIONS.sub(_in_words, text))
        syllables = [_plain(match.group()) for match in _SYLLABLE.finditer(rounded)]
        accented = " ".join(syllables).lower()
        plain = fold(accented)
        words = [word for word in plain.split() if word not in _BETWEEN]
        return cls(f" {plain} ", f" {accented} ", "".join(word[0] for word in words), far, name)

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
    best = 0.0
    if view.has(typed):
        best = _typed(term, view)
        if best == 1.0:
            return best
    if term.initials and len(term.initials) > 2 and term.initials in view.initials:
        best = max(best, INITIALS)
    if len(term.initials) == SHORT_ABBREVIATION and any(view.has(form) for form in term.forms[1:]):
        best = max(best, GUESSED)
    in_name = view.name and len(typed) > 1  # an abbreviation is one, and stands for the name
    if best < SYNONYM and not in_name and any(_stands(form, view) for form in term.others):
        best = SYNONYM
    if best < APART and len(typed) > 1 and not view.far and _all_apart(term, view):
        best = APART
    return best


def _typed(term: Term, view: View) -> float:
    """How well a text holds a word whose folded syllables stand in it side by side."""
    typed = term.forms[0]
    if term.accented is None:
        return 1.0
    if view.has_accented(term.accented):
        return 1.0 if len(typed) > 1 or _begins_word(term.accented[0], view) else INSIDE
    if len(typed) == 1:
        return UNTYPED if term.loose else OTHER_TONES_SINGLE
    if "_".join(term.accented) not in accented_words():
        return OTHER_TONES
    # "công nhân" and "công nhận" are both words: that the one was meant by the other is no slip.
    said = {form for form in _forms(typed, view) if form != term.accented}
    return OTHER_TONES_SINGLE if all("_".join(form) in accented_words() for form in said) else OTHER_TONES


def _forms(typed: Gram, view: View) -> Iterator[Gram]:
    """The syllables, with their diacritics, where a text holds them folded."""
    plain, accented = view.folded.split(), view.accented.split()
    for start in range(len(plain) - len(typed) + 1):
        if tuple(plain[start : start + len(typed)]) == typed:
            yield tuple(accented[start : start + len(typed)])


def _stands(form: Gram, view: View) -> bool:
    """Whether a synonym stands in a text, one of a single syllable as a word of its own."""
    return view.has_accented(form) and (len(form) > 1 or form[0] in words_of(view.accented))


def _begins_word(syllable: str, view: View) -> bool:
    """Whether a syllable is a word of a text, or the first of one: "tiền mặt" is a kind of "tiền"."""
    return any(word == syllable or word.startswith(f"{syllable}_") for word in words_of(view.accented))


@lru_cache(maxsize=20_000)
def words_of(accented: str) -> frozenset[str]:
    """The words of a text by longest match over those of the language, syllables joined by ``_``.

    >>> sorted(words_of("hội đồng chi 5 triệu đồng"))
    ['5', 'chi', 'hội_đồng', 'triệu', 'đồng']
    """
    syllables = accented.split()
    known = accented_words()
    found = set()
    start = 0
    while start < len(syllables):
        for length in range(min(LONGEST_WORD, len(syllables) - start), 0, -1):
            word = "_".join(syllables[start : start + length])
            if length == 1 or word in known:
                found.add(word)
                start += length
                break
    return frozenset(found)


LONGEST_WORD = 4
"""Syllables of the longest word of the language that is looked for."""


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
