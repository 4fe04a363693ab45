"""What the store hands out: frozen records, one for each kind of row."""

from __future__ import annotations

from dataclasses import dataclass

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
class Document:
    """A directive of the collection without its text: what lists, filters and citations of it need.

    Attributes:
        id: first 12 hex digits of the sha256 of the normalised text.
        header: what stands above its body.
        source: the best of its files (Word, then Markdown, plain text, PDF); empty for a retired one.
        sources: all files with this text, the best first.
        sample: every one of them lies under a sample root.
    """

    id: str
    header: Header
    source: str
    sources: tuple[str, ...]
    sample: bool


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
        number: normalised number and symbol, ``217-QĐ/TW``.
        scope: ``trung ương``, or the province (and district) whose instrument it is; empty where nothing tells.
        status: standing, ``chưa kiểm chứng`` unless a row of the catalogue states another.
        note: what the catalogue adds (successors, amendments), or ``None``; ``note_source`` says from where.
        spellings: how documents write the number, most frequent first.
        conflicts: fields on which they disagree.
        evidence: field name to the mention whose value is shown.
        cited_by: ids of the directives with a mention of it.
        directive: the directive of the collection that *is* this instrument, or ``None``.
    """

    id: str
    number: str
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


@dataclass(frozen=True, slots=True)
class Mention:
    """A numbered citation and what it resolves to.

    Attributes:
        directive: id of the directive that it stands in.
        position: its place in ``Directive.citations``.
        span: its range in that directive's text.
        number, type, date, issuer, title: what the mention claims, uncorrected.
        instrument: id of the instrument, or ``None`` for an unresolved one.
        reason: why it is unresolved, in Vietnamese; ``None`` for a resolved one.
        candidates: ids of the instruments that it may mean when it is ambiguous.
        passage: id of the passage in which it starts.
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
