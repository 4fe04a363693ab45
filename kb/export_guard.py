"""What may leave the collection: every export asks here, whatever it writes.

Documents with a secrecy stamp never do, not even where the office has allowed to read them. What a person reads on
this computer (``kb show``, ``kb ask``, the pages) is no export; a file that is made to be passed on is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.store import Document


@dataclass(frozen=True, slots=True)
class Exportable:
    """What may be exported, and what is withheld, both in the order given."""

    documents: tuple[Document, ...]
    withheld: tuple[Document, ...]

    @property
    def warning(self) -> str | None:
        """One line for the person who exports; ``None`` where nothing is withheld."""
        if not self.withheld:
            return None
        listed = ", ".join(f"{one.header.number or one.id} ({one.header.secrecy})" for one in self.withheld)
        return f"Không xuất {len(self.withheld)} văn bản có dấu độ mật: {listed}."


def exportable(documents: Iterable[Document]) -> Exportable:
    """Part documents into those that may be exported and those that may not."""
    given = tuple(documents)
    return Exportable(
        tuple(one for one in given if one.header.secrecy is None),
        tuple(one for one in given if one.header.secrecy is not None),
    )
