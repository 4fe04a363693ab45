"""What coordinated mentions share: "217-QĐ/TW và 218-QĐ/TW, ngày … của Bộ Chính trị"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.citations.number import Number

_AND = re.compile(r"[ ,]{0,3}(?:va|cung|&) {1,2}(?:cac |ca |so ){0,2}")
_COMMA = re.compile(r" ?[,;] {0,2}(?:cac |so ){0,2}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention while its parts are put together; offsets, not yet words.

    Attributes:
        start, end: the mention, subject included.
        number: normalised number.
        parts: the parts of the number.
        worded: a type word stands before it.
        type, date, issuer, title, pinpoint: what the mention claims.
        quoted: its subject is in quotation marks, so that it ends where they close.
        short: the text leaves its symbol out.
        sibling: a comma, "và" or a mark stands before it: it is not part of another one's subject.
    """

    start: int
    end: int
    number: str
    parts: Number
    worded: bool
    type: str | None = None
    date: str | None = None
    issuer: tuple[int, int] | None = None
    title: tuple[int, int] | None = None
    pinpoint: tuple[int, int] | None = None
    dated: bool = False
    quoted: bool = False
    sibling: bool = False
    short: bool = False


def share(folded: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Hand date and issuer of a coordination's last mention to the earlier ones, where it is clear that they share it.

    Clear is: the type word stands once for all numbers; or kind and organ are the same and "và" joins the mentions;
    or, for the issuer, "và" joins dated mentions of one organ. A comma alone joins nothing: the earlier mention
    may just have been left undated.
    """
    shared = list(drafts)
    joined = False
    for index in range(len(shared) - 2, -1, -1):
        left, right = shared[index], shared[index + 1]
        link = _link(folded, left, right)
        joined = link == "and" or (link == "comma" and joined)
        if link and left.parts.organ == right.parts.organ:
            shared[index] = _handed(left, right, joined=joined)
    return shared


def _link(folded: str, left: Draft, right: Draft) -> str | None:
    if left.title or right.start - left.end > 12 or right.start < left.end:
        return None
    if _AND.fullmatch(folded, left.end, right.start):
        return "and"
    return "comma" if _COMMA.fullmatch(folded, left.end, right.start) else None


def _handed(left: Draft, right: Draft, *, joined: bool) -> Draft:
    same_kind = left.type == right.type and left.parts.type_code == right.parts.type_code
    once = same_kind and not right.worded
    date = left.date
    if (once or (joined and same_kind)) and not left.dated and not left.issuer:
        date = right.date
    clear = once or (joined and (same_kind or left.dated))
    issuer = right.issuer if clear and not left.issuer else left.issuer
    return replace(left, date=date, issuer=issuer)
