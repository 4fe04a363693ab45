"""Whether an instrument is in force on a day: what the documents say of it, and what the table of instruments says.

Nothing said is "chưa kiểm chứng": that nobody has replaced an instrument is no proof. A document that replaces or repeals it
ends it from the day on which that document itself takes effect; one that replaces or repeals a part of it ends that part. What the
office has put into its table comes before what the documents say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from ingest.text import fold
from ingest.types import Effect, Span
from kb.catalogue.describe import day
from kb.catalogue.known import Row
from kb.catalogue.standing import Standing, standing
from kb.store.keys import number_key
from kb.store.records import UNVERIFIED, Instrument
from kb.store.relations import Stated
from kb.store.store import Store

EXPIRED, PARTLY, NOT_YET, IN_FORCE = "hết hiệu lực", "hết hiệu lực một phần", "chưa có hiệu lực", "còn hiệu lực"

BEGINS = "có hiệu lực"
_NEVER = "9999-12-31"
# "đến hết ngày 31/12/2025" names the last day, "hết hiệu lực từ ngày 01/01/2026" the first day without.
_LASTS = re.compile(r"(?<!\w)den(?: het)? (?:ngay )?(?:thang )?\d")
ENDING = ("thay thế", "bãi bỏ")
AMENDING = ("sửa đổi, bổ sung", "đính chính", "hợp nhất")


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to an instrument, as one document or one row of a table says.

    Attributes:
        kind: of the relation (:data:`ingest.types.RELATIONS`), or ``hết hiệu lực`` and ``có hiệu lực`` for a day that is only stated.
        by: id of the instrument that does it; ``None`` where it has no row or nobody is named.
        by_name: what that is called.
        part: what is concerned; ``None``: all of it.
        since: ISO date from which on; ``None`` where nothing tells.
        directive, span: the words that say it; ``None`` where a table does.
        source: from where the table knows it.
        known: date of the document that says it: where no day is told, it had been done by then. When an instrument was passed
            is never taken for the day on which it takes effect.
    """

    kind: str
    by: str | None = None
    by_name: str | None = None
    part: str | None = None
    since: str | None = None
    directive: str | None = None
    span: Span | None = None
    source: str | None = None
    known: str | None = None

    def on(self, day: str) -> bool:
        """Whether it holds on a day: from the day that is told, else once a document of that day or before says so."""
        return (self.since or self.known or _NEVER) <= day


@dataclass(frozen=True, slots=True)
class InForce:
    """The standing of an instrument on a day.

    Attributes:
        as_of: the day, ISO date.
        status: one of the words of the national database, or ``chưa kiểm chứng``.
        since: the day from which it holds, where that is known.
        told: why, in a Vietnamese phrase; empty where nothing is known.
        by, by_name: id and name of the instrument that replaced or repealed it.
        acts: everything that is said to have been done to it, the earliest first.
        source: from where the status is known, where a table gives it.
    """

    as_of: str
    status: str = UNVERIFIED
    since: str | None = None
    told: str = ""
    by: str | None = None
    by_name: str | None = None
    acts: tuple[Act, ...] = ()
    source: str | None = None


def in_force(store: Store, row: Instrument, *, as_of: str | None = None) -> InForce:
    """The standing of an instrument.

    Args:
        store: the collection.
        row: the instrument.
        as_of: ISO date; today where none is given.
    """
    today = datetime.now(UTC).astimezone().date().isoformat()
    on = as_of or today
    stated = standing(store, row)
    said = [*_acts(store, row), *_table_acts(stated)]
    acts = tuple(
        sorted(said, key=lambda act: (act.since or "", act.directive or "", act.span.start if act.span else 0))
    )
    by_table = _by_table(stated.row, on, now=on >= today) if stated.row else None
    judged = _judged(acts, on, row.date)
    return replace(by_table, acts=acts) if by_table else judged


def _by_table(row: Row, on: str, *, now: bool) -> InForce | None:
    """What a row says of a day: its dates tell of every day, the bare status of today only."""
    source = row.told_source
    if row.ends and row.ends < on:
        return InForce(on, EXPIRED, row.ends, f"có hiệu lực đến hết {day(row.ends)}", source=source)
    if row.begins and row.begins > on:
        return InForce(on, NOT_YET, row.begins, f"có hiệu lực từ {day(row.begins)}", source=source)
    if row.status == UNVERIFIED or not (now or row.status == IN_FORCE):
        return None  # What is in force today has been so since it came into force.
    return InForce(on, row.status, row.begins or None, source=source)


def _table_acts(stated: Standing) -> Iterable[Act]:
    for one in stated.relations:
        if one.direction == "undergoes" and one.kind in {*ENDING, *AMENDING}:
            other = number_key(one.row.number) == number_key(one.number)
            since = (one.row.begins or one.row.date) if other else one.date
            whole = since if len(since) == len("2010-02-25") else None
            yield Act(one.kind, one.instrument, one.number, None, whole, source=one.row.told_source)


def _judged(acts: tuple[Act, ...], on: str, issued: str | None) -> InForce:
    if issued and issued > on:
        return InForce(on, NOT_YET, issued, f"ban hành ngày {day(issued)}", acts=acts)
    ends = [act for act in acts if act.kind in {*ENDING, EXPIRED} and act.on(on)]
    whole = min((act for act in ends if act.part is None), key=_most_telling, default=None)
    if whole is not None:
        return InForce(on, EXPIRED, whole.since, _told(whole), whole.by, whole.by_name, acts, whole.source)
    begins = [act.since for act in acts if act.kind == BEGINS and act.part is None and act.since]
    if begins and min(begins) > on:
        return InForce(on, NOT_YET, min(begins), f"có hiệu lực từ {day(min(begins))}", acts=acts)
    if ends:
        told = "; ".join(dict.fromkeys(map(_told, ends)))
        return InForce(on, PARTLY, ends[0].since, told, ends[0].by, ends[0].by_name, acts, ends[0].source)
    return InForce(on, acts=acts)


def _most_telling(act: Act) -> tuple[bool, bool, str]:
    """Who did it and when comes before a bare day."""
    return act.by_name is None, act.since is None, act.since or ""


def _told(act: Act) -> str:
    what = f"{act.part} " if act.part else ""
    since = f" từ {day(act.since)}" if act.since else ""
    if act.by_name is None:
        return f"{what}{EXPIRED}{since}"
    return (
        f"{what}bị {act.kind} bởi {act.by_name}{since}"
        if act.kind != EXPIRED
        else f"{what}{EXPIRED}{since}, theo {act.by_name}"
    )


def _acts(store: Store, row: Instrument) -> Iterable[Act]:
    for stated in store.relations.on(row.id, (*ENDING, *AMENDING), directive=row.directive):
        document = store.directives.document(stated.directive)
        if document is None or document.header.draft:
            continue
        own = stated.position is None
        by = store.instruments.of_directive(stated.directive) if own else store.instruments.get(stated.source or "")
        if by is not None and by.id == row.id:
            continue
        effects = store.directives.effects(stated.directive)
        # A day that is told of the target itself comes before the day on which the other one takes effect.
        since = _end(effects, stated.target_position) or _begin(effects, stated.position)
        if since is None and by is not None and by.directive and not own:
            since = _begin(store.directives.effects(by.directive), None)
        name = _name(by) if by else _own_name(document.header.type, document.header.number) if own else None
        part = stated.part or _loose_part(store, stated)
        known = document.header.date
        yield Act(stated.kind, by.id if by else None, name, part, since, stated.directive, stated.span, known=known)
    yield from _days(store, row)


_VERBS = re.compile(
    r"^(?:het hieu luc|thay the|bai bo|huy bo|duoc|bi|cho|cac|nhung|toan bo|van ban|sau|boi|theo|tai|so|va|[,:;\s\d)(-])+"
)
_EXCEPT = re.compile(r"(?<![^\W_])tru (?:diem|khoan|dieu|chuong|phu luc|quy dinh)")


def _loose_part(store: Store, stated: Stated) -> str | None:
    """What stands between the verb and the instrument ("Bãi bỏ thủ tục công bố tại Quyết định …"), or is excepted behind it: not all of it."""
    text = store.directives.text(stated.directive) or ""
    sentence = fold(text[stated.span.start : _stop(text, stated.span.end)])
    if _EXCEPT.search(sentence):
        return "một phần"
    gap = text[stated.span.start : stated.target_start] if stated.target_start > stated.span.start else ""
    verb = _VERBS.match(fold(gap))
    words = gap[verb.end() :].strip(" ,:(") if verb else ""
    return words if stated.kind in ENDING and len(words.split()) > _FEW and "\n" not in gap else None


_FEW = 2


def _stop(text: str, position: int) -> int:
    ends = [place for mark in (";", "\n") if (place := text.find(mark, position)) >= 0]
    return min(ends, default=len(text))


def _end(effects: Iterable[Effect], of: int | None) -> str | None:
    """When something ceases to be in force, as one document says of the whole of it."""
    found = [one for one in effects if one.of == of and of is not None and one.ends and one.part is None and one.date]
    days = [_next_day(one.date) if one.date and _LASTS.search(fold(one.text)) else one.date for one in found]
    return min((day for day in days if day), default=None)


def _days(store: Store, row: Instrument) -> Iterable[Act]:
    """Days on which it begins or ends, as itself or others say."""
    places: list[tuple[str, int | None]] = [
        (one.directive, one.position) for one in store.relations.with_effects(row.id)
    ]
    if row.directive:
        places.append((row.directive, None))
    for directive, position in places:
        text = store.directives.text(directive) or ""
        for effect in store.directives.effects(directive):
            # "… đến khi có văn bản khác thay thế" tells no day: it ends nothing yet.
            if effect.of == position and not (effect.ends and effect.date is None):
                since = (
                    _next_day(effect.date)
                    if effect.ends and effect.date and _LASTS.search(fold(effect.text))
                    else effect.date
                )
                part = effect.part
                if effect.ends and _EXCEPT.search(fold(text[effect.start : _stop(text, effect.end)])):
                    part = part or "một phần"
                span = Span(effect.start, effect.end)
                yield Act(EXPIRED if effect.ends else BEGINS, None, None, part, since, directive, span)


def _next_day(iso: str) -> str:
    return (date.fromisoformat(iso) + timedelta(days=1)).isoformat()


def _begin(effects: Iterable[Effect], of: int | None) -> str | None:
    """When something begins to be in force, as one document says: of the whole of it, not of a part."""
    found = [one.date for one in effects if one.of == of and not one.ends and one.part is None and one.date]
    return min(found, default=None)


def _name(row: Instrument) -> str:
    if row.number is None:
        return row.name or row.type or "văn bản khác"
    return f"{row.type or 'Văn bản'} số {row.number}"


def _own_name(kind: str | None, number: str | None) -> str:
    return f"{kind or 'Văn bản'} số {number}" if number else kind or "văn bản khác"
