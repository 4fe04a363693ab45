"""What an audit looks at, read once: documents, instruments, and every mention with what it claims."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from kb.audit.findings import Place

if TYPE_CHECKING:
    from ingest.types import Relation
    from kb.store import Document, Instrument, Mention, Store


class Material:
    """The documents that answers may rest on, and the catalogue that was made of them.

    Args:
        store: the collection, held at one revision.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._relations: dict[str, tuple[Relation, ...]] = {}

    @cached_property
    def documents(self) -> dict[str, Document]:
        """By id."""
        return {one.id: one for one in self.store.active_directives()}

    @cached_property
    def instruments(self) -> dict[str, Instrument]:
        """By id."""
        return {row.id: row for row in self.store.instruments.all()}

    @cached_property
    def mentions(self) -> dict[str, list[Mention]]:
        """Of each instrument, as people have corrected them; those in documents that count only."""
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.store.instruments.resolved():
            if mention.directive in self.documents and mention.instrument is not None:
                found[mention.instrument].append(mention.corrected())
        return found

    @cached_property
    def ending(self) -> dict[str, frozenset[int]]:
        """By document, the positions of the citations that it says to cease to be in force."""
        found = {}
        for ident in self.store.relations.with_days():
            positions = frozenset(
                one.of for one in self.store.directives.effects(ident) if one.ends and one.of is not None
            )
            if positions:
                found[ident] = positions
        return found

    def relations(self, ident: str) -> tuple[Relation, ...]:
        """What a document says that one instrument does to another."""
        if ident not in self._relations:
            self._relations[ident] = self.store.directives.relations(ident)
        return self._relations[ident]

    def text(self, ident: str) -> str:
        """The text of a document."""
        return self.store.directives.text(ident) or ""


def called(row: Instrument) -> str:
    """What people call an instrument: "Quyết định số 217-QĐ/TW", "Luật Công đoàn năm 2012"."""
    if row.number is None:
        return row.name or row.type or "Văn bản"
    return f"{row.type or 'Văn bản'} số {row.number}"


def place(mention: Mention) -> Place:
    """Where a mention stands."""
    return Place(mention.directive, mention.span)
