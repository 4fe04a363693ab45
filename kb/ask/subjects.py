"""Which instrument a question means: by its number, or by what it is about."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.citations import issuer_key
from ingest.sentences import clause_of
from ingest.text import fold
from ingest.types import Span
from kb.ask.match import coverage
from kb.ask.scope import says_year
from kb.ask.units import label, view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.types import Passage
    from kb.ask.match import View
    from kb.ask.numbers import NumberQuery
    from kb.ask.question import Question
    from kb.ask.terms import Term
    from kb.collection import Collection
    from kb.store.records import Document, Instrument, Mention

# How much a word counts by where it stands around a mention.
TITLE, MENTION, BEFORE, CLAUSE, HEADING = 1.0, 0.97, 0.85, 0.75, 0.55
MOST_MENTIONS = 40
"""Mentions of one instrument that are looked at; more say nothing new."""
CITED = 0.02
"""What each doubling of the number of citing documents adds."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An instrument or a directive of the collection that a question may mean.

    Attributes:
        score: coverage of the question by its subject and by the words around its mentions, 0 to a little over 1.
        covered: the coverage alone.
        titled: coverage by its own subject, number and issuer only, without what stands around its mentions.
        mentions: the mentions that say so, the best first.
        instrument: the catalogue's row; ``None`` for a directive that nobody cites.
        document: the directive of the collection that it is, or ``None``.
    """

    score: float
    covered: float
    titled: float
    mentions: tuple[Mention, ...] = ()
    instrument: Instrument | None = None
    document: Document | None = None


def cited_subjects(
    collection: Collection,
    passages: Iterable[Passage],
    terms: Sequence[Term],
    *,
    instruments: Iterable[str] = (),
    allowed: frozenset[str] | None = None,
) -> list[Subject]:
    """The instruments that the passages mention, and the given ones, by how far they cover the words, best first.

    Args:
        collection: where they are mentioned.
        passages: their mentions count.
        terms: the words to cover.
        instruments: ids of further candidates.
        allowed: documents whose mentions of the further candidates count; all active ones when ``None``.
    """
    by_instrument: dict[str, list[tuple[float, Mention]]] = {}
    for mention in collection.mentions_in([passage.id for passage in passages]):
        if mention.instrument is None:
            continue
        by_instrument.setdefault(mention.instrument, []).append((mention_coverage(collection, mention, terms), mention))
    for key in instruments:
        mentions = [one for one in collection.mentions_of(key) if allowed is None or one.directive in allowed]
        if key not in by_instrument and mentions:
            by_instrument[key] = [(mention_coverage(collection, one, terms), one) for one in mentions[:MOST_MENTIONS]]
    subjects = []
    for key, scored in by_instrument.items():
        instrument = collection.instrument(key)
        scored.sort(key=lambda pair: -pair[0])
        best = scored[0][0]
        subjects.append(
            Subject(
                score=best + CITED * math.log2(len(instrument.cited_by) or 1),
                covered=best,
                titled=_titled(collection, instrument, terms),
                mentions=tuple(mention for _, mention in scored),
                instrument=instrument,
                document=collection.document_of(instrument),
            )
        )
    return sorted(subjects, key=lambda subject: -subject.score)


def _titled(collection: Collection, instrument: Instrument, terms: Sequence[Term]) -> float:
    """Coverage by what any document of the collection gives as the instrument's own subject."""
    mentions = collection.mentions_of(instrument.id)[:MOST_MENTIONS]
    shares = (coverage(terms, _own_views(mention, collection), collection.weight).share for mention in mentions)
    return max(shares, default=0.0)


def titled_beside_type(collection: Collection, subject: Subject, question: Question) -> float:
    """Coverage by an instrument's own subject of what a question says beside the type ("Quy chế chi tiêu nội bộ")."""
    types = {fold(name) for name in question.types}
    rest = [term for term in question.terms if fold(term.text) not in types]
    stated = subject.instrument is not None and subject.document is None and any(one.title for one in subject.mentions)
    if subject.instrument is None or not stated or not rest or not types:
        return 1.0
    return _titled(collection, subject.instrument, rest)


def mention_coverage(collection: Collection, mention: Mention, terms: Sequence[Term]) -> float:
    """Coverage of the words by a mention's own subject, the words before it, its clause and its headings."""
    from ingest.sections import headings_at

    directive = collection.directive(mention.directive)
    text = directive.text
    clause = clause_of(text, mention.span)
    before = Span(clause.start, mention.span.start)
    views = [
        *_own_views(mention, collection),
        (view_of(before.of(text)), BEFORE),
        (view_of(clause.of(text)), CLAUSE),
        (view_of(" . ".join(headings_at(directive.sections, mention.span.start))), HEADING),
    ]
    return coverage(terms, views, collection.weight).share


def _own_views(mention: Mention, collection: Collection) -> list[tuple[View, float]]:
    text = collection.directive(mention.directive).text
    return [(view_of(mention.title or ""), TITLE), (view_of(mention.span.of(text)), MENTION)]


def document_subjects(collection: Collection, documents: Iterable[Document], terms: Sequence[Term]) -> list[Subject]:
    """The directives of the collection whose own title and issuer cover the question, best first."""
    found = []
    for document in documents:
        share = coverage(terms, [(view_of(label(document)), 1.0)], collection.weight).share
        instrument = collection.instrument_of(document)
        found.append(Subject(score=share, covered=share, titled=share, instrument=instrument, document=document))
    return sorted(found, key=lambda subject: -subject.score)


def of_type(subject: Subject, wanted: str) -> bool:
    """Whether a subject is of a type: some mention, or its own header, calls it so."""
    names = {mention.type for mention in subject.mentions}
    if subject.instrument is not None:
        names.add(subject.instrument.type)
    if subject.document is not None:
        names.add(subject.document.header.type)
    if any(name is not None and fold(name).startswith(fold(wanted)) for name in names):
        return True
    # A decision that issues a plan is what people mean by the plan.
    return any(f"ban hanh {fold(wanted)}" in fold(mention.title or "") for mention in subject.mentions)


def of_year(subject: Subject, years: Sequence[int], collection: Collection) -> bool:
    """Whether a subject is of one of the years, or is cited for one of them."""
    for year in years:
        if any(mention.date is not None and mention.date.startswith(str(year)) for mention in subject.mentions):
            return True
        if subject.document is not None and says_year(year, subject.document):
            return True
        for mention in subject.mentions:
            if says_year(year, collection.document(mention.directive), mention.title or ""):
                return True
    return not years


def of_date(subject: Subject, dates: Sequence[str]) -> bool:
    """Whether a subject is of one of the dates, as some document gives it; true where no date is asked for."""
    own = {mention.date for mention in subject.mentions}
    if subject.document is not None:
        own.add(subject.document.header.date)
    return not dates or bool(own & set(dates))


def of_issuer(subject: Subject, organs: Sequence[str]) -> bool:
    """Whether nothing speaks against one of the organs having issued a subject."""
    issuers = {mention.issuer for mention in subject.mentions if mention.issuer}
    if subject.document is not None and subject.document.header.issuer:
        issuers.add(subject.document.header.issuer)
    return not issuers or any(issued_by(issuer, organs) for issuer in issuers)


def issued_by(issuer: str | None, organs: Sequence[str]) -> bool:
    """Whether nothing speaks against one of the organs being an issuer."""
    return not organs or issuer is None or any(_is_organ(organ, issuer) for organ in organs)


def _is_organ(organ: str, issuer: str) -> bool:
    """Whether a named organ is an issuer: "Tỉnh ủy" is "Ban Thường vụ Tỉnh ủy", "Chính phủ" is not its Prime Minister."""
    asked, own = issuer_key(organ), issuer_key(issuer)
    return asked == own or (asked not in _WHOLE and f" {asked} " in f" {own} ") or f" {own} " in f" {asked} "


_WHOLE = frozenset({"chinh phu", "quoc hoi"})
"""Organs whose name other organs bear as a part of theirs."""


def names_year(subject: Subject, years: Sequence[int]) -> bool:
    """Whether a subject is of one of the years, or names it by itself, not only inside a span of years."""
    titles = [mention.title or "" for mention in subject.mentions]
    if subject.document is not None:
        titles.append(subject.document.header.title or "")
    dates = [mention.date for mention in subject.mentions if mention.date]
    if any(date.startswith(str(year)) for year in years for date in dates):
        return True
    return any(re.search(rf"(?<![\d-])(?<!- ){year}(?!\s*[-–]|\d)", title) for year in years for title in titles)


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """What a number of the question means: instruments, directives of the collection, or nothing."""

    query: NumberQuery
    instruments: tuple[Instrument, ...]
    documents: tuple[Document, ...]

    @property
    def known(self) -> bool:
        """Whether anything bears the number."""
        return bool(self.instruments or self.documents)

    @property
    def apart(self) -> tuple[Document, ...]:
        """The directives that are none of the instruments."""
        own = {row.directive for row in self.instruments}
        return tuple(document for document in self.documents if document.id not in own)

    @property
    def bearers(self) -> int:
        """How many different documents bear the number."""
        return len(self.instruments) + len(self.apart)


def resolve_number(
    collection: Collection, question: Question, query: NumberQuery, allowed: frozenset[str], admitted: frozenset[str]
) -> NumberMatch:
    """The bearers of a number, exactly: 999 is not 99, another year or another type is another instrument.

    Args:
        collection: where it is looked up.
        question: its dates, places and issuers narrow the bearers down.
        query: the number.
        allowed: documents that the question is about.
        admitted: documents that pass the filters; an instrument that none of them cites is not there.
    """
    instruments = [
        row
        for row in collection.instruments_by_number(query)
        if set(row.cited_by) & admitted and _fits(collection, row, query, question)
    ]
    documents = [
        document
        for document in collection.documents_by_number(query)
        if document.id in allowed and _document_fits(document, query, question)
    ]
    if question.provinces:
        local = [row for row in instruments if row.scope == "trung ương" or set(row.cited_by) & allowed]
        instruments = local
    return NumberMatch(query, tuple(instruments), tuple(documents))


def _fits(collection: Collection, row: Instrument, query: NumberQuery, question: Question) -> bool:
    mentions = collection.mentions_of(row.id)
    dates = {mention.date for mention in mentions if mention.date}
    if question.dates and dates and not dates & set(question.dates):
        return False
    if query.year and dates and not any(int(date[:4]) == query.year for date in dates):
        return False
    issuers = {mention.issuer for mention in mentions if mention.issuer}
    organs = _organs_of(query, question)
    if issuers and not all(any(_is_organ(organ, issuer) for issuer in issuers) for organ in organs):
        return False
    types = {mention.type for mention in mentions if mention.type} | ({row.type} if row.type else set())
    return query.type is None or not types or any(_same_type(query.type, name) for name in types)


def _organs_of(query: NumberQuery, question: Question) -> tuple[str, ...]:
    """The issuers that the number must have: "công văn nào của Đảng đoàn triển khai Chỉ thị 35" names another's."""
    other = (
        question.asked_type is not None and query.type is not None and not _same_type(question.asked_type, query.type)
    )
    return () if other else question.issuers


def _document_fits(document: Document, query: NumberQuery, question: Question) -> bool:
    header = document.header
    if query.type is not None and header.type is not None and not _same_type(query.type, header.type):
        return False
    if question.dates and header.date is not None and header.date not in question.dates:
        return False
    organs = _organs_of(query, question)
    if header.issuer is not None and not all(_is_organ(organ, header.issuer) for organ in organs):
        return False
    return query.year is None or header.year is None or says_year(query.year, document)


# A Party decision and the regulation that it issues bear one number; people name either.
_INTERCHANGEABLE = frozenset({"quyet dinh", "quy dinh", "quy che"})


def _same_type(asked: str, own: str) -> bool:
    left, right = fold(asked), fold(own)
    return left == right or right.startswith(left) or left.startswith(right) or {left, right} <= _INTERCHANGEABLE
