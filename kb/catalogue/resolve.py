"""Which mentions mean one instrument.

Mentions are blocked by number and scope. Within a block: one date is one instrument; two dates with one issuer and one
subject are one instrument with a conflict; another subject is another instrument, since numbers restart each term or
year. A subject that is a mere part of another tells nothing of two dates, unless one is a slip of the other. An undated mention joins where exactly one candidate is left. Nothing depends on the order of the documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from kb.catalogue.stated import Stated, carries_year
from kb.catalogue.titles import main_title
from kb.catalogue.words import Relation, content, equal_subjects, same_issuer, subjects

AMBIGUOUS = "không ghi ngày, mà số hiệu này là của nhiều văn bản khác nhau"
OTHER_ISSUER = "không ghi ngày, và cơ quan ban hành khác với văn bản cùng số hiệu đã biết"

_Open = tuple[Stated, str, list[Stated]]
"""An undated mention, why it is left open, and one member of each group that it may mean."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """What is stated about one instrument, in order of directive and place."""

    stated: tuple[Stated, ...]

    @property
    def block(self) -> tuple[str, str]:
        """Number and scope."""
        return self.stated[0].block

    @property
    def dates(self) -> tuple[str, ...]:
        """The dates stated, each once, the earliest first."""
        return tuple(sorted({item.date for item in self.stated if item.date}))


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A mention that is given to no instrument, why, and which it may mean."""

    stated: Stated
    reason: str
    candidates: tuple[Cluster, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Every mention is in exactly one cluster or unresolved."""

    clusters: tuple[Cluster, ...]
    unresolved: tuple[Unresolved, ...]


def resolve(stated: Iterable[Stated]) -> Resolution:
    """Put together what means the same instrument."""
    blocks: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for item in sorted(stated, key=lambda item: (item.directive, item.position)):
        blocks[item.block].append(item)
    done = [_resolve_block(blocks[block]) for block in sorted(blocks)]
    return Resolution(
        tuple(cluster for part in done for cluster in part.clusters),
        tuple(mention for part in done for mention in part.unresolved),
    )


def _resolve_block(stated: Sequence[Stated]) -> Resolution:
    dated = _dated(stated)
    placed, open_ones = [list(group) for group in dated], list[_Open]()
    pool: list[Stated] = []
    for item in (item for item in stated if not item.date):
        about = [number for number, group in enumerate(dated) if subject_of(item, group) is not Relation.DIFFERENT]
        if not about:
            pool.append(item)
            continue
        fitting = _fitting(item, dated, about)
        if len(fitting) == 1:
            placed[fitting[0]].append(item)
        else:
            members = [dated[number][0] for number in fitting or about]
            open_ones.append((item, AMBIGUOUS if fitting else OTHER_ISSUER, members))
    undated, doubtful = _undated(pool)
    clusters = [Cluster(tuple(sorted(group, key=_place))) for group in placed + undated]
    around = {_place(item): cluster for cluster in clusters for item in cluster.stated}
    unresolved = [
        Unresolved(item, reason, tuple(around[_place(member)] for member in members))
        for item, reason, members in sorted(open_ones + doubtful, key=lambda one: _place(one[0]))
    ]
    return Resolution(tuple(clusters), tuple(unresolved))


def _place(item: Stated) -> tuple[str, int]:
    return (item.directive, item.position)


def _fitting(item: Stated, groups: Sequence[Sequence[Stated]], about: Sequence[int]) -> list[int]:
    """The groups that an undated mention may mean; fewer where its subject or its own directive tells more."""
    same = [number for number in about if subject_of(item, groups[number]) is Relation.SAME]
    fitting = same or [number for number in about if issuer_fits(item, groups[number])]
    # A directive gives the date where it cites first and leaves it out afterwards.
    cited_before = [number for number in fitting if any(one.directive == item.directive for one in groups[number])]
    return cited_before if len(cited_before) == 1 else fitting


def _dated(stated: Sequence[Stated]) -> list[list[Stated]]:
    """Groups by date, those joined that are one instrument with a conflict."""
    by_date: dict[str, list[Stated]] = defaultdict(list)
    for item in stated:
        if item.date:
            by_date[item.date].append(item)
    parts: list[list[list[Stated]]] = []
    for date in sorted(by_date):
        group = by_date[date]
        linked = [part for part in parts if _joins(group, part)]
        # What fits two instruments that are not one does not make them one.
        if any(
            _dates(one, other) is Relation.DIFFERENT for a, b in combinations(linked, 2) for one in a for other in b
        ):
            linked = []
        rest = [part for part in parts if not any(part is other for other in linked)]
        parts = [*rest, [*(one for part in linked for one in part), group]]
    return [[item for group in part for item in group] for part in parts]


def _joins(group: Sequence[Stated], part: Sequence[Sequence[Stated]]) -> bool:
    relations = {_dates(group, other) for other in part}
    return Relation.SAME in relations and Relation.DIFFERENT not in relations


def _dates(one: Sequence[Stated], other: Sequence[Stated]) -> Relation:
    """Whether two dates, each with its mentions, are one instrument's, and one of them a mistake."""
    if any(item.own for item in one) and any(item.own for item in other):
        return Relation.DIFFERENT  # Both are in the collection: two documents.
    if carries_year(one[0].key):
        return Relation.SAME
    titles = main_title(one), main_title(other)
    if not is_slip(one[0].date, other[0].date):
        if not titles[0] or not titles[1]:
            return Relation.UNKNOWN
        same = equal_subjects(titles[0][0], titles[1][0]) and _issuers_fit(one, other)
        return Relation.SAME if same else Relation.DIFFERENT
    relations = {subject_of(item, other) for item in one}
    if Relation.SAME in relations:
        return Relation.SAME
    fits = Relation.DIFFERENT not in relations and _issuers_fit(one, other)
    return Relation.SAME if fits else Relation.DIFFERENT


def _issuers_fit(one: Sequence[Stated], other: Sequence[Stated]) -> bool:
    return any(issuer_fits(item, other) for item in one if item.issuer) or not any(item.issuer for item in one)


def is_slip(one: str | None, other: str | None) -> bool:
    """Two dates of which only the day, only the month or only the year is another."""
    return (
        bool(one and other)
        and sum(a != b for a, b in zip(str(one).split("-"), str(other).split("-"), strict=True)) == 1
    )


def _undated(pool: Sequence[Stated]) -> tuple[list[list[Stated]], list[_Open]]:
    """Groups of undated mentions by subject and issuer, and those that fit more than one group."""
    parts: list[list[Stated]] = []
    doubtful: list[_Open] = []
    # The fullest subject first: what is short fits many and must not make them one.
    for item in sorted(pool, key=lambda item: (-len(content(item.title or "")), item.issuer is None, *_place(item))):
        same = [part for part in parts if subject_of(item, part) is Relation.SAME]
        if len(same) == 1:
            same[0].append(item)
            continue
        if same:
            doubtful.append((item, AMBIGUOUS, [part[0] for part in same]))
            continue
        unknown = [number for number, part in enumerate(parts) if subject_of(item, part) is Relation.UNKNOWN]
        fitting = _fitting(item, parts, unknown)
        if len(fitting) == 1:
            parts[fitting[0]].append(item)
        elif fitting:
            doubtful.append((item, AMBIGUOUS, [parts[number][0] for number in fitting]))
        else:
            parts.append([item])
    return parts, doubtful


def subject_of(item: Stated, group: Sequence[Stated]) -> Relation:
    """How the subject of a mention stands to those of a group: one that is the same is enough."""
    relations = {subjects(item.title, title) for title in {other.title for other in group if other.title}}
    if Relation.SAME in relations:
        return Relation.SAME
    return Relation.DIFFERENT if Relation.DIFFERENT in relations else Relation.UNKNOWN


def issuer_fits(item: Stated, group: Sequence[Stated]) -> bool:
    """Whether the issuer of a mention is one of a group's; an unknown one fits."""
    issuers = {other.issuer for other in group if other.issuer}
    return not item.issuer or not issuers or any(same_issuer(item.issuer, issuer) for issuer in issuers)
