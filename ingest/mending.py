"""Text of a PDF whose syllables are torn ("n ăm", "NĐ-C P") or whose marks stand apart ("Quye ˆ´ t"), put together.

Pieces are joined only where the whole is a syllable or a known abbreviation and the pieces are not all words as they
stand. Digits are never changed, and never joined to anything. What cannot be mended is counted, so that a page can be
read in another way (:func:`ingest.legibility.legible`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from ingest.citations.tables import organ_codes, type_codes
from ingest.legibility import Kind, before_letters, kind, legible
from ingest.lexicon import load
from ingest.syllables import is_syllable, weight
from ingest.vocabulary import accented_words

_CACHED = 1 << 16
_LONGEST = 9  # letters of a syllable (nghiêng) or of the code of an organ (VKSNDTC) that is put together
_DAMAGED = 3  # joins on a page, the doubtful ones counted, from which it is held to be damaged: whole ones have none


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after repair.

    Attributes:
        text: in NFC where something was mended, otherwise as given.
        repaired: words that were put together or had a letter put right, as a share of all, 0 to 1.
        broken: share of the words that are still none, 0 to 1: ``1 - legible(text)``.
    """

    text: str
    repaired: float
    broken: float


def mend(text: str) -> Mended:
    """Put torn syllables and detached marks together.

    >>> mend("Ngh ị đị nh s ố 51/2016/N Đ-CP c ủa Chính ph ủ").text
    'Nghị định số 51/2016/NĐ-CP của Chính phủ'
    >>> mend("tại điểm c khoản 2, vitamin B ở tòa án").repaired
    0.0
    """
    whole, changed = _letters_mended(text)
    words = [match.span() for match in _RUN.finditer(whole)]
    joined = _joined(whole, words, doubtful=True)
    if sum(len(word.spaces) for word in joined if not word.ascii) < _DAMAGED:
        joined = _joined(whole, words, doubtful=False)
    spaces = [space for word in joined for space in word.spaces]
    for start, end in reversed(spaces):
        whole = whole[:start] + whole[end:]
    left = len(words) - len(spaces)
    return Mended(whole, min(1.0, (changed + len(joined)) / left) if left else 0.0, 1.0 - legible(whole))


# -- letters and marks -----------------------------------------------------------------------------------------------

_RUN = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"[ \xa0]{1,2}")


@cache
def _lookalikes() -> tuple[re.Pattern[str], dict[int, str]]:
    table = {ord(char): letter for char, letter in load("mending")["letters"].items()}
    return re.compile(f"[{''.join(map(chr, table))}]"), table


@cache
def _signs() -> re.Pattern[str]:
    signs = "".join(re.escape(sign) for sign in load("mending")["marks"])
    return re.compile(rf"[{signs}\u0300-\u0303\u0306\u0309\u031b\u0323]")


@cache
def _detached() -> re.Pattern[str]:
    # A vowel, signs that belong onto it, each perhaps after a space, and the rest of the syllable.
    mark = rf"(?:[ ]?{_signs().pattern})"
    return re.compile(rf"(?P<head>[^\W\d_]*[aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ])(?P<marks>{mark}+)(?P<tail>[ ]?[^\W\d_]*)")


def _letters_mended(text: str) -> tuple[str, int]:
    """The text with letters put right one for one and marks put on, and how many words that changed."""
    count = 0
    pattern, table = _lookalikes()

    def letter(match: re.Match[str]) -> str:
        nonlocal count
        word, better = match.group(), match.group().translate(table)
        if word == better or is_syllable(word) or not (is_syllable(better) or (len(better) > 1 and _is_code(better))):
            return word
        count += 1
        return better

    def mark(match: re.Match[str]) -> str:
        nonlocal count
        marks = "".join(load("mending")["marks"].get(sign, sign) for sign in match["marks"] if sign != " ")
        head = unicodedata.normalize("NFC", match["head"] + marks)
        tail = match["tail"]
        # "e ^ x" is a sum and "`a`" a quotation: a sign that a keyboard has must stand inside the word.
        typed = match["marks"].isascii()
        if typed and (match["marks"][0] == " " or not tail[:1].isalpha()):
            return match.group()
        for rest, kept in ((tail.strip(), ""), ("", tail))[: 1 if typed else 2]:
            if len(head) == len(match["head"]) and is_syllable(head + rest):
                count += 1
                return head + rest + kept
        return match.group()

    mended = _RUN.sub(letter, text) if pattern.search(text) else text
    while _signs().search(mended) and (again := _detached().sub(mark, mended)) != mended:
        mended = again
    return mended, count


# -- torn syllables --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Word:
    """A word to be put together: the spaces that go, and whether it is plain ASCII, as the words of other languages are."""

    spaces: tuple[tuple[int, int], ...]
    ascii: bool


def _joined(text: str, words: Sequence[tuple[int, int]], *, doubtful: bool) -> list[_Word]:
    """What is to be put together, ``doubtful`` words too: of pieces that could stand alone, or without any diacritic."""
    found: list[_Word] = []
    for chain in _chains(text, words):
        pieces = tuple(text[start:end] for start, end in chain)
        if any(_cost(piece) > _SOUND for piece in pieces) or (doubtful and any(map(_tearable, pieces, pieces[1:]))):
            row = _Chain(pieces, _labels(text, chain, pieces), _in_symbols(text, chain), doubtful)
            for first, last in _grouped(row):
                spaces = tuple((chain[place][1], chain[place + 1][0]) for place in range(first, last))
                found.append(_Word(spaces, all(map(str.isascii, pieces[first : last + 1]))))
    return found


@dataclass(frozen=True, slots=True)
class _Chain:
    """Pieces that only spaces part.

    Attributes:
        pieces: in their order.
        labels: which of them are single letters that name something.
        symbols: which of them touch a stroke or a hyphen, as the codes of a number-symbol do.
        doubtful: whether pieces that could all stand by themselves may be joined.
    """

    pieces: tuple[str, ...]
    labels: tuple[bool, ...]
    symbols: tuple[bool, ...]
    doubtful: bool


def _chains(text: str, words: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Runs of letters with nothing but a space between, two and more."""
    chain: list[tuple[int, int]] = []
    for span in words:
        if chain and _SPACES.fullmatch(text, chain[-1][1], span[0]) and not _after_digit(text, chain[-1][0]):
            chain.append(span)
            continue
        if len(chain) > 1:
            yield chain
        chain = [span]
    if len(chain) > 1:
        yield chain


def _after_digit(text: str, start: int) -> bool:
    """Do the letters belong to a number: "4d an"?"""
    return start > 0 and (text[start - 1].isdigit() or text[start - 1] == "_")


def _in_symbols(text: str, chain: Sequence[tuple[int, int]]) -> tuple[bool, ...]:
    return tuple(text[end : end + 1] in _STROKES or text[start - 1 : start] in _STROKES for start, end in chain)


def _labels(text: str, chain: Sequence[tuple[int, int]], pieces: Sequence[str]) -> tuple[bool, ...]:
    """Which pieces are single letters that name something: "điểm c", "hạng B", "a)"."""
    names = before_letters()
    labels = []
    for place, (start, end) in enumerate(chain):
        alone = end - start == 1
        after = bool(place) and pieces[place - 1].lower() in names
        after = after and (place + 1 == len(pieces) or _cost(pieces[place + 1]) <= _SOUND)
        labels.append(alone and (after or (place == 0 and text[end : end + 1] in _LABEL_ENDS)))
    return tuple(labels)


_STROKES = ("/", "-")
_LATIN_1 = "\u0100"
_LABEL_ENDS = (")", ".", "/")
_SOUND = 1.5  # the cost of a piece up to which it stands by itself
_GLUE = 0.3
_DOUBTFUL = 0.8  # more for pieces that are all words
_PLAIN = 0.6  # and more where no letter beside the space is one for which a PDF changes the font's table
_BIGRAM = 0.6


@lru_cache(_CACHED)
def _cost(word: str) -> float:
    """How little a run of letters looks like a word."""
    if len(word) == 1 and not weight(word):
        return 2.0 if word.isupper() else 3.0
    found = kind(word)
    if found is Kind.SYLLABLE:
        count = weight(word)
        return 1.0 if count > 24 else 1.2 if count > 8 else 1.4 if count > 3 else 1.6
    if found is Kind.ABBREVIATION:
        return 1.0 if _is_code(word) else 1.8
    return {Kind.UNUSED: 2.4, Kind.FOREIGN: 1.7, Kind.BROKEN: 3.0}[found]


@lru_cache(_CACHED)
def _is_code(word: str) -> bool:
    """A code of number-symbols, or an abbreviation that the lexicon knows."""
    return word in type_codes().exact or word in organ_codes().exact or word in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    rows = load("abbreviations")["abbreviation"]
    return frozenset(written for row in rows for written in (row["short"], *row["variants"]) if written.isalpha())


@lru_cache(_CACHED)
def _tearable(first: str, second: str) -> bool:
    """Could the two be one word of the language?"""
    return _whole_cost((first, second), first + second) is not None


def _grouped(chain: _Chain) -> list[tuple[int, int]]:
    """First and last piece of each group that makes one word: the cheapest way to read the chain."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(chain.pieces) + 1):
        ways = []
        letters = 0
        for start in reversed(range(end)):
            letters += len(chain.pieces[start])
            if letters > _LONGEST and end - start > 1:
                break
            cost = _group_cost(chain, start, end)
            if cost is not None:
                ways.append((best[start][0] + cost, start))
        best.append(min(ways))
    groups, end = [], len(chain.pieces)
    while end:
        start = best[end][1]
        if end - start > 1:
            groups.append((start, end - 1))
        end = start
    return groups[::-1]


def _group_cost(chain: _Chain, start: int, end: int) -> float | None:
    """What one word made of these pieces costs; ``None`` where they may not be joined."""
    if end - start == 1:
        return 1.0 if chain.labels[start] else _cost(chain.pieces[start])
    group = chain.pieces[start:end]
    whole = "".join(group)
    cost = None if any(chain.labels[start:end]) else _whole_cost(group, whole)
    if cost is None:
        return None
    cost += _GLUE * (end - start - 1)
    torn = not whole.isascii() and any(
        _cost(piece) > _SOUND and not (len(piece) == 1 and piece.isupper()) for piece in group
    )
    if torn or (_is_code(whole) and (len(whole) > 2 or chain.symbols[start] or chain.symbols[end - 1])):
        return cost
    if not chain.doubtful:
        return None
    plain = all(first[-1] < _LATIN_1 and second[0] < _LATIN_1 for first, second in pairwise(group))
    return cost + _DOUBTFUL + _PLAIN * plain - _context(chain.pieces, start, end, whole)


def _whole_cost(group: Sequence[str], whole: str) -> float | None:
    """The cost of the word that the pieces make; ``None`` where they make none."""
    if whole.isupper() and _is_code(whole):
        return None if _is_code(group[0]) else 1.0
    if not is_syllable(whole) or not _one_case(group):
        return None
    # A syllable that no word of the language has may be a name, "Nguyễn", and nothing else.
    return _cost(whole) if weight(whole) or whole[0].isupper() else None


def _one_case(group: Sequence[str]) -> bool:
    """Capitals throughout, or none after the first letter."""
    first, rest = group[0], "".join(group[1:])
    if rest.islower():
        return not first[1:] or first[1:].islower()
    return rest.isupper() and first.isupper()


def _context(pieces: tuple[str, ...], start: int, end: int, whole: str) -> float:
    """For a join: what the neighbours make likely. "ủ y ban" holds a word of the language only when joined."""
    words = accented_words()

    def pair(first: str, second: str) -> bool:
        return f"{first}_{second}".lower() in words

    before = pieces[start - 1] if start else ""
    after = pieces[end] if end < len(pieces) else ""
    joined = pair(before, whole) or pair(whole, after)
    apart = pair(before, pieces[start]) or pair(pieces[end - 1], after) or pair(*pieces[start:end][:2])
    return _BIGRAM * (joined - apart)
