"""Whether two texts are copies of one document, or two documents: drafts that differ in one word are never one.

Both texts are walked side by side, word by word. What may differ is little and listed: white space, punctuation, the place
of a tone, case, a hyphen at a line's end, numbers of pages, and, where one text was recognised from a picture, letters that
a scanner mistakes, inside one word that makes no sense otherwise. Everything else is a difference, and one is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import product

from ingest.lexicon import load
from ingest.text import fold, normalise
from ingest.vocabulary import accented_syllables, accented_words

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[%‰°$€<>=≤≥±×²³½¼¾☐☑☒✓✗√]|\+(?=\s?\d)")
_BETWEEN = re.compile(r"\S")
_PAGE = re.compile(r"[ \t]*(?:[-–—(\[]\s*)?(?:[Tt]rang\s+|TRANG\s+)?(\d{1,4})(?:\s*/\s*\d{1,4})?(?:\s*[-–—)\]])?[ \t]*")
_TORN = re.compile(r"[\s\-\u2010\u2011]*")
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-"})
_PIECES = 8
"""Pieces into which white space may tear one word ("TT-BL ĐTBXH", "n ăm")."""
_RESYNC, _PROOF = 12, 3
"""Words after which a difference has to be over, and equal words that prove it."""
_MOST_LISTED = 20
_MOST_SLIPS = 0.08
"""The share of a text's words that a scanner may have misread; more, and nobody can tell what it says."""


class Verdict(Enum):
    """What two texts are to one another."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the one text that stand for words of the other; either may be empty. ``slip``: a scanner's, allowed."""

    one: str
    other: str
    slip: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and the differences that were found; of two documents at most the first ones."""

    verdict: Verdict
    differences: tuple[Difference, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the two are copies of one document."""
        return self.verdict is Verdict.SAME


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, a number or a sign.

    Attributes:
        key: as it is compared.
        shown: as printed.
        gap: what stands between the one before and this, joined: white space left out, but between two numbers.
        torn: only white space or a hyphen stands before it, so that it may be a piece of the word before.
        opens: it begins a line or a sentence.
        shouted: its line is printed in capitals, and is no name of a person.
    """

    key: str
    shown: str
    gap: str
    torn: bool
    opens: bool
    shouted: bool


def figures(text: str) -> frozenset[str]:
    """The digits of a text in their order, with the numbers of its pages and without them."""
    pages = _page_numbers(text)
    texts = (text, _without(text, pages)) if pages else (text,)
    return frozenset("".join(filter(str.isdecimal, one)) for one in texts)


def may_be_same(a: str, b: str) -> bool:
    """Whether :func:`judge` may say so: the digits are the same. Many times quicker than judging.

    >>> may_be_same("đạt 98% trở lên", "đạt 89% trở lên"), may_be_same("Kế hoạch 5", "Ke hoach 5")
    (False, True)
    """
    return not figures(a).isdisjoint(figures(b))


def judge(a: str, b: str, *, ocr: bool = False) -> Judgement:
    """Compare two texts.

    Args:
        a: a directive's text.
        b: another's.
        ocr: one of them was recognised from a picture.

    Returns:
        ``SAME`` or ``DIFFERENT``, whichever comes first.

    >>> judge("Uỷ ban, ngày 12/12/2013", "ỦY BAN ngày 12 / 12 / 2013;").verdict.name
    'SAME'
    >>> found = judge("đạt 98% trở lên", "đạt 89% trở lên")
    >>> found.verdict.name, found.differences
    ('DIFFERENT', (Difference(one='98', other='89', slip=False),))
    """
    one, other = _words(a), _words(b)
    if [(word.key, word.gap) for word in one] == [(word.key, word.gap) for word in other]:
        return Judgement(Verdict.SAME)
    pages = _page_numbers(a), _page_numbers(b)
    if bool(pages[0]) != bool(pages[1]):  # On one side only: where both have them, they are compared.
        one = _words(_without(a, pages[0]))
        other = _words(_without(b, pages[1]))
    found: list[Difference] = []
    slips = 0
    for difference in _differences(one, other, ocr=ocr):
        found.append(difference)
        slips += difference.slip
        if len(found) >= _MOST_LISTED and not all(item.slip for item in found):
            break
    most = max(1.0, _MOST_SLIPS * min(len(one), len(other)))
    same = all(item.slip for item in found) and slips <= most
    return Judgement(Verdict.SAME if same else Verdict.DIFFERENT, tuple(found[:_MOST_LISTED]))


# -- words ------------------------------------------------------------------------------------------------------------


def _words(text: str) -> list[_Word]:
    plain = normalise(text).translate(_DASHES)
    found: list[_Word] = []
    shouted = _shouted(plain)
    end = 0
    for match in _TOKEN.finditer(plain):
        between = plain[end : match.start()]
        key = match.group().lower()
        after_number = bool(found) and found[-1].key[0].isdecimal() and key[0].isdecimal()
        opens = not found or "\n" in between or bool(re.search(r"[.:;!?•+“\"(]|(?:^|\s)-\s", between))
        gap = "".join(_BETWEEN.findall(between)) or " " if after_number else ""
        torn = _TORN.fullmatch(between) is not None
        found.append(
            _Word(key, match.group(), gap, torn, opens, any(at <= match.start() < stop for at, stop in shouted))
        )
        end = match.end()
    return found


def _shouted(text: str) -> list[tuple[int, int]]:
    """The lines in capitals, but for names of persons."""
    families = {name.lower() for name in load("people")["family_names"]}
    found = []
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        first = line.lower().split()[:1]
        if line.isupper() and not (first and first[0] in families):
            found.append(match.span())
    return found


def _page_numbers(text: str) -> tuple[int, ...]:
    """The lines that hold nothing but the number of a page: they count up one by one, and there are several."""
    lines = [(at, int(match[1])) for at, line in enumerate(text.split("\n")) if (match := _PAGE.fullmatch(line))]
    numbers = [number for _, number in lines]
    if len(numbers) < 2 or numbers[0] not in {1, 2} or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return ()
    return tuple(at for at, _ in lines)


def _without(text: str, lines: Sequence[int]) -> str:
    gone = set(lines)
    return "\n".join(line for at, line in enumerate(text.split("\n")) if at not in gone)


# -- side by side -----------------------------------------------------------------------------------------------------


def _differences(one: Sequence[_Word], other: Sequence[_Word], *, ocr: bool) -> Iterator[Difference]:
    i = j = 0
    while i < len(one) and j < len(other):
        if one[i].key == other[j].key and one[i].gap == other[j].gap:
            i, j = i + 1, j + 1
        elif joined := _joined(one, i, other, j):
            i, j = i + joined[0], j + joined[1]
        elif ocr and _is_slip(one, i, other, j):
            yield Difference(one[i].shown, other[j].shown, slip=True)
            i, j = i + 1, j + 1
        else:
            left, right = _resynced(one, i, other, j)
            yield Difference(_shown(one[i : i + left]), _shown(other[j : j + right]))
            i, j = i + left, j + right
    if i < len(one) or j < len(other):
        yield Difference(_shown(one[i:]), _shown(other[j:]))


def _joined(one: Sequence[_Word], i: int, other: Sequence[_Word], j: int) -> tuple[int, int] | None:
    """How many words here and there spell the same letters, torn at other places; numbers are never torn."""
    left, right = one[i].key, other[j].key
    m = n = 1
    while left != right:
        short, words, at = (left, one, i + m) if len(left) < len(right) else (right, other, j + n)
        long = right if short is left else left
        if not long.startswith(short) or at >= len(words) or not words[at].torn or m + n > _PIECES:
            return None
        if not (words[at].key.isalpha() and short.isalpha()):
            return None
        if words is one and short is left:
            left, m = left + words[at].key, m + 1
        else:
            right, n = right + words[at].key, n + 1
    return (m, n) if m + n > 2 else None


def _resynced(one: Sequence[_Word], i: int, other: Sequence[_Word], j: int) -> tuple[int, int]:
    """How many words here and there differ, before the same words go on."""
    for total in range(1, 2 * _RESYNC):
        for left in range(min(total, _RESYNC) + 1):
            right = total - left
            ahead, behind = one[i + left : i + left + _PROOF], other[j + right : j + right + _PROOF]
            at_end = i + left >= len(one) and j + right >= len(other)
            if at_end or (ahead and [word.key for word in ahead] == [word.key for word in behind]):
                return left, right
    return len(one) - i, len(other) - j


def _shown(words: Sequence[_Word]) -> str:
    text = " ".join(word.shown for word in words)
    return text if len(text) <= 200 else text[:200] + " …"


# -- what a scanner misreads --------------------------------------------------------------------------------------------


def _is_slip(one: Sequence[_Word], i: int, other: Sequence[_Word], j: int) -> bool:
    left, right = one[i], other[j]
    if _is_name(one, i) or _is_name(other, j):
        return False
    before = _neighbour(one, i, -1), _neighbour(other, j, -1)
    after = _neighbour(one, i, 1), _neighbour(other, j, 1)
    return slip(left.key, right.key, before=before, after=after)


def _neighbour(words: Sequence[_Word], at: int, step: int) -> str:
    """The word beside another in the same sentence and line."""
    beside = at + step
    if not 0 <= beside < len(words) or words[max(at, beside)].opens:
        return ""
    return words[beside].key


def slip(one: str, other: str, *, before: tuple[str, str] = ("", ""), after: tuple[str, str] = ("", "")) -> bool:
    """Whether one word may be a misread copy of another, both in lower case; before and after are their neighbours.

    Only where one of the two makes more sense: a slip that happens to be as good a word where it stands may be another
    draft's word. Where more than marks is misread, the other has to be no syllable at all.

    >>> slip("kê", "kế", after=("hoạch", "hoạch")), slip("bán", "bạn", after=("hàng", "hàng"))
    (True, False)
    """
    if not one.isalpha() or not other.isalpha():
        return False
    left, right = _sense(one, before[0], after[0]), _sense(other, before[1], after[1])
    if min(left, right) and {one, other} & _guarded():
        return False
    if fold(one) == fold(other):
        return left != right
    return min(left, right) == 0 < max(left, right) and bool(_shapes(fold(one)) & _shapes(fold(other)))


def _is_name(words: Sequence[_Word], at: int) -> bool:
    """A capital inside a line that is no line of capitals: the name of a person, an organ or a place, or an abbreviation."""
    shown = words[at].shown
    if not shown[0].isupper():
        return False
    if words[at].shouted:
        return False
    if shown.isupper() and len(shown) > 1:
        return True
    # Also at the beginning of a line, where another capital goes on: a signature.
    follows = at + 1 < len(words) and not words[at + 1].opens and words[at + 1].shown[:1].isupper()
    return not words[at].opens or follows


def _shapes(word: str) -> set[str]:
    """The word, and what it becomes when one group of letters is taken for another."""
    found = {word}
    for group in load("likeness")["confused"]:
        for seen, meant in product(map(fold, group), repeat=2):
            at = word.find(seen) if seen != meant else -1
            while at >= 0:
                found.add(word[:at] + meant + word[at + len(seen) :])
                at = word.find(seen, at + 1)
    return found


def _sense(word: str, before: str, after: str) -> int:
    """2: it makes up a word with a neighbour; 1: it is a syllable of the language; 0: it is none."""
    words = accented_words()
    if f"{before}_{word}" in words or f"{word}_{after}" in words:
        return 2
    return int(word in accented_syllables())


@cache
def _guarded() -> frozenset[str]:
    return frozenset(load("likeness")["guarded"])
