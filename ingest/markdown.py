"""What a line of OCR text or Markdown looks like once the marks are gone. No letter and no digit is ever touched."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])")
# A star that touches a word from outside. One inside a word or a sum (5*3), between spaces or alone in brackets is text.
_STAR = re.compile(r"\*{2,}|(?<![\w*(])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*)])|(?<=\()\*(?=[^\s*)])|(?<=[^\s*(])\*(?=\))")
_UNDERLINED = re.compile(r"(?<!\w)(__?)(?=[^\s_])([^_]*[^\s_])\1(?!\w)")
_MOST_UNDERLINES = 200  # a line with more of them is a form to be filled in
_QUOTE = re.compile(r"^(?:>\s*)+")
_HASHES = re.compile(r"^[#\s]+")
_BULLET = re.compile("^(?:[•●▪■◦‣∙\uf0b7\uf0a7\uf0d8\uf02d✓➢]\\s*|[*·–—]\\s+|[–—](?=[^\\W\\d_]))(?=\\S)")
_LONE_BULLET = re.compile("^[*•●▪■◦‣∙·–—\uf0b7\uf0a7\uf0d8\uf02d]$")
# "-Tiếp tục" is a bullet; "-CP" may be the tail of a symbol that broke at the line's end.
_TIGHT = re.compile(r"^(?:-(?=[^\W\d_])(?!\w[A-ZĐƯ])|\+(?=[^\W\d_]))")
_RULE = re.compile(r"^[\s\-_=*~–—.…|:#+·•]*$")
_ELLIPSIS = re.compile(r"^(?:[.…]{1,3}|[-+]|\./\.)$")


def clean(line: str) -> str:
    r"""One line without Markdown marks, bullets as ``- `` or ``+ ``, single spaces; ``""`` for a mere rule.

    >>> clean("## **II. CHỈ TIÊU**"), clean("* Lưu: VT"), clean("+Tiếp tục"), clean("1\\. _Mục đích_")
    ('II. CHỈ TIÊU', '- Lưu: VT', '+ Tiếp tục', '1. Mục đích')
    >>> clean("| Quý I | 98% |"), clean("|---|:-:|"), clean("> 80% đơn vị")
    ('Quý I | 98%', '', '> 80% đơn vị')
    """
    before = None
    while line != before:
        before, line = line, _clean_once(line)
    return line


def _clean_once(line: str) -> str:
    line = " ".join(_ESCAPED.sub(r"\1", line).split())
    if _LONE_BULLET.match(line):
        return "-"
    if _RULE.match(line) and not _ELLIPSIS.match(line):
        return ""
    line = _STAR.sub("", line)
    if line.count("_") <= _MOST_UNDERLINES:
        line = _UNDERLINED.sub(r"\2", line)
    line = _HASHES.sub("", _QUOTE.sub(_without_quote, line))
    line = _TIGHT.sub(lambda mark: f"{mark.group()} ", _BULLET.sub("- ", line))
    # Markdown closes a row as it opens it; a row that only begins with a stroke has an empty first cell.
    return line.strip("| ") if line.startswith("|") and line.endswith("|") else line


def _without_quote(marks: re.Match[str]) -> str:
    """``> 80%`` at a line's start means more than 80%; all other marks there are quotation's."""
    single = marks.group().count(">") == 1
    return marks.group() if single and marks.string[marks.end() : marks.end() + 1].isdigit() else ""
