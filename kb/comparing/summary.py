"""What to read first in a comparison: numbers that differ, then what all documents share. Only cells, no words of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.comparing.types import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.comparing.types import Aspect

DIFFERING = 12
SHARED = 12
"""The most rows of each kind: a summary is short."""


def summary(aspects: Sequence[Aspect], documents: int) -> tuple[Remark, ...]:
    """The rows to read first."""
    both = [(aspect, row) for aspect in aspects for row in aspect.rows if len(row.items) > 1]
    differing = [Remark("differs", aspect, row) for aspect, row in both if row.differs]
    shared = [Remark("shared", aspect, row) for aspect, row in both if not row.differs and len(row.items) == documents]
    return (*differing[:DIFFERING], *shared[:SHARED])
