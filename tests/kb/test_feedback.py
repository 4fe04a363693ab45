"""Feedback as it is kept: at once, beside a build, through kills, migrations, backups and purges."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kb import backup, feedback, removals, shown
from kb.ask import Filters, ask
from kb.build import build
from kb.collection import Collection
from kb.errors import LockedError, NoCollectionError, SchemaError, UsageError
from kb.eval_feedback import evaluate
from kb.feedback import Judgement, Speaker
from kb.home import Home
from kb.secrecy import pending
from kb.shown import Shown
from kb.store import Store, schema, waiting
from tests.kb.made import KB, ROOT, directive, environment
from tests.kb.test_secret_documents import PLAIN, SECRET, traces

AN = Speaker("cli", by="Nguyễn Văn An")
WEB = Speaker("web", session="s1")
QUERY = "rà soát đời sống đoàn viên"


def collect(tmp_path: Path, count: int = 3) -> Home:
    folder, home = tmp_path / "van-ban", Home(tmp_path / "kho")
    folder.mkdir()
    for number in range(1, count + 1):
        (folder / f"{number}.txt").write_text(directive(number), encoding="utf-8")
    build(home, [folder])
    return home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return collect(tmp_path)


def seen(home: Home, query: str = QUERY, **filters: str) -> Shown:
    with Collection.open(home) as collection:
        hits = collection.search(query, k=5)
        found = [(collection.passage(hit.passage), hit.score) for hit in hits]
        return Shown.of_search(collection, query, Filters(**filters), found)


@contextmanager
def writer(home: Home) -> Iterator[None]:
    """Hold the database as a build does that has not committed yet."""
    with closing(sqlite3.connect(home.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT OR REPLACE INTO meta VALUES ('busy', '1')")
        yield
        other.execute("ROLLBACK")


def test_everything_about_a_judgement_is_kept_but_no_text(home: Home) -> None:
    before = seen(home, "  Rà soát   đời sống?", province="Lai Châu")
    row = feedback.judge(home, before, Judgement.UP, rank=2, speaker=AN, why="  đúng\nchỗ ")
    (kept,) = feedback.history(home).rows
    place = before.places[1]
    assert kept == row
    assert (kept.kind, kept.by, kept.why, kept.shell, kept.rank) == ("up", AN.by, "đúng chỗ", "cli", 2)
    assert (kept.query, kept.query_key) == ("  Rà soát   đời sống?", "rà soát đời sống")
    assert kept.filters == {"province": "Lai Châu"}
    assert (kept.passage, kept.directive, kept.start, kept.end) == (
        place.passage,
        place.directive,
        place.start,
        place.end,
    )
    with Store.open(home.database) as store:
        passage = store.passages.get(place.passage)
        assert passage is not None
        assert kept.content == shown.content_of(passage.text)
        assert (kept.generation, kept.model, kept.mode) == (store.generation, "static", "hybrid")
    assert passage.text[:30] not in row.to_json()
    assert kept.at.endswith("+00:00")


def test_a_judgement_leaves_the_index_serving(home: Home) -> None:
    with Store.open(home.database) as store:
        revision = store.revision
    feedback.judge(home, seen(home), Judgement.DOWN, rank=1, speaker=AN)
    with Collection.open(home) as collection:
        assert collection.store.revision == revision
    feedback.clear(home)
    with Collection.open(home) as collection:
        assert collection.search(QUERY)


def test_an_answer_as_a_whole(home: Home) -> None:
    with Collection.open(home) as collection:
        answer = ask(collection, "Kế hoạch 2/KH-LĐLĐ ban hành ngày nào?")
        found = Shown.of_answer(collection, answer, Filters())
    assert answer.answered
    row = feedback.judge(home, found, Judgement.UP, rank=None, speaker=AN)
    assert (row.about, row.passage, row.documents) == ("answer", None, found.documents)
    assert row.documents
    with pytest.raises(UsageError, match="Chỉ mở được một đoạn"):
        feedback.judge(home, found, Judgement.CLICK, rank=None, speaker=AN)
    with pytest.raises(UsageError, match="kb search"):
        feedback.judge(home, seen(home), Judgement.UP, rank=None, speaker=AN)


def test_undo_takes_the_last_of_the_same_person(home: Home) -> None:
    found = seen(home)
    first = feedback.judge(home, found, Judgement.UP, rank=1, speaker=AN)
    other = feedback.judge(home, found, Judgement.DOWN, rank=1, speaker=WEB)
    assert feedback.undo(home, None, AN) == first
    with pytest.raises(UsageError, match="Nguyễn Văn An"):
        feedback.undo(home, None, AN)
    with pytest.raises(UsageError, match="đã được bỏ"):
        feedback.undo(home, first.id, AN)
    known = feedback.history(home)
    assert known.standing == (other,)
    assert known.judgements == (first, other)  # what is undone stays on record
    assert feedback.undo(home, other.id[:5].upper(), AN) == other
    for wrong in ("", "zzzz", other.id[:2]):
        with pytest.raises(UsageError, match="Không có lần đánh giá"):
            feedback.undo(home, wrong, AN)


def test_what_was_shown_last_is_remembered(home: Home) -> None:
    with pytest.raises(UsageError, match="kb ask"):
        shown.recall(home)
    found = seen(home)
    shown.remember(home, found)
    assert shown.recall(home) == found
    assert home.shown.stat().st_mode & 0o077 == 0
    for broken in ("", "{", "[]", '{"places": [1], "documents": []}', '{"places": [], "documents": []}'):
        home.shown.write_text(broken)
        with pytest.raises(UsageError, match="kb ask"):
            shown.recall(home)
    shown.remember(Home(home.root / "khong-co"), found)  # a folder that cannot be written is no error


# ---------------------------------------------------------------- beside a writer


def test_a_thumb_does_not_wait_for_a_writer(home: Home) -> None:
    found = seen(home)
    before = feedback.judge(home, found, Judgement.UP, rank=1, speaker=AN)
    with writer(home):
        started = time.monotonic()
        during = feedback.judge(home, found, Judgement.DOWN, rank=1, speaker=AN)
        assert time.monotonic() - started < 3
        known = feedback.history(home)
        assert (known.rows, known.waiting) == ((before, during), {during.id})
        undone = feedback.undo(home, None, AN)
        assert undone == during
        with pytest.raises(LockedError, match="chưa xóa gì"):
            feedback.clear(home)
    after = feedback.judge(home, found, Judgement.CLICK, rank=2, speaker=AN)
    known = feedback.history(home)
    assert known.judgements == (before, during, after)
    assert (known.undone, known.waiting) == ({during.id}, frozenset())
    assert waiting.rows(home.waiting) == ()


@pytest.mark.slow
def test_thumbs_during_a_real_build(tmp_path: Path) -> None:
    home = collect(tmp_path)
    found = seen(home)
    for number in range(10, 150):
        (tmp_path / "van-ban" / f"{number}.txt").write_text(directive(number, steps=25), encoding="utf-8")
    given, waited, longest = [], 0, 0.0
    with subprocess.Popen(
        [KB, "build"], env=environment(home), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            started = time.monotonic()
            given.append(feedback.judge(home, found, Judgement.CLICK, rank=1, speaker=AN).id)
            longest = max(longest, time.monotonic() - started)
            waited += bool(waiting.rows(home.waiting))
            time.sleep(0.02)
    assert process.returncode == 0
    assert waited  # some came while the build held the database
    assert longest < 3
    assert [row.id for row in feedback.history(home).rows] == given
    assert waiting.rows(home.waiting) == ()
    with Collection.open(home) as collection:
        assert len(collection.documents) == 143


JUDGING = """
import sys
from kb import feedback, shown
from kb.home import resolve
found = shown.recall(resolve())
while True:
    row = feedback.judge(resolve(), found, feedback.Judgement.UP, rank=1, speaker=feedback.Speaker("cli", by="A"))
    print(row.id, flush=True)
"""


@pytest.mark.slow
def test_kills_between_lose_nothing_and_count_nothing_twice(home: Home) -> None:
    """Killed while the database is held and let go in turn: between the commit and the deletion of what waited, too."""
    shown.remember(home, seen(home))
    given: list[str] = []
    for turn in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", JUDGING], env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            given.append(process.stdout.readline().strip())
            with writer(home):
                time.sleep(0.4 + 0.07 * turn)
            time.sleep(0.01 + 0.013 * turn)
            process.send_signal(signal.SIGKILL)
            given += process.stdout.read().split()
    kept = [row.id for row in feedback.history(home).rows]
    assert len(kept) == len(set(kept))
    assert set(given) <= set(kept)
    assert len(kept) <= len(given) + 6  # one that was kept and not told for each kill
    with Store.open(home.database) as store:
        assert len(store.feedback.all()) == len(kept)


def test_what_was_carried_over_and_not_deleted_is_one_row(home: Home) -> None:
    row = feedback.judge(home, seen(home), Judgement.UP, rank=1, speaker=AN)
    waiting.put(home.waiting, [row])  # as a kill leaves it
    assert feedback.history(home).rows == (row,)
    build(home)
    assert waiting.rows(home.waiting) == ()
    with Store.open(home.database) as store:
        assert store.feedback.all() == (row,)


# ---------------------------------------------------------------- old databases, backups, purges


def test_an_older_database_gets_the_table(tmp_path: Path) -> None:
    path, number = tmp_path / "kho.sqlite3", schema.MIGRATIONS.index(schema._FEEDBACK)
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.executescript("".join(schema.MIGRATIONS[:number]) + f"PRAGMA user_version = {number};")
        old.execute("INSERT INTO meta VALUES ('revision', '7')")
    with Store.open(path) as store:
        assert (store.revision, store.feedback.all()) == (7, ())
    assert path.with_name(f"{path.name}.bak-{number}").is_file()
    with closing(sqlite3.connect(path)) as now:
        assert now.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
        now.execute("PRAGMA user_version = 999")
    with pytest.raises(SchemaError):
        Store.open(path)


def test_a_backup_holds_feedback_also_what_waits(home: Home, tmp_path: Path) -> None:
    found = seen(home)
    rows = [feedback.judge(home, found, Judgement.UP, rank=1, speaker=AN)]
    with writer(home):
        rows.append(feedback.judge(home, found, Judgement.DOWN, rank=2, speaker=WEB))
        backup.backup(home, tmp_path / "ban.kb")
    other = Home(tmp_path / "khac")
    backup.restore(other, tmp_path / "ban.kb")
    assert feedback.history(other).rows == tuple(rows)


def test_without_a_collection(tmp_path: Path) -> None:
    with pytest.raises(NoCollectionError):
        feedback.history(Home(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_clear_leaves_no_question_behind(home: Home) -> None:
    found = seen(home, "đời sống đoàn viên zyxwvu")
    shown.remember(home, found)
    feedback.judge(home, found, Judgement.UP, rank=1, speaker=AN)
    with writer(home):
        feedback.judge(home, found, Judgement.UP, rank=2, speaker=AN)
    assert feedback.clear(home) == 2
    assert feedback.history(home).rows == ()
    assert not [path for path in home.root.rglob("*") if path.is_file() and b"zyxwvu" in path.read_bytes()]


@pytest.mark.parametrize("late", [False, True])
def test_a_purged_document_leaves_the_question_alone(tmp_path: Path, *, late: bool) -> None:
    folder, home = tmp_path / "van-ban", Home(tmp_path / "kho")
    folder.mkdir()
    (folder / "ke-hoach.txt").write_text(PLAIN, encoding="utf-8")
    (folder / "bao-cao.txt").write_text(SECRET, encoding="utf-8")
    build(home, [folder], allow_secret=True, by="Trần Thị B")
    with Collection.open(home) as collection:
        (secret,) = (one for one in collection.documents if one.header.secrecy)
        passages = [(one, 1.0) for document in collection.documents for one in collection.passages_of(document.id)]
        found = Shown.of_search(collection, "người báo tin", Filters(), passages)
        answer = ask(collection, "Báo cáo 77-BC/TU ban hành ngày nào?")
        whole = Shown.of_answer(collection, answer, Filters())
    shown.remember(home, found)
    at = next(place for place in found.places if place.directive == secret.id)
    open_one = next(place for place in found.places if place.directive != secret.id)
    speak = lambda: [  # noqa: E731
        feedback.judge(home, found, Judgement.UP, rank=at.rank, speaker=AN, why="ông Qwertzuiop"),
        feedback.judge(home, found, Judgement.UP, rank=open_one.rank, speaker=AN, why="rõ"),
        feedback.judge(home, whole, Judgement.UP, rank=None, speaker=AN, why="Kabcdef"),
    ]
    if late:
        with writer(home):
            speak()
    else:
        speak()
    assert secret.id in whole.documents
    build(home, [folder], allow_secret=False)
    with Store.open(home.database) as store:
        assert pending(store) is None
    about_it, other, answered = feedback.history(home).rows
    for row in (about_it, answered):
        assert (row.purged, row.passage, row.directive, row.content, row.why) == (True, None, None, None, None)
        assert (row.instrument, row.documents, row.start) == (None, (), None)
    assert about_it.query == "người báo tin"
    assert (other.purged, other.why, other.passage) == (False, "rõ", open_one.passage)
    assert not home.shown.exists()
    assert [one for one in traces(home.root) if "77-BC" not in one] == []  # the question itself names the number
    data = b"".join(path.read_bytes() for path in home.root.glob("*") if path.is_file())
    for gone in (secret.id, at.passage, at.content):
        assert gone.encode() not in data
    again = feedback.judge(home, found, Judgement.UP, rank=at.rank, speaker=AN, why="từ trang đang mở")
    assert feedback.history(home).rows[-1].purged  # a page that is still open tells nothing anew
    assert feedback.history(home).rows[-1].id == again.id
    with Collection.open(home) as collection:
        counts = evaluate(collection, feedback.history(home)).counts
    assert (counts["purged"], counts["gone"]) == (2, 0)


# ---------------------------------------------------------------- passages that move and go


def test_passages_that_move_and_go_are_told_apart(home: Home, tmp_path: Path) -> None:
    found = seen(home)
    for place in found.places:
        feedback.judge(home, found, Judgement.UP, rank=place.rank, speaker=AN)
    with Collection.open(home) as collection:
        counts = evaluate(collection, feedback.history(home)).counts
        gone = collection.document(found.places[0].directive)
    assert (counts["moved"], counts["gone"], counts["purged"]) == (0, 0, 0)
    for path in (tmp_path / "van-ban").glob("*.txt"):  # other texts, with most of the same passages
        path.write_text(path.read_text("utf-8") + "\n\nII. TỔ CHỨC\n\n1. Giao Văn phòng theo dõi.\n", encoding="utf-8")
    build(home)
    removals.remove(home, [Path(gone.source).name], "Trần Thị B")
    with Collection.open(home) as collection:
        result = evaluate(collection, feedback.history(home))
        for grades in result.qrels.values():
            assert all(collection.passage(ident).document for ident in grades)
    lost = sum(place.directive == gone.id for place in found.places)
    assert result.counts["gone"] >= lost > 0
    assert result.counts["moved"] + result.counts["gone"] == len(found.places)
    removals.restore(home, [], "Trần Thị B")
    with Collection.open(home) as collection:
        assert evaluate(collection, feedback.history(home)).counts["gone"] < result.counts["gone"]


def test_rows_are_written_with_names_and_sessions(home: Home) -> None:
    row = feedback.judge(home, seen(home), Judgement.CLICK, rank=1, speaker=WEB)
    assert (row.by, row.session, row.voice) == (None, "s1", "in s1")
    assert not home.waiting.exists()  # nobody else was writing
