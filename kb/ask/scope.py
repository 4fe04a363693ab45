"""Which documents a question is about, as far as it says so: province, year, number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest import places, reorganised
from ingest.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb.ask.question import Question
    from kb.store.records import Document


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person fixed beside the question; ``None`` leaves it open. Compared folded.

    A province and an issuer of today find what their predecessors issued as well (see :mod:`kb.nowadays`).
    """

    type: str | None = None
    province: str | None = None
    year: int | None = None
    issuer: str | None = None

    def admits(self, document: Document) -> bool:
        """Whether a document passes every filter."""
        header = document.header
        return (
            (self.type is None or (header.type is not None and fold(header.type).startswith(fold(self.type))))
            and (self.province is None or _in_province(document, self.province))
            and (self.year is None or header.year == self.year)
            and (self.issuer is None or (header.issuer is not None and _is_issuer(self.issuer, header.issuer)))
        )


def _in_province(document: Document, asked: str) -> bool:
    """Whether a document is of the province that a person fixed, or of one whose territory that province holds today.

    A former name is narrow: only that province, not the one which holds it today.
    """
    own = document.header.province
    name = places.canonical(asked) or asked
    return own is not None and fold(own) in {fold(one) for one in (name, *places.predecessors(name))}


def _is_issuer(asked: str, issuer: str) -> bool:
    """Whether a body that a person fixed, or one whose work it holds today, is (a part of) an issuer."""
    if fold(asked) in fold(issuer):
        return True
    own = f" {reorganised.body_key(issuer)} "
    return any(f" {reorganised.body_key(former)} " in own for former in reorganised.predecessors(asked))


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that may carry an answer.

    Attributes:
        documents: ids of those that may.
        absent: places that the question names and no document is of.
        former: former provinces, now part of an absent one, that documents are of.
    """

    documents: frozenset[str]
    absent: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    def tell(self) -> str:
        """What a person should know about the places that are not there."""
        told = f"Kho không có văn bản của {', '.join(self.absent)}."
        if self.former:
            told += f" Có văn bản của {', '.join(self.former)} ban hành trước khi sắp xếp đơn vị hành chính; hãy hỏi theo tên cũ."
        return told


REORGANISED = "2025-07-01"
"""The day on which the provinces of Resolution 202/2025/QH15 took the place of the former ones."""


def of_province(document: Document, provinces: Iterable[str]) -> bool:
    """Whether a document is of one of the provinces.

    A former name finds the documents of its successor since the reorganisation. A new name does not claim what a
    former province issued before there was the new one.
    """
    own = document.header.province
    if own is None:
        return False
    since = (document.header.date or "") >= REORGANISED
    for name in provinces:
        asked = places.canonical(name) or name
        if fold(own) == fold(asked) or (since and places.successor(asked) == own):
            return True
    return False


def scope_of(question: Question, documents: Iterable[Document], filters: Filters) -> Scope:
    """Narrow the documents down to the provinces that the question names."""
    admitted = [document for document in documents if filters.admits(document)]
    if not question.provinces:
        return Scope(frozenset(document.id for document in admitted))
    chosen: set[str] = set()
    absent = []
    former: list[str] = []
    for province in question.provinces:
        own = {document.id for document in admitted if of_province(document, (province,))}
        chosen |= own
        if not own:
            absent.append(province)
            past = places.predecessors(places.canonical(province) or province)
            former += [name for name in past if any(of_province(document, (name,)) for document in admitted)]
    return Scope(frozenset(chosen), tuple(absent), tuple(dict.fromkeys(former)))


def says_year(year: int, document: Document, *texts: str) -> bool:
    """Whether a year is the document's own, stands in its title, or in one of the texts."""
    header = document.header
    if year == header.year:
        return True
    return any(_within(year, text) for text in (header.title or "", *texts))


def _within(year: int, text: str) -> bool:
    if re.search(rf"(?<!\d){year}(?!\d)", text):
        return True
    return any(
        int(left) <= year <= int(right)
        for left, right in re.findall(r"(?<!\d)((?:19|20)\d{2})\s*[-–]\s*((?:19|20)\d{2})(?!\d)", text)
    )
