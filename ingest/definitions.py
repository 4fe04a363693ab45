"""Abbreviations that a text defines: "công nhân, viên chức, lao động (CNVCLĐ)", "(sau đây gọi tắt là MTTQ)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.text import fold

_BRACKET = re.compile(
    r"\((?:(?:sau đây|dưới đây)?,? ?(?:được )?(?:gọi|viết) (?:tắt |chung )?(?:là|:) ?)?[“\"]?"
    r"(?P<term>[A-ZĐƯÔÂƠÊÁẤẮ]{1,3}[A-Za-zĐđƯÔÂƠÊ&.-]{1,12})[”\"]?\)"
)
_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[;:.()\n“”\"|/]|\d")
_SKIPPED = frozenset({"và", "của", "các", "cho", "về", "ở", "tại", "trong", "với", "để", "&"})
_REACH = 120
_FEWEST, _MOST = 2, 12


@dataclass(frozen=True, slots=True)
class Definition:
    """An abbreviation and what it stands for, as printed.

    Attributes:
        term: ``CNVCLĐ``.
        expansion: ``công nhân, viên chức, lao động``.
        start, end: from the first word of the expansion to the closing bracket.
    """

    term: str
    expansion: str
    start: int
    end: int


def find(text: str) -> tuple[Definition, ...]:
    """The abbreviations that a text defines, in order.

    What stands before the bracket is the expansion only if its initials are the abbreviation's letters.

    >>> [(one.term, one.expansion) for one in find("toàn thể công nhân, viên chức, lao động (CNVCLĐ) trong tỉnh")]
    [('CNVCLĐ', 'công nhân, viên chức, lao động')]
    >>> find("Nghị quyết số 20 (khóa XII); Quỹ hỗ trợ (TLĐ)")
    ()
    """
    return tuple(_found(text))


def _found(text: str) -> Iterator[Definition]:
    for match in _BRACKET.finditer(text):
        term = match["term"].rstrip(".-")
        if sum(map(str.isupper, term)) < _FEWEST:
            continue
        start = _expansion(
            text, match.start(), [fold(letter) for letter in term if letter.isalpha() and letter.isupper()]
        )
        if start is not None:
            yield Definition(term, text[start : match.start()].strip(" ,"), start, match.end())


def _expansion(text: str, end: int, initials: list[str]) -> int | None:
    """Where the words begin whose initials are the letters; small words between them may be left out of the letters."""
    floor = max(0, end - _REACH)
    breaks = [found.end() for found in _BREAK.finditer(text, floor, end)]
    floor = max([floor, *breaks])
    words = list(_WORD.finditer(text, floor, end))
    left = list(initials)
    for word in reversed(words[-_MOST:]):
        if not left:
            break
        if fold(word[0])[0] == left[-1]:
            left.pop()
            if not left:
                return word.start()
        elif word[0].lower() not in _SKIPPED:
            return None
    return None
