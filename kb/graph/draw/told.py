"""The words of a picture: what stands in a box, what an arrow tells, what is noted below."""

from __future__ import annotations

from kb.graph.draw.svg import PADDING, SOFT, Line, words
from kb.graph.naming import head, line
from kb.graph.naming import words as words_of
from kb.graph.types import Edge, Graph, Node


def card(node: Node, wide: float, *, most: int = 3, size: float = 13.0, extra: str = "") -> list[Line]:
    """The lines of a document's box: its number, type and date, and subject.

    Args:
        node: the document.
        wide: of the box.
        most: lines of the subject.
        size: of the number.
        extra: more for the second line.
    """
    room = wide - 2 * PADDING
    lines = words(head(node), room, size, most=2, bold=True)
    about = " · ".join(part for part in (line(node), extra) if part)
    lines += [Line(one.text, 11, colour=SOFT) for one in words(about, room, 11, most=2)]
    if node.number is None and not node.draft and node.name is None and not node.title:
        return lines
    return lines + words(" ".join((node.title or node.issuer or "").split()), room, 11.5, most=most)


def arrow_told(graph: Graph, edge: Edge) -> str:
    """What an arrow says, in the words of the text."""
    source, target = graph.nodes[edge.source], graph.nodes[edge.target]
    part = f", {edge.part}" if edge.part else ""
    return f"{head(source)} → {head(target)}: {edge.kind}{part}\n“{words_of(edge)}”"


def notes_of(graph: Graph, edges: int) -> list[str]:
    """How much is drawn, and whether some of it is made for showing only."""
    notes = [f"{len(graph.nodes)} văn bản, {edges} quan hệ."]
    if any(node.sample for node in graph.nodes.values()):
        notes.append("Có văn bản MẪU đi kèm chương trình, không dùng làm căn cứ.")
    return notes
