"""``kb suggest``: the legal bases that a draft should name, each with the passages that speak for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb.ask.answer import Evidence
from kb.ask.compose import short_name
from kb.drafting import bases
from kb.drafting.suggest_candidates import candidates, merged
from kb.drafting.suggest_near import nearby
from kb.drafting.suggest_standing import (
    Standing,
    is_itself,
    named_in,
    numbered_twin,
    standing_of,
    warnings_of,
    without_secrets,
)
from kb.drafting.suggest_types import AS_BASIS, Candidate, Counterpart, LeftOut, Suggested, Suggestion
from kb.export_guard import exportable
from kb.store.keys import directive_id

if TYPE_CHECKING:
    from collections.abc import Collection as Items
    from collections.abc import Iterable, Sequence

    from ingest.types import Span
    from kb.collection import Collection
    from kb.drafting.suggest_types import Citing, Piece, Wanted
    from kb.store.records import Document

TOP = 10
FLOOR = 0.12
"""The score below which an instrument is one among many that somebody has cited for something else."""
PLACES = 3
"""Passages that are shown for each basis."""
WORDS = 14
"""Words of the draft that a reason quotes."""

NOBODY = "Kho không có văn bản nào viết về việc này nên chưa gợi ý được căn cứ; hãy nạp thêm văn bản liên quan (kb build) hoặc nêu chủ đề bằng từ khác."
NOTHING = "Văn bản tương tự trong kho không viện dẫn văn bản nào mà dự thảo này có thể nêu làm căn cứ."
GENERAL = "Kho không có văn bản nào viết về việc này: dưới đây chỉ là căn cứ chung mà ít nhất hai văn bản cùng loại, cùng hệ thống đã nêu; hãy xem từng căn cứ có hợp không."
ALL_THERE = "Dự thảo đã nêu đủ những văn bản mà các văn bản tương tự trong kho thường viện dẫn."


@dataclass(frozen=True, slots=True)
class _Kept:
    """A candidate that may be named, with its standing."""

    candidate: Candidate
    standing: Standing


def suggest(
    collection: Collection, wanted: Wanted, *, style: str | None = None, top: int = TOP, without: Items[str] = ()
) -> Suggestion:
    """The legal bases that documents like this one rest on, as lines of the style.

    Args:
        collection: the open collection.
        wanted: the draft or the topic (:mod:`kb.drafting.suggest_draft`).
        style: ``state``, ``party`` or ``union``; that of the draft's issuer where none is given.
        top: how many new bases at most.
        without: ids of documents that must not count; the draft's own text never does.
    """
    of = bases.style(style or (wanted.system if wanted.system in bases.STYLES else "union"))
    itself = {directive_id(wanted.draft.text)[0]} if wanted.draft is not None else set()
    found = nearby(collection, wanted, without={*without, *itself})
    if not found.documents:
        return Suggestion(wanted, of.name, message=NOBODY)
    ranked = [
        one
        for one in candidates(collection, wanted, found)
        if not _is_own(one, wanted, itself) and (found.about or _is_common(one))
    ]
    if not ranked and not found.about:
        return Suggestion(wanted, of.name, message=NOBODY)
    kept, left_out = _standing(collection, wanted, [one for one in ranked if one.instrument.scope in wanted.scopes])
    present = named_in(collection, wanted)
    there = [one for one in kept if _present(one, present)]
    new = [one for one in kept if not _present(one, present) and one.candidate.score >= FLOOR][:top]
    lines = bases.lines((one.candidate.instrument for one in new), of)
    by_id = {line.instrument: line for line in lines}
    shown = [
        _suggested(
            collection,
            one,
            by_id.get(one.candidate.instrument.id) or bases.line(one.candidate.instrument, of, of.between),
            _present(one, present),
            wanted,
        )
        for one in sorted([*new, *there], key=lambda one: -one.candidate.score)
    ]
    message = None if new else ALL_THERE if there else NOTHING
    return Suggestion(
        wanted=wanted,
        style=of.name,
        bases=tuple(shown),
        lines=lines,
        comparable=found.documents,
        left_out=tuple(left_out),
        counterparts=_counterparts(collection, wanted, ranked),
        warnings=() if found.about else (GENERAL,),
        message=message,
    )


def _is_common(one: Candidate) -> bool:
    """Two documents at least rest on it: it is not one document's own affair."""
    return len({place.document.id for place in one.citing if place.role == AS_BASIS}) > 1


def _is_own(one: Candidate, wanted: Wanted, itself: Items[str]) -> bool:
    head = wanted.draft.header if wanted.draft is not None else None
    return one.instrument.directive in itself or is_itself(one.instrument, head, wanted.scopes)


def _present(one: _Kept, present: dict[str, str]) -> str | None:
    return present.get(one.candidate.instrument.id)


def _standing(collection: Collection, wanted: Wanted, ranked: Iterable[Candidate]) -> tuple[list[_Kept], list[LeftOut]]:
    """Each candidate as it may be named on the day of the draft; what was cited twice under two names is one."""
    stamped = {one.id for one in exportable(collection.documents).withheld}
    kept: dict[str, _Kept] = {}
    left_out = []
    for one in ranked:
        row = numbered_twin(collection, one.instrument)
        if row.directive in stamped or row.scope not in wanted.scopes or (row.date or "") > wanted.as_of:
            continue
        standing = standing_of(collection, row, wanted)
        if standing.instrument is None:
            if one.score >= FLOOR:
                left_out.append(LeftOut(row, standing.told))
            continue
        row = without_secrets(standing.instrument, stamped)
        named = replace(one, instrument=row)
        before = kept.get(row.id)
        if before is None:
            kept[row.id] = _Kept(named, standing)
        else:
            replaced = tuple(dict.fromkeys((*before.standing.replaced, *standing.replaced)))
            said = tuple(dict.fromkeys((*before.standing.said, *standing.said)))
            whole = replace(before.standing, replaced=replaced, said=said)
            kept[row.id] = _Kept(merged(before.candidate, named), whole)
    return sorted(kept.values(), key=lambda one: (-one.candidate.score, one.candidate.instrument.id)), left_out


def _suggested(collection: Collection, one: _Kept, line: bases.Line, present: str | None, wanted: Wanted) -> Suggested:
    candidate, standing = one.candidate, one.standing
    said = (line.warning,) if line.warning else ()
    return Suggested(
        instrument=candidate.instrument,
        line=line,
        score=min(candidate.score, 1.0),
        reason=_reason(candidate, standing),
        evidence=_evidence(collection, candidate.citing, standing.said),
        citing=candidate.citing,
        calls=candidate.calls,
        status=standing.status,
        told=standing.told,
        present=present,
        replaces=standing.replaced,
        warnings=(*said, *warnings_of(candidate.instrument, standing, wanted)),
    )


def _reason(one: Candidate, standing: Standing) -> str:
    """Who cites it and for what, what of the draft calls for it, and what it has replaced."""
    documents = list(dict.fromkeys(place.document.id for place in one.citing))
    as_basis = {place.document.id for place in one.citing if place.role == AS_BASIS}
    nearest = max(one.citing, key=lambda place: place.weight)
    told = f"{len(documents)} văn bản tương tự viện dẫn" + (f", {len(as_basis)} làm căn cứ" if as_basis else "")
    told += f"; gần nhất là {short_name(nearest.document)}"
    if one.calls is not None and one.calls.span is not None:
        told += f"; dự thảo nói đến việc này: “{_excerpt(one.calls)}”"
    if standing.replaced:
        told += (
            f"; thay thế {', '.join(row.number or row.name or '' for row in standing.replaced)} mà các văn bản ấy nêu"
        )
    return told


def _excerpt(piece: Piece) -> str:
    words = piece.text.split()
    return " ".join(words[:WORDS]) + (" …" if len(words) > WORDS else "")


def _evidence(
    collection: Collection, citing: Sequence[Citing], said: Iterable[tuple[str, Span]]
) -> tuple[Evidence, ...]:
    """The first passages that cite it, one for each document as long as there are others; then who says what it replaced."""
    first = list({one.document.id: one for one in reversed(citing)}.values())[::-1]
    ordered = sorted(first, key=citing.index)
    found: dict[str, Evidence] = {}
    for one in [*ordered, *citing]:
        if len(found) == PLACES:
            break
        found.setdefault(one.passage, _cited(collection, one))
    for directive, span in said:
        passage = collection.passage_at(directive, span.start)
        found.setdefault(passage.id, Evidence(passage, collection.document(directive), 1.0, (span,)))
    return tuple(found.values())


def _cited(collection: Collection, one: Citing) -> Evidence:
    return Evidence(collection.passage(one.passage), one.document, min(one.weight, 1.0), (one.span,))


def _counterparts(collection: Collection, wanted: Wanted, ranked: Iterable[Candidate]) -> tuple[Counterpart, ...]:
    """What comparable documents of other provinces rest on, told by its kind and never by a line of its own."""
    found: dict[str, list[Citing]] = {}
    for one in ranked:
        row = one.instrument
        if row.scope in wanted.scopes or not row.scope or "," in row.scope or row.type is None or one.score < FLOOR:
            continue
        places = [place for place in one.citing if place.role == AS_BASIS]
        whose = _LOCAL.get(bases.system(row))
        if places and whose:
            found.setdefault(f"{row.type} của {whose}", []).extend(places)
    return tuple(
        Counterpart(
            f"{_documents(places)} căn cứ {what} ấy: hãy tìm văn bản tương ứng của tỉnh mình.",
            tuple(_cited(collection, place) for place in places[:PLACES]),
        )
        for what, places in found.items()
    )


_LOCAL = {"party": "cấp ủy tỉnh", "state": "chính quyền tỉnh", "union": "công đoàn tỉnh"}


def _documents(places: Iterable[Citing]) -> str:
    named: dict[str, Document] = {place.document.id: place.document for place in places}
    return ", ".join(short_name(one) for one in named.values())
