"""What points back to an instrument that was cited before ("Quyết định nêu trên", an agreed short name), or at the directive itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from ingest.citations.head import kind_before, read_pinpoint
from ingest.citations.tables import alternation, kind_words
from ingest.lexicon import load
from ingest.text import fold
from ingest.types import Citation

Pair = tuple[Citation, Citation | None]
"""A mention that points back, and the one that it stands for, where the text tells which."""

_REACH = 6000
"""Characters within which "nêu trên" finds what it means."""
_SHORTEST_ALIAS, _LONGEST_ALIAS, _MOST_ALIASES = 6, 80, 100
_LONGEST_KIND = 60
_SEVERAL = re.compile(r"(?<![^\W_])(?:cac|nhung|hai|ba|ca) $")
_DEFINES = re.compile(
    r"[ ,]{0,3}\((?:sau day|duoi day)(?: duoc)? (?:goi|viet) (?:tat |chung )?(?:la|:) ?[:\u201c\"]?(?P<alias>[^()\n;\u201d\"]{3,80})[\u201d\"]?\)"
)


@cache
def _tails() -> re.Pattern[str]:
    """What stands behind the kind. The kind is read backwards from there: that is much quicker than looking for every kind."""
    back = alternation(load("names")["back"])
    return re.compile(rf" (?:(?P<self>nay)|{back}|tren(?= ?(?:[,;.:)]|$|\n)))(?![^\W_])", re.MULTILINE)


@cache
def _alias_heads() -> frozenset[str]:
    """Words with which a short name of an instrument begins: kinds of documents, laws and charters."""
    heads = (*load("names")["heads"], *load("names")["charters"])
    return frozenset(word for word, kind in kind_words().items() if kind.name) | frozenset(map(fold, heads))


def find_back(text: str, folded: str, cited: Sequence[Citation], kind: str | None) -> list[Pair]:
    """Every mention that points back, with what it points to.

    Args:
        text: normalised text.
        folded: the same, folded.
        cited: the mentions by number and by name, in order.
        kind: of the directive.
    """
    found = list(_pointing(text, folded, cited, kind))
    found += _aliases(text, folded, cited)
    return found


def _pointing(text: str, folded: str, cited: Sequence[Citation], own: str | None) -> Iterator[Pair]:
    starts = [one.start for one in cited]
    for match in _tails().finditer(folded):
        at = kind_before(
            folded, match.start(), max(folded.rfind("\n", 0, match.start()) + 1, match.start() - _LONGEST_KIND)
        )
        if at is None or not _is_spelt(text, at[0], match.start(), at[1].name):
            continue
        start, end, kind = at[0], match.end(), at[1].name
        before = cited[: bisect_right(starts, start)]
        if before and before[-1].start <= start < before[-1].end:
            continue
        if not match["self"]:
            several = _SEVERAL.search(folded, max(0, start - 12), start)
            meant = None if several else _meant(folded, before, kind, start)
            yield _mention(text, folded, start, end, kind, "short"), meant
        elif kind == own:
            yield _mention(text, folded, start, end, kind, "self"), None


def _is_spelt(text: str, start: int, end: int, kind: str | None) -> bool:
    """The word has a capital, and its marks where the kind has any."""
    written = text[start:end]
    return kind is not None and written[0].isupper() and (not written.isascii() or kind.isascii())


def _meant(folded: str, before: Sequence[Citation], kind: str | None, start: int) -> Citation | None:
    """The one instrument of the kind in the last line that cites any; ``None`` where several stand there."""
    line: int | None = None
    meant: dict[str, Citation] = {}
    for one in reversed(before):
        if one.start < start - _REACH:
            break
        if one.form == "self" or one.type != kind:
            continue
        begin = folded.rfind("\n", 0, one.start)
        # Bases stand one to a line: lines that follow each other are looked at together.
        if line is not None and begin != line and folded.rfind("\n", 0, max(line, 0)) != begin:
            break
        line = begin
        meant[one.number or one.name or ""] = one
    return next(iter(meant.values())) if len(meant) == 1 else None


def _aliases(text: str, folded: str, cited: Sequence[Citation]) -> Iterator[Pair]:
    """What a text calls an instrument from then on: "(sau đây gọi là Quy chế 217)"."""
    starts = [one.start for one in cited]
    for one in list(_defined(text, folded, cited))[:_MOST_ALIASES]:
        alias, meant, behind = one
        at = text.find(alias, behind)
        while at >= 0:
            end = at + len(alias)
            inside = cited[max(bisect_right(starts, at) - 1, 0)]
            free = not (inside.start <= at < inside.end)
            if free and not (text[at - 1].isalnum() or text[end : end + 1].isalnum()):
                yield _mention(text, folded, at, end, meant.type, "short"), meant
            at = text.find(alias, end)


def _defined(text: str, folded: str, cited: Sequence[Citation]) -> Iterator[tuple[str, Citation, int]]:
    seen: set[str] = set()
    for one in cited:
        match = _DEFINES.match(folded, one.end)
        if not match:
            continue
        alias = text[match.start("alias") : match.end("alias")].strip()
        # A word for any text of its kind is no short name of this one.
        plain = fold(alias)
        named = any(plain.startswith(f"{word} ") for word in _alias_heads())
        # "… của Tổng Liên đoàn Lao động Việt Nam (sau đây gọi tắt là Tổng Liên đoàn)" names the issuer anew, not the instrument.
        if (
            plain in kind_words()
            or not named
            or alias in seen
            or len(alias) < _SHORTEST_ALIAS
            or not alias[0].isupper()
        ):
            continue
        seen.add(alias)
        yield alias, one, match.end()


def _mention(text: str, folded: str, start: int, end: int, kind: str | None, form: str) -> Citation:
    floor = max(folded.rfind("\n", 0, start) + 1, start - 200)
    pinpoint = read_pinpoint(folded, start, floor)
    return Citation(
        text[start:end],
        start,
        end,
        type=kind,
        name=" ".join(text[start:end].split()),
        pinpoint=text[pinpoint[0] : pinpoint[1]] if pinpoint else None,
        form=form,
    )
