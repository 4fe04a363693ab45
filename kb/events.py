"""What happens under folders, gathered until somebody asks: the kernel tells, or, on network drives, looking again does.

Programs save in many ways: into the file, into another one that takes its place, with a backup or without. So events only say
which paths to look at; what has become of a path is told by whether it was there before and whether it is there now.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEventHandler

from kb.scan import is_passing, under

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

_log = logging.getLogger(__name__)

_REMOTE = ("nfs", "cifs", "smb", "9p", "fuse.", "vboxsf", "davfs", "afs", "ceph", "gluster")
_POLLED_EVERY = 10.0
ADDED, CHANGED, RENAMED, REMOVED = "Thêm", "Sửa", "Đổi tên", "Xóa"


class Events(FileSystemEventHandler):
    """The events of some roots that have not been asked for yet.

    Args:
        roots: folders and files, absolute.
        outside: a folder whose events are nobody's business: the collection's own.
        poll: seconds between two looks; ``None``: the kernel tells, where it can.
        say: told in Vietnamese where the kernel cannot.
    """

    def __init__(self, roots: Sequence[str], outside: Path, poll: float | None, say: Callable[[str], None]) -> None:
        self._roots = roots
        self._outside = str(outside)
        self._poll = poll
        self._say = say
        self._new: dict[str, str | None] = {}
        self._last = 0.0
        self._lock = threading.Lock()
        self._there = threading.Event()
        self._observer: BaseObserver | None = None
        self._watched: dict[str, tuple[int, int] | None] = {}

    def start(self) -> None:
        """Begin to watch."""
        poll = self._poll
        if poll is None and any(is_remote(root) for root in self._roots):
            poll = _POLLED_EVERY
            self._say(f"Thư mục nằm trên ổ mạng: xem lại mỗi {poll:g} giây.")
        self._watched = {root: _identity(root) for root in self._roots}
        try:
            self._observer = self._started(poll)
        except OSError as error:
            _log.info("%s", error)
            self._say(f"Hệ điều hành không báo được thay đổi ({error.strerror}): xem lại mỗi {_POLLED_EVERY:g} giây.")
            self._observer = self._started(_POLLED_EVERY)

    def stop(self) -> None:
        """Watch no longer."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def wait(self, seconds: float) -> bool:
        """Wait for an event, and say whether there is one."""
        return self._there.wait(seconds)

    @property
    def quiet_for(self) -> float:
        """Seconds since the last event."""
        return time.monotonic() - self._last

    def pending(self) -> list[str]:
        """The paths that something has happened to."""
        with self._lock:
            return list(self._new)

    def take(self) -> dict[str, str | None]:
        """The paths that something has happened to, in order, each with the one from which it was renamed.

        From now on they are dealt with.
        """
        with self._lock:
            new, self._new = self._new, {}
            self._there.clear()
        return new

    def roots_changed(self) -> list[str]:
        """The roots that came, went or are others under the same name since last asked; watching starts anew for them."""
        now = {root: _identity(root) for root in self._roots}
        changed = [root for root in self._roots if now[root] != self._watched[root]]
        if changed:
            self.stop()
            self.start()
        return changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog, in a thread of its own."""
        kind, path = event.event_type, os.fsdecode(event.src_path)
        if kind == "moved":
            self._note(path)
            self._note(os.fsdecode(event.dest_path), path)
        elif kind in {"created", "deleted"} or (kind == "modified" and not event.is_directory):
            self._note(path)

    def _note(self, path: str, origin: str | None = None) -> None:
        if not self._counts(path):
            return
        with self._lock:
            if origin is not None and self._counts(origin):
                self._new[path] = self._new.get(origin) or origin
            else:
                self._new.setdefault(path, None)
            self._last = time.monotonic()
            self._there.set()

    def _counts(self, path: str) -> bool:
        return (
            bool(path)
            and not any(is_passing(part) for part in _below(path, self._roots))
            and under(path, self._roots)
            and not under(path, [self._outside])
        )

    def _started(self, poll: float | None) -> BaseObserver:
        # Late: a command that watches nothing needs none of it.
        from watchdog.observers import Observer
        from watchdog.observers.polling import PollingObserver

        observer: BaseObserver = Observer() if poll is None else PollingObserver(timeout=poll)
        for root in self._roots:
            if Path(root).is_dir():
                observer.schedule(self, root, recursive=True)
            elif Path(root).parent.is_dir() and Path(root).exists():
                observer.schedule(self, str(Path(root).parent), recursive=False)
        observer.start()
        return observer


def told(taken: Mapping[str, str | None], before: Collection[str]) -> list[str]:
    """What has become of paths, one line for each that is another than before, in Vietnamese.

    Args:
        taken: what :meth:`Events.take` gave.
        before: the files that were there, and the folders above them.
    """
    there = {path for path in {*taken, *taken.values()} if path is not None and os.path.lexists(path)}
    renamed = {
        path: origin
        for path, origin in taken.items()
        if origin and path in there and path not in before and origin in before and origin not in there
    }
    return [
        line
        for path in taken
        if (line := _became(path, renamed, known=path in before, there=path in there)) is not None
    ]


def _became(path: str, renamed: Mapping[str, str], *, known: bool, there: bool) -> str | None:
    name = Path(path).name
    if path in renamed:
        origin = Path(renamed[path])
        with_folder = origin.name == name and renamed.get(str(Path(path).parent)) == str(origin.parent)
        return None if with_folder else f"{RENAMED} {origin.name} thành {name}"
    if there:
        return f"{CHANGED if known else ADDED} {name}"
    return f"{REMOVED} {name}" if known and path not in renamed.values() else None


def with_folders(paths: Iterable[str]) -> frozenset[str]:
    """Paths of files, and of all folders above them."""
    files = list(paths)
    return frozenset(files).union(*({str(one) for one in Path(path).parents} for path in files))


def is_remote(path: str) -> bool:
    """Whether a path lies on a file system that other machines change: the kernel tells nothing of that."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines()]
    except OSError:
        return False
    above = [(len(fields[1]), fields[2]) for fields in mounts if under(path, [fields[1].replace("\\040", " ")])]
    return bool(above) and max(above)[1].startswith(_REMOTE)


def _identity(root: str) -> tuple[int, int] | None:
    try:
        status = Path(root).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _below(path: str, roots: Sequence[str]) -> tuple[str, ...]:
    """The names of a path from its root on: a root itself may be hidden."""
    for root in sorted(roots, key=len, reverse=True):
        if under(path, [root]) and path != root:
            return Path(path).relative_to(root).parts
    return ()
