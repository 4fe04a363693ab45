"""A directive becomes passages that follow its structure and tile its text.

A heading or a lead-in ("…như sau:") goes with the first body below it; an item of a list is a passage of its own
when it is long enough, else it keeps company with its neighbours; a long paragraph is cut at a sentence or ``;``
and never inside a citation, a parenthesis or a number (:mod:`index.cuts`).
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.cuts import cut
from index.lines import Line, closing_end, lines_of
from index.types import Passage
from ingest.sections import path_at
from ingest.types import Directive, Section, Span

ALONE = 25
"""Syllables from which an item is a passage of its own."""
TOGETHER = 120
"""Syllables up to which short neighbours are kept in one passage."""
LEAD = 30
"""Syllables of an item without heading that its sub-items carry as context."""

_STEP = re.compile(r"bước\s|điều\s|chương\s|phần\s|mục\s|phụ lục", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    kind: str
    lines: tuple[Line, ...] = ()


def split(directive: Directive, document: str) -> tuple[Passage, ...]:
    """The passages of a directive, in order of the text.

    Every character that is not white space stands in exactly one of them, and
    ``directive.text[passage.start:passage.end] == passage.text``.
    """
    return tuple(_passage(directive, document, piece) for piece in _pieces(directive))


def passage_id(document: str, start: int, end: int, text: str) -> str:
    """The content address of a passage: 16 hexadecimal digits.

    >>> passage_id("a", 0, 3, "Căn") == passage_id("a", 0, 3, "Căn") != passage_id("b", 0, 3, "Căn")
    True
    """
    return hashlib.sha256(f"{document}\n{start}\n{end}\n{text}".encode()).hexdigest()[:16]


def _pieces(directive: Directive) -> Iterator[_Piece]:
    text, body = directive.text, directive.body
    yield from _trimmed(text, _Piece(0, body.start, "header"))
    yield from _body(directive, body)
    end = closing_end(directive)
    yield from _trimmed(text, _Piece(max(body.end, body.start), end, "closing"))
    yield from _body(directive, Span(end, len(text)))


def _body(directive: Directive, zone: Span) -> Iterator[_Piece]:
    for group in _groups(lines_of(directive, zone)):
        kind = "bases" if group[0].basis else "body"
        for left, right in cut(directive, group[0].start, group[-1].end, _openings(group)):
            inside = tuple(line for line in group if line.start < right and line.end > left)
            yield from _trimmed(directive.text, _Piece(left, right, kind, inside))


def _trimmed(text: str, piece: _Piece) -> Iterator[_Piece]:
    shown = text[piece.start : piece.end]
    if shown.strip():
        start = piece.start + len(shown) - len(shown.lstrip())
        yield _Piece(start, piece.start + len(shown.rstrip()), piece.kind, piece.lines)


def _openings(group: Sequence[Line]) -> list[int]:
    """The lines of a group before which it may be cut: not those that the line above announces."""
    return [line.start for above, line in pairwise(group) if not above.leads]


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _joins(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    if len(groups) > 1 and groups[-1][-1].leads and all(line.leads for line in groups[-1]) and not groups[-2][0].basis:
        groups[-2].extend(groups.pop())  # A heading that nothing follows stays with what stands above it.
    return groups


def _joins(group: Sequence[Line], line: Line) -> bool:
    last = group[-1]
    if line.basis or last.basis:
        return line.basis and last.basis
    size = sum(member.syllables for member in group)
    apart = line.opens and (line.chain[-1].heading is not None or bool(_STEP.match(line.chain[-1].label)))
    if last.leads:
        # A whole paragraph that ends in a colon has a body of its own: steps and headings below it stand apart.
        return last.heading or not apart or size < ALONE
    if apart:
        return False
    if size + line.syllables > TOGETHER:
        return False
    if _is(line.parent, last.chain[-1] if last.chain else None):
        # A line below its own item: the item's text continues, or its sub-item follows.
        return not line.opens or size < ALONE or line.syllables < ALONE
    return _is(line.parent, last.parent) and (line.syllables < ALONE or size < ALONE)


def _is(one: Section | None, other: Section | None) -> bool:
    return one is other


def _passage(directive: Directive, document: str, piece: _Piece) -> Passage:
    text = directive.text[piece.start : piece.end]
    return Passage(
        id=passage_id(document, piece.start, piece.end, text),
        document=document,
        start=piece.start,
        end=piece.end,
        text=text,
        kind=piece.kind,
        section=_section(directive, piece),
        page=_page(directive, piece.start),
        context=_context(directive, piece),
    )


def _section(directive: Directive, piece: _Piece) -> str | None:
    """The path that all bodies in the passage share: of "2", "3" and "4" under "II" it is "II"."""
    bodies = [line for line in piece.lines if not line.leads] or list(piece.lines)
    paths = [path_at(directive.sections, max(line.chain[-1].start, piece.start)) for line in bodies if line.chain]
    if not paths or len(paths) < len(bodies):
        return None
    labels = [path.split(".") if path else [] for path in paths]
    shared: list[str] = []
    for column in zip(*labels, strict=False):
        if len(set(column)) > 1:
            break
        shared.append(column[0])
    return ".".join(shared) or None


def _page(directive: Directive, start: int) -> int | None:
    position = bisect_right([page.start for page in directive.pages], start) - 1
    return directive.pages[max(position, 0)].number if directive.pages else None


def _context(directive: Directive, piece: _Piece) -> str:
    if piece.kind in {"header", "closing"}:
        return ""
    above = [directive.header.title] if directive.header.title else []
    chain = piece.lines[0].chain if piece.lines else ()
    above += [node.heading or _lead(directive.text, node, piece.start) for node in chain if node.start < piece.start]
    return "\n".join(part for part in above if part)


def _lead(text: str, node: Section, stop: int) -> str:
    """The opening words of an item without heading, as its sub-items need them to be understood."""
    end = min((child.start for child in node.children), default=node.start)
    line = text[node.start : min(end, stop)].split("\n", 1)[0]
    words = line.split(" ")
    return " ".join(words[:LEAD]).strip()
