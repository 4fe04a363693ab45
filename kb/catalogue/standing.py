"""Whether an instrument is in force on a day: what the documents say of it, and what the table of instruments says.

Nothing said is "chưa kiểm chứng": that nobody has replaced an instrument is no proof. A document that replaces or repeals it
ends it from the day on which that document itself takes effect; one that replaces or repeals a part of it ends that part. What the
office has put into its table comes before what the documents say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ingest.types import Effect, Span
from kb.catalogue.describe import day
from kb.store.records import UNVERIFIED, Instrument
from kb.store.store import Store

EXPIRED, PARTLY, NOT_YET, IN_FORCE = "hết hiệu lực", "hết hiệu lực một phần", "chưa có hiệu lực", "còn hiệu lực"

ENDING = ("thay thế", "bãi bỏ")
AMENDING = ("sửa đổi, bổ sung", "đính chính", "hợp nhất")


@dataclass(frozen=True, slots=True)
class Act:
    """What one document says that was done to an instrument.

    Attributes:
        kind: of the relation (:data:`ingest.types.RELATIONS`), or ``hết hiệu lực`` and ``có hiệu lực`` for a day that is only stated.
        by: id of the instrument that does it; ``None`` where it has no row or nobody is named.
        by_name: what that is called.
        part: what is concerned; ``None``: all of it.
        since: ISO date from which on; ``None`` where nothing tells.
        directive, span: the words that say it.
    """

    kind: str
    by: str | None
    by_name: str | None
    part: str | None
    since: str | None
    directive: str
    span: Span


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of an instrument on a day.

    Attributes:
        status: one of the words of the national database, or ``chưa kiểm chứng``.
        since: the day from which it holds, where that is known.
        told: why, in a Vietnamese phrase; empty where nothing is known.
        by, by_name: id and name of the instrument that replaced or repealed it.
        acts: everything that the documents say was done to it, the earliest first.
        source: from where the status is known, where a table gives it.
    """

    status: str = UNVERIFIED
    since: str | None = None
    told: str = ""
    by: str | None = None
    by_name: str | None = None
    acts: tuple[Act, ...] = ()
    source: str | None = None


def standing(store: Store, row: Instrument, *, as_of: str | None = None) -> Standing:
    """The standing of an instrument.

    Args:
        store: the collection.
        row: the instrument, with the status that the table of instruments gives it.
        as_of: ISO date; today where none is given.
    """
    on = as_of or datetime.now(UTC).astimezone().date().isoformat()
    acts = tuple(sorted(_acts(store, row), key=lambda act: (act.since or "", act.directive, act.span.start)))
    if row.status != UNVERIFIED:
        return Standing(row.status, told=row.note or "", acts=acts, source=row.note_source)
    return _judged(acts, on)


def _judged(acts: tuple[Act, ...], on: str) -> Standing:
    ends = [act for act in acts if act.kind in {*ENDING, EXPIRED} and (act.since is None or act.since <= on)]
    whole = next((act for act in ends if act.part is None), None)
    if whole is not None:
        return Standing(EXPIRED, whole.since, _told(whole), whole.by, whole.by_name, acts)
    begins = [act.since for act in acts if act.kind == "có hiệu lực" and act.part is None and act.since]
    if begins and min(begins) > on:
        return Standing(NOT_YET, min(begins), f"có hiệu lực từ {day(min(begins))}", acts=acts)
    if ends:
        return Standing(
            PARTLY, ends[0].since, "; ".join(dict.fromkeys(map(_told, ends))), ends[0].by, ends[0].by_name, acts
        )
    return Standing(acts=acts)


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
    for stated in store.relations.on(row.id, (*ENDING, *AMENDING)):
        by = store.instruments.get(stated.source) if stated.source else store.instruments.of_directive(stated.directive)
        own = stated.source is None
        since = _begin(store.directives.effects(stated.directive), None if own else stated.position)
        document = store.directives.document(stated.directive)
        if document is None or document.header.draft:
            continue
        if since is None and own:
            since = document.header.date
        elif since is None and by is not None:
            since = (_begin(store.directives.effects(by.directive), None) if by.directive else None) or by.date
        name = _name(by) if by else _own_name(document.header.type, document.header.number)
        yield Act(stated.kind, by.id if by else None, name, stated.part, since, stated.directive, stated.span)
    yield from _days(store, row)


def _days(store: Store, row: Instrument) -> Iterable[Act]:
    """Days on which it begins or ends, as itself or others say."""
    said = [
        (row.directive, None, effect) for effect in (store.directives.effects(row.directive) if row.directive else ())
    ]
    said += [
        (mention.directive, mention.position, effect)
        for mention in store.relations.with_effects(row.id)
        for effect in store.directives.effects(mention.directive)
    ]
    for directive, position, effect in said:
        if effect.of == position and directive is not None:
            kind = EXPIRED if effect.ends else "có hiệu lực"
            yield Act(kind, None, None, effect.part, effect.date, directive, Span(effect.start, effect.end))


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
