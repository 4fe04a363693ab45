"""The entry of ``kb``: runs a command and turns whatever went wrong into one clear line."""

from __future__ import annotations

import logging
import os
import signal
import sys
from typing import NoReturn

import click
from click.shell_completion import shell_complete

import kb.cli.audit
import kb.cli.catalogue
import kb.cli.checking
import kb.cli.compare
import kb.cli.corrections
import kb.cli.feedback
import kb.cli.graph
import kb.cli.models
import kb.cli.original
import kb.cli.suggest
import kb.cli.training  # noqa: F401 (they register their commands)
from kb.cli.commands import COMPLETE, group
from kb.cli.messages import usage_message
from kb.cli.stopping import Terminated, listen

FINE, FINDINGS, BAD = 0, 1, 2
INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM
"""What shells call a command that a signal has ended."""


def main() -> NoReturn:
    """Run ``kb`` and leave with its status.

    0 fine, 1 something is reported, 2 bad usage or bad input, 130 stopped by Ctrl-C, 143 by SIGTERM.
    """
    _speak_utf8()
    listen()
    logging.basicConfig(
        level=logging.DEBUG if os.environ.get("KB_DEBUG") else logging.ERROR, format="%(name)s: %(message)s"
    )
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run ``kb`` with arguments and return the exit status; never raises but for ``KB_DEBUG``."""
    try:
        status = _invoke(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (KeyboardInterrupt, click.exceptions.Abort) as stop:
        _fail(str(stop) or "Đã dừng theo yêu cầu.")
        return TERMINATED if isinstance(stop, Terminated) else INTERRUPTED
    except click.ClickException as error:
        return _fail(usage_message(error, next((word for word in arguments if word in group.commands), None)))
    except BrokenPipeError:
        # The reader ("head", a pager) has seen enough.
        _empty_output()
        return FINE
    except Exception as error:
        _empty_output()
        if os.environ.get("KB_DEBUG"):
            raise
        return _fail(_message_of(error))
    return status


def _invoke(arguments: list[str]) -> int:
    """What click's own ``main`` does, but for its way with a closed pipe: it leaves with status 1."""
    instruction = os.environ.get(COMPLETE)
    if instruction:
        return shell_complete(group, {}, "kb", COMPLETE, instruction)
    try:
        with group.make_context("kb", arguments) as context:
            status = group.invoke(context)
    except click.exceptions.Exit as left:
        return left.exit_code
    return status if isinstance(status, int) else FINE


def _empty_output() -> None:
    """Write what is left for standard output, or drop it where nothing takes it: it must not fail again at the exit."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _message_of(error: Exception) -> str:
    from index.errors import IndexingError
    from ingest.errors import IngestError
    from kb.errors import KbError

    if isinstance(error, (KbError, IngestError, IndexingError)):
        return str(error)
    if isinstance(error, ModuleNotFoundError):
        return f"Thiếu gói {error.name}: hãy cài bằng pip install 'cancu[eval]' rồi chạy lại."
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"Không đọc hoặc ghi được tệp{where}: {error.strerror or error}. Hãy kiểm tra quyền truy cập và dung lượng đĩa."
    return f"Lỗi ngoài dự kiến ({type(error).__name__}: {error}). Chạy lại với KB_DEBUG=1 để xem chi tiết."


def _fail(message: str) -> int:
    click.echo(f"kb: {' '.join(message.split())}", err=True)
    return BAD


def _speak_utf8() -> None:
    """The same letters on every shell, whatever its locale."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace")
