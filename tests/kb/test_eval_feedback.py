"""What judgements come to: any sequence of them, against a model that is as plain as the rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from index.evaluate import run
from kb import feedback, feedback_export
from kb.ask import Filters
from kb.build import build
from kb.collection import Collection
from kb.errors import UsageError
from kb.eval_feedback import _most_of, evaluate
from kb.feedback import History, Judged, Judgement, Speaker
from kb.grades import grade
from kb.home import Home
from kb.shown import Shown
from tests.kb.made import directive
from tests.kb.test_secret_documents import PLAIN, SECRET


def judged(number: int, kind: str, voice: str, rank: int, query: str = "q") -> Judged:
    return Judged(
        id=f"{number:012x}", at="", kind=kind, query=query, query_key=query, about="passage", command="search",
        shell="web", session=voice, rank=rank, passage=f"p{rank}", directive="d", start=0, end=1,
    )  # fmt: skip


events = some.lists(
    some.one_of(
        some.tuples(
            some.sampled_from(["up", "down", "click"]), some.sampled_from("ab"), some.integers(1, 4), some.sampled_from("qr")
        ),
        some.integers(0, 30),  # undoes that one
    ),
    max_size=30,
)  # fmt: skip


def naive(kept: list[tuple[str, str, int, str]]) -> dict[tuple[str, str], int]:
    """The rule, once more, from the words of the documentation."""
    found: dict[tuple[str, str], int] = {}
    for query in "qr":
        votes: dict[tuple[str, int], str] = {}
        clicks: set[tuple[str, int]] = set()
        for kind, voice, rank, asked in kept:
            if asked == query and kind == "click":
                clicks.add((voice, rank))
            elif asked == query:
                votes[voice, rank] = kind
        liked = {at for at, kind in votes.items() if kind == "up"} | (clicks - set(votes))
        for rank in range(1, 5):
            said = [votes[voice, rank] for voice in "ab" if (voice, rank) in votes]
            clicked = [voice for voice in "ab" if (voice, rank) in clicks]
            if said.count("up") != said.count("down"):
                found[query, f"p{rank}"] = 2 if said.count("up") > said.count("down") else 0
            elif not said and any((voice, above) not in liked for voice in clicked for above in range(1, rank)):
                found[query, f"p{rank}"] = 1
    return found


@given(events)
def test_any_sequence_comes_to_what_the_rule_says(
    given_events: list[tuple[str, str, int, str] | int],
) -> None:
    rows: list[Judged] = []
    kept: dict[str, tuple[str, str, int, str]] = {}
    for number, event in enumerate(given_events):
        if isinstance(event, tuple):
            kind, voice, rank, query = event
            rows.append(judged(number, kind, voice, rank, query))
            kept[rows[-1].id] = event
        elif f"{event:012x}" in kept:
            target = next(row for row in rows if row.id == f"{event:012x}")
            rows.append(
                Judged(id=f"u{number}", at="", kind="undo", query="q", query_key="q", about="passage", command="search",
                       shell="web", undoes=target.id)
            )  # fmt: skip
            del kept[target.id]
    history = History(tuple(rows))
    assert [row.id for row in history.standing] == list(kept)
    grades = grade((row.query_key, row.passage or "", row) for row in history.standing)
    got = {(query, passage): value for query, found in grades.qrels.items() for passage, value in found.items()}
    assert got == naive(list(kept.values()))
    for one in grades.conflicts:
        assert one.up
        assert one.down
        assert ((one.query, one.passage) in got) == (one.up != one.down)


def test_a_click_at_the_top_says_nothing_and_a_vote_outlasts_it() -> None:
    top = grade([("q", "p1", judged(1, "click", "a", 1))])
    assert (top.qrels, top.silent) == ({}, 1)
    below = grade([("q", "p3", judged(1, "click", "a", 3))])
    assert below.qrels == {"q": {"p3": 1}}
    both = [("q", "p1", judged(1, "click", "a", 1)), ("q", "p2", judged(2, "click", "a", 2))]
    assert grade(both).qrels == {}  # in order: nothing was passed over
    after = grade([("q", "p2", judged(1, "down", "a", 2)), ("q", "p2", judged(2, "click", "a", 2))])
    assert after.qrels == {"q": {"p2": 0}}


def test_a_tie_is_no_grade_and_most_votes_are() -> None:
    rows = [("q", "p1", judged(1, "up", "a", 1)), ("q", "p1", judged(2, "down", "b", 1))]
    assert grade(rows).qrels == {}
    assert [(one.up, one.down) for one in grade(rows).conflicts] == [(1, 1)]
    more = [*rows, ("q", "p1", judged(3, "up", "c", 1))]
    assert grade(more).qrels == {"q": {"p1": 2}}
    changed = [*rows, ("q", "p1", judged(3, "up", "b", 1))]
    assert (grade(changed).qrels, grade(changed).conflicts, grade(changed).replaced) == ({"q": {"p1": 2}}, (), 1)


# ---------------------------------------------------------------- with a collection


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    base = tmp_path_factory.mktemp("do")
    folder = base / "van-ban"
    folder.mkdir()
    for number in range(1, 5):
        (folder / f"{number}.txt").write_text(directive(number), encoding="utf-8")
    (folder / "ke-hoach.txt").write_text(PLAIN, encoding="utf-8")
    (folder / "bao-cao.txt").write_text(SECRET, encoding="utf-8")
    home = Home(base / "kho")
    build(home, [folder], allow_secret=True, by="Trần Thị B")
    return home


@pytest.fixture
def kho(home: Home) -> Iterator[Collection]:
    with Collection.open(home) as opened:
        yield opened


def result(kho: Collection, query: str, **filters: str) -> Shown:
    hits = kho.search(query, k=20)
    return Shown.of_search(kho, query, Filters(**filters), [(kho.passage(hit.passage), hit.score) for hit in hits])


def votes(home: Home, *given_votes: tuple[Shown, int, Judgement]) -> History:
    feedback.clear(home)
    for found, rank, kind in given_votes:
        feedback.judge(home, found, kind, rank=rank, speaker=Speaker("cli", by="A"))
    return feedback.history(home)


def test_the_figures_are_those_of_the_search(kho: Collection, home: Home) -> None:
    found = result(kho, "dân chủ ở cơ sở")
    best = evaluate(kho, votes(home, (found, 1, Judgement.UP)))
    assert (best.measures["ndcg@10"], best.measures["mrr@10"], best.down) == (1.0, 1.0, 0)
    second = evaluate(kho, votes(home, (found, 2, Judgement.UP), (found, 1, Judgement.DOWN)))
    assert (second.measures["mrr@10"], second.measures["recall@10"], second.down) == (0.5, 1.0, 1)
    assert second.to_json()["few"]
    bad = evaluate(kho, votes(home, (found, 1, Judgement.DOWN)))
    assert (bad.measures, bad.measured, bad.down) == ({}, frozenset(), 1)
    assert bad.to_json()["ndcg@10"] is None


def test_filters_are_part_of_a_question(kho: Collection, home: Home) -> None:
    plain, narrow = result(kho, "đoàn viên"), result(kho, "đoàn viên", type="Kế hoạch")
    done = evaluate(kho, votes(home, (plain, 1, Judgement.UP), (narrow, 2, Judgement.UP)))
    assert len(done.measured) == 2
    none = result(kho, "đoàn viên", type="Luật")
    assert evaluate(kho, votes(home, (none, 1, Judgement.UP))).measures["recall@10"] == 0.0


def test_the_folder_is_one_that_kb_eval_reads(kho: Collection, home: Home, tmp_path: Path) -> None:
    found = result(kho, "đoàn viên")
    done = evaluate(kho, votes(home, (found, 1, Judgement.UP), (found, 2, Judgement.DOWN)))
    written = feedback_export.write(tmp_path / "bo", kho, done)
    assert (written.queries, written.grades, written.withheld, written.left_out) == (1, 2, 1, 0)
    assert "Tối mật" in (written.warning or "")
    measured = run(tmp_path / "bo", "feedback", mode="lexical")
    assert (measured["queries"], measured["docs"]) == (1, written.passages)
    assert measured["recall@10"] == 1.0
    with pytest.raises(UsageError, match="--replace"):
        feedback_export.write(tmp_path / "bo", kho, done)
    feedback_export.write(tmp_path / "bo", kho, done, replace=True)
    assert not list((tmp_path / "bo").rglob("*.part"))


def test_a_secret_is_not_exported_nor_the_question_for_it(kho: Collection, home: Home, tmp_path: Path) -> None:
    found = result(kho, "ông Qwertzuiop báo tin trong hang")
    at = next(place for place in found.places if kho.document(place.directive).header.secrecy)
    other = next(place for place in found.places if not kho.document(place.directive).header.secrecy)
    open_one = result(kho, "đoàn viên")
    done = evaluate(
        kho,
        votes(
            home,
            (found, at.rank, Judgement.UP),
            (found, other.rank, Judgement.UP),
            (open_one, 1, Judgement.UP),
        ),
    )
    assert len(done.measured) == 2  # measured here, where it may be read
    written = feedback_export.write(tmp_path / "bo", kho, done)
    assert (written.queries, written.left_out) == (1, 1)
    text = "".join(path.read_text("utf-8") for path in (tmp_path / "bo").rglob("*.*"))
    assert "Qwertzuiop" not in text
    assert at.passage not in text
    with pytest.raises(UsageError, match="Chưa ghi được"):
        feedback_export.write(tmp_path / "bo2", kho, evaluate(kho, votes(home, (found, at.rank, Judgement.UP))))
    assert not (tmp_path / "bo2").exists()


@pytest.mark.parametrize("where", ["tep", "khong-co/bo"])
def test_folders_that_cannot_be_used(kho: Collection, home: Home, tmp_path: Path, where: str) -> None:
    (tmp_path / "tep").write_text("x")
    done = evaluate(kho, votes(home, (result(kho, "đoàn viên"), 1, Judgement.UP)))
    with pytest.raises(UsageError) as told:
        feedback_export.write(tmp_path / where, kho, done)
    assert "\n" not in str(told.value)
    assert (tmp_path / "tep").read_text() == "x"


def test_a_text_cut_anew(kho: Collection) -> None:
    passages = kho.passages_of(kho.documents[0].id)
    one = max(passages, key=lambda passage: passage.end - passage.start)
    assert _most_of(passages, one.start + 1, one.end) == one.id
    assert _most_of(passages, one.start - 1, one.end + 1) == one.id
    assert _most_of(passages, passages[0].start, passages[-1].end) in {None, one.id}
