"""What is said in the passive voice: "Luật A được sửa đổi, bổ sung bởi Luật B và Luật C"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ingest.citations.tables import alternation
from ingest.relations import words
from ingest.relations.objects import next_beside
from ingest.relations.reading import Mention, Reading, later, same_family
from ingest.relations.words import Verb
from ingest.text import fold
from ingest.types import Relation

_BEING = re.compile(r"(?<!\w)(?:(?:da|cung|van|lai) )?(?P<being>duoc|bi) (?:[^\W\d_]+ ){0,5}$")
_AGENT = re.compile(
    r"(?: (?:mot so|mot phan|cac|toan bo)(?: [^\W\d_]+,?){1,9}?| lan thu [^\W\d_]+| mot phan| toan dien)?"
    r"(?: theo quy dinh tai| theo quy dinh cua| theo| boi| tai| bang| trong| thong qua| qua)"
    r"(?: (?:cac|van ban|cac van ban|quy dinh tai))*"
)
_WINDOW = 60
_REACH = 260
_GAP = 320
_ASIDE = re.compile(r"[ ,]{0,2}\([^()\n]{0,300}\)")
_IN_FORCE = re.compile(r"[ ,]{0,2}co hieu luc(?: thi hanh)? (?:ke )?tu ngay [^,;\n]{4,40}")
_CLOSE = re.compile(r"[ ,(\"”]{0,4}")
_STOP = re.compile(
    r"[;:\n]|\. |(?<![^\W_])(?:truong hop|khi|neu|thi|phai|co trach nhiem|theo|duoc|bi|va cac|cac co quan|nhung|ma|de|ngay)(?![^\W_])"
)
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


def relations(reading: Reading, verbs: list[Verb]) -> tuple[list[Relation], set[int]]:
    """The relations, and the positions (in the directive's citations) of what only acts in them."""
    found: list[Relation] = []
    agents: set[int] = set()
    for verb in verbs:
        one = _read(reading, verb)
        if one is None:
            continue
        agents.update(agent.index for agent in one.agents if agent)
        found.extend(_relations(reading, one))
    return found, agents


def _relations(reading: Reading, one: Passive) -> Iterator[Relation]:
    for agent in one.agents:
        end = agent.core if agent else one.end
        while end > one.begins and reading.text[end - 1] in " ,;:()\n“\"":
            end -= 1
        source = agent.index if agent else None
        target = one.target.index if one.target else None
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
    itself = _itself(reading, agent.end())
    if itself is not None:
        target = _target(reading, begins, None, verb)
        if target is None or target is _OWN:
            return None
        part = target.citation.pinpoint
        return Passive(verb, begins, target, (None,), part, itself)
    place = reading.first(agent.end())
    if place is None or reading.mentions[place].start > agent.end() + _REACH:
        return None
    first = reading.mentions[place]
    if not words.is_plain(reading.folded[agent.end() : first.head], points=True):
        return None
    target = _target(reading, begins, first, verb)
    if target is None:
        return None
    agents = (first, *_further(reading, place, None if target is _OWN else target))
    part = _part(reading, verb, begins, target, first)
    return Passive(verb, begins, None if target is _OWN else target, agents, part, first.core)


def _itself(reading: Reading, position: int) -> int | None:
    """The end of "(khoản 2 Điều 1) Nghị định này" as the agent."""
    found = words.oneself().search(reading.folded, position, position + _REACH)
    if not found or not reading.says_this(found) or reading.meant(found) != -1 or not reading.spoken(found.start()):
        return None
    return found.end() if words.is_plain(reading.folded[position : found.start()], points=True) else None


_OWN = Mention(citation=None, index=-1, start=0, end=0, head=0, core=0)  # type: ignore[arg-type] # The directive itself.


def _target(reading: Reading, begins: int, agent: Mention | None, verb: Verb) -> Mention | None:
    """What stands before the verb; :data:`_OWN` where it is the directive itself."""
    named = reading.before_self(begins, 40)
    if named and not reading.folded[named.end() : begins].strip(" ,("):
        own = reading.meant(named) == -1 and verb.kind != "hướng dẫn"
        return _OWN if own and agent is not None else None
    place = reading.last(begins)
    if place is None or reading.mentions[place].end > begins:
        return None
    chain = reading.ending(place, begins)
    if chain[0].parent != reading.around(begins) and chain[-1].parent != reading.around(begins):
        return None
    if not _adjoins(reading, chain[-1].end, begins):
        return None
    return chain[-1] if agent is None else _chosen(chain, agent, verb)


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


def _chosen(chain: list[Mention], agent: Mention, verb: Verb) -> Mention | None:
    """Of an instrument and those whose subject it ends, the one that the agent may act on."""
    if verb.kind in ("đính chính", "hợp nhất", "hướng dẫn"):
        return chain[-1]
    fitting = [one for one in chain if same_family(one, agent) and later(agent, one) is not False]
    if fitting:
        return fitting[0]
    one = chain[0]
    apart = len(chain) > 1 or "luật" in (agent.family, one.family) or later(agent, one) is False
    return None if apart and not (one.family == "luật" and agent.family == "Nghị quyết") else one


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
    return re.compile(rf"(?<![^\W_])(?:{alternation(['sửa đổi', 'bổ sung', 'thay thế', 'bãi bỏ', 'đính chính', 'điều chỉnh'])})")


def _may_follow(reading: Reading, first: Mention, following: Mention, target: Mention | None) -> bool:
    if target is not None and (following.key == target.key or later(following, target) is False):
        return False
    if target is not None and following.issued == target.issued and len(following.issued) > 4:
        return False
    title = following.citation.title
    if title and not first.citation.title and not _amends().search(fold(title)):
        return False
    return not re.match(r"[ ,(]{0,3}(?:da )?(?:duoc|bi) (?:sua|bo sung|thay|bai)", reading.folded[following.end : following.end + 40])


def _part(reading: Reading, verb: Verb, begins: int, target: Mention, agent: Mention) -> str | None:
    """What of the target is concerned: its clause, when the agent's is named too or the clause begins the sentence."""
    if target is _OWN:
        return None
    point = target.citation.pinpoint
    if point and (agent.citation.pinpoint or target.head == reading.sentence(target.start)):
        return point
    return "một số điều" if _PARTLY.match(reading.folded, verb.end) else None
