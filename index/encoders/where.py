"""Where a model lies on this machine, and what its files are; the network is asked by :func:`hub_answers` alone."""

from __future__ import annotations

import hashlib
import os
import re
import socket
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_PATIENCE = 5
"""Seconds to wait for the hub."""
_PIECE = 16 * 1024
_PIECES = 64
"""How many places of a large file are looked at: weights that were trained on differ nearly everywhere."""


def here(name: str) -> Path | None:
    """The folder that a model's name means on this machine; ``None`` where it would have to be downloaded.

    Args:
        name: a folder, or a name on the hub, of which a copy may lie in the cache.
    """
    folder = Path(name).expanduser()
    return folder.resolve() if folder.is_dir() else cached(name)


def cached(name: str) -> Path | None:
    """The copy of a hub model that was downloaded last, in the cache that ``HF_HOME`` or ``HF_HUB_CACHE`` moves."""
    if not _HUB_NAME.fullmatch(name):
        return None
    kept = _cache() / f"models--{name.replace('/', '--')}"
    try:
        commit = (kept / "refs" / "main").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    found = kept / "snapshots" / commit
    return found if commit and found.is_dir() else None


def is_path(name: str) -> bool:
    r"""Whether a name can only be a folder, none of the hub's.

    >>> [is_path(name) for name in ("/mo-hinh/bge-m3", "./bge-m3", r"D:\\mo-hinh\\bge-m3", "BAAI/bge-m3")]
    [True, True, True, False]
    """
    return not _HUB_NAME.fullmatch(name) or name.startswith(("./", "../"))


def hub() -> str:
    """The address of the hub, which ``HF_ENDPOINT`` moves."""
    return os.environ.get("HF_ENDPOINT") or "https://huggingface.co"


def hub_answers() -> bool:
    """Whether the hub can be reached at all: its own client tries for minutes before it gives up.

    Behind a proxy that is left to the client.
    """
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        return False
    if getproxies():
        return True
    address = urlsplit(hub())
    port = address.port or (80 if address.scheme == "http" else 443)
    try:
        with socket.create_connection((address.hostname or "", port), timeout=_PATIENCE):
            return True
    except OSError:
        return False


def digest(folder: Path, files: Iterable[Path], *said: str) -> str:
    """What changes when a file of a model does, and when what is said of it does.

    A large file is looked at in its length and in places all over it: reading gigabytes would make every question wait.

    Args:
        folder: of the model; where it lies and what it is called counts for nothing.
        files: those that count.
        said: whatever else the vectors depend on.
    """
    made = hashlib.sha256("\n".join(said).encode())
    for path in sorted(set(files)):
        size = path.stat().st_size
        made.update(f"{path.relative_to(folder).as_posix()} {size}".encode())
        with path.open("rb") as file:
            step = max(_PIECE, (size - _PIECE) // (_PIECES - 1)) if size > _PIECE else _PIECE
            for start in sorted({*range(0, size, step), max(0, size - _PIECE)}):
                file.seek(start)
                made.update(file.read(_PIECE))
    return made.hexdigest()[:16]


def _cache() -> Path:
    for name in ("SENTENCE_TRANSFORMERS_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if named := os.environ.get(name):
            return Path(named).expanduser()
    home = os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface"
    return (Path(home) / "hub").expanduser()
