"""Which of the found sentences answer: enough of the question in them, of the kind that is asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.sections import headings_at
from ingest.text import fold
from kb.ask.case import ALIKE, ENOUGH, ENOUGH_BESIDE_VALUE, ENOUGH_OWN
from kb.ask.language import language, says
from kb.ask.match import View, degree
from kb.ask.scope import says_year
from kb.ask.verify import dates_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.ask.case import Case
    from kb.ask.question import Question
    from kb.ask.terms import Term
    from kb.ask.units import Unit

MOST = 3
"""Sentences that are quoted at most."""


def choose(case: Case, found: Sequence[Unit]) -> list[Unit]:
    """The sentences that answer, best first, one for each place.

    Args:
        case: what is asked.
        found: sentences and clauses, best first.
    """
    fit = [unit for unit in found if _answers(case, unit)]
    if case.question.intent == "deadline":
        fit = [unit for unit in fit if unit.deadlines] or fit
    if case.question.intent == "value" and case.question.focus is not None and not case.question.percent:
        focus = case.question.focus
        fit = [unit for unit in fit if _counts(focus, _text(case, unit), shares=False)] or fit
    chosen: list[Unit] = []
    for unit in fit:
        if unit.score < fit[0].score * ALIKE or len(chosen) == MOST:
            break
        if not any(_overlap(unit, other) for other in chosen):
            chosen.append(unit)
    return chosen


def _answers(case: Case, unit: Unit) -> bool:
    question = case.question
    if unit.whole < ENOUGH or unit.own < ENOUGH_OWN or unit.heading or any(term.entity for term in unit.missing):
        return False
    if not _says_rates(question.text, unit.passage.text):
        return False
    if _contradicts(question.text, _text(case, unit)):
        return False
    if not says_dates(question, unit, _text(case, unit)):
        return False
    around = (unit.passage.text, unit.passage.context)
    if not all(says_year(year, unit.document, *around) for year in question.years):
        return False
    if question.intent in ("value", "deadline"):
        return unit.passage.kind == "body" and (_says_value if question.intent == "value" else _says_time)(case, unit)
    text = _text(case, unit)
    if not _names_organ(case, unit, text):
        return False
    announces = text.startswith("Kính gửi") or text.endswith(":")
    return unit.passage.kind in _SAYING.get(question.intent, ("body", "bases")) and not announces


def _says_value(case: Case, unit: Unit) -> bool:
    """Whether a sentence states the quantity, of just the case that is asked about: any other figure is wrong."""
    return not _lacking(unit) and unit.own >= ENOUGH_BESIDE_VALUE and _has_value(case, unit)


def _says_time(case: Case, unit: Unit) -> bool:
    """Whether a sentence states a time; of no other case, where the documents have a word for the one asked about."""
    if any(case.collection.frequency(term.forms[0]) for term in _lacking(unit)):
        return False
    wanted = "says a day" if says("asks for a day", fold(case.question.text)) else "says a time"
    return bool(unit.deadlines) or says(wanted, fold(_text(case, unit)))


def _lacking(unit: Unit) -> list[Term]:
    """The words of two syllables and more that a sentence and what stands around it lack."""
    return [term for term in unit.missing if len(term.forms[0]) > 1 and not term.weak and not term.aside]


def _names_organ(case: Case, unit: Unit, text: str) -> bool:
    """Whether an organ of the kind that is asked for ("ban nào?") is named by a sentence or a heading above it."""
    asked = language().turns["asks which organ"].search(fold(case.question.text))
    if asked is None:
        return True
    headings = headings_at(case.collection.directive(unit.document.id).sections, unit.span.start)
    pattern = re.compile(rf"(?<!\w){asked['organ']}(?=\s+\w)")
    return any(part[found.start()].isupper() for part in (text, *headings) for found in pattern.finditer(fold(part)))


_SAYING = {"duty": ("body",)}
"""Parts of a directive that may say what is asked for; a list of bases assigns no duty."""


def says_dates(question: Question, unit: Unit, text: str) -> bool:
    """Whether a sentence, or the head of its directive, says every date and day that a question names."""
    said = dates_in(text) | dates_in(unit.document.header.date or "")
    days = {(day, month) for _, month, day in said} | {(int(day), int(month)) for day, month in _DAY.findall(text)}
    wanted = {(int(iso[:4]), int(iso[5:7]), int(iso[8:])) for iso in question.dates}
    return wanted <= said and set(question.days) <= days


_DAY = re.compile(r"(?<![\d/])(\d{1,2})\s*/\s*(\d{1,2})(?![\d])")


def _has_value(case: Case, unit: Unit) -> bool:
    """Whether the sentence states a quantity of what the question counts."""
    question, text = case.question, _text(case, unit)
    if question.percent:
        return "%" in text
    if question.focus is not None:
        return _counts(question.focus, text, shares=True)
    return bool(unit.targets) or _has_figure(_without_citations(case, unit))


WITHIN = 5
"""Syllables behind a figure among which the counted thing is looked for."""


HEAD = 2
"""Syllables of the head of a longer counted thing."""


def _counts(focus: Term, stated: str, *, shares: bool) -> bool:
    """Whether the counted thing stands right behind a figure, a share counting only with ``shares``."""
    text = _LABEL.sub("", stated)
    heads = [focus]
    if len(focus.forms[0]) > HEAD:
        # "đoàn viên công đoàn" is counted where "24.500 đoàn viên" stands.
        accented = focus.accented[:HEAD] if focus.accented else None
        heads.append(replace(focus, forms=(focus.forms[0][:HEAD],), accented=accented, others=()))
    figures = (match for match in _FIGURE.finditer(text) if shares or not match.group().endswith("%"))
    behind = [View.of(" ".join(text[match.end() :].split()[:WITHIN])) for match in figures]
    return any(degree(head, view) > 0 for head in heads for view in behind)


_LABEL = re.compile(r"^[-+\s(]*[\d.]+[.)]\s")
_FIGURE = re.compile(r"(?<![\w/.-])\d+(?:[.,]\d+)*\s*%?(?![\w/-])")
_YEAR = re.compile(r"(?:19|20)\d\d$")


_BOUND = re.compile(r"\d+(?:[.,]\d+)*")


_RATE = re.compile(r"(\d+(?:[.,]\d+)*)\s*(?:%|phần trăm)")


def _says_rates(question: str, text: str) -> bool:
    """Whether a passage states every rate that a question names."""
    return {rate[1] for rate in _RATE.finditer(question)} <= {rate[1] for rate in _RATE.finditer(text)}


def _contradicts(question: str, stated: str) -> bool:
    """Whether a sentence speaks of the other side of a bound that the question names: "trên 31%", "dưới 31%"."""
    asked, said = fold(question), fold(stated)
    over, under = language().bounds
    for figure in set(_BOUND.findall(asked)):
        for one, other in ((over, under), (under, over)):
            bound = re.escape(figure)
            if (
                re.search(one.format(bound), asked)
                and re.search(other.format(bound), said)
                and not re.search(one.format(bound), said)
            ):
                return True
    return False


def _has_figure(text: str) -> bool:
    return any(not _YEAR.match(match.group().strip()) for match in _FIGURE.finditer(_LABEL.sub("", text)))


def _without_citations(case: Case, unit: Unit) -> str:
    """A sentence without the documents that it cites: their numbers and dates are quantities of nothing."""
    directive = case.collection.directive(unit.document.id)
    text = directive.text
    parts, at = [], unit.span.start
    for one in sorted(directive.citations, key=lambda one: one.start):
        if at <= one.start and one.end <= unit.span.end:
            parts.append(text[at : one.start])
            at = one.end
    return " ".join([*parts, text[at : unit.span.end]])


def _text(case: Case, unit: Unit) -> str:
    return unit.quote(case.collection.directive(unit.document.id))


def _overlap(unit: Unit, other: Unit) -> bool:
    return (
        unit.document.id == other.document.id and unit.span.start < other.span.end and other.span.start < unit.span.end
    )
