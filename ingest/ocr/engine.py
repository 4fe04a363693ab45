"""The tesseract program: a picture in, words with their places out. One process a page, one thread a process."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from PIL import Image

from ingest.errors import NoTextLayerError, OcrTimeoutError, OcrUnavailableError

LANGUAGE = "vie"
SECONDS = 120
"""A page that takes longer is given up: a full page takes 2 to 4 seconds."""

INSTALL = "sudo apt-get install --no-install-recommends tesseract-ocr tesseract-ocr-vie"


@dataclass(frozen=True, slots=True)
class Token:
    """A word as recognised: pixels of the picture, the line it stands on, confidence from 0 to 1."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    line: tuple[int, ...]
    confidence: float


def available() -> bool:
    """Can pages be recognised here: the program is on the PATH, and knows Vietnamese?"""
    return _missing(os.environ.get("PATH"), os.environ.get("TESSDATA_PREFIX")) is None


def require(name: str) -> None:
    """Raise where pages of the file ``name`` cannot be recognised.

    Raises:
        OcrUnavailableError: says what is missing, and the command that installs it.
    """
    missing = _missing(os.environ.get("PATH"), os.environ.get("TESSDATA_PREFIX"))
    if missing:
        raise OcrUnavailableError(
            f"{name}: trang chỉ có ảnh mà máy này {missing}; hãy chạy {INSTALL} rồi thêm lại tệp."
        )


@cache
def _missing(path: str | None, _data: str | None) -> str | None:
    """What is missing, as part of a sentence; asked once for each environment."""
    program = shutil.which("tesseract", path=path)
    if program is None:
        return "chưa có chương trình nhận dạng chữ tesseract"
    try:
        listed = subprocess.run(  # noqa: S603 - the program that the PATH names
            [program, "--list-langs"], capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "không chạy được chương trình nhận dạng chữ tesseract"
    if LANGUAGE.encode() not in (listed.stdout + listed.stderr).split():
        return "chưa có dữ liệu tiếng Việt của tesseract"
    return None


def tokens(image: Image.Image, dpi: float, *, mode: int, name: str = "", seconds: float = SECONDS) -> list[Token]:
    """The words of a picture, line by line.

    Args:
        image: grey or black and white.
        dpi: its dots per inch.
        mode: page segmentation mode, ``--psm`` of the program.
        name: of the file and page, for messages.
        seconds: after which the program is killed.

    Raises:
        NoTextLayerError: the program stopped without a result.
        OcrTimeoutError: it took too long.
        OcrUnavailableError: there is no such program.
    """
    output = _run(["-l", LANGUAGE, "--psm", str(mode), "--dpi", str(round(dpi)), "tsv"], image, name, seconds)
    return list(_parsed(output))


def _run(options: list[str], image: Image.Image, name: str, seconds: float) -> str:
    program = shutil.which("tesseract")
    if program is None:
        require(name)
        raise OcrUnavailableError(name)
    picture = io.BytesIO()
    image.save(picture, "PPM")
    try:
        done = subprocess.run(  # noqa: S603 - the program that the PATH names, with options of our own
            [program, "-", "-", *options],
            input=picture.getvalue(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # pages run side by side; threads of one page would fight
        )
    except subprocess.TimeoutExpired as error:  # run() has killed it
        raise OcrTimeoutError(
            f"{name}: nhận dạng chữ quá {seconds:.0f} giây nên đã dừng; hãy quét lại rõ hơn rồi thêm lại."
        ) from error
    if done.returncode:
        raise NoTextLayerError(
            f"{name}: chương trình nhận dạng chữ dừng giữa chừng (mã {done.returncode}); hãy thêm lại tệp, hoặc quét lại trang này."
        )
    return done.stdout.decode("utf-8", "replace")


_PARTS = 12  # columns of the table that the program prints: level, four numbers of place, box, confidence, text


def _parsed(table: str) -> Iterator[Token]:
    for row in csv.reader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) != _PARTS or row[0] != "5" or not row[11].strip():
            continue
        left, top, width, height = map(int, row[6:10])
        line = (int(row[2]), int(row[3]), int(row[4]))
        yield Token(row[11].strip(), left, top, left + width, top + height, line, max(0.0, float(row[10]) / 100))
