"""Instruments that are cited by their names: laws, charters, resolutions of congresses and plenums."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.citations import assemblies, laws
from ingest.types import Citation


def find_named(text: str, folded: str, numbered: Sequence[Citation]) -> list[Citation]:
    """Every mention by name, in no order.

    Args:
        text: normalised text, one block per line.
        folded: the same, folded.
        numbered: the numbered mentions of the text: what is named at their beginning is named by them, and the laws
            that they name are known by these names in the rest of the text.

    >>> from ingest.text import fold
    >>> text = "theo khoản 2 Điều 5 Luật Công đoàn năm 2012"
    >>> [(c.name, c.pinpoint) for c in find_named(text, fold(text), ())]
    [('Luật Công đoàn năm 2012', 'khoản 2 Điều 5')]
    """
    taken = frozenset(citation.start for citation in numbered)
    found = [*laws.find(text, folded, numbered), *assemblies.find(text, folded)]
    return [one for one in found if one.start not in taken]
