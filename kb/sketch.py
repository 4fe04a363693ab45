"""How alike two texts are, guessed from sketches: MinHash over runs of words (Broder, 1997), with bands to look up.

Words are folded, so that misread diacritics count for nothing. numpy is enough for this and is there; a package for it
would bring an index of its own, where SQLite already is one.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import TYPE_CHECKING

from ingest.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORDS = re.compile(r"[^\W_]+")
_RUN = 4
"""Words that are taken together."""
_BANDS, _ROWS = 16, 4
_SEED = 20131212


def sketch(text: str) -> bytes:
    """A sketch of fixed length; the same for the same words.

    >>> alike(sketch("Kế hoạch giám sát năm 2022"), sketch("KẾ HOẠCH, giám sat; năm 2022"))
    1.0
    """
    import numpy as np

    words = _WORDS.findall(fold(text))
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
    digests = b"".join(hashlib.blake2b(run.encode(), digest_size=8).digest() for run in runs)
    hashes = np.frombuffer(digests, "<u8")
    seeds = _seeds()
    least = np.full(len(seeds), np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(hashes), 4096):
        least = np.minimum(least, _mixed(hashes[start : start + 4096, None] ^ seeds).min(axis=0))
    return least.astype("<u8").tobytes()


def alike(one: bytes, other: bytes) -> float:
    """The share of runs of words that two texts have in common, guessed from their sketches; from 0 to 1."""
    import numpy as np

    return float((np.frombuffer(one, "<u8") == np.frombuffer(other, "<u8")).mean())


def bands(sketched: bytes) -> list[int]:
    """Keys of which two texts share at least one when they are alike: surely from .9, mostly from .7, hardly below .3."""
    width = 8 * _ROWS
    return [zlib.crc32(sketched[at : at + width]) for at in range(0, width * _BANDS, width)]


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every bit depends on every other: the last steps of SplitMix64 (Steele and others, 2014)."""
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _seeds() -> NDArray[np.uint64]:
    import numpy as np

    return np.random.default_rng(_SEED).integers(0, 1 << 63, _BANDS * _ROWS, dtype=np.uint64)
