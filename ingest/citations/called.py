"""A mention by name, once it is known where the name stands: the year or date behind it, the article before it."""

from __future__ import annotations

import re

from ingest.citations.date import read_date
from ingest.citations.head import read_pinpoint
from ingest.types import Citation

YEAR = re.compile(
    r"(?: {1,2}\( ?sua doi ?\))?(?:,? {1,2}nam {1,2}| {1,2}\(?)(?P<year>(?:19|20)\d\d)(?![\w/]| ?[-\u2013] ?\d)\)?"
)
_DATED = re.compile(r" {0,2},? ?(?=ngay \d)")


def with_year(text: str, folded: str, kind: str, start: int, name_end: int) -> Citation:
    """The mention, with the year or the date behind its name."""
    year = YEAR.match(folded, name_end)
    end = year.end() if year else name_end
    if year and text[end - 1] == ")" and "(" not in text[name_end:end]:
        end -= 1
    name = " ".join(text[start:end].split())
    dated = _DATED.match(folded, end)
    claim = read_date(folded, end) if dated else None
    end = claim.end if claim and claim.iso else end
    return called(text, folded, kind, start, end, name, claim.iso if claim else None)


def called(text: str, folded: str, kind: str, start: int, end: int, name: str, date: str | None = None) -> Citation:
    """A mention by this name, with the article that stands directly before it."""
    floor = max(folded.rfind("\n", 0, start) + 1, start - 200)
    pinpoint = read_pinpoint(folded, start, floor)
    return Citation(
        text[start:end],
        start,
        end,
        type=kind,
        date=date,
        name=name,
        pinpoint=text[pinpoint[0] : pinpoint[1]] if pinpoint else None,
        form="name",
    )


def at_word(folded: str, start: int) -> bool:
    """Whether a word begins here: patterns leave that out, so that their first letters are found quickly."""
    return start == 0 or not folded[start - 1].isalnum()
