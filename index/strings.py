"""A sorted table of strings in two arrays: found by bisection in place, never loaded as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Strings:
    """Strings in the order of their code points.

    Attributes:
        letters: all of them, in UTF-8.
        starts: where each begins, and where the last ends.
    """

    letters: NDArray[np.uint8]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, strings: Sequence[str]) -> Strings:
        """The table of strings that are sorted.

        >>> table = Strings.of(["an", "giám", "sát"])
        >>> table.find("giám"), table.find("giam"), table[2], len(table)
        (1, None, 'sát', 3)
        """
        encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
        starts = np.fromiter(accumulate(map(len, encoded), initial=0), dtype=np.int64, count=len(encoded) + 1)
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, place: int) -> str:
        return self._bytes(place).decode("utf-8", "surrogatepass")

    def find(self, string: str) -> int | None:
        """The place of a string; ``None`` where it is not in the table."""
        wanted = string.encode("utf-8", "surrogatepass")
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._bytes(low) == wanted else None

    def all(self) -> list[str]:
        """Every string."""
        letters, starts = self.letters.tobytes(), self.starts.tolist()
        return [letters[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(starts)]

    def some(self, places: Iterable[int]) -> list[str]:
        """The strings at these places."""
        return [self[place] for place in places]

    def _bytes(self, place: int) -> bytes:
        return self.letters[self.starts[place] : self.starts[place + 1]].tobytes()
