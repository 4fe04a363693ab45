"""The index of a collection: made from the database whenever it is missing, damaged or behind, and switched with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.sentences import clause_of
from kb.home import Home
from kb.store import Store

if TYPE_CHECKING:
    from index.encoders import Encoder
    from index.generation import Generation
    from index.types import Entry


def prepare(home: Home, store: Store, encoder: Encoder) -> str:
    """Have a whole generation for what the database holds, and name it there; inside the transaction of a build.

    Until that is committed nobody looks at it. A generation that no commit has named is collected later.

    Returns:
        its id: that of the one which is there, where it is whole and up to date.
    """
    name = store.generation
    if name is None or not _fits(home, store, encoder, name):
        name = _make(home, store, encoder).manifest.id
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


def _fits(home: Home, store: Store, encoder: Encoder, name: str) -> bool:
    from index.errors import IndexingError
    from index.generation import open_named

    try:
        open_named(home.index, name, encoder, str(store.revision))
    except IndexingError:
        return False
    return True


def _make(home: Home, store: Store, encoder: Encoder) -> Generation:
    import numpy as np

    from index import generation, windows

    model = f"{encoder.name} {encoder.fingerprint}"
    passages = store.passages.active()
    vectors = {key: np.frombuffer(blob, dtype="<f4") for key, blob in store.vectors.all(model).items()}
    known = set(vectors)
    made = generation.prepare(
        passages,
        encoder,
        home.index,
        instruments=entries(store),
        vectors=vectors,
        revision=str(store.revision),
    )
    texts, _ = windows.of_passages(passages, encoder.window, segmented=encoder.segmented)
    # Vectors are kept by what was encoded: storing them changes nothing that anybody knows.
    store.vectors.put(model, ((key, vectors[key].astype("<f4").tobytes()) for key in vectors if key not in known))
    store.vectors.keep_only(model, {generation.text_key(text) for text in texts})
    return made


MOST_MENTIONS = 40
"""Mentions of one instrument whose words are indexed with it; more say nothing new."""


def entries(store: Store) -> list[Entry]:
    """The instruments of the catalogue as they are searched: by number, subject and the words that cite them."""
    from index.types import Entry

    active = {document.id for document in store.active_directives()}
    texts: dict[str, str] = {}
    found = []
    for row in store.instruments.all():
        mentions = [one for one in store.instruments.mentions(row.id) if one.directive in active][:MOST_MENTIONS]
        around = []
        for mention in mentions:
            if mention.directive not in texts:
                texts[mention.directive] = store.directives.text(mention.directive) or ""
            text = texts[mention.directive]
            around.append(clause_of(text, mention.span).of(text))
        titles = dict.fromkeys(mention.title for mention in mentions if mention.title)
        own = [part for part in (row.type, row.number, row.issuer) if part]
        found.append(Entry(row.id, " . ".join([*own, *titles]), " . ".join(dict.fromkeys(around))))
    return found


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
