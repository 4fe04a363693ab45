"""The entry of ``kb``: runs a command and turns whatever went wrong into one clear line."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn

import click

from kb.cli.commands import group
from kb.cli.messages import usage_message

FINE, FINDINGS, BAD = 0, 1, 2


def main() -> NoReturn:
    """Run ``kb`` and leave with its status: 0 fine, 1 something is reported, 2 bad usage or bad input."""
    _speak_utf8()
    logging.basicConfig(
        level=logging.DEBUG if os.environ.get("KB_DEBUG") else logging.ERROR, format="%(name)s: %(message)s"
    )
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run ``kb`` with arguments and return the exit status; never raises but for ``KB_DEBUG``."""
    try:
        status = group.main(args=arguments, prog_name="kb", standalone_mode=False)
    except click.exceptions.Abort:
        return _fail("Đã dừng theo yêu cầu.")
    except click.ClickException as error:
        return _fail(usage_message(error))
    except BrokenPipeError:
        # The reader ("head", a pager) has seen enough. Nothing may be flushed into the closed pipe any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        if os.environ.get("KB_DEBUG"):
            raise
        return _fail(_message_of(error))
    return status if isinstance(status, int) else FINE


def _message_of(error: Exception) -> str:
    from index.errors import IndexingError
    from ingest.errors import IngestError
    from kb.errors import KbError

    if isinstance(error, (KbError, IngestError, IndexingError)):
        return str(error)
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
