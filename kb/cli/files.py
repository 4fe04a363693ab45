"""Files that commands write for a person: whole or not at all, and none is lost by mistake."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import click

from kb.errors import UsageError

STDOUT = "-"


def writable(name: str, *, force: bool, keep: Collection[str] = ()) -> None:
    """Make sure that a file can be written, before the work for it is done.

    Args:
        name: of the file; ``-`` is standard output.
        force: also where there is one already.
        keep: paths that are never written over, such as the documents of the collection.

    Raises:
        UsageError: it is there already, is a folder, is to be kept, or its folder is not there.
    """
    if name == STDOUT:
        return
    target = _target(name)
    if target.is_dir():
        raise UsageError(f"{target} là thư mục: hãy nêu tên tệp.")
    if str(target.resolve()) in keep or str(target) in keep:
        raise UsageError(f"{target} là văn bản trong kho: hãy chọn tên tệp khác.")
    if target.exists() and not force:
        raise UsageError(f"{target} đã có sẵn: hãy chọn tên tệp khác, hoặc thêm --force để ghi đè.")
    if not target.parent.is_dir():
        raise UsageError(f"Không có thư mục {target.parent}: hãy tạo thư mục, hoặc chọn nơi khác.")


def write(name: str, data: str | bytes) -> None:
    """Write a file in one step, so that nobody ever reads half of it; ``-`` is standard output.

    Raises:
        UsageError: the disk does not let it be written.
    """
    if name == STDOUT:
        click.echo(data.decode("utf-8") if isinstance(data, bytes) else data, nl=False)
        return
    target = _target(name)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise UsageError(
            f"Không ghi được {target} ({error.strerror}): hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _target(name: str) -> Path:
    return Path(name).expanduser().absolute()
