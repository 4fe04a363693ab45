"""What documents state about instruments: the material that resolution works on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest import places
from ingest.text import fold
from ingest.types import Citation, Span
from kb.catalogue import organs
from kb.catalogue.organs import level_of
from kb.catalogue.words import table
from kb.store.keys import number_key
from kb.store.records import Document

CENTRAL = "trung ương"
OWN = -1
"""The position of what a directive says of itself, where mentions have their place among the citations."""

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_YEARLY = re.compile(r"-(?:19|20)\d\d-|-qh\d+$|-ubtvqh\d+$")
_CAPITALISED = re.compile(r"(?:[A-ZÀ-ỴĐ][^\W_]*\s?){1,4}")  # tried at one place only, words joined by one space


@dataclass(frozen=True, slots=True)
class Stated:
    """One mention, or the head of a directive that is in the collection itself (``position`` is :data:`OWN`).

    Attributes:
        key: of the number, see :func:`kb.store.keys.number_key`.
        scope: ``trung ương``, a province, or a province and the unit below it; for an instrument whose place nothing
            tells, the directive's own id, so that it is taken for no other.
        date: ISO date, ``None`` also for an incomplete one.
        written: the mention as printed.
    """

    directive: str
    position: int
    span: Span
    number: str
    key: str
    scope: str
    type: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    written: str = ""

    @property
    def block(self) -> tuple[str, str]:
        """Mentions are compared with those of the same number and scope only."""
        return (self.key, self.scope)

    @property
    def own(self) -> bool:
        """It is the instrument itself that speaks."""
        return self.position == OWN


def of_citation(citation: Citation, position: int, document: Document) -> Stated | None:
    """What a citation in a directive states; ``None`` for one without a number."""
    if not citation.number:
        return None
    return Stated(
        directive=document.id,
        position=position,
        span=Span(citation.start, citation.end),
        number=citation.number,
        key=number_key(citation.number),
        scope=scope_of(citation.number, citation.issuer, document),
        type=citation.type,
        date=_whole(citation.date),
        issuer=citation.issuer,
        title=_trimmed(citation.title),
        written=citation.text,
    )


def of_document(document: Document, head: Span) -> Stated | None:
    """What a directive states of itself; ``None`` for a draft without a number."""
    header = document.header
    if not header.number:
        return None
    return Stated(
        directive=document.id,
        position=OWN,
        span=head,
        number=header.number,
        key=number_key(header.number),
        scope=scope_of(header.number, header.issuer, document),
        type=header.type,
        date=_whole(header.date),
        issuer=header.issuer,
        title=_trimmed(header.title),
    )


def carries_year(key: str) -> bool:
    """Whether a number holds its year or its Assembly, so that it never comes back.

    >>> carries_year("4-2015-nđ-cp"), carries_year("10-2022-qh15"), carries_year("217-qđ-tw")
    (True, True, False)
    """
    return bool(_YEARLY.search(key))


def scope_of(number: str, issuer: str | None, document: Document) -> str:
    """Whose instrument it is: the centre's, a province's, or a unit's below one.

    The symbol's organ decides between centre and province. The province is the one that the issuer names, else that
    of the directive that cites it.
    """
    level, named = level_of(number), _province(issuer)
    if level == organs.CENTRAL or (level in {None, organs.ANY} and not named and _sounds_central(issuer)):
        return CENTRAL
    province = named or document.header.province
    if province is None:
        return document.id
    unit = _unit(issuer)
    if unit is None and (level == organs.DISTRICT or _names_unit(issuer)):
        unit = _unit(document.header.issuer)
    return f"{province}, {unit}" if unit else province


def shown_scope(scope: str, directive: str) -> str:
    """The scope as people read it: nothing where only the directive stands for it."""
    return "" if scope == directive else scope


def _whole(date: str | None) -> str | None:
    return date if date and _ISO.fullmatch(date) else None


def _trimmed(title: str | None) -> str | None:
    cleaned = (title or "").strip(" \n\t.,;:")
    return cleaned or None


def _sounds_central(issuer: str | None) -> bool:
    folded = fold(issuer or "")
    return any(fold(name) in folded for name in table()["central_issuers"])


def _province(issuer: str | None) -> str | None:
    found = places.find(issuer or "")
    return found[-1][1] if found else None


def _unit(issuer: str | None) -> str | None:
    """The unit below the province that an issuer names: ``huyện Mường Tè``."""
    text = issuer or ""
    for match in _units().finditer(fold(text)):
        name = _CAPITALISED.match(text, match.end())
        if name and not places.canonical(name.group().strip()):
            return f"{text[slice(*match.span(1))].lower()} {name.group().strip()}"
    return None


def _names_unit(issuer: str | None) -> bool:
    return bool(issuer) and bool(_units().search(f"{fold(issuer or '')} "))


@cache
def _units() -> re.Pattern[str]:
    names = "|".join(re.escape(fold(unit)) for unit in sorted(table()["lower_units"], key=len, reverse=True))
    return re.compile(rf"(?<!\w)({names})(?: uy)?\s")
