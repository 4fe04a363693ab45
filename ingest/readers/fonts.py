"""What a run's characters mean in its font: the one place where the font of a text is known."""

from __future__ import annotations

from functools import cache

from ingest.charsets import from_font
from ingest.lexicon import load

_PRIVATE = 0xF000  # where Word keeps the characters of symbol fonts


def text_of(run_text: str, font: str) -> str:
    r"""The text of a run as it is printed.

    Args:
        run_text: as the file holds it, neighbours in one font together.
        font: its name as the file gives it; ``""`` where it is not known.

    >>> text_of("\uf0b3 95%", "Symbol"), text_of("KÕ ho¹ch", ".VnTime"), text_of("Kế hoạch", "Times New Roman")
    ('≥ 95%', 'Kế hoạch', 'Kế hoạch')
    """
    table = _glyphs().get(font.lower())
    return from_font(font, run_text) if table is None else "".join(_glyph(char, table) for char in run_text)


def symbol(code: int, font: str) -> str:
    """A character that the file names by number and font (``w:sym``); ``""`` where nobody knows it.

    >>> symbol(0xF0FE, "Wingdings"), symbol(0xF0B3, "Symbol"), symbol(0x2022, "Arial")
    ('☑', '≥', '•')
    """
    table = _glyphs().get(font.lower())
    if table is not None:
        return table.get(code & 0xFF, "")
    if _PRIVATE <= code <= _PRIVATE + 0xFF:
        code &= 0xFF
    return text_of(chr(code), font) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""


def _glyph(char: str, table: dict[int, str]) -> str:
    code = ord(char)
    if _PRIVATE <= code <= _PRIVATE + 0xFF:
        return table.get(code & 0xFF, char)
    # Ordinary letters in a symbol font were mostly typed in another one, and kept their codes.
    return table.get(code, char) if code > 0x7F else char


@cache
def _glyphs() -> dict[str, dict[int, str]]:
    return {
        font.lower(): {int(code, 16): glyph for code, glyph in row["glyphs"].items()}
        for row in load("glyphs")["font"]
        for font in row["names"]
    }
