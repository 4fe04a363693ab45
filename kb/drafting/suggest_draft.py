"""What bases are asked for: a draft or a topic becomes pieces to search for, and says whose instruments it may name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.passages import split
from ingest import places
from ingest.types import Span
from kb.catalogue.levels import lower_unit
from kb.catalogue.stated import CENTRAL
from kb.drafting.bases import system_of
from kb.drafting.suggest_types import EmptyDraftError, Piece, Wanted

if TYPE_CHECKING:
    from ingest.types import Directive, Header

_LEAD = re.compile(r"^(?:v/v|về việc)\s+", re.IGNORECASE)
MOST_PIECES = 60
LONGEST = 130
"""Syllables of a piece that are searched for."""
FEWEST = 4
"""Syllables below which a line of a draft says nothing that could be searched for."""
SUBJECT = 0.5
"""What the subject counts beside all of the body."""


def of_topic(
    topic: str,
    *,
    province: str | None = None,
    kind: str | None = None,
    issuer: str | None = None,
    style: str | None = None,
) -> Wanted:
    """A topic that somebody wants to write about.

    Raises:
        EmptyDraftError: there is no word in it.
    """
    subject = _LEAD.sub("", " ".join(topic.split()))
    if not any(char.isalpha() for char in subject):
        raise EmptyDraftError('Chủ đề trống: hãy nêu chủ đề sau --topic, ví dụ --topic "công tác dân vận".')
    own = province_of(province)
    return Wanted(
        subject=subject,
        pieces=(Piece(subject, None),),
        scopes=_scopes(own, issuer),
        as_of=_today(),
        system=style or system_of(None, issuer or "liên đoàn lao động"),
        type=kind,
        province=own,
        issuer=issuer,
    )


def of_draft(
    draft: Directive, *, province: str | None = None, kind: str | None = None, style: str | None = None
) -> Wanted:
    """A draft that somebody has written.

    Args:
        draft: as it was read.
        province: what its writer says beside, before what its header tells.
        kind: of document, likewise.
        style: likewise.

    Raises:
        EmptyDraftError: nothing stands in it.
    """
    head = draft.header
    own = province_of(province) or head.province
    title = " ".join((head.title or "").split())
    body = _body(draft)
    if not body and not title:
        raise EmptyDraftError(
            "Dự thảo không có nội dung để tìm căn cứ: hãy viết tên gọi hoặc vài dòng nội dung rồi chạy lại."
        )
    whole = sum(piece.weight for piece in body)
    bare = _LEAD.sub("", title)
    subject = (Piece(bare, _title_span(draft, bare), max(1.0, SUBJECT * whole)),) if bare else ()
    return Wanted(
        subject=title or body[0].text,
        pieces=(*subject, *body),
        scopes=_scopes(own, head.issuer),
        as_of=_day_of(head),
        system=style or _system(head),
        type=kind or head.type,
        province=own,
        issuer=head.issuer,
        draft=replace(draft, header=replace(head, province=own)),
    )


def province_of(named: str | None) -> str | None:
    """The canonical name of a province that somebody typed; what the lexicon does not know stays as typed."""
    return (places.canonical(named) or " ".join(named.split())) if named and named.strip() else None


def _system(head: Header) -> str:
    """Whose draft it is; a union's where nothing tells."""
    number = head.number or f"1{head.symbol}" if head.symbol else head.number
    found = system_of(number, head.issuer or "liên đoàn lao động")
    return found if found in {"party", "state"} else "union"


def _scopes(province: str | None, issuer: str | None) -> frozenset[str]:
    if province is None:
        return frozenset({CENTRAL})
    unit = lower_unit(issuer or "", province)
    below = {f"{province}, {unit}"} if unit is not None and unit.name else set()
    return frozenset({CENTRAL, province, *below})


def _day_of(head: Header) -> str:
    """The draft's own day; of one that gives only its year the last of it, but no day that is still to come."""
    if head.date:
        return head.date
    return min(f"{head.year}-12-31", _today()) if head.year else _today()


def _today() -> str:
    return datetime.now(UTC).astimezone().date().isoformat()


def _body(draft: Directive) -> list[Piece]:
    """The passages of the body: neither what it names as its bases, nor head and foot."""
    found = [
        Piece(" ".join(one.text.split()[:LONGEST]), Span(one.start, one.end))
        for one in split(draft, "draft")
        if one.kind == "body" and len(one.text.split()) >= FEWEST
    ]
    step = max(1, -(-len(found) // MOST_PIECES))
    return found[::step]


def _title_span(draft: Directive, title: str) -> Span | None:
    """Where the title stands, if it stands there on one line."""
    at = draft.text.find(title, 0, draft.body.start)
    return Span(at, at + len(title)) if at >= 0 else None
