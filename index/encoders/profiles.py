"""Profiles of embedding models: the data in ``profiles.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from index.encoders.protocol import Window


@dataclass(frozen=True, slots=True)
class Profile:
    """How a model wants its texts.

    Attributes:
        query: written before a question.
        passage: written before a passage.
        segmented: words joined by ``_``.
        size: syllables of a window.
        stride: syllables from one window to the next.
        tokens: the longest input, in the model's own tokens.
    """

    query: str = ""
    passage: str = ""
    segmented: bool = False
    size: int = 160
    stride: int = 120
    tokens: int = 512

    @property
    def window(self) -> Window:
        """How passages are cut for this model."""
        return Window(self.size, self.stride)


def profile_of(name: str) -> Profile:
    """The profile of a model by its name, or by a folder that ends in that name.

    >>> profile_of("intfloat/multilingual-e5-small").query
    'query: '
    >>> profile_of("/models/vietnamese-bi-encoder").segmented
    True
    """
    data = _data()
    default = Profile(**data["default"])
    wanted = name.rstrip("/").rsplit("/", 1)[-1].casefold()
    for known, settings in data["models"].items():
        if known.rsplit("/", 1)[-1].casefold() == wanted:
            return replace(default, **settings)
    return default


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("index.encoders").joinpath("profiles.toml").read_text(encoding="utf-8"))
