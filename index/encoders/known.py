"""What public pages say of models that fit Vietnamese directives: the data in ``known.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

Kind = Literal["encoder", "reranker"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One published measurement.

    Attributes:
        set: what it was measured on.
        metric: its name.
        value: from 0 to 1.
        source: the page that says so.
    """

    set: str
    metric: str
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """One model; ``None`` is what no page was seen to say.

    Attributes:
        name: on the hub.
        kind: ``encoder`` or ``reranker``.
        licence: its name.
        parameters: how many numbers it has.
        bytes: of its weights.
        dimension: of its vectors.
        tokens: its longest input.
        exported: whether its folder on the hub holds an ONNX export.
        sources: the pages that all this is from.
        figures: published measurements.
    """

    name: str
    kind: Kind
    licence: str | None = None
    parameters: int | None = None
    bytes: int | None = None
    dimension: int | None = None
    tokens: int | None = None
    exported: bool = False
    sources: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


@cache
def known() -> tuple[Known, ...]:
    """All of them, in the order of the file.

    >>> known()[0].name
    'static'
    """
    text = resources.files("index.encoders").joinpath("known.toml").read_text(encoding="utf-8")
    return tuple(_model(row) for row in tomllib.loads(text)["model"])


def _model(row: dict[str, Any]) -> Known:
    figures = tuple(Figure(**figure) for figure in row.get("figures", ()))
    return Known(**{**row, "sources": tuple(row.get("sources", ())), "figures": figures})
