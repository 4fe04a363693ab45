"""What a collection lets be asked, one file for each kind of question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kb.training.facts import across, duties, figures, issued, meanings, steps, subjects, times
from kb.training.material import Material
from kb.training.types import Fact

Maker = Callable[[Material], Iterator[Fact]]

MAKERS: dict[str, Maker] = {
    "date": issued.dates,
    "issuer": issued.issuers,
    "instrument": subjects.instruments,
    "subject": subjects.subjects,
    "target": figures.targets,
    "deadline": times.deadlines,
    "duty": duties.duties,
    "abbreviation": meanings.abbreviations,
    "step": steps.steps,
    "cites": across.cites,
    "earliest": across.earliest,
    "common_issuer": across.common_issuer,
}
"""The kinds of questions, and what finds their facts."""

NEEDED = 3
"""Wrong options that a question needs."""


def facts(material: Material, kinds: Iterable[str] = ()) -> tuple[Fact, ...]:
    """Every fact with enough wrong answers to be asked, in an order that only the collection decides."""
    wanted = tuple(kinds) or tuple(MAKERS)
    for kind in wanted:
        if kind not in material.kept:
            material.kept[kind] = tuple(one for one in MAKERS[kind](material) if len(one.rivals) >= NEEDED)
    found = [one for kind in wanted for one in material.kept[kind]]
    return tuple(sorted(found, key=lambda one: (one.kind, one.about, one.prompt)))
