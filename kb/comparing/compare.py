"""Several documents side by side, aspect by aspect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.vocabulary import idf
from kb.comparing.align import aligned
from kb.comparing.aspects import kinds
from kb.comparing.items import items_of
from kb.comparing.likeness import MEASURES, Likeness
from kb.comparing.summary import summary
from kb.comparing.topic import Topic
from kb.comparing.types import ASPECTS, Aspect, Comparison, Row
from kb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kb.collection import Collection
    from kb.comparing.types import Item
    from kb.store.records import Document

OPENING = 14
"""Words of a label that is made of the opening of a passage."""


def compare(
    collection: Collection, documents: Sequence[Document], *, topic: str | None = None, notes: Sequence[str] = ()
) -> Comparison:
    """Put documents side by side.

    Args:
        collection: in which they are.
        documents: in the order in which they are shown; it does not change what is put together.
        topic: keep only the rows that are about it.
        notes: what the choice of documents has to say.

    Raises:
        UsageError: the same document is given twice.
    """
    idents = [one.id for one in documents]
    if len(set(idents)) < len(idents):
        raise UsageError("Các văn bản nêu ra trùng nhau: hãy nêu những văn bản khác nhau.")
    items = [item for ident in sorted(idents) for item in read(collection, ident)]
    asked = Topic.of(topic, weight_of(collection)) if topic else None
    rows = rows_of(items, Likeness(items, weight_of(collection), encode))
    aspects = tuple(_aspect(key, rows[key], idents, collection, asked) for key in ASPECTS)
    told = (*notes, *_notes(documents, aspects, topic))
    return Comparison(tuple(documents), aspects, summary(aspects, len(idents)), topic, told)


def read(collection: Collection, ident: str) -> tuple[Item, ...]:
    """The items of one document."""
    store = collection.store
    directive = store.directives.get(ident)
    if directive is None:
        raise KeyError(ident)
    resolved = {one.position: one.instrument for one in store.instruments.citing(ident) if one.instrument}
    return items_of(directive, ident, resolved)


def rows_of(items: Sequence[Item], like: Likeness) -> dict[str, list[tuple[Item, ...]]]:
    """The items of each aspect in rows."""
    found: dict[str, list[tuple[Item, ...]]] = {}
    for key in ASPECTS:
        of = [item for item in items if item.aspect == key]
        measure = MEASURES.get(key)
        found[key] = aligned(of, like, measure.least, measure.joined) if measure else aligned(of, _same_instrument, 1.0)
    return found


def weight_of(collection: Collection) -> Callable[[str], float]:
    """How rare a term is in the collection."""
    searcher = collection.searcher
    count = max(1, len(searcher.passages))
    return lambda term: idf(searcher.df(term), count)


def encode(texts: Sequence[str]) -> NDArray[Any]:
    """The vectors of the default model, whatever model the collection is searched with."""
    from index.encoders.static import StaticEncoder

    return StaticEncoder().encode_light(texts)


def _same_instrument(one: Item, other: Item) -> float:
    """Bases are one row where they name the same instrument."""
    left, right = set(one.instruments), set(other.instruments)
    return 1.0 + len(left & right) / len(left | right) if left & right else 0.0


def _aspect(
    key: str, rows: Sequence[tuple[Item, ...]], order: Sequence[str], collection: Collection, topic: Topic | None
) -> Aspect:
    place = {ident: number for number, ident in enumerate(order)}
    made = []
    for items in rows:
        if topic is not None and not topic.meant(items):
            continue
        ordered = tuple(sorted(items, key=lambda item: place[item.document]))
        made.append(Row(_label(ordered, key, collection), ordered, _differs(ordered)))
    made.sort(key=lambda row: (-len(row.items), place[row.items[0].document], row.items[0].span.start))
    return Aspect(key, kinds()[key].name, tuple(made))


def _label(items: Sequence[Item], key: str, collection: Collection) -> str:
    """What a row is found by: the number of the instrument that all name, else the opening words of its first cell."""
    if key in {"bases", "citations"}:
        common = set.intersection(*(set(item.instruments) for item in items))
        row = collection.store.instruments.get(min(common)) if common else None
        if row is not None:
            return row.number or row.name or _opening(items[0].text)
    target = items[0].target
    return _opening((target.subject if target else None) or items[0].text)


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:OPENING]).rstrip(" ,;:") + ("…" if len(words) > OPENING else "")


def _differs(items: Sequence[Item]) -> bool:
    """Whether the numbers or the days of a row are not all the same."""
    values = {
        (one.target.value, one.target.value_max, one.target.unit, one.target.comparator) for one in items if one.target
    }
    dates = {one.dates for one in items if one.aspect == "deadlines"}
    return len(values) > 1 or len(dates) > 1


def _notes(documents: Sequence[Document], aspects: Sequence[Aspect], topic: str | None) -> list[str]:
    if not documents:
        return []
    filled = [aspect for aspect in aspects if aspect.rows]
    if topic and not filled:
        return [f"Các văn bản này không có nội dung nào về “{topic}”."]
    if len(documents) == 1:
        return ["Chỉ có một văn bản nên không có gì để so sánh; dưới đây là nội dung của văn bản ấy."]
    if not any(len(row.items) > 1 for aspect in filled for row in aspect.rows):
        return ["Các văn bản này không có nội dung nào chung; dưới đây là nội dung của từng văn bản."]
    return []
