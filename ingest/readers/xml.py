"""Small questions about the elements of a Word file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFF = {"0", "false", "off", "none"}
# Wrappers that Word puts around rows, cells, paragraphs and runs; what they hold counts as if it stood there.
WRAPPERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice", "Fallback"}


def local(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """The tag without its namespace; ``""`` for what is no element."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def child(element: Any, *tags: str) -> Any:  # noqa: ANN401
    """The first child of that tag, of that child the next, and so on; ``None`` where one is missing."""
    for tag in tags:
        if element is None:
            return None
        element = next(element.iterchildren(f"{W}{tag}"), None)
    return element


def value(element: Any, *tags: str, default: str = "") -> str:  # noqa: ANN401
    """``w:val`` of the element that :func:`child` finds."""
    found = child(element, *tags)
    return default if found is None else str(found.get(f"{W}val", default))


def number(text: str | None, default: int) -> int:
    """A count as Word writes it; ``default`` for anything else."""
    text = (text or "").strip()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9):
        return default
    return int(text)


def switched(element: Any, tag: str) -> bool | None:  # noqa: ANN401
    """A property that is on by standing there (``<w:caps/>``) or off by its value; ``None`` where it is not told."""
    found = child(element, tag)
    return None if found is None else str(found.get(f"{W}val", "1")) not in _OFF


def within(parent: Any, *tags: str) -> Iterator[Any]:  # noqa: ANN401
    """The children of those tags, wrappers looked through."""
    for item in parent:
        tag = local(item)
        if tag in tags:
            yield item
        elif tag in WRAPPERS:
            yield from within(item, *tags)
