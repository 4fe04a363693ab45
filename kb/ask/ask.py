"""From a question to an answer: read it, narrow the documents, find what carries an answer, or refuse."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.text import fold
from kb.ask import replies
from kb.ask.answer import AMBIGUOUS, EMPTY_QUESTION, NO_EVIDENCE, UNKNOWN_NUMBER, Answer, Evidence
from kb.ask.compose import Composer
from kb.ask.match import View, degree
from kb.ask.near import near_numbers, near_passages
from kb.ask.question import Question, read
from kb.ask.scope import Filters, says_year, scope_of
from kb.ask.subjects import (
    NumberMatch,
    Subject,
    cited_subjects,
    document_subjects,
    names_year,
    of_type,
    of_year,
    resolve_number,
)
from kb.ask.units import Unit, units, units_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.collection import Collection
    from kb.store.records import Document

PASSAGES = 60
"""Passages that the retrievers hand over for a closer look."""
ENOUGH = 0.62
"""Share of a question's weight that a sentence and what stands around it must hold to answer."""
ENOUGH_OWN = 0.28
"""Share that the quoted words alone must hold."""
ENOUGH_SUBJECT = 0.6
"""Share that an instrument's subject and the words around its mention must hold."""
ALIKE = 0.92
"""A second document, or a second sentence, is quoted too when it scores this share of the best."""
MOST_UNITS = 3
MOST_SUBJECTS = 4


def ask(collection: Collection, text: str, filters: Filters | None = None) -> Answer:
    """Answer a question from the collection, or say why not.

    Args:
        collection: an open collection.
        text: the question, with or without diacritics, Vietnamese or mixed.
        filters: what a person fixed beside it.
    """
    question, note = _read_with_slips(collection, text)
    case = _Case(collection, question, filters or Filters(), note)
    answer = case.answer()
    return replace(answer, question=text)


def _read_with_slips(collection: Collection, text: str) -> tuple[Question, str | None]:
    """Read a question; a word that nobody knows and that is one slip away from a known one is read as that."""
    question = read(text, collection)
    corrected = question.text
    fixes = []
    for term in question.terms:
        better = collection.correction(term, question)
        if better is not None:
            corrected = re.sub(rf"(?<!\w){re.escape(term.text)}(?!\w)", better, corrected, count=1)
            fixes.append(f"“{term.text}” là “{better}”")
    if not fixes:
        return question, None
    return read(corrected, collection), f"Đã hiểu {', '.join(fixes)}."


@dataclass(slots=True)
class _Case:
    """One question on its way to an answer."""

    collection: Collection
    question: Question
    filters: Filters
    note: str | None

    def answer(self) -> Answer:
        question = self.question
        if not question.terms and not question.numbers and not question.provinces:
            return self._refuse(EMPTY_QUESTION)
        scope = scope_of(question, self.collection.documents, self.filters)
        if question.provinces and not scope.documents:
            return self._refuse(NO_EVIDENCE, f"Kho không có văn bản của {', '.join(scope.absent)}.")
        if scope.absent:
            self._add_note(f"Kho không có văn bản của {', '.join(scope.absent)}.")
        matches = [resolve_number(self.collection, question, query, scope.documents) for query in question.numbers]
        if any(not match.known for match in matches):
            unknown = ", ".join(match.query.text for match in matches if not match.known)
            return self._refuse(UNKNOWN_NUMBER, f"({unknown})", numbers=matches)
        if matches:
            return self._numbered(matches, scope.documents)
        return self._by_intent(scope.documents)

    # ------------------------------------------------------------ with a number

    def _numbered(self, matches: Sequence[NumberMatch], allowed: frozenset[str]) -> Answer:
        question = self.question
        composer = Composer(self.collection, question.text)
        if any(len(match.instruments) + len(_apart(match)) > 1 for match in matches):
            matches = [self._settle(match) for match in matches]
            if any(len(match.instruments) + len(_apart(match)) > 1 for match in matches):
                return self._ambiguous(matches)
        documents = [document for match in matches for document in match.documents]
        instruments = [row for match in matches for row in match.instruments]
        if question.intent == "cites" and instruments:
            replies.reply_citing(self.collection, composer, instruments, allowed, question.years)
        elif documents and (answer := self._of_documents(composer, documents)) is not None:
            return answer
        elif (
            instruments and question.intent in ("issue", "about", "instrument", "general", "number", "signer")
        ) or not question.strong:
            for row in instruments:
                replies.reply_instrument(self.collection, composer, row, 1.0)
        elif instruments:
            passages = {
                mention.passage
                for row in instruments
                for mention in self.collection.mentions_of(row.id)
                if mention.directive in allowed and mention.passage is not None
            }
            found = [
                unit
                for key in passages
                for unit in units_of(self.collection, self.collection.passage(key), question.terms)
            ]
            chosen = self._choose(sorted(found, key=lambda unit: -unit.score))
            replies.reply_units(self.collection, composer, chosen)
            if chosen:
                for row in instruments:
                    composer.name(row)
        return composer.finish(note=self.note) if composer else self._refuse(NO_EVIDENCE, documents=allowed)

    def _settle(self, match: NumberMatch) -> NumberMatch:
        """Of several bearers of a number the one that the other words of the question mean, if just one."""
        terms = self.question.strong
        if not terms:
            return match
        passages = [
            self.collection.passage(mention.passage)
            for row in match.instruments
            for mention in self.collection.mentions_of(row.id)
            if mention.passage is not None
        ]
        ids = {row.id for row in match.instruments}
        subjects = [
            subject
            for subject in cited_subjects(self.collection, passages, terms)
            if subject.instrument is not None and subject.instrument.id in ids
        ]
        if (
            subjects
            and subjects[0].covered >= ENOUGH_SUBJECT
            and (len(subjects) == 1 or subjects[1].covered < subjects[0].covered * 0.8)
        ):
            first = subjects[0].instrument
            return NumberMatch(
                match.query, (first,) if first else (), (subjects[0].document and (subjects[0].document,)) or ()
            )
        return match

    def _ambiguous(self, matches: Sequence[NumberMatch]) -> Answer:
        near: list[Evidence] = []
        names = []
        for match in matches:
            for row in match.instruments:
                mention = replies.best_mention(self.collection, row, self.collection.mentions_of(row.id))
                passage = self.collection.passage_at(mention.directive, mention.span.start)
                near.append(Evidence(passage, self.collection.document(mention.directive), 0.5, (mention.span,)))
                names.append(f"{row.number}{f' ({row.issuer})' if row.issuer else ''}")
            for document in _apart(match):
                near.append(Evidence(self.collection.passages_of(document.id)[0], document, 0.5))
                names.append(document.header.number or document.id)
        return Answer(
            question=self.question.text, reason=AMBIGUOUS, near=tuple(near), note=f"Các khả năng: {'; '.join(names)}."
        )

    # ------------------------------------------------------------ about documents of the collection

    def _of_documents(self, composer: Composer, documents: Sequence[Document]) -> Answer | None:
        """Answer about directives of the collection that the question names."""
        question, collection = self.question, self.collection
        simple = {
            "signer": replies.reply_signer,
            "recipients": replies.reply_recipients,
            "bases": replies.reply_bases,
        }
        if question.intent in simple:
            for document in documents:
                simple[question.intent](collection, composer, document)
        elif question.intent in ("issue", "about", "number") or not question.terms:
            for document in documents:
                replies.reply_header(collection, composer, document)
        else:
            return self._by_intent(frozenset(document.id for document in documents))
        return composer.finish(note=self.note) if composer else None

    # ------------------------------------------------------------ by what is asked for

    def _by_intent(self, allowed: frozenset[str]) -> Answer:
        question = self.question
        composer = Composer(self.collection, question.text)
        documents = [document for document in self.collection.documents if document.id in allowed]
        intent = question.intent
        if intent in ("signer", "recipients", "bases", "number"):
            self._about_named(composer, documents)
        elif intent == "steps":
            self._steps(composer, documents)
        if not composer and (
            intent in ("instrument", "issue", "number")
            or (intent == "about" and question.explicit)
            or (intent == "general" and question.types)
        ):
            self._subjects(composer, allowed, documents)
        elif intent == "duty":
            self._duty_section(composer, documents)
        if not composer and intent not in ("signer", "recipients", "bases", "number"):
            self._sentences(composer, allowed)
        return composer.finish(note=self.note) if composer else self._refuse(NO_EVIDENCE, documents=allowed)

    def _about_named(self, composer: Composer, documents: Sequence[Document]) -> None:
        """Signer, recipients, bases or number of the directive that the question describes."""
        chosen = self._described(documents)
        reply = {
            "signer": replies.reply_signer,
            "recipients": replies.reply_recipients,
            "bases": replies.reply_bases,
            "number": replies.reply_header,
        }[self.question.intent]
        for document in chosen:
            reply(self.collection, composer, document)

    def _described(self, documents: Sequence[Document]) -> list[Document]:
        """The directives whose header the question's words describe."""
        question = self.question
        admitted = [
            document
            for document in documents
            if all(says_year(year, document) for year in question.years)
            and (not question.types or any(_is_type(document, name) for name in question.types))
        ]
        if not question.strong:
            return admitted[:MOST_SUBJECTS] if len(admitted) == 1 or question.provinces else []
        ranked = document_subjects(self.collection, admitted, question.terms)
        if not ranked or ranked[0].covered < ENOUGH_SUBJECT:
            return []
        return [
            subject.document
            for subject in ranked[:MOST_SUBJECTS]
            if subject.document is not None and subject.covered >= ranked[0].covered * 0.97
        ]

    def _steps(self, composer: Composer, documents: Sequence[Document]) -> None:
        draft = Composer(self.collection, self.question.text)
        share = replies.reply_steps(self.collection, draft, self.question, documents, self.question.terms)
        if share >= ENOUGH:
            replies.reply_steps(self.collection, composer, self.question, documents, self.question.terms)

    def _subjects(self, composer: Composer, allowed: frozenset[str], documents: Sequence[Document]) -> None:
        """Name the instruments that the question is about."""
        question, collection = self.question, self.collection
        terms = question.strong
        if not terms:
            return
        hits = collection.search(_query(question), k=PASSAGES, documents=allowed)
        passages = [collection.passage(hit.passage) for hit in hits]
        subjects = [*cited_subjects(collection, passages, question.terms)]
        known = {subject.document.id for subject in subjects if subject.document is not None}
        subjects += [
            subject
            for subject in document_subjects(collection, documents, question.terms)
            if subject.document is not None and subject.document.id not in known
        ]
        wanted = question.asked_type or (
            question.types[0] if len(question.types) == 1 and question.intent in ("issue", "about") else None
        )
        if wanted is not None:
            subjects = [subject for subject in subjects if of_type(subject, wanted)]
        if question.years:
            subjects = [subject for subject in subjects if of_year(subject, question.years, collection)]
        subjects = sorted(
            (one for one in subjects if one.covered >= ENOUGH_SUBJECT),
            key=lambda one: (-one.score, not names_year(one, question.years)),
        )
        if question.years and any(names_year(one, question.years) for one in subjects):
            subjects = [one for one in subjects if names_year(one, question.years)]
        for position, subject in enumerate(subjects[:MOST_SUBJECTS]):
            if subject.score < subjects[0].score * ALIKE:
                break
            if position and question.intent in ("issue", "about"):
                break
            self._reply_subject(composer, subject)

    def _reply_subject(self, composer: Composer, subject: Subject) -> None:
        if subject.document is not None and (subject.instrument is None or not subject.mentions):
            replies.reply_header(self.collection, composer, subject.document)
        elif subject.instrument is not None:
            replies.reply_instrument(
                self.collection, composer, subject.instrument, subject.covered, preferred=subject.mentions
            )

    def _duty_section(self, composer: Composer, documents: Sequence[Document]) -> None:
        """Answer "what must the district unions do?" with the section under their name."""
        question = self.question
        if not _asks_what_to_do(question) or not question.terms:
            return
        found = replies.sections_about(self.collection, documents, question.terms)
        if not found or found[0][0] < ENOUGH:
            return
        best = found[0][0]
        for share, document, section in found[:2]:
            if share >= best * 0.97:
                replies.reply_section(self.collection, composer, document, section, share)

    def _sentences(self, composer: Composer, allowed: frozenset[str]) -> None:
        question = self.question
        if not question.strong:
            return
        hits = self.collection.search(_query(question), k=PASSAGES, documents=allowed)
        found = units(self.collection, hits, question.terms)
        replies.reply_units(self.collection, composer, self._choose(found))

    def _choose(self, found: Sequence[Unit]) -> list[Unit]:
        """The sentences that are good enough, of the kind that is asked for, one for each place."""
        fit = [unit for unit in found if self._answers(unit)]
        chosen: list[Unit] = []
        for unit in fit:
            if unit.score < fit[0].score * ALIKE or len(chosen) == MOST_UNITS:
                break
            if not any(_overlap(unit, other) for other in chosen):
                chosen.append(unit)
        return chosen

    def _answers(self, unit: Unit) -> bool:
        question = self.question
        if unit.whole < ENOUGH or unit.own < ENOUGH_OWN or any(term.entity for term in unit.missing):
            return False
        if question.years and not all(
            says_year(year, unit.document, unit.passage.text, unit.passage.context) for year in question.years
        ):
            return False
        if question.intent == "value":
            return unit.passage.kind == "body" and self._has_value(unit)
        if question.intent == "deadline":
            return unit.passage.kind == "body" and (bool(unit.deadlines) or _has_time(unit, self.collection))
        return unit.passage.kind != "closing"

    def _has_value(self, unit: Unit) -> bool:
        """Whether the sentence states a quantity of what the question counts."""
        text = self.collection.directive(unit.document.id).text
        stated = [text[target.start : target.end] for target in unit.targets] or (
            [unit.span.of(text)] if _has_figure(unit, self.collection) else []
        )
        focus = self.question.focus
        if self.question.percent:
            stated = [part for part in stated if "%" in part]
        return any(focus is None or degree(focus, View.of(part)) > 0 for part in stated)

    # ------------------------------------------------------------ refusing

    def _add_note(self, note: str) -> None:
        self.note = f"{self.note} {note}" if self.note else note

    def _refuse(
        self,
        reason: str,
        note: str | None = None,
        *,
        numbers: Sequence[NumberMatch] = (),
        documents: frozenset[str] | None = None,
    ) -> Answer:
        if note:
            self._add_note(note)
        near: tuple[Evidence, ...] = ()
        if reason == UNKNOWN_NUMBER:
            near = near_numbers(self.collection, [match.query for match in numbers if not match.known])
        elif reason == NO_EVIDENCE and self.question.terms:
            near = near_passages(self.collection, self.question, documents)
        return Answer(question=self.question.text, reason=reason, near=near, note=self.note)


def _query(question: Question) -> str:
    return question.content or question.text


def _apart(match: NumberMatch) -> list[Document]:
    """Directives with the number that are none of the matched catalogue rows."""
    own = {row.directive for row in match.instruments}
    return [document for document in match.documents if document.id not in own]


def _is_type(document: Document, name: str) -> bool:
    own = document.header.type
    return own is not None and fold(own).startswith(fold(name))


def _overlap(unit: Unit, other: Unit) -> bool:
    return (
        unit.document.id == other.document.id and unit.span.start < other.span.end and other.span.start < unit.span.end
    )


_FIGURE = re.compile(r"(?<![\w/.-])\d+(?:[.,]\d+)*\s*%?(?![\w/-])")
_TIME = re.compile(
    r"\d{1,2}\s*/\s*\d{1,2}|dinh ky|hang (?:nam|thang|quy|tuan)|truoc ngay|cham nhat|thang \d|quy [iv\d]|nam \d{4}"
)


def _has_figure(unit: Unit, collection: Collection) -> bool:
    text = unit.quote(collection.directive(unit.document.id))
    return any(
        not re.match(r"(?:19|20)\d\d$", match.group().strip())
        for match in _FIGURE.finditer(re.sub(r"^[-+\s(]*[\d.]+[.)]\s", "", text))
    )


def _has_time(unit: Unit, collection: Collection) -> bool:
    return _TIME.search(fold(unit.quote(collection.directive(unit.document.id)))) is not None


_WHAT_TO_DO = re.compile(
    r"(?<!\w)(?:phai lam|can lam|lam nhung gi|lam gi|nhiem vu|trach nhiem|thuc hien nhung gi|viec gi|giao viec|what must|must do|duties|duty)(?!\w)"
)


def _asks_what_to_do(question: Question) -> bool:
    return _WHAT_TO_DO.search(fold(question.text)) is not None


__all__ = ["Filters", "ask"]
