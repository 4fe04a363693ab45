"""Real gazettes (``KB_TESTDATA``): a whole build against plain extraction of the same files by pypdf, and its memory.

``python -m tests.benchmarks.gazette [--pages 13000]``: with a number, PDFs are put together from pages of the gazettes,
so many as that, and the memory of building all of them is told.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.measured import Measured, measure

_KB = str(Path(sys.executable).with_name("kb"))
_PLAIN = """
import logging, sys
from pypdf import PdfReader
logging.disable(logging.CRITICAL)
for path in sys.argv[1:]:
    for page in PdfReader(path).pages:
        page.extract_text()
"""
_SCANS = {"thong-bao-so-02-2023-tb-lpqt-39022.pdf"}
_FILE_PAGES = 20
_RUNS = 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Print seconds, pages per second, the ratio and the peak of memory."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=0)
    wanted = parser.parse_args(arguments).pages
    folder = Path(os.environ["KB_TESTDATA"], "gazette")
    files = sorted(path for path in folder.glob("*.pdf") if path.name not in _SCANS)
    if wanted:
        _many(files, wanted)
    else:
        _against_pypdf(files)


def _against_pypdf(files: list[Path]) -> None:
    pages = sum(map(_count, files))
    plain: list[Measured] = []
    built: list[Measured] = []
    for _ in range(_RUNS):  # in turn, so that what else the machine does falls on both
        plain.append(measure([sys.executable, "-c", _PLAIN, *map(str, files)], os.environ))
        built.append(_build(files))
    for name, runs in (("pypdf, one process", plain), ("kb build", built)):
        best = min(run.seconds for run in runs)
        sys.stdout.write(
            f"{name:<20} {best:6.1f} s  {pages / best:6.1f} pages/s  peak {max(run.megabytes for run in runs):.0f} MB\n"
        )
    ratio = min(run.seconds for run in built) / min(run.seconds for run in plain)
    sys.stdout.write(f"{'ratio':<20} {ratio:6.2f}    ({pages} pages of {len(files)} files)\n")


def _build(files: list[Path]) -> Measured:
    with tempfile.TemporaryDirectory() as home:
        done = measure([_KB, "build", *map(str, files)], {**os.environ, "KB_HOME": home})
    if done.status:
        sys.exit(f"kb build: {done.status}")
    return done


def _many(files: list[Path], wanted: int) -> None:
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as home:
        for number, data in enumerate(_put_together(files, wanted)):
            Path(made, f"{number:05}.pdf").write_bytes(data)
        done = measure([_KB, "build", made], {**os.environ, "KB_HOME": home})
        size = sum(path.stat().st_size for path in Path(home).rglob("*") if path.is_file()) / 2**20
        sys.stdout.write(
            f"{wanted} pages in {len(list(Path(made).iterdir()))} files: {done.seconds:.0f} s, {wanted / done.seconds:.1f} pages/s, "
            f"peak {done.megabytes:.0f} MB, {size:.0f} MB on disk, status {done.status}\n"
        )
        shutil.rmtree(home, ignore_errors=True)
        Path(home).mkdir()


def _put_together(files: list[Path], wanted: int) -> Iterator[bytes]:
    """PDFs of pages drawn from all files, no two alike; the first page of each is the first page of a real one."""
    import io

    from pypdfium2 import PdfDocument

    chance = random.Random(7)
    sources = [PdfDocument(path) for path in files]
    for done in range(0, wanted, _FILE_PAGES):
        target = PdfDocument.new()
        target.import_pages(chance.choice(sources), [0])
        for _ in range(min(_FILE_PAGES, wanted - done) - 1):
            source = chance.choice(sources)
            target.import_pages(source, [chance.randrange(len(source))])
        buffer = io.BytesIO()
        target.save(buffer)
        target.close()
        yield buffer.getvalue()


def _count(path: Path) -> int:
    from pypdfium2 import PdfDocument

    document = PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


if __name__ == "__main__":
    main()
