"""What makes a scanned page easier to read: coloured seals and grey paper go, specks go, the page is laid straight.

Each step looks first whether the page needs it: a clean page passes through untouched, and costs nothing.
The figures beside the steps are printed by ``python -m tests.benchmarks.ocr``.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_COLOURED = 60  # of 255 between the strongest and the weakest of red, green and blue: ink with a hue
_TALL_MM = 9.0  # coloured marks taller than this are seals and signatures; print and date stamps are smaller
_COARSE = 100.0  # dots per inch at which marks and skew are looked for
_MM = 25.4


def without_seals(image: Image.Image, dpi: float) -> Image.Image:
    """The page in grey, without seals and signatures in coloured ink; black strokes under them stay.

    Coloured print and small stamps (a date, a number) stay too, as grey.
    """
    if image.mode not in {"RGB", "RGBA", "P", "CMYK", "YCbCr", "LAB", "HSV", "PA"}:
        return image.convert("L")
    image = image.convert("RGB")
    step = max(1, round(dpi / _COARSE))
    coarse = np.asarray(image.reduce(step), dtype=np.int16)
    coloured = (coarse.max(axis=2) - coarse.min(axis=2)) > _COLOURED
    grey = image.convert("L")
    if not coloured.any():
        return grey
    for top, bottom, left, right in _tall_marks(coloured, _TALL_MM / _MM * dpi / step):
        box = (left * step, top * step, min(right * step, image.width), min(bottom * step, image.height))
        grey.paste(_black_strokes(image.crop(box)), box[:2])
    return grey


def _tall_marks(coloured: NDArray[np.bool_], least: float) -> list[tuple[int, int, int, int]]:
    """Top, bottom, left and right of the connected marks that are taller than ``least``."""
    from scipy import ndimage

    near = np.ones((5, 5), dtype=bool)  # the strokes of a seal lie close together, and JPEG tears them
    labels, _ = ndimage.label(ndimage.binary_dilation(coloured, near))
    return [
        (rows.start, rows.stop, columns.start, columns.stop)
        for rows, columns in ndimage.find_objects(labels)
        if rows.stop - rows.start >= least
    ]


def _black_strokes(patch: Image.Image) -> Image.Image:
    """Ink with a hue becomes paper: its strongest channel is near the paper's, that of black ink is not."""
    pixels = np.asarray(patch, dtype=np.int16)
    strongest = pixels.max(axis=2)
    hue = strongest - pixels.min(axis=2)
    return Image.fromarray(np.clip(strongest + hue, 0, 255).astype(np.uint8))


def with_even_paper(grey: Image.Image, dpi: float) -> Image.Image:
    """Dark or shaded paper becomes white, where the paper is not white already."""
    step = max(1, round(dpi / 20))
    small = grey.reduce(step).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(4))
    paper = np.asarray(small)
    if paper.min() >= _WHITE:
        return grey
    wide = np.asarray(small.resize(grey.size, Image.Resampling.BILINEAR), dtype=np.float32)
    return Image.fromarray(
        np.clip(np.asarray(grey, dtype=np.float32) * (255 / np.maximum(wide, 1)), 0, 255).astype(np.uint8)
    )


_WHITE = 215
_LIGHT = 160


def noise(grey: Image.Image) -> float:
    """How much the paper is speckled: how far a pixel away from print is from the median of its neighbours, on average."""
    middle = grey.crop((grey.width // 4, grey.height // 4, grey.width * 3 // 4, grey.height * 3 // 4))
    raw = np.asarray(middle, dtype=np.int16)
    smooth = np.asarray(middle.filter(ImageFilter.MedianFilter(3)), dtype=np.int16)
    light = np.asarray(Image.fromarray(smooth.astype(np.uint8)).filter(ImageFilter.MinFilter(5))) > _LIGHT
    return float(np.abs(raw - smooth)[light].mean()) if light.any() else 0.0


def despeckled(grey: Image.Image) -> Image.Image:
    """Every pixel becomes the median of its neighbours: specks and grain go, strokes stay."""
    return grey.filter(ImageFilter.MedianFilter(3))


def skew(grey: Image.Image, dpi: float) -> float:
    """By how many degrees the lines climb to the right: turning the page by minus that lays it straight.

    The rows of a straight page are either full of ink or empty, so the profile of ink over the rows changes most
    sharply at the right angle (Postl, 1986).
    """
    rows, columns = _ink(grey, dpi)
    if len(rows) < _FEWEST:
        return 0.0
    best = max(_ANGLES, key=lambda angle: _sharpness(rows, columns, angle))
    best = max(np.arange(best - 0.5, best + 0.51, 0.1), key=lambda angle: _sharpness(rows, columns, angle))
    return round(float(best), 1)


def _ink(grey: Image.Image, dpi: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the dark pixels, of a picture small enough; a sample where there are very many."""
    pixels = np.asarray(grey.reduce(max(1, round(dpi / _COARSE))))
    rows, columns = np.nonzero(pixels < min(int(pixels.mean()) - 40, 160))
    if len(rows) > _MOST:
        chosen = np.random.default_rng(0).choice(len(rows), _MOST, replace=False)
        rows, columns = rows[chosen], columns[chosen]
    return rows, columns


def _sharpness(along: NDArray[np.intp], across: NDArray[np.intp], angle: float) -> float:
    """How suddenly the ink changes from one line of pixels to the next, if lines climb by this angle."""
    level = along + across * math.tan(math.radians(angle))
    profile = np.bincount((level - level.min()).astype(np.intp)).astype(np.float64)
    return float((np.diff(profile) ** 2).sum())


_ANGLES = tuple(np.arange(-12, 12.01, 0.5))
_FEWEST, _MOST = 300, 120_000


# -- rules ---------------------------------------------------------------------------------------------------------

_ACROSS_MM, _DOWN_MM = 25.0, 9.0  # longer than the serifs of a word run on, taller than a letter


def without_rules(grey: Image.Image, dpi: float) -> Image.Image:
    """The page without the rules of tables, lines under headings and the black edges of a copy.

    With them, the program that reads a page as lines takes each box of a table for a letter.
    """
    from scipy import ndimage

    step = max(1, round(dpi / _COARSE))
    pixels = np.array(grey)
    rows, columns = pixels.shape[0] // step, pixels.shape[1] // step
    blocks = pixels[: rows * step, : columns * step].reshape(rows, step, columns, step)
    dark = (blocks.min(axis=(1, 3)) < _DARK).astype(np.uint8)
    rules = np.zeros_like(dark)
    for axis, least in ((1, _ACROSS_MM), (0, _DOWN_MM)):
        size = round(least / _MM * dpi / step)
        kept = ndimage.minimum_filter1d(dark, size, axis=axis)
        rules |= ndimage.maximum_filter1d(kept, size, axis=axis, origin=-1 if size % 2 == 0 else 0)
    if not rules.any():
        return grey
    whole = rules.astype(bool).repeat(step, axis=0).repeat(step, axis=1)
    pixels[: rows * step, : columns * step][whole] = 255
    return Image.fromarray(pixels)


_DARK = 150


def is_sideways(grey: Image.Image, dpi: float) -> bool:
    """Do the lines run up or down the page?"""
    rows, columns = _ink(grey, dpi)
    if len(rows) < _FEWEST:
        return False
    level = max(_sharpness(rows, columns, angle) for angle in _ANGLES)
    upright = max(_sharpness(columns, rows, angle) for angle in _ANGLES)
    return upright > _CLEARLY * level


_CLEARLY = 1.5  # lines of print make a profile several times as sharp as the white between words does
