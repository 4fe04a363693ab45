from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest import readers
from ingest.errors import (
    EmptyFileError,
    IngestError,
    OcrTimeoutError,
    TruncatedFileError,
    UnsupportedFormatError,
)
from ingest.lexicon import load
from ingest.ocr import engine, order, prepare, repairs
from ingest.ocr.engine import Token
from ingest.ocr.recognise import recognise
from ingest.ocr.rendered import picture_share, read_pages, resolution
from ingest.ocr.scan import is_legible, is_scan
from ingest.ocr.upright import Upright, straightened, turned
from ingest.text import fold
from tests.benchmarks.ocr import distance
from tests.tools import scans

ROOT = Path(__file__).parents[2]
real = pytest.mark.skipif(
    not engine.available() or not scans.faces(),
    reason="no tesseract with Vietnamese, or no face to print with: bash tests/tools/ocr.sh",
)


def _printed() -> scans.Printer:
    """A small page with everything that makes trouble: two columns above and below, numbers, a table, one narrow line."""
    printer = scans.Printer()
    printer.columns(
        ["CÔNG ĐOÀN XÃ MẪU", "BAN THƯỜNG VỤ", "Số: 57/KH-CĐX"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Xã Mẫu, ngày 09 tháng 02 năm 2025"],
    )
    printer.heading("KẾ HOẠCH")
    printer.paragraph("Căn cứ Quyết định số 1234/QĐ-LĐLĐ ngày 15/3/2024, công đoàn xã đề ra các việc sau đây.")
    printer.table([["TT", "Đơn vị", "Đoàn viên"], ["1", "Tổ Một", "128"], ["2", "Tổ Hai", "96"]])
    printer.closing(["Nơi nhận:", "- Như trên;", "- Lưu: VT, CĐ."], ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Lê Thị Mẫu"])
    return printer


@pytest.fixture(scope="module")
def printed() -> scans.Printer:
    return _printed()


@pytest.fixture(scope="module")
def pdf(printed: scans.Printer) -> bytes:
    return printed.pdf()


@pytest.fixture(scope="module")
def small(pdf: bytes) -> Image.Image:
    """The upper 60% of the page, where all print is: less to read."""
    page = scans.drawn(pdf, dpi=200)
    return page.crop((0, 0, page.width, round(page.height * 0.6)))


def _flat(text: str) -> str:
    return " ".join(text.split())


# -- real pages ----------------------------------------------------------------------------------------------------

SPOILT: dict[str, tuple[Callable[[Image.Image], Image.Image], float]] = {
    "clean": (lambda page: page, 0.02),
    "askew": (lambda page: scans.skewed(page, 3), 0.05),
    "noisy": (scans.noisy, 0.05),
    "stamped": (lambda page: scans.stamped(page, ((0.3, 0.42), (0.7, 0.75))), 0.05),
    "shaded": (scans.shaded, 0.05),
    "upside down": (lambda page: page.transpose(Image.Transpose.ROTATE_180), 0.02),
    "lying": (lambda page: page.transpose(Image.Transpose.ROTATE_270), 0.02),
}


@real
@pytest.mark.parametrize("kind", SPOILT)
def test_a_scan_is_read_in_order(printed: scans.Printer, small: Image.Image, kind: str) -> None:
    spoil, most = SPOILT[kind]
    page = recognise(spoil(small), 200)
    wanted, got = _flat(printed.sheets[0].text), _flat(page.text)
    assert distance(wanted, got) <= most * len(wanted), page.text
    for number in ("57", "1234", "15/3/2024", "128"):
        assert number in got
    assert page.confidence is not None
    assert page.confidence > 0.8


@real
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_words_stand_where_they_were_printed(printed: scans.Printer, pdf: bytes, quarters: int) -> None:
    """Boxes are of the page as it is shown, askew or lying or not."""
    whole = scans.drawn(pdf, dpi=200)
    page = recognise(turned(whole, quarters), 200)
    assert (page.width, page.height) == pytest.approx(
        (scans.WIDTH, scans.HEIGHT) if quarters % 2 == 0 else (scans.HEIGHT, scans.WIDTH), abs=1
    )
    found = {page.text[word.start : word.end]: word.box for word in page.words}
    for text in ("57/KH-CĐX", "1234/QĐ-LĐLĐ", "128", "VT,"):  # clean print: read without an error
        left, top, right, bottom = next(box for word, box in printed.sheets[0].words if word == text)
        across, down = scans.WIDTH, scans.HEIGHT
        for _ in range(quarters):  # against the clock
            left, top, right, bottom = top, across - right, bottom, across - left
            across, down = down, across
        box = found[text]
        assert (box.left, box.right) == pytest.approx((left, right), abs=8), text
        assert (box.top, box.bottom) == pytest.approx((top, bottom), abs=8), text


@real
def test_words_are_ranges_of_the_text(small: Image.Image) -> None:
    page = recognise(small, 200)
    assert " ".join(page.text[word.start : word.end] for word in page.words) == _flat(page.text)
    assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in page.words)


@real
def test_a_blank_page_has_no_words() -> None:
    page = recognise(np.full((800, 600), 255, dtype=np.uint8), 100)
    assert (page.text, page.words, page.confidence) == ("", (), 0.0)


@real
def test_pages_of_a_pdf_are_drawn_one_by_one(pdf: bytes) -> None:
    scan, buffer = scans.drawn(pdf, dpi=200), io.BytesIO()
    scan.save(buffer, "PDF", resolution=200, save_all=True, append_images=[Image.new("RGB", scan.size, "white")])
    with pypdfium2.PdfDocument(buffer.getvalue()) as document:
        assert picture_share(document[0]) == pytest.approx(1, abs=0.01)
        assert resolution(document[0]) == pytest.approx(200, abs=1)
    (first, empty), (second, page) = read_pages(buffer.getvalue(), [1, 0], name="quet.pdf")
    assert (first, second) == (1, 0)
    assert not empty.text
    assert "15/3/2024" in page.text
    assert page.width == pytest.approx(scans.WIDTH, abs=1)


@real
@pytest.mark.parametrize("extension", [".png", ".jpg", ".tiff"])
def test_pictures_are_files_too(tmp_path: Path, small: Image.Image, extension: str) -> None:
    path = tmp_path / f"quet{extension}"
    more = {"save_all": True, "append_images": [small.crop((0, 0, small.width, 400))]} if extension == ".tiff" else {}
    small.save(path, dpi=(200, 200), **more)
    document = readers.read(path)
    assert document.paged
    assert len(document.pages) == (2 if extension == ".tiff" else 1)
    assert all("CÔNG ĐOÀN XÃ MẪU" in page.text for page in document.pages)


@real
def test_a_page_that_takes_too_long_is_given_up(small: Image.Image) -> None:
    with pytest.raises(OcrTimeoutError) as raised:
        recognise(small, 200, name="quet.pdf, trang 2", seconds=0.05)
    assert "quet.pdf, trang 2" in str(raised.value)
    assert "\n" not in str(raised.value)


# -- what cannot be read -------------------------------------------------------------------------------------------


def _picture(kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((60, 60), 40).save(buffer, kind, **options)
    return buffer.getvalue()


def _bomb(side: int) -> bytes:
    """A PNG that says it is very large."""
    import struct
    import zlib

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@real
@pytest.mark.parametrize(
    ("name", "data", "error", "words"),
    [
        ("cut.png", _picture()[:-900], TruncatedFileError, "cắt cụt"),
        ("hong.jpg", b"\xff\xd8\xff" + b"rac" * 50, TruncatedFileError, "hỏng"),
        ("bom.png", _bomb(60_000), UnsupportedFormatError, "lớn bất thường"),
        ("to.png", _bomb(12_000), UnsupportedFormatError, "lớn bất thường"),
    ],
)
def test_pictures_that_are_none(tmp_path: Path, name: str, data: bytes, error: type[IngestError], words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(IngestError) as raised:
        readers.read(path)
    assert type(raised.value) is error
    assert words in str(raised.value)
    assert name in str(raised.value)
    assert "\n" not in str(raised.value)


@real
def test_a_picture_without_words(tmp_path: Path) -> None:
    path = tmp_path / "trang.png"
    Image.new("L", (400, 600), 255).save(path)
    with pytest.raises(EmptyFileError, match="không có chữ"):
        readers.read(path)


@pytest.mark.parametrize("lacking", ["program", "language"])
def test_without_tesseract_one_line_says_what_to_install(tmp_path: Path, lacking: str) -> None:
    picture = tmp_path / "quet.png"
    picture.write_bytes(_picture())
    programs = tmp_path / "bin"
    programs.mkdir()
    environment = {**os.environ, "PATH": str(programs), "PYTHONPATH": str(ROOT)}
    if lacking == "language":
        if not engine.available():
            pytest.skip("no tesseract to take its Vietnamese from: bash tests/tools/ocr.sh")
        environment |= {"PATH": os.environ["PATH"], "TESSDATA_PREFIX": str(programs)}
    code = (
        "import sys; from pathlib import Path; from ingest import readers; from ingest.errors import OcrUnavailableError\n"
        "from ingest.ocr import engine\nassert not engine.available()\n"
        "try: readers.read(Path(sys.argv[1]))\nexcept OcrUnavailableError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(picture)], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\n") == 1
    assert str(picture) in done.stdout
    assert "sudo apt-get install --no-install-recommends tesseract-ocr tesseract-ocr-vie" in done.stdout
    assert ("tiếng Việt" in done.stdout) == (lacking == "language")


# -- preparation ---------------------------------------------------------------------------------------------------


def _lines(angle: float = 0.0) -> Image.Image:
    """Bars in place of lines of print."""
    pixels = np.full((900, 700), 255, dtype=np.uint8)
    for top in range(100, 800, 30):
        for left in range(80, 600, 45):
            pixels[top : top + 10, left : left + 30] = 0
    return Image.fromarray(pixels).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


@pytest.mark.parametrize("angle", [-10, -4, -1.3, 0, 0.5, 2, 7, 10])
def test_the_angle_of_lines_is_found(angle: float) -> None:
    assert prepare.skew(_lines(angle), 100) == pytest.approx(angle, abs=0.2)


def test_lines_that_run_down_are_sideways() -> None:
    assert prepare.is_sideways(turned(_lines(), 1), 100)
    assert not prepare.is_sideways(_lines(3), 100)


@given(
    quarters=st.integers(0, 3),
    angle=st.floats(-10, 10),
    factor=st.floats(0.5, 2),
    place=st.tuples(st.integers(30, 170), st.integers(30, 270)),
)
def test_a_dot_is_found_where_it_was_drawn(quarters: int, angle: float, factor: float, place: tuple[int, int]) -> None:
    x, y = place
    shown = Image.new("L", (200, 300), 255)
    shown.paste(0, (x - 3, y - 3, x + 3, y + 3))
    image = straightened(turned(shown, quarters), angle)
    image = image.resize((round(image.width * factor), round(image.height * factor)))
    page = Upright(image, 72 * factor, 200, 300, 72, quarters, angle if abs(angle) >= 0.2 else 0.0)
    rows, columns = np.nonzero(np.asarray(image) < 128)
    box = page.box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert ((box.left + box.right) / 2, (box.top + box.bottom) / 2) == pytest.approx((x, y), abs=2.5)


def test_black_strokes_stay_under_a_seal_and_small_coloured_print_stays() -> None:
    page = Image.new("RGB", (600, 600), "white")
    page.paste((30, 60, 190), (40, 40, 60, 60))  # 5 mm: a stamped date
    page.paste((214, 40, 52), (200, 200, 420, 420))
    page.paste((10, 6, 8), (300, 150, 310, 500))
    grey = np.asarray(prepare.without_seals(page, 100))
    assert grey[50, 50] < 120
    assert grey[250, 250] > 240
    assert grey[250, 305] < 60


def test_rules_go_and_print_stays() -> None:
    page = _lines()
    ruled = page.copy()
    ruled.paste(0, (50, 92, 650, 94))
    ruled.paste(0, (50, 92, 52, 800))
    assert np.array_equal(np.asarray(prepare.without_rules(ruled, 100)), np.asarray(page))


# -- words and lines -----------------------------------------------------------------------------------------------

_WORDS = st.lists(st.text(st.sampled_from("aĐÐð|_-./,:;“”0123456789ởQ "), min_size=1, max_size=8), max_size=20)


@given(texts=_WORDS, confidence=st.floats(0, 1))
def test_repairs_touch_no_digit(texts: list[str], confidence: float) -> None:
    tokens = [Token(text, 0, 0, 1, 1, (1,), confidence) for text in texts if text.strip()]
    kept = [token.text for token in repairs.repaired(tokens)]
    digits = re.findall(r"\d", "".join(token.text for token in tokens))
    assert re.findall(r"\d", "".join(kept)) == digits
    assert [text for text in kept if any(map(str.isdigit, text))] == [
        token.text for token in tokens if any(map(str.isdigit, token.text))
    ]


def test_specks_go_and_bullets_stay() -> None:
    tokens = [
        Token(text, 0, 0, 1, 1, (1,), confidence)
        for text, confidence in [
            ("|", 0.9),
            ("-", 0.9),
            (":", 0.2),
            ("LÐLÐ", 0.9),
            ("|Tổ", 0.9),
            ("l", 0.3),
            ("ở", 0.3),
        ]
    ]
    assert [token.text for token in repairs.repaired(tokens)] == ["-", "LĐLĐ", "Tổ", "ở"]


@pytest.mark.parametrize("row", load("ocr")["columns"], ids=lambda row: row["examples"][0])
def test_marks_of_columns(row: dict[str, list[str]]) -> None:
    pattern = re.compile(str(row["pattern"]))
    assert all(pattern.search(fold(example)) for example in row["examples"])
    assert not any(pattern.search(fold(example)) for example in row["counter"])


def _row(number: int, *words: tuple[str, float]) -> list[Token]:
    return [
        Token(text, left, 20 * number, left + 9 * len(text), 20 * number + 12, (number,), 0.9) for text, left in words
    ]


def test_the_name_of_the_state_within_a_sentence_opens_no_column() -> None:
    rows = [
        _row(1, ("giữa", 0), ("Chính", 45), ("phủ", 100), ("nước", 140)),
        _row(2, ("Nước", 0), ("Cộng", 60), ("hòa", 105), ("xã", 140), ("hội", 170)),
        _row(3, ("và", 0), ("các", 30)),
    ]
    assert order.columns(rows, 600) == []


def test_columns_end_at_a_title_and_rows_of_a_table_are_none() -> None:
    rows = [
        _row(1, ("CÔNG", 0), ("ĐOÀN", 45), ("CỘNG", 200), ("HÒA", 245), ("XÃ", 280), ("HỘI", 305)),
        _row(2, ("XÃ", 30), ("MẪU", 55), ("Độc", 220), ("lập", 250)),
        _row(4, ("Số:", 0), ("5/KH", 40)),
        _row(6, ("KẾ", 160), ("HOẠCH", 190)),
        _row(7, ("1", 0), ("Tổ", 100), ("12", 200)),
    ]
    (part,) = order.columns(rows, 380)
    assert (part.first, part.last) == (0, 2)
    left = [" ".join(token.text for token in row if token.right < part.middle) for row in rows[:3]]
    assert left == ["CÔNG ĐOÀN", "XÃ MẪU", "Số: 5/KH"]


# -- which pages ---------------------------------------------------------------------------------------------------

_BODY = "Ban Thường vụ công đoàn xã đề ra các việc sẽ làm trong năm để chăm lo cho đoàn viên và người lao động.\n" * 3
_HEAD = "BẢN TIN MẪU/Số 5 + 6/Ngày 02-3-2024 {}"
_BESIDE = [_HEAD.format(6), _HEAD.format(8)]
_TCVN3 = "C¨n cø QuyÕt ®Þnh sè 12 cña Ban Th­êng vô vÒ viÖc chØ ®¹o c«ng t¸c n÷ c«ng n¨m nay\n" * 4
_BARE = "Can cu Quyet dinh so 12 cua Ban Thuong vu ve viec chi dao cong tac nu cong nam nay\n" * 4


@pytest.mark.parametrize(
    ("text", "picture", "neighbours", "scan"),
    [
        ("", True, [], True),
        ("", False, [], False),
        ("7", True, [], True),
        (_HEAD.format(7), True, _BESIDE, True),
        (_HEAD.format(7) + "\nBẢN DỊCH", True, _BESIDE, True),
        (_HEAD.format(7), False, _BESIDE, False),
        (_HEAD.format(7) + "\n" + _BODY, True, _BESIDE, False),
        (_BODY, True, [], False),
        (_TCVN3, True, [], True),
        (_TCVN3, False, [], False),
        (_BARE, True, [], True),
        ("\ufffd\ue001\ue002" * 60, True, [], True),
    ],
)
def test_which_pages_are_scans(text: str, picture: bool, neighbours: list[str], scan: bool) -> None:
    assert is_scan(text, picture=picture, neighbours=neighbours) is scan


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").glob("*.txt")), ids=lambda path: path.name)
def test_true_texts_are_legible(path: Path) -> None:
    assert is_legible(path.read_text(encoding="utf-8"))
