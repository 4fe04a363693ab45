"""The headings that comparable documents share, by frequency, each with the places that it is taken from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest import places
from ingest.text import fold
from ingest.types import Span
from kb.drafting.bases import system_of
from kb.drafting.suggest_types import Comparable
from kb.export_guard import exportable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kb.collection import Collection
    from kb.store.records import Document

MOST = 8
READ = 200
"""Documents whose headings are counted."""
OTHERS = 0.01
"""What a document of the same kind on another matter counts."""
SHARE = 1 / 3
"""The share of these that must have a heading, two at least."""
ALIKE = 0.5
"""The share of syllables from which two headings are one: "CHỈ TIÊU" and "CHỈ TIÊU CỤ THỂ"."""
LONGEST = 12
"""Syllables of a heading that another document could have, too."""
_SYLLABLE = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A heading where it stands: ``span`` covers its words in the document's text."""

    document: Document
    label: str
    heading: str
    span: Span
    place: float
    weight: float


@dataclass(frozen=True, slots=True)
class Shared:
    """A heading that documents share, written as the most comparable of them writes it."""

    heading: str
    sources: tuple[Source, ...]


def shared_headings(
    collection: Collection, comparable: Iterable[Comparable], kind: str, system: str
) -> tuple[Shared, ...]:
    """The top headings that documents of a kind share, in the order in which they have them.

    Beside the comparable documents others of the kind and of the same kind of issuer count a little. What only one document
    has is not shared.

    Args:
        collection: the open collection.
        comparable: those like what is begun.
        kind: of document.
        system: whose documents they are: ``state``, ``party``, ``union``.
    """
    near = [one for one in comparable if one.document.header.type == kind]
    there = {one.document.id for one in near}
    others = [
        Comparable(one, OTHERS)
        for one in exportable(collection.documents).documents
        if one.id not in there
        and one.header.type == kind
        and system_of(one.header.number, one.header.issuer or "") == system
    ]
    read = [*near, *others][:READ]
    found: list[list[Source]] = []
    for one in read:
        for source in _headings(collection, one):
            _join(found, source)
    least = max(2, len(read) * SHARE)
    shared = [group for group in found if len(group) >= least]
    most = sorted(shared, key=lambda group: (-len(group), -sum(one.weight for one in group)))[:MOST]
    ordered = sorted(most, key=lambda group: sum(one.place for one in group) / len(group))
    return tuple(Shared(max(group, key=lambda one: one.weight).heading, tuple(group)) for group in ordered)


def _headings(collection: Collection, one: Comparable) -> list[Source]:
    """The headings of the top sections that say nothing of this document alone."""
    directive = collection.directive(one.document.id)
    top = [section for section in directive.sections if section.start < directive.body.end]
    found = []
    for number, section in enumerate(top):
        heading = (section.heading or "").strip(" .:;")
        at = directive.text.find(heading, section.start, section.end) if heading else -1
        if at >= 0 and _is_general(heading):
            place = number / max(1, len(top) - 1)
            found.append(Source(one.document, section.label, heading, Span(at, at + len(heading)), place, one.weight))
    return found


def _is_general(heading: str) -> bool:
    """It names no year, no figure, no province, and is short."""
    return (
        not any(char.isdigit() for char in heading)
        and not places.find(heading)
        and len(_SYLLABLE.findall(heading)) <= LONGEST
    )


def _join(groups: list[list[Source]], source: Source) -> None:
    """Put a heading with those like it; of one document the first only."""
    likeness = [(max(_alike(source.heading, one.heading) for one in group), group) for group in groups]
    best, group = max(likeness, key=lambda item: item[0], default=(0.0, None))
    if group is None or best < ALIKE:
        groups.append([source])
    elif all(one.document.id != source.document.id for one in group):
        group.append(source)


def _alike(one: str, other: str) -> float:
    left, right = _words(one), _words(other)
    return len(left & right) / len(left | right) if left | right else 0.0


def _words(heading: str) -> frozenset[str]:
    return frozenset(_SYLLABLE.findall(fold(heading)))


def numbered(headings: Sequence[Shared]) -> list[tuple[str, Shared]]:
    """Labels for them: articles where most of their sources are articles, Roman figures elsewhere.

    >>> [label for label, _ in numbered([Shared("A", ()), Shared("B", ())])]
    ['I.', 'II.']
    """
    sources = [source for one in headings for source in one.sources]
    articles = sum(source.label.startswith("Điều") for source in sources) * 2 > len(sources)
    return [
        (f"Điều {number}." if articles else f"{_ROMAN[number]}.", one) for number, one in enumerate(headings, start=1)
    ]


_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
