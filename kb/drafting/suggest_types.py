"""The nouns of a suggestion: what is asked, what is comparable, what is suggested and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.errors import UsageError

if TYPE_CHECKING:
    from index.types import Hit
    from ingest.types import Directive, Span
    from kb.ask.answer import Evidence
    from kb.drafting.bases import Line
    from kb.store.records import Document, Instrument

AS_BASIS, IN_BODY = "căn cứ", "nội dung"
"""How a document cites an instrument."""


class EmptyDraftError(UsageError):
    """A draft or a topic without a word."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the draft that bases are looked for: its title, a passage, or the topic.

    Attributes:
        span: where it stands in the draft; ``None`` for a topic.
        weight: how much it counts beside the others.
    """

    text: str
    span: Span | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What bases are asked for.

    Attributes:
        subject: the topic, or the draft's title; what it is all about.
        pieces: what is searched for, the subject first.
        draft: the draft, where there is one, with the header that its writer has told beside.
        scopes: whose instruments may be named: the centre's, the own province's, those of the own unit below it.
        as_of: ISO date on which the bases must be in force.
        system: whose draft it is: ``state``, ``party``, ``union``.
    """

    subject: str
    pieces: tuple[Piece, ...]
    scopes: frozenset[str]
    as_of: str
    system: str
    type: str | None = None
    province: str | None = None
    issuer: str | None = None
    draft: Directive | None = None


@dataclass(frozen=True, slots=True)
class Comparable:
    """A document of the collection that is like what is drafted: how much, the nearest is 1."""

    document: Document
    weight: float


@dataclass(frozen=True, slots=True)
class Nearby:
    """What the search has found.

    Attributes:
        documents: the comparable ones, the nearest first.
        hits: for each piece of the draft, the passages near it.
        about: they write about its subject; else they are only of its type and of its kind of issuer.
    """

    documents: tuple[Comparable, ...] = ()
    hits: tuple[tuple[Hit, ...], ...] = ()
    about: bool = True


@dataclass(frozen=True, slots=True)
class Citing:
    """A comparable document that cites an instrument, and the place."""

    document: Document
    role: str
    passage: str
    span: Span
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An instrument that comparable documents cite.

    Attributes:
        vote: share of the comparable documents' weight that cites it.
        near: how near the draft comes to a passage that cites it.
        subject: the share of its subject's words that stand in one piece of the draft.
        calls: the piece of the draft that calls for it most.
    """

    instrument: Instrument
    citing: tuple[Citing, ...]
    vote: float = 0.0
    near: float = 0.0
    subject: float = 0.0
    calls: Piece | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Suggested:
    """A basis that is suggested, or that the draft has already.

    Attributes:
        line: the ready line; its punctuation is that of its place among the lines.
        score: 0 to 1, comparable within one suggestion only.
        reason: who cites it and what of the draft calls for it, in words.
        status: its standing on the day of the draft; ``told`` says why.
        present: how the draft names it already; ``None`` where it does not.
        replaces: what documents cite that this one has replaced.
        warnings: what is to be looked at: blanks, documents that disagree, parts that are no longer in force.
    """

    instrument: Instrument
    line: Line
    score: float
    reason: str
    evidence: tuple[Evidence, ...]
    citing: tuple[Citing, ...]
    calls: Piece | None
    status: str
    told: str = ""
    present: str | None = None
    replaces: tuple[Instrument, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An instrument that comparable documents cite and that is not suggested, with the reason."""

    instrument: Instrument
    reason: str


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What comparable documents of other provinces rest on: the own province may have its like, which is to be looked for."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The result of ``kb suggest``.

    Attributes:
        bases: ranked; those that the draft names already among them.
        lines: of those that it does not name, in the order and with the punctuation of the style.
        message: why nothing is suggested; ``None`` where something is.
    """

    wanted: Wanted
    style: str
    bases: tuple[Suggested, ...] = ()
    lines: tuple[Line, ...] = ()
    comparable: tuple[Comparable, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    counterparts: tuple[Counterpart, ...] = ()
    warnings: tuple[str, ...] = ()
    message: str | None = None
