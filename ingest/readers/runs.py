"""The text of one paragraph of a Word file, run by run, as it is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ingest.readers import fonts, numerals
from ingest.readers.styles import Look, Styles
from ingest.readers.xml import W, child, local

_SPACE = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SILENT = {"pPr", "rPr", "sdtPr", "instrText", "delText", "footnoteRef", "endnoteRef", "annotationRef"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


@dataclass(slots=True)
class Content:
    """What a paragraph holds: ``text`` on one line but for breaks set by hand, and what hangs on it."""

    text: str = ""
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Walker:
    """Reads the runs of paragraphs.

    Attributes:
        styles: of the document.
        note: by kind, id and whether the writer typed the mark: the mark of a note, and its line where it is met first.
    """

    styles: Styles
    note: Callable[[str, str, bool], tuple[str, str]]

    def read(self, paragraph: Any) -> Content:  # noqa: ANN401 - lxml has no types
        """The content of ``w:p``; text boxes in it are left to the caller."""
        content = Content()
        pieces: list[tuple[Look, str]] = []
        look = self.styles.look(self.styles.of_paragraph(child(paragraph, "pPr")))
        self._walk(paragraph, look, pieces, content)
        # Neighbours in one look are one piece: old encodings write a letter in several characters.
        content.text = "".join(
            _printed("".join(text for _, text in group), look)
            for look, group in groupby(pieces, key=lambda piece: piece[0])
        )
        return content

    def _walk(self, element: Any, look: Look, pieces: list[tuple[Look, str]], content: Content) -> None:  # noqa: ANN401
        for item in element:
            tag = local(item)
            if tag == "r":
                own = self.styles.of_run(look, child(item, "rPr"))
                if not own.hidden:
                    self._walk(item, own, pieces, content)
            elif tag == "t":
                pieces.append((look, item.text or ""))
            elif tag in _SPACE:
                pieces.append((look, _SPACE[tag]))
            elif tag == "sym":
                pieces.append((Look(), _symbol(item)))
            elif tag in _NOTES:
                self._mark(item, _NOTES[tag], pieces, content)
            elif tag == "txbxContent":
                content.boxes.append(item)
            elif tag not in _SILENT:
                self._walk(item, look, pieces, content)

    def _mark(self, reference: Any, kind: str, pieces: list[tuple[Look, str]], content: Content) -> None:  # noqa: ANN401
        own = reference.get(f"{W}customMarkFollows", "0") not in {"0", "false", "off"}
        mark, line = self.note(kind, reference.get(f"{W}id", ""), own)
        pieces.append((Look(), mark))
        if line:
            content.notes.append(line)


def _symbol(item: Any) -> str:  # noqa: ANN401
    code = str(item.get(f"{W}char", ""))
    return fonts.symbol(int(code, 16), str(item.get(f"{W}font", ""))) if _is_hex(code) else ""


def _is_hex(code: str) -> bool:
    return 0 < len(code) <= 6 and all(char in "0123456789abcdefABCDEF" for char in code)


def _printed(text: str, look: Look) -> str:
    text = fonts.text_of(text, look.font)
    if look.superscript:
        text = numerals.raised(text)
    return text.upper() if look.capitals else text
