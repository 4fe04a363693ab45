"""Mentions that leave the symbol out: "Quyết định 217" after "Quyết định số 217-QĐ/TW", "Thông tư số 06/2018".

They are citations only where the same text gives the whole number once, and no other one with these digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.citations.head import Head, linked, read_head
from ingest.citations.number import Number, Symbol

_BARE = re.compile(
    r"(?<![\w./,-])(?P<digits>\d{1,5}[a-z]?)(?:/(?P<year>(?:19|20)\d\d))?(?!\w)(?!\s{0,2}[-\u2013\u2014/]\s{0,2}\w)(?![.,]\d)"
)
# What may follow a number that "số" does not announce: "Kế hoạch 05 năm" names no number.
_BEHIND = re.compile(
    r"\s{0,2}(?:[,;.:)\u201d]|$|\n)|\s(?:cua|ve|va|ngay|trong|tai|ban hanh|da|duoc|la|gan|nam (?:19|20)\d\d)(?!\w)",
    re.MULTILINE,
)
_LONG = 3
# "(sau đây gọi tắt là Thông tư số 06/2018)" gives a name and cites nothing.
_DEFINED = re.compile(r"\((?:sau day|duoi day|goi tat|viet tat)[^()\n]{0,40}$")

Key = tuple[str, str, int | None]


def read_short(
    text: str, folded: str, mentions: Sequence[tuple[Symbol, Head]], types: Sequence[str | None]
) -> list[tuple[Symbol, Head]]:
    """The mentions without a symbol, read with the help of the complete ones.

    Args:
        text: normalised text.
        folded: the same, folded.
        mentions: every complete mention of the text, the directive's own number included.
        types: the kind of each of them.
    """
    known = _known(mentions, types)
    digits = {key[1] for key in known}
    taken = [(head.start, symbol.end) for symbol, head in mentions]
    found: list[tuple[Symbol, Head]] = []
    at = 0
    before: tuple[int, str | None] = (0, None)  # end and kind of the last mention
    for match in _BARE.finditer(folded) if digits else ():
        if match[1] not in digits:
            continue
        while at < len(taken) and taken[at][1] <= match.start():
            before = (taken[at][1], types[at])
            at += 1
        if _DEFINED.search(folded, max(0, match.start() - 60), match.start()) or (
            at < len(taken) and taken[at][0] < match.end()
        ):
            continue
        mention = _mention(text, folded, match, known, before)
        if mention:
            found.append(mention[:2])
            before = (match.end(), mention[2])
    return found


def _known(mentions: Sequence[tuple[Symbol, Head]], types: Sequence[str | None]) -> dict[Key, Symbol | None]:
    """Kind, digits and year to the one symbol that has them; ``None`` where two have."""
    known: dict[Key, Symbol | None] = {}
    for (symbol, head), kind in zip(mentions, types, strict=True):
        if kind is None:
            continue
        tail = symbol.number.removeprefix(symbol.parts.digits)
        for digits in (symbol.parts.digits, *(member[2] for member in head.members)):
            number = digits + tail
            whole = Symbol(0, 0, number, _with_digits(symbol.parts, digits), known=True)
            for year in {None, symbol.parts.year}:
                other = known.setdefault((kind, digits, year), whole)
                if other and other.number != number:
                    known[kind, digits, year] = None
    return known


def _with_digits(parts: Number, digits: str) -> Number:
    return Number(digits, parts.year, parts.type_code, parts.organ, parts.party)


def _mention(
    text: str, folded: str, match: re.Match[str], known: dict[Key, Symbol | None], before: tuple[int, str | None]
) -> tuple[Symbol, Head, str] | None:
    year = int(match["year"]) if match["year"] else None
    parts = Number(match["digits"], year, None, None, party=False)
    head = read_head(text, folded, match.start(), match.end(), before[0], parts)
    kind = head.kind.name if head.kind and not head.name else None
    if kind is None and head.kind is None and linked(folded, before[0], head.start) and before[0] < head.start:
        kind = before[1]
    whole = known.get((kind, match["digits"], year)) if kind else None
    if kind is None or whole is None:
        return None
    certain = year is not None or head.announced or len(match["digits"]) >= _LONG
    if not certain and not _BEHIND.match(folded, match.end()):
        return None
    return Symbol(match.start(), match.end(), whole.number, whole.parts, known=True, short=True), head, kind
