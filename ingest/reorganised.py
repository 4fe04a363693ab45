"""Bodies that ended or were merged in 2025, what holds their work now, and the level that is no more.

The names are data (``lexicon/reorganised.toml``, which also tells how certain they are). Unknown is a result: a body of
which the table does not know for certain what became of it has no successor here, and may still have ended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any

from ingest import lexicon, places
from ingest.citations import issuer_key
from ingest.text import fold, normalise

_NAME = re.compile(r"(?:\s+(?:[^\W\d_][\w'’]*|\d{1,2})){1,4}")
_NAME_WORDS = 4
_CENTRE = re.compile(r"(?<!ĐẦU )\bT\.?Ư\b(?! PHÁP)")
_OF_PROVINCE = re.compile(r"\s+(?:trực\s+)?thuộc\s+tỉnh")


@dataclass(frozen=True, slots=True)
class Successor:
    """What holds the work of a body that ended.

    Attributes:
        name: in full, with its place where the asked name has one.
        since: ISO day, or month (``2025-02``), from which it stands in the place of the old one.
        whole: it holds all of its work; else most, and ``note`` says where other parts went.
        code: its code in number-symbols, where it has one.
        moved: it is the same body of another province, of the one that holds the territory of the old one.
    """

    name: str
    since: str
    whole: bool = True
    note: str = ""
    code: str | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """A unit of the level that ended: its words in the text, which level, and since when."""

    text: str
    level: str
    since: str
    note: str


@dataclass(frozen=True, slots=True)
class _Local:
    """The name of a body of a province: what stands before its place, the word for it (``tỉnh``, ``Tỉnh ủy``), the province."""

    head: str
    word: str
    province: str | None

    def __str__(self) -> str:
        if self.province is None:
            return " ".join(part for part in (self.head, self.word) if part)
        word = next(row for row in _table()["place"] if row["province"] == (self.word or "tỉnh"))
        kind = "city" if places.kind(self.province) == "thành phố" else "province"
        return " ".join(part for part in (self.head, word[kind], self.province) if part)


@lru_cache(maxsize=4096)
def successor(name: str) -> Successor | None:
    """What stands in the place of a body, a code or a head of one; ``None`` where it goes on, or nothing certain is known.

    >>> successor("Bộ Kế hoạch và Đầu tư").name, successor("BLĐTBXH").name, successor("Bộ Nội vụ")
    ('Bộ Tài chính', 'Bộ Nội vụ', None)
    >>> successor("LĐLĐ tỉnh Ninh Thuận")
    Successor(name='LĐLĐ tỉnh Khánh Hòa', since='2025-07-01', whole=True, note='', code=None, moved=True)
    """
    body = _central().get(body_key(name))
    if body is not None:
        return _heir(body, str(body["successor"]), str(body["since"]))
    local = _local(name)
    return None if local is None else _moved(local)


@lru_cache(maxsize=4096)
def predecessors(name: str) -> tuple[str, ...]:
    """The bodies whose work, all or most of it, a body holds since 2025.

    >>> predecessors("Bộ Nội vụ"), predecessors("Bộ Y tế")
    (('Bộ Lao động - Thương binh và Xã hội',), ())
    >>> predecessors("Liên đoàn Lao động tỉnh Khánh Hòa")
    ('Liên đoàn Lao động tỉnh Ninh Thuận',)
    """
    key = body_key(name)
    central = [
        str(row["name"])
        for row in _table()["body"]
        if "of" not in row and key in {body_key(form) for form in (row["successor"], row.get("code")) if form}
    ]
    local = _local(name)
    return tuple(central) if central or local is None else _came_from(local)


def ended(text: str) -> Ended | None:
    """The first unit of a text that belongs to the level which ended on 1 July 2025.

    >>> ended("Liên đoàn Lao động huyện Mường Tè, tỉnh Lai Châu").text, ended("Thành ủy Vinh").level
    ('huyện Mường Tè', 'thành phố thuộc tỉnh')
    >>> ended("Liên đoàn Lao động thành phố Hồ Chí Minh")
    """
    text = normalise(text)
    plain = text.lower() == fold(text)
    pattern, units = _units(plain=plain)
    for match in pattern.finditer(text):
        unit = units[match.group("word").lower()]
        name = _unit_name(text, match.end(), any_name=not unit.get("named", False))
        if name is not None and (name or not plain):
            district = _table()["district"]
            return Ended(match.group("word") + name, unit["level"], district["since"], district["note"])
    return None


# -- bodies of the centre and of provinces ------------------------------------------------------------------------------


@cache
def _table() -> dict[str, Any]:
    return lexicon.load("reorganised")


@cache
def _central() -> dict[str, dict[str, Any]]:
    return {
        body_key(form): row
        for row in _table()["body"]
        if "of" not in row
        for form in (row["name"], *row.get("names", ()))
    }


@cache
def _bodies_of(word: str) -> dict[str, dict[str, Any]]:
    return {
        body_key(form): row
        for row in _table()["body"]
        if row.get("of") == word
        for form in (row["name"], *row.get("names", ()))
    }


@lru_cache(maxsize=4096)
def body_key(name: str) -> str:
    """The key under which names of one body are equal: that of issuers, without "và" and the words for who heads it.

    >>> body_key("Bộ trưởng Bộ Kế hoạch & Đầu tư") == body_key("bo ke hoach va dau tu")
    True
    """
    tidy = _leads().sub("", " ".join(normalise(name).split()), count=1)
    # Folded first: with its marks issuers' "tư" is the centre, in "Đầu tư" too.
    words = issuer_key(fold(_CENTRE.sub("TW", tidy))).split()
    return " ".join(word for word in words if word != "va")


@cache
def _leads() -> re.Pattern[str]:
    leads = _table()["leads"]
    longest = sorted({*leads, *(fold(lead) for lead in leads)}, key=len, reverse=True)
    return re.compile(rf"^(?:{'|'.join(map(re.escape, longest))})\s+(?=\S)", re.IGNORECASE)


def _heir(body: dict[str, Any], name: str, since: str) -> Successor:
    return Successor(name, since, bool(body["whole"]), str(body.get("note", "")), body.get("code"))


def _local(name: str) -> _Local | None:
    """The parts of the name of a body of a province; ``None`` for other names, and for units below a province."""
    tidy = " ".join(normalise(name).split()).strip(" ,.;:")
    found = places.find(tidy)
    province = found[-1][1] if found and found[-1][0].end == len(tidy) else None
    before = tidy[: found[-1][0].start] if province else tidy
    match = _place_words().search(before)
    word = _word_of(match.group("word")) if match else ""
    local = _Local((before[: match.start()] if match else before).strip(" ,"), word, province)
    return local if _is_provincial(local) else None


@cache
def _place_words() -> re.Pattern[str]:
    words = [word for row in _table()["place"] for word in (row["province"], row["city"], *row["also"])]
    forms = sorted({*words, *(fold(word) for word in words)}, key=len, reverse=True)
    return re.compile(rf"(?:^|\s)(?P<word>{'|'.join(map(re.escape, forms))})\s*$", re.IGNORECASE)


def _word_of(written: str) -> str:
    """The word for a province that stands for a written one: ``tỉnh`` for ``TP.``."""
    for row in _table()["place"]:
        if fold(written) in {fold(form) for form in (row["province"], row["city"], *row["also"])}:
            return str(row["province"])
    return ""


def _is_provincial(local: _Local) -> bool:
    word, key = local.word or "tỉnh", body_key(local.head)
    if key in _bodies_of(word) or _heads_to(word, key):
        return True
    if not local.word and local.province is None:
        return False
    table = _table()["provincial"]
    opened = word == "tỉnh" and any(key.startswith(f"{body_key(opening)} ") for opening in table["openings"])
    return opened or key in {body_key(head) for head in table[word]}


def _heads_to(word: str, key: str) -> list[str]:
    """The bodies of a province that were merged into the one with this key."""
    rows = {row["name"]: row for row in _bodies_of(word).values()}
    return [name for name, row in rows.items() if body_key(row["successor"]) == key]


def _moved(local: _Local) -> Successor | None:
    """The body of the present-day province, under its present-day name."""
    body = _bodies_of(local.word or "tỉnh").get(body_key(local.head))
    now = places.successor(local.province) if local.province else None
    merged = now is not None and now != local.province
    if body is None and not merged:
        return None
    name = str(_Local(body["successor"] if body else local.head, local.word, now))
    table = _table()["provinces"]
    days = [str(body["since"])] if body else []
    days += [str(table["exceptions"].get(local.province, table["since"]))] if merged else []
    return _heir(body, name, max(days)) if body else Successor(name, max(days), moved=True)


def _came_from(local: _Local) -> tuple[str, ...]:
    heads = [local.head, *_heads_to(local.word or "tỉnh", body_key(local.head))]
    provinces = [local.province, *(places.predecessors(local.province) if local.province else ())]
    found = (_Local(head, local.word, province) for head in heads for province in dict.fromkeys(provinces))
    return tuple(str(one) for one in found if one != local)


# -- units ------------------------------------------------------------------------------------------------------------


@cache
def _units(*, plain: bool) -> tuple[re.Pattern[str], dict[str, dict[str, Any]]]:
    """The words for units that ended, as spelt or without diacritics."""
    units = {fold(word) if plain else word: row for row in _table()["unit"] for word in row["words"]}
    longest = "|".join(re.escape(word) for word in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<word>{longest})(?!\w)", re.IGNORECASE), units


def _unit_name(text: str, position: int, *, any_name: bool) -> str | None:
    """The name that follows the word for a unit, with what joins them; ``None`` where no unit that ended is meant."""
    of_province = _OF_PROVINCE.match(text, position)
    if of_province:
        return str(of_province.group())
    match = _NAME.match(text, position)
    words: list[str] = re.findall(r"\s+[\w'’]+", match.group()) if match else []
    joined = _table()["district"]["joined"]
    lead = words.pop(0) if words and words[0].strip().lower() in {*joined, *map(fold, joined)} else ""
    named = list(takewhile(lambda word: word.strip()[0].isupper() or word.strip().isdigit(), words))[:_NAME_WORDS]
    if any_name:
        return lead + "".join(named)
    spelt = ["".join(named[:count]).strip() for count in range(1, len(named) + 1)]
    if not spelt or any(places.kind(form) == "thành phố" for form in spelt):
        return None
    return lead + "".join(named)
