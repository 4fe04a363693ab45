"""The characters that a file of XML can hold."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    r"""A text without the characters that no XML takes.

    >>> printable("a\x0bb")
    'ab'
    """
    return _CONTROL.sub("", text)
