"""Documents with a secrecy stamp: refused, unless the office has allowed the folder that they lie in.

Nothing of a refused text may be kept anywhere, so :meth:`Guard.admit` is asked before anything is stored, cached or logged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ingest.errors import IngestError
from kb import shown
from kb.scan import under

_PURGE = "purge"
"""Under this name the database remembers what has to be purged, until that is done: an id and those of what it cites."""

if TYPE_CHECKING:
    from kb.home import Home
    from kb.store import Store


class SecretDocumentError(IngestError):
    """A document with a secrecy stamp in a folder for which that is not allowed."""


class Guard:
    """What the office has allowed, as it stands when a build begins."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = tuple(allowed)

    @classmethod
    def of(cls, store: Store) -> Guard:
        """With the allowed roots of a collection."""
        return cls(store.allowances.all())

    def allows(self, path: str) -> bool:
        """Whether an allowed root is above a file."""
        return under(path, self._allowed)

    def admit(self, path: str, secrecy: str | None) -> None:
        """Let a document pass.

        Args:
            path: its file.
            secrecy: its stamp, ``None`` for most documents.

        Raises:
            SecretDocumentError: it has a stamp, and no allowed root is above it. Nothing of its text is in the message.
        """
        if secrecy is not None and not self.allows(path):
            raise SecretDocumentError(f"{path}: {refusal(secrecy)}")


def note(store: Store, refused: Mapping[str, Iterable[str]]) -> None:
    """Remember that a purge is due, in the transaction that makes it so: a build that is killed before it leaves it to the next.

    Args:
        store: the database.
        refused: ids of directives, each with those of the instruments that it cited. Where there are none, the index
            alone is purged of what has left the collection before.
    """
    waiting = {**(pending(store) or {}), **{ident: tuple(cited) for ident, cited in refused.items()}}
    store.set_meta(_PURGE, json.dumps(waiting))


def note_left(store: Store, guard: Guard) -> None:
    """Add the stamped documents of before, which no file says any more and which nobody has allowed where they lay."""
    left = [ident for ident in store.directives.stamped_left() if not was_allowed(store, guard, ident)]
    note(store, {ident: cited(store, ident) for ident in left if ident not in (pending(store) or {})})


def was_allowed(store: Store, guard: Guard, ident: str) -> bool:
    """Whether a directive lies, or lay, where documents with a stamp are allowed."""
    return any(guard.allows(path) for path in store.directives.once_in(ident))


def cited(store: Store, ident: str) -> tuple[str, ...]:
    """The ids of the instruments that a directive cites."""
    return tuple(one.instrument for one in store.instruments.citing(ident) if one.instrument)


def pending(store: Store) -> dict[str, tuple[str, ...]] | None:
    """What :func:`note` has remembered and no :func:`purge` has done yet; ``None`` where no purge is due."""
    value = store.meta(_PURGE)
    return None if value is None else {ident: tuple(cited) for ident, cited in json.loads(value).items()}


def purge(home: Home, store: Store) -> tuple[str, ...]:
    """Leave no byte of documents that were read before they were refused; a reader that still shows one loses it.

    It can be killed at any moment and is done again by the next build.

    Args:
        home: the collection's folder.
        store: its database, outside of any transaction, after a build has been committed and serves an index without
            rows that are dead.

    Returns:
        The older databases beside this one that were deleted, since the documents may stand in them, too.
    """
    from index.generation import drop_others

    waiting = pending(store)
    if waiting is None:
        return ()
    gone = [ident for ident in waiting if not store.files.hold(ident)]
    with store.transaction():
        for ident in gone:
            store.forget(ident, waiting[ident])
    if gone:
        shown.forget(home)
    drop_others(home.index)
    deleted = _delete_copies(home) if gone else ()
    # What only near-copies are filed under cannot go before them.
    rest = {ident: waiting[ident] for ident in waiting if ident not in gone and not store.copies.exact(ident)}
    with store.transaction():
        store.forget_meta(_PURGE)
        if rest:
            note(store, rest)
    store.shrink_log()
    return deleted


def _delete_copies(home: Home) -> tuple[str, ...]:
    """Delete what a migration and ``kb restore --replace`` have kept of databases before."""
    kept = [path for kind in ("bak", "before") for path in home.root.glob(f"{home.database.name}.{kind}-*")]
    for path in kept:
        path.unlink(missing_ok=True)
    return tuple(sorted(map(str, kept)))


def refusal(secrecy: str) -> str:
    """Why a document is refused, who may allow it, and how."""
    return (
        f"có dấu “{secrecy}”: không nạp, không lưu gì của văn bản này. Nếu người đứng đầu cơ quan cho phép, người quản "
        "trị kho chạy kb build THƯ_MỤC --allow-secret trên máy được phép xử lý văn bản mật."
    )
