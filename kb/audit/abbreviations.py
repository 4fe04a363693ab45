"""Abbreviations that are explained in two ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest import definitions
from ingest.text import fold
from ingest.types import Span
from kb.audit.findings import LIKELY, LOOK, Finding, Place, Value
from kb.audit.material import Material

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset({"va", "cua", "cac", "o"})


def differing(material: Material) -> Iterator[Finding]:
    """One finding for each abbreviation with expansions of which none is a part of the other."""
    said: dict[str, dict[tuple[str, ...], list[tuple[str, Place]]]] = defaultdict(lambda: defaultdict(list))
    for ident in material.documents:
        for one in definitions.find(material.text(ident)):
            said[one.term][_words(one.expansion)].append((one.expansion, Place(ident, Span(one.start, one.end))))
    for term, expansions in sorted(said.items()):
        groups = _groups(expansions)
        if len(groups) < 2:
            continue
        ordered = sorted(groups, key=lambda group: (-len({place.directive for _, place in group}), group[0][0]))
        together = set.intersection(*({place.directive for _, place in group} for group in ordered[:2]))
        told = "; ".join(
            f"“{group[0][0]}” ({len({place.directive for _, place in group})} văn bản)" for group in ordered
        )
        yield Finding(
            "abbreviation",
            f"{term} được giải thích khác nhau: {told}.",
            LIKELY if together else LOOK,
            None,
            term,
            tuple(Value(group[0][0], tuple(place for _, place in group)) for group in ordered),
        )


def _words(expansion: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(fold(expansion)) if word not in _SMALL)


def _groups(expansions: dict[tuple[str, ...], list[tuple[str, Place]]]) -> list[list[tuple[str, Place]]]:
    """Expansions put together that are one, or of which one goes on where the other ends."""
    groups: list[tuple[tuple[str, ...], list[tuple[str, Place]]]] = []
    for words, places in sorted(expansions.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        home = next((group for key, group in groups if set(words) <= set(key)), None)
        if home is None:
            groups.append((words, list(places)))
        else:
            home.extend(places)
    return [group for _, group in groups]
