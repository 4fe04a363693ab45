"""What an abbreviation means."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from ingest.text import fold
from kb.training.facts.named import document_name
from kb.training.facts.rivals import distinct
from kb.training.material import Material
from kb.training.terms import DOCUMENT, EXPLAINED, expansion_of, glossary, lexicon_terms, same
from kb.training.types import Fact, Rival


def abbreviations(material: Material) -> Iterator[Fact]:
    """Each abbreviation that a document expands."""
    terms = glossary(material)
    known = [(term.term, one.text) for term in terms for one in term.expansions if one.kind != EXPLAINED]
    known += [pair for pair in lexicon_terms().items() if pair not in known]
    for term in terms:
        meant = [one.text for one in term.expansions]
        said = [one for one in term.expansions if one.source == DOCUMENT and one.kind != EXPLAINED]
        for expansion in said:
            proof = expansion.proofs[0]
            right = expansion_of(proof, expansion.kind)
            rivals = distinct(
                Rival(text, fold(text), _far(term.term, other, right, text), f"nghĩa của {other}")
                for other, text in known
                if other != term.term and not any(same(text, one) or _holds(text, one) for one in meant)
            )
            yield Fact(
                "abbreviation",
                term.term,
                f"Trong {document_name(proof.document)}, chữ viết tắt “{term.term}” có nghĩa là gì?",
                right,
                fold(right),
                (proof,),
                rivals,
            )


def _far(term: str, other: str, right: str, text: str) -> float:
    alike = SequenceMatcher(None, term, other, autojunk=False).ratio()
    return 1 - alike + abs(len(right.split()) - len(text.split())) / 8


def _holds(one: str, other: str) -> bool:
    left, right = fold(one), fold(other)
    return left in right or right in left
