"""On what day an instrument was issued, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ingest.citations.date import all_dates
from ingest.text import fold
from kb.catalogue.describe import day
from kb.catalogue.stated import CENTRAL, carries_year
from kb.catalogue.words import same_issuer
from kb.store.keys import number_key
from kb.training.facts.named import flat, full, label, scene
from kb.training.facts.rivals import distinct, pool
from kb.training.material import Cited, Material
from kb.training.types import Fact, Rival
from kb.training.words import nested

_WHOLE = len("2013-12-12")


def dates(material: Material) -> Iterator[Fact]:
    """The day of every instrument that documents agree on."""
    dated = [one for one in material.cited if is_dated(one)]
    for one in dated:
        # What the question itself prints besides, the day of another instrument in the subject, is no fair option.
        printed = all_dates(fold(one.proof.text), 0, len(one.proof.text))
        if carries_year(number_key(one.instrument.number or "")):
            continue
        rivals = distinct((_of_day(other, one) for other in pool(dated) if other is not one), *printed)
        yield Fact(
            "date",
            one.instrument.id,
            _opened(scene(one) + full(one) + " được ban hành ngày nào?"),
            day(one.mention.date or ""),
            one.mention.date or "",
            (one.proof,),
            rivals,
        )


def is_dated(one: Cited) -> bool:
    """Whether the words of its mention print its day."""
    date_of = one.mention.date or ""
    return len(date_of) == _WHOLE and date_of in all_dates(fold(one.proof.text), 0, len(one.proof.text))


def _of_day(other: Cited, one: Cited) -> Rival:
    theirs, ours = date.fromisoformat(other.mention.date or ""), date.fromisoformat(one.mention.date or "")
    text = day(other.mention.date or "")
    return Rival(text, theirs.isoformat(), abs((theirs - ours).days), f"ngày của {label(other)}", other.proof)


def issuers(material: Material) -> Iterator[Fact]:
    """The issuer of every instrument that documents agree on."""
    issued = [one for one in material.cited if one.issuer]
    bodies = pool(list({(one.issuer, one.instrument.scope == CENTRAL): one for one in issued}.values()))
    for one in issued:
        issuer = one.issuer or ""
        rest = full(one, date=True, issuer=False)
        if fold(issuer) in fold(rest):
            continue
        told = {flat(other.issuer) for other in material.mentions[one.instrument.id] if other.issuer}
        rivals = distinct(
            _of_issuer(other, one)
            for other in bodies
            if (other.instrument.scope == CENTRAL) == (one.instrument.scope == CENTRAL)
            and fold(other.issuer or "") not in fold(rest)
            and not any(alike(other.issuer or "", said) for said in told)
        )
        yield Fact(
            "issuer",
            one.instrument.id,
            _opened(f"{scene(one)}{rest} do cơ quan nào ban hành?"),
            issuer,
            fold(issuer),
            (one.proof,),
            _apart(rivals),
        )


def alike(one: str, other: str) -> bool:
    """Whether two issuers may be one body, or one be a part of the other or its head."""
    return same_issuer(one, other) or nested(one, other)


def _apart(rivals: tuple[Rival, ...]) -> tuple[Rival, ...]:
    """No two rivals may be one body under two names."""
    kept: list[Rival] = []
    for one in rivals:
        if not any(alike(one.text, other.text) for other in kept):
            kept.append(one)
    return tuple(kept)


def _of_issuer(other: Cited, one: Cited) -> Rival:
    text = other.issuer or ""
    same_kind = other.mention.type == one.mention.type
    far = (0 if same_kind else 1) + (0 if other.instrument.scope == one.instrument.scope else 2)
    return Rival(text, fold(text), far, f"cơ quan ban hành {label(other, issuer=False)}", other.proof)


def _opened(text: str) -> str:
    return text[0].upper() + text[1:]
