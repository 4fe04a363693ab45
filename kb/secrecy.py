"""Documents with a secrecy stamp: refused, unless the office has allowed the folder that they lie in.

Nothing of a refused text may be kept anywhere, so :meth:`Guard.admit` is asked before anything is stored, cached or logged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ingest.errors import IngestError
from kb.scan import under

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

    def admit(self, path: str, secrecy: str | None) -> None:
        """Let a document pass.

        Args:
            path: its file.
            secrecy: its stamp, ``None`` for most documents.

        Raises:
            SecretDocumentError: it has a stamp, and no allowed root is above it. Nothing of its text is in the message.
        """
        if secrecy is not None and not under(path, self._allowed):
            raise SecretDocumentError(f"{path}: {refusal(secrecy)}")


def purge(home: Home, store: Store, refused: Mapping[str, Iterable[str]]) -> None:
    """Leave no byte of documents that were read before they were refused; a reader that still shows one loses it.

    Args:
        home: the collection's folder.
        store: its database, outside of any transaction, after the build has been committed and serves.
        refused: ids of directives, each with those of the instruments that it cited.
    """
    from index.generation import drop_others

    gone = [ident for ident in refused if not store.copies.exact(ident)]
    if gone:
        with store.transaction():
            for ident in gone:
                store.forget(ident, refused[ident])
        drop_others(home.index)
        store.shrink_log()


def refusal(secrecy: str) -> str:
    """Why a document is refused, who may allow it, and how."""
    return (
        f"có dấu “{secrecy}”: không nạp, không lưu gì của văn bản này. Nếu người đứng đầu cơ quan cho phép, người quản "
        "trị kho chạy kb build THƯ_MỤC --allow-secret trên máy được phép xử lý văn bản mật"
    )
