"""Old Word files, OpenDocument, RTF: through the real LibreOffice where it is installed."""

from __future__ import annotations

import http.server
import os
import struct
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.errors import (
    AbnormalFileError,
    EncryptedFileError,
    IngestError,
    MissingProgramError,
    TruncatedFileError,
    WrongExtensionError,
)
from ingest.readers import office, ole, read
from tests.tools.word_files import abstract, docx, level, num, p, packed, r, row, table

needs_office = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
LISTS = abstract(0, level(0, "%1.", "upperRoman"), level(1, "%2."), level(2, "%3)", "lowerLetter")) + num(1, 0)
PLAN = docx(
    p("KẾ HOẠCH")
    + p("MỤC ĐÍCH", num=(1, 0))
    + p("Nắm tình hình", num=(1, 1))
    + p("Ở cơ sở", num=(1, 2))
    + p("YÊU CẦU", num=(1, 0))
    + p("Đúng hạn", num=(1, 1))
    + table(row("TT", "Việc", "Số"), row("1", "Tập huấn", "5"))
    + p(r("Có 5") + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
    numbering=LISTS,
    footnotes=f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>" + r(" Theo báo cáo"))}</w:footnote>',
)
LINES = [
    "KẾ HOẠCH",
    "I. MỤC ĐÍCH",
    "1. Nắm tình hình",
    "a) Ở cơ sở",
    "II. YÊU CẦU",
    "1. Đúng hạn",
    "TT | Việc | Số",
    "1 | Tập huấn | 5",
    "Có 5¹",
    "¹ Theo báo cáo",
]
RTF = (
    rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Times New Roman;}}\f0 S\u7889?: 5/KH-L\u272?L\u272?\par K\u7871? ho\u7841?ch\par}"
)
SUFFIXES = (".doc", ".odt", ".rtf")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same plan in each format, written by LibreOffice itself."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "a.docx").write_bytes(PLAN)
    files = {".docx": PLAN}
    for suffix in SUFFIXES:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(office.program()), profile, "--headless", "--convert-to", suffix[1:], "--outdir", str(folder)]
        subprocess.run([*command, str(folder / "a.docx")], check=True, capture_output=True, timeout=120)
        files[suffix] = (folder / f"a{suffix}").read_bytes()
    return files


def lines(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    return [line.strip() for line in read(path).pages[0].text.split("\n")]


@needs_office
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_reads_alike(tmp_path: Path, made: dict[str, bytes], suffix: str) -> None:
    found = lines(tmp_path / f"a{suffix}", made[suffix])
    if (
        suffix == ".rtf"
    ):  # the rich text that LibreOffice writes starts its lists anew in other places; the text is there
        assert [line.split()[-1] for line in found] == [line.split()[-1] for line in LINES]
    else:
        assert found == LINES


@needs_office
@pytest.mark.parametrize(
    ("suffix", "content"),
    [(".doc", ".docx"), (".docx", ".doc"), (".rtf", ".docx"), (".docx", ".odt"), (".odt", ".doc")],
)
def test_a_wrong_extension_among_office_files_does_no_harm(
    tmp_path: Path, made: dict[str, bytes], suffix: str, content: str
) -> None:
    assert lines(tmp_path / f"a{suffix}", made[content]) == LINES


@needs_office
def test_a_doc_that_is_rich_text(tmp_path: Path) -> None:
    assert lines(tmp_path / "a.doc", RTF) == ["Số: 5/KH-LĐLĐ", "Kế hoạch"]


def test_a_doc_that_is_a_web_page_needs_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _without_office(monkeypatch)
    page = '<html><meta charset="utf-8"><body><p>Kế hoạch</p><table border=1><tr><td>a<td>b</table></body></html>'
    assert lines(tmp_path / "a.doc", page.encode()) == ["Kế hoạch", "a | b"]


def _without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", ())


@pytest.mark.parametrize("suffix", [".rtf", ".doc"])
def test_without_libreoffice_the_message_has_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    _without_office(monkeypatch)
    with pytest.raises(MissingProgramError) as raised:
        lines(tmp_path / f"a{suffix}", RTF)
    assert f"a{suffix}: " in str(raised.value)
    assert "sudo apt-get install --no-install-recommends libreoffice-writer" in str(raised.value)
    assert "\n" not in str(raised.value)


# -- what must not happen ------------------------------------------------------------------------------------------


@needs_office
def test_several_run_at_once_and_leave_nothing_behind(
    tmp_path: Path, made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, home = tmp_path / "tam", tmp_path / "home"
    temporary.mkdir()
    home.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setenv("HOME", str(home))
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda number: lines(tmp_path / f"{number}.doc", made[".doc"]), range(3)))
    assert found == [LINES] * 3
    assert [*temporary.iterdir(), *home.iterdir()] == []


def test_one_that_does_not_end_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice is a script that starts a program; one stands in for it that never ends."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {tmp_path}/child\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(office, "LONGEST", 1.0)
    with pytest.raises(AbnormalFileError, match="quá 1 giây"):
        lines(tmp_path / "a.rtf", RTF)
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 20
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def linked(address: str) -> bytes:
    """A text with a picture and a section that stand elsewhere: LibreOffice fetches the picture unless told not to."""
    spaces = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for short, one in spaces.items()
    )
    picture = (
        f'<draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    )
    frame = f'<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">{picture}</draw:frame>'
    section = f'<text:section text:name="s"><text:section-source xlink:href="{address}/b.odt"/><text:p>Ở đây</text:p></text:section>'
    content = (
        f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body>'
        f"<office:text><text:p>Kế hoạch{frame}</text:p>{section}</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


@needs_office
def test_nothing_is_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = lines(tmp_path / "a.odt", linked(f"http://127.0.0.1:{server.server_port}"))
        server.shutdown()
    assert found == ["Kế hoạch", "Ở đây"]
    assert asked == []


# -- damage and passwords ------------------------------------------------------------------------------------------


def protected(data: bytes) -> bytes:
    """A Word file whose head says that the rest is encrypted."""
    (shift,) = struct.unpack_from("<H", data, 30)
    entry = data.index("WordDocument".encode("utf-16-le"))
    (sector,) = struct.unpack_from("<I", data, entry + 116)
    at = ((sector + 1) << shift) + 10
    return data[:at] + struct.pack("<H", struct.unpack_from("<H", data, at)[0] | 0x0100) + data[at + 2 :]


@needs_office
def test_a_password_on_an_old_word_file(tmp_path: Path, made: dict[str, bytes]) -> None:
    assert not ole.is_encrypted(made[".doc"])
    for suffix in (".doc", ".docx", ".rtf"):
        with pytest.raises(EncryptedFileError, match="mật khẩu"):
            lines(tmp_path / f"a{suffix}", protected(made[".doc"]))


def test_a_password_on_an_open_document(tmp_path: Path) -> None:
    manifest = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "x",
        "META-INF/manifest.xml": manifest,
    }
    with pytest.raises(EncryptedFileError, match="mật khẩu"):
        lines(tmp_path / "a.odt", packed(files))


@needs_office
@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("part", [0.05, 0.5, 0.95])
def test_a_file_cut_off_gives_one_line_or_what_is_left(
    tmp_path: Path, made: dict[str, bytes], suffix: str, part: float
) -> None:
    try:
        assert lines(tmp_path / f"a{suffix}", made[suffix][: int(len(made[suffix]) * part)])
    except IngestError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is fine, a traceback is not


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.doc", ole.MAGIC + b"\x00" * 600, TruncatedFileError),
        ("a.doc", b"\x00\x01\x02" * 400, TruncatedFileError),
        ("a.odt", b"PK\x03\x04" + b"x" * 99, TruncatedFileError),
        ("a.doc", b"%PDF-1.7 ...", WrongExtensionError),
        ("a.rtf", b"\x89PNG\r\n\x1a\n", WrongExtensionError),
        ("a.doc", "Kế hoạch".encode(), WrongExtensionError),
        ("a.doc", b"From: x\nMIME-Version: 1.0\n\n<html>", WrongExtensionError),
        ("a.doc", b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:x/>', WrongExtensionError),
        ("a.html", b"PK\x05\x06" + b"\x00" * 18, WrongExtensionError),
    ],
)
def test_what_is_no_office_file_says_so(tmp_path: Path, name: str, data: bytes, error: type[IngestError]) -> None:
    with pytest.raises(error) as raised:
        lines(tmp_path / name, data)
    assert name in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_table_calculation_is_no_word_file(tmp_path: Path) -> None:
    entry = "Workbook".encode("utf-16-le").ljust(64, b"\x00") + bytes([18, 0]) + b"\x00" * 62
    with pytest.raises(WrongExtensionError, match="Office đời cũ"):
        lines(tmp_path / "a.doc", ole.MAGIC + b"\x00" * (1024 - 8) + entry)
