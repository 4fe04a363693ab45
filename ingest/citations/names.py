"""What an instrument without a number is called: two ways of writing one name have one key.

``Luật Công đoàn năm 2012`` and ``Luật Công đoàn 2012`` are one law; ``Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng
khóa XII`` is ``Nghị quyết Trung ương 4 (khóa XII)``. The year tells laws of one name apart and is no part of the key.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.text import fold, normalise

_YEAR = re.compile(r"(?:,? ?nam|,)? (?P<year>(?:19|20)\d\d)$")
_WORDS = re.compile(r"[^\W_]+")


class Name(NamedTuple):
    """The key of a name, and the year that it gives."""

    key: str
    year: int | None


def read_name(name: str) -> Name:
    """What tells a named instrument from others.

    >>> read_name("Luật Công đoàn năm 2012")
    Name(key='luat cong doan', year=2012)
    """
    folded = " ".join(fold(normalise(name)).split())
    year = _YEAR.search(folded)
    bare = folded[: year.start()] if year else folded
    return Name(" ".join(_WORDS.findall(bare)), int(year["year"]) if year else None)


def name_key(name: str) -> str:
    """The key of a name, without its year."""
    return read_name(name).key
