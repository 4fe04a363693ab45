from __future__ import annotations

import hashlib
import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from ingest import layout
from ingest.errors import (
    EmptyFileError,
    EncodingError,
    EncryptedFileError,
    IngestError,
    NoTextLayerError,
    TruncatedFileError,
    UnsupportedFormatError,
    WrongExtensionError,
)
from ingest.readers import RawDocument, read
from ingest.readers.pages import without_page_number
from tests.ingest.legacy import encoder

TEXT = "Số: 5/KH-LĐLĐ\nKế hoạch công tác nữ công\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _texts(document: RawDocument) -> list[str]:
    return [page.text for page in document.pages]


def word(fill: Callable[[Document], object] = lambda document: document.add_paragraph(TEXT)) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    fill(document)
    document.save(buffer)
    return buffer.getvalue()


def pdf(*pages: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for page in pages:
        for number, line in enumerate(page.split("\n")):
            canvas.drawString(72, 750 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def locked(password: str) -> bytes:
    writer, buffer = PdfWriter(PdfReader(io.BytesIO(pdf("Ke hoach")))), io.BytesIO()
    writer.encrypt(password, owner_password="chu", algorithm="RC4-128")
    writer.write(buffer)
    return buffer.getvalue()


def archive(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(name, "<x/>")
    return buffer.getvalue()


FAILURES = [
    ("rong.txt", b"", EmptyFileError, "0 byte"),
    ("rong.docx", b"", EmptyFileError, "0 byte"),
    ("trang.txt", b" \n\t\n", EmptyFileError, "không có chữ"),
    ("trang.docx", word(lambda document: document.add_paragraph("")), EmptyFileError, "không có chữ"),
    ("cut.docx", word()[:-900], TruncatedFileError, "cắt cụt"),
    ("cut.docx", word()[:200], TruncatedFileError, "cắt cụt"),
    ("hong.docx", archive("word/document.xml"), TruncatedFileError, "hỏng"),
    ("cut.pdf", pdf("Ke hoach")[:-300], TruncatedFileError, "cắt cụt"),
    ("hong.pdf", b"%PDF-1.7\nrac rac rac\n%%EOF", TruncatedFileError, "hỏng"),
    ("rac.pdf", b"\x00\x01\x02" * 500, TruncatedFileError, "hỏng"),
    ("khoa.pdf", locked("bi mat"), EncryptedFileError, "mật khẩu"),
    ("khoa.docx", OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), EncryptedFileError, "mật khẩu"),
    ("cu.docx", OLE + b"\x00" * 600, WrongExtensionError, ".doc"),
    ("pdf.txt", pdf("Ke hoach"), WrongExtensionError, "PDF"),
    ("word.txt", word(), WrongExtensionError, "Word"),
    ("word.pdf", word(), WrongExtensionError, "Word"),
    ("nen.pdf", archive("a.txt"), WrongExtensionError, "nén"),
    ("bang.docx", archive("xl/workbook.xml"), WrongExtensionError, "nén"),
    ("chu.docx", TEXT.encode(), WrongExtensionError, "văn bản thuần"),
    ("chu.pdf", TEXT.encode(), WrongExtensionError, "văn bản thuần"),
    ("anh.txt", b"\x89PNG\r\n\x1a\n", WrongExtensionError, "ảnh"),
    ("nhi-phan.txt", b"abc\x00\x01", WrongExtensionError, "nhị phân"),
    ("bang-ma.txt", "Ngày ký".encode("latin-1"), EncodingError, "byte thứ 2"),
    ("bang-ma.md", b"\xef\xbb\xbfabc\xff", EncodingError, "byte thứ 6"),
    ("trang.pdf", pdf(""), NoTextLayerError, "OCR"),
    ("cu.doc", OLE, TruncatedFileError, "đời cũ"),
    ("bang.xlsx", archive("xl/workbook.xml"), UnsupportedFormatError, ".docx"),
    ("khong-duoi", b"abc", UnsupportedFormatError, "không có đuôi"),
]


@pytest.mark.parametrize(
    ("name", "data", "error", "words"), FAILURES, ids=[f"{row[0]}-{number}" for number, row in enumerate(FAILURES)]
)
def test_each_failure_has_its_own_line(
    tmp_path: Path, name: str, data: bytes, error: type[IngestError], words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(IngestError) as raised:
        read(path)
    message = str(raised.value)
    assert type(raised.value) is error, message
    assert words in message
    assert name in message
    assert "\n" not in message


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="không tìm thấy"):
        read(tmp_path / "khong-co.txt")
    (tmp_path / "thu-muc.txt").mkdir()
    with pytest.raises(IngestError, match="là thư mục"):
        read(tmp_path / "thu-muc.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_with_or_without_a_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ke-hoach.TXT"
    path.write_bytes(TEXT.encode(encoding))
    document = read(path)
    assert (_texts(document), document.paged) == ([TEXT], False)
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("key", ["tcvn3", "vni", "viscii", "cp1258", "utf-16-le", "utf-16-be"])
def test_text_from_before_unicode_is_read(tmp_path: Path, key: str) -> None:
    text = TEXT + "Về việc tổ chức phong trào thi đua trong đoàn viên, người lao động\n"
    path = tmp_path / "cu.txt"
    path.write_bytes(text.encode(key) if key.startswith("utf") else encoder(key)(text))
    assert _texts(read(path)) == [text]


def test_form_feeds_are_pages_and_their_numbers_go(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Một\n1\f2\nHai 3\n\f", encoding="utf-8")
    assert _texts(read(path)) == ["Một", "Hai 3"]
    assert read(path).paged


def test_markdown_loses_pictures_and_line_break_tags(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("![](_page_0_Picture_1.jpeg)\n| Quý I<br>2024 | 5 |\n", encoding="utf-8")
    assert _texts(read(path)) == ["\n| Quý I 2024 | 5 |\n"]


def test_pdf_pages_come_apart_without_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("1\nKe hoach so 5", "2\nTo chuc thuc hien\nnam 2024"))
    document = read(path)
    assert document.paged
    laid_out = layout.arrange(document.pages, paged=True)
    assert [laid_out.text[page.start : page.end].split() for page in laid_out.pages] == [
        ["Ke", "hoach", "so", "5"],
        ["To", "chuc", "thuc", "hien", "nam", "2024"],
    ]


def test_a_pdf_that_only_forbids_changes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(locked(""))
    assert "Ke hoach" in _texts(read(path))[0]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("12\nMột\nHai", "Một\nHai"),
        ("\n - 3 - \nMột\nHai\n", "Một\nHai"),
        ("Một\nTrang 2/5", "Một"),
        ("Một\n2024 là năm", "Một\n2024 là năm"),
        ("7", "7"),
    ],
)
def test_page_numbers(page: str, expected: str) -> None:
    assert without_page_number(page) == expected


def lines_of(tmp_path: Path, fill: Callable[[Document], object]) -> list[str]:
    path = tmp_path / "a.docx"
    path.write_bytes(word(fill))
    document = read(path)
    assert not document.paged
    return document.pages[0].text.split("\n")


def test_word_keeps_the_order_of_paragraphs_and_tables(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        document.add_paragraph("Trước bảng")
        table = document.add_table(rows=2, cols=3, style="Table Grid")
        for cell, text in zip(table._cells, ["Quý", "Việc", "Số", "I", "Tập\nhuấn", "5"], strict=True):
            cell.text = text
        document.add_paragraph("Sau bảng")

    assert lines_of(tmp_path, fill) == ["Trước bảng", "Quý | Việc | Số", "I | Tập huấn | 5", "Sau bảng"]


def test_word_sets_masthead_and_signature_cell_by_cell(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        head = document.add_table(rows=1, cols=2)
        head.cell(0, 0).text = "CÔNG ĐOÀN NGÀNH Y TẾ\nSố: 5/KH-CĐYT"
        head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
        document.add_paragraph("KẾ HOẠCH")
        tail = document.add_table(rows=1, cols=2, style="Table Grid")
        tail.cell(0, 0).text = "Nơi nhận:\n- Lưu: VT."
        tail.cell(0, 1).text = "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH"

    assert lines_of(tmp_path, fill) == [
        "CÔNG ĐOÀN NGÀNH Y TẾ",
        "Số: 5/KH-CĐYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "KẾ HOẠCH",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. BAN THƯỜNG VỤ",
        "CHỦ TỊCH",
    ]


def test_word_writes_the_labels_that_it_counts(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        for style, text in [("List Number", "Mục đích"), ("List Bullet", "Nắm số"), ("List Number", "Yêu cầu")]:
            document.add_paragraph(text, style=style)

    assert lines_of(tmp_path, fill) == ["1. Mục đích", "- Nắm số", "2. Yêu cầu"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([word(), pdf("Ke hoach", "Hai")]), st.data())
def test_damage_never_escapes_as_another_error(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, data: st.DataObject
) -> None:
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(damaged[: data.draw(st.integers(1, len(damaged)))])
    suffix = ".docx" if whole.startswith(b"PK") else ".pdf"
    path = tmp_path_factory.mktemp("hong") / f"a{suffix}"
    path.write_bytes(cut)
    try:
        assert read(path).pages
    except IngestError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is fine, a traceback is not


_GAZETTE = sorted(Path(os.environ.get("KB_TESTDATA", ""), "gazette").glob("*.pdf"))[:3]


@pytest.mark.skipif(
    not os.environ.get("KB_TESTDATA") or not _GAZETTE, reason="KB_TESTDATA names no folder with a gazette"
)
@pytest.mark.parametrize("path", _GAZETTE, ids=lambda path: path.stem)
def test_real_pdfs_are_read(path: Path) -> None:
    document = read(path)
    assert document.paged
    assert sum(map(len, _texts(document))) > 1000


def test_a_missing_library_is_not_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(word())
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(IngestError, match="thiếu thư viện"):
        read(path)
