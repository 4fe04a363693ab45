"""Vietnamese word segmentation: underthesea where texts are built, longest match over its words where questions come in.

underthesea shatters ``217-QĐ/TW`` and respells what it reads, so only its *word boundaries* are taken, and applied to
our own tokens: symbols, dates and numbers are masked before and stand whole.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby

_log = logging.getLogger(__name__)

_SYMBOL = (
    r"\d{1,5}(?:\.\d{1,3})?[a-zA-ZđĐ]?(?:\s?/\s?\d{4})?(?:\s?[-/–]\s?[A-ZĐƯƠÂÊÔĂ][A-Za-zĐđƯƠÂÊÔĂ]{0,14}\d{0,2}){1,6}"
)
_DATE = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}/\d{1,4}"
_NUMBER = r"\d+(?:[.,]\d+)*%?"
_WORD = r"[^\W\d_]+"
_TOKEN = re.compile(
    rf"(?P<masked>(?<!\w)(?:{_SYMBOL}|{_DATE})(?!\w)|{_NUMBER}|/[A-ZĐ]{{2,}}(?:-[A-ZĐ]{{2,}})*)|(?P<word>{_WORD})|(?P<mark>[^\w\s]|[^\W_])"
)
_MASK = "1"  # underthesea takes a number for a word of its own


def tokens(text: str) -> tuple[str, ...]:
    """Syllables, symbols, dates, numbers and marks in order; underscores and spaces are left out.

    >>> tokens("Quyết định số 217- QĐ/TW, ngày 12/12/2013")
    ('Quyết', 'định', 'số', '217-QĐ/TW', ',', 'ngày', '12/12/2013')
    """
    return tuple(token for token, _ in _scan(text))


def _scan(text: str) -> Iterator[tuple[str, bool]]:
    """Each token and whether it is a syllable that words are made of."""
    for match in _TOKEN.finditer(text):
        yield "".join(match.group().split()), match.lastgroup == "word"


def segment(text: str) -> str:
    """Syllables of a word joined by ``_``, words parted by spaces, line ends kept.

    Every token of :func:`tokens` occurs once, in order, spelt as it was.
    """
    return "\n".join(_segment_line(line) for line in text.split("\n"))


def segment_many(texts: Iterable[str]) -> list[str]:
    """:func:`segment` of each text."""
    return [segment(text) for text in texts]


def _segment_line(line: str) -> str:
    scanned = list(_scan(line))
    if not any(is_word for _, is_word in scanned):
        return " ".join(token for token, _ in scanned)
    sizes = _sizes([_MASK if not is_word and len(token) > 1 else token for token, is_word in scanned])
    if sizes is None:
        sizes = [
            size
            for is_word, run in groupby(scanned, key=lambda item: item[1])
            for size in _run_sizes(is_word, list(run))
        ]
    return " ".join(_words(scanned, sizes))


def _run_sizes(is_word: bool, run: Sequence[tuple[str, bool]]) -> Iterable[int]:
    """Word sizes of a stretch of syllables alone, where the line as a whole would not fit."""
    sizes = _sizes([token for token, _ in run]) if is_word else None
    return sizes or [1] * len(run)


def _sizes(pieces: Sequence[str]) -> list[int] | None:
    """How many pieces each word takes; ``None`` when underthesea has cut or glued the pieces themselves."""
    word_tokenize = _tokenizer()
    try:
        words: list[str] = word_tokenize(" ".join(pieces))
    except Exception as error:  # noqa: BLE001 - whatever its model stumbles over, the text stays readable as syllables
        _log.warning("underthesea: %s", error)
        return None
    sizes = [len(word.split()) for word in words]
    return sizes if sum(sizes) == len(pieces) else None


@cache
def _tokenizer() -> Callable[[str], list[str]]:
    """underthesea's, without its translation: that is not used here, and would bring torch and seconds with it."""
    unused = "underthesea.pipeline.translate"
    sys.modules.setdefault(unused, None)  # type: ignore[arg-type] # Found missing, as where torch is not installed.
    try:
        from underthesea import word_tokenize
    finally:
        if sys.modules.get(unused) is None:
            del sys.modules[unused]
    found: Callable[[str], list[str]] = word_tokenize
    return found


def load() -> None:
    """Load what segmenting needs, so that the first text does not wait for it."""
    segment("Tổ chức")


def _words(scanned: Sequence[tuple[str, bool]], sizes: Sequence[int]) -> Iterator[str]:
    start = 0
    for size in sizes:
        # A mask or a mark is never part of a word, whatever the model thinks of its neighbours.
        for is_word, run in groupby(scanned[start : start + size], key=lambda item: item[1]):
            yield ("_" if is_word else " ").join(token for token, _ in run)
        start += size


# -- questions -----------------------------------------------------------------------------------------------------


def longest_match(text: str, words: frozenset[str]) -> str:
    """Segment by the longest known word at each place, without any model.

    Args:
        text: a question. It is compared in lower case, and spelt as it was in what is returned.
        words: known words of two syllables and more, lower case, joined by ``_`` as :func:`segment` writes them.

    >>> longest_match("Giám sát phản biện theo 217-QĐ/TW", frozenset({"giám_sát", "phản_biện"}))
    'Giám_sát phản_biện theo 217-QĐ/TW'
    """
    return "\n".join(" ".join(_longest(list(_scan(line)), words, _reach(words))) for line in text.split("\n"))


def _longest(scanned: Sequence[tuple[str, bool]], words: frozenset[str], reach: int) -> Iterator[str]:
    start = 0
    while start < len(scanned):
        end = start + 1
        while end < min(start + reach, len(scanned)) and scanned[start][1] and scanned[end][1]:
            end += 1
        while end > start + 1 and "_".join(token for token, _ in scanned[start:end]).lower() not in words:
            end -= 1
        yield "_".join(token for token, _ in scanned[start:end])
        start = end


@lru_cache(maxsize=4)
def _reach(words: frozenset[str]) -> int:
    return max((word.count("_") + 1 for word in words), default=1)
