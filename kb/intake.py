"""Changed files into the database: the part of a build that takes in what was read."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ingest import readers, worker
from kb import copies
from kb.reading import CHANGING, Files, Progress, Traces, Wanted
from kb.scan import UNREADABLE, Found, Scan
from kb.secrecy import Guard, SecretDocumentError, cited, was_allowed
from kb.store import Store, StoredFile
from kb.store.directives import best_first
from kb.store.keys import directive_id
from kb.workers import FAILED

if TYPE_CHECKING:
    from ingest.types import Directive

_log = logging.getLogger(__name__)

_TICK_NS = 2_000_000_000
"""The coarsest clock of a file system in use (FAT): a second change within it does not show in the file's time."""


def _nothing() -> None:
    pass


@dataclass(slots=True)
class Outcome:
    """What became of the files.

    Attributes:
        skipped: path and reason of those that were left out.
        changed: the collection knows something else than before.
        secret: a document was refused for its secrecy stamp.
        refused: directives that were read before and are secret now, each with the ids of the instruments that it cites.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: dict[str, str] = field(default_factory=dict)
    changed: bool = False
    secret: bool = False
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Changed:
    """A file that has to be taken in, and when its bytes were looked at."""

    file: Found
    sha256: str
    seen_ns: int

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.file.path, self.file.size, self.sha256)


class Intake:
    """One pass over the files.

    First :meth:`read`, which writes nothing to the database and whose results outlive an interruption; then
    :meth:`take`, inside the one transaction of the build.

    Args:
        store: the collection.
        files: reads them.
        guard: asked for each document with a secrecy stamp.
        retry: files that could not be read are tried again.
    """

    def __init__(self, store: Store, files: Files, guard: Guard, *, retry: bool = False) -> None:
        self._store = store
        self._files = files
        self._guard = guard
        self._retry = retry
        self._revision = store.revision + 1
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self._moved: dict[str, str] = {}  # directives whose place a better copy has taken, and that copy
        self._known = store.files.all()
        self._by_content = {
            (file.sha256, PurePath(file.path).suffix.lower()): file
            for file in self._known.values()
            if file.directive and file.parser == files.parser
        }
        self._unchanged: list[tuple[StoredFile, StoredFile]] = []
        self._work: list[_Changed] = []
        self._moved_from: dict[str, list[str]] = {}
        self.outcome = Outcome()

    # ------------------------------------------------------------ before the transaction

    def read(self, found: Scan, tell: Progress, begin: Callable[[], None] = _nothing) -> None:
        """Find out what has changed, and read it; ``begin`` is called before files are read."""
        self.outcome.skipped.update(found.unreadable)
        doubtful: list[tuple[StoredFile | None, Found]] = []
        for file in found.files.values():
            before = self._current(file)
            if before and self._looks_the_same(before, file):
                self._unchanged.append((before, self._now_at(before, file, before.seen_ns)))
            else:
                doubtful.append((before, file))
        for done, (before, file) in enumerate(doubtful):
            tell("look", done, len(doubtful), file.path)
            self._look(before, file)
        unknown = [one.wanted for one in self._work if self._known_file(one) is None]
        if unknown:
            begin()
            tell("parse", 0, len(unknown), "")
            self._files.read(unknown, tell)

    def _current(self, file: Found) -> StoredFile | None:
        """The row of a file that this code, under these limits, has read; ``None`` for one to be read anyway."""
        before = self._known.get(file.path)
        if before is None or before.parser not in {self._files.parser, self._files.stamp}:
            return None
        if readers.is_cured(before.reason):  # The program that was missing is there now.
            return None
        return None if self._retry and before.directive is None else before

    @staticmethod
    def _looks_the_same(before: StoredFile, file: Found) -> bool:
        if (before.size, before.mtime_ns) != (file.size, file.mtime_ns):
            return False
        return not before.sha256 or file.mtime_ns + _TICK_NS < before.seen_ns

    @staticmethod
    def _now_at(before: StoredFile, file: Found, seen_ns: int) -> StoredFile:
        return replace(
            before, root=file.root, sample=file.sample, size=file.size, mtime_ns=file.mtime_ns, seen_ns=seen_ns
        )

    def _look(self, before: StoredFile | None, file: Found) -> None:
        """Hash a file that may have changed, and note what is to be done with it."""
        seen_ns, sha256 = time.time_ns(), ""
        # What no reader takes is not hashed: the reader says why.
        if PurePath(file.path).suffix.lower() in readers.EXTENSIONS and file.size <= readers.MAX_BYTES:
            try:
                sha256 = _sha256(file.path)
            except OSError:
                self.outcome.skipped[file.path] = UNREADABLE
                return
        if before and sha256 and before.sha256 == sha256:
            self._unchanged.append((before, self._now_at(before, file, seen_ns)))
        else:
            self._work.append(_Changed(file, sha256, seen_ns))

    def _known_file(self, one: _Changed) -> StoredFile | None:
        """A file with the same bytes under another name, which was read before."""
        return self._by_content.get((one.sha256, PurePath(one.file.path).suffix.lower())) if one.sha256 else None

    # ------------------------------------------------------------ inside the transaction

    def take(self, gone: list[str]) -> Outcome:
        """Take in what was read, forget what is gone, and leave each directive with its best file."""
        if self._work or gone:
            copies.complete(self._store)
        self._remove(gone)
        for before, now in self._unchanged:
            self._leave(before, now)
        for one in self._work:
            self._take(one)
        self._store.versions.forget(path for paths in self._moved_from.values() for path in paths)
        if self._work or gone:
            self._settle_sources()
        if self._store.directives.retire(self._revision):
            self.outcome.changed = True
        self._files.close()  # Nothing is read any more, and what follows needs the memory of those that read.
        return self.outcome

    def _remove(self, gone: list[str]) -> None:
        read = 0
        for path in gone:
            ident = self._known[path].directive
            self._moved_from.setdefault(ident or "", []).append(path)
            read += ident is not None
        self._store.files.remove(gone)
        self.outcome.removed = read
        self.outcome.changed |= bool(read)

    def _leave(self, before: StoredFile, now: StoredFile) -> None:
        if now != before:
            # A better copy of its text may have come in this very pass.
            self._store.files.put(replace(now, directive=self._moved.get(now.directive or "", now.directive)))
            self.outcome.changed |= now.sample != before.sample and now.directive is not None
        if now.directive:
            self.outcome.unchanged += 1
        else:
            self.outcome.skipped[now.path] = now.reason or FAILED

    def _take(self, one: _Changed) -> None:
        file = one.file
        row = StoredFile(
            file.path,
            file.root,
            one.sha256,
            file.size,
            file.mtime_ns,
            sample=file.sample,
            parser=self._files.parser,
            seen_ns=one.seen_ns,
        )
        ident: str | None = None
        try:
            with self._store.transaction():
                known = self._known_file(one)
                ident = self._as_known(file.path, known) if known else self._directive(one.wanted)
                if ident is not None:
                    self._store.files.put(replace(row, directive=ident))
                    self._version(row, ident)
        except SecretDocumentError as error:
            self._refuse(one, row, str(error).removeprefix(f"{file.path}: "))
            return
        except (OSError, sqlite3.Error):
            raise  # The disk or the database, not this file.
        except Exception:  # noqa: BLE001 (one bad file never ends a build)
            _log.exception("%s", file.path)
            ident = None
        if ident is None:
            self._skip(one, row)
        else:
            self._count(self._known.get(file.path), ident, row)

    def _directive(self, wanted: Wanted, without: str | None = None) -> str | None:
        """Store what was read; the id of its directive, or ``None`` where there is only a reason."""
        reading = self._files.of(wanted)
        if reading.reason is not None:
            return None
        return self._filed(reading.directive(wanted.path), wanted.path, without)

    def _version(self, row: StoredFile, ident: str) -> None:
        """Note in the history of a file what it says now."""
        before = self._known.get(row.path)
        versions = self._store.versions
        if before is None or before.directive is None:
            moved = self._moved_from.get(ident)
            if before is None and moved:
                versions.move(moved.pop(0), row.path)
            else:
                versions.begin(row.path, ident, self._revision, self._now)
        elif versions.now(row.path) != ident:  # Not what it was before the build: a better copy may have come in it.
            if before.sha256 == row.sha256:
                versions.correct(row.path, ident)
            else:
                versions.begin(row.path, ident, self._revision, self._now)

    def _count(self, before: StoredFile | None, ident: str, row: StoredFile) -> None:
        if before is None:
            self.outcome.added += 1
        elif before.sha256 == row.sha256 and before.directive:
            self.outcome.unchanged += 1
        else:
            self.outcome.updated += 1
        self.outcome.changed |= before is None or (before.directive, before.sample) != (ident, row.sample)

    def _refuse(self, one: _Changed, row: StoredFile, reason: str) -> None:
        """Leave a document with a secrecy stamp out, and have what was kept of it before the refusal purged.

        That is what the file said, and what is left of files that are gone and were much alike: it may have another name now.
        """
        before = self._known.get(row.path)
        traces = self._traces(one)
        self._store.instruments.unmint(traces.numbers)
        said = {
            ident
            for ident in self._store.copies.left_alike(traces.bands)
            if not was_allowed(self._store, self._guard, ident)
        }
        if before and before.directive:
            said.add(before.directive)
            self._store.versions.drop(row.path, before.directive)
        self.outcome.secret = True
        self.outcome.refused |= {ident: cited(self._store, ident) for ident in sorted(said)}
        self._store.files.put(replace(row, reason=reason))
        self._leave_out(before, row.path, reason)

    def _leave_out(self, before: StoredFile | None, path: str, reason: str) -> None:
        """Skip a file; one that was read before is lost to the collection like one that is gone."""
        self.outcome.skipped[path] = reason
        if before and before.directive:
            self.outcome.removed += 1
            self.outcome.changed = True

    def _traces(self, one: _Changed) -> Traces:
        """What is left of a refused document is found by this; nothing of it is kept."""
        known = self._known_file(one)
        if known is None or known.directive is None:
            return self._files.traces(one.wanted)
        directive = self._store.directives.get(self._moved.get(known.directive, known.directive))
        return Traces.of(directive) if directive else Traces()

    def _skip(self, one: _Changed, row: StoredFile) -> None:
        reading = self._files.of(one.wanted)
        reason = reading.reason or FAILED
        before = self._known.get(row.path)
        if reading.kind == worker.SECRET:
            self._refuse(one, row, reason)
            return
        if reason == CHANGING:  # It stays what it was until it can be read.
            self.outcome.skipped[row.path] = reason
            return
        parser = self._files.stamp if reading.cut_off else self._files.parser
        if reading.cut_off and before and before.directive and before.sha256 == row.sha256:
            # The file is the one that could be read once: no limit takes it out of the collection.
            # A better copy of its text may have come in this very pass.
            ident = self._moved.get(before.directive, before.directive)
            self._store.files.put(replace(row, directive=ident, parser=parser))
            self.outcome.skipped[row.path] = reason
            return
        self._store.files.put(replace(row, reason=reason, parser=parser))
        self._store.versions.end(row.path, self._revision, self._now)
        self._leave_out(before, row.path, reason)

    def _as_known(self, path: str, known: StoredFile) -> str:
        """The directive of a file whose bytes were read from another one."""
        ident = known.directive or ""
        ident = self._moved.get(ident, ident)
        self._guard.admit(path, self._store.directives.secrecy(ident))
        copies.note(self._store, path, ident, self._store.copies.of(ident).get(known.path, ident))
        return ident

    def _filed(self, directive: Directive, path: str, without: str | None) -> str:
        """Store a directive, or find that it is there already from a better file; the id that the file goes under."""
        self._guard.admit(path, directive.header.secrecy)
        ident, _ = directive_id(directive.text)
        source = self._store.directives.source(ident)
        if source and best_first(source) < best_first(path):
            copies.note(self._store, path, ident, ident)
            return ident  # The same text from a better file is there already.
        twin = copies.twin(self._store, directive, path, without=without)
        if twin and twin.better:
            copies.note(self._store, path, twin.ident, ident)
            return twin.ident
        self._put(directive)
        if twin:
            for copy in self._store.copies.exact(twin.ident).union(self._store.copies.of(twin.ident)) - {path}:
                self._store.versions.correct(copy, ident)
            self._store.copies.repoint(twin.ident, ident)
            self._moved = {old: ident if new == twin.ident else new for old, new in self._moved.items()} | {
                twin.ident: ident
            }
            self.outcome.changed = True
        copies.note(self._store, path, ident, ident)
        return ident

    def _put(self, directive: Directive) -> None:
        from index import passages

        ident, changed = self._store.directives.put(directive)
        copies.sketched(self._store, ident, directive.text, recognised=copies.recognised(directive))
        if changed:
            self._store.passages.put(ident, passages.split(directive, ident), self._revision)
            self.outcome.changed = True

    def _settle_sources(self) -> None:
        """Let every directive be what its best file says: pages are the file's, and a file may have gone."""
        files = self._store.files.all()
        near = self._store.copies.paths()
        best = _best(file for file in files.values() if file.path not in near)
        others = {
            ident: best.get(ident)
            for ident, (source, _) in self._store.directives.sources().items()
            if ident not in best or best[ident].path != source
        }
        again = [file for file in others.values() if file]
        again += [files[path] for ident in others for path in self._store.copies.of(ident)]
        self._files.read([_wanted(file) for file in again])
        for ident, (_, sha256) in self._store.directives.sources().items():
            if ident not in others:
                continue
            file = others[ident]
            if file is None:
                self._refile(ident, without=ident)
            else:
                self._settle(ident, file, same_bytes=file.sha256 == sha256)
                self._refile(ident)

    def _refile(self, ident: str, without: str | None = None) -> None:
        """The best file of a directive has gone: each near-copy is read for what it holds, which may be the best now."""
        files = self._store.files.all()
        for path in sorted(self._store.copies.of(ident), key=best_first):
            try:
                with self._store.transaction():
                    now = self._directive(_wanted(files[path]), without=without)
                    if now is not None:
                        self._store.files.put(replace(files[path], directive=now))
                        self._store.versions.correct(path, now)
                        self.outcome.changed = True
            except SecretDocumentError as error:
                _log.warning("%s", error)

    def _settle(self, ident: str, file: StoredFile, *, same_bytes: bool) -> None:
        self.outcome.changed = True
        if same_bytes:
            self._store.directives.move(ident, file.path)
            return
        reading = self._files.of(_wanted(file))
        if reading.reason is not None:
            _log.warning("%s: %s", file.path, reading.reason)
            return
        directive = reading.directive(file.path)
        if directive_id(directive.text)[0] == ident:
            self._put(directive)


def _best(files: Iterable[StoredFile]) -> dict[str, StoredFile]:
    """The best file of every directive."""
    best: dict[str, StoredFile] = {}
    for file in files:
        if file.directive:
            best[file.directive] = min(file, best.get(file.directive, file), key=lambda one: best_first(one.path))
    return best


def _wanted(file: StoredFile) -> Wanted:
    return Wanted(file.path, file.size, file.sha256)


def _sha256(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
