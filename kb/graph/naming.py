"""How a node is called: in full, and in the few words of a box in a picture."""

from __future__ import annotations

from kb.catalogue.describe import day
from kb.catalogue.describe import describe as instrument_phrase
from kb.graph.types import Edge, Node
from kb.store.records import UNVERIFIED, Instrument

_NEAR = 2
"""Characters between words that still follow each other: a space, a line."""


def describe(node: Node) -> str:
    """Type, number, date, issuer and subject, as far as they are known.

    >>> describe(Node("i1", "217-QĐ/TW", type="Quyết định", date="2013-12-12", issuer="Bộ Chính trị"))
    'Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị'
    >>> describe(Node("d1", type="Kế hoạch", draft=True, symbol="/KH-LĐLĐ", year=2023, title="Công tác năm"))
    'Kế hoạch (dự thảo, /KH-LĐLĐ) năm 2023: Công tác năm'
    """
    if node.number or node.name:
        row = Instrument(
            node.id, node.number, "", node.type, node.date, node.issuer, _one_line(node.title), name=node.name
        )
        return instrument_phrase(row)
    parts = [node.type or "Văn bản"]
    if node.draft:
        parts.append(f"(dự thảo{', ' + node.symbol if node.symbol else ''})")
    if node.date or node.year:
        parts.append(f"ngày {day(node.date)}" if node.date else f"năm {node.year}")
    if node.issuer:
        parts.append(f"của {node.issuer}")
    return " ".join(parts) + (f": {_one_line(node.title)}" if node.title else "")


def head(node: Node) -> str:
    """The number, or what stands in its place.

    >>> head(Node("i1", "217-QĐ/TW")), head(Node("d1", type="Kế hoạch", draft=True, symbol="/KH-LĐLĐ"))
    ('217-QĐ/TW', 'Dự thảo …/KH-LĐLĐ')
    """
    if node.number or node.name:
        return node.number or str(node.name)
    if node.draft:
        return f"Dự thảo …{node.symbol}" if node.symbol else f"Dự thảo {(node.type or 'văn bản').lower()}"
    return node.type or "Văn bản"


def line(node: Node) -> str:
    """Type, date and standing in one short line.

    >>> line(Node("i1", "217-QĐ/TW", type="Quyết định", date="2013-12-12", status="hết hiệu lực"))
    'Quyết định · 12/12/2013 · hết hiệu lực'
    """
    when = day(node.date) if node.date else str(node.year) if node.year else ""
    standing = "" if node.status == UNVERIFIED else node.status
    kind = node.type if node.number or node.name or node.draft else ""
    return " · ".join(part for part in (kind, when, standing) if part)


def tooltip(node: Node) -> str:
    """Everything that is known of a node, a line for each thing."""
    rows = [describe(node), f"Hiệu lực: {node.status}"]
    if node.province:
        rows.append(f"Tỉnh, thành phố: {node.province}")
    if node.document:
        rows.append(f"Có trong kho, mã {node.document}")
    else:
        rows.append(f"Không có trong kho; {len(node.cited_by)} văn bản trong kho viện dẫn")
    return "\n".join(rows)


def words(edge: Edge, most: int = 320) -> str:
    """The words of the text that make an edge and cite the other document, on one line, cut off after so many characters.

    >>> edge = Edge("d-0", "d", "i", "thay thế", None, None, "d", 5, 13, "thay thế", "Quyết định số 12", 14, None)
    >>> words(edge), words(edge, 20), words(edge._replace(cited_start=70))
    ('thay thế Quyết định số 12', 'thay thế Quyết định …', 'thay thế … Quyết định số 12')
    """
    text = " ".join(_whole(edge).split())
    return text if len(text) <= most else f"{text[: most + 1].rpartition(' ')[0]} …"


def _whole(edge: Edge) -> str:
    if edge.cited is None or edge.cited_start is None:
        return edge.text
    (start, text), (after, rest) = sorted([(edge.start, edge.text), (edge.cited_start, edge.cited)])
    gap = after - start - len(text)
    if gap > _NEAR:
        return f"{text} … {rest}"
    return f"{text} {rest}" if gap >= 0 else text + rest[-gap:]


def _one_line(title: str | None) -> str | None:
    return " ".join(title.split()) or None if title else None
