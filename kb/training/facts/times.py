"""By when something is due."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text import fold
from ingest.types import Deadline, Span
from kb.training.facts.gaps import GAP, gap
from kb.training.facts.named import document_name, flat
from kb.training.facts.rivals import distinct, pool
from kb.training.material import Material
from kb.training.types import Fact, Rival
from kb.training.words import overlap

_ALIKE = 0.5
_PERIOD = re.compile(r"\b(?:ngay|tuan|thang|quy|nam)\b")
_LEAD = re.compile(r"^(?:xong|cham nhat|truoc|den het|den|trong vong|trong|vao|ngay|dinh ky|muon nhat|sau)\b")
_FROM = re.compile(r"\btu (?:ngay )?[\d/.]+ ?$")  # "từ ngày 01/5 đến …": a stretch of time, its end is no time limit
_LONGEST = 60


def deadlines(material: Material) -> Iterator[Fact]:
    """The time of each deadline, asked in its own sentence."""
    known = [
        (ident, one)
        for ident in sorted(material.documents)
        for one in material.directive(ident).deadlines
        if _LEAD.match(fold(one.text)) and len(one.text) <= _LONGEST and "\n" not in one.text
    ]
    for ident, one in known:
        asked = gap(material, ident, Span(one.start, one.end))
        if asked is None or _FROM.search(fold(asked.text[: asked.text.find(GAP)])):
            continue
        name = document_name(material.documents[ident])
        rivals = distinct(
            _rival(material, theirs, other, one)
            for theirs, other in pool(known)
            if other is not one
            and _class(one) == _class(other)
            and differs(one, other)
            and not _also(material, ident, one, other)
        )
        yield Fact(
            "deadline",
            f"{ident}:{asked.sentence.start}",
            f"Theo {name}, thời hạn nào điền đúng vào chỗ trống: “{asked.text}”?",
            flat(one.text),
            fold(flat(one.text)),
            (asked.proof,),
            _unlike(rivals, known),
        )


def differs(one: Deadline, other: Deadline) -> bool:
    """Whether one time surely is not the other: other days, other lengths, and no rhythm that holds the other's.

    >>> differs(Deadline("", 0, 0, recurrence="hàng năm"), Deadline("", 0, 0, recurrence="hàng quý, một năm"))
    False
    """
    if one.date and other.date:
        # "vào tháng 6" is no other time than a day in June.
        month = any("ngay" not in fold(item.text) for item in (one, other)) and one.date[:7] == other.date[:7]
        return one.date != other.date and not month
    if one.recurrence and other.recurrence:
        mine, theirs = (set(_PERIOD.findall(fold(item.recurrence or ""))) for item in (one, other))
        return not mine & theirs
    mine_text, theirs_text = fold(flat(one.text)), fold(flat(other.text))
    return mine_text not in theirs_text and theirs_text not in mine_text


def _class(one: Deadline) -> str:
    """A day, a rhythm or a length of time: another class would not fit the gap."""
    return "day" if one.date else "rhythm" if one.recurrence else "length"


def _rival(material: Material, ident: str, other: Deadline, one: Deadline) -> Rival:
    text = flat(other.text)
    near = one.date and other.date and one.date[:4] == other.date[:4]
    far = 0 if near else 1
    name = document_name(material.documents[ident])
    return Rival(
        text,
        other.date or fold(text),
        far,
        f"thời hạn của việc khác ({name})",
        material.proof(ident, Span(other.start, other.end)),
    )


def _also(material: Material, ident: str, one: Deadline, other: Deadline) -> bool:
    """Whether the same document sets the other time for nearly the same thing."""
    return any(
        not differs(item, other) and overlap(item.action or "", one.action or "") >= _ALIKE
        for item in material.directive(ident).deadlines
        if item is not one
    )


def _unlike(rivals: tuple[Rival, ...], known: list[tuple[str, Deadline]]) -> tuple[Rival, ...]:
    """No two options may be one time written in two ways."""
    by_text = {flat(one.text): one for _, one in known}
    kept: list[Rival] = []
    for one in rivals:
        if all(differs(by_text[one.text], by_text[other.text]) for other in kept):
            kept.append(one)
    return tuple(kept)
