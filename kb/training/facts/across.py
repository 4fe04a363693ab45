"""What takes several documents to tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.text import fold
from kb.catalogue.describe import day
from kb.catalogue.stated import CENTRAL
from kb.store.keys import number_key
from kb.training.facts.issued import alike, is_dated
from kb.training.facts.named import document_name, flat, full, label
from kb.training.facts.rivals import distinct, pool
from kb.training.material import Cited, Material
from kb.training.types import Fact, Rival


def cites(material: Material) -> Iterator[Fact]:
    """Which document cites an instrument that others do not."""
    unresolved: dict[str, set[str]] = {}
    for mention in material.store.instruments.unresolved():
        unresolved.setdefault(number_key(mention.number), set()).add(mention.directive)
    for one in material.cited:
        key = number_key(one.instrument.number or "")
        citing = {mention.directive for mention in material.mentions[one.instrument.id]} | unresolved.get(key, set())
        if len({mention.directive for mention in material.mentions[one.instrument.id]}) != 1:
            continue
        digits = (one.instrument.number or "").split("/")[0].split("-")[0]
        own = one.instrument.directive
        rivals = distinct(
            Rival(document_name(document), ident, _far(material, ident, one))
            for ident, document in material.documents.items()
            if ident not in citing and ident != own and document.header.number and not _writes(material, ident, digits)
        )
        if not one.proof.document.header.number or own == one.proof.document.id:
            continue
        yield Fact(
            "cites",
            one.instrument.id,
            f"Văn bản nào sau đây viện dẫn {full(one, date=True)}?",
            document_name(one.proof.document),
            one.proof.document.id,
            (one.proof,),
            _named_apart(rivals, document_name(one.proof.document)),
            across=True,
        )


def _named_apart(rivals: tuple[Rival, ...], right: str) -> tuple[Rival, ...]:
    kept = {fold(one.text): one for one in reversed(rivals) if fold(one.text) != fold(right)}
    return tuple(reversed(kept.values()))


def _writes(material: Material, ident: str, digits: str) -> bool:
    """Whether a document writes a number's digits behind "số", "định" and the like; then it may mean it."""
    return bool(re.search(rf"(?<![\d/.]){re.escape(digits)}\s*[-/–,]\s*[A-ZĐ\d]", material.directive(ident).text))


def _far(material: Material, ident: str, one: Cited) -> float:
    document = material.documents[ident]
    return 0 if document.header.type == one.proof.document.header.type else 1


def earliest(material: Material) -> Iterator[Fact]:
    """Which of four instruments is the oldest."""
    dated = [one for one in material.cited if is_dated(one) and one.issuer and one.instrument.scope == CENTRAL]
    for one in dated:
        ours = date.fromisoformat(one.mention.date or "")
        rivals = distinct(
            Rival(label(other), number_key(other.instrument.number or ""), (theirs - ours).days, f"ngày {day(theirs.isoformat())}", other.proof)
            for other in pool(dated)
            if (theirs := date.fromisoformat(other.mention.date or "")) > ours
        )  # fmt: skip
        yield Fact(
            "earliest",
            one.instrument.id,
            "Trong các văn bản sau, văn bản nào được ban hành sớm nhất?",
            label(one),
            number_key(one.instrument.number or ""),
            (one.proof,),
            rivals,
            across=True,
            prove_rivals=True,
        )


def common_issuer(material: Material) -> Iterator[Fact]:
    """Who issued both of two instruments."""
    issued = [one for one in material.cited if one.issuer and one.instrument.scope == CENTRAL]
    bodies = list({one.issuer: one for one in issued}.values())
    for one in issued:
        issuer = one.issuer or ""
        others = (two for two in issued if two.issuer == issuer and two.proof.document.id != one.proof.document.id)
        other = next(others, None)
        if other is None:
            continue
        told = [
            flat(mention.issuer)
            for item in (one, other)
            for mention in material.mentions[item.instrument.id]
            if mention.issuer
        ]
        rivals = distinct(
            Rival(name, fold(name), 0, f"cơ quan ban hành {label(third, issuer=False)}", third.proof)
            for third in pool(bodies)
            if (name := third.issuer or "") and not any(alike(name, said) for said in told)
        )
        yield Fact(
            "common_issuer",
            one.instrument.id,
            f"Cơ quan nào ban hành cả {label(one, date=True, issuer=False)} và {label(other, date=True, issuer=False)}?",
            issuer,
            fold(issuer),
            (one.proof, other.proof),
            _bodies_apart(rivals),
            across=True,
        )


def _bodies_apart(rivals: tuple[Rival, ...]) -> tuple[Rival, ...]:
    kept: list[Rival] = []
    for one in rivals:
        if not any(alike(one.text, other.text) for other in kept):
            kept.append(one)
    return tuple(kept)
