"""A decision of a person that changes an existing collection: committed at once, with the catalogue and an index to match."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import StoreError
from kb.home import Home
from kb.indexing import prepare, serve
from kb.store import Store
from kb.store.lock import writing

_LEAST_ROOM = 256 * 1024
"""Bytes: a disk with less is full."""


@contextmanager
def writable(home: Home) -> Iterator[None]:
    """What the disk and the database refuse, in words that a person can act on."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        why = "đĩa đã đầy" if _tells_of_a_full_disk(error) or _is_full(home.root) else str(error)
        msg = f"Không ghi được kho văn bản ở {home.root} ({why}): hãy kiểm tra quyền ghi và chỗ trống trên đĩa rồi chạy lại."
        raise StoreError(msg) from error


def _tells_of_a_full_disk(error: Exception) -> bool:
    """What was written aside is gone by the time the error arrives, and the disk has room again."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    except OSError:
        return False


@contextmanager
def changing(home: Home) -> Iterator[Store]:
    """Change what people decided. Nothing is read from files; an error inside leaves everything as it was.

    Raises:
        NoCollectionError: nothing has been built yet.
        LockedError: a build is running.
        StoreError: the collection's folder or database cannot be used.
    """
    from index.encoders import open_encoder
    from kb.catalogue import resolve_all
    from kb.decisions import settle

    Store.open(home.database).close()  # Where there is none, nothing is created.
    with writable(home), writing(home.lock), Store.open(home.database) as store:
        encoder = open_encoder()
        with store.transaction():
            yield store
            settle(store, store.revision + 1)
            resolve_all(store)
            store.bump()
            generation = prepare(home, store, encoder)
        serve(home, store, generation)
