"""Who acts: whether a verb says what the directive itself does, or only what somebody is to do, wishes or reports."""

from __future__ import annotations

import re
from functools import cache

from ingest import sections
from ingest.relations import words
from ingest.relations.reading import ITSELF, Reading
from ingest.text import fold
from ingest.types import Section

_TIMED = re.compile(
    r"(?:ke )?tu (?:ngay|thoi diem|khi) [^\n;]{0,200}?(?:hieu luc(?: thi hanh)?|(?:19|20)\d\d|ky(?: ban hanh)?),? ?$"
)
_IN_FORCE = re.compile(r"[^\n]{0,400}(?:,|;|va|dong thoi|va dong thoi|cung voi do|va se) ?$")
_HEREBY = re.compile(r"(?:^|[,.] )nay (?:xin )?$")
_WAYS = re.compile(r"(?:(?:cung |duoc ban hanh |ban hanh )?(?:de|nham)? ?|dong thoi )$")
_TO_CARRY = re.compile(r"(?:^|(?<![^\W_])(?:trong viec|trong|viec|de|nham|ve viec|ve|va|,)) ?$")
_SAYS = re.compile(r"(?:quy dinh|huong dan|ban hanh|duoc ban hanh|cu the hoa|nham|de)(?![^\W_])")
_CARRYING_PLAN = re.compile(r"(?:ban hanh|phe duyet|cap nhat|thong qua)(?![^\W_])")
_TITLE_LEAD = re.compile(r"[ ,;]|(?:ve viec|ve|v/v|va|dong thoi|ban hanh|mot so|noi dung|toan bo|cac)(?![^\W_])")
_REACH = 500


class Speaker:
    """The directive as the one who acts."""

    def __init__(self, reading: Reading) -> None:
        """Note where its title and its articles are."""
        self._reading = reading
        self._header = reading.directive.header
        self._title = _title_start(reading)
        outline = reading.directive.sections
        self._body = outline[0].start if outline else reading.directive.body.end
        self.amends = self._title is not None and _amending_title(reading, self._title)

    def acts(self, verb: words.Verb) -> int | None:
        """Where the words begin by which the directive does what the verb says; ``None`` where it is not its act."""
        reading = self._reading
        if not reading.spoken(verb.start) or self._header.type in words.table("speaker")["never"]:
            return None
        if self._title is not None and self._title <= verb.start < reading.directive.body.start:
            return verb.start if self._in_title(verb) else None
        if verb.start < reading.directive.body.start and self._header.title:
            return None
        clause = reading.clause(verb.start)
        left = reading.folded[clause : verb.start]
        if verb.kind in words.changing():
            if not left.strip() or _TIMED.fullmatch(left):
                return verb.start if self.orders(verb.start) else None
            if _HEREBY.search(left) and not words.phrases("speaker", "unreal").search(left):
                return verb.start
            return self._by_name(verb, words.phrases("speaker", "unreal")) or self._enacts(verb, left)
        return self._by_name(verb, words.phrases("speaker", "idle")) or self._plans(verb, left)

    # -- "Nghị định này thay thế …" --------------------------------------------------------------------------------

    def _by_name(self, verb: words.Verb, blocks: re.Pattern[str]) -> int | None:
        reading = self._reading
        named = reading.before_self(verb.start, _REACH)
        sentence = reading.sentence(verb.start)
        if named is None or named.start() < sentence or reading.meant(named) != ITSELF:
            return None
        lead = reading.folded[reading.clause(named.start()) : named.start()]
        gap = reading.folded[named.end() : verb.start]
        if not _leads(lead) or ";" in gap.rstrip("; "):
            return None
        if verb.kind in words.changing():
            fits = _WAYS.fullmatch(gap.strip() + " ") or not gap.strip() or _IN_FORCE.fullmatch(gap.strip())
        else:
            fits = not gap.strip() or (_SAYS.match(gap.strip()) and _TO_CARRY.search(gap))
        return named.start() if fits and not blocks.search(gap) else None

    # -- "Bãi bỏ …" as an order of an article ----------------------------------------------------------------------

    def orders(self, position: int) -> bool:
        """Whether a sentence without a subject is an order of the directive, not a task that it gives."""
        reading = self._reading
        line = reading.line(position)
        named = reading.before_self(position, _REACH)
        if named and reading.meant(named) == ITSELF and "hieu luc" in reading.folded[named.end() : position]:
            return True
        if self._header.type in words.table("speaker")["no_orders"]:
            return False
        chain = sections.enclosing(reading.directive.sections, position)
        for one in reversed(chain):
            final = words.phrases("speaker", "final").search(self._opening(one)) is not None
            if one.start < line.start and final != self._is_task(one):
                return final
        article = next((one for one in chain if fold(one.label).startswith("dieu ")), None)
        return (self.amends and position >= self._body) or (article is not None and article.start >= line.start)

    def _is_task(self, section: Section) -> bool:
        """Reads "1. Sở Tài chính có trách nhiệm:"; a line that amends may speak of tasks."""
        opening = self._opening(section)
        if not words.phrases("speaker", "tasks").search(opening):
            return False
        start = self._reading.content(self._reading.line(section.start)) - section.start
        verb = next(iter(words.verbs(opening[max(start, 0) :][:60])), None)
        return verb is None or verb.start > 0 or verb.kind not in words.changing()

    def _opening(self, section: Section) -> str:
        line = self._reading.line(section.start)
        return self._reading.folded[section.start : min(line.end, section.start + 300)]

    # -- "Chính phủ ban hành Nghị định sửa đổi …" --------------------------------------------------------------------

    def _enacts(self, verb: words.Verb, left: str) -> int | None:
        if verb.start >= self._body or words.phrases("speaker", "unreal").search(left):
            return None
        return verb.start if _enacting().search(left) else None

    def _plans(self, verb: words.Verb, left: str) -> int | None:
        """Reads "Ban hành kèm theo Quyết định này Kế hoạch thực hiện …"."""
        if words.phrases("speaker", "idle").search(left) or len(left) > _REACH:
            return None
        if _CARRYING_PLAN.match(left) and self.orders(verb.start):
            return verb.start
        return verb.start if verb.start < self._body and _enacting().search(left) else None

    # -- the title -------------------------------------------------------------------------------------------------

    def _in_title(self, verb: words.Verb) -> bool:
        left = self._reading.folded[self._title : verb.start].replace("\n", " ")
        if verb.kind not in words.changing():
            return len(left) <= _REACH and not words.phrases("speaker", "idle").search(left)
        if words.phrases("speaker", "unreal").search(left):
            return False
        if _only_lead(left):
            return True
        opened = words.verbs(left[:80])
        first = bool(opened) and opened[0].kind in words.changing() and _only_lead(left[: opened[0].start])
        return first and _IN_FORCE.fullmatch(left.strip()) is not None


@cache
def _enacting() -> re.Pattern[str]:
    return re.compile(
        rf"ban hanh (?:{words.type_names()})(?: hanh dong| cua [^,;\n]{{1,60}})?(?: ve viec| ve| nham| de)? ?$"
    )


@cache
def _type_lead() -> re.Pattern[str]:
    return re.compile(rf"(?:{words.type_names()})(?![^\W_])")


def _only_lead(left: str) -> bool:
    position = 0
    while position < len(left):
        found = _TITLE_LEAD.match(left, position) or _type_lead().match(left, position)
        if not found:
            return False
        position = found.end()
    return True


def _leads(lead: str) -> bool:
    """What may stand before "Nghị định này": nothing, a time, or what the directive carries."""
    bare = lead.strip(" ,")
    if not bare or _TIMED.fullmatch(bare):
        return True
    return (
        len(bare) <= _REACH
        and bare.endswith(("kem theo", "ban hanh kem theo"))
        and not bare.startswith(("theo", "can cu"))
    )


def _title_start(reading: Reading) -> int | None:
    """Where the title stands in the head."""
    title = reading.directive.header.title
    if not title:
        return None
    opening = [re.escape(word) for word in title.split()[:5]]
    found = re.compile(r"\s{1,3}".join(opening)).search(reading.text, 0, reading.directive.body.start)
    return found.start() if found else None


def _amending_title(reading: Reading, start: int) -> bool:
    found = words.verbs(reading.folded[start : start + 60])
    return (
        bool(found) and found[0].kind in words.changing() and _only_lead(reading.folded[start : start + found[0].start])
    )
