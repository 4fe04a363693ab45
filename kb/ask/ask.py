"""From a question to an answer: read it, narrow the documents, find what carries an answer, or refuse."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.ask.answer import EMPTY_QUESTION, NO_EVIDENCE, UNKNOWN_NUMBER, Answer
from kb.ask.by_intent import answer_by_intent
from kb.ask.by_number import answer_numbered
from kb.ask.case import Case
from kb.ask.compose import name_of
from kb.ask.numbers import NumberQuery
from kb.ask.question import Question, read, without_places
from kb.ask.scope import Filters, Scope, scope_of
from kb.ask.subjects import NumberMatch, resolve_number
from kb.catalogue.describe import day
from kb.told import secrecy_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.collection import Collection
    from kb.store.records import Instrument


def ask(collection: Collection, text: str, filters: Filters | None = None) -> Answer:
    """Answer a question from the collection, or say why not.

    Args:
        collection: an open collection.
        text: the question, with or without diacritics, Vietnamese or mixed.
        filters: what a person fixed beside it.
    """
    question, note = _read_with_slips(collection, text)
    return replace(_answer(collection, question, filters or Filters(), note), question=text)


def _read_with_slips(collection: Collection, text: str) -> tuple[Question, str | None]:
    """Read a question; a word that nobody knows and that is one slip away from a known one is read as that."""
    question = read(text, collection)
    corrected = question.text
    fixes = []
    for term in question.terms:
        better = collection.correction(term)
        if better is not None:
            corrected = re.sub(rf"(?<!\w){re.escape(term.text)}(?!\w)", better, corrected, count=1)
            fixes.append(f"“{term.text}” là “{better}”")
    if not fixes:
        return question, None
    return read(corrected, collection), f"Đã hiểu {', '.join(fixes)}."


def _answer(collection: Collection, question: Question, filters: Filters, note: str | None) -> Answer:
    scope = scope_of(question, collection.documents, filters)
    admitted = frozenset(document.id for document in collection.documents if filters.admits(document))
    matches = [resolve_number(collection, question, query, scope.documents, admitted) for query in question.numbers]
    if scope.absent and not scope.documents and question.numbers:
        # "Kế hoạch 214 có gửi tỉnh Lào Cai không?": a number says which document, the place is part of the question.
        wide = [
            resolve_number(collection, without_places(question), query, admitted, admitted)
            for query in question.numbers
        ]
        if all(match.documents for match in wide) and "recipients" in (question.intent, *question.asked):
            scope, matches, question = Scope(admitted), wide, without_places(question)
    case = Case(collection, question, scope.documents, admitted, note)
    if not question.terms and not question.numbers and not question.provinces and not question.names:
        return case.refuse(EMPTY_QUESTION)
    if not admitted and collection.documents:
        case.add_note("Không có văn bản nào qua bộ lọc đã chọn (tỉnh, loại, năm).")
    if scope.absent:
        case.add_note(scope.tell())
    unknown = [match for match in matches if not match.known]
    if unknown:
        return _refuse_number(case, unknown)
    if question.provinces and not scope.documents:
        return case.refuse(NO_EVIDENCE)
    if question.names and not matches:
        matches = [_resolve_name(collection, name, admitted) for name in question.names]
        missing = [match.query.text for match in matches if not match.known]
        if missing:
            return replace(
                case.refuse(NO_EVIDENCE), message=f"Không văn bản nào trong kho viện dẫn {', '.join(missing)}."
            )
    return answer_numbered(case, matches) if matches else answer_by_intent(case)


def _resolve_name(collection: Collection, name: str, admitted: frozenset[str]) -> NumberMatch:
    """What a name means: instruments that admitted documents cite."""
    rows = tuple(row for row in collection.named(name) if admitted.intersection(row.cited_by))
    return NumberMatch(NumberQuery(name, None, "", None), rows, ())


def _refuse_number(case: Case, unknown: Sequence[NumberMatch]) -> Answer:
    """Say that nobody bears a number; or that somebody does, of another place, date or type than was asked."""
    others = []
    for match in unknown:
        bare = replace(match.query, type=None, year=None)
        wide = resolve_number(
            case.collection,
            replace(case.question, provinces=(), dates=(), years=(), issuers=()),
            bare,
            case.admitted,
            case.admitted,
        )
        others += [f"{row.number}{_told(row)}" for row in wide.instruments if set(row.cited_by) & case.admitted]
        others += [secrecy_mark(document) + name_of(document) for document in wide.apart]
    if not others:
        return case.refuse(UNKNOWN_NUMBER, f"({', '.join(match.query.text for match in unknown)})", numbers=unknown)
    refused = case.refuse(UNKNOWN_NUMBER, numbers=unknown)
    told = f"Số hiệu này có trong kho, nhưng không khớp với nơi, ngày, loại hoặc cơ quan nêu trong câu hỏi: {'; '.join(others)}."
    return replace(refused, message=told)


def _told(row: Instrument) -> str:
    parts = [row.type, f"ngày {day(row.date)}" if row.date else None, row.issuer]
    listed = ", ".join(part for part in parts if part)
    return f" ({listed})" if listed else ""


__all__ = ["Filters", "ask"]
