"""Quoting: the words of a directive, exactly, with where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.ask.compose import Composer, short_name, where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.types import Span
    from kb.ask.units import Unit
    from kb.collection import Collection
    from kb.store.records import Document


def reply_units(collection: Collection, composer: Composer, chosen: Sequence[Unit]) -> None:
    """Quote the sentences that answer, each with where it stands."""
    for unit in chosen:
        directive = collection.directive(unit.document.id)
        mark = composer.mark(unit.passage, unit.score, unit.span)
        place = where(unit.passage, directive, unit.span.start)
        quote = unit.quote(directive).strip().rstrip(";").lstrip("-+ ")
        composer.say(f"{short_name(unit.document)}{', ' + place if place else ''}: “{quote}”", [mark])


def quote(
    collection: Collection, composer: Composer, document: Document, span: Span, score: float, *, under: str = ""
) -> None:
    """Quote a range that may run over several passages."""
    directive = collection.directive(document.id)
    passage = collection.passage_at(document.id, span.start)
    marks = [composer.mark(passage, score, span)]
    last = collection.passage_at(document.id, span.end - 1)
    if last.id != passage.id:
        marks.append(composer.mark(last, score, span))
    place = where(passage, directive, span.start)
    quote = span.of(directive.text).strip().lstrip("-+ ").rstrip(";")
    source = f"{short_name(document)}{', ' + place if place else ''}"
    if not (under and composer.say(f"{source} ({under}): “{quote}”", marks)):
        composer.say(f"{source}: “{quote}”", marks)
