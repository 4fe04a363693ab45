"""What is shown of an instrument: the value that most documents state, and where they disagree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from ingest.text import fold
from kb.catalogue.resolve import Cluster
from kb.catalogue.stated import Stated, shown_scope
from kb.catalogue.words import Relation, content, has_term, same_issuer, subjects
from kb.store.records import Claim, Conflict, ConflictValue, Instrument

_LONGEST_TITLE = 400  # characters; a longer subject has run on into the sentence around it
_KINDS = ("date", "issuer", "type", "title")

_Class = list[tuple[str, Stated]]
"""Mentions whose values are one, each with its value."""


def instrument(cluster: Cluster, ident: str) -> Instrument:
    """The catalogue row of a cluster. Every value is one that a document states; ties are settled without chance."""
    classes = {
        "date": _classes(cluster, "date", lambda one, other: one == other),
        "issuer": _classes(cluster, "issuer", same_issuer),
        "type": _classes(cluster, "type", lambda one, other: fold(one) == fold(other)),
        "title": _classes(cluster, "title", lambda one, other: subjects(one, other) is not Relation.DIFFERENT),
    }
    shown = {kind: _shown(kind, classes[kind][0]) for kind in _KINDS if classes[kind]}
    spellings = _spellings(cluster)
    own = sorted(item.directive for item in cluster.stated if item.own)
    first = cluster.stated[0]
    return Instrument(
        id=ident,
        number=_commonest(item.number for item in cluster.stated),
        scope=shown_scope(first.scope, first.directive),
        **{kind: value for kind, (value, _) in shown.items()},
        spellings=spellings,
        conflicts=tuple(_conflict(kind, classes[kind]) for kind in _KINDS if len(classes[kind]) > 1),
        evidence=tuple((kind, Claim(value, item.directive, item.span)) for kind, (value, item) in shown.items()),
        cited_by=tuple(sorted({item.directive for item in cluster.stated if not item.own})),
        directive=own[0] if own else None,
    )


def _classes(cluster: Cluster, kind: str, same: Callable[[str, str], bool]) -> list[_Class]:
    """The values of a field, those that are one put together; the class of most documents first.

    What the instrument says of itself, where it is in the collection, comes before what others say of it.
    """
    stated = [(str(getattr(item, kind)), item) for item in cluster.stated if getattr(item, kind)]
    fullest = sorted(stated, key=lambda pair: (-len(pair[0]), pair[0], pair[1].directive, pair[1].position))
    classes: list[_Class] = []
    for value, item in fullest:
        home = next((part for part in classes if same(part[0][0], value)), None)
        if home is None:
            classes.append([(value, item)])
        else:
            home.append((value, item))
    return sorted(classes, key=lambda part: (not _own(part), -len(_documents(part)), -len(part), part[0][0]))


def _own(part: _Class) -> bool:
    return any(item.own for _, item in part)


def _documents(part: Iterable[tuple[str, Stated]]) -> tuple[str, ...]:
    return tuple(sorted({item.directive for _, item in part}))


def _shown(kind: str, part: _Class) -> tuple[str, Stated]:
    """The value of a class that is shown, and a mention that states it."""
    own = [pair for pair in part if pair[1].own]
    if own:
        return own[0]
    if kind == "title":
        return _fullest_title(part)
    documents = {value: len(_documents(pair for pair in part if pair[0] == value)) for value, _ in part}
    return min(part, key=lambda pair: (-documents[pair[0]], has_term(pair[0]), -_capitals(pair[0]), -len(pair[0])))


def _capitals(value: str) -> int:
    return sum(char.isupper() for char in value)


def _fullest_title(part: _Class) -> tuple[str, Stated]:
    """The title that holds what the most documents say; of two, the longer."""
    some = [pair for pair in part if len(pair[0]) <= _LONGEST_TITLE] or part
    words = {value: set(content(value)) for value, _ in part}

    def support(value: str) -> int:
        return len(_documents(pair for pair in part if words[pair[0]] <= words[value]))

    return min(some, key=lambda pair: (-support(pair[0]), -len(pair[0]), pair[0]))


def _conflict(kind: str, classes: Sequence[_Class]) -> Conflict:
    return Conflict(kind, tuple(ConflictValue(_shown(kind, part)[0], _documents(part)) for part in classes))


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
