"""A directive becomes the items that are compared, aspect by aspect."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.cuts import SYLLABLE
from index.lines import Line, closing_end, lines_of
from ingest.sections import enclosing, path_at
from ingest.types import Span
from kb.comparing.aspects import DEFAULT, aspect_of, ends, reports
from kb.comparing.clauses import clauses, trimmed
from kb.comparing.types import Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ingest.types import Deadline, Directive, Section

LEADING = 20
"""Syllables from which a paragraph that announces a list says something of its own."""
PLAIN = 8
"""Syllables that have to be left of a text without its citations."""
_MARKS = " \t\n-–+•*"


@dataclass(frozen=True, slots=True)
class _Source:
    """A directive with what its citations resolve to."""

    directive: Directive
    document: str
    resolved: Mapping[int, str]

    def item(self, aspect: str, span: Span, head: str = "") -> Item:
        directive = self.directive
        cited = [
            self.resolved[place]
            for place, one in enumerate(directive.citations)
            if place in self.resolved and span.start <= one.start < span.end
        ]
        dates = [one.date or one.recurrence or "" for one in directive.deadlines if _within(one, span)]
        return Item(
            aspect=aspect,
            document=self.document,
            span=span,
            text=directive.text[span.start : span.end],
            head=head,
            section=path_at(directive.sections, span.start),
            page=_page(directive, span.start),
            instruments=tuple(dict.fromkeys(cited)),
            dates=tuple(filter(None, dates)),
            plain=_without(directive, span),
        )


def items_of(directive: Directive, document: str, resolved: Mapping[int, str]) -> tuple[Item, ...]:
    """All items of a directive, by aspect and then by place.

    Args:
        directive: as parsed.
        document: its id.
        resolved: ids of instruments by the position of the citation.
    """
    source = _Source(directive, document, resolved)
    found = [*_bases(source), *_cited(source), *_targets(source), *_deadlines(source), *_lines(source)]
    return tuple(sorted(found, key=lambda item: (item.aspect, item.span.start, item.span.end)))


def _bases(source: _Source) -> Iterator[Item]:
    for basis in source.directive.bases:
        yield source.item("bases", Span(basis.start, basis.end))


def _cited(source: _Source) -> Iterator[Item]:
    """The first mention of each instrument that is no basis."""
    directive = source.directive
    bases = [Span(one.start, one.end) for one in directive.bases]
    seen = {
        source.resolved[place]
        for place, one in enumerate(directive.citations)
        if place in source.resolved and any(basis.start <= one.start < basis.end for basis in bases)
    }
    for place, one in enumerate(directive.citations):
        ident = source.resolved.get(place)
        if ident is None or ident in seen or one.start < directive.body.start:
            continue
        seen.add(ident)
        yield replace(source.item("citations", Span(one.start, one.end)), instruments=(ident,))


def _targets(source: _Source) -> Iterator[Item]:
    directive = source.directive
    for target in directive.targets:
        head = _head(enclosing(directive.sections, target.start))
        yield replace(source.item("targets", Span(target.start, target.end), head), target=target)


def _deadlines(source: _Source) -> Iterator[Item]:
    """The clause in which a day or a rhythm is set."""
    directive = source.directive
    seen = set()
    for one in directive.deadlines:
        line = _line_around(directive.text, one.start)
        span = _clause_at(source, line, one.start)
        if span not in seen:
            seen.add(span)
            yield source.item("deadlines", span, _head(enclosing(directive.sections, one.start)))


def _lines(source: _Source) -> Iterator[Item]:
    """What stands in paragraphs: purposes, tasks, duties, reporting, and targets and deadlines without a number or a day."""
    directive = source.directive
    first = directive.sections[0].start if directive.sections else directive.body.start
    for zone in (directive.body, Span(closing_end(directive), len(directive.text))):
        for line in lines_of(directive, zone):
            if not _says_nothing(directive, line, first):
                yield from _items_of_line(source, line)


def _says_nothing(directive: Directive, line: Line, first: int) -> bool:
    """Whether a line is a heading, a basis, a mere lead-in, or frame around the content."""
    if line.basis or line.heading or (not line.chain and line.start < first):
        return True
    if line.leads and (not line.chain or line.syllables < LEADING):
        return True
    return ends(directive.text[line.start : line.end])


def _items_of_line(source: _Source, line: Line) -> Iterator[Item]:
    directive, text = source.directive, source.directive.text
    span = _unlabelled(text, line)
    if span.start >= span.end or not SYLLABLE.search(text, span.start, span.end):
        return
    aspect = aspect_of(line.chain) if line.chain or not directive.sections else "duties"
    head = _head(line.chain[:-1] if line.opens else line.chain)
    if aspect == "targets" and any(span.start <= one.start < span.end for one in directive.targets):
        return
    if aspect == "deadlines" and any(_within(one, span) for one in directive.deadlines):
        return
    if aspect != "duties":
        yield source.item(aspect, span, head)
        return
    yield from _duties(source, span, head)


def _duties(source: _Source, span: Span, head: str) -> Iterator[Item]:
    """What somebody must do, and apart from it what somebody must report."""
    text = source.directive.text
    for reporting, run in _runs(_clauses(source, span), lambda one: reports(one.of(text))):
        aspect = "reporting" if reporting else "duties"
        yield source.item(aspect, Span(run[0].start, run[-1].end), head)


def _runs(parts: Sequence[Span], of: Callable[[Span], bool]) -> list[tuple[bool, list[Span]]]:
    """Neighbours of one kind together."""
    runs: list[tuple[bool, list[Span]]] = []
    for part in parts:
        kind = of(part)
        if runs and runs[-1][0] == kind:
            runs[-1][1].append(part)
        else:
            runs.append((kind, [part]))
    return runs


def _clauses(source: _Source, span: Span) -> list[Span]:
    cited = [Span(one.start, one.end) for one in source.directive.citations]
    return clauses(source.directive.text, span, cited)


def _clause_at(source: _Source, line: Span, offset: int) -> Span:
    text = source.directive.text
    line = _after_label(source.directive, trimmed(text, line))
    return next((one for one in _clauses(source, line) if one.start <= offset < one.end), line)


def _line_around(text: str, offset: int) -> Span:
    end = text.find("\n", offset)
    return Span(text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end)


def _after_label(directive: Directive, line: Span) -> Span:
    """A line without the label of the section that it opens."""
    chain = enclosing(directive.sections, line.start)
    if not chain or chain[-1].start != line.start:
        return line
    return _strip_label(directive.text, line, chain[-1].label)


def _unlabelled(text: str, line: Line) -> Span:
    span = trimmed(text, Span(line.start, line.end))
    return _strip_label(text, span, line.chain[-1].label) if line.opens else span


def _strip_label(text: str, span: Span, label: str) -> Span:
    start = span.start + len(label) if text.startswith(label, span.start) else span.start
    while start < span.end and text[start] in f"{_MARKS}.):/":
        start += 1
    return Span(start, span.end)


def _head(chain: tuple[Section, ...]) -> str:
    """The nearest heading above that is not the aspect's own name."""
    named = [section.heading for section in chain if section.heading]
    return named[-1] if named else ""


def _without(directive: Directive, span: Span) -> str:
    """A text without the instruments that it cites, where enough is left of it."""
    left, at = [], span.start
    for one in directive.citations:
        if span.start <= one.start and one.end <= span.end and one.start >= at:
            left.append(directive.text[at : one.start])
            at = one.end
    plain = " ".join([*left, directive.text[at : span.end]])
    return plain if len(SYLLABLE.findall(plain)) >= PLAIN else directive.text[span.start : span.end]


def _within(one: Deadline, span: Span) -> bool:
    return span.start <= one.start < span.end


def _page(directive: Directive, start: int) -> int | None:
    position = bisect_right([page.start for page in directive.pages], start) - 1
    return directive.pages[max(position, 0)].number if directive.pages else None


__all__ = ["DEFAULT", "items_of"]
