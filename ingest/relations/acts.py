"""What is said in the active voice: "Nghị định này thay thế B", "Bãi bỏ B", and of others "A hướng dẫn thi hành B"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import sections
from ingest.relations import words
from ingest.relations.objects import Object, beside, governed, outranks, shared, some
from ingest.relations.passive import being
from ingest.relations.reading import Mention, Reading, family, later, same_family, unique
from ingest.relations.speaker import Speaker
from ingest.relations.words import Verb
from ingest.text import fold
from ingest.types import Relation, Section

_ACROSS = re.compile(r" (?:da )?$")
_BEFORE = 200
_LONGEST = 700
# Where the object of an order without an instrument ends: "khoản 2 Điều 5 như sau:", "Mẫu số 01 bằng Mẫu số 01 …".
_STOP = re.compile(r" nhu sau| bang | thanh | (?:vao )?(?:ngay )?(?:sau|truoc|cuoi|dau) (?:dieu|khoan|diem|muc|chuong|mau|doan|phu luc)|[:\n]|\.(?: |\n|$)|\((?=don|mau|phu luc)")
_POINT = re.compile(
    r" (?:(?:mot so|cac|ten|tieu de|toan bo|noi dung) ){0,3}(?:diem|khoan|dieu|muc|tieu muc|chuong|phu luc|mau|bieu|phu bieu|danh muc"
    r"|cum tu|tu ngu|tu|doan|tiet|ten|can cu|cong thuc|bang|so thu tu)"
    r"(?![^\W_])"
)
_DECIDED = re.compile(r" ?(?:nhu sau|vao (?:sau|truoc|cuoi|dau)|ke tu|[:.;\n]|$)")
_OTHER = re.compile(r"(?<![^\W_])(?:bo luat|luat|phap lenh|nghi quyet|nghi dinh|quyet dinh|thong tu|chi thi)(?! nay)(?![^\W_])")
_WORDING = re.compile(r" (?:cac )?(?:cum tu|tu ngu|tu|chu)(?![^\W_])")
_LOOSE = " ,;:(\n“\""
_QUOTE = re.compile(r"[“\"][^“”\"\n]{0,300}[”\"]")
_WITHIN = re.compile(r"(?:(?P<clause>khoan \d{1,3}[a-z]?) )?(?P<article>dieu \d{1,3}[a-z]?)$")


def facts(reading: Reading, verbs: list[Verb]) -> Iterator[tuple[Relation, bool]]:
    """What one instrument does to another, by its own subject or by a statement; and whether the target stands beside it."""
    for place, verb in enumerate(verbs):
        outer = reading.around(verb.start)
        following = verbs[place + 1].start if place + 1 < len(verbs) else len(reading.text)
        if outer is not None:
            yield from _by_subject(reading, verb, outer, following)
        else:
            yield from _stated(reading, verb, following)


def _by_subject(reading: Reading, verb: Verb, place: int, following: int) -> Iterator[tuple[Relation, bool]]:
    outer = reading.mentions[place]
    before = reading.folded[max(outer.start, verb.start - _BEFORE) : verb.start]
    changing = verb.kind in words.changing()
    blocked = words.phrases("speaker", "unreal" if changing else "idle").search(before)
    if blocked or (changing and outer.citation.type in words.table("speaker")["never"]):
        return
    for found in governed(reading, verb.kind, verb.end, stop=min(outer.end, following), listed=False):
        target = reading.mentions[found.place]
        if target.start >= outer.end or (changing and not _may_change(outer, target)) or later(target, outer):
            continue
        yield _relation(reading, verb, found, source=outer), False
        for other, outside in _with_it(reading, outer, found.place):
            mention = reading.mentions[other]
            if later(mention, outer):
                continue
            part = mention.citation.pinpoint or some(found.part)
            yield _relation(reading, verb, Object(other, part, found.kind, mention.head), source=outer), outside


def _with_it(reading: Reading, outer: Mention, place: int) -> Iterator[tuple[int, bool]]:
    """What is listed with an object: in the subject, and behind its end; and whether it stands there."""
    last = place
    for last in beside(reading, place, end=outer.end):
        yield last, False
    if reading.mentions[last].end >= outer.end - 1:
        yield from ((other, True) for other in shared(reading, outer, last))


def _may_change(outer: Mention, target: Mention) -> bool:
    """A law is changed by a law, or by a resolution of those who make laws."""
    return target.family != "luật" or outer.family in ("luật", "Nghị quyết", None)


def _stated(reading: Reading, verb: Verb, following: int) -> Iterator[tuple[Relation, bool]]:
    """ "Nghị định số A đã thay thế Nghị định số B"."""
    place = reading.last(verb.start)
    if verb.kind == "thực hiện" or place is None or reading.quotation(verb.start):
        return
    chain = reading.ending(place, verb.start)
    source = chain[-1]
    across = source.end <= verb.start and _ACROSS.fullmatch(reading.folded, source.end, verb.start)
    if not across or len(chain) > 1 or source.parent is not None:
        return
    if words.phrases("effect", "conditions").search(reading.folded, reading.clause(source.head), source.head):
        return
    for found in governed(reading, verb.kind, verb.end, stop=following, listed=False):
        target = reading.mentions[found.place]
        fits = verb.kind not in words.changing() or (same_family(source, target) and _may_change(source, target))
        if fits and later(target, source) is not True:
            yield _relation(reading, verb, found, source=source), False


def own(reading: Reading, verbs: list[Verb], theirs: set[int]) -> Iterator[Relation]:
    """What the directive does itself.

    Args:
        reading: the directive.
        verbs: all of the text.
        theirs: positions of citations that belong to another one's subject, though they stand beside it.
    """
    speaker = Speaker(reading)
    kind = reading.directive.header.type
    context: dict[int, list[Object]] = {}
    of_title: list[Object] = []
    for place, verb in enumerate(verbs):
        if (begins := being(reading, verb)) is not None:
            undergone = _undergone(reading, speaker, verb, begins, context, of_title)
            if undergone:
                yield undergone
            continue
        start = speaker.acts(verb)
        if start is None or reading.around(verb.start) is not None:
            continue
        following = verbs[place + 1].start if place + 1 < len(verbs) else len(reading.text)
        objects = [
            found
            for found in governed(reading, verb.kind, verb.end, stop=following, listed=True)
            if reading.mentions[found.place].index not in theirs
            and not (verb.kind in words.changing() and outranks(reading.mentions[found.place], family(kind)))
        ]
        bare = None if objects else _bare(reading, verb, context, of_title)
        if bare:
            objects = [bare[0]]
        for found in objects:
            yield bare[1] if bare else _relation(reading, verb._replace(start=start), found, source=None)
        if verb.kind in words.changing():
            if verb.start < reading.directive.body.start or not _section(reading, verb.start):
                of_title += objects
            elif section := _section(reading, verb.start):
                context.setdefault(section.start, []).extend(objects)


def _section(reading: Reading, position: int) -> Section | None:
    """The section whose first line a position stands in."""
    chain = sections.enclosing(reading.directive.sections, position)
    return chain[-1] if chain and chain[-1].start >= reading.line(position).start else None


def _bare(
    reading: Reading, verb: Verb, context: dict[int, list[Object]], of_title: list[Object]
) -> tuple[Object, Relation] | None:
    """An order that names a part only: "2. Sửa đổi khoản 3 Điều 5 như sau:", of what the article or the title amends."""
    if verb.kind not in words.changing() or reading.clause(verb.start) != verb.start:
        return None
    point = _POINT.match(reading.folded, verb.end)
    above = _above(reading, verb.start, context, of_title) if point else None
    if above is None:
        return None
    part, end = _point(reading, verb.end, above.part)
    named = reading.first(verb.end)
    if part is None or (named is not None and reading.mentions[named].start < end and not reading.quotation(reading.mentions[named].start)):
        return None
    kind = "đính chính" if above.kind == "đính chính" else verb.kind
    if kind != "đính chính" and _WORDING.match(reading.folded, verb.end):
        kind = "sửa đổi, bổ sung"
    if kind == "thay thế" and re.match(r" (?:cac |mot so )?(?:mau|bieu|phu luc|phu bieu|danh muc)", reading.folded[verb.end : verb.end + 40]):
        kind = "sửa đổi, bổ sung"
    found = Object(above.place, part, kind, verb.end + 1)
    target = reading.mentions[above.place].index
    return found, Relation(kind, reading.text[verb.start : end], verb.start, end, None, target, part)


def _undergone(
    reading: Reading,
    speaker: Speaker,
    verb: Verb,
    begins: int,
    context: dict[int, list[Object]],
    of_title: list[Object],
) -> Relation | None:
    """ "Khoản 2 Điều 5 (Nghị định số X) được sửa đổi như sau:", without saying by what: by the directive."""
    decided = verb.kind in words.changing() and _DECIDED.match(reading.folded, verb.end)
    if not decided or reading.folded.startswith("da ", begins) or not reading.spoken(verb.start):
        return None
    clause = reading.clause(begins)
    place = reading.first(clause)
    mention = reading.mentions[place] if place is not None and reading.mentions[place].start < begins else None
    end = mention.head if mention else begins
    if not words.is_plain(reading.folded[clause:end], points=True) or not speaker.orders(verb.start):
        return None
    if mention:
        closes = reading.folded[mention.end : begins].strip(" ,")
        if closes or outranks(mention, family(reading.directive.header.type)):
            return None
        target, part = mention.index, mention.citation.pinpoint
    else:
        above = _above(reading, verb.start, context, of_title)
        if above is None or not _POINT.match(f" {reading.folded[clause:begins]}"):
            return None
        part = _with_article(reading.words(clause, begins), above.part)
        target = reading.mentions[above.place].index
    return Relation(verb.kind, reading.text[clause : verb.end], clause, verb.end, None, target, part)


def _above(reading: Reading, position: int, context: dict[int, list[Object]], of_title: list[Object]) -> Object | None:
    """What the sections around amend, the innermost first, if it is one instrument."""
    chain = sections.enclosing(reading.directive.sections, position)
    for candidates in [*(context.get(one.start, []) for one in reversed(chain)), of_title]:
        if candidates:
            one = unique([reading.mentions[found.place] for found in candidates])
            return candidates[-1] if one and candidates is not of_title else candidates[0] if one else None
    return None


def _point(reading: Reading, start: int, above: str | None) -> tuple[str | None, int]:
    """The part that an order names, and where its words end."""
    line = reading.line(start)
    rest = reading.folded[start : line.end]
    bare = _QUOTE.sub(lambda quote: "x" * len(quote[0]), rest)
    if _WORDING.match(bare):
        at = bare.rfind(" tai ")
        end = start + len(rest.rstrip(" .:;"))
        if at < 0:
            return above, end
        return reading.words(start + at + 5, end), end
    stop = _STOP.search(bare)
    end = start + len(bare[: stop.start() if stop else len(bare)].rstrip(" .:;,"))
    part = reading.words(start, end)
    if len(part) > _LONGEST // 2 or _OTHER.search(bare[: end - start]):
        return None, end
    return _with_article(part, above), end


def _with_article(part: str, above: str | None) -> str:
    """ "điểm b" of an item that amends "khoản 2 Điều 10" is "điểm b khoản 2 Điều 10"."""
    within = _WITHIN.search(fold(above)) if above else None
    folded = fold(part)
    if within is None or above is None or "dieu " in folded or not folded.startswith(("khoan ", "diem ", "cac khoan", "cac diem")):
        return part
    clause = within["clause"] if "khoan" not in folded else None
    start = within.start("clause") if clause else within.start("article")
    return f"{part} {above[start : within.end()]}"


def _relation(reading: Reading, verb: Verb, found: Object, *, source: Mention | None) -> Relation:
    target = reading.mentions[found.place]
    start, end = verb.start, target.core
    while end > target.head + 1 and reading.text[end - 1] in _LOOSE:
        end -= 1
    if end - start > _LONGEST:
        start = min(found.start, target.head)
    return Relation(
        found.kind, reading.text[start:end], start, end, source.index if source else None, target.index, found.part
    )
