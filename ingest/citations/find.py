"""Find every numbered mention in a text and read what it claims.

One compiled pattern finds the number-symbols; everything else is read around each of them, within bounds, so the
time grows with the length of the text whatever stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.citations.date import all_dates, read_date
from ingest.citations.head import Head, linked, read_head
from ingest.citations.issuer import Issuer, issuer_before, read_issuer
from ingest.citations.number import ANCHOR, Number, Symbol, read
from ingest.citations.share import Draft, share
from ingest.citations.short import read_short
from ingest.citations.subject import Nested, read_subject
from ingest.citations.tables import kind_of_code, kind_words
from ingest.text import fold
from ingest.types import Citation, Span

_REACH = 900
_MOST_NESTED = 8
_MOST_ORGANS = 5
_BESIDE = re.compile(
    r"(?:^|[,;:.(\n\u201d\u2013+-]|(?<![^\W_])(?:va|cung|hoac|&)) {0,3}(?:(?:cac|nhung|hai|ca|theo|tai|va|cung) ){0,2}$"
)
_TRAILING_OF = re.compile(r" {0,2}, {0,2}(?=cua )")
# A bracket or a term of office between two parts: "… (Nghị định 145) của Chính phủ", "…, nhiệm kỳ 2023 - 2028 về …".
_ASIDE = re.compile(
    r" {0,2}(?:,? {0,2}\(?nhiem ky (?:19|20)\d\d ?[-\u2013] ?(?:19|20)\d\d\)?|\((?! ?(?:khoa|ngay|\d))[^()\n]{1,90}\))"
    r"(?=[ ,]{1,3}(?:cua|ngay|ve|do|v/v|ban hanh|quy dinh|huong dan) )"
)
_LINE_LEAD = re.compile(r"[^\n]{0,80}$")


def find(text: str, *, own: Span | None = None) -> tuple[Citation, ...]:
    """Every numbered mention of an instrument, in the order of the text.

    Args:
        text: normalised text, one block per line.
        own: where the directive's own number and date stand (its head). Its own number is no citation, nor is it
            where it comes back later without a date or with the directive's own.

    Returns:
        Citations with exact spans; those inside another one's subject are citations of their own.

    >>> [(c.number, c.date, c.issuer) for c in find("Quyết định 217, 218- QĐ/TW, ngày 12/12/2013 của Bộ Chính trị")]
    [('217-QĐ/TW', '2013-12-12', 'Bộ Chính trị'), ('218-QĐ/TW', '2013-12-12', 'Bộ Chính trị')]
    """
    return find_numbered(text, fold(text), own=own)


def find_numbered(text: str, folded: str, *, own: Span | None = None) -> tuple[Citation, ...]:
    """What :func:`find` finds, in a text that is folded already."""
    mentions = _mentions(text, folded, own)
    mentions += read_short(text, folded, mentions, _types(folded, mentions))
    mentions.sort(key=lambda mention: mention[0].start)
    theirs, owned = _apart(text, folded, mentions, own)
    drafts = _drafts(text, folded, theirs)
    own_dates = all_dates(folded, own.start, own.end) if own and owned else frozenset()
    kept = [draft for draft in share(folded, drafts) if not _is_own(draft, owned, own_dates)]
    return tuple(_citation(text, draft) for draft in kept)


def _mentions(text: str, folded: str, own: Span | None) -> list[tuple[Symbol, Head]]:
    """Every symbol that is an instrument's, with what stands before it; the directive's own, "Số: 215/LĐLĐ", too."""
    found: list[tuple[Symbol, Head]] = []
    floor = 0
    for match in ANCHOR.finditer(folded):
        symbol = read(text, match)
        if symbol is None or symbol.start < floor:
            continue
        head = read_head(text, folded, symbol.start, symbol.end, floor, symbol.parts)
        listed = bool(found) and not head.kind and linked(folded, floor, head.start)
        if head.kind and not head.kind.cited:
            continue
        announced = head.announced and own is not None and own.start <= symbol.start < own.end
        if head.kind or symbol.known or announced or (listed and _alike(symbol, found[-1][0])):
            found.append((symbol, head))
            floor = symbol.end
    return found


def _alike(symbol: Symbol, other: Symbol) -> bool:
    return symbol.parts.type_code == other.parts.type_code and symbol.parts.organ == other.parts.organ


def _apart(
    text: str, folded: str, mentions: Sequence[tuple[Symbol, Head]], own: Span | None
) -> tuple[list[tuple[Symbol, Head]], frozenset[str]]:
    """Citations, and the directive's own number: "Số: …" at the start of a line, or anything unnamed in its head."""
    theirs: list[tuple[Symbol, Head]] = []
    owned: set[str] = set()
    for symbol, head in mentions:
        inside = own is not None and own.start <= symbol.start < own.end
        masthead = _is_masthead(text, folded, symbol.start, symbol.end, inside=inside, blind=own is None)
        if masthead or (inside and head.kind is None):
            owned.add(symbol.number)
        else:
            theirs.append((symbol, head))
    return theirs, frozenset(owned)


def _is_masthead(text: str, folded: str, start: int, end: int, *, inside: bool, blind: bool) -> bool:
    """The line begins with "Số:", in the head also with "Luật số:"; "số …" alone goes on with a broken line."""
    lead = _LINE_LEAD.search(folded, max(0, start - 80), start)
    words = lead[0].strip() if lead else ""
    bare = words.rstrip(" :.")
    if bare == "so":
        capital = text[start - len(lead[0].lstrip()) : start].startswith("S") if lead else False
        return words != bare or (capital and (inside or blind))
    # A line of the subject may begin with a mention: "Luật số: 10/2022/QH15" has its colon, or stands alone.
    named = inside and bare.endswith(" so") and bare.removesuffix(" so") in kind_words()
    return named and (words != bare or text[end : end + 1] in ("", "\n"))


def _is_own(draft: Draft, owned: frozenset[str], own_dates: frozenset[str]) -> bool:
    # Numbers start again each year: the same number with another date is another directive.
    return draft.number in owned and (not draft.dated or draft.date in own_dates)


def _drafts(text: str, folded: str, mentions: Sequence[tuple[Symbol, Head]]) -> list[Draft]:
    """Read from the last mention to the first: a subject must know where the mentions inside it end."""
    types = _types(folded, mentions)
    drafts: list[Draft] = []  # in reverse
    nested: list[Nested] = []  # in reverse
    for index in range(len(mentions) - 1, -1, -1):
        symbol, head = mentions[index]
        draft = _draft(text, folded, symbol, head, types[index], _following(nested, symbol.end))
        drafts.append(draft)
        drafts.extend(reversed(_members(head, draft)))
        nested.append(Nested(head.start, draft.end, draft.sibling, draft.quoted, types[index]))
    return drafts[::-1]


def _types(folded: str, mentions: Sequence[tuple[Symbol, Head]]) -> list[str | None]:
    """The kind of each mention: its own word, that of the list it stands in, or what the code says."""
    types: list[str | None] = []
    for index, (symbol, head) in enumerate(mentions):
        code = symbol.parts.type_code
        name = head.kind.name if head.kind else None
        if name is None and index and head.kind is None:
            before = mentions[index - 1][0]
            if linked(folded, before.end, head.start) and before.parts.type_code == code:
                name = types[-1]
        if name is None or (code and head.kind and head.kind.short and symbol.parts.party):
            name = kind_of_code(code, party=symbol.parts.party) if code else name
        types.append(name)
    return types


def _following(nested: Sequence[Nested], position: int) -> tuple[Nested, ...]:
    ahead: list[Nested] = []
    for mention in reversed(nested):
        if mention.start > position + _REACH:
            break
        if len(ahead) == _MOST_NESTED:
            ahead.append(mention._replace(sibling=True))
            break
        ahead.append(mention)
    return tuple(ahead)


def _draft(
    text: str, folded: str, symbol: Symbol, head: Head, kind: str | None, following: tuple[Nested, ...]
) -> Draft:
    """Read what stands behind the number: date, issuer and subject, in the order in which they come."""
    position = symbol.end
    organs = _organs(symbol.parts, joint=bool(head.kind and head.kind.joint))
    date: str | None = None
    dated = False
    issuer: Issuer | None = None
    if head.between:
        issuer = read_issuer(text, folded, head.between, organs=organs)
    end = position
    for _ in range(3):
        position = _aside(folded, position)
        claim = None if dated else read_date(folded, position)
        if claim:
            date, dated, end = claim.iso, True, claim.end
            position = end
            continue
        issuer_here = None if issuer else read_issuer(text, folded, position, organs=organs)
        if issuer_here is None:
            break
        issuer, end = issuer_here, issuer_here.end
        position = end
    subject = read_subject(
        text, folded, _aside(folded, position), after_issuer=issuer is not None, following=following, kind=kind
    )
    end = subject.stop if subject else end
    if subject and issuer is None and (of := _TRAILING_OF.match(folded, subject.stop)):
        issuer = read_issuer(text, folded, of.end(), organs=organs)
        end = issuer.end if issuer else end
    outer = head.pinpoint[0] if head.pinpoint else head.start
    issuer = issuer or issuer_before(text, folded, outer, folded.rfind("\n", 0, outer) + 1)
    return Draft(
        start=symbol.start if head.members else head.start,
        end=end,
        number=symbol.number,
        parts=symbol.parts,
        worded=head.kind is not None and not head.members,
        type=kind,
        date=date,
        issuer=(issuer.start, issuer.end) if issuer and issuer.end > issuer.start else None,
        title=head.name or ((subject.start, subject.end) if subject else None),
        pinpoint=head.pinpoint,
        dated=dated,
        quoted=subject is not None and subject.quoted,
        sibling=_BESIDE.search(folded, max(0, outer - 40), outer) is not None,
        short=symbol.short,
    )


def _organs(parts: Number, *, joint: bool) -> int:
    """How many organs may have issued an instrument: as many as its symbol names; a công văn's second code is a department."""
    named = len((parts.organ or "").split("-"))
    if joint:
        return named if named > 1 else _MOST_ORGANS
    return named if parts.type_code else 1


def _aside(folded: str, position: int) -> int:
    """Behind a bracket or a term of office that stands between the parts of a mention."""
    aside = _ASIDE.match(folded, position)
    return aside.end() if aside else position


def _members(head: Head, draft: Draft) -> list[Draft]:
    """The bare numbers before a symbol, each a mention: "217" in "Quyết định 217, 218-QĐ/TW"."""
    tail = draft.number.removeprefix(draft.parts.digits)
    return [
        replace(
            draft,
            start=start if index else head.start,
            end=end,
            number=digits + tail,
            parts=replace(draft.parts, digits=digits),
            worded=index == 0,
            title=None,
            quoted=False,
        )
        for index, (start, end, digits) in enumerate(head.members)
    ]


def _citation(text: str, draft: Draft) -> Citation:
    return Citation(
        text=text[draft.start : draft.end],
        start=draft.start,
        end=draft.end,
        type=draft.type,
        number=draft.number,
        date=draft.date,
        issuer=_words(text, draft.issuer),
        title=_words(text, draft.title),
        pinpoint=_words(text, draft.pinpoint),
        form="short" if draft.short else "number",
    )


def _words(text: str, where: tuple[int, int] | None) -> str | None:
    return text[where[0] : where[1]] if where else None
