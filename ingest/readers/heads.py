"""The header of a Word file's first page: dropped, but for a number, a stamp or an issuer that the body has not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest import headline, issuer, symbols
from ingest.lexicon import load
from ingest.readers.xml import R, W, switched
from ingest.text import fold, normalise

_COUNT = re.compile(r"^\W*(?:trang\W*)?(?:\d{1,4}\W*){0,2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """A header: the part that it stands in, and whether it stands on the first page only."""

    part: str
    once: bool


def first(body: Any, related: Mapping[str, tuple[str, str]]) -> Head | None:  # noqa: ANN401 - lxml has no types
    """The header that the first page shows; ``None`` where it has none."""
    section = next(body.iter(f"{W}sectPr"), None)
    if section is None:
        return None
    once = bool(switched(section, "titlePg"))
    wanted = "first" if once else "default"
    for reference in section.findall(f"{W}headerReference"):
        kind, part = related.get(reference.get(f"{R}id", ""), ("", ""))
        if reference.get(f"{W}type") == wanted and kind == "header":
            return Head(part, once)
    return None


def telling(lines: Iterator[str] | Sequence[str], body: Sequence[str], *, once: bool) -> list[str]:
    """The lines of a header that belong to the directive.

    Args:
        lines: of the header.
        body: the lines of the body; what stands there is not said again.
        once: whether only the first page has this header. One that every page repeats must hold a number, a stamp
            or an issuer to be kept.

    >>> telling(["MẬT", "Trang 1"], ["Số: 5/KH-LĐLĐ"], once=True)
    ['MẬT']
    >>> telling(["Kế hoạch công tác năm 2024", "2"], ["Số: 5/KH-LĐLĐ"], once=False)
    []
    """
    known = [_letters(line) for line in body]
    new = [line for line in lines if not _COUNT.match(line) and not _is_said(line, known)]
    return new if once or any(_tells(line) for line in new) else []


def _is_said(line: str, known: Sequence[str]) -> bool:
    """Whether the body has the line: as one of its own, or, where it is longer than a stamp, within one."""
    letters = _letters(line)
    return letters in known or (headline.stamp(line) is None and any(letters in one for one in known))


def _letters(text: str) -> str:
    return "".join(char for char in fold(normalise(text)) if char.isalnum())


def _tells(line: str) -> bool:
    words = " ".join(normalise(line).split())
    shouted = words.isupper()
    return (
        symbols.find_own(words) is not None
        or headline.stamp(words) is not None
        or (shouted and (issuer.starts_with(words, "heads") or _is_national(words)))
    )


def _is_national(words: str) -> bool:
    return any(_letters(phrase) in _letters(words) for phrase in _national())


@cache
def _national() -> tuple[str, ...]:
    return tuple(load("header")["national"])
