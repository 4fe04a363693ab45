"""Who issued a directive: the masthead, else the symbol with what the body says, never a guess.

The names, their spelling and the codes are data: ``lexicon/header.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from ingest import lexicon, places
from ingest.letters import CAPITAL
from ingest.text import fold

_SIGNED_FOR = re.compile(r"^t/?m\.?\s+(bo chinh tri|ban bi thu|ban chap hanh trung uong)\b", re.MULTILINE)
_DECIDES = re.compile(
    r"^(bo chinh tri|ban bi thu)(?:\s+trung uong dang)?(?:\s+(?:quyet dinh|ket luan|yeu cau|chi thi))?\s*:?$",
    re.MULTILINE,
)
_TWO = 2
_TITLE_WORD = rf"{CAPITAL}[^\W\d_]*"
_PLACE_NAME = re.compile(rf"\s+({_TITLE_WORD}(?:\s+(?:[-–]\s+)?{_TITLE_WORD}){{0,4}})")


def _table() -> dict[str, Any]:
    return lexicon.load("header")


def starts_with(text: str, list_name: str, table: str = "header") -> bool:
    """Whether a text begins with a word or phrase of a list of ``header.toml``, whatever its case."""
    return bool(_opening(list_name, table).match(text.lower()))


@cache
def _opening(list_name: str, table: str = "header") -> re.Pattern[str]:
    phrases = sorted((phrase.lower() for phrase in lexicon.load(table)[list_name]), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, phrases)) + r")(?![^\W_])")


def organisations(lines: Sequence[str]) -> tuple[str, ...]:
    """The organisations of a masthead, the highest first, each spelt in full.

    >>> organisations(["TỔNG LIÊN ĐOÀN", "LAO ĐỘNG VIỆT NAM", "LĐLĐ TỈNH LAI CHÂU"])
    ('Tổng Liên đoàn Lao động Việt Nam', 'Liên đoàn Lao động tỉnh Lai Châu')
    """
    names: list[str] = []
    for line in lines:
        if names and _goes_on(names[-1], line):
            names[-1] = f"{names[-1]} {line}"
        else:
            names.append(line)
    spelt = (spelled(name) for name in names)
    return tuple(dict.fromkeys(name for name in spelt if name and starts_with(name, "heads")))


def _goes_on(name: str, line: str) -> bool:
    joined = f"{name} {line}".lower()
    if joined in _phrases() or name.endswith(("-", "–", ",")):
        return True
    if _opening("heads").match(line.lower()):
        return " " not in line.strip() and not _is_complete(name)  # a name's last word: "… TỈNH" / "ĐOÀN"
    return _opening("levels").match(line.lower()) is not None or not _is_complete(name)


def _is_complete(name: str) -> bool:
    """Whether a name already ends in its place: "… TỈNH LAI CHÂU", "… VIỆT NAM"."""
    lowered = name.lower()
    levels = "|".join(_table()["levels"])
    return lowered.endswith("việt nam") or re.search(rf"(?<!\w)(?:{levels})\s+\w\S*\s+\w\S*", lowered) is not None


@cache
def _phrases() -> dict[str, str]:
    spelling = _table()["spelling"]
    known: dict[str, str] = {phrase.lower(): phrase for phrase in spelling["phrases"]}
    known.update({word.lower(): word for word in (*spelling["small"], *spelling["upper"])})
    known.update(_table()["expansions"])
    return known


def spelled(name: str) -> str:
    """An organisation as running text spells it: capitals undone, abbreviations written out.

    >>> spelled("LIÊN ĐOÀN LAO ĐỘNG TP. HỒ CHÍ MINH"), spelled("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI TỈNH ĐẮK LẮK")
    ('Liên đoàn Lao động thành phố Hồ Chí Minh', 'Sở Lao động - Thương binh và Xã hội tỉnh Đắk Lắk')
    """
    words = name.strip(" -–_*.,;:").split()
    shouted = sum(char.isupper() for char in name) > sum(char.islower() for char in name)
    phrases = _phrases()
    out: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(9, len(words) - at), 0, -1):
            key = " ".join(words[at : at + length]).lower()
            if key in phrases and (shouted or key in _table()["expansions"]):
                out.append(phrases[key])
                at += length
                break
        else:
            out.append(words[at].capitalize() if shouted else words[at])
            at += 1
    spelt = " ".join(out)
    return spelt[:1].upper() + spelt[1:]


def from_masthead(names: Sequence[str], place: str | None, codes: Sequence[str], text: str) -> str | None:
    """The issuer among the organisations of a masthead: the last one, with what it takes from the one above it."""
    kept: list[str] = []
    if joint := _joint(names, place, codes):
        return joint
    for name in names:
        own = _without_body(name)
        if (
            kept and own != name and starts_with(own, "levels") and not starts_with(own, "heads")
        ):  # "ĐOÀN THANH NIÊN … / BAN CHẤP HÀNH TỈNH LÀO CAI"
            kept[-1] = f"{kept[-1]} {own}"
        elif own:
            kept.append(own)
    if not kept:
        return None
    last, above = kept[-1], kept[:-1]
    if last == "Ban Chấp hành Trung ương":
        return _central_committee(text) or last
    if last.startswith("Đảng bộ") and "TU" in codes and (found := places.find(last)):
        return _of_province("Tỉnh ủy", found[-1][1])
    if above and not _is_complete(last):
        last = _under(last, above[-1])
    home = places.canonical(place) if place else None
    if place and not home and re.search(r"(?:^(?:Huyện|Quận|Thị) ủy| huyện| quận| thị xã)$", last):
        return f"{last} {_bare(place)}"
    named = [name for superior in above for _, name in places.find(superior)]
    return _with_place(last, home or (named[-1] if named else None))


def _joint(names: Sequence[str], place: str | None, codes: Sequence[str]) -> str | None:
    """The organs of a joint directive, as many as its symbol names: "Liên đoàn Lao động tỉnh X - Tỉnh đoàn X"."""
    if len(codes) <= _TWO or codes[0] not in _table()["joint_codes"]:
        return None
    each = [
        own
        for name in names
        for part in _organs_of(name)
        if starts_with(part, "heads") and starts_with(own := _without_body(part), "heads")
    ]
    each = each[1 - len(codes) :]
    if len(each) < _TWO:
        return None
    province = places.canonical(place) if place else None
    placed = [_with_place(name, province) for name in each]
    return " - ".join(placed)


def _organs_of(name: str) -> list[str]:
    """The organs that dashes part; a dash within a name does not: "Bộ Công an - Bộ Lao động - Thương binh và Xã hội"."""
    organs: list[str] = []
    for part in re.split(r"\s[-–]\s", name):
        if organs and not starts_with(part, "heads"):
            organs[-1] = f"{organs[-1]} - {part}"
        else:
            organs.append(part)
    return organs


def _without_body(name: str) -> str:
    """Drop the body that signs for the organisation: "Ban Thường vụ Liên đoàn …" is the Liên đoàn's."""
    cut = _opening("signing_bodies").match(name.lower())
    if not cut or name.startswith("Ban Chấp hành Trung ương"):
        return name
    rest = name[cut.end() :].strip(" ,")
    return rest if not rest or starts_with(rest, "heads") or starts_with(rest, "levels") else name


def _under(name: str, superior: str) -> str:
    if superior == "Ban Chấp hành Trung ương":
        return f"{name} Trung ương" if starts_with(name, "parts") and "Trung ương" not in name else name
    bare = name.lower() in _table()["parts_when_bare"] or name.lower() in _table()["parts"]
    if bare or (starts_with(name, "parts") and not starts_with(name, "placed_by_superior")):
        return f"{name} {superior}"
    if starts_with(name, "placed_by_superior"):
        levels = "|".join(_table()["levels"])
        unit = re.search(rf"(?<!\w)(?:{levels})\s+\S+\s+\S.*$", superior)
        if unit is None:
            return name
        level = unit.group().partition(" ")[0]  # "CÔNG ĐOÀN VIÊN CHỨC TỈNH" of "… TỈNH HẬU GIANG"
        return f"{name.removesuffix(f' {level}')} {unit.group()}"
    return name


def _with_place(name: str, province: str | None) -> str:
    """Add the place to a name that stops before it: "Liên đoàn Lao động tỉnh", "Tỉnh ủy"."""
    if not province or places.find(name):
        return name
    if name.endswith((" tỉnh", " thành phố", "Tỉnh ủy", "Thành ủy", "Tỉnh đoàn", "Thành đoàn")):
        return f"{name} {province}"
    if name in {_organ_rows()[code]["name"] for code in _table()["units"]["codes"]}:
        return f"{name} {places.kind(province)} {province}"
    return name


def organs(codes: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """The rows of ``organs.toml`` that a symbol's codes name; departments after the organ are left out.

    >>> [row["code"] for row in organs(("KH", "LĐLĐ"))], [row["code"] for row in organs(("UBND", "VP"))]
    (['LĐLĐ'], ['UBND'])
    """
    found: list[dict[str, Any]] = []
    for code in codes:
        row = _organ_rows().get(code) or _organ_rows().get(re.sub(r"\d+$", "", code))  # QH15, UBTVQH14
        if row and not (found and row["level"] == "any" and row["code"] not in _table()["units"]["codes"]):
            found.append(row)
    return tuple(found)


@cache
def _organ_rows() -> dict[str, dict[str, Any]]:
    types = {code for row in lexicon.load("types")["type"] for code in row["codes"]}
    return {row["code"]: row for row in lexicon.load("organs")["organ"] if row["code"] not in types}


def _only(codes: Sequence[str]) -> dict[str, Any] | None:
    found = organs(codes)
    return found[0] if len(found) == 1 and found[0]["code"] not in _table()["units"]["vague"] else None


def from_symbol(codes: Sequence[str], place: str | None, text: str) -> str | None:
    """The issuer where no masthead is left: the symbol's organ, its level and place read from place line and body."""
    row = _only(codes)
    if row is None:
        return None
    if row["code"] == "TW":
        return _central_committee(text)
    name = _without_body(row.get("names", [row["name"]])[0] if "," in row["name"] else row["name"])
    if row["level"] == "central":
        return name
    province = places.canonical(place) if place else None
    if row["code"] in _table()["units"]["codes"]:
        return _unit(row, place, province, text)
    if row["level"] == "province":
        return _of_province(name, province) if province else None
    if row["level"] == "district" and row["system"] == "party":
        return f"{name} {_bare(place)}" if place and not province else None
    return None


def _central_committee(text: str) -> str | None:
    """Bộ Chính trị and Ban Bí thư issue under the masthead of the Central Committee; the signature tells which."""
    folded = fold(text)
    found = _SIGNED_FOR.search(folded) or _DECIDES.search(folded)
    names = {"bo chinh tri": "Bộ Chính trị", "ban bi thu": "Ban Bí thư"}
    return names.get(found.group(1), "Ban Chấp hành Trung ương") if found else None


def _of_province(name: str, province: str) -> str:
    """A provincial organ with its place: "Ban Dân vận Tỉnh ủy Lai Châu", "Thành ủy Hà Nội", "Sở Nội vụ tỉnh Lai Châu"."""
    kind = places.kind(province)
    if name.endswith("Tỉnh ủy"):
        return f"{name.replace('Tỉnh ủy', 'Thành ủy') if kind == 'thành phố' else name} {province}"
    return f"{name} {kind} {province}"


def _bare(place: str) -> str:
    """A place without its level: "huyện Phú Riềng" is "Phú Riềng"."""
    return re.sub(rf"^(?:{'|'.join(_table()['levels'])}|TP\.?|Tp\.?|TX\.?)\s+", "", place)


def _unit(row: dict[str, Any], place: str | None, province: str | None, text: str) -> str | None:
    """An organ that exists at every level: as it speaks of itself, else as the place line says."""
    level, name = _author(row, text)
    if level and name:
        return f"{row['name']} {level} {name}"
    if province and level in {None, places.kind(province)}:
        return f"{row['name']} {places.kind(province)} {province}"
    return f"{row['name']} {level} {_bare(place)}" if level and place else None


def _author(row: dict[str, Any], text: str) -> tuple[str | None, str | None]:
    """Level and name where the issuer speaks of itself: ", Ban Thường vụ LĐLĐ tỉnh X xây dựng …"."""
    for match in _author_pattern(row["code"], row["name"]).finditer(text):
        rest = text[match.end() :]
        named = _PLACE_NAME.match(rest)
        after = rest[named.end() :] if named else rest
        if re.match(rf"\s+(?:{'|'.join(_table()['author']['verbs'])})(?!\w)", after):
            level = match.group("level").lower()
            written_out = {"tp": "thành phố", "tp.": "thành phố", "tx": "thị xã", "tx.": "thị xã"}
            return written_out.get(level, level), named.group(1) if named else None
    return None, None


@cache
def _author_pattern(code: str, name: str) -> re.Pattern[str]:
    table = _table()
    bodies = "|".join(map(re.escape, table["signing_bodies"]))
    levels = "|".join((*table["levels"], r"tp\.?", r"tx\.?"))
    return re.compile(
        rf"(?:^|[,.;:]\s{{0,3}})(?:(?i:{bodies})\s+)?(?i:{name}|{code})\s+(?P<level>(?i:{levels}))(?!\w)",
        re.MULTILINE,
    )
