"""Which embedding models there are: what is known of them, which are on this machine, which one the collection uses.

Nothing here asks the network and no model is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.encoders import BACKENDS, DEFAULT, named, split
from index.encoders.known import Known, known
from index.encoders.profiles import Profile, profile_of
from index.encoders.runtimes import installed
from index.encoders.where import cached, here

if TYPE_CHECKING:
    from kb.home import Home

FOLDER = "models"
"""Beside the collection and in the folder of today, copies of models are looked for in a folder of this name, too."""
_CONFIG = "config.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One model.

    Attributes:
        known: what public pages say.
        profile: how it wants its texts; ``None`` for the one that comes with the installation.
        folders: its copies on this machine; empty for the one that comes with the installation.
        installed: it can be used without a network.
        named: ``KB_MODEL``, or ``KB_RERANKER``, names it.
        used: the index of the collection was made with it; a reranker is used as soon as it is named.
    """

    known: Known
    profile: Profile | None
    folders: tuple[str, ...]
    installed: bool
    named: bool
    used: bool


@dataclass(frozen=True, slots=True)
class Used:
    """What the index of a collection was made with."""

    model: str
    fingerprint: str
    dimension: int
    window: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """The vectors of one model in the database: with them, going back to it encodes nothing again."""

    model: str
    fingerprint: str
    vectors: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that ``kb models`` tells.

    Attributes:
        named: the model that ``KB_MODEL`` names, or the default one.
        named_here: it is on this machine.
        reranker: what ``KB_RERANKER`` names.
        used: what the collection uses; ``None`` where there is none.
        engines: whether each engine for exported models is installed.
        rows: the known models.
        kept: the models of which the database holds vectors.
    """

    named: str
    named_here: bool
    reranker: str | None
    used: Used | None
    engines: dict[str, bool]
    rows: tuple[Row, ...]
    kept: tuple[Kept, ...]

    @property
    def fits(self) -> bool:
        """Whether the collection, where there is one, was built with the model that is named now."""
        return self.used is None or _same(self.used.model, self.named)

    def to_json(self) -> dict[str, Any]:
        """The object that ``kb models --json`` prints."""
        return {
            "named": self.named,
            "named_here": self.named_here,
            "reranker": self.reranker,
            "used": None if self.used is None else asdict(self.used),
            "fits": self.fits,
            "engines": self.engines,
            "models": [_row_json(row) for row in self.rows],
            "kept": [asdict(one) for one in self.kept],
        }


def overview(home: Home) -> Overview:
    """Look around on this machine; a collection that is not there or cannot be opened is none."""
    used, kept = _collection(home)
    wanted, reranker = named(), os.environ.get("KB_RERANKER", "").strip() or None
    rows = tuple(_row(one, home, wanted if one.kind == "encoder" else reranker, used) for one in known())
    there = wanted == DEFAULT or here(split(wanted)[1]) is not None or Path(split(wanted)[1]).is_file()
    return Overview(wanted, there, reranker, used, {name: installed(name) for name in BACKENDS}, rows, kept)


def _collection(home: Home) -> tuple[Used | None, tuple[Kept, ...]]:
    from kb.errors import KbError
    from kb.indexing import manifest_of
    from kb.store import Store

    try:
        store = Store.open(home.database)
    except KbError:
        return None, ()
    with store:
        manifest = manifest_of(home, store)
        kept = tuple(_kept(model, *store.vectors.size(model)) for model in store.vectors.models())
    if manifest is None:
        return None, kept
    return Used(manifest.model, manifest.model_fingerprint, manifest.dimension, manifest.window), kept


def _kept(model: str, vectors: int, size: int) -> Kept:
    name, _, fingerprint = model.rpartition(" ")
    return Kept(name, fingerprint, vectors, size)


def _row(one: Known, home: Home, wanted: str | None, used: Used | None) -> Row:
    static = one.name == DEFAULT
    folders = () if static else tuple(dict.fromkeys(map(str, _copies(one.name, home))))
    is_named = wanted is not None and _means(wanted, one.name)
    in_use = is_named if one.kind == "reranker" else used is not None and _means(used.model, one.name)
    return Row(one, None if static else profile_of(one.name), folders, static or bool(folders), is_named, in_use)


def _copies(name: str, home: Home) -> Iterator[Path]:
    """The folders of a model: below this one, beside the collection, and in the cache of the hub."""
    for place in (Path.cwd(), Path.cwd() / FOLDER, home.root / FOLDER):
        for folder in (place / name, place / name.rpartition("/")[2]):
            if (folder / _CONFIG).is_file():
                yield folder.resolve()
    kept = cached(name)
    if kept is not None:
        yield kept


def _means(setting: str, name: str) -> bool:
    """Whether a name, or the folder that is called like it, means a known model."""
    model = split(setting)[1]
    return model == name or Path(model).name.casefold() == name.rpartition("/")[2].casefold()


def _same(one: str, other: str) -> bool:
    (engine, model), (other_engine, other_model) = split(one), split(other)
    return engine == other_engine and Path(model).expanduser().absolute() == Path(other_model).expanduser().absolute()


def _row_json(row: Row) -> dict[str, Any]:
    profile = None if row.profile is None else asdict(row.profile)
    rest = {"folders": list(row.folders), "installed": row.installed, "named": row.named, "used": row.used}
    return {**asdict(row.known), "profile": profile, **rest}
