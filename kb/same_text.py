"""Whether two texts are copies of one document, or two documents: drafts that differ in one word are never one.

Both texts are walked side by side, word by word. What may differ is little and listed: white space, punctuation, the place
of a tone, case, a hyphen at a line's end, bullets, numbers of pages, and, where one text was recognised from a picture, letters that
a scanner mistakes, inside one word that makes no sense otherwise. Everything else is a difference, and one is enough.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from itertools import product

from ingest.lexicon import load
from ingest.text import fold, normalise
from ingest.vocabulary import accented_syllables, accented_words

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_SIGNS = frozenset({"So", "Sm", "Sc", "Co"})
"""Categories of Unicode whose characters say something; Co: what symbol fonts of Word put in the place of a box."""
_CHOICES = frozenset("☐☑☒✓✔✗✘□○◯◉◎◻▢❏❑⬜\uf06f\uf071\uf072\uf0a8\uf0fb\uf0fc\uf0fd\uf0fe")
"""Marks of a choice that was made, or was not: they count also where another sign is only the bullet of a line."""
ALWAYS_SIGNS = _CHOICES | frozenset("%‰")
"""Signs that say something wherever they stand."""
_BEFORE_NUMBER = re.compile(r"[ ]?\d")
_BETWEEN = re.compile(r"\S")
_OPENS = re.compile(r"[\n.:;!?•“\"(]|(?:^|\s)[-+]\s")
_PAGE = re.compile(r"[ \t]*(?:[-–—(\[]\s*)?(?:[Tt]rang\s+|TRANG\s+)?(\d{1,4})(?:\s*/\s*\d{1,4})?(?:\s*[-–—)\]])?[ \t]*")
_TORN = re.compile(r"[\s\-\u2010\u2011]*")
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-"})
_PAGE_LINES = 15
"""Lines of text that at least stand between the numbers of two pages; nearer ones are values."""
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


class Text:
    """A text that is to be compared with others: its words are found once."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def printed(self) -> frozenset[str]:
        """The text with the numbers of its pages and without them."""
        return frozenset({self._text, _without(self._text, self._pages)})

    @cached_property
    def figures(self) -> frozenset[str]:
        """The digits in their order, with the numbers of pages and without them."""
        return frozenset("".join(filter(str.isdecimal, one)) for one in self.printed)

    def same(self, other: Text, *, ocr: bool = False) -> bool:
        """What :func:`judge` says, found out more quickly: the first difference ends it."""
        if self.figures.isdisjoint(other.figures):
            return False
        one, another = self._beside(other)
        most = _most_slips(one, another)
        for slips, difference in enumerate(_differences(one, another, ocr=ocr, listed=False), 1):
            if not difference.slip or slips > most:
                return False
        return True

    def judged(self, other: Text, *, ocr: bool) -> Judgement:
        """See :func:`judge`."""
        one, another = self._beside(other)
        found: list[Difference] = []
        slips = 0
        for difference in _differences(one, another, ocr=ocr):
            found.append(difference)
            slips += difference.slip
            if len(found) >= _MOST_LISTED and not all(item.slip for item in found):
                break
        same = all(item.slip for item in found) and slips <= _most_slips(one, another)
        return Judgement(Verdict.SAME if same else Verdict.DIFFERENT, tuple(found[:_MOST_LISTED]))

    @cached_property
    def _pages(self) -> tuple[int, ...]:
        return _page_numbers(self._text)

    @cached_property
    def _words(self) -> list[_Word]:
        return _words(self._text)

    @cached_property
    def _unpaged(self) -> list[_Word]:
        return _words(_without(self._text, self._pages)) if self._pages else self._words

    def _beside(self, other: Text) -> tuple[list[_Word], list[_Word]]:
        """The words that are compared: numbers of pages only where both have them, or they are alike with them."""
        if bool(self._pages) == bool(other._pages) or _alike(self._words, other._words):
            return self._words, other._words
        return self._unpaged, other._unpaged


def _alike(one: Sequence[_Word], other: Sequence[_Word]) -> bool:
    return [(word.key, word.gap) for word in one] == [(word.key, word.gap) for word in other]


def _most_slips(one: Sequence[_Word], other: Sequence[_Word]) -> float:
    return max(1.0, _MOST_SLIPS * min(len(one), len(other)))


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
    return Text(a).judged(Text(b), ocr=ocr)


# -- words ------------------------------------------------------------------------------------------------------------


def _words(text: str) -> list[_Word]:
    plain = normalise(text).translate(_DASHES)
    found: list[_Word] = []
    shouted = _shouted(plain)
    line = end = 0
    for match in _TOKEN.finditer(plain):
        start, key = match.start(), match.group().lower()
        if not key[0].isalnum() and not _is_sign(plain, start, after_number=bool(found) and found[-1].key.isdecimal()):
            continue
        between = plain[end:start]
        while line < len(shouted) and shouted[line][1] <= start:
            line += 1
        after_number = bool(found) and found[-1].key[0].isdecimal() and key[0].isdecimal()
        opens = not found or found[-1].key == "+" or _OPENS.search(between) is not None
        gap = "".join(_BETWEEN.findall(between)) or " " if after_number else ""
        torn = _TORN.fullmatch(between) is not None
        in_capitals = line < len(shouted) and shouted[line][0] <= start
        found.append(_Word(key, match.group(), gap, torn, opens, in_capitals))
        end = match.end()
    return found


def _is_sign(text: str, at: int, *, after_number: bool) -> bool:
    """Whether a character that is no letter and no digit says something; between two numbers every one does anyway.

    >>> [_is_sign(text, at, after_number=False) for text, at in (("-5 độ", 0), ("- 5 độ", 0), ("a → b", 2), ("● a", 0))]
    [True, False, True, False]
    """
    char = text[at]
    if char in ALWAYS_SIGNS:
        return True
    begins = not text[text.rfind("\n", 0, at) + 1 : at].strip(" |")
    if char == "+":
        return not begins or _BEFORE_NUMBER.match(text, at + 1) is not None
    if char == "-":
        if after_number or text[at - 1 : at].isalnum() or not _BEFORE_NUMBER.match(text, at + 1):
            return False
        return not (begins and text[at + 1] == " ")
    kind = unicodedata.category(char)
    # The bar stands between the cells of a table.
    return char != "|" and kind in _SIGNS and not (begins and kind in {"So", "Co"})


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
    """The lines that hold nothing but the number of a page: they count up one by one, with a page's text between them."""
    numbers: list[int] = []
    lines: list[int] = []
    between = _PAGE_LINES
    for at, line in enumerate(text.split("\n")):
        if (match := _PAGE.fullmatch(line)) is None:
            between += bool(line.strip())
            continue
        if between < _PAGE_LINES:
            return ()
        numbers.append(int(match[1]))
        lines.append(at)
        between = 0
    counted = (
        len(numbers) > 1 and numbers[0] in {1, 2} and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )
    return tuple(lines) if counted else ()


def _without(text: str, lines: Sequence[int]) -> str:
    gone = set(lines)
    return "\n".join(line for at, line in enumerate(text.split("\n")) if at not in gone)


# -- side by side -----------------------------------------------------------------------------------------------------


def _differences(
    one: Sequence[_Word], other: Sequence[_Word], *, ocr: bool, listed: bool = True
) -> Iterator[Difference]:
    """What differs; with ``listed`` not set, the first difference that is no slip ends it, whatever goes on after it."""
    i = j = 0
    while i < len(one) and j < len(other):
        if one[i].key == other[j].key and one[i].gap == other[j].gap:
            i, j = i + 1, j + 1
        elif joined := _joined(one, i, other, j):
            i, j = i + joined[0], j + joined[1]
        elif ocr and _is_slip(one, i, other, j):
            yield Difference(one[i].shown, other[j].shown, slip=True)
            i, j = i + 1, j + 1
        elif not listed:
            yield Difference(one[i].shown, other[j].shown)
            return
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
