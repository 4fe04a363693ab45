"""Every mention of a text: numbered, by name, and those that point back."""

from __future__ import annotations

from dataclasses import replace

from ingest.citations.back import find_back
from ingest.citations.find import find_numbered
from ingest.citations.named import find_named
from ingest.text import fold
from ingest.types import Citation, Span


def find_all(text: str, *, own: Span | None = None, kind: str | None = None) -> tuple[Citation, ...]:
    """Every mention of an instrument, in the order of the text; of two that begin together the longer one first.

    Args:
        text: normalised text, one block per line.
        own: where the directive's own number and date stand; see :func:`ingest.citations.find`.
        kind: of the directive: what it calls "Nghị định này" is itself. ``None``: such words are left out.

    >>> [(c.form, c.number or c.name) for c in find_all("Luật Công đoàn; Quyết định số 217-QĐ/TW; Quyết định nêu trên")]
    [('name', 'Luật Công đoàn'), ('number', '217-QĐ/TW'), ('short', 'Quyết định nêu trên')]
    """
    folded = fold(text)
    numbered = find_numbered(text, folded, own=own)
    cited = [*numbered, *find_named(text, folded, numbered)]
    cited.sort(key=lambda one: (one.start, -one.end))
    return _pointing(_merged(cited, find_back(text, folded, cited, kind)))


def _merged(
    cited: list[Citation], back: list[tuple[Citation, Citation | None]]
) -> list[tuple[Citation, Citation | None]]:
    """Mentions, each with the one that it stands for."""
    full = {one.number: one for one in reversed(cited) if one.number and one.form == "number"}
    whole = [(one, full.get(one.number) if one.form == "short" and one.number else None) for one in cited]
    return sorted([*whole, *back], key=lambda pair: (pair[0].start, -pair[0].end))


def _pointing(pairs: list[tuple[Citation, Citation | None]]) -> tuple[Citation, ...]:
    places = {id(one): place for place, (one, _) in enumerate(pairs)}
    return tuple(one if other is None else replace(one, refers=places[id(other)]) for one, other in pairs)
