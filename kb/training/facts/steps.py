"""In what order steps are taken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.sentences import sentences
from ingest.types import Section, Span
from kb.training.facts.named import document_name
from kb.training.facts.rivals import distinct
from kb.training.material import Material
from kb.training.types import Fact, Rival
from kb.training.words import overlap

_STEP = re.compile(r"Bước (\d+)$")
_LONGEST = 200


def steps(material: Material) -> Iterator[Fact]:
    """Each step of a procedure with four steps or more."""
    for ident in sorted(material.documents):
        for parent, children in _procedures(material.directive(ident).sections):
            yield from _asked(material, ident, parent, children)


def _asked(material: Material, ident: str, parent: str | None, children: list[Section]) -> Iterator[Fact]:
    text = material.directive(ident).text
    named = [(child, span) for child in children if (span := _said(text, child)) is not None]
    if len(named) != len(children) or [child.label for child in children] != _numbers(children):
        return
    within = f", trong phần “{parent}”" if parent else ""
    for at, (child, span) in enumerate(named):
        proof = material.proof(ident, span)
        said = _shown(span.of(text))
        if proof is None:
            continue
        rivals = distinct(
            Rival(_shown(other.of(text)), other_child.label, abs(place - at), f"{other_child.label}")
            for place, (other_child, other) in enumerate(named)
            if place != at and overlap(_shown(other.of(text)), said) < 1
        )
        yield Fact(
            "step",
            f"{ident}:{child.start}",
            f"Theo {document_name(material.documents[ident])}{within}, {child.label} là việc nào?",
            said,
            child.label,
            (proof,),
            rivals,
        )


def _procedures(
    sections: tuple[Section, ...], heading: str | None = None
) -> Iterator[tuple[str | None, list[Section]]]:
    found = [section for section in sections if _STEP.match(section.label)]
    if len(found) > 3:
        yield heading, found
    for section in sections:
        yield from _procedures(section.children, section.heading)


def _numbers(children: list[Section]) -> list[str]:
    return [f"Bước {number}" for number in range(1, len(children) + 1)]


def _said(text: str, section: Section) -> Span | None:
    """The first sentence of a step, behind its label."""
    start = section.start + len(section.label)
    while start < section.end and text[start] in " .:)":
        start += 1
    line = text.find("\n", start, section.end)
    parts = sentences(text, Span(start, section.end if line < 0 else line))
    return parts[0] if parts and parts[0].end - parts[0].start <= _LONGEST else None


def _shown(step: str) -> str:
    return " ".join(step.split()).rstrip(" .;:,")
