"""The directive's own number line: "Số: 12/KH-LĐLĐ", "Số 12-KH/TU", "Số:    /QĐ-UBND", "Luật số: 10/2022/QH15"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest import lexicon
from ingest.text import fold

_SAMPLE = r"mau[\s\-–]{0,3}"
_TAIL = r"(?:\s{0,3}[/\-–—]\s{0,3}[^\W_]+(?:[.&][^\W_]+)*)"
_OWN = re.compile(
    r"(?<![^\W_])so\s{0,3}[:.]?[\s]{0,12}"
    rf"(?:(?P<full>(?:{_SAMPLE})?\d{{1,5}}(?:\.\d{{1,3}})?[a-z]?{_TAIL}{{1,9}})"
    rf"|(?<=[:. ])(?P<marred>[\dolis|]{{1,5}}{_TAIL}{{1,9}})"
    rf"|[.…_·\s]{{0,60}}(?P<blank>{_TAIL}{{1,9}})"
    r"|(?<=:)[.…_·\s/\-–]{0,60}(?P<nothing>$))"
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A number line.

    Attributes:
        start, end: the whole of it ("Số: 12/KH-LĐLĐ") in the text that was searched.
        printed: number and symbol as printed; ``None`` when nothing is printed at all.
        number: normalised; ``None`` when the number is blank or misread ("1O4").
        codes: the parts of letters after the number: ``("KH", "LĐLĐ")``.
        type: the type that the word before "số" or the type code names.
        year: the year inside the symbol (30/2020/NĐ-CP).
        blank: the number was left out, to be filled in by hand.
    """

    start: int
    end: int
    printed: str | None
    number: str | None
    codes: tuple[str, ...]
    type: str | None
    year: int | None
    blank: bool = False


def find_own(words: str) -> Symbol | None:
    """The own number in one line of a header.

    >>> found = find_own("Số: 439 /KH – LĐLĐ")
    >>> found.number, found.printed, found.codes, found.type
    ('439/KH-LĐLĐ', '439 /KH – LĐLĐ', ('KH', 'LĐLĐ'), 'Kế hoạch')
    >>> find_own("Số:      /KH-LĐLĐ").printed, find_own("theo Kế hoạch số 12-KH/TU")
    ('/KH-LĐLĐ', None)
    """
    folded = fold(words)
    for match in _OWN.finditer(folded):
        start, word_type = _type_before(words, folded, match.start())
        if not _is_a_line_of_its_own(words, match, named=word_type is not None):
            continue
        name = next((group for group in ("full", "marred", "blank") if match[group]), "nothing")
        if name == "marred" and ":" not in words[match.start() : match.start("marred")]:
            continue
        end = _trimmed(words, match.start(name), match.end(name))
        printed = " ".join(words[match.start(name) : end].split()) or None
        codes = _codes(printed or "")
        if name != "nothing" and not codes:
            continue
        number = _number(printed) if printed and name == "full" else None
        kind = word_type or type_of(codes)
        return Symbol(start, end, printed, number, codes, kind, _year(number), blank=name in ("blank", "nothing"))
    return None


def _is_a_line_of_its_own(words: str, match: re.Match[str], *, named: bool) -> bool:
    """Whether a match is a number line and not a mention: "Số: 5/KH-LĐLĐ", "Luật số: …", not "Thông tư số 5/…"."""
    if named:
        return ":" in words[match.start() : match.start() + 5]
    alone = not words[match.end() :].strip(" .,;") and not words[: match.start()].strip()
    return words[match.start()] == "S" or alone


def _type_before(words: str, folded: str, start: int) -> tuple[int, str | None]:
    """A type word glued before "số": "Luật số:", "Nghị quyết số:"."""
    for row in lexicon.load("types")["type"]:
        name = fold(row["name"]) + " "
        at = start - len(name)
        if at >= 0 and folded[at:start] == name and words[at].isupper() and (at == 0 or not folded[at - 1].isalnum()):
            return at, row["name"]
    return start, None


def _trimmed(words: str, start: int, end: int) -> int:
    """Leave a place that stands after a dash out of the symbol: "15/KH-LĐLĐ - Lai Châu"."""
    for part in re.finditer(r"\s+[-–—]\s+([^\W_]+)", words[start:end]):
        code = part.group(1)
        if code[0].isupper() and code[1:].islower():
            return start + part.start()
    return end


def _codes(printed: str) -> tuple[str, ...]:
    parts = re.split(r"\s*[/\-–—]\s*", printed)
    return tuple(
        part
        for part in parts
        if re.search(r"[^\W\d_]{2}|^L$", part) and fold(part) != "mau" and not re.match(r"\d|(?i:mẫu)", part)
    )


def _number(printed: str) -> str:
    """Spaces and dashes unified; a sample number keeps its mark in front: ``MẪU-01/KH-LĐLĐ``."""
    plain = re.sub(r"\s*([/\-])\s*", r"\1", re.sub(r"[–—]", "-", printed))
    sample = re.match(r"(?i:mẫu)[\s-]*", plain)
    if sample:
        return f"MẪU-{_normalised(plain[sample.end() :])}"
    last = re.search(r"-(?i:mẫu)$", plain)
    return f"MẪU-{_normalised(plain[: last.start()])}" if last else _normalised(plain)


def _normalised(plain: str) -> str:
    from ingest import citations

    return citations.normalise_number(plain) or plain


@cache
def _type_codes() -> dict[str, str]:
    """Type by code; a code of two types (QĐ) stands for the first in the table."""
    known: dict[str, str] = {}
    for row in lexicon.load("types")["type"]:
        for code in row["codes"]:
            known.setdefault(code, row["name"])
    return known


def type_of(codes: tuple[str, ...]) -> str | None:
    """The type that a symbol's first code names.

    >>> type_of(("KH", "LĐLĐ")), type_of(("LĐLĐ",))
    ('Kế hoạch', None)
    """
    return _type_codes().get(codes[0]) if codes else None


def _year(number: str | None) -> int | None:
    found = re.search(r"/((?:19|20)\d\d)/", number or "")
    return int(found.group(1)) if found else None
