"""Number-symbols: ``217-QĐ/TW``, ``04/2015/NĐ-CP``, ``439/KH-LĐLĐ``, ``215/LĐLĐ``.

The State and the unions write a slash, then a hyphen; the Party a hyphen, then a slash. Which organ follows
which is data (``organs.toml``). Digits stay as printed; codes get the lexicon's spelling where that is certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ingest.citations.tables import organ_codes, organ_systems, type_codes, uncited_codes
from ingest.lexicon import load
from ingest.text import fold, normalise

_DASH = "-\u2013\u2014"
# A symbol may be torn at a line's end, behind its hyphen.
_SEPARATOR = rf" {{0,2}}[{_DASH}/][ \n]{{0,2}}"
# Digits, a letter or a decimal part glued to them, perhaps a year; then a separator (or a mere space before what
# looks like a code) and codes. Over folded text, so letters are a-z. Every repetition is bounded: linear time.
ANCHOR = re.compile(
    rf"(?<![\w./{_DASH}])(?P<digits>\d{{1,6}}(?:\.\d{{1,3}})?(?:(?:bis|[a-z])(?= {{0,2}}[{_DASH}/]))?)"
    rf"(?: {{0,2}}/ {{0,2}}(?P<year>(?:19|20)\d\d)(?= {{0,2}}[{_DASH}/]))?"
    rf"(?P<codes>(?:{_SEPARATOR}| {{0,2}}(?=[a-z]{{2,6}}{_SEPARATOR}[a-z]))[a-z]{{1,20}}(?:&[a-z]{{1,4}})?\d{{0,2}}"
    rf"(?:{_SEPARATOR}[a-z]{{1,20}}(?:&[a-z]{{1,4}})?\d{{0,2}}){{0,8}})"
)
_CODE = r"(?P<code>[^\W\d_]{1,20}(?:&[^\W\d_]{1,4})?\d{0,2})(?![^\W_])"
_FIRST_PART = re.compile(rf"(?P<separator> {{0,2}}[{_DASH}/]? {{0,2}}){_CODE}")
_NEXT_PART = re.compile(rf"(?P<separator>{_SEPARATOR}){_CODE}")
_PIECE = re.compile(r" ([^\W\d_]{1,8})(?![^\W_])")
_MOST_PARTS = 9
_REVERSED = re.compile(r"(?P<codes>[^\W\d_]+ *[-\u2013/] *[^\W\d_]+) +(?:so +)?(?P<digits>\d{1,6}[a-z]?)")
_LEAD = re.compile(r"so *[.:]? *(?=\d|mau)")
_SAMPLE = re.compile(rf"mau *[{_DASH}]? *(?=\d)")  # a sample's own mark: MẪU-01/KH-LĐLĐ
# Cyrillic letters that look like Latin ones; some texts of the ministries have them inside of codes.
_HOMOGLYPHS = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406", "ABEKMHOPCTXYI"
)
_DIGIT_TAIL = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Number:
    """The parts of a number-symbol.

    Attributes:
        digits: as printed: ``217``, ``04``, ``12b``, ``66.17``.
        year: the year inside the symbol, ``2015`` in ``04/2015/NĐ-CP``.
        type_code: ``QĐ``, ``NĐ``; ``None`` where the symbol has none (``215/LĐLĐ``, ``10/2022/QH15``).
        organ: ``TW``, ``CP``, ``LĐLĐ``; several joined by hyphens; ``None`` in ``87-CT``.
        party: the symbol is the Party's.
    """

    digits: str
    year: int | None
    type_code: str | None
    organ: str | None
    party: bool


class Symbol(NamedTuple):
    """A number-symbol met in a text: where, how it is normalised, and its parts."""

    start: int
    end: int
    number: str
    parts: Number
    known: bool
    """Its kind is in the lexicon and its organ is given: such a symbol is one even without a word before it."""
    short: bool = False
    """The text gives only its digits; the rest comes from a whole mention."""


class _Part(NamedTuple):
    separator: str
    code: str
    end: int


def normalise_number(raw: str) -> str | None:
    """The canonical spelling of a number-symbol, or ``None`` where the text is none.

    >>> normalise_number("217/QĐ-TW"), normalise_number("218- QĐ/TW"), normalise_number("qd/tw 217")
    ('217-QĐ/TW', '218-QĐ/TW', '217-QĐ/TW')
    >>> normalise_number("439 /KH – LĐLĐ"), normalise_number("490/qd-ubnd"), normalise_number("24/7")
    ('439/KH-LĐLĐ', '490/QĐ-UBND', None)
    >>> normalise_number("mẫu 01 / KH-LĐLĐ")
    'MẪU-01/KH-LĐLĐ'
    """
    symbol = _whole(raw)
    return symbol.number if symbol else None


def parse_number(number: str) -> Number | None:
    """The parts of a number-symbol, in whatever spelling; ``None`` where the text is none.

    >>> parse_number("04/2015/NĐ-CP")
    Number(digits='04', year=2015, type_code='NĐ', organ='CP', party=False)
    """
    symbol = _whole(number)
    return symbol.parts if symbol else None


def _whole(raw: str) -> Symbol | None:
    text = " ".join(normalise(raw).split())
    lead = _LEAD.match(fold(text))
    text = text[lead.end() :] if lead else text
    sample = _SAMPLE.match(fold(text))
    if sample:
        rest = _whole(text[sample.end() :])
        return rest and rest._replace(number=f"MẪU-{rest.number}")
    folded = fold(text)
    turned = _REVERSED.fullmatch(folded)
    if turned:
        text = f"{text[turned.start('digits') :]}-{text[: turned.end('codes')]}"
        folded = fold(text)
    match = ANCHOR.match(folded)
    symbol = read(text, match) if match else None
    return symbol if symbol and symbol.end == len(text) else None


def read(text: str, match: re.Match[str]) -> Symbol | None:
    """The symbol at a match of :data:`ANCHOR` on the folded text, cut where the codes end."""
    parts = _accepted(text, match)
    if not parts:
        return None
    digits = text[match.start("digits") : match.end("digits")]
    year = match["year"]
    assembled = _assemble(digits, year, parts)
    return Symbol(match.start(), parts[-1].end, *assembled) if assembled else None


def _accepted(text: str, match: re.Match[str]) -> list[_Part]:
    """The codes from the left as long as they are codes: "18-NQ/TW - một số" ends before the dash."""
    parts: list[_Part] = []
    position = match.start("codes")
    while len(parts) < _MOST_PARTS:
        part = (_NEXT_PART if parts else _FIRST_PART).match(text, position)
        if not part:
            break
        separator = part["separator"]
        # "… 490/QĐ-UBND - UBND tỉnh …": once kind and organ are there, a dash between spaces begins something else.
        if len(parts) > 1 and separator[0].isspace() and separator[-1].isspace():
            break
        code, position = _rejoined(text, part)
        if not _is_code(code, first=not parts):
            break
        parts.append(_Part(separator.strip(), code, position))
    return parts


def _rejoined(text: str, part: re.Match[str]) -> tuple[str, int]:
    """A code that a PDF has split by a space ("N Đ", "C P"), when only the two pieces together are one."""
    code = part["code"].translate(_HOMOGLYPHS)
    if len(code) > 3 or not code.isupper() or _known(code):
        return code, part.end()
    more = _PIECE.match(text, part.end())
    if more and more[1].isupper() and _known(code + more[1]):
        return code + more[1], more.end()
    return code, part.end()


def _known(code: str) -> bool:
    return bool(type_codes().find(code) or _organ(code))


def _is_code(code: str, *, first: bool) -> bool:
    if first and type_codes().find(code):
        return True
    if _organ(code):
        return True
    upper = sum(map(str.isupper, code))
    return code[0].isupper() and upper >= 2 and upper > len(code.rstrip("0123456789")) - upper


@cache
def _organ(code: str) -> str | None:
    """The lexicon's spelling of an organ's code; put-together ones (``BCSĐUBND``, ``QH15``) part by part."""
    codes = organ_codes()
    found = codes.find(code)
    if found:
        return found
    affixes = load("organs")["affixes"]
    tail = _DIGIT_TAIL.search(code)
    if tail:
        base = codes.find(code[: tail.start()])
        return base + tail[0] if base and base in affixes["numbered"] else None
    for prefix in affixes["prefixes"]:
        rest = codes.find(code[len(prefix) :])
        if rest and fold(code).startswith(fold(prefix)):
            return str(prefix) + rest
    for suffix in affixes["suffixes"]:
        rest = codes.find(code[: -len(suffix)])
        if rest and fold(code).endswith(fold(suffix)):
            return rest + str(suffix)
    return None


@cache
def _system(organ: str) -> str | None:
    """The system of an organ, by the lexicon or by its affix; ``None`` for one that is not known."""
    known = organ_systems().get(_DIGIT_TAIL.sub("", organ))
    if known:
        return known
    affixes = load("organs")["affixes"]
    party = organ.startswith(tuple(affixes["prefixes"])) or organ.endswith(tuple(affixes["suffixes"]))
    return "party" if party else None


def _spelled(code: str) -> str:
    return _organ(code) or (code.upper() if code.islower() else code)


def _assemble(digits: str, year: str | None, parts: Sequence[_Part]) -> tuple[str, Number, bool] | None:
    kind = _kind(parts)
    if kind in uncited_codes():
        return None
    organs = [_spelled(part.code) for part in parts[1 if kind else 0 :]]
    organ = "-".join(organs) or None
    first, second, party = _style(year, kind, organs, parts)
    lead = f"{digits}/{year}" if year else digits
    if kind is None:
        number = f"{lead}{first}{organ}"
    else:
        number = f"{lead}{first}{kind}{second}{organ}" if organ else f"{lead}{first}{kind}"
    fields = Number(digits, int(year) if year else None, kind, organ, party)
    return number, fields, bool(kind and organ)


def _kind(parts: Sequence[_Part]) -> str | None:
    code = parts[0].code
    exact = type_codes().exact.get(code) or type_codes().cased.get(code.lower())
    # "15/ĐU-…": an organ as printed beats a kind that is only met by dropping diacritics.
    if exact or code in organ_codes().exact:
        return exact
    return type_codes().find(code)


def _style(year: str | None, kind: str | None, organs: Sequence[str], parts: Sequence[_Part]) -> tuple[str, str, bool]:
    """The two separators, and whether the symbol is the Party's."""
    written = tuple("/" if part.separator == "/" else "-" for part in parts)
    system = _system(organs[0]) if organs else None
    style = load("organs")["systems"].get(system) if system else None
    if kind is None or not organs:
        # Old symbols keep their separator: 50/CP, 111-HĐBT, 87-CT.
        first = "/" if year or len(parts) > 1 else written[0]
        return first, "-", bool(style and style["party"])
    if year:
        return "/", "-", False
    if style:
        return style["first"], style["second"], style["party"]
    # An organ that the lexicon has not: as the text writes it.
    hyphen_first = written[:2] == ("-", "/")
    return ("-", "/", True) if hyphen_first else ("/", "-", False)
