"""A page whose text layer cannot be read as it is: put right, read by another program, or given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ingest.encodings import repair
from ingest.legibility import legible
from ingest.mending import mend
from ingest.moved import moved
from ingest.readers.pages import RawPage
from ingest.text import RAISED

SOUND = 0.9
"""Legibility of a page that needs nothing: of 681 pages of gazettes none has less."""

READABLE = 0.6
"""Legibility below which a page is noise: its letters are not those that are printed."""


_ENOUGH = 0.5  # of the letters of one extraction, that another has at least: nothing at all is legible too
_SIGNS = dict.fromkeys(map(ord, f"{RAISED}\u200b"))


def reads(text: str) -> float:
    """How legible a page is; footnote marks belong to no word."""
    return legible(text.translate(_SIGNS))


def best(page: RawPage, again: Callable[[], str]) -> RawPage:
    """The page as it reads best: as it is, out of an old encoding, mended, or as another program extracts it.

    Args:
        page: as extracted first.
        again: extracts the same page with another program; its words have no places.
    """
    value = reads(page.text)
    if value >= SOUND:
        return page
    found, value = _better(page, value)
    if value >= SOUND:
        return found
    other, other_value = _better(RawPage(again(), (), page.width, page.height), 0.0)
    return other if other_value > value and _letters(other) >= _ENOUGH * _letters(page) else found


def _letters(page: RawPage) -> int:
    return sum(map(str.isalpha, page.text))


def _better(page: RawPage, value: float) -> tuple[RawPage, float]:
    """The page after repair and mending, as far as they help, and its legibility."""
    found, best_value = page, max(value, reads(page.text))
    for change in (_decoded, _joined):
        changed = change(found.text)
        if changed != found.text and (now := reads(changed)) > best_value:
            found, best_value = _with_text(found, changed), now
    return found, best_value


def _decoded(text: str) -> str:
    return repair(text)[0]


def _joined(text: str) -> str:
    return mend(text).text


def _with_text(page: RawPage, text: str) -> RawPage:
    places = moved(page.text, text)
    words = tuple(replace(word, start=places[word.start], end=places[word.end]) for word in page.words)
    return replace(page, text=text, words=tuple(word for word in words if word.start < word.end))
