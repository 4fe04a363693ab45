"""What every embedding model gives to the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """How long passages are cut for a model: ``size`` syllables, the next window ``stride`` further on."""

    size: int
    stride: int


class Encoder(Protocol):
    """Turns texts into raw vectors; subtracting the mean and normalising is the generation's business."""

    @property
    def name(self) -> str:
        """What ``KB_MODEL`` names it by."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text would give another vector."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def window(self) -> Window:
        """How long passages are cut."""
        ...

    @property
    def segmented(self) -> bool:
        """The model wants words joined by ``_``; it segments questions itself."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One raw vector per text, shape ``(len(texts), dimension)``."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """The raw vector of a question, shape ``(dimension,)``."""
        ...
