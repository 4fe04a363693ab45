"""How long the citation graph of a large collection takes: building it, exporting it, going along it.

``python -m tests.benchmarks.graph 7000`` makes up so many directives with fifteen citations each.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kb.graph import build
from kb.graph.draw import draw_neighbourhood
from kb.graph.graphml import graphml
from kb.graph.walks import chain, neighbourhood
from tests.kb.graphs import large

COUNT = 7000
_RUNS = 3


def main(count: int = COUNT) -> None:
    """Print the least processor time of some runs."""
    with tempfile.TemporaryDirectory() as folder, large(Path(folder), count) as store:
        graph = build(store)
        node = next(ident for ident, one in graph.nodes.items() if one.document)
        sys.stdout.write(f"{len(graph.nodes)} nodes, {len(graph.edges)} edges\n")
        works: dict[str, Callable[[], object]] = {
            "build": lambda: build(store),
            "GraphML": lambda: graphml(graph),
            "chain": lambda: chain(graph, node),
            "picture, depth 2": lambda: draw_neighbourhood(neighbourhood(graph, node, 2), node),
        }
        for name, work in works.items():
            sys.stdout.write(f"{name:<18} {_least(work):.2f} s\n")


def _least(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(_RUNS):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
