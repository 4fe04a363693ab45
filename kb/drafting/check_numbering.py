"""Numbers of headings that are left out or stand twice: I, II, IV; 1, 2, 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.types import Directive, Section, Span
from kb.drafting.check_types import FormFinding

_LABEL = re.compile(r"(?P<word>[^\W\d_]{2,}\s+)?(?P<before>\(?(?:\d+\.)*)(?P<count>\d+|[IVXLC]+|[a-zđ])(?P<after>\)?)")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class _Counted(NamedTuple):
    """A label as a count: those of one ``series`` follow each other."""

    series: str
    at: int


def gaps(draft: Directive) -> Iterator[FormFinding]:
    """What is wrong with the numbers of the body's outline."""
    tops = [one for one in draft.sections if one.end <= draft.body.end or one.start < draft.body.end]
    yield from _among(tops)
    yield from _articles(tops)


def counted(label: str) -> _Counted | None:
    """A label as a count; ``None`` for a bullet.

    >>> counted("IV"), counted("2.3"), counted("đ"), counted("Điều 5"), counted("-")
    (_Counted(series='I', at=4), _Counted(series='2.1', at=3), _Counted(series='a', at=5), _Counted(series='Điều 1', at=5), None)
    """
    match = _LABEL.fullmatch(label)
    if match is None:
        return None
    word, count = match["word"] or "", match["count"]
    before, after = match["before"], match["after"]
    if count.isdigit():
        return _Counted(f"{word}{before}1{after}", int(count))
    if count.isupper():
        value = _roman(count)
        return None if value is None else _Counted(f"{word}{before}I{after}", value)
    return _Counted(f"{word}{before}a{after}", _LETTERS.index(count) + 1) if count in _LETTERS else None


def _among(sections: Sequence[Section]) -> Iterator[FormFinding]:
    """The labels of one level, and those below each; articles count by themselves."""
    labelled = [(one, number) for one in sections if (number := counted(one.label))]
    yield from _steps([pair for pair in labelled if not pair[1].series.startswith("Điều")])
    for one in sections:
        yield from _among(one.children)


def _articles(sections: Sequence[Section]) -> Iterator[FormFinding]:
    """Articles count through all chapters."""
    labelled = ((one, counted(one.label)) for one in _all(sections))
    yield from _steps([(one, number) for one, number in labelled if number and number.series == "Điều 1"])


def _all(sections: Sequence[Section]) -> Iterator[Section]:
    for one in sections:
        yield one
        yield from _all(one.children)


def _steps(labelled: Sequence[tuple[Section, _Counted]]) -> Iterator[FormFinding]:
    """Counts that stand twice or jump forward. What jumps back, or is made up for later, is another list or a quotation."""
    for at, ((_, before), (one, number)) in enumerate(pairwise(labelled)):
        if before.series != number.series or number.at in {before.at + 1, 1} or number.at < before.at:
            continue
        label = Span(one.start, one.start + len(one.label))
        if number.at == before.at:
            yield FormFinding("numbering", f"Mục “{one.label}” lặp lại số của mục trước.", label)
            continue
        missing = _Counted(number.series, before.at + 1)
        if not _skips_letter(before, number) and all(later != missing for _, later in labelled[at + 1 :]):
            told = f"sau mục “{_said(number.series, before.at)}” là “{one.label}”, thiếu “{_said(*missing)}”"
            yield FormFinding("numbering", f"Đánh số không liền: {told}.", label)


def _skips_letter(before: _Counted, number: _Counted) -> bool:
    """Some go on from d to e."""
    letters = before.series.endswith(("a", "a)"))
    return letters and (before.at, number.at) == (_LETTERS.index("d") + 1, _LETTERS.index("e") + 1)


def _said(series: str, count: int) -> str:
    if "1" in series and not series.endswith(("I", "I)", "a", "a)")):
        head, _, tail = series.rpartition("1")
        return f"{head}{count}{tail}"
    sign = "I" if "I" in series else "a"
    head, _, tail = series.rpartition(sign)
    return f"{head}{_to_roman(count) if sign == 'I' else _LETTERS[min(count, len(_LETTERS)) - 1]}{tail}"


def _roman(text: str) -> int | None:
    values = [_ROMAN[letter] for letter in text]
    total = sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    return total if _to_roman(total) == text else None


def _to_roman(count: int) -> str:
    signs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, sign in signs:
        written += sign * (count // value)
        count %= value
    return written
