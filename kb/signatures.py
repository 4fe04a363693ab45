"""What texts of one document have in common whatever may differ in copies: looked up, so that not each is compared with each.

:mod:`kb.same_text` judges two texts; here stands only what follows from its verdict. What may differ between two copies is white space,
punctuation, case and numbers of pages: the letters and figures in their order are the same. Where one was recognised from
a picture, letters may differ, too, by their marks and within the groups that a scanner takes for one another: the strokes
that they are made of are the same. Form letters have other names, so that hardly any two have the same signature,
although all else is alike.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ingest.lexicon import load
from ingest.text import fold, normalise

if TYPE_CHECKING:
    from kb.same_text import Text


@dataclass(frozen=True, slots=True)
class Signatures:
    """Whole numbers of 63 bits, as the database holds them.

    Attributes:
        kept: by which a text is found by others.
        wanted: by which a text finds others: what is the same document as it keeps one of these.
    """

    kept: frozenset[int]
    wanted: frozenset[int]


def signatures(text: Text, *, recognised: bool) -> Signatures:
    """The signatures of a text.

    Args:
        text: of a directive.
        recognised: from pictures of its pages, some of it at least (OCR).

    >>> from kb.same_text import Text
    >>> one, other = (signatures(Text(f"Mời đồng chí {name}, 8 giờ"), recognised=False) for name in ("Lê An", "Lê Ân"))
    >>> bool(one.kept & one.wanted), bool(one.kept & other.wanted)
    (True, False)
    >>> scan = signatures(Text("Mời đồng chí Lê An. 8 giờ"), recognised=True)
    >>> bool(scan.kept & one.wanted), bool(one.kept & scan.wanted)
    (True, True)
    """
    printed = {_letters(one) for one in text.printed}
    strokes = {fold(letters).translate(_strokes()) for letters in printed}
    scanned, written = _numbers("scanned", strokes), _numbers("written", strokes)
    if recognised:
        return Signatures(scanned, scanned | written)
    exact = _numbers("exact", printed)
    return Signatures(exact | written, exact | scanned)


def _letters(text: str) -> str:
    """Letters, figures and the signs that count wherever they stand; a final sigma is one by what stands around it."""
    return _others().sub("", normalise(text).lower()).replace("ς", "σ")


@cache
def _others() -> re.Pattern[str]:
    from kb.same_text import ALWAYS_SIGNS

    return re.compile(rf"[^\w{re.escape(''.join(sorted(ALWAYS_SIGNS)))}]|_")


@cache
def _strokes() -> dict[int, str]:
    return str.maketrans(load("likeness")["strokes"])


def _numbers(kind: str, texts: Iterable[str]) -> frozenset[int]:
    digests = (hashlib.blake2b(f"{kind} {text}".encode("utf-8", "surrogatepass"), digest_size=8) for text in texts)
    return frozenset(int.from_bytes(one.digest(), "big") >> 1 for one in digests)
