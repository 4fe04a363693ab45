"""Who issued the instrument, as the mention writes it: the organ's name after "của"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ingest.citations.tables import alternation, kind_words
from ingest.lexicon import load
from ingest.text import fold, normalise

_OF = re.compile(r"[ ,]{0,3}(?:cua|do|giua) {1,2}(?=\w)")
_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r" {1,2}(?:\([^\W\d_]{2,12}\) {1,2}(?=\w))?")
_DASH = re.compile(r" ?[-\u2013] ?(?=[^\W_])")
_AND = re.compile(r" (?:va|cung|&) (?=[^\W_])")
_COMMA = re.compile(r", (?=[^\W_])")
_TERM = re.compile(r" {0,2}(?:\( ?khoa [^()\n]{1,30}\)|,? ?khoa (?:[ivxl]{1,6}|\d{1,2})(?:, ?[ivxl]{1,6})*)(?!\w)")
_NUMBERED = re.compile(r" {0,2}(?:so\b|\d)")
_ISSUES = re.compile(r" (?:da |vua |moi |tiep tuc )?(?:ban hanh|ky ban hanh|co) $")
_BEFORE = 24
_LONGEST = 220
_MOST_WORDS = 3
_BETWEEN = 2  # organs, at the least, that "giữa" stands before


class Issuer(NamedTuple):
    """Where an issuer's name stands; ``start == end`` where the words name no organ ("của tỉnh")."""

    start: int
    end: int


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('organs')['issuer']['heads'])})(?![^\W_])")


@cache
def _names() -> re.Pattern[str]:
    table = load("organs")
    names = set(table["issuer"]["names"])
    for organ in table["organ"]:
        names.update((organ["name"], *organ.get("names", ())))
        names.add(organ["name"].removeprefix("Bộ ").removeprefix("Sở "))
    return re.compile(rf"(?:{alternation(names)})(?![^\W_])")


@cache
def _vague() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('organs')['issuer']['vague'])})(?![^\W_])")


@cache
def _words(table: str) -> frozenset[str]:
    words = [word.lower() for word in load("organs")["issuer"][table]]
    return frozenset(words) | frozenset(map(fold, words))


def read_issuer(text: str, folded: str, position: int, *, organs: int = 1) -> Issuer | None:
    """The issuer after "của" at a position; ``None`` where none stands there.

    Args:
        text: normalised text.
        folded: the same, folded.
        position: where the issuer's "của" may stand, commas and spaces before it skipped.
        organs: how many may have issued it: so many names may be joined by "và" and commas.
    """
    of = _OF.match(folded, position)
    if not of:
        return None
    organs = max(organs, _BETWEEN if folded.startswith("giua", of.end() - 5) else 1)
    end = _name(text, folded, of.end(), organs=organs)
    vague = _vague().match(folded, of.end())
    if vague and vague.end() >= (end or 0):
        return Issuer(vague.end(), vague.end())
    if end is None or _is_cut(text[of.end() : end]):
        return None
    return Issuer(of.end(), end)


def _is_cut(name: str) -> bool:
    """Whether a name breaks off: "Ban" alone, "Bộ trưởng Bộ"."""
    return name.lower() in _words("incomplete") or name.endswith((" Bộ", " Ban", " Ủy ban"))


def starts_organ(text: str, folded: str, position: int) -> bool:
    """An organ's name begins here, with a capital."""
    return text[position : position + 1].isupper() and _heads().match(folded, position) is not None


def organ_end(text: str, folded: str, position: int) -> int | None:
    """End of the organ's name that begins here with a capital; ``None`` where none does, or only its first word."""
    end = _name(text, folded, position) if starts_organ(text, folded, position) else None
    return None if end is None or text[position:end].lower() in _words("incomplete") else end


def issuer_before(text: str, folded: str, position: int, floor: int) -> Issuer | None:
    """The organ that stands before "ban hành": "Ủy ban nhân dân tỉnh đã ban hành Kế hoạch số …"."""
    verb = _ISSUES.search(folded, max(floor, position - _BEFORE), position)
    if not verb:
        return None
    begin = max(floor, verb.start() - _LONGEST)
    for head in _heads().finditer(folded, begin, verb.start()):
        at_word = head.start() == 0 or not folded[head.start() - 1].isalnum()
        if at_word and organ_end(text, folded, head.start()) == verb.start():
            return Issuer(head.start(), verb.start())
    return None


def _name(text: str, folded: str, start: int, *, organs: int = 1) -> int | None:
    """End of the organ's name that begins at ``start``."""
    if not _heads().match(folded, start):
        return None
    small = text[start].islower()
    end = position = start
    limit = start + _LONGEST
    more = organs - 1
    while position < limit:
        step = _token(text, folded, position, small=small)
        if step is None:
            break
        end = step
        term = _TERM.match(folded, end)
        if term:
            end = term.end()
        following = _link(text, folded, end, joint=more > 0)
        if following is None:
            break
        more -= end + 1 < following and starts_organ(text, folded, following)
        position = following
    return end if end > start else None


def _token(text: str, folded: str, position: int, *, small: bool) -> int | None:
    """End of the next piece of a name, or ``None`` where the name is over."""
    if _is_mention(folded, position):
        return None
    capital = text[position : position + 1].isupper()
    known = _names().match(folded, position) if capital else None
    if known:
        return known.end()
    if _phrase(text, position, "stops"):
        return None
    inner = _phrase(text, position, "inner") or (small and _phrase(text, position, "small"))
    if inner:
        return inner
    word = _WORD.match(text, position)
    # "V/v", "TT/ĐU": what a slash joins is no name.
    return word.end() if word and capital and text[word.end() : word.end() + 1] != "/" else None


def _phrase(text: str, position: int, table: str) -> int | None:
    """End of the longest phrase of a word table here: with its diacritics, or all typed without any."""
    ends = []
    cursor = position
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, cursor)
        if not word:
            break
        ends.append(word.end())
        gap = _GAP.match(text, word.end())
        if not gap:
            break
        cursor = gap.end()
    words = _words(table)
    return next((end for end in reversed(ends) if _in(text[position:end], words)), None)


def _in(phrase: str, words: frozenset[str]) -> bool:
    lowered = phrase.lower()
    # A folded entry counts only for what is typed without diacritics in small letters: "Sở" is not "số".
    return lowered in words and (not phrase.isascii() or phrase == lowered or lowered.upper() == phrase)


def _is_mention(folded: str, position: int) -> bool:
    """A kind of document with a number begins here: "… Bộ Chính trị Quyết định số …"."""
    cursor = position
    for _ in range(4):
        word = _WORD.match(folded, cursor)
        if not word:
            return False
        if folded[position : word.end()] in kind_words() and _NUMBERED.match(folded, word.end()):
            return True
        cursor = word.end() + 1
    return False


def _link(text: str, folded: str, end: int, *, joint: bool) -> int | None:
    """Where the next word of the name begins, or ``None``."""
    conjunction = _AND.match(folded, end)
    if conjunction:
        return _joined(text, folded, conjunction.end(), joint=joint)
    gap = _GAP.match(text, end)
    dash = _DASH.match(folded, end)
    if dash:
        return dash.end() if text[dash.end() : dash.end() + 1].isupper() else None
    if gap:
        return gap.end()
    comma = _COMMA.match(folded, end)
    if joint and comma and starts_organ(text, folded, comma.end()):
        return comma.end()
    return None


def _joined(text: str, folded: str, position: int, *, joint: bool) -> int | None:
    """After "và": another organ only where several issue together, else the rest of one name ("và Đào tạo")."""
    if _is_mention(folded, position) or not text[position].isupper():
        return None
    if starts_organ(text, folded, position):
        return position if joint else None
    return position


@cache
def _same(*, plain: bool) -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = load("organs")["issuer"]["same"]
    if plain:  # "tư" without its mark is the "TU" of a provincial committee
        pairs = [(fold(left), fold(right)) for left, right in pairs if left != "tư"]
    return tuple((re.compile(rf"(?<!\w){re.escape(left)}(?!\w)"), right) for left, right in pairs)


_TERM_ANYWHERE = re.compile(r"\(?,? ?(?:khóa|khoá|khoa) (?:[ivxl]{1,6}|\d{1,2})(?:, ?[ivxl]{1,6})* ?\)?(?!\w)")


def issuer_key(issuer: str) -> str:
    """A key under which two spellings of one issuer are equal: folded, without the term, short forms written out.

    >>> issuer_key("BCH Trung ương (khóa XI)") == issuer_key("Ban Chấp hành Trung ương Đảng")
    True
    >>> issuer_key("Ban Thường vụ LĐLĐ tỉnh"), issuer_key("TLĐ")
    ('ban thuong vu lien doan lao dong tinh', 'tong lien doan lao dong viet nam')
    """
    lowered = _TERM_ANYWHERE.sub(" ", normalise(issuer).lower().replace("t.ư", "tư"))
    for pattern, right in _same(plain=False):
        lowered = pattern.sub(right, lowered)
    folded = " ".join(_WORD.findall(fold(lowered)))
    for pattern, right in _same(plain=True):
        folded = pattern.sub(right, folded)
    whole = {fold(left): fold(right) for left, right in load("organs")["issuer"]["whole"]}
    return whole.get(folded, folded)
