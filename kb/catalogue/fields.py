"""What is shown of an instrument: the value that most documents state, and where they disagree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from ingest.text import fold
from kb.catalogue.named import proper_name
from kb.catalogue.resolve import Cluster
from kb.catalogue.stated import Stated, shown_scope
from kb.catalogue.titles import main_title
from kb.catalogue.words import Relation, has_term, same_issuer, subjects
from kb.store.records import Claim, Conflict, ConflictValue, Instrument

_KINDS = ("date", "issuer", "type", "title")

_SAME: dict[str, Callable[[str, str], bool]] = {
    "date": lambda one, other: one == other,
    "issuer": same_issuer,
    "type": lambda one, other: fold(one) == fold(other),
    "title": lambda one, other: subjects(one, other) is not Relation.DIFFERENT,
}

_Class = list[tuple[str, Stated]]
"""Mentions whose values are one, each with its value."""


def instrument(cluster: Cluster, ident: str) -> Instrument:
    """The catalogue row of a cluster. Every value is one that a document states; ties are settled without chance.

    The date is chosen first; what else is shown comes from mentions with that date or with none, so that no row has the
    date of one instrument and the title of another. What the others state is in the conflicts.
    """
    dates = _classes(cluster.stated, "date", None)
    date = _shown("date", dates[0])[0] if dates else None
    classes = {kind: dates if kind == "date" else _classes(cluster.stated, kind, date) for kind in _KINDS}
    chosen = {kind: _of_date(parts[0], date) for kind, parts in classes.items() if parts}
    shown = {kind: _shown(kind, part) for kind, part in chosen.items() if part}
    own = sorted(item.directive for item in cluster.stated if item.own)
    first = cluster.stated[0]
    values = {kind: value for kind, (value, _) in shown.items()}
    return Instrument(
        id=ident,
        number=_commonest(item.number for item in cluster.stated),
        scope=shown_scope(first.scope, first.directive),
        **values,
        name=proper_name(values.get("type"), values.get("title")),
        spellings=_spellings(cluster),
        conflicts=tuple(_conflict(kind, classes[kind], date) for kind in _KINDS if len(classes[kind]) > 1),
        evidence=tuple((kind, Claim(value, item.directive, item.span)) for kind, (value, item) in shown.items()),
        cited_by=tuple(sorted({item.directive for item in cluster.stated if not item.own})),
        directive=own[0] if own else None,
    )


def _classes(mentions: Iterable[Stated], kind: str, date: str | None) -> list[_Class]:
    """The values of a field, those that are one put together; the class of most documents first.

    What the instrument says of itself, where it is in the collection, comes before what others say of it, and what is
    said with the date that is shown before what is said with another.
    """
    stated = [(str(getattr(item, kind)), item) for item in mentions if getattr(item, kind)]
    fullest = sorted(stated, key=lambda pair: (-len(pair[0]), pair[0], pair[1].directive, pair[1].position))
    classes: list[_Class] = []
    homes: dict[str, _Class] = {}  # A value that has come before goes where it went: that class came first.
    for value, item in fullest:
        home = homes.get(value) or next((part for part in classes if _SAME[kind](part[0][0], value)), None)
        if home is None:
            home = []
            classes.append(home)
        home.append((value, item))
        homes[value] = home

    def rank(part: _Class) -> tuple[object, ...]:
        fitting = _of_date(part, date)
        return (not _own(part), -len(_documents(fitting)), -len(fitting), -len(_documents(part)), part[0][0])

    return sorted(classes, key=rank)


def _of_date(part: _Class, date: str | None) -> _Class:
    return [pair for pair in part if date is None or pair[1].date in {None, date}]


def _own(part: _Class) -> bool:
    return any(item.own for _, item in part)


def _documents(part: Iterable[tuple[str, Stated]]) -> tuple[str, ...]:
    return tuple(sorted({item.directive for _, item in part}))


def _shown(kind: str, part: _Class) -> tuple[str, Stated]:
    """The value of a class that is shown, and a mention that states it."""
    own = [pair for pair in part if pair[1].own]
    if own:
        return own[0]
    title = main_title([item for _, item in part]) if kind == "title" else None
    if title:
        return title
    documents: dict[str, set[str]] = {}
    for value, item in part:
        documents.setdefault(value, set()).add(item.directive)
    best = min(documents, key=lambda value: (-len(documents[value]), has_term(value), -_capitals(value), -len(value)))
    return next(pair for pair in part if pair[0] == best)


def _capitals(value: str) -> int:
    return sum(char.isupper() for char in value)


def _conflict(kind: str, classes: Sequence[_Class], date: str | None) -> Conflict:
    values = [(_shown(kind, _of_date(part, date) or part)[0], _documents(part)) for part in classes]
    return Conflict(kind, tuple(ConflictValue(value, documents) for value, documents in values))


def _commonest(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def _spellings(cluster: Cluster) -> tuple[str, ...]:
    """The ways in which the documents write the number."""
    counts = Counter(_as_written(item) for item in cluster.stated)
    return tuple(sorted(counts, key=lambda value: (-counts[value], value)))


def _as_written(item: Stated) -> str:
    parts = [re.escape(fold(part)) for part in item.key.split("-")]
    found = re.search(r"0{0,3}" + r"[\s/–—-]{1,5}".join(parts), fold(item.written))
    return item.written[found.start() : found.end()] if found else item.number
