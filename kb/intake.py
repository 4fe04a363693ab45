"""Changed files into the database: the part of a build that reads and parses."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ingest import readers
from ingest.errors import IngestError
from kb import copies
from kb.scan import UNREADABLE, Found, Scan
from kb.secrecy import Guard, SecretDocumentError
from kb.store import Store, StoredFile
from kb.store.directives import best_first
from kb.store.keys import directive_id

if TYPE_CHECKING:
    from ingest.types import Directive

_log = logging.getLogger(__name__)

Progress = Callable[[str, int, int, str], None]
"""Told the stage (``parse``, ``segment``, ``resolve``, ``index``), how many are done, of how many, and a name."""

FAILED = "lỗi ngoài dự kiến khi đọc tệp: hãy mở và lưu lại tệp bằng phần mềm soạn thảo, rồi chạy lại `kb build`"


@dataclass(slots=True)
class Outcome:
    """What became of the files.

    Attributes:
        skipped: path and reason of those that were left out.
        changed: the collection knows something else than before.
        refused: directives that were read before and are secret now, each with the ids of the instruments that it cites.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: dict[str, str] = field(default_factory=dict)
    changed: bool = False
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Intake:
    """One pass over the files, inside one transaction.

    Args:
        store: the collection.
        revision: the number that this change will have.
        parser: fingerprint of the code that reads files; what other code has read is read anew.
    """

    def __init__(self, store: Store, revision: int, parser: str) -> None:
        self._store = store
        self._revision = revision
        self._parser = parser
        self._guard = Guard.of(store)
        self._moved: dict[str, str] = {}  # directives whose place a better copy has taken, and that copy
        self._known = store.files.all()
        self._by_content = {
            (file.sha256, PurePath(file.path).suffix.lower()): file
            for file in self._known.values()
            if file.directive and file.parser == parser
        }
        self.outcome = Outcome()

    def take(self, found: Scan, gone: list[str], progress: Progress) -> Outcome:
        """Read what is new or changed, forget what is gone, and leave each directive with its best file."""
        self.outcome.skipped.update(found.unreadable)
        self._remove(gone)
        work = [(file, sha256) for file in found.files.values() if (sha256 := self._changed(file)) is not None]
        for done, (file, sha256) in enumerate(work):
            progress("parse", done, len(work), file.path)
            self._take(file, sha256)
        if work or gone:
            progress("parse", len(work), len(work), "")
            self._settle_sources()
        if self._store.directives.retire(self._revision):
            self.outcome.changed = True
        return self.outcome

    def _remove(self, gone: list[str]) -> None:
        read = [path for path in gone if self._known[path].directive]
        self._store.files.remove(gone)
        self.outcome.removed = len(read)
        self.outcome.changed |= bool(read)

    def _changed(self, file: Found) -> str | None:
        """The content's hash of a file that has to be read; ``None`` for one that is as the last build left it."""
        before = self._known.get(file.path)
        if before and before.parser != self._parser:
            before = None
        if before and (before.size, before.mtime_ns) == (file.size, file.mtime_ns):
            self._leave(before, file)
            return None
        if PurePath(file.path).suffix.lower() not in readers.EXTENSIONS or file.size > readers.MAX_BYTES:
            return ""  # Its reader says why it is not read.
        try:
            sha256 = _sha256(file.path)
        except OSError:
            self.outcome.skipped[file.path] = UNREADABLE
            return None
        if before and before.sha256 == sha256:
            self._leave(before, file)
            return None
        return sha256

    def _leave(self, before: StoredFile, file: Found) -> None:
        now = replace(before, root=file.root, sample=file.sample, size=file.size, mtime_ns=file.mtime_ns)
        if now != before:
            # A better copy of its text may have come in this very pass.
            self._store.files.put(replace(now, directive=self._moved.get(now.directive or "", now.directive)))
            self.outcome.changed |= now.sample != before.sample and now.directive is not None
        if now.directive:
            self.outcome.unchanged += 1
        else:
            self.outcome.skipped[file.path] = now.reason or FAILED

    def _take(self, file: Found, sha256: str) -> None:
        before = self._known.get(file.path)
        row = StoredFile(
            file.path, file.root, sha256, file.size, file.mtime_ns, sample=file.sample, parser=self._parser
        )
        known = self._by_content.get((sha256, PurePath(file.path).suffix.lower())) if sha256 else None
        try:
            with self._store.transaction():
                ident = self._as_known(file.path, known) if known else self._parsed(file.path)
                self._store.files.put(replace(row, directive=ident))
        except IngestError as error:
            if isinstance(error, SecretDocumentError) and before and before.directive:
                mentions = self._store.instruments.citing(before.directive)
                self.outcome.refused[before.directive] = tuple(one.instrument for one in mentions if one.instrument)
            self._skip(row, str(error).removeprefix(f"{file.path}: "))
        except Exception:  # noqa: BLE001 (one bad file never ends a build)
            _log.exception("%s", file.path)
            self._skip(row, FAILED)
        else:
            self._count(before, ident, sha256, sample=file.sample)

    def _count(self, before: StoredFile | None, ident: str, sha256: str, *, sample: bool) -> None:
        if before is None:
            self.outcome.added += 1
        elif before.sha256 == sha256 and before.directive:
            self.outcome.unchanged += 1
        else:
            self.outcome.updated += 1
        self.outcome.changed |= before is None or (before.directive, before.sample) != (ident, sample)

    def _skip(self, row: StoredFile, reason: str) -> None:
        before = self._known.get(row.path)
        self._store.files.put(replace(row, reason=reason))
        self.outcome.skipped[row.path] = reason
        self.outcome.changed |= before is not None and before.directive is not None

    def _as_known(self, path: str, known: StoredFile) -> str:
        """The directive of a file whose bytes were read from another one."""
        ident = known.directive or ""
        ident = self._moved.get(ident, ident)
        self._guard.admit(path, self._store.directives.secrecy(ident))
        copies.note(self._store, path, ident, self._store.copies.of(ident).get(known.path, ident))
        return ident

    def _parsed(self, path: str, *, without: str | None = None) -> str:
        directive = _parse(path)
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
        copies.sketched(self._store, ident, directive.text)
        if changed:
            self._store.passages.put(ident, passages.split(directive, ident), self._revision)
            self.outcome.changed = True

    def _settle_sources(self) -> None:
        """Let every directive be what its best file says: pages are the file's, and a file may have gone."""
        best: dict[str, StoredFile] = {}
        near = self._store.copies.paths()
        for file in self._store.files.all().values():
            if file.directive and file.path not in near:
                other = best.get(file.directive, file)
                best[file.directive] = min(file, other, key=lambda one: best_first(one.path))
        for ident, (source, sha256) in self._store.directives.sources().items():
            if ident not in best:
                self._refile(ident, without=ident)
            elif best[ident].path != source:
                self._settle(ident, best[ident], same_bytes=best[ident].sha256 == sha256)
                self._refile(ident)

    def _refile(self, ident: str, without: str | None = None) -> None:
        """The best file of a directive has gone: each near-copy is read for what it holds, which may be the best now."""
        files = self._store.files.all()
        for path in sorted(self._store.copies.of(ident), key=best_first):
            try:
                with self._store.transaction():
                    self._store.files.put(replace(files[path], directive=self._parsed(path, without=without)))
            except IngestError as error:
                _log.warning("%s", error)
            else:
                self.outcome.changed = True

    def _settle(self, ident: str, file: StoredFile, *, same_bytes: bool) -> None:
        self.outcome.changed = True
        if same_bytes:
            self._store.directives.move(ident, file.path)
            return
        try:
            directive = _parse(file.path)
        except IngestError as error:
            _log.warning("%s", error)
            return
        if directive_id(directive.text)[0] == ident:
            self._put(directive)


def _parse(path: str) -> Directive:
    # Late: a build that finds nothing changed needs no parser.
    from ingest.parse import parse_file

    return parse_file(path)


def _sha256(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
