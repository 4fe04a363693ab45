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

from ingest import issuer, lexicon, places, symbols
from ingest.letters import CAPITAL, SMALL
from ingest.text import fold
from ingest.types import Header, Span

_MOST_LINES = 60
_LONGEST_TITLE = 1500
_FURTHEST_BOX = 120  # lines: a floating masthead comes after the page on which it floats
_AUTHENTICATION = "XÁC THỰC VĂN BẢN HỢP NHẤT"
_FILL = r"[\s.…_·]{0,40}"
_DATE = re.compile(
    rf"(?<!\w)ngay{_FILL}(?P<day>\d{{1,2}})?{_FILL}thang{_FILL}(?P<month>\d{{1,2}})?{_FILL}nam{_FILL}(?P<year>\d{{0,5}})[.…_]{{0,9}}"
    r"|(?<!\w)ngay\s{0,3}(?P<day2>\d{1,2})\s?[/.-]\s?(?P<month2>\d{1,2})\s?[/.-]\s?(?P<year2>\d{4})(?!\d)"
)
_RULE = re.compile(r"[\s_\-–—=*.…·~]+")
_LABEL = re.compile(r"(?:[IVXLC]{1,5}|[A-Z]|\d{1,2})\s?[.)/]\s|(?:Điều|Chương|Phần|Mục|ĐIỀU|CHƯƠNG|PHẦN|MỤC)\s+(?:\d|[IVX]+\b|thứ\s|THỨ\s)|[-+•*]\s")
_PLACE_WORD = re.compile(rf"(?:(?:TP|Tp|TX|Tx|TT|T\.P)\.?)?{CAPITAL}[{SMALL}]*|(?:TP|Tp|TX|Tx|TT|T\.P)\.?|(?:TP|Tp)\.?\s?HCM|[-–]")
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
    issued: _Issued | None = None


@dataclass(frozen=True, slots=True)
class _Issued:
    """A place and date line."""

    place: str | None
    date: str | None
    year: int | None
    blank: bool


@dataclass(slots=True)
class _Reading:
    """What has been read so far, line by line."""

    masthead: list[str] = field(default_factory=list)
    symbol: symbols.Symbol | None = None
    issued: _Issued | None = None
    type: str | None = None
    title: list[str] = field(default_factory=list)
    dispatch: bool = False  # the title is a công văn's "V/v …"
    draft: bool = False
    end: int = 0


def parse(text: str) -> tuple[Header, int]:
    """The header of a directive, and where the header zone ends (the title included).

    Args:
        text: normalised text, one block per line.

    >>> header, end = parse("Số: 12/KH-LĐLĐ\\nLai Châu, ngày 05 tháng 3 năm 2024\\nKẾ HOẠCH\\nCông tác nữ công\\nI. MỤC ĐÍCH")
    >>> header.number, header.date, header.type, header.title, end
    ('12/KH-LĐLĐ', '2024-03-05', 'Kế hoạch', 'Công tác nữ công', 75)
    """
    reading = _read(text)
    if reading.symbol is None:
        _read_displaced(text, reading)
    symbol, issued = reading.symbol, reading.issued
    codes = symbol.codes if symbol else ()
    place = issued.place if issued else None
    day = (issued.date if issued else None) or _enacted(text, codes)
    who = issuer.from_masthead(issuer.organisations(reading.masthead), place, codes, text) or issuer.from_symbol(codes, place, text)
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
        draft=reading.draft or bool(symbol and symbol.number is None) or bool(issued and issued.blank),
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
            if not _take(text, piece, reading, [ahead.of(text) for ahead in lines[at + 1 : at + 7]]):
                return reading
    return reading


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
    if (stamp := _stamp(words)) is not None:
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
    if _opens_body(words):
        return False
    seen = reading.symbol is not None or reading.issued is not None
    if found := _type_line(words, seen=seen):
        reading.type, rest = found
        if rest and not _is_issuer_of_type(rest, reading):
            reading.title.append(rest)
        return True
    shouted = words.upper() == words
    if issuer.starts_with(words, "heads") and (shouted or _is_short(words)):
        reading.masthead.append(words)
        return True
    if shouted and _is_short(words):
        if reading.masthead:
            reading.masthead.append(words)
        return True
    if seen and _is_short(words) and not _reads_as_sentence(words):
        if re.match(r"về việc\b", words.lower()) or (reading.symbol and reading.symbol.type):
            reading.title.append(words)
            reading.dispatch = reading.symbol is None or reading.symbol.type is None
        return True
    return _is_short(words) and not _reads_as_sentence(words) and len(words.split()) < 4


def _take_title(words: str, reading: _Reading, ahead: list[str]) -> bool:
    if re.fullmatch(r"[(\[].{0,6}(?:dự thảo|Dự thảo|DỰ THẢO).{0,20}", words):
        reading.draft = True
        return True
    if _opens_body(words) or re.match(r"\((?:ban hành )?kèm theo", words.lower()) or len(words) > _LONGEST_TITLE:
        return False
    if not reading.title:
        return _take_first_title_line(words, reading)
    if reading.dispatch:
        return _goes_on_to_addressee(words, reading, ahead)
    # A consolidated text, which has no number above, opens with the text that it consolidates.
    opens_with_itself = reading.symbol is None and re.match(rf"{reading.type} số\s?\d", words)
    if opens_with_itself or not _continues(words, reading.title):
        return False
    reading.title.append(words)
    return True


def _take_first_title_line(words: str, reading: _Reading) -> bool:
    if _is_issuer_of_type(words, reading):
        return True
    if _reads_as_sentence(words):
        return False
    reading.title.append(words)
    return True


def _goes_on_to_addressee(words: str, reading: _Reading, ahead: list[str]) -> bool:
    """A công văn's subject runs on to "Kính gửi", whatever case its lines begin with."""
    addressed = any(fold(line.strip()).startswith("kinh gui") for line in ahead)
    if words[:1].islower() or (addressed and _is_short(words) and not _reads_as_sentence(words)):
        reading.title.append(words)
        return True
    return False


# --- what a line is ------------------------------------------------------------------------------------------------


def _is_short(words: str) -> bool:
    return len(words) <= 160


def _stamp(words: str) -> str | None:
    plain = re.sub(r"[\W\d_]+", " ", words.lower()).strip()
    table = lexicon.load("header")
    if plain in table["draft_stamps"]:
        return "draft"
    return "stamp" if plain in table["stamps"] else None


def _opens_body(words: str) -> bool:
    plain = re.sub(r"^[-–+*•\s]+", "", words)
    if plain[:1].isupper() and issuer.starts_with(plain, "body_starts"):
        return True
    return bool(_LABEL.match(words))


def _reads_as_sentence(words: str) -> bool:
    """Whether a line is a paragraph of the body rather than a subject: subjects have no closing punctuation."""
    lowered = words.lower()
    return words.endswith((";", ":")) or (words.endswith(".") and len(words) > 80) or "như sau" in lowered


def _continues(words: str, title: list[str]) -> bool:
    """Whether a line goes on with the subject whose lines stand in ``title``."""
    if words[:1].islower() and not words.endswith((";", ":")):
        return True
    if len(title) >= 8 or _is_authority(words) or words.endswith((";", ":", ".")) or len(words) > 300:
        return False
    lowered = words.lower()
    if lowered.startswith(title[0].lower()[:30]) or any(sign in lowered for sign in lexicon.load("header")["body_signs"]):
        return False
    return not (issuer.starts_with(words, "either_starts") and words.endswith(",")) and words[:1] not in "-+"


def _is_authority(words: str) -> bool:
    """An organ or its head, in capitals, between the subject and the bases: "CHỦ TỊCH ỦY BAN NHÂN DÂN …"."""
    if words != words.upper():
        return False
    return issuer.starts_with(words, "heads") or issuer.starts_with(words, "positions", table="closing")


def _is_issuer_of_type(words: str, reading: _Reading) -> bool:
    """ "CHỈ THỊ / CỦA BAN BÍ THƯ": the line names the issuer, and is kept as a masthead where there is none."""
    cut = _OF.match(words)
    if not cut or not words.isupper() or not issuer.starts_with(words[cut.end() :], "heads"):
        return False
    if not reading.masthead:
        reading.masthead.append(words[cut.end() :])
    return True


@cache
def _types() -> tuple[tuple[str, str], ...]:
    """Type names and their longer forms, lower-case and as shown, the longest first."""
    names = [form for row in lexicon.load("types")["type"] for form in (row["name"], *row.get("words", ())) if " " in form or form == row["name"]]
    return tuple(sorted(((name.lower(), name) for name in names), key=lambda pair: -len(pair[0])))


def _type_line(words: str, *, seen: bool) -> tuple[str, str] | None:
    """The type that a line prints, and the rest of the line: capitals anywhere, or the bare type name."""
    plain = words.strip("*_#“”\" ")
    lowered = plain.lower()
    for low, name in _types():
        if not lowered.startswith(low):
            continue
        written, rest = plain[: len(low)], plain[len(low) :]
        if rest[:1].isalpha():
            continue
        rest = re.sub(r"^\d{1,2}\b", "", rest).strip(" :.-–_*")
        bare = not rest and written[0].isupper()
        sentence = seen and written[0].isupper() and _is_short(plain) and not _reads_as_sentence(plain)
        if written.isupper() or bare or sentence:
            return name, rest
        return None
    return None


# --- cutting a line into fields ------------------------------------------------------------------------------------


def _cut(text: str, line: Span, reading: _Reading) -> Iterator[_Piece]:
    words = line.of(text)
    found = _place_and_date(words, reading)
    if found is None:
        yield from _cut_rest(text, line.start, line.end, reading)
        return
    start, end, issued = found
    yield from _cut_rest(text, line.start, line.start + start, reading)
    yield _Piece("date", line.start + start, line.start + end, issued=issued)
    yield from _cut_rest(text, line.start + end, line.end, reading)


def _cut_rest(text: str, start: int, end: int, reading: _Reading) -> Iterator[_Piece]:
    at = start
    for match in _national().finditer(fold(text[start:end])):
        yield from _cut_number(text, at, start + match.start(), reading)
        yield _Piece("national", start + match.start(), start + match.end())
        at = start + match.end()
    yield from _cut_number(text, at, end, reading)


@cache
def _national() -> re.Pattern[str]:
    phrases = [r"\s*[-–—.]?\s*".join(re.split(r"\s*-\s*", fold(phrase))) for phrase in lexicon.load("header")["national"]]
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
    words = text[start:end]
    if words.strip(" .,;*_|"):
        left = len(words) - len(words.lstrip())
        yield _Piece("text", start + left, start + len(words.rstrip()))


def _place_and_date(words: str, reading: _Reading) -> tuple[int, int, _Issued] | None:
    """Start, end and content of a place and date in a line, unless the date belongs to a sentence."""
    for match in _DATE.finditer(fold(words)):
        rest = words[match.end() :].strip(" .,;")
        if rest and not rest[0].isupper():
            continue
        start, place = _place_before(words, match.start())
        left = words[:start].strip()
        if not place and (left or reading.type or rest):
            continue
        if left and not _may_stand_before_place(left):
            continue
        return start, match.end(), _issued(match, place)
    return None


def _may_stand_before_place(left: str) -> bool:
    own = symbols.find_own(left)
    return left == left.upper() or own is not None or fold(left).startswith(("v/v", "“v/v", "ve viec")) or bool(re.match(r"[\W_]*(?:Đ|đ)ộc lập", left))


def _place_before(words: str, end: int) -> tuple[int, str | None]:
    """Where the place before a date begins, and the place: the capitalised words before ", ngày"."""
    stop = len(words[:end].rstrip(" ,.…_"))
    tokens = list(re.finditer(r"\S+", words[:stop]))
    taken: list[re.Match[str]] = []
    for token in reversed(tokens):
        if not _PLACE_WORD.fullmatch(token.group()):
            break
        taken.insert(0, token)
    while taken and taken[0].group() in "-–":
        taken.pop(0)
    if not taken:
        return (0, words[:stop].strip()) if _is_shouted_place(words[:stop], words[end:]) else (end, None)
    start = _with_level(words, taken[0].start())
    return start, " ".join(words[start:stop].split())


def _is_shouted_place(before: str, after: str) -> bool:
    return bool(before.strip()) and before == before.upper() and after[:4].isupper() and len(before.split()) <= 5 and "/" not in before


def _with_level(words: str, start: int) -> int:
    """Draw a level in lower case ("thành phố", "huyện") into the place."""
    levels = "|".join(lexicon.load("header")["levels"])
    level = re.search(rf"(?:^|\s)({levels})\s+$", words[:start])
    return level.start(1) if level else start


def _issued(match: re.Match[str], place: str | None) -> _Issued:
    day, month, year = (match["day"] or match["day2"], match["month"] or match["month2"], match["year"] or match["year2"])
    number = int(year) if year and len(year) == 4 else None
    iso = None
    if day and month and number:
        try:
            iso = date(number, int(month), int(day)).isoformat()
        except ValueError:
            iso = None
    blank = not (day and month and year and len(year) >= 4)
    return _Issued(place=place, date=iso, year=number, blank=blank)


# --- from what was read to the fields ------------------------------------------------------------------------------


def _type(reading: _Reading, codes: tuple[str, ...], text: str) -> str | None:
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
    if opening in _QUOTES and closing == _QUOTES[opening] and not any(mark in joined[1:-1] for mark in (opening, closing)):
        joined = joined[1:-1].strip()
    return joined.rstrip(" ;,.") or None


def _enacted(text: str, codes: tuple[str, ...]) -> str | None:
    """The date of a law or of a resolution of the Assembly: it stands last, "thông qua ngày …"."""
    if not any(re.fullmatch(r"(?:UBTV)?QH\d+", code) for code in codes):
        return None
    found = list(_ENACTED.finditer(fold(text)))
    if not found:
        return None
    day, month, year = map(int, found[-1].groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _read_displaced(text: str, reading: _Reading) -> None:
    """A masthead that the file holds further down: a floating box, or the authentication of a consolidated text.

    Only a block with a full number is taken, and outside an authentication only one of the type that was read.
    """
    lines = [line for line in _lines(text) if line.of(text).strip()]
    for at, line in enumerate(lines):
        words = line.of(text)
        authenticated = _AUTHENTICATION in words
        if not authenticated and (at > _FURTHEST_BOX or line.start < reading.end or not _national().search(fold(words))):
            continue
        box = _read_box(text, lines[max(0, at - 5) : at + 5])
        if box.symbol and box.symbol.number and (authenticated or (reading.type and box.symbol.type == reading.type)):
            reading.symbol, reading.issued = box.symbol, box.issued or reading.issued
            reading.masthead = reading.masthead or box.masthead
            return


def _read_box(text: str, lines: list[Span]) -> _Reading:
    box = _Reading()
    for line in lines:
        for piece in _cut(text, line, box):
            words = " ".join(text[piece.start : piece.end].split())
            if piece.kind == "text" and words.isupper() and issuer.starts_with(words, "heads"):
                box.masthead.append(words)
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
        if re.search(r"(?:ldld|lien doan lao dong|ubnd|uy ban nhan dan|hdnd|dia ban|viet nam) (?:tinh|thanh pho|tp\.?) $|(?:tinh|thanh) uy $", before):
            own.add(name)
    if len(anywhere) == 1:
        return anywhere.pop()
    return own.pop() if len(own) == 1 else None
