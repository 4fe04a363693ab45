"""The labels that Word counts by itself: they are in no paragraph's text, but a reader of the printed page sees them.

ECMA-376 part 1, section 17.9. A ``w:num`` is a use of a ``w:abstractNum``; all uses of one count on together, until a
use that starts anew is met for the first time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.readers import fonts, numerals
from ingest.readers.styles import Look, Styles
from ingest.readers.xml import W, child, number, value

_DEEPEST = 8
_LARGEST = 99_999
_MOST_LINKS = 8  # list styles that point to list styles; a damaged file may go round in a circle
BULLETS = ("- ", "+ ")
_NUMBER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One depth of a list: ``form`` is Word's name of the number format, ``pattern`` has ``%1`` for the first depth's number."""

    form: str = "decimal"
    pattern: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    space: str = " "
    style: str = ""
    properties: Any = None


@dataclass(frozen=True, slots=True)
class List:
    """A use of a list: its depths, where each starts anew, and the definition whose count it shares."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]
    single: bool = False


@dataclass(frozen=True, slots=True)
class Lists:
    """What a document defines: its lists by id, and its styles."""

    by_id: Mapping[str, List]
    styles: Styles

    @classmethod
    def of(cls, root: Any, styles: Styles) -> Lists:  # noqa: ANN401 - lxml has no types
        """From ``numbering.xml``; ``root`` is ``None`` where there is none."""
        return cls({} if root is None else _lists(root, styles), styles)

    def place(self, properties: Any) -> tuple[str, int] | None:  # noqa: ANN401
        """List id and depth of a paragraph: its own, or what its style and the styles below that give it."""
        style = self.styles.of_paragraph(properties)
        chain = list(self.styles.chain(style))
        own = child(properties, "numPr")
        layers = [own, *(child(element, "pPr", "numPr") for element in chain)]
        ident = next((found for layer in layers if (found := value(layer, "numId"))), "")
        used = self.by_id.get(ident)
        if used is None or ident == "0":
            return None
        depth = 0 if used.single else self._depth(used, layers, chain)
        return (ident, depth) if depth in used.levels else None

    @staticmethod
    def _depth(used: List, layers: list[Any], chain: list[Any]) -> int:
        own, *inherited = layers
        if told := value(own, "ilvl"):
            return number(told, 0)
        if value(own, "numId"):
            return 0
        # A depth that names the style wins over what the style itself says.
        linked = {level.style: depth for depth, level in used.levels.items() if level.style}
        for layer, element in zip(inherited, chain, strict=True):
            if (depth := linked.get(element.get(f"{W}styleId", ""))) is not None:
                return depth
            if told := value(layer, "ilvl"):
                return number(told, 0)
        return 0


@dataclass(slots=True)
class Counter:
    """Counts the lists of one story (body, text box, note), paragraph by paragraph in their order."""

    lists: Lists
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, properties: Any, mark: Look) -> str:  # noqa: ANN401
        """``"1.1. "``, ``"- "`` or ``""``, with the space behind it; counts the paragraph.

        Args:
            properties: ``w:pPr``, or ``None``.
            mark: the look of the paragraph's mark, which its label shares.
        """
        place = self.lists.place(properties)
        if place is None:
            return ""
        ident, depth = place
        used = self.lists.by_id[ident]
        level = used.levels[depth]
        look = self.lists.styles.of_run(mark, level.properties)
        if level.form == "bullet":
            return "" if look.hidden else _bullet(level, look)
        counts = self._counted(ident, depth, used)
        text = _NUMBER.sub(lambda match: _printed(int(match.group(1)) - 1, level, used, counts), _text(level, look))
        if look.hidden or not text.strip():
            return ""
        return (text.upper() if look.capitals else text).strip() + level.space

    def _counted(self, ident: str, depth: int, used: List) -> dict[int, int]:
        counts = self._counts[used.definition]
        for above in range(depth):  # a depth that is skipped counts as begun
            if above not in counts:
                counts[above] = used.starts.get(above, _start(used, above))
        start = used.starts.get(depth)
        if start is not None and (ident, depth) not in self._started:
            counts[depth] = start
        elif depth in counts:
            counts[depth] = min(counts[depth] + 1, _LARGEST)
        else:
            counts[depth] = _start(used, depth) if start is None else start
        self._started.add((ident, depth))
        for deeper in [one for one in counts if one > depth and _restarts(used.levels.get(one), one, depth)]:
            del counts[deeper]
        return counts


def _start(used: List, depth: int) -> int:
    level = used.levels.get(depth)
    return level.start if level else 1


def _restarts(level: Level | None, depth: int, used: int) -> bool:
    """Whether a depth starts anew after a paragraph of the depth ``used`` above it."""
    if level is None or level.restart is None or level.restart > depth:
        return True
    return level.restart > 0 and used < level.restart


def _printed(depth: int, level: Level, used: List, counts: Mapping[int, int]) -> str:
    other = used.levels.get(depth)
    if other is None or other.form == "bullet":
        return ""
    form = "decimal" if level.legal and other.form not in {"decimalZero", "none"} else other.form
    return numerals.printed(counts.get(depth, other.start), form)


def _text(level: Level, look: Look) -> str:
    return fonts.text_of(level.pattern, look.font)


def _bullet(level: Level, look: Look) -> str:
    text = _text(level, look).strip()
    if not level.pattern.strip():
        return ""
    if sum(char.isalnum() for char in text) > 1:  # words typed where a bullet belongs
        return text + level.space
    return BULLETS[text.startswith("+")]


# -- what the file defines -----------------------------------------------------------------------------------------


def _lists(root: Any, styles: Styles) -> dict[str, List]:  # noqa: ANN401
    abstract = {item.get(f"{W}abstractNumId", ""): item for item in root.findall(f"{W}abstractNum")}
    uses = {item.get(f"{W}numId", ""): item for item in root.findall(f"{W}num")}
    found = {}
    for ident, item in uses.items():
        definition = _definition(value(item, "abstractNumId"), abstract, uses, styles)
        if definition is not None:
            found[ident] = _list(item, definition, abstract[definition])
    return found


def _definition(
    ident: str,
    abstract: Mapping[str, Any],
    uses: Mapping[str, Any],
    styles: Styles,
) -> str | None:
    """The id of the definition itself: one with ``numStyleLink`` stands for the one that the list style names."""
    for _ in range(_MOST_LINKS):
        item = abstract.get(ident)
        if item is None:
            return None
        link = value(item, "numStyleLink")
        if not link or item.find(f"{W}lvl") is not None:
            return ident
        linked = next((key for key, one in abstract.items() if value(one, "styleLink") == link), None)
        if linked is None:
            style = next(iter(styles.chain(link)), None)
            linked = value(uses.get(value(style, "pPr", "numPr", "numId")), "abstractNumId")
        ident = linked
    return None


def _list(item: Any, definition: str, abstract: Any) -> List:  # noqa: ANN401
    levels = _levels(abstract)
    starts = {}
    for override in item.findall(f"{W}lvlOverride"):
        depth = number(override.get(f"{W}ilvl"), 0)
        if (level := child(override, "lvl")) is not None:
            levels[depth] = _level(level)
        if (start := child(override, "startOverride")) is not None:
            starts[depth] = number(start.get(f"{W}val"), 0)
    return List(definition, levels, starts, single=value(abstract, "multiLevelType") == "singleLevel")


def _levels(parent: Any) -> dict[int, Level]:  # noqa: ANN401
    found = {}
    for level in parent.findall(f"{W}lvl"):
        depth = number(level.get(f"{W}ilvl"), 0)
        if 0 <= depth <= _DEEPEST:
            found[depth] = _level(level)
    return found


def _level(level: Any) -> Level:  # noqa: ANN401
    restart = child(level, "lvlRestart")
    legal = child(level, "isLgl")
    picture = child(level, "lvlPicBulletId") is not None
    return Level(
        form=_form(level),
        pattern=value(level, "lvlText") or ("•" if picture else ""),
        start=number(value(level, "start"), 1),
        restart=None if restart is None else number(restart.get(f"{W}val"), 0),
        legal=legal is not None and legal.get(f"{W}val", "1") not in {"0", "false", "off"},
        space="" if value(level, "suff") == "nothing" else " ",
        style=value(level, "pStyle"),
        properties=child(level, "rPr"),
    )


def _form(level: Any) -> str:  # noqa: ANN401
    """The number format; newer Word wraps a custom one ("001, 002, …") into a choice for older programs."""
    item = next(level.iter(f"{W}numFmt"), None)
    if item is None:
        return "decimal"
    form = str(item.get(f"{W}val", "decimal"))
    if form != "custom":
        return form
    first = str(item.get(f"{W}format", "")).partition(",")[0].strip()
    return first if first.isascii() and first.isdecimal() else "decimal"
