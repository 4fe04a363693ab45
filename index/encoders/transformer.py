"""Any sentence-transformers model, by name or folder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from index.encoders.profiles import Profile, profile_of
from index.encoders.protocol import Vectors, Window
from index.errors import ModelError
from ingest.text import normalise

_WEIGHTS = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")


class TransformerEncoder:
    """A model that sentence-transformers loads.

    Args:
        name: its name on the hub, or a folder.
        profile: how it wants its texts; looked up by the name when ``None``.
    """

    def __init__(self, name: str, profile: Profile | None = None) -> None:
        self.name = name
        self._profile = profile or profile_of(name)

    @property
    def window(self) -> Window:
        """How passages are cut."""
        return self._profile.window

    @property
    def segmented(self) -> bool:
        """Whether passages are to be given segmented."""
        return self._profile.segmented

    @cached_property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension())

    @cached_property
    def fingerprint(self) -> str:
        """Of a folder's files (name, size, first and last bytes) or of a hub model's name, and of the profile."""
        digest = hashlib.sha256(repr(self._profile).encode())
        folder = Path(self.name)
        if folder.is_dir():
            for path in sorted({found for pattern in _WEIGHTS for found in folder.rglob(pattern)}):
                digest.update(f"{path.relative_to(folder)} {path.stat().st_size}".encode())
                digest.update(_ends(path))
        else:
            digest.update(self.name.encode())
        return digest.hexdigest()[:16]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Texts as they stand; for a model that wants words they come segmented."""
        return self._encode([self._profile.passage + text for text in texts])

    def encode_query(self, text: str) -> Vectors:
        """A question, segmented here where the model wants it."""
        text = normalise(text)
        if self.segmented:
            from ingest.segment import segment

            text = segment(text)
        vector: Vectors = self._encode([self._profile.query + text])[0]
        return vector

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        encoded: Vectors = self._model.encode(list(texts), batch_size=16, convert_to_numpy=True)
        return encoded

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 (sentence-transformers comes late and without types)
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(self.name, device="cpu")
        except Exception as error:
            raise ModelError(
                f"Không mở được mô hình nhúng “{self.name}” ({type(error).__name__}); hãy kiểm tra KB_MODEL "
                "(tên mô hình hoặc thư mục chứa mô hình), hoặc bỏ KB_MODEL để dùng mô hình mặc định"
            ) from error
        longest = self._profile.tokens
        model.max_seq_length = min(model.max_seq_length or longest, longest)
        return model


def _ends(path: Path, count: int = 65536) -> bytes:
    with path.open("rb") as file:
        head = file.read(count)
        file.seek(max(0, path.stat().st_size - count))
        return head + file.read(count)
