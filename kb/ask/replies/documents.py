"""Replies about a directive of the collection, from its head, its bases and its closing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.text import fold
from ingest.types import Span
from kb.ask.compose import Composer, name_of, short_name

if TYPE_CHECKING:
    from index.types import Passage
    from kb.collection import Collection
    from kb.store.records import Document


def reply_header(collection: Collection, composer: Composer, document: Document) -> None:
    """What a directive of the collection is: number, date, issuer, subject, from its own head."""
    passage = collection.passages_of(document.id)[0]
    mark = composer.mark(passage, 1.0)
    header = document.header
    title = header.title or ""
    named = name_of(document)
    if title:
        named = f"{named}: {title}"
    composer.say(f"{named}.", [mark])
    instrument = collection.instrument_of(document)
    if instrument is not None:
        composer.name(instrument)


def reply_signer(collection: Collection, composer: Composer, document: Document) -> None:
    """Who signed, as the closing prints it."""
    signature = collection.directive(document.id).signature
    if signature.name is None:
        return
    passage = _closing(collection, document, signature.name)
    mark = composer.mark(passage, 1.0)
    position = ", ".join(part for part in (signature.authority, signature.position) if part)
    composer.say(f"{short_name(document)}: người ký là {signature.name}{f' ({position})' if position else ''}.", [mark])


def reply_person(collection: Collection, composer: Composer, document: Document) -> None:
    """Who holds an office, where the directive is signed by just that office."""
    signature = collection.directive(document.id).signature
    asked = fold(composer.question)
    if signature.name is None or signature.position is None:
        return
    position = fold(signature.position)
    if re.search(rf"(?<!\w)(?<!pho )(?<!p\. ){re.escape(position)}(?!\w)", asked):
        reply_signer(collection, composer, document)


def reply_recipients(collection: Collection, composer: Composer, document: Document) -> None:
    """To whom it goes: whom it addresses ("Kính gửi") and where its closing sends it ("Nơi nhận")."""
    directive = collection.directive(document.id)
    addressed = _ADDRESSED.search(directive.text)
    if addressed is not None:
        span = Span(addressed.start(), addressed.end())
        mark = composer.mark(collection.passage_at(document.id, span.start), 1.0, span)
        composer.say(f"{short_name(document)}: “{' '.join(span.of(directive.text).split())}”", [mark])
    if directive.recipients:
        mark = composer.mark(_closing(collection, document, directive.recipients[0]), 1.0)
        composer.say(f"{short_name(document)}, nơi nhận: {'; '.join(directive.recipients)}.", [mark])


_ADDRESSED = re.compile(r"^Kính gửi\b.*(?:\n\s*[-–+].*)*", re.MULTILINE)


def _closing(collection: Collection, document: Document, words: str) -> Passage:
    passages = collection.passages_of(document.id)
    for passage in reversed(passages):
        if words in passage.text:
            return passage
    return passages[-1]


def reply_bases(collection: Collection, composer: Composer, document: Document) -> None:
    """On what a directive of the collection stands, basis by basis."""
    directive = collection.directive(document.id)
    for basis in directive.bases:
        passage = collection.passage_at(document.id, basis.start)
        mark = composer.mark(passage, 1.0, Span(basis.start, basis.end))
        composer.say(f"{short_name(document)}: “{basis.text.strip()}”.", [mark])
        for position in basis.citations:
            citation = directive.citations[position]
            instrument = collection.instrument_cited(document.id, position)
            if instrument is not None and citation.start >= basis.start:
                composer.name(instrument)
