"""Where the letters of a draft's text stand in its Word file.

A draft's text is the file's, joined, numbered and spelt alike. What both have in common is the order of letters and
digits, so words are found by these alone, and of several places by what stands around them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.readers.xml import W, local
from ingest.types import Span

_AROUND = 60  # letters on each side by which one place is told from another
_ENOUGH = 12  # of them have to agree for a place of a few letters to count
_TELLING = 24  # letters by which words are found wherever they stand
_UNSEEN = {"del", "moveFrom", "Fallback", "instrText"}


@dataclass(frozen=True, slots=True)
class Letter:
    """One character of a Word file: the ``w:t`` that it stands in, and where."""

    char: str
    text: Any
    at: int

    @property
    def run(self) -> Any:  # noqa: ANN401 - lxml has no types
        """The run around it."""
        return self.text.getparent()


def letters(root: Any) -> list[Letter]:  # noqa: ANN401
    """The characters that a story prints with all changes accepted, in order."""
    return [
        Letter(char, text, at)
        for text in root.iter(f"{W}t")
        if local(text.getparent()) == "r" and not any(local(one) in _UNSEEN for one in text.iterancestors())
        for at, char in enumerate(text.text or "")
    ]


class Places:
    """Finds stretches of a draft's text in its Word file.

    Args:
        text: of the draft.
        found: the letters of the file.
    """

    def __init__(self, text: str, found: list[Letter]) -> None:
        self._text = text
        self._letters = found
        self._mine = list(_keys(text))
        self._theirs = list(_keys("".join(letter.char for letter in found)))
        self._key = "".join(key for key, _ in self._theirs)
        self._own = "".join(key for key, _ in self._mine)
        self._at = [at for _, at in self._mine]

    def of(self, span: Span) -> Span | None:
        """Where a stretch stands among the letters; ``None`` where it does not, or nothing tells where."""
        first, last = self._within(span)
        if first == last:
            return self._sign(span, first)
        start = self._best(first, last)
        if start is None:
            return None
        return Span(self._theirs[start][1], self._theirs[start + last - first - 1][1] + 1)

    def near(self, offset: int) -> Span | None:
        """The word at an offset, or the nearest one before it that is there."""
        first, _ = self._within(Span(offset, offset))
        for at in range(min(first, len(self._own) - 1), -1, -1):
            start = self._best(max(0, at - 1), at + 1)
            if start is not None:
                return Span(self._theirs[start][1], self._theirs[start][1] + 1)
        return Span(0, 1) if self._letters else None

    def _within(self, span: Span) -> tuple[int, int]:
        from bisect import bisect_left

        return bisect_left(self._at, span.start), bisect_left(self._at, span.end)

    def _sign(self, span: Span, first: int) -> Span | None:
        """A sign behind a letter."""
        start = self._best(max(0, first - 1), first) if first else None
        if start is None:
            return None
        after = self._theirs[start][1] + 1
        end = self._theirs[start + 1][1] if start + 1 < len(self._theirs) else len(self._letters)
        wanted = span.of(self._text)
        at = next((at for at in range(after, end) if self._letters[at].char == wanted), None)
        return None if at is None else Span(at, at + 1)

    def _best(self, first: int, last: int) -> int | None:
        """Where keys of the draft stand in the file: of all places the one with most in common around it."""
        words = self._own[first:last]
        before, after = self._own[max(0, first - _AROUND) : first], self._own[last : last + _AROUND]
        ranked = []
        for start in _all(self._key, words):
            end = start + len(words)
            common = _common(before[::-1], self._key[max(0, start - _AROUND) : start][::-1])
            common += _common(after, self._key[end : end + _AROUND])
            ranked.append((common, start))
        if not ranked:
            return None
        common, _ = max(ranked)
        best = [start for value, start in ranked if value == common]
        whole = len(before) + len(after)
        if common + len(words) < min(_TELLING, whole + len(words)) and common < _ENOUGH:
            return None
        # Alike all around: they stand in the same order in both.
        order = self._own.count(words, 0, first) if len(best) > 1 else 0
        return best[min(order, len(best) - 1)]


def _all(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _common(one: str, other: str) -> int:
    return next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


def _keys(text: str) -> Iterator[tuple[str, int]]:
    """Letters and digits without marks and case, each with its offset."""
    for at, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char.replace("đ", "d").replace("Đ", "d")):
            if part.isalnum():
                yield part.lower(), at
