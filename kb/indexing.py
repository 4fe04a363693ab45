"""The index of a collection: made from the database whenever it is missing, damaged or behind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.sentences import clause_of
from kb.home import Home
from kb.store import Store

if TYPE_CHECKING:
    from index.encoders import Encoder
    from index.generation import Generation
    from index.types import Entry


def refresh(home: Home, store: Store) -> bool:
    """Make a new generation and let it serve, unless the one that serves is whole and up to date.

    Returns:
        whether a generation was made.

    Raises:
        IndexingError: the embedding model cannot be used.
    """
    from index.encoders import open_encoder

    encoder = open_encoder()
    if _serves(home, store, encoder):
        return False
    _make(home, store, encoder)
    return True


def _serves(home: Home, store: Store, encoder: Encoder) -> bool:
    from index import generation
    from index.errors import DamagedGenerationError, IndexingError

    try:
        current = generation.open_current(home.index, encoder)
    except DamagedGenerationError:
        _discard(home)
        return False
    except IndexingError:
        return False
    if not _is_whole(current):
        shutil.rmtree(current.files.root, ignore_errors=True)
        return False
    return current.manifest.revision == str(store.revision)


def _is_whole(current: Generation) -> bool:
    """Whether every file that :class:`index.paths.Files` names is there; nothing lexical where there is nothing."""
    files = current.files
    named = [name for name, kind in vars(type(files)).items() if isinstance(kind, property)]
    absent = {"lexical"} if not current.manifest.passages else set()
    absent |= {"instruments_lexical"} if not current.manifest.instruments else set()
    return all(getattr(files, name).exists() for name in named if name not in absent)


def _discard(home: Home) -> None:
    """Remove what cannot be read, so that it is written anew under the same name."""
    from index import generation, paths
    from index.errors import DamagedGenerationError

    place = paths.Home(home.index)
    try:
        name = generation.current_id(home.index)
    except DamagedGenerationError:
        place.current.unlink(missing_ok=True)
        return
    if name:
        shutil.rmtree(place.files(name).root, ignore_errors=True)


def _make(home: Home, store: Store, encoder: Encoder) -> None:
    import numpy as np

    from index import generation, windows

    model = f"{encoder.name} {encoder.fingerprint}"
    passages = store.passages.active()
    vectors = {key: np.frombuffer(blob, dtype="<f4") for key, blob in store.vectors.all(model).items()}
    known = set(vectors)
    generation.build(
        passages,
        encoder,
        home.index,
        instruments=entries(store),
        vectors=vectors,
        revision=str(store.revision),
    )
    texts, _ = windows.of_passages(passages, encoder.window, segmented=encoder.segmented)
    with store.transaction():
        # Vectors are kept by what was encoded: storing them changes nothing that anybody knows.
        store.vectors.put(model, ((key, vectors[key].astype("<f4").tobytes()) for key in vectors if key not in known))
        store.vectors.keep_only(model, {generation.text_key(text) for text in texts})
        store.directives.collect(_oldest_revision(home))


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
