"""Any sentence-transformers model, by name or folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from index.encoders.profiles import Profile, profile_of
from index.encoders.protocol import Vectors, Window
from index.encoders.where import digest, here, hub, hub_answers, is_path
from index.errors import ModelError
from ingest.text import normalise

_FILES = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model", "*.codes")
_EXPORTED = frozenset({"onnx", "openvino"})
"""Folders of a model that hold what was made of it for other engines: with or without them it is the same model."""


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
        """Of the model's files and its profile, wherever they lie; a hub model that is not here yet is fetched first."""
        folder = here(self.name) or self._fetched()
        if folder is None:
            return digest(Path(), (), repr(self._profile), self.name)
        return digest(folder, _files(folder), repr(self._profile))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Texts as they stand; for a model that wants words they come segmented."""
        return self._encode([self._profile.passage + text for text in texts])

    def encode_query(self, text: str) -> Vectors:
        """A question, segmented here where the model wants it."""
        vector: Vectors = self._encode([self._profile.query + prepared(text, self._profile)])[0]
        return vector

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        # An empty prompt: the profile has written its own, and none of the model's is to stand before it.
        encoded: Vectors = self._model.encode(
            list(texts), prompt="", batch_size=16, convert_to_numpy=True, show_progress_bar=False
        )
        return encoded

    def _fetched(self) -> Path | None:
        """Where a model lies after it was loaded from the hub."""
        return here(self.name) if self._model is not None else None

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 (sentence-transformers comes late and without types)
        from sentence_transformers import SentenceTransformer

        model = load(SentenceTransformer, self.name, "KB_MODEL")
        longest = self._profile.tokens
        model.max_seq_length = min(model.max_seq_length or longest, longest)
        return model


def prepared(question: str, profile: Profile) -> str:
    """A question as a model wants it, but for its prefix."""
    text = normalise(question)
    if not profile.segmented:
        return text
    from ingest.segment import segment

    return segment(text)


def load(kind: Any, name: str, setting: str) -> Any:  # noqa: ANN401 (classes of sentence-transformers, without types)
    """A model by one of sentence-transformers' classes: from this machine where it is, from the hub where it is not.

    Args:
        kind: the class.
        name: a folder, or a name on the hub.
        setting: the variable that names it, for the message.

    Raises:
        ModelError: there is none, or it cannot be read.
    """
    folder = here(name)
    if folder is None and is_path(name):
        raise ModelError(
            f"Không có thư mục mô hình “{name}” ({setting}); hãy kiểm tra đường dẫn, hoặc xem các mô hình bằng: kb models"
        )
    if folder is None and not hub_answers():
        raise ModelError(
            f"Mô hình “{name}” ({setting}) chưa có trên máy này, và không tới được {hub()} để tải; hãy chép thư mục mô "
            "hình về rồi nêu đường dẫn của nó, xem: kb models"
        )
    try:
        with _quiet():
            return kind(name if folder is None else str(folder), device="cpu", local_files_only=folder is not None)
    except Exception as error:
        raise ModelError(
            f"Không mở được mô hình “{name}” ({type(error).__name__}); hãy kiểm tra {setting} (tên mô hình hoặc thư mục "
            f"chứa mô hình, xem kb models), hoặc bỏ {setting}"
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Standard error is for what a person has to read: no bars, and no repeated attempts of the hub's client."""
    from transformers.utils import logging as bars

    shown, client = bars.is_progress_bar_enabled(), logging.getLogger("huggingface_hub")
    level = client.level
    bars.disable_progress_bar()
    client.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        client.setLevel(level)
        if shown:
            bars.enable_progress_bar()


def _files(folder: Path) -> list[Path]:
    found = [path for pattern in _FILES for path in folder.rglob(pattern)]
    return [path for path in found if path.is_file() and _counts(path.relative_to(folder))]


def _counts(path: Path) -> bool:
    return not any(part.startswith(".") for part in path.parts) and path.parts[0] not in _EXPORTED
