"""What the store hands out: frozen records, one for each kind of row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from ingest.types import Header, Span

UNVERIFIED = "chưa kiểm chứng"
"""The standing of an instrument for which nobody has stated another."""


@dataclass(frozen=True, slots=True)
class Root:
    """A file or folder that builds read; a sample root holds documents made for showing only.

    Attributes:
        device: the file system that it was seen on with something in it: an empty folder on another one is the place
            where a disk was mounted.
    """

    path: str
    sample: bool = False
    device: int | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as the last build saw it.

    Attributes:
        path: absolute path.
        root: the remembered root that it lies under.
        sha256: of its bytes; empty for a file that was not worth reading.
        size, mtime_ns: what the file system said, to leave unchanged files unread.
        reason: why it was skipped, in Vietnamese; ``None`` for one that was read.
        directive: id of the directive in it; ``None`` for a skipped one.
        sample: it lies under a sample root.
        parser: fingerprint of the code that read it, with the limits where it was cut off by them.
        seen_ns: when its bytes were hashed. A file that was changed only a moment before may change once more without
            its time telling.
    """

    path: str
    root: str
    sha256: str
    size: int
    mtime_ns: int
    reason: str | None = None
    directive: str | None = None
    sample: bool = False
    parser: str = ""
    seen_ns: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """What a file said for a while.

    Attributes:
        path: of the file.
        directive: id of what it said.
        since, until: when builds found it so and found it replaced, ISO 8601; ``since`` is ``None`` where an older
            version of the product found it, ``until`` while it stands.
        since_revision, until_revision: the revisions of the database that these builds made.
    """

    path: str
    directive: str
    since_revision: int
    since: str | None
    until_revision: int | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that a person put in the place of what a text gives.

    Attributes:
        id: by which it is undone.
        directive: id of the directive that it concerns now; of one that is gone, the one on which it was made.
        field: of the header or of a citation (``number``, ``date``, …); ``instrument``: what a citation resolves to;
            ``citation``: whether it is one at all.
        value: the right one; ``None``: there is none.
        was: what the text gives.
        by, at, note: who, when (ISO, with the zone), and why.
        citation: where the citation starts in the text; ``None`` for a field of the header.
        printed: the citation as printed.
        state: ``applied``; ``superseded`` by a later one; ``review`` where the text gives something else now than what was
            corrected, so that a person has to look; ``gone`` where no document of the collection is concerned; ``undone``.
        position: of the citation among those of the directive.
    """

    id: int
    directive: str
    field: str
    value: str | None
    was: str | None
    by: str
    at: str
    note: str | None = None
    citation: int | None = None
    printed: str | None = None
    state: Literal["applied", "superseded", "review", "gone", "undone"] = "applied"
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """A document that a person took out of the collection: its files stay on disk and are not answered from.

    Attributes:
        id: in order of time.
        directive: id of the text that was removed.
        paths: its files at that time.
        name: how it was called.
        by, at: who and when.
        undone_by, undone_at: who brought it back, and when; ``None`` while it is out.
    """

    id: int
    directive: str
    paths: tuple[str, ...]
    name: str
    by: str
    at: str
    undone_by: str | None = None
    undone_at: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeChange:
    """One thing that somebody did to the office's table of instruments.

    Attributes:
        id: by which it is undone, in order of time.
        kind: ``edit``, ``import`` or ``undo``.
        by, at: who and when.
        file: name of the file that was imported.
        undoes: the change that this one takes back.
        undone: the change that took this one back, or ``None``.
    """

    id: int
    kind: str
    by: str
    at: str
    file: str | None = None
    undoes: int | None = None
    undone: int | None = None


@dataclass(frozen=True, slots=True)
class OfficeState:
    """What a row of the office's table says since a change.

    Attributes:
        key: of the instrument that it is about (:func:`kb.catalogue.known.key_of`).
        change: with which it came.
        row: column to text (:mod:`kb.catalogue.columns`); ``None``: the row was taken away.
        by, at: who stated it, and when; a state that an undoing has brought back keeps those of the first time.
    """

    key: str
    change: int
    row: dict[str, str] | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Document:
    """A directive of the collection without its text: what lists, filters and citations of it need.

    Attributes:
        id: first 12 hex digits of the sha256 of the normalised text.
        header: what stands above its body, as corrected by hand where somebody did.
        source: the best of its files (Word, then Markdown, plain text, PDF); empty for a retired one.
        sources: all files with this text or a near-copy of it, the one that it was read from first.
        sample: every one of them lies under a sample root.
        corrections: of the header and of citations, made by people; also those to be looked at again.
        confidence: of the page that was recognised worst from its picture, from 0 (not read at all) to 1; ``None``
            where the text is the files' own.
    """

    id: str
    header: Header
    source: str
    sources: tuple[str, ...]
    sample: bool
    corrections: tuple[Correction, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One value of an instrument's field, and the mention that states it."""

    value: str
    directive: str
    span: Span


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of the values that documents disagree on, with the ids of those that state it."""

    value: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Documents disagree on ``kind`` (``date``, ``issuer``, ``type`` or ``title``); most-stated value first."""

    kind: str
    values: tuple[ConflictValue, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One row of the catalogue: a document that directives cite.

    Every field but ``status``, ``note`` and ``note_source`` is stated by documents of the collection, and ``evidence`` names the
    mention behind each; what no document states is ``None``.

    Attributes:
        id: minted once, stable over builds.
        number: normalised number and symbol, ``217-QĐ/TW``; ``None`` for one that is only cited by name.
        scope: ``trung ương``, or the province (and district) whose instrument it is; empty where nothing tells.
        status: standing, ``chưa kiểm chứng`` unless a row of the catalogue states another.
        note: what the catalogue adds (successors, amendments), or ``None``; ``note_source`` says from where.
        spellings: how documents write the number, most frequent first.
        conflicts: fields on which they disagree.
        evidence: field name to the mention whose value is shown.
        cited_by: ids of the directives with a mention of it.
        directive: the directive of the collection that *is* this instrument, or ``None``.
        name: its proper name, where it has one: ``Luật Công đoàn``, with the year where only that tells it apart.
    """

    id: str
    number: str | None
    scope: str
    type: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    status: str = UNVERIFIED
    note: str | None = None
    note_source: str | None = None
    spellings: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    evidence: tuple[tuple[str, Claim], ...] = ()
    cited_by: tuple[str, ...] = ()
    directive: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation and what it resolves to.

    Attributes:
        directive: id of the directive that it stands in.
        position: its place in ``Directive.citations``.
        span: its range in that directive's text.
        number, type, date, issuer, title: what the mention claims, uncorrected.
        instrument: id of the instrument, or ``None`` for an unresolved one.
        reason: why it is unresolved, in Vietnamese; ``None`` for a resolved one.
        candidates: ids of the instruments that it may mean when it is ambiguous.
        passage: id of the passage in which it starts.
        corrections: what people said that it should claim.
        name, form: what it calls the instrument, and how it cites it (see :class:`ingest.types.Citation`).
    """

    directive: str
    position: int
    span: Span
    number: str
    type: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    instrument: str | None = None
    reason: str | None = None
    candidates: tuple[str, ...] = ()
    passage: str | None = None
    corrections: tuple[Correction, ...] = ()
    name: str | None = None
    form: str = "number"

    def corrected(self) -> Self:
        """With the values that people put in the place of the printed ones."""
        values: dict[str, Any] = {
            item.field: item.value for item in self.corrections if item.field in CLAIMS and item.state == "applied"
        }
        number = values.pop("number", None) or self.number
        return replace(self, number=number, **values)


CLAIMS = ("number", "type", "date", "issuer", "title")
"""The fields of a citation that a person may correct."""
