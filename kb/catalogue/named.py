"""Mentions by name become instruments: the numbered one of that name and year where exactly one fits, else one without a number.

A law is often cited by its name alone. It is the numbered instrument of this name when the year agrees, or, where the mention
gives no year, when only one is left that was there when the citing directive was issued. Where several are left, the mention stays
open. A name that no number is known of makes an instrument of its own.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.citations import parse_number, read_name
from kb.catalogue.stated import CENTRAL, Stated, shown_scope
from kb.store.instruments import NAMED
from kb.store.records import Claim, Instrument

AMBIGUOUS_NAME = "không ghi năm, mà tên này là của nhiều văn bản"
AMBIGUOUS_YEAR = "nhiều văn bản cùng tên và cùng năm"
OWN_YEAR = "năm ghi trùng năm của văn bản viện dẫn, mà luật cùng tên đã biết thì năm khác"
NO_BODY = "không ghi là đại hội của tổ chức nào"
NO_TERM = "không ghi khóa"

LAWS = frozenset({"Luật", "Bộ luật", "Pháp lệnh"})
"""Kinds that have a name of their own beside the number."""

_NO_BODY = re.compile(r"~nghi quyet dai hoi \d+")
_NO_TERM = re.compile(r"~nghi quyet trung uong \d+")

_Block = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Open:
    """A mention that is given to no instrument, why, and the ids of those that it may mean."""

    stated: Stated
    reason: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A numbered instrument that a name may mean, and the directives that cite it by its number."""

    row: Instrument
    cited_by: frozenset[str]


@dataclass(slots=True)
class Named:
    """What became of the mentions of some names.

    Attributes:
        instruments: those without a number.
        assigned: each mention that was resolved, and its instrument.
        left: those that were not.
        minted: keys and the ids given to them.
        redirects: ids of instruments that turned out to be a numbered one.
    """

    instruments: list[Instrument] = field(default_factory=list)
    assigned: list[tuple[Stated, str]] = field(default_factory=list)
    left: list[Open] = field(default_factory=list)
    minted: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)


def proper_name(kind: str | None, title: str | None) -> str | None:
    """What a law is called, from its kind and its subject.

    >>> proper_name("Luật", "Luật Công đoàn"), proper_name("Luật", "Công đoàn"), proper_name("Quyết định", "về thi đua")
    ('Luật Công đoàn', 'Luật Công đoàn', None)
    """
    if kind not in LAWS or not title:
        return None
    return title if title.lower().startswith(f"{kind.lower()} ") else f"{kind} {title}"


def name_block(key: str) -> _Block:
    """The block of the mentions with a name, of instruments of the centre."""
    return (f"{NAMED}{key}", CENTRAL)


def resolve_names(
    stated: Iterable[Stated],
    numbered: Mapping[str, Sequence[Candidate]],
    issued: Mapping[str, int | None],
    minted: Mapping[str, str],
) -> Named:
    """Resolve mentions by name, block by block.

    Args:
        stated: all mentions of some blocks.
        numbered: the instruments with a number, by the key of their name. Only who cites them by number counts: whom a name
            is given to must not decide to whom it is given the next time.
        issued: year of issue of the directives that cite.
        minted: every key that an id was given to.
    """
    blocks: dict[_Block, list[Stated]] = defaultdict(list)
    for item in sorted(stated, key=lambda item: (item.directive, item.position)):
        blocks[item.block].append(item)
    found = Named()
    for block in sorted(blocks):
        candidates = numbered.get(block[0].removeprefix(NAMED), ()) if block[1] == CENTRAL else ()
        _resolve_block(block, blocks[block], candidates, issued, minted, found)
    return found


def _resolve_block(
    block: _Block,
    stated: Sequence[Stated],
    numbered: Sequence[Candidate],
    issued: Mapping[str, int | None],
    minted: Mapping[str, str],
    found: Named,
) -> None:
    reason = NO_BODY if _NO_BODY.fullmatch(block[0]) else NO_TERM if _NO_TERM.fullmatch(block[0]) else None
    if reason:
        found.left += [Open(item, reason) for item in stated]
        return
    by_year: dict[int | None, list[Stated]] = defaultdict(list)
    for item in stated:
        by_year[_year(item)].append(item)
    undated = by_year.pop(None, [])
    years: dict[str, int] = {one.row.id: year for one in numbered if (year := _year_of(one.row)) is not None}
    known: dict[str, list[Stated]] = {one.row.id: [] for one in numbered}
    cited: dict[str, set[str]] = {one.row.id: set(one.cited_by) for one in numbered}
    own: dict[str, list[Stated]] = {}
    for year, items in sorted(by_year.items(), key=lambda pair: pair[0] or 0):
        fitting = [one.row.id for one in numbered if years.get(one.row.id) == year]
        if len(fitting) > 1:
            found.left += [Open(item, AMBIGUOUS_YEAR, tuple(sorted(fitting))) for item in items]
            continue
        if not fitting and years:
            # "… thực hiện Luật Thực hiện dân chủ ở cơ sở năm 2024" in a plan of 2024: the year may be the plan's.
            own_year = [item for item in items if issued.get(item.directive) == year and not item.date]
            found.left += [Open(item, OWN_YEAR, tuple(sorted(years))) for item in own_year]
            if len(own_year) == len(items):
                continue
            by_year[year] = [item for item in items if item not in own_year]
        ident = _minted(block, year, minted, found)
        if fitting:
            found.redirects[ident] = fitting[0]
            ident = fitting[0]
        else:
            own[ident], years[ident] = [], year or 0
        (known if fitting else own)[ident] += by_year[year]
        cited.setdefault(ident, set()).update(item.directive for item in by_year[year])
    _place_undated(block, undated, years, cited, issued, minted, (known, own), found)
    for ident, items in own.items():
        found.instruments.append(_instrument(ident, block, items))
    found.assigned += [(item, ident) for group in (known, own) for ident, items in group.items() for item in items]


def _place_undated(
    block: _Block,
    undated: Sequence[Stated],
    years: Mapping[str, int],
    cited: Mapping[str, set[str]],
    issued: Mapping[str, int | None],
    minted: Mapping[str, str],
    groups: tuple[dict[str, list[Stated]], dict[str, list[Stated]]],
    found: Named,
) -> None:
    known, own = groups
    alone: list[Stated] = []
    for item in undated:
        year = issued.get(item.directive)
        there = [ident for ident in cited if year is None or years.get(ident, 0) <= year]
        # A directive gives the number or the year where it cites first and leaves them out afterwards.
        here = [ident for ident in there if item.directive in cited[ident]]
        fitting = here if len(here) == 1 else there
        if not fitting:
            alone.append(item)
        elif len(fitting) == 1:
            (known if fitting[0] in known else own)[fitting[0]].append(item)
        else:
            found.left.append(Open(item, AMBIGUOUS_NAME, tuple(sorted(fitting))))
    if alone:
        own[_minted(block, None, minted, found)] = alone
        return
    before = minted.get(_key_of(block, None))
    meant = {ident for ident, items in {**known, **own}.items() if any(_year(item) is None for item in items)}
    if before is not None and len(meant) == 1 and before not in meant:
        found.redirects[before] = meant.pop()  # All that was known by the bare name is this one now.


def _year(item: Stated) -> int | None:
    """The year that a mention gives: with its name, else in its date."""
    year = read_name(item.name or "").year
    return year if year is not None else int(item.date[:4]) if item.date else None


def _year_of(row: Instrument) -> int | None:
    parts = parse_number(row.number or "")
    if parts is not None and parts.year:
        return parts.year
    return int(row.date[:4]) if row.date else None


def _key_of(block: _Block, year: int | None) -> str:
    return f"{'|'.join(block)}|{year or ''}"


def _minted(block: _Block, year: int | None, minted: Mapping[str, str], found: Named) -> str:
    key = _key_of(block, year)
    ident = minted.get(key) or found.minted.get(key) or "i" + hashlib.sha256(key.encode()).hexdigest()[:11]
    found.minted[key] = ident
    return ident


def _instrument(ident: str, block: _Block, stated: Sequence[Stated]) -> Instrument:
    """The catalogue row of an instrument that nobody gives a number."""
    first = stated[0]
    names = Counter(item.name or "" for item in stated)
    # Of its spellings the one with its year, then the one that most mentions have.
    name = min(names, key=lambda one: (read_name(one).year is None, not one[:1].isupper(), -names[one], one))
    dates = Counter(item.date for item in stated if item.date)
    date = min(dates, key=lambda one: (-dates[one], one)) if dates else None
    evidence = [("name", next(item for item in stated if item.name == name))]
    if date:
        evidence.append(("date", next(item for item in stated if item.date == date)))
    values = {"name": name, "date": date or ""}
    return Instrument(
        id=ident,
        number=None,
        scope=shown_scope(block[1], first.directive),
        type=first.type,
        date=date,
        spellings=tuple(sorted(names, key=lambda one: (-names[one], one))),
        evidence=tuple((kind, Claim(values[kind], item.directive, item.span)) for kind, item in evidence),
        cited_by=tuple(sorted({item.directive for item in stated})),
        name=name,
    )
