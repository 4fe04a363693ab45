"""What one instrument does to another in the active voice.

By its own subject ("Nghị định A quy định chi tiết Luật B"), or as a sentence says of it ("Nghị định A đã thay thế Nghị định B").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.relations import words
from ingest.relations.lists import beside, shared
from ingest.relations.mentions import Mention, later, same_family
from ingest.relations.objects import Object, governed, relation, some
from ingest.relations.reading import Reading
from ingest.relations.words import Verb
from ingest.types import Relation

_ACROSS = re.compile(r" (?:da )?$")
_BEFORE = 200


def relations(reading: Reading, verbs: Sequence[Verb]) -> Iterator[tuple[Relation, bool]]:
    """The relations, and of each whether its target stands outside of the subject that names it ("A sửa đổi B" … "và C").

    Args:
        reading: the directive.
        verbs: those in the active voice.
    """
    for place, verb in enumerate(verbs):
        outer = reading.around(verb.start)
        following = verbs[place + 1].start if place + 1 < len(verbs) else len(reading.text)
        if outer is None:
            yield from ((one, False) for one in _stated(reading, verb, following))
        else:
            begins = words.beginning(reading.folded, verbs, place)
            yield from _by_subject(reading, verb, begins, reading.mentions[outer], following)


def _by_subject(
    reading: Reading, verb: Verb, begins: int, outer: Mention, following: int
) -> Iterator[tuple[Relation, bool]]:
    before = reading.folded[max(outer.start, verb.start - _BEFORE) : verb.start]
    changing = verb.kind in words.changing()
    blocked = words.phrases("speaker", "unreal" if changing else "idle").search(before)
    if blocked or (changing and outer.citation.type in words.table("speaker")["never"]):
        return
    for found in governed(reading, verb.kind, verb.end, stop=min(outer.end, following), listed=False):
        if not _may_act(outer, reading.mentions[found.place], verb.kind):
            continue
        yield relation(reading, begins, found, outer), False
        for other, outside in _with_it(reading, outer, found.place):
            mention = reading.mentions[other]
            if _may_act(outer, mention, verb.kind):
                part = mention.citation.pinpoint or some(found.part)
                yield relation(reading, begins, Object(other, part, found.kind, mention.head), outer), outside


def _with_it(reading: Reading, outer: Mention, place: int) -> Iterator[tuple[int, bool]]:
    """What is listed with an object: inside the subject, and behind its end; and whether it stands there."""
    last = place
    for last in beside(reading, place, end=outer.end):
        yield last, False
    if reading.mentions[last].end >= outer.end - 1:
        yield from ((other, True) for other in shared(reading, outer, last))


def _may_act(source: Mention, target: Mention, kind: str) -> bool:
    """Nothing acts on what came after it, and a law is changed by a law, or by a resolution of those who make laws."""
    by_law = target.family != "luật" or source.family in ("luật", "Nghị quyết", None)
    return later(target, source) is not True and (by_law or kind not in words.changing())


def _stated(reading: Reading, verb: Verb, following: int) -> Iterator[Relation]:
    place = reading.last(verb.start)
    if verb.kind == "thực hiện" or place is None or reading.quotation(verb.start):
        return
    chain = reading.ending(place, verb.start)
    source = chain[-1]
    across = source.end <= verb.start and _ACROSS.fullmatch(reading.folded, source.end, verb.start)
    if not across or len(chain) > 1 or source.parent is not None:
        return
    if words.phrases("effect", "conditions").search(reading.folded, reading.clause(source.head), source.head):
        return
    for found in governed(reading, verb.kind, verb.end, stop=following, listed=False):
        target = reading.mentions[found.place]
        alike = verb.kind not in words.changing() or same_family(source, target)
        if alike and _may_act(source, target, verb.kind):
            yield relation(reading, verb.start, found, source)
