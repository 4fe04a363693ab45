"""What a directive says of instruments, in Vietnamese lines: what one does to another, and when something is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.catalogue.describe import day

if TYPE_CHECKING:
    from ingest.types import Directive, Effect

_PLAIN = frozenset({"căn cứ", "dẫn chiếu"})
"""Kinds that are shown elsewhere: the bases, and the list of what is cited."""
_ITSELF = "Văn bản này"


def relations(directive: Directive) -> list[str]:
    """A line for each pair, with the parts concerned: "Văn bản này bãi bỏ Nghị định số 12/2020/NĐ-CP: Điều 5; Điều 7"."""
    parts: dict[str, list[str]] = {}
    for one in directive.relations:
        if one.kind not in _PLAIN:
            target = _called(directive, one.target)
            line = f"{_called(directive, one.source)} {one.kind} {_small(target) if one.target is None else target}"
            parts.setdefault(line, []).extend([one.part] if one.part else [])
    return [f"{line}: {'; '.join(dict.fromkeys(named))}" if named else line for line, named in parts.items()]


def effects(directive: Directive) -> list[str]:
    """A line for each date: "Văn bản này có hiệu lực từ 01/07/2025"."""
    return list(dict.fromkeys(_effect(directive, one) for one in directive.effects))


def _effect(directive: Directive, one: Effect) -> str:
    whose = _called(directive, one.of) + (f", {one.part}:" if one.part else "")
    if not one.date:
        when = f" ({' '.join(one.text.split())})"
    elif one.ends and "đến" in one.text:
        when = f" sau ngày {day(one.date)}"
    else:
        when = f" từ ngày {day(one.date)}"
    return f"{whose} {'hết' if one.ends else 'có'} hiệu lực{when}"


def _called(directive: Directive, position: int | None) -> str:
    if position is None:
        return _ITSELF
    citation = directive.citations[position]
    if citation.number:
        return f"{citation.type or 'Văn bản'} số {citation.number}"
    return citation.name or " ".join(citation.text.split())


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
