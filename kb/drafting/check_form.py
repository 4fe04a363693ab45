"""The draft's own form: its parts, numbering, lines of bases, abbreviations and days. What is not sure is no finding."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from ingest import definitions
from ingest.lexicon import load
from ingest.text import fold
from ingest.types import Basis, Directive, Span
from kb.catalogue.describe import day
from kb.catalogue.organs import CENTRAL, level_of
from kb.drafting.check_numbering import gaps
from kb.drafting.check_types import Fix, FormFinding

_END = re.compile(r"[ \t]*(?P<sign>[^\w\s]?)[ \t]*(?=\n|$)")
_BULLET = re.compile(r"(?:^|\n)[ \t]*(?P<bullet>[-–+•*])[ \t]*$")
_ENDS = {";": "dấu chấm phẩy", ".": "dấu chấm"}
_NEAR = 60


def examine(draft: Directive) -> tuple[FormFinding, ...]:
    """What is wrong with a draft's form, in order of its text."""
    found = [
        *_missing(draft),
        *gaps(draft),
        *_bases(draft),
        *_abbreviations(draft),
        *_deadlines(draft),
        *_later(draft),
    ]
    return tuple(sorted(found, key=lambda one: (one.span.start, one.span.end, one.kind, one.message)))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("check.toml").read_text(encoding="utf-8"))


# -- parts ---------------------------------------------------------------------------------------------------------


def _missing(draft: Directive) -> Iterator[FormFinding]:
    """Mandatory parts that are not there. A blank number or day is there; a few lines are no document."""
    head, kind = draft.header, draft.header.type
    if _is_fragment(draft) or kind in _table()["free"]:
        return
    central = head.symbol is not None and level_of(head.symbol) == CENTRAL
    there = {
        "number": head.symbol is not None or head.number is not None,
        "date": head.date is not None or head.year is not None or head.place is not None,
        "title": bool(head.title),
        "bases": kind not in _table()["based"] or _is_based(draft),
        "signature": any((draft.signature.name, draft.signature.position, draft.signature.authority)),
        "recipients": bool(draft.recipients) or central,  # The gazette prints the centre's without them.
    }
    at = {"signature": draft.body.end, "recipients": draft.body.end, "bases": draft.body.start}
    for part, is_there in there.items():
        if not is_there:
            place = at.get(part, 0)
            yield FormFinding("missing_part", f"Thiếu {_table()['parts'][part]}.", Span(place, place))


def _is_fragment(draft: Directive) -> bool:
    """A few lines without a head of their own, to have their citations checked."""
    head = draft.header
    return head.type is None or (head.issuer is None and head.symbol is None)


def _is_based(draft: Directive) -> bool:
    first = draft.sections[0].start if draft.sections else draft.body.end
    return bool(draft.bases) or any(one.start < first for one in draft.citations)


# -- lines of bases ------------------------------------------------------------------------------------------------


def _bases(draft: Directive) -> Iterator[FormFinding]:
    """Lines of bases end in ";", the last one in "." or ";"; those that run on in one paragraph are left alone."""
    if _is_fragment(draft):
        return
    lines = [(basis, end) for basis in draft.bases if (end := _line_end(draft.text, basis))]
    for number, (basis, end) in enumerate(lines):
        last = number == len(lines) - 1 and basis is draft.bases[-1]
        sign, wanted = end["sign"], ";."[last]
        if sign in ({";", ".", ","} if last else {";"}):
            continue
        span = Span(end.start("sign"), end.end("sign"))
        shown = span if sign else Span(max(basis.start, basis.end - 1), basis.end)
        fix = Fix(shown, wanted if sign else shown.of(draft.text) + wanted, sure=True)
        told = f"kết thúc bằng “{sign}”" if sign else "không có dấu kết thúc"
        yield FormFinding("basis_style", f"Dòng căn cứ {told}: cần {_ENDS[wanted]} “{wanted}”.", shown, fix)
    bullets = {bool(_BULLET.search(draft.text[max(0, basis.start - 4) : basis.start])) for basis, _ in lines}
    if len(bullets) > 1:
        plain = next(
            basis for basis, _ in lines if not _BULLET.search(draft.text[max(0, basis.start - 4) : basis.start])
        )
        yield FormFinding(
            "basis_style", "Các dòng căn cứ không thống nhất: dòng có gạch đầu dòng, dòng không.", _opening(plain)
        )


def _line_end(text: str, basis: Basis) -> re.Match[str] | None:
    """How the line of a basis ends, where nothing but a sign follows it there."""
    return _END.match(text, basis.end)


def _opening(basis: Basis) -> Span:
    return Span(basis.start, min(basis.end, basis.start + len("Căn cứ")))


# -- abbreviations -------------------------------------------------------------------------------------------------


def _abbreviations(draft: Directive) -> Iterator[FormFinding]:
    """Abbreviations of the draft's own that stand in it before it explains them."""
    seen: set[str] = set()
    for one in definitions.find(draft.text):
        if one.term in seen or one.term in _well_known():
            continue
        seen.add(one.term)
        word = re.compile(rf"(?<![\w/\-–&.]){re.escape(one.term)}(?![\w/\-–&])")
        for match in word.finditer(draft.text, draft.body.start, max(draft.body.start, one.start)):
            if not any(citation.start <= match.start() < citation.end for citation in draft.citations):
                told = f"“{one.term}” dùng ở đây mà sau đó mới được giải thích (“{one.expansion}”)."
                yield FormFinding("abbreviation", told, Span(match.start(), match.end()))
                break


@cache
def _well_known() -> frozenset[str]:
    listed = load("abbreviations")["abbreviation"]
    words = {form for row in listed for form in (row["short"], *row.get("variants", ()))}
    return frozenset(words | {organ["code"] for organ in load("organs")["organ"]})


# -- days ----------------------------------------------------------------------------------------------------------


def _deadlines(draft: Directive) -> Iterator[FormFinding]:
    """Deadlines before the document's own day; of one that is still to be dated, before its year."""
    head = draft.header
    floor = head.date or (f"{head.year}-01-01" if head.year else None)
    if floor is None or head.type in _table()["free"]:
        return
    for one in draft.deadlines:
        early = one.date is not None and not one.date.startswith("-") and one.date < floor
        if early and one.date and one.end <= draft.body.end and not _is_past(draft, one.start, one.end):
            own = day(floor) if head.date else f"năm {head.year}"
            yield FormFinding(
                "deadline", f"Thời hạn {day(one.date)} ở trước ngày của văn bản ({own}).", Span(one.start, one.end)
            )


def _is_past(draft: Directive, start: int, end: int) -> bool:
    before = fold(draft.text[max(draft.body.start, start - _NEAR) : end])
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", before) for word in _table()["past"])


def _later(draft: Directive) -> Iterator[FormFinding]:
    """Citations of what is dated after the document itself."""
    head = draft.header
    if head.date is None or head.draft:
        return
    told: set[str] = set()
    for one in _numbered(draft):
        if one.date and len(one.date) == len(head.date) and one.date > head.date and one.number not in told:
            told.add(one.number or "")
            yield FormFinding(
                "date_order",
                f"Viện dẫn {one.number} ghi ngày {day(one.date)}, sau ngày của văn bản ({day(head.date)}).",
                Span(one.start, one.end),
            )


def _numbered(draft: Directive) -> Iterable[Any]:
    return (one for one in draft.citations if one.form == "number" and one.start < draft.body.end)
