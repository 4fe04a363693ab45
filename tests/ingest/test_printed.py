"""What a printed page tells beside its letters: marks, hidden text, notes, tables, and where the words stand."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from ingest import boxes, layout, rows
from ingest.boxes import marks
from ingest.parse import parse_file
from ingest.readers import pdf
from ingest.readers.tables import Rule, grids
from ingest.types import Box, Directive, Span
from ingest.wraps import Line

Draw = Callable[[Canvas], object]
LEFT, TOP, STEP = 70, 780, 18


def printed(*pages: Draw, size: tuple[float, float] = (595, 842), rotation: int = 0) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for draw in pages:
        draw(canvas)
        canvas.setPageRotation(rotation)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write(canvas: Canvas, *lines: str, top: float = TOP, left: float = LEFT, size: float = 13) -> None:
    for number, line in enumerate(lines):
        canvas.setFont("Times-Roman", size)
        canvas.drawString(left, top - number * STEP, line)


def mark(canvas: Canvas, number: int, left: float, top: float) -> None:
    canvas.setFont("Times-Roman", 6.5)
    canvas.drawString(left, top + 5, str(number))


def shown(data: bytes) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.asarray(pypdfium2.PdfDocument(data)[0].render(scale=4).to_pil().convert("L"))


def text_of(data: bytes) -> str:
    pages, paged = pdf.read(data, "a.pdf")
    return layout.arrange(pages, paged=paged).text


def parsed(tmp_path: Path, data: bytes) -> Directive:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return parse_file(path)


# -- marks and hidden text -----------------------------------------------------------------------------------------


def test_a_raised_number_is_a_mark_and_a_number_on_the_line_is_a_number() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "Dieu 5. Thoi han 12 thang")
        mark(canvas, 3, LEFT + canvas.stringWidth("Dieu 5. Thoi han 12 thang", "Times-Roman", 13) + 1, TOP)
        write(canvas, "Mau so 01", top=TOP - STEP)
        end = LEFT + canvas.stringWidth("Mau so 01", "Times-Roman", 13)
        mark(canvas, 4, end, TOP - STEP)
        write(canvas, "kem theo", top=TOP - STEP, left=end + 9)

    text = text_of(printed(draw))
    assert "Dieu 5. Thoi han 12 thang³" in text
    assert "Mau so 01⁴ kem theo" in text


def test_white_text_is_not_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(
            canvas,
            "Ha Noi, ngay 23 thang 02 nam 2026",
            "Noi dung cua van ban nay gom ba phan",
            "Phan thu nhat noi ve to chuc",
        )
        canvas.setFillGray(1)
        canvas.drawString(LEFT + canvas.stringWidth("Ha Noi, ngay 23 thang 02 nam 2026", "Times-Roman", 13), TOP, "4")
        write(canvas, "khong ai thay dong nay", top=TOP - 8 * STEP)

    text = parsed(tmp_path, printed(draw)).text
    assert "nam 2026" in text
    assert "20264" not in text
    assert "khong ai thay" not in text


# -- notes at the foot ---------------------------------------------------------------------------------------------


def with_note(number: int, body: str, note: list[str]) -> Draw:
    def draw(canvas: Canvas) -> None:
        write(canvas, f"{number}. {body}")
        mark(canvas, number, LEFT + canvas.stringWidth(f"{number}. {body}", "Times-Roman", 13), TOP)
        write(canvas, *["Cac don vi thuc hien dung quy dinh."] * 5, top=TOP - STEP)
        mark(canvas, number, LEFT, 200)
        write(canvas, *note, top=200, left=LEFT + 6, size=10)

    return draw


def test_a_note_stands_behind_the_block_with_its_mark(tmp_path: Path) -> None:
    data = printed(
        with_note(
            1,
            "Thoi han la 12 thang",
            ["Khoan nay duoc sua doi theo Nghi dinh so 5/2031/ND-CP.", "Can cu Luat Cay xanh;"],
        ),
        with_note(2, "Muc ho tro la 500.000 dong", ["Khoan nay duoc bai bo."]),
    )
    directive = parsed(tmp_path, data)
    lines = directive.text.split("\n")
    assert lines[0] == "1. Thoi han la 12 thang¹"
    assert lines[1].startswith("¹ Khoan nay duoc sua doi")
    assert [note.mark for note in directive.notes] == ["1", "2"]
    for note in directive.notes:
        assert note.anchor is not None
        assert directive.text[note.anchor] in "¹²"
        assert directive.text[note.start] in "¹²"
    assert not directive.bases  # the note's own "Căn cứ" is none of the directive's
    assert [section.label for section in directive.sections] == ["1", "2"]
    assert all(directive.text[one.start : one.end] == one.text for one in directive.citations)
    assert "".join(directive.text[page.start : page.end] for page in directive.pages) == directive.text
    assert {page.number for page in directive.pages} == {1, 2}


def test_a_note_that_goes_on_at_the_foot_of_the_next_page(tmp_path: Path) -> None:
    def second(canvas: Canvas) -> None:
        write(canvas, *["Cac don vi tiep tuc thuc hien."] * 5)
        write(canvas, "va phan con lai cua ghi chu.", top=200, size=10)

    directive = parsed(
        tmp_path, printed(with_note(1, "Thoi han la 12 thang", ["Khoan nay duoc sua doi theo quy dinh"]), second)
    )
    (note,) = directive.notes
    assert (
        directive.text[note.start : note.end] == "¹ Khoan nay duoc sua doi theo quy dinh va phan con lai cua ghi chu."
    )
    assert [page.number for page in directive.pages] == [1, 2, 1, 2]


# -- tables --------------------------------------------------------------------------------------------------------


def lined(xs: list[float], ys: list[float]) -> tuple[list[Rule], list[Rule]]:
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs]


@pytest.mark.parametrize(
    ("across", "down", "cells"),
    [
        (*lined([0, 50, 100], [0, 20, 40]), [((0, 1), (2, 3))]),
        # no wall between the fields of the first row: one cell
        (lined([0, 50, 100], [0, 20, 40])[0], [Rule(0, 0, 40), Rule(50, 20, 40), Rule(100, 0, 40)], [((0, 0), (2, 3))]),
        # no rule below the first field: one cell over two rows
        ([Rule(0, 0, 100), Rule(20, 50, 100), Rule(40, 0, 100)], lined([0, 50, 100], [0, 40])[1], [((0, 1), (0, 3))]),
        # open at both sides
        (lined([0, 50, 100], [0, 20, 40])[0], [Rule(50, 0, 40)], [((0, 1), (2, 3))]),
        # borders drawn cell by cell, not quite touching
        (
            [Rule(y, x, x + 49) for y in (0, 20, 40) for x in (0, 50)],
            [Rule(x, y, y + 19) for x in (0, 50, 100) for y in (0, 20)],
            [((0, 1), (2, 3))],
        ),
        # an underlined title is no table, nor is a frame
        ([Rule(10, 0, 100), Rule(30, 20, 60)], [], []),
        (*lined([0, 100], [0, 40]), []),
    ],
)  # fmt: skip
def test_the_fields_between_rules(across: list[Rule], down: list[Rule], cells: list[object]) -> None:
    assert [grid.cells for grid in grids(across, down)] == cells


@given(st.lists(st.integers(20, 80), min_size=2, max_size=5), st.lists(st.integers(15, 60), min_size=2, max_size=6))
def test_a_full_grid_has_a_cell_for_each_field(widths: list[int], heights: list[int]) -> None:
    xs = [float(sum(widths[:n])) for n in range(len(widths) + 1)]
    ys = [float(sum(heights[:n])) for n in range(len(heights) + 1)]
    (grid,) = grids(*lined(xs, ys))
    assert {cell for row in grid.cells for cell in row} == set(range(len(widths) * len(heights)))
    assert grid.cell(xs[0] + 1, ys[0] + 1) == 0
    assert grid.cell(xs[-1] + 9, ys[0] + 1) is None


def table(top: float, cells: list[list[list[str]]]) -> Draw:
    xs = [70, 110, 330, 525]

    def draw(canvas: Canvas) -> None:
        y = top
        for row in cells:
            height = 14 * max(len(cell) for cell in row) + 6
            for x0, x1, cell in zip(xs, xs[1:], row, strict=False):
                canvas.rect(x0, y - height, x1 - x0, height)
                for number, line in enumerate(cell):
                    canvas.setFont("Times-Roman", 11)
                    canvas.drawString(x0 + 4, y - 14 * (number + 1), line)
            y -= height

    return draw


HEAD = [["TT"], ["Chi tieu"], ["Don vi chu tri"]]


def test_the_rows_of_a_table_are_lines() -> None:
    rows_ = [HEAD, [["1"], ["Ty le can bo duoc", "tap huan dat 95%"], ["Ban To chuc"]], [[], ["Trong do: nu 40%"], []]]
    text = text_of(printed(table(TOP, rows_)))
    assert text.split("\n") == [
        "TT | Chi tieu | Don vi chu tri",
        "1 | Ty le can bo duoc tap huan dat 95% | Ban To chuc",
        "| Trong do: nu 40%",
    ]


def test_a_row_that_a_page_break_cuts_is_made_whole(tmp_path: Path) -> None:
    first = table(120, [HEAD, [["1"], ["Ty le can bo duoc tap huan ve"], ["Ban To chuc va"]]])
    second = table(TOP, [HEAD, [[], ["giam sat dat 95%"], ["cac don vi"]], [["2"], ["So mo hinh: 3"], ["Cac don vi"]]])
    directive = parsed(tmp_path, printed(first, second))
    lines = directive.text.split("\n")
    assert "1 | Ty le can bo duoc tap huan ve giam sat dat 95% | Ban To chuc va cac don vi" in lines
    assert "2 | So mo hinh: 3 | Cac don vi" in lines
    start = directive.text.index("giam sat")
    assert {one.page for one in marks(directive.words, Span(start, start + 8))} == {2}


def test_a_row_of_its_own_stays_apart() -> None:
    lines = [
        Line("1 | Số đoàn viên mới | 5.000", 0, letters=((0, 18),)),
        Line("| Trong đó: nữ | 40%", 1, letters=((18, 28),)),
    ]
    assert rows.mended(lines) == lines


# -- where words stand ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_marks_cover_the_words_on_the_page_as_it_is_shown(tmp_path: Path, rotation: int) -> None:
    data = printed(
        lambda canvas: write(canvas, "Dieu 5. Thoi han thuc hien", "Cac don vi hoan thanh truoc ngay 15/6/2031."),
        rotation=rotation,
        size=(820, 820),
    )
    directive = parsed(tmp_path, data)
    start = directive.text.index("15/6/2031")
    (found,) = marks(directive.words, Span(start, start + len("15/6/2031")))
    page = directive.pages[0]
    assert shown(data).shape == (page.height * 4, page.width * 4)
    picture = shown(data)
    inside = np.zeros(picture.shape, dtype=bool)
    box = Box(*(edge * 4 for edge in (found.box.left, found.box.top, found.box.right, found.box.bottom)))
    inside[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] = True
    assert (picture[inside] < 128).mean() > 0.05
    # Without the words before and behind them the marked place is all that is dark.
    alone = np.where(inside, picture, 255)
    before = "Cac don vi hoan thanh truoc ngay "
    only = shown(
        printed(
            lambda canvas: write(
                canvas, "15/6/2031.", top=TOP - STEP, left=LEFT + canvas.stringWidth(before, "Times-Roman", 13)
            ),
            rotation=rotation,
            size=(820, 820),
        )
    )
    assert np.abs(alone.astype(int) - only.astype(int)).mean() < 0.2


WORDS = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(1, 12), st.floats(0, 500), st.floats(0, 800), st.floats(1, 80), st.floats(5, 20)
    ),
    max_size=30,
)


@given(WORDS)
def test_every_word_is_covered_by_its_mark(words: list[tuple[int, int, float, float, float, float]]) -> None:
    rows_, at = [], 0
    for page, length, left, top, width, height in words:
        rows_.append((page, at, at + length, Box(left, top, left + width, top + height)))
        at += length + 1
    packed = boxes.pack(rows_)
    for page, start, end, box in rows_:
        (found,) = marks(packed, Span(start, end))
        assert found.page == page
        assert abs(found.box.left - box.left) <= 0.1
        assert abs(found.box.bottom - box.bottom) <= 0.1
    everything = marks(packed, Span(0, at))
    assert len(everything) <= len(rows_)
    assert bool(everything) == bool(rows_)


def test_a_source_without_places_has_no_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch công tác", encoding="utf-8")
    assert marks(parse_file(path).words, Span(0, 5)) == ()


def test_a_page_set_sideways_is_read_upright(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        write(canvas, "BANG TONG HOP", "So don vi: 12", top=-100, left=80)
        canvas.translate(0, -200)
        table(0, [HEAD, [["1"], ["Ty le 95%"], ["Ban To chuc"]]])(canvas)

    directive = parsed(tmp_path, printed(draw, size=(842, 842)))
    assert directive.text.split("\n") == [
        "BANG TONG HOP",
        "So don vi: 12",
        "TT | Chi tieu | Don vi chu tri",
        "1 | Ty le 95% | Ban To chuc",
    ]
    found = marks(directive.words, Span(0, 4))[0]
    assert found.box.bottom - found.box.top > found.box.right - found.box.left
    (page,) = directive.pages
    assert (page.width, page.height) == (842, 842)


def test_a_box_that_comes_last_in_the_file_is_read_where_it_stands() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "QUYET DINH", "Ve viec to chuc hoi nghi", "Dieu 1. Noi dung", top=600)
        write(canvas, "UBND TINH", "So: 5/QD-UBND")
        write(canvas, "CONG HOA XA HOI CHU NGHIA VIET NAM", "Doc lap - Tu do - Hanh phuc", left=300)

    assert text_of(printed(draw)).split("\n") == [
        "UBND TINH",
        "So: 5/QD-UBND",
        "CONG HOA XA HOI CHU NGHIA VIET NAM",
        "Doc lap - Tu do - Hanh phuc",
        "QUYET DINH",
        "Ve viec to chuc hoi nghi",
        "Dieu 1. Noi dung",
    ]


def test_two_columns_stay_in_the_order_of_the_file() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "Dieu 3. Hieu luc", top=700)
        write(canvas, "Noi nhan:", "- Nhu tren;", "- Luu: VT.", top=600)
        write(canvas, "TM. UY BAN NHAN DAN", "CHU TICH", top=600, left=320)

    assert text_of(printed(draw)).split("\n") == [
        "Dieu 3. Hieu luc", "Noi nhan:", "- Nhu tren;", "- Luu: VT.", "TM. UY BAN NHAN DAN", "CHU TICH",
    ]  # fmt: skip


def test_notes_that_are_numbered_anew_on_each_page(tmp_path: Path) -> None:
    data = printed(
        with_note(1, "Thoi han la 12 thang", ["Ghi chu thu nhat cua trang dau."]),
        with_note(1, "Muc ho tro la 500.000 dong", ["Ghi chu cua trang hai."]),
    )
    directive = parsed(tmp_path, data)
    lines = directive.text.split("\n")
    for body, note in (("12 thang¹", "trang dau."), ("500.000 dong¹", "trang hai.")):
        place = next(number for number, line in enumerate(lines) if body in line)
        assert lines[place + 1].endswith(note)
    first, second = (note.anchor for note in directive.notes)
    assert first is not None
    assert second is not None
    assert first < second


def test_a_font_that_says_nothing_of_its_height(tmp_path: Path) -> None:
    """Digits beside a letter with a descender are no marks, whatever the boxes of the letters are."""
    data = printed(lambda canvas: write(canvas, "ngay 07 thang 3 nam 2024, giay 27 y 15/9"))
    tight = data.replace(b"/Ascent", b"/Axcent").replace(b"/Descent", b"/Dxscent")
    assert "ngay 07 thang 3 nam 2024, giay 27 y 15/9" in parsed(tmp_path, tight).text
