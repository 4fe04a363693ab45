"""Measuring search by what people have said of it: judgements become qrels, today's search is asked the same questions.

Two things to know of the figures. Only what was shown could be judged, so that they favour the search which showed it;
they serve to compare one state of a collection with another one. And they mean little while questions are few: Voorhees
and Buckley, *The Effect of Topic Set Size on Retrieval Experiment Error* (SIGIR 2002).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kb.grades import Conflict, grade
from kb.shown import content_of
from kb.store.feedback import Judgement

if TYPE_CHECKING:
    from index.types import Passage
    from kb.collection import Collection
    from kb.feedback import History
    from kb.store.feedback import Judged

FEW = 50
"""Questions below which the figures say little: the least that Voorhees and Buckley let two systems be compared by."""
DEPTH = 100
_SHOWN = 10
_MOST = 0.5
"""The share of a judged passage's characters that a passage of today must have to stand for it, where it is cut anew."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is asked again: as typed last, with its filters."""

    text: str
    filters: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What feedback says of the search of today.

    Attributes:
        questions: all with a judged passage, by key.
        qrels: grades by question and passage.
        measures: nDCG, recall and reciprocal rank; empty where no passage is good for anything.
        down: passages marked down that are among the first ten still.
        counts: of rows: ``judgements``, ``up``, ``down``, ``click``, ``undone``, ``replaced``, ``silent``, ``moved``,
            ``gone``, ``purged``.
        conflicts: where people disagree.
        answers: votes on answers as a whole.
        stamped: the questions with a judged passage in a document with a secrecy stamp, or in one that was purged.
    """

    questions: Mapping[str, Question]
    qrels: Mapping[str, Mapping[str, int]]
    measures: Mapping[str, float]
    down: int
    counts: Mapping[str, int]
    conflicts: tuple[Conflict, ...]
    answers: Mapping[str, int]
    stamped: frozenset[str]

    @property
    def measured(self) -> frozenset[str]:
        """The questions that figures are made of: those for which something is good."""
        return frozenset(key for key, grades in self.qrels.items() if any(grades.values()))

    def to_json(self) -> dict[str, Any]:
        """The figures, for ``kb eval-feedback --json``."""
        return {
            "queries": len(self.measured),
            "few": len(self.measured) < FEW,
            **{name: self.measures.get(name) for name in ("ndcg@10", "recall@10", "mrr@10")},
            "down@10": self.down,
            **self.counts,
            "conflicts": [
                {"query": self.questions[one.query].text, "passage": one.passage, "up": one.up, "down": one.down}
                for one in self.conflicts
            ],
            "answers": dict(self.answers),
        }


def evaluate(collection: Collection, history: History) -> Evaluation:
    """Ask the search of today what people have judged."""
    from index.evaluate import measure

    about = [row for row in history.standing if row.about == "passage"]
    today = Today(collection)
    places = [(row, today.passage(row)) for row in about]
    grades = grade((_key(row), ident, row) for row, ident in places if ident is not None)
    questions = {_key(row): Question(row.query, row.filters) for row in about}
    good = {key: dict(found) for key, found in grades.qrels.items() if any(found.values())}
    runs = {key: _found(collection, questions[key]) for key in grades.qrels}
    ranked = {key: {ident: -float(rank) for rank, ident in enumerate(found)} for key, found in runs.items()}
    counts = Counter(row.kind for row in history.standing)
    return Evaluation(
        questions=questions,
        qrels=grades.qrels,
        measures=measure(good, {key: ranked[key] for key in good}) if good else {},
        down=sum(not grades.qrels[key].get(ident, 1) for key, found in runs.items() for ident in found[:_SHOWN]),
        counts={
            "judgements": len(history.standing),
            **{kind.value: counts[kind] for kind in Judgement},
            "undone": len(history.undone),
            "replaced": grades.replaced,
            "silent": grades.silent,
            "moved": sum(ident is not None and ident != row.passage for row, ident in places),
            "gone": sum(ident is None and not row.purged for row, ident in places),
            "purged": sum(row.purged for row, _ in places),
        },
        conflicts=grades.conflicts,
        answers=_answers(history),
        stamped=frozenset(_key(row) for row, ident in places if row.purged or today.stamped(ident)),
    )


class Today:
    """The passages that answers may rest on now."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def passage(self, row: Judged) -> str | None:
        """The passage that holds what was judged.

        The same passage; else, in the same text cut anew, the one with most of the judged characters; else the only one
        with the same words, in whatever document. Where several have them it is not told which was meant.
        """
        if row.directive is None:
            return None
        if self._collection.is_active(row.directive):
            own = self._collection.passages_of(row.directive)
            if any(one.id == row.passage for one in own):
                return row.passage
            if found := _most_of(own, row.start or 0, row.end or 0):
                return found
        alike = self._by_content.get(row.content or "", [])
        return alike[0] if len(alike) == 1 else None

    def stamped(self, ident: str | None) -> bool:
        """Whether a passage stands in a document with a secrecy stamp."""
        if ident is None:
            return False
        document = self._collection.document(self._collection.passage(ident).document)
        return document.header.secrecy is not None

    @cached_property
    def _by_content(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for passage in self._collection.store.passages.active():
            found.setdefault(content_of(passage.text), []).append(passage.id)
        return found


def _most_of(passages: Iterable[Passage], start: int, end: int) -> str | None:
    for one in passages:
        if min(one.end, end) - max(one.start, start) > _MOST * (end - start):
            return one.id
    return None


def _key(row: Judged) -> str:
    """Questions are the same where their words and their filters are."""
    return json.dumps([row.query_key, dict(row.filters)], ensure_ascii=False, sort_keys=True)


def _found(collection: Collection, question: Question) -> Sequence[str]:
    """What ``kb search`` finds."""
    from kb.ask.scope import Filters

    filters = Filters(**question.filters)  # type: ignore[arg-type]
    documents = frozenset(one.id for one in collection.documents if filters.admits(one))
    hits = collection.search(question.text, k=DEPTH, documents=documents) if documents else []
    return [hit.passage for hit in hits]


def _answers(history: History) -> dict[str, int]:
    """The last vote of each voice on each answer."""
    last = {(_key(row), row.voice): row.kind for row in history.standing if row.about == "answer"}
    counts = Counter(last.values())
    return {kind.value: counts[kind] for kind in (Judgement.UP, Judgement.DOWN)}
