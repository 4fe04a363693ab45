"""Generations: immutable indexes on disk, switched by replacing one small file.

A generation is written aside and takes its name when it is whole; ``CURRENT`` is replaced after that. A crash at any
moment leaves the one before serving. The previous one is kept for readers that are just opening it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import analysis, dense, windows
from index.accents import Accents
from index.analysis import analyse, segmented
from index.encoders.protocol import Encoder
from index.errors import DamagedGenerationError, IndexingError, NoGenerationError
from index.lexical import Lexical
from index.manifest import SCHEMA, Manifest, fingerprint, sizes
from index.paths import Files, Home
from index.types import Entry, Passage

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Generation:
    """One index on disk: what it was built with and where its files are."""

    manifest: Manifest
    files: Files


def build(
    passages: Sequence[Passage],
    encoder: Encoder,
    home: Path,
    *,
    instruments: Sequence[Entry] = (),
    vectors: MutableMapping[str, Vectors] | None = None,
    revision: str = "",
) -> Generation:
    """Write a generation and let it serve: :func:`prepare` and :func:`switch` in one."""
    made = prepare(passages, encoder, home, instruments=instruments, vectors=vectors, revision=revision)
    switch(home, made.manifest.id)
    return made


def prepare(
    passages: Sequence[Passage],
    encoder: Encoder,
    home: Path,
    *,
    instruments: Sequence[Entry] = (),
    vectors: MutableMapping[str, Vectors] | None = None,
    revision: str = "",
) -> Generation:
    """Write a generation that does not serve yet.

    Args:
        passages: in any order; their order is that of the rows.
        encoder: the embedding model.
        home: folder of all generations.
        instruments: what is found by number, subject and the words that cite it.
        vectors: raw vectors by :func:`text_key` that are known already; the new ones are added to it.
        revision: of the database that the passages come from.

    Returns:
        The generation: the one that is there already when nothing has changed.
    """
    place = Home(home)
    mark = fingerprint(passages, instruments, encoder)
    name = hashlib.sha256(f"{mark} {revision}".encode()).hexdigest()[:16]
    if not _is_whole(place.files(name), encoder, revision):
        _write(passages, instruments, encoder, place, name, mark, revision, {} if vectors is None else vectors)
    return Generation(Manifest.read(place.files(name).manifest), place.files(name))


def switch(home: Path, name: str) -> None:
    """Let a generation serve, and remove those that neither serve nor have just served."""
    place = Home(home)
    try:
        before = current_id(home)
    except DamagedGenerationError:
        before = None
    if before != name:
        _replace_current(place, name)
    _collect(place, {name, before} if before != name else None)


def drop_others(home: Path) -> None:
    """Remove every generation but the one that serves, also that which served just before: it holds what must not be kept."""
    _collect(Home(home), {current_id(home)})


def open_current(home: Path, encoder: Encoder) -> Generation:
    """The generation that serves.

    Raises:
        NoGenerationError: nothing was built yet.
        StaleGenerationError: it was built with other settings.
        DamagedGenerationError: a file of it is missing, cut short or cannot be read.
    """
    name = current_id(home)
    if name is None:
        raise NoGenerationError(f"Chưa có chỉ mục trong {home}; hãy nạp văn bản bằng: kb build THƯ_MỤC")
    return open_named(home, name, encoder)


def open_named(home: Path, name: str, encoder: Encoder, revision: str | None = None) -> Generation:
    """A generation, whether or not it serves.

    Args:
        home: folder of all generations.
        name: its id.
        encoder: the model that is asked for.
        revision: of the database that is read along with it; ``None``: any.

    Raises:
        StaleGenerationError: it was built with other settings or from another revision.
        DamagedGenerationError: a file of it is missing, cut short or cannot be read.
    """
    files = Home(home).files(name)
    manifest = Manifest.read(files.manifest)
    manifest.check(encoder, revision)
    manifest.check_files(files.root)
    return Generation(manifest, files)


def current_id(home: Path) -> str | None:
    """The id in ``CURRENT``; ``None`` where nothing was built."""
    try:
        return Home(home).current.read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise DamagedGenerationError(f"Không đọc được tệp CURRENT trong {home}; hãy chạy: kb build") from error


def text_key(text: str) -> str:
    """What a raw vector is kept under: the sha256 of the text that was encoded."""
    return hashlib.sha256(text.encode()).hexdigest()


def _write(
    passages: Sequence[Passage],
    instruments: Sequence[Entry],
    encoder: Encoder,
    place: Home,
    name: str,
    mark: str,
    revision: str,
    vectors: MutableMapping[str, Vectors],
) -> None:
    files = place.unfinished(name)
    shutil.rmtree(files.root, ignore_errors=True)
    files.root.mkdir(parents=True)
    texts, owners = windows.of_passages(passages, encoder.window, segmented=encoder.segmented)
    raw = _encode(texts, encoder, vectors)
    mean = raw.mean(axis=0, dtype=np.float64).astype(np.float32) if len(raw) else np.zeros(raw.shape[1], np.float32)
    np.save(files.mean, mean)
    np.save(files.owners, np.asarray(owners, dtype=np.int32))
    dense.save(dense.build(raw, mean), files.vectors)
    words = _write_terms(passages, files)
    _write_instruments(instruments, words, files)
    files.passages.write_text("\n".join(passage.id for passage in passages), encoding="utf-8")
    Manifest(
        id=name,
        schema=SCHEMA,
        analyser=analysis.VERSION,
        model=encoder.name,
        model_fingerprint=encoder.fingerprint,
        dimension=int(raw.shape[1]),
        window=(encoder.window.size, encoder.window.stride),
        revision=revision,
        documents=len({passage.document for passage in passages}),
        passages=len(passages),
        windows=len(texts),
        instruments=len(instruments),
        fingerprint=mark,
        files=sizes(files.root),
    ).write(files.manifest)
    for path in sorted(files.root.rglob("*"), reverse=True):
        _sync(path)
    _sync(files.root)
    final = place.files(name).root
    shutil.rmtree(final, ignore_errors=True)
    files.root.replace(final)
    _sync(place.generations)
    log.info("generation %s: %d passages, %d windows", name, len(passages), len(texts))


def _write_terms(passages: Sequence[Passage], files: Files) -> frozenset[str]:
    texts = [analyse(passage.text, passage.words) for passage in passages]
    words = frozenset(
        word for terms in texts for word in terms.words if "_" in word and word.replace("_", "").isalpha()
    )
    # Headings come without segmentation: their words are those that the texts have, as with questions.
    above = {passage.context for passage in passages}
    analysed = {context: analyse(context, segmented(context, words)) for context in above}
    contexts = [analysed[passage.context] for passage in passages]
    if passages:
        Lexical.build(contexts, texts).save(files.lexical)
    Accents.learn([*analysed.values(), *texts]).save(files.accents)
    files.words.write_text("\n".join(sorted(words)), encoding="utf-8")
    return words


def _write_instruments(instruments: Sequence[Entry], words: frozenset[str], files: Files) -> None:
    files.instruments.write_text("\n".join(entry.id for entry in instruments), encoding="utf-8")
    if instruments:
        texts = [analyse(entry.text, segmented(entry.text, words)) for entry in instruments]
        contexts = [analyse(entry.context, segmented(entry.context, words)) for entry in instruments]
        Lexical.build(contexts, texts).save(files.instruments_lexical)


def _encode(texts: Sequence[str], encoder: Encoder, vectors: MutableMapping[str, Vectors]) -> Vectors:
    keys = [text_key(text) for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in vectors}
    if missing:
        vectors.update(zip(missing, encoder.encode_passages(list(missing.values())), strict=True))
    if not keys:
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    return np.stack([vectors[key] for key in keys]).astype(np.float32, copy=False)


def _is_whole(files: Files, encoder: Encoder, revision: str) -> bool:
    """The folder takes its name only when everything is in it, but disks and people do harm later."""
    try:
        manifest = Manifest.read(files.manifest)
        manifest.check(encoder, revision)
        manifest.check_files(files.root)
    except IndexingError:
        return False
    return True


def _replace_current(place: Home, name: str) -> None:
    beside = place.current.with_suffix(".new")
    beside.write_text(name + "\n", encoding="ascii")
    _sync(beside)
    beside.replace(place.current)
    _sync(place.root)


def _collect(place: Home, kept: set[str | None] | None) -> None:
    """Remove what neither serves nor has just served; what cannot be removed now goes next time."""
    for folder in place.generations.iterdir():
        unfinished = folder.name.startswith(".unfinished-")
        if unfinished or (kept is not None and folder.name not in kept):
            shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
