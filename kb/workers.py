"""Files are read in processes of their own: over all cores, and each within its limits.

Our own and no pool of a library, since a file may hang, take all memory or kill its process, and none of this may
touch its neighbours. Each process has a socket of its own: in a pool where all share one queue, a process that is
killed while it holds the queue's lock stops all others.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ingest import worker
from kb.limits import MEGABYTES, SECONDS, Limits

if TYPE_CHECKING:
    from ingest.types import Directive

_log = logging.getLogger(__name__)

FAILED = "lỗi ngoài dự kiến khi đọc tệp: hãy mở và lưu lại tệp bằng phần mềm soạn thảo, rồi chạy lại `kb build`"
_CUT_OFF = "cut_off"
_FILES_EACH, _BYTES_EACH = 8, 1024 * 1024
"""What is worth a further process: starting one costs as much as reading some small files."""
_START_SECONDS = 120.0
"""For a process to start, on a machine that is busy."""
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from ingest.worker import main; "
    "main(int(sys.argv[2]), int(sys.argv[3]))"
)


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read; its size in bytes tells how long it may take."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a file.

    Attributes:
        kind: ``directive``, ``refused``, ``failed`` or ``cut_off`` (by a limit, or its process died).
        value: the directive as JSON; the reason in Vietnamese, without the path.
        sha256: of the bytes that were read for a directive; empty where that is not known.
    """

    kind: str
    value: str
    sha256: str = ""

    @property
    def cut_off(self) -> bool:
        """Other limits might let the file be read."""
        return self.kind == _CUT_OFF

    @property
    def reason(self) -> str | None:
        """Why there is no directive; ``None`` where there is one."""
        return None if self.kind == worker.DIRECTIVE else self.value

    def directive(self, source: str) -> Directive:
        """The directive, as read from the file ``source``."""
        from ingest.codec import from_json
        from ingest.types import Directive

        read: Directive = from_json(Directive, self.value)
        return replace(read, source=source)


class _Worker:
    """One process and what it is busy with."""

    def __init__(self, limits: Limits) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            path = json.dumps(sys.path)
            self._process = subprocess.Popen(  # noqa: S603 (our own code)
                [sys.executable, "-c", _START, path, str(theirs.fileno()), str(limits.megabytes)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get("KB_DEBUG") else subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is the parent's, and what it has started goes with it.
            )
        self.pipe = Connection(ours.detach())
        self.job: Job | None = None
        self.deadline = 0.0
        self._seconds = 0.0
        self._ready = False

    def give(self, job: Job, seconds: float) -> None:
        self.job, self._seconds = job, seconds
        self.deadline = time.monotonic() + (seconds if self._ready else _START_SECONDS)
        with suppress(OSError):  # It has died: that is seen where its answer is waited for.
            self.pipe.send_bytes(os.fsencode(job.path))

    def has_begun(self) -> bool:
        """Take notice that the process is up: only now runs the time of its first file."""
        if self._ready:
            return False
        self._ready = True
        self.deadline = time.monotonic() + self._seconds
        try:
            return self.pipe.recv_bytes() == worker.READY
        except (EOFError, OSError):
            return False

    def take(self) -> tuple[str, str, str] | None:
        """The answer; ``None`` where the process has died."""
        self.job = None
        try:
            kind, sha256, value = self.pipe.recv_bytes().decode("utf-8", "surrogatepass").split("\n", 2)
        except (EOFError, OSError, ValueError):
            return None
        return kind, sha256, value

    def end(self) -> int:
        """Kill it and what it has started; its status."""
        self.pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(0.05)  # One that has just died says of what.
        # LibreOffice runs in a session of its own, which the group of this process does not reach.
        started = list(_descendants(self._process.pid))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pid in started:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        return self._process.wait()


def _descendants(pid: int) -> Iterator[int]:
    """What a process has started, and what these have; nothing where the system does not tell."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _descendants(int(child))


class Workers:
    """Processes that read files, started when there is work and kept until :meth:`close`."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, also busy ones."""
        for one in (*self._idle, *self._busy):
            one.end()
        self._idle, self._busy = [], []

    def read(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Reading]]:
        """Every file once with what became of it, in the order in which they are done; the largest start first."""
        waiting = deque(sorted(jobs, key=lambda job: (-job.size, job.path)))
        most = min(
            self._limits.workers,
            1 + max(len(jobs) // _FILES_EACH, sum(job.size for job in jobs) // _BYTES_EACH),
        )
        while waiting or self._busy:
            while waiting and len(self._busy) < most:
                one = self._idle.pop() if self._idle else _Worker(self._limits)
                self._busy.append(one)
                job = waiting.popleft()
                one.give(job, self._limits.seconds_for(job.size))
            yield from self._answers()

    def _answers(self) -> Iterator[tuple[Job, Reading]]:
        """Wait for the next answer or the next deadline."""
        until = min(one.deadline for one in self._busy)
        ready = wait([one.pipe for one in self._busy], max(0.0, until - time.monotonic()))
        for one in list(self._busy):
            job = one.job
            if job is None:
                continue
            if one.pipe in ready and one.has_begun():
                continue
            if one.pipe in ready:
                self._busy.remove(one)
                yield job, self._taken(one, job)
            elif time.monotonic() >= one.deadline:
                self._busy.remove(one)
                one.end()
                yield job, Reading(_CUT_OFF, self._too_slow(job))

    def _taken(self, one: _Worker, job: Job) -> Reading:
        answer = one.take()
        if answer is None:
            return Reading(_CUT_OFF, _died(one.end()))
        kind, sha256, value = answer
        if kind == worker.TOO_LARGE:
            one.end()
            return Reading(_CUT_OFF, self._too_large())
        self._idle.append(one)
        if kind == worker.FAILED:
            _log.error("%s\n%s", job.path, value)
            return Reading(worker.FAILED, FAILED)
        return Reading(kind, value, sha256)

    def _too_slow(self, job: Job) -> str:
        seconds = self._limits.seconds_for(job.size)
        return (
            f"đọc quá {seconds:.0f} giây chưa xong nên đã dừng: hãy mở tệp xem, lưu lại hoặc tách nhỏ, "
            f"hay đặt {SECONDS} lớn hơn {self._limits.seconds:g} rồi chạy lại `kb build`"
        )

    def _too_large(self) -> str:
        return (
            f"cần hơn {self._limits.megabytes} MB bộ nhớ để đọc nên đã dừng: hãy lưu lại hoặc tách nhỏ tệp, "
            f"hay đặt {MEGABYTES} lớn hơn rồi chạy lại `kb build`"
        )


def _died(status: int) -> str:
    how = f"tín hiệu {-status}" if status < 0 else f"mã {status}"
    why = ", có thể vì máy hết bộ nhớ" if status == -signal.SIGKILL else ""
    return (
        f"tệp làm chương trình đọc dừng đột ngột ({how}{why}): "
        "hãy mở và lưu lại tệp bằng phần mềm soạn thảo, rồi chạy lại `kb build`"
    )
