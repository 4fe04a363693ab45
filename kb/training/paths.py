"""A path through a collection: what governs a topic, from the top down, and what each asks of a union officer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from index.types import Passage
from ingest.sentences import sentences
from ingest.types import Span
from kb.catalogue.stated import CENTRAL
from kb.store.records import Document, Instrument
from kb.training.material import Material
from kb.training.types import Proof
from kb.training.words import holds, table

_MOST = 3
"""Passages of one step: a beginner reads what tells most."""
_BODY = "body"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to learn.

    Attributes:
        level: what its issuer's level is called.
        instrument: what governs; ``None`` for a document of the collection.
        document: the document of the collection that is read here; ``None`` where passages of several tell of the instrument.
        proofs: what to read, in order; the span is the mention or the words that ask something of somebody.
    """

    level: str
    instrument: Instrument | None
    document: Document | None
    proofs: tuple[Proof, ...]


def path(material: Material, topic: str) -> tuple[Step, ...]:
    """The steps of a topic; none where nobody writes about it. A passage is read once, at the first step that it belongs to."""
    on_topic = [
        passage
        for ident in sorted(material.documents)
        for passage in material.passages(ident)
        if passage.kind != "closing" and material.about(topic, passage.text, passage.context)
    ]
    read: set[str] = set()
    steps: list[Step] = []
    for level, row in _governing(material, topic, on_topic):
        proofs = _telling(material, row, on_topic, read)
        read |= {content(proof.passage) for proof in proofs}
        if proofs:
            steps.append(Step(level, row, material.documents.get(row.directive or ""), proofs))
    for document in _own(material, on_topic):
        proofs = _asking(material, document, on_topic, read)
        read |= {content(proof.passage) for proof in proofs}
        if proofs:
            steps.append(Step(table("levels")["own"], None, document, proofs))
    return tuple(steps)


def content(passage: Passage) -> str:
    """By which a passage is known to have been read: sha256 of its text."""
    return hashlib.sha256(passage.text.encode()).hexdigest()


def level_of(row: Instrument) -> str:
    """What the level of an instrument's issuer is called, by its symbol and its scope."""
    symbol = (row.number or "").upper()
    central = row.scope in {CENTRAL, ""}
    rows = [one for one in table("levels")["rows"] if one["central"] == central]
    return str(next(one["name"] for one in rows if not one["signs"] or any(sign in symbol for sign in one["signs"])))


def _governing(material: Material, topic: str, on_topic: list[Passage]) -> list[tuple[str, Instrument]]:
    """The instruments whose subject is the topic, from the top down and from the old to the new."""
    order = table("levels")["order"]
    places = {(passage.document, passage.id) for passage in on_topic}
    found = []
    for ident, mentions in material.mentions.items():
        row = material.instruments[ident]
        titles = {mention.title or mention.name or "" for mention in mentions} | {row.title or row.name or ""}
        near = any((mention.directive, mention.passage) in places for mention in mentions)
        if near and any(material.about(topic, title) for title in titles):
            found.append((level_of(row), row))
    return sorted(
        found, key=lambda item: (order.index(item[0]), item[1].date or "9999", item[1].number or "", item[1].id)
    )


def _telling(material: Material, row: Instrument, on_topic: list[Passage], read: set[str]) -> tuple[Proof, ...]:
    """Passages that cite an instrument, those first that ask something of somebody."""
    there = {passage.id: passage for passage in on_topic}
    found: dict[str, Proof] = {}
    for mention in sorted(material.mentions[row.id], key=lambda one: (one.directive, one.position)):
        passage = there.get(mention.passage or "")
        if passage is None or content(passage) in read or mention.span.end > passage.end:
            continue
        found.setdefault(content(passage), Proof(material.documents[mention.directive], passage, mention.span))
    return tuple(sorted(found.values(), key=lambda proof: not _asks(proof.passage))[:_MOST])


def _own(material: Material, on_topic: list[Passage]) -> list[Document]:
    """The documents with most to say, the ones of a higher body and the older first where it is the same."""
    counts: dict[str, int] = {}
    for passage in on_topic:
        counts[passage.document] = counts.get(passage.document, 0) + 1
    documents = [material.documents[ident] for ident in counts]
    return sorted(documents, key=lambda one: (-counts[one.id], one.header.date or "", one.id))


def _asking(material: Material, document: Document, on_topic: list[Passage], read: set[str]) -> tuple[Proof, ...]:
    found = (
        Proof(document, passage, span)
        for passage in on_topic
        if passage.document == document.id and passage.kind == _BODY and content(passage) not in read
        for span in _first_asked(material, passage)
    )
    return tuple(proof for proof, _ in zip(found, range(_MOST), strict=False))


def _asks(passage: Passage) -> bool:
    return passage.kind == _BODY and holds("duties", "asks", passage.text)


def _first_asked(material: Material, passage: Passage) -> Iterator[Span]:
    """The first sentence of a passage that asks something of somebody."""
    text = material.directive(passage.document).text
    parts = sentences(text, Span(passage.start, passage.end))
    asked = [part for part in parts if holds("duties", "asks", part.of(text)) and not part.of(text).isupper()]
    yield from asked[:1]
