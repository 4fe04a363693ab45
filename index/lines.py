"""The lines of a directive with their place in its outline: what passages are put together from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.cuts import SYLLABLE
from ingest.types import Directive, Section, Span

_ANNEX = 40
"""Syllables below the signature from which they are an annex."""
_NEAR = 1500
"""Characters that recipients and signature are at most apart."""


@dataclass(frozen=True, slots=True)
class Line:
    """One block of text.

    Attributes:
        syllables: how many it has.
        chain: the sections around it, outermost first.
        opens: the innermost of them begins on it.
        heading: it is a heading with something below it.
        leads: it announces what follows: a heading, or a paragraph that ends in a colon.
        basis: it holds a legal basis.
    """

    start: int
    end: int
    syllables: int
    chain: tuple[Section, ...]
    opens: bool
    heading: bool
    leads: bool
    basis: bool

    @property
    def parent(self) -> Section | None:
        """The section that the line stands in; of a line that opens one, the section around that."""
        above = self.chain[:-1] if self.opens else self.chain
        return above[-1] if above else None


def lines_of(directive: Directive, zone: Span) -> list[Line]:
    """The lines of a zone that are not blank."""
    lines: list[Line] = []
    bases = [(basis.start, basis.end) for basis in directive.bases]
    start, stop = zone.start, zone.end
    while start < stop:
        end = _line_end(directive.text, start, stop)
        if directive.text[start:end].strip():
            lines.append(_line(directive, start, end, any(left < end and right > start for left, right in bases)))
        start = end + 1
    return lines


def _line(directive: Directive, start: int, end: int, basis: bool) -> Line:
    text = directive.text[start:end]
    first = start + len(text) - len(text.lstrip())
    opened, chain = _chain_opened(directive.sections, first, end)
    heading = not basis and _is_heading(chain, text, end, directive.text, opened=opened)
    leads = heading or (not basis and text.rstrip().endswith(":"))
    return Line(start, end, len(SYLLABLE.findall(text)), chain, opened, heading, leads, basis)


def _chain_opened(sections: Sequence[Section], first: int, end: int) -> tuple[bool, tuple[Section, ...]]:
    """The sections around a line, outermost first, and whether the innermost begins on it."""
    chain: list[Section] = []
    while True:
        within = [node for node in sections if node.start < end and first < node.end]
        if not within or (chain and first <= chain[-1].start < end):
            return bool(chain) and first <= chain[-1].start < end, tuple(chain)
        chain.append(within[0])
        sections = within[0].children


def _is_heading(chain: Sequence[Section], line: str, end: int, text: str, *, opened: bool) -> bool:
    """Whether a line is a heading with something below it; a part's title may stand on lines of its own."""
    if not chain or chain[-1].heading is None or not text[end : chain[-1].end].strip():
        return False
    return opened or line.strip(" .:;") in chain[-1].heading


def closing_end(directive: Directive) -> int:
    """Where recipients and signature end; what stands below them at some length is an annex."""
    text, start = directive.text, max(directive.body.end, directive.body.start)
    end = start
    for part in (*directive.recipients, directive.signature.name):
        found = text.find(part, start) if part else -1
        if 0 <= found <= end + _NEAR:
            end = max(end, _line_end(text, found + len(part or ""), len(text)))
    below = SYLLABLE.findall(text, end)
    return end if end > start and len(below) > _ANNEX else len(text)


def _line_end(text: str, start: int, stop: int) -> int:
    end = text.find("\n", start, stop)
    return stop if end < 0 else end
