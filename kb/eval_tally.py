"""What judged answers come to: by kind of question, refusals made and due, near passages, time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from kb.ask.answer import NO_EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kb.eval_answers import Verdict

ALL = "all"
"""The name under which everything is counted."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the questions of one kind were answered; every question that is not right is one of the three others.

    Attributes:
        answered_wrongly: an answer that is not the right one, or where a refusal was due.
        refused_wrongly: no answer where one was due.
        refused_otherwise: a refusal was due, for another reason than the one given.
    """

    right: int = 0
    asked: int = 0
    answered_wrongly: int = 0
    refused_wrongly: int = 0
    refused_otherwise: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Abstention:
    """Refusals.

    Attributes:
        made: questions that were refused.
        due: questions to which the collection holds no answer.
        both: refusals that were due.
    """

    made: int = 0
    due: int = 0
    both: int = 0

    @property
    def precision(self) -> float | None:
        """The share of the refusals that were due; ``None`` where nothing was refused."""
        return self.both / self.made if self.made else None

    @property
    def recall(self) -> float | None:
        """The share of the due refusals that were made; ``None`` where none was due."""
        return self.both / self.due if self.due else None


def tallies(verdicts: Iterable[Verdict]) -> dict[str, Tally]:
    """By kind of question, and of all."""
    found: dict[str, Tally] = defaultdict(Tally)
    for verdict in verdicts:
        one = _tally(verdict)
        for kind in (verdict.item.kind, ALL):
            found[kind] += one
    return dict(sorted(found.items()))


def _tally(verdict: Verdict) -> Tally:
    if not verdict.faults:
        return Tally(right=1, asked=1)
    if verdict.answer.answered:
        return Tally(asked=1, answered_wrongly=1)
    if verdict.item.expect["answered"]:
        return Tally(asked=1, refused_wrongly=1)
    return Tally(asked=1, refused_otherwise=1)


def abstentions(verdicts: Sequence[Verdict]) -> dict[str, Abstention]:
    """Refusals in all, and by reason.

    By reason a refusal counts as due where that very reason is one of those expected, or none is named.
    """
    made: dict[str, int] = defaultdict(int)
    due: dict[str, int] = defaultdict(int)
    both: dict[str, int] = defaultdict(int)
    for verdict in verdicts:
        given, expected = verdict.answer.reason, _due_reason(verdict)
        for key, left, right in ((ALL, given and ALL, expected and ALL), (given, given, expected)):
            if key is not None and left:
                made[key] += 1
                both[key] += left == right
        for key in (ALL, expected):
            if key is not None and expected:
                due[key] += 1
    keys = sorted({ALL, *made, *due})
    return {key: Abstention(made[key], due[key], both[key]) for key in keys}


def _due_reason(verdict: Verdict) -> str | None:
    """The reason for which a question had to be refused; ``None`` where an answer was due."""
    if verdict.item.expect["answered"]:
        return None
    given, named = verdict.answer.reason, verdict.item.expect.get("reasons")
    if given is not None and (not named or given in named):
        return given
    return str(named[0]) if named else NO_EVIDENCE


def near(verdicts: Iterable[Verdict]) -> tuple[int, int]:
    """Of the questions that were refused though a passage answers them: (that passage is among the near ones, all)."""
    found = [verdict.near for verdict in verdicts if verdict.near is not None]
    return sum(found), len(found)


def percentile(verdicts: Sequence[Verdict], share: float) -> float:
    """Milliseconds within which this share of the answers came, 0 where nothing was asked."""
    spent = sorted(verdict.seconds for verdict in verdicts)
    return 1000 * spent[min(int(share * len(spent)), len(spent) - 1)] if spent else 0.0
