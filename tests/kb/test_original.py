"""A page of the original with a passage marked on it: what is yellow are the words, and nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest.ocr import engine
from ingest.parse import parse_file
from ingest.types import Directive, Span
from kb import original
from kb.errors import OriginalError
from kb.home import Home
from tests.kb.made import kb

LINES = (
    "UBND TINH LAI CHAU",
    "So: 12/KH-UBND",
    "KE HOACH",
    "Cong tac nam 2031",
    "1. Hoan thanh 98% truoc ngay 15/6/2031.",
)
WORDS = "98% truoc ngay 15/6/2031"


def pdf(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842))
    for number, line in enumerate(LINES):
        canvas.setFont("Helvetica", 14)
        canvas.drawString(72, 760 - 30 * number, line)
    canvas.showPage()
    canvas.setFont("Helvetica", 14)
    canvas.drawString(72, 760, "2. Bao cao ket qua.")
    canvas.save()
    return path


def yellow(png: bytes) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    return (pixels[..., 0] > 200) & (pixels[..., 2] < 60)


def marked(directive: Directive, words: str = WORDS) -> bytes:
    start = directive.text.index(words)
    page = original.page_of(directive, start)
    assert page is not None
    return original.picture(directive, page, original.places(directive, Span(start, start + len(words)), page))


def test_the_words_and_nothing_else_are_marked(tmp_path: Path) -> None:
    directive = parse_file(pdf(tmp_path / "a.pdf"))
    found = yellow(marked(directive))
    rows, columns = np.nonzero(found)
    scale = original.DPI / 72
    line = 842 - (760 - 30 * 4)
    assert (line - 14) * scale < rows.min() < rows.max() < (line + 6) * scale
    before = Canvas("").stringWidth("1. Hoan thanh ", "Helvetica", 14)
    through = Canvas("").stringWidth(LINES[4][:-1], "Helvetica", 14)
    assert abs(columns.min() - (72 + before) * scale) < 4
    assert abs(columns.max() - (72 + through) * scale) < 8
    dark = np.asarray(Image.open(io.BytesIO(marked(directive))).convert("L")) < 90
    assert (dark & ~found)[rows.min() : rows.max(), columns.min() : columns.max()].any()  # the letters are seen through
    assert original.page_of(directive, directive.text.index("Bao cao")) == 2
    assert not yellow(original.picture(directive, 2)).any()


@pytest.mark.skipif(not engine.available(), reason="tesseract with Vietnamese is not installed")
def test_words_of_a_scan_are_marked_where_they_stand(tmp_path: Path) -> None:
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf(tmp_path / "a.pdf"))[0].render(scale=300 / 72).to_pil().convert("L")
    page.save(tmp_path / "quet.png", dpi=(300, 300))
    scan = parse_file(tmp_path / "quet.png")
    typed = parse_file(tmp_path / "a.pdf")
    assert scan.pages[0].confidence is not None
    one, other = yellow(marked(scan, "15/6/2031")), yellow(marked(typed, "15/6/2031"))
    rows, columns = (min(sizes) for sizes in zip(one.shape, other.shape, strict=True))
    one, other = one[:rows, :columns], other[:rows, :columns]
    assert (one & other).sum() > 0.4 * other.sum()
    assert (one & ~other).sum() < 0.5 * other.sum()


def test_a_file_that_has_changed_or_gone_is_not_shown(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf")
    directive = parse_file(path)
    with pytest.raises(OriginalError, match="không có trang 3"):
        original.picture(directive, 3)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(OriginalError, match="đã khác lúc nạp"):
        original.picture(directive, 1)
    path.unlink()
    with pytest.raises(OriginalError, match="không mở được"):
        original.picture(directive, 1)
    text = tmp_path / "a.txt"
    text.write_text("\n".join(LINES), encoding="utf-8")
    with pytest.raises(OriginalError, match="không có trang in"):
        original.picture(parse_file(text), 1)


def test_the_command_draws_the_page(tmp_path: Path) -> None:
    home = Home(tmp_path / "kho")
    assert kb(home, "build", pdf(tmp_path / "a.pdf")).returncode == 0
    done = kb(home, "page", "12/KH-UBND", tmp_path / "trang.png", "--mark", WORDS, "--json")
    assert done.returncode == 0, done.stderr
    assert yellow((tmp_path / "trang.png").read_bytes()).any()
    for arguments, line in ((["--mark", "khong co"], "không có chữ"), (["--page", "9"], "không có trang 9")):
        done = kb(home, "page", "12/KH-UBND", tmp_path / "nua.png", *arguments)
        assert (done.returncode, len(done.stderr.strip().split("\n"))) == (2, 1)
        assert line in done.stderr
    assert not (tmp_path / "nua.png").exists()
