"""Abbreviations and terms: what documents say that they stand for, and what the lexicon says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest import definitions, lexicon
from ingest.text import fold
from ingest.types import Span
from kb.training.explained import explained
from kb.training.material import Material
from kb.training.types import Expansion, Proof, Term

DOCUMENT, LEXICON = "văn bản", "từ điển"
ABBREVIATION, EXPLAINED = "viết tắt", "thuật ngữ"
_CAPITALS = re.compile(r"(?<!\w)[A-ZĐƯ][\w&-]*[A-ZĐƯ](?!\w)")


def glossary(material: Material, wanted: str | None = None) -> tuple[Term, ...]:
    """Every abbreviation and term that a document writes, in order of the alphabet.

    Args:
        material: the collection.
        wanted: only this one, however its letters are typed; then also one that only the lexicon knows.
    """
    said = _said(material)
    known = lexicon_terms()
    used = _used(material, {term for term, _ in said} | set(known))
    names = {term for term, _ in said} | {term for term in known if term in used}
    if wanted is not None:
        asked = fold(" ".join(wanted.split()))
        names = {term for term in {*names, *known} if fold(term) == asked or term == wanted}
        names = {term for term in names if term == wanted} or names
    return tuple(_term(name, said, known, used) for name in sorted(names, key=lambda name: (fold(name), name)))


def same(one: str, other: str) -> bool:
    """Whether two expansions are one: the same words, however joined and written.

    >>> same("công nhân, viên chức, lao động", "Công nhân viên chức lao động")
    True
    """
    return _plain(one) == _plain(other)


def _term(
    name: str, said: dict[tuple[str, str], list[Proof]], known: dict[str, str], used: dict[str, set[str]]
) -> Term:
    found: list[tuple[str, str, list[Proof]]] = []
    for (term, kind), proofs in said.items():
        if term == name:
            found += [(text, kind, group) for text, group in _grouped(proofs, kind).items()]
    found.sort(key=lambda item: (-len({proof.document.id for proof in item[2]}), item[0]))
    expansions = [Expansion(text, DOCUMENT, kind, tuple(proofs)) for text, kind, proofs in found]
    long = known.get(name)
    if long and not any(same(long, one.text) for one in expansions):
        expansions.append(Expansion(long, LEXICON, ABBREVIATION))
    return Term(name, tuple(expansions), len(used.get(name, ())))


def _grouped(proofs: list[Proof], kind: str) -> dict[str, list[Proof]]:
    """Expansions that are one put together, under how the first writes it."""
    groups: dict[str, tuple[str, list[Proof]]] = {}
    for proof in proofs:
        text = expansion_of(proof, kind)
        groups.setdefault(_plain(text), (text, []))[1].append(proof)
    return dict(groups.values())


def expansion_of(proof: Proof, kind: str) -> str:
    """What the words of a proof say that a term stands for."""
    if kind == EXPLAINED:
        return proof.text.strip()
    return proof.text[: proof.text.rfind("(")].strip(" ,")


def _said(material: Material) -> dict[tuple[str, str], list[Proof]]:
    found: dict[tuple[str, str], list[Proof]] = defaultdict(list)
    for ident in sorted(material.documents):
        for term, kind, proof in _of(material, ident):
            found[term, kind].append(proof)
    return found


def _of(material: Material, ident: str) -> Iterator[tuple[str, str, Proof]]:
    directive = material.directive(ident)
    for one in definitions.find(directive.text):
        proof = material.proof(ident, Span(one.start, one.end))
        if proof:
            yield one.term, ABBREVIATION, proof
    for term, span in explained(directive):
        proof = material.proof(ident, span)
        if proof:
            yield term, EXPLAINED, proof


def _used(material: Material, terms: set[str]) -> dict[str, set[str]]:
    """The documents that write each abbreviation, or each term in small or capital letters."""
    found: dict[str, set[str]] = defaultdict(set)
    phrases = [term for term in terms if not _CAPITALS.fullmatch(term)]
    for ident in material.documents:
        text = material.directive(ident).text
        for term in set(_CAPITALS.findall(text)) & terms:
            found[term].add(ident)
        small = text.lower()
        for term in phrases:
            if re.search(rf"(?<!\w){re.escape(term.lower())}(?!\w)", small):
                found[term].add(ident)
    return found


def lexicon_terms() -> dict[str, str]:
    """The abbreviations of the lexicon, with what they stand for."""
    return {row["short"]: row["long"] for row in lexicon.load("abbreviations")["abbreviation"]}


def _plain(text: str) -> str:
    return " ".join(word for word in re.findall(r"[^\W_]+", text.lower()) if word not in {"và", "của", "các"})
