"""Word files made to fill memory or to go round in circles: one clear line each, quickly and in little memory."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import AbnormalFileError, IngestError, TruncatedFileError
from ingest.readers import read
from tests.tools.word_files import cell, docx, p, packed, part, row, table

_LIMIT = 500 * 1024 * 1024  # bytes that reading any of these may take
ROOT = Path(__file__).resolve().parents[2]
MAIN = "word/document.xml"


def zeros(megabytes: int) -> bytes:
    """So many megabytes of blanks, packed: a thousandth of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join(packer.compress(b" " * 1024 * 1024) for _ in range(megabytes)) + packer.flush()


def lying(size: int) -> bytes:
    """A body of 400 MB in an archive that says it has ``size`` bytes."""
    content = zeros(400)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(MAIN, content)
    data = bytearray(buffer.getvalue())
    for header, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = data.index(header)
        struct.pack_into("<H", data, place + at, zipfile.ZIP_DEFLATED)
        struct.pack_into("<I", data, place + at + 14, size)
    return bytes(data)


def with_method(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(MAIN, b" " * 32 * 1024 * 1024)
    return buffer.getvalue()


def crowded() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"a{number}", "")
        archive.writestr(MAIN, part("document", f"<w:body>{p('a')}</w:body>"))
    return buffer.getvalue()


def laughing() -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    body = part("document", f"<w:body>{p('<w:r><w:t>&a11;</w:t></w:r>')}</w:body>")
    return packed({MAIN: body.replace("?>\n", f"?>\n<!DOCTYPE w:document [{entities}]>", 1)})


def laughing_in_utf16() -> bytes:
    with zipfile.ZipFile(io.BytesIO(laughing())) as archive:
        return packed({MAIN: archive.read(MAIN).decode().replace("UTF-8", "UTF-16").encode("utf-16")})


def outside() -> bytes:
    body = part("document", f"<w:body>{p('<w:r><w:t>&x;</w:t></w:r>')}</w:body>")
    return packed({MAIN: body.replace("?>\n", '?>\n<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1)})


def nested_tables(depth: int) -> bytes:
    inner = p("đáy")
    for _ in range(depth):
        inner = table(row(f"<w:tc>{inner}</w:tc>", "b"))
    return docx(inner)


def nested_controls(depth: int) -> bytes:
    return docx("<w:sdt><w:sdtContent>" * depth + p("a") + "</w:sdtContent></w:sdt>" * depth)


ABNORMAL: dict[str, tuple[Callable[[], bytes], str]] = {
    "a body of 400 MB": (lambda: lying(400 * 1024 * 1024), "quá lớn"),
    "too many files": (crowded, "quá nhiều tệp con"),
    "entities in entities": (laughing, "DTD"),
    "the same in UTF-16": (laughing_in_utf16, "DTD"),
    "an entity from outside": (outside, "DTD"),
    "tables in tables": (lambda: nested_tables(2000), "quá sâu"),
    "controls in controls": (lambda: nested_controls(3000), "quá sâu"),
    "thousands of columns": (lambda: docx(table(row(*["a"] * 5000))), "5000 cột"),
    "millions of elements": (lambda: docx("<w:p/>" * 4_100_000), "quá nhiều phần tử"),
}


@pytest.mark.parametrize(("make", "words"), ABNORMAL.values(), ids=ABNORMAL)
@pytest.mark.parametrize("suffix", [".docx", ".doc"])
def test_a_bomb_gives_one_line(tmp_path: Path, make: Callable[[], bytes], words: str, suffix: str) -> None:
    with pytest.raises(AbnormalFileError, match=words) as raised:
        _read_in_little_memory(tmp_path / f"a{suffix}", make())
    assert str(raised.value).startswith(f"{tmp_path}/a{suffix}: ")
    assert "\n" not in str(raised.value)


DAMAGED: dict[str, Callable[[], bytes]] = {
    "a size that is too small": lambda: lying(1000),
    "a method that unpacks all at once": lambda: with_method(zipfile.ZIP_BZIP2),
    "another such method": lambda: with_method(zipfile.ZIP_LZMA),
    "a body that is no XML": lambda: packed({MAIN: "Kế hoạch"}),
    "a body without a body": lambda: packed({MAIN: part("document", "")}),
    "another root": lambda: packed({MAIN: "<html><body>a</body></html>"}),
}


@pytest.mark.parametrize("make", DAMAGED.values(), ids=DAMAGED)
def test_damage_gives_one_line(tmp_path: Path, make: Callable[[], bytes]) -> None:
    with pytest.raises(TruncatedFileError) as raised:
        _read_in_little_memory(tmp_path / "a.docx", make())
    assert "\n" not in str(raised.value)


def _read_in_little_memory(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    tracemalloc.start()
    try:
        read(path)
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < _LIMIT


def test_all_are_refused_in_little_memory(tmp_path: Path) -> None:
    """In a process of its own, which may take a gigabyte and no more: the XML library's memory counts too."""
    for number, make in enumerate([*(make for make, _ in ABNORMAL.values()), *DAMAGED.values()]):
        (tmp_path / f"{number}.docx").write_bytes(make())
    code = (
        "import resource, sys, pathlib\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "from ingest.errors import AbnormalFileError, TruncatedFileError\n"
        "from ingest.readers import read\n"
        "for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):\n"
        "    try: read(path)\n"
        "    except (AbnormalFileError, TruncatedFileError) as error: assert not error.__cause__ or not isinstance(error.__cause__, MemoryError)\n"
        "    else: raise SystemExit(str(path))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_an_open_document_is_looked_at_before_libreoffice_sees_it(tmp_path: Path) -> None:
    files = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a>" * 3000}
    path = tmp_path / "a.odt"
    path.write_bytes(packed(files))
    with pytest.raises(IngestError) as raised:
        read(path)
    assert type(raised.value) in {AbnormalFileError, TruncatedFileError}


def test_a_zip_inside_is_never_opened(tmp_path: Path) -> None:
    """An object that is embedded is no text; what it unpacks to does not matter."""
    with zipfile.ZipFile(io.BytesIO(docx(p("Kế hoạch")))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    path = tmp_path / "a.docx"
    path.write_bytes(
        packed(files | {"word/embeddings/a.zip": lying(400 * 1024 * 1024), "word/media/b.png": b"\x00" * 10_000_000})
    )
    assert read(path).pages[0].text == "Kế hoạch"


def test_depth_that_a_person_can_make_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(nested_tables(60))
    assert read(path).pages[0].text.count("b") == 60
    assert "đáy" in read(path).pages[0].text
    path.write_bytes(nested_controls(100))
    assert read(path).pages[0].text == "a"


def test_a_merged_cell_of_a_billion_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(table(row(cell("a", properties='<w:gridSpan w:val="999999999"/>'), "b", "c"))))
    assert read(path).pages[0].text == "a | b | c"
