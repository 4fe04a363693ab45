"""What one line of a header is: a stamp, the type, part of the subject, an authority, or the body already."""

from __future__ import annotations

import re
from functools import cache

from ingest import issuer, lexicon, stamps
from ingest.text import fold

_LABEL = re.compile(
    r"(?:[IVXLC]{1,5}|[A-Z]|\d{1,2})\s?[.)/]\s"
    r"|(?:Điều|Chương|Phần|Mục|ĐIỀU|CHƯƠNG|PHẦN|MỤC)\s+(?:\d|[IVX]+\b|thứ\s|THỨ\s)|[-+•*]\s"
)
_CITES = re.compile(r"số\s?\d[^\n]{2,30},?\s(?:ngày\s\d|của\s)")  # a dated instrument, as a basis names it
_SHORT = 160
_LONGEST_CONTINUATION = 300
_MOST_LINES = 8


def is_short(words: str) -> bool:
    """Whether a line is short enough for a masthead or a subject."""
    return len(words) <= _SHORT


def stamp(words: str) -> str | None:
    """``draft`` for "DỰ THẢO", ``stamp`` for any other mark of secrecy, urgency or copy, else ``None``."""
    if stamps.read(words, ocr=words == words.upper()) is not None:
        return "stamp"
    plain = re.sub(r"[\W\d_]+", " ", words.lower()).strip()
    table = lexicon.load("header")
    if plain in table["draft_stamps"]:
        return "draft"
    return "stamp" if plain in table["stamps"] else None


def opens_body(words: str) -> bool:
    """Whether a line can only be the body: a basis, an address, a label."""
    plain = re.sub(r"^[-–+*•\s]+", "", words)
    if plain[:1].isupper() and issuer.starts_with(plain, "body_starts"):
        return True
    return bool(_LABEL.match(words))


def reads_as_sentence(words: str) -> bool:
    """Whether a line is a paragraph of the body rather than a subject: subjects have no closing punctuation."""
    lowered = words.lower()
    return words.endswith((";", ":")) or (words.endswith(".") and len(words) > 80) or "như sau" in lowered


def continues(words: str, title: list[str]) -> bool:
    """Whether a line goes on with the subject whose lines stand in ``title``."""
    if words[:1].islower() and not words.endswith((";", ":")):
        return True
    if (
        len(title) >= _MOST_LINES
        or is_authority(words)
        or words.endswith((";", ":", "."))
        or len(words) > _LONGEST_CONTINUATION
    ):
        return False
    lowered = words.lower()
    if lowered.startswith(title[0].lower()[:30]) or any(
        sign in lowered for sign in lexicon.load("header")["body_signs"]
    ):
        return False
    cites = words.endswith(",") or _CITES.search(lowered)
    return not (issuer.starts_with(words, "either_starts") and cites) and words[:1] not in "-+"


def is_authority(words: str) -> bool:
    """An organ or its head, in capitals, between the subject and the bases: "CHỦ TỊCH ỦY BAN NHÂN DÂN …"."""
    if words != words.upper():
        return False
    return issuer.starts_with(words, "heads") or issuer.starts_with(words, "positions", table="closing")


@cache
def _types() -> tuple[tuple[str, str], ...]:
    """Type names and their longer forms, lower-case and as shown, the longest first."""
    names = [
        form
        for row in lexicon.load("types")["type"]
        for form in (row["name"], *row.get("words", ()))
        if " " in form or form == row["name"]
    ]
    return tuple(sorted(((name.lower(), name) for name in names), key=lambda pair: -len(pair[0])))


def type_line(words: str, *, seen: bool) -> tuple[str, str] | None:
    """The type that a line prints, and the rest of the line: capitals anywhere, or the bare type name.

    >>> type_line("THÔNG BẢO", seen=False), type_line("Thông bảo vệ", seen=True)
    (('Thông báo', ''), None)
    """
    plain = words.strip('*_#“”" ')
    lowered = plain.lower()
    for low, name in _types():
        # In capitals the marks of a letter are small, and scans lose them: "THÔNG BẢO".
        shouted = plain[: len(low)].isupper() and fold(lowered).startswith(fold(low))
        if not shouted and not lowered.startswith(low):
            continue
        written, rest = plain[: len(low)], plain[len(low) :]
        if rest[:1].isalpha():
            continue
        rest = re.sub(r"^\d{1,2}\b", "", rest).strip(" :.-–_*")
        bare = not rest and written[0].isupper()
        sentence = seen and written[0].isupper() and is_short(plain) and not reads_as_sentence(plain)
        if written.isupper() or bare or sentence:
            return name, rest
        return None
    return None
