"""The index of a collection: made from the database whenever it is missing, damaged or behind."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from kb.home import Home
from kb.store import Store

if TYPE_CHECKING:
    from index.encoders import Encoder
    from index.generation import Generation


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
    """Whether every file that :class:`index.paths.Files` names is there; without passages there is nothing lexical."""
    files = current.files
    named = [name for name, kind in vars(type(files)).items() if isinstance(kind, property)]
    return all(getattr(files, name).exists() for name in named if current.manifest.passages or name != "lexical")


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
    generation.build(passages, encoder, home.index, vectors=vectors, revision=str(store.revision))
    texts, _ = windows.of_passages(passages, encoder.window, segmented=encoder.segmented)
    with store.transaction():
        # Vectors are kept by what was encoded: storing them changes nothing that anybody knows.
        store.vectors.put(model, ((key, vectors[key].astype("<f4").tobytes()) for key in vectors if key not in known))
        store.vectors.keep_only(model, {generation.text_key(text) for text in texts})
        store.directives.collect(_oldest_revision(home))


def _oldest_revision(home: Home) -> int:
    """The revision of the oldest generation that a reader may be on."""
    from index import manifest, paths

    place = paths.Home(home.index)
    revisions = [
        int(manifest.Manifest.read(path / "manifest.json").revision or 0)
        for path in place.generations.iterdir()
        if (path / "manifest.json").is_file()
    ]
    return min(revisions, default=0)
