"""What is compared when rows are looked up: keys that spelling does not change."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from ingest.text import fold, normalise

_SEPARATORS = re.compile(r"[\s/–—_-]+")
_PADDING = re.compile(r"(?<![^\W_])0+(?=\d)")


def directive_id(text: str) -> tuple[str, str]:
    """The id of a directive with this normalised text, and the whole sha256 that it is cut from.

    >>> directive_id("Kế hoạch")[0]
    '4caeaa184af1'
    """
    digest = hashlib.sha256(text.encode()).hexdigest()
    return digest[:12], digest


@lru_cache(maxsize=65536)
def number_key(number: str) -> str:
    """The key of a normalised number: parts joined by ``-``, small letters, no padding zeros.

    Letters keep their marks, since QĐ is no QD and ĐA no DA. The digits are never cut: 118 is not 18.

    >>> number_key("04/2015/NĐ-CP"), number_key("217-QĐ/TW"), number_key("217/QĐ-TW")
    ('4-2015-nđ-cp', '217-qđ-tw', '217-qđ-tw')
    """
    return _PADDING.sub("", _SEPARATORS.sub("-", normalise(number).strip().lower())).strip("-")


def text_key(text: str | None) -> str | None:
    """Folded, single-spaced: the column that a filter compares.

    >>> text_key("Kế  hoạch")
    'ke hoach'
    """
    return None if text is None else " ".join(fold(normalise(text)).split())
