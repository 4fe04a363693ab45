"""Numbers as lists print them: Roman, letters, words. Shared by Word files and web pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ingest.text import TO_RAISED

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST_ROMAN = 3999
_MOST_LETTERS = 26 * 30  # as far as Word counts in letters
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_ORDINALS = {1: "nhất", 2: "hai", 4: "tư"}
_FOOTNOTES = "*†‡§"


def roman(number: int) -> str:
    """An upper-case Roman numeral; digits where there is none.

    >>> roman(14), roman(1999), roman(0)
    ('XIV', 'MCMXCIX', '0')
    """
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    parts = []
    for value, letters in _ROMAN:
        parts.append(letters * (number // value))
        number %= value
    return "".join(parts)


def letter(number: int) -> str:
    """``1`` is ``a``, ``27`` is ``aa``, ``53`` is ``aaa``: as Word repeats them.

    >>> letter(3), letter(27), letter(0)
    ('c', 'aa', '0')
    """
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    times, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (times + 1)


def in_words(number: int) -> str:
    """A number up to 99 in Vietnamese words; digits beyond.

    >>> in_words(15), in_words(21), in_words(40)
    ('mười lăm', 'hai mươi mốt', 'bốn mươi')
    """
    if not 0 <= number <= 99:
        return str(number)
    tens, units = divmod(number, 10)
    if not tens:
        return _DIGITS[units]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if not units:
        return head
    last = {1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(units, _DIGITS[units])
    return f"{head} {last}"


def ordinal_words(number: int) -> str:
    """An ordinal in Vietnamese words.

    >>> ordinal_words(1), ordinal_words(4), ordinal_words(12)
    ('thứ nhất', 'thứ tư', 'thứ mười hai')
    """
    return f"thứ {_ORDINALS.get(number) or in_words(number)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"


def _symbol(number: int) -> str:
    times, index = divmod(max(number, 1) - 1, len(_FOOTNOTES))
    return _FOOTNOTES[index] * (times + 1) if times < 30 else str(number)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": lambda number: letter(number).upper(),
    "lowerLetter": letter,
    "ordinal": str,  # "1st" in English; Vietnamese has the number alone
    "ordinalText": lambda number: _capital(ordinal_words(number)),
    "cardinalText": lambda number: _capital(in_words(number)),
    "numberInDash": lambda number: f"- {number} -",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalEnclosedCircle": _circled,
    "chicago": _symbol,
    "hex": lambda number: f"{number:X}",
    "none": lambda _number: "",
}


def printed(number: int, form: str) -> str:
    """A number in one of Word's formats (``w:numFmt``); a format that is not known prints digits.

    >>> printed(4, "upperRoman"), printed(4, "decimalZero"), printed(2, "ordinalText"), printed(7, "00")
    ('IV', '04', 'Thứ hai', '07')
    """
    if form.isdecimal():  # a custom format "001, 002, …": as many digits
        return f"{number:0{min(len(form), 9)}d}"
    return _FORMATS.get(form, str)(number)


def raised(text: str) -> str:
    """Digits as superscript digits, as a note's mark is printed; any other text as it is.

    >>> raised("12"), raised("[3]"), raised("th")
    ('¹²', '³', 'th')
    """
    found = _MARK.fullmatch(text)
    return text if found is None else found.group(1).translate(TO_RAISED)


_MARK = re.compile(r"\s*\[?([0-9]+)\]?\s*")
