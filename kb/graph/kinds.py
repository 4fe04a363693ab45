"""The kinds of relations as people read, type and see them. The words are data (``kinds.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.text import fold

PLAIN = "dẫn chiếu"
"""A citation of which the text says nothing more."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of relation.

    Attributes:
        name: one of :data:`ingest.types.RELATIONS`.
        cites, cited: the headings above what a document cites in this way, and above who cites it.
        colour, dash: of its line in a picture.
        chain: rank as a step up to what a document rests on, 1 is best; 0: no such step.
        short: other words for it that a person may type.
    """

    name: str
    cites: str
    cited: str
    colour: str
    dash: str
    chain: int = 0
    short: tuple[str, ...] = ()


@cache
def kinds() -> dict[str, Kind]:
    """All of them by name, in the order in which they are listed.

    >>> list(kinds())[:2], kinds()["thay thế"].cited
    (['căn cứ', 'thực hiện'], 'Bị thay thế bởi')
    """
    return {row["name"]: Kind(**row | {"short": tuple(row.get("short", ()))}) for row in _table()["kind"]}


@cache
def rank(kind: str) -> int:
    """The place of a kind in the list: the more a relation says, the lower."""
    return list(kinds()).index(kind)


def meant(text: str) -> Kind | None:
    """The kind that a person has typed, with or without diacritics.

    >>> meant("Can cu").name, meant("sửa đổi").name, meant("ưu tiên")
    ('căn cứ', 'sửa đổi, bổ sung', None)
    """
    asked = _bare(text)
    return next(
        (kind for kind in kinds().values() if asked in {_bare(name) for name in (kind.name, *kind.short)}), None
    )


@cache
def central_types() -> frozenset[str]:
    """Types of instruments, folded, that only the centre issues."""
    return frozenset(fold(row["type"]) for row in _table()["central"])


def _bare(text: str) -> str:
    return " ".join(fold(text).replace(",", " ").split())


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("kinds.toml").read_text(encoding="utf-8"))
