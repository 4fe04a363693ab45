"""The elements of a picture: boxes with words, lines with arrowheads, frames, a legend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from kb.graph.draw.layered import Curve
from kb.graph.draw.metrics import width, wrap
from kb.graph.kinds import PLAIN, Kind, kinds
from kb.graph.naming import tooltip
from kb.graph.types import Node
from kb.graph.xml import clean

FONT = "Arial, 'Liberation Sans', 'Noto Sans', 'DejaVu Sans Condensed', 'DejaVu Sans', sans-serif"
INK, SOFT, PAPER = "#1d2733", "#56616d", "#fdfdfb"
MARGIN = 28.0
PADDING = 11.0
_LEADING = 1.32
_LEGEND_SIZE = 11.5

Link = Callable[[Node], str]
"""Where a click on a node leads."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words."""

    text: str
    size: float = 11.5
    bold: bool = False
    colour: str = INK
    italic: bool = False

    @property
    def height(self) -> float:
        """With the room to the next one."""
        return self.size * _LEADING


@dataclass(frozen=True, slots=True)
class Look:
    """How boxes of one sort are filled and bordered; ``main`` is the filling of the one that the picture is about."""

    name: str
    fill: str
    border: str
    main: str = ""


CENTRAL = Look("Văn bản trung ương", "#fff5dc", "#b07d12", "#ffe6a8")
LOCAL = Look("Văn bản địa phương, đơn vị", "#eaf2fb", "#5581ab", "#cde1f6")
MORE = Look("", "#f3f3f0", "#9aa1a8")


def look(node: Node) -> Look:
    """By who issued it."""
    return CENTRAL if node.central else LOCAL


def anchor(node: Node) -> str:
    """The id of a node's element: ids of directives may begin with a figure, which ids of elements had better not."""
    return f"vb-{node.id}"


def words(text: str, room: float, size: float = 11.5, *, most: int | None = None, bold: bool = False) -> list[Line]:
    """Words in lines that fit a box of this inner width."""
    return [Line(part, size, bold) for part in wrap(text, room, size, bold=bold, lines=most)]


def height_of(lines: Iterable[Line]) -> float:
    """Of a box with these lines."""
    return sum(line.height for line in lines) + 2 * PADDING - 3


class Canvas:
    """An SVG picture in the making: title above, what is drawn in the middle, legend below.

    Args:
        title: in large letters.
        subtitle: a line below.
        link: where a click on a node leads; to the node itself where none is given.
    """

    def __init__(self, title: str, subtitle: str, link: Link | None = None) -> None:
        self._title, self._subtitle = title, subtitle
        self._link = link or (lambda node: f"#{anchor(node)}")
        self._body = ET.Element("g")
        self._used: dict[str, Kind] = {}
        self._looks: dict[str, Look] = {}
        self._there: set[bool] = set()

    # ------------------------------------------------------------ what is drawn

    def node(
        self, node: Node, box: tuple[float, float, float, float], lines: Sequence[Line], *, main: bool = False
    ) -> None:
        """A document: ``box`` is left, top, width and height."""
        kind = look(node)
        self._looks[kind.name] = kind
        self._there.add(node.document is not None)
        link = ET.SubElement(self._body, "a", {"id": anchor(node), "href": self._link(node)})
        ET.SubElement(link, "title").text = tooltip(node)
        shown = replace(kind, fill=kind.main) if main else kind
        self._rectangle(link, box, shown, dashed=node.document is None, thick=2.6 if main else 1.3)
        self._lines(link, box[0] + PADDING, box[1] + PADDING, lines)

    def more(self, box: tuple[float, float, float, float], text: str) -> None:
        """A box that says how much is left out."""
        self._rectangle(self._body, box, MORE, dashed=True, thick=1.0)
        line = Line(text, 11.5, colour=SOFT, italic=True)
        self._lines(self._body, box[0] + PADDING, box[1] + (box[3] - line.height) / 2 + 1, [line])

    def plate(
        self,
        box: tuple[float, float, float, float],
        lines: Sequence[Line],
        *,
        fill: str = "#ffffff",
        border: str = SOFT,
    ) -> None:
        """A box that is no document."""
        self._rectangle(self._body, box, Look("", fill, border), dashed=False, thick=1.6)
        self._lines(self._body, box[0] + PADDING, box[1] + PADDING, lines)

    def text(self, x: float, y: float, lines: Sequence[Line], *, middle: bool = False) -> None:
        """Lines of words; ``y`` is the top of the first, ``x`` their left end or, with ``middle``, their middle."""
        self._lines(self._body, x, y, lines, middle=middle)

    def arrow(self, curves: Sequence[Curve], kind: str | None, told: str) -> None:
        """A line with an arrowhead at its end.

        Args:
            curves: that join.
            kind: of the relation; ``None``: no single one.
            told: what is shown when one points at it.
        """
        colour, dash = SOFT, ""
        if kind is not None:
            self._used[kind] = kinds()[kind]
            colour, dash = kinds()[kind].colour, kinds()[kind].dash
        group = ET.SubElement(self._body, "g")
        ET.SubElement(group, "title").text = told
        given = {"d": _path(curves), "fill": "none", "stroke": colour, "stroke-width": _thick(kind)}
        if dash:
            given["stroke-dasharray"] = dash
        given["marker-end"] = f"url(#{_marker(kind)})"
        ET.SubElement(group, "path", given)

    def mark(self, x: float, y: float, height: float, kind: str) -> None:
        """A stripe in the colour of a kind at the left edge of a box."""
        self._used[kind] = kinds()[kind]
        given = {"x": _n(x), "y": _n(y), "width": "3.5", "height": _n(height), "fill": kinds()[kind].colour, "rx": "2"}
        ET.SubElement(self._body, "rect", given)

    # ------------------------------------------------------------ the whole

    def finish(self, wide: float, high: float, notes: Sequence[str] = ()) -> str:
        """The picture as an SVG document.

        Args:
            wide: of what has been drawn, from its left edge.
            high: the same from its upper edge.
            notes: lines below the legend.
        """
        inner = max(wide, 680.0)
        title = words(self._title, inner, 21, bold=True)
        told = [Line(line.text, 12.5, colour=SOFT) for line in words(self._subtitle, inner, 12.5)]
        top = MARGIN + sum(line.height for line in (*title, *told)) + 20
        legend, below = self._legend(inner, [*notes, *self._meaning()])
        total = (inner + 2 * MARGIN, top + high + 26 + below + MARGIN)
        root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": _n(total[0]),
                "height": _n(total[1]),
                "viewBox": f"0 0 {_n(total[0])} {_n(total[1])}",
                "font-family": FONT,
                "role": "img",
            },
        )
        ET.SubElement(root, "title").text = self._title
        ET.SubElement(root, "desc").text = self._subtitle
        self._definitions(root)
        ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": PAPER})
        self._lines(root, MARGIN, MARGIN, [*title, *told])
        self._body.set("transform", f"translate({_n(MARGIN + (inner - wide) / 2)} {_n(top)})")
        root.append(self._body)
        legend.set("transform", f"translate({_n(MARGIN)} {_n(top + high + 26)})")
        root.append(legend)
        for element in root.iter():
            element.text = clean(element.text) if element.text else None
        ET.indent(root, " ")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'

    def _meaning(self) -> list[str]:
        """What a border tells, where there are both sorts."""
        return ["Viền liền: văn bản có trong kho; viền đứt: chỉ được viện dẫn."] if len(self._there) > 1 else []

    def _legend(self, room: float, notes: Sequence[str]) -> tuple[ET.Element, float]:
        group = ET.Element("g", {"id": "chu-thich"})
        x, y = 0.0, 12.0
        entries: list[Kind | Look] = [kind for name, kind in kinds().items() if name in self._used]
        entries += [one for one in (CENTRAL, LOCAL) if one.name in self._looks]
        for entry in entries:
            drawn = 46.0 if isinstance(entry, Kind) else 26.0
            long = drawn + width(entry.name, _LEGEND_SIZE) + 26
            if x and x + long > room:
                x, y = 0.0, y + 20
            self._sample(group, entry, x, y)
            self._lines(group, x + drawn, y - _LEGEND_SIZE * 0.62, [Line(entry.name, _LEGEND_SIZE)])
            x += long
        y += 16 if entries else -8
        for note in notes:
            lines = [Line(line.text, 11, colour=SOFT) for line in words(note, room, 11)]
            self._lines(group, 0, y, lines)
            y += sum(line.height for line in lines)
        return group, y

    def _sample(self, group: ET.Element, entry: Kind | Look, x: float, y: float) -> None:
        if isinstance(entry, Look):
            self._rectangle(group, (x, y - 7, 18, 14), entry, dashed=False, thick=1.3)
            return
        given = {
            "d": f"M {_n(x)} {_n(y)} H {_n(x + 38)}",
            "fill": "none",
            "stroke": entry.colour,
            "stroke-width": _thick(entry.name),
        }
        if entry.dash:
            given["stroke-dasharray"] = entry.dash
        given["marker-end"] = f"url(#{_marker(entry.name)})"
        ET.SubElement(group, "path", given)

    def _definitions(self, root: ET.Element) -> None:
        definitions = ET.SubElement(root, "defs")
        colours = {_marker(None): SOFT} | {
            _marker(name): kind.colour for name, kind in kinds().items() if name in self._used
        }
        for ident, colour in colours.items():
            given = {"id": ident, "viewBox": "0 0 10 10", "refX": "9.4", "refY": "5", "orient": "auto"}
            size = {"markerWidth": "9", "markerHeight": "9", "markerUnits": "userSpaceOnUse"}
            marker = ET.SubElement(definitions, "marker", given | size)
            ET.SubElement(marker, "path", {"d": "M 0 0.8 L 10 5 L 0 9.2 L 2.4 5 Z", "fill": colour})

    def _rectangle(
        self, into: ET.Element, box: tuple[float, float, float, float], kind: Look, *, dashed: bool, thick: float
    ) -> None:
        x, y, wide, high = map(_n, box)
        given = {"x": x, "y": y, "width": wide, "height": high, "rx": "7", "fill": kind.fill, "stroke": kind.border}
        given["stroke-width"] = _n(thick)
        if dashed:
            given["stroke-dasharray"] = "5 3"
        ET.SubElement(into, "rect", given)

    def _lines(self, into: ET.Element, x: float, y: float, lines: Sequence[Line], *, middle: bool = False) -> None:
        for line in lines:
            given = {"x": _n(x), "y": _n(y + line.size * 0.92), "font-size": _n(line.size), "fill": line.colour}
            if line.bold:
                given["font-weight"] = "bold"
            if line.italic:
                given["font-style"] = "italic"
            if middle:
                given["text-anchor"] = "middle"
            ET.SubElement(into, "text", given).text = line.text
            y += line.height


def _path(curves: Sequence[Curve]) -> str:
    start = curves[0][0]
    parts = [f"M {_n(start[0])} {_n(start[1])}"]
    for _, one, other, end in curves:
        if one[1] == other[1] == end[1]:
            parts.append(f"L {_n(end[0])} {_n(end[1])}")
        else:
            parts.append("C " + ", ".join(f"{_n(x)} {_n(y)}" for x, y in (one, other, end)))
    return " ".join(parts)


def _thick(kind: str | None) -> str:
    """A mere citation is drawn thinner than what says more."""
    return "1.2" if kind == PLAIN else "1.8"


def _marker(kind: str | None) -> str:
    return f"mui-ten-{list(kinds()).index(kind) if kind else 'chung'}"


def _n(value: float) -> str:
    """A number with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"
