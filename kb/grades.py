"""From feedback to relevance: which grade a passage has for a question.

A vote is what a person says: up is 2, down is 0. A click is what a person does, and where a passage stood on the screen
decides it as much as what it says: Joachims, Granka, Pan, Hembrooke and Gay, *Accurately Interpreting Clickthrough Data
as Implicit Feedback* (SIGIR 2005) found clicks biased towards the top and to be read as preferences only, and Joachims,
Swaminathan and Schnabel, *Unbiased Learning-to-Rank with Biased Feedback* (WSDM 2017) model that bias by rank. Of the
first we take "click > skip above": a click is 1 where the person passed over something that stood higher, which its
place alone does not explain. Any other click says nothing. We do not take the weights of the second: they have to be
estimated from far more clicks than an office makes, and grades are whole numbers.

Of one voice on one passage the last vote counts, and a click only where there is no vote. Of several voices the greater
number of votes counts; as many ups as downs are no grade at all. Clicks count only where nobody votes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.store.feedback import Judgement

if TYPE_CHECKING:
    from kb.store.feedback import Judged

UP, CLICKED, DOWN = 2, 1, 0
Key = tuple[str, str]
"""A question and a passage."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One passage on which people disagree, for one question."""

    query: str
    passage: str
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Grades:
    """What judgements come to.

    Attributes:
        qrels: grade by question and passage, zeros among them.
        conflicts: where voices disagree, whether or not there is a grade.
        replaced: how many judgements a later one of the same voice replaces.
        silent: how many clicks say nothing.
    """

    qrels: Mapping[str, Mapping[str, int]]
    conflicts: tuple[Conflict, ...]
    replaced: int
    silent: int


def grade(judged: Iterable[tuple[str, str, Judged]]) -> Grades:
    """Grade passages.

    Args:
        judged: question, passage of today and judgement, in the order in which they were given.
    """
    last = _last_words(rows := list(judged))
    spoken = _spoken(last)
    qrels: dict[str, dict[str, int]] = defaultdict(dict)
    conflicts: list[Conflict] = []
    for (query, passage), voices in spoken.items():
        up, down = (sum(value is kind for value in voices) for kind in (Judgement.UP, Judgement.DOWN))
        if up and down:
            conflicts.append(Conflict(query, passage, up, down))
        if up != down:
            qrels[query][passage] = UP if up > down else DOWN
        elif not up:
            qrels[query][passage] = CLICKED
    silent = len(last) - sum(map(len, spoken.values()))
    return Grades(dict(qrels), tuple(sorted(conflicts, key=_order)), len(rows) - len(last), silent)


def _last_words(rows: Iterable[tuple[str, str, Judged]]) -> dict[tuple[str, str, str], Judged]:
    """What counts of each voice on each passage."""
    found: dict[tuple[str, str, str], Judged] = {}
    for query, passage, row in rows:
        key = (query, passage, row.voice)
        if row.kind != Judgement.CLICK or key not in found or found[key].kind == Judgement.CLICK:
            found[key] = row
    return found


def _spoken(last: Mapping[tuple[str, str, str], Judged]) -> dict[Key, list[Judgement]]:
    """Votes, and the clicks that say something, of all voices together."""
    liked: dict[tuple[str, str], set[int]] = defaultdict(set)
    for (query, _, voice), row in last.items():
        if row.kind != Judgement.DOWN and row.rank is not None:
            liked[query, voice].add(row.rank)
    found: dict[Key, list[Judgement]] = defaultdict(list)
    for (query, passage, voice), row in last.items():
        if row.kind != Judgement.CLICK or _skipped_above(row.rank or 1, liked[query, voice]):
            found[query, passage].append(Judgement(row.kind))
    return dict(found)


def _skipped_above(rank: int, liked: Iterable[int]) -> bool:
    return sum(one < rank for one in liked) < rank - 1


def _order(one: Conflict) -> Key:
    return one.query, one.passage
