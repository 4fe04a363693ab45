"""Several arrays in one file, memory-mapped when read: opening costs one ``open``, whatever is in it."""

from __future__ import annotations

import json
import mmap
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"cancu-1\n"
_ALIGNED = 64
_COPIED = 1 << 20


def write(path: Path, arrays: Iterable[tuple[str, NDArray[Any]]]) -> None:
    """Write arrays under their names, each as it comes: they need not be in memory together.

    How long the directory at the head is shows only at the end, so they wait in a file without a name beside it.
    """
    places: dict[str, tuple[str, list[int], int]] = {}
    with tempfile.TemporaryFile(dir=path.parent) as waiting:
        for name, array in arrays:
            places[name] = (array.dtype.str, list(array.shape), waiting.tell())
            waiting.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
            waiting.write(bytes(_rounded(array.nbytes) - array.nbytes))
            del array  # Before the next is made.
        directory = json.dumps(places).encode()
        start = _rounded(len(_MAGIC) + 8 + len(directory))
        waiting.seek(0)
        with path.open("wb") as file:
            file.write(_MAGIC + len(directory).to_bytes(8, "little") + directory)
            file.write(bytes(start - file.tell()))
            shutil.copyfileobj(waiting, file, _COPIED)


def read(path: Path) -> dict[str, NDArray[Any]]:
    """What :func:`write` wrote; it stays readable when the file's name is removed.

    Raises:
        ValueError: it is no such file.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    head = len(_MAGIC) + 8
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise ValueError(path)
    length = int.from_bytes(mapped[len(_MAGIC) : head], "little")
    start = _rounded(head + length)
    found = {}
    for name, (kind, shape, offset) in json.loads(mapped[head : head + length]).items():
        count = int(np.prod(shape, dtype=np.int64))
        found[name] = np.frombuffer(mapped, np.dtype(kind), count, start + offset if count else 0).reshape(shape)
    return found


def _rounded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
