"""Lines of legal bases, as an office writes them: full first citation, punctuation and order of its style.

A line says what documents or tables state of an instrument. What none states is a visible blank, never a guess.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ingest.citations import parse_number
from ingest.lexicon import load
from ingest.text import fold
from kb.catalogue.describe import day, is_named_by_title, subject
from kb.catalogue.organs import CENTRAL, level_of
from kb.catalogue.stated import CENTRAL as CENTRAL_SCOPE
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.store.records import Instrument

STYLES = ("state", "party", "union")
_LAST = "9999-12-31"
_DIGIT_TAIL = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Style:
    """How an office writes its bases (``bases.toml``).

    Attributes:
        opening, bullet: what a line begins with.
        comma: one stands after the number.
        between, last: what ends a line, and the last one.
        order: whose instruments come first.
    """

    name: str
    opening: str
    bullet: str
    comma: bool
    between: str
    last: str
    italic: bool
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One basis, ready to be put into a draft.

    Attributes:
        missing: what no document states and is blank in the text: ``number``, ``date``, ``issuer``, ``title``.
    """

    instrument: str
    text: str
    missing: tuple[str, ...] = ()

    @property
    def warning(self) -> str | None:
        """What is to be filled in; ``None`` for a whole line."""
        if not self.missing:
            return None
        named = ", ".join(table()["missing"][part] for part in self.missing)
        return f"chưa có văn bản nào trong kho ghi {named}: hãy điền theo bản gốc"


@cache
def table() -> dict[str, Any]:
    """The file ``bases.toml``."""
    return tomllib.loads(files(__package__).joinpath("bases.toml").read_text(encoding="utf-8"))


@cache
def style(name: str) -> Style:
    """The style of that name.

    Raises:
        UsageError: there is none.
    """
    row = table()["style"].get(name)
    if row is None:
        raise UsageError(f"Không có thể thức “{name}”: hãy chọn state, party hoặc union.")
    return Style(name=name, **{**row, "order": tuple(row["order"])})


def lines(rows: Iterable[Instrument], of: Style) -> tuple[Line, ...]:
    """The lines of several bases, in the order of the style, each with its punctuation."""
    ordered = in_order(rows, of)
    return tuple(
        line(row, of, of.last if place == len(ordered) else of.between) for place, row in enumerate(ordered, start=1)
    )


def line(row: Instrument, of: Style, mark: str) -> Line:
    """One basis in full, as it is cited for the first time.

    >>> from kb.store.records import Instrument
    >>> row = Instrument("i1", "217-QĐ/TW", "trung ương", "Quyết định", "2013-12-12", "Bộ Chính trị", "ban hành Quy chế")
    >>> line(row, style("union"), ";").text
    'Căn cứ Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc ban hành Quy chế;'
    """
    law = _is_law(row)
    if row.number is None and not law:
        return Line(row.id, f"{of.bullet}{of.opening} {row.name or row.type or 'văn bản'}{mark}")
    blanks = table()["blanks"]
    named = law and (is_named_by_title(row) or row.number is None)
    missing = [part for part in ("number", "date", "issuer") if not getattr(row, part)]
    if not named and not row.title:
        missing.append("title")
    kind = (row.name or row.title if row.number is None else row.title) if named else row.type
    date = day(row.date) if row.date else blanks["date"]
    parts = [
        f"{of.bullet}{of.opening} {kind or 'Văn bản'} số {row.number or blanks['number']}{',' if of.comma else ''}",
        f"ngày {date} của {row.issuer or blanks['issuer']}",
        "" if named else subject(row.title) if row.title else f"về {blanks['title']}",
    ]
    return Line(row.id, f"{' '.join(part for part in parts if part)}{mark}", tuple(missing))


def in_order(rows: Iterable[Instrument], of: Style) -> list[Instrument]:
    """Whose instruments come first as the style has it; central before local, the State's by force, older before newer."""
    return sorted(rows, key=lambda row: _place(row, of))


def _place(row: Instrument, of: Style) -> tuple[int, int, int, str, str]:
    whose = system(row)
    first = of.order.index(whose) if whose in of.order else len(of.order)
    return (
        first,
        _level(row),
        _force(row) if whose == "state" else 0,
        row.date or _LAST,
        row.number or row.name or row.id,
    )


def system(row: Instrument) -> str:
    """Whose instrument it is: ``state``, ``party``, ``union``, ``front``.

    >>> from kb.store.records import Instrument
    >>> [system(Instrument("i", number, "")) for number in ("217-QĐ/TW", "10/2022/QH15", "41/HD-TLĐ", "490/QĐ-UBND")]
    ['party', 'state', 'union', 'state']
    """
    return system_of(row.number, " ".join(filter(None, (row.issuer, row.name if row.number is None else None))))


def system_of(number: str | None, words: str) -> str:
    """Whose instrument has this number, or else is named by these words (its issuer, its name)."""
    parts = parse_number(number) if number else None
    if parts is not None and parts.party:
        return "party"
    organs = _organs()
    for code in (parts.organ or "").split("-") if parts else ():
        known = organs.get(code) or organs.get(_DIGIT_TAIL.sub("", code))
        if known:
            return known
    plain = fold(words)
    return next(
        (one["system"] for one in table()["words"] if any(fold(word) in plain for word in one["words"])), "state"
    )


def _level(row: Instrument) -> int:
    """0 for the centre, 1 for a province, 2 for a unit below it."""
    if row.scope == CENTRAL_SCOPE or (row.number and level_of(row.number) == CENTRAL):
        return 0
    return 2 if "," in row.scope else 1


def _force(row: Instrument) -> int:
    ranks = table()["force"]
    parts = parse_number(row.number) if row.number else None
    codes = [_DIGIT_TAIL.sub("", code) for code in (parts.organ or "").split("-")] if parts else []
    found = [ranks["organs"][code] for code in codes if code in ranks["organs"]]
    if row.type in ranks["types"]:
        found.append(ranks["types"][row.type])
    return int(min(found, default=ranks["rest"]))


def _is_law(row: Instrument) -> bool:
    return any(one["name"] == row.type and one.get("law") for one in load("types")["type"])


@cache
def _organs() -> dict[str, str]:
    """Code to system; a code that any body may bear tells nothing."""
    return {one["code"]: one["system"] for one in load("organs")["organ"] if one["code"] not in table()["vague"]}


def told(rows: Sequence[Line]) -> list[str]:
    """The warnings of lines, each with the line's first words."""
    return [f"{one.text[:60].rstrip()}…: {one.warning}." for one in rows if one.warning]
