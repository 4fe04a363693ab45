"""Who has to do something."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.sentences import clauses
from ingest.types import Section, Span
from kb.training.facts.named import document_name
from kb.training.facts.rivals import distinct
from kb.training.material import Material
from kb.training.types import Fact, Proof, Rival
from kb.training.words import body_words, holds, nested, opens, overlap, words

_ALIKE = 0.5
_LONGEST_BODY, _LONGEST, _SHORTEST = 90, 240, 40


def duties(material: Material) -> Iterator[Fact]:
    """Each task under a body's name, where a document gives tasks to four bodies or more."""
    for ident in sorted(material.documents):
        directive = material.directive(ident)
        for bodies in _assigning(directive.sections):
            yield from _asked(material, ident, bodies)


def _asked(material: Material, ident: str, bodies: list[tuple[str, Section]]) -> Iterator[Fact]:
    text = material.directive(ident).text
    tasks = {name: list(_tasks(text, section)) for name, section in bodies}
    for name, section in bodies:
        for task in tasks[name]:
            said = _bare(task.of(text))
            proof = material.proof(ident, Span(section.start, task.end))
            if proof is None or not _SHORTEST <= len(said) <= _LONGEST or body_words(name) <= set(words(said)):
                continue
            rivals = distinct(
                Rival(other, " ".join(sorted(body_words(other))), -overlap(other, name), "", None)
                for other, _ in bodies
                if not nested(name, other)
                and not any(overlap(said, one.of(text)) >= _ALIKE for one in tasks[other])
                and not _shares(other, said, text)
            )
            yield Fact(
                "duty",
                f"{ident}:{task.start}",
                f"Theo {document_name(material.documents[ident])}, đơn vị nào được giao nhiệm vụ “{said}”?",
                name,
                " ".join(sorted(body_words(name))),
                (Proof(proof.document, proof.passage, Span(section.start, task.end)),),
                rivals,
            )


def _assigning(sections: tuple[Section, ...]) -> Iterator[list[tuple[str, Section]]]:
    """The bodies under each heading that says who does what."""
    pending = list(sections)
    while pending:
        section = pending.pop(0)
        pending += section.children
        named = [
            (heading, child)
            for child in section.children
            if (heading := (child.heading or "").strip(" :.;")) and opens("duties", "bodies", heading)
        ]
        if section.heading and holds("duties", "headings", section.heading):
            yield [(name, child) for name, child in named if len(name) <= _LONGEST_BODY]


def _tasks(text: str, section: Section) -> Iterator[Span]:
    """The first clause of each thing that a body is asked to do."""
    for child in section.children:
        parts = clauses(text, Span(child.start, child.end))
        if parts and not child.children:
            yield parts[0]
    if not section.children:
        start = text.find("\n", section.start, section.end)
        if start > 0:
            yield from clauses(text, Span(start, section.end))[:1]


def _shares(other: str, task: str, text: str) -> bool:
    """Whether the task names the other body, or some sentence asks nearly the same of it."""
    theirs = body_words(other)
    if theirs <= body_words(task):
        return True
    return any(
        theirs <= body_words(part.of(text)) and overlap(task, part.of(text)) >= _ALIKE
        for part in clauses(text, Span(0, len(text)))
    )


def _bare(task: str) -> str:
    return " ".join(task.lstrip("-+• ").split()).rstrip(" ;.,")
