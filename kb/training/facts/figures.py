"""What the targets are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from ingest.types import Span, Target
from kb.training.facts.gaps import gap
from kb.training.facts.named import document_name
from kb.training.facts.rivals import distinct, pool
from kb.training.material import Material
from kb.training.types import Fact, Rival
from kb.training.words import overlap

_FIGURE = re.compile(r"(?<![\w.,/])\d+(?:\.\d{3})*(?:,\d+)?(?:\s?%)?(?![\w/]|[.,]\d)")
_ALIKE = 0.6


def targets(material: Material) -> Iterator[Fact]:
    """The figure of each target, asked in its own sentence."""
    known = [
        (ident, target, span)
        for ident in sorted(material.documents)
        for target in material.directive(ident).targets
        if (span := printed(material.directive(ident).text, target)) is not None
    ]
    offered = pool(known)
    for ident, target, span in known:
        asked = gap(material, ident, span)
        text = material.directive(ident).text
        if asked is None or target.value_max is not None:
            continue
        name = document_name(material.documents[ident])
        yield Fact(
            "target",
            f"{ident}:{asked.sentence.start}",
            f"Theo {name}, số liệu nào điền đúng vào chỗ trống: “{asked.text}”?",
            span.of(text),
            _key(target),
            (asked.proof,),
            distinct(_rivals(material, offered, ident, target), *_also(material, ident, target, asked.sentence)),
        )


def printed(text: str, target: Target) -> Span | None:
    """Where the figure of a target stands, with its per cent sign; ``None`` where that is not sure."""
    found = [
        match
        for match in _FIGURE.finditer(text, target.start, target.end)
        if _value(match.group()) == target.value and match.group().endswith("%") == (target.unit == "%")
    ]
    return Span(*found[0].span()) if len(found) == 1 else None


def _rivals(
    material: Material, known: Sequence[tuple[str, Target, Span]], ident: str, target: Target
) -> Iterator[Rival]:
    """Figures of other targets with the same unit, or of other counted things."""
    percent = target.unit == "%"
    for theirs, other, span in known:
        if (
            other is target
            or (other.unit == "%") != percent
            or ((_is_money(target) or _is_money(other)) and other.unit != target.unit)
        ):
            continue
        text = span.of(material.directive(theirs).text)
        same = (0 if theirs == ident else 0.5) + (0 if other.unit == target.unit else 3)
        far = abs(math.log10(max(other.value, 0.1)) - math.log10(max(target.value, 0.1))) + same
        found = material.proof(theirs, span)
        truth = f"số liệu của chỉ tiêu khác: “{other.text}” ({document_name(material.documents[theirs])})"
        yield Rival(text, _key(other), far, truth, found)


def _also(material: Material, ident: str, target: Target, sentence: Span) -> set[str]:
    """Values that the same document gives for nearly the same subject, or in the same sentence."""
    found = {_key(target)}
    for other in material.directive(ident).targets:
        near = overlap(other.subject or other.text, target.subject or target.text) >= _ALIKE
        if near or sentence.start <= other.start < sentence.end:
            found.add(_key(other))
    text = sentence.of(material.directive(ident).text)
    return found | {f"{_value(match.group()):g}" for match in _FIGURE.finditer(text)}


def _is_money(target: Target) -> bool:
    return target.unit.endswith("đồng")


def _key(target: Target) -> str:
    return f"{target.value:g}"


def _value(figure: str) -> float:
    return float(figure.rstrip("% ").replace(".", "").replace(",", "."))
