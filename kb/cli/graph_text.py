"""The citation graph on the command line, for a person."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from kb.ask.compose import where
from kb.cli.output import wrapped
from kb.graph.kinds import PLAIN, kinds, rank
from kb.graph.naming import describe, head, words
from kb.graph.walks import distances, neighbourhood
from kb.store.records import UNVERIFIED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kb.graph import Edge, Graph, Group, Node, Unresolved
    from kb.graph.sharing import CitedBy, Sharing
    from kb.graph.walks import Chains
    from kb.store import Store

_LISTED = 40
"""Lines of one list; the rest is counted."""
_MORE = "(--json liệt kê hết)"
SAMPLES = "Có văn bản MẪU đi kèm chương trình, không dùng làm căn cứ."


def _write_notices(nodes: Iterable[Node]) -> None:
    """What has to be known of the documents that were shown."""
    shown = list(nodes)
    if any(node.sample for node in shown):
        click.echo(click.style(f"\n{SAMPLES}", fg="yellow"))
    if any(node.secrecy for node in shown):
        click.echo(click.style("\nCó văn bản đóng dấu độ mật: không sao chép, không chuyển ra ngoài.", fg="red"))


def write_neighbourhood(store: Store, graph: Graph, node: Node, depth: int, only: Collection[str] | None) -> None:
    """What a document cites and who cites it, by relation, with the words that say so."""
    click.echo(click.style(wrapped(_named(node)), bold=True))
    if node.status != UNVERIFIED:
        click.echo(f"Hiệu lực: {node.status}")
    click.echo("Có trong kho." if node.document else "Không có trong kho, chỉ được viện dẫn.")
    cites, cited_by = graph.cites(node.id, only), graph.cited_by(node.id, only)
    _write_groups(store, graph, node, "Viện dẫn", cites, out=True)
    _write_groups(store, graph, node, "Được viện dẫn", cited_by, out=False)
    if not cites and not cited_by:
        click.echo("\nKhông có viện dẫn nào" + (" thuộc quan hệ đã chọn." if only else " đến hoặc đi."))
    if depth > 1:
        _write_farther(graph, node, depth, only)
    own = [item for item in graph.unresolved if node.document and item.document == node.document]
    if own:
        click.echo(click.style(f"\nChưa rõ văn bản nào ({len(own)}), không tính vào trên:", bold=True))
        _write_unresolved(own)
    _write_notices(graph.nodes[ident] for ident in distances(graph, node.id, depth, only))


def _write_groups(store: Store, graph: Graph, node: Node, title: str, groups: Sequence[Group], *, out: bool) -> None:
    if not groups:
        return
    others = {_other(edge, node.id) for group in groups for edge in group.edges}
    click.echo(click.style(f"\n{title} ({len(others)} văn bản)", bold=True))
    said = {_other(edge, node.id) for group in groups if group.kind != PLAIN for edge in group.edges}
    places = _places(store, [edge for group in groups for edge in group.edges])
    for group in groups:
        kind = kinds()[group.kind]
        by_other: dict[str, list[Edge]] = {}
        for edge in group.edges:
            other = _other(edge, node.id)
            if group.kind != PLAIN or other not in said:  # Of the rest, more is told above.
                by_other.setdefault(other, []).append(edge)
        if not by_other:
            continue
        click.echo(click.style(f"  {kind.cites if out else kind.cited} ({len(by_other)})", fg="cyan"))
        for other, edges in list(by_other.items())[:_LISTED]:
            click.echo(wrapped(_named(graph.nodes[other]), indent="    "))
            _write_words(graph, edges, places)
        _write_more(len(by_other) - _LISTED, "    ")


def _write_words(graph: Graph, edges: Sequence[Edge], places: dict[str, str], indent: str = "      ") -> None:
    """The words of the first edge, where they stand, and how many others there are."""
    edge = edges[0]
    part = f"{edge.part}: " if edge.part else ""
    citing = graph.of_document(edge.document)
    told = [] if citing is None or citing.id == edge.source else [f"theo {_short(citing)}"]
    told += [places[edge.passage]] if edge.passage and places.get(edge.passage) else []
    more = f", và {len(edges) - 1} chỗ nữa" if len(edges) > 1 else ""
    where_told = f" ({', '.join(told)}{more})" if told else f" ({more[2:]})" if more else ""
    click.echo(wrapped(f"{part}“{words(edge)}”{where_told}", indent=indent))


def _write_farther(graph: Graph, node: Node, depth: int, only: Collection[str] | None) -> None:
    part = neighbourhood(graph, node.id, depth, only)
    click.echo(click.style(f"\nTrong {depth} bước: {len(part.nodes)} văn bản, {len(part.edges)} quan hệ", bold=True))
    far = distances(graph, node.id, depth, only)
    for steps in range(2, depth + 1):
        there = [graph.nodes[ident] for ident, distance in far.items() if distance == steps]
        if there:
            click.echo(click.style(f"  Cách {steps} bước ({len(there)})", fg="cyan"))
        for other in there[:_LISTED]:
            click.echo(wrapped(_named(other), indent="    "))
        _write_more(len(there) - _LISTED, "    ")


def write_sharing(graph: Graph, sharing: Sharing) -> None:
    """What provinces share, and what only one of them cites."""
    counted = [f"{name} {len(documents)}" for name, documents in zip(sharing.names, sharing.documents, strict=True)]
    click.echo(wrapped(f"Số văn bản trong kho: {', '.join(counted)}."))
    click.echo(click.style(f"\nCùng viện dẫn ({len(sharing.shared)})", bold=True))
    for row in sharing.shared[:_LISTED]:
        click.echo(wrapped(_named(graph.nodes[row.node]), indent="  "))
        for place in row.groups:
            edges = sorted(row.edges[place], key=lambda edge: rank(edge.kind))
            by = ", ".join(dict.fromkeys(head(graph.nodes[edge.source]) for edge in edges))
            click.echo(
                wrapped(
                    f"{sharing.names[place]}, {row.counts[place]} văn bản ({by}): “{words(edges[0])}”", indent="    "
                )
            )
    _write_more(len(sharing.shared) - _LISTED, "  ")
    for place, (name, rows) in enumerate(zip(sharing.names, sharing.own, strict=True)):
        click.echo(click.style(f"\nChỉ {name} viện dẫn ({len(rows)})", bold=True))
        for row in rows[:_LISTED]:
            click.echo(wrapped(_own_line(graph, row, place), indent="  "))
        _write_more(len(rows) - _LISTED, "  ")
    citing = (graph.of_document(one) for documents in sharing.documents for one in documents)
    _write_notices(node for node in citing if node is not None)


def _own_line(graph: Graph, row: CitedBy, place: int) -> str:
    by = ", ".join(dict.fromkeys(head(graph.nodes[edge.source]) for edge in row.edges[place]))
    said = ", ".join(sorted({edge.kind for edge in row.edges[place]}, key=rank))
    return f"{_named(graph.nodes[row.node])} – {said}, trong {by}"


def write_chains(store: Store, graph: Graph, chains: Chains) -> None:
    """The ways up, each step with its words."""
    start = graph.nodes[chains.start]
    click.echo(click.style(wrapped(f"Từ {_named(start)}"), bold=True))
    if not chains.chains:
        click.echo(wrapped(_no_way(graph, chains)))
        return
    shown = chains.chains[:_LISTED]
    places = _places(store, [step for one in shown for step in one.steps])
    for number, one in enumerate(shown, start=1):
        weak = f", {one.plain} bước chỉ là dẫn chiếu" if one.plain else ""
        click.echo(
            click.style(
                wrapped(f"\n{number}. {_named(graph.nodes[one.target])} – {len(one.steps)} bước{weak}"), fg="cyan"
            )
        )
        for step in one.steps:
            source, target = graph.nodes[step.source], graph.nodes[step.target]
            click.echo(wrapped(f"{head(source)} → {step.kind} → {head(target)}", indent="   "))
            _write_words(graph, [step], places)
    _write_more(len(chains.chains) - _LISTED, "")
    _write_notices(graph.nodes[ident] for one in shown for step in one.steps for ident in (step.source, step.target))


def _no_way(graph: Graph, chains: Chains) -> str:
    start = graph.nodes[chains.start]
    what = "văn bản trung ương nào" if chains.to is None else _named(graph.nodes[chains.to])
    lost = sum(item.document == start.document for item in graph.unresolved)
    if not chains.reached:
        why = (
            "văn bản này không viện dẫn văn bản nào"
            if start.document
            else "văn bản này không có trong kho nên không biết nó viện dẫn gì"
        )
    else:
        why = f"{chains.reached} văn bản tới được đều không phải"
    told = f"Không có đường nào lên {what} qua căn cứ, thực hiện, hướng dẫn hay {PLAIN}: {why}."
    return f"{told} Còn {lost} viện dẫn chưa rõ văn bản nào, xem kb graph {start.id}." if lost else told


def write_all(store: Store, graph: Graph, *, listed: bool) -> None:
    """How large the graph is, what is cited most, and what is left out."""
    inside = sum(node.document is not None for node in graph.nodes.values())
    click.echo(f"{len(graph.nodes)} văn bản ({inside} có trong kho), {len(graph.edges)} quan hệ.")
    counted = Counter(edge.kind for edge in graph.edges)
    for kind in sorted(counted, key=rank):
        click.echo(f"  {kind:<18} {counted[kind]:>6}")
    most = sorted(
        graph.nodes.values(), key=lambda node: (-len({edge.document for edge in graph.coming(node.id)}), node.id)
    )
    if graph.edges:
        click.echo(click.style("\nĐược viện dẫn nhiều nhất", bold=True))
    for node in most[:10] if graph.edges else ():
        by = len({edge.document for edge in graph.coming(node.id)})
        if by:
            click.echo(wrapped(f"{by} văn bản: {_named(node)}", indent="  "))
    if graph.unresolved:
        _write_left_out(store, graph, listed=listed)
    _write_notices(graph.nodes.values())


def _write_left_out(store: Store, graph: Graph, *, listed: bool) -> None:
    unresolved = graph.unresolved
    how = "" if listed else "; kb graph --all --unresolved liệt kê"
    click.echo(f"\n{len(unresolved)} viện dẫn chưa rõ văn bản nào, không tính vào trên{how}.")
    if listed:
        documents = {document.id: document for document in store.active_directives()}
        for ident in dict.fromkeys(item.document for item in unresolved):
            node = graph.of_document(ident)
            name = _named(node) if node else documents[ident].source
            click.echo(click.style(wrapped(f"\n{name}"), fg="cyan"))
            _write_unresolved([item for item in unresolved if item.document == ident])


def _write_unresolved(items: Iterable[Unresolved]) -> None:
    for item in items:
        candidates = f"; có thể là {', '.join(item.candidates)}" if item.candidates else ""
        words = " ".join(item.cited.split())
        click.echo(wrapped(f"{item.kind}: “{words}” – {item.reason}{candidates}", indent="  "))


def _write_more(count: int, indent: str) -> None:
    if count > 0:
        click.echo(f"{indent}… và {count} văn bản khác {_MORE}")


def _places(store: Store, edges: Iterable[Edge]) -> dict[str, str]:
    """Section and page of passages, by their ids."""
    wanted = list(dict.fromkeys(edge.passage for edge in edges if edge.passage))
    return {ident: where(passage) for ident, passage in store.passages.many(wanted).items()}


def _named(node: Node) -> str:
    return f"[{node.secrecy.upper()}] {describe(node)}" if node.secrecy else describe(node)


def _short(node: Node) -> str:
    return f"{node.type or 'Văn bản'} {head(node)}"


def _other(edge: Edge, node: str) -> str:
    return edge.target if edge.source == node else edge.source
