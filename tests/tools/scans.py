"""Printed pages as a scanner would give them: set in a Times-like face, drawn as pictures, then spoilt on purpose.

The words of a page and where they stand are known, so what OCR reads can be measured.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.types import Directive

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 85.0, WIDTH - 57.0, 57.0, HEIGHT - 57.0
FACES = {
    "Liberation Serif": "/usr/share/fonts/truetype/liberation2/LiberationSerif-{}.ttf",
    "DejaVu Serif": "/usr/share/fonts/truetype/dejavu/DejaVuSerif{}.ttf",
}
_STYLES = {
    "Liberation Serif": ("Regular", "Bold", "Italic"),
    "DejaVu Serif": ("", "-Bold", ""),  # Debian's core package has no slanted one
}


def faces() -> list[str]:
    """The faces that are installed here."""
    return [name for name, path in FACES.items() if Path(path.format(_STYLES[name][0])).is_file()]


@dataclass(slots=True)
class Sheet:
    """A page: its lines in reading order, and its words with left, top, right, bottom in points."""

    lines: list[str] = field(default_factory=list)
    words: list[tuple[str, tuple[float, float, float, float]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class Printer:
    """Sets directives on A4 pages: ``print(Directive parts)``, then ``sheets`` and ``pdf()``."""

    def __init__(self, face: str = "Liberation Serif", size: float = 13.5) -> None:
        self.face, self.size, self.leading = face, size, size * 1.3
        self._buffer = io.BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=A4)
        self.sheets = [Sheet()]
        self.y = TOP

    def pdf(self) -> bytes:
        """The finished file; nothing can be printed afterwards."""
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    def columns(self, left: Sequence[str], right: Sequence[str], *, bold: bool = True) -> None:
        """Two centred blocks side by side: masthead, or recipients and signature."""
        self._room(max(len(left), len(right)) * self.leading)
        top, middle = self.y, LEFT + (RIGHT - LEFT) * 0.42
        size, self.size = self.size, 12.0
        ends = []
        for lines, (start, end) in ((left, (LEFT - 10, middle - 12)), (right, (middle - 4, RIGHT + 10))):
            self.y = top
            for line in lines:
                self._centred(line, start, end, bold=bold)
            ends.append(self.y)
        self.size = size
        self.y = max(ends) + self.leading

    def closing(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Recipients in small type on the left, the signature on the right."""
        self._room(max(len(left), len(right)) * self.leading + 60)
        top = self.y
        size, self.size, self.leading = self.size, 11.0, 14.0
        for line in left:
            self._words(line, LEFT, self.face, LEFT + 235)
        below = self.y
        self.size, self.leading, self.y = size, size * 1.3, top
        for number, line in enumerate(right):
            self.y += 50 if number == len(right) - 1 else 0  # room for the seal
            self._centred(line, LEFT + 240, RIGHT, bold=True)
        self.y = max(self.y, below) + self.leading

    def heading(self, line: str) -> None:
        """A centred bold line."""
        self._room(self.leading)
        self._centred(line, LEFT, RIGHT, bold=True)

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """Justified, with the first line set in."""
        font = self._font(bold=bold)
        line: list[str] = []
        indent = 28.0
        for word in text.split():
            if line and LEFT + indent + self._measure(" ".join([*line, word]), font) > RIGHT:
                self._line(line, LEFT + indent, font, justified=True)
                line, indent = [], 0.0
            line.append(word)
        self._line(line, LEFT + indent, font, justified=False)
        self.y += 4

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A ruled table with columns of one width; a row is one line."""
        for row in rows:
            self._room(self.leading + 6)
            width = (RIGHT - LEFT) / len(row)
            self._canvas.setLineWidth(0.7)
            top = self.y
            self.sheets[-1].lines.append(" ".join(row))
            for number, cell in enumerate(row):
                left = LEFT + number * width
                self._canvas.rect(left, HEIGHT - top - self.leading - 4, width, self.leading + 4)
                self._put(cell.split(), left + 5, self._font(), None)
            self.y = top + self.leading + 4
        self.y += self.leading

    def _line(self, words: list[str], x: float, font: str, *, justified: bool) -> None:
        self._room(self.leading)
        gap = None
        if justified and len(words) > 1:
            gap = (RIGHT - x - sum(self._measure(word, font) for word in words)) / (len(words) - 1)
        self.sheets[-1].lines.append(" ".join(words))
        self._put(words, x, font, gap)
        self.y += self.leading

    def _words(self, text: str, x: float, _face: str, end: float) -> None:
        font = self._font()
        line: list[str] = []
        for word in text.split():
            if line and x + self._measure(" ".join([*line, word]), font) > end:
                self._line(line, x, font, justified=False)
                line = []
            line.append(word)
        self._line(line, x, font, justified=False)

    def _centred(self, text: str, start: float, end: float, *, bold: bool) -> None:
        font = self._font(bold=bold)
        line: list[str] = []
        lines = []
        for word in text.split():
            if line and self._measure(" ".join([*line, word]), font) > end - start:
                lines.append(line)
                line = []
            line.append(word)
        for words in [*lines, line]:
            width = self._measure(" ".join(words), font)
            self._line(words, start + (end - start - width) / 2, font, justified=False)

    def _put(self, words: Sequence[str], x: float, font: str, gap: float | None) -> None:
        baseline = self.y + self.size
        self._canvas.setFont(font, self.size)
        for word in words:
            width = self._measure(word, font)
            self._canvas.drawString(x, HEIGHT - baseline, word)
            self.sheets[-1].words.append((word, (x, self.y, x + width, baseline + 0.2 * self.size)))
            x += width + (self._measure(" ", font) if gap is None else gap)

    def _room(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self._canvas.showPage()
            self.sheets.append(Sheet())
            self.y = TOP

    def _font(self, *, bold: bool = False) -> str:
        return _registered(self.face, int(bold))

    def _measure(self, text: str, font: str) -> float:
        return float(pdfmetrics.stringWidth(text, font, self.size))


@cache
def _registered(face: str, style: int) -> str:
    name = f"{face} {style}"
    pdfmetrics.registerFont(TTFont(name, FACES[face].format(_STYLES[face][style])))
    return name


def drawn(pdf: bytes, page: int = 0, dpi: float = 300) -> Image.Image:
    """The picture of one page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()


# -- what a scanner and an office do to a page ---------------------------------------------------------------------


def skewed(image: Image.Image, degrees: float) -> Image.Image:
    """Laid askew on the glass; positive turns it against the clock."""
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def noisy(
    image: Image.Image, *, sigma: float = 25.0, salt: float = 0.01, quality: int = 50, seed: int = 5
) -> Image.Image:
    """A worn copy: blurred, with grain and specks, saved as JPEG."""
    chance = np.random.default_rng(seed)
    pixels = np.asarray(image.convert("RGB").filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float32)
    pixels = pixels + chance.normal(0, sigma, (*pixels.shape[:2], 1))
    specks = chance.random(pixels.shape[:2])
    pixels[specks < salt / 2] = 0
    pixels[specks > 1 - salt / 2] = 255
    return jpeg(Image.fromarray(pixels.clip(0, 255).astype(np.uint8)), quality)


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    """Saved as JPEG and read again."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


def shaded(image: Image.Image) -> Image.Image:
    """A photocopy: grey paper that grows dark towards one corner."""
    pixels = np.asarray(image, dtype=np.float32)
    rows, columns = pixels.shape[:2]
    shade = 0.85 - 0.45 * np.add.outer(np.linspace(0, 1, rows), np.linspace(0, 1, columns)) / 2
    return Image.fromarray((pixels * shade[..., None] + 8).clip(0, 255).astype(np.uint8))


def stamped(image: Image.Image, places: Sequence[tuple[float, float]] = ((0.68, 0.8), (0.3, 0.4))) -> Image.Image:
    """A red round seal over the text at each place (shares of width and height), and blue ink across it."""
    seal = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(seal)
    unit = image.width / 210  # a millimetre
    for x, y in places:
        middle = (x * image.width, y * image.height)
        for radius, thick in ((17, 1.0), (15.5, 0.4), (10, 0.4)):
            pen.circle(middle, radius * unit, outline=(214, 40, 52), width=max(1, round(thick * unit)))
        _ring(seal, middle, 12.7 * unit, unit)
        star = [
            (
                middle[0] + math.sin(math.pi * corner / 5) * unit * (5, 2)[corner % 2],
                middle[1] - math.cos(math.pi * corner / 5) * unit * (5, 2)[corner % 2],
            )
            for corner in range(10)
        ]
        pen.polygon(star, fill=(214, 40, 52))
        stroke = [
            (middle[0] + unit * (step / 2 - 15), middle[1] + unit * 6 * math.sin(step * 0.55) * math.cos(step * 0.13))
            for step in range(90)
        ]
        pen.line(stroke, fill=(40, 60, 170), width=max(2, round(0.6 * unit)), joint="curve")
    ink = np.asarray(seal.filter(ImageFilter.GaussianBlur(0.06 * unit)), dtype=np.float32) / 255
    return Image.fromarray((np.asarray(image, dtype=np.float32) * ink).astype(np.uint8))


def _ring(seal: Image.Image, middle: tuple[float, float], radius: float, unit: float) -> None:
    font = ImageFont.truetype(FACES[faces()[0]].format(_STYLES[faces()[0]][1]), round(3.2 * unit))
    text = "BAN CHẤP HÀNH CÔNG ĐOÀN XÃ MẪU ★ "
    for number, char in enumerate(text):
        angle = 360 * number / len(text)
        tile = Image.new("L", (round(5 * unit), round(5 * unit)), 0)
        ImageDraw.Draw(tile).text((tile.width / 2, tile.height / 2), char, 255, font=font, anchor="mm")
        tile = tile.rotate(-angle, Image.Resampling.BICUBIC)
        place = (
            round(middle[0] + radius * math.sin(math.radians(angle)) - tile.width / 2),
            round(middle[1] - radius * math.cos(math.radians(angle)) - tile.height / 2),
        )
        seal.paste((214, 40, 52), place, tile)


SPOILT: dict[str, Callable[[bytes, int], tuple[Image.Image, float]]] = {
    "clean": lambda pdf, page: (drawn(pdf, page), 300),
    "clean 200 dpi": lambda pdf, page: (drawn(pdf, page, 200), 200),
    "clean 150 dpi": lambda pdf, page: (drawn(pdf, page, 150), 150),
    "clean 96 dpi": lambda pdf, page: (drawn(pdf, page, 96), 96),
    "skewed +1°": lambda pdf, page: (skewed(drawn(pdf, page), 1), 300),
    "skewed -2.5°": lambda pdf, page: (skewed(drawn(pdf, page), -2.5), 300),
    "skewed +4°": lambda pdf, page: (skewed(drawn(pdf, page), 4), 300),
    "skewed -9°": lambda pdf, page: (skewed(drawn(pdf, page), -9), 300),
    "noisy": lambda pdf, page: (noisy(drawn(pdf, page)), 300),
    "noisy 200 dpi": lambda pdf, page: (noisy(drawn(pdf, page, 200)), 200),
    "stamped": lambda pdf, page: (stamped(drawn(pdf, page)), 300),
    "stamped 200 dpi": lambda pdf, page: (jpeg(stamped(drawn(pdf, page, 200)), 75), 200),
    "shaded": lambda pdf, page: (shaded(drawn(pdf, page)), 300),
    "turned 90°": lambda pdf, page: (drawn(pdf, page).transpose(Image.Transpose.ROTATE_90), 300),
    "turned 180°": lambda pdf, page: (drawn(pdf, page).transpose(Image.Transpose.ROTATE_180), 300),
    "all at once": lambda pdf, page: (noisy(shaded(skewed(stamped(drawn(pdf, page)), 2)), sigma=15, salt=0.004), 300),
}
"""Kinds of scans: from a PDF and the number of a page to a picture and its dots per inch."""


def printed(directive: Directive, face: str = "Liberation Serif") -> Printer:
    """A directive as its office would print it: masthead in two columns, body, recipients beside the signature."""
    head, signature = directive.header, directive.signature
    printer = Printer(face)
    year = head.year or 2024
    date = head.date or f"{year}-02-05"
    printer.columns(
        ["LIÊN ĐOÀN LAO ĐỘNG CẤP TRÊN", (head.issuer or "").upper(), f"Số: {head.symbol}"],
        [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            f"{head.place}, ngày {date[8:]} tháng {date[5:7]} năm {date[:4]}",
        ],
    )
    printer.heading((head.type or "").upper())
    printer.heading(head.title or "")
    printer.y += printer.leading / 2
    for block in directive.text[directive.body.start : directive.body.end].split("\n"):
        printer.paragraph(block, bold=block.isupper())
    below = (signature.authority, signature.position, signature.name) if signature else ()
    printer.closing(
        ["Nơi nhận:", *(f"- {line};" for line in directive.recipients)],
        [line for line in below if line] or ["CHỦ TỊCH", "Lê Văn Mẫu"],
    )
    return printer
