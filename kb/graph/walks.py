"""Going along the edges: what is around a document, and what a plan rests on up to the centre."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from kb.graph.kinds import PLAIN, kinds, rank
from kb.graph.types import Edge, Graph


@dataclass(frozen=True, slots=True)
class Chain:
    """A way from a document up to one that it rests on; each edge is a step, with the words that make it.

    Attributes:
        target: id of the node at its end.
        steps: the edges, from the document on.
        plain: how many of them are mere citations (``dẫn chiếu``).
    """

    target: str
    steps: tuple[Edge, ...]

    @property
    def plain(self) -> int:
        """How many steps are mere citations."""
        return sum(step.kind == PLAIN for step in self.steps)


@dataclass(frozen=True, slots=True)
class Chains:
    """What a document rests on.

    Attributes:
        start: id of its node.
        to: id of the node that was asked for; ``None``: every one of the centre.
        chains: one for each node reached; those without mere citations first, then the shorter.
        reached: how many nodes there are on any way up.
    """

    start: str
    to: str | None
    chains: tuple[Chain, ...]
    reached: int


def distances(graph: Graph, node: str, depth: int | None = None, only: Collection[str] | None = None) -> dict[str, int]:
    """How many steps away each node is, whichever way the edges point; the nearest first.

    Args:
        graph: to go along.
        node: where to begin; 0 steps away.
        depth: the most steps; ``None``: as many as there are.
        only: kinds of relations to go along.
    """
    found = {node: 0}
    waiting = deque([node])
    while waiting:
        at = waiting.popleft()
        if depth is not None and found[at] == depth:
            break
        for edge in (*graph.leaving(at), *graph.coming(at)):
            other = edge.target if edge.source == at else edge.source
            if other not in found and (only is None or edge.kind in only):
                found[other] = found[at] + 1
                waiting.append(other)
    return found


def neighbourhood(graph: Graph, node: str, depth: int = 1, only: Collection[str] | None = None) -> Graph:
    """The part of the graph that is at most ``depth`` steps from a node, by the given kinds of relations."""
    return graph.within(distances(graph, node, depth, only).keys(), only)


_Cost = tuple[int, int, int]
"""Mere citations, steps, and how much the kinds of the others are to be preferred: compared in this order."""


def chain(graph: Graph, start: str, to: str | None = None) -> Chains:
    """The ways from a document up to what it rests on.

    A step is a basis (*căn cứ*), an execution (*thực hiện*) or a guidance (*hướng dẫn*), preferred in this order; a mere
    citation (*dẫn chiếu*) is taken only where there is no way without one. To each node it is the shortest of such ways.

    Args:
        graph: of the collection.
        start: node of the plan.
        to: the node to be reached; without one, all of the centre.
    """
    costs, steps = _ways(graph, start)
    if to is not None:
        targets = [to] if to in steps else []
    else:
        targets = [ident for ident in steps if graph.nodes[ident].central]
    order = {ident: place for place, ident in enumerate(graph.nodes)}
    targets.sort(key=lambda ident: (costs[ident], order[ident]))
    return Chains(start, to, tuple(Chain(ident, _back(steps, start, ident)) for ident in targets), len(steps))


def _ways(graph: Graph, start: str) -> tuple[dict[str, _Cost], dict[str, Edge]]:
    """What the best way to each node costs, and its last step (Dijkstra)."""
    order = {ident: place for place, ident in enumerate(graph.nodes)}
    best: dict[str, _Cost] = {start: (0, 0, 0)}
    steps: dict[str, Edge] = {}
    done: set[str] = set()
    waiting: list[tuple[_Cost, int, str]] = [((0, 0, 0), order[start], start)]
    while waiting:
        cost, _, at = heappop(waiting)
        if at in done:
            continue
        done.add(at)
        for edge in _by_preference(graph.leaving(at)):
            plain = edge.kind == PLAIN
            there = (cost[0] + plain, cost[1] + 1, cost[2] + kinds()[edge.kind].chain)
            if edge.target not in best or there < best[edge.target]:
                best[edge.target], steps[edge.target] = there, edge
                heappush(waiting, (there, order[edge.target], edge.target))
    return best, steps


def _by_preference(edges: Iterable[Edge]) -> list[Edge]:
    return sorted((edge for edge in edges if kinds()[edge.kind].chain), key=lambda edge: kinds()[edge.kind].chain)


def _back(steps: dict[str, Edge], start: str, node: str) -> tuple[Edge, ...]:
    way: list[Edge] = []
    while node != start:
        way.append(steps[node])
        node = steps[node].source
    return tuple(reversed(way))


def strongest(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """One edge for each pair and kind, mere citations left out where more is said of the pair; in the order given."""
    first: dict[tuple[str, str, str], Edge] = {}
    for edge in edges:
        first.setdefault((edge.source, edge.target, edge.kind), edge)
    said = {(source, target) for source, target, kind in first if kind != PLAIN}
    kept = [edge for edge in first.values() if edge.kind != PLAIN or (edge.source, edge.target) not in said]
    return tuple(sorted(kept, key=lambda edge: rank(edge.kind)))
