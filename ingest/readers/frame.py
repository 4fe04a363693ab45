"""From the coordinates of a PDF page, which point up from its lower left corner, to the page as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.types import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page and the degrees by which it is turned clockwise when shown."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: PdfPage) -> Frame:
        """The frame of a page as it is set now."""
        left, bottom, right, top = page.get_cropbox()
        return cls(left, bottom, right, top, page.get_rotation())

    def shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the page, in points from the upper left corner as shown.

        >>> Frame(0, 0, 600, 800, 90).shown(100, 700, 200, 720)
        Box(left=700, top=100, right=720, bottom=200)
        """
        match self.rotation:
            case 90:
                return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
            case 180:
                return Box(self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
            case 270:
                return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)
            case _:
                return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)


def turned_back(box: Box, turn: int, width: float, height: float) -> Box:
    """A rectangle on a page that was turned clockwise by some degrees, on the page as it was before.

    Args:
        box: on the turned page.
        turn: 90, 180 or 270.
        width: of the page before it was turned.
        height: of the same page.

    >>> turned_back(Box(700, 100, 720, 200), 90, 600, 800)
    Box(left=100, top=80, right=200, bottom=100)
    """
    match turn:
        case 90:
            return Box(box.top, height - box.right, box.bottom, height - box.left)
        case 180:
            return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
        case _:
            return Box(width - box.bottom, box.left, width - box.top, box.right)
