"""One citation of a draft against what is known: which instrument it means, and what of its claims does not hold.

The rules are those by which mentions become instruments (:mod:`kb.catalogue.resolve`): the number and its scope first;
one date is one instrument; another date with the same subject is the same instrument with a slip; another date and
another subject is another instrument, of which nothing is known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.audit.misprints import one_slip
from kb.catalogue.known import fits_date
from kb.catalogue.organs import ANY, level_of
from kb.catalogue.resolve import is_slip
from kb.catalogue.stated import CENTRAL, Stated, carries_year
from kb.catalogue.words import Relation, content, equal_subjects, same_issuer, subjects
from kb.drafting.check_known import Candidate, Known
from kb.store import Instrument
from kb.store.keys import number_key

_TELLING = 4
"""Syllables that a subject needs to name an instrument by itself."""
_OFFERED = 3
_NEAR = 0.8
"""Share of the words of a subject that an instrument with another number has to have to be offered."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a citation means.

    Attributes:
        candidate: the instrument; ``None`` where it is not known, or not which.
        ambiguous: those that it may mean.
        same_number: instruments with its number that it does not mean.
        elsewhere: the instrument is another province's.
    """

    candidate: Candidate | None = None
    ambiguous: tuple[Candidate, ...] = ()
    same_number: tuple[Candidate, ...] = ()
    elsewhere: bool = False


def meant(stated: Stated, known: Known, *, draft: str, cited: Iterable[str], named: bool) -> Meant:
    """Which instrument a numbered citation means.

    Args:
        stated: what it states.
        known: the collection.
        draft: the scope of what nothing gives a place.
        cited: dates with which the draft cites this number elsewhere.
        named: its own words name the province.
    """
    every = known.numbered(stated.key)
    here = [one for one in every if one.instrument.scope == stated.scope]
    if stated.scope == draft:
        here = [one for one in every if one.instrument.scope not in {CENTRAL, ""} and _is_same(stated, one)]
    found = _of(stated, here, tuple(cited))
    if found.candidate is not None or found.ambiguous:
        return found
    others = [one for one in every if one not in here and one.instrument.scope]
    if level_of(stated.number) in {None, ANY}:
        # Nothing in the symbol tells whose it is; who cites it was taken for its province.
        same = [one for one in others if _is_same(stated, one)]
        same = [one for one in same if issued_by(stated.issuer, one)] or [
            one for one in same if subject_of(stated.title, one) is Relation.SAME
        ]
        if len(same) == 1:
            return Meant(same[0], elsewhere=named and CENTRAL not in {stated.scope, same[0].instrument.scope})
    if named and stated.scope != CENTRAL:
        same = [one for one in others if one.instrument.scope != CENTRAL and _is_same(stated, one)]
        if len(same) == 1:
            return Meant(same[0], elsewhere=True)
    return Meant(same_number=tuple(one for one in here if one.voices))


def _is_same(stated: Stated, one: Candidate) -> bool:
    """Whether a date or a long subject tells that it is this instrument, wherever it is said to come from."""
    about = subject_of(stated.title, one)
    if stated.date and one.values("date"):
        return dated(stated.date, one) and about is not Relation.DIFFERENT and has_type(stated.type, one)
    return about is Relation.SAME and len(content(stated.title or "")) >= _TELLING


def _of(stated: Stated, here: Sequence[Candidate], cited: tuple[str, ...]) -> Meant:
    if stated.date is None:
        return _undated(stated, here, cited)
    on_day = [one for one in here if dated(stated.date, one)]
    if on_day:
        return _on_day(stated, on_day, [one for one in here if one not in on_day])
    slips = [one for one in here if one.values("date") and _is_misdated(stated, one)]
    if len(slips) == 1:
        return Meant(slips[0])
    if slips:
        return Meant(ambiguous=tuple(slips))
    silent = [
        one
        for one in here
        if not one.values("date")
        and subject_of(stated.title, one) is not Relation.DIFFERENT
        and issued_by(stated.issuer, one)
    ]
    return Meant(silent[0]) if len(silent) == 1 else Meant()


def _on_day(stated: Stated, on_day: Sequence[Candidate], rest: Sequence[Candidate]) -> Meant:
    fitting = [one for one in on_day if subject_of(stated.title, one) is not Relation.DIFFERENT] or list(on_day)
    if len(fitting) > 1:
        fitting = [one for one in fitting if subject_of(stated.title, one) is Relation.SAME] or fitting
    if len(fitting) > 1:
        return Meant(ambiguous=tuple(fitting))
    only = fitting[0]
    if subject_of(stated.title, only) is Relation.DIFFERENT:
        # The date of one and the subject of another: whose issuer it is decides which of the two is the mistake.
        others = [one for one in rest if subject_of(stated.title, one) is Relation.SAME]
        by_other = len(others) == 1 and bool(stated.issuer) and issued_by(stated.issuer, others[0])
        if by_other and not issued_by(stated.issuer, only):
            return Meant(others[0])
    return Meant(only)


def _undated(stated: Stated, here: Sequence[Candidate], cited: tuple[str, ...]) -> Meant:
    same = [one for one in here if subject_of(stated.title, one) is Relation.SAME]
    open_ones = [one for one in here if subject_of(stated.title, one) is Relation.UNKNOWN]
    fitting = same or [one for one in open_ones if issued_by(stated.issuer, one)] or open_ones
    if len(fitting) > 1:
        before = [one for one in fitting if any(dated(date, one) for date in cited)]
        fitting = before if len(before) == 1 else fitting
    if len(fitting) == 1:
        return Meant(fitting[0])
    if fitting:
        return Meant(ambiguous=tuple(fitting))
    return Meant(here[0]) if len(here) == 1 else Meant()


def _is_misdated(stated: Stated, one: Candidate) -> bool:
    """Whether a citation means an instrument whose date is another one."""
    about = subject_of(stated.title, one)
    if carries_year(stated.key):
        return True
    slip = any(is_slip(stated.date, date) for date in one.values("date") if len(date) == len(stated.date or ""))
    if about is Relation.SAME and (slip or any(equal_subjects(stated.title, title) for title in one.values("title"))):
        return issued_by(stated.issuer, one) or slip
    return slip and about is not Relation.DIFFERENT and issued_by(stated.issuer, one)


def near(stated: Stated, known: Known) -> tuple[Candidate, ...]:
    """Instruments with another number that a citation probably means: one subject, or one slip of the number and the same day."""
    words = frozenset(content(stated.title or ""))
    found: dict[str, Candidate] = {}
    if len(words) >= _TELLING:
        for one in known.about(words, _NEAR):
            if has_its_words(stated, one) and _may_be(stated, one):
                found[one.instrument.id] = one
    # Decrees are numbered in a row, several on one day: where both tell their subject, that has to agree.
    for one in () if carries_year(stated.key) else known.slipped(stated.number, stated.scope):
        silent = not stated.title or not one.values("title")
        if silent and dated(stated.date, one) and _may_be(stated, one):
            found.setdefault(one.instrument.id, one)
    ranked = sorted(found.values(), key=lambda one: (not dated(stated.date, one), one.instrument.id))
    same_day = [one for one in ranked if dated(stated.date, one)]
    return tuple(same_day or ranked)[:_OFFERED]


def has_its_words(stated: Stated, one: Candidate) -> bool:
    """Whether one of two subjects has all words of the other, and enough of them: "Luật Khiếu nại" is no "Luật Quản lý thuế"."""
    given = content(stated.title or "")
    for title in one.values("title"):
        words = content(title)
        shorter, longer = sorted((given, words), key=len)
        if len(shorter) >= _TELLING and set(shorter) <= set(longer) and subjects(stated.title, title) is Relation.SAME:
            return True
    return False


def _may_be(stated: Stated, one: Candidate) -> bool:
    """The same kind, scope and issuer, and no date that is clearly another one."""
    row = one.instrument
    if number_key(row.number or "") == stated.key or row.scope != stated.scope:
        return False
    if not has_type(stated.type, one) or not issued_by(stated.issuer, one):
        return False
    dates = one.values("date")
    if carries_year(stated.key) and not dated(stated.date, one) and not is_near(stated, one):
        return False  # One law after the other has the same name.
    return (
        not stated.date
        or not dates
        or dated(stated.date, one)
        or any(is_slip(stated.date, date) for date in dates if len(date) > 4)
    )


def is_near(stated: Stated, one: Candidate) -> bool:
    """Whether the numbers are one slip apart."""
    return one_slip(Instrument("", stated.number, stated.scope), one.instrument)


# -- what a citation claims, against what is stated of an instrument -------------------------------------------------


def dated(date: str | None, one: Candidate) -> bool:
    """Whether a date is one of those stated."""
    return date is not None and any(fits_date(value, date) for value in one.values("date"))


def issued_by(issuer: str | None, one: Candidate) -> bool:
    """Whether an issuer is one of those stated; an unknown one may be any."""
    stated = one.values("issuer")
    return not issuer or not stated or any(same_issuer(issuer, value) for value in stated)


def has_type(kind: str | None, one: Candidate) -> bool:
    """Whether a kind is one of those stated; an unknown one may be any."""
    stated = one.values("type")
    return not kind or not stated or kind in stated


def subject_of(title: str | None, one: Candidate) -> Relation:
    """How a subject stands to those stated: another one only where it is another than all of them."""
    relations = {subjects(title, value) for value in one.values("title")}
    if Relation.SAME in relations:
        return Relation.SAME
    return Relation.DIFFERENT if relations == {Relation.DIFFERENT} else Relation.UNKNOWN
