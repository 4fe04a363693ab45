"""The conductor of ingestion: files become directives, passages, a catalogue, and an index that serves.

Everything that a build learns is committed at once, together with the name of the index that was made of it: its segments
and the generation that names them are whole on disk before. A crash at any moment leaves the collection as it was, or as it is to be; what had
been read by then lies in the work file (:mod:`kb.work`), and the next build takes it from there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb import feedback, fingerprints, people, secrecy
from kb.change import writable
from kb.decisions import LeftOut, left_out, settle, to_review
from kb.errors import MissingPathError, NoRootsError
from kb.home import Home
from kb.indexing import manifest_of, prepare, serve
from kb.intake import Intake, Outcome
from kb.limits import limits
from kb.reading import Files, Progress
from kb.remembering import Remembering
from kb.scan import Scan, absolute, on_disk, same_name, scan, under
from kb.segmenting import segmented
from kb.store import Correction, Root, Store
from kb.store.lock import writing
from kb.warming import Warming
from kb.work import Work, key_of

if TYPE_CHECKING:
    from index.types import Passage

_AT_ONCE = 1000
"""Passages that are segmented at a time."""
_NO_ROOTS = "Chưa biết lấy văn bản ở đâu: hãy chạy `kb build THƯ_MỤC` với thư mục chứa văn bản."


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
        removed: how many files that were read before are there no longer, or are skipped now.
        directives, passages, instruments: what the collection holds now.
        left_out: files that are there and stay out, since somebody removed their documents.
        review: corrections that do not fit the text of today, for a person to look at.
        model: the embedding model that the index is made with.
        model_before: the one of before, where it was another; the passages were encoded anew, no file was read for it.
        deleted: older databases that were kept and went with a document that has got a secrecy stamp; told, no key of the JSON.
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
    left_out: tuple[LeftOut, ...] = ()
    review: tuple[Correction, ...] = ()
    model: str = ""
    model_before: str | None = None
    deleted: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object that ``kb build --json`` prints."""
        from kb.contract import correction_json

        whole = asdict(self) | {"review": [correction_json(item) for item in self.review]}
        del whole["deleted"]
        return whole


def build(
    home: Home,
    paths: Sequence[str | Path] = (),
    *,
    sample: bool = False,
    forget: Sequence[str | Path] = (),
    retry: bool = False,
    allow_secret: bool | None = None,
    by: str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring a collection up to date with its files.

    What is read, segmented and encoded is kept as it is done: a build that was stopped goes on where it was.

    Args:
        home: where the collection lives.
        paths: files and folders, remembered as roots; none: those that are remembered.
        sample: the given paths hold documents made for showing, which count only while nothing else is there.
        forget: roots to remember no longer; their documents leave the collection.
        retry: read also the files that could not be read before and have not changed.
        allow_secret: read documents with a secrecy stamp under the given paths, or under all roots where none is given;
            ``False``: no longer. Remembered; ``None`` leaves it as it is.
        by: who allows it; the user of this computer where nobody is named.
        progress: told how far it is.

    Raises:
        MissingPathError: a given path does not exist.
        NoRootsError: no path is given and none is remembered.
        SettingError: a limit that the environment sets is no number.
        LockedError: another build is running.
        StoreError: the collection's folder or database cannot be used.
        IndexingError: the embedding model cannot be used.
    """
    from index.encoders import open_encoder
    from ingest.segment import load

    started = time.monotonic()
    tell = progress or _silent
    given = [_existing(path, sample=sample) for path in paths]
    bounds = limits()
    if not given and not home.database.is_file():
        raise NoRootsError(_NO_ROOTS)
    with writable(home), writing(home.lock), Store.open(home.database, create=True) as store, Work(home.work) as work:
        encoder = Remembering(open_encoder(), work, tell)  # First: one that cannot be used would undo the whole work.
        plan = _plan(home, store, given, [str(absolute(path)) for path in forget])
        with store.transaction():  # Before anything is read: nothing of a refused document may be kept.
            _allow(store, plan, allow_secret, by)
        guard = secrecy.Guard.of(store)
        files = Files(work, bounds, fingerprints.parser(), guard, retry=retry)
        with closing(files):
            intake = Intake(store, files, guard, retry=retry)
            warming = Warming(load, lambda: encoder.encode_query("Tổ chức"))
            intake.read(plan.found, tell, warming.begin)
            warming.wait()
            with store.transaction():
                outcome = _update(store, plan, intake, guard, work, tell, bounds.workers)
                tell("index", 0, 1, "")
                before = manifest_of(home, store)
                generation = prepare(home, store, encoder, rewrite_dead=secrecy.pending(store) is not None)
        serve(home, store, generation)
        work.discard()
        feedback.carry(home, store)  # Before the purge, which must leave nothing behind there either.
        deleted = secrecy.purge(home, store)
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
            left_out=left_out(store),
            review=to_review(store),
            model=encoder.name,
            model_before=before.model if before and before.model_fingerprint != encoder.fingerprint else None,
            deleted=deleted,
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a build is about: the roots as they will be remembered, which of them are looked at, and what lies under them."""

    roots: tuple[Root, ...]
    scanned: tuple[str, ...]
    forgotten: tuple[str, ...]
    found: Scan
    gone: list[str]


def _silent(_stage: str, _done: int, _total: int, _name: str) -> None:
    pass


def _existing(path: str | Path, *, sample: bool) -> Root:
    whole = on_disk(absolute(path))
    if whole is None:
        msg = f"Không có tệp hay thư mục {path}: hãy kiểm tra lại đường dẫn rồi chạy lại lệnh."
        raise MissingPathError(msg)
    return Root(str(whole), sample)


def _plan(home: Home, store: Store, given: Sequence[Root], forgotten: Sequence[str]) -> _Plan:
    """Look at the disk; nothing is written yet."""
    roots = {root.path: root for root in store.files.roots()}
    left = [path for path in roots if any(same_name(path, other) for other in forgotten)]
    if unknown := [path for path in forgotten if not any(same_name(path, other) for other in roots)]:
        known = ", ".join(sorted(roots)) or "chưa có thư mục nào"
        msg = f"Kho chưa từng nạp {unknown[0]} (đã nạp: {known}): hãy nêu đúng một thư mục hoặc tệp đã nạp."
        raise MissingPathError(msg)
    for root in given:
        before = roots.get(root.path)
        roots[root.path] = replace(root, device=before.device if before else None)
    for path in left:
        del roots[path]
    if not roots and not forgotten:
        raise NoRootsError(_NO_ROOTS)
    scanned = [root.path for root in (given or roots.values()) if root.path in roots]
    found = scan(scanned, tuple(roots.values()), outside=home.root)
    gone = [
        path
        for path in store.files.all()
        if path not in found.files and _is_gone(path, scanned, list(roots), list(found.unreadable))
    ]
    remembered = tuple(replace(root, device=found.devices.get(root.path, root.device)) for root in roots.values())
    return _Plan(remembered, tuple(scanned), tuple(left), found, gone)


def _update(
    store: Store, plan: _Plan, intake: Intake, guard: secrecy.Guard, work: Work, tell: Progress, workers: int
) -> Outcome:
    """Everything that goes into the database, inside its transaction."""
    known = store.files.roots()
    for root in plan.roots:
        if root not in known:
            store.files.remember(root)
    for path in plan.forgotten:
        store.files.forget(path)
    outcome = intake.take(plan.gone)
    if outcome.secret:
        secrecy.note(store, outcome.refused)
    if secrecy.pending(store) is not None:
        secrecy.note_left(store, guard)
        outcome.changed = True  # The index is made anew without them.
    outcome.changed |= settle(store, store.revision + 1)
    segmenter = _is_new(store, "segmenter", fingerprints.segmenter())
    if segmenter:
        store.passages.forget_words()
    if outcome.changed or segmenter:
        _segment(store, work, tell, workers)
    if outcome.changed or segmenter or _is_new(store, "catalogue", fingerprints.catalogue()):
        from kb.catalogue import resolve_all

        tell("resolve", 0, 1, "")
        resolve_all(store)
        tell("resolve", 1, 1, "")
        store.set_meta("segmenter", fingerprints.segmenter())
        store.set_meta("catalogue", fingerprints.catalogue())
        store.bump()
    return outcome


def _allow(store: Store, plan: _Plan, allowed: bool | None, by: str | None) -> None:
    withdrawn = store.allowances.refuse(plan.forgotten)
    if allowed:
        store.allowances.allow(plan.scanned, people.who(by), people.now())
    elif allowed is not None:
        withdrawn |= store.allowances.refuse(plan.scanned)
    if withdrawn:
        secrecy.note(store, {})


def _is_new(store: Store, name: str, fingerprint: str) -> bool:
    return store.meta(name) != fingerprint


def _is_gone(path: str, scanned: Sequence[str], remembered: Sequence[str], unreadable: Sequence[str]) -> bool:
    """Whether a file that was not found is really gone: its folder was looked into, or nobody remembers its root."""
    if under(path, unreadable):
        return False
    return under(path, scanned) or not under(path, remembered)


def _segment(store: Store, work: Work, tell: Progress, workers: int) -> None:
    """Give words to the passages that have none; never are all texts in memory."""
    waiting = store.passages.unsegmented()
    if not waiting:
        return
    fingerprint = fingerprints.segmenter()
    missing, total = _without_words(store, work, waiting, fingerprint)
    done = total - len(missing)
    tell("segment", done, total, "")
    texts = (passage.text for some in _some_of(store, missing) for passage in some)
    for new in segmented(texts, len(missing), workers):
        work.put_words(new, fingerprint)
        done += len(new)
        tell("segment", done, total, "")
    work.keep()
    for some in _some_of(store, waiting):
        words = work.words((passage.text for passage in some), fingerprint)
        store.passages.segment((passage.id, words[passage.text]) for passage in some)
    tell("segment", total, total, "")


def _without_words(store: Store, work: Work, waiting: Sequence[str], fingerprint: str) -> tuple[list[str], int]:
    """One passage for each text that was not segmented before an interruption, and how many texts there are."""
    missing: list[str] = []
    seen: set[str] = set()
    for some in _some_of(store, waiting):
        new = {key: passage for passage in some if (key := key_of(passage.text)) not in seen}
        known = work.words((passage.text for passage in new.values()), fingerprint)
        missing += [passage.id for passage in new.values() if passage.text not in known]
        seen.update(new)
    return missing, len(seen)


def _some_of(store: Store, ids: Sequence[str]) -> Iterator[list[Passage]]:
    """The passages with these ids, some at a time."""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        found = store.passages.many(some)
        yield [found[ident] for ident in some]
