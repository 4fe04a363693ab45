"""Raw vectors that are not all in memory: written to the disk as they are made, and read a slice at a time."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Raw(Protocol):
    """Vectors in memory, mapped, or set aside."""

    @property
    def shape(self) -> tuple[int, ...]:
        """How many there are, and of how many numbers."""
        ...

    def __len__(self) -> int: ...

    def __getitem__(self, some: slice, /) -> Vectors: ...


class Aside:
    """Takes vectors as they come, and gives slices of them until it is closed.

    Its file has no name: whatever happens, nothing is left of it.

    Args:
        folder: on a disk with room; the system's own place for such files is often in memory.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self.shape: tuple[int, ...] = (0, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return self.shape[0]

    def add(self, vectors: Vectors) -> None:
        """Put some more behind those that are there."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 (closed with this)
        self._file.write(np.ascontiguousarray(vectors, dtype=np.float32).reshape(-1).view(np.uint8).data)
        self.shape = (len(self) + len(vectors), vectors.shape[1])

    def __getitem__(self, some: slice) -> Vectors:
        """Read some."""
        start, stop, _ = some.indices(len(self))
        count, width = max(0, stop - start), self.shape[1]
        if self._file is None or not count:
            return np.zeros((0, width), dtype=np.float32)
        size = width * np.dtype(np.float32).itemsize
        self._file.seek(start * size)
        return np.frombuffer(self._file.read(count * size), dtype=np.float32).reshape(count, width)
