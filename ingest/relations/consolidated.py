"""Consolidated texts (văn bản hợp nhất): what they put together, and what their footnotes say of each clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest import sections
from ingest.relations import words
from ingest.relations.lists import beside, items
from ingest.relations.mentions import Mention
from ingest.relations.objects import LONGEST
from ingest.relations.reading import Reading
from ingest.text import fold
from ingest.types import Note, Relation

TYPE = "Văn bản hợp nhất"
_MADE_OF = re.compile(r"duoc hop nhat tu [^\n]{1,120}?:[ ]*(?=\n)")
_AMENDED_BY = re.compile(
    r"(?:da )?duoc (?:sua doi|bo sung|thay the|bai bo|dinh chinh)[^\n:]{0,80}? (?:boi|theo|tai)(?: cac [^\n:]{0,60})?(?P<list> ?:[ ]*(?=\n))?"
)
_PREAMBLE_LINES = 40
_PREAMBLE = 4000
_UNIT = re.compile(
    r"[^\w“\"]*(?:(?:noi dung|ten|tieu de|doan|cau|cac|mot so|cum tu|tu|mau|bieu|phu luc|bang|danh muc|so lieu|[“\"])[^\n]{0,240}?"
    r"|(?P<unit>dieu|khoan|diem|muc|chuong|phan|tiet|doan) nay) (?:da )?duoc "
)
_WORDING = re.compile(r"\W*(?:cum tu|tu|chu|so lieu|ten|tieu de|[“\"])(?![^\W_])|\W*[“\"]")
_BY = re.compile(r"(?<!\w)(?:boi|bang|thanh|cum tu|tu|theo|quy dinh|viec|tiet)(?!\w)")
_FORM = re.compile(r"(?:mau|phu luc|bieu|phu bieu)(?: so)? [^\W_]{1,4}(?:[-./][^\W_]{1,8})?(?![^\W_])")
_LABEL = re.compile(r"(?P<label>\d{1,2}[a-z]?|[a-z]) ?[.)]? ?")
_NOTE = 500
_ENDING = ("thay thế", "bãi bỏ")


class Preamble(NamedTuple):
    """The instrument that is consolidated, what amended it, and where the words "được sửa đổi, bổ sung bởi" begin."""

    main: Mention
    amending: tuple[Mention, ...]
    begins: int


def relations(reading: Reading) -> Iterator[Relation]:
    """What a consolidated text says of the instruments it is made of. Nothing for other directives."""
    if reading.directive.header.type != TYPE:
        return
    preamble = _preamble(reading)
    listed = (preamble.main, *preamble.amending) if preamble else ()
    parts = {mention.key: mention for mention in reversed((*listed, *_made_of(reading)))}
    for mention in parts.values():
        yield _words(reading, "hợp nhất", mention.start, mention, None, mention)
    if preamble is None:
        return
    for mention in preamble.amending:
        yield _words(reading, "sửa đổi, bổ sung", preamble.begins, mention, mention, preamble.main)
    for note in reading.directive.notes:
        yield from _note(reading, note, preamble.main)


def _words(reading: Reading, kind: str, start: int, upto: Mention, source: Mention | None, target: Mention) -> Relation:
    end = reading.trimmed(upto.start, upto.core)
    start = start if end - start <= LONGEST else upto.start
    return Relation(kind, reading.text[start:end], start, end, source.index if source else None, target.index)


# -- the list at its head ----------------------------------------------------------------------------------------------


def _preamble(reading: Reading) -> Preamble | None:
    """The line that begins with an instrument and says by what it was amended, before the bases."""
    bases = reading.directive.bases
    stop = bases[0].start if bases else reading.directive.body.end
    position = 0
    for _ in range(_PREAMBLE_LINES):
        line = reading.line(position)
        if line.start >= stop or line.end >= len(reading.text):
            break
        place = None if reading.in_note(line.start) else reading.first(reading.content(line))
        if place is not None and reading.mentions[place].start == reading.content(line):
            main = reading.mentions[place]
            opened = _AMENDED_BY.search(reading.folded, main.end, line.end + 1)
            if opened:
                return Preamble(main, tuple(_amending(reading, opened, line.end, stop)), opened.start())
        position = line.end + 1
    return None


def _amending(reading: Reading, opened: re.Match[str], end_of_line: int, stop: int) -> Iterator[Mention]:
    """What stands behind "được sửa đổi, bổ sung bởi": on the lines below a colon, else in the line."""
    if opened["list"] is not None:
        places = [place for place, _ in items(reading, end_of_line)]
    else:
        first = reading.first(opened.end())
        places = [] if first is None else [first, *beside(reading, first)]
    yield from (reading.mentions[place] for place in places if reading.mentions[place].start < stop)


def _made_of(reading: Reading) -> Iterator[Mention]:
    """The list below "Văn bản này được hợp nhất từ 03 Thông tư sau:"."""
    end = min(len(reading.text), reading.directive.body.start + _PREAMBLE)
    found = _MADE_OF.search(reading.folded, 0, end)
    position = found.end() + 1 if found else end
    for _ in range(_PREAMBLE_LINES if found else 0):
        line = reading.line(position)
        start = reading.content(line)
        place = reading.first(start)
        if place is None or reading.mentions[place].start >= line.end:
            return
        if reading.mentions[place].start == start:
            yield reading.mentions[place]
        elif reading.text[start] != "(":  # a bracket says more of the one above
            return
        position = line.end + 1


# -- footnotes -----------------------------------------------------------------------------------------------------


def _note(reading: Reading, note: Note, main: Mention) -> Iterator[Relation]:
    """Reads "Khoản này được sửa đổi theo quy định tại khoản 1 Điều 1 của Thông tư số B"."""
    unit = _UNIT.match(reading.folded, note.start + len(note.mark), min(note.end, note.start + _NOTE))
    verb = next(iter(words.verbs(reading.folded[unit.end() : unit.end() + 60])), None) if unit else None
    if unit is None or verb is None or verb.start > 0 or verb.kind not in words.changing():
        return
    source = _by(reading, unit.end() + verb.end, note.end)
    if source is None or source.key == main.key:
        return
    part = _clause(reading, note, unit["unit"])
    # Of some part that cannot be told, not of the whole; and new words or clauses in the place of others amend.
    kind = "sửa đổi, bổ sung" if verb.kind in _ENDING and part is None else verb.kind
    if kind == "thay thế" or (kind == "bãi bỏ" and _WORDING.match(reading.folded, unit.start())):
        kind = "sửa đổi, bổ sung"
    start = unit.start() + len(unit[0]) - len(unit[0].lstrip(" "))
    end = reading.trimmed(source.start, source.core)
    yield Relation(kind, reading.text[start:end], start, end, source.index, main.index, part)


def _by(reading: Reading, position: int, end: int) -> Mention | None:
    """The instrument that a note names behind its verb, its clause before it."""
    place = reading.first(position)
    if place is None or reading.mentions[place].start >= min(end, position + _NOTE):
        return None
    between = words.without_quotes(reading.folded[position : reading.mentions[place].head])
    return reading.mentions[place] if words.is_plain(_BY.sub(" ", between), points=True) else None


def _clause(reading: Reading, note: Note, unit: str | None) -> str | None:
    """The clause that carries a footnote's mark: "khoản 2 Điều 5"; ``None`` where the outline does not tell."""
    if note.anchor is None or note.anchor >= len(reading.text):
        return None
    line = reading.line(note.anchor)
    form = _FORM.match(reading.folded, line.start, note.anchor)
    if form:
        return reading.words(*form.span())
    chain = sections.enclosing(reading.directive.sections, max(note.anchor - 1, 0))
    labels = [one.label for one in chain]
    article = next((place for place, label in enumerate(labels) if fold(label).startswith("dieu ")), None)
    if article is None:
        parts = [label for label in labels if fold(label).startswith(("chuong ", "muc ", "phan ", "phu luc"))]
        return parts[-1] if parts and unit in (None, "chuong", "muc", "phan") else None
    labels = labels[article:]
    depth = {"dieu": 1, "khoan": 2, "diem": 3}.get(unit or "", len(labels))
    alone = _LABEL.fullmatch(reading.folded, line.start, note.anchor)
    if alone and len(labels) >= depth - 1:  # a clause whose text begins below its number, or is gone
        labels[depth - 1 :] = [reading.text[slice(*alone.span("label"))]]
    return _path(labels[:depth]) if len(labels) >= min(depth, 3) else None


def _path(labels: list[str]) -> str:
    named = [labels[0]]
    for label, word in zip(labels[1:], ("khoản", "điểm"), strict=False):
        if not label[:1].isalnum():
            break
        named.insert(0, f"{word} {label}")
    return " ".join(named)
