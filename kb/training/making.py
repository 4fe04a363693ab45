"""A quiz: facts are drawn, wrong options chosen and everything shuffled by one seed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from random import Random

from kb.ask.compose import name_of, where
from kb.training.facts import NEEDED, facts
from kb.training.facts.named import flat
from kb.training.material import Material
from kb.training.types import Fact, Proof, Question, Quiz, Rival

_CLOSE = 5
"""Of so many wrong options that are most alike, level 2 takes some."""
_LONGEST_QUOTE = 400


def quiz(material: Material, *, count: int, seed: str, topic: str | None = None, level: int | None = None) -> Quiz:
    """Questions on a collection; the same collection and seed give the same ones.

    Args:
        material: the collection.
        count: how many are wanted; fewer come where there are not so many facts.
        seed: any text.
        topic: only on it.
        level: one of :data:`kb.training.types.LEVELS`; all where none is given.
    """
    if not material.documents:
        return Quiz((), seed, topic, "Kho chưa có văn bản nào để lập câu hỏi: hãy chạy kb build THƯ_MỤC trước.")
    found = [one for one in facts(material) if level is None or one.across == (level == 3)]
    if topic is not None:
        found = [one for one in found if _is_about(material, topic, one)]
    draw = Random(seed)  # noqa: S311 (a quiz is no secret)
    chosen = _drawn(found, count, draw)
    questions = tuple(asked(one, level, draw) for one in chosen)
    return Quiz(questions, seed, topic, _message(len(questions), count, topic))


def _is_about(material: Material, topic: str, fact: Fact) -> bool:
    texts = [fact.prompt, fact.right]
    texts += [part for proof in fact.proofs for part in (proof.passage.text, proof.passage.context)]
    return material.about(topic, *texts)


def _drawn(found: Sequence[Fact], count: int, draw: Random) -> list[Fact]:
    """Facts of every kind in turn, none about the same thing as another."""
    groups: dict[str, list[Fact]] = defaultdict(list)
    for one in found:
        groups[one.kind].append(one)
    for group in groups.values():
        draw.shuffle(group)
    kinds = sorted(groups)
    draw.shuffle(kinds)
    chosen: list[Fact] = []
    while kinds and len(chosen) < count:
        for kind in list(kinds):
            fact = _next(groups[kind], chosen)
            if fact is None:
                kinds.remove(kind)
            elif len(chosen) < count:
                chosen.append(fact)
    return chosen


def _next(group: list[Fact], chosen: Sequence[Fact]) -> Fact | None:
    """The last of a group that is about something else than all that are chosen."""
    about = {one.about for one in chosen}
    prompts = {one.prompt for one in chosen if not one.prove_rivals}
    while group:
        one = group.pop()
        if one.about not in about and one.prompt not in prompts:
            return one
    return None


def asked(fact: Fact, level: int | None, draw: Random) -> Question:
    """A fact as a question: three of its rivals, and all four options in the order that the draw gives."""
    if level is None:
        level = 3 if fact.across else draw.choice((1, 2))
    rivals = draw.sample(fact.rivals[:_CLOSE] if level == 2 else fact.rivals, NEEDED)
    options: list[tuple[str, str]] = [(_capital(fact, fact.right), "")]
    options += [(_capital(fact, one.text), one.truth) for one in rivals]
    order = list(range(len(options)))
    draw.shuffle(order)
    proofs = fact.proofs
    if fact.prove_rivals:
        proofs += tuple(one.proof for one in rivals if one.proof)
    return Question(
        ident(fact),
        fact.kind,
        level,
        fact.prompt,
        tuple(options[place][0] for place in order),
        order.index(0),
        _explanation(fact, rivals),
        proofs,
        tuple(options[place][1] for place in order),
    )


def ident(fact: Fact) -> str:
    """The id of a question: of its kind, its answer and its passages' words, whatever the options and the wording."""
    told = "\n".join([fact.kind, fact.key, *(f"{proof.text}\n{proof.passage.text}" for proof in fact.proofs)])
    return f"q{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _capital(fact: Fact, text: str) -> str:
    return text if fact.kind in {"target", "deadline"} else text[0].upper() + text[1:]


def _explanation(fact: Fact, rivals: Sequence[Rival]) -> str:
    told = [f"{cited(proof)}: “{quoted(proof)}”" for proof in fact.proofs]
    if fact.prove_rivals:
        told += [f"{one.text}: {one.truth}" for one in rivals]
    return "; ".join(told) + "."


def cited(proof: Proof) -> str:
    """Document and place of a proof, on one line."""
    place = where(proof.passage)
    return f"{name_of(proof.document)}{', ' + place if place else ''}"


def quoted(proof: Proof) -> str:
    """The line of the passage around the words that count, exactly as it stands, or those words where it is too long."""
    text = proof.passage.text
    start, end = proof.span.start - proof.passage.start, proof.span.end - proof.passage.start
    left, right = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[left : len(text) if right < 0 else right].strip()
    return line if len(line) <= _LONGEST_QUOTE else proof.text.strip()


def _message(got: int, wanted: int, topic: str | None) -> str | None:
    about = f" về “{flat(topic)}”" if topic else ""
    if not got:
        return (
            f"Kho không có dữ kiện nào{about} đủ chắc chắn để lập câu hỏi; hãy thử chủ đề khác hoặc nạp thêm văn bản."
        )
    if got < wanted:
        return f"Chỉ lập được {got} câu{about} (yêu cầu {wanted}): kho không có thêm dữ kiện đủ chắc chắn để hỏi."
    return None
