"""Vietnamese text in the encodings from before Unicode: what each letter's bytes stand for.

The tables are data, ``lexicon/charsets.toml``. Everything here works on *text* whose characters are bytes that somebody
read as Latin-1 or Windows-1252: that is what a word processor, a PDF or a wrong guess leaves of such a file. Which
encoding it is, :mod:`ingest.encodings` finds out; a font's name says it too (:func:`from_font`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.lexicon import load
from ingest.syllables import is_syllable, weight

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""In the order of the alphabet, as the rows of the table."""

_PRIVATE = 0xF000  # where Word puts the bytes of fonts that it takes for symbols
_PROPER = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")


@dataclass(frozen=True, slots=True)
class Charset:
    """An encoding.

    Attributes:
        name: as users know it.
        decode: text that was read byte by byte, to what was meant; other characters stay.
    """

    name: str
    decode: Callable[[str], str]


def is_proper(text: str) -> bool:
    """Does the text hold letters of Vietnamese that no byte read as Windows-1252 can be?

    >>> is_proper("Quyết định"), is_proper("QuyÕt ®Þnh"), is_proper("các")
    (True, False, False)
    """
    return bool(_PROPER.search(text))


def view(data: bytes) -> str:
    r"""Bytes as Windows-1252 shows them, its gaps as control characters: nothing is lost.

    >>> view(b"\x93Q\xd1\x94\x81")
    '“QÑ”\x81'
    """
    return data.decode("latin-1").translate(_shown())


def viewed_bytes(text: str) -> bytes | None:
    """The way back from :func:`view`; ``None`` where a character is no byte."""
    try:
        return text.translate(_hidden()).encode("latin-1")
    except UnicodeEncodeError:
        return None


@cache
def _shown() -> Mapping[int, str]:
    return {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}


@cache
def _hidden() -> Mapping[int, str]:
    table = {ord(char): chr(byte) for byte, char in _shown().items()}
    return table | {_PRIVATE + byte: chr(byte) for byte in range(0x20, 0x100)}


@cache
def letters(key: str) -> Mapping[bytes, str]:
    r"""The bytes of every letter of one table of ``charsets.toml`` that is no ASCII letter.

    >>> letters("tcvn3")[b"\xae"], letters("vni")[b"a\xf9"]
    ('đ', 'á')
    """
    found = {}
    for letter, row in load("charsets")[key]["letters"].items():
        for tone, code in zip(TONES, row.split(), strict=False):
            found[bytes.fromhex(code)] = unicodedata.normalize("NFC", letter + tone)
    return {code: letter for code, letter in found.items() if not code.isalpha()}


@cache
def charsets() -> Mapping[str, Charset]:
    """All encodings by their key, the commoner first."""
    tables = load("charsets")
    made = {key: Charset(tables[key]["name"], _decoder(key)) for key in ("tcvn3", "vni", "viscii", "vn1")}
    made["tcvn3"] = Charset(made["tcvn3"].name, lambda text: with_capitals(with_horns(_decoder("tcvn3")(text))))
    made["cp1258"] = Charset("CP1258", _cp1258)
    made["utf8"] = Charset("UTF-8 đọc nhầm", _twice)
    made["glyphs"] = Charset(tables["glyphs"]["name"], _unshifted)
    return made


def _variants(code: bytes) -> list[str]:
    """How a letter's bytes can look: its last byte as Latin-1, as Windows-1252, or in the private area."""
    base, last = code[:-1].decode("latin-1"), code[-1]
    return [base + char for char in {chr(last), _shown().get(last, chr(last)), chr(_PRIVATE + last)}]


@cache
def _decoder(key: str) -> Callable[[str], str]:
    table = {shape: letter for code, letter in letters(key).items() for shape in _variants(code)}
    pairs = {shape: letter for shape, letter in table.items() if len(shape) > 1}
    single = str.maketrans({shape: letter for shape, letter in table.items() if len(shape) == 1})
    if not pairs:
        return lambda text: text.translate(single)
    # A capital's mark is sometimes typed small, and the other way round: the vowel decides.
    both = {shape[0] + shape[1].swapcase(): letter for shape, letter in pairs.items()} | pairs
    vowels, marks = ({shape[place] for shape in both} for place in (0, 1))
    pattern = re.compile(f"[{''.join(sorted(vowels))}][{''.join(sorted(marks))}]|.", re.DOTALL)

    def letter(match: re.Match[str]) -> str:
        shape = match.group()
        return both.get(shape) or shape.translate(single)

    return lambda text: pattern.sub(letter, text)


def _cp1258(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_combining()))


@cache
def _combining() -> Mapping[int, str]:
    table: dict[int, str] = {}
    for byte in range(0xC0, 0x100):
        char = bytes([byte]).decode("cp1258")
        if char != chr(byte):
            table |= {byte: char, _PRIVATE + byte: char}
    return table


def _twice(text: str) -> str:
    """UTF-8 that was read as Windows-1252, word by word; what is none stays."""

    def word(match: re.Match[str]) -> str:
        data = viewed_bytes(match.group())
        try:
            return match.group() if data is None else unicodedata.normalize("NFC", data.decode("utf-8"))
        except UnicodeDecodeError:
            return match.group()

    return re.sub(r"[^ \t\r\n\x00-\x7f]+", word, text)


def _unshifted(text: str) -> str:
    return text.translate(_glyphs())


@cache
def _glyphs() -> Mapping[int, str]:
    table: dict[str, Any] = load("charsets")["glyphs"]
    first, shifted, last = (ord(table[key]) for key in ("first", "shifted", "last"))
    pairs = {ord(char): str(letter) for char, letter in table["pairs"].items()}
    return pairs | {first + step: chr(shifted + step) for step in range(last - shifted + 1)}


# -- what TCVN3 loses: "ư" in PDFs, capitals -----------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+")
_HYPHEN = re.compile(r"(?<![^\W_])(?P<head>[^\W\d_]{0,3})-(?P<tail>[^\W\d_]{0,3})(?![^\W_])")


def with_horns(text: str) -> str:
    """Hyphens as the "ư" that they were: its byte in TCVN3 is the soft hyphen, which PDFs show as a hyphen.

    >>> with_horns("ng-ời lao động n-ớc ta đ-ợc -u tiên, kỹ s-; 5/QĐ-UB, các-bon, - u xơ, a-b")
    'người lao động nước ta được ưu tiên, kỹ sư; 5/QĐ-UB, các-bon, - u xơ, a-b'
    """

    def horn(match: re.Match[str]) -> str:
        head, tail = match["head"], match["tail"]
        letters = head + tail
        bullet = not head and tail != "u" and is_syllable(tail)
        if not letters or bullet or is_syllable(head) or letters[1:] != letters[1:].lower():
            return match.group()
        whole = f"{head}ư{tail}"
        return whole if weight(whole) else match.group()

    return _HYPHEN.sub(horn, text) if "-" in text else text


def with_capitals(text: str) -> str:
    r"""Small letters with a tone as the capitals that a TCVN3 capital font drew, where the word's other letters show it.

    A word of which no letter shows anything ("Hà", "Về") goes with its neighbours on the line.

    >>> with_capitals("QUYếT ĐịNH Về"), with_capitals("QUYếT ĐịNH của Về Hà Nội"), with_capitals("Hà Về, Qđ/TW")
    ('QUYẾT ĐỊNH VỀ', 'QUYẾT ĐỊNH của Về Hà Nội', 'HÀ VỀ, QĐ/TW')
    """
    return "\n".join(_line_with_capitals(line) for line in text.split("\n"))


def _line_with_capitals(line: str) -> str:
    words = list(_WORD.finditer(line))
    shown = [_shows(word.group()) for word in words]
    if True not in shown:
        return line
    parts, end = [], 0
    for place, word in enumerate(words):
        capital = shown[place]
        if capital is None:
            before = next((known for known in reversed(shown[:place]) if known is not None), True)
            after = next((known for known in shown[place + 1 :] if known is not None), True)
            capital = before and after
        parts += [line[end : word.start()], word.group().upper() if capital else word.group()]
        end = word.end()
    return "".join(parts) + line[end:]


def _shows(word: str) -> bool | None:
    """Is it a word in capitals? ``None`` where it cannot be told."""
    if any("a" <= char <= "z" for char in word):
        return False
    later = any(char.isupper() for char in word[1:])
    # No syllable has a "đ" after its first letter: "Qđ" is a code.
    return True if (later and not word.isupper()) or (word[0].isupper() and "đ" in word[1:]) else None


# -- fonts -----------------------------------------------------------------------------------------------------------


@cache
def _fonts() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, str], ...]:
    tables = load("charsets")
    return tuple(
        (re.compile(table["fonts"]), re.compile(table["capitals"]) if "capitals" in table else None, key)
        for key, table in tables.items()
        if "fonts" in table
    )


def from_font(font_name: str, text: str) -> str:
    """What a run of text reads as in its font; text in proper Unicode, and any other font's, stays.

    Runs that touch each other and have the same font are to be put together first: VNI's letters are two characters.

    >>> from_font(".VnTime", "QuyÕt ®Þnh"), from_font(".VnTimeH", "QuyÕt ®Þnh"), from_font("VNI-Times", "Quyeát ñònh")
    ('Quyết định', 'QUYẾT ĐỊNH', 'Quyết định')
    >>> from_font("Times New Roman", "café"), from_font(".VnTime", "Quyết định")
    ('café', 'Quyết định')
    """
    lowered = font_name.strip().lower()
    for fonts, capitals, key in _fonts():
        if fonts.search(lowered):
            if is_proper(text):
                return text
            read = charsets()[key].decode(text)
            return read.upper() if capitals and capitals.search(lowered) else read
    return text
