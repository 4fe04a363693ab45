"""What the directive does itself.

"Nghị định này thay thế B", "Bãi bỏ B", and, below a line that says of what, "2. Khoản 3 Điều 5 được sửa đổi như sau:".
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ingest import sections
from ingest.relations import words
from ingest.relations.mentions import family, outranks, unique
from ingest.relations.objects import LONGEST, Object, governed, relation
from ingest.relations.passive import being
from ingest.relations.reading import Reading
from ingest.relations.speaker import Speaker
from ingest.relations.words import Verb
from ingest.text import fold
from ingest.types import Relation, Section

# Where the object of an order without an instrument ends: "khoản 2 Điều 5 như sau:", "Mẫu số 01 bằng Mẫu số 01 …".
_STOP = re.compile(
    r" nhu sau| bang | thanh | (?:vao )?(?:ngay )?(?:sau|truoc|cuoi|dau) (?:dieu|khoan|diem|muc|chuong|mau|doan|phu luc)"
    r"|[:\n]|\.(?: |\n|$)|\((?=don|mau|phu luc)"
)
_POINT = re.compile(
    r" (?:(?:mot so|cac|ten|tieu de|toan bo|noi dung) ){0,3}(?:diem|khoan|dieu|muc|tieu muc|chuong|phu luc|mau|bieu|phu bieu|danh muc"
    r"|cum tu|tu ngu|tu|doan|tiet|ten|can cu|cong thuc|bang|so thu tu)(?![^\W_])"
)
_FORM = re.compile(r" (?:cac |mot so )?(?:mau|bieu|phu luc|phu bieu|danh muc)(?![^\W_])")
_WORDING = re.compile(r" (?:cac )?(?:cum tu|tu ngu|tu|chu)(?![^\W_])")
_ON = re.compile(r"[,;]? ?(?:(?:va|dong thoi|va dong thoi) )?")
_DECIDED = re.compile(r" ?(?:nhu sau|vao (?:sau|truoc|cuoi|dau)|ke tu|[:.;\n]|$)")
_OTHER = re.compile(
    r"(?<![^\W_])(?:bo luat|luat|phap lenh|nghi quyet|nghi dinh|quyet dinh|thong tu|chi thi)(?! nay)(?![^\W_])"
)
_WITHIN = re.compile(r"(?:(?P<clause>khoan \d{1,3}[a-z]?) )?(?P<article>dieu \d{1,3}[a-z]?)$")


def relations(reading: Reading, verbs: list[Verb], theirs: AbstractSet[int]) -> list[Relation]:
    """The relations of which the directive is the source.

    Args:
        reading: the directive.
        verbs: all of the text.
        theirs: positions of citations that belong to another one's subject, though they stand beside it.
    """
    acts = _Acts(reading, Speaker(reading), frozenset(theirs))
    for place, verb in enumerate(verbs):
        begins = being(reading, verb)
        if begins is not None:
            acts.undergone(verb, begins)
        else:
            following = verbs[place + 1].start if place + 1 < len(verbs) else len(reading.text)
            acts.done(verb._replace(start=words.beginning(reading.folded, verbs, place)), following)
    return acts.found


@dataclass(slots=True)
class _Acts:
    """The acts found so far, and what each section and the title are about: orders below them name a part only."""

    reading: Reading
    speaker: Speaker
    theirs: frozenset[int]
    found: list[Relation] = field(default_factory=list)
    of_section: dict[int, list[Object]] = field(default_factory=dict)
    of_title: list[Object] = field(default_factory=list)
    last: int = -1

    def _goes_on(self, verb: Verb) -> bool:
        """Reads "thay thế Kế hoạch A, bãi bỏ Kế hoạch B": what follows an act in its sentence is one too."""
        return 0 <= self.last < verb.start and _ON.fullmatch(self.reading.folded, self.last, verb.start) is not None

    def done(self, verb: Verb, following: int) -> None:
        """A verb in the active voice; the next one begins at ``following``."""
        start = self.speaker.acts(verb)
        if start is None and verb.kind in words.changing() and self._goes_on(verb):
            start = verb.start
        if start is None or self.reading.around(verb.start) is not None:
            return
        objects = [
            found
            for found in governed(self.reading, verb.kind, verb.end, stop=following, listed=True)
            if self._may_act(found, verb.kind)
        ]
        self.found += (relation(self.reading, start, found, None) for found in objects)
        if verb.kind not in words.changing():
            return
        self.last = self.reading.mentions[objects[-1].place].end if objects else self.last
        if not objects and (bare := self._bare(verb)):
            objects = [bare]
        section = self._section(verb.start)
        if section is None or verb.start < self.reading.directive.body.start:
            self.of_title += objects
        else:
            self.of_section.setdefault(section.start, []).extend(objects)

    def _may_act(self, found: Object, kind: str) -> bool:
        mention = self.reading.mentions[found.place]
        above = kind in words.changing() and outranks(mention, family(self.reading.directive.header.type))
        return mention.index not in self.theirs and not above

    def _section(self, position: int) -> Section | None:
        """The section whose first line a position stands in."""
        chain = sections.enclosing(self.reading.directive.sections, position)
        return chain[-1] if chain and chain[-1].start >= self.reading.line(position).start else None

    def _above(self, position: int) -> Object | None:
        """What the sections around amend, the innermost first, or the title, if it is one instrument."""
        chain = sections.enclosing(self.reading.directive.sections, position)
        for objects in (self.of_section.get(one.start) for one in reversed(chain)):
            if objects:
                return objects[-1] if self._is_one(objects) else None
        return self.of_title[0] if self.of_title and self._is_one(self.of_title) else None

    def _is_one(self, objects: list[Object]) -> bool:
        return unique([self.reading.mentions[found.place] for found in objects]) is not None

    def _bare(self, verb: Verb) -> Object | None:
        """An order that names a part only: "2. Sửa đổi khoản 3 Điều 5 như sau:"."""
        reading = self.reading
        opens = reading.clause(verb.start) == verb.start and _POINT.match(reading.folded, verb.end)
        above = self._above(verb.start) if opens else None
        point = _point(reading, verb.end, above.part) if above else None
        if above is None or point is None:
            return None
        part, end = point
        kind = _kind(reading.folded[verb.end : verb.end + 60], verb.kind, above.kind)
        target = reading.mentions[above.place].index
        self.found.append(Relation(kind, reading.text[verb.start : end], verb.start, end, None, target, part))
        return Object(above.place, part, kind, verb.end + 1)

    def undergone(self, verb: Verb, begins: int) -> None:
        """A verb in the passive voice without an agent: "Khoản 2 Điều 5 (Nghị định số X) được sửa đổi như sau:"."""
        reading = self.reading
        decided = verb.kind in words.changing() and _DECIDED.match(reading.folded, verb.end)
        if not decided or reading.folded.startswith("da ", begins) or not reading.spoken(verb.start):
            return
        clause = reading.clause(begins)
        place = reading.first(clause)
        named = place if place is not None and reading.mentions[place].start < begins else None
        end = begins if named is None else reading.mentions[named].head
        if not words.is_plain(reading.folded[clause:end], points=True) or not self.speaker.orders(verb.start):
            return
        found = self._part_undergoing(verb, clause, begins) if named is None else self._undergoing(verb, named, begins)
        if found:
            words_of_it = reading.text[clause : verb.end]
            target = reading.mentions[found.place].index
            self.found.append(Relation(verb.kind, words_of_it, clause, verb.end, None, target, found.part))

    def _undergoing(self, verb: Verb, place: int, begins: int) -> Object | None:
        mention = self.reading.mentions[place]
        apart = self.reading.folded[mention.end : begins].strip(" ,")
        found = Object(place, mention.citation.pinpoint, verb.kind, mention.head)
        return None if apart or not self._may_act(found, verb.kind) else found

    def _part_undergoing(self, verb: Verb, clause: int, begins: int) -> Object | None:
        above = self._above(verb.start)
        if above is None or not _POINT.match(f" {self.reading.folded[clause:begins]}"):
            return None
        return Object(above.place, _with_article(self.reading.words(clause, begins), above.part), verb.kind, clause)


def _kind(rest: str, kind: str, above: str) -> str:
    """Words and forms are amended, whatever the verb; below a correction everything is corrected."""
    if above == "đính chính":
        return above
    amends = _WORDING.match(rest) or (kind == "thay thế" and _FORM.match(rest))
    return "sửa đổi, bổ sung" if amends else kind


def _point(reading: Reading, start: int, above: str | None) -> tuple[str | None, int] | None:
    """The part that an order names, and where its words end; ``None`` where the order is about something else."""
    line = reading.line(start)
    bare = words.without_quotes(reading.folded[start : line.end])
    if _WORDING.match(bare):
        at = bare.rfind(" tai ")
        end = start + len(bare.rstrip(" .:;"))
        part = above if at < 0 else reading.words(start + at + 5, end)
    else:
        stop = _STOP.search(bare)
        bare = bare[: stop.start() if stop else len(bare)].rstrip(" .:;,")
        end = start + len(bare)
        part = _with_article(reading.words(start, end), above)
        if len(part) > LONGEST // 2 or _OTHER.search(bare):
            return None
    named = reading.first(start)
    cited = named is not None and reading.mentions[named].start < end
    return None if cited and not reading.quotation(reading.mentions[named or 0].start) else (part, end)


def _with_article(part: str, above: str | None) -> str:
    """What an item amends is in what its heading amends: "điểm b" below "khoản 2 Điều 10" is "điểm b khoản 2 Điều 10"."""
    within = _WITHIN.search(fold(above)) if above else None
    folded = fold(part)
    opens = folded.startswith(("khoan ", "diem ", "cac khoan", "cac diem"))
    if within is None or above is None or "dieu " in folded or not opens:
        return part
    start = within.start("article" if "khoan" in folded or not within["clause"] else "clause")
    return f"{part} {above[start : within.end()]}"
