"""Replies about instruments: what one is, who cites it, where documents disagree on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.text import fold
from kb.ask.compose import Composer, describe, name_of, short_name, where
from kb.catalogue.describe import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.collection import Collection
    from kb.store.records import Instrument, Mention

MOST_DOCUMENTS = 6
"""Documents that are listed with one instrument."""


def best_mention(instrument: Instrument, mentions: Sequence[Mention]) -> Mention:
    """The mention that says most of what the catalogue shows of the instrument, its subject as most mentions give it."""
    titles = [fold(mention.title) for mention in mentions if mention.title]

    def agreement(mention: Mention) -> tuple[int, int, int]:
        agreed = (
            3 * (mention.date is not None and mention.date == instrument.date)
            + 2 * (mention.issuer is not None and mention.issuer == instrument.issuer)
            + 2 * (mention.title is not None)
            + (mention.issuer is not None)
            + (mention.type is not None)
            - 3 * (mention.date is not None and instrument.date is not None and mention.date != instrument.date)
        )
        title = fold(mention.title or "")
        # A subject that others go on from is the subject; what only one of them goes on with is its own sentence.
        shared = sum(other.startswith(title) for other in titles) if title else 0
        return agreed, shared, len(title)

    return max(mentions, key=agreement)


def reply_instrument(
    collection: Collection,
    composer: Composer,
    instrument: Instrument,
    score: float,
    *,
    allowed: frozenset[str],
    admitted: frozenset[str],
    preferred: Sequence[Mention] = (),
) -> None:
    """Name an instrument in full, and the documents that cite it.

    ``allowed`` are the documents that the question is about, ``admitted`` those that pass the filters: where none of
    the former gives the subject, one of the latter may. The documents of ``preferred`` mentions are listed first.
    """
    mentions = [mention for mention in collection.mentions_of(instrument.id) if mention.directive in allowed]
    if not mentions:
        return
    best = best_mention(instrument, mentions)
    marks = [_mark_mention(collection, composer, best, score)]
    if not composer.say(_sentence(describe(best, instrument.type)), marks):
        return
    composer.name(instrument)
    if best.title is None:
        _say_subject(collection, composer, instrument, score, admitted)
    _say_conflicts(collection, composer, instrument, mentions, score)
    seen = {best.directive}
    ordered = [*preferred, *mentions]
    for mention in ordered:
        if mention.directive in seen or len(seen) >= MOST_DOCUMENTS:
            continue
        seen.add(mention.directive)
        _say_citing(collection, composer, mention, score)


def _say_subject(
    collection: Collection, composer: Composer, instrument: Instrument, score: float, admitted: frozenset[str]
) -> None:
    """What the instrument is about, by another document, where those that the question names do not say it."""
    mentions = [mention for mention in collection.mentions_of(instrument.id) if mention.directive in admitted]
    best = best_mention(instrument, mentions)
    if best.title is None:
        return
    mark = _mark_mention(collection, composer, best, score)
    document = collection.document(best.directive)
    composer.say(f"Theo {short_name(document)}: {describe(best, instrument.type)}.", [mark], minor=True)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "”", '"')) else ".")


def _mark_mention(collection: Collection, composer: Composer, mention: Mention, score: float) -> int:
    passage = collection.passage_at(mention.directive, mention.span.start)
    return composer.mark(passage, score, mention.span)


def _say_citing(collection: Collection, composer: Composer, mention: Mention, score: float) -> None:
    document = collection.document(mention.directive)
    passage = collection.passage_at(mention.directive, mention.span.start)
    mark = composer.mark(passage, score, mention.span)
    place = where(passage)
    composer.say(f"Được viện dẫn tại {name_of(document)}{', ' + place if place else ''}.", [mark], minor=True)


def _say_conflicts(
    collection: Collection, composer: Composer, instrument: Instrument, mentions: Sequence[Mention], score: float
) -> None:
    """Where documents disagree on its date or issuer, a person must know."""
    for conflict in instrument.conflicts:
        if conflict.kind not in ("date", "issuer"):
            continue
        parts = []
        marks = []
        for value in conflict.values:
            stating = next(
                (one for one in mentions if (one.date if conflict.kind == "date" else one.issuer) == value.value), None
            )
            if stating is None:
                continue
            marks.append(_mark_mention(collection, composer, stating, score))
            parts.append(
                f"{day(value.value) if conflict.kind == 'date' else value.value} ({short_name(collection.document(stating.directive))})"
            )
        if len(parts) > 1:
            what = "ngày ban hành" if conflict.kind == "date" else "cơ quan ban hành"
            composer.say(f"Các văn bản ghi khác nhau về {what}: {'; '.join(parts)}.", marks)


def reply_citing(
    collection: Collection,
    composer: Composer,
    instruments: Sequence[Instrument],
    allowed: frozenset[str],
    years: Sequence[int],
) -> None:
    """List the documents that cite the instruments, each with the words that do."""
    for instrument in instruments:
        mentions = [mention for mention in collection.mentions_of(instrument.id) if mention.directive in allowed]
        seen: set[str] = set()
        for mention in mentions:
            document = collection.document(mention.directive)
            if document.id in seen or (document.id == instrument.directive):
                continue
            if years and document.header.year is not None and document.header.year not in years:
                continue
            seen.add(document.id)
            passage = collection.passage_at(document.id, mention.span.start)
            mark = composer.mark(passage, 1.0, mention.span)
            quote = " ".join(mention.span.of(collection.directive(document.id).text).split())
            composer.say(f"{name_of(document)} viện dẫn: “{quote}”.", [mark])
        if seen:
            composer.name(instrument)
