"""What a directive says that instruments do to each other: one grounds, carries out, guides, amends, replaces or ends another.

One file per question: :mod:`mentions` and :mod:`reading` (who is mentioned where, who speaks), :mod:`quoted` (new wording and words
spoken of), :mod:`words` (the lexicon as patterns), :mod:`grounds` (bases), :mod:`passive` ("được sửa đổi bởi"), :mod:`facts` (what
instruments do by their subjects), :mod:`beside` (what one does to the next), :mod:`own` and :mod:`speaker` (what the directive does), :mod:`objects` and :mod:`lists` (to what),
:mod:`ceasing` ("hết hiệu lực"), :mod:`consolidated` (văn bản hợp nhất).
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from ingest.relations import beside, ceasing, consolidated, facts, grounds, own, passive
from ingest.relations.reading import Reading
from ingest.types import Directive, Relation


def find(directive: Directive) -> tuple[Relation, ...]:
    """Every relation that the text states, in the order of the text.

    What is not clear is ``dẫn chiếu``: a citation by which the directive does nothing to the instrument, as far as its
    text says; so is everything that stands in new wording, in annexes, in conditions and wishes. Of a consolidated
    text, footnotes are read as well, and their amendments are of the instrument that it consolidates.

    Args:
        directive: with its citations, bases, sections, notes and header; the whole text with its notes.
    """
    reading = Reading(directive)
    verbs = reading.verbs
    active = [verb for verb in verbs if passive.being(reading, verb) is None]
    stated = list(facts.relations(reading, active))
    theirs = {relation.target for relation, outside in stated if outside and relation.target is not None}
    undergone, agents = passive.relations(reading, verbs)
    said = [
        *grounds.relations(reading, theirs),
        *(relation for relation, _ in stated),
        *undergone,
        *own.relations(reading, verbs, theirs),
        *ceasing.relations(reading, agents),
        *consolidated.relations(reading),
    ]
    between = list(beside.relations(reading))
    # What the instrument before it replaces is no basis of the directive, and nothing that the directive does.
    theirs = theirs | {one.target for one in between if one.target is not None}
    told = _once([*between, *(one for one in said if one.source is not None or one.target not in theirs)])
    return tuple(sorted([*told, *_mere(reading, told, theirs)], key=lambda one: (one.start, one.end, one.target or -1)))


def _once(relations: Iterable[Relation]) -> list[Relation]:
    """The same statement of the same two mentions, once."""
    seen: dict[tuple[str, int | None, int | None, str | None], Relation] = {}
    for one in relations:
        seen.setdefault((one.kind, one.source, one.target, one.part), one)
    return list(seen.values())


def _mere(reading: Reading, told: Iterable[Relation], theirs: AbstractSet[int]) -> Iterable[Relation]:
    """A reference for each citation that the directive does nothing to, but those that are a part of another one's name."""
    done = {one.target for one in told if one.source is None}
    acted = {one.target for one in told}
    for mention in reading.mentions:
        nested = (mention.parent is not None and mention.index in acted) or mention.index in theirs
        if mention.index not in done and not nested:
            yield Relation(
                "dẫn chiếu",
                mention.citation.text,
                mention.start,
                mention.end,
                None,
                mention.index,
                mention.citation.pinpoint,
            )
