"""What judged answers come to: every wrong one has its column, and refusals have precision and recall."""

from __future__ import annotations

from typing import Any

import pytest

from kb.ask.answer import Answer
from kb.eval_answers import Item, Verdict
from kb.eval_tally import Abstention, Tally, abstentions, near, percentile, tallies


def verdict(
    kind: str,
    expect: dict[str, Any],
    reason: str | None,
    *,
    faults: tuple[str, ...] = (),
    seconds: float = 0.1,
    is_near: bool | None = None,
) -> Verdict:
    return Verdict(Item("1", kind, "?", expect), Answer("?", reason=reason), faults, seconds, is_near)


KNOWN: dict[str, Any] = {"answered": True}
ABSENT: dict[str, Any] = {"answered": False, "reasons": ["no_evidence"]}
NUMBER: dict[str, Any] = {"answered": False, "reasons": ["unknown_number"]}

ALL = [
    verdict("value", KNOWN, None),
    verdict("value", KNOWN, None, faults=("wrong",)),
    verdict("value", KNOWN, "no_evidence", faults=("refused",)),
    verdict("unknown", ABSENT, "no_evidence"),
    verdict("unknown", ABSENT, None, faults=("answered",)),
    verdict("number_off", NUMBER, "no_evidence", faults=("refused as no_evidence",)),
    verdict("number_off", NUMBER, "unknown_number"),
]


def test_every_question_that_is_not_right_is_wrong_in_one_way() -> None:
    found = tallies(ALL)
    assert found["value"] == Tally(right=1, asked=3, answered_wrongly=1, refused_wrongly=1)
    assert found["unknown"] == Tally(right=1, asked=2, answered_wrongly=1)
    assert found["number_off"] == Tally(right=1, asked=2, refused_otherwise=1)
    assert found["all"] == Tally(right=3, asked=7, answered_wrongly=2, refused_wrongly=1, refused_otherwise=1)
    for one in found.values():
        assert one.right + one.answered_wrongly + one.refused_wrongly + one.refused_otherwise == one.asked


def test_refusals_have_precision_and_recall() -> None:
    found = abstentions(ALL)
    assert found["all"] == Abstention(made=4, due=4, both=3)
    assert (found["all"].precision, found["all"].recall) == (0.75, 0.75)
    # The number that was refused as lacking evidence is a refusal that was due, and not for that reason.
    assert found["no_evidence"] == Abstention(made=3, due=2, both=1)
    assert found["unknown_number"] == Abstention(made=1, due=2, both=1)


def test_a_refusal_without_named_reasons_is_due_for_the_one_given() -> None:
    found = abstentions([verdict("a", {"answered": False}, "ambiguous"), verdict("a", {"answered": False}, None)])
    assert found["ambiguous"] == Abstention(made=1, due=1, both=1)
    assert found["no_evidence"] == Abstention(made=0, due=1, both=0)
    assert (found["no_evidence"].precision, found["no_evidence"].recall) == (None, 0.0)


def test_nothing_asked() -> None:
    assert tallies([]) == {}
    assert abstentions([]) == {"all": Abstention()}
    assert near([]) == (0, 0)
    assert percentile([], 0.95) == 0


def test_near_counts_only_what_was_refused_though_there_is_a_passage() -> None:
    asked = [verdict("a", KNOWN, "no_evidence", is_near=found) for found in (True, False, True, None)]
    assert near(asked) == (2, 3)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 51), (0.95, 96), (1.0, 100)])
def test_percentiles_in_milliseconds(share: float, expected: float) -> None:
    asked = [verdict("a", KNOWN, None, seconds=one / 1000) for one in range(100, 0, -1)]
    assert percentile(asked, share) == pytest.approx(expected)
