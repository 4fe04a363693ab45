"""Which aspect a heading opens. The words are data (``aspects.toml``)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ingest.text import fold

if TYPE_CHECKING:
    from ingest.types import Section

DEFAULT = "tasks"
"""What a document says under headings that name no aspect: what is to be done."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One aspect as the table has it."""

    key: str
    name: str
    headings: tuple[re.Pattern[str], ...]
    inside: frozenset[str]


@cache
def table() -> dict[str, Any]:
    """``aspects.toml``, read once."""
    return tomllib.loads(files(__package__).joinpath("aspects.toml").read_text(encoding="utf-8"))


@cache
def kinds() -> dict[str, Kind]:
    """All aspects by key."""
    return {
        row["key"]: Kind(
            row["key"],
            row["name"],
            tuple(re.compile(pattern) for pattern in row["headings"]),
            frozenset(row["inside"]),
        )
        for row in table()["aspect"]
    }


def opened(heading: str) -> str | None:
    """The aspect that a heading names; ``None`` for one that names none.

    >>> opened("II. CHỈ TIÊU CỤ THỂ"), opened("MỤC ĐÍCH, YÊU CẦU"), opened("Đổi mới hoạt động nữ công")
    ('targets', 'purposes', None)
    """
    words = re.sub(r"^(?:[ivxlcdm]+|\d+(?:\.\d+)*|[a-zđ])[.)/:]\s+|^\W+", "", fold(heading).strip())
    for kind in kinds().values():
        if any(pattern.match(words) for pattern in kind.headings):
            return kind.key
    return None


def aspect_of(chain: tuple[Section, ...]) -> str:
    """The aspect of what stands in nested sections, outermost first."""
    current: str | None = None
    for section in chain:
        if is_step(section.label):
            break
        named = opened(section.heading) if section.heading else None
        if named is not None and (current is None or named in kinds()[current].inside):
            current = named
    return current or DEFAULT


def is_step(label: str) -> bool:
    """Whether a label counts steps of a procedure."""
    return re.match(table()["steps"]["labels"], fold(label)) is not None


def reports(clause: str) -> bool:
    """Whether a clause is about reporting."""
    return re.search(table()["reporting"]["pattern"], fold(clause)) is not None


def ends(line: str) -> bool:
    """Whether a line only says that the document ends."""
    return re.match(table()["ending"]["pattern"], fold(line).strip()) is not None
