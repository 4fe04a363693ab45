"""A directive as the rules of relations read it: who is mentioned where, what is quoted, who speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from ingest import labels
from ingest.citations.date import read_date
from ingest.citations.tables import kind_words
from ingest.relations import mentions, words
from ingest.relations.mentions import CIRCULARS, Mention, later
from ingest.relations.quoted import quotations
from ingest.text import fold
from ingest.types import Directive, Span

_LINE = 1200
"""Characters before a place in which its line is looked for."""
_CLAUSE = 600
_SELF = 300
_BACK = 2500
"""How far back "Luật này" may point in a directive that is no law."""
_RIVALS = 12
"""Mentions of one kind that it may choose from."""
_BREAK = re.compile(r"[;:] |[.!?…][\"”’)\]]{0,3} (?=[“\"(]?[^\W\d_])")
_ABBREVIATED = re.compile(r"(?<!\w)(?:TP|Tp|tp|TT|TX|St|No|[A-ZĐ])$")
_PASSED = re.compile(r"thong qua(?:,| tai [^\n;]{0,120}?)?(?= ngay)")
_LOOSE = ' ,;:()\n“"'
ITSELF = -1
"""In place of a mention: the directive."""


class Reading:
    """A directive, folded once, and questions about places in it. Every answer looks at a bounded stretch of text."""

    def __init__(self, directive: Directive) -> None:
        """Read who is mentioned and what is quoted."""
        self.directive = directive
        self.text = directive.text
        self.folded = fold(directive.text)
        self.mentions = mentions.read(directive, self.folded)
        self._starts = [mention.start for mention in self.mentions]
        self._named, self._before = mentions.neighbours(self.mentions)
        self.quotations = quotations(self.text, self.folded)
        self._quoted = [span.start for span in self.quotations]
        self.verbs = self._verbs()
        self._notes = sorted((note.start, note.end) for note in directive.notes)

    def _verbs(self) -> list[words.Verb]:
        """The verbs; "Hướng dẫn số 5" and "Hướng dẫn này" are no guiding."""
        starts = {mention.start for mention in self.mentions}
        found = words.verbs(self.folded)
        return [one for one in found if one.start not in starts and not self._names_itself(one)]

    def _names_itself(self, verb: words.Verb) -> bool:
        return self.folded.startswith(" nay", verb.end) and words.oneself().match(self.folded, verb.start) is not None

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
        return self._begin(position, ":;")

    def sentence(self, position: int) -> int:
        """As :meth:`clause`, over colons and semicolons."""
        return self._begin(position, "")

    def _begin(self, position: int, marks: str) -> int:
        start = min(self.content(self.line(position)), position)
        for found in _BREAK.finditer(self.folded, max(start, position - _CLAUSE), position + 2):  # it looks ahead
            if found.end() <= position and (self.text[found.start()] in marks or self._ends_sentence(found)):
                start = found.end()
        return start

    def _ends_sentence(self, found: re.Match[str]) -> bool:
        before = self.text[max(0, found.start() - 3) : found.start()]
        stop = self.text[found.start()] not in ":;" and self.text[found.end()].isupper()
        return stop and not _ABBREVIATED.search(before)

    def before_self(self, position: int, reach: int = _SELF) -> re.Match[str] | None:
        """The last "Nghị định này" before a position, in the same line."""
        start = max(self.line(position).start, position - reach)
        if self.folded.find(" nay", start, position) < 0:
            return None
        found = list(words.oneself().finditer(self.folded, start, position))
        return found[-1] if found and self.says_this(found[-1]) else None

    def says_this(self, match: re.Match[str]) -> bool:
        """Whether it is "này", not "nay" ("now"), unless the text has no diacritics."""
        return self.text[slice(*match.span("this"))].lower() == "này" or self.text[slice(*match.span("type"))].isascii()

    def meant(self, match: re.Match[str]) -> int | None:
        """Whom "… này" means: :data:`ITSELF` or a mention; ``None`` where the text does not tell."""
        if self.quotation(match.start()):
            return None
        own = self.directive.header.type
        kind = kind_words().get(match["type"])
        if kind is None or kind.name is None or self._calls_itself(kind.name, own):
            return ITSELF if self.spoken(match.start()) else None
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
        return own in (None, "Văn bản hợp nhất", kind) or kind in attached or {own, kind} <= set(CIRCULARS)

    @cached_property
    def adoption(self) -> str | None:
        """The day on which a body passed the directive, ISO: "thông qua ngày 17 tháng 8 năm 2022"."""
        for found in _PASSED.finditer(self.folded, max(self.directive.body.start, 0)):
            claim = read_date(self.folded, found.end())
            if claim and claim.iso and self.quotation(found.start()) is None and not self.in_note(found.start()):
                return claim.iso
        return None

    def words(self, start: int, end: int) -> str:
        """Text on one line."""
        return " ".join(self.text[start:end].split())

    def trimmed(self, start: int, end: int) -> int:
        """The end of a range without the marks and spaces at it."""
        while end > start + 1 and self.text[end - 1] in _LOOSE:
            end -= 1
        return end
