"""Embedding models: the one that comes with the installation, any of sentence-transformers', and what was exported of them."""

from __future__ import annotations

import os
from pathlib import Path

from index.encoders.protocol import Encoder, Window

__all__ = ["BACKENDS", "DEFAULT", "Encoder", "Window", "named", "open_encoder"]

DEFAULT = "static"
BACKENDS = ("onnx", "openvino")
"""What may stand before a model, with a colon: the engine that runs what was exported of it."""


def named() -> str:
    """The model that ``KB_MODEL`` names; the one that comes with the installation where it is not set."""
    return os.environ.get("KB_MODEL", "").strip() or DEFAULT


def open_encoder(name: str | None = None) -> Encoder:
    """The encoder of that name.

    Args:
        name: ``static``; a sentence-transformers model by its name or folder; or ``onnx:`` or ``openvino:`` and a
            model that was exported. ``None`` takes the environment variable ``KB_MODEL``.

    Raises:
        ModelError: the model is missing or cannot be read.
    """
    name = name or named()
    if name == DEFAULT:
        from index.encoders.static import StaticEncoder

        return StaticEncoder()
    backend, model = split(name)
    if backend:
        from index.encoders.exported import ExportedEncoder

        return ExportedEncoder(backend, _whole(model))
    from index.encoders.transformer import TransformerEncoder

    return TransformerEncoder(_whole(model))


def split(name: str) -> tuple[str, str]:
    r"""The engine, empty for torch, and the model of what ``KB_MODEL`` may say.

    >>> split("onnx:/mo-hinh/bge-m3"), split("BAAI/bge-m3"), split(r"D:\mo-hinh\bge-m3")
    (('onnx', '/mo-hinh/bge-m3'), ('', 'BAAI/bge-m3'), ('', 'D:\\mo-hinh\\bge-m3'))
    """
    backend, colon, model = name.partition(":")
    return (backend, model) if colon and backend in BACKENDS else ("", name)


def _whole(model: str) -> str:
    """A file or folder by its whole path: the next command may run somewhere else."""
    path = Path(model).expanduser()
    return str(path.resolve()) if path.exists() else model
