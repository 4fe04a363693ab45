"""An encoder that keeps every vector in the work file as soon as it is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.reading import Progress
from kb.work import Work

if TYPE_CHECKING:
    from index.encoders import Encoder, Window
    from index.encoders.protocol import Vectors

_AT_ONCE = 512


class Remembering:
    """The encoder ``inner``: what it has encoded before an interruption is not encoded again."""

    def __init__(self, inner: Encoder, work: Work, tell: Progress) -> None:
        self._inner = inner
        self._work = work
        self._tell = tell
        self._model = f"{inner.name} {inner.fingerprint}"

    @property
    def name(self) -> str:
        """The inner one's."""
        return self._inner.name

    @property
    def fingerprint(self) -> str:
        """The inner one's."""
        return self._inner.fingerprint

    @property
    def dimension(self) -> int:
        """The inner one's."""
        return self._inner.dimension

    @property
    def window(self) -> Window:
        """The inner one's."""
        return self._inner.window

    @property
    def segmented(self) -> bool:
        """The inner one's."""
        return self._inner.segmented

    def encode_query(self, text: str) -> Vectors:
        """The inner one's."""
        return self._inner.encode_query(text)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One raw vector per text, some of them from before."""
        import numpy as np

        made = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _AT_ONCE):
            self._tell("encode", start, len(texts), "")
            made[start : start + _AT_ONCE] = self._some(texts[start : start + _AT_ONCE])
        self._work.keep()
        self._tell("encode", len(texts), len(texts), "")
        return made

    def _some(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        known = self._work.vectors(texts, self._model)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            vectors = self._inner.encode_passages(missing)
            new = {text: vector.astype("<f4").tobytes() for text, vector in zip(missing, vectors, strict=True)}
            self._work.put_vectors(new, self._model)
            known |= new
        return np.stack([np.frombuffer(known[text], dtype="<f4") for text in texts]).astype(np.float32, copy=False)
