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
    givers: dict[tuple[str, ...], set[str]] = {}
    spelt: dict[str, set[str]] = {}
    for title, item in titled:
        givers.setdefault(words[title], set()).add(item.directive)
        spelt.setdefault(title, set()).add(item.directive)

    def rank(title: str) -> tuple[object, ...]:
        own = words[title]
        agreeing = {name for other, names in givers.items() if _agrees(other, own) for name in names}
        return (-len(agreeing), -len(givers[own]), len(own), -len(spelt[title]), -len(title), title)

    best = min([title for title in spelt if len(title) <= _LONGEST] or spelt, key=rank)
    return min((pair for pair in titled if pair[0] == best), key=lambda pair: (pair[1].directive, pair[1].position))


def _agrees(other: tuple[str, ...], title: tuple[str, ...]) -> bool:
    return set(other) <= set(title) or (len(title) >= _TELLING and other[: len(title)] == title)
