"""The marked-up sources of the Word and PDF files of ``corpus/``, and what the two ways of setting them share.

A source is a block of ``key: value`` lines between two ``---``, then one paragraph per block: ``#``, ``##``, ``###``
for headings, ``^`` for a centred line, ``| a | b |`` for a table, ``*…*`` and ``**…**`` inside a line.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARGINS_CM = {"top": 2.0, "bottom": 2.0, "left": 3.0, "right": 2.0}  # Nghị định 30, phụ lục I
STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
RECIPIENTS = "Nơi nhận:"
AUTHOR = "Bộ mẫu Căn Cứ"
ROOM_TO_SIGN = 3  # empty lines between the position and the name
INVENTED = "Văn bản mẫu, không có thật"

_MARK = re.compile(r"(\*{1,3})(.+?)\1")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph (``heading``, ``centre``, ``text``) or one table of the body."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A directive to be set: the fields of its head and foot, and its body."""

    fields: dict[str, str]
    blocks: tuple[Block, ...]

    @property
    def output(self) -> str:
        """Name of the file to write; its ending says the format."""
        return self.fields["output"]

    @property
    def moment(self) -> dt.datetime:
        """The directive's own date, which stands in the file's metadata."""
        return dt.datetime.fromisoformat(self.fields["date"])

    def several(self, key: str) -> list[str]:
        """The parts of a field that are parted by ``|``."""
        return [part.strip() for part in self.fields.get(key, "").split("|") if part.strip()]


def read_source(path: Path) -> Source:
    """Read one marked-up source."""
    _, head, body = path.read_text("utf-8").split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
    return Source(fields, tuple(_block(part) for part in re.split(r"\n\s*\n", body.strip())))


def _block(part: str) -> Block:
    if part.startswith("|"):
        lines = [line for line in part.splitlines() if not re.fullmatch(r"[|\-\s]+", line)]
        return Block("table", rows=tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines))
    if part.startswith("^ "):
        return Block("centre", part[2:])
    heading = re.match(r"(#+) ", part)
    if heading:
        return Block("heading", part[heading.end() :], level=len(heading.group(1)))
    return Block("text", part)


def runs(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Pieces of a line with (bold, italic)."""
    end = 0
    for mark in _MARK.finditer(text):
        if mark.start() > end:
            yield text[end : mark.start()], False, False
        stars = len(mark.group(1))
        yield mark.group(2), stars >= 2, stars in (1, 3)
        end = mark.end()
    if end < len(text):
        yield text[end:], False, False
