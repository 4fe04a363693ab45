"""The mentions of a directive with what relations need of them: where they begin with their clause, what they are nested in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.types import Citation, Directive

_POINT = 400
"""Characters before a mention in which the clause stands that is cited with it."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_COUNTED = re.compile(r"(?P<count>\d{1,5})(?P<symbol>/(?:19|20)\d\d/.+)")
_ALIAS = re.compile(
    r"\((?:[^()\n]{0,20}(?<!\w)(?:goi|viet|goi la|sau day)(?: tat| chung| gon)?(?: la)? ?:? ?[“\"]?(?:cac |van ban )?)?$"
)
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
CIRCULARS = ("Thông tư", "Thông tư liên tịch")
_RANKS = ("Hiến pháp", "luật", "Nghị quyết", "Lệnh", "Nghị định", "Quyết định", "thông tư")


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


def read(directive: Directive, folded: str) -> tuple[Mention, ...]:
    """Every mention of another instrument, in order; of two that begin together the longer one first."""
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


def neighbours(mentions: Sequence[Mention]) -> tuple[list[int | None], list[int | None]]:
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
    at = text.rfind(citation.pinpoint, max(0, citation.start - _POINT), citation.start)
    return at if at >= 0 else citation.start


def _core(citation: Citation) -> int:
    """Where the subject begins, if it stands behind the number."""
    at = citation.text.find(citation.title) if citation.title else -1
    digits = citation.text.find((citation.number or "\0").split("/")[0].split("-")[0])
    return citation.start + at if 0 <= digits < at else citation.end


def family(kind: str | None) -> str | None:
    """Laws and circulars under one name each, else the type."""
    return "luật" if kind in _LAWS else "thông tư" if kind in CIRCULARS else kind


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


def above(one: Mention, other: Mention) -> bool:
    """Whether an instrument is of a higher rank than another one."""
    return outranks(one, other.family)


def outranks(one: Mention, family: str | None) -> bool:
    """Whether an instrument is of a higher rank than those of a kind; of resolutions and decisions only the highest are."""
    if one.family not in _RANKS or family not in _RANKS:
        return False
    high = {"Nghị quyết": "QH", "Quyết định": "TTg"}.get(one.family)
    if high and high not in (one.citation.number or ""):
        return False
    return _RANKS.index(one.family) < _RANKS.index(family)
