"""What stands below the body: recipients (Nơi nhận) and signature, in either order or interleaved.

The two are columns of print: a line may hold both, and either may be missing. Annexes after them are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from ingest import lexicon
from ingest.letters import CAPITAL, SMALL
from ingest.text import fold
from ingest.types import Signature, Span

_RECIPIENTS = re.compile(
    r"[\W_]{0,6}(?<![^\W_])n[o0]i\s{0,2}(?:nhan|gui)(?![^\W_])(?:[\s*_]{0,4}[:.;][*_:]{0,3}|(?=\s{0,3}$|\s{1,9}(?:tm|kt|tl|tuq)\.|\s{1,9}[tk]/))"
)
_BULLET = re.compile(r"\s*[-–—+•*·]+\s*")
_PARTS = re.compile(rf";\s*(?=[-–+•]?\s*{CAPITAL})|\s+[-–]\s*(?=Lưu\b)")
_BULLETED = re.compile(r";\s*(?=[-–+•]\s*\w)|\s+[-–]\s*(?=Lưu\b)")  # further bullets on a bullet's line
_NAME_WORD = re.compile(rf"{CAPITAL}(?:[{SMALL}]+|\.)?(?:-{CAPITAL}[{SMALL}]+)?|{CAPITAL}['’]{CAPITAL}?[{SMALL}]+")
_LONGEST = 160
_LOOK_BACK = 9  # lines: the signature may stand before the recipients
_FURTHEST = 60  # lines that a closing can take


@dataclass(frozen=True, slots=True)
class Closing:
    """Recipients and signature, and the range of text that they take (``start == end == len(text)`` for none).

    ``recipients`` are lines under Nơi nhận without bullet and closing punctuation. What stands after ``end`` is annexed.
    """

    recipients: tuple[str, ...]
    signature: Signature
    start: int
    end: int


@dataclass(slots=True)
class _Reading:
    recipients: list[str] = field(default_factory=list)
    capitals: list[str] = field(default_factory=list)
    name: str | None = None
    listing: bool = False  # under "Nơi nhận"
    listed: bool = False
    bulleted: bool = False
    end: int = 0


def parse(text: str, start: int) -> Closing:
    r"""The closing of a directive.

    Args:
        text: normalised text, one block per line.
        start: where to look from: the end of the header.

    >>> closing = parse("Thực hiện nghiêm túc./.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\nTrần Văn A", 0)
    >>> closing.recipients, closing.signature
    (('Như trên', 'Lưu: VT'), Signature(authority='TM. BAN THƯỜNG VỤ', position='CHỦ TỊCH', name='Trần Văn A'))
    """
    lines = [line for line in _lines(text, start) if line.of(text).strip()]
    first = _first_line(text, lines)
    if first is None:
        return Closing((), Signature(), len(text), len(text))
    reading = _Reading(end=lines[first].start)
    skipped = 0
    for place, line in enumerate(lines[first : first + _FURTHEST], start=first):
        if place < skipped:
            continue
        if not _take(line.of(text), reading):
            # A second one signs as well; the recipients stand below them all.
            skipped = _recipients_below(text, lines, place) if reading.name and not reading.listed else 0
            if not skipped:
                break
        reading.end = line.end
    signature = _signature(reading)
    return Closing(tuple(reading.recipients), signature, lines[first].start, reading.end)


def _recipients_below(text: str, lines: list[Span], place: int) -> int:
    """The line of "Nơi nhận" below further signatures that begin at ``place``; 0 where none comes."""
    for below in range(place, min(len(lines), place + _LOOK_BACK)):
        words = lines[below].of(text).strip()
        if _RECIPIENTS.match(fold(words)):
            return below
        if not _is_of_signature(words):
            return 0
    return 0


def _lines(text: str, start: int) -> Iterator[Span]:
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield Span(start, end)
        start = end + 1


# --- where the closing begins --------------------------------------------------------------------------------------


def _first_line(text: str, lines: list[Span]) -> int | None:
    words = [line.of(text).strip() for line in lines]
    listed = next((at for at, line in enumerate(words) if _RECIPIENTS.match(fold(line))), None)
    signed = next((at for at, line in enumerate(words) if _opens_signature(line, words[at + 1 : at + 6])), None)
    if listed is None or (signed is not None and signed < listed):
        return signed
    first = listed
    while first > 0 and listed - first < _LOOK_BACK and _is_of_signature(words[first - 1]):
        first -= 1
    return first


def _opens_signature(line: str, after: list[str]) -> bool:
    """Whether a signature begins: "TM. …" with an office, a name or a mark after it, or an office with a name."""
    if _is_signed_for(line):
        return any(_office(word) or _person(word) or _is_mark(word) for word in after) or _office(line) is not None
    if not line.isupper() or len(line) > _LONGEST or not _is_office_line(line):
        return False
    following = [word for word in after[:3] if not _is_mark(word)]
    return bool(following) and _person(following[0]) is not None


def _is_of_signature(line: str) -> bool:
    return (
        _is_signed_for(line)
        or _is_mark(line)
        or _person(line) is not None
        or (line.isupper() and _is_office_line(line))
    )


@cache
def _signed_for() -> re.Pattern[str]:
    prefixes = sorted(lexicon.load("closing")["prefixes"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, prefixes))})(?:\s?\.\s?|\s|(?<=/[MTLQ]))\s*(?={CAPITAL})")


def _is_signed_for(line: str) -> bool:
    found = _signed_for().match(line)
    return (
        found is not None and len(line) <= _LONGEST and ("/" in found.group() or "." in found.group() or line.isupper())
    )


@cache
def _offices() -> re.Pattern[str]:
    table = lexicon.load("closing")
    positions = "|".join(sorted(map(re.escape, table["positions"]), key=len, reverse=True))
    deputies = "|".join(map(re.escape, table["deputies"]))
    bodies = "".join(rf"(?<!{body} )" for body in table["bodies"])  # on one line: "BAN" may end the line above
    return re.compile(rf"(?<![^\W_]){bodies}(?:(?:{deputies})\s{{0,2}}){{0,2}}(?:{positions})(?![^\W_])", re.IGNORECASE)


def _office(words: str) -> re.Match[str] | None:
    """The office in a signature, not the one that is signed for ("KT. CHỦ TỊCH"); one at a line's start first."""
    found = [
        match
        for match in _offices().finditer(words)
        if not re.search(r"(?:^|[\s\n])(?:KT|K/T|TL|T/L|TUQ|T/UQ|TM|T/M)\s?\.?\s?$", words[: match.start()])
    ]
    at_line_start = [match for match in found if match.start() == 0 or words[match.start() - 1] == "\n"]
    return next(iter(at_line_start or found), None)


def _is_office_line(line: str) -> bool:
    found = _offices().match(line)
    return found is not None


def _is_mark(line: str) -> bool:
    plain = re.sub(r"[()\[\].…_*\s]+", " ", line.lower()).strip()
    return not plain or plain in lexicon.load("closing")["marks"]


# --- what a line is ------------------------------------------------------------------------------------------------


@cache
def _family_names() -> frozenset[str]:
    table = lexicon.load("people")
    return frozenset(name.lower() for name in (*table["family_names"], *table["rarer_family_names"]))


def _person(line: str, *, expected: bool = True) -> str | None:
    """The name of a person, without rank or degree, when the line is nothing else.

    Args:
        line: one line, or a part of one.
        expected: a name is due here; elsewhere only a known family name makes one.
    """
    plain = re.sub(r"^\s*[(\[](?:[Đđ]ã ký|ký|daky)[)\]]\s*", "", line).strip(" .,;*_")
    for rank in sorted(lexicon.load("people")["ranks"], key=len, reverse=True):
        plain = (
            re.sub(rf"^{re.escape(rank)}(?![^\W_])[\s:]*", "", plain)
            if not rank.endswith(".")
            else plain.removeprefix(rank).lstrip()
        )
    words = plain.split()
    if not 2 <= len(words) <= 6 or len(plain) > 40 or any(char.isdigit() for char in plain):
        return None
    known = words[0].lower() in _family_names()
    if plain.isupper():
        return plain if known and not _is_office_line(plain) else None
    if all(_NAME_WORD.fullmatch(word) for word in words) and (known or expected):
        return " ".join(words)
    return None


def _is_annex(line: str) -> bool:
    plain = line.strip(" (*_[").lower()
    starts = "|".join(map(re.escape, lexicon.load("closing")["annexes"]))
    return re.match(rf"(?:{starts})(?![^\W_])", plain) is not None and (
        line.isupper() or line[:1] == "(" or len(line) < 60
    )


# --- reading line by line ------------------------------------------------------------------------------------------


def _take(line: str, reading: _Reading) -> bool:
    """Take one line into the reading; false when the closing is over."""
    words = " ".join(line.split()).strip("*_ ")
    header = _RECIPIENTS.search(fold(words)) if _is_of_signature(words) else _RECIPIENTS.match(fold(words))
    if header:
        if reading.listed or (header.start() > 0 and not _take_left(words[: header.start()].strip("*_ "), reading)):
            return False
        reading.listing = reading.listed = True
        rest = words[header.end() :].strip("*_ ")
        return not rest or _take(rest, reading)
    left, right = _columns(words, reading)
    if right:
        return (not left or _take_left(left, reading)) and _take_right(right, reading)
    return _take_left(words, reading)


def _columns(words: str, reading: _Reading) -> tuple[str, str]:
    """Cut a line that holds a recipient and a piece of the signature: "- Như trên; PHÓ CHỦ TỊCH"."""
    if not reading.listing or _person(words, expected=False):
        return words, ""
    bullet = re.search(r"\s[-+•]\s*(?=\S)", words)
    if bullet and reading.capitals and not reading.name:
        before = words[: bullet.start()]
        if _person(before, expected=False) or (before.isupper() and _is_office_line(before)):
            return words[bullet.start() :].strip(), before
    for found in _signed_for().finditer(words):
        if found.start() == 0 or words[found.start() - 1] == " ":
            return words[: found.start()].strip(), words[found.start() :]
    for found in _offices().finditer(words):
        if found.start() > 0 and words[found.start() :].isupper() and words[found.start() - 1] == " ":
            return words[: found.start()].strip(), words[found.start() :]
    glued = re.search(r"[;.]\s+(?=\S)", words)
    if glued and reading.capitals and not reading.name and _person(words[glued.end() :], expected=False):
        return words[: glued.start() + 1], words[glued.end() :]
    return words, ""


def _take_right(words: str, reading: _Reading) -> bool:
    name = _person(words, expected=False)
    if name and not words.isupper():
        reading.name = name
    else:
        reading.capitals.append(words)
    return True


def _take_left(words: str, reading: _Reading) -> bool:
    if _is_mark(words):
        return True
    bullet = _BULLET.match(words)
    if bullet and reading.listing and bullet.end() < len(words):
        reading.bulleted = True
        _add_recipients(words[bullet.end() :], reading, _BULLETED)
        return True
    if _takes_signature(words, reading):
        return True
    if _is_annex(words) or bullet or (words.isupper() and not reading.listing):
        return False
    if not reading.listing or len(words) > _LONGEST:
        return False
    return _take_plain_recipient(words, reading)


def _takes_signature(words: str, reading: _Reading) -> bool:
    signing = bool(reading.capitals) and reading.name is None
    if _is_signed_for(words) or (_is_office_line(words) and (words.isupper() or signing)):
        if reading.name is not None:
            return False
        reading.capitals.append(words)
        return True
    if signing and (name := _person(words, expected=not reading.listing or reading.bulleted)):
        reading.name = name
        return True
    if (
        signing
        and words.isupper()
        and not _is_annex(words)
        and not words.endswith((";", "."))
        and len(words) <= _LONGEST // 2
    ):
        reading.capitals.append(words)
        return True
    return False


def _take_plain_recipient(words: str, reading: _Reading) -> bool:
    """A recipient without a bullet, or the rest of one that was wrapped."""
    if reading.name is not None and reading.recipients and reading.recipients[-1].startswith("Lưu"):
        return False
    if reading.bulleted and not words.startswith(("Lưu", "Như")):
        if reading.recipients and reading.recipients[-1].startswith("Lưu"):
            return False
        reading.recipients[-1] = f"{reading.recipients[-1]} {words.strip(' ;.,')}"
        return True
    _add_recipients(words, reading)
    return True


def _add_recipients(words: str, reading: _Reading, parts: re.Pattern[str] = _PARTS) -> None:
    for part in parts.split(words):
        plain = _BULLET.sub("", part, count=1) if _BULLET.match(part) else part
        plain = plain.strip().rstrip(";.,/ ").strip()
        if plain:
            reading.recipients.append(plain)


# --- the signature -------------------------------------------------------------------------------------------------


def _signature(reading: _Reading) -> Signature:
    capitals = "\n".join(reading.capitals)
    name = reading.name
    if capitals and name is None:
        capitals, name = _name_at_end(capitals)
    office = _office(capitals)
    if office is None:
        return Signature(_one_line(capitals), None, name)
    return Signature(_one_line(capitals[: office.start()]), _one_line(capitals[office.start() :]), name)


def _name_at_end(capitals: str) -> tuple[str, str | None]:
    """A name glued to the office: "TM. BAN THƯỜNG VỤ PHÓ CHỦ TỊCH Trần Văn A"."""
    above, newline, last = capitals.rpartition("\n")
    words = last.split(" ")
    for length in range(min(6, len(words) - 1), 1, -1):
        tail = " ".join(words[-length:])
        if not any(word.isupper() and len(word) > 1 for word in words[-length:]) and (name := _person(tail)):
            return above + newline + " ".join(words[:-length]), name
    return capitals, None


def _one_line(words: str) -> str | None:
    return " ".join(words.split()).strip(" ,;*_") or None
