"""Words of the language at large: the word list that comes with underthesea, read without importing it."""

from __future__ import annotations

import logging
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ingest.text import fold, normalise

log = logging.getLogger(__name__)

_LIST = Path("corpus", "data", "Viet74K.txt")


@cache
def general_words() -> frozenset[str]:
    """Folded words of two syllables and more, joined by ``_``; empty where the list is not installed.

    >>> "that_nghiep" in general_words()
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
    folded = fold(normalise(lines))
    return frozenset(
        line.replace(" ", "_") for line in folded.split("\n") if " " in line and line.replace(" ", "").isalpha()
    )
