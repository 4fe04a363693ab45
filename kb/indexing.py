"""The index of a collection: made from the database whenever it is missing, damaged or behind, and switched with it.

It is told the keys of everything and reads only what it does not hold yet. Its files are whole on disk before the
transaction that names them is committed, and no file that a committed generation names is ever changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.sentences import clause_of
from kb.home import Home
from kb.store import Store

if TYPE_CHECKING:
    from index.encoders import Encoder, Window
    from index.generation import Generation, Vectors
    from index.manifest import Manifest
    from index.rows import Rows
    from index.types import Entry, Passage


def prepare(home: Home, store: Store, encoder: Encoder, *, rewrite_dead: bool = False) -> str:
    """Have a whole generation for what the database holds, and name it there; inside the transaction of a build.

    Until that is committed nobody looks at it. A generation that no commit has named is collected later.

    Args:
        home: the collection's folder.
        store: its database.
        encoder: the embedding model.
        rewrite_dead: make a new one, on segments without rows that have left the collection.

    Returns:
        its id: that of the one which is there, where it is whole and up to date.
    """
    name = store.generation
    if name is None or rewrite_dead or not _fits(home, store, encoder, name):
        name = _make(home, store, encoder, rewrite_dead=rewrite_dead).manifest.id
        store.set_meta("generation", name)
    return name


def serve(home: Home, store: Store, generation: str) -> None:
    """Let ``CURRENT`` follow what was committed, and collect what no reader can open any more."""
    from index.errors import DamagedGenerationError
    from index.generation import current_id, switch

    try:
        if current_id(home.index) == generation:
            return
    except DamagedGenerationError:
        pass  # It is written anew.
    switch(home.index, generation)
    with store.transaction():
        store.directives.collect(_oldest_revision(home))


def manifest_of(home: Home, store: Store) -> Manifest | None:
    """The record of the index that the database names, whatever model made it; ``None`` where there is none to be read."""
    from index.errors import IndexingError
    from index.manifest import Manifest
    from index.paths import Home as Place

    if store.generation is None:
        return None
    try:
        return Manifest.read(Place(home.index).files(store.generation).manifest)
    except IndexingError:
        return None


def _fits(home: Home, store: Store, encoder: Encoder, name: str) -> bool:
    from index.errors import IndexingError
    from index.generation import open_named

    try:
        open_named(home.index, name, encoder, str(store.revision))
    except IndexingError:
        return False
    return True


def _make(home: Home, store: Store, encoder: Encoder, *, rewrite_dead: bool) -> Generation:
    from index import generation

    model = vectors_of(store, encoder)
    cutting = _remember(store, model, encoder)
    leaving = {
        key: set(_encoded(store.passages.leaving(store.revision), *settings)) for key, settings in cutting.items()
    }
    vectors = StoredVectors(store, model, leaving.pop(model))
    made = generation.prepare(
        _passages(store),
        encoder,
        home.index,
        instruments=_instruments(store),
        vectors=vectors,
        revision=str(store.revision),
        rewrite_dead=rewrite_dead,
    )
    vectors.forget()
    for other, contents in leaving.items():
        store.vectors.drop(other, contents)
    if next(store.passages.leaving(store.revision), None) is not None:
        # Of a model that an older version has used, nobody knows which vectors are those of what leaves: all go.
        for other in store.vectors.models():
            if other not in cutting:
                store.vectors.drop(other, store.vectors.known(other))
    return made


def vectors_of(store: Store, encoder: Encoder) -> str:
    """What a model's vectors are kept under in the database: its name and the fingerprint of its files.

    The fingerprint decides: a model whose folder was moved finds the vectors that it has made before.
    """
    kept = (model for model in store.vectors.models() if model.endswith(f" {encoder.fingerprint}"))
    return next(kept, f"{encoder.name} {encoder.fingerprint}")


_CUTTING = "cutting"
"""Under this name the database remembers how texts were cut for each model that it has vectors of."""


def _remember(store: Store, model: str, encoder: Encoder) -> dict[str, tuple[Window, bool]]:
    """How texts are cut for this model, and for the others of which vectors are kept: what leaves, leaves them all."""
    from index.encoders import Window

    kept = json.loads(store.meta(_CUTTING) or "{}")
    now = {model: [encoder.window.size, encoder.window.stride, encoder.segmented]}
    there = {*store.vectors.models(), model}
    now |= {other: settings for other, settings in kept.items() if other in there and other != model}
    if now != kept:
        store.set_meta(_CUTTING, json.dumps(now))
    return {name: (Window(size, stride), bool(segmented)) for name, (size, stride, segmented) in now.items()}


def _passages(store: Store) -> Rows:
    from index.rows import Rows, passage_key

    contents, documents = store.passages.contents(passage_key)
    ids = [ident for ident, _ in contents]

    def fetch(places: Sequence[int]) -> list[Passage]:
        wanted = [ids[place] for place in places]
        found = store.passages.many(wanted)
        return [found[ident] for ident in wanted]

    return Rows.of([*ids], [key for _, key in contents], documents, fetch)


def _instruments(store: Store) -> Rows:
    from index.rows import Rows, as_passage, entry_key

    store.entries.put((one, entry_key(one)) for one in entries(store, store.entries.missing()))
    contents = store.entries.contents()
    ids = [ident for ident, _ in contents]
    return Rows.of(
        ids,
        [key for _, key in contents],
        len(ids),
        lambda places: [as_passage(store.entries.get(ids[place])) for place in places],
    )


_AT_ONCE = 1000
"""Passages whose windows are worked out at a time."""


def _encoded(passages: Iterable[Passage], window: Window, segmented: bool) -> Iterator[str]:
    """What the vectors of some passages are kept under."""
    from index import generation, windows

    passages = iter(passages)
    while some := list(islice(passages, _AT_ONCE)):
        texts, _ = windows.of_passages(some, window, segmented=segmented)
        yield from map(generation.text_key, texts)


class StoredVectors(MutableMapping[str, "Vectors"]):
    """The raw vectors of a model in the database: each is read when it is asked for, and written when it is given.

    They are kept by what was encoded: storing them changes nothing that anybody knows. Where there are none to begin
    with, none is looked for, also not among those that are given meanwhile.

    Args:
        store: the database.
        model: under which they are kept.
        leaving: keys of texts that have left, see :meth:`forget`.
    """

    def __init__(self, store: Store, model: str, leaving: Iterable[str] = ()) -> None:
        self._vectors = store.vectors
        self._model = model
        self._any = self._vectors.some(model)
        self._leaving = set(leaving)

    def __getitem__(self, key: str) -> Vectors:
        import numpy as np

        blob = self._vectors.get(self._model, key) if self._any else None
        if blob is None:
            raise KeyError(key)
        self._leaving.discard(key)
        return np.frombuffer(blob, dtype="<f4")

    def __setitem__(self, key: str, vector: Vectors) -> None:
        self._leaving.discard(key)
        self._vectors.put(self._model, [(key, vector.astype("<f4").tobytes())])

    def __delitem__(self, key: str) -> None:
        self._vectors.drop(self._model, [key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._vectors.known(self._model))

    def __len__(self) -> int:
        return len(self._vectors.known(self._model))

    def forget(self) -> None:
        """Drop the vectors of texts that have left, but not those that were asked for meanwhile.

        One that another passage has, too, may be among them: it would be encoded again if it were needed.
        """
        self._vectors.drop(self._model, self._leaving)


MOST_MENTIONS = 40
"""Mentions of one instrument whose words are indexed with it; more say nothing new."""


def entries(store: Store, instruments: Sequence[str]) -> Iterator[Entry]:
    """Instruments of the catalogue as they are searched: by number, subject and the words that cite them."""
    from index.types import Entry

    texts: dict[str, str] = {}
    for ident in instruments:
        row = store.instruments.get(ident)
        if row is None:
            continue
        mentions = store.instruments.first_mentions(ident, MOST_MENTIONS)
        around = []
        for mention in mentions:
            if mention.directive not in texts:
                texts[mention.directive] = store.directives.text(mention.directive) or ""
            text = texts[mention.directive]
            around.append(clause_of(text, mention.span).of(text))
        titles = dict.fromkeys(mention.title for mention in mentions if mention.title)
        own = [part for part in (row.type, row.number, row.name, row.issuer) if part]
        yield Entry(row.id, " . ".join([*own, *titles]), " . ".join(dict.fromkeys(around)))


def _oldest_revision(home: Home) -> int:
    """The revision of the oldest generation that a reader may be on."""
    from index import paths

    place = paths.Home(home.index)
    revisions = [_revision(path) for path in place.generations.iterdir() if (path / "manifest.json").is_file()]
    return min(revisions, default=0)


def _revision(generation: Path) -> int:
    """Of a generation on disk, whatever version of the product wrote it; 0, before all, where it cannot be read."""
    try:
        return int(json.loads((generation / "manifest.json").read_text("utf-8"))["revision"] or 0)
    except (OSError, ValueError, KeyError, TypeError):
        return 0
