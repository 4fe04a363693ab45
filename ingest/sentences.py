"""Sentences and clauses as exact spans. A clause ends at a semicolon, a sentence at its full stop or its block's end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.letters import CAPITAL
from ingest.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A stop ends a sentence when a capital, a quotation mark or a bullet follows. "TP. Hồ Chí Minh", "TM. BAN", "1. Tên"
# and initials do not end one: the word before the stop is short and capital, or a figure.
_STOP = re.compile(rf"[.!?…]+[”\"’)\]]*(?=\s+[“\"‘(]?{CAPITAL})")
_NO_END = re.compile(
    r"(?:(?<!\w)(?:[A-ZĐ]{1,3}|[Tt][Pp]|[Tt]r|[Đđ]/c|[Tt][Ss]|[Tt]h[Ss]|[Gg][Ss]|[Pp][Gg][Ss]|[Ss]t|[Vv]v|[a-zđ])|(?:^|\n)[-+ ]*(?:\d+(?:\.\d+)*|[IVXLC]+))$"
)
_QUOTED = re.compile(r"“[^“”]*”")
_CLAUSE = re.compile(r";")


def sentences(text: str, span: Span) -> tuple[Span, ...]:
    """The sentences of a range; spans carry no outer white space and none is empty.

    >>> text = "Gửi về TP. Huế trước ngày 1/3. Báo cáo bằng văn bản."
    >>> [part.of(text) for part in sentences(text, Span(0, len(text)))]
    ['Gửi về TP. Huế trước ngày 1/3.', 'Báo cáo bằng văn bản.']
    """
    return tuple(_pieces(text, span, _sentence_ends(text, span)))


def clauses(text: str, span: Span, keep: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The clauses of a range: as :func:`sentences`, and cut after each ``;`` that no span of ``keep`` and no quotation holds.

    >>> text = "Lập kế hoạch; gửi hồ sơ."
    >>> [part.of(text) for part in clauses(text, Span(0, len(text)))]
    ['Lập kế hoạch;', 'gửi hồ sơ.']
    >>> text = "Chủ đề “Đổi mới; phát triển”; bế mạc."
    >>> [part.of(text) for part in clauses(text, Span(0, len(text)))]
    ['Chủ đề “Đổi mới; phát triển”;', 'bế mạc.']
    """
    keep = [*keep, *(Span(*match.span()) for match in _QUOTED.finditer(text, span.start, span.end))]
    ends = list(_sentence_ends(text, span))
    ends += [
        match.end()
        for match in _CLAUSE.finditer(text, span.start, span.end)
        if not any(held.start <= match.start() < held.end for held in keep)
    ]
    return tuple(_pieces(text, span, sorted(ends)))


def _sentence_ends(text: str, span: Span) -> Iterator[int]:
    start = span.start
    while start < span.end:
        newline = text.find("\n", start, span.end)
        end = span.end if newline < 0 else newline
        for match in _STOP.finditer(text, start, end):
            if not _NO_END.search(text[max(start - 1, match.start() - 12, 0) : match.start()]):
                yield match.end()
        yield end
        start = end + 1


def _pieces(text: str, span: Span, ends: Iterator[int] | Sequence[int]) -> Iterator[Span]:
    start = span.start
    for end in ends:
        stop = end
        while start < stop and text[start].isspace():
            start += 1
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if start < stop:
            yield Span(start, stop)
        start = max(start, end)


def clause_of(text: str, span: Span) -> Span:
    """The clause in which a range begins; the range itself, a citation, is not cut at its own ``;``.

    >>> text = "Lập kế hoạch; gửi hồ sơ theo Công văn 12-CV/TU."
    >>> clause_of(text, Span(29, 46)).of(text)
    'gửi hồ sơ theo Công văn 12-CV/TU.'
    """
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = Span(start, len(text) if end < 0 else end)
    sentence = next((part for part in sentences(text, line) if part.start <= span.start < part.end), line)
    return next((part for part in clauses(text, sentence, (span,)) if part.start <= span.start < part.end), sentence)
