"""Replies from the outline: steps, the section of an organ, the list of targets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.sections import walk
from ingest.sentences import sentences
from ingest.text import fold
from ingest.types import Span
from kb.ask.language import says
from kb.ask.match import coverage
from kb.ask.replies.quotes import quote
from kb.ask.scope import says_year
from kb.ask.units import label, view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.types import Directive, Section
    from kb.ask.compose import Composer
    from kb.ask.question import Question
    from kb.ask.terms import Term
    from kb.collection import Collection
    from kb.store.records import Document

MOST_STATEMENTS = 12
"""Items of one section that are quoted."""


@dataclass(frozen=True, slots=True)
class Stepped:
    """A section that goes by steps, and how far it covers the question."""

    share: float
    document: Document
    section: Section


def stepped_section(collection: Collection, documents: Sequence[Document], terms: Sequence[Term]) -> Stepped | None:
    """The section with steps that covers the question best."""
    best: Stepped | None = None
    for document in documents:
        directive = collection.directive(document.id)
        for section, path in _with_paths(directive.sections):
            if not _is_stepped(section):
                continue
            near = " . ".join(
                [*(node.heading or "" for node in path), section.heading or "", _lead(directive, section)]
            )
            inside = section.start, section.end
            views = [
                (view_of(near), 1.0),
                (view_of(label(document)), 0.85),
                (view_of(directive.text[slice(*inside)]), 0.6),
            ]
            share = coverage(terms, views, collection.weight).share
            if best is None or share > best.share:
                best = Stepped(share, document, section)
    return best


def reply_steps(collection: Collection, composer: Composer, question: Question, found: Stepped) -> None:
    """Quote the steps in order, or the one that is asked for in full."""
    directive = collection.directive(found.document.id)
    wanted = _wanted_step(question)
    if wanted is None and says("which step", fold(question.text)):
        wanted = _step_about(collection, directive, found.section, question.terms)
    if wanted is None and says("how many steps", fold(question.text)):
        for sentence in sentences(directive.text, _lead_span(found.section)):
            if says("counts steps", fold(sentence.of(directive.text))):
                quote(collection, composer, found.document, sentence, found.share)
    for step in _steps(found.section):
        if wanted is not None and fold(step.label).split()[-1] != wanted:
            continue
        span = _step_span(directive, step, whole=wanted is not None)
        quote(collection, composer, found.document, span, found.share)


def _step_about(collection: Collection, directive: Directive, section: Section, terms: Sequence[Term]) -> str | None:
    """The number of the step whose heading covers what the section's own heading leaves open, if there is one."""
    opening = view_of(_lead(directive, section))
    left = [
        term for term in terms if coverage([term], [(opening, 1.0)], collection.weight).share < 0.5 and not term.weak
    ]
    best, wanted = 0.0, None
    for step in _steps(section):
        views = [(view_of(_step_span(directive, step, whole=False).of(directive.text)), 1.0)]
        share = coverage(left, views, collection.weight).share
        if share > best:
            best, wanted = share, fold(step.label).split()[-1]
    return wanted


def _with_paths(sections: Sequence[Section]) -> list[tuple[Section, tuple[Section, ...]]]:
    found: list[tuple[Section, tuple[Section, ...]]] = []

    def visit(nodes: Sequence[Section], path: tuple[Section, ...]) -> None:
        for node in nodes:
            found.append((node, path))
            visit(node.children, (*path, node))

    visit(sections, ())
    return found


def _steps(section: Section) -> list[Section]:
    return [child for child in section.children if fold(child.label).startswith("buoc")] or list(section.children)


def _is_stepped(section: Section) -> bool:
    if sum(fold(child.label).startswith("buoc") for child in section.children) > 1:
        return True
    named = fold(f"{section.heading or ''}")
    return len(section.children) > 1 and says("steps heading", named)


def _lead(directive: Directive, section: Section) -> str:
    return _lead_span(section).of(directive.text)


def _lead_span(section: Section) -> Span:
    """What stands in a section before its first child."""
    return Span(section.start, section.children[0].start if section.children else section.end)


def _wanted_step(question: Question) -> str | None:
    match = re.search(r"buoc\s+(?:thu\s+(hai|ba|tu|nam|sau|nhat)|(\d+|mot|dau tien|dau))(?!\w)", fold(question.text))
    if match is None:
        return None
    words = {
        "mot": "1",
        "hai": "2",
        "ba": "3",
        "bon": "4",
        "tu": "4",
        "nam": "5",
        "sau": "6",
        "dau tien": "1",
        "dau": "1",
        "nhat": "1",
    }
    said = match.group(1) or match.group(2)
    return words.get(said, said)


def _step_span(directive: Directive, step: Section, *, whole: bool) -> Span:
    if whole:
        return Span(step.start, step.end)
    end = directive.text.find("\n", step.start, step.end)
    return Span(step.start, step.end if end < 0 else end)


def sections_about(
    collection: Collection, documents: Sequence[Document], terms: Sequence[Term]
) -> list[tuple[float, Document, Section]]:
    """Sections whose own heading covers the question, best first."""
    found = []
    for document in documents:
        directive = collection.directive(document.id)
        for _, _, section in walk(directive.sections):
            if section.heading is None or (not section.children and section.end - section.start < 40):
                continue
            heading = view_of(section.heading)
            own = coverage(terms, [(heading, 1.0)], collection.weight).share
            if own < 0.3:
                continue
            share = coverage(terms, [(heading, 1.0), (view_of(label(document)), 0.8)], collection.weight).share
            found.append((share, document, section))
    return sorted(found, key=lambda item: -item[0])


def target_sections(
    collection: Collection, documents: Sequence[Document], question: Question
) -> list[tuple[float, Document, Section]]:
    """Sections that list targets, by how far they and their directive cover the question, best first."""
    found = []
    for document in documents:
        if not all(says_year(year, document) for year in question.years):
            continue
        directive = collection.directive(document.id)
        for section, path in _with_paths(directive.sections):
            heading = fold(section.heading or "")
            if not section.children or not says("targets heading", heading):
                continue
            if any(says("targets heading", fold(node.heading or "")) for node in section.children):
                continue
            near = " . ".join([*(node.heading or "" for node in path), section.heading or ""])
            views = [(view_of(near), 1.0), (view_of(label(document)), 0.9), (view_of(_body(directive, section)), 0.7)]
            if question.strong:
                share = coverage(question.terms, views, collection.weight).share
            else:
                share = 1.0 if question.provinces or question.years else 0.0  # the place or the year says whose
            found.append((share, document, section))
    return sorted(found, key=lambda item: -item[0])


def _body(directive: Directive, section: Section) -> str:
    return directive.text[section.start : section.end]


def reply_section(
    collection: Collection, composer: Composer, document: Document, section: Section, score: float
) -> None:
    """Quote a section's items one by one."""
    directive = collection.directive(document.id)
    for item in (section.children or (section,))[:MOST_STATEMENTS]:
        end = directive.text.find("\n", item.start, item.end)
        span = Span(item.start, item.end if end < 0 or item is section else end)
        under = section.heading if section.heading and item is not section else ""
        quote(collection, composer, document, span, score, under=under or "")
