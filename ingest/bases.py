"""The legal bases (căn cứ) that stand between a directive's title and what it orders."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from ingest.citations.issuer import organ_end
from ingest.citations.subject import acts, closing_quote, speaks
from ingest.citations.tables import alternation
from ingest.lexicon import load
from ingest.text import fold
from ingest.types import Basis, Citation, Span

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[-+*\u2013\u2022]\s*)?")
# Where the outline begins, the bases are over. A number alone is a label only with a dot or bracket behind it.
_OUTLINE = re.compile(
    r"\s*(?:(?:phan|chuong|muc|dieu|buoc)\s+(?:[ivxlc]+|\d+|thu nhat|mot)\b|[ivxlc]{1,6}(?:\s*[.)]|\s*[:/-]\s)|\d{1,2}(?:\.\d{1,2})*\s*[.):/-]|[a-h]\s*[.)])"
)
_ARTICLE = re.compile(r"(?:phan|chuong|muc|dieu)\s+(?:[ivxlc]+|\d+|thu\s)")
_BETWEEN = re.compile(r"[\s,]*(?:va\s+)?")
_MARK = re.compile(r"[;\u201c\"]")
# A comma, or the end of a sentence that is no abbreviation ("TP. …").
_COMMA = re.compile(r",\s{1,2}(?=[^\W\d_])|(?<=\w{3})\.\s{1,2}(?=[^\W\d_])")
_PREAMBLE_LINES = 25
_MOST_STRANGE = 2


class _Piece(NamedTuple):
    start: int
    end: int


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('bases')[name])})(?![^\W_])")


def parse(text: str, zone: Span, citations: Sequence[Citation]) -> tuple[Basis, ...]:
    """The bases at the start of the body, one for each instrument line.

    Several in one paragraph are parted at ";"; "A và B" stays one basis with two citations. The clause with which the
    directive begins to speak ("…, Ban Thường vụ … xây dựng kế hoạch như sau:") is left out.

    Args:
        text: normalised text, one block per line.
        zone: the body, from the end of the head.
        citations: what :func:`ingest.citations.find` found in the same text.
    """
    folded = fold(text)
    bases: list[Basis] = []
    strange = 0
    for line in _preamble(folded, zone):
        pieces, over = _pieces(text, folded, line, citations)
        bases.extend(_basis(text, piece, citations) for piece in pieces)
        # A torn line or a running head may stand among the bases; a paragraph of the directive's own ends them.
        strange = 0 if pieces or not bases else strange + 1
        if over or strange > _MOST_STRANGE or (strange and speaks(text, folded, line.start)):
            break
    return tuple(bases)


def begin(text: str, zone: Span) -> int:
    r"""Where a consolidated text goes on after the list of what it consolidates: at its first basis, else at its start.

    >>> text = "Thông tư số 1/2031/TT-BYT, được sửa đổi bởi:\n1. Thông tư số 2/2032/TT-BYT.\nCăn cứ Luật Dược;"
    >>> text[begin(text, Span(0, len(text))) :]
    'Căn cứ Luật Dược;'
    """
    folded = fold(text)
    for number, match in enumerate(_LINE.finditer(folded, zone.start, zone.end)):
        if number >= _PREAMBLE_LINES or _ARTICLE.match(match.group()):
            break
        if match.group().startswith("can cu "):
            return match.start()
    return zone.start


def _preamble(folded: str, zone: Span) -> Iterator[Span]:
    """The lines before the outline begins."""
    for number, match in enumerate(_LINE.finditer(folded, zone.start, zone.end)):
        if number >= _PREAMBLE_LINES or _OUTLINE.match(folded, match.start(), match.end()):
            return
        yield Span(match.start(), match.end())


def _pieces(text: str, folded: str, line: Span, citations: Sequence[Citation]) -> tuple[list[_Piece], bool]:
    """The bases of a line, and whether the directive begins to speak in it."""
    addressed = _words("addressees").match(folded, line.start)
    over = not addressed and folded[line.start : line.end].rstrip().endswith(_conclusions())
    bullet = _BULLET.match(folded, line.start, line.end)
    start = bullet.end() if bullet else line.start
    if not _words("starters").match(folded, start):
        return [], over
    pieces: list[_Piece] = []
    for part in _parts(text, folded, Span(start, line.end)):
        if speaks(text, folded, part.start):
            return pieces, True
        cut = _clause(text, folded, part, citations, over=over and part.end == line.end)
        piece = _Piece(part.start, len(text[: cut or part.end].rstrip(" .,;:")))
        if _is_basis(text, folded, piece, citations):
            pieces.append(piece)
        elif pieces and _inside(citations, piece.start, piece.end):
            # What is cited goes on behind the semicolon: "…; của Bộ Nội vụ tại Tờ trình số …".
            pieces[-1] = _Piece(pieces[-1].start, piece.end)
        if cut:
            return pieces, over or bool(pieces)
    return pieces, over


def _parts(text: str, folded: str, line: Span) -> Iterator[Span]:
    """What semicolons outside quotation marks part."""
    begin = position = line.start
    while (mark := _MARK.search(text, position, line.end)) is not None:
        position = mark.end()
        if mark[0] == ";":
            yield Span(begin, mark.start())
            between = _BETWEEN.match(folded, position, line.end)
            begin = position = between.end() if between else position
        else:
            close = closing_quote(text, mark.start())
            position = close + 1 if close is not None and close < line.end else position
    if begin < line.end:
        yield Span(begin, line.end)


def _clause(text: str, folded: str, part: Span, citations: Sequence[Citation], *, over: bool) -> int | None:
    """Where the directive begins to speak inside a part: "…, Ban Thường vụ … xây dựng kế hoạch"."""
    inside = [citations[index] for index in _inside(citations, part.start, part.end)]
    commas = list(_outside(_COMMA.finditer(folded, part.start, part.end), inside))
    if over and inside:
        # The line ends in "như sau:": what stands behind the last instrument's comma leads up to it.
        edge = max(citation.end for citation in inside)
        behind = next((comma.start() for comma in commas if comma.start() >= edge), None)
        if behind is not None and acts(folded, behind, part.end):
            return behind
    for place, comma in enumerate(commas):
        if folded[comma.start()] == "." or speaks(text, folded, comma.end()):
            return _last_of_names(text, folded, commas[place:])
    last = commas[-1].start() if commas and over else None
    return last if last is not None and acts(folded, last, part.end) else None


def _last_of_names(text: str, folded: str, commas: Sequence[re.Match[str]]) -> int:
    """The comma before the organ that acts: those before it only list organs ("…, Bộ Chính trị, Ban Bí thư quy định")."""
    chosen = commas[0]
    for following in commas[1:]:
        end = organ_end(text, folded, chosen.end())
        if end is None or end > following.start():
            continue
        if end < following.start() or not speaks(text, folded, following.end()):
            break
        chosen = following
    return chosen.start()


def _outside(commas: Iterable[re.Match[str]], inside: Sequence[Citation]) -> Iterator[re.Match[str]]:
    """The commas that stand in no citation; both come in the order of the text."""
    index = end = 0
    for comma in commas:
        while index < len(inside) and inside[index].start <= comma.start():
            end = max(end, inside[index].end)
            index += 1
        if comma.start() >= end:
            yield comma


def _inside(citations: Sequence[Citation], start: int, end: int) -> range:
    """Positions of the citations that begin between two offsets."""
    begins = attrgetter("start")
    return range(bisect_left(citations, start, key=begins), bisect_left(citations, end, key=begins))


def _begins(folded: str, start: int, citations: Sequence[Citation]) -> bool:
    return bool(_inside(citations, start, start + 1)) or _words("starters").match(folded, start) is not None


def _is_basis(text: str, folded: str, piece: _Piece, citations: Sequence[Citation]) -> bool:
    """A text is named: with a number, or by a word for such texts directly behind "căn cứ"."""
    begun = _begins(folded, piece.start, citations)
    if begun and _inside(citations, piece.start, piece.end):
        return True
    if _words("requests").match(folded, piece.start):
        return True
    starter = _words("starters").match(folded, piece.start)
    position = starter.end() + 1 if starter else piece.start
    while filler := _words("fillers").match(folded, position, piece.end):
        position = filler.end() + 1
    grounded = not starter or _words("grounding").match(folded, piece.start)
    if _words("instruments").match(folded, position, piece.end):
        # "Thực hiện chương trình …" may begin any sentence; a capital makes it the name of an instrument.
        return bool(grounded) or text[position].isupper() or text[piece.start : piece.end].isascii()
    if grounded and _words("grounds").match(folded, position, piece.end):
        return True
    # A line of its own that says "Căn cứ …;" is one of the bases, whatever it names.
    alone = folded[max(0, piece.start - 3) : piece.start].strip("-+ ")[-1:] in ("", "\n")
    return bool(alone and _words("plain").match(folded, piece.start) and folded[piece.end : piece.end + 2] == ";\n")


@cache
def _conclusions() -> tuple[str, ...]:
    return tuple(fold(word) for word in load("bases")["conclusions"])


def _basis(text: str, piece: _Piece, citations: Sequence[Citation]) -> Basis:
    inside = tuple(_inside(citations, piece.start, piece.end))
    return Basis(text[piece.start : piece.end], piece.start, piece.end, inside)
