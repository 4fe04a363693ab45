"""Targets (chỉ tiêu): the quantities that a directive wants reached.

A number is a target by its words: an order such as "ít nhất", a goal such as "phấn đấu", or a heading "chỉ tiêu" above
it. A number that names (Điều 5, khóa XIII), dates, describes ("gồm 4 bước") or sets a condition ("doanh nghiệp có từ
10 lao động trở lên") is none. Where the words leave it open, nothing is returned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ingest import phrases, sections
from ingest.lexicon import load
from ingest.quantities import Quantity, quantities
from ingest.types import Span, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.types import Section

_HEADING_WORDS = 12  # of an item without a heading, that may still say "chỉ tiêu"
_DELIMITER = re.compile(r",\s|;\s|\s(?:và|hoặc|cùng)\s|:\s")
_ACHIEVED = re.compile(r"\d[^\d]{0,80}, (?:đạt|bằng)\s+$")
_ARTICLE = re.compile(r"điều\s", re.IGNORECASE)
_EDGES = " \t,;:.–-/"


@dataclass(frozen=True, slots=True)
class _Found:
    """A target before its text is cut.

    Attributes:
        start: where its own words begin.
        own: words of its own stand before the number.
        joined: nothing parts it from the number before: "100% CĐCS đăng ký ít nhất 01 việc".
    """

    quantity: Quantity
    start: int
    own: bool
    joined: bool
    clause: Span


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a number stands.

    Attributes:
        strict: below "chỉ tiêu"; ``False`` below "mục tiêu", ``None`` below neither.
        heading: in a heading.
        row: in a row with a percentage that is a target.
        linked: right behind a target, "và" between: "ít nhất 01 mô hình và 02 công trình".
        rule: in an article, where "có ít nhất" says what a body consists of, and "không quá" what is allowed.
        follows: a semicolon parts it from a clause with a target.
    """

    strict: bool | None
    heading: bool
    row: bool
    linked: bool
    rule: bool
    follows: bool


@dataclass(frozen=True, slots=True)
class _Outline:
    """What the headings above a number announce. ``unnumbered`` are ranges below a heading line without a label."""

    text: str
    tree: Sequence[Section]
    unnumbered: tuple[tuple[Span, bool], ...]

    def strict(self, offset: int) -> bool | None:
        titles = [_announces(_title(self.text, section)) for section in sections.enclosing(self.tree, offset)]
        titles += [strict for span, strict in self.unnumbered if span.start <= offset < span.end]
        return True if True in titles else (False if False in titles else None)

    def past(self, offset: int) -> bool:
        """Below a heading such as "Kết quả đạt được", and below none that announces targets."""
        titles = [phrases.lowered(_title(self.text, section)) for section in sections.enclosing(self.tree, offset)]
        starts = _words("goals", "past_headings")
        tells = any(title.startswith(starts) or title.strip() in _words("goals", "past_titles") for title in titles)
        return tells and self.strict(offset) is None

    def rule(self, offset: int) -> bool:
        """In an article: "Hội đồng có ít nhất 05 thành viên" says how things have to be, not what is to be reached."""
        return any(_ARTICLE.match(section.label) for section in sections.enclosing(self.tree, offset))

    def in_heading(self, offset: int) -> bool:
        """A bare number in a heading counts what follows."""
        around = sections.enclosing(self.tree, offset)
        own = around[-1] if around else None
        return (
            own is not None and own.heading is not None and offset < own.start + len(own.label) + len(own.heading) + 4
        )


def find(text: str, tree: Sequence[Section], zone: Span) -> tuple[Target, ...]:
    """All targets in the zone, in reading order; one for each number.

    >>> text = "Phấn đấu kết nạp ít nhất 1.200 đoàn viên; 99,5% cán bộ được tập huấn."
    >>> [(t.value, t.unit, t.comparator) for t in find(text, (), Span(0, len(text)))]
    [(1200, 'đoàn viên', '>=')]
    """
    outline = _Outline(text, tree, tuple(_unnumbered_zones(text, tree, zone)))
    found: list[_Found] = []
    for clause in phrases.clause_spans(text, zone):
        follows = bool(found) and text[found[-1].clause.end - 1 : clause.start] == "; "
        row = follows and found[-1].quantity.unit.startswith("%")
        found.extend(_accepted(text, clause, outline, row=row, follows=follows))
    return tuple(_targets(text, tree, found))


@cache
def _words(table: str, key: str) -> tuple[str, ...]:
    return tuple(load("quantities")[table][key])


def _unnumbered_zones(text: str, tree: Sequence[Section], zone: Span) -> Iterator[tuple[Span, bool]]:
    """A line "Chỉ tiêu cụ thể:" without a number holds to the end of what encloses it."""
    for match in re.finditer(r"^[^\W\d_][^\n]{0,120}:$", text[zone.start : zone.end], re.MULTILINE):
        start = zone.start + match.start()
        strict = _announces(match[0])
        if strict is not None and len(match[0].split()) <= _HEADING_WORDS:
            around = sections.enclosing(tree, start)
            yield Span(start, around[-1].end if around else zone.end), strict


def _title(text: str, section: Section) -> str:
    if section.heading:
        return section.heading
    newline = text.find("\n", section.start, section.end)
    line = text[section.start : section.end if newline < 0 else newline]
    # Of a plain item only a run-in title counts: "Chỉ tiêu: 98% …".
    return " ".join(line.split()[:_HEADING_WORDS]).partition(":")[0] if ":" in line else ""


def _announces(title: str) -> bool | None:
    span = Span(0, len(title))
    if next(phrases.find(_words("goals", "headings"), title, span), None):
        return True
    return False if next(phrases.find(_words("goals", "weaker_headings"), title, span), None) else None


def _accepted(text: str, clause: Span, outline: _Outline, *, row: bool, follows: bool) -> Iterator[_Found]:
    before: Quantity | None = None
    found: _Found | None = None
    if outline.past(clause.start):
        return
    strict, rule = outline.strict(clause.start), outline.rule(clause.start)
    for quantity in quantities(text, clause):
        between = text[found.quantity.end : quantity.start].strip(_EDGES) if found else None
        linked = between in ("", "và", "hoặc", "cùng", "với", "cho")
        place = _Place(strict, outline.in_heading(quantity.start), row, linked, rule, follows)
        if _is_target(text, clause, quantity, place, before):
            found = _beginning(text, clause, quantity, found)
            yield found
            row = row or quantity.unit.startswith("%")
        before = quantity


def _is_target(text: str, clause: Span, quantity: Quantity, place: _Place, earlier: Quantity | None) -> bool:
    lead = Span(clause.start, quantity.start)
    after = Span(quantity.number_end, clause.end)
    if (
        phrases.last(_words("rejections", "past"), text, lead)
        or _is_size(text, lead, clause.end, quantity, earlier)
        or _is_condition(text, lead, quantity)
        or phrases.starts_with(_words("rejections", "not_before"), text, after)
    ):
        return False
    goal = phrases.last(_words("goals", "words"), text, lead) is not None
    if place.rule and not goal and place.strict is None and not _orders(text, lead, quantity):
        return False
    if quantity.unit.startswith("%"):
        return _is_percentage_target(text, lead, after, quantity, sought=goal or place.row or place.strict is not None)
    if quantity.strong:
        return quantity.unit not in _words("units", "time") or quantity.sign == "<=" or goal
    return _is_count_target(text, lead, quantity, place, goal=goal)


def _orders(text: str, lead: Span, quantity: Quantity) -> bool:
    """In an article only a lower bound that is ordered is a target: "dành ít nhất 75%", not "có ít nhất", "tối đa"."""
    if quantity.sign != ">=" or not quantity.strong or quantity.trailing:
        return False
    return phrases.ends_with(_words("rejections", "composed"), text, lead) is None


def _is_percentage_target(text: str, lead: Span, rest: Span, quantity: Quantity, *, sought: bool) -> bool:
    if quantity.sign == "=" and phrases.ends_with(_words("rejections", "rates"), text, lead):
        return False
    if sought or quantity.strong:
        return True
    if _ACHIEVED.search(text, lead.start, lead.end) and phrases.starts_with(_words("rejections", "plans"), text, rest):
        return False  # "kết nạp 1.200 đoàn viên, đạt 95% kế hoạch" reports
    if phrases.starts_with(_words("rejections", "compared"), text, rest):
        return False
    if quantity.trailing or quantity.value == 100:
        return True
    return phrases.ends_with(_words("goals", "changes") + _words("goals", "verbs"), text, lead) is not None


def _is_count_target(text: str, lead: Span, quantity: Quantity, place: _Place, *, goal: bool) -> bool:
    """A count whose comparator does not order: it needs a goal, or a verb and "trở lên"."""
    if not quantity.known or quantity.unit in _words("units", "time") or (place.heading and not goal):
        return False
    if quantity.sign == "=" and not place.linked and phrases.ends_with(_words("rejections", "not_after"), text, lead):
        return False
    reached = phrases.ends_with(_words("goals", "verbs"), text, lead) is not None
    noun, _, per = quantity.unit.partition("/")
    counted = noun not in _words("units", "money")
    periodic = counted and per.startswith(_words("units", "time"))
    ranged = quantity.trailing or quantity.value_max is not None or periodic
    each = (
        counted
        and phrases.last(_words("rejections", "each"), text, lead)
        and (reached or phrases.ends_with(("có",), text, lead))
    )
    return (
        place.strict is True
        or goal
        or place.linked
        or bool(each)
        or (reached and (ranged or place.strict is False or place.follows))
    )


def _is_size(text: str, lead: Span, stop: int, quantity: Quantity, earlier: Quantity | None) -> bool:
    """Whether the number says how large an organisation is: "doanh nghiệp có từ 10 lao động trở lên"."""
    if (
        not quantity.known
        or quantity.unit.startswith("%")
        or not phrases.ends_with(_words("rejections", "sizes"), text, lead)
    ):
        return False
    if quantity.unit.lower() in {word.lower() for word in _words("rejections", "staff")}:
        return True
    since = Span(earlier.end if earlier else lead.start, lead.end)
    if quantity.trailing and _goes_on_with_a_verb(text, Span(quantity.end, stop)):
        return True
    if phrases.last(_words("rejections", "each"), text, since):
        return False
    condition = phrases.last(_words("rejections", "conditions"), text, since)
    return (quantity.trailing or not quantity.strong) and (earlier is not None or condition is not None)


def _goes_on_with_a_verb(text: str, rest: Span) -> bool:
    """Whether "… trở lên" is followed by what those do: "có từ 100 đoàn viên trở lên lập tổ công nghệ"."""
    same = re.match(r"\s[^,;.:()\n]*", text[rest.start : rest.end])
    own = Span(rest.start, rest.start + (len(same[0]) if same else 0))
    return len(own.of(text).split()) > 1 and not phrases.starts_with(_words("rejections", "goes_on"), text, own)


def _is_condition(text: str, lead: Span, quantity: Quantity) -> bool:
    """Whether the number only says when or for whom: "khi …", "của ít nhất 10 đoàn viên", "từ 31% trở lên: …"."""
    if phrases.ends_with(("của",), text, lead) or (quantity.trailing and text[quantity.end : quantity.end + 1] == ":"):
        return True
    comma = text.rfind(",", lead.start, lead.end)
    own = Span(max(lead.start, comma + 1), lead.end)
    return phrases.starts_with(_words("rejections", "clausal"), text, own) is not None


def _beginning(text: str, clause: Span, quantity: Quantity, before: _Found | None) -> _Found:
    """The target of this number, from where its own words begin."""
    if before is None:
        opener = phrases.last(_words("goals", "openers"), text, Span(clause.start, quantity.start))
        start = opener.start if opener else clause.start
        own = bool(text[opener.end if opener else start : quantity.start].strip(_EDGES))
        return _Found(quantity, start, own, joined=False, clause=clause)
    cuts = [cut.end() for cut in _DELIMITER.finditer(text, before.quantity.end, quantity.start + 1)]
    if not cuts:
        return _Found(quantity, before.start, own=True, joined=True, clause=clause)
    start = min(cuts[-1], quantity.start)
    return _Found(quantity, start, bool(text[start : quantity.start].strip(_EDGES)), joined=False, clause=clause)


def _targets(text: str, tree: Sequence[Section], found: list[_Found]) -> Iterator[Target]:
    ends = [0] * (len(found) + 1)
    for index in range(len(found) - 1, -1, -1):
        following = found[index + 1] if index + 1 < len(found) else None
        ends[index] = _end(text, found[index], following, ends[index + 1])
    for one, end in zip(found, ends, strict=False):
        target = _target(text, tree, one, end)
        if any(char.isalpha() for char in target.text):
            yield target


def _end(text: str, found: _Found, following: _Found | None, following_end: int) -> int:
    """Where the clause of a number ends; numbers in a row share the predicate that stands after the last of them."""
    if following is None:
        return found.clause.end
    same = following.clause == found.clause
    if same and following.joined:
        return following_end
    until = following.start if same else found.clause.end
    between = text[until : following.start]
    near = "\n" not in between and not between.strip(_EDGES) and (same or not following.own)
    return following_end if near and not _has_predicate(text, found, until) else until


def _has_predicate(text: str, found: _Found, until: int) -> bool:
    if not found.quantity.unit.startswith("%"):
        return True
    own = Span(found.start, found.quantity.start) if found.own else None
    words = _words("predicates", "words")
    after = Span(found.quantity.end, until)
    return any(span and phrases.last(words, text, span) for span in (own, after))


def _target(text: str, tree: Sequence[Section], found: _Found, end: int) -> Target:
    quantity = found.quantity
    # A remark in brackets behind the full stop is not the target's.
    remark = text.find(". (", quantity.end, end)
    span = _trimmed(text, Span(found.start, end if remark < 0 else remark))
    return Target(
        text=span.of(text),
        start=span.start,
        end=span.end,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        comparator=quantity.sign,
        subject=_subject(text, found, span),
        section=sections.path_at(tree, span.start),
    )


def _subject(text: str, found: _Found, span: Span) -> str | None:
    """What follows a number that leads its clause; else the clause after its goal word, the number in it."""
    quantity = found.quantity
    opener = phrases.starts_with(_words("goals", "openers"), text, span)
    start = opener.end if opener else span.start
    if not text[start : quantity.start].strip(_EDGES):
        start = quantity.number_end
        after = phrases.starts_with(_words("after", ">=") + _words("after", "<="), text, Span(start, span.end))
        start = after.end if after and quantity.unit.startswith("%") else start
    shown = _trimmed(text, Span(start, span.end)).of(text)
    return shown if any(char.isalpha() for char in shown) else None


def _trimmed(text: str, span: Span) -> Span:
    cut = re.search(
        r"(?:\s*(?:[,;:./]|\s(?:và|hoặc|cùng)(?=\s*$)))+\s*$", text[max(span.start, span.end - 40) : span.end]
    )
    end = span.end - (len(cut[0]) if cut else 0)
    start = span.start
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
