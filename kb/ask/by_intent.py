"""Answering a question by what it asks for: an instrument, a date, a quantity, a duty, steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.sections import walk
from ingest.text import fold
from kb.ask import replies
from kb.ask.case import ALIKE, ENOUGH, ENOUGH_STEPS, ENOUGH_SUBJECT, PASSAGES
from kb.ask.choose import choose
from kb.ask.language import language, says
from kb.ask.scope import of_province, says_year
from kb.ask.subjects import (
    cited_subjects,
    document_subjects,
    issued_by,
    names_year,
    of_date,
    of_issuer,
    of_type,
    of_year,
    titled_beside_type,
)
from kb.ask.units import units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.ask.answer import Answer
    from kb.ask.case import Case
    from kb.ask.compose import Composer
    from kb.ask.subjects import Subject
    from kb.ask.units import Unit
    from kb.store.records import Document

MOST_SUBJECTS = 4
INSTRUMENTS = 20
"""Instruments that are looked at beside those which the retrieved passages cite."""
SIMPLE = {
    "signer": replies.reply_signer,
    "recipients": replies.reply_recipients,
    "bases": replies.reply_bases,
    "person": replies.reply_person,
}
"""What one part of a directive answers by itself."""
_DESCRIBED = {*SIMPLE, "number"}
_EXPLICIT_ONLY = {"signer", "recipients", "bases", "person", "steps"}
"""What is refused rather than answered by a sentence that merely holds the words."""
HEADED = 0.8
"""Share of a question that a heading must hold by itself to be what is asked for."""
NAMED = 0.85
"""Share of a question's weight from which on its words are the name of a document, and not a matter in it."""
UNIQUE = 0.4
"""Share that is enough for the only instrument of the type that is asked for, in the documents of one place."""
HALF = 0.5
"""Share of what is said beside a type that the subject of an instrument so called must hold."""
SAME = 0.97
"""Two directives, or two sections, fit equally well when the second covers this share of the first."""


def answer_by_intent(case: Case) -> Answer:
    """Answer from the documents of the case."""
    question = case.question
    composer = case.composer()
    if question.intent in _DESCRIBED:
        _described(case, composer)
    elif question.intent == "steps":
        _steps(case, composer)
    elif question.intent == "duty":
        if "steps" in question.asked:  # "bước 2 phải làm gì?"
            _steps(case, composer)
        if not composer:
            _duty(case, composer)
    elif question.lists_targets:
        _targets(case, composer)
    if not composer and _asks_for_instrument(case):
        _subjects(case, composer)
    identity = question.intent in ("issue", "number") and bool(question.types)
    if not composer and not identity and not (question.explicit and question.intent in _EXPLICIT_ONLY):
        _sentences(case, composer)
    if not composer and question.intent == "general" and question.types:
        _subjects(case, composer)
    return case.finish(composer)


def _asks_for_instrument(case: Case) -> bool:
    question = case.question
    return (
        question.intent in ("instrument", "issue", "number")
        or (question.intent == "about" and question.explicit)
        or (question.intent == "general" and bool(question.types) and (question.opens_with_type or _names_all(case)))
        or (question.intent == "deadline" and bool(question.types) and not says("due", fold(question.text)))
    )


def _names_all(case: Case) -> bool:
    """Whether some directive or instrument is named by all the words that tell something."""
    fitting = _fitting(case)
    return bool(fitting) and fitting[0].covered >= NAMED


# ---------------------------------------------------------------- directives that the question describes


def _described(case: Case, composer: Composer) -> None:
    """Signer, recipients, bases or number of the directives whose header the question's words describe."""
    asked = [SIMPLE[name] for name in case.question.asked if name in SIMPLE] or [replies.reply_header]
    for document in described(case):
        for reply in asked:
            reply(case.collection, composer, document)


def described(case: Case) -> list[Document]:
    """The directives whose header the question's words describe, the equally good ones."""
    question = case.question
    admitted = [
        document
        for document in case.documents
        if all(says_year(year, document) for year in question.years)
        and (not question.types or any(_is_type(document, name) for name in question.types))
    ]
    terms = question.terms
    if question.intent == "person":
        terms = tuple(term for term in terms if term.forms[0] not in language().positions)
    if all(term.weak for term in terms):
        return admitted[:MOST_SUBJECTS] if len(admitted) == 1 or question.provinces else []
    ranked = document_subjects(case.collection, admitted, terms)
    if not ranked or ranked[0].covered < ENOUGH_SUBJECT:
        return []
    return [
        subject.document
        for subject in ranked[:MOST_SUBJECTS]
        if subject.document is not None and subject.covered >= ranked[0].covered * SAME
    ]


def _is_type(document: Document, name: str) -> bool:
    own = document.header.type
    return own is not None and fold(own).startswith(fold(name))


# ---------------------------------------------------------------- instruments


def _subjects(case: Case, composer: Composer) -> None:
    """Name the instruments that the question is about."""
    if not case.question.strong or any("%" in term.text for term in case.question.terms):
        return  # no instrument is called by a rate: the sentence that states it must say so
    subjects = _fitting(case)
    for position, subject in enumerate(subjects[:MOST_SUBJECTS]):
        if subject.score < subjects[0].score * ALIKE or (position and case.question.intent in ("issue", "about")):
            break
        _reply_subject(case, composer, subject)


def _fitting(case: Case) -> list[Subject]:
    """Instruments and directives that cover the question, of the type and the year that it names, best first."""
    question, collection = case.question, case.collection
    hits = collection.search(question.query, k=PASSAGES, documents=case.allowed)
    cited = cited_subjects(
        collection,
        [collection.passage(hit.passage) for hit in hits],
        question.terms,
        instruments=collection.search_instruments(question.query, k=INSTRUMENTS),
        allowed=case.allowed,
    )
    known = {subject.document.id for subject in cited if subject.document is not None}
    own = document_subjects(collection, [one for one in case.documents if one.id not in known], question.terms)
    wanted = question.asked_type
    if wanted is None and question.intent in ("issue", "about", "number") and len(question.types) == 1:
        wanted = question.types[0]
    of_kind = [
        subject
        for subject in (*cited, *own)
        if (wanted is None or of_type(subject, wanted))
        and of_year(subject, question.years, collection)
        and of_date(subject, question.dates)
        and of_issuer(subject, question.issuers)
    ]
    fitting = [subject for subject in of_kind if subject.covered >= ENOUGH_SUBJECT]
    if question.intent in ("issue", "about", "number"):
        # What is called by its type is meant by its own subject, not by what stands around where it is cited.
        fitting = [one for one in fitting if titled_beside_type(collection, one, question) >= HALF]
    if not fitting and len(of_kind) == 1 and wanted is not None and question.provinces:
        fitting = [subject for subject in of_kind if subject.covered >= UNIQUE]
    # Where one instrument is named for the matter itself, those that are merely cited beside it are not the answer.
    named = max((subject.titled for subject in fitting), default=0.0)
    if named >= ENOUGH_SUBJECT:
        fitting = [subject for subject in fitting if subject.titled >= named * ALIKE]
    exact = [subject for subject in fitting if names_year(subject, question.years)]
    return sorted(exact or fitting, key=lambda subject: -subject.score)


def _reply_subject(case: Case, composer: Composer, subject: Subject) -> None:
    if subject.instrument is not None and subject.mentions:
        replies.reply_instrument(
            case.collection,
            composer,
            subject.instrument,
            subject.covered,
            allowed=case.allowed,
            admitted=case.admitted,
            preferred=subject.mentions,
        )
    elif subject.document is not None:
        replies.reply_header(case.collection, composer, subject.document)


# ---------------------------------------------------------------- parts of the outline


def _steps(case: Case, composer: Composer) -> None:
    found = replies.stepped_section(case.collection, case.likely(), case.question.terms)
    if found is not None and found.share >= ENOUGH_STEPS:
        replies.reply_steps(case.collection, composer, case.question, found)


def _duty(case: Case, composer: Composer) -> None:
    """Answer "what must the district unions do?" with the section under their name."""
    if not says("what to do", fold(case.question.text)) or not case.question.terms:
        return
    found = replies.sections_about(case.collection, case.likely(), case.question.terms)
    for share, document, section in found[:2]:
        if share >= max(ENOUGH, found[0][0] * SAME):
            replies.reply_section(case.collection, composer, document, section, share)


def _targets(case: Case, composer: Composer) -> None:
    """Answer "which targets?" with the section that lists them, where its directive is the one described."""
    found = replies.target_sections(case.collection, case.likely(), case.question)
    for share, document, section in found[:2]:
        if share >= max(ENOUGH, found[0][0] * SAME):
            replies.reply_section(case.collection, composer, document, section, share)


# ---------------------------------------------------------------- sentences


def _sentences(case: Case, composer: Composer) -> None:
    """Quote the sentences that answer; of several provinces each by itself."""
    if not case.question.strong:
        return
    if len(case.question.provinces) < 2:
        _quote(case, composer)
        return
    for province in case.question.provinces:
        own = [document for document in case.documents if of_province(document, (province,))]
        before = composer.count
        if own:
            _quote(case.within(own), composer)
        if own and composer.count == before:
            case.add_note(f"Chưa tìm thấy câu nào của {province} trả lời việc này.")


def _quote(case: Case, composer: Composer) -> None:
    hits = case.collection.search(case.question.query, k=PASSAGES, documents=case.allowed)
    found = units(case.collection, hits, case.question.terms)
    before = composer.count
    if found and found[0].heading and _names_section(case, found[0]):
        _section_of(case, composer, found[0])
    if composer.count > before:
        return
    chosen = choose(case, found)
    if case.question.intent == "instrument":
        _cited_in(case, composer, chosen)
        chosen = [unit for unit in chosen if _is_asked(case, unit.document)]
    if composer.count == before:
        replies.reply_units(case.collection, composer, chosen)


def _names_section(case: Case, unit: Unit) -> bool:
    """Whether a question asks for what stands under a heading: "những khâu nào?", "mục tiêu tổng quát của …?"."""
    question = case.question
    if question.lists:
        return unit.own >= ENOUGH and unit.whole >= ENOUGH
    return question.intent in ("general", "about") and unit.own >= HEADED and unit.whole >= NAMED


def _is_asked(case: Case, document: Document) -> bool:
    """Whether a directive is itself of the type and the organ that are asked for: its sentences answer."""
    wanted = case.question.asked_type
    return (wanted is None or _is_type(document, wanted)) and issued_by(document.header.issuer, case.question.issuers)


def _cited_in(case: Case, composer: Composer, chosen: Sequence[Unit]) -> None:
    """Name the instruments, of the type that is asked for, that the sentences which answer rest on."""
    collection, wanted = case.collection, case.question.asked_type
    for unit in chosen:
        for mention in collection.mentions_in([unit.passage.id]):
            inside = unit.span.start <= mention.span.start < unit.span.end
            fits = wanted is None or fold(mention.type or "") == fold(wanted)
            fits = fits and issued_by(mention.issuer, case.question.issuers)
            if inside and mention.instrument and fits:
                row = collection.instrument(mention.instrument)
                replies.reply_instrument(
                    collection,
                    composer,
                    row,
                    unit.score,
                    allowed=case.allowed,
                    admitted=case.admitted,
                    preferred=[mention],
                )


def _section_of(case: Case, composer: Composer, unit: Unit) -> None:
    """Answer "những khâu nào?" with what stands under the heading that names them."""
    directive = case.collection.directive(unit.document.id)
    for _, _, section in walk(directive.sections):
        if section.start == unit.span.start and (section.children or section.end > unit.span.end):
            replies.reply_section(case.collection, composer, unit.document, section, unit.score)
