"""What ``kb graph`` shows: around a document, up from it, of provinces, of everything; on the screen or as files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from kb.cli import files
from kb.cli.output import write_json
from kb.errors import UsageError
from kb.graph import build
from kb.graph.release import release

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kb.graph import Graph, Node, Unresolved
    from kb.graph.release import Released
    from kb.graph.sharing import Sharing
    from kb.store import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        names: of a document, or of provinces.
        view: ``neighbourhood``, ``provinces``, ``chain`` or ``all``.
        depth: steps around a document.
        kinds: names of the relations that are wanted; ``None``: all of them.
        to: the document that a chain is to reach.
        unresolved: also what is left out is listed.
        graphml: the file to write; ``-`` is standard output.
        svg: the same for the picture.
        force: they may be written over.
        as_json: as one JSON object on standard output.
    """

    names: tuple[str, ...]
    view: str
    depth: int
    kinds: frozenset[str] | None
    to: str | None
    unresolved: bool
    graphml: str | None
    svg: str | None
    force: bool
    as_json: bool

    @property
    def text(self) -> str:
        """The name of one document."""
        return " ".join(self.names).strip()

    @property
    def outputs(self) -> tuple[str, ...]:
        """The files to be written."""
        return tuple(name for name in (self.graphml, self.svg) if name is not None)

    @property
    def exports(self) -> bool:
        """Whether anything is made to be passed on."""
        return self.as_json or bool(self.outputs)


def show(asked: Asked) -> None:
    """Read the collection, write the files that are asked for, or else tell a person.

    Raises:
        UsageError: what is asked for is not there, or a file cannot be written.
    """
    from kb.home import resolve
    from kb.store import Store

    with Store.open(resolve().database) as store, store.snapshot():
        if asked.outputs:
            documents = store.directives.documents(active=False)
            keep = {source for document in documents for source in document.sources}
            for name in asked.outputs:
                files.writable(name, force=asked.force, keep=keep)
        graph = build(store)
        released = release(graph, store) if asked.exports else None
        _VIEWS[asked.view](_Run(asked, store, graph, released))


@dataclass(frozen=True, slots=True)
class _Run:
    """A view that is being shown."""

    asked: Asked
    store: Store
    graph: Graph
    released: Released | None

    @property
    def outgoing(self) -> Graph:
        """What may be exported."""
        return self.graph if self.released is None else self.released.graph

    @property
    def wanted(self) -> Graph:
        """The same with the kinds of relations that are asked for only."""
        graph, kinds = self.outgoing, self.asked.kinds
        return graph if kinds is None else graph.of_kinds(kinds)

    def node(self, text: str) -> Node:
        """The document that is meant.

        Raises:
            UsageError: none is, several are, or it may not be exported.
        """
        from kb.export_guard import exportable
        from kb.graph.find import find

        node = find(self.graph, self.store, text)
        if node.id not in self.outgoing.nodes:
            document = self.store.directives.document(node.document) if node.document else None
            warning = exportable([document]).warning if document else None
            what = warning or f"Không xuất “{text}”: chỉ văn bản có dấu độ mật viện dẫn văn bản này."
            raise UsageError(f"{what} Hãy xem bằng kb graph trên máy này, không kèm --json, --graphml, --svg.")
        return node

    def notes(self) -> list[str]:
        """What is said below a picture of what is left out of it."""
        if self.released is None or not self.released.withheld:
            return []
        return [f"Không gồm {len(self.released.withheld)} văn bản có dấu độ mật."]

    def write(self, part: Graph, *, svg: str | None, **told: object) -> None:
        """Write the files, and the JSON with what is ``told`` beside the graph."""
        from kb.graph.graphml import graphml

        asked = self.asked
        if self.released is not None and self.released.warning:
            click.echo(self.released.warning, err=True)
        if asked.graphml is not None:
            files.write(asked.graphml, graphml(part))
        if asked.svg is not None and svg is not None:
            files.write(asked.svg, svg)
        written = [name for name in asked.outputs if name != files.STDOUT]
        if asked.as_json:
            write_json(self._json(part, written, told))
            return
        for name in written:
            counted = f"Đã ghi {len(part.nodes)} văn bản, {len(part.edges)} quan hệ ra {name}."
            line = counted if name == asked.graphml else f"Đã vẽ ra {name}."
            click.echo(line, err=files.STDOUT in asked.outputs)

    def _json(self, part: Graph, written: list[str], told: dict[str, object]) -> dict[str, Any]:
        from kb.graph.contract import graph_json

        whole: dict[str, Any] = {"view": self.asked.view, "node": None, "to": None, "depth": None}
        whole |= {"kinds": sorted(self.asked.kinds or ()), **graph_json(part)}
        whole |= {"cites": [], "cited_by": [], "provinces": [], "shared": [], "chains": []}
        withheld = self.released.withheld if self.released else ()
        whole["withheld"] = len(withheld)
        return whole | {"files": written} | told


def _neighbourhood(run: _Run) -> None:
    from kb.cli.graph_text import write_neighbourhood
    from kb.graph.contract import groups_json
    from kb.graph.draw import draw_neighbourhood
    from kb.graph.walks import neighbourhood

    asked, graph = run.asked, run.outgoing
    node = run.node(asked.text)
    if not asked.exports:
        write_neighbourhood(run.store, graph, node, asked.depth, asked.kinds)
        return
    part = neighbourhood(graph, node.id, asked.depth, asked.kinds)
    run.write(
        part.with_unresolved(_unresolved_of(graph, {node.document})),
        svg=draw_neighbourhood(part, node.id, run.notes()) if asked.svg else None,
        node=node.id,
        depth=asked.depth,
        cites=groups_json(part.cites(node.id)),
        cited_by=groups_json(part.cited_by(node.id)),
    )


def _provinces(run: _Run) -> None:
    from kb.cli.graph_text import write_sharing
    from kb.graph.contract import sharing_json
    from kb.graph.draw import draw_sharing

    asked, graph = run.asked, run.wanted
    sharing = _sharing(graph, asked.names)
    if not asked.exports:
        write_sharing(graph, sharing)
        return
    rows = [*sharing.shared, *(row for own in sharing.own for row in own)]
    documents = {ident for idents in sharing.documents for ident in idents}
    edges = [edge for row in rows for some in row.edges for edge in some]
    part = graph.of_edges(edges, [node.id for one in documents if (node := graph.of_document(one))])
    run.write(
        part.with_unresolved(_unresolved_of(graph, documents)),
        svg=draw_sharing(graph, sharing, run.notes()) if asked.svg else None,
        **sharing_json(sharing),
    )


def _sharing(graph: Graph, names: Sequence[str]) -> Sharing:
    from ingest import places
    from kb.graph.sharing import province_meant, provinces, shared, with_predecessors

    there = provinces(graph)
    # A province of today counts what its predecessors issued, also where it has issued nothing itself yet.
    today = [*there, *(now for one in there if (now := places.successor(one)) and now not in there)]
    chosen = [province_meant(name, today) for name in names] if names else list(there)
    for name, found in zip(names, chosen, strict=False):
        if found is None:
            listed = ", ".join(there) or "không có tỉnh nào"
            raise UsageError(
                f"Kho không có văn bản của “{name}”: hãy chọn trong: {listed}. Tên có dấu cách thì đặt trong ngoặc kép."
            )
    groups = with_predecessors(there, [name for name in chosen if name is not None])
    if len(groups) < 2:
        raise UsageError(
            'Cần ít nhất hai tỉnh, thành phố để so sánh, ví dụ kb graph --provinces "Lai Châu" "Tây Ninh".'
        )
    return shared(graph, groups)


def _chain(run: _Run) -> None:
    from kb.cli.graph_text import write_chains
    from kb.graph.contract import chain_json
    from kb.graph.draw import draw_chains
    from kb.graph.walks import chain

    asked, graph = run.asked, run.outgoing
    start = run.node(asked.text)
    to = run.node(asked.to) if asked.to is not None else None
    if to is not None and to.id == start.id:
        raise UsageError(f"--to và văn bản đầu là một: hãy nêu một văn bản khác “{asked.to}”.")
    chains = chain(graph, start.id, to.id if to else None)
    if not asked.exports:
        write_chains(run.store, graph, chains)
        return
    edges = dict.fromkeys(step for one in chains.chains for step in one.steps)
    part = graph.of_edges(edges, [start.id, *([to.id] if to else [])])
    run.write(
        part.with_unresolved(_unresolved_of(graph, {start.document})),
        svg=draw_chains(graph, chains, run.notes()) if asked.svg else None,
        node=start.id,
        to=to.id if to else None,
        chains=[chain_json(one) for one in chains.chains],
    )


def _all(run: _Run) -> None:
    from kb.cli.graph_text import write_all

    if run.asked.exports:
        run.write(run.wanted, svg=None)
    else:
        write_all(run.store, run.wanted, listed=run.asked.unresolved)


def _unresolved_of(graph: Graph, documents: Collection[str | None]) -> tuple[Unresolved, ...]:
    return tuple(item for item in graph.unresolved if item.document in documents)


_VIEWS = {"neighbourhood": _neighbourhood, "provinces": _provinces, "chain": _chain, "all": _all}
