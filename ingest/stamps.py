"""Stamps of secrecy and urgency in one line: "MẬT", "T Ố I  M Ậ T", "TUYỆT MẬT - HỎA TỐC", "TỈNH ỦY LAI CHÂU   MẬT"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest import lexicon
from ingest.text import fold

_COLUMNS = re.compile(r"\s{2,}|\t|\|")
_FRAME = re.compile(r"^[\W_]+|[\W_]+$")
_SPACED = re.compile(r"[^\W\d_](?:\s+[^\W\d_])+")
_DIGITS = str.maketrans("01|", "oii")
_TICKED = r"(?:[☒☑✓✔]|\[[xX]\]|\([xX]\))\s*"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a line or a column is stamped with.

    Attributes:
        level: of secrecy, ``None`` where only urgency is stamped.
        capitals: printed in capitals.
        misread: taken for a stamp only as what a scanner makes of one.
    """

    level: str | None
    capitals: bool
    misread: bool = False


def read(column: str, *, ocr: bool = True) -> Stamp | None:
    """The stamp that a whole line or column is, or ``None``.

    Args:
        column: without other columns.
        ocr: take what scanners make of a stamp for one too.

    >>> read("*** T Ố I  M Ậ T ***").level, read("MẬT – HỎA TỐC").level, read("bảo mật")
    ('Tối mật', 'Mật', None)
    """
    plain = _FRAME.sub("", column)
    if not plain or len(plain) > 120:
        return None
    capitals = plain == plain.upper()
    if _SPACED.fullmatch(plain):
        level = _glued().get(plain.replace(" ", "").lower(), "")
        return Stamp(level or None, capitals) if level != "" else None
    matched = _stamps().fullmatch(plain.lower())
    if matched:
        levels = {level.lower(): level for level in names()}
        found = [levels[words] for words in _level().findall(matched["stamps"])]
        # A form lists all of them; a stamp is one.
        return Stamp(found[0] if found else None, capitals) if len(set(found)) < 2 else None
    level = _misread(plain) if ocr and capitals else None
    return Stamp(level, capitals, misread=True) if level else None


def ticked(line: str) -> str | None:
    """The level whose box is ticked: "☐ Mật ☒ Tối mật"."""
    found = re.search(_TICKED + _level().pattern, line.lower())
    return next((name for name in names() if found and name.lower() == found.group(1)), None)


def columns(line: str) -> list[str]:
    """The columns that a line of print was set in."""
    return [part for part in _COLUMNS.split(line) if part.strip()]


def at_end(words: str) -> tuple[int, str | None] | None:
    """Where a stamp begins that closes a line, one space after other words, and its level; ``None`` where none does."""
    for phrase, level in _phrases():
        start = len(words) - len(phrase)
        before = words[:start].split()
        if start > 0 and words[start:].lower() == phrase and words[start - 1].isspace() and before:
            alone = phrase != "mật" or fold(before[-1]).strip(".,:-") not in _compounds()
            return (start, level) if alone else None
    return None


def at_start(words: str) -> tuple[int, str | None] | None:
    """Where the words go on after a stamp that opens a line, and its level."""
    for phrase, level in _phrases():
        if words.lower().startswith(phrase) and words[len(phrase) : len(phrase) + 1].isspace():
            return len(words) - len(words[len(phrase) :].lstrip(" -–—.:")), level
    return None


def names() -> tuple[str, ...]:
    """The levels of secrecy, the highest first."""
    return tuple(row["name"] for row in lexicon.load("secrecy")["level"])


def _misread(plain: str) -> str | None:
    seen = plain.lower().translate(_DIGITS)
    for row in lexicon.load("secrecy")["level"]:
        name = row["name"].lower()
        if " " in name and fold(seen).replace(" ", "") == fold(name).replace(" ", ""):
            return str(row["name"])
        if seen in row.get("misread", ()):
            return str(row["name"])
    return None


@cache
def _phrases() -> tuple[tuple[str, str | None], ...]:
    urgency = [(phrase, None) for phrase in lexicon.load("secrecy")["urgency"]["phrases"]]
    return tuple(sorted([*((name.lower(), name) for name in names()), *urgency], key=lambda pair: -len(pair[0])))


@cache
def _glued() -> dict[str, str | None]:
    """What a stamp is without any space in it, for those printed with a space between all letters."""
    return {phrase.replace(" ", ""): level for phrase, level in _phrases()}


@cache
def _stamps() -> re.Pattern[str]:
    words = lexicon.load("secrecy")["words"]
    one = "|".join(re.escape(phrase) for phrase, _ in _phrases())
    opening = "|".join(map(re.escape, sorted(words["openings"], key=len, reverse=True)))
    follower = "|".join(map(re.escape, words["followers"]))
    return re.compile(
        rf"(?:(?:{opening})[\s:.–—-]+)?(?P<stamps>(?:{one})(?:[\s,;:/+.()–—-]+(?:{one}))*)(?:[\s,;:/().–—-]+(?:{follower})\b.*)?"
    )


@cache
def _level() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(" + "|".join(name.lower() for name in names()) + r")(?!\w)")


@cache
def _compounds() -> frozenset[str]:
    return frozenset(map(fold, lexicon.load("secrecy")["words"]["compounds"]))
