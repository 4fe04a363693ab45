"""Which province a text names: 63 before July 2025, 34 after. The names are data (``lexicon/provinces.toml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ingest import lexicon
from ingest.text import fold, normalise
from ingest.types import Span

_DASH = re.compile(r"\s*[-–—]\s*")
_UNIT = re.compile(r"^(?:tinh|thanh pho|t\.?p\.?)\s+(?=\S)|^tp\.?(?=hcm)")
_LOOK_BACK = 24  # longer than any cue, unit or pair of names that can stand before a province


@dataclass(frozen=True, slots=True)
class _Names:
    """The table, ready to match."""

    forms: dict[str, tuple[tuple[str, str], ...]]  # folded form -> (form as printed, canonical name), ...
    pattern: re.Pattern[str]
    successors: dict[str, str]
    since: dict[str, int]
    kinds: dict[str, str]


@cache
def _names() -> _Names:
    table = lexicon.load("provinces")
    forms: dict[str, list[tuple[str, str]]] = {}
    for row in table["province"]:
        for form in (row["name"], *row.get("aliases", ())):
            forms.setdefault(_key(form), []).append((form, row["name"]))
    for other in table["other_names"]:
        forms.setdefault(_key(other), []).append((other, ""))
    longest_first = sorted(forms, key=len, reverse=True)
    pattern = r"(?<![^\W_])(?:" + "|".join(_loose(form) for form in longest_first) + r")(?![^\W_])"
    return _Names(
        forms={key: tuple(rows) for key, rows in forms.items()},
        pattern=re.compile(pattern),
        successors={row["name"]: row["successor"] for row in table["province"]},
        since={row["name"]: row["since"] for row in table["province"] if "since" in row},
        kinds={row["name"]: row["kind"] for row in table["province"]},
    )


def _key(form: str) -> str:
    return " ".join(_DASH.sub(" ", fold(form)).split())


def _loose(key: str) -> str:
    return r"(?:\s{1,3}|\s{0,2}[-–—]\s{0,2})".join(re.escape(word) for word in key.split())


@cache
def _folded(list_name: str) -> frozenset[str]:
    return frozenset(_key(word) for word in lexicon.load("provinces")[list_name])


@cache
def _endings(list_name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words of a list standing right before a name: as spelt, and without diacritics."""

    def pattern(words: Iterable[str]) -> re.Pattern[str]:
        longest_first = sorted(set(words), key=len, reverse=True)
        return re.compile(r"(?<![^\W_])(?:" + "|".join(map(re.escape, longest_first)) + r")\s{0,3}$")

    words = lexicon.load("provinces")[list_name]
    return pattern(words), pattern(fold(word) for word in words)


def _stands_before(list_name: str, before: str) -> bool:
    as_spelt, plain = _endings(list_name)
    lowered = before.lower()
    return bool(as_spelt.search(lowered) or (lowered == fold(lowered) and plain.search(lowered)))


def find(text: str) -> tuple[tuple[Span, str], ...]:
    """The provinces that a text names, in order of appearance: where, and the canonical name.

    Matching is folded, so queries without diacritics find their province; where diacritics are written they have
    to be the right ones. Names that are also words ("hòa bình", "dien bien") need capitals or "tỉnh" before them.

    >>> [name for _, name in find("LĐLĐ tỉnh Đăk Lăk phối hợp LĐLĐ TP. Hồ Chí Minh")]
    ['Đắk Lắk', 'Hồ Chí Minh']
    >>> find("giữ gìn hòa bình")
    ()
    """
    found: list[tuple[Span, str]] = []
    for match in _names().pattern.finditer(fold(text)):
        span = Span(match.start(), match.end())
        name = _name_of(span.of(text))
        if name and _is_meant(text, span):
            found.append((span, name))
    return tuple(found)


def _name_of(written: str) -> str | None:
    """Canonical name of a written form whose diacritics, if it has any, are right."""
    plain = _plain(written)
    for form, name in _names().forms[_key(written)]:
        if plain == fold(plain) or plain == _plain(form):
            return name or None
    return None


def _plain(written: str) -> str:
    return " ".join(_DASH.sub(" ", written.lower()).split())


def _is_meant(text: str, span: Span) -> bool:
    written = span.of(text)
    before = text[max(0, span.start - _LOOK_BACK) : span.start]
    if _stands_before("cues", before) or fold(written).startswith("tp"):
        return True
    if _stands_before("lesser_units", before) or _is_person(before) or _key(written) in _folded("only_with_cue"):
        return False
    if _is_capitalised(written) and not (written.isupper() and _is_shouted(text, span)):
        return True
    # In a text without diacritics more names read as words than in one with them.
    if text.lower() == fold(text):
        return _key(written) not in _folded("common_folded")
    return _plain(written) not in lexicon.load("provinces")["common_words"]


def _is_capitalised(written: str) -> bool:
    return all(word[0].isupper() for word in re.split(r"[\s\-–—]+", written) if word)


def _is_shouted(text: str, span: Span) -> bool:
    """Whether the words around are capitals too, so that capitals say nothing about the name."""
    around = text[max(0, span.start - _LOOK_BACK) : span.start] + text[span.end : span.end + _LOOK_BACK]
    letters = [char for char in around if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) > len(letters) * 0.7


def _is_person(before: str) -> bool:
    words = before.split(" ")
    if len(words) < 2 or words[-1]:  # the name has to follow after a space
        return False
    family, middle = lexicon.load("people")["family_names"], lexicon.load("people")["middle_names"]
    return words[-2] in family or (len(words) > 2 and words[-2] in middle and words[-3] in family)


def canonical(name: str) -> str | None:
    """The canonical name of what someone wrote as a province, with or without "tỉnh", else ``None``.

    >>> canonical("TP.HCM"), canonical("tinh thua thien hue"), canonical("Đăk Lăk"), canonical("Phú Riềng")
    ('Hồ Chí Minh', 'Thừa Thiên Huế', 'Đắk Lắk', None)
    """
    written = " ".join(normalise(name).split()).strip(" .,;:")
    cut = _UNIT.match(fold(written))
    for form in (written, written[cut.end() :] if cut else written):
        if _key(form) in _names().forms and (found := _name_of(form)):
            return found
    return None


def successor(name: str) -> str | None:
    """The present-day unit that holds the territory of a province, itself where it goes on; ``None`` if unknown.

    >>> successor("Ninh Thuận"), successor("Lai Châu"), successor("Thừa Thiên - Huế")
    ('Khánh Hòa', 'Lai Châu', 'Huế')
    """
    known = canonical(name)
    return _names().successors[known] if known else None


def predecessors(name: str) -> tuple[str, ...]:
    """The units before 2025 whose territory a present-day unit holds, its own old self included.

    >>> predecessors("Khánh Hòa"), predecessors("Lai Châu"), predecessors("Huế"), predecessors("Ninh Thuận")
    (('Khánh Hòa', 'Ninh Thuận'), ('Lai Châu',), ('Thừa Thiên Huế',), ())
    """
    known = canonical(name)
    names = _names()
    return tuple(old for old, new in names.successors.items() if new == known and old not in names.since)


def kind(name: str) -> str | None:
    """``tỉnh`` or ``thành phố``: what the unit is, or last was.

    >>> kind("Lai Châu"), kind("Đà Nẵng"), kind("Phú Riềng")
    ('tỉnh', 'thành phố', None)
    """
    known = canonical(name)
    return _names().kinds[known] if known else None


def present_names() -> tuple[str, ...]:
    """The 34 names in use since July 2025."""
    return _unique(_names().successors.values())


def former_names() -> tuple[str, ...]:
    """The 63 names in use before 2025."""
    return tuple(name for name in _names().successors if name not in _names().since)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
