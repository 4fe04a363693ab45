"""What pages carry that is not text."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"^\s*(?:[-–—]\s*)?(?:[Tt]rang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–—])?\s*$")


def without_page_number(page: str) -> str:
    r"""The page without a number that stands alone on its first or last line.

    >>> without_page_number("2\nCăn cứ Luật Công đoàn;\n")
    'Căn cứ Luật Công đoàn;'
    """
    lines = page.strip("\n").split("\n")
    written = [number for number, line in enumerate(lines) if line.strip()]
    for number in {*written[:1], *written[-1:]}:
        if len(written) > 1 and _NUMBER.match(lines[number]):
            lines[number] = ""
    return "\n".join(lines).strip("\n")
