"""A page as its file gives it, before any clean-up, and what it carries that is not text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.types import Box


@dataclass(frozen=True, slots=True)
class RawWord:
    """A printed word: its range in :attr:`RawPage.text`, and where it stands on the page."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page of a file; for a source without pages, the whole of it.

    Attributes:
        text: as read, in reading order, one printed line per line.
        words: in the order of ``text``; empty where the source knows no places.
        width, height: of the page in points; 0 where it has none.
        confidence: mean of the words' confidence from 0 to 1 where the text was recognised from a picture (OCR);
            ``None`` for text that the file itself holds.
    """

    text: str
    words: tuple[RawWord, ...] = ()
    width: float = 0.0
    height: float = 0.0
    confidence: float | None = None


_NUMBER = re.compile(r"^\s*(?:[-–—]\s*)?(?:[Tt]rang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–—])?\s*$")


def without_page_number(page: str) -> str:
    r"""The page without a number that stands alone on its first or last line.

    >>> without_page_number("2\nCăn cứ Luật Công đoàn;\n")
    'Căn cứ Luật Công đoàn;'
    """
    lines = page.strip("\n").split("\n")
    written = [number for number, line in enumerate(lines) if line.strip()]
    for number in {*written[:1], *written[-1:]}:
        if len(written) > 1 and _NUMBER.match(lines[number]):
            lines[number] = ""
    return "\n".join(lines).strip("\n")
