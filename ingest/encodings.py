"""In which encoding a text is, found by reading it: the one whose words are Vietnamese.

:func:`decode` takes a file's bytes, :func:`repair` text that somebody has decoded wrongly before (a PDF's letters, a
UTF-8 file made of TCVN3). Both judge line by line, so that a document put together from several comes out right, and
change nothing without a clear gain: what is Vietnamese, English or French as it stands is never touched.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.charsets import charsets, is_proper, view
from ingest.syllables import is_syllable, weight

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16 BE"),
)
_GAIN = 2.5  # of all words that a reading changes, each at most 2; fewer than two good words never reach it
_GOOD = 0.3  # the worth of a possible syllable
_SHARE = 0.75  # of the changed words that become Vietnamese
_NARROW, _WIDER = "tcvn3", "vn1"
_HEAD = 4096  # bytes by which UTF-16 without its mark is told
_CACHED = 1 << 16


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text.

    Attributes:
        text: in NFC.
        encoding: as users know it; several joined by a comma where parts of the file differ.
    """

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    r"""The text of a plain-text file.

    Raises:
        UnicodeDecodeError: it is no text in UTF-8 or UTF-16, and too short or too strange for an older encoding.

    >>> decode(b"Quy\xd5t \xae\xdenh v\xd2 vi\xd6c ban h\xb5nh")
    Decoded(text='Quyết định về việc ban hành', encoding='TCVN3')
    >>> decode("Quyết định".encode("utf-16-le")).text
    'Quyết định'
    """
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            return _repaired(data.decode(codec), name)
    wide = wide_codec(data)
    if wide is not None:
        return _repaired(data.decode(wide), wide.upper().replace("UTF-16-", "UTF-16 "))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _by_lines(data, error)
    return _repaired(text, "UTF-8")


def _repaired(text: str, encoding: str) -> Decoded:
    repaired, found = repair(text)
    return Decoded(_nfc(repaired), found or encoding)


def wide_codec(data: bytes) -> str | None:
    r"""``utf-16-le`` or ``utf-16-be`` where bytes without a mark are that, told by the zeros beside the ASCII letters.

    >>> wide_codec("Ủy ban".encode("utf-16-be")), wide_codec(b"\x00\x01\x02\x00"), wide_codec("Ủy ban".encode())
    ('utf-16-be', None, None)
    """
    head = data[: _HEAD - _HEAD % 2]
    if b"\x00" not in head or len(data) % 2:
        return None
    zeros = (head[1::2].count(0), head[::2].count(0))
    codec = "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be"
    try:
        text = head.decode(codec)
    except UnicodeDecodeError:
        return None
    plain = sum(char.isprintable() or char in "\t\r\n\f" for char in text)
    return codec if plain == len(text) and sum(map(ord, text)) < 0x800 * len(text) else None


def repair(text: str) -> tuple[str, str | None]:
    """The text as it was meant, and what it was in; ``None`` and the same text where nothing was wrong.

    >>> repair("QuyÕt ®Þnh vÒ viÖc ban hµnh quy chÕ")
    ('Quyết định về việc ban hành quy chế', 'TCVN3')
    >>> repair("Quyeát ñònh veà vieäc ban haønh, soá 5/QÑ-UB")
    ('Quyết định về việc ban hành, số 5/QĐ-UB', 'VNI')
    >>> repair("Quyết định số 217-QĐ/TW, 98% và ½ ở § 3, café của René")
    ('Quyết định số 217-QĐ/TW, 98% và ½ ở § 3, café của René', None)
    """
    composed = _nfc(text)
    keys = _hopeful(composed)
    if not keys:
        return text, None
    lines = composed.split("\n")
    chosen = _choose(lines, keys)
    if not any(chosen):
        return text, None
    read = (_read(line, key) if key else line for line, key in zip(lines, chosen, strict=True))
    return "\n".join(read), _names(chosen)


def _hopeful(text: str) -> tuple[str, ...]:
    """The encodings that make Vietnamese of two strange words. For almost every text there is none, and that is the end."""
    strange = [word for word in frozenset(_words(text)) if _strange(word)]
    if len(strange) < 2:
        return ()
    return tuple(
        key for key, one in charsets().items() if sum(_worth(one.decode(word)) >= _GOOD for word in strange) > 1
    )


def _by_lines(data: bytes, error: UnicodeDecodeError) -> Decoded:
    """Bytes that are not UTF-8, at least not all of them."""
    lines, foreign = [], []
    for row in data.split(b"\n"):
        line = _as_utf8(row)
        lines.append(view(row) if line is None else line)
        foreign.append(line is None)
    chosen = _choose(lines, tuple(charsets()))
    only = {key for key in chosen if key}
    for place, line in enumerate(lines):
        if foreign[place] and chosen[place] == "utf8":
            raise error  # UTF-8 after all, with a torn letter in it
        if foreign[place] and not chosen[place]:
            # A short line of such a file goes with the others; where they differ, nothing tells how to read it.
            key = next(iter(only)) if len(only) == 1 else None
            if key is None or (_changed(line, key) and _evidence([line], key).share < _SHARE):
                raise error
            chosen[place] = key
    read = (_read(line, key) if key else line for line, key in zip(lines, chosen, strict=True))
    return Decoded(_nfc("\n".join(read)), _names(chosen) or "UTF-8")


def _as_utf8(row: bytes) -> str | None:
    r"""A line of a mixed file where it is UTF-8; "\xdf\xbd" is too, but no letter of ours: it is "ươ" in VISCII."""
    try:
        line = row.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _FAR.search(line) else line


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _names(chosen: Iterable[str | None]) -> str | None:
    counted = Counter(key for key in chosen if key)
    return ", ".join(charsets()[key].name for key, _ in counted.most_common()) or None


# -- words, and what they are worth ----------------------------------------------------------------------------------

# Whatever stands between spaces, ASCII marks and digits: a letter of an old encoding can look like any sign.
_WORD = re.compile(r"[^\x00-\x40\x5b-\x60\x7b-\x7f\xa0\s\u2010-\u2027]+")
_FAR = re.compile("[\u0370-\u1dff]")
_ASCII = re.compile(r"[\x00-\x7f]*")


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


@lru_cache(_CACHED)
def _strange(word: str) -> bool:
    """Neither ASCII nor a Vietnamese syllable: worth a second look."""
    return len(word) > 1 and not word.isascii() and not (is_syllable(word) and _one_case(word))


def _one_case(word: str) -> bool:
    return word.isupper() or word[1:].islower()


@lru_cache(_CACHED)
def _worth(word: str) -> float:
    """From -1, letters mixed with signs, to 1, a common syllable of Vietnamese."""
    if len(word) < 2 or word.isascii():
        return 0.0
    if is_syllable(word) and _one_case(word):
        return 1.0 if weight(word) > 2 else 0.8 if weight(word) else 0.3
    if not word.isalpha() or any("\u0370" <= char < "\u1e00" for char in word):
        return -1.0
    if word.isupper() and len(word) < 10 and set(word) & set("ĐƯƠ"):
        return 0.3  # an abbreviation: UBTƯ, QĐ
    return -0.3


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a reading does to the words that it changes.

    Attributes:
        gain: worth of the words after, less their worth before.
        share: of them that are Vietnamese after.
        good: how many are.
    """

    gain: float
    share: float
    good: int

    @property
    def clear(self) -> bool:
        return self.gain >= _GAIN and self.share >= _SHARE and self.good > 1


def _evidence(lines: Iterable[str], key: str) -> _Evidence:
    before, after = set(), set()
    for line in lines:
        before.update(_words(line))
        after.update(_words(_read(line, key)))
    new, old = after - before, before - after
    good = sum(_worth(word) >= _GOOD for word in new)
    judged = sum(len(word) > 1 for word in new)
    gain = sum(map(_worth, new)) - sum(map(_worth, old))
    return _Evidence(gain, good / judged if judged else 0.0, good)


def _changed(line: str, key: str) -> bool:
    return _read(line, key) != line


def _read(line: str, key: str) -> str:
    """The line in an encoding; where proper letters stand in it too, only the words that gain."""
    decode_all = charsets()[key].decode
    if key == "glyphs" or not is_proper(line):
        return decode_all(line)

    def word(match: re.Match[str]) -> str:
        read = decode_all(match.group())
        return read if _worth(read) > max(_worth(match.group()), 0.0) else match.group()

    return _WORD.sub(word, line)


# -- one decision per line -------------------------------------------------------------------------------------------


def _choose(lines: Sequence[str], keys: Sequence[str]) -> list[str | None]:
    """The encoding of each line; ``None`` for a line that stays.

    First the lines that tell by themselves, in a strange reading or as they stand. A line between them that is too
    short to tell goes with its neighbours. Where no line tells, all together may.
    """
    told = [_told(line, keys) for line in lines]
    if any(told):
        around = zip(_filled(told), _filled(told[::-1])[::-1], strict=True)
        told = [
            _from_neighbours(line, *keys) if key is None else key
            for line, key, keys in zip(lines, told, around, strict=True)
        ]
    else:
        together = _best([line for line, key in zip(lines, told, strict=True) if key is None], keys)
        told = [
            together if together and key is None and _fits(line, together) else None
            for line, key in zip(lines, told, strict=True)
        ]
    return _widened(lines, [key or None for key in told])


def _widened(lines: Sequence[str], chosen: list[str | None]) -> list[str | None]:
    """VN1 for VN3, one for all: they differ in capitals only, and one line has too few of them to tell."""
    narrow = [line for line, key in zip(lines, chosen, strict=True) if key == _NARROW]
    if narrow and _evidence(narrow, _WIDER).gain >= _evidence(narrow, _NARROW).gain + 1:
        return [_WIDER if key == _NARROW else key for key in chosen]
    return chosen


def _told(line: str, keys: Sequence[str]) -> str | None:
    """The encoding that a line alone tells; ``""`` where it is right as it stands, ``None`` where it does not tell."""
    if any(map(_strange, _words(line))):
        return _best([line], keys)
    return "" if is_proper(line) else None


def _best(lines: Sequence[str], keys: Sequence[str]) -> str | None:
    found, most = None, 0.0
    for key in keys:
        if key == _WIDER:
            continue
        evidence = _evidence(lines, key)
        if evidence.clear and evidence.gain > most:
            found, most = key, evidence.gain
    return found


def _fits(line: str, key: str) -> bool:
    evidence = _evidence([line], key)
    return evidence.gain > 0 or (evidence.gain == 0 and evidence.share >= _SHARE)


def _filled(told: Sequence[str | None]) -> list[str | None]:
    """For each place what was told last before it."""
    last: str | None = None
    filled: list[str | None] = []
    for key in told:
        filled.append(last)
        last = last if key is None else key
    return filled


def _from_neighbours(line: str, before: str | None, after: str | None) -> str | None:
    """An undecided line between others: read like them where they agree, else only where that makes it better."""
    if _ASCII.fullmatch(line):
        return None
    around = [key for key in dict.fromkeys((before, after)) if key]
    agree = "" not in (before, after)
    for key in around:
        evidence = _evidence([line], key)
        if evidence.gain > 0 or (agree and len(around) == 1 and evidence.gain > -1 and _changed(line, key)):
            return key
    return None
