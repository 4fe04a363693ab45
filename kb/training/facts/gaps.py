"""Sentences with a gap: what a document prescribes, with the words left out that are asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.sentences import clauses, sentences
from ingest.types import Span
from kb.training.material import Material
from kb.training.types import Proof

GAP = "……"
_LABEL = re.compile(r"^\s*(?:[-+•*]|\(?(?:\d+(?:\.\d+)*|[a-zđIVX]{1,4})[.)]|\(\d+\)\.?|Bước \d+:)\s+")
_LONGEST, _SHORTEST = 300, 30


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence with a gap, and the proof whose words fill it."""

    text: str
    sentence: Span
    proof: Proof


def gap(material: Material, ident: str, filled: Span) -> Gap | None:
    """The sentence around a range, without its label and with a gap in the range's place.

    A sentence that is too long gives its clause; ``None`` where that tells too little or too much.
    """
    text = material.directive(ident).text
    start = text.rfind("\n", 0, filled.start) + 1
    end = text.find("\n", filled.end)
    line = Span(start, len(text) if end < 0 else end)
    for cut in (sentences, clauses):
        part = next((one for one in cut(text, line) if one.start <= filled.start and filled.end <= one.end), None)
        if part is not None and part.end - part.start <= _LONGEST:
            break
    else:
        return None
    proof = material.proof(ident, part)
    before = _LABEL.sub("", text[part.start : filled.start]) if part.start == start else text[part.start : filled.start]
    shown = f"{before}{GAP}{text[filled.end : part.end]}".strip(" ;.,")
    if proof is None or len(shown) < _SHORTEST or len(shown) > _LONGEST or shown.count("“") != shown.count("”"):
        return None
    return Gap(" ".join(shown.split()), part, Proof(proof.document, proof.passage, filled))
