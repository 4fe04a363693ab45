"""Generations: immutable indexes on disk, switched by replacing one small file.

A generation names the segments that it is made of, and which of their rows live; generations share segments. Segments
are whole on disk before a generation that names them is, it takes its name when it is whole, and ``CURRENT`` is replaced
after that. A crash at any moment leaves the one before serving. The previous one is kept for readers that are just
opening it; a segment goes when no generation on disk names it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import analysis, dense, pack, segment, windows
from index.accents import uncounted
from index.aside import Aside
from index.encoders.protocol import Encoder
from index.errors import DamagedGenerationError, IndexingError, NoGenerationError
from index.growth import Embed, Grown, Stored, grow
from index.manifest import SCHEMA, Manifest, fingerprint, sizes
from index.paths import Files, Home
from index.rows import Rows
from index.segment import Part
from index.types import Entry, Passage
from index.units import Numbers

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
Arrays = dict[str, NDArray[Any]]

PASSAGES, INSTRUMENTS = "passages", "instruments"
_DAMAGE = (OSError, ValueError, KeyError, RuntimeError, EOFError)
"""What reading a damaged file raises."""


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
    made = prepare(
        Rows.of_passages(passages),
        encoder,
        home,
        instruments=Rows.of_entries(instruments),
        vectors=vectors,
        revision=revision,
    )
    switch(home, made.manifest.id)
    return made


def prepare(
    passages: Rows,
    encoder: Encoder,
    home: Path,
    *,
    instruments: Rows | None = None,
    vectors: MutableMapping[str, Vectors] | None = None,
    revision: str = "",
    rewrite_dead: bool = False,
) -> Generation:
    """Write a generation that does not serve yet. What the one that serves has already is not read again.

    Args:
        passages: their order is that of the rows.
        encoder: the embedding model.
        home: folder of all generations.
        instruments: what is found by number, subject and the words that cite it.
        vectors: raw vectors by :func:`text_key` that are known already; the new ones are added to it.
        revision: of the database that the passages come from.
        rewrite_dead: have no segment with a row that has left the collection.

    Returns:
        The generation: the one that is there already when nothing has changed.
    """
    place = Home(home)
    others = instruments or Rows.of_passages(())
    mark = fingerprint(passages.keys, others.keys, encoder)
    name = hashlib.sha256(f"{mark} {revision}".encode()).hexdigest()[:16]
    # One of that name that a stopped build has left may stand on segments with dead rows.
    if rewrite_dead or not _is_whole(place.files(name), encoder, revision):
        made = _Making(encoder, place, {} if vectors is None else vectors, _base(place, encoder), rewrite_dead)
        made.write(passages, others, name, mark, revision)
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
    manifest.check_files(files)
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


@dataclass(frozen=True, slots=True)
class Opened:
    """The files of a generation, read or memory-mapped.

    Attributes:
        ids: of the rows, by kind.
        parts: the segments, by kind.
        words: folded words of two syllables and more in the collection.
        state: what else belongs to the generation itself.
    """

    ids: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[Part, ...]]
    words: frozenset[str]
    state: Arrays

    @classmethod
    def of(cls, generation: Generation) -> Opened:
        """Open a generation."""
        files, manifest = generation.files, generation.manifest
        state = pack.read(files.state)
        counts = {PASSAGES: manifest.passages, INSTRUMENTS: manifest.instruments}
        return cls(
            {kind: _lines(files.ids(kind)) if count else () for kind, count in counts.items()},
            {
                kind: tuple(
                    Part(name, segment.read(files.segments, name), state[f"{kind}.{number}.rows"])
                    for number, name in enumerate(manifest.parts[kind])
                )
                for kind in counts
            },
            frozenset(_lines(files.words)) - {""},
            state,
        )

    def of_part(self, number: int, *names: str) -> list[NDArray[Any]]:
        """What the generation holds for one of its segments of passages."""
        return [self.state[f"{PASSAGES}.{number}.{name}"] for name in names]


@dataclass(frozen=True, slots=True)
class _Making:
    """One generation in the making."""

    encoder: Encoder
    place: Home
    vectors: MutableMapping[str, Vectors]
    base: Opened | None
    rewrite_dead: bool = False

    def write(self, passages: Rows, instruments: Rows, name: str, mark: str, revision: str) -> None:
        """Write what is new of the segments, and the generation."""
        files = self.place.unfinished(name)
        shutil.rmtree(files.root, ignore_errors=True)
        files.root.mkdir(parents=True)
        self.place.segments.mkdir(parents=True, exist_ok=True)
        known = self.base.words if self.base else frozenset[str]()
        texts, words = self._grow(PASSAGES, passages, known, embed=self._embed, stored=self._stored)
        around, _ = self._grow(
            INSTRUMENTS, instruments, known, embed=_no_vectors, stored=lambda _: _no_vectors(())[0], words=words
        )
        state = {f"{INSTRUMENTS}.{number}.rows": part.rows for number, part in enumerate(around)}
        pack.write(files.state, (state | self._state(texts)).items())
        files.words.write_text("\n".join(sorted(words)), encoding="utf-8")
        files.ids(PASSAGES).write_text("\n".join(passages.ids), encoding="utf-8")
        files.ids(INSTRUMENTS).write_text("\n".join(instruments.ids), encoding="utf-8")
        parts = {PASSAGES: [part.name for part in texts], INSTRUMENTS: [part.name for part in around]}
        Manifest(
            id=name,
            schema=SCHEMA,
            analyser=analysis.VERSION,
            model=self.encoder.name,
            model_fingerprint=self.encoder.fingerprint,
            dimension=self._dimension(texts),
            window=(self.encoder.window.size, self.encoder.window.stride),
            revision=revision,
            documents=passages.documents,
            passages=len(passages.ids),
            windows=sum(self._windows(part) for part in texts),
            instruments=len(instruments.ids),
            fingerprint=mark,
            parts=parts,
            files=sizes(files.root),
            segments=_segment_sizes(self.place, [*texts, *around]),
        ).write(files.manifest)
        self._publish(files, name)
        log.info("generation %s: %d passages, %d segments", name, len(passages.ids), len(texts))

    def _parts(self, kind: str) -> tuple[Part, ...]:
        return self.base.parts[kind] if self.base else ()

    def _stored(self, part: Part) -> Vectors:
        return dense.vectors_of(segment.read_vectors(self.place.segments, part.name))

    def _embed(self, passages: Sequence[Passage]) -> tuple[Vectors, Numbers]:
        texts, owners = windows.of_passages(passages, self.encoder.window, segmented=self.encoder.segmented)
        return _encode(texts, self.encoder, self.vectors), np.array(owners, dtype=np.int32)

    def _grow(
        self,
        kind: str,
        rows: Rows,
        known: frozenset[str],
        *,
        embed: Embed,
        stored: Stored,
        words: frozenset[str] | None = None,
    ) -> tuple[list[Part], frozenset[str]]:
        """The segments of a kind and the words of the collection; what they were made from is let go of."""
        with Aside(self.place.segments) as aside:
            grown = grow(
                rows,
                self._parts(kind),
                known,
                embed=embed,
                stored=stored,
                aside=aside,
                words=words,
                rewrite_dead=self.rewrite_dead,
            )
            return self._finish(kind, grown), grown.words

    def _finish(self, kind: str, grown: Grown) -> list[Part]:
        """Write the new segment, where there is one; all segments of the kind."""
        parts = list(grown.parts)
        if grown.block is not None:
            settings = json.dumps([SCHEMA, analysis.VERSION, self.encoder.name, self.encoder.fingerprint])
            digest = hashlib.sha256(settings.encode() + grown.block.fingerprint.encode())
            digest.update("\n".join(sorted(grown.words)).encode())
            name = f"{kind}-{digest.hexdigest()[:16]}"
            beside = f".unfinished-{name}"
            written = segment.write(self.place.segments, beside, grown.block)
            for suffix in written:
                path = self.place.segments / f"{beside}{suffix}"
                _sync(path)
                path.replace(self.place.segments / f"{name}{suffix}")
            _sync(self.place.segments)
            parts.append(Part(name, segment.read(self.place.segments, name), grown.rows))
        return parts

    def _state(self, parts: Sequence[Part]) -> Arrays:
        """Where the rows of each segment are, the mean of all vectors, and what in a segment does not count."""
        mean = self._mean(parts)
        state: Arrays = {"mean": mean}
        seen: set[int] = set()
        for number, part in enumerate(parts):
            own = {"rows": part.rows, "lengths": dense.lengths(self._stored(part), mean)}
            own |= uncounted(part, part.counted(seen))
            state |= {f"{PASSAGES}.{number}.{name}": array for name, array in own.items()}
        return state

    def _mean(self, parts: Sequence[Part]) -> Vectors:
        """The mean of the vectors that live: of sums that the segments know, less what is dead in them."""
        total, count = np.zeros(self._dimension(parts), dtype=np.float64), 0
        for part in parts:
            dead = ~part.alive[part.segment.arrays["vectors.owners"]]
            total += part.segment.arrays["vectors.sum"]
            if dead.any():
                total -= self._stored(part)[dead].sum(axis=0, dtype=np.float64)
            count += self._windows(part)
        mean: Vectors = (total / max(count, 1)).astype(np.float32)
        return mean

    def _dimension(self, parts: Sequence[Part]) -> int:
        """Of the vectors; a model is asked, and for that loaded, only where there are none."""
        return len(parts[0].segment.arrays["vectors.sum"]) if parts else int(self.encoder.dimension)

    @staticmethod
    def _windows(part: Part) -> int:
        return int(np.count_nonzero(part.alive[part.segment.arrays["vectors.owners"]]))

    def _publish(self, files: Files, name: str) -> None:
        """See that all is on the disk, and give the generation its name."""
        for path in sorted(files.root.rglob("*"), reverse=True):
            _sync(path)
        _sync(files.root)
        final = self.place.files(name).root
        shutil.rmtree(final, ignore_errors=True)
        files.root.replace(final)
        _sync(self.place.generations)


def _base(place: Home, encoder: Encoder) -> Opened | None:
    """The generation that serves, to build on; ``None`` where there is none that is whole and fits."""
    try:
        name = current_id(place.root)
        if name is None:
            return None
        opened = Opened.of(open_named(place.root, name, encoder))
        for part in opened.parts[PASSAGES]:
            segment.read_vectors(place.segments, part.name)
    except (IndexingError, *_DAMAGE) as error:
        log.info("nothing to build on: %s", error)
        return None
    return opened


def _no_vectors(_passages: Sequence[Passage]) -> tuple[Vectors, Numbers]:
    return np.zeros((0, 1), dtype=np.float32), np.zeros(0, dtype=np.int32)


def _encode(texts: Sequence[str], encoder: Encoder, vectors: MutableMapping[str, Vectors]) -> Vectors:
    keys = [text_key(text) for text in texts]
    wanted = dict(zip(keys, texts, strict=True))
    found = {key: vector for key in wanted if (vector := vectors.get(key)) is not None}
    missing = {key: text for key, text in wanted.items() if key not in found}
    if missing:
        new = dict(zip(missing, encoder.encode_passages(list(missing.values())), strict=True))
        vectors.update(new)
        found |= new
    if not keys:
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    return np.stack([found[key] for key in keys]).astype(np.float32, copy=False)


def _segment_sizes(place: Home, parts: Sequence[Part]) -> dict[str, int]:
    found = sorted(path for part in parts for path in place.segments.glob(f"{part.name}.*"))
    return {path.name: path.stat().st_size for path in found}


def _lines(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8").split("\n"))


def _is_whole(files: Files, encoder: Encoder, revision: str) -> bool:
    """The folder takes its name only when everything is in it, but disks and people do harm later."""
    try:
        manifest = Manifest.read(files.manifest)
        manifest.check(encoder, revision)
        manifest.check_files(files)
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
    if not place.segments.is_dir():
        return
    named: set[str] = set()
    for folder in place.generations.iterdir():
        named.update(Manifest.segments_of(folder / "manifest.json"))
    for path in place.segments.iterdir():
        if path.name not in named:
            with suppress(OSError):
                path.unlink()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
