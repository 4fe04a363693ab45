"""Profiles of embedding models: the data in ``profiles.toml``, or what a model's own folder says."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from index.encoders.protocol import Window
from index.encoders.where import here
from index.errors import ModelError

OWN = "cancu.toml"
"""The file in a model's folder that says how that model wants its texts; it wins over everything else."""
_PROMPTS = "config_sentence_transformers.json"


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
    """The profile of a model.

    ``cancu.toml`` in its folder decides, then the table of known models by its name or the last part of its folder's,
    then the prompts that sentence-transformers has saved with it.

    Args:
        name: a folder, or a name on the hub.

    Raises:
        ModelError: ``cancu.toml`` is no profile.

    >>> profile_of("intfloat/multilingual-e5-small").query
    'query: '
    >>> profile_of("/models/vietnamese-bi-encoder").segmented
    True
    """
    data = _data()
    default = Profile(**data["default"])
    folder = here(name)
    if folder is not None and (folder / OWN).is_file():
        return _checked(folder / OWN, default)
    wanted = name.rstrip("/\\").replace("\\", "/").rsplit("/", 1)[-1].casefold()
    for known, settings in data["models"].items():
        if known.rsplit("/", 1)[-1].casefold() == wanted:
            return replace(default, **settings)
    return default if folder is None else _prompted(folder, default)


def _checked(path: Path, default: Profile) -> Profile:
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"Không đọc được {path} ({error}); hãy sửa lại cho đúng TOML hoặc xóa tệp này") from error
    types = {field.name: type(getattr(default, field.name)) for field in fields(Profile)}
    for key, value in settings.items():
        if type(value) is not types.get(key):
            raise ModelError(
                f"{path}: mục {key} = {value!r} không dùng được; các mục là query, passage (chữ), segmented (true hoặc "
                "false), size, stride, tokens (số nguyên)"
            )
    profile = replace(default, **settings)
    if not 0 < profile.stride <= profile.size or profile.tokens < 1:
        raise ModelError(f"{path}: cần 0 < stride <= size và tokens > 0; hãy sửa lại các số này")
    return profile


def _prompted(folder: Path, default: Profile) -> Profile:
    try:
        prompts = json.loads((folder / _PROMPTS).read_text(encoding="utf-8"))["prompts"]
        passage = next((prompts[key] for key in ("document", "passage", "corpus") if key in prompts), "")
        return replace(default, query=str(prompts.get("query", "")), passage=str(passage))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return default


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("index.encoders").joinpath("profiles.toml").read_text(encoding="utf-8"))
