"""Which of the titles that mentions give an instrument is its title."""

from __future__ import annotations

from collections.abc import Sequence

from kb.catalogue.stated import Stated
from kb.catalogue.words import content

_LONGEST = 400  # characters; a longer subject has run on into the sentence around it
_TELLING = 4  # syllables; what is shorter may open any title


def main_title(mentions: Sequence[Stated]) -> tuple[str, Stated] | None:
    """The title that most documents share, and a mention that gives it.

    A mention that shortens a title agrees with it, and so does one that goes on with a sentence of its own. Of titles
    with which as many agree, the one that more documents give in just these words comes first, then the shorter: what
    one document alone adds may be its own.
    """
    titled = [(item.title, item) for item in mentions if item.title]
    if not titled:
        return None
    words = {title: content(title) for title, _ in titled}
    givers = {one: frozenset(item.directive for title, item in titled if words[title] == one) for one in words.values()}

    def rank(pair: tuple[str, Stated]) -> tuple[object, ...]:
        title, item = pair
        own = words[title]
        agreeing = {name for other, names in givers.items() if _agrees(other, own) for name in names}
        spelt = len({other.directive for text, other in titled if text == title})
        return (-len(agreeing), -len(givers[own]), len(own), -spelt, -len(title), title, item.directive, item.position)

    return min([pair for pair in titled if len(pair[0]) <= _LONGEST] or titled, key=rank)


def _agrees(other: tuple[str, ...], title: tuple[str, ...]) -> bool:
    return set(other) <= set(title) or (len(title) >= _TELLING and other[: len(title)] == title)
