"""Answering a question that names an instrument or a directive by its number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.text import fold
from kb.ask import replies
from kb.ask.answer import Answer, Evidence
from kb.ask.by_intent import SIMPLE, answer_by_intent
from kb.ask.case import ENOUGH_SUBJECT
from kb.ask.choose import choose
from kb.ask.compose import name_of
from kb.ask.match import View
from kb.ask.subjects import NumberMatch, cited_subjects
from kb.ask.units import units_of
from kb.catalogue.describe import day
from kb.catalogue.in_force import in_force
from kb.told import secrecy_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.types import Span
    from kb.ask.case import Case
    from kb.ask.compose import Composer
    from kb.ask.language import Gram
    from kb.ask.units import Unit
    from kb.collection import Collection
    from kb.store.records import Document, Instrument

CLEARLY_LESS = 0.8
"""Of two bearers of a number the second is out when it covers less than this share of what the first does."""
_MOST_ACTS = 3
_IDENTITY = ("issue", "about", "instrument", "general", "number", "signer")


def answer_numbered(case: Case, matches: Sequence[NumberMatch]) -> Answer:
    """Answer about the bearers of the numbers; two bearers of one number are told apart or listed."""
    if any(match.bearers > 1 for match in matches):
        matches = [_settle(case, match) for match in matches]
        if any(match.bearers > 1 for match in matches):
            return _ambiguous(case, matches)
    documents = [document for match in matches for document in match.documents]
    instruments = [row for match in matches for row in match.instruments]
    composer = case.composer()
    if case.question.standing:
        _of_standing(case, composer, matches)
    elif case.question.asked_type is not None and _related(case, composer, instruments):
        pass
    elif case.question.intent == "cites" and instruments:
        _citing(case, composer, matches)
    elif documents and (answer := _of_documents(case, composer, documents)) is not None:
        return answer
    else:
        _of_instruments(case, composer, instruments)
    return case.finish(composer)


def _of_instruments(case: Case, composer: Composer, instruments: Sequence[Instrument]) -> None:
    """What the instruments are, or what is said where they are mentioned."""
    identity = case.question.intent in _IDENTITY or not case.question.strong
    if not identity:
        _where_mentioned(case, composer, instruments)
    if identity or (not composer and _asks_its_date(case)):
        for row in instruments:
            replies.reply_instrument(case.collection, composer, row, 1.0, allowed=case.allowed, admitted=case.admitted)


def _citing(case: Case, composer: Composer, matches: Sequence[NumberMatch]) -> None:
    """List who cites the instruments, without those who cite one that the question rules out."""
    denied = {
        mention.directive
        for match in matches
        if match.query in case.question.denied
        for row in match.instruments
        for mention in case.collection.mentions_of(row.id)
    }
    wanted = [row for match in matches if match.query not in case.question.denied for row in match.instruments]
    replies.reply_citing(case.collection, composer, wanted, case.allowed - denied, case.question.years)


def _of_standing(case: Case, composer: Composer, matches: Sequence[NumberMatch]) -> None:
    """Quote the sentence that says with the question's own word what becomes of an instrument, if there is one."""
    collection = case.collection
    _of_acts(case, composer, [row for match in matches for row in match.instruments])
    if composer:
        return
    mentions = [one for match in matches for row in match.instruments for one in collection.mentions_of(row.id)]
    places = {one.passage: None for one in mentions if one.passage and one.directive in case.allowed}
    own = {document.id for match in matches for document in match.documents}
    places.update((passage.id, None) for ident in own for passage in collection.passages_of(ident))
    found = []
    for key in places:
        for unit in units_of(collection, collection.passage(key), case.question.terms):
            spans = [one.span for one in mentions if one.directive == unit.document.id]
            about = unit.document.id in own or any(unit.span.start <= span.start < unit.span.end for span in spans)
            if (
                about
                and not unit.heading
                and _says(case.question.standing, unit.quote(collection.directive(unit.document.id)))
            ):
                found.append(unit)
    replies.reply_units(collection, composer, sorted(found, key=lambda unit: _about_itself(collection, unit))[:1])
    if not composer:
        case.add_note("Không đoạn nào trong kho nói về hiệu lực hay việc thay thế của văn bản này.")


def _of_acts(case: Case, composer: Composer, rows: Sequence[Instrument]) -> None:
    """Quote the documents that replace, repeal, amend or guide an instrument, or say from when it is in force."""
    collection = case.collection
    for row in rows:
        said = [
            act
            for act in in_force(collection.store, row).acts
            if act.directive in case.allowed and act.span is not None
        ]
        units = [unit for act in said for unit in _unit_at(case, str(act.directive), act.span)]
        replies.reply_units(collection, composer, list({unit.span: unit for unit in units}.values())[:_MOST_ACTS])
        if units:
            composer.name(row)


def _unit_at(case: Case, directive: str, span: Span | None) -> list[Unit]:
    """The sentence that holds the beginning of a range."""
    if span is None:
        return []
    passage = case.collection.passage_at(directive, span.start)
    units = units_of(case.collection, passage, case.question.terms)
    return [unit for unit in units if unit.span.start <= span.start < unit.span.end][:1]


def _about_itself(collection: Collection, unit: Unit) -> tuple[bool, int]:
    """Sorts what a directive says of itself ("Nghị định này có hiệu lực …") before what it says of others; short first."""
    said = fold(unit.quote(collection.directive(unit.document.id)))
    own = fold(f"{unit.document.header.type or 'Văn bản'} này")
    return own not in said, unit.span.end - unit.span.start


def _says(words: Sequence[Gram], text: str) -> bool:
    """Whether a text has one of the words; "hiệu lực, hiệu quả" is a turn of speech and no standing."""
    view = View.of(text.replace("hiệu lực, hiệu quả", ""))
    return any(view.has(gram) for gram in words)


def _related(case: Case, composer: Composer, instruments: Sequence[Instrument]) -> bool:
    """Answer "Kết luận nào về tiếp tục thực hiện Nghị quyết 25?" with instruments whose subject names the number."""
    collection, wanted = case.collection, case.question.asked_type or ""
    if any(row.type is not None and fold(row.type) == fold(wanted) for row in instruments):
        return False
    found: dict[str, Instrument] = {}
    for row in instruments:
        for inner in collection.mentions_of(row.id):
            for outer in collection.mentions_in([inner.passage] if inner.passage else []):
                holds = outer.directive == inner.directive and outer.span.start < inner.span.start < outer.span.end
                if holds and outer.instrument and outer.type and fold(outer.type) == fold(wanted):
                    found[outer.instrument] = collection.instrument(outer.instrument)
    for row in found.values():
        replies.reply_instrument(collection, composer, row, 1.0, allowed=case.allowed, admitted=case.admitted)
    return bool(composer)


def _asks_its_date(case: Case) -> bool:
    """Take "Nghị quyết 02-NQ/TW ngày nào" for its own date, unless something else happens on the date asked for."""
    plain = fold(case.question.text)
    return case.question.intent == "deadline" and not re.search(
        r"(?<!\w)(?:hieu luc|bao cao|cham nhat|han|truoc)(?!\w)", plain
    )


def _of_documents(case: Case, composer: Composer, documents: Sequence[Document]) -> Answer | None:
    """Answer about directives of the collection that the question names; ``None`` where they do not say it."""
    asked = [name for name in case.question.asked if name in SIMPLE]
    if asked:
        for document in documents:
            for name in asked:
                SIMPLE[name](case.collection, composer, document)
    elif case.question.intent in ("issue", "about", "number") or not case.question.strong:
        for document in documents:
            replies.reply_header(case.collection, composer, document)
    else:
        return answer_by_intent(case.within(documents))
    return case.finish(composer) if composer else None


def _where_mentioned(case: Case, composer: Composer, instruments: Sequence[Instrument]) -> None:
    """Answer from the passages that mention the instruments."""
    collection, terms = case.collection, case.question.terms
    passages = {
        mention.passage: None
        for row in instruments
        for mention in collection.mentions_of(row.id)
        if mention.directive in case.allowed and mention.passage is not None
    }
    found = [unit for key in passages for unit in units_of(collection, collection.passage(key), terms)]
    chosen = choose(case, sorted(found, key=lambda unit: -unit.score))
    replies.reply_units(collection, composer, chosen)
    if chosen:
        for row in instruments:
            composer.name(row)


def _settle(case: Case, match: NumberMatch) -> NumberMatch:
    """Of several bearers of a number the one that the other words of the question mean, if just one."""
    terms = case.question.strong
    if not terms:
        return match
    passages = [
        case.collection.passage(mention.passage)
        for row in match.instruments
        for mention in case.collection.mentions_of(row.id)
        if mention.passage is not None
    ]
    ids = {row.id for row in match.instruments}
    subjects = [
        subject
        for subject in cited_subjects(case.collection, passages, terms)
        if subject.instrument is not None and subject.instrument.id in ids
    ]
    if not subjects or subjects[0].covered < ENOUGH_SUBJECT:
        return match
    if len(subjects) > 1 and subjects[1].covered >= subjects[0].covered * CLEARLY_LESS:
        return match
    best = subjects[0]
    return NumberMatch(
        match.query,
        (best.instrument,) if best.instrument is not None else (),
        (best.document,) if best.document is not None else (),
    )


def _ambiguous(case: Case, matches: Sequence[NumberMatch]) -> Answer:
    collection = case.collection
    near: list[Evidence] = []
    names: list[str] = []
    for match in matches:
        for row in match.instruments:
            mentions = [one for one in collection.mentions_of(row.id) if one.directive in case.admitted]
            mention = replies.best_mention(row, mentions)
            passage = collection.passage_at(mention.directive, mention.span.start)
            near.append(Evidence(passage, collection.document(mention.directive), 0.5, (mention.span,)))
            told = ", ".join(part for part in (row.issuer, day(row.date) if row.date else None) if part)
            names.append(f"{row.number}{f' ({told})' if told else ''}")
        for document in match.apart:
            near.append(Evidence(collection.passages_of(document.id)[0], document, 0.5))
            names.append(secrecy_mark(document) + name_of(document))
    return case.refuse_ambiguous(near, names)
