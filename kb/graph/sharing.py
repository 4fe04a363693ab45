"""What several groups of directives cite in common, and what only one of them cites."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ingest import places
from ingest.text import fold
from kb.graph.types import Edge, Graph


@dataclass(frozen=True, slots=True)
class CitedBy:
    """A document that directives of one or more groups cite.

    Attributes:
        node: its id.
        edges: by group, in the order of the groups: where the directives of each cite it. Empty for one that does not.
    """

    node: str
    edges: tuple[tuple[Edge, ...], ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many directives of each group cite it."""
        return tuple(len({edge.document for edge in edges}) for edges in self.edges)

    @property
    def groups(self) -> tuple[int, ...]:
        """The places of the groups that cite it."""
        return tuple(place for place, edges in enumerate(self.edges) if edges)


@dataclass(frozen=True, slots=True)
class Sharing:
    """What groups share.

    Attributes:
        names: of the groups.
        documents: ids of the directives of each.
        shared: what at least two groups cite; by how many, then by how many directives, the most first.
        own: by group, what it alone cites; the most cited first.
    """

    names: tuple[str, ...]
    documents: tuple[tuple[str, ...], ...]
    shared: tuple[CitedBy, ...]
    own: tuple[tuple[CitedBy, ...], ...]


def shared(graph: Graph, groups: Mapping[str, Collection[str]]) -> Sharing:
    """What groups of directives cite in common, and what only one of them does.

    Args:
        graph: of the collection.
        groups: ids of directives by the name of their group.
    """
    place_of = {ident: place for place, idents in enumerate(groups.values()) for ident in idents}
    found: dict[str, list[list[Edge]]] = {}
    for edge in graph.edges:
        place = place_of.get(edge.document)
        own = graph.of_document(edge.document)
        if place is None or own is None or edge.source != own.id:
            continue
        found.setdefault(edge.target, [[] for _ in groups])[place].append(edge)
    order = {ident: place for place, ident in enumerate(graph.nodes)}
    rows = [CitedBy(node, tuple(map(tuple, edges))) for node, edges in found.items()]
    rows.sort(key=lambda row: (-len(row.groups), -sum(row.counts), order[row.node]))
    return Sharing(
        tuple(groups),
        tuple(tuple(sorted(idents)) for idents in groups.values()),
        tuple(row for row in rows if len(row.groups) > 1),
        tuple(tuple(row for row in rows if row.groups == (place,)) for place in range(len(groups))),
    )


def provinces(graph: Graph) -> dict[str, tuple[str, ...]]:
    """The directives of the collection by the province whose they are, the provinces in order of their names."""
    found: dict[str, list[str]] = {}
    for node in graph.nodes.values():
        if node.document and node.province:
            found.setdefault(node.province, []).append(node.document)
    return {name: tuple(found[name]) for name in sorted(found, key=fold)}


def with_predecessors(there: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The directives of provinces, those of their predecessors among them that are not asked for themselves.

    Args:
        there: directives by the province that issued them.
        names: of the provinces asked for, as they stand in ``there``, or of today.
    """
    asked = list(names)
    found = {}
    for name in asked:
        older = [one for one in places.predecessors(name) if one not in asked]
        found[name] = tuple(dict.fromkeys(ident for one in (name, *older) for ident in there.get(one, ())))
    return found


def province_meant(text: str, there: Iterable[str]) -> str | None:
    """The province of the collection that a person has typed, with or without diacritics, "tỉnh" or not.

    >>> province_meant("tinh lai chau", ["Lai Châu", "Tây Ninh"]), province_meant("Huế", ["Lai Châu"])
    ('Lai Châu', None)
    """
    asked = places.canonical(text) or text
    return next((name for name in there if _bare(name) == _bare(asked)), None)


def _bare(name: str) -> str:
    return " ".join(fold(name).split()).removeprefix("tinh ").removeprefix("thanh pho ")
