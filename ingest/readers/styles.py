"""What the styles of a Word file tell of a paragraph or a run: font, capitals, hidden, list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.readers.xml import W, child, local, switched, value

_DEEPEST = 40  # styles based on styles; a damaged file may go round in a circle


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is printed, as far as it changes what is read.

    Attributes:
        font: of Latin letters; ``""`` where a theme decides.
        capitals: printed in capitals, whatever is typed (``w:caps``).
        hidden: not printed.
        superscript: raised above the line.
    """

    font: str = ""
    capitals: bool = False
    hidden: bool = False
    superscript: bool = False


@dataclass(slots=True)
class Styles:
    """The styles of one document; ``root`` is ``None`` where it has none."""

    root: Any
    _by_id: dict[str, Any] = field(init=False)
    _looks: dict[tuple[Look, str], Look] = field(init=False, default_factory=dict)
    _default: str = field(init=False, default="")
    _plain: Look = field(init=False)

    def __post_init__(self) -> None:
        self._plain = _changed(Look(), child(self.root, "docDefaults", "rPrDefault", "rPr"))
        found = [] if self.root is None else self.root.findall(f"{W}style")
        self._by_id = {style.get(f"{W}styleId", ""): style for style in found}
        for style in found:
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}:
                self._default = style.get(f"{W}styleId", "")

    def chain(self, style: str) -> Iterator[Any]:
        """The style and those that it is based on, the nearest first."""
        for _ in range(_DEEPEST):
            element = self._by_id.get(style)
            if element is None:
                return
            yield element
            style = value(element, "basedOn")

    def of_paragraph(self, properties: Any) -> str:  # noqa: ANN401 - lxml has no types
        """The id of the paragraph's style; the default one's where it names none."""
        named = value(properties, "pStyle")
        return named if named in self._by_id else self._default

    def look(self, style: str) -> Look:
        """Of a run that sets nothing itself, in a paragraph of that style."""
        return self._styled(self._plain, style)

    def _styled(self, look: Look, style: str) -> Look:
        key = (look, style)
        if key not in self._looks:
            for element in reversed(list(self.chain(style))):
                look = _changed(look, child(element, "rPr"))
            self._looks[key] = look
        return self._looks[key]

    def of_run(self, look: Look, properties: Any) -> Look:  # noqa: ANN401
        """The paragraph's look, with what the run's own style and properties change."""
        if properties is None:
            return look
        if named := value(properties, "rStyle"):
            look = self._styled(look, named)
        return _changed(look, properties)


def _changed(look: Look, properties: Any) -> Look:  # noqa: ANN401
    if properties is None or not len(properties):
        return look
    changes: dict[str, Any] = {}
    for name, tag in (("capitals", "caps"), ("hidden", "vanish")):
        if (on := switched(properties, tag)) is not None:
            changes[name] = on
    fonts = child(properties, "rFonts")
    if fonts is not None and (font := _font(fonts)) is not None:
        changes["font"] = font
    if placed := value(properties, "vertAlign"):
        changes["superscript"] = placed == "superscript"
    return replace(look, **changes) if changes else look


def _font(fonts: Any) -> str | None:  # noqa: ANN401
    for script in ("ascii", "hAnsi"):
        if fonts.get(f"{W}{script}Theme"):
            return ""
        if name := fonts.get(f"{W}{script}"):
            return str(name)
    return None


def ruled(borders: Any) -> dict[str, bool]:  # noqa: ANN401
    """Which edges ``w:tblBorders`` or ``w:tcBorders`` draw, by name."""
    if borders is None:
        return {}
    names = {"start": "left", "end": "right"}
    return {
        names.get(local(edge), local(edge)): str(edge.get(f"{W}val", "")) not in {"", "nil", "none"} for edge in borders
    }
