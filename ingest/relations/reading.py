"""A directive as the rules of relations read it: who is mentioned where, what is quoted, who speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import labels
from ingest.citations.tables import kind_words
from ingest.relations import words
from ingest.relations.quoted import quotations
from ingest.text import fold
from ingest.types import Citation, Directive, Span

_LINE = 1200  # characters before a place in which its line is looked for
_CLAUSE = 600
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_COUNTED = re.compile(r"(?P<count>\d{1,5})(?P<symbol>/(?:19|20)\d\d/.+)")
_ALIAS = re.compile(
    r"\((?:[^()\n]{0,20}(?<!\w)(?:goi|viet|goi la|sau day)(?: tat| chung| gon)?(?: la)? ?:? ?[“\"]?(?:cac |van ban )?)?$"
)
_BREAK = re.compile(r"[;:] |[.!?…][\"”’)\]]{0,3} (?=[“\"(]?[^\W\d_])")
_ABBREVIATED = re.compile(r"(?<!\w)(?:TP|Tp|tp|TT|TX|St|No|[A-ZĐ])$")
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
_CIRCULARS = ("Thông tư", "Thông tư liên tịch")
_RIVALS = 12  # mentions of one kind in the line that "Luật này" points to
_BACK = 2500  # how far back "Luật này" may point in a directive that is no law


@dataclass(frozen=True, slots=True)
class Mention:
    """One citation with what relations need of it.

    Attributes:
        index: its position in :attr:`Directive.citations`.
        start, end: the citation.
        head: where the article or clause begins that is cited with it, else ``start``.
        core: where its number, date and issuer end and its subject begins.
        parent: position of the mention that it is nested in.
        meant: the citation that a mention stands for which points back.
        alias: it only says how the mention before it is called from here on.
    """

    citation: Citation
    index: int
    start: int
    end: int
    head: int
    core: int
    parent: int | None = None
    alias: bool = False
    meant: Citation | None = None

    @property
    def family(self) -> str | None:
        """The kind of instrument, see :func:`family`."""
        return family(self.citation.type)

    @property
    def issued(self) -> str:
        """When it was issued, as far as the mention tells: a date, a year or nothing."""
        if self.citation.date:
            return self.citation.date
        year = _YEAR.search(self.citation.number or self.citation.name or "")
        return year[0] if year else ""

    @property
    def key(self) -> str:
        """What it is known by: two mentions of one instrument have the same."""
        meant = self.meant or self.citation
        return meant.number or (meant.name or meant.text).lower()


class Reading:
    """A directive, folded once, and questions about places in it. Every answer looks at a bounded stretch of text."""

    def __init__(self, directive: Directive) -> None:
        """Read who is mentioned and what is quoted."""
        self.directive = directive
        self.text = directive.text
        self.folded = fold(directive.text)
        self.mentions = _mentions(directive, self.folded)
        self._starts = [mention.start for mention in self.mentions]
        self._named, self._before = _neighbours(self.mentions)
        self.quotations = quotations(self.text, self.folded)
        self._quoted = [span.start for span in self.quotations]
        self._notes = sorted((note.start, note.end) for note in directive.notes)

    def first(self, position: int) -> int | None:
        """The first mention, no alias, that begins at or behind a position."""
        return self._named[bisect_left(self._starts, position)]

    def last(self, position: int) -> int | None:
        """The last mention, no alias, that begins before a position."""
        return self._before[bisect_left(self._starts, position)]

    def around(self, position: int) -> int | None:
        """The innermost mention that a position stands in."""
        place: int | None = bisect_right(self._starts, position) - 1
        if place is None or place < 0:
            return None
        while place is not None and self.mentions[place].end <= position:
            place = self.mentions[place].parent
        return place

    def ending(self, place: int, before: int) -> list[Mention]:
        """A mention and those around it that end before a position: of these, all that end last, the innermost first."""
        chain = [self.mentions[place]]
        parent = chain[0].parent
        while parent is not None and self.mentions[parent].end <= before:
            chain.append(self.mentions[parent])
            parent = chain[-1].parent
        end = max(one.end for one in chain)
        return [one for one in chain if one.end >= end - 1]

    def quotation(self, position: int) -> Span | None:
        """The quotation around a position."""
        place = bisect_right(self._quoted, position) - 1
        return self.quotations[place] if place >= 0 and self.quotations[place].end > position else None

    def in_note(self, position: int) -> bool:
        """Whether a footnote stands there."""
        place = bisect_right(self._notes, (position, len(self.text))) - 1
        return place >= 0 and self._notes[place][1] > position

    def spoken(self, position: int) -> bool:
        """Whether the directive itself speaks: before its signature, in no footnote and no quotation."""
        inside = position < self.directive.body.end
        return inside and not self.in_note(position) and self.quotation(position) is None

    def line(self, position: int) -> Span:
        """The line around a position, or as much of it as is looked at."""
        start = self.text.rfind("\n", max(0, position - _LINE), position) + 1
        end = self.text.find("\n", position, position + 4 * _LINE)
        start = start or max(0, position - _LINE)
        return Span(start, end if end >= 0 else min(len(self.text), position + 4 * _LINE))

    def content(self, line: Span) -> int:
        """Where a line's own words begin, behind its label."""
        start = line.start
        for _ in range(2):
            found = labels.read(self.text[start : min(line.end, start + 120)])
            if not found:
                break
            start += found[0].end
        return start

    def clause(self, position: int) -> int:
        """Where the clause begins that a position stands in: behind a label, a full stop, a colon or a semicolon."""
        return self._begin(position, _BREAK, ":;")

    def sentence(self, position: int) -> int:
        """As :meth:`clause`, over colons and semicolons."""
        return self._begin(position, _BREAK, "")

    def _begin(self, position: int, pattern: re.Pattern[str], marks: str) -> int:
        line = self.line(position)
        start = min(self.content(line), position)
        for found in pattern.finditer(self.folded, max(start, position - _CLAUSE), position + 2):  # it looks ahead
            if found.end() > position:
                break
            sign = self.text[found.start()]
            if sign in ":;":
                start = found.end() if sign in marks else start
            elif self.text[found.end()].isupper() and not _ABBREVIATED.search(
                self.text[max(0, found.start() - 3) : found.start()]
            ):
                start = found.end()
        return start

    def before_self(self, position: int, reach: int = 300) -> re.Match[str] | None:
        """The last "Nghị định này" before a position, in the same line."""
        start = max(self.line(position).start, position - reach)
        if self.folded.find(" nay", start, position) < 0:
            return None
        last = None
        for last in words.oneself().finditer(self.folded, start, position):
            pass
        return last if last and self.says_this(last) else None

    def self_at(self, position: int) -> re.Match[str] | None:
        """ "Nghị định này" at a position."""
        found = words.oneself().match(self.folded, position)
        return found if found and self.says_this(found) else None

    def says_this(self, match: re.Match[str]) -> bool:
        """Whether it is "này", not "nay" ("now"), unless the text has no diacritics."""
        return self.text[slice(*match.span("this"))].lower() == "này" or self.text[slice(*match.span("type"))].isascii()

    def meant(self, match: re.Match[str]) -> int | None:
        """Whom "… này" means: -1 the directive, else a mention; ``None`` where the text does not tell."""
        if self.quotation(match.start()):
            return None
        own = self.directive.header.type
        kind = kind_words().get(match["type"])
        if kind is None or kind.name is None or self._calls_itself(kind.name, own):
            return -1 if self.spoken(match.start()) else None
        return self._antecedent(kind.name, match.start())

    def _antecedent(self, kind: str, position: int) -> int | None:
        """The instrument of a kind that was spoken of last; of several in that line the newest, if there is one."""
        place = self.last(position)
        while place is not None and self.mentions[place].start > position - _BACK:
            if self.mentions[place].citation.type == kind:
                break
            place = self.last(self.mentions[place].start)
        if place is None or self.mentions[place].start <= position - _BACK:
            return None
        start = self.line(self.mentions[place].start).start
        rivals = [one for one in range(max(0, place - _RIVALS), place + 1) if self._rivals(one, kind, start)]
        newest = max(rivals, key=lambda one: self.mentions[one].issued)
        others = [one for one in rivals if self.mentions[one].key != self.mentions[newest].key]
        return newest if all(later(self.mentions[newest], self.mentions[one]) for one in others) else None

    def _rivals(self, place: int, kind: str, start: int) -> bool:
        return self.mentions[place].start >= start and self.mentions[place].citation.type == kind

    def _calls_itself(self, kind: str, own: str | None) -> bool:
        attached = words.table("speaker")["attached"]
        return own in (None, "Văn bản hợp nhất", kind) or kind in attached or {own, kind} <= set(_CIRCULARS)

    def words(self, start: int, end: int) -> str:
        """Text on one line."""
        return " ".join(self.text[start:end].split())


def _mentions(directive: Directive, folded: str) -> tuple[Mention, ...]:
    found: list[Mention] = []
    stack: list[int] = []
    order = sorted(enumerate(directive.citations), key=lambda one: (one[1].start, -one[1].end))
    for index, citation in order:
        if citation.form == "self":
            continue
        while stack and found[stack[-1]].end <= citation.start:
            stack.pop()
        alias = _is_alias(folded, citation, found[-1].citation if found else None)
        found.append(
            Mention(
                citation,
                index,
                citation.start,
                citation.end,
                _head(directive.text, citation),
                _core(citation),
                stack[-1] if stack else None,
                alias,
                None if citation.refers is None else directive.citations[citation.refers],
            )
        )
        stack.append(len(found) - 1)
    return tuple(found)


def _neighbours(mentions: Sequence[Mention]) -> tuple[list[int | None], list[int | None]]:
    """For each place between mentions, the next one and the one before that are no aliases."""
    after: list[int | None] = [None] * (len(mentions) + 1)
    before: list[int | None] = [None] * (len(mentions) + 1)
    for place in range(len(mentions) - 1, -1, -1):
        after[place] = after[place + 1] if mentions[place].alias else place
    for place, mention in enumerate(mentions):
        before[place + 1] = before[place] if mention.alias else place
    return after, before


def _is_alias(folded: str, citation: Citation, before: Citation | None) -> bool:
    opened = _ALIAS.search(folded, max(0, citation.start - 60), citation.start)
    if not opened or before is None:
        return False
    return opened[0] != "(" or (citation.number == before.number and citation.date is None)


def _head(text: str, citation: Citation) -> int:
    if not citation.pinpoint:
        return citation.start
    at = text.rfind(citation.pinpoint, max(0, citation.start - 160), citation.start)
    return at if at >= 0 else citation.start


def _core(citation: Citation) -> int:
    """Where the subject begins, if it stands behind the number."""
    at = citation.text.find(citation.title) if citation.title else -1
    digits = citation.text.find((citation.number or "\0").split("/")[0].split("-")[0])
    return citation.start + at if 0 <= digits < at else citation.end


def family(kind: str | None) -> str | None:
    """Laws and circulars under one name each, else the type."""
    return "luật" if kind in _LAWS else "thông tư" if kind in _CIRCULARS else kind


def same_family(one: Mention, other: Mention) -> bool:
    """Whether two mentions are of one kind of instrument; an unknown kind may be any."""
    return one.family is None or other.family is None or one.family == other.family


def later(one: Mention, other: Mention) -> bool | None:
    """Whether the first was issued after the other; ``None`` where the texts do not tell.

    In one year, numbers of one symbol count up: 139/2025/TT-BTC was issued after 138/2025/TT-BTC.
    """
    width = min(len(one.issued), len(other.issued))
    if not width:
        return None
    if one.issued[:width] != other.issued[:width]:
        return one.issued[:width] > other.issued[:width]
    mine, theirs = (_COUNTED.fullmatch(mention.citation.number or "") for mention in (one, other))
    if mine and theirs and mine["symbol"] == theirs["symbol"] and mine["count"] != theirs["count"]:
        return int(mine["count"]) > int(theirs["count"])
    return None


def unique(mentions: Sequence[Mention]) -> Mention | None:
    """The one instrument that all the mentions are of, by its first mention."""
    return mentions[0] if mentions and len({mention.key for mention in mentions}) == 1 else None
