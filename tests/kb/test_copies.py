"""A scan, its Word file and the PDF made of it are one directive; two drafts are two."""

from __future__ import annotations

import itertools
import sqlite3
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.parse import parse_text
from ingest.types import Directive, Page
from kb.build import build
from kb.copies import sketched, twin
from kb.corrections import correct
from kb.home import Home
from kb.removals import remove, restore
from kb.same_text import Text
from kb.signatures import signatures
from kb.sketch import alike, bands, sketch
from kb.store import Document, Store, StoredFile
from tests.growth import STEEP, growth
from tests.tools.corpus_pdf import FONT, FontMissingError, register_fonts

LINES = [
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU",
    "Số: 21/KH-LĐLĐ",
    "Lai Châu, ngày 05 tháng 3 năm 2022",
    "KẾ HOẠCH",
    "Giám sát việc thực hiện dân chủ ở cơ sở năm 2022",
    "Căn cứ Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị;",
    "I. MỤC ĐÍCH",
    "1. Nắm tình hình thực hiện dân chủ tại các đơn vị trên địa bàn.",
    "2. Giám sát ít nhất 05 công đoàn cơ sở trước ngày 30/6/2022.",
    "3. Phấn đấu 98% đơn vị tổ chức hội nghị đúng hạn.",
    "Nơi nhận:",
    "- Ban Thường vụ;",
    "- Lưu: VT.",
    "TM. BAN THƯỜNG VỤ",
    "CHỦ TỊCH",
    "Nguyễn Văn Mẫu",
]


def word(path: Path, lines: list[str] = LINES) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def pdf(path: Path, lines: list[str] = LINES) -> Path:
    try:
        register_fonts()
    except FontMissingError as error:
        pytest.skip(str(error))
    canvas = Canvas(str(path))
    canvas.setFont(f"{FONT}-Regular", 11)
    for number, line in enumerate(lines):
        canvas.drawString(60, 780 - 22 * number, line)
    canvas.showPage()
    canvas.save()
    return path


def text(path: Path, lines: list[str] = LINES) -> Path:
    """As another program saves it: other dashes, tones and punctuation."""
    path.write_text(
        "\n".join(lines).replace("- ", "– ").replace(";", ",").replace("LIÊN ĐOÀN", "Liên đoàn"), encoding="utf-8"
    )
    return path


WRITERS: dict[str, Any] = {"a.txt": text, "b.pdf": pdf, "c.docx": word}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "kho")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "van-ban"
    path.mkdir()
    return path


def documents(home: Home) -> tuple[Document, ...]:
    with Store.open(home.database) as store:
        return store.active_directives()


def sources(home: Home) -> list[list[str]]:
    return sorted([Path(source).name for source in one.sources] for one in documents(home))


def test_three_files_one_directive(home: Home, folder: Path) -> None:
    for name, write in WRITERS.items():
        write(folder / name)
    report = build(home, [folder])
    assert (report.files, report.added, report.directives) == (3, 3, 1)
    assert sources(home) == [["c.docx", "a.txt", "b.pdf"]]
    again = build(home)
    assert (again.unchanged, again.directives) == (3, 1)
    with sqlite3.connect(home.database) as database:
        database.execute("UPDATE files SET parser = 'older'")
    assert build(home).directives == 1
    assert sources(home) == [["c.docx", "a.txt", "b.pdf"]]


@pytest.mark.parametrize("order", list(permutations(WRITERS)))
def test_the_order_in_which_they_come_does_not_matter(home: Home, folder: Path, order: tuple[str, ...]) -> None:
    for name in order:
        WRITERS[name](folder / name)
        assert build(home, [folder]).directives == 1
    assert sources(home) == [["c.docx", "a.txt", "b.pdf"]]
    with Store.open(home.database) as store:
        (document,) = store.active_directives()
        directive = store.directives.get(document.id)
        assert directive is not None
        assert Path(directive.source).name == "c.docx"
        assert "- Lưu: VT." in directive.text


@pytest.mark.parametrize("order", list(permutations(WRITERS)))
def test_what_is_left_speaks_for_itself(home: Home, folder: Path, order: tuple[str, ...]) -> None:
    for name, write in WRITERS.items():
        write(folder / name)
    build(home, [folder])
    left = dict.fromkeys(["c.docx", "a.txt", "b.pdf"])
    for name in order[:2]:
        (folder / name).unlink()
        del left[name]
        assert build(home).directives == 1
        assert sources(home) == [list(left)]
        with Store.open(home.database) as store:
            (document,) = store.active_directives()
            directive = store.directives.get(document.id)
            assert directive is not None
            assert Path(directive.source).name == next(iter(left))
    if order[2] == "a.txt":
        assert "Ban Thường vụ," in directive.text  # the text of the file that is there, not of the one that was better


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        ("98%", "89%"),
        ("12/12/2013", "13/12/2013"),
        ("Văn Mẫu", "Văn Mậu"),
        ("- Ban Thường vụ;", "- Ban Tuyên giáo;"),
        ("ít nhất", "không quá"),
    ],
)
def test_drafts_are_two(home: Home, folder: Path, printed: str, other: str) -> None:
    word(folder / "a.docx")
    word(folder / "b.docx", [line.replace(printed, other) for line in LINES])
    pdf(folder / "c.pdf")
    assert build(home, [folder]).directives == 2
    assert sources(home) == [["a.docx", "c.pdf"], ["b.docx"]]


def test_an_edited_file_leaves_its_copies(home: Home, folder: Path) -> None:
    word(folder / "a.docx")
    pdf(folder / "b.pdf")
    build(home, [folder])
    word(folder / "a.docx", [line.replace("98%", "99%") for line in LINES])
    assert build(home).directives == 2
    assert sources(home) == [["a.docx"], ["b.pdf"]]
    pdf(folder / "b.pdf", [line.replace("98%", "99%") for line in LINES])
    assert build(home).directives == 1
    assert sources(home) == [["a.docx", "b.pdf"]]


def test_an_edit_that_moves_only_commas_is_the_new_text(home: Home, folder: Path) -> None:
    word(folder / "a.docx")
    text(folder / "b.txt")
    build(home, [folder])
    word(folder / "a.docx", [line.replace("đơn vị tổ chức", "đơn vị, tổ chức") for line in LINES])
    build(home)
    assert sources(home) == [["a.docx", "b.txt"]]
    with Store.open(home.database) as store:
        directive = store.directives.get(store.active_directives()[0].id)
        assert directive is not None
        assert "đơn vị, tổ chức" in directive.text


def test_the_same_bytes_of_a_copy_elsewhere(home: Home, folder: Path) -> None:
    word(folder / "a.docx")
    pdf(folder / "b.pdf")
    build(home, [folder])
    (folder / "c.pdf").write_bytes((folder / "b.pdf").read_bytes())
    assert build(home).directives == 1
    assert sources(home) == [["a.docx", "b.pdf", "c.pdf"]]
    (folder / "a.docx").unlink()
    assert build(home).directives == 1
    assert sources(home) == [["b.pdf", "c.pdf"]]


def test_a_better_copy_takes_the_corrections_over(home: Home, folder: Path) -> None:
    text(folder / "a.txt")
    build(home, [folder])
    correct(home, "a.txt", ["date=06/03/2022"], by="Nguyễn Văn A")
    word(folder / "b.docx")
    build(home, [folder])
    (document,) = documents(home)
    assert (document.header.date, [item.state for item in document.corrections]) == ("2022-03-06", ["applied"])


@pytest.mark.parametrize("order", list(permutations(WRITERS)))
@pytest.mark.parametrize("removed_after", [1, 2, 3])
def test_what_was_removed_stays_out_as_better_copies_come(
    home: Home, folder: Path, order: tuple[str, ...], removed_after: int
) -> None:
    for count, name in enumerate(order, 1):
        WRITERS[name](folder / name)
        build(home, [folder])
        if count == removed_after:
            remove(home, [name], by="Nguyễn Văn A")
        if count >= removed_after:
            assert not documents(home)
    restore(home, [], by="Nguyễn Văn A")
    assert sources(home) == [["c.docx", "a.txt", "b.pdf"]]


def test_a_better_copy_of_what_was_removed_stays_out_when_the_removed_file_goes(home: Home, folder: Path) -> None:
    text(folder / "a.txt")
    build(home, [folder])
    remove(home, ["a.txt"], by="Nguyễn Văn A")
    word(folder / "b.docx")
    build(home)
    (folder / "a.txt").unlink()
    build(home)
    assert not documents(home)
    restore(home, ["b.docx"], by="Nguyễn Văn A")
    assert sources(home) == [["b.docx"]]


def test_another_draft_of_what_was_removed_is_not_removed(home: Home, folder: Path) -> None:
    text(folder / "a.txt")
    build(home, [folder])
    remove(home, ["a.txt"], by="Nguyễn Văn A")
    word(folder / "b.docx", [line.replace("98%", "89%") for line in LINES])
    build(home)
    assert sources(home) == [["b.docx"]]


@pytest.mark.parametrize("order", list(permutations(WRITERS)))
def test_the_history_does_not_depend_on_the_order(home: Home, folder: Path, order: tuple[str, ...]) -> None:
    for name in order:
        WRITERS[name](folder / name)
        build(home, [folder])
    with Store.open(home.database) as store:
        (document,) = store.active_directives()
        said = [(Path(one.path).name, one.directive, one.until) for one in store.versions.of(document.id)]
    assert said == [(name, document.id, None) for name in sorted(WRITERS)]
    (folder / "c.docx").unlink()
    build(home)
    with Store.open(home.database) as store:
        (document,) = store.active_directives()
        assert {one.directive for one in store.versions.of(document.id)} == {document.id}


def test_an_edited_file_keeps_what_it_said_where_its_copies_follow_it(home: Home, folder: Path) -> None:
    word(folder / "a.docx")
    text(folder / "b.txt")
    build(home, [folder])
    (before,) = documents(home)
    word(folder / "a.docx", [line.replace("đơn vị tổ chức", "đơn vị, tổ chức") for line in LINES])
    build(home)
    (after,) = documents(home)
    with Store.open(home.database) as store:
        said = [(Path(one.path).name, one.directive) for one in store.versions.of(after.id)]
    assert said == [("a.docx", before.id), ("a.docx", after.id), ("b.txt", after.id)]


@pytest.mark.parametrize("others", [False, True])
def test_copies_of_what_an_older_version_has_stored_are_found(home: Home, folder: Path, *, others: bool) -> None:
    word(folder / "a.docx")
    build(home, [folder])
    with sqlite3.connect(home.database) as database:
        database.execute("DELETE FROM digits")
        if others:  # Signatures as other code makes them.
            database.execute("INSERT INTO digits SELECT 7, id FROM directives")
            database.execute("UPDATE meta SET value = 'older' WHERE key = 'signatures'")
    text(folder / "b.txt")
    assert build(home).directives == 1


def test_letters_with_other_digits_are_not_even_likely(home: Home, folder: Path) -> None:
    for percent in (97, 98, 99):
        text(folder / f"{percent}.txt", [line.replace("98%", f"{percent}%") for line in LINES])
    assert build(home, [folder]).directives == 3
    with Store.open(home.database) as store:
        directive = store.directives.get(store.find("98.txt").id)
        assert directive is not None
        near = bands(sketch(directive.text))
        wanted = signatures(Text(directive.text), recognised=False).wanted
        assert store.copies.alike(None, None, near, wanted) == (store.find("98.txt").id,)
        assert store.copies.alike("21-kh-lđlđ", "2022-03-05", [], wanted) == (store.find("98.txt").id,)
        assert store.copies.alike("22-kh-lđlđ", "2022-03-05", [], wanted) == ()


NAMES = [
    f"{family} {middle} {given}"
    for given in ("An", "Bình", "Chi", "Dũng", "Hà", "Lan", "Mai", "Sơn")
    for middle in ("Văn", "Thị", "Minh", "Ngọc")
    for family in ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Lò")
]


@pytest.mark.parametrize("scanned", [False, True])
def test_letters_to_many_people_are_not_compared_each_with_each(tmp_path: Path, *, scanned: bool) -> None:
    def letter(name: str) -> Directive:
        lines = [*LINES[:5], f"Kính gửi: Đồng chí {name}", *LINES[5:]]
        made = parse_text("\n".join(lines), source=f"/kho/{name}.pdf")
        return replace(made, pages=(Page(1, 0, len(made.text), confidence=0.9),)) if scanned else made

    letters = [letter(name) for name in NAMES]
    homes = itertools.count()

    def take_in(number: int) -> None:
        with Store.open(tmp_path / f"{next(homes)}.sqlite3", create=True) as store, store.transaction():
            for one in letters[:number]:
                assert twin(store, one, one.source) is None
                ident, _ = store.directives.put(one)
                store.files.put(StoredFile(one.source, "/kho", ident, 1, 1, directive=ident))
                sketched(store, ident, one.text, recognised=scanned)

    assert growth(take_in, len(letters)) < STEEP


def test_a_letter_and_its_scan_are_one_among_many(home: Home, folder: Path) -> None:
    for number, name in enumerate(NAMES[:20]):
        word(folder / f"{number}.docx", [*LINES, f"Kính gửi: Đồng chí {name}"])
    text(folder / "chep.txt", [*LINES, f"Kính gửi: Đồng chí {NAMES[7]}"])
    assert build(home, [folder]).directives == 20
    assert ["7.docx", "chep.txt"] in sources(home)
    with Store.open(home.database) as store:
        whole = store.directives.get(store.find("7.docx").id)
        assert whole is not None
        scan = whole.text.replace("thực hiện", "thưc hiện")
        read = replace(whole, text=scan, pages=(Page(1, 0, len(scan), confidence=0.9),))
        found = twin(store, read, str(folder / "quet.pdf"))
        assert found is not None
        assert (found.ident, found.better) == (store.find("7.docx").id, True)


def test_what_fits_two_drafts_belongs_to_none(home: Home, folder: Path) -> None:
    """Found by its sketch, not by number and date: a draft has neither."""
    lines = [line for line in LINES if not line.startswith(("Số", "Lai Châu, "))]
    word(folder / "a.docx", lines)
    build(home, [folder])
    with Store.open(home.database) as store:
        directive = store.directives.get(store.active_directives()[0].id)
        assert directive is not None
        assert twin(store, directive, str(folder / "a.docx")) is None  # its own file
    text(folder / "b.txt", lines)
    assert build(home).directives == 1


def test_sketches_tell_likeness() -> None:
    words = [f"từ{number}" for number in range(300)]
    whole = sketch(" ".join(words))
    assert alike(whole, whole) == 1
    assert alike(whole, sketch(" ".join([*words[:150], "khác", *words[151:]]))) > 0.9
    assert 0.15 < alike(whole, sketch(" ".join([*words[150:], *(f"mới{number}" for number in range(150))]))) < 0.55
    assert alike(whole, sketch("văn bản khác hẳn, không chung chữ nào")) < 0.1
    assert alike(sketch(""), sketch("")) == 1
    assert set(bands(whole)) & set(bands(sketch(" ".join(words[:-3]))))
