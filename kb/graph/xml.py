"""What XML can hold."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    r"""A text with a space for each character that XML 1.0 cannot hold in any way of writing.

    >>> clean("Kế\x0b hoạch")
    'Kế  hoạch'
    """
    return _FORBIDDEN.sub(" ", text)
