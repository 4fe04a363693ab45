"""What stands above the body: masthead, number, place and date, type and subject.

Two columns of print come as one line, in either order, or not at all, so every line is first cut into the fields
that can be recognised anywhere (national masthead, number, place and date); what is left over is read in its turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from ingest import dateline, headline, issuer, lexicon, places, stamps, symbols
from ingest.text import fold
from ingest.types import Header, Span

_MOST_LINES = 60
_LONGEST_TITLE = 1500
_FURTHEST_BOX = 120  # lines: a floating masthead comes after the page on which it floats
_AUTHENTICATION = "XÁC THỰC VĂN BẢN HỢP NHẤT"
_LAST_LINES = 10  # among which an ordinance is dated
_NOTE_REACH = 8  # lines below a note in which the head must begin
_RULE = re.compile(r"[\s_\-–—=*.…·~]+")
_ENACTED = re.compile(r"thong qua\s+ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")
_OF = re.compile(r"(?i:của)\s+(?=\S)")
_QUOTES = {"“": "”", '"': '"', "«": "»", "”": "”"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line: ``text``, ``national``, ``number`` or ``date``."""

    kind: str
    start: int
    end: int
    symbol: symbols.Symbol | None = None
    issued: dateline.Dateline | None = None


@dataclass(slots=True)
class _Reading:
    """What has been read so far, line by line."""

    masthead: list[str] = field(default_factory=list)
    symbol: symbols.Symbol | None = None
    issued: dateline.Dateline | None = None
    type: str | None = None
    title: list[str] = field(default_factory=list)
    dispatch: bool = False  # the title is a công văn's "V/v …"
    draft: bool = False
    end: int = 0


def parse(text: str) -> tuple[Header, int]:
    r"""The header of a directive, and where the header zone ends (the title included).

    Args:
        text: normalised text, one block per line.

    >>> header, end = parse("Số: 12/KH-LĐLĐ\nLai Châu, ngày 05 tháng 3 năm 2024\nKẾ HOẠCH\nCông tác nữ công\nI. MỤC ĐÍCH")
    >>> header.number, header.date, header.type, header.title, end
    ('12/KH-LĐLĐ', '2024-03-05', 'Kế hoạch', 'Công tác nữ công', 75)
    """
    reading = _read(text)
    if reading.symbol is None:
        _read_displaced(text, reading)
    if not (reading.symbol or reading.issued or reading.type or reading.dispatch):
        return Header(province=province(None, None, (), text)), 0
    symbol, issued = reading.symbol, reading.issued
    codes = symbol.codes if symbol else ()
    place = issued.place if issued else None
    day = (issued.date if issued else None) or _enacted(text, codes)
    who = issuer.from_masthead(issuer.organisations(reading.masthead), place, codes, text) or issuer.from_symbol(
        codes, place, text
    )
    numbered = symbol is not None and symbol.number is not None  # Numbers are given last: a blank day is no draft's.
    header = Header(
        number=symbol.number if symbol else None,
        symbol=symbol.printed if symbol else None,
        type=_type(reading, codes, text),
        issuer=who,
        place=place,
        province=province(who, place, codes, text),
        year=int(day[:4]) if day else (issued.year if issued else None) or (symbol.year if symbol else None),
        date=day,
        title=_title(reading.title),
        draft=reading.draft or bool(symbol and symbol.blank) or (not numbered and bool(issued and issued.blank)),
    )
    return header, reading.end


# --- reading line by line ------------------------------------------------------------------------------------------


def _read(text: str) -> _Reading:
    reading = _Reading()
    lines = [line for line in _lines(text) if line.of(text).strip()][:_MOST_LINES]
    for at, line in enumerate(lines):
        words = line.of(text).strip()
        if _is_banner(words):
            continue
        for piece in _cut(text, line, reading):
            if _take(text, piece, reading, [ahead.of(text) for ahead in lines[at + 1 : at + 7]]):
                continue
            if not _is_note(words, reading, [ahead.of(text).strip() for ahead in lines[at + 1 : at + _NOTE_REACH]]):
                return reading
            break
    return reading


def _is_note(words: str, reading: _Reading, ahead: list[str]) -> bool:
    """Whether a line above everything else is a note of whoever copied the text: the head begins below it."""
    if reading.masthead or reading.symbol or reading.issued or reading.type or reading.title:
        return False
    return not headline.opens_body(words) and any(_opens_head(line) for line in ahead)


def _opens_head(line: str) -> bool:
    if _national().match(fold(line)) or symbols.find_own(line):
        return True
    kind = headline.type_line(line, seen=False) if line.isupper() else None
    return kind is not None and not kind[1]


def _lines(text: str) -> Iterator[Span]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield Span(start, end)
        start = end + 1


def _is_banner(words: str) -> bool:
    plain = re.sub(r"^[\W\d_]+", "", words)
    return issuer.starts_with(plain, "banners") and not plain.endswith((";", "."))


def _take(text: str, piece: _Piece, reading: _Reading, ahead: list[str]) -> bool:
    """Take one piece into the reading; false when the body begins with it."""
    if piece.kind == "number" and piece.symbol:
        if reading.symbol is None or (reading.symbol.number is None and piece.symbol.number):
            reading.symbol = piece.symbol
    elif piece.kind == "date":
        reading.issued = reading.issued or piece.issued
    elif piece.kind == "text" and not _take_words(text, piece, reading, ahead):
        return False
    reading.end = max(reading.end, piece.end)
    return True


def _take_words(text: str, piece: _Piece, reading: _Reading, ahead: list[str]) -> bool:
    words = " ".join(text[piece.start : piece.end].split())
    if _RULE.fullmatch(words):
        return True
    if (stamp := headline.stamp(words)) is not None:
        reading.draft = reading.draft or stamp == "draft"
        return True
    if reading.type is None and not reading.title:
        return _take_above_title(words, reading)
    return _take_title(words, reading, ahead)


def _take_above_title(words: str, reading: _Reading) -> bool:
    if re.match(r"[“\"(]?\s?v/v\b", fold(words)):
        reading.dispatch = True
        reading.title.append(words)
        return True
    if headline.opens_body(words):
        return False
    seen = reading.symbol is not None or reading.issued is not None
    if found := headline.type_line(words, seen=seen):
        reading.type, rest = found
        if rest and not _is_issuer_of_type(rest, reading):
            reading.title.append(rest)
        return True
    shouted = words.upper() == words
    if issuer.starts_with(words, "heads") and (shouted or headline.is_short(words)):
        reading.masthead.append(words)
        return True
    if shouted and headline.is_short(words):
        if reading.masthead:
            reading.masthead.append(words)
        return True
    if seen and headline.is_short(words) and not headline.reads_as_sentence(words):
        if re.match(r"về việc\b", words.lower()) or (reading.symbol and reading.symbol.type):
            reading.title.append(words)
            reading.dispatch = reading.symbol is None or reading.symbol.type is None
        return True
    return headline.is_short(words) and not headline.reads_as_sentence(words) and len(words.split()) < 4


def _take_title(words: str, reading: _Reading, ahead: list[str]) -> bool:
    if re.fullmatch(r"[(\[].{0,6}(?:dự thảo|Dự thảo|DỰ THẢO).{0,20}", words):
        reading.draft = True
        return True
    if (
        headline.opens_body(words)
        or re.match(r"\((?:ban hành )?kèm theo", words.lower())
        or len(words) > _LONGEST_TITLE
    ):
        return False
    if not reading.title:
        return _take_first_title_line(words, reading)
    if reading.dispatch:
        return _goes_on_to_addressee(words, reading, ahead)
    # A consolidated text, which has no number above, opens with the text that it consolidates.
    opens_with_itself = reading.symbol is None and re.match(rf"{reading.type} số\s?\d", words)
    if opens_with_itself or not headline.continues(words, reading.title):
        return False
    reading.title.append(words)
    return True


def _take_first_title_line(words: str, reading: _Reading) -> bool:
    if _is_issuer_of_type(words, reading):
        return True
    if headline.reads_as_sentence(words):
        return False
    reading.title.append(words)
    return True


def _goes_on_to_addressee(words: str, reading: _Reading, ahead: list[str]) -> bool:
    """A công văn's subject runs on to "Kính gửi", whatever case its lines begin with."""
    addressed = any(fold(line.strip()).startswith("kinh gui") for line in ahead)
    if words[:1].islower() or (addressed and headline.is_short(words) and not headline.reads_as_sentence(words)):
        reading.title.append(words)
        return True
    return False


def _is_issuer_of_type(words: str, reading: _Reading) -> bool:
    """After the type, "CỦA BAN BÍ THƯ": the line names the issuer, and is kept as a masthead where there is none."""
    cut = _OF.match(words)
    if not cut or not words.isupper() or not issuer.starts_with(words[cut.end() :], "heads"):
        return False
    if not reading.masthead:
        reading.masthead.append(words[cut.end() :])
    return True


# --- cutting a line into fields ------------------------------------------------------------------------------------


def _cut(text: str, line: Span, reading: _Reading) -> Iterator[_Piece]:
    words = line.of(text)
    found = dateline.find(words, in_title=reading.type is not None)
    if found is None:
        yield from _cut_rest(text, line.start, line.end, reading)
        return
    yield from _cut_rest(text, line.start, line.start + found.start, reading)
    yield _Piece("date", line.start + found.start, line.start + found.end, issued=found)
    yield from _cut_rest(text, line.start + found.end, line.end, reading)


def _cut_rest(text: str, start: int, end: int, reading: _Reading) -> Iterator[_Piece]:
    at = start
    for match in _national().finditer(fold(text[start:end])):
        yield from _cut_number(text, at, start + match.start(), reading)
        yield _Piece("national", start + match.start(), start + match.end())
        at = start + match.end()
    yield from _cut_number(text, at, end, reading)


@cache
def _national() -> re.Pattern[str]:
    phrases = [
        r"\s*[-–—.]?\s*".join(re.split(r"\s*-\s*", fold(phrase))) for phrase in lexicon.load("header")["national"]
    ]
    return re.compile("|".join(phrase.replace(" ", r"\s{1,3}") for phrase in phrases))


def _cut_number(text: str, start: int, end: int, reading: _Reading) -> Iterator[_Piece]:
    words = text[start:end]
    found = symbols.find_own(words)
    in_title = bool(reading.title) or reading.type is not None
    if found is None or (in_title and (words[: found.start].strip() or words[found.end :].strip())):
        yield from _words(text, start, end)
        return
    yield from _words(text, start, start + found.start)
    yield _Piece("number", start + found.start, start + found.end, symbol=found)
    yield from _words(text, start + found.end, end)


def _words(text: str, start: int, end: int) -> Iterator[_Piece]:
    start, end = _without_stamps(text, start, end)
    words = text[start:end]
    if words.strip(" .,;*_|"):
        left = len(words) - len(words.lstrip())
        yield _Piece("text", start + left, start + len(words.rstrip()))


def _without_stamps(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out a stamp that stands beside an organ in capitals: "TỈNH ỦY LAI CHÂU TỐI MẬT"."""
    words = text[start:end].rstrip()
    closing, opening = stamps.at_end(words), stamps.at_start(words.lstrip())
    if closing and _is_organ(words[: closing[0]].strip()):
        return start, start + closing[0]
    at = start + len(words) - len(words.lstrip()) + (opening[0] if opening else 0)
    return (at, end) if opening and _is_organ(text[at:end].strip()) else (start, end)


def _is_organ(words: str) -> bool:
    return words == words.upper() and issuer.starts_with(words, "heads")


# --- from what was read to the fields ------------------------------------------------------------------------------


def _type(reading: _Reading, codes: tuple[str, ...], text: str) -> str | None:
    if "VBHN" in codes and reading.symbol:
        return reading.symbol.type
    if reading.type:
        return reading.type
    if reading.symbol and reading.symbol.type:
        return reading.symbol.type
    addressed = re.search(r"^\W{0,3}Kính gửi", text[:4000], re.MULTILINE) is not None
    if reading.dispatch and (codes or addressed):
        return "Công văn"
    return "Công văn" if codes and addressed else None


def _title(lines: list[str]) -> str | None:
    joined = " ".join(" ".join(lines).split()).strip(" _*")
    joined = re.sub(r"\s*[-_–*]{3,}$", "", joined)
    opening, closing = joined[:1], joined[-1:]
    if (
        opening in _QUOTES
        and closing == _QUOTES[opening]
        and not any(mark in joined[1:-1] for mark in (opening, closing))
    ):
        joined = joined[1:-1].strip()
    return joined.rstrip(" ;,.") or None


def _enacted(text: str, codes: tuple[str, ...]) -> str | None:
    """The date of a law or of a resolution of the Assembly: it stands last, "thông qua ngày …"."""
    if not any(re.fullmatch(r"(?:UBTV)?QH\d+", code) for code in codes):
        return None
    found = list(_ENACTED.finditer(fold(text)))
    if not found:
        return _signed(text)
    day, month, year = map(int, found[-1].groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _signed(text: str) -> str | None:
    """The date of an ordinance, whose place and date stand above the signature."""
    for line in list(_lines(text))[-_LAST_LINES:]:
        words = line.of(text)
        found = dateline.find(words, in_title=False)
        if found and found.date and found.place and headline.is_short(words):
            return found.date
    return None


def _read_displaced(text: str, reading: _Reading) -> None:
    """A masthead that the file holds further down: a floating box, or the authentication of a consolidated text.

    Only a block with a full number is taken, and outside an authentication only one of the type that was read.
    """
    lines = [line for line in _lines(text) if line.of(text).strip()]
    for at, line in enumerate(lines):
        words = line.of(text)
        authenticated = _AUTHENTICATION in words
        if not authenticated and (
            at > _FURTHEST_BOX or line.start < reading.end or not _national().search(fold(words))
        ):
            continue
        box = _read_box(text, lines[max(0, at - 5) : at + 5], "VBHN" if authenticated else None)
        if box.symbol and box.symbol.number and (authenticated or (reading.type and box.symbol.type == reading.type)):
            reading.symbol, reading.issued = box.symbol, box.issued or reading.issued
            reading.masthead = reading.masthead or box.masthead
            return


def _read_box(text: str, lines: list[Span], code: str | None) -> _Reading:
    box = _Reading()
    for line in lines:
        for piece in _cut(text, line, box):
            words = " ".join(text[piece.start : piece.end].split())
            if piece.kind == "text" and words.isupper() and issuer.starts_with(words, "heads"):
                box.masthead.append(words)
            if piece.symbol and (code is None or code in piece.symbol.codes):
                box.symbol = box.symbol or piece.symbol
            box.issued = box.issued or piece.issued
    return box


def province(who: str | None, place: str | None, codes: tuple[str, ...], text: str) -> str | None:
    """The province whose directive this is: by issuer, place, or the one province whose organs the text calls its own."""
    rows = issuer.organs(codes)
    central = any(row["level"] == "central" for row in rows)
    if central or (who and issuer.starts_with(who, "central")) or (who and who.endswith("Việt Nam")):
        return None
    if who and (named := places.find(who)):
        return named[-1][1]
    if place and (home := places.canonical(place)) and (rows or home != "Hà Nội"):
        return home
    return _own_province(text)


def _own_province(text: str) -> str | None:
    own: set[str] = set()
    anywhere: set[str] = set()
    for span, name in places.find(text):
        anywhere.add(name)
        before = fold(text[max(0, span.start - 40) : span.start])
        if re.search(
            r"(?:ldld|lien doan lao dong|ubnd|uy ban nhan dan|hdnd|dia ban|viet nam) (?:tinh|thanh pho|tp\.?) $|(?:tinh|thanh) uy $",
            before,
        ):
            own.add(name)
    if len(anywhere) == 1:
        return anywhere.pop()
    return own.pop() if len(own) == 1 else None
