"""Frozen dataclasses to JSON and back, by their annotations."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_json(value: object) -> str:
    """Dataclasses become lists of their fields in order, tuples become lists.

    >>> from ingest.types import Span
    >>> to_json((Span(1, 2),))
    '[[1,2]]'
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_json(hint: Any, text: str) -> Any:  # noqa: ANN401 (the type is the argument)
    """What :func:`to_json` wrote for a value of the annotated type ``hint``.

    >>> from ingest.types import Span
    >>> from_json(tuple[Span, ...], '[[1,2]]')
    (Span(start=1, end=2),)
    """
    return _typed(hint, json.loads(text))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def _typed(hint: Any, value: Any) -> Any:  # noqa: ANN401
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = [option for option in get_args(hint) if option is not type(None)]
        return _typed(inner[0], value) if len(inner) == 1 else value
    if origin is tuple:
        options = get_args(hint)
        if len(options) == 2 and options[1] is Ellipsis:
            return tuple(_typed(options[0], item) for item in value)
        return tuple(_typed(option, item) for option, item in zip(options, value, strict=True))
    if isinstance(hint, type) and is_dataclass(hint):
        # A field that is newer than the stored value takes its default.
        return hint(*(_typed(kind, item) for kind, item in zip(_hints(hint), value, strict=False)))
    return b64decode(value) if hint is bytes else value


@cache
def _hints(kind: type[Any]) -> tuple[Any, ...]:
    named = get_type_hints(kind)
    return tuple(named[field.name] for field in fields(kind))
