"""The sentences that may answer a question, scored by how far they and what stands around them cover it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.sections import enclosing, headings_at, walk
from ingest.sentences import clauses, sentences
from ingest.types import Span
from kb.ask.match import APART, View, coverage, degree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.types import Hit, Passage
    from ingest.types import Deadline, Directive, Target
    from kb.ask.match import Coverage
    from kb.ask.terms import Term
    from kb.collection import Collection
    from kb.store.records import Document

# How much a word counts that does not stand in the sentence itself but around it.
SENTENCE, PASSAGE, HEADING, LABEL = 0.95, 0.7, 0.85, 0.8
OWN, ALL = 0.5, 0.5
"""Shares of the sentence's own coverage and of the coverage with its surroundings in the score."""
BESIDE = 0.85
"""What the words count that neither the directive's name nor the headings hold, when the quoted words hold them: of a
plan on women's work the sentence that says what is spent need not say "women's work" again."""
RETRIEVED = 0.08
"""What the retrievers' opinion adds at most."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or clause that may answer.

    Attributes:
        span: what would be quoted.
        own: coverage by the quoted words alone, of the question or of what the directive's name leaves of it.
        whole: coverage with passage, headings and the directive's label.
        score: 0 to a little over 1.
        targets, deadlines: those that stand in the span.
        heading: the span is no more than a heading: it names a matter, it does not say anything of it.
    """

    document: Document
    passage: Passage
    span: Span
    own: float
    whole: float
    score: float
    missing: tuple[Term, ...]
    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    heading: bool = False

    def quote(self, directive: Directive) -> str:
        """The words, exactly as they stand."""
        return self.span.of(directive.text)


def label(document: Document) -> str:
    """What is known of a directive from its header, as one text to match."""
    header = document.header
    draft = "dự thảo" if header.draft else None
    parts = (header.type, draft, header.number, header.title, header.issuer, header.place, header.province)
    return " . ".join(part for part in parts if part)


def _label_views(document: Document) -> list[tuple[View, float]]:
    """The same, what it is about and who issued it apart."""
    header = document.header
    draft = "dự thảo" if header.draft else None
    subject = (header.type, draft, header.number, header.title)
    origin = (header.issuer, header.place, header.province)
    return [
        (view_of(" . ".join(part for part in subject if part)), LABEL),
        (view_of(" . ".join(part for part in origin if part), name=True), LABEL),
    ]


@lru_cache(maxsize=20_000)
def view_of(text: str, *, far: bool = False, name: bool = False) -> View:
    """A prepared text; the same passages come back with every question."""
    return View.of(text, far=far, name=name)


def units(collection: Collection, hits: Iterable[Hit], terms: Sequence[Term]) -> list[Unit]:
    """All sentences and clauses of the passages that were hit, best first."""
    found: list[Unit] = []
    ranked = list(hits)
    top = max((hit.score for hit in ranked), default=0.0) or 1.0
    for hit in ranked:
        passage = collection.passage(hit.passage)
        found.extend(units_of(collection, passage, terms, bonus=RETRIEVED * max(hit.score, 0.0) / top))
    return sorted(found, key=lambda unit: -unit.score)


def units_of(collection: Collection, passage: Passage, terms: Sequence[Term], *, bonus: float = 0.0) -> list[Unit]:
    """The sentences and clauses of one passage."""
    directive = collection.directive(passage.document)
    document = collection.document(passage.document)
    around = [
        (view_of(passage.text, far=True), PASSAGE),
        (view_of(" . ".join([*headings_at(directive.sections, passage.start), passage.context])), HEADING),
        *_label_views(document),
    ]
    headings = _heading_lines(directive)
    found = []
    for span, sentence in spans_of(directive, passage):
        views = [(view_of(span.of(directive.text)), 1.0), (view_of(sentence.of(directive.text)), SENTENCE), *around]
        whole = coverage(terms, views, collection.weight)
        own = coverage(terms, views[:1], collection.weight)
        above = (view_of(_above(directive, span)), view_of(passage.context), view_of(label(document)))
        left = [term for term in terms if all(degree(term, view) < APART for view in above)]
        beside = coverage(left, views[:1], collection.weight).share if left else 0.0
        heading = _within(headings, span)
        found.append(
            _unit(directive, document, passage, span, max(own.share, BESIDE * beside), whole, bonus, heading=heading)
        )
    return found


def _above(directive: Directive, span: Span) -> str:
    """The headings above a sentence, without one that it opens with itself."""
    enclosing_sections = enclosing(directive.sections, span.start)
    return " . ".join(node.heading for node in enclosing_sections if node.heading and node.start != span.start)


def _unit(
    directive: Directive,
    document: Document,
    passage: Passage,
    span: Span,
    own: float,
    whole: Coverage,
    bonus: float,
    *,
    heading: bool,
) -> Unit:
    return Unit(
        document=document,
        passage=passage,
        span=span,
        own=own,
        whole=whole.share,
        score=OWN * own + ALL * whole.share + bonus,
        missing=whole.missing,
        targets=tuple(item for item in directive.targets if span.start <= item.start and item.end <= span.end),
        deadlines=tuple(item for item in directive.deadlines if span.start <= item.start and item.end <= span.end),
        heading=heading,
    )


def _heading_lines(directive: Directive) -> list[Span]:
    """The line of each section with a heading and something under it, in order."""
    lines = []
    for _, _, section in walk(directive.sections):
        if section.heading is not None:
            newline = directive.text.find("\n", section.start, section.end)
            if newline >= 0:
                lines.append(Span(section.start, newline))
    return sorted(lines, key=lambda line: line.start)


def _within(lines: Sequence[Span], span: Span) -> bool:
    """Whether a span is all or part of a heading's line: its label may be left out ("Điều 3. Hiệu lực thi hành")."""
    at = bisect_right(lines, span.start, key=lambda line: line.start) - 1
    return at >= 0 and span.end <= lines[at].end


def spans_of(directive: Directive, passage: Passage) -> list[tuple[Span, Span]]:
    """(what may be quoted, its sentence): whole sentences, and the clauses of long ones."""
    keep = [
        *(Span(item.start, item.end) for item in directive.citations),
        *(Span(item.start, item.end) for item in directive.targets),
        *(Span(item.start, item.end) for item in directive.deadlines),
    ]
    pairs: list[tuple[Span, Span]] = []
    for sentence in sentences(directive.text, Span(passage.start, passage.end)):
        pairs.append((sentence, sentence))
        parts = clauses(directive.text, sentence, keep)
        if len(parts) > 1:
            pairs.extend((part, sentence) for part in parts)
    return pairs
