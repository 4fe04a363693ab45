"""How well and how fast scanned pages are read: our own samples, printed, spoilt, recognised and compared.

    python -m tests.benchmarks.ocr [KIND ...]

Errors are counted as edits (Levenshtein) between what was printed and what was read, white space made one space each,
for each kind of scan: over all characters; over the digits alone; and how many of the numbers of instruments and of the
dates came out exactly.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from ingest import parse
from ingest.ocr import engine
from ingest.ocr.recognise import recognise
from ingest.text import normalise
from tests.tools import scans

CORPUS = Path(__file__).parents[2] / "corpus"
FILES = (
    "01-lai-chau-ke-hoach-dan-van-2021.txt",
    "mau-03-quyet-dinh-tai-chinh.docx",
    "mau-07-thong-bao-ket-luan-kiem-tra.txt",
)
_SYMBOL = re.compile(
    r"\b(?:MẪU-)?\d+\s?[-/][\dA-ZĐƯ]*[-/]?[A-ZĐƯ][\w-]*(?:/[A-ZĐƯ]+)?|\b\d{1,2}/\d{1,2}/\d{4}\b|\b\d{1,2} tháng \d{1,2} năm \d{4}\b"
)


def distance(first: str, second: str) -> int:
    """Levenshtein's distance, by Myers' bit vectors in Hyyrö's form (2003): one step for each character of ``second``."""
    if not first:
        return len(second)
    places: dict[str, int] = {}
    for number, char in enumerate(first):
        places[char] = places.get(char, 0) | 1 << number
    mask, last = (1 << len(first)) - 1, 1 << len(first) - 1
    plus, minus, score = mask, 0, len(first)
    for char in second:
        equal = places.get(char, 0)
        diagonal = (((equal & plus) + plus) ^ plus) | equal | minus
        up, down = minus | ~(diagonal | plus) & mask, plus & diagonal
        score += bool(up & last) - bool(down & last)
        up, down = (up << 1 | 1) & mask, down << 1 & mask
        plus, minus = down | ~(diagonal | up) & mask, up & diagonal
    return score


@dataclass(frozen=True, slots=True)
class Score:
    """Edits and characters, edits and digits, symbols right and symbols; seconds and confidence of one page."""

    edits: int
    characters: int
    digit_edits: int
    digits: int
    right: int
    symbols: int
    seconds: float
    confidence: float


@cache
def _documents() -> list[tuple[bytes, list[scans.Sheet]]]:
    documents = []
    for number, name in enumerate(FILES):
        faces = scans.faces()
        printer = scans.printed(parse.parse_file(CORPUS / name), faces[number % len(faces)] if number > 1 else faces[0])
        documents.append((printer.pdf(), printer.sheets))
    return documents


def measure(kind: str, document: int, page: int) -> Score:
    """Spoil one page, read it, compare."""
    pdf, sheets = _documents()[document]
    image, dpi = scans.SPOILT[kind](pdf, page)
    started = time.perf_counter()
    read = recognise(image, dpi)
    seconds = time.perf_counter() - started
    wanted, got = _flat(sheets[page].text), _flat(read.text)
    numbers = ["".join(filter(str.isdigit, text)) for text in (wanted, got)]
    symbols, found = Counter(_SYMBOL.findall(wanted)), Counter(_SYMBOL.findall(got))
    return Score(
        distance(wanted, got),
        len(wanted),
        distance(*numbers),
        len(numbers[0]),
        (symbols & found).total(),
        symbols.total(),
        seconds,
        read.confidence or 0.0,
    )


def _flat(text: str) -> str:
    return " ".join(normalise(text).split())


def main(kinds: Sequence[str] = ()) -> None:
    """Print one line for each kind of scan, and pages a minute."""
    if not engine.available() or not scans.faces():
        sys.stdout.write("no tesseract with Vietnamese, or no face to print with: bash tests/tools/ocr.sh\n")
        return
    pages = [(number, page) for number, (_, sheets) in enumerate(_documents()) for page in {0, len(sheets) - 1}]
    sys.stdout.write(
        f"{'scan':<18}{'characters':>11}{'worst page':>12}{'digits':>9}{'numbers and dates':>19}{'confidence':>12}{'s/page':>8}\n"
    )
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        for kind in kinds or scans.SPOILT:
            scores = list(workers.map(measure, [kind] * len(pages), *zip(*pages, strict=True)))
            _print(kind, scores)
    if not kinds:
        _print_speed(pages)


def _print(kind: str, scores: Sequence[Score]) -> None:
    error = sum(one.edits for one in scores) / sum(one.characters for one in scores)
    worst = max(one.edits / one.characters for one in scores)
    digits = sum(one.digit_edits for one in scores) / sum(one.digits for one in scores)
    right, symbols = sum(one.right for one in scores), sum(one.symbols for one in scores)
    confidence = sum(one.confidence for one in scores) / len(scores)
    seconds = sum(one.seconds for one in scores) / len(scores)
    sys.stdout.write(
        f"{kind:<18}{error:>11.2%}{worst:>12.2%}{digits:>9.2%}{f'{right} of {symbols}':>19}{confidence:>12.2f}{seconds:>8.1f}\n"
    )
    sys.stdout.flush()


def _print_speed(pages: Sequence[tuple[int, int]]) -> None:
    for count in (1, 2):
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as workers:
            list(workers.map(measure, ["clean"] * count, [0] * count, [0] * count))  # the processes have started
            started = time.perf_counter()
            list(workers.map(measure, ["clean"] * len(pages), *zip(*pages, strict=True)))
            minutes = (time.perf_counter() - started) / 60
        sys.stdout.write(f"{count} process{'es' * (count - 1)}: {len(pages) / minutes:.0f} pages a minute\n")


if __name__ == "__main__":
    main(sys.argv[1:])
