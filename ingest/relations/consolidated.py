"""Consolidated texts (văn bản hợp nhất): what they put together, and what their footnotes say of each clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import sections
from ingest.relations import words
from ingest.relations.objects import items
from ingest.relations.reading import Mention, Reading
from ingest.relations.words import Verb
from ingest.text import fold
from ingest.types import Note, Relation

TYPE = "Văn bản hợp nhất"
_MADE_OF = re.compile(r"duoc hop nhat tu [^\n]{1,120}?:[ ]*(?=\n)")
_AMENDED_BY = re.compile(r"(?:da )?duoc (?:sua doi|bo sung|thay the|bai bo|dinh chinh)[^\n:]{0,80}? (?:boi|theo|tai) ?(?:cac [^\n:]{0,60})?:[ ]*(?=\n)")
_PREAMBLE_LINES = 40
_UNIT = re.compile(
    r"[^\w“\"]*(?:(?:noi dung|ten|tieu de|doan|cau|cac|mot so|cum tu|tu|mau|bieu|phu luc|bang|danh muc|so lieu|[“\"])[^\n]{0,240}?|(?P<unit>dieu|khoan|diem|muc|chuong|phan|tiet|doan) nay) (?:da )?duoc "
)
_QUOTE = re.compile(r"[“\"][^“”\"\n]{0,300}[”\"]")
_FORM = re.compile(r"(?:mau|phu luc|bieu|phu bieu)(?: so)? [^\W_]{1,4}(?:[-./][^\W_]{1,8})?(?![^\W_])")
_LABEL = re.compile(r"(?P<label>\d{1,2}[a-z]?|[a-z]) ?[.)]")
_NOTE = 500
_LONGEST = 700


def relations(reading: Reading, verbs: list[Verb]) -> Iterator[Relation]:
    """What a consolidated text says of the instruments it is made of. Nothing for other directives."""
    if reading.directive.header.type != TYPE:
        return
    main, amending, opened = _preamble(reading)
    seen: set[str] = set()
    for mention in [*([main] if main else []), *amending, *_made_of(reading)]:
        if mention.key not in seen:
            seen.add(mention.key)
            yield _words(reading, "hợp nhất", mention.start, mention, None, mention)
    if main is None:
        return
    for mention in amending:
        yield _words(reading, "sửa đổi, bổ sung", opened, mention, mention, main)
    for note in reading.directive.notes:
        yield from _note(reading, note, main, verbs)


def _words(
    reading: Reading, kind: str, start: int, upto: Mention, source: Mention | None, target: Mention
) -> Relation:
    end = upto.core
    while end > upto.start + 1 and reading.text[end - 1] in " ,;:(\n“\"":
        end -= 1
    start = start if end - start <= _LONGEST else upto.start
    return Relation(kind, reading.text[start:end], start, end, source.index if source else None, target.index)


def _preamble(reading: Reading) -> tuple[Mention | None, list[Mention], int]:
    """The main instrument, those that amended it, and where the words "được sửa đổi, bổ sung bởi:" begin."""
    bases = reading.directive.bases
    stop = bases[0].start if bases else reading.directive.body.end
    position = main_end = 0
    for _ in range(_PREAMBLE_LINES):
        line = reading.line(position)
        if line.start >= stop or line.end >= len(reading.text):
            break
        place = reading.first(line.start)
        if not reading.in_note(line.start) and place is not None:
            mention = reading.mentions[place]
            opened = _AMENDED_BY.search(reading.folded, mention.end, line.end + 1) if mention.start < line.end else None
            if opened and not reading.folded[reading.content(line) : mention.start].strip():
                amending = [reading.mentions[one] for one in items(reading, line.end) if reading.mentions[one].start < stop]
                return mention, amending, opened.start()
            main_end = main_end or mention.end
        position = line.end + 1
    return None, [], 0


def _made_of(reading: Reading) -> Iterator[Mention]:
    """ "Văn bản này được hợp nhất từ 03 Thông tư sau:" with its list."""
    found = _MADE_OF.search(reading.folded, 0, min(len(reading.text), reading.directive.body.start + 4000))
    if not found:
        return
    position = found.end() + 1
    for _ in range(_PREAMBLE_LINES):
        line = reading.line(position)
        start = reading.content(line)
        place = reading.first(start)
        if place is None or reading.mentions[place].start >= line.end:
            return
        if reading.folded[start : reading.mentions[place].start].strip():
            if reading.text[start : start + 1] != "(":
                return
        else:
            yield reading.mentions[place]
        position = line.end + 1


def _note(reading: Reading, note: Note, main: Mention, verbs: list[Verb]) -> Iterator[Relation]:
    """ "Khoản này được sửa đổi theo quy định tại khoản 1 Điều 1 của Thông tư số B"."""
    unit = _UNIT.match(reading.folded, note.start + len(note.mark), min(note.end, note.start + _NOTE))
    if unit is None:
        return
    acts = words.verbs(reading.folded[unit.end() : unit.end() + 60])
    if not acts or acts[0].start > 0 or acts[0].kind not in words.changing():
        return
    behind = unit.end() + acts[0].end
    place = reading.first(unit.start())
    if place is None or not behind < reading.mentions[place].start < min(note.end, behind + _NOTE):
        return
    source = reading.mentions[place]
    between = _QUOTE.sub(" ", reading.folded[behind : source.head])
    between = re.sub(r"(?<!\w)(?:boi|bang|thanh|cum tu|tu|theo|quy dinh|viec|tiet)(?!\w)", " ", between)
    if source.key == main.key or not words.is_plain(between, points=True):
        return
    kind = acts[0].kind
    if unit["unit"] is None and kind in ("thay thế", "bãi bỏ") and not re.match(r"\W*(?:mau|phu luc)", reading.folded[unit.start() : unit.start() + 30]):
        kind = "sửa đổi, bổ sung"
    elif kind == "thay thế":
        kind = "sửa đổi, bổ sung"
    start = unit.start() + len(reading.text[unit.start() : unit.end()]) - len(reading.text[unit.start() : unit.end()].lstrip(" "))
    end = source.core
    while end > start + 1 and reading.text[end - 1] in " ,;:(\n“\"":
        end -= 1
    part = _clause(reading, note, unit["unit"])
    if part is None and kind in ("thay thế", "bãi bỏ"):
        kind = "sửa đổi, bổ sung"  # of some part that cannot be told, not of the whole
    yield Relation(kind, reading.text[start:end], start, end, source.index, main.index, part)


def _clause(reading: Reading, note: Note, unit: str | None) -> str | None:
    """The clause that carries a footnote's mark: "khoản 2 Điều 5"; ``None`` where the outline does not tell."""
    if note.anchor is None or note.anchor >= len(reading.text):
        return None
    form = _FORM.match(reading.folded, reading.line(note.anchor).start, note.anchor)
    if form:
        return reading.words(*form.span())
    chain = sections.enclosing(reading.directive.sections, max(note.anchor - 1, 0))
    article = next((place for place, one in enumerate(chain) if fold(one.label).startswith("dieu ")), None)
    if article is None:
        form = next((one for one in reversed(chain) if fold(one.label).startswith(("chuong ", "muc ", "phan ", "phu luc"))), None)
        return form.label if form and unit in (None, "chuong", "muc", "phan") else None
    inner = chain[article:]
    depth = {"dieu": 1, "khoan": 2, "diem": 3}.get(unit or "", len(inner))
    labels = [one.label for one in inner[:depth]]
    if len(labels) == depth - 1 and (own := _LABEL.match(reading.folded, reading.line(note.anchor).start)):
        labels.append(reading.text[slice(*own.span("label"))])  # a clause whose text begins below its number
    return _path(labels) if len(labels) >= min(depth, 3) else None


def _path(labels: list[str]) -> str:
    named = [labels[0]]
    for label, word in zip(labels[1:], ("khoản", "điểm"), strict=False):
        if not label[:1].isalnum():
            break
        named.insert(0, f"{word} {label}")
    return " ".join(named)
