"""Which instrument governs a matter, and what an instrument is about."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.text import fold
from kb.catalogue.stated import CENTRAL
from kb.store.keys import number_key
from kb.training.facts.named import about, is_own_name, label, scene, subject
from kb.training.facts.rivals import distinct, pool
from kb.training.material import Cited, Material
from kb.training.types import Fact, Rival
from kb.training.words import overlap, words

_SHARED = 0.5
"""So much of one subject in the other, and two instruments may govern one matter."""
_FEWEST_WORDS = 4


def instruments(material: Material) -> Iterator[Fact]:
    """Which instrument has a subject."""
    known = [(one, title) for one, title in _known(material) if one.issuer]
    for one, title in known:
        rivals = distinct(
            Rival(
                label(other), _key(other), _far(one, other, title, theirs), f"có nội dung {about(theirs)}", other.proof
            )
            for other, theirs in pool(known)
            if _apart(material, one, other)
        )
        yield Fact(
            "instrument",
            one.instrument.id,
            f"{scene(one) or 'V'}{'v' if scene(one) else ''}ăn bản nào sau đây có nội dung {about(title)}?",
            label(one),
            _key(one),
            (one.proof,),
            rivals,
        )


def subjects(material: Material) -> Iterator[Fact]:
    """What an instrument is about."""
    known = _known(material)
    for one, title in known:
        rivals = distinct(
            Rival(
                about(theirs), _key(other), _far(one, other, title, theirs), f"nội dung của {label(other)}", other.proof
            )
            for other, theirs in pool(known)
            if _apart(material, one, other)
        )
        named = scene(one) + label(one, date=True)
        yield Fact(
            "subject",
            one.instrument.id,
            f"{named[0].upper()}{named[1:]} có nội dung gì?",
            about(title),
            _key(one),
            (one.proof,),
            _unlike(rivals),
        )


def _known(material: Material) -> list[tuple[Cited, str]]:
    found = []
    for one in material.cited:
        title = subject(one)
        own = title and is_own_name(title, one.mention.type or "")
        if title and not own and len(words(title)) >= _FEWEST_WORDS:
            found.append((one, title))
    return found


def _apart(material: Material, one: Cited, other: Cited) -> bool:
    """Whether two instruments surely govern different matters, as far as any mention words them."""
    if one is other or _key(one) == _key(other):
        return False
    titles = [_titles(material, item) for item in (one, other)]
    if any(overlap(left, right) >= _SHARED for left in titles[0] for right in titles[1]):
        return False
    numbers = [fold(item.instrument.number or "").replace(" ", "") for item in (one, other)]
    return not any(
        number in fold(title).replace(" ", "")
        for number, texts in zip(numbers, reversed(titles), strict=True)
        for title in texts
    )


def _titles(material: Material, one: Cited) -> list[str]:
    said = {mention.title for mention in material.mentions[one.instrument.id] if mention.title}
    return sorted({*said, one.instrument.title or ""} - {""})


def _unlike(rivals: tuple[Rival, ...]) -> tuple[Rival, ...]:
    """No two options may word one subject."""
    kept: list[Rival] = []
    for one in rivals:
        if not any(overlap(one.text, other.text) >= 1 for other in kept):
            kept.append(one)
    return tuple(kept)


def _far(one: Cited, other: Cited, title: str, theirs: str) -> float:
    other_type = 0 if one.mention.type == other.mention.type else 0.5
    other_scope = 0 if (one.instrument.scope == CENTRAL) == (other.instrument.scope == CENTRAL) else 0.5
    return 1 - overlap(title, theirs) + other_type + other_scope


def _key(one: Cited) -> str:
    return number_key(one.instrument.number or "")
