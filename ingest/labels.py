"""What a line's first characters say: the labels that it may carry.

A line often allows two readings: ``i)`` is a letter after ``h)`` and a numeral after nothing; ``C.`` is a letter or
an initial. All readings are returned, and :mod:`ingest.sections` takes the one that continues what stands open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ingest.letters import CAPITAL
from ingest.lexicon import load
from ingest.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAN_RE = re.compile(r"(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_AHEAD = r"(?=\s|[^\W\d_a-z]|[“\"‘'(])"  # a space, a letter or a quotation mark; "1.000" and "a.b" are no labels

_FREE = (
    ("roman", re.compile(rf"([IVXL]{{1,6}})\s?([.)/:]|[-–](?=\s)){_AHEAD}")),
    ("upper", re.compile(rf"([A-ZĐ])\s?([.)/]){_AHEAD}")),
    ("upper", re.compile(rf"([A-ZĐ])\s?([-–])(?=\s+{CAPITAL}{{2}})")),
    ("decimal", re.compile(rf"((?:\d{{1,2}}|[IVX]{{1,5}}|[A-ZĐ])(?:\.[1-9]\d?){{1,4}})(?![\d,%])\s?([.)/:]){_AHEAD}")),
    ("decimal", re.compile(r"((?:\d{1,2}|[IVX]{1,5}|[A-ZĐ])(?:\.[1-9]\d?){1,4})()(?=\s+[^\W\d_]|\s+[“\"])")),
    ("arabic", re.compile(rf"([1-9]\d{{0,2}}[a-zđ]?)\s?([.)/]){_AHEAD}")),
    ("arabic", re.compile(rf"([1-9]\d?)\s?([-–])(?=\s+[“\"]?{CAPITAL})")),
    ("letter", re.compile(rf"([a-zđ])\s?([.)/]){_AHEAD}")),
    ("lower_roman", re.compile(rf"([ivx]{{1,5}})\s?([.)]){_AHEAD}")),
    ("paren_arabic", re.compile(r"\(\s?([1-9]\d?)\s?\)()[.:]?(?!\s*[,;)])")),
    ("paren_letter", re.compile(r"\(\s?([a-zđ])\s?\)()[.:]?(?!\s*[,;)])")),
    ("paren_roman", re.compile(r"\(\s?([ivx]{1,5})\s?\)()[.:]?(?!\s*[,;)])")),
)
# An initial of a name stands before another initial: "V. I. Lênin".
_INITIAL = re.compile(r"\s?[A-ZĐ]\.")


@dataclass(frozen=True, slots=True)
class Label:
    """One reading of a line's beginning.

    Attributes:
        text: as printed without closing punctuation.
        kind: the kind of list, ``arabic.`` and ``arabic)`` being two; labels of one kind are siblings.
        family: ``arabic`` for both: a list may slip from one style into the other.
        ordinal: place in its list from 1; 0 for bullets.
        end: where the line's own text begins, counted from the line's start.
        rank: of parts (Phần, Chương …) and bullets; ``None`` for all others.
        prefix: of a decimal label, what stands before its last number.
    """

    text: str
    kind: str
    family: str
    ordinal: int
    end: int
    rank: int | None = None
    prefix: str = ""


def read(line: str) -> tuple[Label, ...]:
    """All readings of the label that opens ``line``; empty where it opens a paragraph.

    >>> [(label.text, label.kind) for label in read("2.1. Chỉ tiêu hằng năm")]
    [('2.1', 'decimal2')]
    >>> [label.family for label in read("i) Bảo đảm kinh phí")]
    ['letter', 'lower_roman']
    >>> read("1.000 người tham gia")
    ()
    """
    indent = len(line) - len(line.lstrip())
    body = line[indent:]
    found = tuple(_container(body)) or tuple(_counted(body)) or tuple(_free(body)) or tuple(_bullet(body))
    return tuple(_shifted(label, indent) for label in found) if indent else found


def roman(numeral: str) -> int | None:
    """The value of a Roman numeral up to 89, ``None`` where it is none.

    >>> roman("XIV"), roman("IIX"), roman("")
    (14, None, None)
    """
    lowered = numeral.lower()
    if not lowered or not _ROMAN_RE.fullmatch(lowered):
        return None
    values = [_ROMAN_VALUES[char] for char in lowered]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


@cache
def _tables() -> dict[str, Any]:
    return load("outline")


@cache
def _container_patterns() -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    ordinals = "|".join(fold(word) for word in _tables()["words"]["ordinals"])
    number = rf"(?P<number>\d{{1,3}}[a-z]?|[ivxl]{{1,6}}|thu ({ordinals}))(?!\w)"
    return tuple(
        (re.compile(rf"(?P<word>{fold(entry['word'])})(?:\s(?:so\s)?{number})?"), entry)
        for entry in sorted(_tables()["container"], key=lambda entry: -len(entry["word"]))
    )


def _container(body: str) -> Iterator[Label]:
    folded = fold(body[:40])
    for pattern, entry in _container_patterns():
        match = pattern.match(folded)
        if not match:
            continue
        number, rest = match["number"], body[match.end() :]
        if not (number or entry["bare"]) or not _stands_alone(rest, entry["word"]) or not body[0].isupper():
            return
        if number and number[0] in "ivxl" and not body[match.start("number")].isupper():
            return
        end = match.end() + len(rest) - len(rest.lstrip(" .:-–"))
        yield Label(body[: match.end()], fold(entry["word"]), "container", _place(number), end, entry["rank"])
        return


def _stands_alone(rest: str, word: str) -> bool:
    """Whether a label ends here: "Điều 5." is one, "Điều 5 Nghị định này" is a sentence about one."""
    stripped = rest.strip()
    if not stripped or rest.lstrip()[:1] in (".", ":"):
        return not re.match(r"\.\d", rest)
    if rest.lstrip()[:1] in ("-", "–"):
        return word != "Điều"
    return word != "Điều" and rest[:1].isspace() and stripped.isupper()


def _place(number: str | None) -> int:
    if not number:
        return 1
    if number.startswith("thu "):
        return [fold(word) for word in _tables()["words"]["ordinals"]].index(number[4:]) + 1
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else roman(number) or 1


@cache
def _counted_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = _tables()["words"]
    steps = "|".join(fold(word) for word in words["steps"])
    ordinals = "|".join(fold(word) for word in words["ordinals"])
    numerals = "|".join(fold(word) for word in words["numerals"])
    return (
        (
            "step",
            re.compile(
                rf"(?P<label>(?P<word>{steps}) (?:so )?(?P<number>\d{{1,2}}|[ivx]{{1,5}}|thu (?:{ordinals})))\s?[.:](?!\d)\s?"
            ),
        ),
        ("ordinal", re.compile(rf"(?P<label>(?P<word>thu) (?P<number>{ordinals}))\s?[,:.](?!\d)\s?")),
        ("numeral", re.compile(rf"(?P<label>(?P<number>{numerals}) (?P<word>la))\s?[,:.](?!\d)\s?")),
    )


def _counted(body: str) -> Iterator[Label]:
    if not body[:1].isupper():
        return
    folded = fold(body[:40])
    for family, pattern in _counted_patterns():
        match = pattern.match(folded)
        if match:
            key = {"ordinal": "ordinals", "numeral": "numerals"}.get(family)
            number = match["number"]
            place = [fold(word) for word in _tables()["words"][key]].index(number) + 1 if key else _place(number)
            yield Label(body[: match.end("label")], f"{family} {match['word']}", family, place, match.end())
            return


def _free(body: str) -> Iterator[Label]:
    for family, pattern in _FREE:
        match = pattern.match(body)
        if not match:
            continue
        number, closing = match.group(1, 2)
        if family in ("roman", "upper") and _INITIAL.match(body, match.end()):
            continue
        rest = body[match.end() :]
        end = match.end() + len(rest) - len(rest.lstrip())
        if family == "decimal":
            yield from _decimal(number, closing, rest, end)
            continue
        place = _ordinal(family, number)
        if place:
            text = f"({number})" if family.startswith("paren") else number
            yield Label(text, family + closing, family, place, end)


def _decimal(number: str, closing: str, rest: str, end: int) -> Iterator[Label]:
    head, _, last = number.rpartition(".")
    # "2.1 triệu" counts; without a full stop only a capital or a quotation mark makes a label.
    if not closing and rest.lstrip()[:1].islower():
        return
    if not head[0].isdigit() and not closing and head not in ("I", "II", "III", "IV", "V", "A", "B"):
        return
    depth = number.count(".") + 1
    yield Label(number, f"decimal{depth}", "decimal", int(last), end, prefix=head)


def _ordinal(family: str, number: str) -> int | None:
    if family.endswith("arabic"):
        return int(re.sub(r"\D", "", number))
    if family.endswith("roman"):
        return roman(number)
    # The Vietnamese alphabet gives the place; "f", "j", "w", "z" stand beside their neighbours.
    letters: str = _tables()["letters"]["vietnamese"]
    lowered = number.lower()
    return (
        letters.index(lowered) + 1
        if lowered in letters
        else letters.index(chr(ord(lowered) - 1) if lowered != "z" else "y") + 1
    )


def follows(last: str, label: str) -> bool:
    """Whether the letter ``label`` comes right after ``last`` in one of the two alphabets in use.

    >>> follows("d", "đ"), follows("d", "e"), follows("e", "g"), follows("a", "c")
    (True, True, True, False)
    """
    pair = last.strip("()").lower(), label.strip("()").lower()
    for alphabet in _tables()["letters"].values():
        if pair[0] in alphabet and pair[1] in alphabet and alphabet.index(pair[1]) - alphabet.index(pair[0]) == 1:
            return True
    return False


def _bullet(body: str) -> Iterator[Label]:
    for rank, (family, marks) in enumerate(_tables()["bullets"].items()):
        if body[:1] not in marks or not body:
            continue
        rest = body[1:].lstrip()
        # "-5%" is a number and "---" a rule; a bullet has words.
        if rest and (body[1] == " " or not rest[0].isdigit()) and rest[0] not in marks:
            yield Label(body[0], family, "bullet", 0, len(body) - len(rest), rank)
        return


def _shifted(label: Label, indent: int) -> Label:
    return Label(label.text, label.kind, label.family, label.ordinal, label.end + indent, label.rank, label.prefix)
