"""What the collection and the tables state of the instruments that a citation may mean.

Every statement is a voice, with the words or the row behind it. The draft itself has none: that it says so is no proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ingest.types import Span
from kb.audit import conflicts
from kb.audit.misprints import one_slip
from kb.catalogue import known
from kb.catalogue.known import Row
from kb.catalogue.stated import of_document
from kb.catalogue.words import content
from kb.store import Document, Instrument, Store
from kb.store.keys import number_key

MADE = "~"
"""Begins the id of an instrument that the catalogue does not have."""
_NOWHERE = Span(0, 0)
_SLIP = 2
"""Characters by which the length of a number may differ for one slip, a padding zero included."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one document or one row of a table states of an instrument.

    Attributes:
        directive, span: where a document says it; ``None`` for a row.
        own: it is the instrument itself that speaks.
    """

    type: str | None
    date: str | None
    issuer: str | None
    title: str | None
    directive: str | None = None
    span: Span = _NOWHERE
    passage: str | None = None
    row: Row | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An instrument that a citation may mean, with all that is stated of it; ``itself``: only the draft names it."""

    instrument: Instrument
    voices: tuple[Voice, ...] = ()
    itself: bool = False

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a field, what the instrument itself says first, then those that most documents state."""
        said = Counter(value for voice in self.voices if (value := getattr(voice, name)))
        own = {getattr(voice, name) for voice in self.voices if voice.own}
        listed = {getattr(voice, name) for voice in self.voices if voice.row is not None}
        return tuple(sorted(said, key=lambda value: (value not in own, -said[value], value not in listed, value)))

    def attested(self, name: str, value: str) -> bool:
        """Whether the instrument itself, the office's table, or two of the others state a value."""
        saying = [voice for voice in self.voices if getattr(voice, name) == value]
        if any(voice.own or (voice.row is not None and voice.row.by) for voice in saying):
            return True
        return len({voice.directive for voice in saying}) > 1

    @property
    def is_held(self) -> bool:
        """The catalogue of the collection has it; others are known by a table, or from a document that nobody cites."""
        return not self.instrument.id.startswith(MADE)

    @property
    def right(self) -> Instrument:
        """The instrument with the values that are to be trusted most."""
        kind, issuer, title = (next(iter(self.values(name)), None) for name in ("type", "issuer", "title"))
        date = next((one for one in self.values("date") if len(one) == len("2013-12-12")), None)
        if self.instrument.title in self.values("title"):
            title = self.instrument.title
        return replace(self.instrument, type=kind, date=date, issuer=issuer, title=title)


@dataclass(slots=True)
class Known:
    """The collection as a draft is compared with it.

    Args:
        store: held at one revision.
        itself: id of the draft, where the collection holds it.
        without: ids of documents that are not heard.
    """

    store: Store
    itself: str | None = None
    without: frozenset[str] = frozenset()
    _about: dict[str, Candidate] = field(default_factory=dict)
    _titles: list[tuple[Instrument, frozenset[str]]] | None = None
    _rows: dict[str, list[Row]] | None = None
    _heard: frozenset[str] | None = None

    @property
    def heard(self) -> frozenset[str]:
        """The documents that count: a stamped one says nothing that could leave this computer with a result."""
        if self._heard is None:
            active = self.store.active_directives()
            self._heard = frozenset(one.id for one in active if one.header.secrecy is None) - self.without
        return self._heard

    def numbered(self, key: str) -> tuple[Candidate, ...]:
        """All instruments with a number, of every scope."""
        rows = self.rows.get(key, [])
        found = [self._candidate(one, rows) for one in self.store.instruments.numbered(key)]
        held = {one.instrument.directive for one in found}
        found += [self._of_document(one, rows) for one in self.store.directives.numbered(key) if one.id not in held]
        taken = {id(voice.row) for one in found for voice in one.voices if voice.row is not None}
        found += [_of_row(row) for row in rows if id(row) not in taken]
        return tuple(one for one in found if one.voices or one.itself)

    def named(self, key: str) -> tuple[Candidate, ...]:
        """The instruments with a name."""
        found = [
            self._candidate(one, self.rows.get(number_key(one.number or ""), []))
            for one in self.store.instruments.named(key)
        ]
        return tuple(one for one in found if one.voices or one.itself)

    def about(self, words: frozenset[str], share: float) -> Iterator[Candidate]:
        """Instruments whose subject has this share of the words."""
        for row, own in self._listed():
            if own and len(own & words) >= share * min(len(own), len(words)):
                candidate = self._candidate(row, self.rows.get(number_key(row.number or ""), []))
                if candidate.voices:
                    yield candidate
        for one in (one for rows in self.rows.values() for one in rows if one.title):
            own = frozenset(content(one.title))
            if own and len(own & words) >= share * min(len(own), len(words)):
                same = self.numbered(number_key(one.number))
                yield from (candidate for candidate in same if any(voice.row is one for voice in candidate.voices))

    def slipped(self, number: str, scope: str) -> Iterator[Candidate]:
        """Instruments of a scope whose number is one slip away."""
        given = Instrument("", number, scope)
        for row, _ in self._listed():
            if row.scope == scope and abs(len(row.number or "") - len(number)) <= _SLIP and one_slip(given, row):
                candidate = self._candidate(row, self.rows.get(number_key(row.number or ""), []))
                if candidate.voices:
                    yield candidate

    def _listed(self) -> list[tuple[Instrument, frozenset[str]]]:
        """The numbered instruments with the words of their subjects."""
        if self._titles is None:
            self._titles = [
                (one, frozenset(content(one.title or ""))) for one in self.store.instruments.all() if one.number
            ]
        return self._titles

    @property
    def rows(self) -> dict[str, list[Row]]:
        """The rows of the office's table and the shipped one, by number."""
        if self._rows is None:
            self._rows = {}
            for one in (*known.office(self.store), *known.shipped()):
                self._rows.setdefault(number_key(one.number), []).append(one)
        return self._rows

    def _candidate(self, row: Instrument, rows: Iterable[Row]) -> Candidate:
        if row.id not in self._about:
            voices = list(self._mentions(row))
            if row.directive in self.heard and row.directive != self.itself:
                voices += self._own(row.directive)
            told = conflicts.row_about(row, rows)
            voices += [_voice_of(told)] if told and (voices or row.id) else []
            itself = self.itself is not None and self.itself in {*row.cited_by, row.directive}
            self._about[row.id] = Candidate(row, tuple(voices), itself)
        return self._about[row.id]

    def _mentions(self, row: Instrument) -> Iterator[Voice]:
        for printed in self.store.instruments.mentions(row.id):
            one = printed.corrected()
            if one.directive in self.heard and one.directive != self.itself:
                yield Voice(one.type, _whole(one.date), one.issuer, one.title, one.directive, one.span, one.passage)

    def _own(self, ident: str | None) -> list[Voice]:
        document = self.store.directives.document(ident) if ident else None
        if document is None:
            return []
        head, end = document.header, self.store.directives.body(document.id).start
        return [Voice(head.type, head.date, head.issuer, head.title, document.id, Span(0, end), None, own=True)]

    def _of_document(self, document: Document, rows: Iterable[Row]) -> Candidate:
        """A directive of the collection that nobody cites yet."""
        stated = of_document(document, Span(0, 0))
        head = document.header
        row = Instrument(
            f"{MADE}{document.id}",
            head.number,
            stated.scope if stated else "",
            head.type,
            head.date,
            head.issuer,
            head.title,
        )
        if document.id == self.itself:
            return Candidate(row, (), itself=True)
        if document.id not in self.heard:
            return Candidate(row)
        told = conflicts.row_about(row, rows)
        return Candidate(row, (*self._own(document.id), *([_voice_of(told)] if told else [])))


def _whole(date: str | None) -> str | None:
    return date if date and len(date) == len("2013-12-12") and not date.startswith("-") else None


def _voice_of(row: Row) -> Voice:
    return Voice(row.type or None, row.date or None, row.issuer or None, row.title or None, row=row)


def _of_row(row: Row) -> Candidate:
    """An instrument that only a table knows."""
    date = _whole(row.date)
    made = Instrument(
        f"{MADE}{row.number}|{row.date}",
        row.number,
        known.scope_of_row(row),
        row.type or None,
        date,
        row.issuer or None,
        row.title or None,
    )
    return Candidate(made, (_voice_of(row),))
