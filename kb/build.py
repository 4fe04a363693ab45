"""The conductor of ingestion: files become directives, passages, a catalogue, and an index that serves.

Everything that a build learns is committed at once, together with the name of the index that was made of it: its
segments and the generation that names them are whole on disk before. A crash at any moment leaves the collection as it was, or as it is to be.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kb import fingerprints
from kb.errors import MissingPathError, NoRootsError, StoreError
from kb.home import Home
from kb.indexing import prepare, serve
from kb.intake import Intake, Outcome, Progress
from kb.scan import absolute, scan, under
from kb.store import Root, Store
from kb.store.lock import writing

_NO_ROOTS = "Chưa biết lấy văn bản ở đâu: hãy chạy `kb build THƯ_MỤC` với thư mục chứa văn bản."
_SEGMENTED_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why, in Vietnamese."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; the keys of ``kb build --json``.

    Attributes:
        files: how many files were looked at; ``added + updated + unchanged`` of them are read, the others skipped.
        removed: how many files that were read before are there no longer.
        directives, passages, instruments: what the collection holds now.
    """

    files: int
    added: int
    updated: int
    unchanged: int
    removed: int
    skipped: tuple[Skipped, ...]
    directives: int
    passages: int
    instruments: int
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The object that ``kb build --json`` prints."""
        return asdict(self)


def build(
    home: Home,
    paths: Sequence[str | Path] = (),
    *,
    sample: bool = False,
    forget: Sequence[str | Path] = (),
    progress: Progress | None = None,
) -> BuildReport:
    """Bring a collection up to date with its files.

    Args:
        home: where the collection lives.
        paths: files and folders, remembered as roots; none: those that are remembered.
        sample: the given paths hold documents made for showing, which count only while nothing else is there.
        forget: roots to remember no longer; their documents leave the collection.
        progress: told how far it is.

    Raises:
        MissingPathError: a given path does not exist.
        NoRootsError: no path is given and none is remembered.
        LockedError: another build is running.
        StoreError: the collection's folder or database cannot be used.
        IndexingError: the embedding model cannot be used.
    """
    from index.encoders import open_encoder

    started = time.monotonic()
    tell = progress or _silent
    given = [_existing(path, sample=sample) for path in paths]
    if not given and not home.database.is_file():
        raise NoRootsError(_NO_ROOTS)
    with _writable(home), writing(home.lock), Store.open(home.database, create=True) as store:
        encoder = open_encoder()  # First: one that cannot be used would undo the whole work.
        with store.transaction():
            outcome = _update(home, store, given, [str(absolute(path)) for path in forget], tell)
            tell("index", 0, 1, "")
            generation = prepare(home, store, encoder)
        serve(home, store, generation)
        tell("index", 1, 1, "")
        return BuildReport(
            files=outcome.added + outcome.updated + outcome.unchanged + len(outcome.skipped),
            added=outcome.added,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            removed=outcome.removed,
            skipped=tuple(Skipped(path, reason) for path, reason in sorted(outcome.skipped.items())),
            directives=store.directives.count(),
            passages=store.passages.count(),
            instruments=store.instruments.count(),
            seconds=round(time.monotonic() - started, 3),
        )


@contextmanager
def _writable(home: Home) -> Iterator[None]:
    """What the disk and the database refuse, in words that a person can act on."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        msg = f"Không ghi được kho văn bản ở {home.root} ({error}): hãy kiểm tra quyền ghi và chỗ trống trên đĩa rồi chạy lại."
        raise StoreError(msg) from error


def _silent(_stage: str, _done: int, _total: int, _name: str) -> None:
    pass


def _existing(path: str | Path, *, sample: bool) -> Root:
    whole = absolute(path)
    if not whole.exists():
        msg = f"Không có tệp hay thư mục {path}: hãy kiểm tra lại đường dẫn rồi chạy lại `kb build`."
        raise MissingPathError(msg)
    return Root(str(whole), sample)


def _update(home: Home, store: Store, given: Sequence[Root], forgotten: Sequence[str], tell: Progress) -> Outcome:
    """Everything that goes into the database, inside its transaction."""
    for root in given:
        store.files.remember(root)
    for path in forgotten:
        store.files.forget(path)
    roots = store.files.roots()
    if not roots and not forgotten:
        raise NoRootsError(_NO_ROOTS)
    scanned = [root.path for root in (given or roots)]
    found = scan(scanned, roots, outside=home.root)
    gone = [
        path
        for path in store.files.all()
        if path not in found.files and _is_gone(path, scanned, [root.path for root in roots], list(found.unreadable))
    ]
    outcome = Intake(store, store.revision + 1, fingerprints.parser()).take(found, gone, tell)
    segmenter = _is_new(store, "segmenter", fingerprints.segmenter())
    if segmenter:
        store.passages.forget_words()
    if outcome.changed or segmenter:
        _segment(store, tell)
    if outcome.changed or segmenter or _is_new(store, "catalogue", fingerprints.catalogue()):
        from kb.catalogue import resolve_all

        tell("resolve", 0, 1, "")
        resolve_all(store)
        tell("resolve", 1, 1, "")
        store.set_meta("segmenter", fingerprints.segmenter())
        store.set_meta("catalogue", fingerprints.catalogue())
        store.bump()
    return outcome


def _is_new(store: Store, name: str, fingerprint: str) -> bool:
    return store.meta(name) != fingerprint


def _is_gone(path: str, scanned: Sequence[str], remembered: Sequence[str], unreadable: Sequence[str]) -> bool:
    """Whether a file that was not found is really gone: its folder was looked into, or nobody remembers its root."""
    if under(path, unreadable):
        return False
    return under(path, scanned) or not under(path, remembered)


def _segment(store: Store, tell: Progress) -> None:
    """Give words to the passages that have none."""
    waiting = store.passages.unsegmented()
    if not waiting:
        return
    from ingest.segment import segment_many

    texts = list(dict.fromkeys(passage.text for passage in waiting))
    words: dict[str, str] = {}
    for start in range(0, len(texts), _SEGMENTED_AT_ONCE):
        tell("segment", start, len(texts), "")
        some = texts[start : start + _SEGMENTED_AT_ONCE]
        words.update(zip(some, segment_many(some), strict=True))
    store.passages.segment((passage.id, words[passage.text]) for passage in waiting)
    tell("segment", len(texts), len(texts), "")
