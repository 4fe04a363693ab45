"""Language knowledge as data: TOML tables beside this file, read once.

A pattern is never buried in code: the tables carry their own examples, and ``tests/ingest/test_lexicon.py``
proves that every entry matches them.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The table ``<name>.toml``: ``types``, ``organs``, ``abbreviations``, ``provinces``.

    The same object is returned every time, so callers read it and never change it.

    Raises:
        FileNotFoundError: there is no such table.

    >>> load("types")["type"][0]["name"]
    'Quyết định'
    """
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
