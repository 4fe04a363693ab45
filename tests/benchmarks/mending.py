"""How many of the torn syllables of real PDFs are put together: pypdf's text, mended, against pdfium's of the same page.

Both give the same letters on almost every page, pypdf with spaces inside words. A space that pdfium has not is torn; one
that :func:`ingest.mending.mend` takes out is a join. Pages whose letters differ (their order, mostly) are left out.
"""

from __future__ import annotations

import logging
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ingest.legibility import legible
from ingest.mending import mend
from ingest.text import normalise


def main() -> None:
    """Print precision and recall of the joins, joins on whole text, time and legibility."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    count: Counter[str] = Counter()
    spent, before, after = [], [], []
    for torn, whole in _pages(Path(os.environ["KB_TESTDATA"], "gazette")):
        started = time.perf_counter()
        mended = mend(torn).text
        spent.append(1000 * (time.perf_counter() - started))
        before.append(legible(torn))
        after.append(legible(mended))
        count["needless"] += len(_gaps(whole)) - len(_gaps(mend(whole).text))
        signs = _signs(torn)
        if signs == _signs(whole) == _signs(mended):
            count["pages"] += 1
            inside = [
                place for place in _gaps(torn) if signs[place - 1 : place + 1].isalpha() and 0 < place < len(signs)
            ]
            _compare(inside, _gaps(torn), _gaps(mended), _gaps(whole), count)
    right, wrong, missed = count["right"], count["wrong"], count["missed"]
    sys.stdout.write(f"pages of {len(spent)} compared: {count['pages']}\n")
    sys.stdout.write(f"joins: {right} right, {wrong} wrong, {missed} missed\n")
    sys.stdout.write(f"precision {right / (right + wrong):.4f}  recall {right / (right + missed):.4f}\n")
    sys.stdout.write(f"joins on pdfium's text: {count['needless']}\n")
    sys.stdout.write(
        f"mend: median {statistics.median(spent):.1f} ms, 95% {sorted(spent)[len(spent) * 95 // 100]:.1f} ms\n"
    )
    sys.stdout.write(f"legible: {statistics.mean(before):.4f} before, {statistics.mean(after):.4f} after\n")


def _pages(folder: Path) -> Iterator[tuple[str, str]]:
    import pypdfium2
    from pypdf import PdfReader

    for path in sorted(folder.glob("*.pdf")):
        for mine, other in zip(PdfReader(path).pages, pypdfium2.PdfDocument(path), strict=True):
            text = other.get_textpage().get_text_range()
            yield normalise(mine.extract_text() or ""), normalise(text.replace("\x02", "-"))


def _signs(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _gaps(text: str) -> dict[int, str]:
    """White space by the number of signs before it."""
    gaps, signs = {}, 0
    for match in re.finditer(r"\s+|\S+", text):
        if match.group().isspace():
            gaps[signs] = match.group()
        else:
            signs += len(match.group())
    return gaps


def _compare(
    inside: list[int], torn: dict[int, str], mended: dict[int, str], whole: dict[int, str], count: Counter[str]
) -> None:
    """Count the gaps between two letters."""
    for place in inside:
        broken = place not in whole and "\n" not in torn[place]
        if place not in mended:
            count["right" if broken else "wrong"] += 1
        elif broken:
            count["missed"] += 1


if __name__ == "__main__":
    main()
