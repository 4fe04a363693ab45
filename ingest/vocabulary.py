"""Words of the language at large: the word list that comes with underthesea, read without importing it."""

from __future__ import annotations

import logging
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ingest.text import fold, normalise

log = logging.getLogger(__name__)

_LIST = Path("corpus", "data", "Viet74K.txt")


@cache
def accented_words() -> frozenset[str]:
    """Words of one syllable and more in lower case with their diacritics, syllables joined by ``_``.

    Empty where the list is not installed.

    >>> {"thất_nghiệp", "nào"} <= accented_words()
    True
    """
    spec = find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        return frozenset()
    path = Path(next(iter(spec.submodule_search_locations))) / _LIST
    try:
        lines = path.read_text("utf-8")
    except OSError:
        log.warning("the word list of underthesea is missing; questions are read by the collection's words alone")
        return frozenset()
    tidy = normalise(lines).lower()
    return frozenset(line.replace(" ", "_") for line in tidy.split("\n") if line.replace(" ", "").isalpha())


@cache
def general_words() -> frozenset[str]:
    """Folded words of two syllables and more, joined by ``_``.

    >>> "that_nghiep" in general_words()
    True
    """
    return frozenset(fold("\n".join(word for word in accented_words() if "_" in word)).split("\n"))


@cache
def accented_syllables() -> frozenset[str]:
    """Syllables with their diacritics that some word is made of: "nào" is one, "naò" is a slip."""
    return frozenset("_".join(accented_words()).split("_"))


@cache
def general_syllables() -> frozenset[str]:
    """Folded syllables that some word of the list is made of."""
    return frozenset(syllable for word in general_words() for syllable in word.split("_"))


_TELEX_TONE = re.compile(r"[sfrxj]$")
_TELEX_LETTER = re.compile(r"aa|ee|oo|dd|[auo]w|uw|w")
_TELEX = {"aa": "a", "ee": "e", "oo": "o", "dd": "d", "aw": "a", "uw": "u", "ow": "o", "w": "u"}


def untelex(typed: str) -> str | None:
    """The folded syllable that was typed on a keyboard whose Vietnamese input was off, or ``None``.

    >>> untelex("naof"), untelex("quyeets"), untelex("plan")
    ('nao', 'quyet', None)
    """
    lowered = fold(typed)
    bare = _TELEX_TONE.sub("", lowered)
    plain = _TELEX_LETTER.sub(lambda match: _TELEX[match.group()], bare)
    return plain if plain != lowered else None
