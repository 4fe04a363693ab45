"""What an instrument without a number is called: two ways of writing one name have one key.

``Luật Công đoàn năm 2012`` and ``Luật Công đoàn 2012`` are one law; ``Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng
khóa XII`` is ``Nghị quyết Trung ương 4 (khóa XII)``. The year tells laws of one name apart and is no part of the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest import places
from ingest.lexicon import load
from ingest.text import fold, normalise

_REVISED = re.compile(r"\(? ?sua doi ?\)(?=,? ?(?:nam )?(?:19|20)\d\d)")
_YEAR = re.compile(r"(?:,? ?nam|,)? \(?(?P<year>(?:19|20)\d\d)\)?$")
_WORDS = re.compile(r"[^\W_]+")
_PLENUM = re.compile(r"nghi quyet (?:hoi nghi )?(?:lan thu )?.*?(?:trung uong|tw)\b.*")
_CONGRESS = "nghi quyet dai hoi"
_TERM_YEARS = re.compile(r",? ?nhiem ky (?:19|20)\d\d ?[-\u2013]? ?(?:19|20)\d\d")
_LOCAL = re.compile(r"(?<!\w)(?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong|co so|co quan|cap minh)(?!\w)")
_SPELT = re.compile(r"lan thu (?P<number>muoi(?: [a-z]+)?|nhat|hai|ba|tu|nam|sau|bay|tam|chin)(?![a-z])")
_ROMAN = re.compile(r"[ivxlc]{1,7}")
_NATIONAL = {"dang", "dang cong san viet nam", ""}


class Name(NamedTuple):
    """What tells a named instrument from others.

    Attributes:
        key: of its name.
        year: that stands behind it.
        local: a province or a unit below one has its own instrument of this name.
    """

    key: str
    year: int | None
    local: bool = False


def read_name(name: str) -> Name:
    """Key and year of a name.

    >>> read_name("Luật Công đoàn năm 2012")
    Name(key='luat cong doan', year=2012, local=False)
    >>> read_name("Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII").key
    'nghi quyet trung uong 4 khoa 12'
    >>> read_name("Nghị quyết Đại hội Công đoàn tỉnh Lai Châu lần thứ XIII, nhiệm kỳ 2023 - 2028")
    Name(key='nghi quyet dai hoi cong doan tinh 13', year=None, local=True)
    """
    folded = " ".join(fold(normalise(name)).split())
    if folded.replace(" cua dai hoi", " dai hoi").startswith(_CONGRESS):
        return _congress(name)
    if _PLENUM.fullmatch(folded):
        return _plenum(folded)
    folded = " ".join(_REVISED.sub(" ", folded).split())
    year = _YEAR.search(folded)
    bare = folded[: year.start()] if year else folded
    key = " ".join(_WORDS.findall(bare))
    return Name(load("names")["same"].get(key, key), int(year["year"]) if year else None)


def name_key(name: str) -> str:
    """The key of a name, without its year."""
    return read_name(name).key


def _congress(name: str) -> Name:
    for span, _ in reversed(places.find(name)):
        name = f"{name[: span.start]} {name[span.end :]}"
    folded = _TERM_YEARS.sub("", " ".join(fold(normalise(name)).split())).replace("nghi quyet cua", "nghi quyet")
    words = [
        word
        for word in _WORDS.findall(folded.removeprefix(_CONGRESS))
        if word not in {"lan", "thu", "cua", "bieu", "toan", "quoc"}
    ]
    national = "toan quoc" in folded
    words = [word for place, word in enumerate(words) if not (word == "dai" and place == 0)]
    number = next((str(_number(word)) for word in words if _number(word)), "")
    body = " ".join(word for word in words if not _number(word))
    if not number and (spelt := _SPELT.search(folded)):
        number = next((str(found) for found in _numbers(spelt["number"].split())), "")
        body = " ".join(word for word in words if word not in spelt["number"].split())
    if body in _NATIONAL:
        body = "dang" if body or national else ""
    return Name(" ".join(filter(None, (_CONGRESS, body, number))), None, bool(_LOCAL.search(body)))


def _plenum(folded: str) -> Name:
    before, _, term = folded.partition("khoa")
    number = next((str(found) for found in _numbers(_WORDS.findall(before))), "")
    terms = [str(_number(word)) for word in _WORDS.findall(term) if _number(word)]
    key = f"nghi quyet trung uong {number}".strip()
    return Name(f"{key} khoa {terms[0]}" if len(terms) == 1 else key, None)


def _numbers(words: list[str]) -> Iterator[int]:
    """The numbers among words, Roman, Arabic or spelt; "mười hai" is one."""
    for place, word in enumerate(words):
        unit = _UNITS.get(words[place + 1]) if word == "muoi" and place + 1 < len(words) else None
        found = _number(word) or (10 + unit if unit else _ordinal(word))
        if found is not None:
            yield found


_UNITS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "lam": 5, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}


def _number(word: str) -> int | None:
    """The value of a Roman or Arabic number of up to two digits."""
    if word.isdigit():
        return int(word) if len(word) <= 2 else None
    if not _ROMAN.fullmatch(word):
        return None
    values = [_ROMANS[letter] for letter in word]
    return sum(-value if value < max(values[place:], default=0) else value for place, value in enumerate(values))


_ROMANS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def _ordinal(word: str) -> int | None:
    value: int | None = load("names")["ordinals"].get(word)
    return value
