"""One function for each thing that may be asked: it adds statements to the composer, or leaves it empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.sections import walk
from ingest.text import fold
from ingest.types import Span
from kb.ask.compose import Composer, day, describe, name_of, short_name, where
from kb.ask.match import coverage
from kb.ask.scope import says_year
from kb.ask.subjects import surroundings
from kb.ask.units import Unit, label, view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.types import Passage
    from ingest.types import Directive, Section
    from kb.ask.question import Question, Term
    from kb.collection import Collection
    from kb.store.records import Document, Instrument, Mention

MOST_DOCUMENTS = 6
"""Documents that are listed with one instrument."""
MOST_STATEMENTS = 12


def best_mention(instrument: Instrument, mentions: Sequence[Mention]) -> Mention:
    """The mention that says most of what the catalogue shows of the instrument."""

    def agreement(mention: Mention) -> tuple[int, int]:
        agreed = (
            2 * (mention.date is not None and mention.date == instrument.date)
            + 2 * (mention.issuer is not None and mention.issuer == instrument.issuer)
            + 2 * (mention.title is not None)
            + (mention.title is not None and mention.title == instrument.title)
            + (mention.issuer is not None)
            + (mention.type is not None)
            - 3 * (mention.date is not None and instrument.date is not None and mention.date != instrument.date)
        )
        return agreed, -(mention.span.end - mention.span.start)

    return max(mentions, key=agreement)


def reply_instrument(
    collection: Collection,
    composer: Composer,
    instrument: Instrument,
    score: float,
    *,
    preferred: Sequence[Mention] = (),
) -> None:
    """Name an instrument in full, and the documents that cite it."""
    mentions = [mention for mention in collection.mentions_of(instrument.id) if collection.is_active(mention.directive)]
    if not mentions:
        return
    best = best_mention(instrument, mentions)
    marks = [_mark_mention(collection, composer, best, score)]
    if not composer.say(_sentence(describe(best, instrument.type)), marks):
        return
    composer.name(instrument)
    _say_conflicts(collection, composer, instrument, mentions, score)
    seen = {best.directive}
    ordered = [*preferred, *mentions]
    for mention in ordered:
        if mention.directive in seen or len(seen) >= MOST_DOCUMENTS:
            continue
        seen.add(mention.directive)
        _say_citing(collection, composer, mention, score)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "”", '"')) else ".")


def _mark_mention(collection: Collection, composer: Composer, mention: Mention, score: float) -> int:
    passage = collection.passage_at(mention.directive, mention.span.start)
    return composer.mark(passage, score, mention.span)


def _say_citing(collection: Collection, composer: Composer, mention: Mention, score: float) -> None:
    document = collection.document(mention.directive)
    passage = collection.passage_at(mention.directive, mention.span.start)
    mark = composer.mark(passage, score, mention.span)
    place = where(collection.directive(document.id), passage)
    composer.say(f"Được viện dẫn tại {name_of(document)}{', ' + place if place else ''}.", [mark])


def _say_conflicts(
    collection: Collection, composer: Composer, instrument: Instrument, mentions: Sequence[Mention], score: float
) -> None:
    """Where documents disagree on its date or issuer, a person must know."""
    for conflict in instrument.conflicts:
        if conflict.kind not in ("date", "issuer"):
            continue
        parts = []
        marks = []
        for value in conflict.values:
            stating = next(
                (one for one in mentions if (one.date if conflict.kind == "date" else one.issuer) == value.value), None
            )
            if stating is None:
                continue
            marks.append(_mark_mention(collection, composer, stating, score))
            parts.append(
                f"{day(value.value) if conflict.kind == 'date' else value.value} ({short_name(collection.document(stating.directive))})"
            )
        if len(parts) > 1:
            what = "ngày ban hành" if conflict.kind == "date" else "cơ quan ban hành"
            composer.say(f"Các văn bản ghi khác nhau về {what}: {'; '.join(parts)}.", marks)


def reply_citing(
    collection: Collection,
    composer: Composer,
    instruments: Sequence[Instrument],
    allowed: frozenset[str],
    years: Sequence[int],
) -> None:
    """List the documents that cite the instruments, each with the words that do."""
    for instrument in instruments:
        mentions = [mention for mention in collection.mentions_of(instrument.id) if mention.directive in allowed]
        seen: set[str] = set()
        for mention in mentions:
            document = collection.document(mention.directive)
            if document.id in seen or (document.id == instrument.directive):
                continue
            if years and document.header.year is not None and document.header.year not in years:
                continue
            seen.add(document.id)
            passage = collection.passage_at(document.id, mention.span.start)
            mark = composer.mark(passage, 1.0, mention.span)
            quote = " ".join(mention.span.of(collection.directive(document.id).text).split())
            composer.say(f"{name_of(document)} viện dẫn: “{quote}”.", [mark])
        if seen:
            composer.name(instrument)


def reply_units(collection: Collection, composer: Composer, chosen: Sequence[Unit]) -> None:
    """Quote the sentences that answer, each with where it stands."""
    for unit in chosen:
        directive = collection.directive(unit.document.id)
        mark = composer.mark(unit.passage, unit.score, unit.span)
        place = where(directive, unit.passage)
        quote = unit.quote(directive).strip().rstrip(";").lstrip("-+ ")
        composer.say(f"{short_name(unit.document)}{', ' + place if place else ''}: “{quote}”", [mark])


def reply_header(collection: Collection, composer: Composer, document: Document) -> None:
    """What a directive of the collection is: number, date, issuer, subject, from its own head."""
    passage = collection.passages_of(document.id)[0]
    mark = composer.mark(passage, 1.0)
    header = document.header
    title = header.title or ""
    named = name_of(document)
    if title:
        named = f"{named}: {title}"
    composer.say(f"{named}.", [mark])
    instrument = collection.instrument_of(document)
    if instrument is not None:
        composer.name(instrument)


def reply_signer(collection: Collection, composer: Composer, document: Document) -> None:
    """Who signed, as the closing prints it."""
    signature = collection.directive(document.id).signature
    if signature.name is None:
        return
    passage = _closing(collection, document, signature.name)
    mark = composer.mark(passage, 1.0)
    position = ", ".join(part for part in (signature.authority, signature.position) if part)
    composer.say(f"{short_name(document)}: người ký là {signature.name}{f' ({position})' if position else ''}.", [mark])


def reply_recipients(collection: Collection, composer: Composer, document: Document) -> None:
    """To whom it goes: whom it addresses ("Kính gửi") and where its closing sends it ("Nơi nhận")."""
    directive = collection.directive(document.id)
    addressed = _ADDRESSED.search(directive.text)
    if addressed is not None:
        span = Span(addressed.start(), addressed.end())
        mark = composer.mark(collection.passage_at(document.id, span.start), 1.0, span)
        composer.say(f"{short_name(document)}: “{' '.join(span.of(directive.text).split())}”", [mark])
    if directive.recipients:
        mark = composer.mark(_closing(collection, document, directive.recipients[0]), 1.0)
        composer.say(f"{short_name(document)}, nơi nhận: {'; '.join(directive.recipients)}.", [mark])


_ADDRESSED = re.compile(r"^Kính gửi\b.*(?:\n\s*[-–+].*)*", re.MULTILINE)


def _closing(collection: Collection, document: Document, words: str) -> Passage:
    passages = collection.passages_of(document.id)
    for passage in reversed(passages):
        if words in passage.text:
            return passage
    return passages[-1]


def reply_bases(collection: Collection, composer: Composer, document: Document) -> None:
    """On what a directive of the collection stands, basis by basis."""
    directive = collection.directive(document.id)
    for basis in directive.bases:
        passage = collection.passage_at(document.id, basis.start)
        mark = composer.mark(passage, 1.0, Span(basis.start, basis.end))
        composer.say(f"{short_name(document)}: “{basis.text.strip()}”.", [mark])
        for position in basis.citations:
            citation = directive.citations[position]
            instrument = collection.instrument_cited(document.id, position)
            if instrument is not None and citation.start >= basis.start:
                composer.name(instrument)


STEP_WORDS = ("buoc", "quy trinh", "trinh tu", "cac khau")


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
    if wanted is None and _WHICH_STEP.search(fold(question.text)):
        wanted = _step_about(collection, directive, found.section, question.terms)
    for step in _steps(found.section):
        if wanted is not None and fold(step.label).split()[-1] != wanted:
            continue
        span = _step_span(directive, step, whole=wanted is not None)
        _quote(collection, composer, found.document, span, found.share)


_WHICH_STEP = re.compile(r"buoc (?:thu )?may(?!\w)|may buoc thi|buoc nao(?!\w)|(?:thuoc|o|la|nam o) buoc (?:nao|may)")


def _step_about(collection: Collection, directive: Directive, section: Section, terms: Sequence[Term]) -> str | None:
    """The number of the step whose heading covers what the section's own heading leaves open, if there is one."""
    opening = view_of(_lead(directive, section))
    left = [
        term for term in terms if coverage([term], [(opening, 1.0)], collection.weight).share < 0.5 and not term.weak
    ]
    scored = []
    for step in _steps(section):
        views = [(view_of(_step_span(directive, step, whole=False).of(directive.text)), 1.0)]
        scored.append((coverage(left, views, collection.weight).share, step))
    best, step = max(scored, key=lambda item: item[0], default=(0.0, None))
    return fold(step.label).split()[-1] if step is not None and best > 0 else None


def _quote(
    collection: Collection, composer: Composer, document: Document, span: Span, score: float, *, under: str = ""
) -> None:
    """Quote a range that may run over several passages."""
    directive = collection.directive(document.id)
    passage = collection.passage_at(document.id, span.start)
    marks = [composer.mark(passage, score, span)]
    last = collection.passage_at(document.id, span.end - 1)
    if last.id != passage.id:
        marks.append(composer.mark(last, score, span))
    place = where(directive, passage)
    quote = span.of(directive.text).strip().lstrip("-+ ").rstrip(";")
    source = f"{short_name(document)}{', ' + place if place else ''}"
    if not (under and composer.say(f"{source} ({under}): “{quote}”", marks)):
        composer.say(f"{source}: “{quote}”", marks)


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
    return len(section.children) > 1 and any(word in named for word in STEP_WORDS)


def _lead(directive: Directive, section: Section) -> str:
    end = section.children[0].start if section.children else section.end
    return directive.text[section.start : end]


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
        "nhat": "1",
    }
    return words.get(match.group(1), match.group(1))


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
            if not section.children or not _TARGETS.search(heading):
                continue
            if any(_TARGETS.search(fold(node.heading or "")) for node in section.children):
                continue
            near = " . ".join([*(node.heading or "" for node in path), section.heading or ""])
            views = [(view_of(near), 1.0), (view_of(label(document)), 0.9), (view_of(_body(directive, section)), 0.7)]
            found.append((coverage(question.terms, views, collection.weight).share, document, section))
    return sorted(found, key=lambda item: -item[0])


_TARGETS = re.compile(r"(?<!\w)(?:chi tieu|muc tieu cu the)(?!\w)")


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
        _quote(collection, composer, document, span, score, under=under or "")


__all__ = [
    "Composer",
    "best_mention",
    "reply_bases",
    "reply_citing",
    "reply_header",
    "reply_instrument",
    "reply_recipients",
    "reply_section",
    "reply_signer",
    "reply_steps",
    "reply_units",
    "sections_about",
    "stepped_section",
    "surroundings",
    "target_sections",
]
