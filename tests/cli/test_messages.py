"""Whatever is wrong: one line of Vietnamese on standard error, status 2, nothing on standard output."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Done, Run

ENGLISH = re.compile(
    r"\b(?:error|usage:|no such|missing|invalid|unexpected|not a valid|got|try|required|failed|does not|cannot|permission)\b",
    re.IGNORECASE,
)


def check(done: Done, *said: str) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"kb: [^\n]+\n", done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stderr.isascii()  # Vietnamese
    assert not ENGLISH.search(re.sub(r"/\S*|\(\[Errno[^)]*\)", "", done.stderr)), done.stderr
    for part in said:
        assert part in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("asq",), ("asq", "ask", "kb --help")),
        (("--jsn",), ("--jsn", "kb --help")),
        (("ask",), ("CÂU_HỎI", "kb ask --help")),
        (("ask", "--json"), ("CÂU_HỎI",)),
        (("ask", ""), ("kb ask",)),
        (("ask", "  ", "--json"), ("kb ask",)),
        (("ask", "-"), ("kb ask",)),
        (("ask", "x", "--jsn"), ("--jsn", "--json")),
        (("ask", "x", "--year", "hai"), ("--year", "số nguyên", "kb ask --help")),
        (("ask", "x", "--year"), ("--year", "kb ask --help")),
        (("ask", "x", "--json=1"), ("--json",)),
        (("search",), ("TỪ_KHÓA",)),
        (("search", "  "), ("kb search",)),
        (("search", "-"), ("kb search",)),
        (("search", "x", "--top", "0"), ("--top", "1", "1000")),
        (("search", "x", "--top", "1001"), ("--top",)),
        (("show",), ("VĂN_BẢN", "kb show --help")),
        (("show", "214/KH-LĐLĐ", "217-QĐ/TW"), ("217-QĐ/TW",)),
        (("show", "khong-co.txt"), ("khong-co.txt",)),
        (("show", ""), ()),
        (("instrument",), ("SỐ_HIỆU",)),
        (("instrument", ""), ("kb instrument",)),
        (("instrument", "999-QĐ/TW"), ("999-QĐ/TW", "kb search")),
        (("parse",), ("TỆP",)),
        (("parse", "khong-co.txt"), ("khong-co.txt",)),
        (("parse", "corpus"), ("corpus",)),
        (("parse", "-"), ("kb parse -",)),
        (("build", "khong-co"), ("khong-co",)),
        (("eval",), ("THƯ_MỤC",)),
        (("eval", "khong-co"), ("khong-co",)),
        (("eval", "corpus", "--mode", "nhanh"), ("--mode", "lexical, dense, hybrid")),
        (("eval-answers",), ("TỆP",)),
        (("eval-answers", "khong-co.json"), ("khong-co.json",)),
        (("eval-answers", "corpus/README.md"), ("README.md",)),
        (("completion", "tcsh"), ("bash, zsh, fish",)),
    ],
)
def test_bad_usage(kb: Run, arguments: tuple[str, ...], said: tuple[str, ...]) -> None:
    check(kb(*arguments), *said)


def locked_pdf() -> bytes:
    from pypdf import PdfWriter

    buffer, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("bi mat", algorithm="RC4-128")
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rong.txt", b"", "rỗng"),
        ("trang.txt", b" \n\t\n", "không có chữ"),
        ("ma-cu.txt", b"K\xe5 ho\xb9ch", "UTF-8"),
        ("hong.docx", b"PK\x03\x04" + b"x" * 99, "hỏng"),
        ("hong.pdf", b"%PDF-1.7\n" + b"x" * 99, "cắt cụt"),
        ("khoa.pdf", locked_pdf(), "mật khẩu"),
        ("sai.pdf", "Kế hoạch".encode(), "văn bản thuần"),
        ("anh.jpg", b"\xff\xd8\xff", ".jpg"),
        ("khong-duoi", b"abc", "đuôi"),
    ],
)
def test_bad_files(kb: Run, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    check(kb("parse", str(tmp_path / name), "--json"), name, said)


def test_bad_standard_input(kb: Run) -> None:
    for command in ("parse", "ask"):
        check(kb(command, "-", stdin=b"gi\xe1m s\xe1t"), "UTF-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_that_may_not_be_read(kb: Run, tmp_path: Path) -> None:
    path = tmp_path / "kin.txt"
    path.write_text("Kế hoạch")
    path.chmod(0)
    check(kb("parse", str(path)), "kin.txt")


@pytest.mark.parametrize(
    "arguments", [("ask", "217-QĐ/TW"), ("search", "x"), ("show", "x"), ("instrument", "x"), ("build",)]
)
def test_no_collection_yet(kb: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    home = tmp_path / "none"
    check(kb(*arguments, home=home), "kb build")
    assert not (home / "cancu.sqlite3").exists()


def test_no_home_is_named(kb: Run, tmp_path: Path) -> None:
    """Then it is the user's data folder, and the message says which."""
    check(
        kb("ask", "x", home=None, env={"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}), str(tmp_path / "cancu")
    )


def test_a_home_that_cannot_be_one(kb: Run, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("a file")
    check(kb("ask", "x", home=tmp_path / "tep"))
    check(kb("build", str(plan), home=tmp_path / "tep"), "tep")
    check(kb("build", str(plan), home=tmp_path / "tep" / "kho"), "tep")


def test_a_database_that_is_none(kb: Run, tmp_path: Path) -> None:
    (tmp_path / "cancu.sqlite3").write_bytes(b"no database, but long enough to be looked at" * 50)
    check(kb("ask", "x", home=tmp_path), "kb build")


def test_an_index_that_is_gone(kb: Run, home_copy: Path) -> None:
    (home_copy / "CURRENT").unlink()
    check(kb("ask", "217-QĐ/TW", home=home_copy), "kb build")


def test_another_model_than_the_index_was_made_with(kb: Run, tmp_path: Path) -> None:
    check(kb("search", "giám sát", env={"KB_MODEL": str(tmp_path / "khong-co")}))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_home_that_may_not_be_written(kb: Run, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir(mode=0o500)
    check(kb("build", str(plan), home=tmp_path / "kho"))


def test_debugging_shows_where(kb: Run, tmp_path: Path) -> None:
    done = kb("ask", "x", home=tmp_path / "none", env={"KB_DEBUG": "1"})
    assert done.returncode != 0
    assert "Traceback" in done.stderr
