"""Running heads and feet: what every page repeats at its edge ("CÔNG BÁO/Số 12/Ngày 04-02-2022 3"), and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from ingest.lexicon import load
from ingest.text import fold

_FEWEST_PAGES = 3
_FEWEST_LETTERS = 6
_LONGEST = 120
_SHARE = 0.4  # of the pages: left and right pages may have heads of their own
_EDGES = (0, -1)
_NUMBER = re.compile(r"^\s*(?:[-–—]\s*)?(?:[Tt]rang\s+)?(\d{1,4})(?:\s*/\s*\d{1,4})?(?:\s*[-–—])?\s*$")


def running(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """Which lines of each page are no text: running heads, and the page number above or below them.

    Args:
        pages: the printed lines of each page.

    >>> running([["BẢN TIN/Số 3", str(page), "Điều 5", "Khoản này" * page] for page in range(7, 10)])
    [{0, 1}, {0, 1}, {0, 1}]
    """
    found = repeated(pages)
    for page, gone in zip(pages, found, strict=True):
        gone |= {place for place in _edges(page, gone) if any(form.match(page[place]) for form in _known())}
    for number, place in _page_numbers(pages, found):
        found[number].add(place)
    return found


def _page_numbers(pages: Sequence[Sequence[str]], gone: Sequence[set[int]]) -> list[tuple[int, int]]:
    """Page and line of the numbers at the edges that count the pages; any other number there may be a table's."""
    numbers = [
        (number, place, int(match.group(1)) - number)
        for number, (page, left) in enumerate(zip(pages, gone, strict=True))
        for place in dict.fromkeys(_edges(page, left))
        if (match := _NUMBER.match(page[place]))
    ]
    steps = Counter(step for _, _, step in numbers)
    return [(number, place) for number, place, step in numbers if step == 1 or steps[step] > 1]


def repeated(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """The first or last line of each page that most pages share."""
    if len(pages) < _FEWEST_PAGES:
        return [set() for _ in pages]
    least = max(_FEWEST_PAGES, _SHARE * len(pages))
    keys = {edge: {key for key, count in _counts(pages, edge).items() if count >= least} for edge in _EDGES}
    alike: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for number, page in enumerate(pages):
        for edge in _EDGES:
            if (place := _edge(page, edge)) is not None and _key(page[place]) in keys[edge]:
                alike.setdefault((edge, _key(page[place])), []).append((number, page[place]))
    found = []
    for number, page in enumerate(pages):
        gone = {
            place
            for edge in _EDGES
            if (place := _edge(page, edge)) is not None
            and _key(page[place]) in keys[edge]
            and _is_head(page, place, number, alike[edge, _key(page[place])])
        }
        found.append(gone if len(gone) < sum(1 for line in page if line.strip()) else set())
    return found


def _edges(page: Sequence[str], gone: set[int]) -> list[int]:
    """The first and the last line that is left, unless it is the only one."""
    written = [place for place, line in enumerate(page) if line.strip() and place not in gone]
    return [written[0], written[-1]] if len(written) > 1 or (gone and written) else []


@cache
def _known() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in load("layout")["running"])


_FIGURES = re.compile(r"\d+")
_OWN = re.compile(r"\||^\s*(?:phụ lục|biểu|mẫu|bảng|tổng|cộng|phần|chương|mục|điều)\b")


def _is_head(page: Sequence[str], place: int, number: int, others: Sequence[tuple[int, str]]) -> bool:
    """Whether a line that other pages have too, figures aside, is a head: its figures are theirs, or count the pages."""
    if _OWN.search(page[place].lower()):
        return False
    own = Counter(map(int, _FIGURES.findall(page[place])))
    agreeing = 0
    for other, line in others:
        figures = Counter(map(int, _FIGURES.findall(line)))
        mine, theirs = list((own - figures).elements()), list((figures - own).elements())
        counted = len(mine) == len(theirs) == 1 and abs(mine[0] - theirs[0]) == abs(number - other)
        agreeing += (not mine and not theirs) or counted
    return 2 * agreeing >= len(others)


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
