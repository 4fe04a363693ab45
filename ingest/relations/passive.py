"""What is said in the passive voice: "Luật A được sửa đổi, bổ sung bởi Luật B và Luật C"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ingest.citations.tables import alternation
from ingest.relations import words
from ingest.relations.lists import next_beside
from ingest.relations.mentions import Mention, later, same_family
from ingest.relations.reading import ITSELF, Reading
from ingest.relations.words import Verb
from ingest.text import fold
from ingest.types import Relation

_BEING = re.compile(r"(?<!\w)(?:(?:da|cung|van|lai) )?(?P<being>duoc|bi) (?:[^\W\d_]+ ){0,5}$")
_AGENT = re.compile(
    r"(?: (?:mot so|mot phan|cac|toan bo)(?: [^\W\d_]+,?){1,9}?| lan thu [^\W\d_]+| mot phan| toan dien)?"
    r"(?: theo quy dinh tai| theo quy dinh cua| theo| boi| tai| bang| trong| thong qua| qua)"
    r"(?: (?:cac|van ban(?! hop nhat)|quy dinh tai)(?![^\W_]))*"
)
_WINDOW = 60
_NEAR = 40
_REACH = 260
_GAP = 320
_ASIDE = re.compile(r"[ ,]{0,2}\([^()\n]{0,300}\)")
_IN_FORCE = re.compile(r"[ ,]{0,2}co hieu luc(?: thi hanh)? (?:ke )?tu ngay [^,;\n]{4,40}")
_CLOSE = re.compile(r"[ ,(\"”]{0,4}")
_STOP = re.compile(
    r"[;:\n]|\. |(?<![^\W_])(?:truong hop|khi|neu|thi|phai|co trach nhiem|theo|duoc|bi|va cac|cac co quan|nhung|ma|de|ngay)(?![^\W_])"
)
_NEW = re.compile(r"[ ,(]{0,3}(?:da )?(?:duoc|bi) (?:sua|bo sung|thay|bai)")  # "…, Nghị định C được sửa đổi bởi …"
_PARTLY = re.compile(r" (?:mot so|mot phan|cac) (?:dieu|khoan|diem|noi dung|quy dinh)")
_MOST = 60


class Passive(NamedTuple):
    """One passive verb with its agents: what acts on the mention before it, or on the directive itself.

    Attributes:
        verb: the verb.
        begins: where the words "được sửa đổi …" begin.
        target: the mention that is acted on; ``None``: the directive itself.
        agents: the mentions that act; ``None`` for the directive itself.
    """

    verb: Verb
    begins: int
    target: Mention | None
    agents: tuple[Mention | None, ...]
    part: str | None
    end: int


def relations(reading: Reading, verbs: Sequence[Verb]) -> tuple[list[Relation], set[int]]:
    """The relations, and the positions (in the directive's citations) of what only acts in them."""
    found: list[Relation] = []
    agents: set[int] = set()
    for one in (_read(reading, verb) for verb in verbs):
        if one is not None:
            agents.update(agent.index for agent in one.agents if agent)
            found.extend(_relations(reading, one))
    return found, agents


def _relations(reading: Reading, one: Passive) -> Iterator[Relation]:
    target = one.target.index if one.target else None
    for agent in one.agents:
        end = reading.trimmed(one.begins, agent.core if agent else one.end)
        source = agent.index if agent else None
        yield Relation(one.verb.kind, reading.text[one.begins : end], one.begins, end, source, target, one.part)


def being(reading: Reading, verb: Verb) -> int | None:
    """Where "đã được …" begins before a verb; ``None`` for an active one."""
    found = _BEING.search(reading.folded, max(verb.start - _WINDOW, 0), verb.start)
    if found is None:
        # "(sửa đổi, bổ sung bởi Luật số …)" says the same without the verb of the passive.
        bracket = reading.text[verb.start - 1 : verb.start] == "(" and _AGENT.match(reading.folded, verb.end)
        return verb.start if bracket else None
    written = reading.text[slice(*found.span("being"))].lower()  # "Bí thư", "Luật Dược" fold to the same
    return found.start() if written in ("được", "bị") or written.isascii() else None


def _read(reading: Reading, verb: Verb) -> Passive | None:
    begins = being(reading, verb)
    agent = _AGENT.match(reading.folded, verb.end) if begins is not None else None
    if begins is None or agent is None or verb.kind == "thực hiện":
        return None
    end = _itself(reading, agent.end())
    if end is not None:
        chain = _before(reading, begins)
        return Passive(verb, begins, chain[-1], (None,), chain[-1].citation.pinpoint, end) if chain else None
    place = _first_agent(reading, agent.end())
    if place is None:
        return None
    first = reading.mentions[place]
    if verb.kind != "hướng dẫn" and _is_undergone_itself(reading, begins):
        return Passive(verb, begins, None, (first, *_further(reading, place, None)), None, first.core)
    target = _chosen(_before(reading, begins), first, verb)
    if target is None:
        return None
    part = _part(reading, verb, target, first)
    return Passive(verb, begins, target, (first, *_further(reading, place, target)), part, first.core)


def _first_agent(reading: Reading, position: int) -> int | None:
    """The instrument behind "bởi", its clause before it."""
    place = reading.first(position)
    if place is None or reading.mentions[place].start > position + _REACH:
        return None
    return place if words.is_plain(reading.folded[position : reading.mentions[place].head], points=True) else None


def _itself(reading: Reading, position: int) -> int | None:
    """The end of "(khoản 2 Điều 1) Nghị định này" as the agent."""
    found = words.oneself().search(reading.folded, position, position + _REACH)
    if not found or not reading.says_this(found) or reading.meant(found) != ITSELF:
        return None
    return found.end() if words.is_plain(reading.folded[position : found.start()], points=True) else None


def _is_undergone_itself(reading: Reading, begins: int) -> bool:
    """Reads "Nghị định này (được sửa đổi …"."""
    named = reading.before_self(begins, _NEAR)
    apart = named is None or reading.folded[named.end() : begins].strip(" ,(")
    return named is not None and not apart and reading.meant(named) == ITSELF


def _before(reading: Reading, begins: int) -> list[Mention]:
    """The instruments that end directly before the verb, the innermost first: one, and those whose subject it ends."""
    place = reading.last(begins)
    named = reading.before_self(begins, _NEAR)
    if (
        place is None
        or reading.mentions[place].end > begins
        or (named and named.start() >= reading.mentions[place].end)
    ):
        return []
    chain = reading.ending(place, begins)
    around = reading.around(begins)
    if around not in (chain[0].parent, chain[-1].parent) or not _adjoins(reading, chain[-1].end, begins):
        return []
    return chain


def _adjoins(reading: Reading, end: int, begins: int) -> bool:
    """Nothing but brackets, a date of effect or the rest of its subject stands between an instrument and the verb."""
    folded = reading.folded
    position = end
    for pattern in (_ASIDE, _IN_FORCE, _ASIDE):
        aside = pattern.match(folded, position, begins)
        position = aside.end() if aside else position
    closed = _CLOSE.match(folded, position, begins)
    position = closed.end() if closed else position
    if position >= begins:
        return True
    gap = folded[position:begins]
    cut = folded[end:position].startswith(",") or gap.startswith(",")
    return cut and len(gap) <= _GAP and not _STOP.search(gap)


def _chosen(chain: Sequence[Mention], agent: Mention, verb: Verb) -> Mention | None:
    """Of an instrument and those whose subject it ends, the one that the agent may act on."""
    if not chain or verb.kind in ("đính chính", "hợp nhất", "hướng dẫn"):
        return chain[-1] if chain else None
    fitting = [one for one in chain if same_family(one, agent) and later(agent, one) is not False]
    if fitting:
        return fitting[0]
    one = chain[0]
    if one.family == "luật" and agent.family == "Nghị quyết":
        return one
    apart = len(chain) > 1 or "luật" in (agent.family, one.family) or later(agent, one) is False
    return None if apart else one


def _further(reading: Reading, place: int, target: Mention | None) -> Iterator[Mention]:
    """The other agents of the list: "bởi Luật B, Luật C và Luật D", up to what must be something else."""
    first = mention = reading.mentions[place]
    for _ in range(_MOST):
        other = next_beside(reading, mention)
        if other is None:
            return
        following = reading.mentions[other]
        gap = reading.folded[mention.end : following.head]
        if ";" in gap or not same_family(first, following) or not _may_follow(reading, first, following, target):
            return
        yield following
        mention = following


@cache
def _amends() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_])(?:{alternation(['sửa đổi', 'bổ sung', 'thay thế', 'bãi bỏ', 'đính chính', 'điều chỉnh'])})"
    )


def _may_follow(reading: Reading, first: Mention, following: Mention, target: Mention | None) -> bool:
    if target is not None and (following.key == target.key or later(following, target) is False):
        return False
    if target is not None and following.issued == target.issued and len(following.issued) > 4:
        return False
    title = following.citation.title
    if title and not first.citation.title and not _amends().search(fold(title)):
        return False
    return not _NEW.match(reading.folded, following.end)


def _part(reading: Reading, verb: Verb, target: Mention, agent: Mention) -> str | None:
    """What of the target is concerned: its clause, when the agent's is named too or the clause begins the sentence."""
    point = target.citation.pinpoint
    if point and (agent.citation.pinpoint or target.head == reading.sentence(target.start)):
        return point
    return "một số điều" if _PARTLY.match(reading.folded, verb.end) else None
