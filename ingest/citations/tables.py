"""The lexicon in the shapes that matching needs: looked up folded, built once at first use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from ingest.lexicon import load
from ingest.text import fold


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of number-symbols, found as printed, in another case, or without diacritics."""

    exact: Mapping[str, str]
    cased: Mapping[str, str]
    folded: Mapping[str, str]

    def find(self, written: str) -> str | None:
        """The lexicon's spelling of a code; ``None`` where there is none, or more than one."""
        return self.exact.get(written) or self.cased.get(written.lower()) or self.folded.get(fold(written))


def _codes(pairs: Iterable[tuple[str, str]]) -> Codes:
    exact = dict(pairs)
    return Codes(exact, _unambiguous(exact, str.lower), _unambiguous(exact, fold))


def _unambiguous(exact: Mapping[str, str], key: Callable[[str], str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    # A code beats an alias of another one: "TU" is the provincial Party committee, although "TƯ" means the centre.
    own = {key(code) for code in exact.values()}
    for written, code in exact.items():
        if written == code or key(written) not in own:
            found.setdefault(key(written), set()).add(code)
    return {folded: next(iter(codes)) for folded, codes in found.items() if len(codes) == 1}


@cache
def type_codes() -> Codes:
    """Codes of kinds of documents."""
    return _codes((code, code) for kind in load("types")["type"] for code in kind["codes"])


@cache
def organ_codes() -> Codes:
    """Codes of organs, aliases included."""
    organs = load("organs")["organ"]
    return _codes(
        (written, organ["code"]) for organ in organs for written in (organ["code"], *organ.get("aliases", ()))
    )


@cache
def organ_systems() -> Mapping[str, str]:
    """Code of an organ to the system whose way of writing symbols it follows."""
    return {organ["code"]: organ["system"] for organ in load("organs")["organ"]}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a word before a number says about the instrument.

    Attributes:
        name: the kind in full; ``None`` for a word that names none ("văn bản số …").
        cited: such a paper can be cited (a contract or a form cannot).
        joint: several organs issue it together.
        law: it has a name of its own between the word and the number.
        short: the word is the bare code ("QĐ 217-QĐ/TW"), which says no more than the number's own code.
    """

    name: str | None
    cited: bool = True
    joint: bool = False
    law: bool = False
    short: bool = False


@cache
def kind_words() -> Mapping[str, Kind]:
    """Folded words that may stand before a number, to the kind that they name."""
    table = load("types")
    words = {fold(word): Kind(None) for word in table["generic"]}
    words.update((fold(word), Kind(None, cited=False)) for word in table["not_before"])
    shared = [fold(word) for word in table["joint_qualifiers"]]
    qualifiers = [fold(word) for word in table["qualifiers"]]
    for entry in table["type"]:
        named = Kind(entry["name"], entry.get("cited", True), entry.get("joint", False), entry.get("law", False))
        for word in (entry["name"], *entry.get("words", ())):
            words.setdefault(fold(word), replace(named, short=word in entry["codes"]))
    for word, kind in list(words.items()):
        for qualifier in qualifiers if kind.name else ():
            words.setdefault(f"{word} {qualifier}", replace(kind, joint=kind.joint or qualifier in shared))
    return words


@cache
def longest_kind() -> int:
    """Words in the longest entry of :func:`kind_words`."""
    return max(len(word.split()) for word in kind_words())


@cache
def kind_of_code(code: str, *, party: bool) -> str | None:
    """The kind that a code names, when it names one only.

    >>> kind_of_code("KL", party=True), kind_of_code("QĐ", party=False), kind_of_code("QĐ", party=True)
    ('Kết luận', 'Quyết định', None)
    """
    key = ("codes", "party_codes") if party else ("codes",)
    names = [kind["name"] for kind in load("types")["type"] if any(code in kind.get(codes, ()) for codes in key)]
    return names[0] if len(names) == 1 else None


@cache
def codes_of_kind(name: str) -> frozenset[str]:
    """All codes that a kind goes by, those of Party symbols included."""
    kinds = [kind for kind in load("types")["type"] if kind["name"] == name]
    return frozenset(code for kind in kinds for code in (*kind["codes"], *kind.get("party_codes", ())))


@cache
def uncited_codes() -> frozenset[str]:
    """Codes of papers that are never cited as instruments: contracts, licences."""
    kinds = load("types")["type"]
    cited = {code for kind in kinds if kind.get("cited", True) for code in kind["codes"]}
    return frozenset(code for kind in kinds for code in kind["codes"]) - cited


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, over folded text."""
    return "|".join(re.escape(fold(word)) for word in sorted(set(words), key=lambda word: (-len(word), word)))
