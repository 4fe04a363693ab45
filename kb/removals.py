"""Taking documents out of the collection, and bringing them back. Files on disk are never touched.

A removed text stays out whatever file holds it, and so does a better copy of it that comes later; a file that was removed
stays out also when its text is edited. Everything that was read of it is kept, so that it comes back without being read anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.change import changing
from kb.errors import UnknownDocumentError, UsageError
from kb.people import day_and_time, now
from kb.store import Removal
from kb.store.lookup import find

if TYPE_CHECKING:
    from kb.home import Home
    from kb.store import Document, Store


def remove(home: Home, docs: Sequence[str], by: str) -> tuple[Removal, ...]:
    """Take documents out; all of them, or none where one is not understood.

    Raises:
        UsageError: one is not there, is meant twice, or cannot be told from others.
    """
    from kb.ask.compose import name_of

    with changing(home) as store:
        found = {document.id: document for document in (_present(store, doc) for doc in docs)}
        made = [Removal(0, one.id, one.sources, name_of(one), by, now()) for one in found.values()]
        return tuple(replace(one, id=store.removals.add(one)) for one in made)


def restore(home: Home, docs: Sequence[str], by: str) -> tuple[Removal, ...]:
    """Bring documents back; without names the one that was removed last.

    Raises:
        UsageError: nothing is removed, or a name means none of what is.
    """
    with changing(home) as store:
        standing = store.removals.standing()
        if not standing:
            raise UsageError("Không có văn bản nào đang bị loại khỏi kho: không có gì để đưa lại.")
        wanted = [standing[-1]] if not docs else [one for doc in docs for one in _removed(store, standing, doc)]
        back = {one.id: one for one in wanted}
        for ident in back:
            store.removals.undo(ident, by, now())
        return tuple(back.values())


def settle(store: Store) -> bool:
    """Find out which texts are out now; whether that is other than before."""
    before = store.removals.set_aside()
    files: dict[str, list[str]] = {}
    for file in store.files.all().values():
        if file.directive:
            files.setdefault(file.directive, []).append(file.path)
    after: dict[str, int] = {}
    by_path: dict[str, int] = {}
    for removal in store.removals.standing():
        by_path.update(dict.fromkeys(removal.paths, removal.id))
        if removal.directive in files:
            after[removal.directive] = removal.id
    for ident, paths in files.items():
        # Another text that now stands in removed files only; one that stands elsewhere too was never removed.
        if ident not in after and all(path in by_path for path in paths):
            after[ident] = by_path[paths[0]]
    after = _with_copies(store, files, after, by_path)
    if before != after:
        store.removals.replace_set_aside(after)
    return before != after


def _with_copies(
    store: Store, files: Mapping[str, Sequence[str]], out: Mapping[str, int], by_path: Mapping[str, int]
) -> dict[str, int]:
    """What is out, and the copies of it: a text of which a removed one is a near-copy, or which has one at a removed path.

    A better copy takes the place of a text; whether it came before or after the removal must not matter, nor whether the
    file with the removed text has gone since.
    """
    texts = {removal.directive: removal.id for removal in store.removals.standing()} | dict(out)
    near = store.copies.held()
    for path, directive, _ in near:
        if path in by_path and path in files.get(directive, ()):
            texts.setdefault(directive, by_path[path])
    for _ in near:  # A copy's copy is one too.
        more = {directive: texts[own] for _, directive, own in near if own in texts and directive not in texts}
        if not more:
            break
        texts |= more
    return {ident: removal for ident, removal in texts.items() if ident in files}


def _present(store: Store, doc: str) -> Document:
    try:
        return store.find(doc)
    except UnknownDocumentError:
        out = [one for one in store.removals.standing() if _is_out(store, doc, one)]
        if not out:
            raise
        raise UsageError(
            f"Văn bản {doc} đã được {out[-1].by} loại khỏi kho lúc {day_and_time(out[-1].at)}; đưa lại bằng kb remove --undo {doc}."
        ) from None


def _removed(store: Store, standing: Sequence[Removal], doc: str) -> list[Removal]:
    """The removals that keep a document out, also where its files have gone since."""
    out = [one for one in standing if _is_out(store, doc, one)]
    if not out:
        raise UsageError(f"Không có văn bản “{doc}” trong số đã loại khỏi kho: hãy xem bằng kb remove --list.")
    return out


def _is_out(store: Store, doc: str, removal: Removal) -> bool:
    if str(removal.id) == doc or (len(doc) >= 6 and removal.directive.startswith(doc.lower())):
        return True
    try:
        document = find(store.removed, doc)
    except UnknownDocumentError:
        return False
    return store.removals.set_aside().get(document.id) == removal.id or document.id == removal.directive
