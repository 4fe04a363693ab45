"""The bases of a directive: "Căn cứ …" grounds it, "Thực hiện …" says what it carries out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.citations.tables import alternation
from ingest.lexicon import load
from ingest.relations import words
from ingest.relations.objects import LONGEST
from ingest.relations.reading import Reading
from ingest.types import Relation


def relations(reading: Reading, theirs: set[int]) -> Iterator[Relation]:
    """One relation for each instrument of a basis, but for those that only another one's subject names.

    Args:
        reading: the directive.
        theirs: positions of citations that stand beside a subject and belong to it ("A sửa đổi B và C").
    """
    mentions = {mention.index: mention for mention in reading.mentions}
    kind = "căn cứ"
    for basis in reading.directive.bases:
        kind = _kind(reading.folded[basis.start : basis.start + 60]) or kind
        for index in basis.citations:
            mention = mentions.get(index)
            if mention is None or mention.parent is not None or mention.alias or index in theirs:
                continue
            start = basis.start if mention.core - basis.start <= LONGEST else mention.head
            end = reading.trimmed(start, mention.core)
            yield Relation(kind, reading.text[start:end], start, end, None, index, mention.citation.pinpoint)


@cache
def _carrying() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words.table('basis')['carrying'])})(?![^\W_])")


@cache
def _grounding() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words.table('basis')['grounding'])})(?![^\W_])")


@cache
def _starting() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('bases')['starters'])})(?![^\W_])")


def _kind(opening: str) -> str | None:
    """What a basis begins with; ``None`` where it goes on with the one before: "Thực hiện Chỉ thị A; Công văn B"."""
    if not _starting().match(opening):
        return None
    return "thực hiện" if _carrying().match(opening) and not _grounding().match(opening) else "căn cứ"
