"""Embedding models: the one that comes with the installation, and any of sentence-transformers'."""

from __future__ import annotations

import os

from index.encoders.protocol import Encoder, Window

__all__ = ["DEFAULT", "Encoder", "Window", "open_encoder"]

DEFAULT = "static"


def open_encoder(name: str | None = None) -> Encoder:
    """The encoder of that name.

    Args:
        name: ``static``, or a sentence-transformers model by its name or folder;
            ``None`` takes the environment variable ``KB_MODEL``, and ``static`` where that is not set.

    Raises:
        ModelError: the model is missing or cannot be read.
    """
    name = name or os.environ.get("KB_MODEL") or DEFAULT
    if name == DEFAULT:
        from index.encoders.static import StaticEncoder

        return StaticEncoder()
    from index.encoders.transformer import TransformerEncoder

    return TransformerEncoder(name)
