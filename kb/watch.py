"""The collection follows its folders: something changes, and a moment later it is built."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index.errors import IndexingError
from kb.build import BuildReport, build
from kb.errors import KbError, LockedError
from kb.events import Events, told, with_folders
from kb.home import Home
from kb.scan import absolute
from kb.store import Store

_log = logging.getLogger(__name__)

QUIET = 1.0
"""Seconds without any event, and without any of the changed files growing, before a build begins."""
PATIENCE = 120.0
"""Seconds that a file may keep on growing while the others wait for it."""
_LOOK = 1.0
_AGAIN_LOCKED, _AGAIN_FAILED = 5.0, 60.0


class Watch:
    """Builds, and builds again when something has changed, until it is interrupted.

    Args:
        home: where the collection lives.
        paths: folders and files to follow; none: the remembered ones.
        poll: seconds between two looks; ``None``: the kernel tells where it can.
        say: told each event, one line in Vietnamese.
        built: given each report.
    """

    def __init__(
        self,
        home: Home,
        paths: Sequence[str | Path],
        *,
        poll: float | None,
        say: Callable[[str], None],
        built: Callable[[BuildReport], None],
    ) -> None:
        self._home = home
        self._paths = [absolute(path) for path in paths]
        self._poll = poll
        self._say = say
        self._built = built
        self._skipped: dict[str, str] = {}
        self._again_at: float | None = None
        self._stopped = False

    def stop(self) -> None:
        """End after the build that is running, if an interrupt does not end it before."""
        self._stopped = True

    def run(self) -> None:
        """Follow the folders until :meth:`stop` or an interrupt.

        Raises:
            KbError: the first build cannot be done as asked.
            IndexingError: the embedding model cannot be used.
        """
        roots = self._first()
        events = Events(roots, self._home.root, self._poll, self._say)
        events.start()
        try:
            self._build()  # What has changed between the first build and the start of watching.
            self._say(f"Đang theo dõi {', '.join(roots)} (Ctrl-C để dừng).")
            while not self._stopped:
                self._step(events)
        finally:
            events.stop()

    def _first(self) -> list[str]:
        """The first build, whose errors are the command's; the roots."""
        self._report(build(self._home, self._paths))
        if self._paths:
            return [str(path) for path in self._paths]
        with Store.open(self._home.database) as store:
            return [root.path for root in store.files.roots()]

    def _step(self, events: Events) -> None:
        there = events.wait(_LOOK)
        moved = events.roots_changed()
        for root in moved:
            self._say(f"{'Đã thấy lại' if Path(root).exists() else 'Không thấy'} thư mục gốc {root}.")
        if there:
            self._settle(events)
            for line in told(events.take(), self._before()):
                self._say(line)
        if there or moved or (self._again_at is not None and time.monotonic() >= self._again_at):
            self._build()

    def _before(self) -> frozenset[str]:
        """What the last build has seen."""
        try:
            with Store.open(self._home.database) as store:
                return with_folders(store.files.all())
        except (KbError, sqlite3.Error):  # The build that follows says so.
            return frozenset()

    def _settle(self, events: Events) -> None:
        """Wait until nothing happens any more: a file that is being copied, a program that saves in several steps."""
        begun = time.monotonic()
        before: dict[str, tuple[int, int] | None] = {}
        while time.monotonic() - begun < PATIENCE and not self._stopped:
            now = {path: _state(path) for path in events.pending()}
            if now == before and events.quiet_for >= QUIET:
                return
            before = now
            time.sleep(QUIET / 2)

    def _build(self) -> None:
        """Build; what goes wrong is said, and tried again later."""
        self._again_at = None
        try:
            self._report(build(self._home, self._paths if all(path.exists() for path in self._paths) else []))
        except LockedError as error:
            self._fail(str(error), _AGAIN_LOCKED)
        except (KbError, IndexingError) as error:
            self._fail(str(error), _AGAIN_FAILED)
        except Exception as error:  # noqa: BLE001 (following goes on, whatever one build stumbles over)
            _log.exception("build")
            self._fail(f"Lỗi ngoài dự kiến ({type(error).__name__}: {error}).", _AGAIN_FAILED)

    def _fail(self, message: str, seconds: float) -> None:
        self._say(f"{message} Sẽ tự thử lại sau {seconds:g} giây.")
        self._again_at = time.monotonic() + seconds

    def _report(self, report: BuildReport) -> None:
        skipped = {one.path: one.reason for one in report.skipped}
        for path, reason in skipped.items():
            if self._skipped.get(path) != reason:
                self._say(f"Bỏ qua {path}: {reason}")
        self._skipped = skipped
        self._built(report)


def _state(path: str) -> tuple[int, int] | None:
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
