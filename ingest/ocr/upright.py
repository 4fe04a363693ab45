"""A page laid straight for reading, and the way back: from its pixels to points on the page as it is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image

from ingest.types import Box

_STRAIGHT = 0.2  # degrees: less does no harm, and turning blurs


@dataclass(frozen=True, slots=True)
class Upright:
    """A picture to read.

    Attributes:
        image: upright and straight.
        dpi: its dots per inch.
        width, height: of the page as shown, in its own pixels.
        shown_dpi: dots per inch of the page as shown.
        quarters: how often the page as shown was turned by 90 degrees against the clock.
        angle: by how many degrees it was then turned with the clock.
    """

    image: Image.Image
    dpi: float
    width: int
    height: int
    shown_dpi: float
    quarters: int = 0
    angle: float = 0.0

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The box around a rectangle of :attr:`image`, in points on the page as shown."""
        corners = [self._shown(x, y) for x in (left, right) for y in (top, bottom)]
        scale = 72 / self.shown_dpi
        xs = [min(max(x, 0), self.width) * scale for x, _ in corners]
        ys = [min(max(y, 0), self.height) * scale for _, y in corners]
        return Box(round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        width, height = (self.width, self.height) if self.quarters % 2 == 0 else (self.height, self.width)
        factor = self.dpi / self.shown_dpi
        # Both pictures have one middle; what was turned with the clock is turned back against it.
        x, y = (x - self.image.width / 2) / factor, (y - self.image.height / 2) / factor
        turn = math.radians(self.angle)
        x, y = x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)
        x, y = x + width / 2, y + height / 2
        for _ in range(self.quarters):
            x, y, width, height = height - y, x, height, width
        return x, y


_QUARTERS = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}


def turned(grey: Image.Image, quarters: int) -> Image.Image:
    """The picture turned against the clock by quarters of a circle."""
    return grey.transpose(_QUARTERS[quarters % 4]) if quarters % 4 else grey


def straightened(grey: Image.Image, angle: float) -> Image.Image:
    """The picture turned with the clock by some degrees, with white in the corners; the same one for next to none."""
    if abs(angle) < _STRAIGHT:
        return grey
    return grey.rotate(-angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
