"""Running heads and feet: what every page repeats at its edge ("CÔNG BÁO/Số 12/Ngày 04-02-2022 3")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.text import fold

_FEWEST_PAGES = 3
_FEWEST_LETTERS = 6
_LONGEST = 120
_SHARE = 0.4  # of the pages: left and right pages may have heads of their own


def without_running_heads(pages: Sequence[str]) -> list[str]:
    r"""The pages without the first or last line that most of them share, page numbers and dates in it aside.

    >>> pages = without_running_heads([f"Báo Lao Động số 5, trang {page}\nNội dung {page * 'x'}" for page in range(1, 5)])
    >>> pages[0], pages[3]
    ('Nội dung x', 'Nội dung xxxx')
    """
    if len(pages) < _FEWEST_PAGES:
        return list(pages)
    lines = [page.split("\n") for page in pages]
    repeated = {
        edge: {key for key, count in _counts(lines, edge).items() if count >= max(_FEWEST_PAGES, _SHARE * len(pages))}
        for edge in (0, -1)
    }
    for page in lines:
        for edge, keys in repeated.items():
            place = _edge(page, edge)
            if place is not None and _key(page[place]) in keys:
                page[place] = ""
    return [
        "\n".join(page).strip("\n") if any(repeated.values()) else raw for page, raw in zip(lines, pages, strict=True)
    ]


def _counts(lines: Sequence[Sequence[str]], edge: int) -> Counter[str]:
    return Counter(key for page in lines for key in _keys(page, edge))


def _keys(page: Sequence[str], edge: int) -> Iterator[str]:
    place = _edge(page, edge)
    if place is not None and len(page[place]) <= _LONGEST:
        key = _key(page[place])
        if len(key.replace(" ", "")) >= _FEWEST_LETTERS:
            yield key


def _edge(page: Sequence[str], edge: int) -> int | None:
    """The first or last line with something on it, unless it is the only one."""
    written = [place for place, line in enumerate(page) if line.strip()]
    return written[edge] if len(written) > 1 else None


def _key(line: str) -> str:
    """The letters of a line: the page number changes from page to page, and stands left or right."""
    return " ".join(re.findall(r"[^\W\d_]+", fold(line)))
