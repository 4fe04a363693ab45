"""What documents state about instruments: the material that resolution works on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest import places
from ingest.citations import read_name
from ingest.text import fold
from ingest.types import Citation, Span
from kb.catalogue import organs
from kb.catalogue.levels import lower_unit
from kb.catalogue.lexicon import table
from kb.catalogue.organs import level_of
from kb.store import blocks
from kb.store.instruments import NAMED
from kb.store.keys import number_key
from kb.store.records import Document

CENTRAL = blocks.CENTRAL
OWN = -1
"""The position of what a directive says of itself, where mentions have their place among the citations."""

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_YEARLY = re.compile(r"-(?:19|20)\d\d-|-qh\d+$|-ubtvqh\d+$")


@dataclass(frozen=True, slots=True)
class Stated:
    """One mention, or the head of a directive that is in the collection itself (``position`` is :data:`OWN`).

    Attributes:
        key: of the number, see :func:`kb.store.keys.number_key`.
        scope: ``trung ương``, a province, or a province and the unit below it; for an instrument whose place or unit nothing
            tells, the directive's own id, so that it is taken for no other.
        date: ISO date, ``None`` also for an incomplete one.
        written: the mention as printed.
        name: what a mention without a number calls the instrument; its ``number`` is empty.
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
    name: str | None = None

    @property
    def block(self) -> tuple[str, str]:
        """Mentions are compared with those of the same number and scope only."""
        return (self.key, self.scope)

    @property
    def own(self) -> bool:
        """It is the instrument itself that speaks."""
        return self.position == OWN


def of_citation(citation: Citation, position: int, document: Document) -> Stated | None:
    """What a citation in a directive states; ``None`` for one that only points back."""
    if not citation.number:
        return _of_name(citation, position, document) if citation.form == "name" and citation.name else None
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


def _of_name(citation: Citation, position: int, document: Document) -> Stated:
    name = read_name(citation.name or "")
    return Stated(
        directive=document.id,
        position=position,
        span=Span(citation.start, citation.end),
        number="",
        key=f"{NAMED}{name.key}",
        scope=_scope_of_name(citation.name or "", document) if name.local else CENTRAL,
        type=citation.type,
        date=_whole(citation.date),
        issuer=citation.issuer,
        title=citation.name,
        written=citation.text,
        name=citation.name,
    )


def _scope_of_name(name: str, document: Document) -> str:
    """The province that the name gives, else that of the directive; where nothing tells, no other's."""
    province = _province(name) or document.header.province
    if province is None:
        return document.id
    unit = lower_unit(name, province)
    below = fold(name)
    if unit is None and not any(
        word in below for word in ("co so", "co quan", "huyen", "quan ", "thi xa", "xa", "phuong")
    ):
        return province
    if unit is None or not unit.name:
        near = lower_unit(document.header.issuer or "", province)
        unit = near if near and (unit is None or near.level == unit.level) else unit
    return f"{province}, {unit}" if unit and unit.name else document.id


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


def of_row(row: Mapping[str, Any], directive: str, position: int, block: tuple[str, str]) -> Stated:
    """What a stored citation or head states, its block known: the same as :func:`of_citation` and :func:`of_document` say."""
    key, scope = block
    return Stated(
        directive=directive,
        position=position,
        span=Span(row["start"], row["end"]),
        number=row["number"] or "",
        key=key,
        scope=scope,
        type=row["type"],
        date=_whole(row["date"]),
        issuer=row["issuer"],
        title=_trimmed(row["title"]) if row["number"] else row["name"],
        written=row["text"],
        name=None if row["number"] else row["name"],
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
    of the directive that cites it; the same holds for the unit below it.
    """
    level, named = level_of(number), _province(issuer)
    if level == organs.CENTRAL or (level in {None, organs.ANY} and not named and sounds_central(issuer)):
        return CENTRAL
    province = named or document.header.province
    if province is None:
        return document.id
    unit = lower_unit(issuer or "", province)
    if unit is None and level != organs.DISTRICT:
        return province
    if unit is None or not unit.name:
        near = lower_unit(document.header.issuer or "", province)
        unit = near if near and (unit is None or near.level == unit.level) else unit
    # "UBND huyện", nobody knows which: it is not the province's, and no other document's either.
    return f"{province}, {unit}" if unit and unit.name else document.id


def shown_scope(scope: str, directive: str) -> str:
    """The scope as people read it: nothing where only the directive stands for it."""
    return "" if scope == directive else scope


def _whole(date: str | None) -> str | None:
    return date if date and _ISO.fullmatch(date) else None


def _trimmed(title: str | None) -> str | None:
    cleaned = (title or "").strip(" \n\t.,;:")
    return cleaned or None


def sounds_central(issuer: str | None) -> bool:
    """Whether the name of a body is one of the centre's.

    >>> sounds_central("Ban Bí thư"), sounds_central("Ban Thường vụ Tỉnh ủy")
    (True, False)
    """
    folded = fold(issuer or "")
    return any(fold(name) in folded for name in table()["central_issuers"])


def _province(issuer: str | None) -> str | None:
    found = places.find(issuer or "")
    return found[-1][1] if found else None
