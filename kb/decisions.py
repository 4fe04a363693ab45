"""Whom the decisions of people concern, found out anew after everything that may have changed it."""

from __future__ import annotations

from dataclasses import dataclass

from kb import corrections, removals
from kb.store import Correction, Store


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is there and stays out, since ``by`` removed its document (``name``) at ``at``."""

    path: str
    name: str
    by: str
    at: str
    removal: int


def settle(store: Store, revision: int) -> bool:
    """Bring corrections and removals to the texts that the collection holds now; whether that changed anything.

    Args:
        store: the collection, inside a transaction.
        revision: the number that this change will have.
    """
    removed = removals.settle(store)
    corrected = corrections.settle(store, revision)
    return removed or corrected


def left_out(store: Store) -> tuple[LeftOut, ...]:
    """The files that removals keep out now, in order of path."""
    why = {one.id: one for one in store.removals.standing()}
    aside = store.removals.set_aside()
    files = (file for file in store.files.all().values() if file.directive in aside)
    pairs = [(file.path, why[aside[file.directive or ""]]) for file in files]
    return tuple(LeftOut(path, one.name, one.by, one.at, one.id) for path, one in pairs)


def to_review(store: Store) -> tuple[Correction, ...]:
    """The corrections that do not fit the text of today."""
    return tuple(item for item in store.corrections.all() if item.state == "review")
