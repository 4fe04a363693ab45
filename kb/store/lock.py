"""One writer at a time. The lock is the kernel's (``flock``): a killed holder frees it, no stale file is ever in the way."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kb.errors import LockedError


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Hold the lock at ``path``; what is in the file names the holder for those who come too late.

    Raises:
        LockedError: another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LockedError(_held_message(path)) from error
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "start": _now()}))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _held_message(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        since = datetime.fromisoformat(holder["start"]).astimezone()
        by = f"tiến trình {holder['pid']} trên máy {holder['host']}, từ {since:%H:%M ngày %d/%m/%Y}"
    except (OSError, ValueError, KeyError, TypeError):
        by = "một tiến trình khác"
    return f"Kho văn bản ở {path.parent} đang được ghi bởi {by}: hãy chờ lệnh đó xong rồi chạy lại."
