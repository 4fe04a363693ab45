"""What people think of what they were shown: thumbs and clicks, from every shell. Nothing of it leaves the computer.

:func:`judge` is what the command line and the pages call. It never waits for a build (see :mod:`kb.store.waiting`), and
changes no revision: an index serves on. Rows are only added; what an earlier one of the same person says is replaced in
the evaluation (:mod:`kb.eval_feedback`) and stays on record.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from ingest.text import normalise
from kb import shown as last
from kb.change import writable
from kb.errors import LockedError, UsageError
from kb.store import Store, waiting
from kb.store.feedback import Feedback, Judged, Judgement
from kb.store.schema import is_current

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kb.home import Home
    from kb.shown import Shown

__all__ = [
    "History",
    "Judged",
    "Judgement",
    "Speaker",
    "carry",
    "clear",
    "history",
    "judge",
    "merge",
    "query_key",
    "undo",
]

_PATIENCE_MS = 250
"""How long a thumb waits for the database: other writers than builds need some milliseconds."""
_LONGEST_WHY = 1000
_SHORTEST_ID = 4


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who judges.

    Attributes:
        shell: where: the command line or the pages.
        by: the name; ``None`` where nobody is named.
        session: tells nameless people apart.
    """

    shell: Literal["cli", "web"]
    by: str | None = None
    session: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Everything that was given, in its order.

    Attributes:
        rows: judgements and undoings.
        waiting: the ids of those that are not in the database yet.
    """

    rows: tuple[Judged, ...]
    waiting: frozenset[str] = frozenset()

    @property
    def judgements(self) -> tuple[Judged, ...]:
        """Without the undoings; also those that are undone."""
        return tuple(row for row in self.rows if row.kind != "undo")

    @property
    def undone(self) -> frozenset[str]:
        """The ids of the judgements that count no more."""
        return frozenset(row.undoes for row in self.rows if row.undoes is not None)

    @property
    def standing(self) -> tuple[Judged, ...]:
        """The judgements that nobody has undone."""
        undone = self.undone
        return tuple(row for row in self.judgements if row.id not in undone)


def query_key(query: str) -> str:
    """What the same question has in common however it is typed: case, spaces, and marks at its end do not count.

    Diacritics do: without them it is another question, which may find something else.

    >>> query_key("  Ai ký Quyết định  217-QĐ/TW ?")
    'ai ký quyết định 217-qđ/tw'
    """
    return " ".join(normalise(query).casefold().split()).rstrip(" ?!.…")


def judge(
    home: Home,
    shown: Shown,
    judgement: Judgement,
    *,
    rank: int | None,
    speaker: Speaker,
    why: str | None = None,
) -> Judged:
    """Keep what a person thinks of a passage, or of an answer as a whole.

    Args:
        home: the collection.
        shown: what the person saw.
        judgement: up, down, or a click.
        rank: the number of the passage; ``None``: the answer as a whole.
        speaker: who judges.
        why: in the person's words.

    Raises:
        UsageError: there is no such passage, or no answer; or the reason is too long.
        NoCollectionError: nothing has been built yet.
        StoreError: the collection's folder cannot be written.
    """
    reason = last.readable(" ".join(why.split())) if why and why.strip() else None
    if reason and len(reason) > _LONGEST_WHY:
        raise UsageError(f"Lý do dài quá {_LONGEST_WHY} ký tự: hãy viết ngắn lại.")
    row = Judged(
        id=_mint(),
        at=_now(),
        kind=judgement.value,
        query=shown.query,
        query_key=query_key(shown.query),
        about="answer" if rank is None else "passage",
        command=shown.command,
        shell=speaker.shell,
        filters=shown.filters,
        generation=shown.generation,
        model=shown.model,
        mode=shown.mode,
        by=_name(speaker),
        session=speaker.session,
        why=reason,
    )
    row = _of_answer(row, shown, judgement) if rank is None else _of_passage(row, shown, rank)
    _keep(home, row)
    return row


def undo(home: Home, ident: str | None, speaker: Speaker) -> Judged:
    """Let a judgement count no more; it stays on record.

    Args:
        home: the collection.
        ident: the start of its id; ``None``: the last one of this person that still counts.
        speaker: who undoes it.

    Returns:
        what is undone.

    Raises:
        UsageError: there is none, or several are meant, or it is undone already.
    """
    known = history(home)
    found = _latest(known, speaker) if ident is None else _meant(known, ident)
    _keep(
        home,
        replace(
            found, id=_mint(), at=_now(), kind="undo", undoes=found.id, shell=speaker.shell, by=_name(speaker), session=speaker.session,
            passage=None, directive=None, start=None, end=None, content=None, instrument=None, documents=(), why=None,
            rank=None, score=None, purged=False,
        ),
    )  # fmt: skip
    return found


def history(home: Home) -> History:
    """Everything that was given so far, also what still waits.

    Raises:
        NoCollectionError: nothing has been built yet.
    """
    with writable(home), Store.open(home.database) as store:
        _try_to_carry(home, store)
        late = waiting.rows(home.waiting)  # First: what is carried over meanwhile is then in both, and never in none.
        rows = store.feedback.all()
    known = {row.id for row in rows}
    more = tuple(row for row in late if row.id not in known)
    return History(rows + more, frozenset(row.id for row in more))


def clear(home: Home) -> int:
    """Delete all feedback and what was shown last, for good; how many judgements that were.

    Raises:
        NoCollectionError: nothing has been built yet.
        LockedError: a build is writing.
    """
    count = len(history(home).judgements)
    with writable(home), Store.open(home.database) as store:
        try:
            with store.transaction():
                store.feedback.clear()
                waiting.done(home.waiting, [row.id for row in waiting.rows(home.waiting)])
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                raise
            msg = f"Kho văn bản ở {home.root} đang được nạp: hãy chờ lệnh đó xong rồi xóa lại; chưa xóa gì."
            raise LockedError(msg) from error
        store.be_patient(_PATIENCE_MS)  # While somebody reads, the log keeps what is deleted until the next build.
        store.shrink_log()
    last.forget(home)
    return count


def carry(home: Home, store: Store) -> None:
    """Take into the database what waits beside it; outside of a transaction, by whoever may write."""
    late = waiting.rows(home.waiting)
    if late:
        with store.transaction():
            store.feedback.add(late)
        waiting.done(home.waiting, [row.id for row in late])


def merge(home: Home, copy: Path) -> None:
    """Take into a copy of the database what waits beside it: a backup holds that, too."""
    late = waiting.rows(home.waiting)
    if not late:
        return
    with closing(sqlite3.connect(copy)) as database:
        if is_current(database):
            with database:
                Feedback(database).add(late)


def _keep(home: Home, row: Judged) -> None:
    with writable(home), Store.open(home.database) as store:
        store.be_patient(_PATIENCE_MS)
        try:
            with store.transaction():
                late = waiting.rows(home.waiting)
                store.feedback.add((*late, row))
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                raise
            waiting.put(home.waiting, [row])
        else:
            waiting.done(home.waiting, [one.id for one in late])


def _try_to_carry(home: Home, store: Store) -> None:
    store.be_patient(_PATIENCE_MS)
    try:
        carry(home, store)
    except sqlite3.OperationalError as error:
        if not _is_busy(error):
            raise


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _of_answer(row: Judged, shown: Shown, judgement: Judgement) -> Judged:
    if shown.command != "ask":
        raise UsageError(
            "Kết quả vừa xem là của kb search, không có câu trả lời để đánh giá: hãy nêu số thứ tự của đoạn, ví dụ kb feedback 2 --up."
        )
    if judgement is Judgement.CLICK:
        raise UsageError("Chỉ mở được một đoạn, không mở được cả câu trả lời: hãy nêu số thứ tự của đoạn.")
    return replace(row, instrument=shown.instrument, documents=shown.documents)


def _of_passage(row: Judged, shown: Shown, rank: int) -> Judged:
    place = shown.place(rank)
    return replace(
        row, passage=place.passage, directive=place.directive, start=place.start, end=place.end,
        content=place.content, rank=place.rank, score=place.score,
    )  # fmt: skip


def _name(speaker: Speaker) -> str | None:
    return None if speaker.by is None else last.readable(speaker.by)


def _latest(known: History, speaker: Speaker) -> Judged:
    own = [row for row in known.standing if (row.by, row.session) == (_name(speaker), speaker.session)]
    if not own:
        whose = f" của {speaker.by}" if speaker.by else ""
        raise UsageError(f"Không có lần đánh giá nào{whose} để bỏ: hãy xem bằng kb feedback list.")
    return own[-1]


def _meant(known: History, ident: str) -> Judged:
    found: Sequence[Judged] = [row for row in known.judgements if row.id.startswith(ident.lower())]
    if not found or len(ident) < _SHORTEST_ID:
        raise UsageError(f"Không có lần đánh giá {ident}: hãy xem các mã bằng kb feedback list.")
    if len(found) > 1:
        raise UsageError(f"Mã {ident} chỉ đến {len(found)} lần đánh giá: hãy ghi mã dài hơn, xem kb feedback list.")
    if found[0].id in known.undone:
        raise UsageError(f"Lần đánh giá {found[0].id} đã được bỏ từ trước.")
    return found[0]


def _mint() -> str:
    return uuid4().hex[:12]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
