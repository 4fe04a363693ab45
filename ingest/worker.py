"""A process of its own that reads files: what a file does to it, it does to this process and to no other.

The parent sends one path at a time over a socket and gets one answer: three lines, namely what became of the file, the
sha256 of the bytes that were read, and the directive as JSON or the reason. Answers are no pickles: whatever a file
makes of this process, the parent only reads text.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import traceback
from multiprocessing.connection import Connection

DIRECTIVE, SECRET, REFUSED, TOO_LARGE, FAILED = "directive", "secret", "refused", "too_large", "failed"
_FIRST = "Số: 1/KH-LĐLĐ\nKẾ HOẠCH\nCông tác năm 2024\nCăn cứ Luật Công đoàn;\n1. Đạt 98% trước ngày 15/6/2024."
READY = b"ready"
"""Sent once, when the first file can be read."""
_PR_SET_PDEATHSIG = 1


def main(descriptor: int, megabytes: int) -> None:
    """Answer until the parent closes its end.

    Args:
        descriptor: of the inherited socket.
        megabytes: of address space that this process may take.
    """
    live_no_longer_than_the_parent()
    _limit(megabytes)
    from ingest.parse import parse_text

    parse_text(_FIRST)  # All tables are loaded before the clock of the first file runs.
    with Connection(descriptor) as parent:
        parent.send_bytes(READY)
        while True:
            try:
                path = os.fsdecode(parent.recv_bytes())
            except (EOFError, OSError):
                return
            kind, sha256, value = answer(path)
            parent.send_bytes(f"{kind}\n{sha256}\n{value}".encode("utf-8", "surrogatepass"))
            if kind == TOO_LARGE:
                return  # What is left of its memory is in pieces; the next file gets a fresh process.


def answer(path: str) -> tuple[str, str, str]:
    """What becomes of a file, the sha256 of a directive's bytes, and its JSON, the reason, or the traceback.

    A document with a secrecy stamp is told apart, its stamp before its JSON: the parent asks before it keeps any of it.
    """
    from ingest.codec import to_json
    from ingest.errors import IngestError
    from ingest.parse import parse_file

    try:
        directive = parse_file(path)
        stamp = directive.header.secrecy
        if stamp is not None:
            return SECRET, directive.sha256, f"{stamp}\n{to_json(directive)}"
        return DIRECTIVE, directive.sha256, to_json(directive)
    except Exception as error:  # noqa: BLE001 (the parent reports it and goes on)
        if _is_memory(error):
            return TOO_LARGE, "", ""
        if isinstance(error, IngestError):
            return REFUSED, "", str(error).removeprefix(f"{path}: ")
        return FAILED, "", traceback.format_exc()


def _is_memory(error: BaseException | None) -> bool:
    """Whether memory ran out underneath: a library's reader says only that the file is damaged."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, MemoryError):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def live_no_longer_than_the_parent() -> None:
    """Also where the parent is killed while this process hangs in a file."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit(megabytes: int) -> None:
    if megabytes:
        size = megabytes * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
