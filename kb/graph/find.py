"""Which node a person means by a number, a name, an id or a file."""

from __future__ import annotations

import re

from ingest.citations import find as citations
from ingest.citations import name_key, normalise_number, parse_number
from ingest.text import fold
from kb.catalogue.describe import day
from kb.errors import AmbiguousDocumentError, UnknownDocumentError
from kb.graph.naming import head
from kb.graph.types import Graph, Node
from kb.store import Store
from kb.store.keys import number_key

_DIGITS = re.compile(r"\d{1,5}[a-z]?")
_LISTED = 6


def find(graph: Graph, store: Store, text: str) -> Node:
    """The one node meant; an id is tried first, then a number, a name, a document of the collection.

    Raises:
        UnknownDocumentError: there is none.
        AmbiguousDocumentError: there are several; the message lists them.
    """
    text = " ".join(text.split())
    if text in graph.nodes:
        return graph.nodes[text]
    for found in (_numbered(graph, text), _with_digits(graph, text), _named(graph, text)):
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousDocumentError(_several(text, found))
    return _document(graph, store, text)


def _document(graph: Graph, store: Store, text: str) -> Node:
    try:
        document = store.find(text)
    except UnknownDocumentError as error:
        msg = (
            f"Không văn bản nào trong kho mang hoặc viện dẫn “{text}”: hãy kiểm tra lại số hiệu, mã hoặc tên tệp; "
            "kb list liệt kê các văn bản trong kho."
        )
        raise UnknownDocumentError(msg) from error
    node = graph.of_document(document.id)
    if node is None:
        msg = f"“{text}” là văn bản mẫu, không tính đến khi kho đã có văn bản thật: hãy nêu văn bản khác."
        raise UnknownDocumentError(msg)
    return node


def _numbered(graph: Graph, text: str) -> list[Node]:
    number = normalise_number(text) or _cited(text)
    key = number_key(number) if number else None
    return [node for node in graph.nodes.values() if key and node.number and number_key(node.number) == key]


def _cited(text: str) -> str | None:
    """The number in a text that cites one document: "Quyết định số 217-QĐ/TW của Bộ Chính trị"."""
    cited = {one.number for one in citations(text) if one.number}
    return cited.pop() if len(cited) == 1 else None


def _with_digits(graph: Graph, text: str) -> list[Node]:
    """A number without its symbol: "217" is no "1217"."""
    bare = _DIGITS.fullmatch(fold(text))
    if bare is None:
        return []
    return [node for node in graph.nodes.values() if node.number and _digits(node.number) == _padless(bare.group())]


def _digits(number: str) -> str | None:
    parsed = parse_number(number)
    return None if parsed is None else _padless(parsed.digits)


def _padless(digits: str) -> str:
    return fold(digits).lstrip("0") or "0"


def _named(graph: Graph, text: str) -> list[Node]:
    """Where the year tells laws of one name apart, the one with the year that is typed."""
    key = name_key(text)
    found = [node for node in graph.nodes.values() if key and node.name and name_key(node.name) == key]
    same = [node for node in found if fold(node.name or "") == fold(text)]
    return same if len(same) == 1 else found


def _several(text: str, found: list[Node]) -> str:
    listed = "; ".join(_listed(node) for node in found[:_LISTED])
    more = f"; và {len(found) - _LISTED} văn bản khác" if len(found) > _LISTED else ""
    return f"“{text}” có thể là {len(found)} văn bản: {listed}{more}. Hãy nêu mã đứng đầu mỗi văn bản."


def _listed(node: Node) -> str:
    parts = (head(node), day(node.date) if node.date else None, node.issuer or node.province)
    return f"{node.id} ({', '.join(part for part in parts if part)})"
